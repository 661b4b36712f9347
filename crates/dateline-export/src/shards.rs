//! Coded reports and their events as Parquet, written by one job or by several into one folder.
//!
//! ```text
//! FOLDER/records/part-0002-of-0008.parquet                       a row a report
//! FOLDER/events/month=2020-07/part-0002-of-0008-00000.parquet    a row an event
//! ```
//!
//! A part's file of records is moved to its place last: where it stands, the part is whole. A job that runs again writes
//! the same files.
#![allow(clippy::disallowed_methods)] // this module is where coded reports are written to disk

use crate::Result;
use crate::coded::{Coded, RECORD_COLUMNS, row};
use crate::export::Summary;
use crate::files::beside;
use crate::months::Months;
use crate::parquet::{ParquetFile, Table};
use crate::shard::Shard;
use std::fs::{self, File};
use std::io::{BufWriter, Error, ErrorKind};
use std::path::{Path, PathBuf};

/// One part of a run, being written.
pub struct ShardExport {
    path: PathBuf,
    file: ParquetFile,
    out: BufWriter<File>,
    rows: Table,
    months: Months,
    summary: Summary,
}

impl ShardExport {
    /// Starts a part. What an earlier run of the same part left is removed.
    ///
    /// # Errors
    /// The folder cannot be written, or it holds parts of a run that was cut into another number of parts.
    pub fn new(folder: &Path, shard: Shard) -> Result<ShardExport> {
        let (records, events) = (folder.join("records"), folder.join("events"));
        fs::create_dir_all(&records)?;
        fs::create_dir_all(&events)?;
        clear(&records, shard)?;
        for month in fs::read_dir(&events)? {
            let month = month?.path();
            if month.is_dir() {
                clear(&month, shard)?;
            }
        }
        let stem = shard.stem();
        let path = records.join(format!("{stem}.parquet"));
        Ok(ShardExport {
            out: BufWriter::new(File::create(beside(&path, ".part"))?),
            path,
            file: ParquetFile::new(&RECORD_COLUMNS)?,
            rows: Table::new(&RECORD_COLUMNS),
            months: Months::new(&events, &stem),
            summary: Summary::default(),
        })
    }

    /// Adds a coded report and its events.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn push(&mut self, coded: Coded) -> Result<()> {
        self.summary.reports += 1;
        for event in &coded.record.events {
            self.months.push(&coded.record, event)?;
            self.summary.events += 1;
        }
        self.rows.push(row(coded));
        self.summary.rows += 1;
        if self.rows.full() { self.group() } else { Ok(()) }
    }

    fn group(&mut self) -> Result<()> {
        self.file.group(self.rows.take(), &mut self.out)
    }

    /// Writes what is held and puts the file of records in its place.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn finish(mut self) -> Result<Summary> {
        self.months.flush()?;
        self.group()?;
        self.file.finish(&mut self.out)?;
        drop(self.out);
        fs::rename(beside(&self.path, ".part"), &self.path)?;
        Ok(self.summary)
    }
}

/// Removes the files of a part from a folder.
fn clear(folder: &Path, shard: Shard) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with("part-") {
            continue;
        }
        if !name.contains(&shard.ending()) {
            let message = format!(
                "{} is of a run that was cut into another number of parts; choose another folder",
                entry.path().display()
            );
            return Err(Error::new(ErrorKind::AlreadyExists, message).into());
        }
        if name.starts_with(&shard.stem()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
