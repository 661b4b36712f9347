//! PLOVER: one JSON object an event, one a line.

use crate::tables;
use crate::text::{day, event_day};
use crate::who::{code, entity};
use dateline_record::{EventRecord, ParticipantRecord, Record};
use serde_json::{Map, Value, json};

/// A line; none for an event without a PLOVER type.
pub(crate) fn line(record: &Record, event: &EventRecord) -> Option<String> {
    let kind = event.kind.as_deref()?;
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| {
        if !value.is_null() && value.as_array().is_none_or(|a| !a.is_empty()) {
            out.insert(name.to_owned(), value);
        }
    };
    put("id", json!(format!("{}:{}", record.id, event.id)));
    put("date", json!(event_day(record, event)));
    let end =
        day(event.date.latest.as_deref()).and_then(|d| d.parse::<jiff::civil::Date>().ok()?.yesterday().ok());
    let end = end.map(|d| d.to_string()).filter(|d| Some(d) != event_day(record, event).as_ref());
    put("enddate", json!(end));
    put("actor", side(record, &event.actors));
    put("recipient", side(record, &event.recipients));
    put("event", json!(kind));
    put("mode", json!(event.mode));
    put("context", json!(event.contexts));
    put("quad_code", json!(event.quad_class));
    put("event_scale", json!(tables::score(kind, event.mode.as_deref()).and_then(|s| s.parse::<f64>().ok())));
    put("event_loc", place(record, event));
    let words: Vec<&str> = event.trigger.iter().map(|t| t.text.as_str()).collect();
    put("event_text", json!(Some(words.join(" ")).filter(|w| !w.is_empty())));
    for (name, kind) in [("dead", "killed"), ("injured", "injured"), ("arrested", "detained")] {
        let found = record.quantities.iter().find(|q| q.kind == kind && event.magnitude.contains(&q.id));
        put(name, json!(found.and_then(|q| q.min.or(q.max))));
    }
    let sentence = usize::try_from(event.sentence).ok().and_then(|n| record.sentences.get(n));
    put("text", json!(sentence.map(|s| s.text.clone())));
    if let Some(s) = sentence {
        let info = json!({"sequence": event.sentence.saturating_add(1), "start": s.start, "end": s.end});
        put("text_info", info);
    }
    let mut cite = Map::new();
    let known = [
        ("url", record.url.clone()),
        ("title", record.title.clone()),
        ("language", record.language.clone()),
        ("publication", record.publisher.clone()),
        ("coder", Some("dateline".to_owned())),
        ("codebook", Some("PLOVER".to_owned())),
        ("version", Some(env!("CARGO_PKG_VERSION").to_owned())),
    ];
    for (name, value) in known {
        if let Some(value) = value {
            cite.insert(name.to_owned(), json!(value));
        }
    }
    put("cite_info", Value::Object(cite));
    put("coder", json!(format!("dateline {}", env!("CARGO_PKG_VERSION"))));
    Some(format!("{}\n", Value::Object(out)))
}

/// A side: always a list, for both sides may hold several.
fn side(record: &Record, who: &[ParticipantRecord]) -> Value {
    let one = |p: &ParticipantRecord| {
        let e = entity(record, &p.entity);
        let code = Some(code(p, e)).filter(|c| !c.is_empty());
        let mut out = Map::new();
        let known = [
            ("code", code),
            ("sector", e.and_then(|e| e.sector.clone())),
            ("entity_text", p.mention.as_ref().map(|m| m.text.clone())),
            ("identifier_id", e.and_then(|e| e.kb.clone()).filter(|k| is_wikidata(k))),
            ("identifier_text", e.map(|e| e.name.clone())),
            ("office", e.and_then(|e| e.title.clone())),
        ];
        for (name, value) in known {
            if let Some(value) = value {
                out.insert(name.to_owned(), json!(value));
            }
        }
        Value::Object(out)
    };
    Value::Array(who.iter().map(one).collect())
}

fn is_wikidata(id: &str) -> bool {
    id.strip_prefix('Q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

fn place(record: &Record, event: &EventRecord) -> Value {
    let Some(e) = event.place.as_deref().and_then(|id| entity(record, id)) else { return Value::Null };
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| {
        if !value.is_null() {
            out.insert(name.to_owned(), value);
        }
    };
    put("extracted_place", json!(e.mentions.first().map(|m| m.text.clone())));
    put("resolved_place", json!(e.name));
    if let Some(p) = &e.place {
        put("geonameid", json!(p.geonames));
        put("lat", json!(p.lat));
        put("lon", json!(p.lon));
        put("province", json!(p.admin1));
        put("country", json!(p.country.as_deref().and_then(tables::country).map(|c| c.1)));
        put("country_code", json!(p.country));
        put("feature_code", json!(p.feature));
        let resolution = match p.precision.as_str() {
            "country" => Some(1),
            "admin1" => Some(2),
            "city" => Some(4),
            "site" => Some(5),
            _ => None,
        };
        put("resolution", json!(resolution));
    }
    Value::Object(out)
}
