//! Who is meant by pronouns and by nouns that point back: salience over what the text has told so far.

use crate::link::Linker;
use crate::mentions::pronouns::{PronounKind, Stand};
use crate::mentions::scene::Scene;
use dateline_types::{EntityKind, Resolution, Upos};
use std::collections::BTreeMap;

/// One thing told, in text order.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// First token of the mention.
    pub(crate) token: u32,
    /// One past its last token.
    pub(crate) end: u32,
    /// Its syntactic head.
    pub(crate) head: u32,
    pub(crate) entity: usize,
    pub(crate) gender: Option<char>,
    pub(crate) plural: bool,
    pub(crate) locative: bool,
    /// Whether it is itself a pronoun.
    pub(crate) pronoun: bool,
    /// Whether it is a possessive, which repeats but does not introduce.
    pub(crate) weak: bool,
}

/// What has been told so far.
#[derive(Default)]
pub(crate) struct Discourse {
    pub(crate) told: Vec<Told>,
}

/// Sentences a pronoun looks back over.
const WINDOW: usize = 3;

impl Discourse {
    pub(crate) fn tell(&mut self, told: Told) {
        self.told.push(told);
    }

    /// How much a mention stands out by its part in the sentence.
    fn prominence(&self, scene: &Scene<'_>, told: &Told) -> f32 {
        let token = scene.token(told.head);
        if token.is("nsubj") || token.is("expl") && told.pronoun {
            return 24.0;
        }
        // A parser that loses the subject still leaves it in front of the verb, first in its sentence.
        let sentence = scene.tree.sentence(told.head);
        let verb = scene.tree.sentence_range(told.head).find(|&t| scene.tree.is_verbal(t));
        let leads = verb.is_some_and(|v| told.head < v)
            && !self.told.iter().any(|t| t.token < told.token && scene.tree.sentence(t.head) == sentence);
        let bare = scene.before(told.token).0.is_none_or(|b| scene.token(b).upos != Upos::Adp);
        if leads && bare { 20.0 } else { 0.0 }
    }

    fn subject(&self, scene: &Scene<'_>, told: &Told) -> bool {
        self.prominence(scene, told) > 0.0
    }

    /// "Washington et ses agents": the possessor right before the conjunction.
    fn coordinated_owner(&self, scene: &Scene<'_>, stand: &Stand) -> Option<usize> {
        let joint = stand.tokens.start.checked_sub(1)?;
        if scene.token(joint).upos != Upos::Cconj {
            return None;
        }
        let last = self.told.iter().rev().find(|t| !t.weak)?;
        (last.end == joint && last.plural == stand.plural && !last.locative).then_some(last.entity)
    }

