//! Mentions of actors and places, linked to the knowledge base; one entity for one referent of the report.
//!
//! Names are linked first, over the whole report; then nouns and pronouns in the order of the text.

pub(crate) mod names;
pub(crate) mod nominals;
pub(crate) mod persons;
pub(crate) mod pronouns;
mod resolve;
pub(crate) mod scene;
pub(crate) mod usage;
mod whose;

pub(crate) use whose::state_sector;

use crate::coref::{Discourse, Told};
use crate::link::{Hints, Linked, Linker};
use dateline_kb::{EntityIx, Kb};
use dateline_pack::{Ontology, Pack};
use dateline_types::{Analysis, Entity, Mention, MentionForm, Report, Upos};
use names::{Named, What};
use nominals::{Noun, NounKind, Of};
use pronouns::{PronounKind, Stand};
use scene::Scene;
use std::ops::Range;

/// All entities of a report, in the order of their first mention, and all mentions in text order.
///
/// A pure function: the same report, analysis, pack and base give the same result.
#[must_use]
pub fn mentions(
    report: &Report,
    analysis: &Analysis,
    pack: &Pack,
    kb: &Kb,
    ontology: &Ontology,
) -> (Vec<Entity>, Vec<Mention>) {
    let scene = Scene::new(report, analysis, pack, kb, ontology);
    let mut names = names::find(&scene);
    for i in 1..scene.len() {
        let range = body(&scene, i, &names);
        if range.len() > 1 {
            names.push(Named { tokens: range.clone(), name: range, what: What::Unknown("ORG") });
        }
    }
    names.sort_by_key(|n| (n.tokens.start, n.tokens.end));
    let mut nouns = nominals::find(&scene, &names);
    let names = with_labelled(&scene, names, &nouns);
    nominals::tie(&scene, &names, &mut nouns);
    let stands = pronouns::find(&scene);
    let demonyms: Vec<EntityIx> = nouns.iter().flat_map(|n| n.countries.iter().copied()).collect();
    let mut linker = Linker::new(&scene, &names, &demonyms);
    let linked = link_names(&mut linker, &names, &nouns);
    let mut work = Work {
        scene: &scene,
        names: &names,
        nouns: &nouns,
        linked: &linked,
        found: vec![None; nouns.len()],
        discourse: Discourse::default(),
        mentions: Vec::new(),
    };
    work.run(&mut linker, &stands);
    let mentions = work.mentions;
    compact(linker.entities, mentions)
}

/// First letter of a normalised name.
pub(crate) fn initial_of(name: &str) -> Option<char> {
    name.chars().next()
}

/// Adds names the base does not hold, where the model labels them and no noun phrase has them.
fn with_labelled<'a>(scene: &Scene<'a>, mut names: Vec<Named<'a>>, nouns: &[Noun]) -> Vec<Named<'a>> {
    let taken = |r: &Range<u32>, names: &[Named<'a>]| {
        let cuts = |t: &Range<u32>| t.start < r.end && r.start < t.end;
        names.iter().any(|n| cuts(&n.tokens))
            || nouns.iter().any(|n| cuts(&n.tokens) && !matches!(n.what, NounKind::Adjective))
    };
    for named in &scene.tree.analysis.named {
        let range = scene.tight(named.tokens.clone());
        if range.is_empty()
            || !matches!(scene.label_name(&named.label), "LOC" | "ORG" | "PER")
            || taken(&range, &names)
        {
            continue;
        }
        let proper = range.clone().any(|t| {
            scene.capital(t)
                && (!scene.opens(t) || scene.token(t).upos == Upos::Propn)
                && !matches!(scene.token(t).upos, Upos::Det | Upos::Adp)
        });
        let known = |t: u32| scene.pack.names.no_names.contains(&scene.low[t as usize]);
        let proper = proper && !range.clone().all(known);
        let words = range.clone().filter(|&t| scene.wordy(t)).count();
        if proper && words <= 8 && scene.capital(range.start) {
            let (label, _) = scene.named(range.start).unwrap_or(("MISC", 0..0));
            let what = match label {
                "PER" => {
                    What::Person { whole: Vec::new(), titled: false, gender: None, sector: String::new() }
                }
                other => What::Unknown(other),
            };
            names.push(Named { tokens: range.clone(), name: range, what });
        }
    }
    for i in 1..scene.len() {
        let range = i..i + 1;
        if speaks(scene, i) && !taken(&range, &names) {
            let what = What::Person { whole: Vec::new(), titled: false, gender: None, sector: String::new() };
            names.push(Named { tokens: range.clone(), name: range, what });
        }
    }
    names
}

