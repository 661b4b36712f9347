//! The merged tables as typed rows.

use crate::day::{ALWAYS, Day, FOREVER, parse};
use crate::error::KbDiagnostic;
use crate::layers::{Layers, Row};
use crate::normal::normalise;
use crate::record::KbKind;
use std::collections::BTreeMap;

/// Inhabitants from which on a place is stored even under a name that is a common word.
const SMALL: u32 = 100_000;

/// Where a row stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) file: String,
    pub(crate) line: usize,
}

/// A row of any table of entities.
#[derive(Clone, Debug)]
pub(crate) struct Thing {
    pub(crate) origin: Origin,
    pub(crate) kind: KbKind,
    pub(crate) id: String,
    pub(crate) wikidata: String,
    pub(crate) country: String,
    pub(crate) sector: String,
    pub(crate) code: String,
    pub(crate) subkind: String,
    /// The plain name, else that of the first language of the manifest that has one.
    pub(crate) name: String,
    pub(crate) names: Vec<(String, String)>,
    pub(crate) aliases: Vec<(String, String)>,
    pub(crate) acronyms: Vec<(String, String)>,
    pub(crate) demonyms: Vec<(String, String)>,
    pub(crate) capital: String,
    pub(crate) start: Day,
    pub(crate) end: Day,
    pub(crate) place: Option<PlaceRow>,
}

#[derive(Clone, Debug)]
pub(crate) struct PlaceRow {
    pub(crate) geonames: u32,
    pub(crate) lat: f64,
    pub(crate) lon: f64,
    pub(crate) admin1: String,
    pub(crate) feature: String,
    pub(crate) population: u32,
}

#[derive(Clone, Debug)]
pub(crate) struct Seat {
    pub(crate) origin: Origin,
    pub(crate) forms: Vec<(String, String)>,
    pub(crate) target: String,
    pub(crate) sector: String,
    pub(crate) kind: String,
    pub(crate) place: String,
    pub(crate) start: Day,
    pub(crate) end: Day,
}

#[derive(Clone, Debug)]
pub(crate) struct PostRow {
    pub(crate) id: String,
    pub(crate) unique: bool,
    pub(crate) sector: String,
    pub(crate) titles: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
pub(crate) struct TenureRow {
    pub(crate) origin: Origin,
    pub(crate) person: String,
    pub(crate) post: String,
    pub(crate) country: String,
    pub(crate) sector: String,
    pub(crate) title: String,
    pub(crate) note: String,
    /// The days the start may mean, half-open.
    pub(crate) start: (Day, Day),
    /// The days the end may mean, half-open; both `FOREVER` while the tenure lasts.
    pub(crate) end: (Day, Day),
}

/// All tables of all layers, merged and read.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    pub(crate) hash: [u8; 32],
    pub(crate) things: BTreeMap<String, Thing>,
    pub(crate) seats: Vec<Seat>,
    pub(crate) posts: BTreeMap<String, PostRow>,
    pub(crate) tenures: Vec<TenureRow>,
    /// Languages whose name may stand for an entity, first choice first.
    pub(crate) languages: Vec<String>,
    /// Common words, normalised, and whether a name that is one has been looked at and kept.
    pub(crate) words: BTreeMap<String, bool>,
    /// Cases in which two sources disagree, and what was decided: (person, post, country) to the reason.
    pub(crate) decisions: BTreeMap<(String, String, String), String>,
}

fn spans(row: &Row, column: &str, diagnostics: &mut Vec<KbDiagnostic>, open: Day) -> (Day, Day) {
    let cell = row.get(column);
    if cell.is_empty() {
        return (open, open);
    }
    parse(cell).unwrap_or_else(|| {
        diagnostics.push(KbDiagnostic::error(
            "bad-date",
            &row.file,
            row.line,
            format!("`{cell}` in `{column}` is no date"),
            "write 2006, 2006-05 or 2006-05-20",
        ));
        (open, open)
    })
}

fn lists(row: &Row, column: &str) -> Vec<(String, String)> {
    let split = |l: &str, cell: &str| {
        cell.split('|')
            .map(str::trim)
            .filter(|v| !v.is_empty())
            .map(|v| (l.to_owned(), v.to_owned()))
            .collect::<Vec<_>>()
    };
    let mut all: Vec<_> = row.by_language(column).flat_map(|(l, c)| split(l, c)).collect();
    all.extend(split("", row.get(column)));
    all
}

