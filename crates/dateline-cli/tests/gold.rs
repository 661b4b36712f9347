//! The coder does not fall below the F1 recorded in `gold/fr/floor.tsv` on the development half of the gold reports (the first table). Needs the French model.
#![allow(clippy::disallowed_methods)] // a test starts the command and reads the repository's gold

use std::path::Path;
use std::process::Command;

#[test]
fn accuracy_does_not_fall() {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../gold/fr");
    let output = Command::new(env!("CARGO_BIN_EXE_dateline")).arg("eval").arg(&gold).output().unwrap();
    let table = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}{table}", String::from_utf8_lossy(&output.stderr));
    let f1 = |row: &str| -> Option<f64> {
        let line =
            table.lines().find(|l| l.trim_start_matches('|').trim_start().starts_with(&format!("{row} ")))?;
        line.split('|').nth(4)?.trim().parse().ok()
    };
    let floors = std::fs::read_to_string(gold.join("floor.tsv")).unwrap();
    let mut below = Vec::new();
    for line in floors.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let (row, floor) = line.split_once('\t').unwrap_or_else(|| panic!("no tab in `{line}`"));
        let floor: f64 = floor.parse().unwrap();
        match f1(row) {
            Some(found) if found >= floor => {}
            found => below.push(format!("{row}: F1 {found:?}, was at least {floor}")),
        }
    }
    assert!(below.is_empty(), "{}\n\n{table}", below.join("\n"));
}

/// Two reports, one of either half, each with an act that is annotated where nothing acts.
#[test]
fn misses_of_held_out_reports_are_listed_only_on_demand() {
    let folder = tempfile::tempdir().unwrap();
    for (name, half) in [("seen", ""), ("hidden", "- half: held-out\n")] {
        let gold = format!(
            "# Pluie\n\n- language: fr\n- date: 2026-03-04\n{half}\n```text\nLa pluie est tombée mardi sur Bamako.\n```\n\n## Events\n\n\
             - `est tombée` ASSAULT 190 asserted\n"
        );
        std::fs::write(folder.path().join(format!("{name}.md")), gold).unwrap();
    }
    let told = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        let output = command.arg("eval").arg(folder.path()).args(args).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{stderr}");
        (String::from_utf8(output.stdout).unwrap(), stderr)
    };
    let (table, notes) = told(&["--misses"]);
    assert!(table.contains("seen.md") && !table.contains("hidden.md"), "{table}");
    assert!(notes.contains("1 held-out report ") && notes.contains("--held-out"), "{notes}");
    let (table, notes) = told(&["--misses", "--held-out"]);
    assert!(table.contains("seen.md") && table.contains("hidden.md") && notes.is_empty(), "{table}{notes}");
    assert!(!told(&["--json"]).0.contains("hidden.md"));
    assert!(told(&["--json", "--held-out"]).0.contains("hidden.md"));
}