/// Most words of a body's name.
const LONGEST_BODY: u32 = 9;

/// The name of a body that begins at a token with a noun written large though it begins no sentence, and goes on with what the
/// noun possesses: "le Réseau des médecins soudanais". Empty when there is none.
fn body(scene: &Scene<'_>, i: u32, known: &[Named<'_>]) -> Range<u32> {
    let names = &scene.pack.names;
    let taken = |t: u32| known.iter().any(|n| n.tokens.contains(&t));
    if !scene.capital(i) || scene.opens(i) || !names.bodies.contains(&scene.low[i as usize]) || taken(i) {
        return i..i;
    }
    let last = scene.tree.sentence_range(i).end.min(i + LONGEST_BODY);
    let mut end = i + 1;
    let mut linked = false;
    for t in i + 1..last {
        let token = scene.token(t);
        match token.upos {
            _ if taken(t) => break,
            Upos::Adj => end = t + 1,
            Upos::Noun | Upos::Propn if linked => (end, linked) = (t + 1, false),
            Upos::Adp | Upos::Cconj | Upos::Det if names.body_links.contains(&scene.low[t as usize]) => {
                linked = true
            }
            _ => break,
        }
    }
    i..end
}

/// Whether a name that neither base nor model knows stands where a speaker does: "», dénonce Marta, retraitée".
fn speaks(scene: &Scene<'_>, i: u32) -> bool {
    let token = scene.token(i);
    let known = scene.pack.names.no_names.contains(&scene.low[i as usize]);
    if token.upos != Upos::Propn || !scene.capital(i) || known || scene.quote(i).is_some() {
        return false;
    }
    let verbal = |t: u32| matches!(scene.token(t).upos, Upos::Verb | Upos::Aux | Upos::Pron);
    let verbs = (0..i).rev().take(4).take_while(|&t| verbal(t)).count() as u32;
    let comma = (i - verbs).checked_sub(1).filter(|&t| verbs > 0 && scene.word(t) == ",");
    let closing = comma.and_then(|t| t.checked_sub(1)).map(|t| scene.word(t));
    closing.is_some_and(|w| scene.pack.manifest.quotes.iter().any(|(_, close)| close == w))
}

/// Links every name: places and bodies, then persons with whole names, then short ones.
fn link_names<'a>(linker: &mut Linker<'a, '_>, names: &[Named<'a>], nouns: &[Noun]) -> Vec<Option<Linked>> {
    let mut linked: Vec<Option<Linked>> = vec![None; names.len()];
    for (k, named) in names.iter().enumerate() {
        match &named.what {
            What::Entry(forms) => linked[k] = Some(linker.link_entry(named, forms)),
            What::Unknown(label) => {
                let entity = linker.unknown(named, label);
                linked[k] = Some(Linked {
                    entity,
                    form: MentionForm::Name,
                    locative: *label == "LOC",
                    rule: "unknown name",
                    confidence: 0.4,
                });
            }
            What::Person { .. } => {}
        }
    }
    let long = |named: &Named<'_>| {
        let words: Vec<u32> = named.name.clone().filter(|&t| linker.scene.wordy(t)).collect();
        words.len() > 1 && !linker.scene.initial(words[0]) && !is_family(linker.scene, named)
    };
    let first: Vec<bool> = names.iter().map(long).collect();
    for whole in [true, false] {
        for (k, named) in names.iter().enumerate() {
            if named.what.is_person() && first[k] == whole {
                let hints = hints(linker, named, k, nouns, &linked);
                linked[k] = linker.link_person(named, &hints);
            }
        }
    }
    linked
}

/// Whether a name of several words is a family name ("Al Kazimi").
fn is_family(scene: &Scene<'_>, named: &Named<'_>) -> bool {
    let name = persons::normal_name(scene, &named.name);
    let first = name.split(' ').next().unwrap_or("");
    let whole = matches!(&named.what, What::Person { whole, .. } if !whole.is_empty());
    !whole && (scene.pack.names.particles.iter().any(|p| p == first) && persons::bare(&name) != name)
}

