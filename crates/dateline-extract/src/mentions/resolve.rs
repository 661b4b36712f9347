//! What noun phrases stand for: holders of offices, governments, groups of people, members told before.

use super::nominals::{Noun, NounKind, Of};
use super::scene::{Det, Scene};
use super::whose::{force_sector, state_sector};
use super::{Work, pronouns::PronounKind, pronouns::Stand};
use crate::coref::is_person;
use crate::link::{Facts, Linked, Linker, empty};
use dateline_kb::EntityIx;
use dateline_pack::roles::RoleKind;
use dateline_types::{Entity, EntityKind, MentionForm, Resolution};
use std::collections::BTreeSet;

/// The country (or body) a noun phrase belongs to: a demonym, or the country of its complement.
pub(crate) fn country_of(
    scene: &Scene<'_>,
    noun: &Noun,
    nouns: &[Noun],
    linked: &[Option<Linked>],
    entities: &[Entity],
) -> Option<String> {
    if let Some(&ix) = noun.countries.first() {
        return scene.kb.entity(ix).country().map(str::to_owned);
    }
    if let (NounKind::Role(r), None) = (noun.what, noun.of) {
        return scene.pack.roles.all[r].implies.clone();
    }
    match noun.of? {
        Of::Named(k) => linked.get(k)?.and_then(|l| entities[l.entity].country.clone()),
        Of::Noun(m) => country_of(scene, &nouns[m], nouns, linked, entities),
    }
}

/// The PLOVER sector a noun phrase tells, from its complement when it only says a rank in it; "" when none.
pub(crate) fn sector_of(
    scene: &Scene<'_>,
    noun: &Noun,
    nouns: &[Noun],
    linked: &[Option<Linked>],
    entities: &[Entity],
) -> String {
    let NounKind::Role(r) = noun.what else { return String::new() };
    let role = &scene.pack.roles.all[r];
    if role.inherits {
        let inner = match noun.of {
            Some(Of::Named(k)) => linked
                .get(k)
                .copied()
                .flatten()
                .and_then(|l| entities[l.entity].sector.clone())
                .unwrap_or_default(),
            Some(Of::Noun(m)) => sector_of(scene, &nouns[m], nouns, linked, entities),
            None => String::new(),
        };
        if !inner.is_empty() {
            return inner;
        }
    }
    role.sector.clone()
}

fn link(entity: usize, rule: &'static str, confidence: f32) -> Linked {
    Linked { entity, form: MentionForm::Nominal, locative: false, rule, confidence }
}

impl<'a> Linker<'a, '_> {
    /// The entity of several taken together.
    pub(crate) fn set(&mut self, members: &[usize]) -> usize {
        // A set of sets is the set of all.
        let mut flat: Vec<usize> = Vec::new();
        for &m in members {
            let inner = &self.entities[m].members;
            let own = if inner.is_empty() { std::slice::from_ref(&m) } else { inner.as_slice() };
            let new: Vec<usize> = own.iter().copied().filter(|e| !flat.contains(e)).collect();
            flat.extend(new);
        }
        let members = flat;
        let key = format!("set:{members:?}");
        self.keyed(&key, |l| {
            let names: Vec<&str> = members.iter().map(|&m| l.entities[m].name.as_str()).collect();
            let mut e = empty(EntityKind::Other, names.join(", "));
            // A set is as sure as its members.
            let sure = members.iter().all(|&m| l.entities[m].resolution == Resolution::Linked);
            e.resolution = if sure { Resolution::Linked } else { Resolution::Generic };
            e.members = members.clone();
            (e, Facts::default())
        })
    }
}

