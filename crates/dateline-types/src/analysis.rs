//! The linguistic analysis of a text: tokens, sentences, dependency heads, named spans.

use crate::span::Span;
use std::ops::Range;
use std::sync::Arc;

/// Universal part of speech; `Space` marks a token that is only white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[allow(missing_docs)]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    #[default]
    X,
    Space,
}

impl Upos {
    const NAMES: [(&'static str, Upos); 20] = [
        ("ADJ", Upos::Adj),
        ("ADP", Upos::Adp),
        ("ADV", Upos::Adv),
        ("AUX", Upos::Aux),
        ("CCONJ", Upos::Cconj),
        ("DET", Upos::Det),
        ("INTJ", Upos::Intj),
        ("NOUN", Upos::Noun),
        ("NUM", Upos::Num),
        ("PART", Upos::Part),
        ("PRON", Upos::Pron),
        ("PROPN", Upos::Propn),
        ("PUNCT", Upos::Punct),
        ("SCONJ", Upos::Sconj),
        ("SYM", Upos::Sym),
        ("VERB", Upos::Verb),
        ("X", Upos::X),
        ("SPACE", Upos::Space),
        ("CONJ", Upos::Cconj),
        ("", Upos::X),
    ];

    /// The tag of that name ("NOUN"); an unknown or empty name is `X`.
    #[must_use]
    pub fn parse(name: &str) -> Upos {
        Upos::NAMES.iter().find(|(n, _)| *n == name).map_or(Upos::X, |(_, u)| *u)
    }

    /// The tag's name in capitals, as in CoNLL-U ("NOUN").
    #[must_use]
    pub fn name(self) -> &'static str {
        Upos::NAMES.iter().find(|(_, u)| *u == self).map_or("X", |(n, _)| *n)
    }
}

/// One token. Head and children are token indices into the same [`Analysis`].
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Where the token stands in the text.
    pub span: Span,
    /// Whether exactly one space (U+0020) belongs to the token and follows it.
    pub space_after: bool,
    /// Universal part of speech.
    pub upos: Upos,
    /// The model's own fine tag; equals the part of speech where the model has none.
    pub xpos: Arc<str>,
    /// Morphological features in Universal Dependencies notation ("Gender=Masc|Number=Sing"), "" when none.
    pub feats: Arc<str>,
    /// Dictionary form.
    pub lemma: Arc<str>,
    /// Normalised form the model saw (lower-cased, exceptions replaced).
    pub norm: Arc<str>,
    /// Index of the syntactic head; the token's own index for a root.
    pub head: u32,
    /// Relation to the head ("nsubj:pass"); "ROOT" for a root.
    pub deprel: Arc<str>,
}

impl Token {
    /// The value of one feature: `feat("Number")` of "Gender=Masc|Number=Sing" is `Some("Sing")`.
    #[must_use]
    pub fn feat(&self, name: &str) -> Option<&str> {
        self.feats.split('|').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    /// Whether the relation is `name` itself or a subtype of it: `is("nsubj")` accepts "nsubj:pass".
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.deprel.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    }
}

/// A span of tokens that the model's named-entity recogniser labelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedSpan {
    /// Token indices, half-open.
    pub tokens: Range<u32>,
    /// The model's label ("PER", "LOC", "ORG", "MISC", or whatever the model knows).
    pub label: Arc<str>,
}

/// The analysis of one text or of a whole report.
///
/// Invariants: tokens are in text order and do not overlap; sentences are consecutive and cover all tokens;
/// a head lies in the same sentence; children never cross paragraphs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// All tokens in text order.
    pub tokens: Vec<Token>,
    /// Sentences as token ranges.
    pub sentences: Vec<Range<u32>>,
    /// Paragraphs as token ranges.
    pub paragraphs: Vec<Range<u32>>,
    /// What the model's named-entity recogniser found.
    pub named: Vec<NamedSpan>,
}

impl Analysis {
    /// Appends the analysis of one paragraph whose text starts at byte `offset` of the report.
    pub fn push_paragraph(&mut self, part: Analysis, offset: usize) {
        let base = self.tokens.len() as u32;
        self.tokens.extend(part.tokens.into_iter().map(|mut t| {
            t.span = t.span.shifted(offset);
            t.head += base;
            t
        }));
        self.sentences.extend(part.sentences.into_iter().map(|s| s.start + base..s.end + base));
        self.paragraphs.push(base..self.tokens.len() as u32);
        self.named.extend(
            part.named
                .into_iter()
                .map(|n| NamedSpan { tokens: n.tokens.start + base..n.tokens.end + base, label: n.label }),
        );
    }

    /// The bytes covered by a range of tokens; an empty range gives an empty span.
    #[must_use]
    pub fn span(&self, tokens: Range<u32>) -> Span {
        match tokens.is_empty() {
            true => Span::default(),
            false => Span {
                start: self.tokens[tokens.start as usize].span.start,
                end: self.tokens[tokens.end as usize - 1].span.end,
            },
        }
    }

    /// Index of the sentence that holds a token.
    #[must_use]
    pub fn sentence_of(&self, token: u32) -> usize {
        self.sentences.partition_point(|s| s.end <= token).min(self.sentences.len().saturating_sub(1))
    }

    /// Index of the paragraph that holds a token.
    #[must_use]
    pub fn paragraph_of(&self, token: u32) -> usize {
        self.paragraphs.partition_point(|s| s.end <= token).min(self.paragraphs.len().saturating_sub(1))
    }

    /// Index of the first token that ends after byte `byte`; the number of tokens when there is none.
    #[must_use]
    pub fn token_at(&self, byte: u32) -> u32 {
        self.tokens.partition_point(|t| t.span.end <= byte) as u32
    }

    /// The tokens (half-open indices) that overlap a span.
    #[must_use]
    pub fn tokens_in(&self, span: Span) -> Range<u32> {
        let start = self.token_at(span.start);
        let end = self.tokens.partition_point(|t| t.span.start < span.end) as u32;
        start..end.max(start)
    }

    /// Direct syntactic dependents of a token, in text order.
    pub fn children(&self, token: u32) -> impl Iterator<Item = u32> + '_ {
        let sentence = self.sentences.get(self.sentence_of(token)).cloned().unwrap_or(0..0);
        sentence.filter(move |&i| i != token && self.tokens[i as usize].head == token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_and_relations_are_found_by_name() {
        let token = Token {
            span: Span::new(0, 3),
            space_after: true,
            upos: Upos::Verb,
            xpos: "VERB".into(),
            feats: "Number=Plur|VerbForm=Fin".into(),
            lemma: "aller".into(),
            norm: "vont".into(),
            head: 0,
            deprel: "nsubj:pass".into(),
        };
        assert_eq!(token.feat("VerbForm"), Some("Fin"));
        assert_eq!(token.feat("Verb"), None);
        assert!(token.is("nsubj") && token.is("nsubj:pass") && !token.is("nsub"));
    }
}
