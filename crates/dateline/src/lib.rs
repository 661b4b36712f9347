//! Reads dated news reports and writes down who did what to whom, when, where, and according to whom.
//!
//! [`Coder`] is the whole chain: give it a language (model and pack) and it codes reports. [`Desk`] stands before it:
//! it settles each report's language and writes the [`Record`](record::Record). [`read`] makes reports of bytes.
#![forbid(unsafe_code)]

pub mod assets;
mod coder;
mod convert;
mod desk;
pub mod formats;
mod guard;
mod pack_check;
mod plain;
mod sieve;

pub use coder::{Coded, Coder, Language, Quiet, Skipped};
pub use convert::write_record;
pub use dateline_extract::Missing;
pub use dateline_extract::dictionary;
pub use dateline_kb as kb;
pub use dateline_nlp as nlp;
pub use dateline_pack as pack;
pub use dateline_read as read;
pub use dateline_record as record;
pub use desk::{Desk, VERSION};
pub use guard::guarded;
pub use pack_check::{PackCheck, PackFailure, check_pack};
