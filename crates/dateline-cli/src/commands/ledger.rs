//! `dateline ledger`: who said what of an incident when, and how it stands to what was said before.

use super::query::{filter, reader, rows, short};
use crate::args::{LedgerArgs, RowFormat};
use crate::{Outcome, say};
use anyhow::{Result, anyhow, bail};
use dateline::formats::visible;
use dateline_archive::{Account, Cell, Column, Filter, Kind};
use std::fmt::Write as _;
use std::io::Write as _;

const COLUMNS: [&str; 14] = [
    "incident",
    "line",
    "published",
    "report",
    "publisher",
    "copy",
    "event",
    "speaker",
    "via",
    "attribute",
    "value",
    "words",
    "relation",
    "earlier",
];

pub(crate) fn run(args: &LedgerArgs) -> Result<Outcome> {
    let archive = reader(&args.archive)?;
    let filter = filter(&args.filter)?;
    if args.incident.is_none() && filter == Filter::default() {
        bail!(
            "name an incident (--incident, see `dateline incidents`) or conditions, such as --dyad or --date"
        );
    }
    let as_of = match &args.as_of {
        None => None,
        Some(day) => Some(day.parse().map_err(|_| anyhow!("`{day}` is no day: write it as 2020-07-21"))?),
    };
    let mut accounts = archive.ledger(&filter, args.incident.as_deref(), as_of)?;
    if let Some(most) = args.rows.limit {
        accounts.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    }
    if accounts.is_empty() {
        say::note("nothing meets these conditions");
    }
    match args.rows.format {
        RowFormat::Table => {
            let text: String = accounts.iter().map(shown).collect();
            match &args.rows.output {
                Some(path) => std::fs::write(path, text)?,
                None => std::io::stdout().write_all(text.as_bytes())?,
            }
        }
        _ => table(&accounts, args)?,
    }
    Ok(Outcome::Done)
}

/// One row a line of the ledger.
fn table(accounts: &[Account], args: &LedgerArgs) -> Result<()> {
    let kind = |name: &str| match name {
        "line" | "earlier" => Kind::Integer,
        "copy" => Kind::Boolean,
        _ => Kind::Text,
    };
    let columns: Vec<Column> = COLUMNS.iter().map(|name| Column::new(name, kind(name))).collect();
    let mut to = rows(&args.rows)?;
    to.begin(&columns)?;
    let text = |t: &str| Cell::Text(t.to_owned());
    let maybe = |t: &Option<String>| t.as_ref().map_or(Cell::Null, |t| Cell::Text(t.clone()));
    let number = |n: usize| Cell::Integer(i64::try_from(n).unwrap_or(i64::MAX));
    for account in accounts {
        for (i, line) in account.lines.iter().enumerate() {
            to.row(&[
                text(&account.incident.uid),
                number(i + 1),
                maybe(&line.published),
                text(&line.report),
                maybe(&line.publisher),
                Cell::Boolean(line.copy),
                text(&line.event),
                text(&line.speaker),
                maybe(&line.via),
                text(&line.attribute),
                text(&line.value),
                text(&line.words),
                text(&line.relation),
                line.earlier.map_or(Cell::Null, number),
            ])?;
        }
    }
    Ok(to.end()?)
}

/// "1 report", "2 reports".
fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// An account for people.
fn shown(account: &Account) -> String {
    let incident = &account.incident;
    let or = |list: &[String]| if list.is_empty() { "?".to_owned() } else { list.join(", ") };
    let mut out = format!(
        "{} {} → {}{}{}  [{}]\n",
        incident.kind.as_deref().or(incident.cameo.as_deref()).unwrap_or("?"),
        visible(&or(&incident.actors)),
        visible(&or(&incident.recipients)),
        incident.place.as_deref().map(|p| format!(", {}", visible(p))).unwrap_or_default(),
        incident.earliest.as_deref().map(|d| format!(", {d}")).unwrap_or_default(),
        incident.uid
    );
    let copies = match incident.reports.saturating_sub(incident.sources) {
        0 => String::new(),
        n => format!(", {n} of them copies"),
    };
    let _ = writeln!(
        out,
        "  {} in {}{copies}",
        counted(incident.events, "event"),
        counted(incident.reports, "report")
    );
    for figure in &incident.figures {
        let _ = writeln!(out, "  {}: {}", figure.attribute, visible(&figure.line()));
    }
    for (i, line) in account.lines.iter().enumerate() {
        let relation = match line.earlier {
            Some(n) => format!("{} {n}", line.relation),
            None => line.relation.clone(),
        };
        let _ = writeln!(
            out,
            "  {:>3}  {:<10}  {:<14}  {} = {}  {}{}  « {} »  ({}{})",
            i + 1,
            line.published.as_deref().unwrap_or("?"),
            relation,
            line.attribute,
            visible(&line.value),
            visible(&line.speaker),
            line.via.as_deref().map(|v| format!(" via {}", visible(v))).unwrap_or_default(),
            visible(&line.words),
            visible(&line.publisher.clone().unwrap_or_else(|| short(&line.report))),
            if line.copy { ", a copy" } else { "" }
        );
    }
    out.push('\n');
    out
}
