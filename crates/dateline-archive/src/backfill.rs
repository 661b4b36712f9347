//! What older files lack is made from the records they hold.

use crate::body::unpack;
use crate::error::Result;
use crate::{copies, dyads};
use rusqlite::Transaction;

/// From schema 1 to 2: finds copies and counts dyads.
pub(crate) fn copies_and_dyads(tx: &Transaction<'_>) -> Result<()> {
    let mut all = tx.prepare("SELECT report FROM report ORDER BY report")?;
    let reports: Vec<i64> = all.query_map([], |r| r.get(0))?.collect::<std::result::Result<_, _>>()?;
    for report in &reports {
        let (key, body): (String, Vec<u8>) = tx
            .prepare_cached("SELECT key, body FROM report WHERE report = ?1")?
            .query_row([report], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let producer =
            serde_json::to_string(&dateline_record::Producer::default()).map_err(std::io::Error::from)?;
        copies::enter(tx, *report, &unpack(&key, &body, &producer)?.text)?;
    }
    tx.execute_batch("DELETE FROM dyad_month")?;
    for report in &reports {
        dyads::count(tx, *report, 1)?;
    }
    Ok(())
}
