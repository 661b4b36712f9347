//! spaCy's rule tokenizer: exceptions, prefixes, suffixes, infixes, then the special-case pass.

mod patterns;
mod special;

pub(crate) use patterns::{Infix, Patterns, Suffix};
pub(crate) use special::Specials;

use crate::unicode::is_space;
use patterns::Compiled;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// Longest run without white space that is tokenised as one, in bytes; longer runs are cut there. spaCy has no
/// such limit, but its work grows with the square of the length.
pub(crate) const LONGEST_CHUNK: usize = 8192;

/// One token of an exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Piece {
    /// The token's text.
    pub(crate) text: String,
    /// The norm the exception gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) norm: Option<String>,
}

/// All a tokenizer knows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Rules {
    /// The regular expressions.
    pub(crate) patterns: Patterns,
    /// Tokens of strings that are not cut by rule; the texts of the pieces add up to the key.
    pub(crate) exceptions: BTreeMap<String, Vec<Piece>>,
    /// Token sequences to look for in the special-case pass.
    pub(crate) specials: Vec<Vec<String>>,
}

/// A token cut out of a chunk: its length in bytes and the norm of an exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cut<'a> {
    /// Length in bytes; the cuts of a chunk follow each other without gap.
    pub(crate) len: usize,
    /// Norm given by the exception.
    pub(crate) norm: Option<&'a str>,
}

/// A tokenizer ready to run.
pub(crate) struct Tokenizer {
    compiled: Compiled,
    exceptions: HashMap<String, Vec<Piece>>,
    longest_exception: usize,
    specials: Specials,
}

impl Tokenizer {
    /// Takes rules. The patterns are compiled when first used.
    ///
    /// # Errors
    /// When a pattern is not a valid expression (checked at conversion, with `check`).
    pub(crate) fn new(rules: Rules) -> Result<Tokenizer, String> {
        Ok(Tokenizer {
            compiled: Compiled::new(rules.patterns),
            longest_exception: rules.exceptions.keys().map(String::len).max().unwrap_or(0),
            specials: Specials::new(&rules.specials),
            exceptions: rules.exceptions.into_iter().collect(),
        })
    }

