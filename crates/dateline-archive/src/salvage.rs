//! What can still be read of a damaged archive, written into another one: through SQLite where it opens the file, and page by page for
//! what it does not find.
#![allow(clippy::disallowed_methods)] // an archive that SQLite does not open is read as a file

use crate::archive::{Archive, Entry};
use crate::body::{Origin, unpack};
use crate::db::values;
use crate::error::{ArchiveError, Result};
use crate::pages::{Pages, Value};
use dateline_record::Producer;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;

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

/// What an analyst said of an event, as it was kept.
struct Said {
    /// Number of the event in the damaged archive, and its name in the record of today.
    number: i64,
    record_id: Option<String>,
    /// verdict, author, made, note, coded, fixed.
    texts: [Option<String>; 6],
}

impl Archive {
    /// Writes every report whose record can be read into another archive. Reports are looked for through the index of keys
    /// and row by row, so that damage to one hides nothing that the other finds; when something is missing also page by page.
    /// Incidents have to be made anew.
    ///
    /// # Errors
    /// The other archive cannot be written, or this one is no file.
    pub fn salvage(&self, to: &mut Archive) -> Result<Salvaged> {
        let mut saved = Salvaged::default();
        let (keys, whole) = self.keys(&mut saved.faults);
        let mut lost: BTreeMap<&str, String> = BTreeMap::new();
        for batch in keys.chunks(BATCH) {
            let mut entries: Vec<Entry> = Vec::new();
            for key in batch {
                match self.entry(key) {
                    Ok(Some(entry)) => entries.push(entry),
                    Ok(None) => drop(lost.insert(key, "its row is gone".to_owned())),
                    Err(error) => drop(lost.insert(key, error.to_string())),
                }
            }
            to.put(&entries)?;
            saved.reports += entries.len();
            for entry in &entries {
                let key = Origin::of_record(&entry.record).key;
                if let Err(error) = self.said_of(&key).and_then(|said| carry(&key, &said, to)) {
                    saved.faults.push(format!("corrections of report {key}: {error}"));
                }
            }
        }
        let file = self.file("saving what a damaged file holds")?;
        if let Some(path) = file.path().filter(|_| !whole || !lost.is_empty()) {
            let (more, still) = scan(Path::new(path), to)?;
            saved.reports += more.reports;
            saved.faults.extend(more.faults);
            for key in &keys {
                if lost.contains_key(key.as_str()) && to.has(key)? {
                    lost.remove(key.as_str());
                }
            }
            saved.lost = still.iter().filter(|key| !lost.contains_key(key.as_str())).count();
        }
        saved.lost += lost.len();
        saved.faults.extend(lost.iter().take(TOLD).map(|(key, why)| format!("report {key}: {why}")));
        Ok(saved)
    }

    /// The keys of all reports that are found, and whether nothing stood in the way.
    fn keys(&self, faults: &mut Vec<String>) -> (Vec<String>, bool) {
        let mut keys = Vec::new();
        let mut seen = BTreeSet::new();
        let mut whole = true;
        let mut add = |key: String| {
            if seen.insert(key.clone()) {
                keys.push(key);
            }
        };
        // By row, from the first to the last that answers; a row on a damaged page is passed over.
        let last = self.db.one("SELECT max(report) FROM report", &[], |r| r.get::<Option<i64>>(0));
        whole &= last.is_ok();
        let last = last.ok().flatten().unwrap_or(0);
        let (mut row, mut found) = (1, 0);
        while row <= last.max(found + GAP) {
            let find = "SELECT key FROM report WHERE report = ?1";
            match self.db.first(find, values![row], |r| r.get(0)) {
                Ok(Some(key)) => {
                    add(key);
                    found = row;
                }
                Ok(None) => {}
                Err(_) => whole = false,
            }
            row += 1;
        }
        if let Err(error) = self.each_key(&mut add) {
            faults.push(format!("the index of keys: {error}"));
            whole = false;
        }
        (keys, whole)
    }

    fn each_key(&self, add: &mut dyn FnMut(String)) -> Result<()> {
        self.db.each("SELECT key FROM report ORDER BY key", &[], &mut |row| {
            add(row.get(0)?);
            Ok(true)
        })
    }

    fn has(&self, key: &str) -> Result<bool> {
        Ok(self.db.first("SELECT 1 FROM report WHERE key = ?1", values![key], |r| r.get::<i64>(0))?.is_some())
    }

