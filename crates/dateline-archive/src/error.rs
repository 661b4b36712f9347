//! What can go wrong with an archive.

use std::path::PathBuf;

/// An archive could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// SQLite refused.
    #[error("the archive could not be read or written: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL refused.
    #[error("the archive could not be read or written: {why}")]
    Postgres {
        /// The code of the fault (SQLSTATE).
        code: String,
        /// What the server says.
        why: String,
    },
    /// The connection to the server could not be made, or was lost.
    #[error("the database does not answer: {0}")]
    Lost(String),
    /// A cell does not hold what it should.
    #[error("the archive holds what it should not: {0}")]
    Cell(String),
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
        match self {
            ArchiveError::Sqlite(e) => e.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy),
            ArchiveError::Postgres { code, .. } => code == "55P03",
            _ => false,
        }
    }

    /// Whether the server of the database could not be reached, or went away.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        matches!(self, ArchiveError::Lost(_))
    }

    /// Whether the disk, or the room given to the file, is full.
    #[must_use]
    pub fn is_full(&self) -> bool {
        match self {
            ArchiveError::Sqlite(e) => e.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull),
            ArchiveError::Postgres { code, .. } => code == "53100",
            _ => false,
        }
    }
}

impl From<postgres::Error> for ArchiveError {
    fn from(error: postgres::Error) -> ArchiveError {
        // What the server says when it ends, or takes no more connections; the rest are faults of a statement or of the address.
        const GONE: [&str; 3] = ["57P", "08", "53300"];
        match error.as_db_error() {
            Some(said) => {
                let code = said.code().code();
                if GONE.iter().any(|c| code.starts_with(c)) {
                    return ArchiveError::Lost(said.message().to_owned());
                }
                let detail = said.detail().map(|d| format!(" ({d})")).unwrap_or_default();
                ArchiveError::Postgres { code: code.to_owned(), why: format!("{}{detail}", said.message()) }
            }
            None => {
                use std::error::Error as _;
                let cause = error.source().map(ToString::to_string);
                let text = error.to_string();
                let cause = cause.filter(|c| !text.contains(c.as_str()));
                ArchiveError::Lost(cause.map_or(text.clone(), |c| format!("{text}: {c}")))
            }
        }
    }
}
