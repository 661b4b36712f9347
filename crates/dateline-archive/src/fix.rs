//! How an event should have been coded, as an analyst says it, and events torn out of their records.

use crate::error::{ArchiveError, Result};
use dateline_record::{
    EntityRecord, EventDateRecord, EventRecord, MentionRecord, ParticipantRecord, Record, SpanRecord,
};
use dateline_types::Days;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What to change of an event; what is absent stays as coded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fix {
    /// PLOVER type; "" for an act without one.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// PLOVER mode; "" for none.
    pub mode: Option<String>,
    /// CAMEO code; "" for none.
    pub cameo: Option<String>,
    /// asserted, denied, promised, threatened, demanded or hypothetical.
    pub status: Option<String>,
    /// EDTF day, month or year; "" for none.
    pub date: Option<String>,
    /// Who acts.
    pub actors: Option<Vec<Side>>,
    /// Who is acted on.
    pub recipients: Option<Vec<Side>>,
}

/// Somebody on one side of an event: an entity of the record, or codes and words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Side {
    /// Id of an entity in the record.
    pub entity: Option<String>,
    /// First code point of the words that name it, and the one behind the last.
    pub words: Option<(u32, u32)>,
    /// Country ("MLI"), where there is no entity.
    pub country: Option<String>,
    /// Sector ("MIL"), where there is no entity.
    pub sector: Option<String>,
}

/// An event with the entities it names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The event.
    pub event: EventRecord,
    /// Its entities.
    pub entities: Vec<EntityRecord>,
}

const STATUSES: [&str; 6] = ["asserted", "denied", "promised", "threatened", "demanded", "hypothetical"];

impl Fix {
    /// The event as it should be. Mode, CAMEO code, quad class and Goldstein value hang on the type: they go with it unless
    /// they are given.
    ///
    /// # Errors
    /// A field says nothing that can be meant; the message names the mend.
    pub(crate) fn apply(&self, record: &Record, event: &EventRecord) -> Result<Snapshot> {
        let mut fixed = event.clone();
        if let Some(kind) = self.kind.as_deref().map(str::trim) {
            let kind = code(kind, 20, |b| b.is_ascii_uppercase(), "type: a PLOVER type such as ASSAULT")?;
            if kind != event.kind {
                (fixed.kind, fixed.mode, fixed.cameo) = (kind, None, None);
                (fixed.quad_class, fixed.goldstein) = (None, None);
            }
        }
        if let Some(mode) = self.mode.as_deref().map(str::trim) {
            let part = |b: u8| b.is_ascii_lowercase() || matches!(b, b'-' | b'_');
            fixed.mode = code(mode, 40, part, "mode: a PLOVER mode such as arrest")?;
        }
        if let Some(cameo) = self.cameo.as_deref().map(str::trim) {
            let cameo = code(cameo, 4, |b| b.is_ascii_digit(), "cameo: two to four digits, such as 190")?;
            if cameo != event.cameo {
                fixed.goldstein = None;
            }
            fixed.cameo = cameo;
        }
        if let Some(status) = self.status.as_deref() {
            if !STATUSES.contains(&status) {
                return Err(ArchiveError::Query(format!("status: one of {}", STATUSES.join(", "))));
            }
            fixed.status = status.to_owned();
        }
        if let Some(date) = self.date.as_deref().map(str::trim) {
            fixed.date = day(date)?;
        }
        let mut entities = Vec::new();
        for (sides, own) in [(&self.actors, &mut fixed.actors), (&self.recipients, &mut fixed.recipients)] {
            if let Some(sides) = sides {
                *own = sides
                    .iter()
                    .map(|side| side.resolve(record, event, &mut entities))
                    .collect::<Result<_>>()?;
            }
        }
        let mut snapshot = Snapshot::of(record, &fixed);
        snapshot.entities.extend(entities);
        Ok(snapshot)
    }
}

/// A code; none when it is empty.
fn code(text: &str, most: usize, part: impl Fn(u8) -> bool, mend: &str) -> Result<Option<String>> {
    match text {
        "" | "-" => Ok(None),
        _ if text.len() >= 2 && text.len() <= most && text.bytes().all(part) => Ok(Some(text.to_owned())),
        _ => Err(ArchiveError::Query(mend.to_owned())),
    }
}

fn day(text: &str) -> Result<EventDateRecord> {
    let basis = "none".to_owned();
    if text.is_empty() {
        return Ok(EventDateRecord { edtf: None, earliest: None, latest: None, basis });
    }
    let days = Days::parse_edtf(text).ok_or_else(|| {
        ArchiveError::Query(format!("date: `{text}` is none; write 2020-07-21, 2020-07 or 2020"))
    })?;
    Ok(EventDateRecord {
        edtf: Some(text.to_owned()),
        earliest: days.earliest.map(|d| d.to_string()),
        latest: days.latest.map(|d| d.to_string()),
        basis,
    })
}

