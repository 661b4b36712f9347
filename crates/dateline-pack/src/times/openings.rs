//! Which entries can begin at a place of a text, told by the two words that stand there.
//!
//! Hundreds of entries begin with an article or a preposition, and most articles begin no time expression: the second word
//! leaves few entries to try.

use crate::numbers::NumberLexicon;
use crate::pattern::{First, Pattern};
use crate::quick::QuickMap;
use crate::words::Word;

/// What a slot can begin with.
pub(super) enum Class<'a> {
    /// Words of a table or list.
    Words(Vec<&'a str>),
    /// A number.
    Number,
    /// A capitalised word.
    Name,
    /// An expression found before.
    Time,
}

/// Numbers of entries by the second word.
#[derive(Clone, Debug, Default)]
struct Seconds {
    any: Vec<usize>,
    by_word: QuickMap<Vec<usize>>,
    number: Vec<usize>,
    name: Vec<usize>,
    time: Vec<usize>,
}

/// Numbers of entries by the first word.
#[derive(Clone, Debug, Default)]
pub(super) struct Openings {
    by_word: QuickMap<Seconds>,
    number: Vec<usize>,
    name: Seconds,
    time: Vec<usize>,
}

impl Openings {
    /// Sorts entries by what they can begin with; `class` says what a slot can begin with.
    pub(super) fn new<'a>(
        patterns: impl Iterator<Item = &'a Pattern>,
        class: impl Fn(&str) -> Class<'a>,
    ) -> Openings {
        let mut out = Openings::default();
        for (entry, pattern) in patterns.enumerate() {
            let first = pattern.first();
            for word in first.words {
                let seconds = out.by_word.entry(word.to_owned()).or_default();
                seconds.add(entry, pattern, First::Word(word), &class);
            }
            for slot in first.slots {
                match class(slot) {
                    // An expression of a table may have several words, and so has a number.
                    Class::Words(words) => {
                        for word in words {
                            out.by_word.entry(word.to_owned()).or_default().any.push(entry);
                        }
                    }
                    Class::Number => out.number.push(entry),
                    Class::Name => out.name.add(entry, pattern, First::Slot(slot), &class),
                    Class::Time => out.time.push(entry),
                }
            }
        }
        out
    }

    /// The entries that may match at a place, in their order; `is_time` tells where expressions found before begin.
    pub(super) fn at(
        &self,
        words: &[Word],
        at: usize,
        numbers: &NumberLexicon,
        is_time: &dyn Fn(usize) -> bool,
    ) -> Vec<usize> {
        let mut out: Vec<usize> = Vec::new();
        let word = &words[at];
        let next = words.get(at + 1);
        let mut with = |seconds: &Seconds| {
            out.extend(&seconds.any);
            let Some(next) = next else { return };
            out.extend(seconds.by_word.get(&next.form).into_iter().flatten());
            if !seconds.number.is_empty() && numbers.may_begin(next) {
                out.extend(&seconds.number);
            }
            if next.capital {
                out.extend(&seconds.name);
            }
            if !seconds.time.is_empty() && is_time(at + 1) {
                out.extend(&seconds.time);
            }
        };
        if let Some(seconds) = self.by_word.get(&word.form) {
            with(seconds);
        }
        if word.capital {
            with(&self.name);
        }
        if !self.number.is_empty() && numbers.may_begin(word) {
            out.extend(&self.number);
        }
        if !self.time.is_empty() && is_time(at) {
            out.extend(&self.time);
        }
        out.sort_unstable();
        out.dedup();
        out
    }
}

impl Seconds {
    fn add<'a>(
        &mut self,
        entry: usize,
        pattern: &Pattern,
        first: First<'_>,
        class: &impl Fn(&str) -> Class<'a>,
    ) {
        let second = pattern.second(first);
        if second.any {
            self.any.push(entry);
            return;
        }
        for word in second.words {
            self.by_word.entry(word.to_owned()).or_default().push(entry);
        }
        for slot in second.slots {
            match class(slot) {
                Class::Words(words) => {
                    for word in words {
                        self.by_word.entry(word.to_owned()).or_default().push(entry);
                    }
                }
                Class::Number => self.number.push(entry),
                Class::Name => self.name.push(entry),
                Class::Time => self.time.push(entry),
            }
        }
    }
}
