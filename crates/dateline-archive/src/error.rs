//! What can go wrong with an archive.

use std::path::PathBuf;

/// An archive could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// SQLite refused.
    #[error("the archive could not be read or written: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The file is no archive.
    #[error("{0} is an SQLite file of another program")]
    Foreign(PathBuf),
    /// The archive was written by a newer Dateline.
    #[error(
        "the archive has schema {found}, this Dateline knows schemas up to {known}; use a newer Dateline"
    )]
    Newer {
        /// Version in the file.
        found: i64,
        /// Newest version this code knows.
        known: i64,
    },
    /// The archive is of an older schema and was opened for reading only.
    #[error(
        "the archive has schema {0}, which an older Dateline wrote; bring it up to date with `dateline archive upgrade ARCHIVE`"
    )]
    Older(i64),
    /// A stored record does not read back.
    #[error("the stored record of report {key} is damaged: {why}")]
    Damaged {
        /// Key of the report.
        key: String,
        /// What is wrong.
        why: String,
    },
    /// A condition of a query cannot be met.
    #[error("{0}")]
    Query(String),
    /// Writing rows failed.
    #[error("the rows could not be written: {0}")]
    Output(#[from] std::io::Error),
    /// Writing Parquet failed.
    #[error("the Parquet file could not be written: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// Rows do not fit their columns.
    #[error("the rows do not fit their columns: {0}")]
    Arrow(#[from] arrow_schema::ArrowError),
}

/// A result of the archive.
pub type Result<T> = std::result::Result<T, ArchiveError>;

impl ArchiveError {
    /// Whether the question is at fault, not the archive: a condition that cannot be met, or an expression that SQLite or its
    /// full-text search cannot read.
    #[must_use]
    pub fn is_question(&self) -> bool {
        let unread = |e: &rusqlite::Error| e.sqlite_error_code() == Some(rusqlite::ErrorCode::Unknown);
        matches!(self, ArchiveError::Query(_)) || matches!(self, ArchiveError::Sqlite(e) if unread(e))
    }

    /// Whether SQLite does not find an archive in the file since it is damaged: its first page or its list of tables does not read.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        matches!(self, ArchiveError::Sqlite(e) if matches!(e.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase)))
    }

    /// Whether somebody else was writing for longer than the archive waits.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(self, ArchiveError::Sqlite(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy))
    }

    /// Whether the disk, or the room given to the file, is full.
    #[must_use]
    pub fn is_full(&self) -> bool {
        matches!(self, ArchiveError::Sqlite(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull))
    }
}
