//! SQLite: one file.
#![allow(clippy::disallowed_methods)] // the archive is a file: opening and writing it is this module's work

use crate::db::{Database, Each, Held, Row, Value};
use crate::error::{ArchiveError, Result};
use crate::schema;
use crate::words::expression;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql, params_from_iter};
use std::path::Path;
use std::time::Duration;

/// How long a connection waits for another that writes.
const PATIENCE: Duration = Duration::from_secs(60);
/// Steps of SQLite's machine after which a question is given up: some minutes of work.
const STEPS: u64 = 20_000_000_000;
/// Steps between two looks at the count.
const LOOK: i32 = 1_000_000;
/// Longest text or blob a question may make, in bytes.
const LONGEST: i32 = 256 << 20;

/// An open file.
pub(crate) struct Sqlite {
    conn: Connection,
}

/// Whether the file exists and nothing that a writer has not yet moved into it stands beside it.
fn has_no_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    path.is_file() && std::fs::metadata(log).map_or(0, |m| m.len()) == 0
}

/// The address of a file that nobody changes, as SQLite wants it.
fn unchanging(path: &Path) -> String {
    let mut address = String::from("file:");
    for c in path.to_string_lossy().chars() {
        match c {
            '%' => address.push_str("%25"),
            '?' => address.push_str("%3f"),
            '#' => address.push_str("%23"),
            c => address.push(c),
        }
    }
    address + "?immutable=1"
}

impl Sqlite {
    /// Opens a file for writing; makes it when there is none, and brings it up to the schema of today.
    pub(crate) fn open(path: &Path) -> Result<Sqlite> {
        let mut conn = Connection::open(path)?;
        conn.busy_timeout(PATIENCE)?;
        // In one look: another process may be making the tables.
        schema::version(&*conn.transaction()?, path)?;
        conn.execute_batch(
            "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;",
        )?;
        conn.set_prepared_statement_cache_capacity(128);
        let sqlite = Sqlite { conn };
        schema::migrate(&sqlite, &sqlite.conn, path, schema::VERSION)?;
        Ok(sqlite)
    }

    /// Opens a file for reading: no statement can write.
    pub(crate) fn reader(path: &Path) -> Result<Sqlite> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        match Sqlite::read_with(Connection::open_with_flags(path, flags), path) {
            Err(ArchiveError::Sqlite(error))
                if error.sqlite_error_code() == Some(ErrorCode::CannotOpen) && has_no_log(path) =>
            {
                let flags = flags | OpenFlags::SQLITE_OPEN_URI;
                Sqlite::read_with(Connection::open_with_flags(unchanging(path), flags), path)
            }
            outcome => outcome,
        }
    }

    fn read_with(conn: rusqlite::Result<Connection>, path: &Path) -> Result<Sqlite> {
        let conn = conn?;
        conn.busy_timeout(PATIENCE)?;
        let found = schema::version(&*conn.unchecked_transaction()?, path)?;
        if found < schema::VERSION {
            return Err(ArchiveError::Older(found));
        }
        conn.execute_batch(
            "PRAGMA query_only = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;",
        )?;
        conn.set_prepared_statement_cache_capacity(128);
        Ok(Sqlite { conn })
    }

    fn ask(&self, sql: &str, begin: &mut dyn FnMut(&[String]) -> Result<()>, each: Each<'_>) -> Result<()> {
        let mut find = self.conn.prepare(sql)?;
        if find.parameter_count() > 0 {
            return Err(ArchiveError::Query("the statement has parameters; write the values".to_owned()));
        }
        let names: Vec<String> = find.column_names().map(str::to_owned).collect();
        begin(&names)?;
        let mut rows = find.query([])?;
        while let Some(row) = rows.next()? {
            if !each(&Row::Sqlite(row))? {
                break;
            }
        }
        Ok(())
    }
}

/// The cell of a row.
pub(crate) fn held<'a>(row: &'a rusqlite::Row<'_>, at: usize) -> Result<Held<'a>> {
    Ok(match row.get_ref(at)? {
        ValueRef::Null => Held::Null,
        ValueRef::Integer(n) => Held::Integer(n),
        ValueRef::Real(x) => Held::Real(x),
        ValueRef::Text(bytes) => Held::Text(
            std::str::from_utf8(bytes).map_err(|e| ArchiveError::Cell(format!("column {at}: {e}")))?,
        ),
        ValueRef::Blob(bytes) => Held::Blob(bytes),
    })
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Integer(Some(n)) => ValueRef::Integer(*n),
            Value::Real(Some(x)) => ValueRef::Real(*x),
            Value::Text(Some(text)) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
            Value::Integer(None) | Value::Real(None) | Value::Text(None) => ValueRef::Null,
        }))
    }
}

