//! Links names to the knowledge base and keeps one entity for one referent.

use crate::mentions::names::{Named, What};
use crate::mentions::scene::Scene;
use crate::mentions::usage::{self, Use};
use crate::mentions::{initial_of, persons};
use dateline_kb::{EntityIx, Form, FormKind, Kb, KbEntity, KbKind};
use dateline_pack::Ontology;
use dateline_types::{Entity, EntityKind, MentionForm, PlaceInfo, Resolution, RoleOnDate};
use std::collections::{BTreeMap, BTreeSet};

/// What a mention was linked to, and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Linked {
    pub(crate) entity: usize,
    pub(crate) form: MentionForm,
    pub(crate) locative: bool,
    pub(crate) rule: &'static str,
    pub(crate) confidence: f32,
}

/// What the stage knows of an entity beyond its record.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// Its knowledge-base entry.
    pub(crate) entry: Option<EntityIx>,
    pub(crate) gender: Option<char>,
    /// Role nouns it went by, by index in the pack.
    pub(crate) roles: BTreeSet<usize>,
    /// Kinds of office it holds on the report's date.
    pub(crate) posts: BTreeSet<String>,
    /// Normalised names in the text.
    pub(crate) names: BTreeSet<String>,
}

/// What stands around a name and helps to link it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hints {
    pub(crate) countries: Vec<String>,
    pub(crate) posts: Vec<String>,
    pub(crate) sector: String,
    pub(crate) titled: bool,
    pub(crate) gender: Option<char>,
    pub(crate) title: Option<String>,
}

/// The entities of a report while they are collected.
pub(crate) struct Linker<'a, 's> {
    pub(crate) scene: &'s Scene<'a>,
    pub(crate) entities: Vec<Entity>,
    pub(crate) facts: Vec<Facts>,
    /// How often the report tells of each country.
    pub(crate) countries: BTreeMap<String, u32>,
    /// Country the report was filed from.
    pub(crate) filed: Option<String>,
    keys: BTreeMap<String, usize>,
}

pub(crate) fn empty(kind: EntityKind, name: String) -> Entity {
    Entity {
        kind,
        name,
        kb: None,
        country: None,
        sector: None,
        code: None,
        title: None,
        resolution: Resolution::Generic,
        roles: Vec::new(),
        place: None,
        members: Vec::new(),
    }
}

