//! Keeping one record: all of it when the report is new, what differs when it is kept already.

use crate::archive::{Added, Entry};
use crate::body::{Origin, pack, unpack};
use crate::db::values;
use crate::error::Result;
use crate::recode::{Old, meaning, pair};
use crate::writing::Writing;
use crate::{copies, counts, incidents, write};
use dateline_record::Record;
use std::collections::BTreeMap;

/// Keeps a record.
pub(crate) fn put(to: &mut Writing<'_>, entry: &Entry) -> Result<Added> {
    let origin = Origin::of_record(&entry.record);
    let find = "SELECT r.report, r.key, r.body, p.json, r.producer, r.next_event
                FROM report r JOIN producer p ON p.producer = r.producer WHERE r.key = ?1";
    let known: Option<(Kept, String, Vec<u8>, String)> = to.db.first(find, values![&origin.key], |r| {
        let kept = Kept { report: r.get(0)?, old_producer: r.get(4)?, next: r.get(5)? };
        Ok((kept, r.get(1)?, r.get(2)?, r.get(3)?))
    })?;
    match known {
        None => insert(to, entry, &origin),
        Some((kept, key, body, producer)) => {
            let old = unpack(&key, &body, &producer)?;
            update(to, entry, &origin, &old, &kept)
        }
    }
}

/// Where a kept report stands.
struct Kept {
    report: i64,
    old_producer: i64,
    next: i64,
}

fn evidence(record: &Record) -> Result<String> {
    let name = serde_json::to_value(record.published.evidence).map_err(std::io::Error::from)?;
    Ok(name.as_str().unwrap_or("unknown").to_owned())
}

fn insert(to: &mut Writing<'_>, entry: &Entry, origin: &Origin) -> Result<Added> {
    let record = &entry.record;
    let producer = write::producer(to, record)?;
    let report: i64 = to.db.one(
        "INSERT INTO report (key, id, content_id, url, publisher, title, language, published, earliest, latest, evidence,
           producer, input, remarks, next_event, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) RETURNING report",
        values![
            &origin.key,
            &record.id,
            &record.content_id,
            &record.url,
            &record.publisher,
            &record.title,
            &record.language,
            &record.published.value,
            &record.published.earliest,
            &record.published.latest,
            evidence(record)?,
            producer,
            &origin.input,
            entry.remarks as i64,
            record.events.len() as i64 + 1,
            pack(record)?,
        ],
        |r| r.get(0),
    )?;
    to.is_new(report);
    to.db.enter_text(report, record.title.as_deref(), &record.text)?;
    let entities = write::entities(record);
    let numbers: BTreeMap<&str, i64> = record.events.iter().map(|e| e.id.as_str()).zip(1..).collect();
    let mut rows = BTreeMap::new();
    for (event, number) in record.events.iter().zip(1..) {
        let inner = event.inner.as_deref().and_then(|id| numbers.get(id)).copied();
        rows.insert(event.id.as_str(), write::event(to, report, number, event, &entities, inner, true)?);
    }
    write::details(to, report, record, &rows, true)?;
    copies::enter(to, report, &record.text)?;
    Ok(Added { added: 1, ..Added::default() })
}

fn update(to: &mut Writing<'_>, entry: &Entry, origin: &Origin, old: &Record, kept: &Kept) -> Result<Added> {
    let new = &entry.record;
    if old == new {
        return Ok(Added { same: 1, ..Added::default() });
    }
    let report = kept.report;
    let producer = write::producer(to, new)?;
    to.db.execute(
        "UPDATE report SET title = ?2, language = ?3, published = ?4, earliest = ?5, latest = ?6, evidence = ?7,
           producer = ?8, input = ?9, remarks = ?10 WHERE report = ?1",
        values![
            report,
            &new.title,
            &new.language,
            &new.published.value,
            &new.published.earliest,
            &new.published.latest,
            evidence(new)?,
            producer,
            &origin.input,
            entry.remarks as i64,
        ],
    )?;
    let changed = Added { changed: 1, ..Added::default() };
    let before = Record { producer: new.producer.clone(), ..old.clone() };
    if before == *new {
        return Ok(changed);
    }
    to.db.execute("UPDATE report SET body = ?2 WHERE report = ?1", values![report, pack(new)?])?;
    if old.title != new.title {
        to.db.enter_text(report, new.title.as_deref(), &new.text)?;
    }
    to.open(report)?;
    let revised = events(to, kept, producer, old, new)?;
    copies::settle_report(to, report)?;
    counts::settle(to.db, report)?;
    Ok(Added { revised_events: revised, ..changed })
}

