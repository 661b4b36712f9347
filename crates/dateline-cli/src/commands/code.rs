//! `dateline code`: reports in, records out.

use crate::args::{CodeArgs, Format};
use crate::setup::Setup;
use crate::{Outcome, run};
use anyhow::Result;
use dateline::Desk;
use dateline::formats::{csv_header, csv_rows, json_line, table};
use dateline_types::{Diagnostic, Report};

pub(crate) fn run(args: &CodeArgs) -> Result<Outcome> {
    let mut setup = Setup::new(&args.setup)?;
    let head = match args.format {
        Format::Csv => csv_header(),
        Format::Table | Format::Jsonl => String::new(),
    };
    let work = |desk: &Desk, reports: &[Report], names: &[String]| -> Vec<(String, Vec<Diagnostic>)> {
        let coded = desk.coded(reports);
        (reports.iter().zip(names).zip(coded))
            .map(|((report, name), coded)| {
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
    run::run(&args.input, &mut setup, &head, &work)
}
