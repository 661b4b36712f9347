//! `dateline eval`: scores the coder against gold and prints the accuracy tables.

mod features;
mod show;

use crate::args::EvalArgs;
use crate::setup::Setup;
use crate::{Outcome, say};
use anyhow::{Context, Result, bail};
use dateline::Coded;
use dateline::dictionary::DictionaryOptions;
use dateline::formats::visible;
use dateline::read::{Given, decode, read_text};
use dateline_testkit::{
    CodedRecord, Gold, Scores, ValidationSentence, calibrate, read_brat, read_petrarch, read_plover,
    read_validation, score, score_coded,
};
use dateline_types::{DateEvidence, Extraction, Published, Report};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What one gold report or record came to, with the baseline's figures beside it.
struct Judged {
    half: String,
    /// Its misses are for nobody to see but who asks for them.
    held_out: bool,
    ours: Scores,
    baseline: Scores,
}

pub(crate) fn run(args: &EvalArgs) -> Result<Outcome> {
    let mut eval = Eval {
        setup: Setup::calibrated(&args.setup, !args.calibrate)?.with_dictionaries(&args.words)?,
        language: args.language.clone(),
        faults: Vec::new(),
        features: Vec::new(),
    };
    let mut files = Vec::new();
    for path in &args.gold {
        collect(path, &mut files).with_context(|| path.display().to_string())?;
    }
    files.sort();
    files.dedup();
    if files.is_empty() {
        bail!(
            "no gold file (.md, .json, .jsonl, .xml, .ann) there; name a file, or a folder such as gold/fr"
        );
    }
    let mut judged = Vec::new();
    for file in &files {
        let found = eval.file(file)?;
        judged.extend(found);
    }
    for fault in &eval.faults {
        eprintln!("{}", visible(fault));
    }
    if !args.held_out {
        let held_out = judged.iter_mut().filter(|j| j.held_out);
        let hidden = held_out.map(|j| j.ours.remarks.drain(..).count()).filter(|n| *n > 0).count();
        if args.misses && hidden > 0 {
            let reports = if hidden == 1 { "report" } else { "reports" };
            say::note(&format!(
                "the misses of {hidden} held-out {reports} are left out; --held-out lists them"
            ));
        }
    }
    let mut parts: BTreeMap<String, Vec<Judged>> = BTreeMap::new();
    for one in judged {
        parts.entry(one.half.clone()).or_default().push(one);
    }
    let mut out = std::io::stdout().lock();
    if args.calibrate {
        let trust: Vec<(f32, bool)> = parts.values().flatten().flat_map(|j| j.ours.trust.clone()).collect();
        let points: Vec<String> =
            calibrate(&trust).iter().map(|(score, share)| format!("[{score:.3}, {share:.3}]")).collect();
        writeln!(out, "points = [{}]", points.join(", "))?;
    } else if !eval.features.is_empty() {
        features::show(&mut out, &eval.features, args.json, args.misses)?;
    } else if args.json {
        writeln!(out, "{}", show::json(&parts))?;
    } else {
        show::text(&mut out, &parts, args.misses)?;
    }
    Ok(if eval.faults.is_empty() { Outcome::Done } else { Outcome::SomeFailed })
}

struct Eval {
    setup: Setup,
    language: Option<String>,
    faults: Vec<String>,
    /// Validation sentences coded with their own dictionaries.
    features: Vec<features::Sentence>,
}

impl Eval {
    /// Scores one file; what is wrong with the file itself becomes a fault and the rest goes on.
    fn file(&mut self, file: &Path) -> Result<Vec<Judged>> {
        let judged = match self.judge(file)? {
            Ok(judged) => judged,
            Err(fault) => {
                self.faults.push(format!("{}: {fault}", file.display()));
                Vec::new()
            }
        };
        Ok(judged)
    }

