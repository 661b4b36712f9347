//! `dateline code`: reports in, records out.

use crate::args::{CodeArgs, Format};
use crate::setup::Setup;
use crate::{Outcome, run};
use anyhow::Result;
use dateline::formats::{csv_header, csv_rows, json_line, table};
use dateline::{Desk, Quiet};
use dateline_types::{Diagnostic, Report};
use std::sync::atomic::{AtomicUsize, Ordering};

pub(crate) fn run(args: &CodeArgs) -> Result<Outcome> {
    let mut setup = Setup::new(&args.setup)?.with_dictionaries(&args.words)?;
    if args.no_skip {
        setup.desk = setup.desk.with_quiet(Quiet::Parse);
    }
    let (paragraphs, quiet) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let head = match args.format {
        Format::Csv => csv_header(),
        Format::Table | Format::Jsonl => String::new(),
    };
    let work = |desk: &Desk, reports: &[Report], names: &[String]| -> Vec<(String, Vec<Diagnostic>)> {
        let coded = desk.coded(reports);
        (reports.iter().zip(names).zip(coded))
            .map(|((report, name), coded)| {
                paragraphs.fetch_add(report.paragraphs.len(), Ordering::Relaxed);
                quiet.fetch_add(coded.quiet, Ordering::Relaxed);
                let record = desk.record(report, &coded);
                let text = match args.format {
                    Format::Table => table(name, &record),
                    Format::Jsonl => json_line(&record) + "\n",
                    Format::Csv => csv_rows(&record),
                };
                (text, coded.extraction.diagnostics)
            })
            .collect()
    };
    let outcome = run::run(&args.input, &mut setup, &head, &work)?;
    if args.input.verbose {
        let (all, quiet) = (paragraphs.into_inner(), quiet.into_inner());
        let share = 100.0 * quiet as f64 / all.max(1) as f64;
        eprintln!("{quiet} of {all} paragraphs hold nothing to code ({share:.1} %)");
    }
    Ok(outcome)
}
