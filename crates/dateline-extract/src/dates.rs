//! The date of an event: the expression that governs it, else what the report's date allows, always with the reason.

use crate::events::Ground;
use crate::stance::{Stance, governor};
use crate::tree::Tree;
use dateline_types::{DateBasis, Days, EventDate, Status, TimeExpr, TimeKind};

/// Dates the act named by `token`.
#[must_use]
pub fn event_date(ground: &Ground<'_>, token: u32, stance: &Stance, status: Status) -> EventDate {
    if let Some(i) = governing(ground, token) {
        let time = &ground.times[i];
        let known = time.days.earliest.is_some() || time.days.latest.is_some();
        if known {
            let edtf = time.days.edtf();
            return EventDate { edtf, days: time.days, basis: DateBasis::Time(i) };
        }
    }
    let published = &ground.report.published;
    if published.days == Days::default() {
        return EventDate::default();
    }
    if stance.background && status == Status::Asserted {
        let days = Days { earliest: None, latest: published.days.latest };
        let edtf = published.value.as_ref().map(|v| format!("../{v}"));
        return EventDate { edtf, days, basis: DateBasis::Published };
    }
    EventDate { edtf: published.value.clone(), days: published.days, basis: DateBasis::Published }
}

/// The time expression that governs the act: the nearest one that hangs on its clause; for an act told by a gerund or
/// participle, else by the clause that it belongs to ("a blast rocked Baghdad on Sunday, killing five").
fn governing(ground: &Ground<'_>, token: u32) -> Option<usize> {
    let tree = ground.tree;
    let mut clause = clause_of(tree, token);
    for _ in 0..3 {
        if let Some(found) = in_clause(ground, token, clause) {
            return Some(found);
        }
        let verb = &tree.analysis.tokens[clause as usize];
        let adjunct = verb.is("advcl") || verb.is("acl") && &*verb.deprel != "acl:relcl" || verb.is("xcomp");
        let timeless = verb.feat("VerbForm").is_some_and(|f| matches!(f, "Part" | "Ger"));
        match governor(tree, clause).filter(|_| adjunct && timeless && tree.is_nonfinite(clause)) {
            Some(above) if above != clause => clause = above,
            _ => return None,
        }
    }
    None
}

fn in_clause(ground: &Ground<'_>, token: u32, clause: u32) -> Option<usize> {
    let tree = ground.tree;
    let header = ground.report.published.span;
    let mut best: Option<(u32, usize)> = None;
    for (i, time) in ground.times.iter().enumerate() {
        if !matches!(time.kind, TimeKind::Date | TimeKind::Time) || Some(time.span) == header {
            continue;
        }
        let Some(head) = head_of(tree, time) else { continue };
        if tree.sentence(head) != tree.sentence(token)
            || tree.analysis.paragraph_of(head) != tree.analysis.paragraph_of(token)
        {
            continue;
        }
        let below_act = tree.within(head, token)
            && tree.ancestors(head).take_while(|&a| a != token).all(|a| !tree.is_verbal(a));
        let same_clause = clause_of(tree, head) == clause;
        if !below_act && !same_clause {
            continue;
        }
        let distance = head.abs_diff(token) + if below_act { 0 } else { 6 };
        if best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, i));
        }
    }
    best.map(|(_, i)| i)
}

/// The verb of the clause a word stands in (itself, if it is one).
fn clause_of(tree: &Tree<'_>, token: u32) -> u32 {
    if tree.is_verbal(token) {
        return token;
    }
    governor(tree, token).unwrap_or_else(|| tree.ancestors(token).last().unwrap_or(token))
}

/// The token of a time expression that hangs highest.
fn head_of(tree: &Tree<'_>, time: &TimeExpr) -> Option<u32> {
    let tokens = tree.analysis.tokens_in(time.span);
    tokens.clone().find(|&t| tree.head(t).is_none_or(|h| !tokens.contains(&h))).or(tokens.clone().next())
}
