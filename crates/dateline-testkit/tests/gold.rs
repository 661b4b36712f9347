//! Every gold file reads: each quotation stands in its text, each code and status is known.
#![allow(clippy::disallowed_methods)] // a test reads the repository's gold

use std::path::Path;

#[test]
fn every_gold_file_reads() {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../gold");
    let mut faults = Vec::new();
    let mut files = 0;
    for language in std::fs::read_dir(&gold).unwrap().flatten().filter(|e| e.path().is_dir()) {
        for file in std::fs::read_dir(language.path()).unwrap().flatten() {
            if file.path().extension().is_some_and(|e| e == "md") {
                files += 1;
                if let Err(e) = dateline_testkit::read(&std::fs::read_to_string(file.path()).unwrap()) {
                    faults.push(format!("{}: {e}", file.path().display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(files >= 6, "only {files} gold files");
}
