//! The linter: what is readable in the tables, yet wrong or doubtful.

use crate::day::{Day, FOREVER};
use crate::error::KbDiagnostic;
use crate::normal::{family_name, normalise};
use crate::record::KbKind;
use crate::tables::{Origin, PlaceRow, Tables, TenureRow, Thing};
use std::collections::{BTreeMap, BTreeSet};

/// PLOVER sectors that the tables may use.
const SECTORS: [&str; 26] = [
    "GOV", "MIL", "COP", "JUD", "LEG", "SPY", "PTY", "OPP", "REB", "PRM", "UAF", "UNK", "CVL", "SOC", "REL",
    "JRN", "MED", "EDU", "BUS", "LAB", "AGR", "CRM", "ELI", "REF", "PRE", "IGO",
];

/// Codes of bodies that stand where a country may stand.
const BODIES: [&str; 12] =
    ["UNO", "NAT", "EUU", "AFU", "ARL", "IGO", "NGO", "INT", "IMG", "MNC", "UIS", "NGM"];

fn warn(code: &'static str, at: &Origin, message: String, mend: &str) -> KbDiagnostic {
    KbDiagnostic::error(code, &at.file, at.line, message, mend).warning()
}

/// Checks the tables. `common` holds words of the language that are no names ("orange", "tours"), lower case.
///
/// Overlapping holders of a unique post, ends before starts, impossible years, aliases of two persons for the same country
/// and time, unknown codes, names that are common words, missing demonyms, rows without source or capital.
#[must_use]
pub fn check(tables: &Tables, common: &BTreeSet<String>) -> Vec<KbDiagnostic> {
    let mut all = Vec::new();
    for thing in tables.things.values() {
        codes(tables, thing, &mut all);
        words(thing, common, &mut all);
        if thing.kind == KbKind::Country && thing.end == FOREVER && thing.demonyms.is_empty() {
            all.push(warn(
                "missing-demonym",
                &thing.origin,
                format!("{} has no demonym in any language", thing.id),
                "fill demonym.fr: masculine|feminine|plurals",
            ));
        }
        if thing.end <= thing.start {
            all.push(backwards(&thing.origin, &thing.id));
        }
    }
    for tenure in &tables.tenures {
        dates(tables, tenure, &mut all);
    }
    holders(tables, &mut all);
    persons(tables, &mut all);
    all.sort_by(|a, b| (&a.file, a.line, a.code, &a.message).cmp(&(&b.file, b.line, b.code, &b.message)));
    all.dedup();
    all
}

fn backwards(at: &Origin, what: &str) -> KbDiagnostic {
    KbDiagnostic::error(
        "end-before-start",
        &at.file,
        at.line,
        format!("{what} ends before it starts"),
        "exchange or correct the two dates",
    )
}

fn codes(tables: &Tables, thing: &Thing, all: &mut Vec<KbDiagnostic>) {
    if !thing.sector.is_empty() && !SECTORS.contains(&thing.sector.as_str()) {
        let message = format!("`{}` is no PLOVER sector", thing.sector);
        all.push(warn("unknown-code", &thing.origin, message, "use a sector of ontology/sectors.tsv"));
    }
    let country = thing.country.as_str();
    let known = |c: &str| {
        BODIES.contains(&c)
            || tables.things.get(c).is_some_and(|t| matches!(t.kind, KbKind::Country | KbKind::Organisation))
            || tables
                .things
                .values()
                .any(|t| t.kind == KbKind::Organisation && t.country == c && t.id != thing.id)
    };
    if !country.is_empty() && thing.kind != KbKind::Country && country.len() == 3 && !known(country) {
        // A body may use its own letters as its country ("OIC"): its own row is what makes the code known.
        if thing.kind != KbKind::Organisation {
            let message = format!("`{country}` is no country or body");
            all.push(warn("unknown-code", &thing.origin, message, "add its row or correct the code"));
        }
    }
    if !thing.code.is_empty() && !thing.code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        let message = format!("`{}` is no CAMEO actor code", thing.code);
        all.push(warn("unknown-code", &thing.origin, message, "write three-letter groups in capitals"));
    }
    let off_earth = |p: &&PlaceRow| !(-90.0..=90.0).contains(&p.lat) || !(-180.0..=180.0).contains(&p.lon);
    if let Some(p) = thing.place.as_ref().filter(off_earth) {
        let message = format!("{}, {} is no place on Earth", p.lat, p.lon);
        all.push(warn("bad-coordinates", &thing.origin, message, "write decimal degrees, WGS84"));
    }
}