    fn judge(&mut self, file: &Path) -> Result<Result<Vec<Judged>, String>> {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(e) => return Ok(Err(e.to_string())),
        };
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let extension = file.extension().and_then(|e| e.to_str()).unwrap_or("");
        match extension {
            "json" | "jsonl" => match read_plover(&text) {
                Ok(records) => self.records(&records, "PLOVER records"),
                Err(fault) => Ok(Err(fault)),
            },
            "xml" if self.setup.desk.coder().dictionaries().is_some() => match read_validation(&text) {
                Ok(sentences) => self.validation(sentences),
                Err(fault) => Ok(Err(fault)),
            },
            "xml" => match read_petrarch(&text) {
                Ok(records) => self.records(&records, "validation sentences"),
                Err(fault) => Ok(Err(fault)),
            },
            "ann" => {
                let beside = file.with_extension("txt");
                let body = match std::fs::read_to_string(&beside) {
                    Ok(body) => body,
                    Err(e) => return Ok(Err(format!("{}: {e}", beside.display()))),
                };
                let language = self.language.clone().unwrap_or_default();
                match read_brat(&body, &text, &language) {
                    Ok(gold) => self.gold(&name, gold, true),
                    Err(fault) => Ok(Err(fault)),
                }
            }
            _ => match dateline_testkit::read(&text) {
                Ok(gold) => self.gold(&name, gold, false),
                Err(fault) => Ok(Err(fault)),
            },
        }
    }

    /// Scores a report with annotated words.
    fn gold(&mut self, name: &str, gold: Gold, quotes_only: bool) -> Result<Result<Vec<Judged>, String>> {
        let given = Some(gold.language.clone()).filter(|l| !l.is_empty());
        let mut report = match self.report(&gold.text, given, gold.date.as_deref()) {
            Ok(report) => report,
            Err(fault) => return Ok(Err(fault)),
        };
        if report.text != gold.text {
            return Ok(Err(
                "reading changes the text, so that quotations would not fit; mend its characters".into(),
            ));
        }
        let Some(coded) = self.code(&mut report)? else {
            return Ok(Err("no pack for its language; name one with --language".into()));
        };
        let sentences = coded.analysis.sentences.len();
        let mut ours = score(name, &gold, &coded.extraction, sentences);
        let simple = self.baseline(&report, &coded);
        let mut baseline = score(name, &gold, &simple, sentences);
        if quotes_only {
            for scores in [&mut ours, &mut baseline] {
                scores.rows.retain(|row, _| row.starts_with("quote"));
                scores.remarks.retain(|r| r.contains("quote") || r.contains("speaker"));
                scores.types.clear();
                scores.false_events = 0;
            }
        }
        // Short sentences that each show one phenomenon are another kind of text than reports: tables of their own.
        let held_out = gold.is_held_out();
        let half = match (gold.phenomenon.is_empty(), gold.half.is_empty()) {
            (true, _) => gold.half,
            (false, true) => "sentences, development".to_owned(),
            (false, false) => format!("sentences, {}", gold.half),
        };
        Ok(Ok(vec![Judged { half, held_out, ours, baseline }]))
    }

    /// Scores records that give codes only.
    fn records(&mut self, records: &[CodedRecord], half: &str) -> Result<Result<Vec<Judged>, String>> {
        let mut judged = Vec::new();
        for record in records {
            let language = record.language.clone().or_else(|| self.language.clone());
            let mut report = match self.report(&record.text, language, record.date.as_deref()) {
                Ok(report) => report,
                Err(fault) => {
                    self.faults.push(format!("{}: {fault}", record.id));
                    continue;
                }
            };
            let Some(coded) = self.code(&mut report)? else {
                self.faults
                    .push(format!("{}: no pack for its language; name one with --language", record.id));
                continue;
            };
            let simple = self.baseline(&report, &coded);
            let ontology = self.setup.desk.coder().ontology();
            let kind_of = |cameo: &str| ontology.plover_of(cameo).map(|(kind, _)| kind.to_owned());
            let sentences = coded.analysis.sentences.len();
            judged.push(Judged {
                half: half.to_owned(),
                held_out: false,
                ours: score_coded(record, &coded.extraction, sentences, &kind_of),
                baseline: score_coded(record, &simple, sentences, &kind_of),
            });
        }
        Ok(Ok(judged))
    }

    /// Codes validation sentences with the dictionaries, under the options that the file sets on its way.
    fn validation(&mut self, sentences: Vec<ValidationSentence>) -> Result<Result<Vec<Judged>, String>> {
        let mut options = DictionaryOptions::default();
        for sentence in sentences {
            sentence.options.iter().for_each(|(name, value)| options.set(name, value));
            let record = &sentence.record;
            let language = record.language.clone().or_else(|| self.language.clone());
            let mut report = match self.report(&record.text, language, record.date.as_deref()) {
                Ok(report) => report,
                Err(fault) => {
                    self.faults.push(format!("{}: {fault}", record.id));
                    continue;
                }
            };
            let Some(coded) = self.code(&mut report)? else {
                self.faults
                    .push(format!("{}: no pack for its language; name one with --language", record.id));
                continue;
            };
            let dictated = self.setup.desk.coder().dictate(&report, &coded.analysis, &options);
            self.features.push(features::Sentence::new(sentence, &dictated.unwrap_or_default(), &options));
        }
        Ok(Ok(Vec::new()))
    }

    fn report(&self, text: &str, language: Option<String>, date: Option<&str>) -> Result<Report, String> {
        if let Some(date) = date {
            Published::edtf(date, DateEvidence::Given)
                .ok_or_else(|| format!("`{date}` is no date; write 2026-03-04"))?;
        }
        let given = Given { language, date: date.map(str::to_owned), ..Given::default() };
        let decoded = decode(text.as_bytes()).map_err(|fault| fault.to_string())?;
        Ok(read_text(decoded, &given, self.setup.desk.words()))
    }

    /// Codes a report; `None` when its language has no pack.
    fn code(&mut self, report: &mut Report) -> Result<Option<Coded>> {
        let Some(language) = self.setup.desk.settle_language(report) else { return Ok(None) };
        self.setup.ensure(&language)?;
        Ok(Some(self.setup.desk.coder().code(report)))
    }

    fn baseline(&self, report: &Report, coded: &Coded) -> Extraction {
        self.setup.desk.coder().baseline(report, &coded.analysis)
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
        return Ok(());
    }
    if !path.exists() {
        return Err(std::io::Error::new(std::io::ErrorKind::NotFound, "there is no such file"));
    }
    let known =
        path.extension().is_some_and(|e| ["md", "json", "jsonl", "xml", "ann"].iter().any(|k| e == *k));
    if known && path.file_name().is_some_and(|n| n != "README.md") {
        files.push(path.to_path_buf());
    }
    Ok(())
}
