//! Exports of records: GDELT 1.0 and 2.0 events, mentions and GKG, Phoenix, PETRARCH2, ICEWS, POLECAT, PLOVER, CSV, and
//! Parquet in one file or in a folder by month.
//!
//! The same records and options give the same bytes. Rows keep the order of the reports and, in a report, of its events.
//! Whole records travel in Parquet too: [`ShardExport`] writes them, part by part, and [`RecordReader`] reads them.
//! What each column holds stands in `ontology/exports/` and `docs/exports.md`.
#![forbid(unsafe_code)]

mod coded;
mod export;
mod files;
mod flat;
mod format;
mod gdelt;
mod geo;
mod gkg;
mod gold;
mod icews;
mod months;
mod parquet;
mod phoenix;
mod plover;
mod polecat;
mod shard;
mod shards;
mod sidecar;
mod tables;
mod telling;
mod text;
mod who;

pub use coded::{Coded, EventRows, RecordReader, RecordRows, Row};
pub use export::{Exporter, Summary, Wanted};
pub use files::{FileExport, FolderExport, sidecar_path};
pub use format::{Format, Options, UnknownFormat};
pub use gold::{Mark, gold};
pub use shard::Shard;
pub use shards::ShardExport;
pub use sidecar::sidecar;
pub use tables::columns;

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A file or stream cannot be written.
    #[error("the export cannot be written: {0}")]
    Io(#[from] std::io::Error),
    /// Parquet refused the rows.
    #[error("the Parquet file cannot be written: {0}")]
    Parquet(#[from] ::parquet::errors::ParquetError),
    /// Arrow refused the rows.
    #[error("the rows cannot be laid out in columns: {0}")]
    Arrow(#[from] arrow_schema::ArrowError),
}

/// Result of exports.
pub type Result<T> = std::result::Result<T, ExportError>;
