//! Place or power: whether the name of a place or state stands for somebody who acts or for where something is.

use super::scene::Scene;
use std::ops::Range;

/// How a name of a place is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// As a place.
    Place,
    /// As the one who acts, speaks, is spoken to or acted on.
    Actor,
}

/// The preposition right before a noun phrase, article left out: its words, plain, joined by blanks; "" when none.
fn preposition(scene: &Scene<'_>, start: u32) -> (String, Option<u32>) {
    let names = &scene.pack.names;
    let known = |phrase: &str| {
        [&names.locative, &names.locative_cities, &names.metonymic, &names.genitive, &names.dative]
            .iter()
            .any(|list| list.iter().any(|p| p == phrase))
    };
    let (before, _) = scene.before(start);
    let Some(last) = before else { return (String::new(), None) };
    let floor = scene.tree.sentence_range(start).start;
    let mut best = (String::new(), None);
    let mut phrase = String::new();
    for i in (floor..=last).rev().take(5) {
        if !scene.wordy(i) {
            break;
        }
        let word = scene.plain(i);
        phrase = if phrase.is_empty() { word.to_owned() } else { format!("{word} {phrase}") };
        if known(&phrase) {
            best = (phrase.clone(), Some(i));
        }
        // "à l'égard de" is written with its article.
        let literal: Vec<&str> = (i..=last).map(|t| scene.low[t as usize].as_str()).collect();
        let joined = literal.join(" ").replace("' ", "'");
        let opened = match joined.rsplit_once(' ') {
            Some((front, _)) => format!("{front} {}", scene.plain(last)),
            None => scene.plain(last).to_owned(),
        };
        if known(&opened) {
            best = (opened, Some(i));
        }
    }
    best
}

/// How the name over `range` with syntactic head `head` is used; `state` tells a state from a city or seat.
pub(crate) fn of(scene: &Scene<'_>, range: &Range<u32>, head: u32, state: bool) -> Use {
    bounded(scene, range, head, state, 4)
}

fn bounded(scene: &Scene<'_>, range: &Range<u32>, head: u32, state: bool, depth: u8) -> Use {
    let names = &scene.pack.names;
    let token = scene.token(head);
    let (case, at) = preposition(scene, range.start);
    let has = |list: &[String], word: &str| list.iter().any(|w| w == word);
    let governor = scene.tree.head(head);
    let lemma = governor.map(|g| scene.tree.lemma(g)).unwrap_or_default();
    // "Moscow's decision", "Doha talks": as behind a preposition of belonging.
    if token.is("compound") || &*token.deprel == "nmod:poss" {
        return match !has(&names.place_nouns, &lemma) && (state || has(&names.attitude_nouns, &lemma)) {
            true => Use::Actor,
            false => Use::Place,
        };
    }
    // The noun before "de" decides, whatever the tree says of distant heads.
    let noun_before = at.and_then(|a| {
        let floor = scene.tree.sentence_range(a).start;
        let mut i = a;
        while i > floor {
            i -= 1;
            match scene.token(i).upos {
                dateline_types::Upos::Adj | dateline_types::Upos::Adv => {}
                _ => return Some(scene.tree.lemma(i)),
            }
        }
        None
    });
    if case.is_empty() {
        if let Some(g) = governor.filter(|_| depth > 0 && token.is("conj")) {
            // Coordinated names are used alike: "entre Paris et Berlin", "à Gao et Kidal".
            if g < range.start {
                return bounded(scene, &(g..g + 1), g, state, depth - 1);
            }
        }
        let passive = &*token.deprel == "nsubj:pass";
        if (token.is("obj") || passive) && has(&names.place_verbs, &lemma) && !state {
            return Use::Place;
        }
        if token.is("nmod") || token.is("appos") || token.is("flat") {
            // "la province Nord", "région de ..., Gao": a name put beside a noun of place.
            return match has(&names.place_nouns, &lemma) {
                true => Use::Place,
                false => Use::Actor,
            };
        }
        return Use::Actor;
    }
    if has(&names.dative, &case) {
        let argument = token.is("obl:arg") || token.is("iobj") || token.is("obj");
        // "imposer des sanctions à la Russie": the parser may hang the complement on the noun.
        let above =
            governor.and_then(|g| scene.tree.head(g)).map(|g| scene.tree.lemma(g)).unwrap_or_default();
        let near = [lemma.as_str(), noun_before.as_deref().unwrap_or("")];
        let given = near.iter().chain([&above.as_str()]).any(|w| has(&names.dative_heads, w));
        let moving = near.iter().any(|w| has(&names.motion_heads, w));
        let actor = !moving && (given || argument && state);
        return if actor { Use::Actor } else { Use::Place };
    }
    if has(&names.genitive, &case) {
        let noun = noun_before.unwrap_or(lemma);
        if has(&names.place_nouns, &noun) {
            return Use::Place;
        }
        // A state owns and does; a city does so only after nouns of will and deed.
        return match state || has(&names.attitude_nouns, &noun) {
            true => Use::Actor,
            false => Use::Place,
        };
    }
    if has(&names.locative_cities, &case) {
        return if state { Use::Actor } else { Use::Place };
    }
    match has(&names.locative, &case) {
        true => Use::Place,
        false => Use::Actor,
    }
}
