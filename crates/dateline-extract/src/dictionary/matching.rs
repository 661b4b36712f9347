//! Verbs and their patterns: which fits, with what code, between whom.

use super::DictionaryOptions;
use super::lexicon::{Lexicon, VerbForm};
use super::outcome::{Coding, Side};
use super::phrases::in_relative_clause;
use super::sentence::{NounPhrase, Sentence};
use crate::Tree;
use crate::matcher::agent;
use dateline_kb::petrarch::{EventCode, Join, Pattern, Token};
use dateline_pack::Manifest;
use dateline_types::Upos;
use std::ops::Range;

/// How deep synsets may name others.
const DEPTH: usize = 4;

/// Codes the verbs of a sentence.
pub(super) fn code(
    lexicon: &Lexicon,
    tree: &Tree<'_>,
    manifest: &Manifest,
    sentence: &Sentence,
    index: usize,
    options: &DictionaryOptions,
) -> Vec<Coding> {
    let mut all = Vec::new();
    let mut done = 0;
    for w in 0..sentence.words.len() {
        let word = &sentence.words[w];
        let Some(verb) = word.tokens.clone().find(|&t| matches!(tree.token(t).upos, Upos::Verb | Upos::Aux))
        else {
            continue;
        };
        if w < done || word.passed || word.phrase.is_some() || in_relative_clause(tree, verb) {
            continue;
        }
        // An auxiliary stands back where its verb codes ("should have acted").
        let main = tree.head(verb).filter(|_| tree.token(verb).is("aux"));
        if main.is_some_and(|m| sentence.word(m).is_some_and(|w| at(lexicon, tree, sentence, w, m).is_some()))
        {
            continue;
        }
        let Some(Fitting { scene, code, bound, rule }) = at(lexicon, tree, sentence, w, verb) else {
            continue;
        };
        done = scene.end;
        let passive = tree.is_passive(verb) && agent(tree, manifest, verb).is_some();
        let Some((source, target)) = scene.sides(verb, &bound) else { continue };
        let (source, target) = if passive { (target, source) } else { (source, target) };
        let coding = Coding {
            sentence: index,
            token: verb,
            trigger: sentence.span(tree, scene.own.clone()),
            source: source.members.clone(),
            target: target.members.clone(),
            mutual: bound.compound && std::ptr::eq(source, target),
            code: code.code.clone(),
            reverse: code.reverse.clone(),
            rule,
        };
        if !coding.triples(options).is_empty() {
            all.push(coding);
        }
    }
    all
}

/// A verb of the dictionaries with its code.
struct Fitting<'a> {
    scene: Scene<'a>,
    code: &'a EventCode,
    bound: Bound,
    rule: String,
}

/// The first verb of the dictionaries at a word that has a code there.
fn at<'a>(
    lexicon: &'a Lexicon,
    tree: &'a Tree<'a>,
    sentence: &'a Sentence,
    w: usize,
    verb: u32,
) -> Option<Fitting<'a>> {
    let end = verb_phrase_end(tree, sentence, verb);
    find(lexicon, tree, sentence, w, verb).find_map(|(form, own)| {
        let scene = Scene { lexicon, tree, sentence, end: end.max(own.end), own };
        let (code, bound, rule) = scene.code(form)?;
        Some(Fitting { scene, code, bound, rule })
    })
}

/// The verbs of the dictionaries that stand at a word, with the words each takes.
fn find<'a>(
    lexicon: &'a Lexicon,
    tree: &'a Tree<'a>,
    sentence: &'a Sentence,
    w: usize,
    verb: u32,
) -> impl Iterator<Item = (&'a VerbForm, Range<usize>)> {
    let text = |w: usize| sentence.words[w].text.as_str();
    let lemma = tree.token(verb).lemma.to_uppercase();
    lexicon.verbs(text(w), &lemma).filter_map(move |form| {
        let mut start = w;
        for word in &form.before {
            start = (0..start).rev().find(|&i| !is_light(tree, sentence, i)).filter(|&i| text(i) == word)?;
        }
        let mut end = w + 1;
        for word in &form.behind {
            let next = (end..sentence.words.len()).find(|&i| !is_light(tree, sentence, i));
            end = next.filter(|&i| text(i) == word)? + 1;
        }
        Some((form, start..end))
    })
}

/// Whether a word does not keep two others from standing next to each other: articles, pronouns, numbers.
fn is_light(tree: &Tree<'_>, sentence: &Sentence, w: usize) -> bool {
    let mut tokens = sentence.words[w].tokens.clone();
    tokens.all(|t| matches!(tree.token(t).upos, Upos::Det | Upos::Num | Upos::Pron | Upos::Punct))
}