impl<'a, 's> Linker<'a, 's> {
    pub(crate) fn new(scene: &'s Scene<'a>, names: &[Named<'a>], demonyms: &[EntityIx]) -> Linker<'a, 's> {
        let mut countries: BTreeMap<String, u32> = BTreeMap::new();
        let kb = scene.kb;
        let mut tell = |id: Option<&str>, weight: u32| {
            if let Some(id) = id {
                *countries.entry(id.to_owned()).or_default() += weight;
            }
        };
        for named in names {
            match &named.what {
                What::Entry(forms) => {
                    // A seat of two powers ("Bruxelles") tells neither.
                    let seats: BTreeSet<EntityIx> =
                        forms.iter().filter(|f| f.kind == FormKind::Seat).map(|f| f.entity).collect();
                    let best = forms.iter().map(|f| kb.entity(f.entity)).find(|e| e.kind() != KbKind::Place);
                    tell(best.filter(|_| seats.len() < 2).and_then(|e| e.country()), 2);
                }
                What::Person { whole, .. } if whole.len() == 1 => tell(kb.entity(whole[0]).country(), 1),
                _ => {}
            }
        }
        for &d in demonyms {
            tell(Some(kb.entity(d).id()), 2);
        }
        let place = scene.report.filed.as_ref().and_then(|f| f.place);
        let filed = place.and_then(|p| {
            let forms = kb.names(p.of(&scene.report.text));
            let best = forms.iter().max_by_key(|f| {
                let entity = kb.entity(f.entity);
                let people = entity.place().map_or(0, |p| p.population);
                (f.kind == FormKind::Seat, entity.kind() == KbKind::Country, people)
            });
            best.and_then(|f| kb.entity(f.entity).country()).map(str::to_owned)
        });
        if let Some(id) = &filed {
            *countries.entry(id.clone()).or_default() += 2;
        }
        Linker { scene, entities: Vec::new(), facts: Vec::new(), countries, filed, keys: BTreeMap::new() }
    }

    /// The entity of a key, made when there is none.
    pub(crate) fn keyed(&mut self, key: &str, make: impl FnOnce(&Self) -> (Entity, Facts)) -> usize {
        if let Some(&e) = self.keys.get(key) {
            return e;
        }
        let (entity, facts) = make(self);
        let index = self.entities.len();
        self.entities.push(entity);
        self.facts.push(facts);
        self.keys.insert(key.to_owned(), index);
        index
    }

    /// The entity a key has already.
    pub(crate) fn known(&self, key: &str) -> Option<usize> {
        self.keys.get(key).copied()
    }

    /// CAMEO code of a country with a sector's role: `IRN` and `GOV` give `IRNGOV`.
    pub(crate) fn code(&self, country: Option<&str>, sector: &str) -> Option<String> {
        actor_code(self.scene.kb, self.scene.ontology, country, sector)
    }

    /// The entity of a country as a whole.
    pub(crate) fn country(&mut self, ix: EntityIx) -> usize {
        self.entry(ix)
    }

    /// The executive of a country.
    pub(crate) fn government(&mut self, ix: EntityIx) -> usize {
        let entity = self.scene.kb.entity(ix);
        let id = entity.id().to_owned();
        if entity.kind() != KbKind::Country {
            return self.entry(ix);
        }
        self.keyed(&format!("gov:{id}"), |l| {
            let mut e = l.record(entity);
            e.sector = Some("GOV".to_owned());
            e.code = l.code(Some(&id), "GOV");
            (e, Facts { entry: Some(ix), ..Facts::default() })
        })
    }

    /// The entity of a knowledge-base entry.
    pub(crate) fn entry(&mut self, ix: EntityIx) -> usize {
        let entity = self.scene.kb.entity(ix);
        let key = format!("kb:{}", entity.id());
        self.keyed(&key, |l| {
            let record = l.record(entity);
            let posts = record.roles.iter().map(|r| r.post.clone()).collect();
            let gender = match (entity.kind(), entity.subkind()) {
                (KbKind::Person, Some("m")) => Some('m'),
                (KbKind::Person, Some("f")) => Some('f'),
                _ => None,
            };
            (record, Facts { entry: Some(ix), gender, posts, ..Facts::default() })
        })
    }

    /// The record of a knowledge-base entry on the report's date.
    fn record(&self, entity: KbEntity<'_>) -> Entity {
        let mut e = empty(entity.kind().entity_kind(), entity.name(self.scene.language()).to_owned());
        e.kb = Some(entity.id().to_owned());
        e.country = entity.country().map(str::to_owned);
        e.sector = entity.sector().map(str::to_owned);
        e.resolution = Resolution::Linked;
        match entity.kind() {
            KbKind::Person => self.office(entity, &mut e),
            KbKind::Place => e.place = place_info(entity),
            KbKind::Country => {
                e.code = Some(entity.code().unwrap_or(entity.id()).to_owned());
                e.place = self.country_place(entity);
            }
            _ => {
                let sector = e.sector.clone().unwrap_or_default();
                e.code = entity.code().map(str::to_owned).or_else(|| self.code(entity.country(), &sector));
            }
        }
        e
    }

    fn country_place(&self, country: KbEntity<'_>) -> Option<PlaceInfo> {
        let capital = self.scene.kb.entity(country.capital()?);
        let info = place_info(capital)?;
        Some(PlaceInfo {
            geonames: None,
            country: Some(country.id().to_owned()),
            admin1: None,
            feature: Some("PCLI".to_owned()),
            precision: "country",
            ..info
        })
    }

    /// Offices, sector and code of a person on the report's date.
    fn office(&self, person: KbEntity<'_>, e: &mut Entity) {
        let days = self.scene.days();
        let dated = days.earliest.is_some() && days.latest.is_some();
        let held = if dated { self.scene.kb.tenures_of(person.ix, days) } else { Vec::new() };
        e.roles = held
            .iter()
            .map(|t| RoleOnDate {
                post: t.post.to_owned(),
                country: Some(t.country.to_owned()).filter(|c| !c.is_empty()),
                sector: t.sector.map(str::to_owned),
                title: t.title.map(str::to_owned),
            })
            .collect();
        let main = held.iter().find(|t| t.sector == Some("GOV")).or(held.first());
        let before = || {
            let all = self.scene.kb.tenures_of(person.ix, dateline_types::Days::default());
            let past = all.into_iter().filter(|t| match (t.days.latest, days.earliest) {
                (Some(end), Some(now)) => end <= now,
                _ => false,
            });
            past.max_by_key(|t| (t.sector == Some("GOV"), t.days.latest))
        };
        if let Some(t) = main {
            e.sector = t.sector.map(str::to_owned).or(e.sector.take());
            if !t.country.is_empty() && t.country.len() == 3 {
                e.country = Some(t.country.to_owned());
            }
            if let Some(body) = self.scene.kb.by_id(t.country).filter(|b| b.kind() != KbKind::Country) {
                e.code = body.code().map(str::to_owned);
                e.country = body.country().map(str::to_owned).or(e.country.take());
            }
        } else if let Some(t) = before().filter(|_| e.sector.is_none()) {
            // Who left office is no longer the government, but soldiers and rebels stay what they are.
            let sector = match t.sector {
                Some("GOV" | "LEG" | "JUD" | "PTY") | None => "ELI",
                Some(sector) => sector,
            };
            e.sector = Some(sector.to_owned());
        }
        let sector = e.sector.clone().unwrap_or_default();
        e.code = e.code.take().or_else(|| self.code(e.country.as_deref(), &sector));
    }

    /// Gives an entity without sector the one a noun or title tells, and its code.
    pub(crate) fn qualify(&mut self, entity: usize, country: Option<&str>, sector: &str) {
        let e = &self.entities[entity];
        if e.kind == EntityKind::Country || e.code.as_ref().is_some_and(|c| c.len() > 3) && e.sector.is_some()
        {
            return;
        }
        let country = e.country.clone().or(country.map(str::to_owned));
        let sector = e.sector.clone().or_else(|| Some(sector.to_owned()).filter(|s| !s.is_empty()));
        let code = self.code(country.as_deref(), sector.as_deref().unwrap_or(""));
        let e = &mut self.entities[entity];
        e.country = country;
        e.sector = sector;
        e.code = code.or(e.code.take());
    }

    /// Links a name that is no person's.
    pub(crate) fn link_entry(&mut self, named: &Named<'a>, forms: &[Form<'a>]) -> Linked {
        let scene = self.scene;
        let kb = scene.kb;
        let days = scene.days();
        let kind = |f: &Form<'_>| kb.entity(f.entity).kind();
        let mut alive: Vec<Form<'a>> = forms.iter().filter(|f| f.days.overlaps(days)).copied().collect();
        if alive.is_empty() {
            alive = forms.to_vec();
        }
        let head = scene.head(&named.tokens);
        let link =
            |entity, form, locative, rule, confidence| Linked { entity, form, locative, rule, confidence };
        let country = alive.iter().find(|f| kind(f) == KbKind::Country && f.kind != FormKind::Seat);
        if let Some(f) = country {
            let locative = usage::of(scene, &named.name, head, true) == Use::Place;
            let entity = self.country(f.entity);
            return link(entity, MentionForm::Name, locative, "country name", 0.97);
        }
        let bodies: Vec<&Form<'a>> = alive
            .iter()
            .filter(|f| {
                f.kind != FormKind::Seat
                    && matches!(kind(f), KbKind::Organisation | KbKind::Group | KbKind::Media)
            })
            .collect();
        // Of two powers with one seat, the one the report tells of; else the body before its host country.
        let seat = alive.iter().filter(|f| f.kind == FormKind::Seat).max_by_key(|f| {
            let target = kb.entity(f.entity);
            let told = target.country().is_some_and(|c| self.countries.contains_key(c));
            (told, target.kind() != KbKind::Country, std::cmp::Reverse(f.entity))
        });
        let places: Vec<EntityIx> =
            alive.iter().filter(|f| kind(f) == KbKind::Place).map(|f| f.entity).collect();
        let used = usage::of(scene, &named.name, head, false);
        // Words all in capitals are the acronym of a body before they are a town.
        let letters = named.name.clone().flat_map(|t| scene.word(t).chars().filter(|c| c.is_alphabetic()));
        let acronym = letters.clone().count() > 1
            && letters.clone().all(char::is_uppercase)
            && bodies.iter().any(|f| f.kind == FormKind::Acronym);
        if !bodies.is_empty() && (used == Use::Actor || places.is_empty() || acronym) {
            return self.link_body(named, &bodies);
        }
        if let Some(seat) = seat.filter(|_| used == Use::Actor) {
            let entity = self.seat(seat, named);
            return link(entity, MentionForm::Metonym, false, "seat of government", 0.85);
        }
        if let Some(ranked) = self.rank_places(&places) {
            let entity = match ranked {
                Ok(best) => self.entry(best),
                Err(all) => self.ambiguous(named, EntityKind::Place, &all),
            };
            return link(entity, MentionForm::Name, true, "place name", 0.85);
        }
        if let Some(seat) = seat {
            let entity = match seat.place {
                Some(place) => self.entry(place),
                None => {
                    let name = scene.tree.analysis.span(named.name.clone()).of(&scene.report.text).to_owned();
                    let target = kb.entity(seat.entity).country().map(str::to_owned);
                    self.keyed(&format!("place:{}", kb.entity(seat.entity).id()), |_| {
                        let mut e = empty(EntityKind::Place, name);
                        e.country = target;
                        e.resolution = Resolution::Unlinked;
                        (e, Facts::default())
                    })
                }
            };
            return link(entity, MentionForm::Name, true, "seat as a place", 0.7);
        }
        let entity = self.unknown(named, "MISC");
        link(entity, MentionForm::Name, false, "unknown name", 0.3)
    }

