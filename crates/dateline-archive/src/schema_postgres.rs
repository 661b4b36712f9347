//! The tables in PostgreSQL, and how those of an older schema become today's.
//!
//! The tables of an archive stand in the first schema of the search path, which the address may name
//! (`?options=-csearch_path%3Dnews`). Versions are those of the files; PostgreSQL knows them from 6 on. Whoever writes holds an
//! advisory lock of the schema until its transaction ends: writers take turns as in a file.

use crate::db::postgres::Postgres;
use crate::db::{Database, values};
use crate::error::{ArchiveError, Result};
use crate::schema::VERSION;

/// Takes the turn to write; "DTLN" in ASCII.
pub(crate) const LOCK: &str = "SELECT pg_advisory_xact_lock(1146375246, hashtext(current_schema()))";

/// Ends a transaction that wrote. Readers tell by the count whether anything changed.
pub(crate) const COMMIT: &str = "UPDATE dateline SET changes = changes + 1; COMMIT";

/// The version that the first step makes.
const FIRST: i64 = 6;

/// The steps from an empty schema on.
const STEPS: &[&str] = &[include_str!("schema/postgres-6.sql")];

/// Version of the tables; none when there are none. An error when the tables are others', or newer than this code.
fn version(db: &dyn Database) -> Result<Option<i64>> {
    let schema: Option<String> = db.one("SELECT CAST(current_schema() AS TEXT)", &[], |r| r.get(0))?;
    let Some(schema) = schema else {
        return Err(ArchiveError::Query(
            "the search path names no schema that exists; make it with CREATE SCHEMA".to_owned(),
        ));
    };
    let has = |table: &str| -> Result<bool> {
        let find = "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = ?1 AND tablename = ?2)";
        db.one(find, values![&schema, table], |r| r.get(0))
    };
    if !has("dateline")? {
        for table in ["report", "event", "participant"] {
            if has(table)? {
                return Err(ArchiveError::Query(format!(
                    "schema `{schema}` of the database has a table `{table}` of another program; give the archive a schema of its \
                     own: CREATE SCHEMA news, and ?options=-csearch_path%3Dnews behind the address"
                )));
            }
        }
        return Ok(None);
    }
    let found: i64 = db.one("SELECT version FROM dateline", &[], |r| r.get(0))?;
    match found > VERSION {
        true => Err(ArchiveError::Newer { found, known: VERSION }),
        false => Ok(Some(found)),
    }
}

/// Brings the tables up to the version of today, a transaction each; an empty schema gets them.
pub(crate) fn migrate(postgres: &Postgres) -> Result<()> {
    let db: &dyn Database = postgres;
    while version(db)? != Some(VERSION) {
        let tx = db.transaction()?;
        // Another may have done it while this one waited.
        let found = version(&*tx)?;
        let next = found.map_or(FIRST, |v| v + 1);
        if next <= VERSION {
            let step = usize::try_from(next - FIRST).ok().and_then(|n| STEPS.get(n));
            let step = step.ok_or(ArchiveError::Older(found.unwrap_or(0)))?;
            postgres.batch(step)?;
            tx.execute("UPDATE dateline SET version = ?1", values![next])?;
        }
        tx.commit()?;
    }
    Ok(())
}

/// Asks for tables of today.
pub(crate) fn demand(db: &dyn Database) -> Result<()> {
    match version(db)? {
        Some(VERSION) => Ok(()),
        Some(found) => Err(ArchiveError::Older(found)),
        None => Err(ArchiveError::Query(
            "there is no archive in the database; make it with: dateline add ADDRESS INPUT...".to_owned(),
        )),
    }
}
