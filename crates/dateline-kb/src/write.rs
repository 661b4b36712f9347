//! Writes the merged tables as one flat run of bytes.

use crate::FORMAT_VERSION;
use crate::day::{ALWAYS, Day, FOREVER};
use crate::flat::{HEAD, MAGIC, NONE, SECTIONS, Section};
use crate::normal::{family_name, normalise, stands_alone, variant_key};
use crate::record::{FormKind, KbKind};
use crate::tables::{Tables, Thing};
use std::collections::{BTreeMap, BTreeSet};

/// Strings, each stored once.
struct Strings {
    ids: BTreeMap<String, u32>,
    ends: Vec<u32>,
    text: Vec<u8>,
}

impl Strings {
    fn new() -> Strings {
        let mut strings = Strings { ids: BTreeMap::new(), ends: Vec::new(), text: Vec::new() };
        strings.id("");
        strings
    }

    fn id(&mut self, s: &str) -> u32 {
        if let Some(&id) = self.ids.get(s) {
            return id;
        }
        let id = self.ends.len() as u32;
        self.text.extend_from_slice(s.as_bytes());
        self.ends.push(self.text.len() as u32);
        self.ids.insert(s.to_owned(), id);
        id
    }
}

/// A form to be written; ordered so that the better evidence comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct FormRow {
    kind: FormKind,
    /// Places: minus the population.
    rank: i64,
    entity: u32,
    language: String,
    detail: [u32; 5],
}

#[derive(Default)]
struct Names {
    forms: BTreeMap<String, Vec<FormRow>>,
    variants: BTreeMap<String, BTreeSet<u32>>,
}

impl Names {
    fn add(&mut self, name: &str, row: FormRow) {
        let key = normalise(name);
        if !key.is_empty() {
            self.forms.entry(key).or_default().push(row);
        }
    }

    fn sounds(&mut self, name: &str, entity: u32, family: bool) {
        let key = variant_key(name);
        if key.chars().count() >= 3 {
            self.variants.entry(key).or_default().insert(entity << 1 | u32::from(family));
        }
    }
}

/// Keeps one row an entity and kind; a form that several languages share belongs to none.
fn distinct(mut rows: Vec<FormRow>) -> Vec<FormRow> {
    let mut kept: Vec<FormRow> = Vec::new();
    rows.sort();
    for row in rows {
        let lexical = matches!(row.kind, FormKind::Demonym | FormKind::Seat);
        match kept.iter_mut().find(|k| k.entity == row.entity && (k.kind == row.kind || !lexical)) {
            Some(k) if lexical && (k.language != row.language || k.detail != row.detail) => kept.push(row),
            Some(k) if lexical || matches!(k.kind, FormKind::Demonym | FormKind::Seat) => {
                if k.kind != row.kind {
                    kept.push(row);
                }
            }
            Some(k) => {
                if k.language != row.language {
                    k.language.clear();
                }
            }
            None => kept.push(row),
        }
    }
    kept.sort();
    kept.dedup();
    kept
}

fn extend(section: &mut Vec<u8>, numbers: &[u32]) {
    for n in numbers {
        section.extend_from_slice(&n.to_le_bytes());
    }
}

/// An fst from ordered keys to (start, count) of records counted by `each`.
fn index<V>(rows: &BTreeMap<String, V>, count: impl Fn(&V) -> usize) -> Vec<u8> {
    let mut builder = fst::MapBuilder::memory();
    let mut start = 0u64;
    for (key, row) in rows {
        let n = count(row).min(0xffff);
        // Keys come ordered and differ, so the builder accepts them all; memory never fails to be written.
        if builder.insert(key, start << 16 | n as u64).is_ok() {
            start += count(row) as u64;
        }
    }
    builder.into_inner().unwrap_or_default()
}

