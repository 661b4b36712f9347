//! The linter: what is readable in the tables, yet wrong or doubtful.

use crate::day::{Day, FOREVER};
use crate::error::KbDiagnostic;
use crate::normal::{family_name, normalise, stands_alone};
use crate::record::KbKind;
use crate::tables::{Origin, PlaceRow, Tables, TenureRow, Thing};
use std::collections::{BTreeMap, BTreeSet};

/// PLOVER sectors that the tables may use.
const SECTORS: [&str; 26] = [
    "GOV", "MIL", "COP", "JUD", "LEG", "SPY", "PTY", "OPP", "REB", "PRM", "UAF", "UNK", "CVL", "SOC", "REL",
    "JRN", "MED", "EDU", "BUS", "LAB", "AGR", "CRM", "ELI", "REF", "PRE", "IGO",
];

/// Codes of bodies that stand where a country may stand.
const BODIES: [&str; 13] =
    ["UNO", "NAT", "EUU", "AFU", "ARL", "IGO", "NGO", "INT", "IMG", "MNC", "UIS", "NGM", "UNK"];

/// CAMEO codes of regions, which an actor code may begin with.
const REGIONS: [&str; 24] = [
    "AFR", "ASA", "BLK", "CRB", "CAU", "CFR", "CAS", "CEU", "EIN", "EAF", "EEU", "EUR", "LAM", "MEA", "MDT",
    "NAF", "NMR", "PGS", "SCN", "SAM", "SAS", "SEA", "SAF", "WAF",
];

fn warn(code: &'static str, at: &Origin, message: String, mend: &str) -> KbDiagnostic {
    KbDiagnostic::error(code, &at.file, at.line, message, mend).warning()
}

