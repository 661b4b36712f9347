//! The rows of one record: written once, and rewritten where a new coding differs.

use crate::body::fold;
use crate::counts::month;
use crate::error::Result;
use dateline_record::{AttributionRecord, EntityRecord, EventRecord, ParticipantRecord, Record};
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::BTreeMap;

/// Entities of a record by their ids.
pub(crate) type Entities<'a> = BTreeMap<&'a str, &'a EntityRecord>;

/// The entities of a record by their ids.
pub(crate) fn entities(record: &Record) -> Entities<'_> {
    record.entities.iter().map(|e| (e.id.as_str(), e)).collect()
}

/// The row of a producer; made when there is none.
pub(crate) fn producer(tx: &Transaction<'_>, record: &Record) -> Result<i64> {
    let json = serde_json::to_string(&record.producer).map_err(std::io::Error::from)?;
    let find = "SELECT producer FROM producer WHERE json = ?1";
    if let Some(row) = tx.prepare_cached(find)?.query_row([&json], |r| r.get(0)).optional()? {
        return Ok(row);
    }
    tx.prepare_cached("INSERT INTO producer (json) VALUES (?1)")?.execute([&json])?;
    Ok(tx.last_insert_rowid())
}

/// The row of an actor; made when there is none. `code` is the code in one event, where it differs from the entity's.
fn actor(tx: &Transaction<'_>, entity: &EntityRecord, code: Option<&str>) -> Result<i64> {
    let code = code.or(entity.code.as_deref());
    let find = "SELECT actor FROM actor WHERE name = ?1 AND ifnull(kb, '') = ?2 AND kind = ?3
                AND ifnull(country, '') = ?4 AND ifnull(sector, '') = ?5 AND ifnull(code, '') = ?6";
    let or = |t: &Option<String>| t.clone().unwrap_or_default();
    let known = tx
        .prepare_cached(find)?
        .query_row(
            params![
                entity.name,
                or(&entity.kb),
                entity.kind,
                or(&entity.country),
                or(&entity.sector),
                code.unwrap_or("")
            ],
            |r| r.get(0),
        )
        .optional()?;
    if let Some(row) = known {
        return Ok(row);
    }
    tx.prepare_cached(
        "INSERT INTO actor (name, folded, kb, kind, country, sector, code) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        entity.name,
        fold(&entity.name),
        entity.kb,
        entity.kind,
        entity.country,
        entity.sector,
        code
    ])?;
    Ok(tx.last_insert_rowid())
}

/// The row of the actor that an id of the record stands for.
fn named(tx: &Transaction<'_>, entities: &Entities<'_>, id: Option<&str>) -> Result<Option<i64>> {
    match id.and_then(|id| entities.get(id)) {
        Some(entity) => actor(tx, entity, None).map(Some),
        None => Ok(None),
    }
}

/// The row of a place; made when there is none.
fn place(tx: &Transaction<'_>, entity: &EntityRecord) -> Result<i64> {
    let geo = entity.place.as_ref();
    let geonames = geo.and_then(|g| g.geonames).and_then(|n| i64::try_from(n).ok());
    let country = geo.and_then(|g| g.country.clone()).or_else(|| entity.country.clone());
    let find = "SELECT place FROM place WHERE name = ?1 AND ifnull(kb, '') = ?2 AND ifnull(geonames, 0) = ?3
                AND ifnull(country, '') = ?4";
    let kb = entity.kb.clone().unwrap_or_default();
    let known = tx
        .prepare_cached(find)?
        .query_row(
            params![entity.name, kb, geonames.unwrap_or(0), country.clone().unwrap_or_default()],
            |r| r.get(0),
        )
        .optional()?;
    if let Some(row) = known {
        return Ok(row);
    }
    tx.prepare_cached(
        "INSERT INTO place (name, folded, kb, geonames, country, admin1, lat, lon, precision)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        entity.name,
        fold(&entity.name),
        entity.kb,
        geonames,
        country,
        geo.and_then(|g| g.admin1.clone()),
        geo.map(|g| g.lat),
        geo.map(|g| g.lon),
        geo.map(|g| g.precision.clone()),
    ])?;
    Ok(tx.last_insert_rowid())
}

