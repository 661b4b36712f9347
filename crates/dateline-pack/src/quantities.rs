//! What a language counts and how (`quantities.toml`): currencies, counted nouns, verbs that say what became of people.

use crate::error::{PackError, PackFault};
use crate::numbers::{line_of, toml_file};
use crate::words::Phrases;
use dateline_types::{QuantityKind, QuantityMod};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// Kinds whose nouns name persons that a verb may make something else ("trois otages tués").
const PERSONS: [QuantityKind; 4] =
    [QuantityKind::Participants, QuantityKind::Displaced, QuantityKind::Detained, QuantityKind::Missing];

/// A noun that is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The kind of the quantity, unless a verb says otherwise of people.
    pub kind: QuantityKind,
    /// Whether it names persons whose kind a verb may decide.
    pub people: bool,
    /// Dictionary form.
    pub lemma: String,
}

/// The counted things of one language.
#[derive(Clone, Debug, Default)]
pub struct QuantityLexicon {
    /// Currency words and signs with their ISO 4217 code.
    pub currencies: Phrases<String>,
    /// Signs behind digits that multiply them, before a currency.
    pub abbreviations: Phrases<f64>,
    /// Words and signs for percent.
    pub percent: Phrases<()>,
    /// Signs behind a distance that make it an area.
    pub area: Phrases<()>,
    /// Counted nouns.
    pub nouns: Phrases<Counted>,
    /// Lemmas of verbs whose object is of a kind.
    pub patient: BTreeMap<String, QuantityKind>,
    /// Lemmas of verbs (with the lemma of an object, "perdre vie") whose subject is of a kind.
    pub subject: BTreeMap<String, QuantityKind>,
    /// Lemmas of nouns whose complement is of a kind.
    pub action: BTreeMap<String, QuantityKind>,
    /// Adjectives and participles that mark a counted noun.
    pub marked: Phrases<QuantityKind>,
    /// Words that count without a number, with the smallest value.
    pub vague: Phrases<f64>,
    /// Words before a number that modify it.
    pub modifiers: Phrases<QuantityMod>,
    /// Words behind the counted noun that modify its number.
    pub after: Phrases<QuantityMod>,
    /// Words before a number that only numbers.
    pub numbered: Phrases<()>,
    /// Words after which a part of the whole is told.
    pub including: Phrases<()>,
    /// Words between a part and its whole.
    pub out_of: Phrases<()>,
    /// What stands behind a part of people told before: "d'entre eux".
    pub of_them: Phrases<()>,
    /// Words between quantities that share their verb.
    pub joined: Phrases<()>,
    /// Expressions before a noun whose number stands elsewhere.
    pub tally: Phrases<()>,
    /// Words before such a number.
    pub tally_before: Phrases<()>,
    /// Words before and between the ends of a range.
    pub ranges: Vec<(String, String)>,
    definite: BTreeSet<String>,
    between: BTreeSet<String>,
    excluded: BTreeSet<String>,
    change: BTreeSet<String>,
}

type Table = BTreeMap<String, Spanned<Vec<String>>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    percent: Vec<String>,
    #[serde(default)]
    area: Vec<String>,
    #[serde(default)]
    definite: BTreeSet<String>,
    #[serde(default)]
    between: BTreeSet<String>,
    #[serde(default)]
    excluded: BTreeSet<String>,
    #[serde(default)]
    numbered: Vec<String>,
    #[serde(default)]
    ranges: Vec<(String, String)>,
    #[serde(default)]
    change: BTreeSet<String>,
    #[serde(default)]
    including: Vec<String>,
    #[serde(default)]
    out_of: Vec<String>,
    #[serde(default)]
    of_them: Vec<String>,
    #[serde(default)]
    joined: Vec<String>,
    #[serde(default)]
    tally: Vec<String>,
    #[serde(default)]
    tally_before: Vec<String>,
    plural: Vec<(String, String)>,
    currencies: Table,
    #[serde(default)]
    abbreviations: Table,
    nouns: Table,
    patient: Table,
    subject: Table,
    action: Table,
    marked: Table,
    vague: Table,
    modifiers: Table,
    after: Table,
}

