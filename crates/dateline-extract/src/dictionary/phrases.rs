//! The noun phrases of a sentence with the codes of whom they name.
//!
//! A phrase is a noun with what stands close to it: determiners, adjectives, compounds, possessors, appositions, and the first
//! prepositional phrase behind it when that holds no other ("human rights activists in Arnor"). Joined nouns make one compound
//! phrase; what they share stands with each of them ("lawmakers in Fornost and Gondor" are lawmakers in both). Relative
//! clauses hold no phrases: the dictionaries' patterns do not look into them.

use super::lexicon::Lexicon;
use super::outcome::{NULL, Side};
use super::sentence::{NounPhrase, Sentence};
use crate::Tree;
use dateline_types::Upos;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Relations of words that belong to a noun and are no phrases of their own.
const CLOSE: [&str; 11] = [
    "det",
    "amod",
    "compound",
    "flat",
    "fixed",
    "nummod",
    "nmod:poss",
    "appos",
    "goeswith",
    "advmod",
    "cc:preconj",
];

fn is_close(tree: &Tree<'_>, t: u32) -> bool {
    CLOSE.iter().any(|r| tree.token(t).is(r))
}

fn is_nominal(tree: &Tree<'_>, t: u32) -> bool {
    let token = tree.token(t);
    let argument = ["nsubj", "obj", "iobj", "obl", "nmod"].iter().any(|r| token.is(r));
    match token.upos {
        Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num => true,
        Upos::Adj | Upos::X => argument,
        _ => false,
    }
}

/// Whether a word stands in a relative clause, which has a verb or at least a subject.
pub(super) fn in_relative_clause(tree: &Tree<'_>, t: u32) -> bool {
    let clause =
        |a: u32| tree.is_verbal(a) || tree.with(a, "cop").chain(tree.with(a, "nsubj")).next().is_some();
    std::iter::once(t).chain(tree.ancestors(t)).any(|a| &*tree.token(a).deprel == "acl:relcl" && clause(a))
}

/// Tokens of one member, in text order, with its head.
#[derive(Clone, Debug)]
struct Group {
    head: u32,
    tokens: Vec<u32>,
}

/// A phrase being put together.
struct Built {
    groups: Vec<Group>,
    compound: bool,
}

/// The noun phrases of a sentence, in text order.
pub(super) fn phrases(
    tree: &Tree<'_>,
    sentence: &Sentence,
    lexicon: &Lexicon,
    day: Option<Date>,
) -> Vec<NounPhrase> {
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut all = Vec::new();
    let tokens = sentence.words.first().map_or(0..0, |first| {
        first.tokens.start..sentence.words.last().map_or(first.tokens.end, |last| last.tokens.end)
    });
    for t in tokens {
        let joined = tree.token(t).is("conj") && tree.head(t).is_some_and(|h| is_nominal(tree, h));
        if !is_nominal(tree, t)
            || is_close(tree, t) && tree.head(t).is_some_and(|h| is_nominal(tree, h))
            || joined
            || in_relative_clause(tree, t)
            || sentence.word(t).is_none_or(|w| taken.contains(&w))
        {
            continue;
        }
        let built = whole(tree, t);
        let words: BTreeSet<usize> =
            built.groups.iter().flat_map(|g| &g.tokens).filter_map(|&t| sentence.word(t)).collect();
        let (Some(&first), Some(&last)) = (words.first(), words.last()) else { continue };
        if (first..=last).any(|w| taken.contains(&w)) {
            continue;
        }
        taken.extend(first..=last);
        let members: Vec<Side> =
            built.groups.iter().map(|g| member(tree, sentence, lexicon, day, g)).collect();
        let compound = built.compound || members.windows(2).any(|m| m[0].code != m[1].code);
        all.push(NounPhrase { words: first..last + 1, members, compound });
    }
    all.sort_by_key(|p| p.words.start);
    all
}

