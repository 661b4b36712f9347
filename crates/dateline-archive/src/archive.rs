//! The archive: one file, one writer, any number of readers beside it.
#![allow(clippy::disallowed_methods)] // the archive is a file: opening and writing it is this module's work

use crate::body::{Origin, pack, uid, unpack};
use crate::error::{ArchiveError, Result};
use crate::recode::{Old, meaning, pair};
use crate::{copies, counts, incidents, schema, write};
use dateline_record::{Producer, Record};
use rusqlite::{
    Connection, ErrorCode, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params,
};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// How long a connection waits for another that writes.
const PATIENCE: Duration = Duration::from_secs(60);

/// An open archive.
pub struct Archive {
    pub(crate) conn: Connection,
}

/// One coded report to be kept.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What the coder wrote.
    pub record: Record,
    /// How many of the record's first diagnostics were made by the reader, not by the coder; they outlast a new coding.
    pub remarks: usize,
}

/// What the archive knows of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It is not kept.
    New,
    /// It is kept and was coded by another producer, or the input said something else of it.
    Outdated,
    /// It is kept as it would be coded now.
    Current,
}

/// What came of adding reports. All are counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Reports that were not kept before.
    pub added: usize,
    /// Reports whose record changed.
    pub changed: usize,
    /// Reports that were kept already with the same record.
    pub same: usize,
    /// Events of kept reports that came, changed or went.
    pub revised_events: usize,
}

impl Added {
    /// Adds other counts to these.
    pub fn join(&mut self, other: Added) {
        self.added += other.added;
        self.changed += other.changed;
        self.same += other.same;
        self.revised_events += other.revised_events;
    }
}

/// One line of the revision log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Lasting name of the event.
    pub event: String,
    /// added, changed or withdrawn.
    pub action: String,
    /// The event before, as JSON with what its ids stand for; null when it is new.
    pub before: Option<String>,
    /// The event after; null when it was withdrawn.
    pub after: Option<String>,
}

/// Whether the file exists and nothing that a writer has not yet moved into it stands beside it.
fn has_no_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    path.is_file() && std::fs::metadata(log).map_or(0, |m| m.len()) == 0
}

/// The address of a file that nobody changes, as SQLite wants it.
fn unchanging(path: &Path) -> String {
    let mut address = String::from("file:");
    for c in path.to_string_lossy().chars() {
        match c {
            '%' => address.push_str("%25"),
            '?' => address.push_str("%3f"),
            '#' => address.push_str("%23"),
            c => address.push(c),
        }
    }
    address + "?immutable=1"
}

impl Archive {
    /// Opens an archive for writing; makes it when there is none, and brings it up to the schema of today.
    ///
    /// # Errors
    /// The file cannot be opened, belongs to another program or to a newer Dateline.
    pub fn open(path: &Path) -> Result<Archive> {
        let mut conn = Connection::open(path)?;
        conn.busy_timeout(PATIENCE)?;
        // In one look: another process may be making the tables.
        schema::version(&*conn.transaction()?, path)?;
        conn.execute_batch(
            "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;",
        )?;
        conn.set_prepared_statement_cache_capacity(128);
        schema::migrate(&mut conn, path, schema::VERSION)?;
        Ok(Archive { conn })
    }

