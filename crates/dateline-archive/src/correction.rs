//! Corrections: what analysts say of coded events.
//!
//! A correction is added and never changed; of several on one event the last holds. Each keeps the event as it was coded
//! then, so that a new coding takes nothing of it away.

use crate::archive::Archive;
use crate::body::{UID_SQL, unpack};
use crate::error::{ArchiveError, Result};
use crate::fix::{Fix, Snapshot};
use crate::query::hand_on;
use crate::rows::{Column, Kind, Rows};
use dateline_record::Record;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
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
            Verdict::Unreviewed => "unreviewed",
        }
    }

    /// The verdict of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Verdict> {
        [Verdict::Right, Verdict::Wrong, Verdict::Fixed, Verdict::Unreviewed]
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
        let author = judgement.author.trim();
        if author.is_empty() || author.len() > NAME || author.chars().any(char::is_control) {
            return bad("author: a name of at most 100 bytes");
        }
        let note = judgement.note.as_deref().map(str::trim).filter(|n| !n.is_empty());
        if note.is_some_and(|n| n.len() > NOTE) {
            return bad("note: 2,000 bytes at most");
        }
        if judgement.verdict != Verdict::Fixed && judgement.fix != Fix::default() {
            return bad("only an event that is `fixed` has fields; leave them out, or set the verdict");
        }
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (report, number, id, record) = event(&tx, &judgement.event)?;
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
        let json = |s: &Snapshot| serde_json::to_string(s).map_err(std::io::Error::from);
        tx.execute(
            "INSERT INTO correction (report, number, verdict, author, made, note, coded, fixed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                report,
                number,
                judgement.verdict.name(),
                author,
                judgement.made,
                note,
                json(&coded)?,
                fixed.as_ref().map(json).transpose()?,
            ],
        )?;
        let row = tx.last_insert_rowid();
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
        let columns = [
            Column::new("correction", Kind::Text),
            Column::new("event", Kind::Text),
            Column::new("report", Kind::Text),
            Column::new("title", Kind::Text),
            Column::new("verdict", Kind::Text),
            Column::new("author", Kind::Text),
            Column::new("made", Kind::Text),
            Column::new("note", Kind::Text),
            Column::new("type", Kind::Text),
            Column::new("trigger", Kind::Text),
            Column::new("fixed_type", Kind::Text),
            Column::new("start", Kind::Integer),
            Column::new("holds", Kind::Boolean),
        ];
        let mut find = self.conn.prepare_cached(&format!(
            "SELECT CAST(e.correction AS TEXT), {UID_SQL}, r.id, r.title, e.verdict, e.author, e.made, e.note,
               e.coded ->> '$.event.type', e.coded ->> '$.event.trigger[0].text', e.fixed ->> '$.event.type',
               e.coded ->> '$.event.trigger[0].start',
               NOT EXISTS (SELECT 1 FROM correction l WHERE l.report = e.report AND l.number = e.number AND l.correction > e.correction)
             FROM correction e JOIN report r ON r.report = e.report
             WHERE (?1 IS NULL OR r.key = ?1 OR r.id = ?1) AND (?2 IS NULL OR {UID_SQL} = ?2) AND (?3 IS NULL OR e.author = ?3)
               AND (?4 IS NULL OR e.correction < ?4)
             ORDER BY e.correction DESC LIMIT ?5"
        ))?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        hand_on(find.query(params![report, event, author, before, most])?, &columns, to)
    }

    /// The events of a report in order of their numbers: lasting name, id in the record of today, and what holds of it. An
    /// event that the coding of today no longer has stands there when somebody looked at it.
    ///
    /// # Errors
    /// The archive cannot be read, or a correction is damaged.
    pub fn reviews(&self, key_or_id: &str) -> Result<Vec<Standing>> {
        let find = "SELECT report, key FROM report WHERE key = ?1 OR id = ?1 ORDER BY report LIMIT 1";
        let found: Option<(i64, String)> = self
            .conn
            .prepare_cached(find)?
            .query_row([key_or_id], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        let Some((report, key)) = found else { return Ok(Vec::new()) };
        let held = self.held(report)?;
        let mut find = self
            .conn
            .prepare_cached("SELECT number, record_id FROM event WHERE report = ?1 ORDER BY number")?;
        let events: Vec<(i64, String)> = find
            .query_map([report], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<std::result::Result<_, _>>()?;
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
        let mut find = self.conn.prepare_cached(
            "SELECT v.number, e.record_id, v.verdict, v.author, v.made, v.note, v.coded, v.fixed
             FROM review v LEFT JOIN event e ON e.report = v.report AND e.number = v.number
             WHERE v.report = ?1 AND v.verdict <> 'unreviewed' ORDER BY v.number",
        )?;
        let mut rows = find.query([report])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            let damaged = |why: String| ArchiveError::Damaged {
                key: format!("row {report}"),
                why: format!("the correction of its event {number}: {why}"),
            };
            let read = |json: String| serde_json::from_str(&json).map_err(|e| damaged(e.to_string()));
            let verdict: String = row.get(2)?;
            all.push(Review {
                number,
                record_id: row.get(1)?,
                verdict: Verdict::named(&verdict).ok_or_else(|| damaged(format!("`{verdict}` is none")))?,
                author: row.get(3)?,
                made: row.get(4)?,
                note: row.get(5)?,
                coded: read(row.get(6)?)?,
                fixed: row.get::<_, Option<String>>(7)?.map(read).transpose()?,
            });
        }
        Ok(all)
    }
}

/// The event of a lasting name: report, number, id in the record, and the record.
fn event(tx: &Transaction<'_>, uid: &str) -> Result<(i64, i64, String, Record)> {
    let unknown = || ArchiveError::Query(format!("there is no event `{uid}`"));
    let (key, number) = uid.rsplit_once('-').ok_or_else(unknown)?;
    if key.len() != 16 || !key.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(unknown());
    }
    let found: Option<(i64, i64, String, String, Vec<u8>, String)> = tx
        .prepare_cached(
            "SELECT r.report, e.number, e.record_id, r.key, r.body, p.json
             FROM report r JOIN event e ON e.report = r.report JOIN producer p ON p.producer = r.producer
             WHERE r.key >= ?1 AND r.key < ?1 || 'g' AND e.number = CAST(?2 AS INTEGER)",
        )?
        .query_row(params![key, number], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?))
        })
        .optional()?;
    let (report, number, id, key, body, producer) = found.ok_or_else(unknown)?;
    Ok((report, number, id, unpack(&key, &body, &producer)?))
}
