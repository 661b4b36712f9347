//! Words and invariants shared by every part of Dateline.
//!
//! Nothing here reads a file, knows a language or holds a rule: the types say what a stage hands to the next.
#![forbid(unsafe_code)]

mod analysis;
mod claim;
mod diagnostic;
mod entity;
mod event;
mod extraction;
mod quantity;
mod quote;
mod report;
mod span;
mod time;

pub use analysis::{Analysis, NamedSpan, Token, Upos};
pub use claim::{Claim, Relation};
pub use diagnostic::{Diagnostic, Severity};
pub use entity::{Entity, EntityKind, Mention, MentionForm, PlaceInfo, Resolution, RoleOnDate};
pub use event::{Attribution, DateBasis, Event, EventDate, Participant, Status, Tense};
pub use extraction::Extraction;
pub use quantity::{Quantity, QuantityKind, QuantityMod};
pub use quote::{Cue, Quote, QuoteKind, Source};
pub use report::{DateEvidence, Filed, Published, Report, is_shouted};
pub use span::{CodePoints, Span};
pub use time::{Anchor, Days, TimeExpr, TimeKind, TimeMod};
