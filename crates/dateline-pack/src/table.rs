//! Tab-separated tables with a header line and `#` comments.

use crate::error::PackFault;

/// One data line of a table, its cells found by column name.
pub struct Row<'a> {
    /// 1-based line in the file.
    pub line: usize,
    header: &'a [&'a str],
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    /// The trimmed cell of a column; "" when the table has no such column.
    #[must_use]
    pub fn get(&self, column: &str) -> &'a str {
        self.header.iter().position(|h| *h == column).and_then(|i| self.cells.get(i)).copied().unwrap_or("")
    }

    /// The names of the table's columns.
    #[must_use]
    pub fn columns(&self) -> &'a [&'a str] {
        self.header
    }
}

/// Reads a table and hands each row to `each`; rows of the wrong width become faults and are left out.
pub fn rows(
    file: &str,
    text: &str,
    needs: &[&str],
    faults: &mut Vec<PackFault>,
    mut each: impl FnMut(&Row<'_>),
) {
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(i, l)| (i + 1, l.trim_end_matches('\r')))
        .filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
    let Some((line, header)) = lines.next() else {
        faults.push(PackFault::new(file, 0, "the table is empty", "write a header line"));
        return;
    };
    let header: Vec<&str> = header.trim_start_matches('\u{feff}').split('\t').map(str::trim).collect();
    for need in needs {
        if !header.contains(need) {
            faults.push(PackFault::new(
                file,
                line,
                format!("no column `{need}`"),
                "add it to the header line",
            ));
        }
    }
    for (line, text) in lines {
        let cells: Vec<&str> = text.split('\t').map(str::trim).collect();
        if cells.len() > header.len() {
            let found = cells.len();
            faults.push(PackFault::new(
                file,
                line,
                format!("{found} cells, but the header names {}", header.len()),
                "remove the extra tabs",
            ));
            continue;
        }
        each(&Row { line, header: &header, cells });
    }
}
