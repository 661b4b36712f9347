//! The rows of one record: written once, and rewritten where a new coding differs.

use crate::body::fold;
use crate::counts::month;
use crate::db::{Database, Value, values};
use crate::error::Result;
use crate::writing::Writing;
use dateline_record::{EntityRecord, EventRecord, ParticipantRecord, Record};
use std::collections::BTreeMap;

/// Entities of a record by their ids.
pub(crate) type Entities<'a> = BTreeMap<&'a str, &'a EntityRecord>;

/// The entities of a record by their ids.
pub(crate) fn entities(record: &Record) -> Entities<'_> {
    record.entities.iter().map(|e| (e.id.as_str(), e)).collect()
}

/// The row of a producer; made when there is none.
pub(crate) fn producer(to: &mut Writing<'_>, record: &Record) -> Result<i64> {
    let json = serde_json::to_string(&record.producer).map_err(std::io::Error::from)?;
    if let Some(row) = to.producers.get(&json) {
        return Ok(*row);
    }
    let known = to.db.first("SELECT producer FROM producer WHERE json = ?1", values![&json], |r| r.get(0))?;
    let row = match known {
        Some(row) => row,
        None => {
            to.db.one("INSERT INTO producer (json) VALUES (?1) RETURNING producer", values![&json], |r| {
                r.get(0)
            })?
        }
    };
    to.producers.insert(json, row);
    Ok(row)
}

/// The row of an actor; made when there is none. `code` is the code in one event, where it differs from the entity's.
fn actor(to: &mut Writing<'_>, entity: &EntityRecord, code: Option<&str>) -> Result<i64> {
    let code = code.or(entity.code.as_deref());
    let whole = vec![
        Some(entity.name.clone()),
        entity.kb.clone(),
        Some(entity.kind.clone()),
        entity.country.clone(),
        entity.sector.clone(),
        code.map(str::to_owned),
    ];
    if let Some(row) = to.actors.get(&whole) {
        return Ok(*row);
    }
    let or = |t: &Option<String>| t.clone().unwrap_or_default();
    let known = to.db.first(
        "SELECT actor FROM actor WHERE name = ?1 AND ifnull(kb, '') = ?2 AND kind = ?3
         AND ifnull(country, '') = ?4 AND ifnull(sector, '') = ?5 AND ifnull(code, '') = ?6",
        values![
            &entity.name,
            or(&entity.kb),
            &entity.kind,
            or(&entity.country),
            or(&entity.sector),
            code.unwrap_or("")
        ],
        |r| r.get(0),
    )?;
    let row = match known {
        Some(row) => row,
        None => to.db.one(
            "INSERT INTO actor (name, folded, kb, kind, country, sector, code) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             RETURNING actor",
            values![
                &entity.name,
                fold(&entity.name),
                &entity.kb,
                &entity.kind,
                &entity.country,
                &entity.sector,
                code
            ],
            |r| r.get(0),
        )?,
    };
    to.actors.insert(whole, row);
    Ok(row)
}

/// The row of the actor that an id of the record stands for.
fn named(to: &mut Writing<'_>, entities: &Entities<'_>, id: Option<&str>) -> Result<Option<i64>> {
    match id.and_then(|id| entities.get(id)) {
        Some(entity) => actor(to, entity, None).map(Some),
        None => Ok(None),
    }
}

/// The row of a place; made when there is none.
fn place(to: &mut Writing<'_>, entity: &EntityRecord) -> Result<i64> {
    let geo = entity.place.as_ref();
    let geonames = geo.and_then(|g| g.geonames).and_then(|n| i64::try_from(n).ok());
    let country = geo.and_then(|g| g.country.clone()).or_else(|| entity.country.clone());
    let whole =
        vec![Some(entity.name.clone()), entity.kb.clone(), geonames.map(|n| n.to_string()), country.clone()];
    if let Some(row) = to.places.get(&whole) {
        return Ok(*row);
    }
    let known = to.db.first(
        "SELECT place FROM place WHERE name = ?1 AND ifnull(kb, '') = ?2 AND ifnull(geonames, 0) = ?3
         AND ifnull(country, '') = ?4",
        values![
            &entity.name,
            entity.kb.clone().unwrap_or_default(),
            geonames.unwrap_or(0),
            country.clone().unwrap_or_default()
        ],
        |r| r.get(0),
    )?;
    let row = match known {
        Some(row) => row,
        None => to.db.one(
            "INSERT INTO place (name, folded, kb, geonames, country, admin1, lat, lon, precision)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING place",
            values![
                &entity.name,
                fold(&entity.name),
                &entity.kb,
                geonames,
                country,
                geo.and_then(|g| g.admin1.as_deref()),
                geo.map(|g| g.lat),
                geo.map(|g| g.lon),
                geo.map(|g| g.precision.as_str()),
            ],
            |r| r.get(0),
        )?,
    };
    to.places.insert(whole, row);
    Ok(row)
}

