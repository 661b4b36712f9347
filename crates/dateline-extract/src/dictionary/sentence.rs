//! A sentence as dictionaries see it: words in capitals, and the noun phrases some of them stand in.

use super::outcome::Side;
use crate::Tree;
use dateline_types::{Span, Upos};
use std::ops::Range;

/// One word: a token, or several that hyphens join.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// In capitals.
    pub text: String,
    /// Its tokens.
    pub tokens: Range<u32>,
    /// The noun phrase it stands in.
    pub phrase: Option<usize>,
    /// Whether it is passed over, as part of a stretch between commas.
    pub passed: bool,
}

/// A noun phrase; several members where it is a compound.
#[derive(Clone, Debug)]
pub(super) struct NounPhrase {
    /// Its words.
    pub words: Range<usize>,
    /// Whom it names.
    pub members: Vec<Side>,
    /// Whether several nouns are joined in it.
    pub compound: bool,
}

impl NounPhrase {
    /// Whether a dictionary gives any of its members a code.
    pub fn is_coded(&self) -> bool {
        self.members.iter().any(|m| m.code != super::outcome::NULL)
    }
}

pub(super) struct Sentence {
    pub words: Vec<Word>,
    pub phrases: Vec<NounPhrase>,
    first: u32,
    word_of: Vec<usize>,
}

impl Sentence {
    pub fn new(text: &str, tree: &Tree<'_>, range: Range<u32>) -> Sentence {
        let mut words: Vec<Word> = Vec::new();
        let mut word_of = Vec::new();
        let form = |t: u32| tree.token(t).span.of(text);
        let dash = |f: &str| matches!(f, "-" | "‐" | "‑");
        for t in range.clone() {
            let token = tree.token(t);
            let joins = t > range.start
                && !tree.token(t - 1).space_after
                && tree.token(t - 1).span.end == token.span.start
                && (dash(form(t)) || dash(form(t - 1)))
                && words.last().is_some_and(|w| w.text.chars().next().is_some_and(char::is_alphanumeric));
            match words.last_mut().filter(|_| joins) {
                Some(word) => {
                    word.text.push_str(&form(t).to_uppercase());
                    word.tokens.end = t + 1;
                }
                None if token.upos == Upos::Space => {
                    word_of.push(words.len().saturating_sub(1));
                    continue;
                }
                None => words.push(Word {
                    text: form(t).to_uppercase(),
                    tokens: t..t + 1,
                    phrase: None,
                    passed: false,
                }),
            }
            word_of.push(words.len() - 1);
        }
        Sentence { words, phrases: Vec::new(), first: range.start, word_of }
    }

    /// The words in capitals.
    pub fn texts(&self) -> Vec<&str> {
        self.words.iter().map(|w| w.text.as_str()).collect()
    }

    /// The word that holds a token.
    pub fn word(&self, token: u32) -> Option<usize> {
        let at = token.checked_sub(self.first)?;
        self.word_of.get(at as usize).copied().filter(|&w| w < self.words.len())
    }

    /// Notes at each word its phrase.
    pub fn index_phrases(&mut self) {
        for (i, phrase) in self.phrases.iter().enumerate() {
            for word in &mut self.words[phrase.words.clone()] {
                word.phrase = Some(i);
            }
        }
    }

    /// Whether a word is a comma that stands in no noun phrase.
    pub fn is_comma(&self, word: usize) -> bool {
        let w = &self.words[word];
        w.text == "," && w.phrase.is_none()
    }

    /// The bytes of a run of words.
    pub fn span(&self, tree: &Tree<'_>, words: Range<usize>) -> Span {
        let tokens = self.words[words.start].tokens.start..self.words[words.end - 1].tokens.end;
        tree.analysis.span(tokens)
    }
}
