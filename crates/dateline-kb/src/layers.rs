//! Layers of tables, and the merging of their rows.

use crate::error::KbDiagnostic;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// One layer: a set of tables with a priority.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layer {
    /// Name for messages.
    pub name: String,
    /// A row of a layer with higher priority wins over the same row of a lower one.
    pub priority: i64,
    /// Languages (BCP 47) whose name stands for an entity where no language is asked for, first choice first.
    pub languages: Vec<String>,
    /// Tables by file name ("countries.tsv").
    pub files: BTreeMap<String, String>,
}

impl Layer {
    /// A layer from texts.
    pub fn of<N: Into<String>, T: Into<String>>(
        name: &str,
        priority: i64,
        files: impl IntoIterator<Item = (N, T)>,
    ) -> Layer {
        let files = files.into_iter().map(|(n, t)| (n.into(), t.into())).collect();
        Layer { name: name.to_owned(), priority, languages: Vec::new(), files }
    }
}

impl Layer {
    /// The files of a table: `places.tsv` and every `places-*.tsv`.
    fn parts<'a>(&'a self, table: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let stem = table.trim_end_matches(".tsv");
        self.files.iter().filter_map(move |(name, text)| {
            let rest = name.strip_prefix(stem)?;
            (name == table || rest.starts_with('-') && rest.ends_with(".tsv"))
                .then_some((name.as_str(), text.as_str()))
        })
    }
}

/// Layers in the order of their priority, lowest first.
#[derive(Clone, Debug, Default)]
pub struct Layers(Vec<Layer>);

impl Layers {
    /// Orders layers by priority; equal ones keep their order.
    #[must_use]
    pub fn new(mut layers: Vec<Layer>) -> Layers {
        layers.sort_by_key(|l| l.priority);
        Layers(layers)
    }

    /// The layers, lowest priority first.
    #[must_use]
    pub fn all(&self) -> &[Layer] {
        &self.0
    }

    /// The order of languages: that of the highest layer that gives one.
    pub(crate) fn languages(&self) -> &[String] {
        self.0.iter().rev().map(|l| l.languages.as_slice()).find(|l| !l.is_empty()).unwrap_or_default()
    }

    /// SHA-256 over names and contents of all tables.
    pub(crate) fn hash(&self) -> [u8; 32] {
        use sha2::{Digest, Sha256};
        let mut hash = Sha256::new();
        for language in self.languages() {
            hash.update((language.len() as u64).to_le_bytes());
            hash.update(language.as_bytes());
        }
        for layer in &self.0 {
            for (file, text) in layer.files.iter().filter(|(f, _)| f.ends_with(".tsv")) {
                hash.update((file.len() as u64).to_le_bytes());
                hash.update(file.as_bytes());
                hash.update((text.len() as u64).to_le_bytes());
                hash.update(text.as_bytes());
            }
        }
        hash.finalize().into()
    }

    /// The rows of one table, merged: by key, cell by cell, in the order of their first appearance.
    ///
    /// `key` names the columns that make a row the same row. A row whose first key cell begins with `-` deletes; a filled cell
    /// of a higher layer replaces the lower one's, and adds to its list when it begins with `+`.
    pub(crate) fn rows(
        &self,
        table: &str,
        key: &[&str],
        needs: &[&str],
        diagnostics: &mut Vec<KbDiagnostic>,
    ) -> Vec<Row> {
        let mut order: Vec<String> = Vec::new();
        let mut merged: BTreeMap<String, Row> = BTreeMap::new();
        for layer in &self.0 {
            let mut here: BTreeSet<String> = BTreeSet::new();
            let mut rows = Vec::new();
            for (name, text) in layer.parts(table) {
                rows.extend(parse(&format!("{}/{name}", layer.name), text, needs, diagnostics));
            }
            for mut row in rows {
                let file = row.file.clone();
                let file = file.as_str();
                let delete = row.get(key[0]).starts_with('-');
                if delete {
                    let cell = row.get(key[0])[1..].to_owned();
                    row.cells.insert(key[0].to_owned(), cell);
                }
                let mut id = String::new();
                for column in key {
                    let _ = write!(id, "{}\t", row.get(column));
                }
                if delete {
                    let prefix = id.trim_end_matches('\t').to_owned();
                    let gone: Vec<String> = merged
                        .keys()
                        .filter(|k| **k == id || k.starts_with(&format!("{prefix}\t")))
                        .cloned()
                        .collect();
                    if gone.is_empty() {
                        diagnostics.push(
                            KbDiagnostic::error(
                                "nothing-to-delete",
                                file,
                                row.line,
                                format!("no lower layer has a row `{prefix}`"),
                                "correct the id or remove the line",
                            )
                            .warning(),
                        );
                    }
                    for g in gone {
                        merged.remove(&g);
                        order.retain(|o| *o != g);
                    }
                    continue;
                }
                if !here.insert(id.clone()) {
                    diagnostics.push(KbDiagnostic::error(
                        "duplicate-row",
                        file,
                        row.line,
                        format!("a second row `{}`", id.trim_end_matches('\t').replace('\t', " ")),
                        "keep one of the two",
                    ));
                    continue;
                }
                match merged.get_mut(&id) {
                    Some(lower) => lower.overlay(row),
                    None => {
                        order.push(id.clone());
                        merged.insert(id, row);
                    }
                }
            }
        }
        order.iter().filter_map(|id| merged.remove(id)).collect()
    }
}