fn words(thing: &Thing, common: &BTreeSet<String>, all: &mut Vec<KbDiagnostic>) {
    let lists = thing.names.iter().chain(&thing.aliases);
    for (_, name) in lists {
        let word = name.to_lowercase();
        if common.contains(&word) {
            let message = format!("`{name}` is also a common word");
            all.push(warn(
                "common-word",
                &thing.origin,
                message,
                "drop it, or keep it only where capitals decide",
            ));
        }
    }
}

fn dates(tables: &Tables, t: &TenureRow, all: &mut Vec<KbDiagnostic>) {
    if t.end.1 <= t.start.0 {
        all.push(backwards(&t.origin, &format!("{} as {}", t.person, t.post)));
    }
    let impossible = |d: Day| d != Day::MIN && d != Day::MAX && !(19_000_000..=20_400_000).contains(&d);
    if impossible(t.start.0) || impossible(t.end.0) {
        let message = format!("{} as {} has a year out of 1900 to 2039", t.person, t.post);
        all.push(warn("impossible-year", &t.origin, message, "correct the year"));
    }
    let country = t.country.as_str();
    let known = country.is_empty() || BODIES.contains(&country) || tables.things.contains_key(country);
    if !known && !tables.things.values().any(|x| x.kind == KbKind::Organisation && x.country == country) {
        let message = format!("`{country}` is no country or organisation");
        all.push(warn("unknown-code", &t.origin, message, "add its row or correct the code"));
    }
}

fn name_of<'a>(tables: &'a Tables, person: &'a str) -> &'a str {
    tables.things.get(person).map_or(person, |t| t.name.as_str())
}

fn holders(tables: &Tables, all: &mut Vec<KbDiagnostic>) {
    let mut seats: BTreeMap<(&str, &str), Vec<&TenureRow>> = BTreeMap::new();
    for t in &tables.tenures {
        if tables.posts.get(&t.post).is_some_and(|p| p.unique) && !t.country.is_empty() {
            seats.entry((&t.country, &t.post)).or_default().push(t);
        }
    }
    for ((country, post), held) in seats {
        for (i, a) in held.iter().enumerate() {
            for b in &held[i + 1..] {
                // Certainly together: the later starts, at the latest, before the earlier one ends, at the earliest.
                let later_start = a.start.1.max(b.start.1);
                if later_start <= a.end.0.min(b.end.0) && a.person != b.person {
                    let (x, y) = (name_of(tables, &a.person), name_of(tables, &b.person));
                    let message =
                        format!("{x} and {y} are both {post} of {country} (line {})", a.origin.line);
                    all.push(warn("overlapping-holders", &b.origin, message, "correct one end or start"));
                }
            }
        }
    }
}

fn persons(tables: &Tables, all: &mut Vec<KbDiagnostic>) {
    let mut when: BTreeMap<&str, Vec<(Day, Day)>> = BTreeMap::new();
    for t in &tables.tenures {
        when.entry(&t.person).or_default().push((t.start.0, t.end.1));
    }
    let mut named: BTreeMap<(String, &str), BTreeSet<&str>> = BTreeMap::new();
    for thing in tables.things.values().filter(|t| t.kind == KbKind::Person) {
        let mut keys: BTreeSet<String> = BTreeSet::new();
        for (_, n) in thing.names.iter().chain(&thing.aliases) {
            let key = normalise(n);
            if let Some(f) = family_name(&key, &thing.country) {
                keys.insert(f.to_owned());
            }
            keys.insert(key);
        }
        for key in keys {
            named.entry((key, &thing.country)).or_default().insert(&thing.id);
        }
    }
    for ((name, country), ids) in named.iter().filter(|(_, ids)| ids.len() > 1) {
        let ids: Vec<&str> = ids.iter().copied().collect();
        for (i, a) in ids.iter().enumerate() {
            for b in &ids[i + 1..] {
                let none = Vec::new();
                let (x, y) = (when.get(a).unwrap_or(&none), when.get(b).unwrap_or(&none));
                let together = x.iter().any(|p| y.iter().any(|q| p.0 < q.1 && q.0 < p.1));
                if let Some(thing) = tables.things.get(*b).filter(|_| together) {
                    let (p, q) = (name_of(tables, a), name_of(tables, b));
                    let message = format!("`{name}` names both {p} and {q} of {country} at one time");
                    all.push(warn(
                        "shared-alias",
                        &thing.origin,
                        message,
                        "fine if context decides; else drop the alias",
                    ));
                }
            }
        }
    }
}