    /// What was said of the events of a report, oldest first.
    fn said_of(&self, key: &str) -> Result<Vec<Said>> {
        let find = "SELECT c.number, e.record_id, c.verdict, c.author, c.made, c.note, c.coded, c.fixed
             FROM correction c JOIN report r ON r.report = c.report
             LEFT JOIN event e ON e.report = c.report AND e.number = c.number WHERE r.key = ?1 ORDER BY c.correction";
        self.db.all(find, values![key], |r| {
            let texts = [r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?, r.get(6)?, r.get(7)?];
            Ok(Said { number: r.get(0)?, record_id: r.get(1)?, texts })
        })
    }
}

/// Writes the corrections of a report into another archive that has it, where its events have other numbers.
fn carry(key: &str, said: &[Said], to: &mut Archive) -> Result<()> {
    let mut gone: BTreeMap<i64, i64> = BTreeMap::new();
    for said in said {
        let tx = to.db.transaction()?;
        let report: i64 = tx.one("SELECT report FROM report WHERE key = ?1", values![key], |r| r.get(0))?;
        let number = match (&said.record_id, gone.get(&said.number)) {
            (Some(id), _) => tx.one(
                "SELECT number FROM event WHERE report = ?1 AND record_id = ?2",
                values![report, id.as_str()],
                |r| r.get(0),
            )?,
            (None, Some(number)) => *number,
            // The event is in no coding of today: it keeps a number of its own.
            (None, None) => tx.one(NUMBER, values![report], |r| r.get(0))?,
        };
        gone.insert(said.number, number);
        let [verdict, author, made, note, coded, fixed] = &said.texts;
        tx.execute(
            "INSERT INTO correction (report, number, verdict, author, made, note, coded, fixed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            values![
                report,
                number,
                verdict.clone(),
                author.clone(),
                made.clone(),
                note.clone(),
                coded.clone(),
                fixed.clone()
            ],
        )?;
        tx.commit()?;
    }
    Ok(())
}

/// Type of a text of 32 bytes, as keys are.
const KEY: u64 = 13 + 2 * 32;

fn is_text(serial: u64) -> bool {
    serial > 12 && !serial.is_multiple_of(2)
}

fn is_int(serial: u64) -> bool {
    matches!(serial, 1..=6 | 8 | 9)
}

/// Rows of the table of reports: a key, the hash of the input, the record; what later schemas add stands behind.
fn is_report(types: &[u64]) -> bool {
    types.len() >= 17
        && types[0] == 0
        && (types[1], types[13]) == (KEY, KEY)
        && is_text(types[11])
        && is_int(types[12])
        && types[16] >= 12
        && types[16].is_multiple_of(2)
}

fn is_producer(types: &[u64]) -> bool {
    types.len() == 2 && types[0] == 0 && is_text(types[1])
}

fn is_correction(types: &[u64]) -> bool {
    types.len() == 9
        && types[0] == 0
        && types[1..3].iter().all(|t| is_int(*t))
        && types[3..6].iter().all(|t| is_text(*t))
        && is_text(types[7])
}

fn is_event(types: &[u64]) -> bool {
    types.len() >= 26 && types[0] == 0 && types[1..3].iter().all(|t| is_int(*t)) && is_text(types[3])
}

/// Writes every report that still stands on a page of the file, and that the other archive does not have, into that archive: for a file
/// that SQLite does not open since its first page or its list of tables is gone. Where a record stands there twice, the one that was
/// coded last is taken. What was not yet moved from the log of a writer into the file is not found.
///
/// # Errors
/// The file cannot be read, or the other archive cannot be written.
pub fn salvage_pages(path: &Path, to: &mut Archive) -> Result<Salvaged> {
    let (saved, lost) = scan(path, to)?;
    Ok(Salvaged { lost: lost.len(), ..saved })
}

