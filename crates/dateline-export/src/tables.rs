//! The tables behind exports, built in from `ontology/`.

use crate::format::Format;
use std::collections::BTreeMap;
use std::sync::LazyLock;

macro_rules! table {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../ontology/", $name))
    };
}

/// Rows without comments and header.
fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).skip(1).map(|l| l.split('\t').collect())
}

fn cell(row: &[&'static str], n: usize) -> &'static str {
    row.get(n).copied().unwrap_or("")
}

/// The columns of a format in order, and whether Dateline fills each. Empty for PLOVER, whose rows are JSON objects.
#[must_use]
pub fn columns(format: Format) -> Vec<(&'static str, bool)> {
    let text = match format {
        Format::Gdelt1 => table!("exports/gdelt1.tsv"),
        Format::Gdelt2 => table!("exports/gdelt2.tsv"),
        Format::Mentions => table!("exports/mentions.tsv"),
        Format::Gkg => table!("exports/gkg.tsv"),
        Format::Phoenix => table!("exports/phoenix.tsv"),
        Format::Petrarch2 => table!("exports/petrarch2.tsv"),
        Format::Icews => table!("exports/icews.tsv"),
        Format::Polecat => table!("exports/polecat.tsv"),
        Format::Csv | Format::Parquet => {
            return crate::flat::COLUMNS.iter().map(|(n, _)| (*n, true)).collect();
        }
        Format::Plover => return Vec::new(),
    };
    rows(text).map(|r| (cell(&r, 0), cell(&r, 1) == "yes")).collect()
}

/// A country: FIPS 10-4 code (may be empty) and English name.
pub(crate) fn country(id: &str) -> Option<(&'static str, &'static str)> {
    static ALL: LazyLock<BTreeMap<&str, (&str, &str)>> = LazyLock::new(|| {
        rows(table!("exports/countries.tsv")).map(|r| (cell(&r, 0), (cell(&r, 1), cell(&r, 2)))).collect()
    });
    ALL.get(id).copied()
}

/// A trio that is no country: kind (role or region) and how exports write it ("-" drops it).
pub(crate) fn trio(code: &str) -> Option<(&'static str, &'static str)> {
    static ALL: LazyLock<BTreeMap<&str, (&str, &str)>> = LazyLock::new(|| {
        rows(table!("exports/trios.tsv")).map(|r| (cell(&r, 0), (cell(&r, 1), cell(&r, 2)))).collect()
    });
    ALL.get(code).copied()
}

/// Classes of a CAMEO code by its root: GDELT 1 to 4 and Phoenix 0 to 4.
pub(crate) fn quad(code: &str) -> Option<(&'static str, &'static str)> {
    static ALL: LazyLock<BTreeMap<&str, (&str, &str)>> = LazyLock::new(|| {
        rows(table!("exports/quadclass.tsv")).map(|r| (cell(&r, 0), (cell(&r, 1), cell(&r, 2)))).collect()
    });
    ALL.get(code.get(..2)?).copied()
}

/// Label and Goldstein value of a CAMEO code.
pub(crate) fn cameo(code: &str) -> Option<(&'static str, &'static str)> {
    static ALL: LazyLock<BTreeMap<&str, (&str, &str)>> = LazyLock::new(|| {
        rows(table!("cameo.tsv")).map(|r| (cell(&r, 0), (cell(&r, 1), cell(&r, 2)))).collect()
    });
    ALL.get(code).copied()
}

/// CAMEO role of a PLOVER sector; empty when there is none.
pub(crate) fn role(sector: &str) -> &'static str {
    static ALL: LazyLock<BTreeMap<&str, &str>> =
        LazyLock::new(|| rows(table!("sectors.tsv")).map(|r| (cell(&r, 0), cell(&r, 1))).collect());
    ALL.get(sector).copied().unwrap_or("")
}

/// Words for a PLOVER sector in ICEWS.
pub(crate) fn icews_sector(sector: &str) -> &'static str {
    static ALL: LazyLock<BTreeMap<&str, &str>> =
        LazyLock::new(|| rows(table!("exports/sectors.tsv")).map(|r| (cell(&r, 0), cell(&r, 1))).collect());
    ALL.get(sector).copied().unwrap_or("")
}

/// PLOVER score of a type and mode; of the type alone when the mode has none.
pub(crate) fn score(kind: &str, mode: Option<&str>) -> Option<&'static str> {
    static ALL: LazyLock<BTreeMap<(&str, &str), &str>> = LazyLock::new(|| {
        rows(table!("modes.tsv")).map(|r| ((cell(&r, 0), cell(&r, 1)), cell(&r, 2))).collect()
    });
    let of = |mode: &str| ALL.get(&(kind, mode)).copied().filter(|s| !s.is_empty());
    of(mode.unwrap_or("")).or_else(|| of(""))
}
