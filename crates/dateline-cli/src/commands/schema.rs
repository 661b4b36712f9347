//! `dateline schema`: the JSON Schema of the records.

use crate::Outcome;
use anyhow::Result;
use std::io::Write;

pub(crate) fn run() -> Result<Outcome> {
    std::io::stdout().write_all(dateline::record::schema().as_bytes())?;
    Ok(Outcome::Done)
}
