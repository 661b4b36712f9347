//! Finds the installed models: converted files or wheels in the folder `DATELINE_MODELS`, or where none is set in
//! the data folder `dateline/models`. A model that is not installed fails the test. Wheels as published lie in the folder
//! `wheels` beside or in `DATELINE_WHEELS`; `scripts/test.sh` fetches them.
#![allow(dead_code)] // not every test uses everything

use dateline_nlp::{Pipeline, convert};
use std::path::PathBuf;

fn folder() -> PathBuf {
    let set = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty()).map(PathBuf::from);
    set("DATELINE_MODELS")
        .or_else(|| set("XDG_DATA_HOME").map(|d| d.join("dateline/models")))
        .or_else(|| set("HOME").map(|d| d.join(".local/share/dateline/models")))
        .unwrap_or_else(|| "models".into())
}

/// A wheel as published.
pub fn wheel(model: &str, version: &str) -> PathBuf {
    let set = std::env::var("DATELINE_WHEELS").ok().filter(|v| !v.is_empty()).map(PathBuf::from);
    let folder = set.unwrap_or_else(|| folder().with_file_name("wheels"));
    let wheel = folder.join(format!("{model}-{version}-py3-none-any.whl"));
    assert!(
        wheel.exists(),
        "{} is missing; fetch it with scripts/test.sh, or set DATELINE_WHEELS to the folder that holds it",
        wheel.display()
    );
    wheel
}

/// The files of a published pipeline in a folder of their own.
pub fn unpacked(model: &str, version: &str) -> tempfile::TempDir {
    let path = wheel(model, version);
    let file = std::fs::File::open(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut archive = zip::ZipArchive::new(file).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = format!("{model}/{model}-{version}/");
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).expect("a file of the wheel");
        let Some(name) = file.name().strip_prefix(&root).map(str::to_owned) else { continue };
        let target = folder.path().join(name);
        std::fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
        let mut out = std::fs::File::create(&target).expect("a file");
        std::io::copy(&mut file, &mut out).expect("written");
    }
    folder
}

/// The file of an installed, converted model.
pub fn installed(model: &str, version: &str) -> PathBuf {
    let flat = folder().join(format!("{model}-{version}.dtl"));
    assert!(flat.exists(), "{} is missing; scripts/test.sh fetches it", flat.display());
    flat
}

/// The bytes of a converted model.
pub fn flat(model: &str, version: &str) -> Vec<u8> {
    let folder = folder();
    let flat = folder.join(format!("{model}-{version}.dtl"));
    if flat.exists() {
        return std::fs::read(&flat).unwrap_or_else(|e| panic!("{}: {e}", flat.display()));
    }
    let wheel = folder.join(format!("{model}-{version}-py3-none-any.whl"));
    assert!(
        wheel.exists(),
        "the model {model} {version} is not installed: neither {} nor {} exists; install it, or set \
         DATELINE_MODELS to the folder that holds it",
        flat.display(),
        wheel.display()
    );
    convert(&wheel).unwrap_or_else(|e| panic!("{}: {e}", wheel.display()))
}

/// An opened model.
pub fn pipeline(model: &str, version: &str) -> Pipeline {
    Pipeline::from_bytes(flat(model, version)).unwrap_or_else(|e| panic!("{model} {version}: {e}"))
}