impl Tables {
    /// The flat bytes; the same tables give the same bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut strings = Strings::new();
        let mut sections: Vec<Vec<u8>> = vec![Vec::new(); SECTIONS];
        let number: BTreeMap<&str, u32> =
            self.things.keys().enumerate().map(|(i, id)| (id.as_str(), i as u32)).collect();
        let of = |id: &str| number.get(id).copied().unwrap_or(NONE);
        let mut names = Names::default();
        for thing in self.things.values() {
            let entity = of(&thing.id);
            self.forms_of(thing, entity, &mut names);
            let start = sections[Section::Names as usize].len() / 8;
            for (language, name) in &thing.names {
                let pair = [strings.id(language), strings.id(name)];
                extend(&mut sections[Section::Names as usize], &pair);
            }
            let link = match &thing.place {
                Some(p) => {
                    let at = sections[Section::Places as usize].len() / 24;
                    let degrees = |d: f64| (d * 1e5).round() as i32 as u32;
                    let row = [
                        p.geonames,
                        degrees(p.lat),
                        degrees(p.lon),
                        strings.id(&p.admin1),
                        strings.id(&p.feature),
                        p.population,
                    ];
                    extend(&mut sections[Section::Places as usize], &row);
                    at as u32
                }
                None => of(&thing.capital),
            };
            let row = [
                KbKind::ALL.iter().position(|k| *k == thing.kind).unwrap_or_default() as u32,
                strings.id(&thing.id),
                strings.id(&thing.name),
                strings.id(&thing.country),
                strings.id(&thing.sector),
                strings.id(&thing.code),
                strings.id(&thing.subkind),
                strings.id(&thing.wikidata),
                start as u32,
                thing.names.len() as u32,
                link,
                thing.start as u32,
                thing.end as u32,
            ];
            extend(&mut sections[Section::Entities as usize], &row);
        }
        for seat in &self.seats {
            let place = of(&seat.place);
            let detail =
                [seat.start as u32, seat.end as u32, place, strings.id(&seat.sector), strings.id(&seat.kind)];
            for (language, form) in &seat.forms {
                let row = FormRow {
                    kind: FormKind::Seat,
                    rank: 0,
                    entity: of(&seat.target),
                    language: language.clone(),
                    detail,
                };
                names.add(form, row);
            }
        }
        // A capital stands for its government even where no seat row says so.
        for country in self.things.values().filter(|t| t.kind == KbKind::Country) {
            let told = self
                .seats
                .iter()
                .any(|s| s.target == country.id && s.place == country.capital && s.end == FOREVER);
            let Some(capital) = self.things.get(&country.capital).filter(|_| !told) else { continue };
            let (place, kind) = (of(&capital.id), strings.id("capital"));
            let detail = [country.start as u32, country.end as u32, place, strings.id("GOV"), kind];
            for (language, form) in &capital.names {
                let entity = of(&country.id);
                let row =
                    FormRow { kind: FormKind::Seat, rank: 0, entity, language: language.clone(), detail };
                names.add(form, row);
            }
        }
        self.write_names(names, &mut strings, &mut sections);
        self.write_tenures(&of, &mut strings, &mut sections);
        self.write_posts(&mut strings, &mut sections);
        for end in &strings.ends {
            extend(&mut sections[Section::Strings as usize], &[*end]);
        }
        sections[Section::Text as usize] = strings.text;
        let mut bytes = Vec::new();
        bytes.extend_from_slice(MAGIC);
        extend(&mut bytes, &[FORMAT_VERSION]);
        bytes.extend_from_slice(&self.hash);
        let mut start = HEAD + SECTIONS * 8;
        for section in &sections {
            extend(&mut bytes, &[start as u32, section.len() as u32]);
            start += section.len().next_multiple_of(4);
        }
        for section in &sections {
            bytes.extend_from_slice(section);
            bytes.resize(bytes.len().next_multiple_of(4), 0);
        }
        bytes
    }

    fn forms_of(&self, thing: &Thing, entity: u32, names: &mut Names) {
        let rank = thing.place.as_ref().map_or(0, |p| -i64::from(p.population));
        let detail = [thing.start as u32, thing.end as u32, NONE, 0, 0];
        let row =
            |kind, language: &str| FormRow { kind, rank, entity, language: language.to_owned(), detail };
        let all = [
            (FormKind::Name, &thing.names),
            (FormKind::Alias, &thing.aliases),
            (FormKind::Acronym, &thing.acronyms),
            (FormKind::Demonym, &thing.demonyms),
        ];
        let stored = |name: &str| !self.left_out(thing, &normalise(name));
        if stored(&thing.name) {
            names.add(&thing.name, row(FormKind::Name, ""));
        }
        for (kind, list) in all {
            for (language, name) in list.iter().filter(|(_, n)| stored(n)) {
                names.add(name, row(kind, language));
            }
        }
        if thing.kind != KbKind::Person {
            return;
        }
        let spelled = thing.names.iter().chain(&thing.aliases).map(|(_, n)| normalise(n));
        for name in spelled.chain([normalise(&thing.name)]) {
            names.sounds(&name, entity, false);
            if let Some(family) =
                family_name(&name, &thing.country).filter(|f| stands_alone(f, &thing.country))
            {
                names.add(family, row(FormKind::Family, ""));
                names.sounds(family, entity, true);
            }
        }
    }

    fn write_names(&self, names: Names, strings: &mut Strings, sections: &mut [Vec<u8>]) {
        let forms: BTreeMap<String, Vec<FormRow>> =
            names.forms.into_iter().map(|(k, rows)| (k, distinct(rows))).collect();
        let mut details: BTreeMap<[u32; 5], u32> = BTreeMap::new();
        let none = [ALWAYS as u32, FOREVER as u32, NONE, 0, 0];
        details.insert(none, 0);
        extend(&mut sections[Section::Details as usize], &none);
        for row in forms.values().flatten() {
            let next = details.len() as u32;
            let detail = *details.entry(row.detail).or_insert(next);
            if detail == next {
                extend(&mut sections[Section::Details as usize], &row.detail);
            }
            let kind = FormKind::ALL.iter().position(|k| *k == row.kind).unwrap_or_default() as u32;
            let packed = kind | strings.id(&row.language) << 8;
            extend(&mut sections[Section::Forms as usize], &[row.entity, packed, detail]);
        }
        sections[Section::FormIndex as usize] = index(&forms, Vec::len);
        for list in names.variants.values() {
            extend(&mut sections[Section::Variants as usize], &list.iter().copied().collect::<Vec<_>>());
        }
        sections[Section::VariantIndex as usize] = index(&names.variants, BTreeSet::len);
    }

    fn write_tenures(&self, of: &dyn Fn(&str) -> u32, strings: &mut Strings, sections: &mut [Vec<u8>]) {
        let mut keys: BTreeMap<String, usize> = BTreeMap::new();
        let mut by_person: Vec<(u32, Day, u32)> = Vec::new();
        // The order of the keys must be that of the rows: country, post, start.
        let mut rows: Vec<(String, &crate::tables::TenureRow)> =
            self.tenures.iter().map(|t| (format!("{}\0{}", t.country, t.post), t)).collect();
        rows.sort_by(|a, b| (&a.0, a.1.start, &a.1.person).cmp(&(&b.0, b.1.start, &b.1.person)));
        for (i, (key, t)) in rows.into_iter().enumerate() {
            *keys.entry(key).or_default() += 1;
            let person = of(&t.person);
            by_person.push((person, t.start.0, i as u32));
            let post_sector = self.posts.get(&t.post).map_or("", |p| p.sector.as_str());
            let sector = if t.sector.is_empty() { post_sector } else { t.sector.as_str() };
            let row = [
                person,
                strings.id(&t.post),
                strings.id(&t.country),
                strings.id(sector),
                strings.id(&t.title),
                t.start.0 as u32,
                t.end.1 as u32,
                strings.id(&t.note),
            ];
            extend(&mut sections[Section::Tenures as usize], &row);
        }
        sections[Section::TenureIndex as usize] = index(&keys, |n| *n);
        by_person.sort_unstable();
        let order: Vec<u32> = by_person.iter().map(|p| p.2).collect();
        extend(&mut sections[Section::ByPerson as usize], &order);
    }

    fn write_posts(&self, strings: &mut Strings, sections: &mut [Vec<u8>]) {
        let mut titles: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        for (i, post) in self.posts.values().enumerate() {
            let row = [strings.id(&post.id), u32::from(post.unique), strings.id(&post.sector)];
            extend(&mut sections[Section::Posts as usize], &row);
            for (language, title) in &post.titles {
                titles.entry(format!("{language}\0{}", normalise(title))).or_default().insert(i as u32);
            }
        }
        for list in titles.values() {
            extend(&mut sections[Section::Titles as usize], &list.iter().copied().collect::<Vec<_>>());
        }
        sections[Section::TitleIndex as usize] = index(&titles, BTreeSet::len);
    }
}
