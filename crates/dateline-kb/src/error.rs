//! What the builder and the linter say of the tables: where, what is wrong, what to do.

use dateline_types::Severity;
use std::fmt;

/// One remark on one line of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KbDiagnostic {
    /// Stable kebab-case code ("overlapping-holders").
    pub code: &'static str,
    /// Errors stop a build; the others do not.
    pub severity: Severity,
    /// Layer and file ("default/tenures.tsv").
    pub file: String,
    /// 1-based line; 0 when the remark concerns the whole file.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub mend: String,
}

impl KbDiagnostic {
    /// An error at a line.
    pub fn error(
        code: &'static str,
        file: &str,
        line: usize,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) -> KbDiagnostic {
        KbDiagnostic {
            code,
            severity: Severity::Error,
            file: file.to_owned(),
            line,
            message: message.into(),
            mend: mend.into(),
        }
    }

    /// The same remark as a warning.
    #[must_use]
    pub fn warning(mut self) -> KbDiagnostic {
        self.severity = Severity::Warning;
        self
    }
}

impl fmt::Display for KbDiagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = self.severity.name();
        write!(f, "{}:{}: {severity}[{}]: {}; {}", self.file, self.line, self.code, self.message, self.mend)
    }
}

/// Why a knowledge base could not be built, opened or read.
#[derive(Debug, thiserror::Error)]
pub enum KbError {
    /// Rows that cannot be used; all of them, not only the first.
    #[error("{}", .0.iter().map(KbDiagnostic::to_string).collect::<Vec<_>>().join("\n"))]
    Rows(Vec<KbDiagnostic>),
    /// The bytes are no knowledge base, or one of another version, or damaged.
    #[error("not a usable knowledge base: {0}; build it again with `dateline kb build`")]
    Format(String),
    /// A file or folder could not be read.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
}
