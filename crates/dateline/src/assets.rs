//! What is built into the program: language packs, ontology, default knowledge base.

use dateline_kb::Kb;
use dateline_pack::{Ontology, Pack, PackError, PackFiles};
use include_dir::{Dir, DirEntry, include_dir};
use std::collections::BTreeMap;
use std::sync::Arc;

static PACKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../packs");
static ONTOLOGY: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../ontology");
static KB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/default.kb"));

/// The ontology of this build.
///
/// # Errors
/// All faults of its tables.
pub fn ontology() -> Result<Ontology, PackError> {
    Ontology::load(&|name| ONTOLOGY.get_file(name).and_then(|f| f.contents_utf8()).map(str::to_owned))
}

/// The files of the ontology of this build, by name.
#[must_use]
pub fn ontology_files() -> PackFiles {
    let mut files = PackFiles::new();
    collect(&ONTOLOGY, "", &mut files);
    files
}

/// The table of senses that links the built-in packs (`senses.tsv`).
#[must_use]
pub fn senses() -> &'static str {
    PACKS.get_file("senses.tsv").and_then(|f| f.contents_utf8()).unwrap_or("")
}

/// The files of all built-in packs, by language.
#[must_use]
pub fn packs() -> BTreeMap<String, PackFiles> {
    pack_languages().into_iter().map(|l| (l.clone(), pack_files(&l))).collect()
}

/// The languages whose packs are built in, sorted.
#[must_use]
pub fn pack_languages() -> Vec<String> {
    let mut all: Vec<String> = PACKS
        .dirs()
        .filter(|d| d.get_file(d.path().join("manifest.toml")).is_some())
        .map(|d| d.path().display().to_string())
        .collect();
    all.sort();
    all
}

/// The files of a built-in pack; empty when there is none for the language.
#[must_use]
pub fn pack_files(language: &str) -> PackFiles {
    let mut files = PackFiles::new();
    if let Some(dir) = PACKS.get_dir(language) {
        collect(dir, language, &mut files);
    }
    files
}

fn collect(dir: &Dir<'_>, base: &str, files: &mut PackFiles) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(d) => collect(d, base, files),
            DirEntry::File(f) => {
                let path =
                    f.path().strip_prefix(base).unwrap_or(f.path()).to_string_lossy().replace('\\', "/");
                if let Some(text) = f.contents_utf8() {
                    files.insert(path, text.to_owned());
                }
            }
        }
    }
}

/// The built-in pack of a language.
///
/// # Errors
/// All faults of its files; a language without pack lacks its manifest.
pub fn pack(language: &str, ontology: &Ontology) -> Result<Pack, PackError> {
    Pack::load(&pack_files(language), ontology)
}

/// The knowledge base of this build.
///
/// # Panics
/// Never in a build that came to an end: the build script wrote these bytes with the same reader.
#[must_use]
pub fn default_kb() -> Arc<Kb> {
    match Kb::from_static(KB) {
        Ok(kb) => Arc::new(kb),
        Err(e) => unreachable!("the built-in knowledge base is damaged: {e}"),
    }
}
