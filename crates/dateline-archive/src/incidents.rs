//! Incidents in the archive: made anew for the blocks in which events changed.

use crate::archive::Archive;
use crate::body::{UID_SQL, fold};
use crate::copies;
use crate::db::{Database, Value, numbers, values};
use crate::error::Result;
use crate::figures::{Claims, Figure, claims, figures};
use crate::incident::{Fact, Where, Who, cluster};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The block of an event, in SQL, for a query that reads `event` as `e`.
pub(crate) const BLOCK_SQL: &str = "ifnull(e.type, 'CAMEO ' || ifnull(substr(e.cameo, 1, 2), '')) || '/' ||
   CASE e.status WHEN 'asserted' THEN 'fact' WHEN 'denied' THEN 'fact' ELSE e.status END";

/// Takes an event out of its incident before it is removed.
pub(crate) fn forget(db: &dyn Database, event: i64) -> Result<()> {
    db.execute("DELETE FROM incident_event WHERE event = ?1", values![event]).map(drop)
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
        self.db.one("SELECT EXISTS (SELECT 1 FROM stale)", &[], |r| r.get(0))
    }

    /// Makes the incidents anew for all blocks in which something changed, a transaction each. Returns how many blocks.
    ///
    /// # Errors
    /// The archive cannot be written; blocks done before stay done.
    pub fn refresh_incidents(&mut self) -> Result<usize> {
        let mut done = 0;
        loop {
            // A look that waits for nobody: most often there is nothing to do.
            if !self.incidents_stale()? {
                return Ok(done);
            }
            let tx = self.db.transaction()?;
            let block: Option<String> = tx.one("SELECT min(block) FROM stale", &[], |r| r.get(0))?;
            let Some(block) = block else { return Ok(done) };
            refresh(&*tx, &block)?;
            tx.execute("DELETE FROM stale WHERE block = ?1", values![&block])?;
            tx.commit()?;
            done += 1;
        }
    }
}

fn refresh(db: &dyn Database, block: &str) -> Result<()> {
    db.execute(
        "DELETE FROM incident_event WHERE incident IN (SELECT incident FROM incident WHERE block = ?1)",
        values![block],
    )?;
    db.execute("DELETE FROM incident WHERE block = ?1", values![block])?;
    let tellings = tellings(db, block, None)?;
    let facts: Vec<Fact> = tellings.iter().map(|t| t.fact.clone()).collect();
    let events: Vec<i64> = tellings.iter().map(|t| t.event).collect();
    let claims = claims(db, &events, None)?;
    let mut links: Vec<Value<'_>> = Vec::new();
    for members in cluster(&facts) {
        let members: Vec<&Telling> = members.iter().map(|i| &tellings[*i]).collect();
        let i = describe(block, &members, &claims);
        let figures = serde_json::to_string(&i.figures).map_err(std::io::Error::from)?;
        let row: i64 = db.one(
            "INSERT INTO incident (uid, block, type, cameo, status, actors, recipients, earliest, latest, place, country,
               events, reports, publishers, sources, figures)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) RETURNING incident",
            values![
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
            ],
            |r| r.get(0),
        )?;
        links.extend(members.iter().flat_map(|m| [Value::from(m.event), Value::from(row)]));
    }
    let anew = "ON CONFLICT (event) DO UPDATE SET incident = excluded.incident";
    db.insert("INSERT INTO incident_event (event, incident)", 2, &links, anew)
}

/// What an incident's tellings say together, with the figures claimed of them.
pub(crate) fn describe(block: &str, members: &[&Telling], claims: &Claims) -> Incident {
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
    Incident {
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
        figures: figures(claims, &events),
    }
}

/// The events of a block, in order of their names. `until`: only those of reports that were surely published before that day,
/// and copies are told as if no later report existed.
pub(crate) fn tellings(db: &dyn Database, block: &str, until: Option<&str>) -> Result<Vec<Telling>> {
    let known = until.map(|day| known_by(db, day)).transpose()?;
    let kind = block.rsplit_once('/').map_or(block, |(kind, _)| kind);
    let kind = (!kind.starts_with("CAMEO ")).then_some(kind);
    // The type finds the events along an index; the block decides.
    let of_type = if kind.is_some() { "e.type = ?3" } else { "e.type IS NULL AND ?3 IS NULL" };
    let sql = format!(
        "SELECT e.event, e.report, {UID_SQL}, r.latest, r.publisher, r.original, e.cameo, e.earliest, e.latest, e.symmetric,
           p.name, p.geonames, p.country, p.admin1, p.precision
         FROM event e JOIN report r ON r.report = e.report LEFT JOIN place p ON p.place = e.place
         WHERE {BLOCK_SQL} = ?1 AND {of_type} AND (?2 IS NULL OR r.latest <= ?2)"
    );
    let mut all = Vec::new();
    db.each(&sql, values![block, until, kind], &mut |row| {
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
        Ok(true)
    })?;
    sides(db, &mut all)?;
    all.sort_by(|a, b| a.fact.uid.cmp(&b.fact.uid));
    Ok(all)
}

/// Events asked for in one statement.
pub(crate) const AT_ONCE: usize = 500;

fn sides(db: &dyn Database, all: &mut [Telling]) -> Result<()> {
    let sql = format!(
        "SELECT p.event, p.side, a.name, a.folded, a.kb, a.code FROM participant p JOIN actor a ON a.actor = p.actor WHERE {}",
        db.among("p.event", "?1")
    );
    for some in all.chunks_mut(AT_ONCE) {
        let events: Vec<i64> = some.iter().map(|t| t.event).collect();
        let places: BTreeMap<i64, usize> = events.iter().copied().zip(0..).collect();
        db.each(&sql, values![numbers(&events)], &mut |row| {
            let Some(telling) = places.get(&row.get(0)?).and_then(|i| some.get_mut(*i)) else {
                return Ok(true);
            };
            let side: String = row.get(1)?;
            let who = Who { name: row.get(3)?, kb: row.get(4)?, code: row.get(5)? };
            let (names, set) = match side.as_str() {
                "actor" => (&mut telling.actors, &mut telling.fact.actors),
                _ => (&mut telling.recipients, &mut telling.fact.recipients),
            };
            names.insert(row.get(2)?);
            set.insert(who);
            Ok(true)
        })?;
    }
    Ok(())
}

/// The originals of all reports that were surely published before a day, as if no later report existed.
fn known_by(db: &dyn Database, until: &str) -> Result<BTreeMap<i64, i64>> {
    let find = "SELECT report, latest, key FROM report WHERE latest <= ?1";
    let reports: Vec<(i64, (Option<String>, String))> =
        db.all(find, values![until], |r| Ok((r.get(0)?, (r.get(1)?, r.get(2)?))))?;
    let reports: BTreeMap<i64, (Option<String>, String)> = reports.into_iter().collect();
    let edges: Vec<(i64, i64)> =
        db.all("SELECT a, b FROM copy ORDER BY a, b", &[], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(copies::among(&reports, &edges))
}
