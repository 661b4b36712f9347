//! The command as programs see it: exit status, order of records, messages. Needs the French model in the model store.
#![allow(clippy::disallowed_methods, reason = "tests start the command and write its inputs")]

use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

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

fn records(output: &Output) -> Vec<Value> {
    out(output).lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

fn examples() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/fr").display().to_string()
}

const REPORT: &str =
    "PARIS, 4 mars 2026 (AFP) - Le ministre a rencontré mardi son homologue irakien à Bagdad.";

#[test]
fn records_come_in_the_order_of_the_lines_and_bad_lines_are_named() {
    let mut input = String::new();
    for i in 0..300 {
        match i {
            7 => input.push_str("{\"id\": \"r7\"}\n"),
            9 => input.push('\n'),
            _ => {
                let text = "L’armée a attaqué le camp. ".repeat(i % 5 + 1);
                let line = serde_json::json!({"id": format!("r{i}"), "text": text, "date": "2026-03", "language": "fr"});
                input.push_str(&format!("{line}\n"));
            }
        }
    }
    let args = ["code", "--from", "jsonl", "--format", "jsonl", "--threads", "3", "-"];
    let output = dateline(&args, &input);
    assert_eq!(output.status.code(), Some(1), "{}", messages(&output));
    let ids: Vec<String> = records(&output).iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect();
    let wanted: Vec<String> = (0..300).filter(|i| ![7, 9].contains(i)).map(|i| format!("r{i}")).collect();
    assert_eq!(ids, wanted);
    assert!(
        messages(&output).contains("standard input:8: error: line 8: missing field `text`"),
        "{}",
        messages(&output)
    );
    let again = dateline(&["code", "--from", "jsonl", "--format", "jsonl", "--threads", "1", "-"], &input);
    assert_eq!(out(&again), out(&output), "the number of threads changes nothing");
}

#[test]
fn a_folder_is_coded_file_by_file() {
    let output = dateline(&["code", "--format", "jsonl", &examples()], "");
    assert_eq!(output.status.code(), Some(0), "{}", messages(&output));
    let records = records(&output);
    assert!(records.len() >= 6);
    for record in &records {
        assert_eq!(record["schema"], "dateline.report/1");
        assert_eq!(record["language"], "fr");
        assert!(record["published"]["value"].is_string());
        assert!(!record["sentences"].as_array().unwrap().is_empty());
        assert_eq!(record["producer"]["model"]["version"], "3.8.0");
    }
    let csv = dateline(&["code", "--format", "csv", &examples()], "");
    assert!(out(&csv).starts_with("report,published,"));
    let table = dateline(&["code", &examples()], "");
    assert!(out(&table).lines().next().unwrap().contains("cour-penale.txt"), "{}", out(&table));
    assert!(!out(&table).contains('\u{1b}'));
}

#[test]
fn without_a_date_the_record_says_so() {
    let output = dateline(
        &["code", "--format", "jsonl", "-"],
        "Le ministre a rencontré son homologue irakien à Bagdad.",
    );
    assert_eq!(output.status.code(), Some(0), "{}", messages(&output));
    assert_eq!(records(&output)[0]["published"]["evidence"], "unknown");
    assert!(
        messages(&output).contains("standard input: warning: nothing says when"),
        "{}",
        messages(&output)
    );
    let output = dateline(
        &["code", "--format", "jsonl", "--date", "2026-03", "-"],
        "Le ministre a rencontré son homologue.",
    );
    assert_eq!(records(&output)[0]["published"]["value"], "2026-03");
}

