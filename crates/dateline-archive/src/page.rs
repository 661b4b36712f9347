//! Parts of lists: by number, or behind the row of a name, so that rows added meanwhile neither double nor hide any.

use crate::db::{Database, Value};
use crate::error::Result;
use crate::query::cells;
use crate::rows::{Column, Rows};

/// A part of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Rows left out at the beginning.
    pub skip: u64,
    /// Most rows; all when absent.
    pub most: Option<u64>,
    /// Only rows behind the one of this name, in lists whose rows have one: quotes, reports, incidents, what a search finds.
    pub after: Option<String>,
}

impl Page {
    /// The first rows.
    #[must_use]
    pub fn first(most: u64) -> Page {
        Page { most: Some(most), ..Page::default() }
    }

    /// The values of LIMIT and OFFSET.
    pub(crate) fn values(&self) -> [i64; 2] {
        let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        [self.most.map_or(i64::MAX, whole), whole(self.skip)]
    }
}

/// A condition on the rows of a list that stand together in its order.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub sql: String,
    pub values: Vec<Value<'static>>,
}

impl Part {
    /// All rows.
    pub(crate) fn whole() -> Part {
        Part { sql: "1 = 1".to_owned(), values: Vec::new() }
    }
}

/// What stands behind a row in a list with the last day first, unknown days at the end, and further columns that rise. Two
/// parts, so that each is a piece of an index.
pub(crate) fn descending(
    column: &str,
    further: &str,
    day: Option<String>,
    rest: &[Value<'static>],
) -> Vec<Part> {
    let later = format!("({further}) > ({})", vec!["?"; rest.len()].join(", "));
    let unknown = format!("{column} IS NULL");
    match day {
        Some(day) => {
            let mut values = vec![Value::from(day.clone()), Value::from(day)];
            values.extend_from_slice(rest);
            vec![
                Part { sql: format!("{column} <= ? AND ({column} < ? OR {later})"), values },
                Part { sql: unknown, values: Vec::new() },
            ]
        }
        None => vec![Part { sql: format!("{unknown} AND {later}"), values: rest.to_vec() }],
    }
}

/// What stands behind a row in a list with the first day first, unknown days before it, and one further column that rises.
pub(crate) fn ascending(column: &str, further: &str, day: Option<String>, rest: Value<'static>) -> Vec<Part> {
    match day {
        Some(day) => vec![Part {
            sql: format!("({column}, {further}) > (?, ?)"),
            values: vec![Value::from(day), rest],
        }],
        None => vec![
            Part { sql: format!("{column} IS NULL AND {further} > ?"), values: vec![rest] },
            Part { sql: format!("{column} IS NOT NULL"), values: Vec::new() },
        ],
    }
}

/// Hands on the rows of the parts of a list, one after the other, until there are enough. `of` makes the statement of a part,
/// with the values before those of the part; LIMIT and OFFSET are its last parameters.
pub(crate) fn parts<'v>(
    db: &dyn Database,
    all: &[Part],
    page: &Page,
    columns: &[Column],
    to: &mut dyn Rows,
    of: impl Fn(&Part) -> (String, Vec<Value<'v>>),
) -> Result<u64> {
    let [most, skip] = page.values();
    let mut count = 0_i64;
    for part in all {
        let (sql, mut values) = of(part);
        values.extend(part.values.iter().cloned());
        values.extend([Value::from(most - count), Value::from(skip)]);
        db.each(&sql, &values, &mut |row| {
            to.row(&cells(row, columns)?)?;
            count += 1;
            Ok(true)
        })?;
        if count >= most {
            break;
        }
    }
    Ok(u64::try_from(count).unwrap_or(0))
}
