//! Claims: what somebody holds to be so of an event, and how that changed.

use crate::quote::Source;
use crate::span::Span;
use crate::time::Days;

/// How a claim stands to an earlier one about the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Relation {
    Repeats,
    Revises,
    Contradicts,
    Denies,
}

impl Relation {
    /// Lower-case name, as written in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Relation::Repeats => "repeats",
            Relation::Revises => "revises",
            Relation::Contradicts => "contradicts",
            Relation::Denies => "denies",
        }
    }
}

/// One claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Index of the event it is about.
    pub event: Option<usize>,
    /// The attribute claimed ("killed", "injured", "cause", "author", "occurrence").
    pub attribute: String,
    /// Who holds it.
    pub holder: Source,
    /// The value claimed ("0", ">=1", "27", "increasing").
    pub value: String,
    /// When it was stated.
    pub stated: Days,
    /// The words.
    pub span: Span,
    /// The quantity it rests on, by index.
    pub quantity: Option<usize>,
    /// Relation to an earlier claim, by index.
    pub relation: Option<(Relation, usize)>,
}
