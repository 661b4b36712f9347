//! The cast of a report: which entity a word of the text stands for.

use crate::tree::Tree;
use dateline_types::{Entity, EntityKind, Mention, MentionForm, Participant, Resolution, Upos};

/// Entities and mentions, found by token; grows when an act has a participant nobody mentioned by name.
pub struct Cast {
    /// All entities.
    pub entities: Vec<Entity>,
    /// All mentions, in text order, then those added here.
    pub mentions: Vec<Mention>,
    at: Vec<Option<u32>>,
}

/// Whether a thing may take part in an act, and how far its country may stand from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Things {
    /// Only mentions take part.
    None,
    /// A thing with a country right beside it ("les frappes américaines").
    Near,
    /// A thing whose country stands further down ("des villages du sud du Liban").
    Deep,
}

impl Cast {
    /// Indexes what the mention stage found for a text of `tokens` tokens.
    #[must_use]
    pub fn new(entities: Vec<Entity>, mentions: Vec<Mention>, tokens: u32) -> Cast {
        let mut at: Vec<Option<u32>> = vec![None; tokens as usize];
        // Longer mentions first, so that the smallest one that covers a token wins; heads win over all.
        let mut order: Vec<usize> = (0..mentions.len()).collect();
        order.sort_by_key(|&m| {
            std::cmp::Reverse(mentions[m].tokens.end.saturating_sub(mentions[m].tokens.start))
        });
        for &m in &order {
            for t in mentions[m].tokens.clone() {
                if let Some(slot) = at.get_mut(t as usize) {
                    *slot = Some(m as u32);
                }
            }
        }
        // A head belongs to the longest mention headed there: "le président iranien" before "iranien".
        for &m in order.iter().rev() {
            if let Some(slot) = at.get_mut(mentions[m].head as usize) {
                *slot = Some(m as u32);
            }
        }
        Cast { entities, mentions, at }
    }

    /// The mention that covers a token.
    #[must_use]
    pub fn mention_at(&self, token: u32) -> Option<&Mention> {
        self.at.get(token as usize).copied().flatten().map(|m| &self.mentions[m as usize])
    }

    /// The mention headed by a token.
    #[must_use]
    pub fn mention_headed(&self, token: u32) -> Option<&Mention> {
        self.mention_at(token).filter(|m| m.head == token)
    }

    /// Whether an entity can act: a person, group, state or body, or people named by a role.
    #[must_use]
    pub fn acts(&self, entity: usize) -> bool {
        let e = &self.entities[entity];
        match e.kind {
            EntityKind::Place => false,
            EntityKind::Other => e.country.is_some() && e.sector.is_some(),
            _ => true,
        }
    }

    /// Who a word (with all that is coordinated with it) stands for in an act.
    ///
    /// `things` says whether a noun that is no mention may take part.
    pub fn participants(
        &mut self,
        tree: &Tree<'_>,
        text: &str,
        head: u32,
        rule: &str,
        things: Things,
    ) -> Vec<Participant> {
        let mut all: Vec<Participant> = Vec::new();
        for token in tree.coordinated(head) {
            for p in self.single(tree, text, token, rule, things) {
                if !all.iter().any(|q| q.entity == p.entity) {
                    all.push(p);
                }
            }
        }
        all
    }

    /// Whose a thing is: the people or state that qualify it as demonym, possessor, noun before it, or behind `of`, the
    /// preposition of belonging ("Russian missiles", "Haiti's efforts", "les drones de l'armée").
    pub fn owners(
        &mut self,
        tree: &Tree<'_>,
        text: &str,
        thing: u32,
        of: &str,
        rule: &str,
    ) -> Vec<Participant> {
        for &c in tree.children(thing) {
            let token = tree.token(c);
            let qualifies = token.is("amod")
                || token.is("compound")
                || &*token.deprel == "nmod:poss"
                || token.is("nmod") && tree.marked_by(c, of);
            if !qualifies || self.mention_at(c).is_none() {
                continue;
            }
            let mut all = self.participants(tree, text, c, rule, Things::None);
            all.retain(|p| self.acts(p.entity) || self.entities[p.entity].country.is_some());
            if !all.is_empty() {
                return all;
            }
        }
        Vec::new()
    }

