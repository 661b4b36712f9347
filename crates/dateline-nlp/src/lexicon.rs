//! Token types and tokenised chunks, remembered from text to text.

use crate::encoder::Features;
use crate::hash::string_id;
use crate::table::{Keys, Table};
use crate::tokenizer::{Cut, Tokenizer};
use crate::unicode::{is_alpha, is_digit, is_space, is_upper, lower};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

/// Types kept before everything is forgotten.
const MOST_KINDS: usize = 40_000;
/// Bytes of text kept before everything is forgotten.
const MOST_BYTES: usize = 4 << 20;

static BASE_NORMS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../data/base_norms.tsv").lines().filter(|l| !l.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).collect()
});

/// A token in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tok {
    /// First byte.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
    /// Number of the type.
    pub(crate) kind: u32,
    /// Whether one space follows that belongs to the token.
    pub(crate) space: bool,
}

/// A token type: a text with its norm.
pub(crate) struct Kind {
    /// Text.
    pub(crate) text: Arc<str>,
    /// Normalised form.
    pub(crate) norm: Arc<str>,
    /// Lower-cased text.
    pub(crate) lower: Arc<str>,
    /// Features for the encoders.
    pub(crate) features: Features,
    /// Row in the static vectors.
    pub(crate) vector: Option<u32>,
    /// Whether a sequence of the special-case pass starts with it.
    special: bool,
}

/// What a model knows of words beside its tokenizer.
pub(crate) struct Vocabulary {
    /// Norms of single words (`lexeme_norm`), by StringStore id.
    pub(crate) norms: Option<Table>,
    /// Keys of the static vectors with the rows they share.
    pub(crate) vectors: Option<(Keys, crate::flat::View<u32>)>,
}

/// The types and chunks seen, of one thread.
#[derive(Default)]
pub(crate) struct Lexicon {
    kinds: Vec<Kind>,
    by_text: HashMap<Arc<str>, u32>,
    by_text_and_norm: HashMap<(Arc<str>, Arc<str>), u32>,
    chunks: HashMap<Box<str>, (u32, u32)>,
    /// Lengths and types of the tokens of chunks.
    cuts: Vec<(u32, u32)>,
    bytes: usize,
}

impl Lexicon {
    /// A type by number.
    pub(crate) fn kind(&self, number: u32) -> &Kind {
        &self.kinds[number as usize]
    }

    /// Whether so much is remembered that it should be forgotten before the next text.
    pub(crate) fn is_full(&self) -> bool {
        self.kinds.len() > MOST_KINDS || self.bytes > MOST_BYTES || self.chunks.len() > 2 * MOST_KINDS
    }

    /// Tokenises a text.
    pub(crate) fn tokenise(
        &mut self,
        tokenizer: &Tokenizer,
        vocabulary: &Vocabulary,
        text: &str,
    ) -> Vec<Tok> {
        let mut toks: Vec<Tok> = Vec::with_capacity(text.len() / 5 + 1);
        let mut any_special = false;
        Tokenizer::chunks(text, |start, end, space| {
            let chunk = &text[start..end];
            let (from, to) = match self.chunks.get(chunk) {
                Some(&range) => range,
                None => self.learn(tokenizer, vocabulary, chunk),
            };
            let mut at = start;
            for &(len, kind) in &self.cuts[from as usize..to as usize] {
                any_special |= self.kinds[kind as usize].special;
                toks.push(Tok { start: at as u32, end: at as u32 + len, kind, space: false });
                at += len as usize;
            }
            if let Some(last) = toks.last_mut() {
                last.space = space;
            }
        });
        if any_special {
            self.join_specials(tokenizer, vocabulary, text, &mut toks);
        }
        toks
    }

    fn learn(&mut self, tokenizer: &Tokenizer, vocabulary: &Vocabulary, chunk: &str) -> (u32, u32) {
        let mut cuts = Vec::new();
        tokenizer.cut(chunk, true, &mut cuts);
        let from = self.cuts.len() as u32;
        let mut at = 0;
        for Cut { len, norm } in cuts {
            let kind = self.kind_of(tokenizer, vocabulary, &chunk[at..at + len], norm);
            self.cuts.push((len as u32, kind));
            at += len;
        }
        let range = (from, self.cuts.len() as u32);
        self.bytes += chunk.len();
        self.chunks.insert(chunk.into(), range);
        range
    }

