//! `dateline archive`: check, repair, upgrade, figures, single reports.

use super::query::reader;
use crate::args::{ArchiveAction, ArchiveArgs};
use crate::{Outcome, say};
use anyhow::{Context, Result, bail};
use dateline::formats::visible;
use dateline_archive::{Archive, TableRows};
use std::io::Write;

pub(crate) fn run(args: &ArchiveArgs) -> Result<Outcome> {
    let mut out = std::io::stdout().lock();
    match &args.action {
        ArchiveAction::Check { archive } => {
            let faults = match reader(archive)?.check() {
                Ok(faults) => faults,
                Err(error) => vec![error.to_string()],
            };
            for fault in &faults {
                writeln!(out, "{}", visible(fault))?;
            }
            if !faults.is_empty() {
                say::note(
                    "damaged; write what can be read into a new archive: dateline archive repair ARCHIVE NEW",
                );
                return Ok(Outcome::SomeFailed);
            }
            writeln!(out, "good")?;
        }
        ArchiveAction::Repair { archive, new } => {
            if new.exists() {
                bail!("{} exists already; name a file that does not", new.display());
            }
            let from = reader(archive)?;
            let mut to = Archive::open(new).with_context(|| format!("archive {}", new.display()))?;
            let saved = from.salvage(&mut to)?;
            to.refresh_incidents()?;
            for fault in &saved.faults {
                say::note(fault);
            }
            writeln!(out, "{} reports saved, {} lost", saved.reports, saved.lost)?;
            if saved.lost > 0 {
                return Ok(Outcome::SomeFailed);
            }
        }
        ArchiveAction::Upgrade { archive } => {
            if !archive.exists() {
                bail!("archive {} does not exist", archive.display());
            }
            let mut upgraded =
                Archive::open(archive).with_context(|| format!("archive {}", archive.display()))?;
            upgraded.refresh_incidents()?;
            writeln!(out, "schema {}, {} reports", dateline_archive::VERSION, upgraded.len()?)?;
        }
        ArchiveAction::Stats { archive } => {
            let size = std::fs::metadata(archive).map(|m| m.len()).unwrap_or(0);
            let mut archive = reader(archive)?;
            let sql = "SELECT (SELECT count(*) FROM report) AS reports,
                (SELECT count(*) FROM report WHERE original <> report) AS copies,
                (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM incident) AS incidents,
                (SELECT min(published) FROM report) AS first, (SELECT max(published) FROM report) AS last,
                (SELECT count(*) FROM revision) AS revisions";
            archive.sql(sql, None, &mut TableRows::new(&mut out))?;
            writeln!(out, "{:.1} MB", size as f64 / 1e6)?;
        }
        ArchiveAction::Show { archive, report, revisions } => {
            let archive = reader(archive)?;
            let Some(record) = archive.record(report)? else {
                bail!("there is no report `{report}`; `dateline search` and `dateline query` name reports");
            };
            if *revisions {
                for revision in archive.revisions(report)? {
                    let line = serde_json::json!({
                        "event": revision.event, "action": revision.action,
                        "before": revision.before, "after": revision.after,
                    });
                    writeln!(out, "{line}")?;
                }
            } else {
                writeln!(out, "{}", serde_json::to_string_pretty(&record)?)?;
            }
        }
    }
    Ok(Outcome::Done)
}
