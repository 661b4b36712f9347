//! Exports as files, each with its sidecar, and Parquet in a folder by month.
//!
//! A file is written under another name beside its place and moved there when it is whole, so that a broken-off export
//! leaves nothing that looks finished.
#![allow(clippy::disallowed_methods)] // this module is where exports are written to disk

use crate::export::{Exporter, Seen, Summary, Wanted};
use crate::format::{Format, Options};
use crate::months::Months;
use crate::{Result, sidecar};
use dateline_record::Record;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Where the sidecar of an export stands: `events.CSV` has `events.CSV.json`.
#[must_use]
pub fn sidecar_path(path: &Path) -> PathBuf {
    beside(path, ".json")
}

/// The path of a file beside another, named like it with an ending.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// A file being written, with its sidecar; what stood there is replaced when it is finished.
pub struct FileExport {
    exporter: Exporter<'static>,
    format: Format,
    options: Options,
    path: PathBuf,
}

impl FileExport {
    /// Starts the file `PATH.part`.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn new(format: Format, options: Options, path: &Path) -> Result<FileExport> {
        let out = BufWriter::new(File::create(beside(path, ".part"))?);
        let exporter = Exporter::new(format, options, Box::new(out))?;
        Ok(FileExport { exporter, format, options, path: path.to_owned() })
    }

    /// Adds the wanted events of a record.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn push(&mut self, record: &Record, wanted: Wanted<'_>) -> Result<()> {
        self.exporter.push(record, wanted)
    }

    /// Puts the file in its place and writes the sidecar.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn finish(self) -> Result<Summary> {
        let summary = self.exporter.finish()?;
        fs::rename(beside(&self.path, ".part"), &self.path)?;
        fs::write(sidecar_path(&self.path), sidecar(self.format, &self.options, &summary))?;
        Ok(summary)
    }
}

/// Parquet files by month of the event's first day in a folder: `month=2020-07/part-00000.parquet`, with `month=unknown`
/// for events without a day, and the sidecar `export.json`, which is written last. At most 65,536 rows or 16 MB of cells are
/// held: each time that many have come, every month among them gets another part.
pub struct FolderExport {
    folder: PathBuf,
    options: Options,
    months: Months,
    summary: Summary,
    seen: Seen,
}

impl FolderExport {
    /// Starts an export into a folder, which is made when there is none.
    ///
    /// # Errors
    /// It cannot be written, or it has partitions of an earlier export already.
    pub fn new(options: Options, folder: &Path) -> Result<FolderExport> {
        fs::create_dir_all(folder)?;
        for entry in fs::read_dir(folder)? {
            if entry?.file_name().to_string_lossy().starts_with("month=") {
                let message = format!("{} holds an earlier export; choose another folder", folder.display());
                return Err(std::io::Error::new(std::io::ErrorKind::AlreadyExists, message).into());
            }
        }
        Ok(FolderExport {
            folder: folder.to_owned(),
            options,
            months: Months::new(folder, "part"),
            summary: Summary::default(),
            seen: Seen::new(options),
        })
    }

    /// Adds the wanted events of a record.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn push(&mut self, record: &Record, wanted: Wanted<'_>) -> Result<()> {
        self.summary.reports += 1;
        for event in record.events.iter().filter(|e| wanted(e)) {
            self.summary.events += 1;
            if !self.seen.fresh(record, event) {
                continue;
            }
            self.months.push(record, event)?;
            self.summary.rows += 1;
        }
        Ok(())
    }

    /// Writes what is held, and the sidecar.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn finish(mut self) -> Result<Summary> {
        self.months.flush()?;
        let text = sidecar(Format::Parquet, &self.options, &self.summary);
        fs::write(self.folder.join("export.json"), text)?;
        Ok(self.summary)
    }
}
