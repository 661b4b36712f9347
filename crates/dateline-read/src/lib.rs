//! Turns bytes into reports.
//!
//! A [`Report`](dateline_types::Report) has its text, its date with the evidence for it, its date line and its paragraphs.
//! The words of dates (months, weekdays, header words) are language data: they come in as [`DateWords`].
//!
//! [`reports`] reads any input: text, JSONL, web pages, web archives, feeds, news XML, CSV, Parquet, also packed. Behind it:
//!
//! 1. [`decode`]: bytes to Unicode text.
//! 2. [`read_text`] or [`read_line`]: text to report (header, date line, paragraphs).
//! 3. [`recognise`]: the language, when nobody gave it.
#![forbid(unsafe_code)]

mod boilerplate;
mod date;
mod dateline;
mod decode;
mod error;
mod foreign;
mod formats;
mod header;
mod jsonl;
mod language;
mod open;
mod paragraphs;
mod published;
mod source;
mod text;
mod words;

pub use decode::{Decoded, decode};
pub use error::ReadError;
pub use formats::html::MAX_PAGE;
pub use formats::table::{Row, read_rows};
pub use jsonl::{Line, lines, read_line};
pub use language::{Guess, recognise};
pub use open::{Kind, files, kind, read_bytes, read_file};
pub use paragraphs::MAX_PARAGRAPH;
pub use source::{Item, reports};
pub use text::{Given, MAX_TEXT, read_text};
pub use words::{DateWords, NumericOrder, WordsError};
