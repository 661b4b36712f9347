//! The tokenizer's regular expressions, in the form conversion gave them.

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// Memory allowed for one compiled expression, in bytes.
const SIZE_LIMIT: usize = 64 << 20;

/// Suffix alternatives whose look-behind has one width.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Suffix {
    /// Expression anchored at the end; its first `skip` characters are context.
    pub(crate) pattern: String,
    /// Characters of context in front of the suffix.
    pub(crate) skip: usize,
}

/// Infix alternatives.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Infix {
    /// Matches exactly when some alternative does.
    pub(crate) loose: String,
    /// The alternatives in order, with look-around.
    pub(crate) exact: Vec<String>,
}

/// All expressions of a tokenizer; an empty one never matches.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Patterns {
    /// Tried in order; anchored at the start, may look ahead.
    pub(crate) prefixes: Vec<String>,
    /// The longest match counts.
    pub(crate) suffixes: Vec<Suffix>,
    /// Between the affixes.
    pub(crate) infix: Infix,
    /// Any of them makes the string one token.
    pub(crate) token_match: Vec<String>,
    /// Matches whenever `url_match` does.
    pub(crate) url_loose: String,
    /// Makes the string one token.
    pub(crate) url_match: String,
}

/// A plain expression, compiled when first used.
struct Plain {
    source: String,
    cell: OnceLock<Result<Regex, String>>,
}

/// An expression with look-around, compiled when first used.
struct Looking {
    source: String,
    cell: OnceLock<Result<fancy_regex::Regex, String>>,
}

impl Plain {
    fn new(source: String) -> Plain {
        Plain { source, cell: OnceLock::new() }
    }

    fn result(&self) -> &Result<Regex, String> {
        self.cell.get_or_init(|| {
            RegexBuilder::new(&self.source).size_limit(SIZE_LIMIT).build().map_err(|e| e.to_string())
        })
    }

    fn get(&self) -> Option<&Regex> {
        if self.source.is_empty() { None } else { self.result().as_ref().ok() }
    }
}

impl Looking {
    fn new(source: String) -> Looking {
        Looking { source, cell: OnceLock::new() }
    }

    fn result(&self) -> &Result<fancy_regex::Regex, String> {
        self.cell.get_or_init(|| {
            fancy_regex::RegexBuilder::new(&self.source)
                .delegate_size_limit(SIZE_LIMIT)
                .build()
                .map_err(|e| e.to_string())
        })
    }

    fn get(&self) -> Option<&fancy_regex::Regex> {
        if self.source.is_empty() { None } else { self.result().as_ref().ok() }
    }
}

/// Compiled expressions.
pub(crate) struct Compiled {
    prefixes: Vec<Looking>,
    suffixes: Vec<(Plain, usize)>,
    infix_loose: Plain,
    infixes: Vec<Looking>,
    token_match: Vec<Plain>,
    url_loose: Plain,
    url_match: Looking,
}

impl Compiled {
    /// Takes the expressions; nothing is compiled yet.
    pub(crate) fn new(patterns: Patterns) -> Compiled {
        Compiled {
            prefixes: patterns.prefixes.into_iter().map(Looking::new).collect(),
            suffixes: patterns.suffixes.into_iter().map(|s| (Plain::new(s.pattern), s.skip)).collect(),
            infix_loose: Plain::new(patterns.infix.loose),
            infixes: patterns.infix.exact.into_iter().map(Looking::new).collect(),
            token_match: patterns.token_match.into_iter().map(Plain::new).collect(),
            url_loose: Plain::new(patterns.url_loose),
            url_match: Looking::new(patterns.url_match),
        }
    }

    /// Compiles everything; the first error, if any.
    pub(crate) fn check(&self) -> Result<(), String> {
        let plain = self.token_match.iter().chain(self.suffixes.iter().map(|s| &s.0));
        for p in plain.chain([&self.infix_loose, &self.url_loose]) {
            p.result().as_ref().map_err(Clone::clone)?;
        }
        for p in self.prefixes.iter().chain(&self.infixes).chain([&self.url_match]) {
            p.result().as_ref().map_err(Clone::clone)?;
        }
        Ok(())
    }

