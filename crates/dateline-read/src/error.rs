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
    /// The bytes are read by no reader, or would take more memory than a reader may use.
    #[error("{why}")]
    Refused {
        /// What is wrong.
        why: String,
    },
    /// There is no report in it, and that is no fault: a page without an article, a record that is no page.
    #[error("{why}")]
    Skipped {
        /// Why there is none.
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