    /// The entity a pronoun stands for, with a confidence.
    pub(crate) fn resolve(
        &self,
        scene: &Scene<'_>,
        linker: &Linker<'_, '_>,
        stand: &Stand,
    ) -> Option<(usize, f32)> {
        if let Some(owner) =
            self.coordinated_owner(scene, stand).filter(|_| stand.kind == PronounKind::Possessive)
        {
            return Some((owner, 0.8));
        }
        let here = scene.tree.sentence(stand.head);
        let paragraph = scene.tree.analysis.paragraph_of(stand.head);
        let quote = scene.quote(stand.head);
        let verb = scene.tree.head(stand.head);
        // The subject of a verb is not its object.
        let excluded: Option<usize> = (stand.kind == PronounKind::Object)
            .then(|| verb.and_then(|v| scene.tree.subject(v)).map(|s| s.0))
            .flatten()
            .and_then(|s| self.told.iter().rev().find(|t| t.head == s).map(|t| t.entity));
        let mut scores: BTreeMap<usize, f32> = BTreeMap::new();
        let mut seen: BTreeMap<usize, u32> = BTreeMap::new();
        for (age, told) in self.told.iter().rev().enumerate() {
            let sentence = scene.tree.sentence(told.head);
            if told.token >= stand.tokens.start || told.weak {
                continue;
            }
            if here.saturating_sub(sentence) > WINDOW {
                break;
            }
            let entity = &linker.entities[told.entity];
            *seen.entry(told.entity).or_default() += 1;
            if Some(told.entity) == excluded || told.locative || entity.kind == EntityKind::Place {
                continue;
            }
            // "The Houthis said they would retaliate": a group or body is one or many.
            let collective = stand.plural
                && !told.plural
                && matches!(entity.kind, EntityKind::ArmedGroup | EntityKind::Organisation);
            if told.plural != stand.plural && !collective {
                continue;
            }
            let gender = linker.facts[told.entity].gender.or(told.gender);
            if gender.zip(stand.gender).is_some_and(|(a, b)| a != b) {
                continue;
            }
            let mut score = 100.0 - 28.0 * (here.saturating_sub(sentence)) as f32;
            if collective {
                score -= 14.0;
            }
            let prominence = self.prominence(scene, told);
            if stand.kind == PronounKind::Latter {
                // The one named last, whatever its part in the clause.
                score += if age < 64 { 24.0 - 4.0 * age as f32 } else { 0.0 };
                if entity.kind != EntityKind::Person && !stand.plural {
                    score -= 30.0;
                }
            } else {
                score += if prominence > 0.0 { prominence } else { -(age.min(10) as f32) };
                let token = scene.token(told.head);
                if token.is("nmod") || token.is("appos") {
                    score -= 8.0;
                }
                // Nearest of the subjects: "X a dit que Y ... il".
                score -= 0.5 * age.min(20) as f32;
                let personal = matches!(entity.kind, EntityKind::Person | EntityKind::RoleGroup);
                if !personal && !stand.plural {
                    // Behind quoted words ("a-t-il dit") somebody speaks, not a country.
                    score -= match stand.kind {
                        PronounKind::Inverted => 50.0,
                        PronounKind::Possessive => 10.0,
                        _ => 26.0,
                    };
                }
                if stand.kind == PronounKind::Possessive
                    && scene.quote(told.head) == quote
                    && Some(told.head) == self.clause_subject(scene, stand)
                {
                    score += 30.0;
                }
            }
            if scene.tree.analysis.paragraph_of(told.head) != paragraph {
                score -= 8.0;
            }
            let their = scene.quote(told.head);
            if their != quote {
                // Words inside marks are another speaker's world; outside, what was only quoted is far.
                score -= 45.0;
            }
            if told.pronoun {
                score += 4.0;
            }
            let best = scores.entry(told.entity).or_insert(f32::MIN);
            *best = best.max(score);
        }
        for (entity, score) in &mut scores {
            *score += 2.0 * seen.get(entity).copied().unwrap_or(0).min(4) as f32;
        }
        let mut ranked: Vec<(f32, usize)> = scores.into_iter().map(|(e, s)| (s, e)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        let (best, entity) = *ranked.first()?;
        if best < 20.0 {
            return None;
        }
        let margin = ranked.get(1).map_or(40.0, |r| best - r.0);
        Some((entity, (0.5 + margin / 80.0).clamp(0.5, 0.9)))
    }

    fn clause_subject(&self, scene: &Scene<'_>, stand: &Stand) -> Option<u32> {
        let verb = scene.tree.ancestors(stand.head).find(|&a| scene.tree.is_verbal(a))?;
        scene.tree.subject(verb).map(|s| s.0)
    }

    /// Everybody coordinated with a mention, in text order: by the tree, or by "et" right between two mentions.
    fn coordination(&self, scene: &Scene<'_>, told: &Told, before: u32) -> Vec<usize> {
        let mut top = told.head;
        while scene.token(top).is("conj") {
            match scene.tree.head(top) {
                Some(head) => top = head,
                None => break,
            }
        }
        let heads = scene.tree.coordinated(top);
        let here = scene.tree.sentence(told.head);
        let mine: Vec<&Told> = self
            .told
            .iter()
            .filter(|t| t.token < before && !t.weak && !t.locative && scene.tree.sentence(t.head) == here)
            .collect();
        let joined = |a: &Told, b: &Told| {
            a.end < b.token
                && (a.end..b.token).any(|t| scene.token(t).upos == Upos::Cconj)
                && (a.end..b.token)
                    .all(|t| matches!(scene.token(t).upos, Upos::Cconj | Upos::Det | Upos::Num))
        };
        let mut members: Vec<usize> = Vec::new();
        for t in &mine {
            let with = t.head == told.head
                || heads.contains(&t.head) && heads.contains(&told.head)
                || joined(t, told)
                || joined(told, t);
            if with && !members.contains(&t.entity) {
                members.push(t.entity);
            }
        }
        members
    }

    /// Those an entity was told together with, last time, for a plural pronoun; `None` when it stood alone.
    pub(crate) fn company(&self, scene: &Scene<'_>, entity: usize, stand: &Stand) -> Option<Vec<usize>> {
        let before = stand.tokens.start;
        let last = self.told.iter().rev().find(|t| t.entity == entity && t.token < before && !t.weak)?;
        Some(self.coordination(scene, last, before)).filter(|m| m.len() > 1)
    }

    /// Two or more persons or states told together in the same or the last sentences, for a plural pronoun without a plural noun.
    pub(crate) fn joint(&self, scene: &Scene<'_>, stand: &Stand) -> Option<Vec<usize>> {
        let here = scene.tree.sentence(stand.head);
        for back in 0..=1 {
            let Some(sentence) = here.checked_sub(back) else { break };
            for told in self.told.iter().filter(|t| t.token < stand.tokens.start) {
                if scene.tree.sentence(told.head) != sentence || told.weak || told.locative {
                    continue;
                }
                let members = self.coordination(scene, told, stand.tokens.start);
                if members.len() > 1 && self.subject(scene, told) {
                    return Some(members);
                }
            }
        }
        None
    }

    /// Sentences between a pronoun and the last mention of an entity.
    pub(crate) fn distance(&self, scene: &Scene<'_>, entity: usize, stand: &Stand) -> usize {
        let last = self.told.iter().rev().find(|t| t.entity == entity && t.token < stand.tokens.start);
        last.map_or(usize::MAX, |t| {
            scene.tree.sentence(stand.head).saturating_sub(scene.tree.sentence(t.head))
        })
    }

    /// The entity told last that passes a test, looking back over the whole text.
    pub(crate) fn last(&self, before: u32, test: impl Fn(usize, &Told) -> bool) -> Option<usize> {
        self.told.iter().rev().find(|t| t.token < before && !t.weak && test(t.entity, t)).map(|t| t.entity)
    }

    /// The `count` things of one kind contrasted last: told together in the nearest sentence that has them, else one by one.
    ///
    /// `of` maps an entity to what is counted (its country, itself); `None` leaves it out.
    pub(crate) fn contrasted(
        &self,
        scene: &Scene<'_>,
        before: u32,
        count: usize,
        of: impl Fn(usize) -> Option<usize>,
    ) -> Option<Vec<usize>> {
        let here = scene.tree.sentence(before);
        let mut found: Vec<usize> = Vec::new();
        for back in 0..=6 {
            let Some(sentence) = here.checked_sub(back) else { break };
            let mut mine: Vec<(bool, usize)> = Vec::new();
            for told in &self.told {
                if told.token >= before || scene.tree.sentence(told.head) != sentence || told.weak {
                    continue;
                }
                let Some(thing) = of(told.entity) else { continue };
                match mine.iter_mut().find(|(_, t)| *t == thing) {
                    Some(known) => known.0 |= !told.locative,
                    None => mine.push((!told.locative, thing)),
                }
            }
            // Who acts comes before where it happens.
            mine.sort_by_key(|(acts, _)| !acts);
            if mine.len() == count {
                return Some(mine.into_iter().map(|m| m.1).collect());
            }
            if mine.len() > count {
                let acting: Vec<usize> = mine.iter().filter(|m| m.0).map(|m| m.1).collect();
                if acting.len() == count {
                    return Some(acting);
                }
                return Some(mine.into_iter().take(count).map(|m| m.1).collect());
            }
            for (_, thing) in mine {
                if !found.contains(&thing) {
                    found.push(thing);
                }
            }
            if found.len() >= count {
                found.truncate(count);
                return Some(found);
            }
        }
        None
    }
}

/// Whether an entity is one person, named or meant.
pub(crate) fn is_person(linker: &Linker<'_, '_>, entity: usize) -> bool {
    let e = &linker.entities[entity];
    e.kind == EntityKind::Person && !matches!(e.resolution, Resolution::Generic)
}
