//! Words and invariants shared by every part of Dateline.
//!
//! Nothing here reads a file, knows a language or holds a rule: the types say what a stage hands to the next.
#![forbid(unsafe_code)]

mod analysis;
mod span;

pub use analysis::{Analysis, NamedSpan, Token, Upos};
pub use span::{CodePoints, Span};
