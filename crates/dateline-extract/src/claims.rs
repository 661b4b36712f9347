//! Claims: who holds which figure for what, and how one claim stands to an earlier one.

use crate::events::Ground;
use dateline_types::{Claim, Event, Quantity, QuantityKind, Relation, Source, Status};

/// Claims about casualties and other figures of events, and about whether events happened, in text order.
#[must_use]
pub fn claims(ground: &Ground<'_>, events: &[Event]) -> Vec<Claim> {
    let mut all: Vec<Claim> = Vec::new();
    for (i, q) in ground.quantities.iter().enumerate() {
        let Some(attribute) = attribute(q.kind) else { continue };
        let event =
            events.iter().position(|e| e.magnitude.contains(&i)).or_else(|| before(ground, events, q));
        all.push(Claim {
            event,
            attribute: attribute.to_owned(),
            holder: holder(ground, q),
            value: value(q),
            stated: ground.report.published.days,
            span: q.span,
            quantity: Some(i),
            relation: None,
        });
    }
    for (i, e) in events.iter().enumerate() {
        let denial = e.kind.is_none() && e.inner.is_some() && e.status == Status::Asserted;
        if let Some(inner) = e.inner.filter(|_| denial) {
            all.push(Claim {
                event: Some(inner),
                attribute: "occurrence".to_owned(),
                holder: e.actors.first().map_or(Source::Narrator, |a| Source::Entity(a.entity)),
                value: "denied".to_owned(),
                stated: e.date.days,
                span: events[i].trigger[0],
                quantity: None,
                relation: None,
            });
        }
    }
    authors(ground, events, &mut all);
    all.sort_by_key(|c| c.span);
    changes(ground, &mut all);
    all.sort_by_key(|c| c.span);
    for i in 0..all.len() {
        let earlier =
            (0..i).rev().find(|&j| all[j].attribute == all[i].attribute && all[j].event == all[i].event);
        all[i].relation = earlier.map(|j| (relation(&all[j], &all[i]), j));
    }
    all
}

/// Whom accusers hold to be the author of an act: "a attribué l'attaque au M23".
fn authors(ground: &Ground<'_>, events: &[Event], all: &mut Vec<Claim>) {
    for e in events {
        let accusation = e.kind.as_deref() == Some("ACCUSE") && e.status == Status::Asserted;
        let Some(inner) = e.inner.filter(|_| accusation) else { continue };
        let Some(accused) = e.recipients.first().and_then(|r| r.mention) else { continue };
        let holder = e.actors.first().map_or(Source::Unnamed, |a| Source::Entity(a.entity));
        all.push(Claim {
            event: Some(inner),
            attribute: "author".to_owned(),
            holder,
            value: accused.of(&ground.report.text).to_owned(),
            stated: e.date.days,
            span: e.trigger[0],
            quantity: None,
            relation: None,
        });
    }
}

/// Words that change a figure told before without giving a new one: "révisant leur nombre à la hausse", "il y en avait eu".
fn changes(ground: &Ground<'_>, all: &mut Vec<Claim>) {
    let (tree, words) = (ground.tree, &ground.pack.factuality);
    let mut found: Vec<Claim> = Vec::new();
    for token in 0..tree.len() {
        let existence = phrase_at(ground, token, words.phrases("existence"));
        let revising = words.has("revision", &tree.lemma(token)) && tree.is_verbal(token);
        let (value, end) = if let Some(end) = existence {
            (">=1", end)
        } else if revising {
            let below = tree.subtree(token);
            let said = |list: &str| below.clone().find_map(|t| phrase_at(ground, t, words.phrases(list)));
            match (said("revision_up"), said("revision_down")) {
                (Some(end), _) => ("increasing", end),
                (None, Some(end)) => ("decreasing", end),
                (None, None) => continue,
            }
        } else {
            continue;
        };
        let span = tree.analysis.span(token..end);
        let sentence = tree.sentence(token);
        // The figure it changes: the last one told before, in this sentence or the one before.
        let near = |c: &&Claim| {
            let at = tree.analysis.token_at(c.span.start);
            c.span.end <= span.start && at < tree.len() && sentence.saturating_sub(tree.sentence(at)) <= 1
        };
        let Some(last) = all.iter().filter(|c| c.quantity.is_some()).filter(near).max_by_key(|c| c.span)
        else {
            continue;
        };
        let told = ground
            .quotes
            .iter()
            .filter(|q| q.content.iter().any(|c| c.overlaps(span)))
            .min_by_key(|q| q.content.iter().map(|c| c.end - c.start).sum::<u32>());
        found.push(Claim {
            event: last.event,
            attribute: last.attribute.clone(),
            holder: told.map_or(last.holder, |q| q.speaker),
            value: value.to_owned(),
            stated: ground.report.published.days,
            span,
            quantity: None,
            relation: None,
        });
    }
    all.extend(found);
}

