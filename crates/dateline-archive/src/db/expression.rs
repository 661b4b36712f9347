//! Full-text expressions of SQLite's FTS5 for PostgreSQL, and texts as its index keeps them.
//!
//! Understood are words (all of which have to stand), "phrases", pref*, AND, OR, NOT and parentheses; they bind as in FTS5:
//! words side by side closest, then NOT, AND, OR. Words are compared without case and diacritics: both sides are folded here.

use crate::body::fold;
use crate::error::{ArchiveError, Result};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Longest word that is indexed, in bytes: PostgreSQL's bound is 2,046.
const WORD: usize = 1_000;
/// Most places of a word in one text that PostgreSQL keeps, and the last place it knows.
const PLACES: usize = 255;
const LAST: usize = 16_383;
/// Most bytes of words and places in one text, below PostgreSQL's bound of 1 MB.
const ROOM: usize = 1_000_000;
/// Words between title and text, so that no phrase spans both.
const GAP: usize = 8;
/// Deepest nesting of parentheses.
const DEEPEST: usize = 64;

/// What has to stand in a text.
#[derive(Clone, Debug, PartialEq)]
enum Wanted {
    /// Nothing has it.
    Never,
    /// These words in a row; the last one may go on when `true`.
    Phrase(Vec<String>, bool),
    And(Box<Wanted>, Box<Wanted>),
    Or(Box<Wanted>, Box<Wanted>),
    Not(Box<Wanted>, Box<Wanted>),
}

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Words(String),
    Star,
    Open,
    Close,
    And,
    Or,
    Not,
}

fn fault(why: impl Into<String>) -> ArchiveError {
    ArchiveError::Query(format!("full-text expression: {}", why.into()))
}

/// An expression as a `tsquery`; empty when nothing can meet it.
pub(crate) fn query(expression: &str) -> Result<String> {
    let pieces = pieces(expression)?;
    let mut parser = Parser { pieces: &pieces, at: 0, deep: 0 };
    let wanted = parser.any()?;
    match pieces.get(parser.at) {
        None => Ok(written(&wanted)),
        Some(Piece::Close) => Err(fault("a parenthesis is closed that was not opened")),
        Some(_) => Err(fault("it ends too early")),
    }
}

fn pieces(expression: &str) -> Result<Vec<Piece>> {
    let mut out = Vec::new();
    let mut rest = expression;
    while let Some(c) = rest.chars().next() {
        match c {
            c if c.is_ascii_whitespace() => rest = &rest[1..],
            '(' | ')' | '*' => {
                out.push(match c {
                    '(' => Piece::Open,
                    ')' => Piece::Close,
                    _ => Piece::Star,
                });
                rest = &rest[1..];
            }
            '"' => {
                let mut text = String::new();
                rest = &rest[1..];
                loop {
                    let end = rest
                        .find('"')
                        .ok_or_else(|| fault("unterminated string: a quotation mark is missing"))?;
                    text.push_str(&rest[..end]);
                    rest = &rest[end + 1..];
                    match rest.strip_prefix('"') {
                        Some(more) => {
                            text.push('"');
                            rest = more;
                        }
                        None => break,
                    }
                }
                out.push(Piece::Words(text));
            }
            c if is_bare(c) => {
                let end = rest.find(|c| !is_bare(c)).unwrap_or(rest.len());
                let (word, behind) = rest.split_at(end);
                out.push(match word {
                    "AND" => Piece::And,
                    "OR" => Piece::Or,
                    "NOT" => Piece::Not,
                    "NEAR" if behind.trim_start().starts_with('(') => {
                        return Err(fault(
                            "NEAR is not known to archives in PostgreSQL; write a \"phrase\", or AND",
                        ));
                    }
                    word => Piece::Words(word.to_owned()),
                });
                rest = behind;
            }
            c => {
                return Err(fault(format!(
                    "syntax error near `{c}`; put words with other characters into \"quotation marks\""
                )));
            }
        }
    }
    Ok(out)
}

