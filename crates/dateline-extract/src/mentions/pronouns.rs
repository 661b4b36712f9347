//! Finds pronouns and what works like them: "il", "ce dernier", possessives.

use super::scene::Scene;
use dateline_pack::names::Pronoun;
use dateline_types::Upos;
use std::ops::Range;

/// How a pronoun looks for what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PronounKind {
    /// "il", "elle": the one spoken of, subjects first.
    Personal,
    /// "-t-il" behind its verb.
    Inverted,
    /// "lui", "les": not the subject of the same verb.
    Object,
    /// "ce dernier": the one named last.
    Latter,
    /// "son": the subject of the clause first.
    Possessive,
}

/// A pronoun in the text.
#[derive(Clone, Debug)]
pub(crate) struct Stand {
    pub(crate) tokens: Range<u32>,
    pub(crate) head: u32,
    pub(crate) kind: PronounKind,
    pub(crate) gender: Option<char>,
    pub(crate) plural: bool,
    /// Tokens of an editor's insertion right behind that says who is meant: "Ils [les États-Unis, ndlr]".
    pub(crate) insertion: Option<Range<u32>>,
}

/// All pronouns in text order.
pub(crate) fn find(scene: &Scene<'_>) -> Vec<Stand> {
    let mut all = Vec::new();
    let mut i = 0;
    while i < scene.len() {
        let stand = at(scene, i);
        i = stand.as_ref().map_or(i + 1, |s| s.tokens.end.max(i + 1));
        all.extend(stand);
    }
    all
}

fn at(scene: &Scene<'_>, i: u32) -> Option<Stand> {
    let names = &scene.pack.names;
    let token = scene.token(i);
    let low = scene.low[i as usize].as_str();
    let make = |p: &Pronoun, end: u32, head: u32, kind: PronounKind| Stand {
        tokens: i..end,
        head,
        kind,
        gender: p.gender.chars().next(),
        plural: p.plural,
        insertion: insertion(scene, end),
    };
    for p in &names.latter {
        if let Some(end) = scene.phrase(i, &p.form) {
            // "ces derniers jours": an adjective of a noun, not the phrase.
            let modifies = (i..end).any(|t| {
                scene.tree.head(t).is_some_and(|h| {
                    h >= end && scene.token(h).upos == Upos::Noun && scene.token(t).is("amod")
                })
            });
            if !modifies && (i == 0 || scene.low[i as usize - 1] != low) {
                return Some(make(p, end, scene.head(&(i..end)), PronounKind::Latter));
            }
        }
    }
    if let Some(p) = names.clitic_subjects.iter().find(|p| p.form == low) {
        return (!impersonal(scene, i, true)).then(|| make(p, i + 1, i, PronounKind::Inverted));
    }
    if matches!(token.upos, Upos::Det) || token.feat("Poss") == Some("Yes") {
        let p = names.possessives.iter().find(|p| p.form == low)?;
        return Some(make(p, i + 1, i, PronounKind::Possessive));
    }
    if token.upos != Upos::Pron {
        return None;
    }
    let p = names.pronouns.iter().find(|p| p.form == low)?;
    if p.object {
        // A clitic of a verb that is no argument of it ("s'en", "l'on") says nothing of anybody.
        let argument =
            token.is("obj") || token.is("iobj") || token.is("obl") || token.is("nmod") || token.is("conj");
        // "l'a confirmé": what was said, not somebody.
        let said = names.neuter.iter().any(|n| n == low)
            && scene.tree.head(i).is_some_and(|v| names.neuter_verbs.contains(&scene.tree.lemma(v)));
        return (argument && !said).then(|| make(p, i + 1, i, PronounKind::Object));
    }
    (!impersonal(scene, i, false)).then(|| make(p, i + 1, i, PronounKind::Personal))
}

/// Whether a subject pronoun stands for nothing.
fn impersonal(scene: &Scene<'_>, i: u32, clitic: bool) -> bool {
    let token = scene.token(i);
    let names = &scene.pack.names;
    if token.is("expl") && !clitic {
        return true;
    }
    let Some(verb) = scene.tree.head(i) else { return false };
    let children = scene.tree.children(verb);
    let lemma = scene.tree.lemma(verb);
    let with_clitic = children.iter().any(|&c| names.impersonal_clitics.contains(&scene.low[c as usize]));
    let clause = children.iter().any(|&c| {
        let t = scene.token(c);
        t.is("csubj") || (t.is("ccomp") || t.is("xcomp")) && scene.token(verb).upos == Upos::Adj
    });
    let plural = token.feat("Number") == Some("Plur");
    // "it is willing to withdraw": whoever is willing is somebody; "it is likely to rain" has no subject of the infinitive.
    let willing = names.willing.contains(&lemma);
    !plural
        && !willing
        && (names.impersonal.contains(&lemma) && !matches!(scene.tree.object(verb), Some(o) if o < verb)
            || with_clitic
            || clause)
}

fn insertion(scene: &Scene<'_>, end: u32) -> Option<Range<u32>> {
    if end >= scene.len() || !matches!(scene.word(end), "[" | "(") {
        return None;
    }
    let bracket = scene.word(end) == "[";
    let limit = scene.len().min(end + 16);
    let close = (end + 1..limit).find(|&t| matches!(scene.word(t), "]" | ")"))?;
    let marked = (end + 1..close).any(|t| {
        let low = scene.low[t as usize].trim_end_matches('.');
        scene.pack.names.editor_marks.iter().any(|m| m.trim_end_matches('.') == low)
    });
    (bracket || marked).then_some(end + 1..close)
}
