//! Finds who did what to whom, when, where and according to whom.
//!
//! A file each: mentions, times, quantities, quotes, triggers, arguments, composition, claims.
#![forbid(unsafe_code)]

mod cast;
mod marks;
mod matcher;
mod quotes;
mod tree;

pub use cast::Cast;
pub use marks::{Stretch, stretches};
pub use matcher::Found;
pub use tree::{Tree, join_cut_sentences};
