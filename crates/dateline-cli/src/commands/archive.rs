//! `dateline archive`: check, repair, upgrade, figures, single reports.

use super::query::reader;
use crate::args::{ArchiveAction, ArchiveArgs};
use crate::{Outcome, say};
use anyhow::{Context, Result, bail};
use dateline::formats::visible;
use dateline_archive::{Address, Archive, ArchiveError, CsvRows, TableRows, salvage_pages};
use std::io::Write;

/// Whether what hinders reading is damage to the file, which `repair` may get around.
fn is_damage(error: &anyhow::Error) -> bool {
    error.downcast_ref().is_some_and(ArchiveError::is_damage)
}

/// The key of the one report whose id or key begins so; what was given when there is none, or several.
fn full(archive: &mut Archive, report: &str) -> Result<String> {
    let hash = report.len() >= 8 && report.bytes().all(|b| b.is_ascii_hexdigit());
    if !hash || archive.record(report)?.is_some() {
        return Ok(report.to_owned());
    }
    let sql = format!("SELECT key FROM report WHERE id LIKE '{report}%' OR key LIKE '{report}%'");
    let mut found = Vec::new();
    archive.sql(&sql, Some(2), &mut CsvRows(&mut found))?;
    let found = String::from_utf8_lossy(&found);
    let keys: Vec<&str> = found.lines().skip(1).collect();
    Ok(if let [only] = keys[..] { only } else { report }.to_owned())
}

pub(crate) fn run(args: &ArchiveArgs) -> Result<Outcome> {
    let mut out = std::io::stdout().lock();
    match &args.action {
        ArchiveAction::Check { archive } => {
            let file = Address::of(archive).file().is_some();
            let faults = match reader(archive) {
                Ok(archive) => archive.check().unwrap_or_else(|error| vec![error.to_string()]),
                Err(e) if is_damage(&e) => vec![format!("{e:#}")],
                Err(error) => return Err(error),
            };
            for fault in &faults {
                writeln!(out, "{}", visible(fault))?;
            }
            if !faults.is_empty() {
                say::note(match file {
                    true => {
                        "damaged; write what can be read into a new archive: dateline archive repair ARCHIVE NEW"
                    }
                    false => {
                        "damaged; restore the database from a dump (pg_dump), or add the reports to a new one"
                    }
                });
                return Ok(Outcome::SomeFailed);
            }
            writeln!(out, "good")?;
        }
        ArchiveAction::Repair { archive, new } => {
            if let Some(address) =
                [archive, new].map(|p| Address::of(p)).into_iter().find(|a| a.file().is_none())
            {
                bail!(
                    "{address} is no file: repair reads and writes files; PostgreSQL has means of its own (pg_dump)"
                );
            }
            if new.exists() {
                bail!("{} exists already; name a file that does not", new.display());
            }
            let from = match reader(archive) {
                Ok(from) => Some(from),
                Err(error) if is_damage(&error) => None,
                Err(error) => return Err(error),
            };
            let mut to = Archive::open(new).with_context(|| format!("archive {}", new.display()))?;
            let saved = match &from {
                Some(from) => from.salvage(&mut to)?,
                None => {
                    say::note(
                        "its first page or its list of tables is damaged: looking for reports page by page",
                    );
                    salvage_pages(archive, &mut to)?
                }
            };
            if from.is_none() && saved.reports == 0 {
                drop(to);
                std::fs::remove_file(new)?;
                bail!("{}: no page of it holds a report that reads; nothing was written", archive.display());
            }
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
            let address = Address::of(archive);
            if !address.exists() {
                bail!("archive {address} does not exist");
            }
            let mut upgraded = Archive::open(archive).with_context(|| format!("archive {address}"))?;
            upgraded.refresh_incidents()?;
            writeln!(out, "schema {}, {} reports", dateline_archive::VERSION, upgraded.len()?)?;
        }
        ArchiveAction::Stats { archive } => {
            let mut archive = reader(archive)?;
            let size = archive.size()?;
            let sql = "SELECT (SELECT count(*) FROM report) AS reports,
                (SELECT count(*) FROM report WHERE original <> report) AS copies,
                (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM incident) AS incidents,
                (SELECT min(published) FROM report) AS first, (SELECT max(published) FROM report) AS last,
                (SELECT count(*) FROM revision) AS revisions";
            archive.sql(sql, None, &mut TableRows::new(&mut out))?;
            writeln!(out, "{:.1} MB", size as f64 / 1e6)?;
        }
        ArchiveAction::Show { archive, report, revisions } => {
            let mut archive = reader(archive)?;
            let report = &full(&mut archive, report)?;
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
