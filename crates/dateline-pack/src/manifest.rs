//! A pack's own data: language, version, and the function words its matcher needs.

use crate::error::PackError;
use serde::Deserialize;

/// The contents of `manifest.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// BCP 47 tag of the language.
    pub language: String,
    /// The language's own name for itself.
    pub name: String,
    /// Version of the pack.
    pub version: String,
    /// SPDX expression.
    pub licence: String,
    /// Models that can parse the language, best first, as the model store knows them.
    #[serde(default)]
    pub models: Vec<String>,
    /// Lemmas that may stand between the words of an expression.
    pub skip: Vec<String>,
    /// Lemmas of the copula and of passive and tense auxiliaries.
    #[serde(default)]
    pub auxiliaries: Vec<String>,
    /// Suffix rewritings (form ending, lemma ending) tried when a model's lemma is in no table.
    #[serde(default)]
    pub lemma_endings: Vec<(String, String)>,
    /// Forms of clitic pronouns and the preposition they stand for ("lui" -> "à").
    #[serde(default)]
    pub clitics: Vec<(String, String)>,
    /// Prepositions that merge with an article, with the plain preposition ("du" -> "de").
    #[serde(default)]
    pub contractions: Vec<(String, String)>,
    /// Preposition that a possessive determiner stands for ("de").
    #[serde(default)]
    pub possessive: String,
    /// Prepositions of the passive agent.
    #[serde(default)]
    pub agent: Vec<String>,
    /// Prepositions of place.
    #[serde(default)]
    pub place: Vec<String>,
    /// Endings of verb forms in the conditional, for models that tag them wrongly.
    #[serde(default)]
    pub conditional_endings: Vec<String>,
    /// Endings that mark a finite verb as future where the model does not ("-ront").
    #[serde(default)]
    pub future_endings: Vec<String>,
    /// Verbs that carry a noun of action ("mener une attaque"): their subject is its actor.
    #[serde(default)]
    pub light: Vec<String>,
    /// Verbs whose subject undergoes the noun of action ("subir une attaque").
    #[serde(default)]
    pub light_reverse: Vec<String>,
    /// What opens a clause that tells what somebody is blamed or thanked for, whose subject is the object above ("condemned Minsk
    /// | for bombing a school"), with whether it does so only with a perfect infinitive ("pour avoir bombardé").
    #[serde(default)]
    pub reproach: Vec<(String, bool)>,
    /// Verbs whose subject, not their object, does what the infinitive behind says ("used tear gas | to disperse", "promised Kyiv |
    /// to help").
    #[serde(default)]
    pub subject_control: Vec<String>,
    /// Verbs by which somebody owns up to an act, with their object where they have one ("revendiquer", "claim responsibility"):
    /// the subject is the actor of an act that says on whom it fell.
    #[serde(default)]
    pub claiming: Vec<String>,
    /// Verbs that say only that an act happened, with their object where they have one ("éclater", "avoir lieu"): who took part
    /// hangs on them.
    #[serde(default)]
    pub happenings: Vec<String>,
    /// The preposition that an indirect object without one stands for ("gave Kyiv weapons" -> "to"); "" when none.
    #[serde(default)]
    pub dative: String,
    /// The conjunction of reported clauses ("que", "that").
    #[serde(default)]
    pub complementizer: String,
    /// The same conjunction where it may be left out ("said it would"); "" where it may not.
    #[serde(default)]
    pub zero: String,
    /// Lemmas of auxiliaries that make a participle passive, for models that do not label the passive ("ser").
    #[serde(default)]
    pub passive: Vec<String>,
    /// Lemmas of verbs that form their perfect with the passive's auxiliary and are never passive ("être arrivé").
    #[serde(default)]
    pub unaccusative: Vec<String>,
    /// Relative pronouns, for models that do not mark them as such ("who").
    #[serde(default)]
    pub relatives: Vec<String>,
    /// Whether a reflexive verb with its subject behind it is a passive ("se firmó el acuerdo").
    #[serde(default)]
    pub reflexive_passive: bool,
    /// Whether a finite verb may do without a subject word, which then is the one told before ("Prometió ayuda").
    #[serde(default)]
    pub null_subject: bool,
    /// Prepositions that may mark a direct object ("mató a tres soldados"); where given, an object with another one is none.
    #[serde(default)]
    pub object_markers: Vec<String>,
    /// Prepositions that put an act inside another one: "killed in an attack", "tués dans une attaque".
    #[serde(default)]
    pub within: Vec<String>,
    /// Labels of the model's recogniser and what they are called here (PER, LOC, ORG): ("GPE", "LOC").
    #[serde(default)]
    pub labels: Vec<(String, String)>,
    /// Articles that look like prepositions ("des" of "ont indiqué des sources").
    #[serde(default)]
    pub partitives: Vec<String>,
    /// Verbs of ascription with the preposition of whom they name: the actor of "une attaque attribuée aux rebelles par l'armée".
    #[serde(default)]
    pub ascriptions: Vec<(String, String)>,
    /// Subjects that are nobody, behind verbs of hearsay ("a-t-on appris").
    #[serde(default)]
    pub hearsay_subjects: Vec<String>,
    /// Words before whom something was heard from ("de sources sécuritaires", "auprès du gouvernorat").
    #[serde(default)]
    pub hearsay: Vec<String>,
    /// Verbs that make a passive when they are reflexive and an infinitive follows ("s'est fait arrêter").
    #[serde(default)]
    pub causatives: Vec<String>,
    /// Quotation marks as pairs of opening and closing mark.
    #[serde(default)]
    pub quotes: Vec<(String, String)>,
}

impl Manifest {
    /// The plain form of a contraction: "du" is "de".
    #[must_use]
    pub fn plain_form(&self, word: &str) -> Option<&str> {
        self.contractions.iter().find(|(form, _)| form == word).map(|(_, plain)| plain.as_str())
    }

    /// Reads the file.
    ///
    /// # Errors
    /// The file is not TOML or a key is missing or unknown.
    pub fn parse(file: &str, text: &str) -> Result<Manifest, PackError> {
        toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(0, |s| text[..s.start.min(text.len())].lines().count().max(1));
            PackError::one(file, line, e.message().to_owned(), "compare with another pack's manifest")
        })
    }
}