/// Writes an event's row, or writes it anew, with all that hangs on it. Returns the row.
pub(crate) fn event(
    tx: &Transaction<'_>,
    report: i64,
    number: i64,
    event: &EventRecord,
    entities: &Entities<'_>,
    inner: Option<i64>,
) -> Result<i64> {
    let place = match event.place.as_deref().and_then(|id| entities.get(id)) {
        Some(entity) => Some(place(tx, entity)?),
        None => None,
    };
    let trigger = event.trigger.iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" … ");
    let (start, end) = event.trigger.first().map_or((0, 0), |t| (t.start, t.end));
    let row: i64 = tx
        .prepare_cached(
            "INSERT INTO event (report, number, record_id, sentence, type, mode, contexts, cameo, quad_class, goldstein,
               symmetric, status, tense, background, edtf, earliest, latest, basis, place, \"inner\", rule, confidence,
               start, \"end\", trigger, month)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
               ?23, ?24, ?25, ?26)
             ON CONFLICT (report, number) DO UPDATE SET record_id = excluded.record_id, sentence = excluded.sentence,
               type = excluded.type, mode = excluded.mode, contexts = excluded.contexts, cameo = excluded.cameo,
               quad_class = excluded.quad_class, goldstein = excluded.goldstein, symmetric = excluded.symmetric,
               status = excluded.status, tense = excluded.tense, background = excluded.background,
               edtf = excluded.edtf, earliest = excluded.earliest, latest = excluded.latest, basis = excluded.basis,
               place = excluded.place, \"inner\" = excluded.\"inner\", rule = excluded.rule,
               confidence = excluded.confidence, start = excluded.start, \"end\" = excluded.\"end\",
               trigger = excluded.trigger, month = excluded.month
             RETURNING event",
        )?
        .query_row(
            params![
                report,
                number,
                event.id,
                event.sentence,
                event.kind,
                event.mode,
                event.contexts.join("; "),
                event.cameo,
                event.quad_class,
                event.goldstein,
                event.symmetric,
                event.status,
                event.tense,
                event.background,
                event.date.edtf,
                event.date.earliest,
                event.date.latest,
                event.date.basis,
                place,
                inner,
                event.rule,
                event.confidence,
                start,
                end,
                trigger,
                month(event.date.earliest.clone(), event.date.latest.clone()),
            ],
            |r| r.get(0),
        )?;
    bare(tx, row)?;
    for (side, list) in [("actor", &event.actors), ("recipient", &event.recipients)] {
        for (position, one) in list.iter().enumerate() {
            participant(tx, row, side, position, one, event, entities)?;
        }
    }
    for (position, link) in event.attribution.iter().enumerate() {
        attribution(tx, row, position, link, entities)?;
    }
    for quantity in &event.magnitude {
        tx.prepare_cached("INSERT OR IGNORE INTO magnitude (event, quantity) VALUES (?1, ?2)")?
            .execute(params![row, quantity])?;
    }
    Ok(row)
}

/// Removes what hangs on an event's row.
fn bare(tx: &Transaction<'_>, row: i64) -> Result<()> {
    tx.prepare_cached("DELETE FROM participant WHERE event = ?1")?.execute([row])?;
    tx.prepare_cached("DELETE FROM attribution WHERE event = ?1")?.execute([row])?;
    tx.prepare_cached("DELETE FROM magnitude WHERE event = ?1")?.execute([row])?;
    Ok(())
}

/// Removes an event.
pub(crate) fn remove_event(tx: &Transaction<'_>, row: i64) -> Result<()> {
    bare(tx, row)?;
    tx.prepare_cached("DELETE FROM event WHERE event = ?1")?.execute([row])?;
    Ok(())
}

