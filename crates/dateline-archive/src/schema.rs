//! The tables of a file, and how one of an older schema becomes one of today's.
//!
//! The version stands in `PRAGMA user_version`; `application_id` says that a file is an archive. Each step of
//! [`STEPS`] brings a file from one version to the next, in one transaction: a file is of the old version or of the new one.

use crate::backfill;
use crate::db::Database;
use crate::error::{ArchiveError, Result};
use rusqlite::Connection;
use std::path::Path;

/// "DTLN" in ASCII.
const APPLICATION: i64 = 0x4454_4c4e;

/// The schema this code writes.
pub const VERSION: i64 = STEPS.len() as i64;

/// What one step does after its SQL.
type Fill = fn(&dyn Database) -> Result<()>;

/// The steps from version 0 (an empty file) on.
const STEPS: &[(&str, Fill)] = &[
    (include_str!("schema/1.sql"), |_| Ok(())),
    (include_str!("schema/2.sql"), |_| Ok(())),
    (include_str!("schema/3.sql"), backfill::incidents),
    (include_str!("schema/4.sql"), |_| Ok(())),
    (include_str!("schema/5.sql"), |_| Ok(())),
    (include_str!("schema/6.sql"), backfill::counts),
];

/// Version of an open file; an error when it is no archive or newer than this code.
pub(crate) fn version(conn: &Connection, path: &Path) -> Result<i64> {
    let application: i64 = conn.query_row("PRAGMA application_id", [], |r| r.get(0))?;
    let found: i64 = conn.query_row("PRAGMA user_version", [], |r| r.get(0))?;
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
    if application != APPLICATION && (tables > 0 || found != 0) {
        return Err(ArchiveError::Foreign(path.to_owned()));
    }
    if found > VERSION {
        return Err(ArchiveError::Newer { found, known: VERSION });
    }
    Ok(found)
}

/// Brings a file, of which `conn` is the connection, up to a version; an empty file gets its tables.
pub(crate) fn migrate(db: &dyn Database, conn: &Connection, path: &Path, upto: i64) -> Result<()> {
    loop {
        let step = db.transaction()?;
        let found = version(conn, path)?;
        let Some((sql, fill)) = usize::try_from(found).ok().and_then(|n| STEPS.get(n)) else { return Ok(()) };
        if found >= upto {
            return Ok(());
        }
        conn.execute_batch(sql)?;
        fill(&*step)?;
        conn.execute_batch(&format!(
            "PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {};",
            found + 1
        ))?;
        step.commit()?;
    }
}
