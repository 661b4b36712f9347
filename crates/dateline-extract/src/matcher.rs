//! Finds where entries of a lexicon stand in the text: single words and expressions.

use crate::tree::{Tree, lower};
use dateline_pack::{Entry, Lexicon, Manifest, Pos, Slot};
use dateline_types::Upos;

/// An entry found in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Token of the entry's head word.
    pub token: u32,
    /// Index of the entry in its lexicon.
    pub entry: u32,
    /// All tokens of the expression, in text order.
    pub words: Vec<u32>,
}

/// How far apart the words of an expression may stand.
const REACH: u32 = 6;

/// All entries whose words stand in the text and whose conditions on neighbouring words hold; several may share a head,
/// then longer expressions come first.
#[must_use]
pub fn find(tree: &Tree<'_>, lexicon: &Lexicon, manifest: &Manifest) -> Vec<Found> {
    let mut all = Vec::new();
    for i in 0..tree.len() {
        if matches!(tree.token(i).upos, Upos::Space | Upos::Punct) {
            continue;
        }
        let mut seen: Vec<u32> = Vec::new();
        first_key(tree, i, manifest, |key| {
            let mut hit = false;
            for &entry in lexicon.with_head(key) {
                if seen.contains(&entry) {
                    continue;
                }
                seen.push(entry);
                if let Some(words) = matches(tree, i, &lexicon.entries[entry as usize]) {
                    let noun = lexicon.entries[entry as usize].pos == Pos::Noun;
                    let token = if noun { top(tree, i, &words) } else { i };
                    all.push(Found { token, entry, words });
                    hit = true;
                }
            }
            hit
        });
    }
    all
}

/// The word of a noun expression that the others qualify: "strike" in "air strike", "prise" in "prise d'otages".
fn top(tree: &Tree<'_>, first: u32, words: &[u32]) -> u32 {
    let mut at = first;
    while let Some(head) = tree.head(at).filter(|h| *h > at && words.contains(h)) {
        at = head;
    }
    at
}

/// Hands on the dictionary forms a token may stand under, until one has a hit: the model's lemma, the form, and forms rewritten by
/// the pack's endings.
fn first_key(tree: &Tree<'_>, i: u32, manifest: &Manifest, mut hit: impl FnMut(&str) -> bool) {
    let token = tree.token(i);
    let norm = lower(&token.norm);
    let lemma = tree.low(i);
    // A verb with its pronoun in one word has both lemmas: "retirar él".
    let verb = lemma.split_once(' ').map(|(verb, _)| verb);
    let own = [Some(lemma), verb, Some(&*norm).filter(|n| *n != lemma)];
    if own.into_iter().flatten().any(&mut hit) {
        return;
    }
    if matches!(token.upos, Upos::Verb | Upos::Adj | Upos::Aux | Upos::Noun) {
        let mut key = String::new();
        for (ending, lemma) in &manifest.lemma_endings {
            let Some(stem) = norm.strip_suffix(ending.as_str()).filter(|s| s.chars().nth(1).is_some()) else {
                continue;
            };
            key.clear();
            key.push_str(stem);
            key.push_str(lemma);
            if hit(&key) {
                return;
            }
        }
    }
}

fn is_word(tree: &Tree<'_>, i: u32, alternatives: &[String]) -> bool {
    let token = tree.token(i);
    let lemma = tree.low(i);
    let plain = tree.plain_form(i);
    alternatives
        .iter()
        .any(|a| *a == lemma || **a == *token.norm || plural_of(&token.norm, a) || plain == Some(a.as_str()))
}

/// A form that is the wanted word with one more letter: plurals the model gave no lemma.
fn plural_of(form: &str, word: &str) -> bool {
    form.strip_prefix(word).is_some_and(|rest| rest == "s" || rest == "x")
}