impl Database for Sqlite {
    fn each(&self, sql: &str, values: &[Value<'_>], each: Each<'_>) -> Result<()> {
        let mut find = self.conn.prepare_cached(sql)?;
        let mut rows = find.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            if !each(&Row::Sqlite(row))? {
                break;
            }
        }
        Ok(())
    }

    fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<u64> {
        Ok(self.conn.prepare_cached(sql)?.execute(params_from_iter(values))? as u64)
    }

    fn begin(&self) -> Result<()> {
        Ok(self.conn.execute_batch("BEGIN IMMEDIATE")?)
    }

    fn commit(&self) -> Result<()> {
        Ok(self.conn.execute_batch("COMMIT")?)
    }

    fn rollback(&self) {
        if !self.conn.is_autocommit() {
            // When this fails, SQLite has rolled back already.
            let _ = self.conn.execute_batch("ROLLBACK");
        }
    }

    fn among(&self, column: &str, parameter: &str) -> String {
        format!("{column} IN (SELECT value FROM json_each('[' || {parameter} || ']'))")
    }

    fn matching(&self) -> &'static str {
        "report_text MATCH ?"
    }

    fn words(&self, typed: &str) -> Result<Value<'static>> {
        Ok(Value::from(expression(typed)))
    }

    fn enter_text(&self, report: i64, title: Option<&str>, text: &str) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO report_text (rowid, title, text) VALUES (?1, ?2, ?3)";
        self.execute(sql, crate::db::values![report, title, text]).map(drop)
    }

    fn checked(&self) -> Result<Vec<String>> {
        let lines = self
            .conn
            .prepare("PRAGMA integrity_check")?
            .query_map([], |r| r.get(0))?
            .collect::<rusqlite::Result<Vec<String>>>()?;
        Ok(lines.into_iter().filter(|l| l != "ok").collect())
    }

    fn question(
        &mut self,
        sql: &str,
        begin: &mut dyn FnMut(&[String]) -> Result<()>,
        each: Each<'_>,
    ) -> Result<()> {
        let before: i64 = self.conn.query_row("PRAGMA query_only", [], |r| r.get(0))?;
        self.conn.execute_batch("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;")?;
        for (limit, value) in [
            (Limit::SQLITE_LIMIT_LENGTH, LONGEST),
            (Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
            (Limit::SQLITE_LIMIT_ATTACHED, 0),
            (Limit::SQLITE_LIMIT_EXPR_DEPTH, 200),
            (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 100),
        ] {
            self.conn.set_limit(limit, value)?;
        }
        self.conn.authorizer(Some(|context: AuthContext<'_>| match context.action {
            AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => Authorization::Allow,
            AuthAction::Function { function_name } if function_name != "load_extension" => {
                Authorization::Allow
            }
            // The full-text index asks whether the file has changed.
            AuthAction::Pragma { pragma_name: "data_version", pragma_value: None } => Authorization::Allow,
            _ => Authorization::Deny,
        }))?;
        let mut looks: u64 = 0;
        self.conn.progress_handler(
            LOOK,
            Some(move || {
                looks += 1;
                looks * LOOK as u64 > STEPS
            }),
        )?;
        let answer = self.ask(sql, begin, each);
        self.conn.progress_handler(0, None::<fn() -> bool>)?;
        self.conn.authorizer(None::<fn(AuthContext<'_>) -> Authorization>)?;
        self.conn.execute_batch(&format!("PRAGMA query_only = {before}; PRAGMA trusted_schema = ON;"))?;
        answer
    }

    fn patience(&self, time: Duration) -> Result<()> {
        Ok(self.conn.busy_timeout(time)?)
    }

    fn size(&self) -> Result<u64> {
        let pages: i64 = self.conn.query_row("PRAGMA page_count", [], |r| r.get(0))?;
        let bytes: i64 = self.conn.query_row("PRAGMA page_size", [], |r| r.get(0))?;
        Ok(u64::try_from(pages * bytes).unwrap_or(0))
    }

    fn file(&self) -> Option<&Connection> {
        Some(&self.conn)
    }
}
