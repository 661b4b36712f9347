//! What can still be read of a damaged archive, written into another one.

use crate::archive::{Archive, Entry};
use crate::error::Result;
use std::collections::BTreeSet;

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
    /// The other archive cannot be written.
    pub fn salvage(&self, to: &mut Archive) -> Result<Salvaged> {
        let mut saved = Salvaged::default();
        let mut keys = Vec::new();
        let mut seen = BTreeSet::new();
        let mut add = |key: String| {
            if seen.insert(key.clone()) {
                keys.push(key);
            }
        };
        // By row, from the first to the last that answers; a row on a damaged page is passed over.
        let last: i64 = self
            .conn
            .query_row("SELECT max(report) FROM report", [], |r| r.get::<_, Option<i64>>(0))
            .ok()
            .flatten()
            .unwrap_or(0);
        let (mut row, mut found) = (1, 0);
        while row <= last.max(found + GAP) {
            let key = self
                .conn
                .prepare_cached("SELECT key FROM report WHERE report = ?1")
                .and_then(|mut find| find.query_row([row], |r| r.get::<_, String>(0)));
            if let Ok(key) = key {
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
        }
        Ok(saved)
    }

    fn each_key(&self, add: &mut dyn FnMut(String)) -> Result<()> {
        let mut find = self.conn.prepare("SELECT key FROM report ORDER BY key")?;
        let mut rows = find.query([])?;
        while let Some(row) = rows.next()? {
            add(row.get(0)?);
        }
        Ok(())
    }
}
