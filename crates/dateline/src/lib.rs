//! Reads dated news reports and writes down who did what to whom, when, where, and according to whom.
//!
//! [`Coder`] is the whole chain: give it a language (model and pack) and it codes reports.
#![forbid(unsafe_code)]

pub mod assets;
mod coder;

pub use coder::{Coded, Coder, Language};
