//! Runs the archive's commands as a user would: add, query, search, incidents, ledger, recode, check, repair. The French
//! model must be installed.
#![allow(clippy::disallowed_methods)] // starts the command and reads what it wrote

use std::path::Path;
use std::process::{Command, Output};

fn dateline(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dateline")).args(args).output().expect("the command starts")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn messages(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn lines(output: &Output) -> Vec<serde_json::Value> {
    out(output).lines().map(|l| serde_json::from_str(l).expect("a JSON line")).collect()
}

/// Two agencies tell of one attack, one revises the toll, one line is broken.
const REPORTS: &str = r#"{"id":"a1","date":"2026-03-02","language":"fr","publisher":"AFP","title":"Attaque à Gao","text":"Des hommes armés ont attaqué lundi un marché de Gao, faisant 12 morts, a annoncé l'armée malienne."}
{"id":"broken"}
{"id":"b1","date":"2026-03-03","language":"fr","publisher":"Reuters","text":"Des hommes armés ont attaqué lundi un marché de Gao, faisant 21 morts, a déclaré mardi le gouverneur de la région."}
{"id":"c1","date":"2026-03-04","language":"fr","publisher":"AFP","text":"La France a condamné mercredi les frappes russes contre l'Ukraine."}
"#;

fn archive(folder: &Path) -> String {
    let input = folder.join("reports.jsonl");
    std::fs::write(&input, REPORTS).expect("written");
    let path = folder.join("a.dateline").to_str().expect("UTF-8").to_owned();
    let added = dateline(&["add", &path, input.to_str().expect("UTF-8")]);
    assert_eq!(added.status.code(), Some(1), "one line is broken: {}", messages(&added));
    assert!(messages(&added).contains("3 reports added"), "{}", messages(&added));
    assert!(messages(&added).contains("reports.jsonl:2: error"), "{}", messages(&added));
    path
}

#[test]
fn reports_are_kept_once_and_found_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = archive(folder.path());
    let again = dateline(&["add", &path, folder.path().join("reports.jsonl").to_str().expect("UTF-8")]);
    assert!(messages(&again).contains("0 reports added"), "{}", messages(&again));
    assert!(messages(&again).contains("3 kept already"), "{}", messages(&again));

    let found = dateline(&["query", &path, "--type", "ASSAULT", "--place", "Gao", "--format", "jsonl"]);
    assert_eq!(found.status.code(), Some(0), "{}", messages(&found));
    let events = lines(&found);
    assert_eq!(events.len(), 2, "{}", out(&found));
    assert!(
        events.iter().all(|e| e["date"] == "2026-03-02" && e["place_country"] == "MLI"),
        "{}",
        out(&found)
    );
    let none = dateline(&["query", &path, "--type", "ASSAULT", "--date", "2025", "--format", "jsonl"]);
    assert_eq!(lines(&none).len(), 0);
    let dyad = dateline(&["query", &path, "--dyad", "FRA:RUS", "--group", "dyad,month", "--format", "csv"]);
    assert!(out(&dyad).contains("FRA,RUS,2026-03,1,"), "{}", out(&dyad));
    let words = dateline(&["search", &path, "frappes", "--format", "jsonl"]);
    assert_eq!(lines(&words)[0]["report"], "c1");
    let sql = dateline(&["query", &path, "--sql", "SELECT count(*) AS n FROM report", "--format", "jsonl"]);
    assert_eq!(lines(&sql)[0]["n"], 3);
    let refused = dateline(&["query", &path, "--sql", "DELETE FROM report"]);
    assert_eq!(refused.status.code(), Some(2), "{}", messages(&refused));

    let parquet = folder.path().join("events.parquet");
    let written = dateline(&["query", &path, "--format", "parquet", "-o", parquet.to_str().expect("UTF-8")]);
    assert_eq!(written.status.code(), Some(0), "{}", messages(&written));
    assert!(std::fs::read(&parquet).expect("a file").starts_with(b"PAR1"));
}