fn number<N: std::str::FromStr + Default>(
    row: &Row,
    column: &str,
    required: bool,
    diagnostics: &mut Vec<KbDiagnostic>,
) -> N {
    let cell = row.get(column);
    if cell.is_empty() && !required {
        return N::default();
    }
    cell.parse().unwrap_or_else(|_| {
        diagnostics.push(KbDiagnostic::error(
            "bad-number",
            &row.file,
            row.line,
            format!("`{cell}` in `{column}` is no number"),
            "write digits, with a point for decimals",
        ));
        N::default()
    })
}

impl Tables {
    /// Merges and reads all tables. Rows that cannot be used become errors and are left out.
    #[must_use]
    pub fn parse(layers: &Layers) -> (Tables, Vec<KbDiagnostic>) {
        let mut d = Vec::new();
        let mut tables =
            Tables { hash: layers.hash(), languages: layers.languages().to_vec(), ..Tables::default() };
        for (file, kind) in [
            ("countries.tsv", KbKind::Country),
            ("organisations.tsv", KbKind::Organisation),
            ("groups.tsv", KbKind::Group),
            ("media.tsv", KbKind::Media),
            ("persons.tsv", KbKind::Person),
            ("places.tsv", KbKind::Place),
        ] {
            for row in layers.rows(file, &["id"], &["id"], &mut d) {
                let thing = thing(kind, &row, layers.languages(), &mut d);
                if let Some(other) = tables.things.get(&thing.id) {
                    let place = format!("{}:{}", other.origin.file, other.origin.line);
                    d.push(KbDiagnostic::error(
                        "duplicate-id",
                        &row.file,
                        row.line,
                        format!("id `{}` is taken by {place}", thing.id),
                        "ids are unique over all tables; choose another",
                    ));
                } else {
                    tables.things.insert(thing.id.clone(), thing);
                }
            }
        }
        let seat_key = ["target", "form.fr", "form.en", "form.es", "sector", "start"];
        for row in layers.rows("seats.tsv", &seat_key, &["target"], &mut d) {
            let seat = Seat {
                forms: lists(&row, "form"),
                target: row.get("target").to_owned(),
                sector: row.get("sector").to_owned(),
                kind: row.get("kind").to_owned(),
                place: row.get("place").to_owned(),
                start: spans(&row, "start", &mut d, ALWAYS).0,
                end: spans(&row, "end", &mut d, FOREVER).1,
                origin: Origin { file: row.file, line: row.line },
            };
            tables.seats.push(seat);
        }
        for row in layers.rows("posts.tsv", &["id"], &["id"], &mut d) {
            let post = PostRow {
                id: row.get("id").to_owned(),
                unique: matches!(row.get("unique"), "yes" | "true" | "1"),
                sector: row.get("sector").to_owned(),
                titles: lists(&row, "title"),
            };
            tables.posts.insert(post.id.clone(), post);
        }
        let key = ["person", "post", "country", "start"];
        for row in layers.rows("tenures.tsv", &key, &["person", "post"], &mut d) {
            let tenure = TenureRow {
                person: row.get("person").to_owned(),
                post: row.get("post").to_owned(),
                country: row.get("country").to_owned(),
                sector: row.get("sector").to_owned(),
                title: row.get("title.en").to_owned(),
                note: row.get("note").to_owned(),
                start: spans(&row, "start", &mut d, ALWAYS),
                end: spans(&row, "end", &mut d, FOREVER),
                origin: Origin { file: row.file, line: row.line },
            };
            let unknown = [
                (!tables.things.contains_key(&tenure.person)).then(|| format!("person `{}`", tenure.person)),
                (!tables.posts.contains_key(&tenure.post)).then(|| format!("post `{}`", tenure.post)),
            ];
            match unknown.into_iter().flatten().next() {
                None => tables.tenures.push(tenure),
                Some(what) => d.push(KbDiagnostic::error(
                    "unknown-reference",
                    &tenure.origin.file,
                    tenure.origin.line,
                    format!("no table has the {what}"),
                    "add its row or correct the id",
                )),
            }
        }
        tables.tenures.sort_by(|a, b| {
            (&a.country, &a.post, a.start, &a.person).cmp(&(&b.country, &b.post, b.start, &b.person))
        });
        tables.references(&mut d);
        tables.notes(layers, &mut d);
        (tables, d)
    }

    /// Whether a form of a place is not stored: small places whose name is a common word do more harm than good.
    pub(crate) fn left_out(&self, thing: &Thing, normalised: &str) -> bool {
        let small = thing.place.as_ref().is_some_and(|p| p.geonames != 0 && p.population < SMALL);
        small && self.words.get(normalised) == Some(&false)
    }

