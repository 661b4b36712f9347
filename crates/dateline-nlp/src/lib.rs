//! Runs spaCy v3 CPU pipelines as published, in pure Rust.
//!
//! A published pipeline (wheel or unpacked folder) is [`convert`]ed once to one flat file, which
//! [`Pipeline::open`] maps into memory. [`Pipeline::process`] then gives an
//! [`Analysis`](dateline_types::Analysis): tokens, tags, dependency heads, lemmas, sentences, named spans,
//! with the decisions spaCy itself makes. The caller passes one paragraph at a time and maps ’ to ' first.

mod error;
mod info;
mod pipeline;

pub use error::ModelError;
pub use info::ModelInfo;
pub use pipeline::{Pipeline, convert, verify};