fn matches(tree: &Tree<'_>, i: u32, entry: &Entry) -> Option<Vec<u32>> {
    let token = tree.token(i);
    let fits = match entry.pos {
        Pos::Verb => tree.is_verbal(i) || token.feat("VerbForm").is_some(),
        Pos::Noun => {
            matches!(token.upos, Upos::Noun | Upos::Propn | Upos::X)
                || token.upos == Upos::Adj && has_determiner(tree, i)
        }
        Pos::Adj => {
            entry.words.len() > 1 || matches!(token.upos, Upos::Adj | Upos::Adv | Upos::Verb | Upos::Noun)
        }
        Pos::Adp => true,
    };
    // "s'attaquer à" is another word than "attaquer".
    let reflexive = tree.is_reflexive(i);
    if !fits
        || entry.pos == Pos::Verb
            && entry.reflexive != reflexive
            && (entry.reflexive || !tree.is_reflexive_passive(i))
    {
        return None;
    }
    let mut words = vec![i];
    let sentence = tree.sentence_range(i);
    let mut at = i;
    for alternatives in &entry.words[1..] {
        let until = (at + 1 + REACH).min(sentence.end);
        let next = (at + 1..until).find(|&j| is_word(tree, j, alternatives)).filter(|&j| {
            // Nothing between may be a clause of its own.
            !(at + 1..j).any(|k| {
                let t = tree.token(k);
                let clause =
                    t.feat("VerbForm") == Some("Fin") || matches!(t.span_char(), Some(';' | ':' | '.'));
                clause || entry.pos == Pos::Adp && (t.upos == Upos::Verb || &*t.norm == ",")
            })
        });
        let next = next.or_else(|| fronted(tree, i, entry, alternatives))?;
        words.push(next);
        at = at.max(next);
    }
    words.sort_unstable();
    let near = |list: &[String]| near(tree, i, &words, list);
    if !entry.conditions.has.is_empty() && !near(&entry.conditions.has) || near(&entry.conditions.not) {
        return None;
    }
    Some(words)
}

/// The object of a verb expression that stands before its verb: passive subject or noun modified by the participle.
fn fronted(tree: &Tree<'_>, verb: u32, entry: &Entry, alternatives: &[String]) -> Option<u32> {
    if entry.pos != Pos::Verb || entry.words.len() != 2 {
        return None;
    }
    // The subject of an active verb acts: "l'armée a déployé des navires" deploys no army.
    tree.with(verb, "nsubj")
        .filter(|_| tree.is_passive(verb) || tree.is_reflexive_passive(verb))
        .chain(tree.head(verb).filter(|_| tree.token(verb).is("acl")))
        .chain(tree.with(verb, "obj").filter_map(|o| tree.antecedent(o)))
        .find(|&j| is_word(tree, j, alternatives))
}

fn has_determiner(tree: &Tree<'_>, i: u32) -> bool {
    tree.with(i, "det").next().is_some()
}

/// Whether one of the lemmas stands among the dependents of the trigger, at its head, or within three tokens. What the subject
/// of a verb carries with it says nothing of the verb's sense.
fn near(tree: &Tree<'_>, i: u32, words: &[u32], list: &[String]) -> bool {
    if list.is_empty() {
        return false;
    }
    let sentence = tree.sentence_range(i);
    let low = words[0].saturating_sub(3).max(sentence.start);
    let high = (words[words.len() - 1] + 4).min(sentence.end);
    let dependents = words.iter().flat_map(|&w| {
        let children = tree.children(w).iter().copied();
        children.clone().chain(children.flat_map(|c| tree.children(c).iter().copied()))
    });
    let subject = tree.with(i, "nsubj").next().filter(|_| tree.is_verbal(i));
    // Its own adjectives and what is joined to it say what it is; complements behind a preposition do not.
    let apart = |j: u32| {
        subject.is_some_and(|s| {
            let path = || std::iter::once(j).chain(tree.ancestors(j)).take(7);
            path().skip(1).any(|a| a == s)
                && path()
                    .take_while(|&a| a != s)
                    .any(|a| tree.with(a, "case").next().is_some() || tree.is_verbal(a))
        })
    };
    (low..high)
        .chain(dependents)
        .chain(tree.head(i))
        .any(|j| !words.contains(&j) && is_word(tree, j, list) && !apart(j))
}

