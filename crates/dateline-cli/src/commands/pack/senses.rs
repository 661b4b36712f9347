//! `dateline pack senses`: which entries of the languages say the same, and which sense a language lacks.

use crate::{Outcome, packs, say};
use anyhow::{Context, Result, bail};
use dateline::assets;
use dateline::formats::visible;
use dateline::pack::Pack;
use dateline::pack::senses::{Coverage, Senses};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

/// Entries of a sense that are printed for a language when not all are asked for.
const FEW: usize = 6;

/// What is to be shown, and how.
pub(super) struct Wanted<'a> {
    /// Only senses this language lacks.
    pub lacking: Option<&'a str>,
    /// Only senses that one language has and another lacks.
    pub uneven: bool,
    pub all: bool,
    pub json: bool,
}

pub(super) fn run(wanted: &Wanted<'_>, folder: Option<&Path>) -> Result<Outcome> {
    let ontology = assets::ontology()?;
    let (files, table) = match folder {
        None => (assets::packs(), assets::senses().to_owned()),
        Some(folder) => {
            let path = folder.join("senses.tsv");
            let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            (packs::from_folder(folder)?, text)
        }
    };
    let mut loaded: BTreeMap<String, Pack> = BTreeMap::new();
    for (language, files) in &files {
        let pack = Pack::load(files, &ontology).with_context(|| format!("the pack {language}"))?;
        loaded.insert(language.clone(), pack);
    }
    if let Some(language) = wanted.lacking.filter(|l| !loaded.contains_key(*l)) {
        let known: Vec<&str> = loaded.keys().map(String::as_str).collect();
        bail!("there is no pack for {language}; there are: {}", known.join(", "));
    }
    let senses = Senses::parse("senses.tsv", &table, &ontology)?;
    let by_language: BTreeMap<String, &Pack> = loaded.iter().map(|(l, p)| (l.clone(), p)).collect();
    let (coverage, faults) = senses.coverage(&by_language);
    for fault in &faults {
        say::note(&fault.to_string());
    }
    let shown: Vec<&Coverage<'_>> = coverage.iter().filter(|c| wants(c, wanted)).collect();
    let mut out = io::stdout().lock();
    if wanted.json {
        let all: Vec<Value> = shown.iter().map(|c| value(c)).collect();
        writeln!(out, "{}", Value::Array(all))?;
    } else {
        for one in &shown {
            print(&mut out, one, wanted.all)?;
        }
        summary(&mut out, &coverage, &by_language)?;
    }
    Ok(if faults.is_empty() { Outcome::Done } else { Outcome::SomeFailed })
}

fn wants(c: &Coverage<'_>, wanted: &Wanted<'_>) -> bool {
    let lacks = |l: &str| c.entries.get(l).is_none_or(Vec::is_empty);
    let some = c.entries.values().any(|e| !e.is_empty());
    let none = c.entries.values().any(Vec::is_empty);
    wanted.lacking.is_none_or(lacks) && (!wanted.uneven || some && none)
}

fn codes(c: &Coverage<'_>) -> String {
    let code = |s: &dateline::pack::senses::SenseCode| {
        let mode = s.mode.as_ref().map(|m| format!("/{m}")).unwrap_or_default();
        let cameo = s.cameo.as_ref().map(|c| format!(" {c}")).unwrap_or_default();
        let context = s.context.as_ref().map(|c| format!("+{c}")).unwrap_or_default();
        format!("{}{mode}{cameo}{context}", s.kind.as_deref().unwrap_or(""))
    };
    c.sense.codes.iter().map(code).collect::<Vec<_>>().join(", ")
}

fn value(c: &Coverage<'_>) -> Value {
    let lacking: Vec<&String> = c.entries.iter().filter(|(_, e)| e.is_empty()).map(|(l, _)| l).collect();
    json!({
        "sense": c.sense.id,
        "gloss": c.sense.gloss,
        "code": codes(c),
        "entries": c.entries,
        "lacking": lacking,
    })
}

fn print(out: &mut impl Write, c: &Coverage<'_>, all: bool) -> io::Result<()> {
    writeln!(out, "{}  {} ({})", c.sense.id, visible(&c.sense.gloss), codes(c))?;
    for (language, entries) in &c.entries {
        let few = if all { entries.len() } else { FEW.min(entries.len()) };
        let more = entries.len() - few;
        let list = match (entries.is_empty(), more) {
            (true, _) => "lacks it".to_owned(),
            (false, 0) => entries.join(", "),
            (false, n) => format!("{} and {n} more", entries[..few].join(", ")),
        };
        writeln!(out, "  {language:<4} {}", visible(&list))?;
    }
    Ok(())
}

/// How many senses each language has of those that any has.
fn summary(out: &mut impl Write, all: &[Coverage<'_>], packs: &BTreeMap<String, &Pack>) -> io::Result<()> {
    let said: Vec<&Coverage<'_>> = all.iter().filter(|c| c.entries.values().any(|e| !e.is_empty())).collect();
    writeln!(out, "\n{} senses, {} of them in at least one language", all.len(), said.len())?;
    for language in packs.keys() {
        let has = said.iter().filter(|c| c.entries.get(language).is_some_and(|e| !e.is_empty())).count();
        writeln!(out, "  {language:<4} has {has}, lacks {}", said.len() - has)?;
    }
    Ok(())
}
