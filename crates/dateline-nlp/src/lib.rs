//! Runs spaCy v3 CPU pipelines as published, in pure Rust.
//!
//! A published pipeline (wheel or unpacked folder) is [`convert`]ed once to one flat file, which
//! [`Pipeline::open`] maps into memory. [`Pipeline::process`] then gives an
//! [`Analysis`](dateline_types::Analysis): tokens, tags, dependency heads, lemmas, sentences, named spans,
//! with the decisions spaCy itself makes. The caller passes one paragraph at a time and maps ’ to ' first.
//!
//! What is not spaCy's: runs without white space are cut every 8192 bytes, and a text of more than 10,000 tokens
//! is analysed in parts, so that time and memory stay in proportion to the text on any input.

mod convert;
mod encoder;
mod error;
mod flat;
mod hash;
mod info;
mod kernel;
mod lemma;
mod lexicon;
mod manifest;
mod matrix;
mod ner;
mod parser;
mod pipeline;
mod ruler;
mod senter;
pub mod store;
mod table;
mod tile;
mod tokenizer;
mod transition;
mod tree;
pub mod ud;
mod unicode;
mod unicode_tables;
mod window;

pub use convert::{convert, convert_without};
pub use error::ModelError;
pub use info::ModelInfo;
pub use kernel::{Kernel, kernel, use_kernel};
pub use pipeline::{Pipeline, verify};