/// Checks the tables. `common` holds words that are no names, [`crate::normalise`]d (a pack's role nouns, say), beside those of
/// `words.tsv`; rows of the class `kept` there list names that were looked at and stay although they are words.
///
/// Overlapping holders of a unique post, ends before starts, impossible years, aliases of two persons for the same country
/// and time, unknown codes, names that are common words, missing demonyms, rows without source or capital.
#[must_use]
pub fn check(tables: &Tables, common: &BTreeSet<String>) -> Vec<KbDiagnostic> {
    let mut all = Vec::new();
    let bodies = bodies(tables);
    let current = |t: &Thing| t.kind == KbKind::Country && t.end == FOREVER;
    for thing in tables.things.values() {
        codes(thing, &bodies, &mut all);
        words(tables, thing, common, &mut all);
        if current(thing) {
            demonyms(tables, thing, &mut all);
        }
        if thing.end <= thing.start {
            all.push(backwards(&thing.origin, &thing.id));
        }
    }
    for tenure in &tables.tenures {
        dates(tenure, &bodies, &mut all);
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

/// What may stand where a country may: countries, bodies with letters or a row of their own, groups.
fn bodies(tables: &Tables) -> BTreeSet<&str> {
    let mut all: BTreeSet<&str> = BODIES.into_iter().chain(REGIONS).collect();
    for thing in tables.things.values() {
        match thing.kind {
            KbKind::Country => drop(all.insert(&thing.id)),
            // A body may use its own letters as its country ("OIC"): its own row is what makes the code known.
            KbKind::Organisation => all.extend([thing.id.as_str(), thing.country.as_str()]),
            KbKind::Group => drop(all.insert(&thing.id)),
            _ => {}
        }
    }
    all
}

fn demonyms(tables: &Tables, thing: &Thing, all: &mut Vec<KbDiagnostic>) {
    let has = |l: &str| thing.demonyms.iter().any(|(d, _)| d == l);
    let lacking: Vec<&str> = tables.languages.iter().map(String::as_str).filter(|l| !has(l)).collect();
    if thing.demonyms.is_empty() || !lacking.is_empty() {
        let of = if lacking.is_empty() { "any language".to_owned() } else { lacking.join(", ") };
        let message = format!("{} has no demonym in {of}", thing.id);
        let mend = "fill demonym.fr and the like: masculine|feminine|plurals";
        all.push(warn("missing-demonym", &thing.origin, message, mend));
    }
}

fn codes(thing: &Thing, bodies: &BTreeSet<&str>, all: &mut Vec<KbDiagnostic>) {
    if !thing.sector.is_empty() && !SECTORS.contains(&thing.sector.as_str()) {
        let message = format!("`{}` is no PLOVER sector", thing.sector);
        all.push(warn("unknown-code", &thing.origin, message, "use a sector of ontology/sectors.tsv"));
    }
    let country = thing.country.as_str();
    if !country.is_empty() && !bodies.contains(country) {
        let message = format!("`{country}` is no country or body");
        all.push(warn("unknown-code", &thing.origin, message, "add its row or correct the code"));
    }
    let actor = thing.code.get(..3).unwrap_or(&thing.code);
    let letters = thing.code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if !actor.is_empty() && letters && thing.kind != KbKind::Country && !bodies.contains(actor) {
        let message = format!("`{}` begins with no country or body", thing.code);
        all.push(warn(
            "unknown-code",
            &thing.origin,
            message,
            "begin the code with a country or IGO, NGO ...",
        ));
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

fn words(tables: &Tables, thing: &Thing, common: &BTreeSet<String>, all: &mut Vec<KbDiagnostic>) {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for (_, name) in thing.names.iter().chain(&thing.aliases) {
        let word = normalise(name);
        if tables.left_out(thing, &word) {
            continue;
        }
        let listed = match tables.words.get(&word) {
            Some(kept) => !kept,
            None => common.contains(&word),
        };
        if listed && told.insert(name) {
            let message = format!("`{name}` is also a common word");
            let mend = "drop it, or list it among the kept words of words.tsv if capitals decide";
            all.push(warn("common-word", &thing.origin, message, mend));
        }
    }
}

fn dates(t: &TenureRow, bodies: &BTreeSet<&str>, all: &mut Vec<KbDiagnostic>) {
    if t.end.1 <= t.start.0 {
        all.push(backwards(&t.origin, &format!("{} as {}", t.person, t.post)));
    }
    let impossible = |d: Day| d != Day::MIN && d != Day::MAX && !(19_000_000..=20_400_000).contains(&d);
    if impossible(t.start.0) || impossible(t.end.0) {
        let message = format!("{} as {} has a year out of 1900 to 2039", t.person, t.post);
        all.push(warn("impossible-year", &t.origin, message, "correct the year"));
    }
    let country = t.country.as_str();
    if !country.is_empty() && !bodies.contains(country) {
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
    let together = |a: &str, b: &str| {
        let none = Vec::new();
        let (x, y) = (when.get(a).unwrap_or(&none), when.get(b).unwrap_or(&none));
        x.iter().any(|p| y.iter().any(|q| p.0 < q.1 && q.0 < p.1))
    };
    let mut named: BTreeMap<(String, &str), BTreeSet<&str>> = BTreeMap::new();
    let mut families: BTreeMap<(String, &str), BTreeSet<&str>> = BTreeMap::new();
    for thing in tables.things.values().filter(|t| t.kind == KbKind::Person) {
        let country = thing.country.as_str();
        for (_, n) in thing.names.iter().chain(&thing.aliases) {
            let key = normalise(n);
            if let Some(f) = family_name(&key, country).filter(|f| stands_alone(f, country)) {
                families.entry((f.to_owned(), country)).or_default().insert(&thing.id);
            }
            named.entry((key, country)).or_default().insert(&thing.id);
        }
    }
    for ((name, country), ids) in named.iter().filter(|(_, ids)| ids.len() > 1) {
        let ids: Vec<&str> = ids.iter().copied().collect();
        for (i, a) in ids.iter().enumerate() {
            for b in ids[i + 1..].iter().filter(|b| together(a, b)) {
                let Some(thing) = tables.things.get(*b) else { continue };
                let (p, q) = (name_of(tables, a), name_of(tables, b));
                let message = format!("`{name}` names both {p} ({a}) and {q} ({b}) of {country} at one time");
                let mend = "merge the two rows, or drop the alias from one";
                all.push(warn("shared-alias", &thing.origin, message, mend));
            }
        }
    }
    shared_families(&families, &together, all);
}

/// One note for all family names that several office holders of a country share: context decides there.
fn shared_families(
    families: &BTreeMap<(String, &str), BTreeSet<&str>>,
    together: &dyn Fn(&str, &str) -> bool,
    all: &mut Vec<KbDiagnostic>,
) {
    let mut shared: Vec<(usize, &str, &str)> = Vec::new();
    for ((name, country), ids) in families.iter().filter(|(_, ids)| ids.len() > 1) {
        let n = ids.iter().filter(|a| ids.iter().any(|b| *a != b && together(a, b))).count();
        if n > 1 {
            shared.push((n, country, name));
        }
    }
    shared.sort_by(|a, b| b.0.cmp(&a.0).then(a.cmp(b)));
    if shared.is_empty() {
        return;
    }
    let most: Vec<String> = shared.iter().take(12).map(|(n, c, name)| format!("{name} ({c}, {n})")).collect();
    let message = format!(
        "{} family names are borne by several office holders of a country at one time: {}",
        shared.len(),
        most.join(", ")
    );
    let mut note = warn(
        "shared-family-names",
        &Origin { file: "persons.tsv".to_owned(), line: 0 },
        message,
        "fine: titles and dates decide",
    );
    note.severity = dateline_types::Severity::Note;
    all.push(note);
}