/// Whether a character may stand in a word without quotation marks.
fn is_bare(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii()
}

struct Parser<'a> {
    pieces: &'a [Piece],
    at: usize,
    deep: usize,
}

impl Parser<'_> {
    fn takes(&mut self, piece: &Piece) -> bool {
        let is = self.pieces.get(self.at) == Some(piece);
        self.at += usize::from(is);
        is
    }

    fn any(&mut self) -> Result<Wanted> {
        let mut wanted = self.every()?;
        while self.takes(&Piece::Or) {
            wanted = either(wanted, self.every()?);
        }
        Ok(wanted)
    }

    fn every(&mut self) -> Result<Wanted> {
        let mut wanted = self.without()?;
        while self.takes(&Piece::And) {
            wanted = both(wanted, self.without()?);
        }
        Ok(wanted)
    }

    fn without(&mut self) -> Result<Wanted> {
        let mut wanted = self.beside()?;
        while self.takes(&Piece::Not) {
            wanted = match (wanted, self.beside()?) {
                (Wanted::Never, _) => Wanted::Never,
                (wanted, Wanted::Never) => wanted,
                (wanted, other) => Wanted::Not(Box::new(wanted), Box::new(other)),
            };
        }
        Ok(wanted)
    }

    /// Words side by side; those without a letter or digit do not count beside others.
    fn beside(&mut self) -> Result<Wanted> {
        let mut wanted = self.single()?;
        while matches!(self.pieces.get(self.at), Some(Piece::Words(_) | Piece::Open)) {
            let next = self.single()?;
            wanted = match (wanted, next) {
                (Wanted::Never, next) => next,
                (wanted, Wanted::Never) => wanted,
                (wanted, next) => both(wanted, next),
            };
        }
        Ok(wanted)
    }

    fn single(&mut self) -> Result<Wanted> {
        let piece = self.pieces.get(self.at).cloned();
        self.at += 1;
        match piece {
            Some(Piece::Words(text)) => {
                let goes_on = self.takes(&Piece::Star);
                let words: Vec<String> = words(&text).collect();
                Ok(if words.is_empty() { Wanted::Never } else { Wanted::Phrase(words, goes_on) })
            }
            Some(Piece::Open) => {
                self.deep += 1;
                if self.deep > DEEPEST {
                    return Err(fault("too many parentheses in each other"));
                }
                let wanted = self.any()?;
                self.deep -= 1;
                match self.takes(&Piece::Close) {
                    true => Ok(wanted),
                    false => Err(fault("a parenthesis is not closed")),
                }
            }
            Some(Piece::Star) => Err(fault("syntax error near `*`; it stands behind a word")),
            Some(_) => Err(fault("syntax error: AND, OR and NOT stand between two words")),
            None => Err(fault("syntax error: a word is missing")),
        }
    }
}

fn both(a: Wanted, b: Wanted) -> Wanted {
    match (a, b) {
        (Wanted::Never, _) | (_, Wanted::Never) => Wanted::Never,
        (a, b) => Wanted::And(Box::new(a), Box::new(b)),
    }
}

fn either(a: Wanted, b: Wanted) -> Wanted {
    match (a, b) {
        (Wanted::Never, other) | (other, Wanted::Never) => other,
        (a, b) => Wanted::Or(Box::new(a), Box::new(b)),
    }
}

fn written(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Never => String::new(),
        Wanted::Phrase(words, goes_on) => {
            let last = words.len() - 1;
            let word =
                |(i, w): (usize, &String)| format!("'{w}'{}", if *goes_on && i == last { ":*" } else { "" });
            format!("({})", words.iter().enumerate().map(word).collect::<Vec<_>>().join(" <-> "))
        }
        Wanted::And(a, b) => format!("({} & {})", written(a), written(b)),
        Wanted::Or(a, b) => format!("({} | {})", written(a), written(b)),
        Wanted::Not(a, b) => format!("({} & !{})", written(a), written(b)),
    }
}

