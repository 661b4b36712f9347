//! Makes layers of tables from what others publish: PETRARCH dictionaries, GeoNames dumps, Wikidata results, OpenSanctions lists.
//!
//! Each function gives an [`Imported`]: the files of a layer folder (`manifest.toml` and tables as `kb/README.md` describes them),
//! counts, and a remark for every line that could not be used. [`Imported::layer`] merges it at once; written to a folder it is
//! what `dateline kb build kb FOLDER -o FILE` takes.
//!
//! [`Known`] says what a base knows already: codes of countries, ids, names, posts. An import refers to these ids, so that its
//! rows add to the rows of that base.

mod geonames;
mod known;
mod petrarch;
mod sanctions;
mod table;
mod wikidata;

pub use geonames::{GeoNames, geonames};
pub use known::Known;
pub use petrarch::petrarch;
pub use sanctions::opensanctions;
pub use wikidata::wikidata;

use crate::{KbDiagnostic, Layer};
use std::collections::BTreeMap;

/// Name, rank and origin of the layer to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// Name for messages ("sanctions").
    pub name: String,
    /// Rows of layers with a higher one win; the default layer has 0.
    pub priority: i64,
    /// Under what licence the facts may be passed on; free text, may be empty.
    pub licence: String,
}

/// A layer made from other people's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The files of the layer folder, by name.
    pub files: BTreeMap<String, String>,
    /// Rows of each table, by file name.
    pub rows: BTreeMap<String, usize>,
    /// Lines read, headers and comments apart.
    pub lines: usize,
    /// Lines left out on purpose, by reason.
    pub left_out: BTreeMap<String, usize>,
    /// Lines that could not be used, and other remarks.
    pub remarks: Vec<KbDiagnostic>,
    name: String,
    priority: i64,
}

impl Imported {
    fn new(manifest: &Manifest, source: &str) -> Imported {
        let mut head = toml::Table::new();
        for (key, value) in [("name", &manifest.name), ("licence", &manifest.licence)] {
            if !value.is_empty() {
                head.insert(key.to_owned(), value.as_str().into());
            }
        }
        head.insert("version".to_owned(), "1".into());
        head.insert("priority".to_owned(), manifest.priority.into());
        head.insert("sources".to_owned(), vec![toml::Value::from(source)].into());
        Imported {
            files: [("manifest.toml".to_owned(), head.to_string())].into(),
            name: manifest.name.clone(),
            priority: manifest.priority,
            ..Imported::default()
        }
    }

    fn add(&mut self, file: &str, table: &table::Table) {
        if table.rows() > 0 {
            self.rows.insert(file.to_owned(), table.rows());
            self.files.insert(file.to_owned(), table.text());
        }
    }

    fn leave(&mut self, why: &str) {
        *self.left_out.entry(why.to_owned()).or_default() += 1;
    }

    /// The layer, to be merged with others.
    #[must_use]
    pub fn layer(&self) -> Layer {
        Layer::of(&self.name, self.priority, self.files.clone())
    }
}

/// A remark on a line that could not be used.
fn unused(file: &str, line: usize, what: &str, why: &str) -> KbDiagnostic {
    let message = format!("`{what}`: {why}");
    KbDiagnostic::error("unused-line", file, line, message, "correct the line or leave it out").warning()
}
