//! The two-source check: which tenures a second table confirms, and where it disagrees.

use crate::day::{Day, days, parse};
use crate::normal::{normalise, variant_key};
use crate::record::KbKind;
use crate::tables::{Tables, TenureRow};
use crate::{KbDiagnostic, KbError};
use dateline_types::Days;
use std::collections::{BTreeMap, BTreeSet};

/// A tenure that the second source dates otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Layer and file of our row.
    pub file: String,
    /// 1-based line of our row.
    pub line: usize,
    /// Name of the person.
    pub person: String,
    /// Id of the person.
    pub id: String,
    /// Kind of office.
    pub post: String,
    /// Country of the office.
    pub country: String,
    /// Our days.
    pub ours: Days,
    /// The nearest days of the second source.
    pub theirs: Days,
    /// What `decisions.tsv` says of it; `None` while nobody has decided.
    pub decision: Option<String>,
}

/// What a second source says of our tenures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Our tenures.
    pub tenures: usize,
    /// Rows of the second source.
    pub rows: usize,
    /// Of our tenures, those of which the source has the same person in the same office.
    pub both: usize,
    /// Of these, those that start and end within a month, or last beyond the day up to which the source knows.
    pub confirmed: usize,
    /// Of these, those that start within a month and of which the source does not know the end.
    pub open: usize,
    /// The others, in the order of our table.
    pub conflicts: Vec<Conflict>,
}

/// Columns a second source may use.
const COLUMNS: [(&str, &[&str]); 6] = [
    ("country", &["country", "iso3", "state"]),
    ("post", &["position_en", "post", "position", "office", "title"]),
    ("person", &["person_en", "name", "name.en", "person_name"]),
    ("wikidata", &["wikidata", "id", "person", "qid"]),
    ("start", &["start", "from"]),
    ("end", &["end", "to"]),
];

struct Row {
    post: String,
    start: Option<(Day, Day)>,
    end: Option<(Day, Day)>,
}

fn near(a: Day, b: (Day, Day)) -> bool {
    let date = |d: Day| days(d, crate::day::FOREVER).earliest;
    let (Some(a), Some(from), Some(until)) = (date(a), date(b.0), date(b.1)) else { return false };
    // A month or a year agrees with any day in it, and a month around.
    (a - from).get_days() >= -31 && (until - a).get_days() >= -31
}

impl Row {
    fn days(&self) -> Days {
        days(self.start.map_or(crate::day::ALWAYS, |s| s.0), self.end.map_or(crate::day::FOREVER, |e| e.1))
    }

    /// Whether the starts agree within a month.
    fn starts(&self, t: &TenureRow) -> bool {
        self.start.is_some_and(|s| near(t.start.0, s) || near(s.0, t.start))
    }

    /// Whether start and end agree within a month. `reach`: last day the source knows.
    fn confirms(&self, t: &TenureRow, reach: Day) -> bool {
        let ends = match (self.end, t.end.1) {
            (None, crate::day::FOREVER) => true,
            (None, end) => end > reach,
            (Some(_), crate::day::FOREVER) => false,
            (Some(e), end) => near(end, e) || near(e.1, t.end),
        };
        self.starts(t) && ends
    }
}