/// What was saved, and the keys of those reports whose row was found but whose record does not read.
fn scan(path: &Path, to: &mut Archive) -> Result<(Salvaged, BTreeSet<String>)> {
    let mut pages = Pages::new(File::open(path)?)?;
    let mut saved = Salvaged::default();
    let mut producers: BTreeMap<i64, String> = BTreeMap::new();
    // Corrections by report, in their order, with event numbers.
    let mut said: BTreeMap<i64, BTreeMap<i64, Said>> = BTreeMap::new();
    // For each key the row of the report coded last: its producer and its number.
    let mut latest: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    pages.rows(&|t| is_producer(t) || is_correction(t) || is_report(t), |row, values| {
        match values.as_slice() {
            [_, Value::Text(json)] if serde_json::from_str::<Producer>(json).is_ok() => {
                producers.insert(row, json.clone());
            }
            [_, Value::Int(report), Value::Int(number), texts @ ..] if texts.len() == 6 => {
                let texts = std::array::from_fn(|i| texts[i].text().map(str::to_owned));
                let one = Said { number: *number, record_id: None, texts };
                said.entry(*report).or_default().insert(row, one);
            }
            [_, Value::Text(key), ..] if values.len() >= 17 => {
                let coded = values[12].int().unwrap_or(0);
                let best = latest.entry(key.clone()).or_insert((coded, row));
                *best = (*best).max((coded, row));
            }
            _ => {}
        }
        Ok::<(), ArchiveError>(())
    })?;
    // Names of the corrected events.
    let mut names: BTreeMap<(i64, i64), String> = BTreeMap::new();
    if !said.is_empty() {
        pages.rows(&is_event, |_, values| {
            if let [_, Value::Int(report), Value::Int(number), Value::Text(id), ..] = values.as_slice()
                && said.contains_key(report)
            {
                names.insert((*report, *number), id.clone());
            }
            Ok::<(), ArchiveError>(())
        })?;
    }
    let unknown = serde_json::to_string(&Producer::default()).map_err(std::io::Error::from)?;
    let mut orphans = 0;
    let mut entries: Vec<(i64, Entry)> = Vec::new();
    pages.rows(&is_report, |row, values| {
        let [_, Value::Text(key), ..] = values.as_slice() else { return Ok(()) };
        let (Some(producer), Value::Blob(body)) = (values[12].int(), &values[16]) else { return Ok(()) };
        if latest.get(key) != Some(&(producer, row)) || to.has(key)? {
            return Ok(());
        }
        let json = producers.get(&producer);
        match unpack(key, body, json.unwrap_or(&unknown)) {
            Ok(record) if Origin::of_record(&record).key == *key => {
                orphans += usize::from(json.is_none());
                latest.remove(key);
                let remarks = values[14].int().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
                entries.push((row, Entry { record, remarks }));
            }
            Ok(_) => {}
            Err(error) if saved.faults.len() < TOLD => saved.faults.push(error.to_string()),
            Err(_) => {}
        }
        if entries.len() == BATCH {
            saved.reports += write(&mut entries, &mut said, &names, &mut saved.faults, to)?;
        }
        Ok::<(), ArchiveError>(())
    })?;
    saved.reports += write(&mut entries, &mut said, &names, &mut saved.faults, to)?;
    if orphans > 0 {
        let what = "reports do not say any more what coded them; `dateline recode` codes them anew";
        saved.faults.push(format!("{orphans} {what}"));
    }
    let mut lost = BTreeSet::new();
    for key in latest.into_keys() {
        if !to.has(&key)? {
            lost.insert(key);
        }
    }
    Ok((saved, lost))
}

/// Writes a batch of reports and what was said of their events; empties it and returns how many there were.
fn write(
    entries: &mut Vec<(i64, Entry)>,
    said: &mut BTreeMap<i64, BTreeMap<i64, Said>>,
    names: &BTreeMap<(i64, i64), String>,
    faults: &mut Vec<String>,
    to: &mut Archive,
) -> Result<usize> {
    let (rows, batch): (Vec<i64>, Vec<Entry>) = entries.drain(..).unzip();
    to.put(&batch)?;
    for (row, entry) in rows.iter().zip(&batch) {
        let Some(here) = said.remove(row) else { continue };
        let key = Origin::of_record(&entry.record).key;
        let here: Vec<Said> = here
            .into_values()
            .map(|s| Said { record_id: names.get(&(*row, s.number)).cloned(), ..s })
            .collect();
        if let Err(error) = carry(&key, &here, to) {
            faults.push(format!("corrections of report {key}: {error}"));
        }
    }
    Ok(batch.len())
}

/// Takes the next number of an event of a report.
pub(crate) const NUMBER: &str =
    "UPDATE report SET next_event = next_event + 1 WHERE report = ?1 RETURNING next_event - 1";
