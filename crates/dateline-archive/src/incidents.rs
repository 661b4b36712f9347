//! Incidents in the archive: made anew for the blocks in which events changed.

use crate::archive::Archive;
use crate::body::{UID_SQL, fold};
use crate::copies;
use crate::error::Result;
use crate::figures::{Figure, figures};
use crate::incident::{Fact, Where, Who, cluster};
use jiff::civil::Date;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use std::collections::{BTreeMap, BTreeSet};

/// The block of an event, in SQL, for a query that reads `event` as `e`.
pub(crate) const BLOCK_SQL: &str = "ifnull(e.type, 'CAMEO ' || ifnull(substr(e.cameo, 1, 2), '')) || '/' ||
   CASE e.status WHEN 'asserted' THEN 'fact' WHEN 'denied' THEN 'fact' ELSE e.status END";

/// Notes that the incidents of a report's events are no longer right.
pub(crate) fn mark(tx: &Transaction<'_>, report: i64) -> Result<()> {
    tx.prepare_cached(&format!(
        "INSERT OR IGNORE INTO stale (block) SELECT DISTINCT {BLOCK_SQL} FROM event e WHERE e.report = ?1"
    ))?
    .execute([report])?;
    Ok(())
}

/// Notes that no incident is right.
pub(crate) fn mark_all(tx: &Transaction<'_>) -> Result<()> {
    tx.execute(&format!("INSERT OR IGNORE INTO stale (block) SELECT DISTINCT {BLOCK_SQL} FROM event e"), [])?;
    Ok(())
}

/// Takes an event out of its incident before it is removed.
pub(crate) fn forget(tx: &Transaction<'_>, event: i64) -> Result<()> {
    tx.prepare_cached("DELETE FROM incident_event WHERE event = ?1")?.execute([event])?;
    Ok(())
}

/// One event of a block with what incidents need of it.
#[derive(Clone, Debug)]
pub(crate) struct Telling {
    pub event: i64,
    pub report: i64,
    pub publisher: Option<String>,
    pub original: i64,
    pub cameo: Option<String>,
    pub actors: BTreeSet<String>,
    pub recipients: BTreeSet<String>,
    pub place: Option<(String, Option<String>)>,
    pub fact: Fact,
}

/// An incident: events of several reports that are one.
#[derive(Clone, Debug, PartialEq)]
pub struct Incident {
    /// Lasting name: that of the event published first.
    pub uid: String,
    /// PLOVER type; null for acts without one.
    pub kind: Option<String>,
    /// CAMEO code of the event published first.
    pub cameo: Option<String>,
    /// fact (asserted or denied), promised, threatened, demanded or hypothetical.
    pub status: String,
    /// Names of those who act.
    pub actors: Vec<String>,
    /// Names of those acted on.
    pub recipients: Vec<String>,
    /// First day that all its datings allow; the first telling's when its days cannot be compared.
    pub earliest: Option<String>,
    /// First day that is no longer meant.
    pub latest: Option<String>,
    /// Most precise place told first.
    pub place: Option<String>,
    /// Its country.
    pub country: Option<String>,
    /// Number of events.
    pub events: usize,
    /// Number of reports.
    pub reports: usize,
    /// Number of different publishers; reports without one count as one.
    pub publishers: usize,
    /// Number of reports that are no copies of each other.
    pub sources: usize,
    /// The figures given, by attribute.
    pub figures: Vec<Figure>,
}

impl Archive {
    /// Whether there are events whose incidents have not been made yet.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn incidents_stale(&self) -> Result<bool> {
        Ok(self.conn.query_row("SELECT EXISTS (SELECT 1 FROM stale)", [], |r| r.get(0))?)
    }

    /// Makes the incidents anew for all blocks in which something changed, a transaction each. Returns how many blocks.
    ///
    /// # Errors
    /// The archive cannot be written; blocks done before stay done.
    pub fn refresh_incidents(&mut self) -> Result<usize> {
        let mut done = 0;
        loop {
            let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let block: Option<String> = tx.query_row("SELECT min(block) FROM stale", [], |r| r.get(0))?;
            let Some(block) = block else { return Ok(done) };
            refresh(&tx, &block)?;
            tx.execute("DELETE FROM stale WHERE block = ?1", [&block])?;
            tx.commit()?;
            done += 1;
        }
    }
}

