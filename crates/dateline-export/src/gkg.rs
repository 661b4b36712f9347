//! The global knowledge graph of GDELT 2.1: 27 columns, one row a report.

use crate::geo::Geo;
use crate::text::{number, published, source_name, stamp, tabbed, without};
use crate::who::entity;
use dateline_record::{EntityRecord, QuantityRecord, Record};

/// Separators of the fields in a cell.
const SEPARATORS: [char; 4] = [';', ',', '#', '|'];

/// The row of a report.
pub(crate) fn row(record: &Record) -> String {
    let day = published(record);
    let story = number(&[&record.id, &record.content_id]);
    let people = |e: &&EntityRecord| e.kind == "person";
    let bodies = |e: &&EntityRecord| matches!(e.kind.as_str(), "organisation" | "armed_group" | "media");
    let places: Vec<(&EntityRecord, Geo)> =
        record.entities.iter().filter_map(|e| Geo::new(e).map(|g| (e, g))).collect();
    let located = join(places.iter().map(|(_, g)| block(Some(g), false)));
    let mut placed: Vec<(u32, String)> = Vec::new();
    for (e, g) in &places {
        placed.extend(e.mentions.iter().map(|m| (m.start, format!("{}#{}", block(Some(g), true), m.start))));
    }
    placed.sort();
    let all = offsets(record.entities.iter().filter(|e| e.mentions.iter().any(|m| m.form == "name")), true);
    tabbed(&[
        format!("{}-{story}", stamp(day.as_deref())),
        stamp(day.as_deref()),
        if record.url.is_some() { "1" } else { "2" }.to_owned(),
        source_name(record),
        record.url.clone().unwrap_or_else(|| record.id.clone()),
        join(record.quantities.iter().filter_map(|q| count(record, q))),
        join(
            record.quantities.iter().filter_map(|q| Some(format!("{}#{}", count(record, q)?, q.span.start))),
        ),
        String::new(),
        String::new(),
        located,
        join(placed.into_iter().map(|(_, text)| text)),
        join(record.entities.iter().filter(people).map(|e| plain(&e.name).to_lowercase())),
        offsets(record.entities.iter().filter(people), false),
        join(record.entities.iter().filter(bodies).map(|e| plain(&e.name).to_lowercase())),
        offsets(record.entities.iter().filter(bodies), false),
        String::new(),
        join(record.times.iter().filter_map(|t| date(t.value.as_deref()?, t.span.start))),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
        quotations(record),
        all,
        join(record.quantities.iter().filter_map(|q| amount(record, q))),
        String::new(),
        String::new(),
    ])
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(";")
}

fn plain(text: &str) -> String {
    without(text, &SEPARATORS)
}

/// "Name,Offset" of each mention in text order; of mentions by name alone if `names`.
fn offsets<'a>(entities: impl Iterator<Item = &'a EntityRecord>, names: bool) -> String {
    let mut all: Vec<(u32, String)> = Vec::new();
    for e in entities {
        let kept = e.mentions.iter().filter(|m| !names || m.form == "name");
        all.extend(kept.map(|m| (m.start, format!("{},{}", plain(&e.name), m.start))));
    }
    all.sort();
    join(all.into_iter().map(|(_, text)| text))
}

/// Type, name, country, division, (second-order division,) latitude, longitude and feature, joined by #.
fn block(place: Option<&Geo>, second: bool) -> String {
    let adm2 = if second { "#" } else { "" };
    match place {
        Some(g) => {
            format!("{}#{}#{}#{}{adm2}#{}#{}#", g.kind(), plain(&g.name), g.fips(), g.adm1(), g.lat, g.lon)
        }
        None => format!("0#####{adm2}#"),
    }
}

/// A count of people: type, number, object, place.
fn count(record: &Record, q: &QuantityRecord) -> Option<String> {
    let kind = match q.kind.as_str() {
        "killed" => "KILL",
        "injured" => "WOUND",
        "detained" => "ARREST",
        "infected" => "SICK",
        "displaced" => "AFFECT",
        _ => return None,
    };
    let value = if q.negated { 0.0 } else { q.min.or(q.max)? };
    let event = record.events.iter().find(|e| e.magnitude.contains(&q.id));
    let place = event.and_then(|e| Geo::of_event(record, e));
    Some(format!("{kind}#{value}#{}#{}", plain(&object(record, q)), block(place.as_ref(), false)))
}

/// What is counted: unit, else the entity.
fn object(record: &Record, q: &QuantityRecord) -> String {
    let of = q.of.as_deref().and_then(|id| entity(record, id)).map(|e| e.name.clone());
    q.unit.clone().or(of).unwrap_or_default()
}

fn amount(record: &Record, q: &QuantityRecord) -> Option<String> {
    let value = if q.negated { 0.0 } else { q.min.or(q.max)? };
    Some(format!("{value},{},{}", plain(&object(record, q)), q.span.start))
}

/// Resolution (3 day, 2 month, 1 year), month, day, year and offset of an EDTF value; none for other values.
fn date(value: &str, start: u32) -> Option<String> {
    let parts: Vec<&str> = value.split('-').collect();
    let figures = |p: &str, n: usize| p.len() == n && p.bytes().all(|b| b.is_ascii_digit());
    let number = |p: &str| p.parse::<u32>().ok();
    match parts.as_slice() {
        [y, m, d] if figures(y, 4) && figures(m, 2) && figures(d, 2) => {
            Some(format!("3#{}#{}#{}#{start}", number(m)?, number(d)?, number(y)?))
        }
        [y, m] if figures(y, 4) && figures(m, 2) => {
            Some(format!("2#{}#0#{}#{start}", number(m)?, number(y)?))
        }
        [y] if figures(y, 4) => Some(format!("1#0#0#{}#{start}", number(y)?)),
        _ => None,
    }
}

/// Offset, length, verb and words of each stretch of direct or mixed speech, joined by # as GDELT does.
fn quotations(record: &Record) -> String {
    let mut out = Vec::new();
    for quote in record.quotes.iter().filter(|q| q.kind != "indirect") {
        let verb = quote.cue.as_ref().map(|c| plain(&c.lemma)).unwrap_or_default();
        for span in &quote.content {
            let words = without(&span.text, &['|', '#']);
            out.push(format!("{}|{}|{verb}|{words}", span.start, span.end.saturating_sub(span.start)));
        }
    }
    out.join("#")
}
