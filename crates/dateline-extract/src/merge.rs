//! One event told several times in one report becomes one event with several triggers.

use crate::tree::Tree;
use dateline_types::{Event, Participant, Quantity, QuantityKind, Source};

/// Merges events that tell of the same act: same type, status and attribution, compatible sides, compatible dates.
/// `pairs` are events known to be one act, by index.
#[must_use]
pub fn merge(
    events: Vec<Event>,
    tree: &Tree<'_>,
    pairs: &[(usize, usize)],
    quantities: &[Quantity],
) -> Vec<Event> {
    let n = events.len();
    let mut into: Vec<usize> = (0..n).collect();
    for b in 0..n {
        for a in 0..b {
            let paired = pairs.contains(&(a, b)) || pairs.contains(&(b, a));
            let one = paired && events[a].status == events[b].status
                || same_act(&events[a], &events[b])
                || outcome(tree, &events[a], &events[b])
                || toll(tree, &events[a], &events[b], quantities);
            if into[a] == a && one {
                into[b] = a;
                break;
            }
        }
    }
    let mut kept: Vec<Event> = Vec::new();
    let mut place = vec![usize::MAX; n];
    let mut order: Vec<usize> = (0..n).filter(|&i| into[i] == i).collect();
    order.sort_by_key(|&i| (events[i].token, events[i].inner.is_none(), i));
    for &i in &order {
        place[i] = kept.len();
        kept.push(events[i].clone());
    }
    for i in 0..n {
        if into[i] == i {
            continue;
        }
        place[i] = place[into[i]];
        let target = &mut kept[place[into[i]]];
        for span in &events[i].trigger {
            if !target.trigger.contains(span) {
                target.trigger.push(*span);
            }
        }
        if target.actors.is_empty() {
            add(&mut target.actors, &events[i].actors);
        }
        let counted = toll(tree, target, &events[i], quantities);
        if target.recipients.is_empty() || target.sentence != events[i].sentence || counted {
            add(&mut target.recipients, &events[i].recipients);
        }
        for q in &events[i].magnitude {
            if !target.magnitude.contains(q) {
                target.magnitude.push(*q);
            }
        }
        target.place = target.place.or(events[i].place);
        if matches!(target.date.basis, dateline_types::DateBasis::Published | dateline_types::DateBasis::None)
            && matches!(events[i].date.basis, dateline_types::DateBasis::Time(_))
        {
            target.date = events[i].date.clone();
        }
    }
    for event in &mut kept {
        event.inner = event.inner.map(|i| place[i]);
    }
    kept
}

fn add(to: &mut Vec<Participant>, from: &[Participant]) {
    for p in from {
        if !to.iter().any(|q| q.entity == p.entity) {
            to.push(p.clone());
        }
    }
}

/// A participle that tells the outcome of the act before it: "a lancé une attaque, tuant quatre personnes".
fn outcome(tree: &Tree<'_>, a: &Event, b: &Event) -> bool {
    let same = a.kind == b.kind
        && a.status == b.status
        && a.sentence == b.sentence
        && a.inner.is_none()
        && b.inner.is_none();
    let b_token = tree.token(b.token);
    let participle = b_token.feat("VerbForm") == Some("Part") && b_token.feat("Tense") == Some("Pres");
    let participle = participle || b_token.feat("VerbForm") == Some("Ger");
    same && participle && tree.is_nonfinite(b.token) && a.token < b.token
}

/// Two coordinated verbs that count the casualties of one act: "a tué trois soldats et blessé deux civils".
fn toll(tree: &Tree<'_>, a: &Event, b: &Event, quantities: &[Quantity]) -> bool {
    let casualty = |e: &Event| {
        e.magnitude.iter().any(|&q| {
            let kind = quantities.get(q).map(|q| q.kind);
            matches!(kind, Some(QuantityKind::Killed | QuantityKind::Injured | QuantityKind::Missing))
        })
    };
    let joined = tree.token(b.token).is("conj") && tree.ancestors(b.token).take(3).any(|h| h == a.token);
    let actors = |e: &Event| e.actors.iter().map(|p| p.entity).collect::<Vec<_>>();
    a.kind == b.kind
        && a.status == b.status
        && a.inner.is_none()
        && b.inner.is_none()
        && joined
        && (actors(a) == actors(b) || b.actors.is_empty())
        && casualty(a)
        && casualty(b)
}

fn same_act(a: &Event, b: &Event) -> bool {
    let set = |list: &[Participant]| {
        let mut ids: Vec<usize> = list.iter().map(|p| p.entity).collect();
        ids.sort_unstable();
        ids
    };
    let compatible = |x: &[Participant], y: &[Participant]| {
        let (x, y) = (set(x), set(y));
        x == y || x.is_empty() || y.is_empty()
    };
    let shared = |x: &[Participant], y: &[Participant]| !x.is_empty() && set(x) == set(y);
    let source = |e: &Event| e.attribution.first().map_or(Source::Narrator, |a| a.source);
    let root = |e: &Event| e.cameo.as_deref().map(|c| c.get(..2).unwrap_or(c).to_owned());
    let everybody = shared(&a.actors, &b.actors) && shared(&a.recipients, &b.recipients);
    a.kind == b.kind
        && (root(a) == root(b) || everybody && a.kind.is_some())
        && a.status == b.status
        && (a.mode == b.mode || a.mode.is_none() || b.mode.is_none())
        && source(a) == source(b)
        && compatible(&a.actors, &b.actors)
        && compatible(&a.recipients, &b.recipients)
        && (shared(&a.recipients, &b.recipients)
            || shared(&a.actors, &b.actors)
                && a.recipients.is_empty()
                && b.recipients.is_empty()
                && a.rule == b.rule)
        && a.inner.is_none() == b.inner.is_none()
        && a.date.days.overlaps(b.date.days)
        && a.token != b.token
}
