//! Rows on their way out: table for people, CSV, JSON lines. Arrow and Parquet stand in [`crate::columnar`].
//!
//! Text of reports is hostile: what a terminal or a spreadsheet would act on is made visible or quoted. JSON carries it as
//! it is, with escapes.

use crate::error::Result;
use std::io::Write;

/// Widest cell of a table for people, in characters.
const WIDEST: usize = 40;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Real,
    /// True or false.
    Boolean,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds; any cell may be absent.
    pub kind: Kind,
}

impl Column {
    /// A column.
    #[must_use]
    pub fn new(name: &str, kind: Kind) -> Column {
        Column { name: name.to_owned(), kind }
    }
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Absent.
    Null,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// True or false.
    Boolean(bool),
}

impl Cell {
    /// The cell as text; empty when absent.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Cell::Null => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Integer(n) => n.to_string(),
            Cell::Real(x) => x.to_string(),
            Cell::Boolean(b) => b.to_string(),
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Cell::Null => serde_json::Value::Null,
            Cell::Text(text) => text.clone().into(),
            Cell::Integer(n) => (*n).into(),
            Cell::Real(x) => (*x).into(),
            Cell::Boolean(b) => (*b).into(),
        }
    }
}

/// Somewhere rows go to.
pub trait Rows {
    /// Called once, before any row.
    ///
    /// # Errors
    /// The rows cannot be written.
    fn begin(&mut self, columns: &[Column]) -> Result<()>;
    /// Called for each row, with a cell a column.
    ///
    /// # Errors
    /// The rows cannot be written.
    fn row(&mut self, cells: &[Cell]) -> Result<()>;
    /// Called once, after all rows.
    ///
    /// # Errors
    /// The rows cannot be written.
    fn end(&mut self) -> Result<()>;
}

/// Whether a character may change what a terminal shows around it.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}' | '\u{feff}')
}

fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if is_unsafe(c) => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// Aligned columns for people. All rows are held until the end.
pub struct TableRows<W: Write> {
    out: W,
    lines: Vec<Vec<String>>,
}

impl<W: Write> TableRows<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> TableRows<W> {
        TableRows { out, lines: Vec::new() }
    }
}

impl<W: Write> Rows for TableRows<W> {
    fn begin(&mut self, columns: &[Column]) -> Result<()> {
        self.lines.push(columns.iter().map(|c| c.name.clone()).collect());
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        let cut = |c: &Cell| {
            let text = match c {
                Cell::Real(x) => format!("{x:.2}").trim_end_matches('0').trim_end_matches('.').to_owned(),
                _ => visible(&c.text()),
            };
            match text.char_indices().nth(WIDEST) {
                Some(_) => text.chars().take(WIDEST - 1).chain(['…']).collect(),
                None => text,
            }
        };
        self.lines.push(cells.iter().map(cut).collect());
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        let columns = self.lines.first().map_or(0, Vec::len);
        let width = |i: usize| {
            self.lines.iter().map(|l| l.get(i).map_or(0, |c| c.chars().count())).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for line in &self.lines {
            let mut text = String::new();
            for (cell, width) in line.iter().zip(&widths) {
                text.push_str(cell);
                text.push_str(&" ".repeat(width + 2 - cell.chars().count()));
            }
            writeln!(self.out, "{}", text.trim_end())?;
        }
        self.out.flush()?;
        Ok(())
    }
}

/// Comma-separated values with a header line. A text that a spreadsheet would take for a formula gets a leading apostrophe.
pub struct CsvRows<W: Write>(pub W);

impl<W: Write> CsvRows<W> {
    fn line(&mut self, cells: impl Iterator<Item = String>) -> Result<()> {
        let quoted = cells.map(|c| match c.contains([',', '"', '\n', '\r']) {
            true => format!("\"{}\"", c.replace('"', "\"\"")),
            false => c,
        });
        writeln!(self.0, "{}", quoted.collect::<Vec<_>>().join(","))?;
        Ok(())
    }
}

impl<W: Write> Rows for CsvRows<W> {
    fn begin(&mut self, columns: &[Column]) -> Result<()> {
        self.line(columns.iter().map(|c| c.name.clone()))
    }

    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        self.line(cells.iter().map(|c| match c {
            Cell::Text(text) if text.starts_with(['=', '+', '-', '@']) => format!("'{}", visible(text)),
            Cell::Text(text) => visible(text),
            other => other.text(),
        }))
    }

    fn end(&mut self) -> Result<()> {
        Ok(self.0.flush()?)
    }
}

/// One JSON object a line, columns as keys, absent as null.
pub struct JsonRows<W: Write> {
    out: W,
    columns: Vec<String>,
}

impl<W: Write> JsonRows<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> JsonRows<W> {
        JsonRows { out, columns: Vec::new() }
    }
}

impl<W: Write> Rows for JsonRows<W> {
    fn begin(&mut self, columns: &[Column]) -> Result<()> {
        self.columns = columns.iter().map(|c| c.name.clone()).collect();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        let object: serde_json::Map<String, serde_json::Value> =
            self.columns.iter().cloned().zip(cells.iter().map(Cell::json)).collect();
        let mut line = String::new();
        for c in serde_json::Value::Object(object).to_string().chars() {
            match c {
                c if is_unsafe(c) && u32::from(c) <= 0xffff => {
                    line.push_str(&format!("\\u{:04x}", u32::from(c)))
                }
                c => line.push(c),
            }
        }
        writeln!(self.out, "{line}")?;
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        Ok(self.out.flush()?)
    }
}
