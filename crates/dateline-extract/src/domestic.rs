//! Of which country the people of an act are to whom no word gives one: of the place where they act, else of the only
//! country of their sentence.
//!
//! "Rebels attacked a barracks in northern Mozambique": the rebels are Mozambique's as far as anybody can tell. The entity
//! stays `generic`; only its country and code are added.

use crate::cast::Cast;
use crate::link::actor_code;
use crate::mentions::state_sector;
use crate::tree::Tree;
use dateline_kb::Kb;
use dateline_pack::{Ontology, Pack};
use dateline_types::{EntityKind, Event, Mention, MentionForm, Quote, Resolution, Span};
use std::collections::BTreeSet;

/// Gives people without a country the one of their act, entity by entity in the order of the events.
pub fn settle(
    events: &mut [Event],
    cast: &mut Cast,
    tree: &Tree<'_>,
    quotes: &[Quote],
    pack: &Pack,
    kb: &Kb,
    ontology: &Ontology,
) {
    // Who tells it need not be from where it happened: "selon des responsables américains".
    let tellers: Vec<Span> = quotes
        .iter()
        .flat_map(|q| q.speaker_mention.into_iter().chain(q.via.map(|(_, span)| span)))
        .collect();
    let mut settled: BTreeSet<usize> = BTreeSet::new();
    for event in events.iter() {
        let people: Vec<usize> = event
            .actors
            .iter()
            .chain(&event.recipients)
            .map(|p| p.entity)
            .filter(|&e| is_homeless(cast, ontology, e))
            .collect();
        if people.is_empty() {
            continue;
        }
        for entity in people {
            let Some(country) = country_of(event, entity, cast, tree, &tellers, (pack, kb)) else { continue };
            let e = &mut cast.entities[entity];
            e.code = actor_code(kb, ontology, Some(&country), e.sector.as_deref().unwrap_or(""));
            e.country = Some(country);
            settled.insert(entity);
        }
    }
    for event in events {
        for p in event.actors.iter_mut().chain(&mut event.recipients).filter(|p| settled.contains(&p.entity))
        {
            p.code.clone_from(&cast.entities[p.entity].code);
        }
    }
}

/// Whether an entity is people of a sector that belongs to some country, and neither a country nor a part of the world is known.
fn is_homeless(cast: &Cast, ontology: &Ontology, entity: usize) -> bool {
    let e = &cast.entities[entity];
    e.country.is_none()
        && e.code.is_none()
        && e.resolution == Resolution::Generic
        && matches!(e.kind, EntityKind::RoleGroup | EntityKind::Person)
        && e.sector.as_deref().is_some_and(|s| ontology.is_domestic(s))
}

/// The country of the place of an act, else the only country its sentence names, else the only one of its paragraph.
fn country_of(
    event: &Event,
    entity: usize,
    cast: &Cast,
    tree: &Tree<'_>,
    tellers: &[Span],
    (pack, kb): (&Pack, &Kb),
) -> Option<String> {
    let known = |entity: usize| {
        let country = cast.entities[entity].country.as_deref()?;
        kb.country(country).map(|_| country.to_owned())
    };
    if let Some(country) = event.place.and_then(known) {
        return Some(country);
    }
    // A state that acts against people need not be theirs ("Israel killed three rebels"); its army or police mostly is. Who
    // acts for a state acts on others ("the government expelled the Russian ambassador").
    let stranger = |m: &Mention| {
        let side = event.actors.iter().chain(&event.recipients).any(|p| p.entity == m.entity);
        // Nobody is called a national of his country at home.
        let abroad = |t: u32| {
            let lemma = tree.lemma(t);
            pack.names.nationals.iter().any(|n| *n == lemma || **n == *tree.token(t).norm)
        };
        if abroad(m.head) || tree.head(m.head).is_some_and(abroad) {
            return true;
        }
        let theirs = cast.entities[entity].sector.as_deref().is_some_and(state_sector);
        side && (theirs
            || cast.entities[m.entity].kind == EntityKind::Country
            || m.form == MentionForm::Metonym)
    };
    // One country alone, told of by somebody else than such a state.
    let only = |inside: &dyn Fn(u32) -> bool| -> Option<String> {
        let told = |m: &&Mention| {
            inside(m.head)
                && cast.entities[m.entity].kind != EntityKind::Media
                && !tellers.iter().any(|t| t.overlaps(m.span))
        };
        let mut countries: BTreeSet<String> = BTreeSet::new();
        let mut at_home = false;
        for m in cast.mentions.iter().filter(told) {
            if let Some(country) = known(m.entity) {
                at_home |= !stranger(m);
                countries.insert(country);
            }
        }
        (at_home && countries.len() == 1).then(|| countries.into_iter().next()).flatten()
    };
    let paragraph = tree.analysis.paragraph_of(event.token);
    only(&|head| tree.sentence(head) == event.sentence)
        .or_else(|| only(&|head| tree.analysis.paragraph_of(head) == paragraph && head <= event.token))
}
