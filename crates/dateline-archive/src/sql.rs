//! Questions in SQL, for reading only and within bounds.

use crate::archive::Archive;
use crate::error::Result;
use crate::query::cells;
use crate::rows::{Cell, Column, Kind, Rows};

impl Archive {
    /// Answers one SELECT. Nothing but reading is allowed, and the time is bounded. Of a file: no other file, no PRAGMA, no
    /// extension, and the length of values is bounded too. Of PostgreSQL: what its role may read. `most`: most rows.
    ///
    /// # Errors
    /// The statement is not allowed, not SQL or takes too long; or the rows cannot be written.
    pub fn sql(&mut self, sql: &str, most: Option<u64>, to: &mut dyn Rows) -> Result<u64> {
        let untyped = std::cell::RefCell::new(Vec::new());
        let mut count = 0;
        let mut begun = false;
        self.db.question(
            sql,
            &mut |columns| {
                *untyped.borrow_mut() =
                    columns.iter().map(|n| Column::new(n, Kind::Text)).collect::<Vec<_>>();
                Ok(())
            },
            &mut |row| {
                let untyped = untyped.borrow();
                if most.is_some_and(|m| count >= m) {
                    return Ok(false);
                }
                let line = cells(row, &untyped)?;
                if !begun {
                    let kind = |c: &Cell| match c {
                        Cell::Integer(_) => Kind::Integer,
                        Cell::Real(_) => Kind::Real,
                        _ => Kind::Text,
                    };
                    let typed: Vec<Column> =
                        untyped.iter().zip(&line).map(|(u, c)| Column::new(&u.name, kind(c))).collect();
                    to.begin(&typed)?;
                    begun = true;
                }
                to.row(&line)?;
                count += 1;
                Ok(true)
            },
        )?;
        if !begun {
            to.begin(&untyped.into_inner())?;
        }
        to.end()?;
        Ok(count)
    }
}
