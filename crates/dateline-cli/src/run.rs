//! Runs reports through the desk: in chunks, on several threads, results in the order of the inputs.

use crate::args::InputArgs;
use crate::inputs::Inputs;
use crate::setup::Setup;
use crate::{Outcome, say};
use anyhow::Result;
use dateline::Desk;
use dateline::read::{Item, ReadError};
use dateline_types::{Diagnostic, Report, Severity};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

/// A batch goes through the model together: it is full at so many reports or bytes of text.
const BATCH_REPORTS: usize = 32;
const BATCH_BYTES: usize = 1 << 17;
/// Batches in memory at a time, for each thread.
const BATCHES_A_THREAD: usize = 4;

/// What a subcommand makes of a batch of reports whose language is settled, with the names of their inputs: one value and
/// further diagnostics for each.
pub(crate) type Work<'a, T> = &'a (dyn Fn(&Desk, &[Report], &[String]) -> Vec<(T, Vec<Diagnostic>)> + Sync);

/// What a subcommand does with the values of reports, which come in the order of the inputs and a chunk at a time.
pub(crate) trait Sink<T> {
    /// Whether a report has to be coded at all.
    fn wants(&mut self, _report: &Report, _desk: &Desk) -> Result<bool> {
        Ok(true)
    }
    /// Takes what a report became.
    fn take(&mut self, value: T) -> Result<()>;
    /// Called before messages are printed.
    fn pause(&mut self) -> Result<()> {
        Ok(())
    }
    /// Called behind each chunk.
    fn chunk(&mut self) -> Result<()>;
}

/// Standard output.
pub(crate) struct Printed(io::BufWriter<io::StdoutLock<'static>>);

impl Sink<String> for Printed {
    fn take(&mut self, text: String) -> Result<()> {
        Ok(self.0.write_all(text.as_bytes())?)
    }

    fn pause(&mut self) -> Result<()> {
        Ok(self.0.flush()?)
    }

    fn chunk(&mut self) -> Result<()> {
        Ok(self.0.flush()?)
    }
}

/// What came of one input: its value, messages, and whether it failed.
struct Done<T> {
    value: Option<T>,
    messages: Vec<String>,
    failed: bool,
    /// Why there is no report, where that is no fault.
    skipped: Option<String>,
}

impl<T> Default for Done<T> {
    fn default() -> Done<T> {
        Done { value: None, messages: Vec::new(), failed: false, skipped: None }
    }
}

/// A slot for each input read, and the batches of reports that go to be coded.
type Chunk<T> = (Vec<Done<T>>, Vec<Vec<Waiting>>);

/// A report on its way, with its place in the chunk.
struct Waiting {
    slot: usize,
    origin: String,
    report: Report,
}

impl Printed {
    /// Begins with `head`.
    pub(crate) fn after(head: &str) -> Result<Printed> {
        let mut out = Printed(io::BufWriter::new(io::stdout().lock()));
        out.take(head.to_owned())?;
        Ok(out)
    }
}

/// Reads all inputs, lets `work` code them on several threads, writes the results in the order of the inputs to
/// standard output after `head`.
pub(crate) fn run(
    args: &InputArgs,
    setup: &mut Setup,
    head: &str,
    work: Work<'_, String>,
) -> Result<Outcome> {
    run_into(args, setup, work, &mut Printed::after(head)?)
}

/// Reads all inputs, lets `work` code them on several threads, gives the results in the order of the inputs to `sink`.
/// Memory is bounded by the chunk, not by the input.
pub(crate) fn run_into<T: Send>(
    args: &InputArgs,
    setup: &mut Setup,
    work: Work<'_, T>,
    sink: &mut dyn Sink<T>,
) -> Result<Outcome> {
    let words = setup.desk.words().to_vec();
    run_items(args, setup, work, sink, Inputs::new(args, &words))
}

/// Where reports come from, and how far it is.
pub(crate) trait Source: Iterator<Item = Item> {
    /// Bytes of all there is, where that can be told beforehand.
    fn measure(&mut self) -> Option<u64>;
    /// Bytes read so far.
    fn position(&self) -> u64;
}

/// Reports that are there already.
pub(crate) struct Ready(pub std::vec::IntoIter<Item>);

impl Iterator for Ready {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        self.0.next()
    }
}

impl Source for Ready {
    fn measure(&mut self) -> Option<u64> {
        None
    }

    fn position(&self) -> u64 {
        0
    }
}

