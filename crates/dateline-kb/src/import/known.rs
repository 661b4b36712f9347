//! What a base knows already, as imports need it.

use crate::{EntityIx, FormKind, Kb, KbKind, normalise};
use dateline_types::Days;
use std::collections::{BTreeMap, BTreeSet};

/// A base, and indexes over it that only imports need.
pub struct Known<'a> {
    pub(super) kb: &'a Kb,
    /// Wikidata id to entity.
    wikidata: BTreeMap<&'a str, EntityIx>,
    /// ISO 3166-1 alpha-2, in capitals, to the id of the country.
    iso2: BTreeMap<String, &'a str>,
    /// Codes that stand for a country or a body.
    codes: BTreeSet<&'a str>,
    languages: BTreeSet<&'a str>,
}

impl<'a> Known<'a> {
    /// Indexes a base.
    #[must_use]
    pub fn of(kb: &'a Kb) -> Known<'a> {
        let mut known = Known {
            kb,
            wikidata: BTreeMap::new(),
            iso2: BTreeMap::new(),
            codes: BTreeSet::new(),
            languages: BTreeSet::new(),
        };
        for entity in kb.entities() {
            known.wikidata.extend(entity.wikidata().map(|q| (q, entity.ix)));
            if entity.kind() == KbKind::Place {
                continue;
            }
            known.codes.extend(entity.country());
            if entity.kind() == KbKind::Country {
                known.iso2.extend(entity.subkind().map(|c| (c.to_uppercase(), entity.id())));
                known.languages.extend(entity.names().map(|(l, _)| l));
            }
        }
        known
    }

    /// The country of a code of two or three letters, in any case.
    pub(super) fn country(&self, code: &str) -> Option<&'a str> {
        let code = code.trim().to_uppercase();
        match code.len() {
            2 => self.iso2.get(&code).copied(),
            _ => self.codes.get(code.as_str()).copied(),
        }
    }

    /// The country of a name, demonyms apart.
    pub(super) fn country_named(&self, name: &str) -> Option<&'a str> {
        let named = |f: &crate::Form<'_>| {
            matches!(f.kind, FormKind::Name | FormKind::Alias | FormKind::Acronym)
                && self.kb.entity(f.entity).kind() == KbKind::Country
        };
        self.kb.names(name).iter().find(|f| named(f)).map(|f| self.kb.entity(f.entity).id())
    }

    /// The id of the row with a Wikidata id.
    pub(super) fn by_wikidata(&self, q: &str) -> Option<&'a str> {
        self.wikidata.get(q).map(|ix| self.kb.entity(*ix).id())
    }

    /// A person known under a whole name, of a country if one is given.
    pub(super) fn person(&self, name: &str, countries: &[&str]) -> Option<&'a str> {
        let forms = self.kb.normalised(&normalise(name));
        let mut found =
            forms.iter().filter(|f| f.kind != FormKind::Family).map(|f| self.kb.entity(f.entity)).filter(
                |e| {
                    e.kind() == KbKind::Person
                        && (countries.is_empty() || e.country().is_some_and(|c| countries.contains(&c)))
                },
            );
        let first = found.next()?;
        found.all(|other| other.ix == first.ix).then(|| first.id())
    }

    /// The kind of office of a title in any language of the base.
    pub(super) fn post(&self, title: &str) -> Option<&'a str> {
        self.languages.iter().find_map(|l| self.kb.posts_titled(title, l).first().map(|p| p.id))
    }

    /// The days of tenures of a person in an office.
    pub(super) fn tenures(&self, person: &str, post: &str, country: &str) -> Vec<Days> {
        let Some(person) = self.kb.by_id(person) else { return Vec::new() };
        let all = self.kb.tenures_of(person.ix, Days::default());
        all.iter().filter(|t| t.post == post && t.country == country).map(|t| t.days).collect()
    }
}
