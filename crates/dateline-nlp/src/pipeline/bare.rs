//! What can be told of a text without running the networks: its tokens, and the lemmas its words could get.

use super::Pipeline;
use crate::lemma::Word;
use crate::ruler::RulerWord;
use dateline_types::{Analysis, Span, Token, Upos};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Universal parts of speech, as the lemmatizers name them.
const PARTS: [&str; 18] = [
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
    "SCONJ", "SYM", "VERB", "X", "",
];

impl Pipeline {
    /// The tokens of a text as [`Pipeline::process`] cuts them, with norms and nothing else: lemmas are the lower-cased
    /// words, parts of speech X, no token depends on another. Sentences end behind `.`, `!`, `?` or `…` before a capital.
    #[must_use]
    pub fn tokenize(&self, text: &str) -> Analysis {
        let mut memory = self.take_memory();
        let toks = memory.lexicon.tokenise(&self.tokenizer, &self.vocabulary, text);
        let mut out = Analysis::default();
        let nothing: Arc<str> = Arc::from("");
        let label: Arc<str> = Arc::from("dep");
        let mut from = 0;
        for (i, tok) in toks.iter().enumerate() {
            let kind = memory.lexicon.kind(tok.kind);
            let mark = kind.text.chars().all(|c| c.is_ascii_punctuation() || "«»“”‘’…–—".contains(c));
            let upos = if kind.features.is_space {
                Upos::Space
            } else if mark {
                Upos::Punct
            } else {
                Upos::X
            };
            out.tokens.push(Token {
                span: Span { start: tok.start, end: tok.end },
                space_after: tok.space,
                upos,
                xpos: Arc::clone(&nothing),
                feats: Arc::clone(&nothing),
                lemma: Arc::clone(&kind.lower),
                norm: Arc::clone(&kind.norm),
                head: i as u32,
                deprel: Arc::clone(&label),
            });
            let ends = kind.text.ends_with(['.', '!', '?', '…']);
            let next = toks.get(i + 1).map(|t| text[t.start as usize..t.end as usize].chars().next());
            let opens =
                next.flatten().is_some_and(|c| c.is_uppercase() || matches!(c, '«' | '“' | '"' | '¿' | '¡'));
            if ends && opens {
                out.sentences.push(from..i as u32 + 1);
                from = i as u32 + 1;
            }
        }
        let end = toks.len() as u32;
        if from < end {
            out.sentences.push(from..end);
        }
        out.paragraphs.push(0..end);
        if memory.lexicon.is_full() {
            memory.forget();
        }
        self.give_back(memory);
        out
    }

    /// Every lemma that an analysis could give a word, whatever stands around it; `None` when the model's lemmatizer is
    /// trained, so that this cannot be told.
    #[must_use]
    pub fn possible_lemmas(&self, word: &str) -> Option<Vec<String>> {
        if self.edits.is_some() {
            return None;
        }
        let mut all: BTreeSet<String> = BTreeSet::new();
        let mut add = |pos: &str, feats: &str| {
            for starts_sentence in [false, true] {
                all.insert(self.lemmatizer.lemma(&Word { text: word, pos, feats, starts_sentence }));
            }
        };
        if self.lemmatizer.minds_features() {
            for (pos, feats) in self.kinds() {
                add(pos, feats);
            }
        }
        for pos in PARTS {
            add(pos, "");
        }
        let lower = crate::unicode::lower(word);
        let seen = RulerWord { text: word, lower: &lower, is_space: false };
        let ruled: Vec<u16> = self.ruler.lemmas(&seen).collect();
        all.extend(ruled.into_iter().map(|name| self.names.name(name).to_owned()));
        all.insert(lower);
        Some(all.into_iter().collect())
    }

    /// Part of speech and features of every output of the taggers and of the rules behind them.
    fn kinds(&self) -> BTreeSet<(&str, &str)> {
        let name = |n: u16| self.names.name(n);
        let tagged = self.tags.iter().map(|&(_, pos, feats)| (pos, feats));
        let morphs = self.morphologizer.iter().flat_map(|(_, all)| all.iter().copied());
        tagged.chain(morphs).map(|(pos, feats)| (name(pos), name(feats))).collect()
    }
}
