//! Everything the coder found in one report.

use crate::claim::Claim;
use crate::diagnostic::Diagnostic;
use crate::entity::{Entity, Mention};
use crate::event::Event;
use crate::quantity::Quantity;
use crate::quote::Quote;
use crate::time::TimeExpr;

/// What the coder found in one report. All indices refer to the vectors of this value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extraction {
    /// Entities, in order of first mention.
    pub entities: Vec<Entity>,
    /// Their mentions, in text order.
    pub mentions: Vec<Mention>,
    /// Time expressions, in text order.
    pub times: Vec<TimeExpr>,
    /// Quantities, in text order.
    pub quantities: Vec<Quantity>,
    /// Quotes, in text order.
    pub quotes: Vec<Quote>,
    /// Events, in text order of their first trigger.
    pub events: Vec<Event>,
    /// Claims, in text order.
    pub claims: Vec<Claim>,
    /// What the stages noticed.
    pub diagnostics: Vec<Diagnostic>,
}