#[test]
fn the_ledger_tells_how_the_toll_changed_and_what_was_known_on_a_day() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = archive(folder.path());
    let incidents = lines(&dateline(&["incidents", &path, "--reports", "2", "--format", "jsonl"]));
    assert_eq!(incidents.len(), 1, "{incidents:?}");
    let uid = incidents[0]["incident"].as_str().expect("a name");
    let ledger = dateline(&["ledger", &path, "--incident", uid, "--format", "jsonl"]);
    let killed = |output: &Output| -> Vec<(String, String)> {
        lines(output)
            .iter()
            .filter(|l| l["attribute"] == "killed")
            .map(|l| (l["value"].to_string(), l["relation"].as_str().unwrap_or_default().to_owned()))
            .collect()
    };
    let all = killed(&ledger);
    assert_eq!(all.len(), 2, "{}", out(&ledger));
    assert!(all[0].0.contains("12") && all[0].1 == "first", "{all:?}");
    assert!(all[1].0.contains("21") && all[1].1 == "revises", "{all:?}");
    let then = dateline(&["ledger", &path, "--incident", uid, "--as-of", "2026-03-02", "--format", "jsonl"]);
    let then = killed(&then);
    assert!(then.len() == 1 && then[0].0.contains("12"), "no look ahead: {then:?}");
    let table = dateline(&["ledger", &path, "--incident", uid]);
    assert!(out(&table).contains("12 → 21"), "{}", out(&table));
    let open = dateline(&["ledger", &path]);
    assert_eq!(open.status.code(), Some(2), "without a condition: {}", messages(&open));
}

#[test]
fn a_damaged_archive_is_noticed_and_the_rest_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = archive(folder.path());
    let good = dateline(&["archive", "check", &path]);
    assert_eq!((good.status.code(), out(&good).as_str()), (Some(0), "good\n"), "{}", messages(&good));
    let recoded = dateline(&["recode", &path]);
    assert!(messages(&recoded).contains("0 of 3 reports"), "{}", messages(&recoded));
    let shown = dateline(&["archive", "show", &path, "a1"]);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&out(&shown)).expect("JSON")["id"], "a1");

    let mut bytes = std::fs::read(&path).expect("the file");
    // The stored records are compressed: their stream begins with these two bytes.
    let record = bytes.windows(2).position(|w| w == b"\x78\x5e");
    let at = record.expect("a stored record");
    for byte in &mut bytes[at + 40..at + 60] {
        *byte ^= 0x5a;
    }
    let damaged = folder.path().join("damaged.dateline");
    std::fs::write(&damaged, bytes).expect("written");
    let damaged = damaged.to_str().expect("UTF-8");
    let check = dateline(&["archive", "check", damaged]);
    assert_eq!(check.status.code(), Some(1), "{}{}", out(&check), messages(&check));
    let new = folder.path().join("new.dateline");
    let new = new.to_str().expect("UTF-8");
    let repair = dateline(&["archive", "repair", damaged, new]);
    assert_eq!(repair.status.code(), Some(1), "{}", messages(&repair));
    assert!(out(&repair).contains("2 reports saved, 1 lost"), "{}{}", out(&repair), messages(&repair));
    assert_eq!(out(&dateline(&["archive", "check", new])), "good\n");

    // Without its first page it is no archive any more; the reports still stand on the others.
    let mut headless = std::fs::read(&path).expect("the file");
    headless[..8192].fill(0);
    std::fs::write(damaged, &headless).expect("written");
    let check = dateline(&["archive", "check", damaged]);
    assert_eq!(check.status.code(), Some(1), "{}{}", out(&check), messages(&check));
    assert!(messages(&check).contains("archive repair"), "{}", messages(&check));
    let other = folder.path().join("other.dateline");
    let other = other.to_str().expect("UTF-8");
    let repair = dateline(&["archive", "repair", damaged, other]);
    assert_eq!(out(&repair), "3 reports saved, 0 lost\n", "{}", messages(&repair));
    assert_eq!(out(&dateline(&["archive", "check", other])), "good\n");
    // A file of something else holds no report, and nothing is left behind.
    std::fs::write(damaged, "Paris, 3 mars. ".repeat(4000)).expect("written");
    let none = folder.path().join("nothing.dateline");
    let repair = dateline(&["archive", "repair", damaged, none.to_str().expect("UTF-8")]);
    assert_eq!(repair.status.code(), Some(2), "{}", out(&repair));
    assert!(!none.exists() && messages(&repair).contains("no page"), "{}", messages(&repair));
}