/// What titles and role nouns around a person's name tell.
fn hints(
    linker: &Linker<'_, '_>,
    named: &Named<'_>,
    k: usize,
    nouns: &[Noun],
    linked: &[Option<Linked>],
) -> Hints {
    let scene = linker.scene;
    let mut hints = Hints::default();
    if let What::Person { titled, gender, sector, .. } = &named.what {
        hints.titled = *titled;
        hints.gender = *gender;
        hints.sector.clone_from(sector);
        if *titled && named.tokens.start < named.name.start {
            let words = named.tokens.start..named.name.start;
            hints.title = Some(scene.tree.analysis.span(words).of(&scene.report.text).to_owned());
        }
    }
    for noun in nouns.iter().filter(|n| n.beside.is_some_and(|b| b.named == k)) {
        let country = resolve::country_of(scene, noun, nouns, linked, &linker.entities);
        let NounKind::Role(r) = noun.what else { continue };
        let role = &scene.pack.roles.all[r];
        if !noun.former && !noun.future {
            let place = country.as_deref().unwrap_or("");
            hints.posts.extend(role.posts_in(place).map(str::to_owned));
        }
        hints.countries.extend(country);
        hints.gender = hints.gender.or(noun.gender.filter(|_| noun.det != scene::Det::None));
        hints.titled |= noun.beside.is_some_and(|b| b.merged);
        let sector = resolve::sector_of(scene, noun, nouns, linked, &linker.entities);
        if hints.sector.is_empty() && !noun.former {
            hints.sector = sector;
        }
        if hints.title.is_none() {
            let span = scene.tree.analysis.span(noun.tokens.start..noun.head + 1);
            hints.title = Some(span.of(&scene.report.text).to_owned());
        }
    }
    hints
}

/// The pass over the text.
pub(crate) struct Work<'a, 's> {
    scene: &'s Scene<'a>,
    names: &'s [Named<'a>],
    nouns: &'s [Noun],
    linked: &'s [Option<Linked>],
    found: Vec<Option<Linked>>,
    discourse: Discourse,
    mentions: Vec<Mention>,
}

/// One thing to look at, by its first token.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    Stand(usize),
    Noun(usize),
    Name(usize),
}

