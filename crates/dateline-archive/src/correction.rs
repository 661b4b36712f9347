//! Corrections: what analysts say of coded events.
//!
//! A correction is added and never changed; of several on one event the last holds. Each keeps the event as it was coded
//! then, so that a new coding takes nothing of it away.

use crate::archive::Archive;
use crate::body::{UID_SQL, unpack};
use crate::browse::columns;
use crate::db::{Database, values};
use crate::error::{ArchiveError, Result};
use crate::fix::{Fix, Snapshot};
use crate::query::cells;
use crate::rows::{Cell, Kind, Rows};
use dateline_record::Record;
use serde::{Deserialize, Serialize};

/// Longest note, in bytes.
const NOTE: usize = 2_000;
/// Longest name of an author, in bytes.
const NAME: usize = 100;

/// What an analyst says of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is as coded.
    Right,
    /// There is no such event.
    Wrong,
    /// There is one, but otherwise than coded.
    Fixed,
    /// The coder missed it; only said of events that [`Archive::add_event`] adds.
    Added,
    /// What was said before is taken back.
    Unreviewed,
}

impl Verdict {
    /// Its name ("right").
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Right => "right",
            Verdict::Wrong => "wrong",
            Verdict::Fixed => "fixed",
            Verdict::Added => "added",
            Verdict::Unreviewed => "unreviewed",
        }
    }

    /// The verdict of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Verdict> {
        [Verdict::Right, Verdict::Wrong, Verdict::Fixed, Verdict::Added, Verdict::Unreviewed]
            .into_iter()
            .find(|v| v.name() == name)
    }
}

/// A correction on its way into the archive.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// Lasting name of the event.
    pub event: String,
    /// What is said of it.
    pub verdict: Verdict,
    /// How it should be; only with [`Verdict::Fixed`].
    pub fix: Fix,
    /// Who says so.
    pub author: String,
    /// When, RFC 3339 in UTC.
    pub made: String,
    /// Why.
    pub note: Option<String>,
}

/// What holds of an event that somebody looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// Number of the event in its report.
    pub number: i64,
    /// Its id in the record of today; null when the coding of today has no such event.
    pub record_id: Option<String>,
    /// Whether it was no coder that found it but an analyst.
    pub added: bool,
    /// What is said of it.
    pub verdict: Verdict,
    /// Who says so.
    pub author: String,
    /// When.
    pub made: String,
    /// Why.
    pub note: Option<String>,
    /// The event as it was coded then.
    pub coded: Snapshot,
    /// The event as it should be.
    pub fixed: Option<Snapshot>,
}

/// An event of a report: its lasting name, its id in the record of today, and what holds of it.
pub type Standing = (String, Option<String>, Option<Review>);

impl Archive {
    /// Keeps a correction. Returns its number.
    ///
    /// # Errors
    /// There is no such event, the correction does not fit it ([`ArchiveError::Query`] names the mend), or the archive
    /// cannot be written.
    pub fn correct(&mut self, judgement: &Judgement) -> Result<i64> {
        let bad = |why: &str| Err(ArchiveError::Query(why.to_owned()));
        let (author, note) = signed(&judgement.author, judgement.note.as_deref())?;
        if judgement.verdict == Verdict::Added {
            return bad(
                "an event that the coder missed is added with its words: POST /api/reports/{id}/events",
            );
        }
        if judgement.verdict != Verdict::Fixed && judgement.fix != Fix::default() {
            return bad("only an event that is `fixed` has fields; leave them out, or set the verdict");
        }
        let tx = self.db.transaction()?;
        let (report, number, id, record) = event(&*tx, &judgement.event)?;
        let Some(event) = record.events.iter().find(|e| e.id == id) else {
            return bad("the event is not in the record; check the archive");
        };
        let coded = Snapshot::of(&record, event);
        let fixed = match judgement.verdict {
            Verdict::Fixed => Some(judgement.fix.apply(&record, event)?),
            _ => None,
        };
        if fixed.as_ref() == Some(&coded) {
            return bad("nothing differs from what was coded; say `right`, or what to fix");
        }
        let row = Kept {
            report,
            number,
            verdict: judgement.verdict,
            author,
            made: &judgement.made,
            note,
            coded: &coded,
            fixed: fixed.as_ref(),
        }
        .keep(&*tx)?;
        tx.commit()?;
        Ok(row)
    }