/// The word in a slot of an entry, as its head token, with the reason for `explain`.
///
/// `None` when the sentence fills the slot with nothing.
#[must_use]
pub fn fill(
    tree: &Tree<'_>,
    manifest: &Manifest,
    found: &Found,
    entry: &Entry,
    slot: &Slot,
) -> Option<(u32, String)> {
    let token = found.token;
    let free = |t: &u32| !found.words.contains(t);
    match (slot, entry.pos) {
        (Slot::Subject, Pos::Verb | Pos::Adj) => {
            if is_passive(tree, token, entry) && entry.pos == Pos::Verb {
                agent(tree, manifest, token).map(|t| (t, "passive agent".to_owned()))
            } else if entry.pos == Pos::Adj {
                predicate_subject(tree, token).filter(|(t, _)| free(t)).map(|(t, r)| (t, r.to_owned()))
            } else {
                // "a fait savoir l'état-major": parsers hang the subject on either verb.
                let above = || tree.head(token).filter(|h| found.words.contains(h) && tree.is_verbal(*h));
                let subject = tree.subject(token).or_else(|| above().and_then(|h| tree.subject(h)));
                subject.filter(|(t, _)| free(t)).map(|(t, r)| (t, r.to_owned()))
            }
        }
        (Slot::Object, Pos::Verb) => {
            if is_passive(tree, token, entry) {
                let subject = tree.subject(token).filter(|(t, _)| free(t));
                let marked = || tree.objects(token).find(|t| free(t)).map(|t| (t, "marked object"));
                subject.or_else(marked).map(|(t, r)| (t, format!("passive, {r}")))
            } else {
                let object = tree.objects(token).map(|o| tree.antecedent(o).unwrap_or(o)).find(|t| free(t));
                let object = object.or_else(|| behind_expression(tree, found));
                object.map(|t| (t, "obj".to_owned())).or_else(|| inverted_passive(tree, token)).or_else(
                    || {
                        bare_complement(tree, manifest, token, &found.words, entry)
                            .map(|t| (t, "bare complement".to_owned()))
                    },
                )
            }
        }
        (Slot::Object, Pos::Adp) => {
            let noun = tree.outer_head(&found.words)?;
            Some((noun, "complement of the preposition".to_owned()))
        }
        (Slot::Prep(p), _) => {
            let from_words = found.words.iter().find_map(|&w| tree.complement(w, p).filter(free));
            // "livrera deux batteries à l'Ukraine": the parser often hangs the complement on the object.
            let from_words = from_words.or_else(|| {
                let below = (entry.pos == Pos::Verb).then(|| deep_complement(tree, token, p, 3)).flatten();
                below.filter(free)
            });
            // "l'offensive des rebelles contre l'armée": or on the complement of the noun.
            let from_words = from_words.or_else(|| {
                let side = entry.pos == Pos::Noun && *p != manifest.possessive && !manifest.place.contains(p);
                let below = side.then(|| deep_complement(tree, token, p, 1)).flatten();
                below.filter(free)
            });
            let bare_agent = manifest.agent.contains(p) && entry.pos == Pos::Verb;
            // "une attaque menée par X": the agent hangs on the participle.
            let participle = manifest.agent.contains(p).then(|| {
                let below = found.words.iter().flat_map(|&w| tree.with(w, "acl"));
                below.filter(|&c| tree.is_passive(c)).find_map(|c| author(tree, manifest, c))
            });
            // "des affrontements ont eu lieu entre l'armée et les rebelles": or on the verb that says no more than that it happened.
            let happening = || {
                let side = entry.pos == Pos::Noun && *p != manifest.possessive && !manifest.place.contains(p);
                side.then(|| happening(tree, manifest, token, p)).flatten().filter(free)
            };
            from_words
                .or_else(happening)
                .or_else(|| bare_agent.then(|| agent(tree, manifest, token)).flatten())
                .or_else(|| participle.flatten())
                .or_else(|| surface_complement(tree, found, p))
                .map(|t| (t, format!("complement with “{p}”")))
        }
        (Slot::Adj, _) => found
            .words
            .iter()
            .find_map(|&w| tree.with(w, "amod").chain(tree.with(w, "compound")).find(free))
            .map(|t| (t, "adjective".to_owned())),
        _ => None,
    }
}

