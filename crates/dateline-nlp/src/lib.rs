//! Runs spaCy v3 CPU pipelines as published, in pure Rust.