/// The word behind the verb's phrase: its complements and adjuncts, without clauses that are joined to it.
fn verb_phrase_end(tree: &Tree<'_>, sentence: &Sentence, verb: u32) -> usize {
    // An auxiliary shares the phrase of its verb.
    let top = match tree.head(verb).filter(|_| tree.token(verb).is("aux") || tree.token(verb).is("cop")) {
        Some(head) if head > verb => head,
        _ => verb,
    };
    let loose = ["conj", "parataxis", "punct", "cc"];
    let below = tree.children(top).iter().filter(|&&c| c > top && !loose.iter().any(|r| tree.token(c).is(r)));
    let last = below.map(|&c| tree.subtree(c).end).max().unwrap_or(top + 1);
    sentence.word(last - 1).map_or(sentence.words.len(), |w| w + 1)
}

/// What the marks of a pattern stand for: indices of noun phrases.
#[derive(Clone, Copy, Debug, Default)]
struct Bound {
    source: Option<usize>,
    target: Option<usize>,
    /// Whether a compound stands for both.
    compound: bool,
    /// The phrase that a mark took last.
    last: Option<usize>,
}

/// A part of a pattern, seen from the verb outwards.
struct Element<'p> {
    token: &'p Token,
    /// Whether it stands directly next to the part before.
    adjoins: bool,
}

type Then<'f> = &'f dyn Fn(Bound) -> Option<Bound>;

/// A verb in its sentence.
struct Scene<'a> {
    lexicon: &'a Lexicon,
    tree: &'a Tree<'a>,
    sentence: &'a Sentence,
    /// The words of the verb.
    own: Range<usize>,
    /// The end of its phrase.
    end: usize,
}

impl<'a> Scene<'a> {
    /// The words before the verb, nearest first, back to a comma.
    fn upper(&self) -> Vec<usize> {
        let before = (0..self.own.start).rev().filter(|&w| !self.sentence.words[w].passed);
        before.take_while(|&w| !self.sentence.is_comma(w)).collect()
    }

    /// The words behind the verb in its phrase.
    fn lower(&self) -> Vec<usize> {
        (self.own.end..self.end).filter(|&w| !self.sentence.words[w].passed).collect()
    }

    /// The code of the verb: that of the first pattern that fits, else its own, else that of its block.
    fn code(&self, form: &VerbForm) -> Option<(&'a EventCode, Bound, String)> {
        let lexicon: &'a Lexicon = self.lexicon;
        let block = &lexicon.dictionaries.verbs.blocks[form.block];
        let verb = &block.verbs[form.verb];
        let (upper, lower) = (self.upper(), self.lower());
        let fitting =
            self.lexicon.patterns(form.block).find_map(|p| Some((p, self.fits(p, &upper, &lower)?)));
        if let Some((pattern, bound)) = fitting.filter(|(p, _)| !p.code.is_null()) {
            let rule = format!("{}:{} {}: {}", block.file, pattern.line, verb.phrase, pattern.phrase);
            return Some((&pattern.code, bound, rule));
        }
        let code = verb.code.as_ref().unwrap_or(&block.code);
        let rule = format!("{}:{} {}", block.file, verb.line, verb.phrase);
        (!code.is_null()).then(|| (code, Bound::default(), rule))
    }

    fn fits(&self, pattern: &Pattern, upper: &[usize], lower: &[usize]) -> Option<Bound> {
        let parts = &pattern.phrase.parts;
        let at = parts.iter().position(|p| p.token == Token::Verb)?;
        let plain = |t: &Token| !matches!(t, Token::Bracket(_));
        let behind: Vec<Element<'_>> = (at + 1..parts.len())
            .map(|i| Element { token: &parts[i].token, adjoins: parts[i - 1].join == Join::Adjoins })
            .filter(|e| plain(e.token))
            .collect();
        let before: Vec<Element<'_>> = (0..at)
            .rev()
            .map(|i| Element { token: &parts[i].token, adjoins: parts[i].join == Join::Adjoins })
            .filter(|e| plain(e.token))
            .collect();
        let then = |bound: Bound| {
            let bound = Bound { last: None, ..bound };
            self.fit(upper, 0, &before, true, bound, &Some)
        };
        self.fit(lower, 0, &behind, false, Bound::default(), &then)
    }

