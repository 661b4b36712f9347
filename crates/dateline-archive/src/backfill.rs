//! What older files lack is made from what they hold.

use crate::body::unpack;
use crate::db::{Database, values};
use crate::error::Result;
use crate::incidents::BLOCK_SQL;
use crate::writing::Writing;
use crate::{copies, counts};

/// What schema 3 has: no incident has been made yet.
pub(crate) fn incidents(db: &dyn Database) -> Result<()> {
    let sql = format!(
        "INSERT INTO stale (block) SELECT DISTINCT {BLOCK_SQL} FROM event e WHERE 1 = 1 ON CONFLICT DO NOTHING"
    );
    db.execute(&sql, &[]).map(drop)
}

/// What schema 6 counts: copies are found for reports of schema 1, which knew none; then everything is counted.
pub(crate) fn counts(db: &dyn Database) -> Result<()> {
    let unknown = "SELECT report FROM report WHERE report NOT IN (SELECT report FROM sketch) ORDER BY report";
    let producer =
        serde_json::to_string(&dateline_record::Producer::default()).map_err(std::io::Error::from)?;
    // Nothing is counted before the end: what the copies change is counted with the rest.
    let mut writing = Writing::of_uncounted(db);
    for report in db.all(unknown, &[], |r| r.get(0))? {
        let (key, body): (String, Vec<u8>) =
            db.one("SELECT key, body FROM report WHERE report = ?1", values![report], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })?;
        copies::enter(&mut writing, report, &unpack(&key, &body, &producer)?.text)?;
    }
    counts::count_all(db)
}
