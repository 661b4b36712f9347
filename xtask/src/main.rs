//! Chores of this repository: `cargo xtask tidy` checks what the compiler does not, `kb-places` writes the generated table of places,
//! `book` builds the documents.
#![allow(clippy::disallowed_methods)] // a chore reads the repository's files and starts cargo

mod book;
mod kb_places;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    match args.next().as_deref() {
        Some("tidy") => tidy::run(&root()),
        Some("book") => book::run(&root(), &args.collect::<Vec<_>>()),
        Some("kb-places") => kb_places::run(&root(), &args.collect::<Vec<_>>()),
        _ => {
            eprintln!("usage: cargo xtask tidy | kb-places FOLDERS | book [DATELINE]");
            ExitCode::from(2)
        }
    }
}

/// The repository's root folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}