/// Columns of an event that a new coding may change, in the order of [`event`].
const COLUMNS: [&str; 23] = [
    "record_id",
    "sentence",
    "type",
    "mode",
    "contexts",
    "cameo",
    "quad_class",
    "goldstein",
    "\"symmetric\"",
    "status",
    "tense",
    "background",
    "edtf",
    "earliest",
    "latest",
    "basis",
    "place",
    "\"inner\"",
    "rule",
    "confidence",
    "start",
    "\"end\"",
    "trigger",
];

/// Writes an event's row, or writes it anew, with all that hangs on it. Returns the row.
pub(crate) fn event(
    to: &mut Writing<'_>,
    report: i64,
    number: i64,
    event: &EventRecord,
    entities: &Entities<'_>,
    inner: Option<i64>,
    is_new: bool,
) -> Result<i64> {
    let place = match event.place.as_deref().and_then(|id| entities.get(id)) {
        Some(entity) => Some(place(to, entity)?),
        None => None,
    };
    let trigger = event.trigger.iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" … ");
    let (start, end) = event.trigger.first().map_or((0, 0), |t| (t.start, t.end));
    let marks: Vec<String> = (1..=COLUMNS.len() + 3).map(|n| format!("?{n}")).collect();
    let anew: Vec<String> = COLUMNS.iter().map(|c| format!("{c} = excluded.{c}")).collect();
    let row: i64 = to.db.one(
        &format!(
            "INSERT INTO event (report, number, {}, month) VALUES ({})
             ON CONFLICT (report, number) DO UPDATE SET {}, month = excluded.month RETURNING event",
            COLUMNS.join(", "),
            marks.join(", "),
            anew.join(", ")
        ),
        values![
            report,
            number,
            &event.id,
            event.sentence,
            &event.kind,
            &event.mode,
            event.contexts.join("; "),
            &event.cameo,
            event.quad_class,
            event.goldstein,
            event.symmetric,
            &event.status,
            &event.tense,
            event.background,
            &event.date.edtf,
            &event.date.earliest,
            &event.date.latest,
            &event.date.basis,
            place,
            inner,
            &event.rule,
            event.confidence,
            start,
            end,
            trigger,
            month(event.date.earliest.clone(), event.date.latest.clone()),
        ],
        |r| r.get(0),
    )?;
    if !is_new {
        bare(to.db, row)?;
    }
    participants(to, row, event, entities)?;
    attributions(to, row, event, entities)?;
    let quantities: Vec<Value<'_>> =
        event.magnitude.iter().flat_map(|q| [Value::from(row), Value::from(q)]).collect();
    to.db.insert("INSERT INTO magnitude (event, quantity)", 2, &quantities, "ON CONFLICT DO NOTHING")?;
    Ok(row)
}

/// Removes what hangs on an event's row.
fn bare(db: &dyn Database, row: i64) -> Result<()> {
    for table in ["participant", "attribution", "magnitude"] {
        db.execute(&format!("DELETE FROM {table} WHERE event = ?1"), values![row])?;
    }
    Ok(())
}

/// Removes an event.
pub(crate) fn remove_event(db: &dyn Database, row: i64) -> Result<()> {
    bare(db, row)?;
    db.execute("DELETE FROM event WHERE event = ?1", values![row]).map(drop)
}

fn participants(to: &mut Writing<'_>, row: i64, event: &EventRecord, entities: &Entities<'_>) -> Result<()> {
    let sides: [(&str, &[ParticipantRecord]); 2] =
        [("actor", &event.actors), ("recipient", &event.recipients)];
    let mut all: Vec<Value<'_>> = Vec::new();
    for (side, list) in sides {
        for (position, one) in (0_i64..).zip(list) {
            let Some(entity) = entities.get(one.entity.as_str()) else { continue };
            let who = actor(to, entity, one.code.as_deref())?;
            let mention = one.mention.as_ref();
            all.extend([
                Value::from(who),
                Value::from(side),
                Value::from(event.date.earliest.as_deref().unwrap_or("")),
                Value::from(event.date.latest.as_deref().unwrap_or("")),
                Value::from(row),
                Value::from(position),
                Value::from(mention.map(|m| m.start)),
                Value::from(mention.map(|m| m.end)),
                Value::from(mention.map(|m| m.text.as_str())),
                Value::from(&one.rule),
            ]);
        }
    }
    let head = "INSERT INTO participant (actor, side, earliest, latest, event, position, start, \"end\", mention, rule)";
    to.db.insert(head, 10, &all, "")
}

