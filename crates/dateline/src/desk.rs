//! The desk: settles each report's language, codes it, and writes the record with what made it.

use crate::assets;
use crate::coder::{Coded, Coder, Language};
use crate::record::{ModelRecord, PackRecord, Producer, Record};
use dateline_extract::dictionary::DictionaryCoder;
use dateline_kb::petrarch::Dictionaries;
use dateline_nlp::Pipeline;
use dateline_pack::{Manifest, Pack, PackError, PackFiles};
use dateline_read::{DateWords, recognise};
use dateline_types::{Diagnostic, Report, Severity};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Version of Dateline, as records name it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Codes reports and writes their records. Models are added when they are needed.
#[derive(Clone)]
pub struct Desk {
    coder: Coder,
    words: Arc<Vec<DateWords>>,
    packs: Arc<BTreeMap<String, PackSource>>,
    ontology: String,
    kb: String,
    dictionaries: Option<String>,
}

/// One pack, loaded, with the hash of its files.
struct PackSource {
    pack: Arc<Pack>,
    sha256: String,
}

impl Desk {
    /// A desk with packs, given as files by language; [`assets::packs`] are the built-in ones.
    ///
    /// # Errors
    /// All faults of the packs, each with file, line and mend.
    pub fn new(coder: Coder, packs: &BTreeMap<String, PackFiles>) -> Result<Desk, PackError> {
        let mut words = Vec::new();
        let mut loaded = BTreeMap::new();
        for (language, files) in packs {
            let pack = Pack::load(files, coder.ontology()).map_err(|e| prefixed(e, language))?;
            words.extend(date_words(language, files)?);
            let source = PackSource { pack: Arc::new(pack), sha256: hash(files) };
            loaded.insert(language.clone(), source);
        }
        Ok(Desk {
            kb: coder.kb().hash(),
            ontology: hash(&assets::ontology_files()),
            coder,
            words: Arc::new(words),
            packs: Arc::new(loaded),
            dictionaries: None,
        })
    }

    /// The words of dates in all packs, for the readers.
    #[must_use]
    pub fn words(&self) -> &[DateWords] {
        &self.words
    }