    fn link_body(&mut self, named: &Named<'a>, bodies: &[&Form<'a>]) -> Linked {
        let kb = self.scene.kb;
        let best = bodies.iter().map(|f| f.kind).min();
        let mut found: Vec<EntityIx> =
            bodies.iter().filter(|f| Some(f.kind) == best).map(|f| f.entity).collect();
        found.sort_unstable();
        found.dedup();
        let told: Vec<EntityIx> = found
            .iter()
            .copied()
            .filter(|&e| kb.entity(e).country().is_some_and(|c| self.countries.contains_key(c)))
            .collect();
        if found.len() > 1 && told.len() == 1 {
            found = told;
        }
        let (entity, confidence) = match found[..] {
            [only] => (self.entry(only), 0.95),
            _ => (self.ambiguous(named, kb.entity(found[0]).kind().entity_kind(), &found), 0.4),
        };
        Linked { entity, form: MentionForm::Name, locative: false, rule: "alias", confidence }
    }

    /// The body a seat stands for.
    fn seat(&mut self, seat: &Form<'a>, named: &Named<'a>) -> usize {
        let kb = self.scene.kb;
        let target = kb.entity(seat.entity);
        let sector = seat.sector.unwrap_or("GOV").to_owned();
        if target.kind() != KbKind::Country {
            return self.entry(seat.entity);
        }
        if sector == "GOV" {
            return self.government(seat.entity);
        }
        let name = self.scene.tree.analysis.span(named.name.clone()).of(&self.scene.report.text).to_owned();
        self.keyed(&format!("seat:{}:{sector}", target.id()), |l| {
            let mut e = empty(EntityKind::Organisation, name);
            e.kb = Some(target.id().to_owned());
            e.country = target.country().map(str::to_owned);
            e.code = l.code(target.country(), &sector);
            e.sector = Some(sector);
            e.resolution = Resolution::Linked;
            (e, Facts::default())
        })
    }

    /// An entity for a name that may be several entries, best first.
    fn ambiguous(&mut self, named: &Named<'_>, kind: EntityKind, all: &[EntityIx]) -> usize {
        let name = self.scene.tree.analysis.span(named.name.clone()).of(&self.scene.report.text).to_owned();
        let kb = self.scene.kb;
        let ids: Vec<String> = all.iter().map(|&e| kb.entity(e).id().to_owned()).collect();
        let mut countries: Vec<Option<&str>> = all.iter().map(|&e| kb.entity(e).country()).collect();
        countries.dedup();
        self.keyed(&format!("ambiguous:{}", ids.join("|")), |l| {
            let mut e = empty(kind, name);
            // What all candidates share is certain.
            if let [one] = countries[..] {
                e.country = one.map(str::to_owned);
                e.code = l.code(one, "");
            }
            e.resolution = Resolution::Ambiguous(ids);
            (e, Facts::default())
        })
    }

    /// Places by population, feature, date line and the countries of the report; `Err` when two come too close.
    fn rank_places(&self, places: &[EntityIx]) -> Option<Result<EntityIx, Vec<EntityIx>>> {
        let kb = self.scene.kb;
        let score = |ix: EntityIx| -> f64 {
            let entity = kb.entity(ix);
            let Some(place) = entity.place() else { return 0.0 };
            let people = (f64::from(place.population) + 1.0).log10();
            let feature = match place.feature.unwrap_or("") {
                "PPLC" => 2.0,
                "PPLA" => 1.0,
                "ADM1" => 0.4,
                _ => 0.0,
            };
            // Rows of the project's own have no population; somebody thought them worth a line.
            let own = if place.geonames.is_none() { 4.5 } else { 0.0 };
            let country = entity.country().unwrap_or("");
            let told = f64::from(self.countries.get(country).copied().unwrap_or(0).min(4)) * 0.8;
            let filed = if self.filed.as_deref() == Some(country) { 1.0 } else { 0.0 };
            people.max(own) + feature + told + filed
        };
        let mut ranked: Vec<(f64, EntityIx)> = places.iter().map(|&p| (score(p), p)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.dedup_by_key(|r| r.1);
        let (best, first) = *ranked.first()?;
        let country = kb.entity(first).country();
        let rival = ranked.iter().skip(1).find(|r| kb.entity(r.1).country() != country);
        Some(match rival {
            Some(r) if best - r.0 < 0.35 => Err(ranked.iter().map(|r| r.1).collect()),
            _ => Ok(first),
        })
    }

    /// An entity for a name that the base does not hold.
    pub(crate) fn unknown(&mut self, named: &Named<'_>, label: &str) -> usize {
        let name = self.scene.tree.analysis.span(named.name.clone()).of(&self.scene.report.text).to_owned();
        let kind = match label {
            "PER" => EntityKind::Person,
            "LOC" => EntityKind::Place,
            "ORG" => EntityKind::Organisation,
            _ => EntityKind::Other,
        };
        let key = dateline_kb::normalise(&name);
        self.keyed(&format!("name:{key}"), |_| {
            let mut e = empty(kind, name);
            e.resolution = Resolution::Unlinked;
            (e, Facts { names: BTreeSet::from([key.clone()]), ..Facts::default() })
        })
    }

    /// Links a person's name. `first` is the pass over names of several words, before the short ones.
    pub(crate) fn link_person(&mut self, named: &Named<'a>, hints: &Hints) -> Option<Linked> {
        let What::Person { whole, .. } = &named.what else { return None };
        let scene = self.scene;
        let name = persons::normal_name(scene, &named.name);
        let choice = persons::choose(self, &name, whole, hints, scene.labelled(named.name.start, "PER"));
        let (entity, rule, confidence) = match choice {
            persons::Choice::Told(entity, rule, confidence) => (entity, rule, confidence),
            persons::Choice::One(ix, rule, confidence) => (self.entry(ix), rule, confidence),
            persons::Choice::Many(all) => {
                (self.ambiguous(named, EntityKind::Person, &all), "several persons", 0.4)
            }
            persons::Choice::Nobody => {
                let entity = self.unknown(named, "PER");
                (entity, "unknown name", 0.6)
            }
        };
        self.facts[entity].names.insert(name);
        self.facts[entity].posts.extend(hints.posts.iter().cloned());
        if self.facts[entity].gender.is_none() {
            self.facts[entity].gender = hints.gender;
        }
        if let Some(title) = hints.title.as_ref().filter(|_| self.entities[entity].title.is_none()) {
            self.entities[entity].title = Some(title.clone());
        }
        let country = hints.countries.first().map(String::as_str);
        self.qualify(entity, country, &hints.sector);
        Some(Linked { entity, form: MentionForm::Name, locative: false, rule, confidence })
    }

    /// Whether a name in the text may be short for an entity of the report.
    pub(crate) fn bears(&self, entity: usize, family: &str, initial: Option<char>) -> bool {
        if self.entities[entity].kind != EntityKind::Person {
            return false;
        }
        let facts = &self.facts[entity];
        let kb = self.scene.kb;
        let country = self.entities[entity].country.as_deref().unwrap_or("");
        let own = facts.names.iter().any(|n| {
            n == family
                || dateline_kb::family_name(n, country)
                    .is_some_and(|f| f == family || persons::bare(f) == persons::bare(family))
        });
        let stored = facts.entry.is_some_and(|ix| {
            kb.normalised(family).iter().any(|f| f.entity == ix)
                || kb.normalised(persons::bare(family)).iter().any(|f| f.entity == ix)
        });
        let given = initial.is_none_or(|i| {
            facts.names.iter().any(|n| initial_of(n) == Some(i))
                || facts.entry.is_some_and(|ix| persons::has_initial(kb, ix, i))
        });
        (own || stored) && given
    }
}

