//! Dyadic rows: one source, one target and one CAMEO code.

use crate::export::Wanted;
use crate::format::Options;
use crate::geo::Geo;
use crate::text::{event_day, happened, number, published, source_name};
use crate::who::Who;
use dateline_record::{EventRecord, Record};
use std::collections::{BTreeMap, BTreeSet};

/// An event told between two sides, with all reports that stand behind it.
#[derive(Clone, Debug)]
pub(crate) struct Telling {
    pub id: i64,
    pub story: i64,
    pub report: String,
    pub day: Option<String>,
    pub published: Option<String>,
    pub cameo: String,
    pub source: Option<Who>,
    pub target: Option<Who>,
    pub place: Option<Geo>,
    pub lead: bool,
    /// From 1.
    pub sentence: u32,
    pub start: Option<u32>,
    pub confidence: f64,
    pub length: usize,
    pub url: Option<String>,
    pub publisher: Option<String>,
    pub host: String,
    pub mentions: usize,
    pub stories: BTreeSet<i64>,
    pub publishers: BTreeSet<String>,
    pub urls: Vec<String>,
    pub ids: Vec<String>,
}

/// What two tellings of one thing share: day, story (where it counts), source, target, code.
pub(crate) type Key = (Option<String>, Option<i64>, String, String, String);

impl Telling {
    /// The tellings of a record, in the order of its events; events without CAMEO code have none.
    pub(crate) fn all(record: &Record, options: &Options, wanted: Wanted<'_>) -> Vec<Telling> {
        let mut out = Vec::new();
        for event in &record.events {
            if event.cameo.is_some() && wanted(event) && (options.all_statuses || happened(record, event)) {
                out.extend(of_event(record, event));
            }
        }
        match options.one_a_story {
            true => merged(out, |t| t.key(false)),
            false => out,
        }
    }

    /// What stands for the telling: on a day, or in its story. What has no day is never the same as in another story.
    pub(crate) fn key(&self, by_day: bool) -> Key {
        let story = if by_day && self.day.is_some() { None } else { Some(self.story) };
        let name = |w: &Option<Who>| w.as_ref().map(|w| w.key().to_owned()).unwrap_or_default();
        let day = if by_day { self.day.clone() } else { None };
        (day, story, name(&self.source), name(&self.target), self.cameo.clone())
    }

    /// Adds another telling of the same.
    pub(crate) fn add(&mut self, other: Telling) {
        self.mentions += other.mentions;
        self.lead |= other.lead;
        self.stories.extend(other.stories);
        self.publishers.extend(other.publishers);
        for (to, from) in [(&mut self.urls, other.urls), (&mut self.ids, other.ids)] {
            for one in from {
                if !to.contains(&one) {
                    to.push(one);
                }
            }
        }
        if self.place.is_none() {
            self.place = other.place;
        }
    }

    pub(crate) fn code(who: &Option<Who>) -> &str {
        who.as_ref().map_or("", |w| &w.code)
    }
}

/// Tellings of one thing made one, in the order of the first of each.
pub(crate) fn merged(tellings: Vec<Telling>, key: impl Fn(&Telling) -> Key) -> Vec<Telling> {
    let mut out: Vec<Telling> = Vec::new();
    let mut at: BTreeMap<Key, usize> = BTreeMap::new();
    for telling in tellings {
        match at.get(&key(&telling)).and_then(|i| out.get_mut(*i)) {
            Some(first) => first.add(telling),
            None => {
                at.insert(key(&telling), out.len());
                out.push(telling);
            }
        }
    }
    out
}

/// Whether an event stands in the first coded paragraph.
fn leads(record: &Record, event: &EventRecord) -> bool {
    let sentence = usize::try_from(event.sentence).ok().and_then(|n| record.sentences.get(n));
    match (sentence, record.paragraphs.first()) {
        (Some(s), Some(p)) => s.start < p.end,
        _ => event.sentence == 0,
    }
}

/// One telling a pair. A symmetric event goes both ways; one with all its people on one side pairs them with each other.
fn of_event(record: &Record, event: &EventRecord) -> Vec<Telling> {
    let side = |all: &[dateline_record::ParticipantRecord]| {
        all.iter().map(|p| Some(Who::new(record, p))).collect::<Vec<_>>()
    };
    let (actors, recipients) = (side(&event.actors), side(&event.recipients));
    let mut pairs = Vec::new();
    if event.symmetric && recipients.is_empty() && actors.len() > 1 {
        for (i, a) in actors.iter().enumerate() {
            pairs.extend(
                actors.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, b)| (a.clone(), b.clone())),
            );
        }
    } else {
        let fill = |side: Vec<Option<Who>>| if side.is_empty() { vec![None] } else { side };
        let (actors, recipients) = (fill(actors), fill(recipients));
        for a in &actors {
            pairs.extend(recipients.iter().map(|b| (a.clone(), b.clone())));
        }
        if event.symmetric && actors.iter().chain(&recipients).all(Option::is_some) {
            for a in &actors {
                pairs.extend(recipients.iter().map(|b| (b.clone(), a.clone())));
            }
        }
    }
    let story = number(&[&record.id, &record.content_id]);
    let place = Geo::of_event(record, event);
    let host = source_name(record);
    let make = |(n, (source, target)): (usize, (Option<Who>, Option<Who>))| Telling {
        id: number(&[&record.id, &record.content_id, &event.id, &n.to_string()]),
        story,
        report: record.id.clone(),
        day: event_day(record, event),
        published: published(record),
        cameo: event.cameo.clone().unwrap_or_default(),
        source,
        target,
        place: place.clone(),
        lead: leads(record, event),
        sentence: event.sentence.saturating_add(1),
        start: event.trigger.first().map(|t| t.start),
        confidence: event.confidence,
        length: record.text.chars().count(),
        url: record.url.clone(),
        publisher: record.publisher.clone(),
        host: host.clone(),
        mentions: 1,
        stories: BTreeSet::from([story]),
        publishers: BTreeSet::from([record.publisher.clone().unwrap_or_else(|| host.clone())]),
        urls: record.url.iter().cloned().collect(),
        ids: vec![format!("{}_{}", record.id, event.sentence.saturating_add(1))],
    };
    pairs.into_iter().enumerate().map(make).collect()
}