/// The complement, with a preposition, of the verb that says only that the act of its subject happened.
fn happening(tree: &Tree<'_>, manifest: &Manifest, act: u32, preposition: &str) -> Option<u32> {
    let verb = tree.head(act).filter(|&v| tree.token(act).is("nsubj") && tree.is_verbal(v))?;
    let lemma = tree.lemma(verb);
    let on = manifest.happenings.iter().find_map(|h| {
        let (own, object) = h.split_once(' ').unwrap_or((h, ""));
        if own != lemma {
            return None;
        }
        match object {
            "" => Some(None),
            _ => tree
                .objects(verb)
                .chain(tree.with(verb, "compound"))
                .find(|&o| tree.lemma(o) == object)
                .map(Some),
        }
    })?;
    tree.complement(verb, preposition).or_else(|| tree.complement(on?, preposition))
}

/// Whether the verb is a passive of this entry: a reflexive entry's own pronoun makes none ("se reunieron los ministros").
pub(crate) fn is_passive(tree: &Tree<'_>, verb: u32, entry: &Entry) -> bool {
    tree.is_passive(verb) && !(entry.reflexive && tree.is_reflexive(verb))
}

/// The object of an expression that the parser hung on its last noun, though no preposition leads to it: "a mis en garde
/// Washington", "a placé en garde à vue le général".
fn behind_expression(tree: &Tree<'_>, found: &Found) -> Option<u32> {
    let last = *found.words.last()?;
    found.words.iter().filter(|&&w| w != found.token).flat_map(|&w| tree.children(w)).copied().find(|&c| {
        let t = tree.token(c);
        c > last
            && (t.is("nmod") || t.is("appos") || t.is("obj"))
            && matches!(t.upos, Upos::Noun | Upos::Propn)
            && tree.with(c, "case").next().is_none()
            && (t.upos == Upos::Propn || tree.with(c, "det").next().is_some())
            && !tree.is_timed(c)
    })
}

/// A noun behind the verb that the parser called oblique although no preposition introduces it.
fn bare_complement(
    tree: &Tree<'_>,
    manifest: &Manifest,
    verb: u32,
    words: &[u32],
    entry: &Entry,
) -> Option<u32> {
    let nominal = |c: u32| {
        c > verb
            && !words.contains(&c)
            && !tree.is_timed(c)
            && matches!(tree.token(c).upos, Upos::Noun | Upos::Propn)
    };
    // "du blé", "des soldats": the article of indefinite amounts looks like a preposition with its article.
    let own = entry.frame.actor.iter().chain(&entry.frame.recipient);
    let takes_of = own.into_iter().any(|s| matches!(s, Slot::Prep(p) if *p == manifest.possessive));
    let article = |p: u32| {
        let t = tree.token(p);
        t.upos == Upos::Det
            || !takes_of
                && t.feat("Definite") == Some("Def")
                && tree.plain_form(p) == Some(manifest.possessive.as_str())
    };
    let argument = tree.with(verb, "obl").find(|&c| {
        let argument = &*tree.token(c).deprel == "obl:arg";
        // "une raffinerie" behind its verb is an object, whatever kind of oblique the parser makes of it.
        let counted = tree.with(c, "nummod").next().is_some();
        let named = counted || tree.with(c, "det").next().is_some() || tree.token(c).upos == Upos::Propn;
        let bare = tree.with(c, "case").next().is_none() && named;
        // "a libéré jeudi des prisonniers": a day between verb and article makes the parser take it for a preposition.
        let behind = tree.with(c, "case").all(|p| verb + 1 < p && (verb + 1..p).all(|t| tree.is_timed(t)));
        nominal(c) && (bare || (argument || behind) && tree.with(c, "case").all(article))
    });
    // "détient au secret l'ancien président": the parser hangs the object on the complement before it.
    argument.or_else(|| {
        let above = tree.with(verb, "obl").filter(|&c| c > verb);
        above.flat_map(|c| tree.with(c, "nmod")).find(|&c| {
            nominal(c) && tree.with(c, "case").next().is_none() && tree.with(c, "det").next().is_some()
        })
    })
}

