//! Why an input gives no report.

use std::path::PathBuf;

/// Why an input gives no report. Every message says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file or folder could not be opened or read.
    #[error("cannot read {path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The bytes are no text.
    #[error("this is not text ({why}); convert it to plain text first")]
    NotText {
        /// What shows it.
        why: String,
    },
    /// A line of JSONL is no input record.
    #[error("line {line}: {why}; write one JSON object a line, with a `text` string")]
    Line {
        /// 1-based line number.
        line: usize,
        /// What is wrong.
        why: String,
    },
}
