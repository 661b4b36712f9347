//! PETRARCH dictionaries in place of a pack: the share of their own validation sentences that come out as written, and records
//! coded with them. Needs the English model in the model store.
#![allow(clippy::disallowed_methods, reason = "tests start the command and write its inputs")]

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dictionaries")
}

/// Runs the command with standard input.
fn dateline(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn messages(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

#[test]
fn validation_sentences_come_out_as_their_authors_expect_feature_by_feature() {
    let (folder, file) = (folder().display().to_string(), folder().join("own.xml").display().to_string());
    let args = ["eval", &file, "--dictionaries", &folder, "--language", "en"];
    let output = dateline(&[&args[..], &["--json"]].concat(), "");
    assert_eq!(output.status.code(), Some(0), "{}", messages(&output));
    let told: Value = serde_json::from_str(out(&output)).unwrap();
    assert_eq!(told["misses"], serde_json::json!([]), "{told:#}");
    assert_eq!(told["all"]["right"], 17);
    assert_eq!(told["features"]["COMPOUND"]["all"], 3);
    let output = dateline(&args, "");
    let last = out(&output).lines().last().unwrap().split_whitespace().collect::<Vec<_>>();
    assert_eq!(last, ["all", "17", "17", "100", "%"]);
}

#[test]
fn records_are_coded_with_dictionaries_and_name_them() {
    let folder = folder().display().to_string();
    let input = "{\"id\": \"a\", \"date\": \"2012-03-02\", \"language\": \"en\", \"text\": \"Norland and Westria criticized Sudmark on Thursday. \
                 Norland policemen arrested a Westria refugee.\"}\n";
    let args = ["code", "--from", "jsonl", "--format", "jsonl", "--dictionaries", &folder, "-"];
    let output = dateline(&args, input);
    assert_eq!(output.status.code(), Some(0), "{}", messages(&output));
    let record: Value = serde_json::from_str(out(&output).trim()).unwrap();
    let events = record["events"].as_array().unwrap();
    assert_eq!(events.len(), 2, "{record:#}");
    assert_eq!(events[0]["cameo"], "111");
    assert_eq!(events[0]["actors"].as_array().unwrap().len(), 2);
    assert_eq!(events[0]["date"]["edtf"], "2012-03-01", "{:#}", events[0]);
    let version = record["producer"]["pack"]["version"].as_str().unwrap();
    assert!(version.ends_with("with dictionaries"), "{version}");
    let plain = dateline(&["code", "--from", "jsonl", "--format", "jsonl", "-"], input);
    let plain: Value = serde_json::from_str(out(&plain).trim()).unwrap();
    assert_ne!(plain["producer"]["pack"]["sha256"], record["producer"]["pack"]["sha256"]);
    assert_eq!(out(&dateline(&args, input)), out(&output));
}

#[test]
fn a_folder_without_verbs_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("x.actors.txt"), "NORLAND [NRL]\nLOST\n").unwrap();
    let path = folder.path().display().to_string();
    let output = dateline(&["code", "--dictionaries", &path, "-"], "Norland criticized Westria.");
    assert_eq!(output.status.code(), Some(2));
    let told = messages(&output);
    assert!(told.contains("x.actors.txt") && told.contains("`LOST`: a name without a code"), "{told}");
    assert!(told.contains("verbs, and actors or agents are needed"), "{told}");
}
