//! Word lists that decide how real an act is: negation, hypothesis, modality, future, background.

use crate::error::PackError;
use std::collections::{BTreeMap, BTreeSet};

/// The lists of `factuality.toml`, by name. Words are lower-case lemmas or forms; an entry of several words is
/// matched as a sequence of forms.
#[derive(Clone, Debug, Default)]
pub struct Factuality {
    words: BTreeMap<String, BTreeSet<String>>,
    phrases: BTreeMap<String, Vec<Vec<String>>>,
}

impl Factuality {
    /// Reads the file: top-level keys with lists of strings.
    ///
    /// # Errors
    /// The file is not TOML or a value is no list of strings.
    pub fn parse(file: &str, text: &str) -> Result<Factuality, PackError> {
        let lists: BTreeMap<String, Vec<String>> = toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(0, |s| text[..s.start.min(text.len())].lines().count().max(1));
            PackError::one(file, line, e.message().to_owned(), "write `name = [\"word\", ...]`")
        })?;
        let mut out = Factuality::default();
        for (name, list) in lists {
            for word in list {
                let word = word.replace('’', "'").to_lowercase();
                let parts: Vec<String> =
                    word.replace('\'', "' ").split_whitespace().map(str::to_owned).collect();
                match parts.len() {
                    0 => {}
                    1 => drop(out.words.entry(name.clone()).or_default().insert(parts[0].clone())),
                    _ => out.phrases.entry(name.clone()).or_default().push(parts),
                }
            }
        }
        Ok(out)
    }

    /// Whether a single word (lemma or lower-case form) stands in a list.
    #[must_use]
    pub fn has(&self, list: &str, word: &str) -> bool {
        self.words.get(list).is_some_and(|w| w.contains(word))
    }

    /// The expressions of several words in a list, each as lower-case forms.
    #[must_use]
    pub fn phrases(&self, list: &str) -> &[Vec<String>] {
        self.phrases.get(list).map_or(&[], Vec::as_slice)
    }
}