    /// All corrections, last first: of a report (key or id), an event (lasting name) or an author, where given. `before`:
    /// only those with a smaller number; `most`: most rows.
    ///
    /// # Errors
    /// The archive cannot be read, or the rows cannot be written.
    pub fn corrections(
        &self,
        report: Option<&str>,
        event: Option<&str>,
        author: Option<&str>,
        before: Option<i64>,
        most: u64,
        to: &mut dyn Rows,
    ) -> Result<u64> {
        let columns = columns(&[
            ("correction", Kind::Text),
            ("event", Kind::Text),
            ("report", Kind::Text),
            ("title", Kind::Text),
            ("verdict", Kind::Text),
            ("author", Kind::Text),
            ("made", Kind::Text),
            ("note", Kind::Text),
            ("type", Kind::Text),
            ("trigger", Kind::Text),
            ("fixed_type", Kind::Text),
            ("start", Kind::Integer),
            ("holds", Kind::Boolean),
        ]);
        let sql = format!(
            "SELECT CAST(e.correction AS TEXT), {UID_SQL}, r.id, r.title, e.verdict, e.author, e.made, e.note,
               NOT EXISTS (SELECT 1 FROM correction l WHERE l.report = e.report AND l.number = e.number AND l.correction > e.correction),
               e.coded, e.fixed
             FROM correction e JOIN report r ON r.report = e.report
             WHERE (?1 IS NULL OR r.key = ?1 OR r.id = ?1) AND (?2 IS NULL OR {UID_SQL} = ?2) AND (?3 IS NULL OR e.author = ?3)
               AND (?4 IS NULL OR e.correction < ?4)
             ORDER BY e.correction DESC LIMIT ?5"
        );
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let text = |text: Option<String>| text.map_or(Cell::Null, Cell::Text);
        let mut count = 0;
        to.begin(&columns)?;
        self.db.each(&sql, values![report, event, author, before, most], &mut |row| {
            let read = |json: String| {
                serde_json::from_str::<Snapshot>(&json)
                    .map_err(|e| ArchiveError::Cell(format!("a correction cannot be read: {e}")))
            };
            let coded = read(row.get(9)?)?;
            let fixed = row.get::<Option<String>>(10)?.map(read).transpose()?;
            let trigger = coded.event.trigger.first();
            let mut line = cells(row, &columns[..8])?;
            line.extend([
                text(coded.event.kind.clone()),
                text(trigger.map(|t| t.text.clone())),
                text(fixed.and_then(|f| f.event.kind)),
                trigger.map_or(Cell::Null, |t| Cell::Integer(t.start.into())),
                Cell::Boolean(row.get(8)?),
            ]);
            to.row(&line)?;
            count += 1;
            Ok(true)
        })?;
        to.end()?;
        Ok(count)
    }