/// Compares our tenures with a table of a second source.
///
/// The table is tab-separated with a header line; it needs columns for country (code or English name, `south-korea` too), office
/// (an English title), person (English name), start and end; a Wikidata id of the person decides before the name. The last start
/// or end of the table is taken for the day up to which it knows: what it leaves open may end later.
///
/// # Errors
/// [`KbError::Rows`] when a column is missing.
pub fn compare(tables: &Tables, file: &str, second: &str) -> Result<Comparison, KbError> {
    let mut lines = second.trim_start_matches('\u{feff}').lines().filter(|l| !l.trim().is_empty());
    let head: Vec<String> = lines.next().unwrap_or("").split('\t').map(|h| h.trim().to_lowercase()).collect();
    let column = |name: &str| {
        let names = COLUMNS.iter().find(|(n, _)| *n == name).map_or(&[] as &[&str], |(_, all)| *all);
        names.iter().find_map(|n| head.iter().position(|h| h == n))
    };
    for need in ["country", "post", "person", "start", "end"] {
        if column(need).is_none() {
            let why = format!("no column for {need}");
            let mend = "name the columns country, position_en, person_en, wikidata, start, end";
            return Err(KbError::Rows(vec![KbDiagnostic::error("missing-column", file, 1, why, mend)]));
        }
    }
    let countries = countries(tables);
    let titles = titles(tables);
    let mut rows: BTreeMap<(String, String), Vec<Row>> = BTreeMap::new();
    let mut out = Comparison { tenures: tables.tenures.len(), ..Comparison::default() };
    let mut reach = crate::day::ALWAYS;
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let get = |name: &str| column(name).and_then(|c| cells.get(c)).map_or("", |c| c.trim());
        out.rows += 1;
        let (start, end) = (parse(get("start")), parse(get("end")));
        for day in [start, end].into_iter().flatten() {
            reach = reach.max(day.1);
        }
        let country = normalise(get("country"));
        let Some(country) =
            countries.get(country.as_str()).or_else(|| countries.get(&country.replace(' ', "-")))
        else {
            continue;
        };
        let title = normalise(get("post"));
        for post in titles.get(&title).into_iter().flatten() {
            for key in [get("wikidata").to_owned(), variant_key(&normalise(get("person")))] {
                if !key.is_empty() {
                    let row = Row { post: (*post).to_owned(), start, end };
                    rows.entry((key, (*country).to_owned())).or_default().push(row);
                }
            }
        }
    }
    for t in &tables.tenures {
        let Some(person) = tables.things.get(&t.person) else { continue };
        let q = if person.wikidata.is_empty() { &person.id } else { &person.wikidata };
        let names = person.names.iter().map(|(_, name)| name).chain([&person.name]);
        let keys: Vec<String> =
            [q.clone()].into_iter().chain(names.map(|name| variant_key(&normalise(name)))).collect();
        let same = |key: &String| -> Vec<&Row> {
            let all = rows.get(&(key.clone(), t.country.clone()));
            all.into_iter().flatten().filter(|r| r.post == t.post).collect()
        };
        let mut found = keys.iter().map(same).find(|f| !f.is_empty()).unwrap_or_default();
        // Another term of the same person says nothing of this one.
        let ours = days(t.start.0, t.end.1);
        found.retain(|r| r.days().overlaps(ours) && (t.start.0 < reach || r.starts(t)));
        if found.is_empty() {
            continue;
        }
        out.both += 1;
        if found.iter().any(|r| r.confirms(t, reach)) || joined(&found, t, reach) {
            out.confirmed += 1;
            continue;
        }
        if found.iter().any(|r| r.end.is_none() && r.starts(t)) {
            out.open += 1;
            continue;
        }
        let distance = |r: &&&Row| (i64::from(r.start.map_or(0, |s| s.0)) - i64::from(t.start.0)).abs();
        let nearest = found.iter().min_by_key(distance);
        let key = (t.person.clone(), t.post.clone(), t.country.clone());
        out.conflicts.push(Conflict {
            file: t.origin.file.clone(),
            line: t.origin.line,
            person: person.name.clone(),
            id: t.person.clone(),
            post: t.post.clone(),
            country: t.country.clone(),
            ours,
            theirs: nearest.map(|r| r.days()).unwrap_or_default(),
            decision: tables.decisions.get(&key).cloned(),
        });
    }
    Ok(out)
}

/// Whether consecutive terms of the source make up one tenure of ours.
fn joined(found: &[&Row], t: &TenureRow, reach: Day) -> bool {
    let mut terms: Vec<&&Row> = found.iter().filter(|r| r.start.is_some()).collect();
    terms.sort_by_key(|r| r.start);
    for (i, first) in terms.iter().enumerate() {
        let mut end = first.end;
        for next in &terms[i + 1..] {
            let Some((e, s)) = end.zip(next.start) else { break };
            if !near(s.0, e) && !near(e.1, s) {
                break;
            }
            end = next.end;
            if (Row { post: String::new(), start: first.start, end }).confirms(t, reach) {
                return true;
            }
        }
    }
    false
}

/// Codes and English names of countries, normalised, to their ids.
fn countries(tables: &Tables) -> BTreeMap<String, &str> {
    let mut all = BTreeMap::new();
    for thing in tables.things.values().filter(|t| t.kind == KbKind::Country) {
        for (_, name) in thing.names.iter().chain(&thing.aliases).chain(&thing.acronyms) {
            all.entry(normalise(name)).or_insert(thing.id.as_str());
        }
        all.insert(normalise(&thing.id), thing.id.as_str());
        if !thing.subkind.is_empty() {
            all.insert(normalise(&thing.subkind), thing.id.as_str());
        }
    }
    all
}

/// Titles in every language, normalised, to the posts that go by them.
fn titles(tables: &Tables) -> BTreeMap<String, BTreeSet<&str>> {
    let mut all: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for post in tables.posts.values() {
        for (_, title) in &post.titles {
            all.entry(normalise(title)).or_default().insert(&post.id);
        }
        all.entry(post.id.replace('_', " ")).or_default().insert(&post.id);
    }
    all
}