/// The words of a text, folded: runs of letters and digits. Longer ones than PostgreSQL can keep are cut.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| {
            let end = w.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= WORD).last();
            w[..end.unwrap_or(0)].to_owned()
        })
        .collect::<Vec<_>>()
        .into_iter()
}

/// Title and text of a report as a `tsvector`. Of very long texts the first part is kept.
pub(crate) fn vector(title: Option<&str>, text: &str) -> String {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let (mut at, mut room) = (0, ROOM);
    for part in [title.unwrap_or(""), text] {
        for word in words(part) {
            at += 1;
            let known = places.get(&word).map(Vec::len);
            let cost = if known.is_none() { word.len() + 8 } else { 2 };
            if cost > room {
                break;
            }
            if known.is_none_or(|n| n < PLACES && at <= LAST) {
                room -= cost;
                places.entry(word).or_default().push(at.min(LAST));
            }
        }
        at += GAP;
    }
    let mut out = String::new();
    for (word, places) in places {
        let places: Vec<String> = places.iter().map(ToString::to_string).collect();
        let _ = write!(out, "'{word}':{} ", places.join(","));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_bind_as_in_fts5() {
        for (expression, wanted) in [
            ("Téhéran", "('teheran')"),
            ("a b", "(('a') & ('b'))"),
            ("\"Force Al-Qods\"", "('force' <-> 'al' <-> 'qods')"),
            ("pref*", "('pref':*)"),
            ("\"a pre\"*", "('a' <-> 'pre':*)"),
            ("a OR b AND c", "(('a') | (('b') & ('c')))"),
            ("a AND b NOT c d", "(('a') & (('b') & !(('c') & ('d'))))"),
            ("(a OR b) AND c", "((('a') | ('b')) & ('c'))"),
            ("a (b OR c)", "(('a') & (('b') | ('c')))"),
            ("a_b", "('a' <-> 'b')"),
            ("and or", "(('and') & ('or'))"),
            ("NEAR", "('near')"),
            ("a \"\"", "('a')"),
            ("a AND \"\"", ""),
            ("a OR \"-\"", "('a')"),
            ("a NOT \"\"", "('a')"),
            ("\"a\"\"b\"", "('a' <-> 'b')"),
            ("\"it's\"", "('it' <-> 's')"),
        ] {
            assert_eq!(query(expression).unwrap(), wanted, "{expression}");
        }
    }

    #[test]
    fn what_is_not_understood_is_said() {
        for (expression, words) in [
            ("\"", "unterminated"),
            ("", "a word is missing"),
            ("a AND", "a word is missing"),
            ("OR b", "between two words"),
            ("a OR OR b", "between two words"),
            ("NEAR(a b, 5)", "NEAR is not known"),
            ("title : a", "near `:`"),
            ("l'armée", "near `'`"),
            ("a-b", "near `-`"),
            ("(a", "not closed"),
            ("a)", "not opened"),
            ("* a", "behind a word"),
            ("^a", "near `^`"),
        ] {
            let fault = query(expression).unwrap_err();
            assert!(fault.is_question() && fault.to_string().contains(words), "{expression}: {fault}");
        }
        assert!(query(&"(".repeat(100_000)).is_err());
    }

    #[test]
    fn texts_are_kept_within_the_bounds_of_the_database() {
        assert_eq!(vector(Some("Le Été"), "l'été à Gao"), "'a':13 'ete':2,12 'gao':14 'l':11 'le':1 ");
        let long = vector(None, &"a".repeat(1_000_000));
        assert_eq!(long.len(), WORD + 5);
        let many: String = (0..400_000).map(|n| format!("w{n} ")).collect();
        assert!(vector(None, &many).len() < 2 * ROOM);
        assert!(vector(None, &"x ".repeat(100_000)).len() < 2_000);
    }
}