fn refresh(tx: &Transaction<'_>, block: &str) -> Result<()> {
    tx.execute(
        "DELETE FROM incident_event WHERE incident IN (SELECT incident FROM incident WHERE block = ?1)",
        [block],
    )?;
    tx.execute("DELETE FROM incident WHERE block = ?1", [block])?;
    let tellings = tellings(tx, block, None)?;
    let facts: Vec<Fact> = tellings.iter().map(|t| t.fact.clone()).collect();
    let mut put = tx.prepare_cached(
        "INSERT INTO incident (uid, block, type, cameo, status, actors, recipients, earliest, latest, place, country,
           events, reports, publishers, sources, figures)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?;
    let mut link =
        tx.prepare_cached("INSERT OR REPLACE INTO incident_event (event, incident) VALUES (?1, ?2)")?;
    for members in cluster(&facts) {
        let members: Vec<&Telling> = members.iter().map(|i| &tellings[*i]).collect();
        let i = describe(tx, block, &members, None)?;
        let figures = serde_json::to_string(&i.figures).map_err(std::io::Error::from)?;
        put.execute(params![
            i.uid,
            block,
            i.kind,
            i.cameo,
            i.status,
            i.actors.join("; "),
            i.recipients.join("; "),
            i.earliest,
            i.latest,
            i.place,
            i.country,
            i.events as i64,
            i.reports as i64,
            i.publishers as i64,
            i.sources as i64,
            figures,
        ])?;
        let row = tx.last_insert_rowid();
        for member in members {
            link.execute([member.event, row])?;
        }
    }
    Ok(())
}

/// What an incident's tellings say together. `until`: only what was published before that day.
pub(crate) fn describe(
    conn: &Connection,
    block: &str,
    members: &[&Telling],
    until: Option<&str>,
) -> Result<Incident> {
    let (kind, status) = block.rsplit_once('/').unwrap_or((block, "fact"));
    let mut days: Option<(Date, Date)> = members.first().and_then(|m| m.fact.days);
    for member in members {
        if let (Some(a), Some(b)) = (days, member.fact.days) {
            days = Some((a.0.max(b.0), a.1.min(b.1)));
        }
    }
    let names = |of: fn(&Telling) -> &BTreeSet<String>| -> Vec<String> {
        let mut seen = BTreeSet::new();
        members.iter().flat_map(|m| of(m).iter()).filter(|n| seen.insert((*n).clone())).cloned().collect()
    };
    let precise = |m: &&&Telling| match m.fact.place.as_ref().and_then(|p| p.precision.as_deref()) {
        Some("site") => 0,
        Some("city") => 1,
        Some("admin1") => 2,
        _ => 3,
    };
    let place =
        members.iter().filter(|m| m.place.is_some()).min_by_key(precise).and_then(|m| m.place.clone());
    let events: Vec<i64> = members.iter().map(|m| m.event).collect();
    let count = |set: BTreeSet<String>| set.len();
    Ok(Incident {
        uid: members.first().map(|m| m.fact.uid.clone()).unwrap_or_default(),
        kind: (!kind.starts_with("CAMEO ")).then(|| kind.to_owned()),
        cameo: members.first().and_then(|m| m.cameo.clone()),
        status: status.to_owned(),
        actors: names(|m| &m.actors),
        recipients: names(|m| &m.recipients),
        earliest: days.map(|d| d.0.to_string()),
        latest: days.map(|d| d.1.to_string()),
        place: place.as_ref().map(|p| p.0.clone()),
        country: place.and_then(|p| p.1),
        events: members.len(),
        reports: members.iter().map(|m| m.report).collect::<BTreeSet<_>>().len(),
        publishers: count(members.iter().map(|m| m.publisher.clone().unwrap_or_default()).collect()),
        sources: members.iter().map(|m| m.original).collect::<BTreeSet<_>>().len(),
        figures: figures(conn, &events, until)?,
    })
}

