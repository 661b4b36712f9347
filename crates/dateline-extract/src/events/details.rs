//! What an event has beside its sides: place, magnitudes, confidence.

use super::Ground;
use crate::cast::Cast;
use crate::stance::Stance;
use dateline_pack::{Entry, Pos};
use dateline_types::{EntityKind, Event, Participant, Span};

/// Where the act happens: a place named as a place below the trigger, or below the verb that carries it.
pub(super) fn place(ground: &Ground<'_>, cast: &Cast, token: u32) -> Option<usize> {
    let tree = ground.tree;
    let mut tops = vec![token];
    tops.extend(crate::stance::governor(tree, token).filter(|_| !tree.is_verbal(token)));
    for top in tops {
        let below = tree.subtree(top);
        let mut best: Option<(usize, usize)> = None;
        for m in cast.mentions.iter().filter(|m| m.locative && below.contains(&m.head)) {
            if !matches!(cast.entities[m.entity].kind, EntityKind::Place | EntityKind::Country) {
                continue;
            }
            // No other verb may stand between the place and the act.
            let path: Vec<u32> = tree.ancestors(m.head).take_while(|&a| a != top).collect();
            if path.iter().any(|&a| tree.is_verbal(a)) || !tree.within(m.head, top) {
                continue;
            }
            if best.is_none_or(|(length, _)| path.len() < length) {
                best = Some((path.len(), m.entity));
            }
        }
        if let Some((_, entity)) = best {
            return Some(entity);
        }
    }
    None
}

/// Quantities that measure the act: those of its sides, and those that hang on its trigger.
pub(super) fn magnitude(ground: &Ground<'_>, event: &Event) -> Vec<usize> {
    let tree = ground.tree;
    let spans: Vec<Span> = event.actors.iter().chain(&event.recipients).filter_map(|p| p.mention).collect();
    let mut all = Vec::new();
    for (i, q) in ground.quantities.iter().enumerate() {
        if q.head >= tree.len() || tree.sentence(q.head) != event.sentence {
            continue;
        }
        let in_side = spans.iter().any(|s| s.overlaps(q.span));
        let below = tree
            .ancestors(q.head)
            .take_while(|&a| a == event.token || !tree.is_verbal(a))
            .any(|a| a == event.token)
            || tree.within(q.head, event.token)
                && tree.ancestors(q.head).take_while(|&a| a != event.token).all(|a| !tree.is_verbal(a));
        if in_side || below {
            all.push(i);
        }
    }
    all
}

pub(super) fn confidence(cast: &Cast, event: &Event, stance: Stance, entry: &Entry) -> f32 {
    let sides = event.actors.iter().chain(&event.recipients);
    let mut c: f32 = if entry.words.len() > 1 || entry.pos == Pos::Verb { 0.85 } else { 0.75 };
    let linked =
        |p: &Participant| cast.entities[p.entity].kb.is_some() || cast.entities[p.entity].country.is_some();
    let sides: Vec<&Participant> = sides.collect();
    if sides.is_empty() || !sides.iter().any(|p| linked(p)) {
        c *= 0.8;
    }
    if event.actors.is_empty() {
        c *= 0.85;
    }
    if stance.unverified {
        c *= 0.7;
    }
    if entry.conditions.plain {
        c *= 0.7;
    }
    (c * 100.0).round() / 100.0
}
