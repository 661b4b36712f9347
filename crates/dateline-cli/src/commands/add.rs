//! `dateline add` and `dateline recode`: reports into an archive, and kept reports coded anew.
//!
//! A chunk of reports is one transaction: whatever ends the command, what was committed stays and the next run goes on
//! behind it, since reports that are kept as they would be coded now are not coded again.

use crate::args::{AddArgs, RecodeArgs};
use crate::run::{Sink, run_into};
use crate::setup::Setup;
use crate::{Outcome, say};
use anyhow::{Context, Result, anyhow};
use dateline::Desk;
use dateline::record::DiagnosticRecord;
use dateline_archive::{Added, Address, Archive, Entry, Known, Origin, report_of};
use dateline_types::{Diagnostic, Report};
use std::collections::BTreeSet;
use std::path::Path;

/// Reports coded anew at a time.
const AT_ONCE: usize = 64;

/// Keeps what was coded.
pub(crate) struct Keeper {
    archive: Archive,
    waiting: Vec<Entry>,
    seen: BTreeSet<String>,
    known: usize,
    done: Added,
}

impl Sink<Entry> for Keeper {
    fn wants(&mut self, report: &Report, desk: &Desk) -> Result<bool> {
        let origin = Origin::of_report(report);
        let new = self.archive.known(&origin, &desk.producer(report.language.as_deref()))? != Known::Current
            && self.seen.insert(origin.key);
        self.known += usize::from(!new);
        Ok(new)
    }

    fn take(&mut self, entry: Entry) -> Result<()> {
        self.waiting.push(entry);
        Ok(())
    }

    fn chunk(&mut self) -> Result<()> {
        self.done.join(keep(&mut self.archive, &self.waiting)?);
        self.waiting.clear();
        self.seen.clear();
        Ok(())
    }
}

fn keep(archive: &mut Archive, entries: &[Entry]) -> Result<Added> {
    archive.put(entries).map_err(|error| {
        let (why, when) = match error.is_full() {
            true => (": the disk is full", "when there is room"),
            false => ("", "when that is mended"),
        };
        anyhow!(
            "{error}{why}; what was kept before this batch of {} reports stays, run the command again {when}",
            entries.len()
        )
    })
}

fn open(path: &Path) -> Result<Archive> {
    Archive::open(path).with_context(|| {
        let shown = Address::of(path);
        if shown.file().is_none() {
            return format!("archive {shown}");
        }
        match path.parent().filter(|p| !p.as_os_str().is_empty()) {
            Some(folder) if !folder.is_dir() => {
                format!("archive {shown}: there is no folder {}", folder.display())
            }
            _ => format!("archive {shown}, opened for writing (its folder must be writable too)"),
        }
    })
}

impl Keeper {
    /// Opens the archive, or makes it.
    pub(crate) fn open(path: &Path) -> Result<Keeper> {
        Ok(Keeper {
            archive: open(path)?,
            waiting: Vec::new(),
            seen: BTreeSet::new(),
            known: 0,
            done: Added::default(),
        })
    }

    /// Brings the incidents up to date and says what was kept since the last time.
    pub(crate) fn finish(&mut self, lead: &str) -> Result<String> {
        self.archive.refresh_incidents()?;
        let Added { added, changed, same, revised_events } = std::mem::take(&mut self.done);
        let known = std::mem::take(&mut self.known) + same;
        let all = self.archive.len()?;
        Ok(format!(
            "{lead}{added} reports added, {changed} changed ({revised_events} events revised), {known} kept already; \
             {all} in the archive"
        ))
    }
}

/// Codes reports for an archive.
pub(crate) fn coded(desk: &Desk, reports: &[Report], _: &[String]) -> Vec<(Entry, Vec<Diagnostic>)> {
    (reports.iter().zip(desk.coded(reports)))
        .map(|(report, coded)| {
            let record = desk.record(report, &coded);
            (Entry { record, remarks: report.diagnostics.len() }, coded.extraction.diagnostics)
        })
        .collect()
}

pub(crate) fn run(args: &AddArgs) -> Result<Outcome> {
    if args.from_parquet {
        return super::add_coded::run(args);
    }
    let mut setup = Setup::new(&args.setup)?;
    let mut keeper = Keeper::open(&args.archive)?;
    let outcome = run_into(&args.input, &mut setup, &coded, &mut keeper)?;
    say::note(&keeper.finish("")?);
    Ok(outcome)
}

pub(crate) fn recode(args: &RecodeArgs) -> Result<Outcome> {
    let mut setup = Setup::new(&args.setup)?;
    let mut archive = open(&args.archive)?;
    let mut fault = None;
    let outdated = archive.outdated(|language| {
        if let Some(language) = language.and_then(|l| setup.desk.pack_language(l)).map(str::to_owned)
            && let Err(error) = setup.ensure(&language)
        {
            fault.get_or_insert(error);
        }
        setup.desk.producer(language)
    })?;
    if let Some(error) = fault {
        return Err(error);
    }
    let mut sum = Added::default();
    let mut lost = 0;
    for keys in outdated.chunks(AT_ONCE) {
        let mut reports = Vec::new();
        let mut remarks: Vec<Vec<DiagnosticRecord>> = Vec::new();
        for key in keys {
            match archive.entry(key) {
                Ok(Some(entry)) => {
                    reports.push(report_of(&entry.record));
                    remarks.push(entry.record.diagnostics.into_iter().take(entry.remarks).collect());
                }
                Ok(None) => {}
                Err(error) => {
                    say::note(&format!(
                        "{}: {error}; `dateline archive repair` saves the others",
                        Address::of(&args.archive)
                    ));
                    lost += 1;
                }
            }
        }
        let records = setup.desk.records(&reports);
        let entries: Vec<Entry> = (records.into_iter().zip(remarks))
            .map(|(mut record, remarks)| {
                let count = remarks.len();
                record.diagnostics.splice(0..0, remarks);
                Entry { record, remarks: count }
            })
            .collect();
        sum.join(keep(&mut archive, &entries)?);
    }
    archive.refresh_incidents()?;
    say::note(&format!(
        "{} of {} reports were coded by another version, pack, model or base; {} changed, {} events revised",
        outdated.len(),
        archive.len()?,
        sum.changed,
        sum.revised_events
    ));
    Ok(if lost > 0 { Outcome::SomeFailed } else { Outcome::Done })
}
