//! A layer of persons and tenures from the CSV result of a Wikidata query for offices held (P39 with P580 and P582).

use super::table::{Table, clean, join};
use super::{Imported, Known, Manifest, unused};
use crate::KbError;
use std::collections::{BTreeMap, BTreeSet};

/// The columns a query may call things by; letter case and a leading `?` do not count.
const COLUMNS: [(&str, &[&str]); 9] = [
    ("person", &["person", "item", "human", "holder", "politician"]),
    ("name", &["personlabel", "itemlabel", "humanlabel", "holderlabel", "politicianlabel", "name"]),
    ("position", &["position", "office", "post", "p39"]),
    ("title", &["positionlabel", "officelabel", "postlabel", "p39label", "title"]),
    ("country", &["country", "of", "jurisdiction", "state"]),
    ("countryname", &["countrylabel", "oflabel", "jurisdictionlabel", "statelabel"]),
    ("start", &["start", "starttime", "start_time", "p580", "from"]),
    ("end", &["end", "endtime", "end_time", "p582", "to"]),
    ("gender", &["gender", "sex", "genderlabel", "sexlabel", "p21"]),
];

/// `http://www.wikidata.org/entity/Q794` or `Q794`.
fn q_id(cell: &str) -> Option<&str> {
    let last = cell.trim().trim_end_matches('>').rsplit('/').next()?;
    let digits = last.strip_prefix('Q')?;
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(last)
}

/// `2013-08-03T00:00:00Z`, `2013-08-03`, `2013`, `+2013-08-00T...`; midnight of 1 January stays that day.
fn date(cell: &str) -> Result<String, ()> {
    let cell = cell.trim().trim_start_matches('+');
    if cell.is_empty() {
        return Ok(String::new());
    }
    // Wikidata writes an unknown value as a blank node.
    if cell.starts_with("t") || cell.starts_with("_:") || cell.contains("genid") {
        return Ok(String::new());
    }
    let day = cell.split('T').next().unwrap_or(cell);
    let day = day.strip_suffix("-00").unwrap_or(day);
    let day = day.strip_suffix("-00").unwrap_or(day);
    crate::day::parse(day).map(|_| day.to_owned()).ok_or(())
}

/// The office and country that a title names: "Minister of Foreign Affairs of Iran" is the title and its country.
fn office<'a>(title: &str, known: &Known<'a>) -> Option<(&'a str, Option<&'a str>)> {
    if let Some(post) = known.post(title) {
        return Some((post, None));
    }
    let articles = ["the ", "la ", "le ", "l'", "l’", "les ", "los ", "el "];
    for link in [" of ", " de ", " du ", " d'", " d’", " des ", " del "] {
        for (at, _) in title.match_indices(link) {
            let (head, tail) = (&title[..at], &title[at + link.len()..]);
            let bare = articles.iter().find_map(|a| tail.strip_prefix(a)).unwrap_or(tail);
            let country = known.country_named(bare).or_else(|| known.country_named(tail));
            if let (Some(post), Some(country)) = (known.post(head), country) {
                return Some((post, Some(country)));
            }
        }
    }
    // "Iranian Minister of Defence": a demonym first.
    let (first, rest) = title.split_once(' ')?;
    let country = known.kb.demonym(first, "en").first().map(|ix| known.kb.entity(*ix).id());
    Some((known.post(rest)?, Some(country?)))
}

struct Row {
    person: String,
    post: String,
    country: String,
    title: String,
    start: String,
    end: String,
}