    /// Fits parts to words from a place on, then asks `then`; `back` tells that the words run backwards.
    fn fit(
        &self,
        words: &[usize],
        from: usize,
        parts: &[Element<'_>],
        back: bool,
        bound: Bound,
        then: Then<'_>,
    ) -> Option<Bound> {
        let Some((part, rest)) = parts.split_first() else { return then(bound) };
        for at in from..words.len() {
            let found = match part.token {
                Token::Word(w) | Token::Head(w) => (self.sentence.words[words[at]].text == *w)
                    .then(|| self.fit(words, at + 1, rest, back, bound, then))
                    .flatten(),
                Token::Synset(name) => self.lexicon.members(name, DEPTH).iter().find_map(|run| {
                    let width = self.run(words, at, run, back)?;
                    self.fit(words, at + width, rest, back, bound, then)
                }),
                mark => self
                    .mark(words, at, mark, bound, back)
                    .and_then(|(next, bound)| self.fit(words, next, rest, back, bound, then)),
            };
            if found.is_some() {
                return found;
            }
            if part.adjoins && !is_light(self.tree, self.sentence, words[at]) {
                return None;
            }
        }
        None
    }

    /// How many words a run takes that stands at a place.
    fn run(&self, words: &[usize], at: usize, run: &[String], back: bool) -> Option<usize> {
        let here = words.get(at..at + run.len())?;
        let text = |w: &usize| self.sentence.words[*w].text.as_str();
        let same = match back {
            false => here.iter().map(text).eq(run.iter().map(String::as_str)),
            true => here.iter().map(text).eq(run.iter().rev().map(String::as_str)),
        };
        same.then_some(run.len())
    }

    /// What a mark takes at a place, and where the next part may stand.
    fn mark(
        &self,
        words: &[usize],
        at: usize,
        mark: &Token,
        bound: Bound,
        back: bool,
    ) -> Option<(usize, Bound)> {
        let phrase = self.sentence.words[words[at]].phrase.filter(|p| bound.last != Some(*p))?;
        let bound = Bound { last: Some(phrase), ..bound };
        match mark {
            Token::Source => Some((at, Bound { source: Some(phrase), ..bound })),
            Token::Target => Some((at, Bound { target: Some(phrase), ..bound })),
            Token::Skip => {
                let inside = |w: &usize| self.sentence.words[*w].phrase == Some(phrase);
                Some((at + words[at..].iter().take_while(|w| inside(w)).count(), bound))
            }
            Token::Compound if self.sentence.phrases[phrase].compound => {
                // Behind the verb a compound is acted on; who acts is looked for before it.
                let source = if back { Some(phrase) } else { bound.source };
                Some((at, Bound { source, target: Some(phrase), compound: true, ..bound }))
            }
            _ => None,
        }
    }

    /// The two sides: what the pattern marks, else the subject or the first coded phrase before the verb, and the first coded
    /// phrase behind it that is not the same.
    fn sides(&self, verb: u32, bound: &Bound) -> Option<(&'a NounPhrase, &'a NounPhrase)> {
        let phrases: &'a [NounPhrase] = &self.sentence.phrases;
        let within = |words: &[usize]| -> Vec<usize> {
            let mut all: Vec<usize> = words.iter().filter_map(|&w| self.sentence.words[w].phrase).collect();
            all.dedup();
            all
        };
        let mut upper = within(&self.upper());
        upper.reverse();
        let lower = within(&self.lower());
        let marked = bound.target.map(|t| &phrases[t]);
        let differs = |p: usize, other: Option<&NounPhrase>| other.is_none_or(|o| !same(&phrases[p], o));
        let subject = self.tree.subject(verb).and_then(|(t, _)| {
            let phrase = self.sentence.words[self.sentence.word(t)?].phrase?;
            (phrases[phrase].words.end <= self.own.start).then_some(phrase)
        });
        let source = bound.source.or_else(|| {
            let coded = |p: &usize| phrases[*p].is_coded() && differs(*p, marked);
            subject.filter(coded).or_else(|| upper.iter().copied().find(coded))
        });
        let source = source.or(subject).or_else(|| upper.iter().copied().find(|&p| differs(p, marked)))?;
        let target = bound.target.or_else(|| {
            let other = |p: &usize| *p != source && differs(*p, Some(&phrases[source]));
            let coded = |p: &usize| phrases[*p].is_coded() && other(p);
            lower.iter().copied().find(coded).or_else(|| lower.iter().copied().find(|p| *p != source))
        })?;
        Some((&phrases[source], &phrases[target]))
    }
}

/// Whether two phrases have the same codes.
fn same(a: &NounPhrase, b: &NounPhrase) -> bool {
    let codes = |p: &NounPhrase| p.members.iter().map(|m: &Side| m.code.clone()).collect::<Vec<_>>();
    codes(a) == codes(b)
}
