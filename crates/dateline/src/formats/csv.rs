//! Records as comma-separated values: one row an event.

use super::escape::visible;
use crate::record::{EventRecord, ParticipantRecord, Record};

/// The columns, in order.
const COLUMNS: [&str; 37] = [
    "report",
    "published",
    "language",
    "publisher",
    "url",
    "event",
    "sentence",
    "type",
    "mode",
    "contexts",
    "cameo",
    "quad_class",
    "goldstein",
    "status",
    "tense",
    "background",
    "actor",
    "actor_code",
    "actor_text",
    "recipient",
    "recipient_code",
    "recipient_text",
    "symmetric",
    "date",
    "earliest",
    "latest",
    "place",
    "place_country",
    "lat",
    "lon",
    "source",
    "via",
    "trigger",
    "start",
    "rule",
    "confidence",
    "input",
];

/// The header line, with its line end.
#[must_use]
pub fn csv_header() -> String {
    line(COLUMNS.iter().map(|c| (*c).to_owned()))
}

/// One line for each event of a record that was read from `input`, a file or a place in it. Several actors or recipients are joined by "; ". Control characters are made
/// visible, and a text that a spreadsheet would take for a formula gets a leading apostrophe.
#[must_use]
pub fn csv_rows(input: &str, record: &Record) -> String {
    record.events.iter().map(|event| line(row(input, record, event))).collect()
}

fn row(input: &str, record: &Record, event: &EventRecord) -> impl Iterator<Item = String> {
    let name = |id: &str| {
        record.entities.iter().find(|e| e.id == id).map_or_else(|| id.to_owned(), |e| e.name.clone())
    };
    let names = |who: &[ParticipantRecord]| join(who.iter().map(|p| name(&p.entity)));
    let codes = |who: &[ParticipantRecord]| join(who.iter().map(|p| p.code.clone().unwrap_or_default()));
    let words = |who: &[ParticipantRecord]| {
        join(who.iter().map(|p| p.mention.as_ref().map_or("", |m| &m.text).to_owned()))
    };
    let place = event.place.as_ref().and_then(|id| record.entities.iter().find(|e| e.id == *id));
    let geo = place.and_then(|p| p.place.as_ref());
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let figure = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
    let source = event.attribution.first();
    [
        guarded(&record.id),
        text(&record.published.value),
        guarded(&text(&record.language)),
        guarded(&text(&record.publisher)),
        guarded(&text(&record.url)),
        event.id.clone(),
        event.sentence.to_string(),
        text(&event.kind),
        text(&event.mode),
        event.contexts.join("; "),
        text(&event.cameo),
        event.quad_class.map(|q| q.to_string()).unwrap_or_default(),
        figure(event.goldstein),
        event.status.clone(),
        event.tense.clone(),
        event.background.to_string(),
        guarded(&names(&event.actors)),
        codes(&event.actors),
        guarded(&words(&event.actors)),
        guarded(&names(&event.recipients)),
        codes(&event.recipients),
        guarded(&words(&event.recipients)),
        event.symmetric.to_string(),
        text(&event.date.edtf),
        text(&event.date.earliest),
        text(&event.date.latest),
        guarded(&place.map(|p| p.name.clone()).unwrap_or_default()),
        geo.and_then(|p| p.country.clone()).or_else(|| place?.country.clone()).unwrap_or_default(),
        figure(geo.map(|p| p.lat)),
        figure(geo.map(|p| p.lon)),
        guarded(&source.map(|a| name(&a.source)).unwrap_or_default()),
        guarded(&source.and_then(|a| a.via.as_deref()).map(name).unwrap_or_default()),
        guarded(&join(event.trigger.iter().map(|t| t.text.clone()))),
        event.trigger.first().map(|t| t.start.to_string()).unwrap_or_default(),
        event.rule.clone(),
        event.confidence.to_string(),
        guarded(input),
    ]
    .into_iter()
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}

/// A text that comes from outside, made harmless for terminals and spreadsheets.
fn guarded(text: &str) -> String {
    let text = visible(text);
    match text.starts_with(['=', '+', '-', '@']) {
        true => format!("'{text}"),
        false => text.into_owned(),
    }
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let quoted = cells.map(|c| match c.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", c.replace('"', "\"\"")),
        false => c,
    });
    let mut line = quoted.collect::<Vec<_>>().join(",");
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_guarded() {
        let cells = ["a,b", "say \"x\"", "plain"].map(str::to_owned);
        assert_eq!(line(cells.into_iter()), "\"a,b\",\"say \"\"x\"\"\",plain\n");
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("\u{1b}[2J"), "\\u{1b}[2J");
        assert_eq!(csv_header().split(',').count(), COLUMNS.len());
    }
}
