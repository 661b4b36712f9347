//! `dateline code`: reports in, records out.

use crate::args::{CodeArgs, Format};
use crate::inputs::{Inputs, Sharded};
use crate::run::{Printed, Sink, Work, run_items};
use crate::setup::Setup;
use crate::{Outcome, say};
use anyhow::{Context, Result, bail};
use dateline::formats::{csv_header, csv_rows, json_line, table};
use dateline::record::Record;
use dateline::{Desk, Quiet};
use dateline_export::{Coded, Shard, ShardExport, Summary};
use dateline_types::{Diagnostic, Report};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many paragraphs and tokens there were, and how many of them held nothing to code.
#[derive(Default)]
struct Paragraphs {
    all: AtomicUsize,
    skipped: AtomicUsize,
    all_tokens: AtomicUsize,
    skipped_tokens: AtomicUsize,
}

impl Paragraphs {
    /// Codes a batch and makes of each report, its name and its record what `write` says.
    fn coded<T>(
        &self,
        desk: &Desk,
        reports: &[Report],
        names: &[String],
        write: impl Fn(&Report, &str, Record) -> T,
    ) -> Vec<(T, Vec<Diagnostic>)> {
        (reports.iter().zip(names).zip(desk.coded(reports)))
            .map(|((report, name), coded)| {
                for (sum, n) in [
                    (&self.all, report.paragraphs.len()),
                    (&self.skipped, coded.skipped.paragraphs),
                    (&self.all_tokens, coded.analysis.tokens.len()),
                    (&self.skipped_tokens, coded.skipped.tokens),
                ] {
                    sum.fetch_add(n, Ordering::Relaxed);
                }
                (write(report, name, desk.record(report, &coded)), coded.extraction.diagnostics)
            })
            .collect()
    }

    fn say(self) {
        let share = |part: usize, all: usize| 100.0 * part as f64 / all.max(1) as f64;
        let (all, skipped) = (self.all.into_inner(), self.skipped.into_inner());
        let (tokens, skipped_tokens) = (self.all_tokens.into_inner(), self.skipped_tokens.into_inner());
        eprintln!(
            "{skipped} of {all} paragraphs hold nothing to code ({:.1} %), with {skipped_tokens} of {tokens} tokens ({:.1} %)",
            share(skipped, all),
            share(skipped_tokens, tokens)
        );
    }
}

/// A folder of Parquet files.
struct Folder(ShardExport);

impl Sink<Coded> for Folder {
    fn take(&mut self, coded: Coded) -> Result<()> {
        Ok(self.0.push(coded)?)
    }

    fn chunk(&mut self) -> Result<()> {
        Ok(())
    }
}

pub(crate) fn run(args: &CodeArgs) -> Result<Outcome> {
    let folder = match (&args.output, args.format) {
        (Some(folder), Format::Parquet) => Some(folder),
        (None, Format::Parquet) => bail!("--format parquet writes a folder; name it with --output"),
        (Some(_), _) => bail!("--output is for --format parquet; the other formats go to standard output"),
        (None, _) => None,
    };
    let mut setup = Setup::new(&args.setup)?.with_dictionaries(&args.words)?;
    if args.no_skip {
        setup.desk = setup.desk.with_quiet(Quiet::Parse);
    }
    let paragraphs = Paragraphs::default();
    let outcome = match folder {
        Some(folder) => to_folder(args, &mut setup, folder, &paragraphs)?,
        None => to_output(args, &mut setup, &paragraphs)?,
    };
    if args.input.verbose {
        paragraphs.say();
    }
    Ok(outcome)
}

fn to_output(args: &CodeArgs, setup: &mut Setup, paragraphs: &Paragraphs) -> Result<Outcome> {
    let head = if args.format == Format::Csv { csv_header() } else { String::new() };
    let work = |desk: &Desk, reports: &[Report], names: &[String]| {
        paragraphs.coded(desk, reports, names, |_, name, record| match args.format {
            Format::Csv => csv_rows(name, &record),
            Format::Jsonl => json_line(&record) + "\n",
            Format::Table | Format::Parquet => table(name, &record),
        })
    };
    code(args, setup, &work, &mut Printed::after(&head)?)
}

fn to_folder(args: &CodeArgs, setup: &mut Setup, folder: &Path, paragraphs: &Paragraphs) -> Result<Outcome> {
    let cannot = || format!("cannot write {}", folder.display());
    let part = args.shard.unwrap_or(Shard::WHOLE);
    let mut to = Folder(ShardExport::new(folder, part).with_context(cannot)?);
    let work = |desk: &Desk, reports: &[Report], names: &[String]| {
        paragraphs.coded(desk, reports, names, |report, _, record| Coded {
            line: json_line(&record),
            remarks: report.diagnostics.len(),
            record,
        })
    };
    let outcome = code(args, setup, &work, &mut to)?;
    let Summary { reports, events, .. } = to.0.finish().with_context(cannot)?;
    say::note(&format!("part {part}: {reports} reports with {events} events"));
    Ok(outcome)
}

/// Codes the reports of the inputs, or of one part of them.
fn code<T: Send>(
    args: &CodeArgs,
    setup: &mut Setup,
    work: Work<'_, T>,
    sink: &mut dyn Sink<T>,
) -> Result<Outcome> {
    let words = setup.desk.words().to_vec();
    let inputs = Inputs::new(&args.input, &words);
    match args.shard {
        Some(shard) => run_items(&args.input, setup, work, sink, Sharded(inputs, shard)),
        None => run_items(&args.input, setup, work, sink, inputs),
    }
}