    /// Tables that help to check the others and are no part of the base.
    fn notes(&mut self, layers: &Layers, d: &mut Vec<KbDiagnostic>) {
        for row in layers.rows("words.tsv", &["language", "class"], &["language", "class", "words"], d) {
            let kept = row.get("class") == "kept";
            for word in row.list("words") {
                let kept_before = self.words.get(&normalise(word)).copied().unwrap_or(false);
                self.words.insert(normalise(word), kept || kept_before);
            }
        }
        let key = ["person", "post", "country"];
        for row in layers.rows("decisions.tsv", &key, &["person", "post", "country", "why"], d) {
            let of = |c: &str| row.get(c).to_owned();
            self.decisions.insert((of("person"), of("post"), of("country")), of("why"));
        }
    }

    /// Seats must point to something; capitals and places of seats should.
    fn references(&mut self, d: &mut Vec<KbDiagnostic>) {
        let things = &self.things;
        self.seats.retain(|seat| {
            let known = things.contains_key(&seat.target);
            if !known {
                d.push(KbDiagnostic::error(
                    "unknown-reference",
                    &seat.origin.file,
                    seat.origin.line,
                    format!("no country or organisation `{}`", seat.target),
                    "add its row or correct the target",
                ));
            }
            if !seat.place.is_empty() && !things.contains_key(&seat.place) {
                d.push(
                    KbDiagnostic::error(
                        "unknown-place",
                        &seat.origin.file,
                        seat.origin.line,
                        format!("no place `{}`", seat.place),
                        "correct the place id or leave the cell empty",
                    )
                    .warning(),
                );
            }
            known
        });
        for thing in things.values().filter(|t| !t.capital.is_empty()) {
            if !things.contains_key(&thing.capital) {
                d.push(
                    KbDiagnostic::error(
                        "unknown-place",
                        &thing.origin.file,
                        thing.origin.line,
                        format!("no place `{}`", thing.capital),
                        "correct the capital's id or leave the cell empty",
                    )
                    .warning(),
                );
            }
        }
    }
}

fn thing(kind: KbKind, row: &Row, languages: &[String], d: &mut Vec<KbDiagnostic>) -> Thing {
    let id = row.get("id").to_owned();
    let mut names: Vec<(String, String)> = Vec::new();
    let mut aliases = lists(row, "alias");
    // The first of several names is the name, the others are aliases.
    for (language, cell) in row.by_language("name") {
        let mut all = cell.split('|').map(str::trim).filter(|v| !v.is_empty());
        if let Some(first) = all.next() {
            names.push((language.to_owned(), first.to_owned()));
        }
        aliases.extend(all.map(|v| (language.to_owned(), v.to_owned())));
    }
    let plain = row.list("name").next().map(str::to_owned);
    aliases.extend(row.list("name").map(|v| (String::new(), v.to_owned())));
    let rank = |l: &str| languages.iter().position(|p| p == l).unwrap_or(languages.len());
    let name = plain
        .or_else(|| names.iter().min_by_key(|(l, _)| rank(l)).map(|(_, n)| n.clone()))
        .unwrap_or_else(|| {
            d.push(KbDiagnostic::error(
                "no-name",
                &row.file,
                row.line,
                format!("`{id}` has no name in any language"),
                "fill a name column",
            ));
            id.clone()
        });
    let place = (kind == KbKind::Place).then(|| PlaceRow {
        geonames: id.strip_prefix('g').and_then(|n| n.parse().ok()).unwrap_or(0),
        lat: number(row, "lat", true, d),
        lon: number(row, "lon", true, d),
        admin1: row.get("admin1").to_owned(),
        feature: row.get("feature").to_owned(),
        population: number(row, "population", false, d),
    });
    Thing {
        origin: Origin { file: row.file.clone(), line: row.line },
        kind,
        wikidata: row.get("wikidata").to_owned(),
        country: if kind == KbKind::Country { id.clone() } else { row.get("country").to_owned() },
        sector: match row.get("sector") {
            "" if kind == KbKind::Media => "JRN".to_owned(),
            sector => sector.to_owned(),
        },
        code: row.get("code").to_owned(),
        subkind: match kind {
            KbKind::Person => row.get("gender").to_owned(),
            KbKind::Country => row.get("iso2").to_owned(),
            _ => row.get("kind").to_owned(),
        },
        name,
        names,
        aliases,
        acronyms: lists(row, "acronym"),
        demonyms: lists(row, "demonym"),
        capital: row.get("capital").to_owned(),
        start: spans(row, "start", d, ALWAYS).0,
        end: spans(row, "end", d, FOREVER).1,
        place,
        id,
    }
}
