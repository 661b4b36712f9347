//! Coded reports as rows, one a report, and their events as rows: what `dateline code --format parquet`, the Python package
//! and Spark write, and `dateline add --from-parquet` reads.
#![allow(clippy::disallowed_methods)] // files of coded reports are opened here

use crate::Result;
use crate::flat::{self, Cell, Kind};
use crate::parquet::{self, Table};
use ::parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use arrow_array::{Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Schema};
use dateline_record::{Record, SCHEMA};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// The columns of coded reports. `record` is the line that `dateline code --format jsonl` writes; `remarks` is how many of its
/// first diagnostics the reader made; `error` says why there is no record.
pub(crate) const RECORD_COLUMNS: [(&str, Kind); 11] = [
    ("report", Kind::Text),
    ("content_id", Kind::Text),
    ("published", Kind::Text),
    ("language", Kind::Text),
    ("publisher", Kind::Text),
    ("url", Kind::Text),
    ("title", Kind::Text),
    ("events", Kind::Integer),
    ("remarks", Kind::Integer),
    ("record", Kind::Text),
    ("error", Kind::Text),
];

/// A coded report with its line of JSON.
#[derive(Clone, Debug)]
pub struct Coded {
    /// What the coder wrote.
    pub record: Record,
    /// The record as one line of JSON, without a line end.
    pub line: String,
    /// How many of its first diagnostics were made by the reader.
    pub remarks: usize,
}

/// The row of a coded report.
pub(crate) fn row(coded: Coded) -> Vec<Cell> {
    let Coded { record, line, remarks } = coded;
    let text = |value: Option<String>| value.map_or(Cell::Null, Cell::Text);
    let count = |n: usize| Cell::Integer(i64::try_from(n).unwrap_or(i64::MAX));
    vec![
        Cell::Text(record.id),
        Cell::Text(record.content_id),
        text(record.published.value),
        text(record.language),
        text(record.publisher),
        text(record.url),
        text(record.title),
        count(record.events.len()),
        count(remarks),
        Cell::Text(line),
        Cell::Null,
    ]
}

/// Rows of coded reports in the making.
#[derive(Debug)]
pub struct RecordRows(Table);

impl Default for RecordRows {
    fn default() -> RecordRows {
        RecordRows(Table::new(&RECORD_COLUMNS))
    }
}

impl RecordRows {
    /// The schema of the rows.
    #[must_use]
    pub fn schema() -> Arc<Schema> {
        parquet::schema(&RECORD_COLUMNS)
    }

    /// Adds a coded report.
    pub fn push(&mut self, coded: Coded) {
        self.0.push(row(coded));
    }

    /// Adds a row for what could not be coded: its name, where it has one, and why.
    pub fn fail(&mut self, report: Option<&str>, error: &str) {
        let mut cells = vec![Cell::Null; RECORD_COLUMNS.len()];
        cells[0] = report.map_or(Cell::Null, |id| Cell::Text(id.to_owned()));
        cells[RECORD_COLUMNS.len() - 1] = Cell::Text(error.to_owned());
        self.0.push(cells);
    }

    /// The rows as one batch.
    ///
    /// # Errors
    /// A column holds more than Arrow can count, 2 GB of text.
    pub fn finish(self) -> Result<RecordBatch> {
        self.0.finish()
    }
}

/// Rows of events in the making: the columns of `dateline export --format parquet`.
#[derive(Debug)]
pub struct EventRows(Table);

impl Default for EventRows {
    fn default() -> EventRows {
        EventRows(Table::new(&flat::COLUMNS))
    }
}

impl EventRows {
    /// The schema of the rows.
    #[must_use]
    pub fn schema() -> Arc<Schema> {
        parquet::schema(&flat::COLUMNS)
    }

    /// Adds the events of a record.
    pub fn push(&mut self, record: &Record) {
        for event in &record.events {
            self.0.push(flat::row(record, event));
        }
    }

    /// The rows as one batch.
    ///
    /// # Errors
    /// A column holds more than Arrow can count, 2 GB of text.
    pub fn finish(self) -> Result<RecordBatch> {
        self.0.finish()
    }
}

/// A row of a Parquet file of coded reports.
#[derive(Debug)]
pub struct Row {
    /// Its number in the file, from 1.
    pub number: u64,
    /// The record with the number of its reader's diagnostics, or what is wrong.
    pub outcome: std::result::Result<(Record, usize), String>,
}

/// Reads a Parquet file of coded reports, some rows at a time.
pub struct RecordReader {
    batches: ParquetRecordBatchReader,
    rows: std::vec::IntoIter<Row>,
    number: u64,
}

/// Rows read at a time.
const AT_ONCE: usize = 64;

impl RecordReader {
    /// Opens a file.
    ///
    /// # Errors
    /// What is wrong with it: it cannot be read, is no Parquet, or has no column of records.
    pub fn open(path: &Path) -> std::result::Result<RecordReader, String> {
        let file = File::open(path).map_err(|e| format!("cannot be read: {e}"))?;
        let refused = |e: ::parquet::errors::ParquetError| format!("this Parquet cannot be read: {e}");
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(refused)?;
        if builder.schema().column_with_name("record").is_none() {
            return Err(
                "there is no column `record`, so it holds no coded reports; write some with: dateline code \
                        --format parquet"
                    .to_owned(),
            );
        }
        let batches = builder.with_batch_size(AT_ONCE).build().map_err(refused)?;
        Ok(RecordReader { batches, rows: Vec::new().into_iter(), number: 0 })
    }

    fn rows(&mut self, batch: &RecordBatch) -> Vec<Row> {
        let texts = |name: &str| -> Option<StringArray> {
            let cast = arrow_cast::cast(batch.column_by_name(name)?, &DataType::Utf8).ok()?;
            cast.as_any().downcast_ref::<StringArray>().cloned()
        };
        let (records, errors) = (texts("record"), texts("error"));
        let remarks = batch
            .column_by_name("remarks")
            .and_then(|c| arrow_cast::cast(c, &DataType::Int64).ok())
            .and_then(|c| c.as_any().downcast_ref::<Int64Array>().cloned());
        let cell = |column: &Option<StringArray>, i: usize| {
            column.as_ref().filter(|c| !c.is_null(i)).map(|c| c.value(i).to_owned())
        };
        (0..batch.num_rows())
            .map(|i| {
                self.number += 1;
                let remarks = remarks.as_ref().filter(|c| !c.is_null(i)).map_or(0, |c| c.value(i));
                let outcome = match cell(&records, i) {
                    Some(line) => record(&line).map(|r| (r, usize::try_from(remarks).unwrap_or(0))),
                    None => Err(match cell(&errors, i) {
                        Some(why) => format!("it was not coded: {why}"),
                        None => "there is no record in it".to_owned(),
                    }),
                };
                Row { number: self.number, outcome }
            })
            .collect()
    }
}

/// The record of a line, when it is one of this format.
fn record(line: &str) -> std::result::Result<Record, String> {
    let record: Record = serde_json::from_str(line).map_err(|e| format!("it holds no record: {e}"))?;
    if record.schema == SCHEMA {
        Ok(record)
    } else {
        Err(format!("its record is of format {}; this program reads {SCHEMA}", record.schema))
    }
}

impl Iterator for RecordReader {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            if let Some(row) = self.rows.next() {
                return Some(row);
            }
            match self.batches.next()? {
                Ok(batch) => self.rows = self.rows(&batch).into_iter(),
                Err(e) => {
                    self.number += 1;
                    return Some(Row {
                        number: self.number,
                        outcome: Err(format!("it cannot be read: {e}")),
                    });
                }
            }
        }
    }
}