/// A noun with what stands close to it; its own case is left out.
fn base(tree: &Tree<'_>, head: u32) -> Vec<u32> {
    let mut tokens = vec![head];
    for &c in tree.children(head) {
        if is_close(tree, c) && !(tree.token(c).is("advmod") && c > head) {
            tokens.extend(tree.subtree(c));
        }
    }
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// The tokens of a noun, once for each of the nouns that are joined before it ("French and British leaders" are two).
fn by_modifier(tree: &Tree<'_>, noun: u32, tokens: Vec<u32>) -> Vec<Vec<u32>> {
    let named = |t: u32| matches!(tree.token(t).upos, Upos::Noun | Upos::Propn);
    let joined = |c: u32| -> Vec<u32> { tree.with(c, "conj").filter(|&d| d < noun && named(d)).collect() };
    let before = tree.children(noun).iter().copied().filter(|&c| c < noun && is_close(tree, c) && named(c));
    let Some((first, more)) = before.map(|c| (c, joined(c))).find(|(_, d)| !d.is_empty()) else {
        return vec![tokens];
    };
    let below = |top: u32| tokens.iter().copied().filter(move |&t| tree.within(t, top));
    let rest: Vec<u32> = tokens.iter().copied().filter(|&t| !tree.within(t, first)).collect();
    let own = |x: u32| -> Vec<u32> {
        let others = more.iter().copied().filter(move |&d| d != x);
        below(x).filter(|&t| x != first || others.clone().all(|d| !tree.within(t, d))).collect()
    };
    (std::iter::once(first).chain(more.iter().copied()))
        .map(|x| {
            let mut all = [own(x), rest.clone()].concat();
            all.sort_unstable();
            all
        })
        .collect()
}

/// The nouns of prepositional phrases that hang on a noun, in text order.
fn prepositional(tree: &Tree<'_>, head: u32) -> Vec<u32> {
    let cased = |c: &u32| *c > head && tree.with(*c, "case").next().is_some();
    tree.with(head, "nmod").filter(|&c| &*tree.token(c).deprel != "nmod:poss").filter(cased).collect()
}

/// The nouns joined to one. A name joined behind a prepositional phrase that ends in a name belongs to that one ("lawmakers in
/// Fornost and Gondor"), whatever the parser says.
fn joined(tree: &Tree<'_>, head: u32) -> (Vec<u32>, Vec<u32>) {
    let name = |t: u32| tree.token(t).upos == Upos::Propn;
    let inner = prepositional(tree, head).first().copied().filter(|&p| name(p) && !name(head));
    let all = tree.with(head, "conj").filter(|&c| is_nominal(tree, c));
    let (below, own): (Vec<u32>, Vec<u32>) = all.partition(|&c| inner.is_some_and(|p| c > p && name(c)));
    (own, below)
}

/// The whole phrase of a noun.
fn whole(tree: &Tree<'_>, head: u32) -> Built {
    let (own, below) = joined(tree, head);
    let nouns: Vec<u32> = std::iter::once(head).chain(own).collect();
    let mut compound = nouns.len() > 1;
    let mut groups = Vec::new();
    let tails: Vec<Option<Vec<Group>>> = (nouns.iter())
        .map(|&n| {
            let object = prepositional(tree, n).first().copied()?;
            let tail = tail(tree, object, if n == head { &below } else { &[] })?;
            compound |= tail.len() > 1;
            Some(tail)
        })
        .collect();
    // One tail behind the last noun belongs to all of them when they are common nouns.
    let last = nouns.iter().copied().max().unwrap_or(head);
    let with_tail: Vec<&Vec<Group>> = tails.iter().flatten().collect();
    let common = nouns.iter().all(|&n| tree.token(n).upos != Upos::Propn);
    let shared = match with_tail[..] {
        [one] if common && one.iter().all(|g| g.head > last) => Some(one.clone()),
        _ => None,
    };
    // Adjectives before the first noun hold for those joined to it that have none.
    let adjectives: Vec<u32> =
        tree.with(head, "amod").filter(|&c| c < head && tree.token(c).upos == Upos::Adj).collect();
    for (&noun, tail) in nouns.iter().zip(&tails) {
        let mut tokens = base(tree, noun);
        if noun != head && tokens.len() == 1 {
            tokens = adjectives.iter().copied().chain(tokens).collect();
        }
        for tokens in by_modifier(tree, noun, tokens) {
            match tail.as_ref().or(shared.as_ref()) {
                None => groups.push(Group { head: noun, tokens }),
                Some(tail) => groups.extend(
                    tail.iter().map(|t| Group { head: noun, tokens: [&tokens[..], &t.tokens[..]].concat() }),
                ),
            }
        }
    }
    Built { groups, compound }
}

/// What a prepositional phrase adds to its noun; `None` where it holds another one, or a clause's worth of words.
fn tail(tree: &Tree<'_>, object: u32, more: &[u32]) -> Option<Vec<Group>> {
    let nouns: Vec<u32> = (std::iter::once(object))
        .chain(tree.with(object, "conj").filter(|&c| is_nominal(tree, c)))
        .chain(more.iter().copied())
        .collect();
    if nouns.iter().any(|&n| !prepositional(tree, n).is_empty()) {
        return None;
    }
    let case: Vec<u32> = tree.with(object, "case").flat_map(|c| tree.subtree(c)).collect();
    let group = |n: &u32| Group { head: *n, tokens: [&case[..], &base(tree, *n)[..]].concat() };
    Some(nouns.iter().map(group).collect())
}

/// Whom one member names.
fn member(tree: &Tree<'_>, sentence: &Sentence, lexicon: &Lexicon, day: Option<Date>, group: &Group) -> Side {
    let mut words: Vec<usize> = group.tokens.iter().filter_map(|&t| sentence.word(t)).collect();
    words.dedup();
    let lettered = |w: &usize| sentence.words[*w].text.starts_with(char::is_alphanumeric);
    words.retain(lettered);
    let texts: Vec<&str> = words.iter().map(|&w| sentence.words[w].text.as_str()).collect();
    let (code, entry) = code(lexicon, day, &texts);
    let tokens: Vec<u32> = words.iter().flat_map(|&w| sentence.words[w].tokens.clone()).collect();
    let (low, high) = (tokens.iter().min().copied(), tokens.iter().max().copied());
    let span = tree.analysis.span(low.unwrap_or(group.head)..high.unwrap_or(group.head) + 1);
    Side { code, words: texts.join(" "), span, head: group.head, entry }
}

/// The code of a run of words: that of the first actor in it on the day, with the codes of all agents beside it.
fn code(lexicon: &Lexicon, day: Option<Date>, words: &[&str]) -> (String, String) {
    let mut code = NULL.to_owned();
    let mut entries = Vec::new();
    let mut actor = 0..0;
    for at in 0..words.len() {
        if let Some((n, found)) = lexicon.actor(&words[at..]) {
            code = found.code(day).unwrap_or(NULL).to_owned();
            entries.push(found.name.plain());
            actor = at..at + n;
            break;
        }
    }
    let mut at = 0;
    while at < words.len() {
        if actor.contains(&at) {
            at = actor.end;
            continue;
        }
        let Some((n, agent)) = lexicon.agent(&words[at..]) else {
            at += 1;
            continue;
        };
        at += n;
        // A code that stands there already, at a place where codes of three letters begin, is not written again.
        let has =
            (0..code.len()).step_by(3).any(|i| code.get(i..).is_some_and(|c| c.starts_with(&agent.code)));
        if !has {
            code = code.split('/').map(|c| agent.apply(c)).collect::<Vec<_>>().join("/");
            entries.push(agent.name.plain());
        }
    }
    (code, entries.join(" + "))
}
