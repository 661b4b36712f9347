//! A layer of persons and organisations from the simplified CSV of OpenSanctions (`targets.simple.csv`).

use super::table::{Table, clean, join};
use super::{Imported, Known, Manifest, unused};
use crate::{KbDiagnostic, KbError};
use std::collections::BTreeSet;

/// Makes a layer from target lists, given as (name, CSV text).
///
/// Columns: `id`, `schema`, `name`, `aliases` and `countries` (both with `;` between values), `dataset`. Persons, companies,
/// organisations and public bodies are taken, ships, aircraft, accounts and addresses are left out. A person the base knows under
/// the same whole name and country, or under the same Wikidata id, gets the new spellings as aliases.
///
/// # Errors
/// [`KbError::Rows`] when a file lacks the columns.
pub fn opensanctions(
    files: &[(&str, &str)],
    known: &Known<'_>,
    manifest: &Manifest,
) -> Result<Imported, KbError> {
    let mut out = Imported::new(manifest, "OpenSanctions");
    let mut persons = Table::new(&["id", "name", "alias", "country", "source"]);
    let mut organisations = Table::new(&["id", "name", "alias", "country", "sector", "kind", "source"]);
    let mut seen = BTreeSet::new();
    for (file, text) in files {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let bad = |why: String| {
            let mend = "take the file targets.simple.csv";
            KbError::Rows(vec![KbDiagnostic::error("bad-csv", file, 1, why, mend)])
        };
        let head = reader.headers().map_err(|e| bad(e.to_string()))?.clone();
        let column = |name: &str| head.iter().position(|h| h.trim_start_matches('\u{feff}').trim() == name);
        for need in ["id", "schema", "name"] {
            if column(need).is_none() {
                return Err(bad(format!("no column `{need}`")));
            }
        }
        for (i, record) in reader.records().enumerate() {
            out.lines += 1;
            let record = match record {
                Ok(record) => record,
                Err(e) => {
                    out.remarks.push(unused(file, i + 2, "", &e.to_string()));
                    continue;
                }
            };
            let line = record.position().map_or(i + 2, |p| p.line() as usize);
            let get = |name: &str| column(name).and_then(|c| record.get(c)).unwrap_or("").trim();
            let (id, name) = (clean(get("id")), clean(get("name")));
            if id.is_empty() || name.is_empty() {
                out.remarks.push(unused(file, line, get("id"), "no id or no name"));
                continue;
            }
            if !seen.insert(id.clone()) {
                out.leave("a second row of the same target");
                continue;
            }
            let countries: Vec<&str> = get("countries").split(';').filter_map(|c| known.country(c)).collect();
            let country = countries.first().copied().unwrap_or("");
            let aliases = get("aliases").split(';').map(str::trim);
            match get("schema") {
                "Person" => {
                    let same = known.by_wikidata(&id).or_else(|| known.person(&name, &countries));
                    match same {
                        Some(id) => {
                            let alias = join(std::iter::once(name.as_str()).chain(aliases));
                            if !seen.insert(format!("known {id}")) {
                                out.leave("a second row of the same person");
                                continue;
                            }
                            persons.row(&[("id", id), ("alias", &format!("+{alias}"))]);
                        }
                        None => persons.row(&[
                            ("id", &id),
                            ("name", &name),
                            ("alias", &join(aliases.filter(|a| *a != name))),
                            ("country", country),
                            ("source", "opensanctions"),
                        ]),
                    }
                }
                schema @ ("Organization" | "Company" | "LegalEntity" | "PublicBody") => {
                    let (kind, sector) = match schema {
                        "Company" => ("company", "BUS"),
                        "PublicBody" => ("agency", "GOV"),
                        _ => ("", ""),
                    };
                    if known.by_wikidata(&id).is_some() {
                        out.leave("an organisation the base has already");
                        continue;
                    }
                    organisations.row(&[
                        ("id", &id),
                        ("name", &name),
                        ("alias", &join(aliases.filter(|a| *a != name && a.chars().count() > 3))),
                        ("country", country),
                        ("sector", sector),
                        ("kind", kind),
                        ("source", "opensanctions"),
                    ]);
                }
                schema => out.leave(&format!("a target of the kind {schema} is no actor")),
            }
        }
    }
    out.add("persons.tsv", &persons);
    out.add("organisations.tsv", &organisations);
    Ok(out)
}
