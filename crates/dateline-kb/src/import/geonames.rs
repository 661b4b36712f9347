//! A layer of places from GeoNames dump files.

use super::table::{clean, join};
use super::{Imported, Known, Manifest, unused};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Which rows of a dump are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeoNames {
    /// Least population of populated places that are no seat of a division.
    pub population: u32,
    /// Languages whose names get a column (BCP 47), when a file of alternate names is given.
    pub languages: Vec<String>,
}

/// By place and language: whether the name is not the preferred one, and the name.
type OtherNames<'a> = BTreeMap<u32, BTreeMap<&'a str, Vec<(bool, &'a str)>>>;

/// Features besides populated places and divisions: bases, camps, crossings, straits, islands, oil fields, nuclear plants ...
const SITES: [&str; 24] = [
    "AIRB", "AIRP", "AIRF", "MILB", "NVB", "FT", "CMPRF", "PSN", "PS", "DAM", "BDG", "PASS", "PASSC", "STRT",
    "CNL", "GULF", "SEA", "ISL", "ISLS", "OILF", "MT", "DSRT", "RGN", "CSTM",
];

/// Makes a layer from dumps (`cities15000.txt`, `IR.txt`, `allCountries.txt`) and, among them, files of alternate names
/// (`alternateNamesV2.txt`: ten columns, or eight in old ones). Files come as (name, text).
///
/// Ids are `g` and the GeoNames id, so that rows of towns the default layer has lay over its rows.
#[must_use]
pub fn geonames(
    files: &[(&str, &str)],
    choice: &GeoNames,
    known: &Known<'_>,
    manifest: &Manifest,
) -> Imported {
    let mut out = Imported::new(manifest, "GeoNames, CC BY 4.0");
    let is_names = |text: &str| {
        let first = text.lines().find(|l| !l.is_empty()).unwrap_or("");
        (4..=10).contains(&first.split('\t').count())
    };
    let mut other = OtherNames::new();
    for (file, text) in files.iter().filter(|(_, t)| is_names(t)) {
        names(file, text, choice, &mut other, &mut out);
    }
    let named: Vec<String> = choice.languages.iter().map(|l| format!("name.{l}")).collect();
    let mut header = "id\tname".to_owned();
    if !other.is_empty() {
        header = format!("{header}\t{}", named.join("\t"));
    }
    let rest = ["alias", "country", "admin1", "feature", "lat", "lon", "population", "source"];
    header = format!("{header}\t{}\n", rest.join("\t"));
    let mut seen = std::collections::BTreeSet::new();
    let (mut text, mut rows) = (header, 0usize);
    for (file, dump) in files.iter().filter(|(_, t)| !is_names(t)) {
        for (i, line) in dump.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'))
        {
            out.lines += 1;
            match row(line, choice, known, &other) {
                Ok(row) if seen.insert(row.0) => {
                    text.push_str(&row.1);
                    rows += 1;
                }
                Ok(_) => out.leave("a second row of the same place"),
                Err(Left::OnPurpose(why)) => out.leave(&why),
                Err(Left::Faulty(why)) => {
                    let what: String = line.chars().take(60).collect();
                    out.remarks.push(unused(file, i + 1, &what, &why));
                }
            }
        }
    }
    if rows > 0 {
        out.rows.insert("places.tsv".to_owned(), rows);
        out.files.insert("places.tsv".to_owned(), text);
    }
    out
}

fn names<'a>(file: &str, text: &'a str, choice: &GeoNames, other: &mut OtherNames<'a>, out: &mut Imported) {
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        out.lines += 1;
        let cells: Vec<&str> = line.split('\t').collect();
        let (Some(id), Some(language), Some(name)) =
            (cells.get(1).and_then(|c| c.parse().ok()), cells.get(2), cells.get(3).filter(|n| !n.is_empty()))
        else {
            out.remarks.push(unused(file, i + 1, line, "no place, language and name"));
            continue;
        };
        let flag = |at: usize| cells.get(at).is_some_and(|c| *c == "1");
        match () {
            () if !choice.languages.iter().any(|l| l == language) => {
                out.leave("a name in a language not asked for")
            }
            () if flag(6) || flag(7) => out.leave("a colloquial or historic name"),
            () => other.entry(id).or_default().entry(language).or_default().push((!flag(4), name)),
        }
    }
}

enum Left {
    OnPurpose(String),
    Faulty(String),
}

fn row(
    line: &str,
    choice: &GeoNames,
    known: &Known<'_>,
    other: &OtherNames<'_>,
) -> Result<(u32, String), Left> {
    let faulty = |why: &str| Left::Faulty(why.to_owned());
    let cells: Vec<&str> = line.split('\t').collect();
    if cells.len() < 15 {
        return Err(Left::Faulty(format!("{} cells instead of 19", cells.len())));
    }
    let id: u32 = cells[0].parse().map_err(|_| faulty("no GeoNames id"))?;
    let degrees = |cell: &str, most: f64| cell.parse().ok().filter(|d: &f64| d.abs() <= most);
    let (Some(_), Some(_)) = (degrees(cells[4], 90.0), degrees(cells[5], 180.0)) else {
        return Err(faulty("no coordinates"));
    };
    let population: u32 = match cells[14] {
        "" => 0,
        n => n.parse().map_err(|_| faulty("no population"))?,
    };
    let (class, feature) = (cells[6], cells[7]);
    let seat = matches!(feature, "PPLC" | "PPLA" | "PPLA2" | "PPLG");
    let taken = match class {
        "P" if matches!(feature, "PPLH" | "PPLQ" | "PPLW" | "PPLX") => false,
        "P" => seat || population >= choice.population,
        "A" => matches!(feature, "ADM1" | "ADM2" | "TERR" | "ZN" | "ADMD" | "LTER"),
        _ => SITES.contains(&feature),
    };
    if !taken {
        let what = if class == "P" {
            "a populated place below the limit"
        } else {
            "a feature that is no place of events"
        };
        return Err(Left::OnPurpose(what.to_owned()));
    }
    let name = clean(cells[1]);
    if name.is_empty() {
        return Err(faulty("no name"));
    }
    let country = match cells[8] {
        "" => "",
        code => {
            known.country(code).ok_or_else(|| Left::Faulty(format!("no country `{code}` in the base")))?
        }
    };
    let mut out = format!("g{id}\t{name}");
    let mut own: Vec<String> = vec![name.clone()];
    if !other.is_empty() {
        for language in &choice.languages {
            let mut all = other.get(&id).and_then(|n| n.get(language.as_str())).cloned().unwrap_or_default();
            all.sort_by_key(|(rank, _)| *rank);
            let cell = join(all.iter().map(|(_, n)| *n));
            own.extend(cell.split('|').map(str::to_owned));
            let _ = write!(out, "\t{cell}");
        }
    }
    // Of the names without language only the ones in Latin letters: the others carry no hint of where they are used.
    let latin = |n: &&str| n.chars().all(|c| !c.is_alphabetic() || c < '\u{250}') && n.chars().count() > 3;
    let mut alias: Vec<&str> = vec![cells[2]];
    if other.is_empty() {
        alias.extend(cells[3].split(',').filter(latin));
    }
    alias.retain(|a| !own.iter().any(|o| o == a) && !a.is_empty());
    let _ = writeln!(
        out,
        "\t{}\t{country}\t{}\t{feature}\t{}\t{}\t{population}\tgeonames",
        join(alias),
        clean(cells[10]),
        cells[4].trim(),
        cells[5].trim()
    );
    Ok((id, out))
}
