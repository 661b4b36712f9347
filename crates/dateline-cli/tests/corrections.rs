//! From an analyst's word in an archive to gold that the scorer reads, and who is let in to say it. The French model must be
//! installed.
#![allow(clippy::disallowed_methods)] // starts the command and reads what it wrote

use dateline_archive::{Archive, Fix, Judgement, Verdict};
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

const REPORTS: &str = r#"{"id":"a1","date":"2026-03-02","language":"fr","publisher":"AFP","title":"Attaque à Gao","text":"L'armée malienne a arrêté lundi deux rebelles près de Gao. La France a condamné mardi les frappes russes contre l'Ukraine. Elle a aidé le Mali."}
{"id":"b1","date":"2026-03-03","language":"fr","text":"La France a condamné mercredi l'Iran."}
{"id":"c1","date":"2026-03-03","language":"fr","text":"La France a condamné mercredi l'Iran.\n```\nEt la Russie."}
"#;

struct Case {
    folder: tempfile::TempDir,
    path: String,
}

impl Case {
    fn new() -> Case {
        let folder = tempfile::tempdir().expect("a folder");
        let input = folder.path().join("reports.jsonl");
        std::fs::write(&input, REPORTS).expect("written");
        let path = folder.path().join("a.dateline").to_str().expect("UTF-8").to_owned();
        let added = dateline(&["add", &path, input.to_str().expect("UTF-8")]);
        assert_eq!(added.status.code(), Some(0), "{}", messages(&added));
        Case { folder, path }
    }

    /// Says something of the event of a report that has this trigger.
    fn say(&self, report: &str, trigger: &str, verdict: Verdict, fix: Fix) {
        let mut archive = Archive::open(Path::new(&self.path)).expect("opened");
        let record = archive.record(report).expect("read").expect("kept");
        let event = record.events.iter().find(|e| e.trigger[0].text.contains(trigger)).expect("coded");
        let reviews = archive.reviews(report).expect("read");
        let name = reviews.into_iter().find(|(_, id, _)| id.as_deref() == Some(&event.id)).expect("kept").0;
        let (author, made) = ("Anna".to_owned(), "2026-03-04T10:00:00Z".to_owned());
        archive.correct(&Judgement { event: name, verdict, fix, author, made, note: None }).expect("kept");
    }

    fn file(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("UTF-8").to_owned()
    }
}

#[test]
fn corrections_become_gold_that_the_scorer_reads() {
    let case = Case::new();
    case.say("a1", "arrêté", Verdict::Right, Fix::default());
    case.say("a1", "condamné", Verdict::Wrong, Fix::default());
    case.say("b1", "condamné", Verdict::Fixed, Fix { kind: Some("REQUEST".to_owned()), ..Fix::default() });
    let gold = case.file("gold");
    let export = |format: &str| dateline(&["export", &case.path, "--format", format, "--output", &gold]);
    let written = export("gold");
    assert_eq!(written.status.code(), Some(0), "{}", messages(&written));
    assert!(messages(&written).contains("2 reports with 3 reviewed events"), "{}", messages(&written));
    let mut texts: Vec<String> = std::fs::read_dir(&gold)
        .expect("a folder")
        .map(|e| std::fs::read_to_string(e.expect("a file").path()).expect("UTF-8"))
        .collect();
    texts.sort();
    let (a, b) = (&texts[0], &texts[1]);
    assert!(
        a.starts_with(
            "# Attaque à Gao\n\n- language: fr\n- date: 2026-03-02\n- half: corrected\n- annotated: events\n"
        ),
        "{a}"
    );
    assert!(a.contains("- `arrêté` COERCE") && a.contains("  - actor: `armée malienne` MLI:MIL"), "{a}");
    assert!(!a.contains("- `condamné`"), "what is wrong is not in gold: {a}");
    assert!(a.contains("optional"), "what nobody looked at does not count: {a}");
    assert!(b.contains("- `condamné` REQUEST asserted"), "{b}");
    let scored = dateline(&["eval", &gold, "--json"]);
    assert_eq!(scored.status.code(), Some(0), "{}", messages(&scored));
    assert!(out(&scored).contains("event type") && !out(&scored).contains("quote"), "{}", out(&scored));

    // The same corrections in another format: the wrong event is left out, the other one has its new type.
    let plain = out(&dateline(&["export", &case.path, "--format", "csv"]));
    let corrected = out(&dateline(&["export", &case.path, "--format", "csv", "--corrected"]));
    assert_eq!(corrected.lines().count() + 1, plain.lines().count());
    assert!(corrected.contains("REQUEST") && !plain.contains("REQUEST"), "{corrected}");
    let wrong = dateline(&["query", &case.path, "--review", "wrong", "--format", "jsonl"]);
    assert_eq!(out(&wrong).lines().count(), 1);

    // A text that cannot stand in Markdown is named, the others are written.
    case.say("c1", "condamné", Verdict::Right, Fix::default());
    let some = export("gold");
    assert_eq!(some.status.code(), Some(1), "{}", messages(&some));
    assert!(messages(&some).contains("report c1: left out"), "{}", messages(&some));
    let nowhere = dateline(&["export", &case.path, "--format", "gold"]);
    assert!(
        nowhere.status.code() == Some(2) && messages(&nowhere).contains("--output"),
        "{}",
        messages(&nowhere)
    );
}

#[test]
fn tokens_are_made_listed_and_revoked_and_servers_for_others_need_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("tokens").to_str().expect("UTF-8").to_owned();
    let made = dateline(&["tokens", "add", &file, "anna", "--write"]);
    assert!(made.status.success() && out(&made).starts_with("dateline_"), "{}", messages(&made));
    assert!(dateline(&["tokens", "add", &file, "ben"]).status.success());
    assert_eq!(dateline(&["tokens", "add", &file, "ben"]).status.code(), Some(2), "one token a name");
    assert_eq!(out(&dateline(&["tokens", "list", &file])), "anna write\nben read\n");
    assert!(dateline(&["tokens", "revoke", &file, "anna"]).status.success());
    assert_eq!(dateline(&["tokens", "revoke", &file, "anna"]).status.code(), Some(2));
    assert_eq!(out(&dateline(&["tokens", "list", &file])), "ben read\n");

    let path = folder.path().join("a.dateline");
    drop(Archive::open(&path).expect("made"));
    let path = path.to_str().expect("UTF-8");
    let open = dateline(&["serve", path, "--listen", "0.0.0.0:0"]);
    assert!(open.status.code() == Some(2) && messages(&open).contains("tokens add"), "{}", messages(&open));
    let clear = dateline(&["serve", path, "--listen", "0.0.0.0:0", "--tokens", &file]);
    assert!(
        clear.status.code() == Some(2) && messages(&clear).contains("--tls-cert"),
        "{}",
        messages(&clear)
    );
    let none = dateline(&["serve", path, "--tokens", &format!("{file}.none")]);
    assert!(
        none.status.code() == Some(2) && messages(&none).contains("holds no token"),
        "{}",
        messages(&none)
    );
}
