//! Which person a name stands for: whole names, initials, family names, spellings that sound alike.

use super::scene::Scene;
use crate::link::{Hints, Linker};
use dateline_kb::{EntityIx, FormKind, Kb, KbKind};
use dateline_types::{Days, EntityKind, Resolution};
use std::collections::BTreeSet;
use std::ops::Range;

/// Years before the report in which somebody's office still makes him the one meant.
const RECENT: i32 = 12;

/// The outcome for one name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Choice {
    /// An entity of this report.
    Told(usize, &'static str, f32),
    /// One entry of the base.
    One(EntityIx, &'static str, f32),
    /// Several entries, best first.
    Many(Vec<EntityIx>),
    /// Nobody the base or the report knows.
    Nobody,
}

/// The normalised name over a range.
pub(crate) fn normal_name(scene: &Scene<'_>, range: &Range<u32>) -> String {
    let words: Vec<&str> =
        range.clone().map(|t| scene.norm[t as usize].as_str()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

/// A family name without its article.
pub(crate) fn bare(family: &str) -> &str {
    family.strip_prefix("al ").or_else(|| family.strip_prefix("el ")).unwrap_or(family)
}

/// Whether one of a person's names begins with a letter.
pub(crate) fn has_initial(kb: &Kb, person: EntityIx, initial: char) -> bool {
    kb.entity(person).names().any(|(_, n)| dateline_kb::normalise(n).starts_with(initial))
}

fn recent(days: Days) -> Days {
    let from = days.earliest.and_then(|d| d.checked_sub(jiff::Span::new().years(RECENT)).ok());
    Days { earliest: from, latest: days.latest }
}

/// Decides a name. `labelled` says that the model takes it for a person's.
pub(crate) fn choose(
    linker: &Linker<'_, '_>,
    name: &str,
    whole: &[EntityIx],
    hints: &Hints,
    labelled: bool,
) -> Choice {
    let kb = linker.scene.kb;
    let words: Vec<&str> = name.split(' ').collect();
    let single = words.len() == 1;
    let mut whole: Vec<EntityIx> = whole.to_vec();
    whole.sort_unstable();
    whole.dedup();
    match whole[..] {
        [] => {}
        [only] if !single || hints.titled || labelled || active(linker, only) => {
            return Choice::One(only, "alias", if single { 0.85 } else { 0.97 });
        }
        [_] => {}
        _ => {
            let left = narrow(linker, &whole, hints);
            return match left[..] {
                [only] => Choice::One(only, "alias, by date and country", 0.85),
                _ => Choice::Many(left),
            };
        }
    }
    let short = words[0].chars().count() == 1 && words.len() > 1;
    // "J. D. Vance": the first initial is the given name's.
    let letters = words.iter().take_while(|w| w.chars().count() == 1).count().min(words.len() - 1);
    let initial = words[0].chars().next().filter(|_| short);
    let family = words[if short { letters } else { 0 }..].join(" ");
    // Somebody the report calls by a whole name.
    let told: Vec<usize> = (0..linker.entities.len())
        .filter(|&e| {
            linker.bears(e, &family, initial)
                && !matches!(linker.entities[e].resolution, Resolution::Ambiguous(_))
                && fits_hints(linker, e, hints)
        })
        .collect();
    match told[..] {
        [only] => {
            let rule = if short { "initial and family name" } else { "family name after the whole name" };
            return Choice::Told(only, rule, 0.92);
        }
        [] => {}
        _ => {
            let entries: Vec<EntityIx> = told.iter().filter_map(|&e| linker.facts[e].entry).collect();
            return match told.last() {
                // The one told last, when titles and dates do not decide.
                Some(&last) if entries.len() < 2 => {
                    Choice::Told(last, "family name after the whole name", 0.6)
                }
                _ => Choice::Many(entries),
            };
        }
    }
    let persons = |form: &str| -> Vec<EntityIx> {
        let mut all: Vec<EntityIx> = kb
            .normalised(form)
            .iter()
            .filter(|f| f.kind == FormKind::Family || kb.entity(f.entity).kind() == KbKind::Person)
            .map(|f| f.entity)
            .filter(|&p| initial.is_none_or(|i| has_initial(kb, p, i)))
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let mut found = persons(&family);
    if found.is_empty() && bare(&family) != family {
        found = persons(bare(&family));
    }
    if !found.is_empty() {
        return by_family(linker, &found, hints, short, labelled);
    }
    by_sound(linker, &family, hints, initial, single || short)
}

/// A family name that the base holds: office on the date and country must agree.
fn by_family(
    linker: &Linker<'_, '_>,
    found: &[EntityIx],
    hints: &Hints,
    short: bool,
    labelled: bool,
) -> Choice {
    let kb = linker.scene.kb;
    let near = recent(linker.scene.days());
    let told = |p: EntityIx| {
        let country = kb.entity(p).country().unwrap_or("");
        match hints.countries.is_empty() {
            true => linker.countries.contains_key(country),
            false => hints.countries.iter().any(|c| c == country) || holds(linker, p, hints),
        }
    };
    let left: Vec<EntityIx> = found
        .iter()
        .copied()
        .filter(|&p| told(p) && !kb.tenures_of(p, near).is_empty())
        .filter(|&p| agrees(kb, p, hints.gender))
        .collect();
    let mut left = narrow(linker, &left, hints);
    if left.is_empty() && short && hints.countries.is_empty() {
        // An initial and a family name that one holder of an office has, whatever countries the report tells of.
        left = found.iter().copied().filter(|&p| active(linker, p) && agrees(kb, p, hints.gender)).collect();
    }
    let evidence =
        hints.titled || short || !hints.posts.is_empty() || !hints.countries.is_empty() || labelled;
    match left[..] {
        [only] if evidence => {
            let rule = if short {
                "initial and family name, by date and country"
            } else {
                "family name, by date and country"
            };
            Choice::One(only, rule, if active(linker, only) { 0.85 } else { 0.7 })
        }
        [] | [_] => Choice::Nobody,
        _ => Choice::Many(left),
    }
}

/// A spelling nobody listed: whole names that sound alike, or a titled family name; country and date must agree.
fn by_sound(
    linker: &Linker<'_, '_>,
    name: &str,
    hints: &Hints,
    initial: Option<char>,
    family_only: bool,
) -> Choice {
    let kb = linker.scene.kb;
    let days = linker.scene.days();
    if days.earliest.is_none() || family_only && !hints.titled && hints.posts.is_empty() {
        return Choice::Nobody;
    }
    let near = recent(days);
    let left: BTreeSet<EntityIx> = kb
        .sounding_like(name)
        .into_iter()
        .filter(|(_, whole)| *whole || family_only || hints.titled)
        .map(|(p, _)| p)
        .filter(|&p| {
            let country = kb.entity(p).country().unwrap_or("");
            let place = match hints.countries.is_empty() {
                true => linker.countries.contains_key(country),
                false => hints.countries.iter().any(|c| c == country),
            };
            place
                && !kb.tenures_of(p, near).is_empty()
                && agrees(kb, p, hints.gender)
                && initial.is_none_or(|i| has_initial(kb, p, i))
        })
        .collect();
    let left = narrow(linker, &left.into_iter().collect::<Vec<_>>(), hints);
    match left[..] {
        [only] => Choice::One(only, "spelling that sounds alike, by date and country", 0.65),
        [] => Choice::Nobody,
        _ => Choice::Many(left),
    }
}

fn agrees(kb: &Kb, person: EntityIx, gender: Option<char>) -> bool {
    let known = kb.entity(person).subkind();
    !matches!((gender, known), (Some('m'), Some("f")) | (Some('f'), Some("m")))
}

/// Whether somebody holds an office on the report's date.
fn active(linker: &Linker<'_, '_>, person: EntityIx) -> bool {
    let days = linker.scene.days();
    days.earliest.is_some() && !linker.scene.kb.tenures_of(person, days).is_empty()
}

/// Whether somebody holds one of the hinted posts on the report's date.
fn holds(linker: &Linker<'_, '_>, person: EntityIx, hints: &Hints) -> bool {
    let held = linker.scene.kb.tenures_of(person, linker.scene.days());
    held.iter().any(|t| hints.posts.iter().any(|p| p == t.post))
}

fn fits_hints(linker: &Linker<'_, '_>, entity: usize, hints: &Hints) -> bool {
    let e = &linker.entities[entity];
    let gender = match (linker.facts[entity].gender, hints.gender) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    let country = hints.countries.is_empty()
        || e.kind != EntityKind::Person
        || e.country.as_ref().is_none_or(|c| hints.countries.contains(c));
    gender && country
}

/// Drops candidates that country, post, gender and date rule out, as long as somebody is left.
fn narrow(linker: &Linker<'_, '_>, found: &[EntityIx], hints: &Hints) -> Vec<EntityIx> {
    let kb = linker.scene.kb;
    let mut left: Vec<EntityIx> = found.to_vec();
    let mut keep = |test: &dyn Fn(EntityIx) -> bool| {
        let kept: Vec<EntityIx> = left.iter().copied().filter(|&p| test(p)).collect();
        if !kept.is_empty() {
            left = kept;
        }
    };
    let country = |p: EntityIx| kb.entity(p).country().unwrap_or("").to_owned();
    if !hints.countries.is_empty() {
        keep(&|p| hints.countries.contains(&country(p)));
    }
    if !hints.posts.is_empty() {
        keep(&|p| holds(linker, p, hints));
    }
    keep(&|p| agrees(kb, p, hints.gender));
    keep(&|p| active(linker, p));
    keep(&|p| linker.countries.contains_key(&country(p)));
    left
}
