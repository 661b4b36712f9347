//! Loads and checks language packs and the event ontology.
//!
//! A [`Pack`] holds all that Dateline knows of one language; the [`Ontology`] holds the codes, which belong to no language.
//! Files come in as text: this crate opens nothing.
#![forbid(unsafe_code)]

pub mod dates;
pub mod names;
pub mod numbers;
pub mod pattern;
pub mod quantities;
pub mod roles;
pub mod senses;
pub mod times;
pub mod words;

pub mod calibration;
mod classes;
mod entry;
mod error;
mod factuality;
mod manifest;
mod ontology;
mod quick;
mod sentence;
mod table;

pub use entry::{Conditions, Entry, EntryKind, Frame, Lexicon, Pos, Slot};
pub use error::{PackError, PackFault};
pub use factuality::Factuality;
pub use manifest::Manifest;
pub use ontology::{Code, Composition, Figure, Ontology, Operator};
pub use sentence::TestSentence;
pub use table::{Row, rows};

use std::collections::BTreeMap;

/// The files of one pack, by path inside the pack ("triggers/assault.tsv").
pub type PackFiles = BTreeMap<String, String>;

/// One language pack, loaded and checked.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// Language, version, function words.
    pub manifest: Manifest,
    /// Triggers and operators.
    pub acts: Lexicon,
    /// Words that introduce speech.
    pub cues: Lexicon,
    /// Negation, hypothesis, modality, background.
    pub factuality: Factuality,
    /// Titles, pronouns, prepositions around names.
    pub names: names::Names,
    /// Role nouns.
    pub roles: roles::Roles,
    /// Time expressions.
    pub times: times::TimeLexicon,
    /// Number words and digit formats.
    pub numbers: numbers::NumberLexicon,
    /// What scores of events are worth.
    pub calibration: calibration::Calibration,
    /// Counted and measured things.
    pub quantities: quantities::QuantityLexicon,
}

impl Pack {
    /// Loads a pack from its files.
    ///
    /// # Errors
    /// All faults of all files, each with file, line and mend.
    pub fn load(files: &PackFiles, ontology: &Ontology) -> Result<Pack, PackError> {
        let mut faults = Vec::new();
        let mut pack = Pack::default();
        match files.get("manifest.toml").map(|t| Manifest::parse("manifest.toml", t)) {
            Some(Ok(manifest)) => pack.manifest = manifest,
            Some(Err(e)) => faults.extend(e.0),
            None => faults.push(PackFault::new(
                "manifest.toml",
                0,
                "the file is missing",
                "a pack begins with it",
            )),
        }
        let classes = match files.get("classes.toml").map(|t| classes::Classes::parse("classes.toml", t)) {
            Some(Ok(classes)) => classes,
            Some(Err(e)) => {
                faults.extend(e.0);
                classes::Classes::default()
            }
            None => classes::Classes::default(),
        };
        for (file, text) in files {
            let text = &classes.expand(file, text, &mut faults);
            if file.starts_with("triggers/") && file.ends_with(".tsv") || file == "operators.tsv" {
                pack.acts.add_acts(file, text, ontology, &mut faults);
            } else if file == "cues.tsv" {
                pack.cues.add_cues(file, text, &mut faults);
            } else if file == "roles.tsv" {
                pack.roles = roles::Roles::parse(file, text, &mut faults);
            }
        }
        if let Some(text) = files.get("factuality.toml") {
            match Factuality::parse("factuality.toml", text) {
                Ok(f) => pack.factuality = f,
                Err(e) => faults.extend(e.0),
            }
        }
        match files.get("names.toml").map(|t| names::Names::parse("names.toml", t)) {
            Some(Ok(names)) => pack.names = names,
            Some(Err(e)) => faults.extend(e.0),
            None => {}
        }
        if let Some(text) = files.get("calibration.toml") {
            match calibration::Calibration::parse("calibration.toml", text) {
                Ok(c) => pack.calibration = c,
                Err(e) => faults.extend(e.0),
            }
        }
        if let Some(text) = files.get("times.toml") {
            match times::TimeLexicon::parse(text, "times.toml") {
                Ok(t) => pack.times = t,
                Err(e) => faults.extend(e.0),
            }
        }
        if let Some(text) = files.get("numbers.toml") {
            match numbers::NumberLexicon::parse(text, "numbers.toml") {
                Ok(n) => pack.numbers = n,
                Err(e) => faults.extend(e.0),
            }
        }
        if let Some(text) = files.get("quantities.toml") {
            match quantities::QuantityLexicon::parse(text, "quantities.toml") {
                Ok(q) => pack.quantities = q,
                Err(e) => faults.extend(e.0),
            }
        }
        if faults.is_empty() { Ok(pack) } else { Err(PackError(faults)) }
    }
}
