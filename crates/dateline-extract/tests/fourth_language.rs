//! A language that no code knows: a pack and names of its own, and parses made by hand, give the events a reader would name.
#![allow(clippy::disallowed_methods)] // tests read the repository's own files

mod common;

use dateline_extract::Extractor;
use dateline_kb::{Kb, load};
use dateline_pack::{Ontology, Pack, PackFiles};
use dateline_types::{Event, Extraction, Participant, Source};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(folder: &Path, base: &Path, files: &mut PackFiles) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, base, files);
        } else {
            let name = path.strip_prefix(base).unwrap().to_string_lossy().replace('\\', "/");
            files.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// The events of a sentence, each as `status TYPE CAMEO actors > recipients (says speaker)`.
fn told(x: &Extraction) -> Vec<String> {
    let side = |list: &[Participant]| {
        let code = |p: &Participant| {
            let e = &x.entities[p.entity];
            e.code.clone().or_else(|| e.sector.clone()).unwrap_or_else(|| "-".into())
        };
        list.iter().map(code).collect::<Vec<_>>().join("+")
    };
    let line = |e: &Event| {
        let says = match e.attribution.first().map(|a| a.source) {
            Some(Source::Entity(s)) => format!(" (says {})", x.entities[s].name),
            _ => String::new(),
        };
        let (kind, cameo) = (e.kind.as_deref().unwrap_or("-"), e.cameo.as_deref().unwrap_or(""));
        format!("{} {kind} {cameo} {} > {}{says}", e.status.name(), side(&e.actors), side(&e.recipients))
    };
    x.events.iter().map(line).collect()
}

#[test]
fn a_fourth_language_needs_a_pack_and_parses_only() {
    let ontology = Ontology::load(&|name| std::fs::read_to_string(root().join("ontology").join(name)).ok());
    let ontology = ontology.unwrap_or_else(|e| panic!("{e}"));
    let folder = root().join("crates/dateline-extract/tests/pack_pt");
    let mut files = PackFiles::new();
    read(&folder, &folder, &mut files);
    files.retain(|name, _| !name.starts_with("kb/"));
    let pack = Pack::load(&files, &ontology).unwrap_or_else(|e| panic!("{e}"));
    let layers = load::layers(&[root().join("kb"), folder.join("kb")]).unwrap_or_else(|e| panic!("{e}"));
    let (bytes, _) = dateline_kb::build(&layers).unwrap_or_else(|e| panic!("{e}"));
    let kb = Kb::from_bytes(bytes).unwrap_or_else(|e| panic!("{e}"));
    let extractor = Extractor { pack: &pack, kb: &kb, ontology: &ontology };
    let parses = common::parses("crates/dateline-extract/tests/sentences_pt.conllu");
    let mut wrong = Vec::new();
    let expected = common::rows("crates/dateline-extract/tests/sentences_pt.tsv");
    assert_eq!(expected.len(), parses.len());
    for row in expected {
        let [text, wanted @ ..] = &row[..] else { panic!("a row begins with its sentence: {row:?}") };
        let mut report = common::report(text, "2026-05-12");
        report.language = Some("pt".into());
        let found = told(&extractor.extract(&report, &parses[text]));
        let wanted: Vec<&String> = wanted.iter().filter(|w| !w.is_empty()).collect();
        if !found.iter().eq(wanted.iter().copied()) {
            wrong.push(format!("{text}\n  wants {wanted:?}\n  found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
