//! `tidy`: the crate graph, module documentation, paths named in ARCHITECTURE.md, one version of Arrow, unfinished work.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Which crates of the workspace each may depend on.
const GRAPH: &[(&str, &[&str])] = &[
    ("dateline-types", &[]),
    ("dateline-nlp", &["dateline-types"]),
    ("dateline-pack", &["dateline-types"]),
    ("dateline-kb", &["dateline-types"]),
    ("dateline-read", &["dateline-types"]),
    ("dateline-extract", &["dateline-types", "dateline-pack", "dateline-kb"]),
    (
        "dateline",
        &[
            "dateline-types",
            "dateline-nlp",
            "dateline-pack",
            "dateline-kb",
            "dateline-read",
            "dateline-extract",
            "dateline-record",
        ],
    ),
    ("dateline-record", &[]),
    ("dateline-archive", &["dateline-types", "dateline-record"]),
    ("dateline-export", &["dateline-record"]),
    ("dateline-server", &["dateline-record", "dateline-archive"]),
    ("dateline-watch", &["dateline-types", "dateline-read"]),
    ("dateline-testkit", &["dateline-types"]),
    (
        "dateline-cli",
        &[
            "dateline-types",
            "dateline-nlp",
            "dateline-pack",
            "dateline-kb",
            "dateline-read",
            "dateline",
            "dateline-record",
            "dateline-archive",
            "dateline-export",
            "dateline-server",
            "dateline-testkit",
            "dateline-watch",
        ],
    ),
    (
        "dateline-hostile",
        &[
            "dateline-types",
            "dateline-nlp",
            "dateline-pack",
            "dateline-kb",
            "dateline-read",
            "dateline-extract",
            "dateline",
            "dateline-record",
            "dateline-archive",
            "dateline-export",
            "dateline-server",
            "dateline-testkit",
            "dateline-watch",
        ],
    ),
    ("dateline-python", &["dateline-types", "dateline", "dateline-export"]),
    ("xtask", &[]),
];

/// Runs every check and prints what is amiss.
pub fn run(root: &Path) -> ExitCode {
    let mut faults = Vec::new();
    crate_graph(root, &mut faults);
    sources(root, &mut faults);
    architecture(root, &mut faults);
    if faults.is_empty() {
        println!("tidy: nothing amiss");
        return ExitCode::SUCCESS;
    }
    for fault in &faults {
        eprintln!("tidy: {fault}");
    }
    ExitCode::FAILURE
}

fn crate_graph(root: &Path, faults: &mut Vec<String>) {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root)
        .output();
    let metadata: Value = match output {
        Ok(o) if o.status.success() => match serde_json::from_slice(&o.stdout) {
            Ok(v) => v,
            Err(e) => return faults.push(format!("cargo metadata is not JSON: {e}")),
        },
        Ok(o) => {
            return faults.push(format!("cargo metadata failed: {}", String::from_utf8_lossy(&o.stderr)));
        }
        Err(e) => return faults.push(format!("cargo metadata did not start: {e}")),
    };
    let allowed: BTreeMap<&str, &[&str]> = GRAPH.iter().copied().collect();
    let mut arrow: Vec<String> = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or("");
        if name == "arrow-array" {
            arrow.push(package["version"].as_str().unwrap_or("").to_owned());
        }
        if !package["source"].is_null() {
            continue;
        }
        let Some(may) = allowed.get(name) else {
            faults.push(format!("crate `{name}` is not in the crate graph of xtask/src/tidy.rs"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let on = dependency["name"].as_str().unwrap_or("");
            let dev = dependency["kind"].as_str() == Some("dev");
            if !dev && allowed.contains_key(on) && !may.contains(&on) {
                faults.push(format!("crate `{name}` may not depend on `{on}`"));
            }
        }
    }
    if arrow.len() > 1 {
        faults.push(format!("{} versions of Arrow: {}", arrow.len(), arrow.join(", ")));
    }
}

fn sources(root: &Path, faults: &mut Vec<String>) {
    let mut files = Vec::new();
    for top in ["crates", "bindings", "xtask"] {
        collect(&root.join(top), &mut files);
    }
    files.sort();
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else {
            faults.push(format!("{} cannot be read", file.display()));
            continue;
        };
        let shown = file.strip_prefix(root).unwrap_or(&file).display().to_string();
        if !text.trim_start().starts_with("//!") {
            faults.push(format!("{shown}: no module documentation; begin the file with //!"));
        }
        if shown.starts_with("xtask") {
            continue;
        }
        for (n, line) in text.lines().enumerate() {
            for mark in ["TODO", "FIXME", "#[ignore"] {
                if line.contains(mark) {
                    faults.push(format!("{shown}:{}: `{mark}`: finish it or file it", n + 1));
                }
            }
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|n| n != "target") {
                collect(&path, files);
            }
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

fn architecture(root: &Path, faults: &mut Vec<String>) {
    let Ok(text) = std::fs::read_to_string(root.join("ARCHITECTURE.md")) else {
        return faults.push("ARCHITECTURE.md is missing".into());
    };
    for (n, line) in text.lines().enumerate() {
        for word in line.split('`').skip(1).step_by(2) {
            let path_like = word.contains('/')
                && !word.contains([' ', '*', '<', ':', '(', '$'])
                && !word.starts_with('-');
            if path_like && !root.join(word.trim_end_matches('/')).exists() {
                faults.push(format!("ARCHITECTURE.md:{}: `{word}` does not exist", n + 1));
            }
        }
    }
}
