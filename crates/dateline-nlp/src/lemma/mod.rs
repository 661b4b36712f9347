//! Lemmatizers: spaCy's rule and lookup kinds. Which one a model uses is said by its language and mode.

mod edits;
mod english;
mod french;
mod spanish;

pub(crate) use edits::{Backoff, EditTree, Edits};

use crate::error::ModelError;
use crate::flat::Flat;
use crate::hash::string_id;
use crate::table::{Keys, Table, form_key};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The lemmatizers this crate reproduces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// The pipeline has none; lemmas are "".
    None,
    /// One table from text to lemma.
    Lookup,
    /// spaCy's general rules.
    Rule,
    /// The rules with uninflected forms recognised by their features.
    RuleWithBaseForms,
    /// Index, exceptions, rules, then a table.
    RuleThenLookup,
    /// Rules chosen by features.
    RuleByFeatures,
}

/// The classes spaCy has per language for mode "rule". Languages that have a class of their own which this
/// crate does not reproduce are listed with `None`.
const RULE_KINDS: [(&str, Option<Kind>); 13] = [
    ("fr", Some(Kind::RuleThenLookup)),
    ("en", Some(Kind::RuleWithBaseForms)),
    ("es", Some(Kind::RuleByFeatures)),
    ("ca", None),
    ("el", None),
    ("ga", None),
    ("ht", None),
    ("it", None),
    ("mk", None),
    ("nl", None),
    ("pl", None),
    ("ru", None),
    ("uk", None),
];

impl Kind {
    /// The lemmatizer spaCy uses for a language and mode; `None` when this crate does not have it.
    pub(crate) fn of(lang: &str, mode: &str) -> Option<Kind> {
        match mode {
            "lookup" => Some(Kind::Lookup),
            "rule" => match RULE_KINDS.iter().find(|(l, _)| *l == lang) {
                Some((_, kind)) => *kind,
                None => Some(Kind::Rule),
            },
            _ => None,
        }
    }
}

/// What conversion writes about a lemmatizer beside its tables.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct LemmaShape {
    /// Which lemmatizer.
    pub(crate) kind: Kind,
    /// Suffix rules (old, new) by StringStore id of their name.
    pub(crate) rules: BTreeMap<u64, Vec<(String, String)>>,
    /// Rule names with the features they need, by StringStore id of the part of speech.
    pub(crate) groups: BTreeMap<u64, Vec<(String, Vec<String>)>>,
    /// Parts of speech (StringStore ids) that have a table of exceptions or an index.
    pub(crate) listed: Vec<u64>,
}

/// What a lemma may depend on.
pub(crate) struct Word<'a> {
    /// The token's text.
    pub(crate) text: &'a str,
    /// Universal part of speech as the model names it ("NOUN").
    pub(crate) pos: &'a str,
    /// Features ("Number=Sing").
    pub(crate) feats: &'a str,
    /// Whether the token starts a sentence.
    pub(crate) starts_sentence: bool,
}

impl Word<'_> {
    fn has(&self, feature: &str) -> bool {
        self.feats.split('|').any(|f| f == feature)
    }

    fn feature(&self, name: &str) -> Option<&str> {
        self.feats.split('|').find_map(|f| f.strip_prefix(name)?.strip_prefix('='))
    }
}

/// An opened lemmatizer.
pub(crate) struct Lemmatizer {
    shape: LemmaShape,
    lookup: Table,
    exceptions: Table,
    index: Keys,
}

impl Lemmatizer {
    /// Opens the lemmatizer's tables.
    pub(crate) fn open(flat: &Flat, shape: LemmaShape) -> Result<Lemmatizer, ModelError> {
        Ok(Lemmatizer {
            shape,
            lookup: Table::open(flat, "lemma.lookup")?,
            exceptions: Table::open(flat, "lemma.exceptions")?,
            index: Keys::open(flat, "lemma.index")?,
        })
    }

    /// Whether lemmas depend on [`Word::starts_sentence`].
    pub(crate) fn minds_sentences(&self) -> bool {
        self.shape.kind == Kind::RuleByFeatures
    }

    /// Whether lemmas depend on features other than that a form is a base form.
    pub(crate) fn minds_features(&self) -> bool {
        self.shape.kind == Kind::RuleByFeatures
    }

    /// The lemma of a word.
    pub(crate) fn lemma(&self, word: &Word<'_>) -> String {
        match self.shape.kind {
            Kind::None => String::new(),
            Kind::Lookup => self.look_up(word.text).unwrap_or(word.text).to_owned(),
            Kind::Rule => self.english(word, false),
            Kind::RuleWithBaseForms => self.english(word, true),
            Kind::RuleThenLookup => self.french(word),
            Kind::RuleByFeatures => self.spanish(word),
        }
    }

    fn look_up(&self, text: &str) -> Option<&str> {
        self.lookup.first(string_id(text))
    }

    fn rules(&self, name: u64) -> &[(String, String)] {
        self.shape.rules.get(&name).map(Vec::as_slice).unwrap_or_default()
    }

    fn in_index(&self, pos: u64, form: &str) -> bool {
        self.index.has(form_key(pos, form))
    }

    fn exceptions(&self, pos: u64, form: &str) -> Option<impl Iterator<Item = &str>> {
        self.exceptions.get(form_key(pos, form))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_follows_language_and_mode() {
        assert_eq!(Kind::of("fr", "rule"), Some(Kind::RuleThenLookup));
        assert_eq!(Kind::of("en", "rule"), Some(Kind::RuleWithBaseForms));
        assert_eq!(Kind::of("de", "rule"), Some(Kind::Rule));
        assert_eq!(Kind::of("ru", "pymorphy3"), None);
        assert_eq!(Kind::of("it", "rule"), None);
        assert_eq!(Kind::of("de", "lookup"), Some(Kind::Lookup));
    }
}
