//! Builds the default knowledge base from the tables in `kb/` and stamps the build with the hash of the packs.
#![allow(clippy::disallowed_methods)] // a build script reads the repository's tables

use std::path::Path;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    println!("cargo::rerun-if-changed={}", root.join("kb").display());
    println!("cargo::rerun-if-changed={}", root.join("packs").display());
    println!("cargo::rerun-if-changed={}", root.join("ontology").display());
    let layers = match dateline_kb::load::layers(&[root.join("kb")]) {
        Ok(layers) => layers,
        Err(e) => panic!("{e}"),
    };
    let bytes = match dateline_kb::build(&layers) {
        Ok((bytes, _)) => bytes,
        Err(e) => panic!("{e}"),
    };
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    std::fs::write(Path::new(&out).join("default.kb"), bytes).expect("the build folder can be written");
}