    /// The events of a report in order of their numbers: lasting name, id in the record of today, and what holds of it. An
    /// event that the coding of today no longer has stands there when somebody looked at it.
    ///
    /// # Errors
    /// The archive cannot be read, or a correction is damaged.
    pub fn reviews(&self, key_or_id: &str) -> Result<Vec<Standing>> {
        let find = "SELECT report, key FROM report WHERE key = ?1 OR id = ?1 ORDER BY report LIMIT 1";
        let found: Option<(i64, String)> =
            self.db.first(find, values![key_or_id], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let Some((report, key)) = found else { return Ok(Vec::new()) };
        let held = self.held(report)?;
        let find = "SELECT number, record_id FROM event WHERE report = ?1 ORDER BY number";
        let events: Vec<(i64, String)> =
            self.db.all(find, values![report], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let mut all = Vec::new();
        for (number, id) in &events {
            let review = held.iter().find(|r| r.number == *number).cloned();
            all.push((crate::body::uid(&key, *number), Some(id.clone()), review));
        }
        for review in held.into_iter().filter(|h| h.record_id.is_none()) {
            all.push((crate::body::uid(&key, review.number), None, Some(review)));
        }
        Ok(all)
    }

    /// What holds of the events of a report that somebody looked at, by number.
    pub(crate) fn held(&self, report: i64) -> Result<Vec<Review>> {
        let find = "SELECT v.number, e.record_id, v.verdict, v.author, v.made, v.note, v.coded, v.fixed,
               EXISTS (SELECT 1 FROM correction a WHERE a.report = v.report AND a.number = v.number AND a.verdict = 'added')
             FROM review v LEFT JOIN event e ON e.report = v.report AND e.number = v.number
             WHERE v.report = ?1 AND v.verdict <> 'unreviewed' ORDER BY v.number";
        self.db.all(find, values![report], |row| {
            let number: i64 = row.get(0)?;
            let damaged = |why: String| ArchiveError::Damaged {
                key: format!("row {report}"),
                why: format!("the correction of its event {number}: {why}"),
            };
            let read = |json: String| serde_json::from_str(&json).map_err(|e| damaged(e.to_string()));
            let verdict: String = row.get(2)?;
            Ok(Review {
                number,
                record_id: row.get(1)?,
                added: row.get(8)?,
                verdict: Verdict::named(&verdict).ok_or_else(|| damaged(format!("`{verdict}` is none")))?,
                author: row.get(3)?,
                made: row.get(4)?,
                note: row.get(5)?,
                coded: read(row.get(6)?)?,
                fixed: row.get::<Option<String>>(7)?.map(read).transpose()?,
            })
        })
    }
}

/// A correction as it is kept.
pub(crate) struct Kept<'a> {
    pub report: i64,
    pub number: i64,
    pub verdict: Verdict,
    pub author: &'a str,
    pub made: &'a str,
    pub note: Option<&'a str>,
    pub coded: &'a Snapshot,
    pub fixed: Option<&'a Snapshot>,
}

impl Kept<'_> {
    /// Keeps it; its number.
    pub(crate) fn keep(&self, db: &dyn Database) -> Result<i64> {
        let json = |s: &Snapshot| serde_json::to_string(s).map_err(std::io::Error::from);
        db.one(
            "INSERT INTO correction (report, number, verdict, author, made, note, coded, fixed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING correction",
            values![
                self.report,
                self.number,
                self.verdict.name(),
                self.author,
                self.made,
                self.note,
                json(self.coded)?,
                self.fixed.map(json).transpose()?,
            ],
            |r| r.get(0),
        )
    }
}

/// Who says something, and why; an error names the bound.
pub(crate) fn signed<'a>(author: &'a str, note: Option<&'a str>) -> Result<(&'a str, Option<&'a str>)> {
    let author = author.trim();
    if author.is_empty() || author.len() > NAME || author.chars().any(char::is_control) {
        return Err(ArchiveError::Query("author: a name of at most 100 bytes".to_owned()));
    }
    let note = note.map(str::trim).filter(|n| !n.is_empty());
    if note.is_some_and(|n| n.len() > NOTE) {
        return Err(ArchiveError::Query("note: 2,000 bytes at most".to_owned()));
    }
    Ok((author, note))
}

/// The event of a lasting name: report, number, id in the record, and the record. One that an analyst added stands in the
/// record that is given back.
fn event(db: &dyn Database, uid: &str) -> Result<(i64, i64, String, Record)> {
    let unknown = || ArchiveError::Query(format!("there is no event `{uid}`"));
    let (key, number) = uid.rsplit_once('-').ok_or_else(unknown)?;
    if key.len() != 16 || !key.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(unknown());
    }
    let number: i64 = number.parse().map_err(|_| unknown())?;
    let found = db.first(
        "SELECT r.report, e.record_id, r.key, r.body, p.json
         FROM report r JOIN producer p ON p.producer = r.producer
         LEFT JOIN event e ON e.report = r.report AND e.number = ?2 WHERE r.key >= ?1 AND r.key < ?1 || 'g'",
        values![key, number],
        |r| {
            let (key, body): (String, Vec<u8>) = (r.get(2)?, r.get(3)?);
            let producer: String = r.get(4)?;
            Ok((r.get::<i64>(0)?, r.get::<Option<String>>(1)?, unpack(&key, &body, &producer)?))
        },
    )?;
    let (report, id, mut record) = found.ok_or_else(unknown)?;
    if let Some(id) = id {
        return Ok((report, number, id, record));
    }
    let added: Option<String> = db.first(
        "SELECT coded FROM correction WHERE report = ?1 AND number = ?2 AND verdict = 'added'",
        values![report, number],
        |r| r.get(0),
    )?;
    let added: Snapshot = serde_json::from_str(&added.ok_or_else(unknown)?).map_err(|e| {
        ArchiveError::Damaged { key: key.to_owned(), why: format!("event {number}, which was added: {e}") }
    })?;
    let id = format!("event{}", record.events.len() + 1);
    added.weave(&mut record, &id);
    Ok((report, number, id, record))
}