/// One row, its filled cells by column name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub(crate) file: String,
    pub(crate) line: usize,
    cells: BTreeMap<String, String>,
}

impl Row {
    /// The cell of a column, "" when absent.
    pub(crate) fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// The values of a cell that holds a list.
    pub(crate) fn list(&self, column: &str) -> impl Iterator<Item = &str> {
        self.get(column).split('|').map(str::trim).filter(|v| !v.is_empty())
    }

    /// The filled cells of a column in all its languages: ("name.fr", "name") gives ("fr", cell).
    pub(crate) fn by_language<'a>(&'a self, column: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.cells.iter().filter_map(move |(name, cell)| {
            let language = name.strip_prefix(column)?.strip_prefix('.')?;
            Some((language, cell.as_str()))
        })
    }

    fn overlay(&mut self, upper: Row) {
        self.file = upper.file;
        self.line = upper.line;
        for (column, cell) in upper.cells {
            match (cell.strip_prefix('+'), self.cells.get_mut(&column)) {
                (Some(more), Some(lower)) => {
                    lower.push('|');
                    lower.push_str(more);
                }
                (Some(more), None) => drop(self.cells.insert(column, more.to_owned())),
                (None, _) => drop(self.cells.insert(column, cell)),
            }
        }
    }
}

fn parse(file: &str, text: &str, needs: &[&str], diagnostics: &mut Vec<KbDiagnostic>) -> Vec<Row> {
    let mut lines = text
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .map(|(i, l)| (i + 1, l.trim_end_matches('\r')))
        .filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
    let Some((line, header)) = lines.next() else { return Vec::new() };
    let header: Vec<&str> = header.split('\t').map(str::trim).collect();
    for need in needs {
        if !header.iter().any(|h| h == need) {
            diagnostics.push(KbDiagnostic::error(
                "missing-column",
                file,
                line,
                format!("no column `{need}`"),
                "add it to the header line",
            ));
        }
    }
    let mut rows = Vec::new();
    for (line, text) in lines {
        let cells: Vec<&str> = text.split('\t').collect();
        if cells.len() > header.len() {
            diagnostics.push(KbDiagnostic::error(
                "too-many-cells",
                file,
                line,
                format!("{} cells, but the header names {}", cells.len(), header.len()),
                "remove the extra tabs",
            ));
            continue;
        }
        let cells: BTreeMap<String, String> = header
            .iter()
            .zip(&cells)
            .map(|(h, c)| ((*h).to_owned(), c.trim().to_owned()))
            .filter(|(_, c)| !c.is_empty())
            .collect();
        let row = Row { file: file.to_owned(), line, cells };
        let missing: Vec<&str> = needs.iter().filter(|n| row.get(n).is_empty()).copied().collect();
        if missing.is_empty() || row.get(needs.first().unwrap_or(&"")).starts_with('-') {
            rows.push(row);
        } else {
            diagnostics.push(KbDiagnostic::error(
                "empty-cell",
                file,
                line,
                format!("no {}", missing.join(", no ")),
                "fill the cell",
            ));
        }
    }
    rows
}