fn participant(
    tx: &Transaction<'_>,
    row: i64,
    side: &str,
    position: usize,
    one: &ParticipantRecord,
    event: &EventRecord,
    entities: &Entities<'_>,
) -> Result<()> {
    let Some(entity) = entities.get(one.entity.as_str()) else { return Ok(()) };
    let who = actor(tx, entity, one.code.as_deref())?;
    let day = |d: &Option<String>| d.clone().unwrap_or_default();
    tx.prepare_cached(
        "INSERT INTO participant (actor, side, earliest, latest, event, position, start, \"end\", mention, rule)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        who,
        side,
        day(&event.date.earliest),
        day(&event.date.latest),
        row,
        position as i64,
        one.mention.as_ref().map(|m| m.start),
        one.mention.as_ref().map(|m| m.end),
        one.mention.as_ref().map(|m| m.text.clone()),
        one.rule,
    ])?;
    Ok(())
}

fn attribution(
    tx: &Transaction<'_>,
    row: i64,
    position: usize,
    link: &AttributionRecord,
    entities: &Entities<'_>,
) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO attribution (event, position, source, speaker, via, start, \"end\", cue, quote)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        row,
        position as i64,
        entities.get(link.source.as_str()).map_or(link.source.as_str(), |e| e.name.as_str()),
        named(tx, entities, Some(&link.source))?,
        named(tx, entities, link.via.as_deref())?,
        link.cue.as_ref().map(|c| c.start),
        link.cue.as_ref().map(|c| c.end),
        link.cue.as_ref().map(|c| c.text.clone()),
        link.quote,
    ])?;
    Ok(())
}

/// Writes a report's quantities, quotes and claims, in place of those it has. `rows` are the rows of its events by their
/// ids in the record.
pub(crate) fn details(
    tx: &Transaction<'_>,
    report: i64,
    record: &Record,
    rows: &BTreeMap<&str, i64>,
) -> Result<()> {
    for table in ["quantity", "quote", "claim"] {
        tx.prepare_cached(&format!("DELETE FROM {table} WHERE report = ?1"))?.execute([report])?;
    }
    let entities = entities(record);
    for q in &record.quantities {
        tx.prepare_cached("INSERT INTO quantity VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?
            .execute(params![
                report,
                q.id,
                q.kind,
                q.min,
                q.max,
                q.unit,
                q.modifier,
                q.negated,
                q.span.start,
                q.span.end,
                q.span.text
            ])?;
    }
    for q in &record.quotes {
        let text = q.content.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join(" … ");
        let start = q.content.first().map_or(0, |c| c.start);
        let end = q.content.last().map_or(0, |c| c.end);
        tx.prepare_cached("INSERT INTO quote VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?
            .execute(params![
                report,
                q.id,
                q.kind,
                named(tx, &entities, q.speaker.as_deref())?,
                named(tx, &entities, q.addressee.as_deref())?,
                named(tx, &entities, q.via.as_ref().and_then(|v| v.entity.as_deref()))?,
                q.cue.as_ref().map(|c| c.lemma.clone()),
                start,
                end,
                text,
                q.confidence,
            ])?;
    }
    for c in &record.claims {
        let quantity = c.quantity.as_ref().and_then(|id| record.quantities.iter().find(|q| q.id == *id));
        tx.prepare_cached(
            "INSERT INTO claim VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?
        .execute(params![
            report,
            c.id,
            c.about.event.as_deref().and_then(|e| rows.get(e)),
            c.about.attribute,
            entities.get(c.holder.as_str()).map_or(c.holder.as_str(), |e| e.name.as_str()),
            named(tx, &entities, Some(&c.holder))?,
            c.value,
            quantity.and_then(|q| q.min),
            quantity.and_then(|q| q.max),
            c.stated.earliest,
            c.stated.latest,
            c.span.start,
            c.span.end,
            c.span.text,
            c.relation.as_ref().map(|r| r.kind.clone()),
            c.relation.as_ref().map(|r| r.claim.clone()),
        ])?;
    }
    Ok(())
}