#[test]
fn unreadable_inputs_fail_and_the_others_are_coded() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("1.txt"), REPORT).unwrap();
    std::fs::write(path("2.txt"), b"\x00\x01\x02").unwrap();
    std::fs::write(
        path("3.txt"),
        "Der Außenminister hat am Dienstag in Bagdad seinen irakischen Amtskollegen getroffen.",
    )
    .unwrap();
    let output = dateline(&["code", "--format", "jsonl", &path(""), &path("none.txt")], "");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(records(&output).len(), 2);
    let said = messages(&output);
    for part in [
        "2.txt: error: this is not text",
        "3.txt: error: the language was not recognised",
        "none.txt: error: cannot read",
    ] {
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn wrong_usage_and_missing_models_give_status_two() {
    for args in [
        vec!["code"],
        vec!["code", "--date", "hier", "-"],
        vec!["code", "--packs", "/nowhere", "-"],
        vec!["none"],
    ] {
        assert_eq!(dateline(&args, "").status.code(), Some(2), "{args:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.txt");
    std::fs::write(&file, REPORT).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["code", "--language", "fr"])
        .arg(&file)
        .env("DATELINE_MODELS", folder.path().join("empty"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(messages(&output).contains("get one with: dateline models pull fr"), "{}", messages(&output));
    assert!(!folder.path().join("empty").exists(), "looking for a model makes no folder");
}

#[test]
fn control_characters_never_come_out_raw() {
    let text = "date 2026-03-04\nL’armée \u{1b}[31ma attaqué\u{202e} le camp\u{9b} de Gao.";
    for args in [
        vec!["code", "-"],
        vec!["code", "--format", "jsonl", "-"],
        vec!["code", "--format", "csv", "-"],
        vec!["explain", "-"],
        vec!["explain", "--stage", "tokens", "-"],
        vec!["explain", "--stage", "report", "-"],
        vec!["parse", "-"],
    ] {
        let args: Vec<&str> = args.into_iter().chain(["--language", "fr"]).collect();
        let output = dateline(&args, text);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", messages(&output));
        let all = out(&output).to_owned() + messages(&output);
        assert!(!all.contains(['\u{1b}', '\u{202e}', '\u{9b}']), "{args:?}: {all:?}");
    }
}

#[test]
fn parse_writes_conllu_that_reads_back() {
    let output =
        dateline(&["parse", "--language", "fr", "-"], &format!("{REPORT} L’ONU, elle, se tait.\n\nFin."));
    assert_eq!(output.status.code(), Some(0), "{}", messages(&output));
    let text = out(&output);
    assert_eq!(text.matches("# newpar").count(), 2);
    for sentence in text.split("\n\n").filter(|s| !s.trim().is_empty()) {
        let rows: Vec<Vec<&str>> =
            sentence.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect()).collect();
        let wanted = sentence.lines().find_map(|l| l.strip_prefix("# text = ")).unwrap();
        let mut written = String::new();
        for (i, row) in rows.iter().enumerate() {
            assert_eq!(row.len(), 10, "{row:?}");
            assert_eq!(row[0], (i + 1).to_string());
            let head: usize = row[6].parse().unwrap();
            assert!(head <= rows.len() && head != i + 1);
            assert_eq!(head == 0, row[7] == "root");
            written.push_str(row[1]);
            written.push_str(if row[9].contains("SpaceAfter=No") { "" } else { " " });
        }
        assert_eq!(written.trim_end(), wanted);
        assert!(rows.iter().any(|r| r[6] == "0"));
    }
}

#[test]
fn explain_shows_each_stage() {
    for stage in ["report", "tokens", "mentions", "times", "quantities", "quotes", "events"] {
        let output = dateline(&["explain", "--stage", stage, &examples()], "");
        assert_eq!(output.status.code(), Some(0), "{stage}: {}", messages(&output));
        assert!(out(&output).lines().count() > 20, "{stage}");
        assert!(!out(&output).contains('\u{1b}'), "no colours but on a terminal");
    }
}

#[test]
fn the_schema_is_json() {
    let output = dateline(&["schema"], "");
    assert_eq!(serde_json::from_str::<Value>(out(&output)).unwrap()["title"], "Record");
}

#[test]
fn what_a_pack_lacks_is_listed_with_its_frame() {
    let input = "date 2024-05\n\nLa France a dépassé l'Allemagne. Le Japon a dépassé la Chine. Paris a condamné Moscou.";
    let output = dateline(&["pack", "missing", "--language", "fr", "-"], input);
    assert!(output.status.success(), "{}", messages(&output));
    assert_eq!(out(&output), "     2  dépasser  S>O  La France a dépassé l'Allemagne.\n");
}

#[test]
fn skipping_changes_no_byte_of_the_records() {
    let examples = examples();
    let skipping = dateline(&["code", "--format", "jsonl", &examples], "");
    let whole = dateline(&["code", "--format", "jsonl", "--no-skip", &examples], "");
    assert!(skipping.status.success(), "{}", messages(&skipping));
    assert!(!skipping.stdout.is_empty());
    assert_eq!(out(&skipping), out(&whole));
}

#[test]
fn gold_of_other_projects_is_scored() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let plover = write(
        "records.json",
        r#"[{"id": "x1", "date": "2021-02-03", "language": "fr", "event": "DISAPPROVE", "text": "Paris a condamné Moscou.",
            "source": [{"code": "FRA", "sector": "GOV"}], "target": [{"code": "RUS"}]}]"#,
    );
    let petrarch = write(
        "sentences.xml",
        r#"<Validation><Sentences><Sentence date="20210203" id="X-1" category="ACTOR">
           <EventCoding sourcecode="FRAGOV" targetcode="RUS" eventcode="111"/>
           <Text>Paris a condamné Moscou.</Text></Sentence></Sentences></Validation>"#,
    );
    for file in [plover, petrarch] {
        let output = dateline(&["eval", "--json", "--language", "fr", &file], "");
        assert!(output.status.success(), "{}", messages(&output));
        let table: Value = serde_json::from_str(out(&output)).unwrap();
        let row = &table["all"]["rows"]["event type+source+target"];
        assert_eq!((row["gold"].as_u64(), row["f1"].as_f64()), (Some(1), Some(1.0)), "{file}: {table}");
    }
    let text = "« Nous partirons », a déclaré le Premier ministre hongrois Viktor Orban.";
    write("quote.txt", text);
    let brat = write(
        "quote.ann",
        "T1\tQuotation 2 16\tNous partirons\nT2\tSpeaker 59 71\tViktor Orban\nR1\tBy Arg1:T1 Arg2:T2\n",
    );
    let output = dateline(&["eval", "--json", "--language", "fr", &brat], "");
    let table: Value = serde_json::from_str(out(&output)).unwrap();
    assert_eq!(table["all"]["rows"]["quote speaker"]["f1"].as_f64(), Some(1.0), "{table}");
}
