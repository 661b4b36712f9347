//! Acts on acts: an operator with what it acts on, after the composition table.

use super::{Builder, code_of};
use crate::dates;
use crate::stance::stance;
use dateline_pack::{Operator, Pos};
use dateline_types::{Attribution, EventDate, Participant, Source, Status, Tense};

impl Builder<'_, '_> {
    /// An operator with inner acts: one outer event for each, after the composition table.
    pub(super) fn compose(&mut self, i: usize, operator: String, depth: u8) -> Vec<usize> {
        let ontology = self.ground.ontology;
        let Some(kind) = ontology.operator(&operator).cloned() else { return Vec::new() };
        let inner_acts = self.acts[i].inner.clone();
        let mut made = Vec::new();
        for j in inner_acts {
            self.share_sides(i, j, &kind);
            let inner = self.build(j, depth + 1);
            for n in inner {
                if let Some(outer) = self.compose_one(i, &operator, &kind, n) {
                    made.push(outer);
                }
            }
        }
        if made.is_empty() {
            let entry = self.ground.entry(&self.acts[i]);
            if let Some(code) = entry.code.clone() {
                made.extend(self.simple(i, code));
            }
        }
        made
    }

    /// Gives the inner act the sides that the operator controls.
    fn share_sides(&mut self, i: usize, j: usize, kind: &Operator) {
        let (outer, inner) = (self.sides[i].clone(), &mut self.sides[j]);
        let verb = self.ground.entry(&self.acts[j]).pos == Pos::Verb
            && self.ground.tree.is_nonfinite(self.acts[j].found.token);
        let noun = self.ground.entry(&self.acts[j]).pos != Pos::Verb;
        let controller = if kind.object_control { &outer.recipients } else { &outer.actors };
        if (verb || noun && inner.actors.is_empty()) && !controller.is_empty() {
            let taken: Vec<usize> = inner.recipients.iter().map(|r| r.entity).collect();
            let free: Vec<Participant> =
                controller.iter().filter(|c| !taken.contains(&c.entity)).cloned().collect();
            if !free.is_empty() && (inner.actors.is_empty() || verb) {
                inner.actors = free;
            }
        }
        // "promettre une aide à X": the operator's recipient is the inner act's.
        if inner.recipients.is_empty() && !kind.object_control {
            inner.recipients = outer
                .recipients
                .iter()
                .filter(|r| !inner.actors.iter().any(|a| a.entity == r.entity))
                .cloned()
                .collect();
        }
    }

    fn compose_one(&mut self, i: usize, operator: &str, kind: &Operator, n: usize) -> Option<usize> {
        let ground = self.ground;
        let act = &self.acts[i];
        let token = act.found.token;
        let inner = self.events[n].clone();
        let row = ground.ontology.compose(operator, &code_of(&inner))?.clone();
        let outer_stance = stance(ground.tree, ground.pack, token);
        let rule = format!("{} × {} ({})", ground.entry(act).rule, inner.rule, row.rule);
        let words =
            ground.tree.analysis.span(act.found.words[0]..act.found.words[act.found.words.len() - 1] + 1);
        let Some(code) = row.code else {
            // Operator and act are one event.
            let event = &mut self.events[n];
            event.status = row.status;
            if outer_stance.status == Status::Denied {
                event.status = if row.status == Status::Denied { Status::Asserted } else { Status::Denied };
            } else if outer_stance.status == Status::Hypothetical {
                event.status = Status::Hypothetical;
            }
            event.tense = outer_stance.tense;
            event.trigger.insert(0, words);
            event.rule = rule;
            if matches!(row.status, Status::Asserted | Status::Denied) {
                event.date = dates::event_date(ground, token, &outer_stance, event.status);
            }
            return Some(n);
        };
        let mut sides = self.sides[i].clone();
        if sides.recipients.is_empty() {
            let from = |list: &[Participant]| -> Vec<Participant> {
                list.iter().filter(|p| !sides.actors.iter().any(|a| a.entity == p.entity)).cloned().collect()
            };
            // What is asked of or alleged against somebody concerns who would do it; what is promised, who would get it.
            let mut found = if kind.object_control { from(&inner.actors) } else { from(&inner.recipients) };
            if found.is_empty() {
                found = if kind.object_control { from(&inner.recipients) } else { from(&inner.actors) };
            }
            sides.recipients = found;
        }
        if sides.actors.is_empty() && !kind.object_control {
            sides.actors.clone_from(&inner.actors);
            sides.recipients.retain(|r| !inner.actors.iter().any(|a| a.entity == r.entity));
        }
        let attribution = ground.attribution(token, outer_stance.unverified);
        let mut event = self.draft(i, &code, sides, outer_stance, attribution);
        event.status = match outer_stance.status {
            Status::Asserted | Status::Demanded => row.status,
            other => other,
        };
        event.rule = rule;
        event.trigger = vec![words, inner.trigger.first().copied().unwrap_or(words)];
        event.magnitude.clone_from(&inner.magnitude);
        event.inner = Some(n);
        let joint = (event.confidence * inner.confidence.max(0.5)).min(0.99);
        event.confidence = (joint * 100.0).round() / 100.0;
        {
            let inner = &mut self.events[n];
            if kind.keeps_inner && inner.status != Status::Denied {
                inner.status = kind.inner_status;
            }
            // What is promised, asked or threatened has no date but its own.
            if kind.inner_status != Status::Asserted
                && !matches!(inner.date.basis, dateline_types::DateBasis::Time(_))
            {
                inner.date = EventDate::default();
                inner.tense = Tense::Future;
            }
            if matches!(operator, "accuse") && !event.actors.is_empty() {
                let source = Source::Entity(event.actors[0].entity);
                if inner.attribution.first().is_none_or(|a| a.source != source) {
                    let keep = inner.attribution.iter().filter(|a| a.source != Source::Narrator).cloned();
                    let first = Attribution { source, via: None, cue: Some(words), quote: None };
                    inner.attribution = std::iter::once(first).chain(keep.collect::<Vec<_>>()).collect();
                }
            }
        }
        let event = self.complete(event, false)?;
        self.events.push(event);
        Some(self.events.len() - 1)
    }
}
