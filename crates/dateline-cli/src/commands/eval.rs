//! `dateline eval`: scores the coder against gold reports and prints the accuracy table.

use crate::Outcome;
use crate::args::EvalArgs;
use crate::setup::Setup;
use anyhow::{Context, Result, bail};
use dateline::formats::visible;
use dateline::read::{Given, decode, read_text};
use dateline_testkit::{Scores, score};
use dateline_types::{DateEvidence, Published};
use std::io::Write;
use std::path::{Path, PathBuf};

pub(crate) fn run(args: &EvalArgs) -> Result<Outcome> {
    let mut setup = Setup::new(&args.setup)?;
    let mut files = Vec::new();
    for path in &args.gold {
        collect(path, &mut files).with_context(|| path.display().to_string())?;
    }
    files.sort();
    if files.is_empty() {
        bail!("no gold file (*.md) there; name a file, or a folder such as gold/fr");
    }
    let mut all = Scores::default();
    let mut outcome = Outcome::Done;
    let mut reports = 0;
    for file in &files {
        match score_file(file, &mut setup)? {
            Ok(scores) => {
                all.add(scores);
                reports += 1;
            }
            Err(fault) => {
                eprintln!("{}: {}", file.display(), visible(&fault));
                outcome = Outcome::SomeFailed;
            }
        }
    }
    let mut out = std::io::stdout().lock();
    if args.misses {
        for remark in &all.remarks {
            writeln!(out, "{}", visible(remark))?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{reports} gold reports\n\n{all}")?;
    Ok(outcome)
}

/// Scores one file; the inner error is the file's own fault and names its line.
fn score_file(file: &Path, setup: &mut Setup) -> Result<Result<Scores, String>> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(e) => return Ok(Err(e.to_string())),
    };
    let gold = match dateline_testkit::read(&text) {
        Ok(gold) => gold,
        Err(fault) => return Ok(Err(fault)),
    };
    if setup.desk.manifest(&gold.language).is_none() {
        return Ok(Err(format!("there is no pack for language `{}`", gold.language)));
    }
    setup.ensure(&gold.language)?;
    let given = Given { language: Some(gold.language.clone()), ..Given::default() };
    let decoded = match decode(gold.text.as_bytes()) {
        Ok(decoded) => decoded,
        Err(fault) => return Ok(Err(fault.to_string())),
    };
    let mut report = read_text(decoded, &given, setup.desk.words());
    if let Some(date) = &gold.date {
        let Some(published) = Published::edtf(date, DateEvidence::Given) else {
            return Ok(Err(format!("`{date}` is no date; write 2026-03-04")));
        };
        report.published = published;
    }
    if report.text != gold.text {
        return Ok(Err(
            "reading changes the text, so that quotations would not fit; mend its characters".into()
        ));
    }
    let coded = setup.desk.coder().code(&report);
    let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Ok(score(&name, &gold, &coded.extraction, coded.analysis.sentences.len())))
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
    let gold =
        path.extension().is_some_and(|e| e == "md") && path.file_name().is_some_and(|n| n != "README.md");
    if gold {
        files.push(path.to_path_buf());
    }
    Ok(())
}