    fn single(
        &mut self,
        tree: &Tree<'_>,
        text: &str,
        token: u32,
        rule: &str,
        things: Things,
    ) -> Vec<Participant> {
        let make = |cast: &Cast, m: &Mention, rule: String| -> Vec<Participant> {
            let members = &cast.entities[m.entity].members;
            let of = |entity: usize| Participant {
                entity,
                mention: Some(m.span),
                code: cast.entities[entity].code.clone(),
                rule: rule.clone(),
            };
            match members.is_empty() {
                true => vec![of(m.entity)],
                false => members.iter().map(|&e| of(e)).collect(),
            }
        };
        if let Some(m) = self.mention_at(token) {
            let inner = m.head != token && !m.tokens.contains(&token);
            if !inner {
                return make(self, m, rule.to_owned());
            }
        }
        // "membres des Gardiens de la révolution", "plusieurs dizaines de manifestants": the complement is who.
        let below: Vec<u32> = tree.children(token).to_vec();
        let owner = below.iter().copied().find(|&c| {
            let t = tree.token(c);
            (t.is("nmod") || t.is("appos") || t.is("flat") || t.is("compound"))
                && self.mention_at(c).is_some()
        });
        let demonym =
            below.iter().copied().find(|&c| tree.token(c).is("amod") && self.mention_at(c).is_some());
        let noun =
            matches!(tree.token(token).upos, Upos::Noun | Upos::Propn | Upos::Num | Upos::Pron | Upos::Adj);
        if !noun {
            return Vec::new();
        }
        if let Some(owner) = owner {
            let people = {
                let m = self.mention_at(owner).map(|m| (m.entity, m.locative));
                m.is_some_and(|(e, locative)| {
                    !locative && self.acts(e) && self.entities[e].kind != EntityKind::Country
                })
            };
            if people {
                let m = self.mention_at(owner).cloned();
                return m
                    .map_or_else(Vec::new, |m| make(self, &m, format!("{rule}, through its complement")));
            }
        }
        if things == Things::None || tree.token(token).upos == Upos::Pron {
            return Vec::new();
        }
        // "des villages du sud du Liban": the country may stand further down.
        let deeper = || {
            let mut next: Vec<u32> = below.iter().copied().filter(|&c| tree.token(c).is("nmod")).collect();
            let mut steps = 0;
            while let Some(c) = next.pop() {
                steps += 1;
                if self.mention_at(c).is_some_and(|m| self.entities[m.entity].country.is_some()) {
                    return Some(c);
                }
                if steps > 12 {
                    return None;
                }
                next.extend(tree.with(c, "nmod"));
            }
            None
        };
        let country_at = |t: u32| self.mention_at(t).and_then(|m| self.entities[m.entity].country.clone());
        let country = demonym
            .or(owner)
            .and_then(country_at)
            .or_else(|| deeper().filter(|_| things == Things::Deep).and_then(country_at));
        let range = tree.subtree(token);
        let end =
            below.iter().copied().filter(|&c| tree.token(c).is("acl")).map(|c| tree.subtree(c).start).min();
        let start =
            below.iter().copied().filter(|&c| tree.token(c).is("det") || tree.token(c).is("case")).max();
        let start = start.map_or(range.start, |d| (d + 1).min(token));
        let mut end = end.filter(|&e| e > token).unwrap_or(range.end);
        while end > token + 1 && tree.token(end - 1).upos == Upos::Punct {
            end -= 1;
        }
        let span = tree.analysis.span(start..end).trimmed(text);
        let name: String = span.of(text).chars().take(80).collect();
        let entity = self.entities.len();
        self.entities.push(Entity {
            kind: EntityKind::Other,
            name,
            kb: None,
            code: country.clone(),
            country,
            sector: None,
            title: None,
            resolution: Resolution::Generic,
            roles: Vec::new(),
            place: None,
            members: Vec::new(),
        });
        let mention = Mention {
            span,
            head: token,
            tokens: start..end,
            form: MentionForm::Nominal,
            entity,
            locative: false,
            rule: "participant",
            confidence: 0.5,
        };
        let made = make(self, &mention, rule.to_owned());
        self.at[token as usize] = Some(self.mentions.len() as u32);
        self.mentions.push(mention);
        made
    }

