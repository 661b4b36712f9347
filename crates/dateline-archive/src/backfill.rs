//! What older files lack is made from the records they hold.

use crate::body::unpack;
use crate::error::Result;
use crate::{copies, counts};
use rusqlite::Transaction;

/// What schema 5 counts: copies are found for reports of schema 1, which knew none; then everything is counted.
pub(crate) fn counts(tx: &Transaction<'_>) -> Result<()> {
    let mut unknown = tx.prepare(
        "SELECT report FROM report WHERE report NOT IN (SELECT report FROM sketch) ORDER BY report",
    )?;
    let reports: Vec<i64> = unknown.query_map([], |r| r.get(0))?.collect::<std::result::Result<_, _>>()?;
    for report in reports {
        let (key, body): (String, Vec<u8>) = tx
            .prepare_cached("SELECT key, body FROM report WHERE report = ?1")?
            .query_row([report], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let producer =
            serde_json::to_string(&dateline_record::Producer::default()).map_err(std::io::Error::from)?;
        copies::enter(tx, report, &unpack(&key, &body, &producer)?.text)?;
    }
    counts::count_all(tx)
}
