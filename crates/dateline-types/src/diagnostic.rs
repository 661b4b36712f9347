//! Diagnostics: what a stage noticed and did not hide.

use crate::span::Span;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something worth knowing; nothing was lost.
    Note,
    /// Something was guessed, dropped or cut.
    Warning,
    /// A part of the input could not be used.
    Error,
}

impl Severity {
    /// Lower-case name, as written in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One remark of one stage about one report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable kebab-case code ("no-date", "cut-paragraph").
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Where, if it concerns a place in the text.
    pub span: Option<Span>,
    /// What happened and what to do about it, for a person.
    pub message: String,
}

impl Diagnostic {
    /// A diagnostic without a place.
    #[must_use]
    pub fn new(code: &'static str, severity: Severity, message: impl Into<String>) -> Diagnostic {
        Diagnostic { code, severity, span: None, message: message.into() }
    }

    /// The same diagnostic, tied to a place in the text.
    #[must_use]
    pub fn at(mut self, span: Span) -> Diagnostic {
        self.span = Some(span);
        self
    }
}
