//! Acts told twice in one clause: the blow and the verb that counts what it did, a noun of action inside another.

use super::{Ground, code_of, recode};
use crate::acts::{Act, Sides};
use dateline_pack::Ontology;
use dateline_types::{Event, Participant};

/// Drops acts in which nobody takes part when the report tells one of their type before: "the riot" a riot again.
pub(super) fn without_repeats(events: Vec<Event>) -> Vec<Event> {
    let nobody = |e: &Event| e.actors.is_empty() && e.recipients.is_empty();
    let keep: Vec<bool> = (0..events.len())
        .map(|i| {
            let e = &events[i];
            let told = |(j, o): (usize, &Event)| {
                j != i
                    && o.kind == e.kind
                    && (o.sentence < e.sentence || o.sentence == e.sentence && (!nobody(o) || j < i))
            };
            !(nobody(e) && events.iter().enumerate().any(told))
        })
        .collect();
    let place: Vec<usize> =
        keep.iter().scan(0, |n, k| Some(std::mem::replace(n, *n + usize::from(*k)))).collect();
    let mut kept: Vec<Event> = Vec::new();
    for (i, mut event) in events.into_iter().enumerate() {
        if keep[i] {
            event.inner = event.inner.filter(|n| keep[*n]).map(|n| place[n]);
            kept.push(event);
        }
    }
    kept
}

/// Verbs and the nouns of action that tell the same act with them, as pairs of acts: "an air strike killed 12", "were
/// killed in an attack by rebels".
pub(super) fn carriers(ground: &Ground<'_>, acts: &[Act]) -> Vec<(usize, usize)> {
    let tree = ground.tree;
    let within = &ground.pack.manifest.within;
    let kind = |i: usize| ground.entry(&acts[i]).code.as_ref().and_then(|c| c.kind.clone());
    let mut pairs = Vec::new();
    for (v, act) in acts.iter().enumerate() {
        let verb = act.found.token;
        if act.operator {
            continue;
        }
        if !tree.is_verbal(verb) {
            let possessive = &ground.pack.manifest.possessive;
            let inner = acts.iter().position(|o| {
                let n = o.found.token;
                !o.operator
                    && tree.head(n) == Some(verb)
                    && !tree.is_verbal(n)
                    && tree.marked_by(n, possessive)
            });
            if let Some(n) = inner.filter(|&n| kind(v).is_some() && kind(v) == kind(n)) {
                pairs.push((v, n));
            }
            continue;
        }
        for (n, other) in acts.iter().enumerate() {
            let noun = other.found.token;
            let plain = !other.operator && !tree.is_verbal(noun) && kind(v).is_some() && kind(v) == kind(n);
            if !plain || tree.sentence(noun) != tree.sentence(verb) || pairs.iter().any(|(_, m)| *m == n) {
                continue;
            }
            let passive = tree.is_passive(verb);
            // "huelga de protesta", "cortaron la carretera en señal de protesta": a noun below the other, through nouns only.
            let through: Vec<u32> =
                tree.ancestors(noun).take(3).take_while(|&a| a == verb || !tree.is_verbal(a)).collect();
            let below = through.last() == Some(&verb) && through.len() > 1;
            let subject = !passive && tree.subject(verb).is_some_and(|(s, _)| s == noun);
            let circumstance = tree.head(noun) == Some(verb)
                && tree.token(noun).is("obl")
                && (within.iter().any(|w| tree.marked_by(noun, w))
                    || passive && ground.pack.manifest.agent.iter().any(|a| tree.marked_by(noun, a)));
            if subject || circumstance || below {
                pairs.push((v, n));
            }
        }
    }
    pairs
}

/// Gives each of two tellings of one act the sides that only the other knows.
pub(super) fn share(sides: &mut [Sides], verb: usize, noun: usize) {
    let (v, n) = (sides[verb].clone(), sides[noun].clone());
    let free = |from: &[Participant], other: &[Participant]| -> Vec<Participant> {
        from.iter().filter(|p| !other.iter().any(|q| q.entity == p.entity)).cloned().collect()
    };
    if v.actors.is_empty() {
        sides[verb].actors = free(&n.actors, &v.recipients);
    }
    if v.recipients.is_empty() {
        sides[verb].recipients = free(&n.recipients, &sides[verb].actors);
    }
    sides[noun] = sides[verb].clone();
}

/// Gives each pair of acts that are one the code that says more, and returns the pairs of their events.
pub(super) fn settle(
    events: &mut [Event],
    joined: &[(usize, usize)],
    of: &[Vec<usize>],
    ontology: &Ontology,
) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for &(verb, noun) in joined {
        let (Some(&v), Some(&n)) = (of[verb].first(), of[noun].first()) else { continue };
        // "air strike" before "killed", but "beheaded" before "attack".
        let general = events[n].cameo.as_deref().is_some_and(|c| c.ends_with('0'));
        let plain = events[v].inner.is_none() && events[n].inner.is_none();
        // A blow that is only threatened is not dealt where its noun names it again.
        if plain && events[v].kind != events[n].kind {
            let code = code_of(&events[v]);
            recode(&mut events[n], &code, ontology);
        } else if plain && !general {
            let code = code_of(&events[n]);
            let mode = events[v].mode.clone();
            recode(&mut events[v], &code, ontology);
            events[v].mode = events[v].mode.clone().or(mode);
        }
        events[n].status = events[v].status;
        pairs.push((v, n));
    }
    pairs
}