    /// Who goes on acting where a language drops the subject: the subject of the clause told last, in the sentence of a finite
    /// verb or one of the two before it, when it agrees in number.
    #[must_use]
    pub fn dropped_subject(&self, tree: &Tree, verb: u32) -> Option<Participant> {
        let number = |t: u32| tree.token(t).feat("Number");
        let finite = std::iter::once(verb)
            .chain(tree.with(verb, "aux"))
            .find(|&t| tree.token(t).feat("VerbForm") == Some("Fin"))?;
        let third = tree.token(finite).feat("Person").is_none_or(|p| p == "3");
        let own = tree.with(verb, "nsubj").next().is_some();
        if !third || own || tree.is_reflexive_passive(verb) {
            return None;
        }
        let here = tree.sentence(verb);
        let subject = self
            .mentions
            .iter()
            .filter(|m| m.head < verb && here - tree.sentence(m.head) <= 2)
            .filter(|m| !m.locative && self.acts(m.entity) && tree.token(m.head).is("nsubj"))
            .filter(|m| {
                let plural = tree.coordinated(m.head).len() > 1 || number(m.head) == Some("Plur");
                plural == (number(finite) == Some("Plur"))
            })
            .max_by_key(|m| m.head)?;
        Some(Participant {
            entity: subject.entity,
            mention: Some(subject.span),
            code: self.entities[subject.entity].code.clone(),
            rule: "subject told before".into(),
        })
    }

    /// The mention that by its place in the clause should be the subject of a verb to which the parser gave none.
    ///
    /// Looks back from the verb to the start of its clause, passes over mentions inside other noun phrases, and prefers people.
    #[must_use]
    pub fn surface_subject(&self, tree: &Tree, verb: u32) -> Option<&Mention> {
        let start = clause_start(tree, verb);
        let heads: Vec<&Mention> = self
            .mentions
            .iter()
            .filter(|m| m.head >= start && m.head < verb && !m.locative && self.acts(m.entity))
            .filter(|m| m.form != MentionForm::Pronoun || m.head + 4 >= verb)
            .collect();
        let nested = |m: &&&Mention| {
            let inside = tree.ancestors(m.head).take(4).take_while(|&a| !tree.is_verbal(a) && a >= start);
            inside.into_iter().any(|a| heads.iter().any(|o| o.head == a && o.head != m.head))
                || tree.children(m.head).iter().any(|&c| tree.token(c).is("case"))
        };
        let top: Vec<&&Mention> = heads.iter().filter(|m| !nested(m)).collect();
        let person = top.iter().find(|m| self.entities[m.entity].kind == EntityKind::Person);
        person.or(top.last()).map(|m| **m)
    }
}

/// First token of the clause of a verb: behind the last strong punctuation, conjunction or other finite verb.
fn clause_start(tree: &Tree, verb: u32) -> u32 {
    let sentence = tree.sentence_range(verb);
    let mut start = verb;
    while start > sentence.start && verb - start < 40 {
        let t = tree.token(start - 1);
        let own = tree.head(start - 1) == Some(verb);
        let relative = || tree.ancestors(start - 1).chain([start - 1]).any(|a| tree.token(a).is("acl"));
        let strong = matches!(&*t.norm, ";" | ":" | "«" | "»" | "\"" | "“" | "”");
        let conjunction = t.is("mark") && t.upos == Upos::Sconj;
        let finite = t.upos == Upos::Verb && !own && !relative();
        if strong || conjunction || finite {
            break;
        }
        start -= 1;
    }
    start
}