/// One past the last token of a phrase that begins at a token.
fn phrase_at(ground: &Ground<'_>, token: u32, phrases: &[Vec<String>]) -> Option<u32> {
    let tree = ground.tree;
    phrases.iter().find_map(|phrase| {
        let end = token + phrase.len() as u32;
        let fits = end <= tree.len()
            && phrase.iter().zip(token..end).all(|(word, t)| {
                let form = tree.token(t).norm.as_ref();
                word == form || word.trim_end_matches('\'') == form.trim_end_matches('\'')
            });
        fits.then_some(end)
    })
}

/// The attribute a quantity of that kind states of an event; `None` for figures that are no claims.
fn attribute(kind: QuantityKind) -> Option<&'static str> {
    match kind {
        QuantityKind::Killed
        | QuantityKind::Injured
        | QuantityKind::Missing
        | QuantityKind::Displaced
        | QuantityKind::Detained
        | QuantityKind::Infected
        | QuantityKind::Participants => Some(kind.name()),
        _ => None,
    }
}

/// The violent event told last before a figure that no event governs.
fn before(ground: &Ground<'_>, events: &[Event], q: &Quantity) -> Option<usize> {
    let paragraph = |token: u32| ground.tree.analysis.paragraph_of(token);
    let wanted: &[&str] = match q.kind {
        QuantityKind::Detained => &["COERCE"],
        QuantityKind::Participants => &["PROTEST"],
        QuantityKind::Infected => return None,
        _ => &["ASSAULT", "PROTEST", "COERCE"],
    };
    events
        .iter()
        .enumerate()
        .filter(|(_, e)| e.token < q.head && e.kind.as_deref().is_some_and(|k| wanted.contains(&k)))
        .filter(|(_, e)| q.head < ground.tree.len() && paragraph(e.token) + 1 >= paragraph(q.head))
        .max_by_key(|(_, e)| e.token)
        .map(|(i, _)| i)
}

fn holder(ground: &Ground<'_>, q: &Quantity) -> Source {
    ground
        .quotes
        .iter()
        .filter(|quote| quote.content.iter().any(|c| c.contains(q.span)))
        .min_by_key(|quote| quote.content.iter().map(|c| c.end - c.start).sum::<u32>())
        .map_or(Source::Narrator, |quote| quote.speaker)
}

fn value(q: &Quantity) -> String {
    let number = |v: f64| if v.fract() == 0.0 { format!("{v:.0}") } else { v.to_string() };
    match (q.min, q.max) {
        (Some(a), Some(b)) if a == b => number(a),
        (Some(a), Some(b)) => format!("{}..{}", number(a), number(b)),
        (Some(a), None) => format!(">={}", number(a)),
        (None, Some(b)) => format!("<={}", number(b)),
        (None, None) => "unknown".to_owned(),
    }
}

fn relation(earlier: &Claim, later: &Claim) -> Relation {
    if later.value == "denied" {
        Relation::Denies
    } else if earlier.value == later.value {
        Relation::Repeats
    } else if earlier.holder == later.holder {
        Relation::Revises
    } else {
        Relation::Contradicts
    }
}
