//! The whole chain in one type: report in, extraction out.

use crate::assets;
use crate::plain::Plain;
use crate::sieve::Sieve;
use dateline_extract::dictionary::{Dictated, DictionaryCoder, DictionaryOptions};
use dateline_extract::{Extractor, Missing, Tree, join_cut_sentences, mend};
use dateline_kb::Kb;
use dateline_nlp::{Pipeline, ud};
use dateline_pack::{Ontology, Pack, PackError};
use dateline_types::{Analysis, Extraction, Report, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything one language needs: its model and its pack.
#[derive(Clone)]
pub struct Language {
    /// The model that parses it.
    pub model: Arc<Pipeline>,
    /// What Dateline knows of it.
    pub pack: Arc<Pack>,
}

/// What the coder does with paragraphs in which no entry of the pack can stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quiet {
    /// The networks do not read them; only their bare tokens are looked at.
    #[default]
    Skip,
    /// The networks read them, and only their bare tokens are looked at all the same: the same records, more slowly.
    Parse,
    /// They are treated like all others; names that only the networks know are found in them too.
    Read,
}

/// Codes reports. Cheap to share between threads; the same report always gives the same result.
#[derive(Clone)]
pub struct Coder {
    languages: BTreeMap<String, Language>,
    sieves: BTreeMap<String, Arc<Sieve>>,
    quiet: Quiet,
    kb: Arc<Kb>,
    ontology: Arc<Ontology>,
    dictionaries: Option<Arc<DictionaryCoder>>,
}

/// What the chain made of one report.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    /// Tokens, sentences, dependencies in Universal Dependencies.
    pub analysis: Analysis,
    /// Entities, times, quantities, quotes, events, claims.
    pub extraction: Extraction,
    /// What of the report holds no entry of the pack.
    pub skipped: Skipped,
}

/// Paragraphs in which no entry can stand, and their tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Number of paragraphs.
    pub paragraphs: usize,
    /// Number of tokens in them.
    pub tokens: usize,
}

impl Coder {
    /// A coder without languages; add some with [`Coder::with_language`].
    #[must_use]
    pub fn new(kb: Arc<Kb>, ontology: Arc<Ontology>) -> Coder {
        Coder {
            languages: BTreeMap::new(),
            sieves: BTreeMap::new(),
            quiet: Quiet::default(),
            kb,
            ontology,
            dictionaries: None,
        }
    }

    /// A coder with the ontology and knowledge base of this build.
    ///
    /// # Errors
    /// When the embedded tables do not load, which the tests of this repository rule out.
    pub fn with_defaults() -> Result<Coder, PackError> {
        Ok(Coder::new(assets::default_kb(), Arc::new(assets::ontology()?)))
    }

    /// The same coder, able to code one more language.
    #[must_use]
    pub fn with_language(mut self, language: Language) -> Coder {
        let tag = language.pack.manifest.language.clone();
        self.sieves
            .insert(tag.clone(), Arc::new(Sieve::new(&language.pack, &language.model, &self.ontology)));
        self.languages.insert(tag, language);
        self
    }

    /// The same coder with another way of treating quiet paragraphs.
    #[must_use]
    pub fn with_quiet(mut self, quiet: Quiet) -> Coder {
        self.quiet = quiet;
        self
    }

    /// The same coder with dictionaries in place of the packs' entries and the knowledge base's actors. All paragraphs are
    /// read then: the packs do not say where the dictionaries' verbs can stand.
    #[must_use]
    pub fn with_dictionaries(mut self, dictionaries: Arc<DictionaryCoder>) -> Coder {
        self.dictionaries = Some(dictionaries);
        self.quiet = Quiet::Read;
        self
    }

    /// The dictionaries it codes with, if any.
    #[must_use]
    pub fn dictionaries(&self) -> Option<&DictionaryCoder> {
        self.dictionaries.as_deref()
    }

    /// What its dictionaries code in an analysed report; `None` without dictionaries, or without the report's language.
    #[must_use]
    pub fn dictate(
        &self,
        report: &Report,
        analysis: &Analysis,
        options: &DictionaryOptions,
    ) -> Option<Dictated> {
        let dictionaries = self.dictionaries.as_ref()?;
        let manifest = &self.language(report.language.as_deref()?)?.pack.manifest;
        Some(dictionaries.dictate(report, &Tree::new(analysis, manifest), manifest, options))
    }