    /// The languages that have a pack, sorted.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.packs.keys().map(String::as_str)
    }

    /// The pack's language for a language tag: "fr" for "fr-BE".
    #[must_use]
    pub fn pack_language(&self, tag: &str) -> Option<&str> {
        let base = tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase();
        let find = |tag: &str| self.packs.get_key_value(tag).map(|(k, _)| k.as_str());
        find(tag).or_else(|| find(&base))
    }

    /// The manifest of a language's pack, which names its models.
    #[must_use]
    pub fn manifest(&self, language: &str) -> Option<&Manifest> {
        self.packs.get(language).map(|p| &p.pack.manifest)
    }

    /// Whether a language's model has been added.
    #[must_use]
    pub fn has_model(&self, language: &str) -> bool {
        self.coder.languages().any(|l| l == language)
    }

    /// The same desk with the model of one of its languages.
    #[must_use]
    pub fn with_model(mut self, language: &str, model: Arc<Pipeline>) -> Desk {
        if let Some(source) = self.packs.get(language) {
            self.coder = self.coder.with_language(Language { model, pack: Arc::clone(&source.pack) });
        }
        self
    }

    /// The same desk with another way of treating paragraphs in which nothing can be coded.
    #[must_use]
    pub fn with_quiet(mut self, quiet: crate::Quiet) -> Desk {
        self.coder = self.coder.with_quiet(quiet);
        self
    }

    /// The same desk with PETRARCH dictionaries, given by name and text, in place of the packs' entries and the knowledge base's
    /// actors. Records name their hash.
    #[must_use]
    pub fn with_dictionaries(mut self, files: &BTreeMap<String, String>) -> Desk {
        let read = Dictionaries::read(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        self.coder = self.coder.with_dictionaries(Arc::new(DictionaryCoder::new(read)));
        self.dictionaries = Some(hash(files));
        self
    }

    /// The coder behind the desk.
    #[must_use]
    pub fn coder(&self) -> &Coder {
        &self.coder
    }

    /// Settles the language of a report: the given one, else the recognised one. What was recognised, and a language
    /// that cannot be coded, become diagnostics. Returns the language of the pack that codes the report.
    pub fn settle_language(&self, report: &mut Report) -> Option<String> {
        if report.language.is_none() {
            let whole: String = report.paragraphs.iter().flat_map(|p| [p.of(&report.text), "\n"]).collect();
            match recognise(&whole, &self.words) {
                Some(guess) => {
                    let doubt =
                        if guess.reliable { "" } else { ", not surely; give the language if it is wrong" };
                    report.diagnostics.push(Diagnostic::new(
                        "language-recognised",
                        if guess.reliable { Severity::Note } else { Severity::Warning },
                        format!("no language was given; recognised as {}{doubt}", guess.language),
                    ));
                    report.language = Some(guess.language);
                }
                None if report.paragraphs.is_empty() => return None,
                None => {
                    let known: Vec<&str> = self.languages().collect();
                    report.diagnostics.push(Diagnostic::new(
                        "language-unknown",
                        Severity::Error,
                        format!(
                            "the language was not recognised among {} and nothing was coded; give the language",
                            known.join(", ")
                        ),
                    ));
                    return None;
                }
            }
        }
        let tag = report.language.clone()?;
        let found = self.pack_language(&tag).map(str::to_owned);
        if found.is_none() {
            let known: Vec<&str> = self.languages().collect();
            report.diagnostics.push(Diagnostic::new(
                "language-without-pack",
                Severity::Error,
                format!(
                    "there is no pack for language {tag}, nothing was coded; there are: {}",
                    known.join(", ")
                ),
            ));
        }
        found
    }

    /// What makes the record of a report in a language.
    #[must_use]
    pub fn producer(&self, language: Option<&str>) -> Producer {
        let language = language.and_then(|l| self.pack_language(l));
        let source = language.and_then(|l| Some((l, self.packs.get(l)?)));
        let model = language.and_then(|l| self.coder.language(l)).map(|l| l.model.info());
        Producer {
            dateline: VERSION.to_owned(),
            model: model.map(|m| ModelRecord {
                name: format!("{}_{}", m.lang, m.name),
                version: m.version.clone(),
                sha256: m.sha256.clone(),
            }),
            pack: source.map(|(language, s)| PackRecord {
                language: language.to_owned(),
                version: match &self.dictionaries {
                    None => s.pack.manifest.version.clone(),
                    Some(_) => format!("{} with dictionaries", s.pack.manifest.version),
                },
                sha256: self.dictionaries.as_ref().unwrap_or(&s.sha256).clone(),
            }),
            ontology: self.ontology.clone(),
            kb: Some(self.kb.clone()),
        }
    }

    /// Codes reports whose language is settled and writes their records, in the same order.
    #[must_use]
    pub fn records(&self, reports: &[Report]) -> Vec<Record> {
        self.coded(reports).into_iter().zip(reports).map(|(c, r)| self.record(r, &c)).collect()
    }

    /// Codes reports whose language is settled; the same as [`Coder::code_batch`].
    #[must_use]
    pub fn coded(&self, reports: &[Report]) -> Vec<Coded> {
        self.coder.code_batch(reports)
    }

    /// Writes the record of one coded report.
    #[must_use]
    pub fn record(&self, report: &Report, coded: &Coded) -> Record {
        crate::write_record(
            report,
            &coded.analysis,
            &coded.extraction,
            &self.producer(report.language.as_deref()),
        )
    }
}

fn prefixed(mut error: PackError, language: &str) -> PackError {
    for fault in &mut error.0 {
        fault.file = format!("{language}/{}", fault.file);
    }
    error
}

/// The date words of a pack; none when it has no `dateline.toml`.
fn date_words(language: &str, files: &PackFiles) -> Result<Option<DateWords>, PackError> {
    let Some(text) = files.get("dateline.toml") else { return Ok(None) };
    let file = format!("{language}/dateline.toml");
    let wrong =
        |line: usize, why: String| PackError::one(&file, line, why, "compare with another pack's file");
    let words: DateWords = toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(0, |s| text[..s.start.min(text.len())].lines().count().max(1));
        wrong(line, e.message().to_owned())
    })?;
    words.checked().map(Some).map_err(|e| wrong(0, e.to_string()))
}

/// SHA-256 over names and contents of files, in order of their names.
fn hash(files: &PackFiles) -> String {
    let mut all = Sha256::new();
    for (name, text) in files {
        for part in [name.as_bytes(), text.as_bytes()] {
            all.update((part.len() as u64).to_le_bytes());
            all.update(part);
        }
    }
    all.finalize().iter().map(|b| format!("{b:02x}")).collect()
}