/// Where an entry lies.
fn place_info(entity: KbEntity<'_>) -> Option<PlaceInfo> {
    let place = entity.place()?;
    let feature = place.feature.unwrap_or("");
    let precision = match feature {
        f if f.starts_with("PPL") => "city",
        "ADM1" => "admin1",
        f if f.starts_with("PCL") => "country",
        _ => "site",
    };
    Some(PlaceInfo {
        geonames: place.geonames,
        lat: place.lat,
        lon: place.lon,
        country: entity.country().map(str::to_owned),
        admin1: place.admin1.map(str::to_owned),
        feature: place.feature.map(str::to_owned),
        precision,
    })
}

/// CAMEO code of a country with a sector's role: `IRN` and `GOV` give `IRNGOV`.
pub(crate) fn actor_code(
    kb: &Kb,
    ontology: &Ontology,
    country: Option<&str>,
    sector: &str,
) -> Option<String> {
    let country = country?;
    let Some(state) = kb.country(country) else {
        // A body that stands where a country may: its own code says all.
        let body = kb
            .entities()
            .find(|e| e.kind() == KbKind::Organisation && e.country() == Some(country) && e.code().is_some());
        return Some(body.and_then(|b| b.code()).unwrap_or(country).to_owned());
    };
    let base = state.code().unwrap_or(country);
    Some(format!("{base}{}", ontology.role_of_sector(sector).unwrap_or("")))
}
