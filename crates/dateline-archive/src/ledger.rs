//! The ledger: who said what of an incident, when, and how it stands to what was said before.
//!
//! Everything is read off the reports published before a day; a later report can change neither a line nor its order.

use crate::archive::Archive;
use crate::body::UID_SQL;
use crate::db::{numbers, values};
use crate::error::{ArchiveError, Result};
use crate::figures::claims;
use crate::filter::{Filter, Way};
use crate::incident::cluster;
use crate::incidents::{AT_ONCE, BLOCK_SQL, Incident, Telling, describe, tellings};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One incident with its lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// The incident, as it was known.
    pub incident: Incident,
    /// What was said of it, in order of publication.
    pub lines: Vec<Line>,
}

/// One thing said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// When the report was published (EDTF); null when unknown.
    pub published: Option<String>,
    /// Id of the report.
    pub report: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Whether the report is a copy of one published before.
    pub copy: bool,
    /// Lasting name of the event it is said of.
    pub event: String,
    /// Who says so: a name, NARRATOR (the report itself) or UNNAMED.
    pub speaker: String,
    /// Who passed it on.
    pub via: Option<String>,
    /// occurrence (that it happened), killed, injured, author, cause, ...
    pub attribute: String,
    /// "asserted" or "denied" for an occurrence (or what the status says), else the value claimed.
    pub value: String,
    /// The words.
    pub words: String,
    /// First code point of the words in the report's text.
    pub start: i64,
    /// first, repeats, revises, contradicts or denies.
    pub relation: String,
    /// Number of the earlier line it stands to, from 1 within the account.
    pub earlier: Option<usize>,
    #[serde(skip)]
    range: (Option<u64>, Option<u64>),
    #[serde(skip)]
    order: (bool, Option<String>, String, i64, String),
}

impl Archive {
    /// The accounts of all incidents that have an event of the filter, most recent last. `as_of`: what was known at the end of
    /// that day, from reports that had surely been published by then; reports without a date are left out.
    ///
    /// # Errors
    /// The archive cannot be read, or a condition of the filter cannot be met.
    pub fn ledger(
        &self,
        filter: &Filter,
        incident: Option<&str>,
        as_of: Option<Date>,
    ) -> Result<Vec<Account>> {
        let until = match as_of {
            Some(day) => {
                let next = day.tomorrow().map_err(|e| ArchiveError::Query(e.to_string()))?;
                Some(next.to_string())
            }
            None => None,
        };
        let (mut wanted, mut blocks) = (BTreeSet::new(), BTreeSet::new());
        match incident {
            Some(uid) => {
                let (event, block) = self.event_of(uid)?;
                wanted.insert(event);
                blocks.insert(block);
            }
            None => {
                let (tail, values) = filter.tail(&*self.db, false, Way::Found)?;
                self.db.each(&format!("SELECT e.event, {BLOCK_SQL} {tail}"), &values, &mut |row| {
                    wanted.insert(row.get(0)?);
                    blocks.insert(row.get::<String>(1)?);
                    Ok(true)
                })?;
            }
        }
        let until = until.as_deref();
        let mut accounts = Vec::new();
        for block in &blocks {
            let tellings = tellings(&*self.db, block, until)?;
            let facts: Vec<_> = tellings.iter().map(|t| t.fact.clone()).collect();
            let mut found: Vec<Vec<&Telling>> = Vec::new();
            for members in cluster(&facts) {
                let members: Vec<&Telling> = members.iter().map(|i| &tellings[*i]).collect();
                if members.iter().any(|m| wanted.contains(&m.event)) {
                    found.push(members);
                }
            }
            let events: Vec<i64> = found.iter().flatten().map(|m| m.event).collect();
            let claims = claims(&*self.db, &events, until)?;
            let mut said = self.said(&found, until)?;
            for members in &found {
                let mut lines: Vec<Line> =
                    members.iter().filter_map(|m| said.remove(&m.event)).flatten().collect();
                lines.sort_by(|a, b| a.order.cmp(&b.order));
                relate(&mut lines);
                accounts.push(Account { incident: describe(block, members, &claims), lines });
            }
        }
        let rank = |a: &Account| (a.incident.earliest.clone(), a.incident.uid.clone());
        accounts.sort_by_key(rank);
        Ok(accounts)
    }

