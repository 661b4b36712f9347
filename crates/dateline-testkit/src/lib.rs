//! Reads gold annotations and scores the coder against them.
#![forbid(unsafe_code)]

mod gold;
mod score;

pub use gold::{Gold, GoldEvent, GoldQuantity, GoldQuote, GoldSide, GoldSource, GoldTime, read};
pub use score::{Count, Scores, score};