impl<'a> Work<'a, '_> {
    /// Resolves one noun phrase; `None` when it stands for nothing that can be told.
    pub(super) fn resolve(&mut self, linker: &mut Linker<'a, '_>, n: usize) -> Option<Linked> {
        let noun = &self.nouns[n];
        match noun.what {
            NounKind::Adjective => {
                let entity = linker.country(*noun.countries.first()?);
                Some(link(entity, "demonym adjective", 0.9))
            }
            NounKind::Demonym => self.demonym(linker, noun),
            NounKind::Country => {
                let told = self.discourse.last(noun.tokens.start, |e, t| {
                    linker.entities[e].kind == EntityKind::Country
                        && (t.locative || linker.entities[e].sector.is_none())
                });
                let entity = told.or_else(|| {
                    let filed = linker.filed.clone()?;
                    let ix = self.scene.kb.country(&filed)?.ix;
                    Some(linker.country(ix))
                })?;
                let used = super::usage::of(self.scene, &noun.tokens, noun.head, true);
                Some(Linked {
                    locative: used == super::usage::Use::Place,
                    ..link(entity, "the country told before", 0.6)
                })
            }
            NounKind::Several(kind, count) => self.several(linker, noun, kind, count),
            NounKind::Counterpart => self.counterpart(linker, noun),
            NounKind::Role(r) => self.role(linker, n, r),
        }
    }

    /// "les Américains" are the country; "l'Iranien" is its person told before; "trois Français" are some people.
    fn demonym(&mut self, linker: &mut Linker<'a, '_>, noun: &Noun) -> Option<Linked> {
        let ix = *noun.countries.first()?;
        let id = self.scene.kb.entity(ix).id();
        if noun.plural && noun.det == Det::Definite {
            let counted = noun.tokens.start.checked_sub(1).is_some_and(|b| self.scene.token(b).is("nummod"));
            if !counted {
                return Some(link(linker.country(ix), "demonym noun", 0.85));
            }
        }
        if !noun.plural && noun.det == Det::Definite {
            let told = self.discourse.last(noun.tokens.start, |e, _| {
                is_person(linker, e) && linker.entities[e].country.as_deref() == Some(id)
            });
            if let Some(entity) = told {
                return Some(link(entity, "demonym noun for a person told before", 0.7));
            }
        }
        let key = format!("people:{id}:{}", noun.plural);
        let name = self.text(noun);
        let id = id.to_owned();
        let entity = linker.keyed(&key, |l| {
            let mut e = empty(EntityKind::RoleGroup, name);
            e.sector = Some("CVL".to_owned());
            e.code = l.code(Some(&id), "CVL");
            e.country = Some(id.clone());
            (e, Facts::default())
        });
        Some(link(entity, "people of a country", 0.7))
    }

    fn text(&self, noun: &Noun) -> String {
        let span = self.scene.tree.analysis.span(noun.tokens.clone());
        span.of(&self.scene.report.text).to_owned()
    }

    /// Members of "les deux gouvernements": what was contrasted last.
    fn several(
        &mut self,
        linker: &mut Linker<'a, '_>,
        noun: &Noun,
        kind: usize,
        count: u32,
    ) -> Option<Linked> {
        let of = self.scene.pack.names.several[kind].of.as_str();
        let kb = self.scene.kb;
        // Who asks "les deux parties" is none of them.
        let verb = self.scene.tree.ancestors(noun.head).find(|&a| self.scene.tree.is_verbal(a));
        let subjects: Vec<u32> = verb
            .and_then(|v| self.scene.tree.subject(v))
            .map(|s| self.scene.tree.coordinated(s.0))
            .filter(|s| !s.contains(&noun.head))
            .unwrap_or_default();
        let asking: Vec<usize> =
            self.discourse.told.iter().filter(|t| subjects.contains(&t.head)).map(|t| t.entity).collect();
        let members: Vec<usize> = match of {
            "government" | "country" => {
                // Countries by index: of states, their governments and their people.
                let countries: Vec<EntityIx> = if noun.countries.len() == count as usize {
                    noun.countries.clone()
                } else {
                    let country = |e: usize| -> Option<usize> {
                        let e = &linker.entities[e];
                        let told = matches!(e.kind, EntityKind::Country | EntityKind::Person)
                            || e.kind == EntityKind::RoleGroup && e.country.is_some();
                        let found = kb.country(e.country.as_deref().filter(|_| told)?)?;
                        Some(found.ix.0 as usize)
                    };
                    let found =
                        self.discourse.contrasted(self.scene, noun.tokens.start, count as usize, country)?;
                    found.into_iter().map(|i| EntityIx(i as u32)).collect()
                };
                countries
                    .into_iter()
                    .map(|ix| if of == "country" { linker.country(ix) } else { linker.government(ix) })
                    .collect()
            }
            "person" => {
                let each = self.discourse.contrasted(self.scene, noun.tokens.start, count as usize, |e| {
                    (is_person(linker, e) && !asking.contains(&e)).then_some(e)
                });
                match each {
                    Some(each) => each,
                    // "deux ressortissants russes ... les deux hommes": people told as so many.
                    None => return self.counted(noun, count).map(|e| link(e, "the people told before", 0.6)),
                }
            }
            _ => {
                // Sides: states for their governments, armies and leaders, groups and bodies for themselves.
                let side = |e: usize| -> Option<usize> {
                    let told = &linker.entities[e];
                    if told.kind == EntityKind::Place || !told.members.is_empty() || asking.contains(&e) {
                        return None;
                    }
                    let of_state = matches!(told.sector.as_deref(), None | Some("GOV" | "MIL"))
                        && told.kind != EntityKind::ArmedGroup;
                    let state = told.country.as_deref().filter(|_| of_state).and_then(|c| kb.country(c));
                    match state {
                        Some(state) => Some(state.ix.0 as usize * 2),
                        None => (told.kind != EntityKind::Person && told.kind != EntityKind::Media)
                            .then_some(e * 2 + 1),
                    }
                };
                let found = self.discourse.contrasted(self.scene, noun.tokens.start, count as usize, side)?;
                found
                    .into_iter()
                    .map(|s| match s % 2 {
                        0 => linker.country(EntityIx(s as u32 / 2)),
                        _ => s / 2,
                    })
                    .collect()
            }
        };
        Some(link(linker.set(&members), "the ones told before", 0.7))
    }

    /// People told before, not far, as so many: a plural noun with the number in front.
    fn counted(&self, noun: &Noun, count: u32) -> Option<usize> {
        let scene = self.scene;
        let numbers = &scene.pack.names.numbers;
        let here = scene.tree.sentence(noun.head);
        self.discourse.last(noun.tokens.start, |_, t| {
            let number = scene
                .tree
                .with(t.head, "nummod")
                .any(|c| numbers.iter().any(|(word, n)| *n == count && *word == scene.low[c as usize]));
            t.plural && number && here.saturating_sub(scene.tree.sentence(t.head)) <= 6
        })
    }

    /// Whose "son" it is.
    fn possessor(&self, linker: &Linker<'a, '_>, det: u32) -> Option<usize> {
        let possessive = &self.scene.low[det as usize];
        let plural = self.scene.pack.names.possessives.iter().any(|p| p.form == *possessive && p.plural);
        let stand = Stand {
            tokens: det..det + 1,
            head: det,
            kind: PronounKind::Possessive,
            gender: None,
            plural,
            insertion: None,
        };
        self.discourse.resolve(self.scene, linker, &stand).map(|(e, _)| e)
    }

    /// "son homologue russe": the holder of the possessor's post in that country.
    fn counterpart(&mut self, linker: &mut Linker<'a, '_>, noun: &Noun) -> Option<Linked> {
        if let Some(linked) = self.beside(noun) {
            return Some(linked);
        }
        let owner = match noun.det {
            Det::Possessive(det) => self.possessor(linker, det),
            _ => self.discourse.last(noun.tokens.start, |e, _| is_person(linker, e)),
        };
        let kb = self.scene.kb;
        let owner = owner?;
        let owners = match linker.entities[owner].members.as_slice() {
            [] => vec![owner],
            members => members.to_vec(),
        };
        let mut posts: Vec<String> = Vec::new();
        for facts in owners.iter().map(|&o| &linker.facts[o]) {
            let by_role = facts.roles.iter().flat_map(|&r| self.scene.pack.roles.all[r].posts.iter());
            posts.extend(by_role.map(|(p, _)| p.clone()));
            posts.extend(facts.posts.iter().cloned());
        }
        let mut members = Vec::new();
        for &ix in &noun.countries {
            let country = kb.entity(ix).id();
            let held = posts.iter().find_map(|p| self.holder(linker, p, country));
            let entity = match held {
                Some(Ok(person)) => linker.entry(person),
                Some(Err(all)) => self.several_holders(linker, noun, &all, country),
                None => self.generic(linker, noun, None, Some(country), "GOV"),
            };
            members.push(entity);
        }
        let entity = match members[..] {
            [] => return None,
            [only] => only,
            _ => linker.set(&members),
        };
        Some(link(entity, "counterpart in that country", 0.8))
    }

    /// Who holds a post on the report's date: one, or several that the date cannot tell apart.
    fn holder(
        &self,
        linker: &Linker<'a, '_>,
        post: &str,
        country: &str,
    ) -> Option<Result<EntityIx, Vec<EntityIx>>> {
        let days = self.scene.days();
        if days.earliest.is_none() || days.latest.is_none() {
            return None;
        }
        let kb = self.scene.kb;
        // Of the many ambassadors of a state none is "the" one; of a body's leaders, one may be.
        let unique = kb.post(post).is_some_and(|p| p.unique);
        let mut held = kb.holders(post, country, days);
        if !unique && (kb.country(country).is_some() || held.len() > 1) {
            return None;
        }
        held.retain(|t| t.country == country);
        let mut all: Vec<EntityIx> = held.iter().map(|t| t.person).collect();
        let mut seen = BTreeSet::new();
        all.retain(|p| seen.insert(*p));
        // Of two in one month, the one the report names.
        let named: Vec<EntityIx> = all
            .iter()
            .copied()
            .filter(|&p| linker.known(&format!("kb:{}", self.scene.kb.entity(p).id())).is_some())
            .collect();
        match (all.len(), named.len()) {
            (0, _) => None,
            (1, _) => Some(Ok(all[0])),
            (_, 1) => Some(Ok(named[0])),
            _ => Some(Err(all)),
        }
    }

    fn several_holders(
        &self,
        linker: &mut Linker<'a, '_>,
        noun: &Noun,
        all: &[EntityIx],
        country: &str,
    ) -> usize {
        let kb = self.scene.kb;
        let ids: Vec<String> = all.iter().map(|&p| kb.entity(p).id().to_owned()).collect();
        let name = self.text(noun);
        linker.keyed(&format!("holders:{}", ids.join("|")), |l| {
            let mut e = empty(EntityKind::Person, name);
            e.country = Some(country.to_owned());
            e.sector = Some("GOV".to_owned());
            e.code = l.code(Some(country), "GOV");
            e.resolution = Resolution::Ambiguous(ids);
            (e, Facts::default())
        })
    }

    /// The name beside a noun phrase.
    fn beside(&self, noun: &Noun) -> Option<Linked> {
        let beside = noun.beside?;
        let linked = self.linked[beside.named]?;
        Some(match beside.merged {
            true => Linked { rule: "name with its office", ..linked },
            false => Linked { form: MentionForm::Nominal, rule: "apposition to a name", ..linked },
        })
    }

    /// People or a body named by a role, one entity a role, country and number.
    fn generic(
        &self,
        linker: &mut Linker<'a, '_>,
        noun: &Noun,
        role: Option<usize>,
        country: Option<&str>,
        sector: &str,
    ) -> usize {
        let roles = &self.scene.pack.roles.all;
        let lemma = role.map_or_else(|| self.scene.tree.lemma(noun.head), |r| roles[r].lemma.clone());
        // "des soldats" are new ones each time; "les soldats" the same.
        let new = if noun.det == Det::Indefinite { noun.head + 1 } else { 0 };
        let region = noun.region.map(|r| self.scene.pack.names.regions[r].1.as_str());
        let of = country.or(region).unwrap_or("");
        let key = format!("role:{lemma}:{of}:{sector}:{}:{}:{new}", noun.plural, noun.former);
        let name = self.text(noun);
        linker.keyed(&key, |l| {
            let body = role.is_some_and(|r| roles[r].kind == RoleKind::Body);
            let mut e = empty(if body { EntityKind::Organisation } else { EntityKind::RoleGroup }, name);
            e.country = country.map(str::to_owned);
            e.sector = Some(sector.to_owned()).filter(|s| !s.is_empty());
            e.code = l.code(country, sector);
            (e, Facts::default())
        })
    }

    fn role(&mut self, linker: &mut Linker<'a, '_>, n: usize, r: usize) -> Option<Linked> {
        let noun = &self.nouns[n];
        let scene = self.scene;
        let role = &scene.pack.roles.all[r];
        let mut sector = sector_of(scene, noun, self.nouns, self.linked, &linker.entities);
        let mut country = country_of(scene, noun, self.nouns, self.linked, &linker.entities);
        // "le porte-parole de l'armée": whose army the text before tells.
        if let (None, Some(Of::Noun(m))) = (&country, noun.of) {
            let inner = self.found[m].or_else(|| self.resolve(linker, m));
            self.found[m] = inner;
            country = inner.and_then(|l| linker.entities[l.entity].country.clone());
        }
        if let Some(linked) = self.beside(noun) {
            linker.qualify(linked.entity, country.as_deref(), &sector);
            return Some(linked);
        }
        if noun.former && matches!(sector.as_str(), "GOV" | "LEG" | "JUD") {
            sector = "ELI".to_owned();
        }
        // "les ministres européens": of no one country, wherever they are.
        if let (Some(region), None) = (noun.region, &country) {
            let (_, code) = &scene.pack.names.regions[region];
            let entity = self.generic(linker, noun, Some(r), None, &sector);
            let role = scene.ontology.role_of_sector(&sector).unwrap_or("");
            linker.entities[entity].code = Some(format!("{code}{role}"));
            return Some(link(entity, "role noun of a part of the world", 0.7));
        }
        let definite =
            matches!(noun.det, Det::Definite | Det::Possessive(_) | Det::None | Det::PossessiveSecond);
        // "ses agents", "son armée": the possessor's country.
        let mut owner = None;
        if let (Det::Possessive(det), None) = (noun.det, &country) {
            owner = self.possessor(linker, det);
            country = owner.and_then(|o| linker.entities[o].country.clone());
        }
        let current = !noun.former && !noun.future;
        // "BAMAKO - Douze soldats ont été tués": of the country of the date line.
        if country.is_none() && noun.det == Det::Indefinite && noun.plural && force_sector(&sector) {
            country = self.here(linker, noun);
        }
        if country.is_none() && noun.det == Det::Indefinite && noun.plural && force_sector(&sector) {
            country = linker.filed.clone().filter(|filed| self.tells_of_none_but(linker, noun, filed));
        }
        match role.kind {
            RoleKind::Government => {
                let known = country.clone().or_else(|| self.context(linker, noun, definite));
                if let Some(ix) =
                    known.as_deref().and_then(|c| scene.kb.by_id(c)).filter(|_| current).map(|c| c.ix)
                {
                    let rule = if country.is_some() {
                        "government of a country"
                    } else {
                        "government of the country of the report"
                    };
                    let entity = linker.government(ix);
                    return Some(link(entity, rule, if country.is_some() { 0.92 } else { 0.6 }));
                }
                let entity = self.generic(linker, noun, Some(r), None, &sector);
                Some(link(entity, "role noun", 0.6))
            }
            RoleKind::Group | RoleKind::Body => {
                if country.is_none() && definite {
                    if let Some(entity) = self.same_role(linker, noun, r, &sector, None) {
                        return Some(link(entity, "role noun told before", 0.75));
                    }
                    country = self.near(linker, noun, &sector);
                    country = country.or_else(|| self.context(linker, noun, state_sector(&sector)));
                }
                if noun.countries.len() > 1 {
                    return Some(self.one_each(linker, noun, r, &sector));
                }
                let entity = self.generic(linker, noun, Some(r), country.as_deref(), &sector);
                Some(link(entity, "role noun", 0.75))
            }
            RoleKind::Person | RoleKind::Epithet if noun.plural => {
                if noun.countries.len() > 1 {
                    return Some(self.one_each(linker, noun, r, &sector));
                }
                let same = self.same_role(linker, noun, r, &sector, country.as_deref());
                if let Some(entity) = same.filter(|_| definite) {
                    return Some(link(entity, "role noun told before", 0.75));
                }
                if country.is_none() && definite {
                    country = self.near(linker, noun, &sector);
                    country = country.or_else(|| self.context(linker, noun, state_sector(&sector)));
                }
                let entity = self.generic(linker, noun, Some(r), country.as_deref(), &sector);
                Some(link(entity, "role noun", 0.7))
            }
            RoleKind::Person | RoleKind::Epithet => {
                self.person(linker, noun, r, country, &sector, definite, owner)
            }
        }
    }

    /// The people a definite role noun repeats: the same noun within a few sentences, unless others of the sector stand nearer.
    fn same_role(
        &self,
        linker: &Linker<'a, '_>,
        noun: &Noun,
        r: usize,
        sector: &str,
        country: Option<&str>,
    ) -> Option<usize> {
        let here = self.scene.tree.sentence(noun.head);
        let same = |e: usize| {
            linker.facts[e].roles.contains(&r)
                && (country.is_none() || linker.entities[e].country.as_deref() == country)
        };
        let found = self.discourse.last(noun.tokens.start, |e, t| {
            let rival = country.is_none() && self.tells_state(linker, e, sector);
            let near = here.saturating_sub(self.scene.tree.sentence(t.head)) <= 8;
            near && t.plural == noun.plural && same(e) || rival
        })?;
        same(found).then_some(found)
    }

    /// "les présidents russe et ukrainien": one each.
    fn one_each(&mut self, linker: &mut Linker<'a, '_>, noun: &Noun, r: usize, sector: &str) -> Linked {
        let role = &self.scene.pack.roles.all[r];
        let mut members = Vec::new();
        for &ix in &noun.countries {
            let country = self.scene.kb.entity(ix).id().to_owned();
            let held = role
                .posts_in(&country)
                .filter(|_| !noun.former)
                .find_map(|p| self.holder(linker, p, &country));
            members.push(match held {
                Some(Ok(person)) => linker.entry(person),
                Some(Err(all)) => self.several_holders(linker, noun, &all, &country),
                None => self.generic(linker, noun, Some(r), Some(&country), sector),
            });
        }
        link(linker.set(&members), "one each of several countries", 0.8)
    }

    #[allow(clippy::too_many_arguments)]
    fn person(
        &mut self,
        linker: &mut Linker<'a, '_>,
        noun: &Noun,
        r: usize,
        country: Option<String>,
        sector: &str,
        definite: bool,
        owner: Option<usize>,
    ) -> Option<Linked> {
        let scene = self.scene;
        let role = &scene.pack.roles.all[r];
        let current = !noun.former && !noun.future;
        // An office of a country or body on the report's date.
        if let Some(c) = country.as_deref().filter(|_| definite && current) {
            let bodies = [Some(c.to_owned()), self.body_of(linker, noun)];
            for body in bodies.iter().flatten().map(String::as_str) {
                let held = role.posts_in(body).find_map(|p| self.holder(linker, p, body));
                match held {
                    Some(Ok(person)) => {
                        let entity = linker.entry(person);
                        return Some(link(entity, "office held on the date", 0.9));
                    }
                    Some(Err(all)) => {
                        let entity = self.several_holders(linker, noun, &all, body);
                        return Some(link(entity, "office held by several on the date", 0.5));
                    }
                    None => {}
                }
            }
        }
        let compatible = |e: usize| {
            let facts = &linker.facts[e];
            let gender = match (facts.gender, noun.gender) {
                (Some(a), Some(b)) => a == b,
                _ => true,
            };
            let place = country
                .as_ref()
                .is_none_or(|c| linker.entities[e].country.as_ref() == Some(c) || owner.is_some());
            is_person(linker, e) && gender && place && Some(e) != owner
        };
        if definite && noun.det != Det::None || noun.det == Det::PossessiveSecond {
            let epithet = role.kind == RoleKind::Epithet;
            let told = self.discourse.last(noun.tokens.start, |e, _| {
                let facts = &linker.facts[e];
                let told = |k: &usize| same_noun(&scene.pack.roles.all[*k].lemma, &role.lemma);
                let mut offices = role.posts.iter().map(|(p, _)| p).chain(&role.recalls);
                let same = facts.roles.iter().any(told) || offices.any(|p| facts.posts.contains(p));
                let alike = country.is_some()
                    && linker.entities[e].sector.as_deref() == Some(sector)
                    && !matches!(sector, "" | "GOV");
                let other = noun.det != Det::PossessiveSecond || Some(e) != self.speaker(noun.head);
                compatible(e) && other && (epithet || same || alike && noun.of.is_none()) && current
            });
            if let Some(entity) = told {
                return Some(link(entity, "noun for a person told before", 0.7));
            }
        }
        // "L'armée malienne ... Le chef d'état-major": the state whose force or body was told last.
        let beside =
            self.near(linker, noun, sector).filter(|_| country.is_none() && noun.of.is_none() && current);
        if let Some(c) = beside.filter(|_| noun.det == Det::Definite && sector != "GOV") {
            if let Some(Ok(person)) = role.posts_in(&c).find_map(|p| self.holder(linker, p, &c)) {
                let entity = linker.entry(person);
                return Some(link(entity, "office beside its force", 0.6));
            }
            let entity = self.generic(linker, noun, Some(r), Some(&c), sector);
            return Some(link(entity, "role noun beside its force", 0.6));
        }
        // "PARIS - Le président a ...": the country of the date line.
        let bare = country.is_none() && noun.det == Det::Definite && current && noun.of.is_none();
        // The place that the paragraph named last comes before it: "A Lima, ... la présidente".
        let here = self.here(linker, noun).or_else(|| linker.filed.clone()).filter(|_| bare);
        let held = here.and_then(|c| role.posts_in(&c).find_map(|p| self.holder(linker, p, &c)));
        let fits =
            |person: EntityIx| !(noun.gender == Some('f') && scene.kb.entity(person).subkind() == Some("m"));
        if let Some(Ok(person)) = held.filter(|h| !matches!(h, Ok(person) if !fits(*person))) {
            let entity = linker.entry(person);
            return Some(link(entity, "office in the country of the date line", 0.6));
        }
        if role.kind == RoleKind::Epithet && country.is_none() {
            // "un dirigeant houthi" is somebody, of what sector cannot be told.
            let somebody = noun.det == Det::Indefinite && owner.is_none();
            return somebody.then(|| link(self.generic(linker, noun, Some(r), None, ""), "role noun", 0.5));
        }
        let country = country.or_else(|| self.here(linker, noun).filter(|_| bare && state_sector(sector)));
        let entity = self.generic(linker, noun, Some(r), country.as_deref(), sector);
        Some(link(entity, "role noun", 0.65))
    }

    /// Id of the organisation an office belongs to.
    fn body_of(&self, linker: &Linker<'a, '_>, noun: &Noun) -> Option<String> {
        let Of::Named(k) = noun.of? else { return None };
        let entity = self.linked[k]?.entity;
        linker.entities[entity].kb.clone()
    }

    /// The subject of the nearest verb outside the marks around a token: whoever speaks there.
    fn speaker(&self, token: u32) -> Option<usize> {
        let quote = self.scene.quote(token)?;
        self.discourse
            .told
            .iter()
            .rev()
            .find(|t| self.scene.quote(t.head) != Some(quote) && self.scene.token(t.head).is("nsubj"))
            .map(|t| t.entity)
    }
}

/// Whether a noun told before may be taken up by a shorter one: "ministre de l'Intérieur" by "ministre".
fn same_noun(told: &str, here: &str) -> bool {
    told == here
        || told.strip_prefix(here).is_some_and(|rest| rest.starts_with(' '))
        || told.strip_suffix(here).is_some_and(|rest| rest.ends_with(' '))
}
