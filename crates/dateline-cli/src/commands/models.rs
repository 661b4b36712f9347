//! `dateline models`: list, pull, add, verify, remove.

use crate::args::{ModelsAction, ModelsArgs};
use crate::{Outcome, say};
use anyhow::Result;
use dateline_nlp::store::{Store, find_known, known};
use dateline_types::Severity;
use std::io::Write;

pub(crate) fn run(args: &ModelsArgs) -> Result<Outcome> {
    let store = Store::of_user()?;
    let mut out = std::io::stdout().lock();
    let mut note = |message: &str| say::note(message);
    match &args.action {
        ModelsAction::List => list(&store, &mut out)?,
        ModelsAction::Pull { names } => {
            let models = names.iter().map(|n| find_known(n)).collect::<Result<Vec<_>, _>>()?;
            for model in models {
                let installed = store.pull(&model, &mut note)?;
                writeln!(out, "{}", installed.name)?;
            }
        }
        ModelsAction::Add { source, without } => {
            let installed = store.add(source, without, &mut note)?;
            writeln!(out, "{}", installed.name)?;
        }
        ModelsAction::Verify { names } => return verify(&store, names, &mut out),
        ModelsAction::Remove { names } => {
            for name in names {
                writeln!(out, "removed {}", store.remove(name)?.name)?;
            }
        }
    }
    Ok(Outcome::Done)
}

fn list(store: &Store, out: &mut dyn Write) -> Result<()> {
    let installed = store.list()?;
    writeln!(out, "installed in {}", store.folder().display())?;
    for model in &installed {
        writeln!(out, "  {:<32} {:>7.1} MB", model.name, model.size as f64 / 1e6)?;
    }
    if installed.is_empty() {
        writeln!(out, "  none")?;
    }
    writeln!(out, "known, to be fetched with: dateline models pull NAME")?;
    for model in known() {
        let have = if installed.iter().any(|i| i.name == model.model) { "  installed" } else { "" };
        writeln!(
            out,
            "  {:<6} {:<24} {:<6} {:<10} {:>6.1} MB{have}",
            model.short,
            model.package,
            model.version,
            model.licence,
            model.size as f64 / 1e6
        )?;
    }
    Ok(())
}

fn verify(store: &Store, names: &[String], out: &mut dyn Write) -> Result<Outcome> {
    let names = match names {
        [] => store.list()?.into_iter().map(|m| m.name).collect(),
        _ => names.to_vec(),
    };
    let mut outcome = Outcome::Done;
    for name in names {
        match store.verify(&name) {
            Ok(info) => writeln!(out, "{name}: good, SHA-256 {}", info.sha256)?,
            Err(error) => {
                eprintln!("{}", say::line(&name, Severity::Error, &error.to_string()));
                outcome = Outcome::SomeFailed;
            }
        }
    }
    Ok(outcome)
}
