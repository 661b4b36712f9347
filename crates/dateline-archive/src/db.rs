//! What the archive asks of a database, in one dialect of SQL: SQLite behind it, or PostgreSQL.
//!
//! Statements are written once. Parameters are `?` or `?1`, texts compare by their bytes, truth is 0 or 1, NULL stands
//! before everything. What the databases do not share stands behind [`Database`].

use crate::error::{ArchiveError, Result};
use std::borrow::Cow;

pub(crate) mod address;
pub(crate) mod dialect;
pub(crate) mod expression;
pub(crate) mod postgres;
pub(crate) mod sqlite;

/// A value for a parameter. An absent one still has a type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Integer(Option<i64>),
    Real(Option<f64>),
    Text(Option<Cow<'a, str>>),
    Blob(Cow<'a, [u8]>),
}

/// What a cell of a row holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Held<'a> {
    Null,
    Integer(i64),
    Real(f64),
    Text(&'a str),
    Blob(&'a [u8]),
}

/// A row of an answer.
pub(crate) enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a ::postgres::Row),
}

impl Row<'_> {
    /// The cell at a place, from 0.
    pub(crate) fn held(&self, at: usize) -> Result<Held<'_>> {
        match self {
            Row::Sqlite(row) => sqlite::held(row, at),
            Row::Postgres(row) => postgres::held(row, at),
        }
    }

    /// The same as a value of Rust.
    pub(crate) fn get<T: Read>(&self, at: usize) -> Result<T> {
        let held = self.held(at)?;
        T::read(held).ok_or_else(|| ArchiveError::Cell(format!("column {at} holds {held:?}")))
    }
}

/// What can be read from a cell.
pub(crate) trait Read: Sized {
    /// The value; none when the cell holds something else.
    fn read(held: Held<'_>) -> Option<Self>;
}

impl Read for i64 {
    fn read(held: Held<'_>) -> Option<i64> {
        if let Held::Integer(n) = held { Some(n) } else { None }
    }
}

impl Read for bool {
    fn read(held: Held<'_>) -> Option<bool> {
        if let Held::Integer(n) = held { Some(n != 0) } else { None }
    }
}

impl Read for f64 {
    fn read(held: Held<'_>) -> Option<f64> {
        match held {
            Held::Real(x) => Some(x),
            Held::Integer(n) => Some(n as f64),
            _ => None,
        }
    }
}

impl Read for String {
    fn read(held: Held<'_>) -> Option<String> {
        if let Held::Text(text) = held { Some(text.to_owned()) } else { None }
    }
}

impl Read for Vec<u8> {
    fn read(held: Held<'_>) -> Option<Vec<u8>> {
        if let Held::Blob(bytes) = held { Some(bytes.to_owned()) } else { None }
    }
}

impl<T: Read> Read for Option<T> {
    fn read(held: Held<'_>) -> Option<Option<T>> {
        if held == Held::Null { Some(None) } else { T::read(held).map(Some) }
    }
}

macro_rules! integers {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Value<'_> {
            fn from(n: $kind) -> Self {
                Value::Integer(Some(i64::from(n)))
            }
        }

        impl From<Option<$kind>> for Value<'_> {
            fn from(n: Option<$kind>) -> Self {
                Value::Integer(n.map(i64::from))
            }
        }
    )*};
}

integers!(i64, u32, u8, bool);

impl From<&i64> for Value<'_> {
    fn from(n: &i64) -> Self {
        Value::Integer(Some(*n))
    }
}

impl From<f64> for Value<'_> {
    fn from(x: f64) -> Self {
        Value::Real(Some(x))
    }
}

impl From<Option<f64>> for Value<'_> {
    fn from(x: Option<f64>) -> Self {
        Value::Real(x)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Some(Cow::Borrowed(text)))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Value::Text(Some(Cow::Borrowed(text)))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Some(Cow::Owned(text)))
    }
}

impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(text: Option<&'a str>) -> Self {
        Value::Text(text.map(Cow::Borrowed))
    }
}

impl<'a> From<&'a Option<String>> for Value<'a> {
    fn from(text: &'a Option<String>) -> Self {
        Value::Text(text.as_deref().map(Cow::Borrowed))
    }
}

impl From<Option<String>> for Value<'_> {
    fn from(text: Option<String>) -> Self {
        Value::Text(text.map(Cow::Owned))
    }
}

impl From<Vec<u8>> for Value<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Value::Blob(Cow::Owned(bytes))
    }
}