/// A complement with that preposition below the verb's objects and complements.
fn deep_complement(tree: &Tree<'_>, top: u32, preposition: &str, depth: u8) -> Option<u32> {
    let depth = depth.checked_sub(1)?;
    let nouns = tree.children(top).iter().copied().filter(|&c| {
        let t = tree.token(c);
        c > top && (t.is("obj") || t.is("obl") || t.is("nmod")) && !tree.is_verbal(c)
    });
    nouns.into_iter().find_map(|c| {
        let own = tree.with(c, "nmod").find(|&n| !tree.is_verbal(n) && tree.marked_by(n, preposition));
        own.or_else(|| deep_complement(tree, c, preposition, depth))
    })
}

/// Who acts, by a participle below the act's noun: the agent of "une attaque menée par X", and whom the act is ascribed to
/// ("attribuée à X par Y").
fn author(tree: &Tree<'_>, manifest: &Manifest, participle: u32) -> Option<u32> {
    let lemma = tree.lemma(participle);
    match manifest.ascriptions.iter().find(|(verb, _)| *verb == lemma) {
        Some((_, to)) => tree.complement(participle, to),
        None => agent(tree, manifest, participle),
    }
}

/// The agent of a passive verb.
pub(crate) fn agent(tree: &Tree<'_>, manifest: &Manifest, verb: u32) -> Option<u32> {
    tree.with(verb, "obl").find(|&c| &*tree.token(c).deprel == "obl:agent").or_else(|| {
        tree.children(verb)
            .iter()
            .copied()
            .find(|&c| !tree.is_verbal(c) && manifest.agent.iter().any(|a| tree.marked_by(c, a)))
            // "attaqué au canon à eau par les garde-côtes": the parser hangs the agent on what stands before it.
            .or_else(|| manifest.agent.iter().find_map(|a| deep_complement(tree, verb, a, 5)))
    })
}

/// An active-looking verb whose only argument is a passive subject.
fn inverted_passive(tree: &Tree<'_>, verb: u32) -> Option<(u32, String)> {
    tree.with(verb, "nsubj")
        .find(|&c| &*tree.token(c).deprel == "nsubj:pass")
        .filter(|_| tree.is_passive(verb))
        .map(|t| (t, "nsubj:pass".to_owned()))
}

/// Subject of a predicate adjective or prepositional phrase ("les enseignants sont en grève", "des infirmiers en grève").
fn predicate_subject(tree: &Tree<'_>, token: u32) -> Option<(u32, &'static str)> {
    let holder = match tree.token(token).is("case") {
        true => tree.head(token)?,
        false => token,
    };
    if let Some(found) = tree.subject(holder) {
        return Some(found);
    }
    let head = tree.head(holder)?;
    match tree.is_verbal(head) {
        true => tree.subject(head),
        false => Some((head, "described noun")),
    }
}

/// A complement that the parser attached elsewhere: the preposition stands right behind the expression, before any
/// infinitive ("acusadas de financiar | a Hizbulá").
fn surface_complement(tree: &Tree<'_>, found: &Found, preposition: &str) -> Option<u32> {
    let last = *found.words.last()?;
    let sentence = tree.sentence_range(last);
    (last + 1..(last + 4).min(sentence.end))
        .take_while(|&j| tree.token(j).feat("VerbForm") != Some("Inf"))
        .find_map(|j| {
            let token = tree.token(j);
            let noun = tree.head(j)?;
            (token.is("case") && noun > j && !tree.is_verbal(noun) && tree.marked_by(noun, preposition))
                .then_some(noun)
        })
}

/// The one character of a token that is a single character.
trait SingleChar {
    fn span_char(&self) -> Option<char>;
}

impl SingleChar for dateline_types::Token {
    fn span_char(&self) -> Option<char> {
        let mut chars = self.norm.chars();
        chars.next().filter(|_| chars.next().is_none())
    }
}