    /// Opens an archive for reading: no statement can write. Any number of readers may stand beside one writer; each
    /// sees whole batches only. In a folder that cannot be written (a read-only medium) the file is read as it is, when no log of
    /// a writer stands beside it.
    ///
    /// # Errors
    /// As [`Archive::open`]; also when the file does not exist or its schema is of an older version.
    pub fn reader(path: &Path) -> Result<Archive> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        match Archive::read_with(Connection::open_with_flags(path, flags), path) {
            Err(ArchiveError::Sqlite(error))
                if error.sqlite_error_code() == Some(ErrorCode::CannotOpen) && has_no_log(path) =>
            {
                let flags = flags | OpenFlags::SQLITE_OPEN_URI;
                Archive::read_with(Connection::open_with_flags(unchanging(path), flags), path)
            }
            outcome => outcome,
        }
    }

    fn read_with(conn: rusqlite::Result<Connection>, path: &Path) -> Result<Archive> {
        let conn = conn?;
        conn.busy_timeout(PATIENCE)?;
        let found = schema::version(&*conn.unchecked_transaction()?, path)?;
        if found < schema::VERSION {
            return Err(ArchiveError::Older(found));
        }
        conn.execute_batch(
            "PRAGMA query_only = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;",
        )?;
        conn.set_prepared_statement_cache_capacity(128);
        Ok(Archive { conn })
    }

    /// What is known of a report, for a coder that would name itself `producer` in its record.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn known(&self, origin: &Origin, producer: &Producer) -> Result<Known> {
        let found: Option<(String, String)> = self
            .conn
            .prepare_cached(
                "SELECT r.input, p.json FROM report r JOIN producer p ON p.producer = r.producer WHERE r.key = ?1",
            )?
            .query_row([&origin.key], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        let Some((input, json)) = found else { return Ok(Known::New) };
        let current = serde_json::to_string(producer).is_ok_and(|p| p == json) && input == origin.input;
        Ok(if current { Known::Current } else { Known::Outdated })
    }

    /// Keeps reports, in one transaction: after an error, or when the process is killed, either all or none of them are
    /// kept. A report that is kept already is compared with its new record; only rows that differ are written, events
    /// keep their names, and each difference goes into the revision log.
    ///
    /// # Errors
    /// The archive cannot be written; nothing of this batch is kept then.
    pub fn put(&mut self, entries: &[Entry]) -> Result<Added> {
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut sum = Added::default();
        for entry in entries {
            sum.join(put(&tx, entry)?);
        }
        tx.commit()?;
        Ok(sum)
    }

    /// Waits so long for another that writes, instead of a minute.
    ///
    /// # Errors
    /// SQLite refuses.
    pub fn patience(&self, time: Duration) -> Result<()> {
        Ok(self.conn.busy_timeout(time)?)
    }

    /// Lets the file have so many pages of 8,192 bytes and no more, until it is opened anew; fewer than it has means none
    /// more. Returns the number allowed.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn most_pages(&self, pages: u32) -> Result<u32> {
        let allowed: i64 =
            self.conn.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |r| r.get(0))?;
        Ok(u32::try_from(allowed).unwrap_or(u32::MAX))
    }

    /// Number of reports kept.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn len(&self) -> Result<u64> {
        let count: i64 = self.conn.query_row("SELECT count(*) FROM report", [], |r| r.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Whether no report is kept.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }

    /// The record of a report by its key or its id; for an id that several reports share, the one kept first.
    ///
    /// # Errors
    /// The archive cannot be read, or the stored record is damaged.
    pub fn record(&self, key_or_id: &str) -> Result<Option<Record>> {
        let row: Option<(String, Vec<u8>, String)> = self
            .conn
            .prepare_cached(
                "SELECT r.key, r.body, p.json FROM report r JOIN producer p ON p.producer = r.producer
                 WHERE r.key = ?1 OR r.id = ?1 ORDER BY r.report LIMIT 1",
            )?
            .query_row([key_or_id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .optional()?;
        row.map(|(key, body, producer)| unpack(&key, &body, &producer)).transpose()
    }

    /// The keys of all reports that were coded by another producer than `current` names for their language, sorted.
    /// `current` is asked once for each language.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn outdated(&self, mut current: impl FnMut(Option<&str>) -> Producer) -> Result<Vec<String>> {
        let mut by_language: BTreeMap<Option<String>, String> = BTreeMap::new();
        let mut find = self.conn.prepare(
            "SELECT r.key, r.language, p.json FROM report r JOIN producer p ON p.producer = r.producer ORDER BY r.key",
        )?;
        let mut rows = find.query([])?;
        let mut keys = Vec::new();
        while let Some(row) = rows.next()? {
            let language: Option<String> = row.get(1)?;
            let json: String = row.get(2)?;
            let wanted = by_language
                .entry(language.clone())
                .or_insert_with(|| serde_json::to_string(&current(language.as_deref())).unwrap_or_default());
            if *wanted != json {
                keys.push(row.get(0)?);
            }
        }
        Ok(keys)
    }

    /// A kept report with the number of its reader's diagnostics.
    ///
    /// # Errors
    /// The archive cannot be read, or the stored record is damaged.
    pub fn entry(&self, key: &str) -> Result<Option<Entry>> {
        let remarks: Option<i64> = self
            .conn
            .prepare_cached("SELECT remarks FROM report WHERE key = ?1")?
            .query_row([key], |r| r.get(0))
            .optional()?;
        let Some(remarks) = remarks else { return Ok(None) };
        let remarks = usize::try_from(remarks).unwrap_or(0);
        Ok(self.record(key)?.map(|record| Entry { record, remarks }))
    }

    /// The revision log of a report, oldest first.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn revisions(&self, key: &str) -> Result<Vec<Revision>> {
        let mut find = self.conn.prepare_cached(
            "SELECT v.number, v.action, v.before, v.after FROM revision v JOIN report r ON r.report = v.report
             WHERE r.key = ?1 ORDER BY v.revision",
        )?;
        let rows = find.query_map([key], |r| {
            Ok(Revision {
                event: uid(key, r.get(0)?),
                action: r.get(1)?,
                before: r.get(2)?,
                after: r.get(3)?,
            })
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Checks the whole file: SQLite's own check, and that every record reads back. Returns what is wrong.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn check(&self) -> Result<Vec<String>> {
        let mut faults: Vec<String> = Vec::new();
        let mut check = self.conn.prepare("PRAGMA integrity_check")?;
        let lines = check.query_map([], |r| r.get::<_, String>(0))?;
        for line in lines {
            let line = line?;
            if line != "ok" {
                faults.push(line);
            }
        }
        let mut all = self.conn.prepare(
            "SELECT r.key, r.body, p.json, (SELECT count(*) FROM event e WHERE e.report = r.report)
             FROM report r JOIN producer p ON p.producer = r.producer ORDER BY r.key",
        )?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let (key, body, producer): (String, Vec<u8>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let events: i64 = row.get(3)?;
            match unpack(&key, &body, &producer) {
                Ok(record) if record.events.len() as i64 == events => {}
                Ok(record) => {
                    faults.push(format!(
                        "report {key}: {} events in its record, {events} rows",
                        record.events.len()
                    ));
                }
                Err(e) => faults.push(e.to_string()),
            }
        }
        Ok(faults)
    }
}

fn put(tx: &Transaction<'_>, entry: &Entry) -> Result<Added> {
    let origin = Origin::of_record(&entry.record);
    let find = "SELECT r.report, r.key, r.body, p.json, r.producer, r.next_event
                FROM report r JOIN producer p ON p.producer = r.producer WHERE r.key = ?1";
    let known = tx
        .prepare_cached(find)?
        .query_row([&origin.key], |r| {
            let body: Vec<u8> = r.get(2)?;
            Ok((r.get(0)?, r.get::<_, String>(1)?, body, r.get::<_, String>(3)?, r.get(4)?, r.get(5)?))
        })
        .optional()?;
    match known {
        None => insert(tx, entry, &origin),
        Some((report, key, body, producer, old_producer, next)) => {
            let old = unpack(&key, &body, &producer)?;
            let place = Kept { report, old_producer, next };
            update(tx, entry, &origin, &old, place)
        }
    }
}

/// Where a kept report stands.
struct Kept {
    report: i64,
    old_producer: i64,
    next: i64,
}

fn insert(tx: &Transaction<'_>, entry: &Entry, origin: &Origin) -> Result<Added> {
    let record = &entry.record;
    let evidence = serde_json::to_value(record.published.evidence).map_err(std::io::Error::from)?;
    tx.prepare_cached(
        "INSERT INTO report (key, id, content_id, url, publisher, title, language, published, earliest, latest, evidence,
           producer, input, remarks, next_event, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?
    .execute(params![
        origin.key,
        record.id,
        record.content_id,
        record.url,
        record.publisher,
        record.title,
        record.language,
        record.published.value,
        record.published.earliest,
        record.published.latest,
        evidence.as_str().unwrap_or("unknown"),
        write::producer(tx, record)?,
        origin.input,
        entry.remarks as i64,
        record.events.len() as i64 + 1,
        pack(record)?,
    ])?;
    let report = tx.last_insert_rowid();
    tx.prepare_cached("INSERT INTO report_text (rowid, title, text) VALUES (?1, ?2, ?3)")?
        .execute(params![report, record.title, record.text])?;
    let entities = write::entities(record);
    let numbers: BTreeMap<&str, i64> = record.events.iter().map(|e| e.id.as_str()).zip(1..).collect();
    let mut rows = BTreeMap::new();
    for (event, number) in record.events.iter().zip(1..) {
        let inner = event.inner.as_deref().and_then(|id| numbers.get(id)).copied();
        rows.insert(event.id.as_str(), write::event(tx, report, number, event, &entities, inner)?);
    }
    write::details(tx, report, record, &rows)?;
    copies::enter(tx, report, &record.text)?;
    counts::settle(tx, report)?;
    counts::count(tx, report, 1)?;
    incidents::mark(tx, report)?;
    Ok(Added { added: 1, ..Added::default() })
}

fn update(tx: &Transaction<'_>, entry: &Entry, origin: &Origin, old: &Record, kept: Kept) -> Result<Added> {
    let new = &entry.record;
    if old == new {
        return Ok(Added { same: 1, ..Added::default() });
    }
    let report = kept.report;
    let producer = write::producer(tx, new)?;
    tx.prepare_cached(
        "UPDATE report SET title = ?2, language = ?3, published = ?4, earliest = ?5, latest = ?6, evidence = ?7,
           producer = ?8, input = ?9, remarks = ?10 WHERE report = ?1",
    )?
    .execute(params![
        report,
        new.title,
        new.language,
        new.published.value,
        new.published.earliest,
        new.published.latest,
        serde_json::to_value(new.published.evidence).map_err(std::io::Error::from)?.as_str().unwrap_or("unknown"),
        producer,
        origin.input,
        entry.remarks as i64,
    ])?;
    let changed = Added { changed: 1, ..Added::default() };
    let before = Record { producer: new.producer.clone(), ..old.clone() };
    if before == *new {
        return Ok(changed);
    }
    tx.prepare_cached("UPDATE report SET body = ?2 WHERE report = ?1")?
        .execute(params![report, pack(new)?])?;
    if old.title != new.title {
        tx.prepare_cached("INSERT OR REPLACE INTO report_text (rowid, title, text) VALUES (?1, ?2, ?3)")?
            .execute(params![report, new.title, new.text])?;
    }
    incidents::mark(tx, report)?;
    counts::count(tx, report, -1)?;
    let revised = events(tx, &kept, producer, old, new)?;
    copies::settle_report(tx, report)?;
    counts::settle(tx, report)?;
    counts::count(tx, report, 1)?;
    incidents::mark(tx, report)?;
    Ok(Added { revised_events: revised, ..changed })
}

/// Writes the events that differ, and the revision log. Returns how many did.
fn events(tx: &Transaction<'_>, kept: &Kept, producer: i64, old: &Record, new: &Record) -> Result<usize> {
    let report = kept.report;
    let mut find = tx.prepare_cached("SELECT record_id, number, event FROM event WHERE report = ?1")?;
    let stored: BTreeMap<String, (i64, i64)> = find
        .query_map([report], |r| Ok((r.get(0)?, (r.get(1)?, r.get(2)?))))?
        .collect::<std::result::Result<_, _>>()?;
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
    let log = |number: i64, action: &str, before: Option<String>, after: Option<String>| -> Result<()> {
        tx.prepare_cached(
            "INSERT INTO revision (report, number, action, old_producer, new_producer, before, after)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![report, number, action, kept.old_producer, producer, before, after])?;
        Ok(())
    };
    let mut revised = 0;
    // Claims point at events: they go first, and are written again below.
    tx.prepare_cached("DELETE FROM claim WHERE report = ?1")?.execute([report])?;
    for old_event in &old_events {
        if !pairs.contains(&Some(old_event.number)) {
            let before = meaning(old, old_event.event, &old_numbers).to_string();
            log(old_event.number, "withdrawn", Some(before), None)?;
            if let Some(row) = rows_by_number.get(&old_event.number) {
                incidents::forget(tx, *row)?;
                write::remove_event(tx, *row)?;
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
                write::event(tx, report, number, event, &entities, inner)?
            }
            Some(o) => {
                let before = meaning(old, o.event, &old_numbers);
                if before != after {
                    log(number, "changed", Some(before.to_string()), Some(after.to_string()))?;
                    revised += 1;
                    write::event(tx, report, number, event, &entities, inner)?
                } else {
                    let row = rows_by_number.get(&number).copied().unwrap_or_default();
                    if o.event.id != event.id {
                        tx.prepare_cached("UPDATE event SET record_id = ?2 WHERE event = ?1")?
                            .execute(params![row, event.id])?;
                    }
                    row
                }
            }
        };
        rows.insert(event.id.as_str(), row);
    }
    tx.prepare_cached("UPDATE report SET next_event = ?2 WHERE report = ?1")?
        .execute(params![report, next])?;
    write::details(tx, report, new, &rows)?;
    Ok(revised)
}
