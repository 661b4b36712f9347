//! `dateline kb`: build, check, import, show.
#![allow(clippy::disallowed_methods, reason = "the command writes the file the user names")]

mod import;

use crate::args::{KbAction, KbArgs};
use crate::{Outcome, say};
use anyhow::{Context, Result, bail};
use dateline::assets;
use dateline::kb::{EntityIx, Form, Kb, Tables, build, check, load};
use dateline_types::{Days, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) fn run(args: &KbArgs) -> Result<Outcome> {
    match &args.action {
        KbAction::Build { folders, output } => build_file(folders, output),
        KbAction::Check { folders } => check_tables(folders),
        KbAction::Import(args) => import::run(args),
        KbAction::Show { name, kb } => show(&name.join(" "), kb.as_deref()),
    }
}

fn build_file(folders: &[PathBuf], output: &Path) -> Result<Outcome> {
    let (bytes, remarks) = build(&load::layers(folders)?)?;
    for remark in &remarks {
        say::note(&remark.to_string());
    }
    std::fs::write(output, &bytes).with_context(|| format!("cannot write {}", output.display()))?;
    say::note(&format!("{}: {:.1} MB", output.display(), bytes.len() as f64 / 1e6));
    Ok(Outcome::Done)
}

fn check_tables(folders: &[PathBuf]) -> Result<Outcome> {
    let (tables, mut remarks) = Tables::parse(&load::layers(folders)?);
    remarks.extend(check(&tables, &BTreeSet::new()));
    let mut out = std::io::stdout().lock();
    for remark in &remarks {
        writeln!(out, "{remark}")?;
    }
    let errors = remarks.iter().filter(|r| r.severity == Severity::Error).count();
    writeln!(out, "{errors} errors, {} other remarks", remarks.len() - errors)?;
    Ok(if errors == 0 { Outcome::Done } else { Outcome::SomeFailed })
}

/// The base of a file, else the built-in one.
fn open(file: Option<&Path>) -> Result<Arc<Kb>> {
    Ok(match file {
        Some(file) => Arc::new(load::open(file)?),
        None => assets::default_kb(),
    })
}

fn show(name: &str, file: Option<&Path>) -> Result<Outcome> {
    let kb = open(file)?;
    let mut out = std::io::stdout().lock();
    if name.trim().is_empty() {
        writeln!(out, "{} entries, hash {}", kb.len(), kb.hash())?;
        return Ok(Outcome::Done);
    }
    let mut found: BTreeMap<EntityIx, Vec<Form<'_>>> = BTreeMap::new();
    for form in kb.names(name).into_iter().chain(kb.normalised(name)) {
        found.entry(form.entity).or_default().push(form);
    }
    if let Some(entity) = kb.by_id(name) {
        found.entry(entity.ix).or_default();
    }
    if found.is_empty() {
        bail!("the knowledge base has no entry for `{name}`");
    }
    for ix in found.keys() {
        entry(&kb, *ix, &mut out)?;
    }
    Ok(Outcome::Done)
}

fn entry(kb: &Kb, ix: EntityIx, out: &mut dyn Write) -> Result<()> {
    let e = kb.entity(ix);
    writeln!(out, "{}  {}  {}", e.id(), e.kind().name(), e.name("en"))?;
    let names: Vec<String> = e.names().map(|(language, name)| format!("{name} ({language})")).collect();
    let facts = [
        ("names", Some(names.join(", "))),
        ("country", e.country().map(str::to_owned)),
        ("sector", e.sector().map(str::to_owned)),
        ("code", e.code().map(str::to_owned)),
        ("wikidata", e.wikidata().map(str::to_owned)),
        ("place", e.place().map(|p| format!("{} N, {} E", p.lat, p.lon))),
    ];
    for (label, value) in facts {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            writeln!(out, "    {label:<9} {value}")?;
        }
    }
    for tenure in kb.tenures_of(ix, Days::default()) {
        let days = tenure.days.edtf().unwrap_or_else(|| "always".to_owned());
        writeln!(out, "    {days:<24} {} {} {}", tenure.post, tenure.country, tenure.title.unwrap_or(""))?;
    }
    Ok(())
}
