//! Rows of events in Parquet files, a folder for each month of the event's first day.
#![allow(clippy::disallowed_methods)] // this module is where exports are written to disk

use crate::Result;
use crate::files::beside;
use crate::flat;
use crate::parquet::{ParquetFile, Table, full};
use crate::text::event_day;
use dateline_record::{EventRecord, Record};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Holds at most 65,536 rows or 16 MB of cells: each time that many have come, every month among them gets another part.
pub(crate) struct Months {
    folder: PathBuf,
    stem: String,
    months: BTreeMap<String, Table>,
    parts: BTreeMap<String, usize>,
    rows: usize,
    bytes: usize,
}

impl Months {
    /// Files named `FOLDER/month=2020-07/STEM-00000.parquet`.
    pub(crate) fn new(folder: &Path, stem: &str) -> Months {
        Months {
            folder: folder.to_owned(),
            stem: stem.to_owned(),
            months: BTreeMap::new(),
            parts: BTreeMap::new(),
            rows: 0,
            bytes: 0,
        }
    }

    /// Adds the row of an event.
    pub(crate) fn push(&mut self, record: &Record, event: &EventRecord) -> Result<()> {
        let day = event_day(record, event);
        let month = day.as_deref().and_then(|d| d.get(..7)).unwrap_or("unknown").to_owned();
        let table = self.months.entry(month).or_insert_with(|| Table::new(&flat::COLUMNS));
        self.bytes += table.push(flat::row(record, event));
        self.rows += 1;
        if full(self.rows, self.bytes) { self.flush() } else { Ok(()) }
    }

    /// Writes what is held. A file is written under another name and moved to its place when it is whole.
    pub(crate) fn flush(&mut self) -> Result<()> {
        for (month, rows) in std::mem::take(&mut self.months) {
            let part = self.parts.entry(month.clone()).or_default();
            let folder = self.folder.join(format!("month={month}"));
            fs::create_dir_all(&folder)?;
            let path = folder.join(format!("{}-{part:05}.parquet", self.stem));
            let mut out = BufWriter::new(File::create(beside(&path, ".part"))?);
            let mut file = ParquetFile::new(&flat::COLUMNS)?;
            file.group(rows, &mut out)?;
            file.finish(&mut out)?;
            out.flush()?;
            fs::rename(beside(&path, ".part"), &path)?;
            *part += 1;
        }
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}
