//! The formats and what may be chosen about them.

use std::fmt;
use std::str::FromStr;

/// A format of exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Format {
    Csv,
    Parquet,
    Gdelt1,
    Gdelt2,
    Mentions,
    Gkg,
    Phoenix,
    Petrarch2,
    Icews,
    Polecat,
    Plover,
}

impl Format {
    /// All formats with their names.
    pub const ALL: [(&'static str, Format); 11] = [
        ("csv", Format::Csv),
        ("parquet", Format::Parquet),
        ("gdelt1", Format::Gdelt1),
        ("gdelt2", Format::Gdelt2),
        ("gdelt2-mentions", Format::Mentions),
        ("gdelt2-gkg", Format::Gkg),
        ("phoenix", Format::Phoenix),
        ("petrarch2", Format::Petrarch2),
        ("icews", Format::Icews),
        ("polecat", Format::Polecat),
        ("plover", Format::Plover),
    ];

    /// The name of the format ("gdelt1").
    #[must_use]
    pub fn name(self) -> &'static str {
        Format::ALL.iter().find(|(_, f)| *f == self).map_or("", |(n, _)| n)
    }

    /// The usual ending of its files, without a dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Parquet => "parquet",
            Format::Gdelt1 | Format::Gdelt2 | Format::Mentions | Format::Gkg => "CSV",
            Format::Phoenix | Format::Petrarch2 | Format::Polecat => "txt",
            Format::Icews => "tab",
            Format::Plover => "jsonl",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that no format has; the message lists those there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFormat(String);

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = Format::ALL.iter().map(|(n, _)| *n).collect();
        write!(f, "there is no export format `{}`; there are: {}", self.0, names.join(", "))
    }
}

impl std::error::Error for UnknownFormat {}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Format, UnknownFormat> {
        let found = Format::ALL.iter().find(|(n, _)| *n == name).map(|(_, f)| *f);
        found.ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// What may be chosen about an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The same source, target and code on one day is one row, whichever reports tell it. Rows that carry counts or lists
    /// of reports are then held until the end.
    pub one_a_day: bool,
    /// The same source, target and code in one report is one row.
    pub one_a_story: bool,
    /// Also rows for events that the report does not tell as having happened (denied, hypothetical, or the act that is
    /// promised, threatened or demanded). CSV and Parquet have a column for it and always hold all.
    pub all_statuses: bool,
}
