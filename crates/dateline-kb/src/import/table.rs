//! Writes tables: a header line, tabs between cells, `|` between the values of a cell.

use std::fmt::Write as _;

/// A table being filled.
pub(super) struct Table {
    columns: Vec<&'static str>,
    text: String,
    rows: usize,
}

/// A value without the characters that structure a table.
pub(super) fn clean(value: &str) -> String {
    let plain = value.replace(['\t', '\n', '\r'], " ").replace('|', "/");
    plain.trim().to_owned()
}

/// Several values in one cell, each once.
pub(super) fn join<S: AsRef<str>>(values: impl IntoIterator<Item = S>) -> String {
    let mut all: Vec<String> = Vec::new();
    for value in values {
        let value = clean(value.as_ref());
        if !value.is_empty() && !all.contains(&value) {
            all.push(value);
        }
    }
    all.join("|")
}

impl Table {
    pub(super) fn new(columns: &[&'static str]) -> Table {
        Table { columns: columns.to_vec(), text: columns.join("\t") + "\n", rows: 0 }
    }

    /// Adds a row: (column, cell); cells not named stay empty. Cells are already clean or joined.
    pub(super) fn row(&mut self, cells: &[(&str, &str)]) {
        for (i, column) in self.columns.iter().enumerate() {
            let cell = cells.iter().find(|(c, _)| c == column).map_or("", |(_, v)| v);
            let gap = if i == 0 { "" } else { "\t" };
            let _ = write!(self.text, "{gap}{cell}");
        }
        self.text.push('\n');
        self.rows += 1;
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn text(&self) -> String {
        self.text.clone()
    }
}
