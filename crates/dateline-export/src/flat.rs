//! The row of an event in CSV and Parquet: the same columns in both.

use crate::text::clean;
use crate::who::entity;
use dateline_record::{EventRecord, ParticipantRecord, Record};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Integer,
    Real,
    Boolean,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Null,
    Text(String),
    Integer(i64),
    Real(f64),
    Boolean(bool),
}

/// The columns, in order.
pub(crate) const COLUMNS: [(&str, Kind); 37] = [
    ("report", Kind::Text),
    ("published", Kind::Text),
    ("language", Kind::Text),
    ("publisher", Kind::Text),
    ("url", Kind::Text),
    ("event", Kind::Text),
    ("sentence", Kind::Integer),
    ("type", Kind::Text),
    ("mode", Kind::Text),
    ("contexts", Kind::Text),
    ("cameo", Kind::Text),
    ("quad_class", Kind::Integer),
    ("goldstein", Kind::Real),
    ("status", Kind::Text),
    ("tense", Kind::Text),
    ("background", Kind::Boolean),
    ("actor", Kind::Text),
    ("actor_code", Kind::Text),
    ("actor_text", Kind::Text),
    ("recipient", Kind::Text),
    ("recipient_code", Kind::Text),
    ("recipient_text", Kind::Text),
    ("symmetric", Kind::Boolean),
    ("date", Kind::Text),
    ("earliest", Kind::Text),
    ("latest", Kind::Text),
    ("place", Kind::Text),
    ("place_country", Kind::Text),
    ("lat", Kind::Real),
    ("lon", Kind::Real),
    ("source", Kind::Text),
    ("via", Kind::Text),
    ("trigger", Kind::Text),
    ("start", Kind::Integer),
    ("inner", Kind::Text),
    ("rule", Kind::Text),
    ("confidence", Kind::Real),
];

/// The cells of an event. Several actors or recipients are joined by "; ".
pub(crate) fn row(record: &Record, event: &EventRecord) -> Vec<Cell> {
    let text = |value: Option<&str>| value.map_or(Cell::Null, |v| Cell::Text(clean(v)));
    let real = |value: Option<f64>| value.map_or(Cell::Null, Cell::Real);
    let whole = |value: Option<i64>| value.map_or(Cell::Null, Cell::Integer);
    let name = |id: &str| entity(record, id).map_or_else(|| id.to_owned(), |e| e.name.clone());
    let names = |who: &[ParticipantRecord]| join(who.iter().map(|p| name(&p.entity)));
    let codes = |who: &[ParticipantRecord]| join(who.iter().map(|p| p.code.clone().unwrap_or_default()));
    let words = |who: &[ParticipantRecord]| {
        join(who.iter().map(|p| p.mention.as_ref().map_or("", |m| &m.text).to_owned()))
    };
    let place = event.place.as_deref().and_then(|id| entity(record, id));
    let geo = place.and_then(|p| p.place.as_ref());
    let country = geo.and_then(|p| p.country.as_deref()).or_else(|| place?.country.as_deref());
    let source = event.attribution.first();
    let trigger = join(event.trigger.iter().map(|t| t.text.clone()));
    vec![
        text(Some(&record.id)),
        text(record.published.value.as_deref()),
        text(record.language.as_deref()),
        text(record.publisher.as_deref()),
        text(record.url.as_deref()),
        text(Some(&event.id)),
        whole(Some(i64::from(event.sentence))),
        text(event.kind.as_deref()),
        text(event.mode.as_deref()),
        join(event.contexts.iter().cloned()),
        text(event.cameo.as_deref()),
        whole(event.quad_class.map(i64::from)),
        real(event.goldstein),
        text(Some(&event.status)),
        text(Some(&event.tense)),
        Cell::Boolean(event.background),
        names(&event.actors),
        codes(&event.actors),
        words(&event.actors),
        names(&event.recipients),
        codes(&event.recipients),
        words(&event.recipients),
        Cell::Boolean(event.symmetric),
        text(event.date.edtf.as_deref()),
        text(event.date.earliest.as_deref()),
        text(event.date.latest.as_deref()),
        text(place.map(|p| p.name.as_str())),
        text(country),
        real(geo.map(|p| p.lat)),
        real(geo.map(|p| p.lon)),
        text(source.map(|a| name(&a.source)).as_deref()),
        text(source.and_then(|a| a.via.as_deref()).map(name).as_deref()),
        trigger,
        whole(event.trigger.first().map(|t| i64::from(t.start))),
        text(event.inner.as_deref()),
        text(Some(&event.rule)),
        real(Some(event.confidence)),
    ]
}

fn join(parts: impl Iterator<Item = String>) -> Cell {
    let parts: Vec<String> = parts.map(|p| clean(&p)).collect();
    if parts.iter().all(String::is_empty) { Cell::Null } else { Cell::Text(parts.join("; ")) }
}

/// The header of CSV.
pub(crate) fn csv_header() -> String {
    let mut line = COLUMNS.iter().map(|(n, _)| *n).collect::<Vec<_>>().join(",");
    line.push('\n');
    line
}

/// A line of CSV. A text that a spreadsheet would take for a formula gets a leading apostrophe.
pub(crate) fn csv_line(cells: &[Cell]) -> String {
    let text = |cell: &Cell| match cell {
        Cell::Null => String::new(),
        Cell::Text(t) if t.starts_with(['=', '+', '-', '@']) => format!("'{t}"),
        Cell::Text(t) => t.clone(),
        Cell::Integer(n) => n.to_string(),
        Cell::Real(x) => x.to_string(),
        Cell::Boolean(b) => b.to_string(),
    };
    let quoted = cells.iter().map(text).map(|c| match c.contains([',', '"']) {
        true => format!("\"{}\"", c.replace('"', "\"\"")),
        false => c,
    });
    let mut line = quoted.collect::<Vec<_>>().join(",");
    line.push('\n');
    line
}