/// A list of values of different kinds.
macro_rules! values {
    ($($value:expr),* $(,)?) => {
        &[$($crate::db::Value::from($value)),*]
    };
}
pub(crate) use values;

/// What takes a row; whether it wants another one.
pub(crate) type Each<'a> = &'a mut dyn FnMut(&Row<'_>) -> Result<bool>;

/// A connection to a database. One statement at a time: none may be asked while the rows of another come in.
pub(crate) trait Database: Send {
    /// Asks a statement and hands its rows on. Statements are prepared once.
    fn each(&self, sql: &str, values: &[Value<'_>], each: Each<'_>) -> Result<()>;

    /// Carries a statement out; how many rows it changed.
    fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<u64>;

    /// Begins a transaction in which this connection alone writes; waits for another that does.
    fn begin(&self) -> Result<()>;

    /// Ends it; all is kept.
    fn commit(&self) -> Result<()>;

    /// Ends it, if there is one; nothing is kept.
    fn rollback(&self);

    /// A condition: the column is among the numbers of a parameter (`?3`), which [`numbers`] makes.
    fn among(&self, column: &str, parameter: &str) -> String;

    /// A condition on a row of `report_text`: it has the words of the next parameter (`?`), which [`Database::words`] makes.
    fn matching(&self) -> &'static str;

    /// What somebody typed to look for, as the database wants it: words, or a full-text expression.
    fn words(&self, typed: &str) -> Result<Value<'static>>;

    /// Enters a report into the full-text index, in place of what stands there.
    fn enter_text(&self, report: i64, title: Option<&str>, text: &str) -> Result<()>;

    /// What the database itself finds amiss.
    fn checked(&self) -> Result<Vec<String>>;

    /// Answers one SELECT of a stranger, for reading only and within bounds: column names first, then rows.
    fn question(
        &mut self,
        sql: &str,
        begin: &mut dyn FnMut(&[String]) -> Result<()>,
        each: Each<'_>,
    ) -> Result<()>;

    /// How long to wait for another that writes.
    fn patience(&self, time: std::time::Duration) -> Result<()>;

    /// Bytes that the archive takes.
    fn size(&self) -> Result<u64>;

    /// The file behind it, where it is one.
    fn file(&self) -> Option<&rusqlite::Connection>;
}

impl dyn Database + '_ {
    /// The first row, where there is one.
    pub(crate) fn first<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let (mut found, mut read) = (None, Some(read));
        self.each(sql, values, &mut |row| {
            if let Some(read) = read.take() {
                found = Some(read(row)?);
            }
            Ok(false)
        })?;
        Ok(found)
    }

    /// The row that there has to be.
    pub(crate) fn one<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.first(sql, values, read)?.ok_or_else(|| ArchiveError::Cell("a row is missing".to_owned()))
    }

    /// All rows.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.each(sql, values, &mut |row| {
            found.push(read(row)?);
            Ok(true)
        })?;
        Ok(found)
    }

    /// Inserts rows of `width` values each, some at a time: `head` is "INSERT INTO ... (...)", `tail` what stands behind the
    /// rows.
    pub(crate) fn insert(&self, head: &str, width: usize, values: &[Value<'_>], tail: &str) -> Result<()> {
        /// Rows in a statement.
        const AT_ONCE: usize = 16;
        for rows in values.chunks(AT_ONCE * width.max(1)) {
            let row = format!("({})", vec!["?"; width].join(", "));
            let all = vec![row; rows.len() / width.max(1)].join(", ");
            self.execute(&format!("{head} VALUES {all} {tail}"), rows)?;
        }
        Ok(())
    }

    /// A transaction, taken back unless it is committed.
    pub(crate) fn transaction(&self) -> Result<Tx<'_>> {
        self.begin()?;
        Ok(Tx { db: self, open: true })
    }
}

/// A transaction in which this connection alone writes.
pub(crate) struct Tx<'a> {
    db: &'a (dyn Database + 'a),
    open: bool,
}

impl Tx<'_> {
    /// Keeps all.
    pub(crate) fn commit(mut self) -> Result<()> {
        self.open = false;
        let kept = self.db.commit();
        if kept.is_err() {
            self.db.rollback();
        }
        kept
    }
}

impl<'a> std::ops::Deref for Tx<'a> {
    type Target = dyn Database + 'a;

    fn deref(&self) -> &Self::Target {
        self.db
    }
}

impl Drop for Tx<'_> {
    fn drop(&mut self) {
        if self.open {
            self.db.rollback();
        }
    }
}

/// Numbers as one parameter.
pub(crate) fn numbers(all: &[i64]) -> Value<'static> {
    Value::from(all.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
}
