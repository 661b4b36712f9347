//! Which event of a new coding is which of the old one: names last, and what changed is written down.

use dateline_record::{EventRecord, Record};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Whether two events, of the coding before and of the new one, are taken for the same.
type Fit<'a> = &'a dyn Fn(&EventRecord, &EventRecord) -> bool;

/// An event of the old coding: its number in the archive and what it said.
#[derive(Clone, Debug)]
pub(crate) struct Old<'a> {
    pub number: i64,
    pub event: &'a EventRecord,
}

/// Pairs each new event with an old one, best agreement first: the same trigger, type, mode and status; the same trigger
/// and type; the same trigger; an overlapping trigger with the same type; the same type in the same sentence. No old event
/// is used twice. Returns the old event's number for each new one.
pub(crate) fn pair(old: &[Old<'_>], new: &[EventRecord]) -> Vec<Option<i64>> {
    let mut numbers = vec![None; new.len()];
    let mut used = BTreeSet::new();
    let same_code =
        |a: &EventRecord, b: &EventRecord| a.kind == b.kind && (a.kind.is_some() || a.cameo == b.cameo);
    let start = |e: &EventRecord| e.trigger.first().map(|t| (t.start, t.end));
    let overlap = |a: &EventRecord, b: &EventRecord| match (start(a), start(b)) {
        (Some(a), Some(b)) => a.0 < b.1 && b.0 < a.1,
        _ => false,
    };
    let rounds: [Fit<'_>; 5] = [
        &|a, b| start(a) == start(b) && same_code(a, b) && a.mode == b.mode && a.status == b.status,
        &|a, b| start(a) == start(b) && same_code(a, b),
        &|a, b| start(a) == start(b),
        &|a, b| overlap(a, b) && same_code(a, b),
        &|a, b| a.sentence == b.sentence && same_code(a, b),
    ];
    for agrees in rounds {
        for (i, event) in new.iter().enumerate() {
            if numbers[i].is_some() {
                continue;
            }
            if let Some(one) = old.iter().find(|o| !used.contains(&o.number) && agrees(o.event, event)) {
                numbers[i] = Some(one.number);
                used.insert(one.number);
            }
        }
    }
    numbers
}

/// An event with what its ids stand for in place of the ids: two codings agree on an event when these are equal.
pub(crate) fn meaning(record: &Record, event: &EventRecord, numbers: &BTreeMap<&str, i64>) -> Value {
    let who = |id: &str| match record.entities.iter().find(|e| e.id == id) {
        Some(e) => {
            json!({"name": e.name, "kb": e.kb, "kind": e.kind, "country": e.country, "sector": e.sector, "code": e.code})
        }
        None => Value::from(id),
    };
    let side = |list: &[dateline_record::ParticipantRecord]| -> Vec<Value> {
        list.iter()
            .map(|p| json!({"entity": who(&p.entity), "mention": p.mention, "code": p.code, "rule": p.rule}))
            .collect()
    };
    let place = event.place.as_deref().and_then(|id| record.entities.iter().find(|e| e.id == id));
    let magnitude: Vec<Value> = (event.magnitude.iter())
        .filter_map(|id| record.quantities.iter().find(|q| q.id == *id))
        .map(|q| json!({"id": q.id, "kind": q.kind, "min": q.min, "max": q.max, "unit": q.unit, "span": q.span}))
        .collect();
    let attribution: Vec<Value> = (event.attribution.iter())
        .map(|a| json!({"source": who(&a.source), "via": a.via.as_deref().map(who), "cue": a.cue, "quote": a.quote}))
        .collect();
    json!({
        "sentence": event.sentence,
        "trigger": event.trigger,
        "type": event.kind,
        "mode": event.mode,
        "contexts": event.contexts,
        "cameo": event.cameo,
        "quad_class": event.quad_class,
        "goldstein": event.goldstein,
        "actors": side(&event.actors),
        "recipients": side(&event.recipients),
        "symmetric": event.symmetric,
        "status": event.status,
        "tense": event.tense,
        "background": event.background,
        "date": event.date,
        "place": place.map(|p| json!({"name": p.name, "kb": p.kb, "place": p.place, "country": p.country})),
        "magnitude": magnitude,
        "attribution": attribution,
        "inner": event.inner.as_deref().and_then(|id| numbers.get(id)),
        "rule": event.rule,
        "confidence": event.confidence,
    })
}