fn attributions(to: &mut Writing<'_>, row: i64, event: &EventRecord, entities: &Entities<'_>) -> Result<()> {
    let mut all: Vec<Value<'_>> = Vec::new();
    for (position, link) in (0_i64..).zip(&event.attribution) {
        let source = link.source.as_str();
        let (speaker, via) = (named(to, entities, Some(source))?, named(to, entities, link.via.as_deref())?);
        let cue = link.cue.as_ref();
        all.extend([
            Value::from(row),
            Value::from(position),
            Value::from(entities.get(source).map_or(source, |e| e.name.as_str())),
            Value::from(speaker),
            Value::from(via),
            Value::from(cue.map(|c| c.start)),
            Value::from(cue.map(|c| c.end)),
            Value::from(cue.map(|c| c.text.as_str())),
            Value::from(&link.quote),
        ]);
    }
    let head = "INSERT INTO attribution (event, position, source, speaker, via, start, \"end\", cue, quote)";
    to.db.insert(head, 9, &all, "")
}

/// Writes a report's quantities, quotes and claims, in place of those it has unless it is new. `rows` are the rows of its
/// events by their ids in the record.
pub(crate) fn details(
    to: &mut Writing<'_>,
    report: i64,
    record: &Record,
    rows: &BTreeMap<&str, i64>,
    is_new: bool,
) -> Result<()> {
    if !is_new {
        for table in ["quantity", "quote", "claim"] {
            to.db.execute(&format!("DELETE FROM {table} WHERE report = ?1"), values![report])?;
        }
    }
    let entities = entities(record);
    let mut all: Vec<Value<'_>> = Vec::new();
    for q in &record.quantities {
        all.extend([
            Value::from(report),
            Value::from(&q.id),
            Value::from(&q.kind),
            Value::from(q.min),
            Value::from(q.max),
            Value::from(&q.unit),
            Value::from(&q.modifier),
            Value::from(q.negated),
            Value::from(q.span.start),
            Value::from(q.span.end),
            Value::from(&q.span.text),
        ]);
    }
    to.db.insert("INSERT INTO quantity", 11, &all, "")?;
    all.clear();
    for q in &record.quotes {
        let text = q.content.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join(" … ");
        all.extend([
            Value::from(report),
            Value::from(&q.id),
            Value::from(&q.kind),
            Value::from(named(to, &entities, q.speaker.as_deref())?),
            Value::from(named(to, &entities, q.addressee.as_deref())?),
            Value::from(named(to, &entities, q.via.as_ref().and_then(|v| v.entity.as_deref()))?),
            Value::from(q.cue.as_ref().map(|c| c.lemma.as_str())),
            Value::from(q.content.first().map_or(0, |c| c.start)),
            Value::from(q.content.last().map_or(0, |c| c.end)),
            Value::from(text),
            Value::from(q.confidence),
        ]);
    }
    to.db.insert("INSERT INTO quote", 11, &all, "")?;
    all.clear();
    for c in &record.claims {
        let quantity = c.quantity.as_ref().and_then(|id| record.quantities.iter().find(|q| q.id == *id));
        let relation = c.relation.as_ref();
        all.extend([
            Value::from(report),
            Value::from(&c.id),
            Value::from(c.about.event.as_deref().and_then(|e| rows.get(e)).copied()),
            Value::from(&c.about.attribute),
            Value::from(entities.get(c.holder.as_str()).map_or(c.holder.as_str(), |e| e.name.as_str())),
            Value::from(named(to, &entities, Some(&c.holder))?),
            Value::from(&c.value),
            Value::from(quantity.and_then(|q| q.min)),
            Value::from(quantity.and_then(|q| q.max)),
            Value::from(&c.stated.earliest),
            Value::from(&c.stated.latest),
            Value::from(c.span.start),
            Value::from(c.span.end),
            Value::from(&c.span.text),
            Value::from(relation.map(|r| r.kind.as_str())),
            Value::from(relation.map(|r| r.claim.as_str())),
        ]);
    }
    to.db.insert("INSERT INTO claim", 16, &all, "")
}
