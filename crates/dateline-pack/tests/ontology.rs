//! The ontology and the packs of this repository load, and compose as their documents say.
#![allow(clippy::disallowed_methods)] // a test reads the repository's own tables

use dateline_pack::{Ontology, Pack, PackFiles};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn ontology() -> Ontology {
    let get = |name: &str| std::fs::read_to_string(root().join("ontology").join(name)).ok();
    Ontology::load(&get).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn acts_compose_by_table() {
    let o = ontology();
    for (operator, inner, kind, cameo) in [
        ("promise", "AID 073", Some("AGREE"), "0333"),
        ("threaten", "ASSAULT 190", Some("THREATEN"), "1384"),
        ("demand", "CONSULT 036", Some("REQUEST"), "100"),
        ("demand", "CONSULT 046", Some("REQUEST"), "106"),
        ("refuse", "CONSULT 046", Some("REJECT"), "125"),
        ("deny", "ASSAULT 190", None, "016"),
        ("future", "AID 0711", None, ""),
    ] {
        let Ok(code) = o.parse_code(inner) else {
            assert_eq!(cameo, "", "{inner} should be a code");
            continue;
        };
        let composed = o.compose(operator, &code).expect("a row for every operator");
        let outer = composed.code.clone().expect("a code of its own");
        assert_eq!(outer.kind.as_deref(), kind, "{operator} {inner}");
        assert_eq!(outer.cameo.as_deref(), Some(cameo), "{operator} {inner}");
    }
}

#[test]
fn goldstein_falls_back_to_the_parent() {
    let o = ontology();
    assert_eq!(o.goldstein("190"), Some(-10.0));
    assert_eq!(o.quad("SANCTION"), Some(4));
    assert!(o.needs_recipient("AID") && !o.needs_recipient("CONSULT"));
}

#[test]
fn every_pack_loads() {
    let o = ontology();
    let packs = root().join("packs");
    for entry in std::fs::read_dir(&packs).unwrap() {
        let dir = entry.unwrap().path();
        if !dir.join("manifest.toml").exists() {
            continue;
        }
        let mut files = PackFiles::new();
        collect(&dir, &dir, &mut files);
        if let Err(e) = Pack::load(&files, &o) {
            panic!("{}:\n{e}", dir.display());
        }
    }
}

fn collect(base: &Path, dir: &Path, files: &mut PackFiles) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(base, &path, files);
        } else if path.extension().is_some_and(|e| e == "tsv" || e == "toml") {
            let name = path.strip_prefix(base).unwrap().to_string_lossy().replace('\\', "/");
            files.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
}
