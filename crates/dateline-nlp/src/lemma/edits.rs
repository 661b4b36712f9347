//! The trainable lemmatizer: an output layer chooses an edit tree, which turns a form into its lemma.

use serde::{Deserialize, Serialize};

/// Most levels of a tree; published trees have fewer than twenty.
const DEEPEST: u32 = 100;

/// How to turn a part of a form into a part of a lemma.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum EditTree {
    /// Keeps the middle; trees for what stands before and after it, which are dropped where there is none.
    Match {
        /// Characters before the middle.
        before: usize,
        /// Characters after the middle.
        after: usize,
        /// Tree for the characters before.
        left: Option<u32>,
        /// Tree for the characters after.
        right: Option<u32>,
    },
    /// Replaces exactly this text.
    Replace {
        /// The text.
        old: String,
        /// What stands in its place.
        new: String,
    },
}

/// What the lemma is when no tree fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Backoff {
    /// "".
    Empty,
    /// The text.
    Orth,
    /// The lower-cased text.
    Lower,
    /// The norm.
    Norm,
}

/// All edit trees, and which of them are outputs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Edits {
    /// The trees; they refer to each other by place.
    pub(crate) trees: Vec<EditTree>,
    /// The tree of each output.
    pub(crate) labels: Vec<u32>,
    /// How many of the best outputs are tried.
    pub(crate) tries: usize,
    /// When none fits.
    pub(crate) backoff: Backoff,
}

impl Edits {
    /// The lemma that output number `label` gives a form; `None` when its tree does not fit.
    pub(crate) fn apply(&self, label: usize, form: &str) -> Option<String> {
        let mut out = String::new();
        self.apply_tree(*self.labels.get(label)?, form, &mut out, 0)?;
        Some(out)
    }

    fn apply_tree(&self, tree: u32, form: &str, out: &mut String, depth: u32) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        match self.trees.get(tree as usize)? {
            EditTree::Replace { old, new } => {
                if form != old {
                    return None;
                }
                out.push_str(new);
            }
            EditTree::Match { before, after, left, right } => {
                let len = form.chars().count();
                if before + after > len {
                    return None;
                }
                let at = |n: usize| form.char_indices().nth(n).map_or(form.len(), |(at, _)| at);
                let (start, end) = (at(*before), at(len - after));
                if let Some(left) = left {
                    self.apply_tree(*left, &form[..start], out, depth + 1)?;
                }
                out.push_str(&form[start..end]);
                if let Some(right) = right {
                    self.apply_tree(*right, &form[end..], out, depth + 1)?;
                }
            }
        }
        Some(())
    }

    /// The first of the best outputs whose tree fits the form, by their scores.
    pub(crate) fn choose(&self, scores: &[f32], form: &str) -> Option<String> {
        let mut tried: Vec<usize> = Vec::new();
        for _ in 0..self.tries.min(scores.len()) {
            let mut best: Option<usize> = None;
            for (i, score) in scores.iter().enumerate() {
                if best.is_none_or(|b| *score > scores[b]) && !tried.contains(&i) {
                    best = Some(i);
                }
            }
            let label = best?;
            if let Some(lemma) = self.apply(label, form) {
                return Some(lemma);
            }
            tried.push(label);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_edit_both_ends_of_a_form() {
        let replace = |old: &str, new: &str| EditTree::Replace { old: old.into(), new: new.into() };
        let edits = Edits {
            trees: vec![
                replace("né", ""),
                replace("ější", "ý"),
                EditTree::Match { before: 2, after: 4, left: Some(0), right: Some(1) },
                EditTree::Match { before: 0, after: 0, left: None, right: None },
                EditTree::Match { before: 0, after: 0, left: Some(4), right: None },
            ],
            labels: vec![2, 3, 4],
            tries: 2,
            backoff: Backoff::Orth,
        };
        assert_eq!(edits.apply(0, "nénovější").as_deref(), Some("nový"));
        assert_eq!(edits.apply(0, "nový"), None);
        assert_eq!(edits.apply(2, "x"), None, "a tree in itself ends");
        assert_eq!(edits.choose(&[3.0, 2.0, 1.0], "nový").as_deref(), Some("nový"));
        assert_eq!(edits.choose(&[3.0, 1.0, 2.0], "nový"), None);
    }
}
