//! The special-case pass: exceptions that the rules have cut are put together again.

use std::collections::HashMap;

/// Token sequences by their first token.
#[derive(Default)]
pub(crate) struct Specials {
    by_first: HashMap<String, Vec<Vec<String>>>,
}

impl Specials {
    /// Takes the sequences; empty ones are ignored.
    pub(crate) fn new(sequences: &[Vec<String>]) -> Specials {
        let mut by_first: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        for sequence in sequences {
            if let Some((first, rest)) = sequence.split_first() {
                let list = by_first.entry(first.clone()).or_default();
                if !list.iter().any(|r| r == rest) {
                    list.push(rest.to_vec());
                }
            }
        }
        Specials { by_first }
    }

    /// Whether some sequence starts with this token.
    pub(crate) fn starts(&self, token: &str) -> bool {
        self.by_first.contains_key(token)
    }

    /// The spans (token indices, half-open) to replace, in text order: all places where a sequence stands,
    /// longest first, none overlapping another that was considered before it.
    pub(crate) fn find<'t>(
        &self,
        len: usize,
        starts: impl Iterator<Item = usize>,
        token: impl Fn(usize) -> &'t str,
    ) -> Vec<(usize, usize)> {
        let mut spans = Vec::new();
        for i in starts {
            for rest in self.by_first.get(token(i)).into_iter().flatten() {
                let end = i + 1 + rest.len();
                if end <= len && rest.iter().enumerate().all(|(k, text)| token(i + 1 + k) == text) {
                    spans.push((i, end));
                }
            }
        }
        spans.sort_by_key(|&(a, b)| (usize::MAX - (b - a), a));
        spans.dedup();
        let mut seen = vec![false; if spans.is_empty() { 0 } else { len }];
        let mut kept = Vec::new();
        for (a, b) in spans {
            if !seen[a] && !seen[b - 1] {
                kept.push((a, b));
            }
            seen[a..b].fill(true);
        }
        kept.sort_unstable();
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_span_wins_and_blocks_the_others() {
        let list = |s: &str| s.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let specials = Specials::new(&[list("a b"), list("b c d"), list("d")]);
        let tokens = list("a b c d a b");
        let found = specials.find(tokens.len(), 0..tokens.len(), |i| &tokens[i]);
        assert_eq!(found, [(1, 4), (4, 6)]);
        assert!(specials.starts("b") && !specials.starts("c"));
    }
}
