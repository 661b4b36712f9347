//! `dateline kb`: build, check, import, show.
#![allow(clippy::disallowed_methods, reason = "the command writes the file the user names")]

mod import;

use crate::args::{KbAction, KbArgs};
use crate::{Outcome, say};
use anyhow::{Context, Result, bail};
use dateline::assets;
use dateline::kb::{ChangeKind, EntityIx, Form, Kb, Tables, build, check, compare, diff, load, normalise};
use dateline_types::{Days, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) fn run(args: &KbArgs) -> Result<Outcome> {
    match &args.action {
        KbAction::Build { folders, output } => build_file(folders, output),
        KbAction::Check { folders, against, strict } => check_tables(folders, against.as_deref(), *strict),
        KbAction::Compare { folder, second } => compare_tables(folder, second),
        KbAction::Import(args) => import::run(args),
        KbAction::Show { name, kb } => show(&name.join(" "), kb.as_deref()),
    }
}

fn build_file(folders: &[PathBuf], output: &Path) -> Result<Outcome> {
    let (bytes, remarks) = build(&load::layers(folders)?)?;
    for remark in &remarks {
        say::note(&remark.to_string());
    }
    // Bases in use are mapped into memory: a new one takes the place of the old, never its bytes.
    let mut part = output.as_os_str().to_owned();
    part.push(".part");
    std::fs::write(&part, &bytes)
        .and_then(|()| std::fs::rename(&part, output))
        .with_context(|| format!("cannot write {}", output.display()))?;
    say::note(&format!("{}: {:.1} MB", output.display(), bytes.len() as f64 / 1e6));
    Ok(Outcome::Done)
}

fn check_tables(folders: &[PathBuf], against: Option<&Path>, strict: bool) -> Result<Outcome> {
    let layers = load::layers(folders)?;
    let (tables, mut remarks) = Tables::parse(&layers);
    remarks.extend(check(&tables, &role_nouns()?));
    let mut out = std::io::stdout().lock();
    for remark in &remarks {
        writeln!(out, "{remark}")?;
    }
    let count = |severity: Severity| remarks.iter().filter(|r| r.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    writeln!(out, "{errors} errors, {warnings} warnings, {} notes", remarks.len() - errors - warnings)?;
    if let Some(old) = against {
        let old = match old.is_dir() {
            true => Kb::from_bytes(build(&load::layers(&[old])?)?.0)?,
            false => load::open(old)?,
        };
        changes(&old, &Kb::from_bytes(tables.to_bytes())?, &mut out)?;
    }
    Ok(if errors == 0 && (warnings == 0 || !strict) { Outcome::Done } else { Outcome::SomeFailed })
}

/// The role nouns of the built-in packs: words that no entry should be named by.
fn role_nouns() -> Result<BTreeSet<String>> {
    let ontology = assets::ontology()?;
    let mut words = BTreeSet::new();
    for language in assets::pack_languages() {
        let Ok(pack) = assets::pack(&language, &ontology) else { continue };
        let nouns = pack.roles.all.iter().map(|r| normalise(&r.lemma));
        words.extend(nouns.filter(|n| !n.contains(' ')));
    }
    Ok(words)
}

fn changes(old: &Kb, new: &Kb, out: &mut dyn Write) -> Result<()> {
    let all = diff(old, new);
    for change in &all {
        writeln!(out, "{change}")?;
    }
    let count = |kind| all.iter().filter(|c| c.kind == kind).count();
    let [added, removed, changed] = [ChangeKind::Added, ChangeKind::Removed, ChangeKind::Changed].map(count);
    writeln!(out, "{added} entries added, {removed} removed, {changed} changed")?;
    Ok(())
}

fn compare_tables(folder: &Path, second: &Path) -> Result<Outcome> {
    let (tables, _) = Tables::parse(&load::layers(&[folder])?);
    let text =
        std::fs::read_to_string(second).with_context(|| format!("cannot read {}", second.display()))?;
    let name = second.file_name().and_then(|n| n.to_str()).unwrap_or("second source");
    let found = compare(&tables, name, &text)?;
    let mut out = std::io::stdout().lock();
    for c in &found.conflicts {
        let [ours, theirs] = [c.ours, c.theirs].map(|d| d.edtf().unwrap_or_else(|| "always".to_owned()));
        writeln!(out, "{}:{}: {} ({}), {} of {}", c.file, c.line, c.person, c.id, c.post, c.country)?;
        writeln!(out, "    here {ours}, there {theirs}")?;
        writeln!(out, "    {}", c.decision.as_deref().unwrap_or("undecided"))?;
    }
    let undecided = found.conflicts.iter().filter(|c| c.decision.is_none()).count();
    writeln!(
        out,
        "{} tenures, {} rows in {name}; {} tenures have a counterpart, {} agree within a month at both \
         ends, {} at the start while the source knows no end, {} do not ({undecided} undecided)",
        found.tenures,
        found.rows,
        found.both,
        found.confirmed,
        found.open,
        found.conflicts.len()
    )?;
    Ok(Outcome::Done)
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
    writeln!(out, "{}  {}  {}", e.id(), e.kind().name(), e.main_name())?;
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
