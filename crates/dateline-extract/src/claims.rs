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
    all.sort_by_key(|c| c.span);
    for i in 0..all.len() {
        let earlier =
            (0..i).rev().find(|&j| all[j].attribute == all[i].attribute && all[j].event == all[i].event);
        all[i].relation = earlier.map(|j| (relation(&all[j], &all[i]), j));
    }
    all
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