    /// Compiles all patterns now.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.compiled.check()
    }

    /// The sequences of the special-case pass.
    pub(crate) fn specials(&self) -> &Specials {
        &self.specials
    }

    /// The tokens of an exception.
    pub(crate) fn exception(&self, text: &str) -> Option<&[Piece]> {
        if text.len() > self.longest_exception {
            return None;
        }
        self.exceptions.get(text).map(Vec::as_slice)
    }

    /// Cuts one run of white space or of other characters into tokens. `special` says whether exceptions count.
    pub(crate) fn cut<'a>(&'a self, chunk: &str, special: bool, out: &mut Vec<Cut<'a>>) {
        let exception = |s: &str| if special { self.exception(s) } else { None };
        if let Some(pieces) = exception(chunk) {
            return push_pieces(out, pieces);
        }
        let (mut start, mut end) = (0, chunk.len());
        let mut suffixes = Vec::new();
        let mut last = usize::MAX;
        while start < end && end - start != last {
            let s = &chunk[start..end];
            if self.compiled.token_match(s) || exception(s).is_some() {
                break;
            }
            last = s.len();
            let p = self.compiled.prefix(s);
            if p > 0 && p < s.len() && exception(&s[p..]).is_some() {
                out.push(Cut { len: p, norm: None });
                start += p;
                break;
            }
            let q = self.compiled.suffix(&s[p..]);
            if q > 0 && q < s.len() && exception(&s[..s.len() - q]).is_some() {
                suffixes.push(q);
                end -= q;
                break;
            }
            if p > 0 {
                out.push(Cut { len: p, norm: None });
                start += p;
            }
            if q > 0 {
                suffixes.push(q);
                end -= q;
            }
        }
        if start < end {
            let s = &chunk[start..end];
            if let Some(pieces) = exception(s) {
                push_pieces(out, pieces);
            } else if self.compiled.token_match(s) || self.compiled.url_match(s) {
                out.push(Cut { len: s.len(), norm: None });
            } else {
                let mut at = 0;
                self.compiled.infixes(s, |a, b| {
                    if a == 0 {
                        return;
                    }
                    let cuts = [a - at, b - a];
                    out.extend(cuts.into_iter().filter(|&len| len > 0).map(|len| Cut { len, norm: None }));
                    at = b;
                });
                if at < s.len() {
                    out.push(Cut { len: s.len() - at, norm: None });
                }
            }
        }
        out.extend(suffixes.into_iter().rev().map(|len| Cut { len, norm: None }));
    }

    /// Cuts a text into chunks and reports each with the flag that one space follows it and belongs to it:
    /// `each(start, end, space)` in bytes.
    pub(crate) fn chunks(text: &str, mut each: impl FnMut(usize, usize, bool)) {
        let Some(first) = text.chars().next() else { return };
        let mut white = is_space(first);
        let mut start = 0;
        for (i, c) in text.char_indices() {
            if is_space(c) != white {
                let space = c == ' ';
                if start < i {
                    each(start, i, space);
                }
                start = if space { i + 1 } else { i };
                white = !white;
            } else if i - start >= LONGEST_CHUNK {
                each(start, i, false);
                start = i;
            }
        }
        if start < text.len() {
            each(start, text.len(), false);
        }
    }

    /// The token sequences (cut without exceptions) of those exceptions that the rules might cut. With
    /// `faster`, exceptions that no pattern touches are left out, as spaCy does.
    pub(crate) fn special_sequences(&self, faster: bool) -> Vec<Vec<String>> {
        let mut keys: Vec<&String> = self.exceptions.keys().collect();
        keys.sort();
        let mut out = Vec::new();
        for key in keys {
            let touched = || {
                self.compiled.prefix(key) > 0
                    || self.compiled.suffix(key) > 0
                    || key.contains(' ')
                    || self.compiled.has_infix(key)
            };
            if faster && !touched() {
                continue;
            }
            let mut sequence = Vec::new();
            Tokenizer::chunks(key, |start, end, _| {
                let mut cuts = Vec::new();
                self.cut(&key[start..end], false, &mut cuts);
                let mut at = start;
                for cut in cuts {
                    sequence.push(key[at..at + cut.len].to_owned());
                    at += cut.len;
                }
            });
            if !sequence.is_empty() {
                out.push(sequence);
            }
        }
        out
    }
}

fn push_pieces<'a>(out: &mut Vec<Cut<'a>>, pieces: &'a [Piece]) {
    out.extend(pieces.iter().map(|p| Cut { len: p.text.len(), norm: p.norm.as_deref() }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunks(text: &str) -> Vec<(String, bool)> {
        let mut out = Vec::new();
        Tokenizer::chunks(text, |a, b, space| out.push((text[a..b].to_owned(), space)));
        out
    }

    #[test]
    fn white_space_is_cut_as_spacy_cuts_it() {
        let owned = |list: &[(&str, bool)]| list.iter().map(|(s, b)| (s.to_string(), *b)).collect::<Vec<_>>();
        assert_eq!(chunks("a  b"), owned(&[("a", true), (" ", false), ("b", false)]));
        assert_eq!(chunks("a \n b"), owned(&[("a", true), ("\n ", false), ("b", false)]));
        assert_eq!(chunks("a "), owned(&[("a", true)]));
        assert_eq!(chunks(" a"), owned(&[(" ", false), ("a", false)]));
        assert_eq!(chunks("\u{1c}"), owned(&[("\u{1c}", false)]));
        assert!(chunks("").is_empty());
    }

    #[test]
    fn a_long_run_is_cut() {
        let long = "é".repeat(LONGEST_CHUNK);
        let parts = chunks(&long);
        assert_eq!(parts.len(), 2);
        assert_eq!(parts.iter().map(|p| p.0.len()).sum::<usize>(), long.len());
    }
}
