//! Runs reports through the desk: in chunks, on several threads, results in the order of the inputs.

use crate::args::InputArgs;
use crate::inputs::{Inputs, Item};
use crate::setup::Setup;
use crate::{Outcome, say};
use anyhow::Result;
use dateline::Desk;
use dateline_types::{Diagnostic, Report, Severity};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

/// A batch goes through the model together: it is full at so many reports or bytes of text.
const BATCH_REPORTS: usize = 32;
const BATCH_BYTES: usize = 1 << 17;
/// Batches in memory at a time, for each thread.
const BATCHES_A_THREAD: usize = 4;

/// What a subcommand makes of a batch of reports whose language is settled, with the names of their inputs: one text and
/// further diagnostics for each.
pub(crate) type Work<'a> = &'a (dyn Fn(&Desk, &[Report], &[String]) -> Vec<(String, Vec<Diagnostic>)> + Sync);

/// What came of one input: a text for standard output, messages, and whether it failed.
#[derive(Default)]
struct Done {
    text: String,
    messages: Vec<String>,
    failed: bool,
}

/// A report on its way, with its place in the chunk.
struct Waiting {
    slot: usize,
    origin: String,
    report: Report,
}

/// Reads all inputs, lets `work` code them on several threads, writes the results in the order of the inputs to
/// standard output after `head`. Memory is bounded by the chunk, not by the input.
pub(crate) fn run(args: &InputArgs, setup: &mut Setup, head: &str, work: Work<'_>) -> Result<Outcome> {
    let threads = match args.threads {
        Some(n) => n.get(),
        None => std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get),
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let least = if args.verbose { Severity::Note } else { Severity::Warning };
    let words = setup.desk.words().to_vec();
    let mut inputs = Inputs::new(args, &words);
    let bar = progress();
    let mut out = io::BufWriter::new(io::stdout().lock());
    out.write_all(head.as_bytes())?;
    let mut outcome = Outcome::Done;
    loop {
        let (mut done, batches) = chunk(&mut inputs, setup, threads * BATCHES_A_THREAD, least)?;
        if done.is_empty() {
            break;
        }
        let desk = &setup.desk;
        let results: Vec<Vec<(usize, Done)>> =
            pool.install(|| batches.into_par_iter().map(|b| code(desk, b, work, least)).collect());
        for (slot, result) in results.into_iter().flatten() {
            let earlier = std::mem::take(&mut done[slot]);
            let messages = earlier.messages.into_iter().chain(result.messages).collect();
            done[slot] = Done { messages, failed: earlier.failed || result.failed, ..result };
        }
        bar.inc(done.len() as u64);
        bar.set_message(match inputs.left() {
            0 => String::new(),
            n => format!("{n} files to open"),
        });
        for item in done {
            if !item.messages.is_empty() {
                out.flush()?;
                bar.suspend(|| item.messages.iter().for_each(|m| eprintln!("{m}")));
            }
            if item.failed {
                outcome = Outcome::SomeFailed;
            }
            out.write_all(item.text.as_bytes())?;
        }
        out.flush()?;
    }
    bar.finish_and_clear();
    Ok(outcome)
}

/// A progress bar when standard error is a terminal and standard output is not (where the results show progress).
fn progress() -> ProgressBar {
    let shown = io::stderr().is_terminal() && !io::stdout().is_terminal();
    let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(None, target);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} reports  {per_sec}  {elapsed}  {msg}") {
        bar.set_style(style);
    }
    if shown {
        bar.enable_steady_tick(Duration::from_millis(200));
    }
    bar
}

/// Reads up to `most` batches. Gives a slot for each input, and the batches of reports that can be coded or written.
fn chunk(
    inputs: &mut Inputs<'_>,
    setup: &mut Setup,
    most: usize,
    least: Severity,
) -> Result<(Vec<Done>, Vec<Vec<Waiting>>)> {
    let mut done = Vec::new();
    let mut batches: Vec<Vec<Waiting>> = Vec::new();
    let mut room = (0, 0);
    for Item { origin, outcome } in inputs.by_ref() {
        let slot = done.len();
        done.push(Done::default());
        match outcome {
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

fn code(desk: &Desk, batch: Vec<Waiting>, work: Work<'_>, least: Severity) -> Vec<(usize, Done)> {
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
        .map(|(((slot, origin), report), (text, more))| {
            let messages = say::diagnostics(origin, &report.text, &more, least);
            (slot, Done { text, messages, failed: failed(&more) })
        })
        .collect()
}
