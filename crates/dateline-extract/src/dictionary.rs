//! Codes with PETRARCH or TABARI dictionaries in place of a pack's entries and of the knowledge base.
//!
//! Each sentence is laid out as the dictionaries see it: words, and the noun phrases they stand in, which the dependency tree
//! gives. Actors and agents give a phrase its codes. From left to right, each verb of the dictionaries looks at what stands
//! before it (back to a comma) and at the rest of its verb phrase: the pattern with most parts that fits gives the code, and
//! where it marks them the two sides; else the verb's own code holds, the subject or the first coded phrase before it is the
//! source, the first coded phrase behind it the target. A passive with its agent named changes the sides. Verbs within the
//! verb phrase of one that coded are left alone.

mod commas;
mod lexicon;
mod matching;
mod outcome;
mod phrases;
mod record;
mod sentence;

pub use outcome::{Coding, Dictated, DroppedSentence, Side};

use crate::Tree;
use dateline_kb::petrarch::Dictionaries;
use dateline_pack::Manifest;
use dateline_types::{Analysis, Report};
use lexicon::Lexicon;
use sentence::Sentence;

/// How many words a stretch between commas may have to be passed over: at least, at most; none where the second is 0.
pub type Stretch = (usize, usize);

/// What PETRARCH lets its configuration set, with its defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DictionaryOptions {
    /// Only events with a code on both sides.
    pub require_dyad: bool,
    /// A phrase without a code stands for itself when it has at most so many words; 0 for never.
    pub new_actor_length: usize,
    /// A first stretch before a comma.
    pub comma_begin: Stretch,
    /// A stretch between two commas.
    pub comma_inner: Stretch,
    /// A last stretch behind a comma.
    pub comma_end: Stretch,
}

impl Default for DictionaryOptions {
    fn default() -> DictionaryOptions {
        DictionaryOptions {
            require_dyad: true,
            new_actor_length: 0,
            comma_begin: (2, 0),
            comma_inner: (2, 8),
            comma_end: (2, 8),
        }
    }
}

impl DictionaryOptions {
    /// Sets the option that PETRARCH's configuration knows by a name; other names and unreadable values change nothing.
    pub fn set(&mut self, name: &str, value: &str) {
        let number = value.trim().parse::<usize>().ok();
        let mut put = |slot: fn(&mut DictionaryOptions) -> &mut usize| {
            if let Some(n) = number {
                *slot(self) = n;
            }
        };
        match name {
            "new_actor_length" => put(|o| &mut o.new_actor_length),
            "comma_bmin" => put(|o| &mut o.comma_begin.0),
            "comma_bmax" => put(|o| &mut o.comma_begin.1),
            "comma_min" => put(|o| &mut o.comma_inner.0),
            "comma_max" => put(|o| &mut o.comma_inner.1),
            "comma_emin" => put(|o| &mut o.comma_end.0),
            "comma_emax" => put(|o| &mut o.comma_end.1),
            "require_dyad" => self.require_dyad = !value.trim().eq_ignore_ascii_case("false"),
            _ => {}
        }
    }
}

/// Dictionaries made ready for coding.
#[derive(Clone, Debug)]
pub struct DictionaryCoder {
    lexicon: Lexicon,
}

impl DictionaryCoder {
    /// Indexes dictionaries.
    #[must_use]
    pub fn new(dictionaries: Dictionaries) -> DictionaryCoder {
        DictionaryCoder { lexicon: Lexicon::new(dictionaries) }
    }

    /// The dictionaries it codes with.
    #[must_use]
    pub fn dictionaries(&self) -> &Dictionaries {
        &self.lexicon.dictionaries
    }

    /// What the dictionaries code in a report. A discard phrase drops its sentence, or, where the dictionary says so, all.
    #[must_use]
    pub fn dictate(
        &self,
        report: &Report,
        tree: &Tree<'_>,
        manifest: &Manifest,
        options: &DictionaryOptions,
    ) -> Dictated {
        let analysis: &Analysis = tree.analysis;
        let day = report.published.days.earliest;
        let mut out = Dictated::default();
        for (index, range) in analysis.sentences.iter().enumerate() {
            let mut sentence = Sentence::new(&report.text, tree, range.clone());
            if let Some((phrase, story)) = self.lexicon.discard(&sentence.texts()) {
                out.dropped.push(DroppedSentence { sentence: index, phrase: phrase.to_owned(), story });
                if story {
                    (out.codings, out.named) = (Vec::new(), Vec::new());
                    return out;
                }
                continue;
            }
            sentence.phrases = phrases::phrases(tree, &sentence, &self.lexicon, day);
            sentence.index_phrases();
            let members = sentence.phrases.iter().flat_map(|p| &p.members);
            out.named.extend(members.filter(|m| m.code != outcome::NULL).cloned());
            commas::pass_over(&mut sentence, options);
            out.codings.extend(matching::code(&self.lexicon, tree, manifest, &sentence, index, options));
        }
        out
    }
}
