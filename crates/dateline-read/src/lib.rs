//! Turns bytes into reports.
//!
//! A [`Report`](dateline_types::Report) has its text, its date with the evidence for it, its date line and its paragraphs.
//! The words of dates (months, weekdays, header words) are language data: they come in as [`DateWords`].
//!
//! 1. [`decode`]: bytes to Unicode text.
//! 2. [`read_text`] or [`read_line`]: text to report (header, date line, paragraphs).
//! 3. [`recognise`]: the language, when nobody gave it.
#![forbid(unsafe_code)]

mod date;
mod dateline;
mod decode;
mod error;
mod header;
mod jsonl;
mod language;
mod open;
mod paragraphs;
mod published;
mod text;
mod words;

pub use decode::{Decoded, decode};
pub use error::ReadError;
pub use jsonl::{Line, lines, read_line};
pub use language::{Guess, recognise};
pub use open::{Kind, files, kind, read_bytes, read_file};
pub use paragraphs::MAX_PARAGRAPH;
pub use text::{Given, MAX_TEXT, read_text};
pub use words::{DateWords, NumericOrder, WordsError};
