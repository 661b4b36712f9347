//! Words around names and in place of names: titles, pronouns, the prepositions that make a place a place.

use crate::error::PackError;
use serde::Deserialize;

/// A title that stands before a name and is no office ("M.", "Mme", "cheikh").
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// As written before a name, lower case, dots dropped ("m", "mme").
    pub form: String,
    /// `m` or `f`; empty when it tells nothing.
    #[serde(default)]
    pub gender: String,
    /// Whether several names follow ("MM. X et Y").
    #[serde(default)]
    pub plural: bool,
    /// PLOVER sector the title speaks of, if any.
    #[serde(default)]
    pub sector: String,
}

/// A pronoun (or phrase that works as one) of the third person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pronoun {
    /// Lower-case words, a blank between them ("ce dernier").
    pub form: String,
    /// `m`, `f` or empty.
    #[serde(default)]
    pub gender: String,
    /// Whether it stands for several.
    #[serde(default)]
    pub plural: bool,
    /// Whether it is never the subject of its verb.
    #[serde(default)]
    pub object: bool,
}

/// A noun that, with a number, names entities told before ("les deux gouvernements").
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Several {
    /// Lower-case plural form.
    pub form: String,
    /// What the members are: `government`, `country`, `person` or `any`.
    pub of: String,
}

/// The contents of `names.toml`. All words are lower case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Names {
    /// Titles before names.
    pub titles: Vec<Title>,
    /// Particles inside names ("al", "de", "van").
    pub particles: Vec<String>,
    /// Personal pronouns.
    pub pronouns: Vec<Pronoun>,
    /// Inverted subject clitics, which models often mark as expletive ("-il").
    pub clitic_subjects: Vec<Pronoun>,
    /// Phrases for the one named last ("ce dernier", "celui-ci").
    pub latter: Vec<Pronoun>,
    /// Possessive determiners of the third person; `plural` and `gender` are the possessor's.
    pub possessives: Vec<Pronoun>,
    /// Possessive determiners of the second person ("votre"): never the speaker's own.
    pub possessives_second: Vec<String>,
    /// Lemmas of verbs whose subject pronoun stands for nothing ("falloir").
    pub impersonal: Vec<String>,
    /// Clitics that make a verb impersonal ("y" in "il y a").
    pub impersonal_clitics: Vec<String>,
    /// Lemmas of verbs whose singular clitic object stands for what was said, not for somebody ("il l'a confirmé").
    pub neuter_verbs: Vec<String>,
    /// Clitics that may be such an object ("le", "l'").
    pub neuter: Vec<String>,
    /// Nouns for the holder of the same post elsewhere ("homologue").
    pub counterparts: Vec<String>,
    /// Nouns that count entities told before.
    pub several: Vec<Several>,
    /// Number words with their value, for `several` ("deux" = 2).
    pub numbers: Vec<(String, u32)>,
    /// Nouns that stand for the country spoken of ("pays").
    pub country_nouns: Vec<String>,
    /// Words that make an office a former one ("ancien", "ex").
    pub former: Vec<String>,
    /// Words that make an office one not yet held ("futur").
    pub future: Vec<String>,
    /// Prepositions that make a name a place where something is ("à", "en", "dans").
    pub locative: Vec<String>,
    /// Of these, those that may also mark the one something is done or said to ("à").
    pub dative: Vec<String>,
    /// Prepositions that locate cities but not states ("sur", "vers").
    pub locative_cities: Vec<String>,
    /// Prepositions after which a seat of government is that government ("avec", "contre", "selon").
    pub metonymic: Vec<String>,
    /// The preposition of belonging ("de"): the noun before it decides.
    pub genitive: Vec<String>,
    /// Lemmas of verbs and nouns with a person or state as dative complement ("promettre", "livrer").
    pub dative_heads: Vec<String>,
    /// Lemmas of verbs and nouns of moving and being somewhere: their dative-like complement is a place.
    pub motion_heads: Vec<String>,
    /// Lemmas of verbs whose direct object is a place ("quitter", "bombarder").
    pub place_verbs: Vec<String>,
    /// Lemmas of nouns that belong to a government when a seat follows them ("la volonté de Téhéran").
    pub attitude_nouns: Vec<String>,
    /// Marks of the editor in brackets that tell whom a pronoun means ("ndlr").
    pub editor_marks: Vec<String>,
    /// Words that models take for names and that are none ("Etat" in "coup d'Etat").
    pub no_names: Vec<String>,
    /// Nouns for people of a state abroad ("ressortissant"): whoever acts on them is not of that state.
    pub nationals: Vec<String>,
    /// Phrases in which a role noun names nobody ("coup d'état").
    pub no_actors: Vec<String>,
    /// Adjectives of parts of the world, forms joined by `|`, with the CAMEO code of each ("européen|européenne" = EUR): whom
    /// they qualify is of no one country.
    pub regions: Vec<(String, String)>,
    /// Nouns that begin the name of a body where they are written large inside a sentence ("le Réseau des médecins").
    pub bodies: Vec<String>,
    /// Words that join the parts of such a name ("de", "pour").
    pub body_links: Vec<String>,
    /// Whether demonyms, names and nouns that qualify a role noun stand before it, and demonyms have a capital ("the Iranian
    /// president", "US officials", "foreign ministry spokesman").
    pub premodifiers: bool,
    /// Whether demonyms that are nouns are written small ("doce palestinos").
    #[serde(default)]
    pub small_demonyms: bool,
    /// Adjectives whose subject is always somebody, so that a pronoun before them stands for one ("willing").
    #[serde(default)]
    pub willing: Vec<String>,
    /// Whether every word of a body's name has a capital, small words between left aside ("Russia Today").
    pub title_case: bool,
    /// Words behind the name of an owner ("'s").
    pub possessive_markers: Vec<String>,
    /// Whether a singular noun without article behind a preposition may stand for people ("by police").
    pub bare_nouns: bool,
    /// Nouns before the name of a place that say what it is ("ville", "province"): the name is a place.
    pub place_nouns: Vec<String>,
}

impl Names {
    /// Reads the file.
    ///
    /// # Errors
    /// The file is not TOML or a key is unknown.
    pub fn parse(file: &str, text: &str) -> Result<Names, PackError> {
        toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(0, |s| text[..s.start.min(text.len())].lines().count().max(1));
            PackError::one(file, line, e.message().to_owned(), "compare with another pack's names.toml")
        })
    }
}
