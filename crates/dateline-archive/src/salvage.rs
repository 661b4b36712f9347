//! What can still be read of a damaged archive, written into another one.

use crate::archive::{Archive, Entry};
use crate::body::Origin;
use crate::db::values;
use crate::error::Result;
use std::collections::{BTreeMap, BTreeSet};

/// Reports written at a time.
const BATCH: usize = 64;
/// Rows behind the last one found that are still asked for: a damaged page hides neighbours, not thousands.
const GAP: i64 = 10_000;
/// Faults told one by one; of further ones only the number of lost reports tells.
const TOLD: usize = 100;

/// What came of saving.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Salvaged {
    /// Reports written.
    pub reports: usize,
    /// Reports whose key was found but whose record could not be read.
    pub lost: usize,
    /// What could not be read, in words; at most some hundred.
    pub faults: Vec<String>,
}

impl Archive {
    /// Writes every report whose record can be read into another archive. Reports are looked for through the index of keys
    /// and row by row, so that damage to one hides nothing that the other finds. Incidents have to be made anew.
    ///
    /// # Errors
    /// The other archive cannot be written, or this one is no file.
    pub fn salvage(&self, to: &mut Archive) -> Result<Salvaged> {
        self.file("saving what a damaged file holds")?;
        let mut saved = Salvaged::default();
        let mut keys = Vec::new();
        let mut seen = BTreeSet::new();
        let mut add = |key: String| {
            if seen.insert(key.clone()) {
                keys.push(key);
            }
        };
        // By row, from the first to the last that answers; a row on a damaged page is passed over.
        let last: Option<i64> =
            self.db.one("SELECT max(report) FROM report", &[], |r| r.get(0)).unwrap_or(None);
        let last = last.unwrap_or(0);
        let (mut row, mut found) = (1, 0);
        while row <= last.max(found + GAP) {
            let find = "SELECT key FROM report WHERE report = ?1";
            if let Ok(Some(key)) = self.db.first(find, values![row], |r| r.get(0)) {
                add(key);
                found = row;
            }
            row += 1;
        }
        if let Err(error) = self.each_key(&mut add) {
            saved.faults.push(format!("the index of keys: {error}"));
        }
        for batch in keys.chunks(BATCH) {
            let mut entries: Vec<Entry> = Vec::new();
            for key in batch {
                match self.entry(key) {
                    Ok(Some(entry)) => entries.push(entry),
                    Ok(None) => saved.lost += 1,
                    Err(error) => {
                        saved.lost += 1;
                        if saved.faults.len() < TOLD {
                            saved.faults.push(format!("report {key}: {error}"));
                        }
                    }
                }
            }
            to.put(&entries)?;
            saved.reports += entries.len();
            for entry in &entries {
                let key = Origin::of_record(&entry.record).key;
                if let Err(error) = self.carry(&key, to) {
                    saved.faults.push(format!("corrections of report {key}: {error}"));
                }
            }
        }
        Ok(saved)
    }

    /// Writes the corrections of a report into another archive that has it, where its events have other numbers.
    fn carry(&self, key: &str, to: &mut Archive) -> Result<()> {
        let find = "SELECT c.number, e.record_id, c.verdict, c.author, c.made, c.note, c.coded, c.fixed
             FROM correction c JOIN report r ON r.report = c.report
             LEFT JOIN event e ON e.report = c.report AND e.number = c.number WHERE r.key = ?1 ORDER BY c.correction";
        let mut gone: BTreeMap<i64, i64> = BTreeMap::new();
        self.db.each(find, values![key], &mut |row| {
            let tx = to.db.transaction()?;
            let report: i64 =
                tx.one("SELECT report FROM report WHERE key = ?1", values![key], |r| r.get(0))?;
            let (old, id): (i64, Option<String>) = (row.get(0)?, row.get(1)?);
            let number: i64 = match (id, gone.get(&old)) {
                (Some(id), _) => tx.one(
                    "SELECT number FROM event WHERE report = ?1 AND record_id = ?2",
                    values![report, id],
                    |r| r.get(0),
                )?,
                (None, Some(number)) => *number,
                // The event is in no coding of today: it keeps a number of its own.
                (None, None) => tx.one(NUMBER, values![report], |r| r.get(0))?,
            };
            gone.insert(old, number);
            let text = |i: usize| row.get::<Option<String>>(i);
            tx.execute(
                "INSERT INTO correction (report, number, verdict, author, made, note, coded, fixed)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                values![report, number, text(2)?, text(3)?, text(4)?, text(5)?, text(6)?, text(7)?],
            )?;
            tx.commit()?;
            Ok(true)
        })
    }

    fn each_key(&self, add: &mut dyn FnMut(String)) -> Result<()> {
        self.db.each("SELECT key FROM report ORDER BY key", &[], &mut |row| {
            add(row.get(0)?);
            Ok(true)
        })
    }
}

/// Takes the next number of an event of a report.
pub(crate) const NUMBER: &str =
    "UPDATE report SET next_event = next_event + 1 WHERE report = ?1 RETURNING next_event - 1";
