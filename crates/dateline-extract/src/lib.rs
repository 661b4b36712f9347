//! Finds who did what to whom, when, where and according to whom.
//!
//! A file each: mentions, times, quantities, quotes, triggers, arguments, composition, claims.
#![forbid(unsafe_code)]

mod acts;
mod cast;
mod claims;
mod dates;
mod events;
mod marks;
mod matcher;
mod merge;
mod quotes;
mod stance;
mod tree;

pub use cast::Cast;
pub use events::Ground;
pub use marks::{Stretch, stretches};
pub use matcher::Found;
pub use tree::{Tree, join_cut_sentences};
