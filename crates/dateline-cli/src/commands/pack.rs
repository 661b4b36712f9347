//! `dateline pack check`: loads packs and runs their test sentences.

use crate::Outcome;
use crate::args::{PackAction, PackArgs};
use crate::setup::Setup;
use anyhow::{Result, bail};
use dateline::{check_pack, formats::visible};
use std::io::Write;

pub(crate) fn run(args: &PackArgs) -> Result<Outcome> {
    let PackAction::Check { languages, least, quiet, setup } = &args.action;
    let mut setup = Setup::new(setup)?;
    let languages: Vec<String> = match &languages[..] {
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
        if share < *least {
            outcome = Outcome::SomeFailed;
        }
    }
    Ok(outcome)
}