    fn kind_of(
        &mut self,
        tokenizer: &Tokenizer,
        vocabulary: &Vocabulary,
        text: &str,
        norm: Option<&str>,
    ) -> u32 {
        let known = match norm {
            None => self.by_text.get(text).copied(),
            Some(norm) => self.by_text_and_norm.get(&(text.into(), norm.into())).copied(),
        };
        if let Some(number) = known {
            return number;
        }
        let number = self.kinds.len() as u32;
        let kind = make(tokenizer, vocabulary, text, norm);
        match norm {
            None => {
                self.by_text.insert(Arc::clone(&kind.text), number);
            }
            Some(_) => {
                self.by_text_and_norm.insert((Arc::clone(&kind.text), Arc::clone(&kind.norm)), number);
            }
        }
        self.bytes += 3 * text.len();
        self.kinds.push(kind);
        number
    }

    /// The special-case pass.
    fn join_specials(
        &mut self,
        tokenizer: &Tokenizer,
        vocabulary: &Vocabulary,
        text: &str,
        toks: &mut Vec<Tok>,
    ) {
        let starts: Vec<usize> =
            (0..toks.len()).filter(|&i| self.kinds[toks[i].kind as usize].special).collect();
        let of = |i: usize| &text[toks[i].start as usize..toks[i].end as usize];
        let spans = tokenizer.specials().find(toks.len(), starts.into_iter(), of);
        if spans.is_empty() {
            return;
        }
        let mut out = Vec::with_capacity(toks.len());
        let mut done = 0;
        for (a, b) in spans {
            let (start, end) = (toks[a].start as usize, toks[b - 1].end as usize);
            let Some(pieces) = tokenizer.exception(&text[start..end]) else { continue };
            out.extend_from_slice(&toks[done..a]);
            done = b;
            let mut at = start as u32;
            for piece in pieces {
                let kind = self.kind_of(tokenizer, vocabulary, &piece.text, piece.norm.as_deref());
                let len = piece.text.len() as u32;
                out.push(Tok { start: at, end: at + len, kind, space: false });
                at += len;
            }
            if let Some(last) = out.last_mut() {
                last.space = toks[b - 1].space;
            }
        }
        out.extend_from_slice(&toks[done..]);
        *toks = out;
    }
}

fn make(tokenizer: &Tokenizer, vocabulary: &Vocabulary, text: &str, norm: Option<&str>) -> Kind {
    let orth = string_id(text);
    let lowered: Arc<str> = lower(text).into();
    let looked_up = || vocabulary.norms.as_ref().and_then(|t| t.first(orth));
    let norm: Arc<str> = match norm.or_else(looked_up).or_else(|| BASE_NORMS.get(text).copied()) {
        Some(norm) => norm.into(),
        None => Arc::clone(&lowered),
    };
    let prefix = text.chars().next().map_or(0, char::len_utf8);
    let suffix = text.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    let vector = vocabulary.vectors.as_ref().and_then(|(keys, rows)| {
        let at = keys.find(orth)?;
        rows.get(at).copied()
    });
    Kind {
        features: Features {
            orth,
            norm: string_id(&norm),
            lower: string_id(&lowered),
            prefix: string_id(&text[..prefix]),
            suffix: string_id(&text[suffix..]),
            shape: string_id(&shape(text)),
            is_space: !text.is_empty() && text.chars().all(is_space),
        },
        vector,
        special: tokenizer.specials().starts(text),
        text: text.into(),
        norm,
        lower: lowered,
    }
}

/// spaCy's word shape: X, x and d for letters and digits, runs cut to four; "LONG" from 100 characters on.
fn shape(text: &str) -> String {
    let mut out = String::new();
    let mut last = None;
    let mut run = 0;
    for (i, c) in text.chars().enumerate() {
        if i >= 99 && text.chars().nth(99).is_some() {
            return "LONG".into();
        }
        let symbol = match c {
            c if is_alpha(c) && is_upper(c) => 'X',
            c if is_alpha(c) => 'x',
            c if is_digit(c) => 'd',
            c => c,
        };
        run = if last == Some(symbol) { run + 1 } else { 0 };
        last = Some(symbol);
        if run < 4 {
            out.push(symbol);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_spacy_s() {
        assert_eq!(shape("Covid-19"), "Xxxxx-dd");
        assert_eq!(shape("abcdefgh"), "xxxx");
        assert_eq!(shape("É²½"), "Xd½");
        assert_eq!(shape(&"a".repeat(99)), "xxxx");
        assert_eq!(shape(&"é".repeat(100)), "LONG");
        assert_eq!(shape("……"), "……");
    }
}