impl QuantityLexicon {
    /// Reads `quantities.toml`.
    ///
    /// # Errors
    /// The file is not TOML, or names a kind, modifier, value or currency that is none: all of them, with their lines.
    pub fn parse(text: &str, file: &str) -> Result<QuantityLexicon, PackError> {
        let data: File = toml_file(text, file)?;
        let mut faults = Vec::new();
        let mut out = QuantityLexicon {
            percent: phrases(&data.percent),
            area: phrases(&data.area),
            numbered: phrases(&data.numbered),
            including: phrases(&data.including),
            out_of: phrases(&data.out_of),
            of_them: phrases(&data.of_them),
            joined: phrases(&data.joined),
            tally: phrases(&data.tally),
            tally_before: phrases(&data.tally_before),
            ranges: data.ranges,
            definite: data.definite,
            between: data.between,
            excluded: data.excluded,
            change: data.change,
            ..QuantityLexicon::default()
        };
        let kind = |name: &str| QuantityKind::parse(name);
        let modifier = |name: &str| QuantityMod::parse(name);
        let number = |name: &str| name.replace('_', "").parse::<f64>().ok();
        let code = |name: &str| {
            (name.len() == 3 && name.bytes().all(|b| b.is_ascii_uppercase())).then(|| name.to_owned())
        };
        let mut reader = Reader { text, file, faults: &mut faults };
        reader.read(&data.currencies, "an ISO 4217 code", code, |w, v| out.currencies.add(w, v));
        reader.read(&data.abbreviations, "a number", number, |w, v| out.abbreviations.add(w, v));
        reader.read(&data.vague, "a number", number, |w, v| out.vague.add(w, v));
        reader.read(&data.modifiers, "a modifier", modifier, |w, v| out.modifiers.add(w, v));
        reader.read(&data.after, "a modifier", modifier, |w, v| out.after.add(w, v));
        reader.read(&data.marked, "a kind", kind, |w, v| out.marked.add(w, v));
        reader.read(&data.patient, "a kind", kind, |w, v| {
            out.patient.insert(w.to_owned(), v);
        });
        reader.read(&data.subject, "a kind", kind, |w, v| {
            out.subject.insert(w.to_owned(), v);
        });
        reader.read(&data.action, "a kind", kind, |w, v| {
            out.action.insert(w.to_owned(), v);
        });
        let noun = |name: &str| match name {
            "people" => Some((QuantityKind::Count, true)),
            name => kind(name).map(|k| (k, PERSONS.contains(&k))),
        };
        reader.read(&data.nouns, "a kind", noun, |word, (kind, people)| {
            for form in forms(word, &data.plural) {
                out.nouns.add(&form, Counted { kind, people, lemma: word.to_lowercase() });
            }
        });
        if faults.is_empty() { Ok(out) } else { Err(PackError(faults)) }
    }

    /// Whether a determiner makes a small number no news.
    #[must_use]
    pub fn is_definite(&self, form: &str) -> bool {
        self.definite.contains(form)
    }

    /// Whether a word may stand between a number and its noun.
    #[must_use]
    pub fn is_between(&self, form: &str) -> bool {
        self.between.contains(form)
    }

    /// Whether a noun is no quantity.
    #[must_use]
    pub fn is_excluded(&self, form: &str) -> bool {
        self.excluded.contains(form)
    }

    /// Whether a verb tells a change from one number to another.
    #[must_use]
    pub fn is_change(&self, lemma: &str) -> bool {
        self.change.contains(lemma)
    }
}

fn phrases(words: &[String]) -> Phrases<()> {
    let mut out = Phrases::default();
    words.iter().for_each(|w| out.add(w, ()));
    out
}

/// The singular of an entry, its plural in the first word, and its plural in all words of some length.
fn forms(entry: &str, plural: &[(String, String)]) -> Vec<String> {
    let many = |word: &str| {
        let rule = plural.iter().find_map(|(one, all)| Some((word.strip_suffix(one.as_str())?, all)));
        rule.map_or_else(|| word.to_owned(), |(stem, ending)| format!("{stem}{ending}"))
    };
    let words: Vec<&str> = entry.split(' ').collect();
    let head = words.iter().enumerate().map(|(i, w)| if i == 0 { many(w) } else { (*w).to_owned() });
    let all = words.iter().map(|w| if w.chars().count() > 3 { many(w) } else { (*w).to_owned() });
    let mut out =
        vec![entry.to_owned(), head.collect::<Vec<_>>().join(" "), all.collect::<Vec<_>>().join(" ")];
    out.dedup();
    out
}

struct Reader<'t> {
    text: &'t str,
    file: &'t str,
    faults: &'t mut Vec<PackFault>,
}

impl Reader<'_> {
    fn read<V: Clone>(
        &mut self,
        table: &Table,
        wanted: &str,
        value: impl Fn(&str) -> Option<V>,
        mut add: impl FnMut(&str, V),
    ) {
        for (key, words) in table {
            match value(key) {
                Some(v) => words.get_ref().iter().for_each(|w| add(w, v.clone())),
                None => self.faults.push(PackFault::new(
                    self.file,
                    line_of(self.text, words.span().start),
                    format!("`{key}` is not {wanted}"),
                    "see the head of the file",
                )),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_made_by_endings() {
        let plural: Vec<(String, String)> =
            [("s", "s"), ("al", "aux"), ("", "s")].map(|(a, b)| (a.to_owned(), b.to_owned())).to_vec();
        assert_eq!(forms("cas confirmé", &plural), ["cas confirmé", "cas confirmés"]);
        assert_eq!(forms("hôpital", &plural), ["hôpital", "hôpitaux"]);
        assert_eq!(forms("mandat d'arrêt", &plural)[1], "mandats d'arrêt");
    }
}