impl<'a> Work<'a, '_> {
    fn run(&mut self, linker: &mut Linker<'a, '_>, stands: &[Stand]) {
        let mut items: Vec<(u32, Item)> = Vec::new();
        items.extend(self.names.iter().enumerate().map(|(k, n)| (n.tokens.start, Item::Name(k))));
        items.extend(self.nouns.iter().enumerate().map(|(k, n)| (n.tokens.start, Item::Noun(k))));
        items.extend(stands.iter().enumerate().map(|(k, s)| (s.tokens.start, Item::Stand(k))));
        items.sort();
        for (_, item) in items {
            match item {
                Item::Name(k) => self.name(linker, k),
                Item::Noun(n) => self.noun(linker, n),
                Item::Stand(s) => self.stand(linker, &stands[s]),
            }
        }
        self.mentions.sort_by_key(|m| (m.tokens.start, m.tokens.end, m.entity));
    }

    fn emit(
        &mut self,
        tokens: Range<u32>,
        head: u32,
        linked: Linked,
        gender: Option<char>,
        plural: bool,
        weak: bool,
    ) {
        let scene = self.scene;
        let tokens = scene.tight(tokens);
        self.discourse.tell(Told {
            token: tokens.start,
            end: tokens.end,
            head,
            entity: linked.entity,
            gender,
            plural,
            locative: linked.locative,
            pronoun: linked.form == MentionForm::Pronoun,
            weak,
        });
        self.mentions.push(Mention {
            span: scene.tree.analysis.span(tokens.clone()),
            head,
            tokens,
            form: linked.form,
            entity: linked.entity,
            locative: linked.locative,
            rule: linked.rule,
            confidence: linked.confidence,
        });
    }

    fn name(&mut self, linker: &mut Linker<'a, '_>, k: usize) {
        let scene = self.scene;
        let named = &self.names[k];
        // A name that is one phrase with its role noun was told with it.
        if self.nouns.iter().any(|n| n.beside.is_some_and(|b| b.named == k && b.merged)) {
            return;
        }
        // "le locataire de la Maison Blanche": the name is part of the noun.
        let swallowed = |n: &Noun| n.form.start <= named.tokens.start && named.tokens.end <= n.form.end;
        if self.nouns.iter().any(swallowed) {
            return;
        }
        let Some(linked) = self.linked[k] else { return };
        let head = scene.head(&named.tokens);
        let person = named.what.is_person();
        let plural = !person && scene.plural(named.tokens.start, head);
        let gender = if person { linker.facts[linked.entity].gender } else { None };
        let gender = gender.or_else(|| scene.gender(named.tokens.start, head).filter(|_| !person));
        self.emit(named.tokens.clone(), head, linked, gender, plural, false);
    }

    fn noun(&mut self, linker: &mut Linker<'a, '_>, n: usize) {
        let noun = &self.nouns[n];
        // "conférence de presse", "en qualité de président": a bare noun behind a preposition names nobody.
        let bare = !self.scene.pack.names.bare_nouns
            && noun.det == scene::Det::None
            && !noun.plural
            && noun.countries.is_empty()
            && noun.of.is_none()
            && noun.beside.is_none()
            && matches!(noun.what, NounKind::Role(_))
            && self
                .scene
                .before(noun.tokens.start)
                .0
                .is_some_and(|b| self.scene.token(b).upos == Upos::Adp && b + 1 == noun.tokens.start);
        if bare {
            return;
        }
        let Some(linked) = self.found[n].or_else(|| self.resolve(linker, n)) else { return };
        self.found[n] = Some(linked);
        if let NounKind::Role(r) = noun.what {
            let facts = &mut linker.facts[linked.entity];
            if !noun.former && !noun.future {
                facts.roles.insert(r);
            }
            if facts.gender.is_none() && !noun.plural {
                facts.gender = noun
                    .gender
                    .filter(|_| linker.entities[linked.entity].kind == dateline_types::EntityKind::Person);
            }
        }
        let mut tokens = noun.tokens.clone();
        // A role noun that stands in for a complement the text goes on with keeps it.
        if let Some(Of::Noun(m)) = noun.of {
            tokens.end = tokens.end.max(self.nouns[m].tokens.end);
        }
        self.emit(
            tokens,
            noun.head,
            linked,
            noun.gender,
            noun.plural,
            matches!(noun.what, NounKind::Adjective),
        );
    }

    fn stand(&mut self, linker: &mut Linker<'a, '_>, stand: &Stand) {
        let scene = self.scene;
        let weak = stand.kind == PronounKind::Possessive;
        let pronoun = |entity, rule, confidence| Linked {
            entity,
            form: MentionForm::Pronoun,
            locative: false,
            rule,
            confidence,
        };
        // The editor says who is meant.
        if let Some(inside) = &stand.insertion {
            let named = (0..self.names.len())
                .find(|&k| inside.contains(&self.names[k].tokens.start) && self.linked[k].is_some());
            if let Some(linked) = named.and_then(|k| self.linked[k]) {
                self.emit(
                    stand.tokens.clone(),
                    stand.head,
                    pronoun(linked.entity, "editor's insertion", 0.97),
                    stand.gender,
                    stand.plural,
                    weak,
                );
                return;
            }
        }
        let mut found = self.discourse.resolve(scene, linker, stand);
        if stand.plural && !weak {
            // "X et Y se sont vus. Ils ...": the two just told come before a plural farther off.
            let near = found.is_some_and(|(e, _)| self.discourse.distance(scene, e, stand) <= 1);
            if !near && self.discourse.joint(scene, stand).is_some() {
                found = None;
            }
        }
        let linked = match found {
            Some((entity, confidence)) => {
                let company = self.discourse.company(scene, entity, stand).filter(|_| stand.plural);
                let entity = company.map_or(entity, |members| linker.set(&members));
                let rule = match stand.kind {
                    PronounKind::Personal | PronounKind::Inverted => "pronoun",
                    PronounKind::Object => "object pronoun",
                    PronounKind::Latter => "the one named last",
                    PronounKind::Possessive => "possessive",
                };
                pronoun(entity, rule, if weak { confidence.min(0.7) } else { confidence })
            }
            None if stand.plural => {
                let Some(members) = self.discourse.joint(scene, stand) else { return };
                pronoun(linker.set(&members), "plural pronoun for a coordination", 0.6)
            }
            None => return,
        };
        self.emit(stand.tokens.clone(), stand.head, linked, stand.gender, stand.plural, weak);
    }
}

/// Drops entities nobody mentions and orders the others by their first mention.
fn compact(entities: Vec<Entity>, mut mentions: Vec<Mention>) -> (Vec<Entity>, Vec<Mention>) {
    let mut order: Vec<usize> = Vec::new();
    let mut place: Vec<Option<usize>> = vec![None; entities.len()];
    for mention in &mentions {
        let mut todo = vec![mention.entity];
        while let Some(e) = todo.pop() {
            if place[e].is_none() {
                place[e] = Some(order.len());
                order.push(e);
                todo.extend(entities[e].members.iter().rev().copied());
            }
        }
    }
    let mut slots: Vec<Option<Entity>> = entities.into_iter().map(Some).collect();
    let mut kept: Vec<Entity> = Vec::with_capacity(order.len());
    for e in order {
        if let Some(mut entity) = slots[e].take() {
            for member in &mut entity.members {
                *member = place[*member].unwrap_or(0);
            }
            kept.push(entity);
        }
    }
    for mention in &mut mentions {
        mention.entity = place[mention.entity].unwrap_or(0);
    }
    (kept, mentions)
}