    /// Length of the prefix in bytes, 0 for none.
    pub(crate) fn prefix(&self, s: &str) -> usize {
        let mut found = self.prefixes.iter().filter_map(|p| p.get()?.find(s).ok()?);
        found.next().map_or(0, |m| m.end())
    }

    /// Length of the suffix in bytes, 0 for none.
    pub(crate) fn suffix(&self, s: &str) -> usize {
        let lengths = self.suffixes.iter().filter_map(|(pattern, skip)| {
            let m = pattern.get()?.find(s)?;
            let context: usize = m.as_str().chars().take(*skip).map(char::len_utf8).sum();
            Some(m.as_str().len() - context)
        });
        lengths.max().unwrap_or(0)
    }

    /// Whether the whole string is one token by `token_match`.
    pub(crate) fn token_match(&self, s: &str) -> bool {
        self.token_match.iter().any(|p| p.get().is_some_and(|r| r.is_match(s)))
    }

    /// Whether the whole string is one token by `url_match`.
    pub(crate) fn url_match(&self, s: &str) -> bool {
        self.url_loose.get().is_some_and(|r| r.is_match(s))
            && self.url_match.get().is_some_and(|r| r.is_match(s).unwrap_or(false))
    }

    /// Whether an infix occurs.
    pub(crate) fn has_infix(&self, s: &str) -> bool {
        self.infix_loose.get().is_some_and(|r| r.is_match(s))
    }

    /// Reports the infixes from left to right as byte ranges, as Python's `finditer` does: leftmost, first
    /// alternative, an empty match may follow a match but not an empty one at the same place.
    pub(crate) fn infixes(&self, s: &str, mut each: impl FnMut(usize, usize)) {
        if !self.has_infix(s) {
            return;
        }
        let search = |i: usize, from: usize| {
            let m = self.infixes[i].get()?.find_from_pos(s, from).ok()??;
            Some((m.start(), m.end()))
        };
        let mut next: Vec<Option<(usize, usize)>> = (0..self.infixes.len()).map(|i| search(i, 0)).collect();
        let mut from = 0;
        let mut not_empty = false;
        loop {
            for (i, found) in next.iter_mut().enumerate() {
                while let Some((a, b)) = *found {
                    if a < from {
                        *found = search(i, from);
                    } else if not_empty && a == b && a == from {
                        let step = s[from..].chars().next().map_or(1, char::len_utf8);
                        *found = if from + step > s.len() { None } else { search(i, from + step) };
                    } else {
                        break;
                    }
                }
            }
            let best = next.iter().flatten().copied().reduce(|a, b| if b.0 < a.0 { b } else { a });
            let Some((a, b)) = best else { return };
            each(a, b);
            from = b;
            not_empty = a == b;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compiled() -> Compiled {
        Compiled::new(Patterns {
            prefixes: vec!["^(?:\\(|US\\$|\\$)".into(), "^\\+(?![0-9])".into()],
            suffixes: vec![
                Suffix { pattern: "(?:\\)|\\.)$".into(), skip: 0 },
                Suffix { pattern: "(?:[0-9](?:h|km/h))$".into(), skip: 1 },
            ],
            infix: Infix {
                loose: "\\.\\.+|[a-z]-[a-z]|[a-z]'[a-z]".into(),
                exact: vec!["\\.\\.+".into(), "(?<=[a-z])-(?=[a-z])".into(), "(?<=[a-z]')(?=[a-z])".into()],
            },
            token_match: Vec::new(),
            url_loose: String::new(),
            url_match: String::new(),
        })
    }

    #[test]
    fn affixes_have_the_length_python_gives() {
        let c = compiled();
        assert_eq!((c.prefix("US$5"), c.prefix("+5"), c.prefix("+x"), c.prefix("a(")), (3, 0, 1, 0));
        assert_eq!((c.suffix("90km/h"), c.suffix("90h"), c.suffix("h"), c.suffix("a)")), (4, 1, 0, 1));
        assert!(!c.url_match("a.fr") && !c.token_match("a"));
    }

    #[test]
    fn empty_infixes_are_found_once() {
        let found = |s: &str| {
            let mut out = Vec::new();
            compiled().infixes(s, |a, b| out.push((a, b)));
            out
        };
        assert_eq!(found("l'eau-de...vie"), [(2, 2), (5, 6), (8, 11)]);
        assert_eq!(found("leau"), []);
    }
}
