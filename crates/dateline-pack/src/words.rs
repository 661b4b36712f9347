//! A light view of a text as words: enough for the grammars of dates, times, numbers and quantities.
//!
//! It depends on no model: letters, digits and marks are told apart by Unicode alone, so that "14h30", "20M€",
//! "avant-hier" and "l'an" fall into the same pieces in a pack's entry and in a report.

use crate::quick::QuickMap;
use dateline_types::Span;

/// One piece of text: a run of letters (with the apostrophe of an elision), a run of digits, or one mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Bytes of the piece in the text it was cut from.
    pub span: Span,
    /// Lower-case form; apostrophes and hyphens are plain.
    pub form: String,
    /// Whether nothing stands between the piece and the one before it.
    pub glued: bool,
    /// Whether the piece begins with a capital letter.
    pub capital: bool,
}

impl Word {
    /// Whether the piece is a run of digits.
    #[must_use]
    pub fn is_digits(&self) -> bool {
        self.form.as_bytes().first().is_some_and(u8::is_ascii_digit)
    }

    /// Whether the piece is a run of letters.
    #[must_use]
    pub fn is_letters(&self) -> bool {
        self.form.chars().next().is_some_and(char::is_alphabetic)
    }
}

/// Cuts a text into words; spans start at byte `offset`.
#[must_use]
pub fn words(text: &str, offset: usize) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}') {
            continue;
        }
        let mut end = start + c.len_utf8();
        let same: Option<fn(char) -> bool> = if c.is_ascii_digit() {
            Some(|c: char| c.is_ascii_digit())
        } else if c.is_alphabetic() {
            Some(|c: char| c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}'))
        } else {
            None
        };
        if let Some(same) = same {
            while let Some((at, next)) = chars.next_if(|(_, n)| same(*n)) {
                end = at + next.len_utf8();
            }
            if c.is_alphabetic()
                && let Some((at, mark)) = chars.next_if(|(_, n)| matches!(n, '\'' | '’' | 'ʼ'))
            {
                end = at + mark.len_utf8();
            }
        }
        let glued = all.last().is_some_and(|w| w.span.end as usize == offset + start);
        let span = Span::new(offset + start, offset + end);
        all.push(Word { span, form: plain(&text[start..end]), glued, capital: c.is_uppercase() });
    }
    all
}

/// Lower case, with plain apostrophes and hyphens.
fn plain(piece: &str) -> String {
    piece
        .chars()
        .map(|c| match c {
            '’' | 'ʼ' => '\'',
            '‐' | '‑' | '–' => '-',
            c => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Expressions of one or more words with a value each, found longest first.
#[derive(Clone, Debug)]
pub struct Phrases<T> {
    by_first: QuickMap<Vec<(Vec<String>, T)>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Phrases { by_first: QuickMap::default() }
    }
}

impl<T> Phrases<T> {
    /// Adds an expression; an empty one is left out.
    pub fn add(&mut self, phrase: &str, value: T) {
        let forms: Vec<String> = words(phrase, 0).into_iter().map(|w| w.form).collect();
        if let Some(first) = forms.first() {
            let list = self.by_first.entry(first.clone()).or_default();
            let at = list.partition_point(|(f, _)| f.len() >= forms.len());
            list.insert(at, (forms, value));
        }
    }

    /// The longest expression that begins at `at`: one past its last word, and its value.
    ///
    /// A hyphen of an entry may be missing in the text.
    #[must_use]
    pub fn find(&self, words: &[Word], at: usize) -> Option<(usize, &T)> {
        let list = self.by_first.get(&words.get(at)?.form)?;
        list.iter().find_map(|(forms, value)| Some((matches_at(forms, words, at)?, value)))
    }

    /// Whether the expression that begins at `at` is one of these.
    #[must_use]
    pub fn has(&self, words: &[Word], at: usize) -> bool {
        self.find(words, at).is_some()
    }

    /// The longest expression that ends right before `end`: its first word, and its value.
    #[must_use]
    pub fn find_before(&self, words: &[Word], end: usize) -> Option<(usize, &T)> {
        (end.saturating_sub(6)..end).find_map(|at| {
            let list = self.by_first.get(&words.get(at)?.form)?;
            list.iter().find(|(forms, _)| matches_at(forms, words, at) == Some(end)).map(|(_, v)| (at, v))
        })
    }

    /// The value of a single lower-case form.
    #[must_use]
    pub fn get(&self, form: &str) -> Option<&T> {
        let list = self.by_first.get(form)?;
        list.iter().find(|(forms, _)| forms.len() == 1).map(|(_, v)| v)
    }

    /// Whether some expression begins with a lower-case form.
    #[must_use]
    pub fn begins_with(&self, form: &str) -> bool {
        self.by_first.contains_key(form)
    }

    /// Whether there is no expression at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_first.is_empty()
    }

    /// The first words of all expressions, in no order.
    pub fn first_words(&self) -> impl Iterator<Item = &str> {
        self.by_first.keys().map(String::as_str)
    }
}

/// One past the last word when `forms` stand at `at`.
fn matches_at(forms: &[String], words: &[Word], at: usize) -> Option<usize> {
    let mut next = at;
    for form in forms {
        match words.get(next) {
            Some(word) if word.form == *form => next += 1,
            _ if form == "-" => {}
            _ => return None,
        }
    }
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_letters_digits_and_marks() {
        let text = "L’attaque d'avant-hier, 14h30 : 20M€ – aujourd’hui.";
        let forms: Vec<String> = words(text, 0).into_iter().map(|w| w.form).collect();
        assert_eq!(
            forms,
            [
                "l'", "attaque", "d'", "avant", "-", "hier", ",", "14", "h", "30", ":", "20", "m", "€", "-",
                "aujourd'", "hui", "."
            ]
        );
    }

    #[test]
    fn the_longest_phrase_wins() {
        let mut phrases = Phrases::default();
        phrases.add("quatre", 4);
        phrases.add("quatre-vingts", 80);
        let text = words("quatre vingts quatre", 0);
        assert_eq!(phrases.find(&text, 0), Some((2, &80)));
        assert_eq!(phrases.find(&text, 2), Some((3, &4)));
        assert_eq!(phrases.find_before(&text, 2), Some((0, &80)));
    }
}
