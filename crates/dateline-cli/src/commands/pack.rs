//! `dateline pack`: runs the test sentences of packs, shows their senses, and lists what they lack.

mod senses;

use crate::args::{InputArgs, PackAction, PackArgs, SetupArgs};
use crate::setup::Setup;
use crate::{Outcome, run};
use anyhow::{Result, bail};
use dateline::{Desk, Missing, Quiet, check_pack, formats::visible};
use dateline_types::{Diagnostic, Report};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

pub(crate) fn run(args: &PackArgs) -> Result<Outcome> {
    match &args.action {
        PackAction::Check { languages, least, quiet, setup } => check(languages, *least, *quiet, setup),
        PackAction::Senses { lacking, uneven, all, json, packs } => senses::run(
            &senses::Wanted { lacking: lacking.as_deref(), uneven: *uneven, all: *all, json: *json },
            packs.as_deref(),
        ),
        PackAction::Missing { input, setup, least } => missing(input, setup, *least),
    }
}

fn check(languages: &[String], least: f64, quiet: bool, setup: &SetupArgs) -> Result<Outcome> {
    let mut setup = Setup::new(setup)?;
    let languages: Vec<String> = match languages {
        [] => setup.desk.languages().map(str::to_owned).collect(),
        some => some.to_vec(),
    };
    let mut outcome = Outcome::Done;
    let mut out = std::io::stdout().lock();
    for language in languages {
        if setup.desk.manifest(&language).is_none() {
            bail!("there is no pack for {language}");
        }
        setup.ensure(&language)?;
        let Some(check) = check_pack(setup.desk.coder(), &language) else { continue };
        for failure in check.failures.iter().filter(|_| !quiet) {
            writeln!(
                out,
                "{}: {}\n    {}",
                failure.rule,
                visible(&failure.sentence),
                visible(&failure.found)
            )?;
        }
        for rule in check.untested.iter().filter(|_| !quiet) {
            writeln!(out, "{rule}: has no test sentence")?;
        }
        let right = check.sentences - check.failures.len();
        let share = 100.0 * right as f64 / check.sentences.max(1) as f64;
        writeln!(
            out,
            "{language}: {} entries; {right} of {} test sentences come out as written ({share:.1} %); {} entries without a sentence",
            check.entries,
            check.sentences,
            check.untested.len()
        )?;
        if share < least {
            outcome = Outcome::SomeFailed;
        }
    }
    Ok(outcome)
}

/// How often a verb stands between two actors, with the first sentence.
type Tally = BTreeMap<(String, String), (usize, String)>;

fn missing(input: &InputArgs, setup: &SetupArgs, least: usize) -> Result<Outcome> {
    let mut setup = Setup::new(setup)?;
    setup.desk = setup.desk.with_quiet(Quiet::Read);
    let tally: Mutex<Vec<(usize, String, Missing, String)>> = Mutex::default();
    let work = |desk: &Desk, reports: &[Report], names: &[String]| -> Vec<(String, Vec<Diagnostic>)> {
        let coded = desk.coded(reports);
        for ((report, name), coded) in reports.iter().zip(names).zip(&coded) {
            for (n, one) in desk.coder().missing(report, coded).into_iter().enumerate() {
                let sentence = one.sentence.of(&report.text).to_owned();
                let mut all = tally.lock().unwrap_or_else(PoisonError::into_inner);
                all.push((n, name.clone(), one, sentence));
            }
        }
        reports.iter().map(|_| (String::new(), Vec::new())).collect()
    };
    let outcome = run::run(input, &mut setup, "", &work)?;
    let mut found = tally.into_inner().unwrap_or_else(PoisonError::into_inner);
    // Threads end in any order; the first sentence should be the same in every run.
    found.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    let mut counts = Tally::new();
    for (_, _, one, sentence) in found {
        counts.entry((one.lemma, one.frame)).or_insert((0, sentence)).0 += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().filter(|(_, (n, _))| *n >= least).collect();
    rows.sort_by(|(a, (n, _)), (b, (m, _))| m.cmp(n).then_with(|| a.cmp(b)));
    let mut out = std::io::stdout().lock();
    for ((lemma, frame), (n, sentence)) in rows {
        writeln!(out, "{n:>6}  {lemma}  {frame}  {}", visible(&sentence))?;
    }
    Ok(outcome)
}