    /// The languages it can code, sorted.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().map(String::as_str)
    }

    /// Model and pack of a language tag; a tag with region ("fr-BE") falls back to its language.
    #[must_use]
    pub fn language(&self, tag: &str) -> Option<&Language> {
        let base = tag.split('-').next().unwrap_or(tag);
        self.languages.get(tag).or_else(|| self.languages.get(base))
    }

    /// The ontology it codes with.
    #[must_use]
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// The knowledge base it links to.
    #[must_use]
    pub fn kb(&self) -> &Kb {
        &self.kb
    }

    /// Codes one report. A report whose language it does not know gives an empty result.
    #[must_use]
    pub fn code(&self, report: &Report) -> Coded {
        self.code_batch(std::slice::from_ref(report)).pop().unwrap_or_default()
    }

    /// The keyword baseline over an analysis of the report, for comparison; empty when the language is unknown.
    #[must_use]
    pub fn baseline(&self, report: &Report, analysis: &Analysis) -> Extraction {
        let Some(language) = report.language.as_deref().and_then(|l| self.language(l)) else {
            return Extraction::default();
        };
        let extractor = Extractor { pack: &language.pack, kb: &self.kb, ontology: &self.ontology };
        extractor.baseline(report, analysis)
    }

    /// Acts between known actors in a coded report that no entry of its pack names.
    #[must_use]
    pub fn missing(&self, report: &Report, coded: &Coded) -> Vec<Missing> {
        let Some(language) = report.language.as_deref().and_then(|l| self.language(l)) else {
            return Vec::new();
        };
        let extractor = Extractor { pack: &language.pack, kb: &self.kb, ontology: &self.ontology };
        extractor.missing(report, &coded.analysis, &coded.extraction)
    }

    /// Codes several reports; their paragraphs go through the model together, which is faster.
    ///
    /// The result of a report does not depend on its neighbours.
    #[must_use]
    pub fn code_batch(&self, reports: &[Report]) -> Vec<Coded> {
        let analyses = self.analyse(reports, self.quiet);
        reports
            .iter()
            .zip(analyses)
            .map(|(report, (analysis, skipped))| {
                let Some(language) = report.language.as_deref().and_then(|l| self.language(l)) else {
                    return Coded::default();
                };
                let extractor = Extractor { pack: &language.pack, kb: &self.kb, ontology: &self.ontology };
                let extraction = match &self.dictionaries {
                    None => extractor.extract(report, &analysis),
                    Some(d) => extractor.extract_with(report, &analysis, d, &DictionaryOptions::default()),
                };
                Coded { analysis, extraction, skipped }
            })
            .collect()
    }

    /// The analysis of each report, in Universal Dependencies, with sentences that a model cut inside a clause joined.
    #[must_use]
    pub fn analyse_batch(&self, reports: &[Report]) -> Vec<Analysis> {
        self.analyse(reports, Quiet::Read).into_iter().map(|(analysis, _)| analysis).collect()
    }

    /// The analysis of each report with what of it is quiet.
    fn analyse(&self, reports: &[Report], mode: Quiet) -> Vec<(Analysis, Skipped)> {
        let mut done: Vec<(Analysis, Skipped)> = vec![Default::default(); reports.len()];
        for (tag, language) in &self.languages {
            let mine: Vec<usize> = (0..reports.len())
                .filter(|&r| {
                    let wanted = reports[r].language.as_deref().unwrap_or("");
                    wanted == tag
                        || !self.languages.contains_key(wanted) && wanted.split('-').next() == Some(tag)
                })
                .collect();
            let paragraphs: Vec<(usize, Span, Plain)> = mine
                .iter()
                .flat_map(|&r| {
                    let text = &reports[r].text;
                    reports[r].paragraphs.iter().map(move |&p| (r, p, Plain::new(p.of(text), &self.kb)))
                })
                .collect();
            let sieve = self.sieves.get(tag).filter(|_| mode != Quiet::Read);
            let bare: Vec<Option<Analysis>> = paragraphs
                .iter()
                .map(|(r, paragraph, plain)| {
                    // What a report begins with is always read: it says who and where the rest speaks of.
                    let first = reports[*r].paragraphs.first() == Some(paragraph);
                    sieve.filter(|_| !first)?.quiet(&language.model, &plain.text)
                })
                .collect();
            let read = |b: &Option<Analysis>| b.is_none() || mode == Quiet::Parse;
            let texts: Vec<&str> = (paragraphs.iter().zip(&bare))
                .filter(|(_, b)| read(b))
                .map(|((_, _, plain), _)| plain.text.as_str())
                .collect();
            let mut parsed = language.model.process_batch(&texts).into_iter();
            let foreign = ud::is_clearnlp(language.model.labels());
            for ((r, paragraph, plain), bare) in paragraphs.iter().zip(bare) {
                let whole = if read(&bare) { parsed.next() } else { None };
                let quiet = bare.is_some();
                let mut analysis = bare.or(whole).unwrap_or_default();
                plain.restore(&mut analysis);
                if foreign && !quiet {
                    ud::from_clearnlp(&mut analysis);
                }
                if quiet {
                    done[*r].1.paragraphs += 1;
                    done[*r].1.tokens += analysis.tokens.len();
                }
                done[*r].0.push_paragraph(analysis, paragraph.start as usize);
            }
        }
        done.into_iter()
            .zip(reports)
            .map(|((a, skipped), r)| {
                let whole = join_cut_sentences(a, &r.text);
                let Some(language) = r.language.as_deref().and_then(|l| self.language(l)) else {
                    return (whole, skipped);
                };
                (mend(whole, &r.text, &language.pack.manifest, &language.pack.times), skipped)
            })
            .collect()
    }
}