impl Side {
    /// The participant; an entity that the record lacks goes into `made`.
    fn resolve(
        &self,
        record: &Record,
        event: &EventRecord,
        made: &mut Vec<EntityRecord>,
    ) -> Result<ParticipantRecord> {
        let words = self.words.map(|(start, end)| span(record, start, end)).transpose()?;
        let rule = "analyst".to_owned();
        if let Some(id) = self.entity.as_deref().filter(|id| !id.is_empty()) {
            let found = record.entities.iter().find(|e| e.id == id);
            let entity = found.ok_or_else(|| {
                ArchiveError::Query(format!("the report has no entity `{id}`; its record names them"))
            })?;
            let at = event.trigger.first().map_or(0, |t| t.start);
            let near = |m: &&MentionRecord| m.start.abs_diff(at);
            let nearest = entity.mentions.iter().min_by_key(near);
            let mention = words
                .or_else(|| nearest.map(|m| SpanRecord { start: m.start, end: m.end, text: m.text.clone() }));
            return Ok(ParticipantRecord { entity: id.to_owned(), mention, code: entity.code.clone(), rule });
        }
        let three = |text: &Option<String>, mend: &str| {
            code(text.as_deref().map_or("", str::trim), 3, |b| b.is_ascii_uppercase(), mend)
        };
        let country = three(&self.country, "country: three letters, such as MLI")?;
        let sector = three(&self.sector, "sector: three letters, such as MIL")?;
        let whole = format!("{}{}", country.as_deref().unwrap_or(""), sector.as_deref().unwrap_or(""));
        let name = words.as_ref().map_or_else(|| whole.clone(), |w| w.text.clone());
        if name.is_empty() {
            return Err(ArchiveError::Query(
                "a side needs an entity of the record, words of the text, or a country or sector".to_owned(),
            ));
        }
        let id = format!("analyst{}", made.len() + 1);
        made.push(EntityRecord {
            id: id.clone(),
            kind: "other".to_owned(),
            name,
            kb: None,
            country,
            sector,
            code: Some(whole.clone()).filter(|c| !c.is_empty()),
            title: None,
            resolution: "unlinked".to_owned(),
            candidates: Vec::new(),
            mentions: Vec::new(),
            roles: Vec::new(),
            place: None,
            members: Vec::new(),
        });
        Ok(ParticipantRecord {
            entity: id,
            mention: words,
            code: Some(whole).filter(|c| !c.is_empty()),
            rule,
        })
    }
}

/// The words of the text between two offsets.
pub(crate) fn span(record: &Record, start: u32, end: u32) -> Result<SpanRecord> {
    let outside = || ArchiveError::Query(format!("words {start} to {end} are not within the text"));
    if start >= end {
        return Err(outside());
    }
    let text: String = record.text.chars().skip(start as usize).take((end - start) as usize).collect();
    if text.chars().count() != (end - start) as usize {
        return Err(outside());
    }
    Ok(SpanRecord { start, end, text })
}

impl Snapshot {
    /// An event with those of the record's entities that it names.
    pub(crate) fn of(record: &Record, event: &EventRecord) -> Snapshot {
        let sides = event.actors.iter().chain(&event.recipients).map(|p| p.entity.as_str());
        let said = event.attribution.iter().flat_map(|a| [Some(a.source.as_str()), a.via.as_deref()]);
        let named: Vec<&str> =
            sides.map(Some).chain(said).chain([event.place.as_deref()]).flatten().collect();
        let entities = record.entities.iter().filter(|e| named.contains(&e.id.as_str())).cloned().collect();
        Snapshot { event: event.clone(), entities }
    }

    /// Whether the two say the same of the same words, whatever their ids.
    #[must_use]
    pub fn agrees(&self, other: &Snapshot) -> bool {
        let name = |s: &Snapshot, id: &str| s.entities.iter().find(|e| e.id == id).map(|e| e.name.clone());
        let side = |s: &Snapshot, list: &[ParticipantRecord]| -> Vec<(Option<String>, Option<String>)> {
            list.iter().map(|p| (name(s, &p.entity), p.code.clone())).collect()
        };
        let said = |s: &Snapshot| {
            let e = &s.event;
            (
                e.trigger.first().map(|t| t.start),
                [e.kind.clone(), e.mode.clone(), e.cameo.clone(), e.date.edtf.clone()],
                e.status.clone(),
                side(s, &e.actors),
                side(s, &e.recipients),
            )
        };
        said(self) == said(other)
    }

    /// Puts the event into a record in place of the one of its id, or as a new one with that id. Entities that the record
    /// has under other ids are taken from it.
    pub(crate) fn weave(&self, record: &mut Record, id: &str) {
        let mut ids: BTreeMap<&str, String> = BTreeMap::new();
        for entity in &self.entities {
            let same = |e: &&EntityRecord| {
                (&e.name, &e.kb, &e.kind, &e.country, &e.sector)
                    == (&entity.name, &entity.kb, &entity.kind, &entity.country, &entity.sector)
            };
            let known = record.entities.iter().find(same).map(|e| e.id.clone());
            let own = known.unwrap_or_else(|| {
                let new = format!("ent{}", record.entities.len() + 1);
                record.entities.push(EntityRecord { id: new.clone(), members: Vec::new(), ..entity.clone() });
                new
            });
            ids.insert(entity.id.as_str(), own);
        }
        let of = |id: &str| ids.get(id).cloned().unwrap_or_else(|| id.to_owned());
        let mut event = self.event.clone();
        event.id = id.to_owned();
        event.actors.iter_mut().chain(&mut event.recipients).for_each(|p| p.entity = of(&p.entity));
        for link in &mut event.attribution {
            link.source = of(&link.source);
            link.via = link.via.as_deref().map(of);
            link.quote = None;
        }
        event.place = event.place.as_deref().map(of);
        match record.events.iter_mut().find(|e| e.id == id) {
            Some(own) => {
                // What points at other parts of the record is today's.
                event.inner.clone_from(&own.inner);
                event.magnitude.clone_from(&own.magnitude);
                event
                    .attribution
                    .iter_mut()
                    .zip(&own.attribution)
                    .for_each(|(a, b)| a.quote.clone_from(&b.quote));
                *own = event;
            }
            None => {
                (event.inner, event.magnitude) = (None, Vec::new());
                record.events.push(event);
            }
        }
    }
}
