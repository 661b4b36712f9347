//! Questions in SQL, for reading only and within bounds.

use crate::archive::Archive;
use crate::error::{ArchiveError, Result};
use crate::query::cells;
use crate::rows::{Cell, Column, Kind, Rows};
use rusqlite::hooks::{AuthAction, Authorization};
use rusqlite::limits::Limit;

/// Steps of SQLite's machine after which a question is given up: some minutes of work.
const STEPS: u64 = 20_000_000_000;
/// Steps between two looks at the count.
const LOOK: i32 = 1_000_000;
/// Longest text or blob a question may make, in bytes.
const LONGEST: i32 = 256 << 20;

impl Archive {
    /// Answers one SELECT. Nothing but reading is allowed: no writing, no other file, no PRAGMA, no extension; the length of
    /// values and the number of steps are bounded. `most`: most rows.
    ///
    /// # Errors
    /// The statement is not allowed, not SQL or takes too long; or the rows cannot be written.
    pub fn sql(&mut self, sql: &str, most: Option<u64>, to: &mut dyn Rows) -> Result<u64> {
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
        self.conn.authorizer(Some(|context: rusqlite::hooks::AuthContext<'_>| match context.action {
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
        let answer = self.answer(sql, most, to);
        self.conn.progress_handler(0, None::<fn() -> bool>)?;
        self.conn.authorizer(None::<fn(rusqlite::hooks::AuthContext<'_>) -> Authorization>)?;
        self.conn.execute_batch(&format!("PRAGMA query_only = {before}; PRAGMA trusted_schema = ON;"))?;
        answer
    }

    fn answer(&self, sql: &str, most: Option<u64>, to: &mut dyn Rows) -> Result<u64> {
        let mut find = self.conn.prepare(sql)?;
        if find.parameter_count() > 0 {
            return Err(ArchiveError::Query("the statement has parameters; write the values".to_owned()));
        }
        let names: Vec<String> = find.column_names().map(str::to_owned).collect();
        let untyped: Vec<Column> = names.iter().map(|n| Column::new(n, Kind::Text)).collect();
        let mut rows = find.query([])?;
        let mut count = 0;
        let mut begun = false;
        while let Some(row) = rows.next()? {
            if most.is_some_and(|m| count >= m) {
                break;
            }
            let line = cells(row, &untyped)?;
            if !begun {
                let kind = |c: &Cell| match c {
                    Cell::Integer(_) => Kind::Integer,
                    Cell::Real(_) => Kind::Real,
                    _ => Kind::Text,
                };
                let typed: Vec<Column> =
                    names.iter().zip(&line).map(|(n, c)| Column::new(n, kind(c))).collect();
                to.begin(&typed)?;
                begun = true;
            }
            to.row(&line)?;
            count += 1;
        }
        if !begun {
            to.begin(&untyped)?;
        }
        to.end()?;
        Ok(count)
    }
}
