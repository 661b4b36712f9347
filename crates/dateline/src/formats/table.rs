//! A record as a table for people: a line of the report, then a line an event.

use super::escape::visible;
use crate::record::{EventRecord, ParticipantRecord, Record};
use unicode_width::UnicodeWidthStr;

/// Widest cell, in columns of a terminal; longer ones are cut with "…".
const WIDEST: usize = 44;

/// A record as text under the name a person knows it by: a head line (name, date, language, number of events), then one aligned line an event:
/// status, type and code, who → whom, when, who says so, the words.
#[must_use]
pub fn table(name: &str, record: &Record) -> String {
    let date = match &record.published.value {
        Some(value) => format!("{value} ({})", name_of(&record.published.evidence)),
        None => "date unknown".to_owned(),
    };
    let language = record.language.as_deref().unwrap_or("language unknown");
    let count = record.events.len();
    let noun = if count == 1 { "event" } else { "events" };
    let head = format!("{}  {date}  {language}  {count} {noun}", visible(name));
    let rows: Vec<[String; 7]> = record.events.iter().map(|e| row(record, e)).collect();
    let mut widths = [0; 7];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let mut out = head;
    out.push('\n');
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str("  ");
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width()));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn row(record: &Record, event: &EventRecord) -> [String; 7] {
    let name = |id: &str| {
        record.entities.iter().find(|e| e.id == id).map_or_else(|| id.to_owned(), |e| e.name.clone())
    };
    let side = |who: &[ParticipantRecord]| match who {
        [] => "–".to_owned(),
        _ => {
            let one = |p: &ParticipantRecord| match &p.code {
                Some(code) => format!("{} [{code}]", name(&p.entity)),
                None => name(&p.entity),
            };
            who.iter().map(one).collect::<Vec<_>>().join(", ")
        }
    };
    let code = event.cameo.as_deref().unwrap_or("");
    let kind = match (&event.kind, &event.mode) {
        (Some(kind), Some(mode)) => format!("{kind}/{mode} {code}"),
        (Some(kind), None) => format!("{kind} {code}"),
        _ => code.to_owned(),
    };
    let arrow = if event.symmetric { "↔" } else { "→" };
    let says: Vec<String> = (event.attribution.iter())
        .filter(|a| a.source != "NARRATOR")
        .map(|a| match &a.via {
            Some(via) => format!("{} via {}", name(&a.source), name(via)),
            None => name(&a.source),
        })
        .collect();
    let says = if says.is_empty() { String::new() } else { format!("says {}", says.join(", told by ")) };
    let words: Vec<&str> = event.trigger.iter().map(|t| t.text.as_str()).collect();
    [
        event.status.clone(),
        kind,
        cut(&side(&event.actors)),
        format!("{arrow} {}", cut(&side(&event.recipients))),
        event.date.edtf.clone().unwrap_or_else(|| "–".to_owned()),
        cut(&says),
        format!("“{}”", cut(&words.join(" … "))),
    ]
}

fn name_of(evidence: &crate::record::Evidence) -> String {
    serde_json::to_value(evidence).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The text, made visible and cut to [`WIDEST`] columns.
fn cut(text: &str) -> String {
    let text = visible(text);
    if text.width() <= WIDEST {
        return text.into_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        out.push(c);
        if out.width() >= WIDEST - 1 {
            break;
        }
    }
    out.push('…');
    out
}
