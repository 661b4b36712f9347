//! What is wrong with a pack or an ontology table, where, and how to mend it.

use std::fmt;

/// One fault in one file of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackFault {
    /// File inside the pack ("triggers/assault.tsv").
    pub file: String,
    /// 1-based line; 0 when the fault concerns the whole file.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub mend: String,
}

impl PackFault {
    /// A fault with its place and its mend.
    pub fn new(file: &str, line: usize, message: impl Into<String>, mend: impl Into<String>) -> PackFault {
        PackFault { file: file.to_owned(), line, message: message.into(), mend: mend.into() }
    }
}

impl fmt::Display for PackFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}; {}", self.file, self.line, self.message, self.mend)
    }
}

/// All faults found in a pack: loading goes on after a fault, so that one run shows them all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(PackFault::to_string).collect::<Vec<_>>().join("\n"))]
pub struct PackError(pub Vec<PackFault>);

impl PackError {
    /// An error that holds one fault.
    pub fn one(file: &str, line: usize, message: impl Into<String>, mend: impl Into<String>) -> PackError {
        PackError(vec![PackFault::new(file, line, message, mend)])
    }
}
