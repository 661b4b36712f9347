//! The archive: one writer at a time, any number of readers beside it.

use crate::body::{Origin, uid, unpack};
use crate::db::address::Address;
use crate::db::postgres::Postgres;
use crate::db::sqlite::Sqlite;
use crate::db::{Database, values};
use crate::error::{ArchiveError, Result};
use crate::keep;
use crate::writing::Writing;
use dateline_record::{Producer, Record};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// An open archive: a file, or a schema of a PostgreSQL database.
pub struct Archive {
    pub(crate) db: Box<dyn Database>,
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

impl Archive {
    /// Opens an archive for writing; makes it when there is none, and brings it up to the schema of today. A path that begins
    /// with `postgres://` is the address of a database.
    ///
    /// # Errors
    /// The archive cannot be opened, belongs to another program or to a newer Dateline.
    pub fn open(path: &Path) -> Result<Archive> {
        Ok(Archive {
            db: match Address::of(path) {
                Address::File(path) => Box::new(Sqlite::open(&path)?),
                Address::Postgres(address) => Box::new(Postgres::open(&address)?),
            },
        })
    }

    /// Opens an archive for reading: no statement can write. Any number of readers may stand beside one writer; each
    /// sees whole batches only. In a folder that cannot be written (a read-only medium) a file is read as it is, when no log of
    /// a writer stands beside it.
    ///
    /// # Errors
    /// As [`Archive::open`]; also when there is no archive or its schema is of an older version.
    pub fn reader(path: &Path) -> Result<Archive> {
        Ok(Archive {
            db: match Address::of(path) {
                Address::File(path) => Box::new(Sqlite::reader(&path)?),
                Address::Postgres(address) => Box::new(Postgres::reader(&address)?),
            },
        })
    }

    /// What is known of a report, for a coder that would name itself `producer` in its record.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn known(&self, origin: &Origin, producer: &Producer) -> Result<Known> {
        let found: Option<(String, String)> = self.db.first(
            "SELECT r.input, p.json FROM report r JOIN producer p ON p.producer = r.producer WHERE r.key = ?1",
            values![&origin.key],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )?;
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
        let tx = self.db.transaction()?;
        let mut writing = Writing::new(&*tx);
        let mut sum = Added::default();
        for entry in entries {
            sum.join(keep::put(&mut writing, entry)?);
        }
        writing.finish()?;
        tx.commit()?;
        Ok(sum)
    }

    /// Waits so long for another that writes, instead of a minute.
    ///
    /// # Errors
    /// The database refuses.
    pub fn patience(&self, time: Duration) -> Result<()> {
        self.db.patience(time)
    }

    /// Lets the file have so many pages of 8,192 bytes and no more, until it is opened anew; fewer than it has means none
    /// more. Returns the number allowed.
    ///
    /// # Errors
    /// The archive cannot be read, or is no file.
    pub fn most_pages(&self, pages: u32) -> Result<u32> {
        let allowed: i64 = self.file("bounding its pages")?.query_row(
            &format!("PRAGMA max_page_count = {pages}"),
            [],
            |r| r.get(0),
        )?;
        Ok(u32::try_from(allowed).unwrap_or(u32::MAX))
    }

    /// The file behind the archive, for what only files need.
    pub(crate) fn file(&self, what: &str) -> Result<&rusqlite::Connection> {
        self.db.file().ok_or_else(|| {
            ArchiveError::Query(format!(
                "{what} is for archives that are files; PostgreSQL has means of its own (pg_dump)"
            ))
        })
    }

    /// Bytes that the archive takes.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn size(&self) -> Result<u64> {
        self.db.size()
    }

    /// A number that is another one whenever something was written into the database; none for a file, whose length and time
    /// tell.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn changes(&self) -> Result<Option<i64>> {
        match self.db.file() {
            Some(_) => Ok(None),
            None => self.db.first("SELECT changes FROM dateline", &[], |r| r.get(0)),
        }
    }

    /// Number of reports kept.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn len(&self) -> Result<u64> {
        let count: i64 = self.db.one("SELECT count(*) FROM report", &[], |r| r.get(0))?;
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
        let row: Option<(String, Vec<u8>, String)> = self.db.first(
            "SELECT r.key, r.body, p.json FROM report r JOIN producer p ON p.producer = r.producer
             WHERE r.key = ?1 OR r.id = ?1 ORDER BY r.report LIMIT 1",
            values![key_or_id],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
        )?;
        row.map(|(key, body, producer)| unpack(&key, &body, &producer)).transpose()
    }

    /// The keys of all reports that were coded by another producer than `current` names for their language, sorted.
    /// `current` is asked once for each language.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn outdated(&self, mut current: impl FnMut(Option<&str>) -> Producer) -> Result<Vec<String>> {
        let mut by_language: BTreeMap<Option<String>, String> = BTreeMap::new();
        let mut keys = Vec::new();
        let sql = "SELECT r.key, r.language, p.json FROM report r JOIN producer p ON p.producer = r.producer ORDER BY r.key";
        self.db.each(sql, &[], &mut |row| {
            let language: Option<String> = row.get(1)?;
            let json: String = row.get(2)?;
            let wanted = by_language
                .entry(language.clone())
                .or_insert_with(|| serde_json::to_string(&current(language.as_deref())).unwrap_or_default());
            if *wanted != json {
                keys.push(row.get(0)?);
            }
            Ok(true)
        })?;
        Ok(keys)
    }

    /// A kept report with the number of its reader's diagnostics.
    ///
    /// # Errors
    /// The archive cannot be read, or the stored record is damaged.
    pub fn entry(&self, key: &str) -> Result<Option<Entry>> {
        let remarks: Option<i64> =
            self.db.first("SELECT remarks FROM report WHERE key = ?1", values![key], |r| r.get(0))?;
        let Some(remarks) = remarks else { return Ok(None) };
        let remarks = usize::try_from(remarks).unwrap_or(0);
        Ok(self.record(key)?.map(|record| Entry { record, remarks }))
    }

    /// The revision log of a report, oldest first.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn revisions(&self, key: &str) -> Result<Vec<Revision>> {
        self.db.all(
            "SELECT v.number, v.action, v.before, v.after FROM revision v JOIN report r ON r.report = v.report
             WHERE r.key = ?1 ORDER BY v.revision",
            values![key],
            |r| {
                Ok(Revision {
                    event: uid(key, r.get(0)?),
                    action: r.get(1)?,
                    before: r.get(2)?,
                    after: r.get(3)?,
                })
            },
        )
    }

    /// Checks the whole archive: what the database itself finds, and that every record reads back. Returns what is wrong.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn check(&self) -> Result<Vec<String>> {
        let mut faults = self.db.checked()?;
        let sql = "SELECT r.key, r.body, p.json, (SELECT count(*) FROM event e WHERE e.report = r.report)
                   FROM report r JOIN producer p ON p.producer = r.producer ORDER BY r.key";
        self.db.each(sql, &[], &mut |row| {
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
            Ok(true)
        })?;
        Ok(faults)
    }
}