    fn event_of(&self, uid: &str) -> Result<(i64, String)> {
        let unknown = || ArchiveError::Query(format!("there is no incident or event `{uid}`"));
        let (key, number) = uid.rsplit_once('-').ok_or_else(unknown)?;
        if key.len() != 16 || !key.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(unknown());
        }
        let number: i64 = number.parse().map_err(|_| unknown())?;
        let sql = format!(
            "SELECT e.event, {BLOCK_SQL} FROM report r JOIN event e ON e.report = r.report
             WHERE r.key >= ?1 AND r.key < ?1 || 'g' AND e.number = ?2"
        );
        self.db.first(&sql, values![key, number], |r| Ok((r.get(0)?, r.get(1)?)))?.ok_or_else(unknown)
    }

    /// What was said of events, by event: that it happened, or did not, with its chain of attribution; then what was claimed.
    fn said(&self, incidents: &[Vec<&Telling>], until: Option<&str>) -> Result<BTreeMap<i64, Vec<Line>>> {
        let members: BTreeMap<i64, &Telling> = incidents.iter().flatten().map(|m| (m.event, *m)).collect();
        let events: Vec<i64> = members.keys().copied().collect();
        let copy = |event: i64| members.get(&event).is_some_and(|m| m.original != m.report);
        let mut said: BTreeMap<i64, Vec<Line>> = BTreeMap::new();
        let these = self.db.among("e.event", "?1");
        let occurrences = format!(
            "SELECT r.published, r.id, r.publisher, {UID_SQL}, e.status, e.trigger, r.latest, r.key, e.start,
               coalesce((SELECT t.source FROM attribution t WHERE t.event = e.event ORDER BY t.position LIMIT 1), 'NARRATOR'),
               (SELECT v.name FROM attribution t JOIN actor v ON v.actor = t.via WHERE t.event = e.event
                ORDER BY t.position LIMIT 1), e.event
             FROM event e JOIN report r ON r.report = e.report WHERE {these}"
        );
        let claimed = format!(
            "SELECT r.published, r.id, r.publisher, {UID_SQL}, c.holder, c.attribute, c.value, c.text, c.min, c.max,
               r.latest, r.key, c.start, c.id, e.event
             FROM event e JOIN claim c ON c.event = e.event JOIN report r ON r.report = c.report
             WHERE {these} AND (?2 IS NULL OR r.latest <= ?2)"
        );
        for some in events.chunks(AT_ONCE) {
            self.db.each(&occurrences, values![numbers(some)], &mut |row| {
                let (latest, event): (Option<String>, i64) = (row.get(6)?, row.get(11)?);
                said.entry(event).or_default().push(Line {
                    published: row.get(0)?,
                    report: row.get(1)?,
                    publisher: row.get(2)?,
                    copy: copy(event),
                    event: row.get(3)?,
                    speaker: row.get(9)?,
                    via: row.get(10)?,
                    attribute: "occurrence".to_owned(),
                    value: row.get(4)?,
                    words: row.get(5)?,
                    start: row.get(8)?,
                    relation: String::new(),
                    earlier: None,
                    range: (None, None),
                    order: (latest.is_none(), latest, row.get(7)?, row.get(8)?, String::new()),
                });
                Ok(true)
            })?;
            self.db.each(&claimed, values![numbers(some), until], &mut |row| {
                let (latest, event): (Option<String>, i64) = (row.get(10)?, row.get(14)?);
                let whole = |v: Option<f64>| v.filter(|v| *v >= 0.0).map(|v| v.round() as u64);
                said.entry(event).or_default().push(Line {
                    published: row.get(0)?,
                    report: row.get(1)?,
                    publisher: row.get(2)?,
                    copy: copy(event),
                    event: row.get(3)?,
                    speaker: row.get(4)?,
                    via: None,
                    attribute: row.get(5)?,
                    value: row.get(6)?,
                    words: row.get(7)?,
                    start: row.get(12)?,
                    relation: String::new(),
                    earlier: None,
                    range: (whole(row.get(8)?), whole(row.get(9)?)),
                    order: (latest.is_none(), latest, row.get(11)?, row.get(12)?, row.get(13)?),
                });
                Ok(true)
            })?;
        }
        Ok(said)
    }
}

/// Says of each line how it stands to the lines before it.
///
/// The same value repeats the first line that has it. "Denied" denies the last line that says otherwise. Another value
/// revises the last line of the same speaker; else one of an earlier day; it contradicts one of the same day by somebody
/// else, and any line about author or cause.
fn relate(lines: &mut [Line]) {
    let mut by_attribute: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for i in 0..lines.len() {
        let earlier = by_attribute.entry(lines[i].attribute.clone()).or_default();
        let line = &lines[i];
        let said_by = |l: &Line| {
            (
                l.speaker.clone(),
                if l.speaker.chars().all(char::is_uppercase) { l.publisher.clone() } else { None },
            )
        };
        let me = said_by(line);
        let same = |l: &Line| {
            l.value == line.value
                || (line.range.0.is_some() && line.range.1.is_some() && l.range == line.range)
        };
        let last = earlier.last().copied();
        let (relation, to) = if let Some(j) = earlier.iter().copied().find(|j| same(&lines[*j])) {
            ("repeats", Some(j))
        } else if line.value == "denied" {
            ("denies", last)
        } else if let Some(j) = earlier.iter().copied().rev().find(|j| said_by(&lines[*j]) == me) {
            ("revises", Some(j))
        } else if let Some(j) = last {
            let number = line.range.0.is_some()
                || line.range.1.is_some()
                || matches!(line.value.as_str(), "increasing" | "decreasing");
            let later = lines[j].published != line.published;
            (if number && later { "revises" } else { "contradicts" }, Some(j))
        } else {
            ("first", None)
        };
        earlier.push(i);
        lines[i].relation = relation.to_owned();
        lines[i].earlier = to.map(|j| j + 1);
    }
}