/// Writes the events that differ, and the revision log. Returns how many did.
fn events(to: &mut Writing<'_>, kept: &Kept, producer: i64, old: &Record, new: &Record) -> Result<usize> {
    let report = kept.report;
    let find = "SELECT record_id, number, event FROM event WHERE report = ?1";
    let stored: Vec<(String, (i64, i64))> =
        to.db.all(find, values![report], |r| Ok((r.get(0)?, (r.get(1)?, r.get(2)?))))?;
    let stored: BTreeMap<String, (i64, i64)> = stored.into_iter().collect();
    let old_events: Vec<Old<'_>> = (old.events.iter())
        .filter_map(|event| stored.get(&event.id).map(|(number, _)| Old { number: *number, event }))
        .collect();
    let pairs = pair(&old_events, &new.events);
    let mut next = kept.next;
    let mut numbers: BTreeMap<&str, i64> = BTreeMap::new();
    for (event, number) in new.events.iter().zip(&pairs) {
        let number = number.unwrap_or_else(|| {
            next += 1;
            next - 1
        });
        numbers.insert(event.id.as_str(), number);
    }
    let old_numbers: BTreeMap<&str, i64> =
        old_events.iter().map(|o| (o.event.id.as_str(), o.number)).collect();
    let by_number: BTreeMap<i64, &Old<'_>> = old_events.iter().map(|o| (o.number, o)).collect();
    let rows_by_number: BTreeMap<i64, i64> = stored.values().copied().collect();
    let db = to.db;
    let log = |number: i64, action: &str, before: Option<String>, after: Option<String>| {
        db.execute(
            "INSERT INTO revision (report, number, action, old_producer, new_producer, before, after)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            values![report, number, action, kept.old_producer, producer, before, after],
        )
    };
    let mut revised = 0;
    // Claims point at events: they go first, and are written again below.
    db.execute("DELETE FROM claim WHERE report = ?1", values![report])?;
    for old_event in &old_events {
        if !pairs.contains(&Some(old_event.number)) {
            let before = meaning(old, old_event.event, &old_numbers).to_string();
            log(old_event.number, "withdrawn", Some(before), None)?;
            if let Some(row) = rows_by_number.get(&old_event.number) {
                incidents::forget(db, *row)?;
                write::remove_event(db, *row)?;
            }
            revised += 1;
        }
    }
    let entities = write::entities(new);
    let mut rows = BTreeMap::new();
    for event in &new.events {
        let Some(&number) = numbers.get(event.id.as_str()) else { continue };
        let after = meaning(new, event, &numbers);
        let inner = event.inner.as_deref().and_then(|id| numbers.get(id)).copied();
        let row = match by_number.get(&number) {
            None => {
                log(number, "added", None, Some(after.to_string()))?;
                revised += 1;
                write::event(to, report, number, event, &entities, inner, false)?
            }
            Some(o) => {
                let before = meaning(old, o.event, &old_numbers);
                if before != after {
                    log(number, "changed", Some(before.to_string()), Some(after.to_string()))?;
                    revised += 1;
                    write::event(to, report, number, event, &entities, inner, false)?
                } else {
                    let row = rows_by_number.get(&number).copied().unwrap_or_default();
                    if o.event.id != event.id {
                        db.execute(
                            "UPDATE event SET record_id = ?2 WHERE event = ?1",
                            values![row, &event.id],
                        )?;
                    }
                    row
                }
            }
        };
        rows.insert(event.id.as_str(), row);
    }
    db.execute("UPDATE report SET next_event = ?2 WHERE report = ?1", values![report, next])?;
    write::details(to, report, new, &rows, false)?;
    Ok(revised)
}
