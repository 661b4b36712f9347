//! Finds the installed models: converted files or wheels in the folder `DATELINE_MODELS`, or where none is set in
//! the data folder `dateline/models`. A model that is not installed fails the test.
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