#[test]
fn what_cannot_be_asked_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("none.dateline");
    let asked = dateline(&["query", missing.to_str().expect("UTF-8")]);
    assert_eq!(asked.status.code(), Some(2));
    assert!(messages(&asked).contains("does not exist"), "{}", messages(&asked));
    let path = archive(folder.path());
    for (args, words) in [
        (["--group", "mood"], "there is no group `mood`"),
        (["--dyad", "IRN"], "is no dyad"),
        (["--date", "yesterday"], "is no date"),
        (["--status", "likely"], "there is no status `likely`; there are: asserted, denied"),
        (["--type", "war"], "there is no type `war`; there are: "),
    ] {
        let asked = dateline(&["query", &path, args[0], args[1]]);
        assert_eq!(asked.status.code(), Some(2), "{args:?}");
        assert!(messages(&asked).contains(words), "{}", messages(&asked));
    }
    let nobody = dateline(&["query", &path, "--actor", "Atlantide"]);
    assert_eq!(
        (nobody.status.code(), messages(&nobody)),
        (Some(0), "no event meets these conditions\n".to_owned())
    );
}

#[test]
fn exports_take_an_archive_or_records_and_the_same_conditions_as_queries() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = archive(folder.path());
    let all = dateline(&["export", &path, "--format", "gdelt1"]);
    assert_eq!(all.status.code(), Some(0), "{}", messages(&all));
    assert!(messages(&all).contains("of 3 reports"), "{}", messages(&all));
    let attacks = dateline(&["export", &path, "--format", "gdelt1", "--type", "ASSAULT", "--place", "Gao"]);
    assert!(
        out(&attacks).lines().count() == 2 && out(&attacks).contains("\t20260302\t"),
        "{}",
        out(&attacks)
    );

    let file = folder.path().join("events.txt");
    let to = file.to_str().expect("UTF-8");
    let written = dateline(&["export", &path, "--format", "polecat", "-o", to]);
    assert_eq!(written.status.code(), Some(0), "{}", messages(&written));
    assert!(std::fs::read_to_string(&file).expect("a file").starts_with("Event ID\t"));
    assert!(folder.path().join("events.txt.json").exists(), "a sidecar");
    let months = folder.path().join("months");
    let to = months.to_str().expect("UTF-8");
    let written = dateline(&["export", &path, "--format", "parquet", "--by-month", "-o", to]);
    assert_eq!(written.status.code(), Some(0), "{}", messages(&written));
    assert!(months.join("month=2026-03/part-00000.parquet").exists());
    let again = dateline(&["export", &path, "--format", "parquet", "--by-month", "-o", to]);
    assert_eq!(again.status.code(), Some(2), "{}", messages(&again));

    let shown = dateline(&["archive", "show", &path, "c1"]);
    let record: serde_json::Value = serde_json::from_str(&out(&shown)).expect("JSON");
    let records = folder.path().join("records.jsonl");
    std::fs::write(&records, format!("{record}\n{{\"id\":1}}\n")).expect("written");
    let from = records.to_str().expect("UTF-8");
    let rows = dateline(&["export", from, "--format", "csv"]);
    assert_eq!(rows.status.code(), Some(1), "the second line is no record: {}", messages(&rows));
    assert!(messages(&rows).contains("records.jsonl:2: error"), "{}", messages(&rows));
    assert!(out(&rows).contains("\nc1,2026-03-04,fr,AFP"), "{}", out(&rows));
    let filtered = dateline(&["export", from, "--format", "csv", "--type", "ASSAULT"]);
    assert_eq!(filtered.status.code(), Some(2), "{}", messages(&filtered));
}