/// The events of a block, in order of their names. `until`: only those of reports that were surely published before that day,
/// and copies are told as if no later report existed.
pub(crate) fn tellings(conn: &Connection, block: &str, until: Option<&str>) -> Result<Vec<Telling>> {
    let known = until.map(|day| known_by(conn, day)).transpose()?;
    let mut find = conn.prepare_cached(&format!(
        "SELECT e.event, e.report, {UID_SQL}, r.latest, r.publisher, r.original, e.cameo, e.earliest, e.latest, e.symmetric,
           p.name, p.geonames, p.country, p.admin1, p.precision
         FROM event e JOIN report r ON r.report = e.report LEFT JOIN place p ON p.place = e.place
         WHERE {BLOCK_SQL} = ?1 AND ((e.type IS NULL AND ?1 LIKE 'CAMEO %') OR e.type = substr(?1, 1, instr(?1, '/') - 1))
           AND (?2 IS NULL OR r.latest <= ?2)"
    ))?;
    let mut rows = find.query(params![block, until])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let (event, report): (i64, i64) = (row.get(0)?, row.get(1)?);
        let day = |text: Option<String>| text.and_then(|t| t.parse::<Date>().ok());
        let days = day(row.get(7)?).zip(day(row.get(8)?)).filter(|(a, b)| a < b);
        let name: Option<String> = row.get(10)?;
        let country: Option<String> = row.get(12)?;
        let place = match &name {
            Some(name) => Some(Where {
                geonames: row.get(11)?,
                name: fold(name),
                country: country.clone(),
                admin1: row.get(13)?,
                precision: row.get(14)?,
            }),
            None => None,
        };
        let original: Option<i64> = row.get(5)?;
        let original = match &known {
            Some(groups) => groups.get(&report).copied().unwrap_or(report),
            None => original.unwrap_or(report),
        };
        let fact = Fact {
            uid: row.get(2)?,
            published: row.get(3)?,
            days,
            actors: BTreeSet::new(),
            recipients: BTreeSet::new(),
            symmetric: row.get(9)?,
            place,
        };
        all.push(Telling {
            event,
            report,
            publisher: row.get(4)?,
            original,
            cameo: row.get(6)?,
            actors: BTreeSet::new(),
            recipients: BTreeSet::new(),
            place: name.map(|n| (n, country)),
            fact,
        });
    }
    sides(conn, &mut all)?;
    all.sort_by(|a, b| a.fact.uid.cmp(&b.fact.uid));
    Ok(all)
}

fn sides(conn: &Connection, all: &mut [Telling]) -> Result<()> {
    let mut find = conn.prepare_cached(
        "SELECT p.side, a.name, a.folded, a.kb, a.code FROM participant p JOIN actor a ON a.actor = p.actor
         WHERE p.event = ?1",
    )?;
    for telling in all {
        let mut rows = find.query([telling.event])?;
        while let Some(row) = rows.next()? {
            let side: String = row.get(0)?;
            let who = Who { name: row.get(2)?, kb: row.get(3)?, code: row.get(4)? };
            let (names, set) = match side.as_str() {
                "actor" => (&mut telling.actors, &mut telling.fact.actors),
                _ => (&mut telling.recipients, &mut telling.fact.recipients),
            };
            names.insert(row.get(1)?);
            set.insert(who);
        }
    }
    Ok(())
}

/// The originals of all reports that were surely published before a day, as if no later report existed.
fn known_by(conn: &Connection, until: &str) -> Result<BTreeMap<i64, i64>> {
    let mut find = conn.prepare_cached("SELECT report, latest, key FROM report WHERE latest <= ?1")?;
    let reports: BTreeMap<i64, (Option<String>, String)> = find
        .query_map([until], |r| Ok((r.get(0)?, (r.get(1)?, r.get(2)?))))?
        .collect::<std::result::Result<_, _>>()?;
    let mut find = conn.prepare_cached("SELECT a, b FROM copy ORDER BY a, b")?;
    let edges: Vec<(i64, i64)> =
        find.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<std::result::Result<_, _>>()?;
    Ok(copies::among(&reports, &edges))
}
