//! `dateline kb` as its users see it: imports, layers, checks, changes, comparison.
#![allow(clippy::disallowed_methods, reason = "tests start the command and write its inputs")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn kb(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dateline")).arg("kb").args(args).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    std::fs::create_dir_all(folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn tables() -> String {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../kb").display().to_string()
}

#[test]
fn dictionaries_become_a_layer_that_builds_over_the_tables() {
    let here = tempfile::tempdir().unwrap();
    let dictionaries = here.path().join("dictionaries");
    write(
        &dictionaries,
        "my.actors",
        "GREY_HAWKS [SYRREB]\n+HAWKS_OF_ALEPPO\n\t[SYRGOV >20250101]\nNAMELESS\n",
    );
    write(&dictionaries, "my.verbs.txt", "--- RAID [190] ---\nRAID {RAIDS RAIDED}\n- * CAMP [193]\n");
    let (from, layer) = (dictionaries.display().to_string(), here.path().join("hawks").display().to_string());
    let output = kb(&["import", "petrarch", &from, "-o", &layer]);
    assert!(output.status.success(), "{output:?}");
    let said = out(&output);
    assert!(said.contains("my.actors:4: warning[unused-line]: `NAMELESS`: a name without a code"), "{said}");
    assert!(said.contains("patterns.tsv: 1 rows"), "{said}");
    assert!(said.contains("7 lines read, 1 could not be used"), "{said}");
    let file = here.path().join("hawks.kb").display().to_string();
    let output = kb(&["build", &tables(), &layer, "-o", &file]);
    assert!(output.status.success(), "{output:?}");
    let said = out(&kb(&["show", "Hawks of Aleppo", "--kb", &file]));
    assert!(said.contains("armed_group  Grey Hawks") && said.contains("SYRREB"), "{said}");
    assert!(said.contains("SYRGOV"), "{said}");
    let said = out(&kb(&["check", &tables(), &layer, "--against", &tables()]));
    assert!(said.contains("+ pd-grey-hawks Grey Hawks\n"), "{said}");
    assert!(said.ends_with("2 entries added, 0 removed, 0 changed\n"), "{said}");
}

#[test]
fn the_tables_are_without_fault_and_a_fault_of_a_layer_is_named() {
    let output = kb(&["check", &tables()]);
    assert!(output.status.success() && out(&output).contains("\n0 errors, "), "{}", out(&output));
    let here = tempfile::tempdir().unwrap();
    let layer = here.path().join("wrong");
    write(&layer, "manifest.toml", "name = \"wrong\"\npriority = 10\n");
    let row = "person\tpost\tcountry\tstart\tend\tsource\nQ3052772\thead_of_state\tFRA\t2024-01-01\t2023-01-01\town\n";
    write(&layer, "tenures.tsv", row);
    let output = kb(&["check", &tables(), &layer.display().to_string()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("wrong/tenures.tsv:2: error[end-before-start]"), "{}", out(&output));
}

#[test]
fn a_second_source_is_compared_and_decisions_are_shown() {
    let here = tempfile::tempdir().unwrap();
    let second = "country\tposition_en\tperson_en\twikidata\tstart\tend
france\tPresident\tNicolas Sarkozy\tQ329\t2007-05-16\t2012-05-15
iraq\tPrime Minister\tNouri al-Maliki\tQ57673\t2007-05-20\t2014-09-08
";
    let file = write(here.path(), "second.tsv", second);
    let output = kb(&["compare", &tables(), &file]);
    assert!(output.status.success(), "{output:?}");
    let said = out(&output);
    assert!(said.contains("Nouri al-Maliki (Q57673), head_of_government of IRQ"), "{said}");
    assert!(said.contains("    ours: sworn in on 2006-05-20; the other year is a slip\n"), "{said}");
    assert!(said.contains("2 tenures have a counterpart, 1 agree within a month at both ends"), "{said}");
}

#[test]
fn places_offices_and_targets_are_imported() {
    let here = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| write(here.path(), name, text);
    let places = file(
        "IR.txt",
        "7\tFordow\tFordow\tFordo\t34.88\t50.99\tL\tMILB\tIR\t\t39\t\t\t\t0\t\t1\tAsia/Tehran\t2022-01-01\n",
    );
    let offices = file(
        "q.csv",
        "item,itemLabel,positionLabel,start\nQ999999999,Ada Testperson,Minister of Foreign Affairs of Iran,2031-01-01\n",
    );
    let targets = file(
        "t.csv",
        "id,schema,name,aliases,countries\nNK-1,Person,Karim Testmann,K. Testmann,ir\nNK-2,Vessel,Star,,ir\n",
    );
    for (format, input, table) in [
        ("geonames", &places, "places.tsv"),
        ("wikidata", &offices, "tenures.tsv"),
        ("opensanctions", &targets, "persons.tsv"),
    ] {
        let layer = here.path().join(format).display().to_string();
        let output = kb(&["import", format, input, "-o", &layer, "--licence", "CC BY 4.0"]);
        assert!(output.status.success(), "{format}: {output:?}");
        assert!(out(&output).contains(&format!("{table}: 1 rows")), "{format}: {}", out(&output));
        let text = std::fs::read_to_string(Path::new(&layer).join(table)).unwrap();
        assert!(text.contains("IRN"), "{format}: {text}");
        let manifest = std::fs::read_to_string(Path::new(&layer).join("manifest.toml")).unwrap();
        assert!(manifest.contains("licence = \"CC BY 4.0\""), "{manifest}");
    }
}