/// Makes a layer from query results, given as (name, CSV text).
///
/// Needed are a column for the person (`person` or `item`, an entity address or Q-id), one for the office by name
/// (`positionLabel`) or, with `posts`, by id (`position`); useful are `personLabel` (with `personLabel_fr` and the like for
/// other languages), `country` or `countryLabel`, `start`, `end`, `gender`. `posts` maps the Q-id of an office to a post of the
/// base and a country: a table with the columns `position`, `post`, `country`. Tenures that the base has within a month are
/// left out.
///
/// # Errors
/// [`KbError::Rows`] when a file lacks the columns.
pub fn wikidata(
    files: &[(&str, &str)],
    posts: Option<&str>,
    known: &Known<'_>,
    manifest: &Manifest,
) -> Result<Imported, KbError> {
    let mut out = Imported::new(manifest, "Wikidata, CC0");
    let map = posts.map(mapping).unwrap_or_default();
    let mut persons: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut tenures: Vec<Row> = Vec::new();
    let mut seen = BTreeSet::new();
    for (file, text) in files {
        let separator = if text.lines().next().is_some_and(|l| l.contains('\t')) { b'\t' } else { b',' };
        let mut reader =
            csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
        let bad = |line: usize, why: String| {
            KbError::Rows(vec![crate::KbDiagnostic::error(
                "bad-csv",
                file,
                line,
                why,
                "export the result as CSV",
            )])
        };
        let head = reader.headers().map_err(|e| bad(1, e.to_string()))?.clone();
        let lower: Vec<String> =
            head.iter().map(|h| h.trim_start_matches(['?', '\u{feff}']).trim().to_lowercase()).collect();
        let column = |name: &str| {
            let names = COLUMNS.iter().find(|(n, _)| *n == name).map_or(&[] as &[&str], |(_, all)| *all);
            lower.iter().position(|h| names.contains(&h.as_str()))
        };
        let (Some(_), true) = (column("person"), column("position").or(column("title")).is_some()) else {
            return Err(bad(1, "no column for the person, or none for the office".to_owned()));
        };
        for (i, record) in reader.records().enumerate() {
            out.lines += 1;
            let line = i + 2;
            let record = match record {
                Ok(record) => record,
                Err(e) => {
                    out.remarks.push(unused(file, line, "", &e.to_string()));
                    continue;
                }
            };
            let line = record.position().map_or(line, |p| p.line() as usize);
            let get = |name: &str| column(name).and_then(|c| record.get(c)).unwrap_or("").trim();
            let mut refuse = |why: &str| {
                let what = format!("{} {}", get("person"), get("title"));
                out.remarks.push(unused(file, line, what.trim(), why));
            };
            let Some(q) = q_id(get("person")) else {
                refuse("the person is no Wikidata entity");
                continue;
            };
            let title = clean(get("title"));
            let mapped = q_id(get("position")).and_then(|p| map.get(p));
            let found = match mapped {
                Some((post, country)) => {
                    Some((post.as_str(), Some(country.as_str()).filter(|c| !c.is_empty())))
                }
                None => office(&title, known),
            };
            let named = q_id(get("country")).and_then(|c| known.by_wikidata(c));
            let named = named.or_else(|| known.country_named(get("countryname")));
            let Some((post, of)) = found else {
                refuse("no post of the base has this title; map it with --posts");
                continue;
            };
            let Some(country) = of.or(named) else {
                refuse("no country: add a column `country`");
                continue;
            };
            let (Ok(start), Ok(end)) = (date(get("start")), date(get("end"))) else {
                refuse("a date that is none");
                continue;
            };
            let backwards = match (crate::day::parse(&start), crate::day::parse(&end)) {
                (Some(s), Some(e)) => e.1 <= s.0,
                _ => false,
            };
            if backwards {
                refuse("it ends before it starts");
                continue;
            }
            let id = known.by_wikidata(q).unwrap_or(q).to_owned();
            if confirmed(&known.tenures(&id, post, country), &start, &end) {
                out.leave("a tenure the base has already, within a month");
                continue;
            }
            if !seen.insert((id.clone(), post.to_owned(), country.to_owned(), start.clone())) {
                out.leave("a second row of the same tenure");
                continue;
            }
            if known.kb.by_id(&id).is_none() {
                let person = persons.entry(id.clone()).or_default();
                let mut fill = |key: &str, value: &str| {
                    if !value.is_empty() && q_id(value).is_none() {
                        person.entry(key.to_owned()).or_insert_with(|| clean(value));
                    }
                };
                fill("name.en", get("name"));
                for (h, cell) in lower.iter().zip(record.iter()) {
                    if let Some(language) = h.split_once("label_").map(|(_, l)| l) {
                        fill(&format!("name.{language}"), cell);
                    }
                }
                fill("country", country);
                fill("gender", gender(get("gender")));
            }
            let post = post.to_owned();
            tenures.push(Row { person: id, post, country: country.to_owned(), title, start, end });
        }
    }
    write(&persons, &tenures, &mut out);
    Ok(out)
}

fn gender(cell: &str) -> &'static str {
    match q_id(cell).unwrap_or(cell).to_lowercase().as_str() {
        "q6581072" | "female" | "féminin" | "femenino" | "f" => "f",
        "q6581097" | "male" | "masculin" | "masculino" | "m" => "m",
        _ => "",
    }
}

fn mapping(text: &str) -> BTreeMap<String, (String, String)> {
    let mut lines = text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#'));
    let head: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
    let at = |name: &str| head.iter().position(|h| h.trim() == name);
    lines
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let get = |name: &str| at(name).and_then(|i| cells.get(i)).map_or("", |c| c.trim());
            let position = q_id(get("position"))?.to_owned();
            Some((position, (get("post").to_owned(), get("country").to_owned())))
        })
        .collect()
}

/// Whether one of the tenures starts and ends within a month of the given dates.
fn confirmed(have: &[dateline_types::Days], start: &str, end: &str) -> bool {
    let near = |a: Option<jiff::civil::Date>, b: Option<jiff::civil::Date>| match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => (a - b).get_days().abs() <= 31,
        _ => false,
    };
    let (s, e) = (crate::day::parse(start), crate::day::parse(end));
    let want =
        crate::day::days(s.map_or(crate::day::ALWAYS, |s| s.0), e.map_or(crate::day::FOREVER, |e| e.1));
    have.iter().any(|d| near(d.earliest, want.earliest) && near(d.latest, want.latest))
}

fn write(persons: &BTreeMap<String, BTreeMap<String, String>>, tenures: &[Row], out: &mut Imported) {
    let mut columns: BTreeSet<&str> = persons.values().flatten().map(|(k, _)| k.as_str()).collect();
    columns.insert("name.en");
    let mut text = format!("id\t{}\tsource\n", columns.iter().copied().collect::<Vec<_>>().join("\t"));
    for (id, person) in persons {
        let mut cells: Vec<&str> = vec![id];
        cells.extend(columns.iter().map(|c| person.get(*c).map_or("", String::as_str)));
        // A person without a label is known by the id alone.
        if !person.keys().any(|k| k.starts_with("name.")) {
            let at = 1 + columns.iter().position(|c| *c == "name.en").unwrap_or(0);
            cells[at] = id;
        }
        text.push_str(&cells.join("\t"));
        text.push_str("\twikidata\n");
    }
    if !persons.is_empty() {
        out.rows.insert("persons.tsv".to_owned(), persons.len());
        out.files.insert("persons.tsv".to_owned(), text);
    }
    let mut table = Table::new(&["person", "post", "country", "title.en", "start", "end", "source"]);
    for t in tenures {
        table.row(&[
            ("person", &t.person),
            ("post", &t.post),
            ("country", &t.country),
            ("title.en", &join([&t.title])),
            ("start", &t.start),
            ("end", &t.end),
            ("source", "wikidata"),
        ]);
    }
    out.add("tenures.tsv", &table);
}