/// The same for reports that come from anywhere.
pub(crate) fn run_items<T: Send>(
    args: &InputArgs,
    setup: &mut Setup,
    work: Work<'_, T>,
    sink: &mut dyn Sink<T>,
    mut inputs: impl Source,
) -> Result<Outcome> {
    let threads = match args.threads {
        Some(n) => n.get(),
        None => std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get),
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let least = if args.verbose { Severity::Note } else { Severity::Warning };
    let bar = progress(&mut inputs);
    let mut count = Count::default();
    loop {
        let (mut done, batches) = chunk(&mut inputs, setup, threads * BATCHES_A_THREAD, least, sink)?;
        if done.is_empty() {
            break;
        }
        let desk = &setup.desk;
        let results: Vec<Vec<(usize, Done<T>)>> =
            pool.install(|| batches.into_par_iter().map(|b| code(desk, b, work, least)).collect());
        for (slot, result) in results.into_iter().flatten() {
            done[slot].messages.extend(result.messages);
            done[slot].failed |= result.failed;
            done[slot].value = result.value;
        }
        count.all += done.len();
        let rate = count.all as f64 / bar.elapsed().as_secs_f64().max(0.001);
        bar.set_message(format!("{} reports, {rate:.0}/s", count.all));
        bar.set_position(inputs.position());
        for item in done {
            if !item.messages.is_empty() {
                sink.pause()?;
                bar.suspend(|| item.messages.iter().for_each(|m| eprintln!("{m}")));
            }
            match (item.failed, item.skipped) {
                (true, _) => count.failed += 1,
                (false, Some(why)) => *count.skipped.entry(why).or_default() += 1,
                (false, None) => count.read += 1,
            }
            if let Some(value) = item.value {
                sink.take(value)?;
            }
        }
        sink.chunk()?;
    }
    bar.finish_and_clear();
    if args.verbose || !count.skipped.is_empty() {
        say::note(&count.line());
    }
    Ok(if count.failed > 0 { Outcome::SomeFailed } else { Outcome::Done })
}

/// How many reports were read, skipped for which reasons, or failed.
#[derive(Default)]
struct Count {
    all: usize,
    read: usize,
    skipped: BTreeMap<String, usize>,
    failed: usize,
}

impl Count {
    fn line(&self) -> String {
        let skipped: usize = self.skipped.values().sum();
        let reasons: Vec<String> = self.skipped.iter().map(|(why, n)| format!("{n} {why}")).collect();
        let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
        format!("{} read, {skipped} skipped{reasons}, {} failed", self.read, self.failed)
    }
}

/// A progress bar when standard error is a terminal and standard output is not (where the results show progress): reports
/// with their rate, and where all inputs are files, the share of their bytes and the remaining time.
fn progress(inputs: &mut impl Source) -> ProgressBar {
    let shown = io::stderr().is_terminal() && !io::stdout().is_terminal();
    if !shown {
        return ProgressBar::hidden();
    }
    let total = inputs.measure();
    let template = match total {
        Some(_) => "{spinner} {bar:24} {percent} %  {msg}  {elapsed}, {eta} left",
        None => "{spinner} {msg}  {elapsed}",
    };
    let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Reads up to `most` batches. Gives a slot for each input, and the batches of reports that can be coded or written.
fn chunk<T>(
    inputs: &mut impl Source,
    setup: &mut Setup,
    most: usize,
    least: Severity,
    sink: &mut dyn Sink<T>,
) -> Result<Chunk<T>> {
    let mut done: Vec<Done<T>> = Vec::new();
    let mut batches: Vec<Vec<Waiting>> = Vec::new();
    let mut room = (0, 0);
    for Item { origin, outcome } in inputs.by_ref() {
        let slot = done.len();
        done.push(Done::default());
        match outcome {
            Err(ReadError::Skipped { why }) => {
                if least == Severity::Note {
                    done[slot].messages.push(say::line(&origin, Severity::Note, &format!("skipped: {why}")));
                }
                done[slot].skipped = Some(why);
            }
            Err(error) => {
                done[slot].messages.push(say::line(&origin, Severity::Error, &error.to_string()));
                done[slot].failed = true;
            }
            Ok(mut report) => {
                if let Some(language) = setup.desk.settle_language(&mut report) {
                    setup.ensure(&language)?;
                }
                done[slot].messages = say::diagnostics(&origin, &report.text, &report.diagnostics, least);
                done[slot].failed = report.diagnostics.iter().any(|d| d.severity == Severity::Error);
                if !sink.wants(&report, &setup.desk)? {
                    if done.len() >= most * BATCH_REPORTS {
                        break;
                    }
                    continue;
                }
                if room.0 == 0 || room.1 == 0 {
                    batches.push(Vec::new());
                    room = (BATCH_REPORTS, BATCH_BYTES);
                }
                room = (room.0 - 1, room.1.saturating_sub(report.text.len()));
                if let Some(batch) = batches.last_mut() {
                    batch.push(Waiting { slot, origin, report });
                }
            }
        }
        let full = batches.len() == most && (room.0 == 0 || room.1 == 0);
        if full || done.len() >= most * BATCH_REPORTS {
            break;
        }
    }
    Ok((done, batches))
}

fn code<T>(desk: &Desk, batch: Vec<Waiting>, work: Work<'_, T>, least: Severity) -> Vec<(usize, Done<T>)> {
    let mut slots = Vec::new();
    let mut origins = Vec::new();
    let mut reports = Vec::new();
    for waiting in batch {
        slots.push(waiting.slot);
        origins.push(waiting.origin);
        reports.push(waiting.report);
    }
    let results = work(desk, &reports, &origins);
    let failed = |list: &[Diagnostic]| list.iter().any(|d| d.severity == Severity::Error);
    (slots.into_iter().zip(&origins).zip(&reports).zip(results))
        .map(|(((slot, origin), report), (value, more))| {
            let messages = say::diagnostics(origin, &report.text, &more, least);
            (slot, Done { value: Some(value), messages, failed: failed(&more), skipped: None })
        })
        .collect()
}
