//! Runs the archive's commands over a PostgreSQL database, by either spelling. The French model must be installed.
#![allow(clippy::disallowed_methods)] // starts the command and reads what it wrote

use std::process::{Command, Output};
use store::Place;

#[path = "../../dateline-archive/tests/store/mod.rs"]
mod store;

fn dateline(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dateline")).args(args).output().expect("the command starts")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn messages(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const REPORTS: &str = r#"{"id":"a1","date":"2026-03-02","language":"fr","publisher":"AFP","title":"Attaque à Gao","text":"Des hommes armés ont attaqué lundi un marché de Gao, faisant 12 morts, a annoncé l'armée malienne."}
{"id":"b1","date":"2026-03-03","language":"fr","publisher":"Reuters","text":"Des hommes armés ont attaqué lundi un marché de Gao, faisant 21 morts, a déclaré mardi le gouverneur de la région."}
"#;

#[test]
fn every_command_takes_the_address_of_a_database() {
    let Some(place) = Place::schema() else { return };
    let store = place.path.to_str().expect("UTF-8");
    let file = Place::file();
    let beside = file.path.to_str().expect("UTF-8");
    let input = file.folder().join("reports.jsonl");
    std::fs::write(&input, REPORTS).expect("written");
    let input = input.to_str().expect("UTF-8");
    let none = dateline(&["query", "--store", store]);
    assert!(none.status.code() == Some(2) && messages(&none).contains("dateline add"), "{}", messages(&none));
    let added = dateline(&["add", "--store", store, input]);
    assert_eq!(added.status.code(), Some(0), "{}", messages(&added));
    assert!(messages(&added).contains("2 reports added"), "{}", messages(&added));
    let again = dateline(&["add", input, &format!("--store={store}")]);
    assert!(messages(&again).contains("0 reports added"), "{}", messages(&again));
    assert_eq!(dateline(&["add", beside, input]).status.code(), Some(0));

    let event =
        out(&dateline(&["query", store, "--format", "csv"])).lines().nth(1).map(|l| l[..18].to_owned());
    let event = event.expect("an event");
    for command in [
        vec!["query", "ARCHIVE", "--type", "ASSAULT", "--place", "Gao", "--format", "csv"],
        vec!["query", "ARCHIVE", "--group", "month,type", "--format", "csv"],
        vec!["query", "ARCHIVE", "--sql", "SELECT count(*) AS n FROM event", "--format", "csv"],
        vec!["search", "ARCHIVE", "MARCHE AND gao", "--format", "csv"],
        vec!["incidents", "ARCHIVE", "--reports", "2", "--format", "csv"],
        vec!["ledger", "ARCHIVE", "--incident", &event, "--as-of", "2026-03-03", "--format", "csv"],
        vec!["export", "ARCHIVE", "--format", "gdelt2"],
        vec!["archive", "show", "ARCHIVE", "a1"],
        vec!["archive", "check", "ARCHIVE"],
    ] {
        let of = |archive: &str| -> Vec<String> {
            command
                .iter()
                .map(|w| if *w == "ARCHIVE" { archive.to_owned() } else { (*w).to_owned() })
                .collect()
        };
        let run = |args: &[String]| dateline(&args.iter().map(String::as_str).collect::<Vec<_>>());
        let (wanted, found) = (run(&of(beside)), run(&of(store)));
        assert_eq!(found.status.code(), Some(0), "{command:?}: {}", messages(&found));
        assert_eq!(out(&found), out(&wanted), "{command:?}");
        assert!(!out(&found).is_empty(), "{command:?}");
        // The other spelling.
        let mut args = of(store);
        args.retain(|a| a != store);
        args.extend(["--store".to_owned(), store.to_owned()]);
        assert_eq!(out(&run(&args)), out(&found), "{args:?}");
    }
    let stats = dateline(&["archive", "stats", store]);
    assert!(out(&stats).contains("MB"), "{}{}", out(&stats), messages(&stats));
    let upgraded = dateline(&["archive", "upgrade", store]);
    assert!(out(&upgraded).contains("2 reports"), "{}", messages(&upgraded));
    let recoded = dateline(&["recode", store]);
    assert_eq!(recoded.status.code(), Some(0), "{}", messages(&recoded));
    let repair = dateline(&["archive", "repair", store, "new.dateline"]);
    assert!(
        repair.status.code() == Some(2) && messages(&repair).contains("pg_dump"),
        "{}",
        messages(&repair)
    );
}

#[test]
fn no_message_shows_the_password() {
    let nowhere = "postgres://anna:secret@127.0.0.1:1/news";
    for command in [
        vec!["query", nowhere],
        vec!["serve", nowhere],
        vec!["add", nowhere, "x"],
        vec!["archive", "check", "--store", nowhere],
        vec!["archive", "repair", nowhere, "y"],
        vec!["export", nowhere, "--format", "csv"],
    ] {
        let output = dateline(&command);
        let said = messages(&output) + &out(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(!said.contains("secret") && said.contains("anna:***@127.0.0.1:1"), "{said}");
    }
}
