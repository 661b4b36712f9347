//! What may befall a command: killed at any moment, a disk that is full, a folder that cannot be written, too little memory, a second
//! writer, archives of other versions. Nothing that was finished is lost, nothing that is not finished looks so, and the message says
//! what to do. The French model must be installed.
#![cfg(unix)]
#![allow(clippy::disallowed_methods)] // starts the command, kills it, and looks at what it left

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

const DATELINE: &str = env!("CARGO_BIN_EXE_dateline");

fn dateline(args: &[&str]) -> Output {
    Command::new(DATELINE).args(args).output().expect("the command starts")
}

/// The command under limits of the shell (`ulimit`).
fn limited(limits: &str, args: &[&str]) -> Output {
    let script = format!("{limits}; exec \"$0\" \"$@\"");
    Command::new("bash").args(["-c", &script, DATELINE]).args(args).output().expect("bash starts")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn messages(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn shown(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// Starts the command and kills it, so that nothing can be caught, after some milliseconds.
fn killed(args: &[&str], after: u64) {
    let mut command = Command::new(DATELINE);
    let mut child =
        command.args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command starts");
    std::thread::sleep(Duration::from_millis(after));
    child.kill().expect("killed");
    child.wait().expect("ended");
}

/// So many reports as lines.
fn reports(folder: &Path, count: usize) -> PathBuf {
    let path = folder.join("reports.jsonl");
    let line = |i: usize| {
        let text = format!(
            "L'armée malienne a attaqué mardi le camp numéro {i} près de Gao, faisant {} morts.",
            i % 50 + 1
        );
        serde_json::json!({"id": format!("r{i}"), "date": "2026-03-04", "language": "fr", "text": text})
            .to_string()
            + "\n"
    };
    std::fs::write(&path, (0..count).map(line).collect::<String>()).expect("written");
    path
}

fn counted(archive: &str) -> String {
    let asked = dateline(&[
        "query",
        archive,
        "--sql",
        "SELECT count(*), count(DISTINCT key) FROM report",
        "--format",
        "csv",
    ]);
    out(&asked).lines().nth(1).unwrap_or_default().to_owned()
}

#[test]
fn an_add_that_is_killed_goes_on_where_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = reports(folder.path(), 1_500);
    let archive = folder.path().join("a.dateline");
    for after in [40, 700, 1_100, 1_500, 1_900, 2_300] {
        killed(&["add", shown(&archive), shown(&input)], after);
        if archive.exists() && dateline(&["archive", "stats", shown(&archive)]).status.success() {
            let check = dateline(&["archive", "check", shown(&archive)]);
            assert_eq!(out(&check), "good\n", "{}", messages(&check));
        }
    }
    let added = dateline(&["add", shown(&archive), shown(&input)]);
    assert_eq!(added.status.code(), Some(0), "{}", messages(&added));
    assert!(messages(&added).contains("1500 in the archive"), "{}", messages(&added));
    assert_eq!(counted(shown(&archive)), "1500,1500");
    let again = dateline(&["add", shown(&archive), shown(&input)]);
    assert!(messages(&again).contains("0 reports added"), "{}", messages(&again));
}

#[test]
fn exports_and_builds_that_are_killed_leave_nothing_that_looks_finished() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let input = reports(folder.path(), 400);
    let archive = at("a.dateline");
    assert_eq!(dateline(&["add", shown(&archive), shown(&input)]).status.code(), Some(0));
    let file = at("events.CSV");
    let export = ["export", shown(&archive), "--format", "gdelt2", "-o", shown(&file)];
    assert_eq!(dateline(&export).status.code(), Some(0));
    let whole = std::fs::read(&file).expect("the export");
    std::fs::remove_file(&file).expect("removed");
    let tables = at("layer");
    std::fs::create_dir(&tables).expect("a folder");
    std::fs::write(tables.join("manifest.toml"), "name = \"mine\"\npriority = 10\n").expect("written");
    let row = |i: usize| format!("p{i}\tNom Numéro{i}\tIRN\town\n");
    let persons: String =
        std::iter::once("id\tname.fr\tcountry\tsource\n".to_owned()).chain((0..20_000).map(row)).collect();
    std::fs::write(tables.join("persons.tsv"), persons).expect("written");
    let base = at("mine.kb");
    let build = ["kb", "build", shown(&tables), "-o", shown(&base)];
    let built = dateline(&build);
    assert_eq!(built.status.code(), Some(0), "{}", messages(&built));
    let bytes = std::fs::read(&base).expect("the base");
    for after in [3, 10, 20, 40, 80, 120, 160, 240, 320] {
        killed(&export, after);
        if file.exists() {
            assert_eq!(std::fs::read(&file).expect("the export"), whole, "after {after} ms");
        }
        // The base that stood there before is whole, the old or the new one, which is the same.
        killed(&build, after);
        assert!(std::fs::read(&base).expect("the base") == bytes, "after {after} ms");
    }
    assert_eq!(dateline(&export).status.code(), Some(0));
    assert_eq!(std::fs::read(&file).expect("the export"), whole);
    assert_eq!(dateline(&build).status.code(), Some(0));
}

#[test]
fn a_full_disk_is_said_and_nothing_half_written_takes_the_place_of_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let input = reports(folder.path(), 600);
    let archive = at("a.dateline");
    // No file may grow above so many blocks of 1,024 bytes.
    let full = "trap '' XFSZ; ulimit -f 1200";
    let added = limited(full, &["add", shown(&archive), shown(&input)]);
    assert_eq!(added.status.code(), Some(2), "{}", messages(&added));
    assert!(messages(&added).contains("run the command again"), "{}", messages(&added));
    let added = dateline(&["add", shown(&archive), shown(&input)]);
    assert!(messages(&added).contains("600 in the archive"), "{}", messages(&added));

    let tight = "trap '' XFSZ; ulimit -f 20";
    let file = at("events.CSV");
    let (records, base, rows) = (at("events.jsonl"), at("k.kb"), at("rows.csv"));
    std::fs::write(&base, "what stood there").expect("written");
    let layer = at("layer");
    std::fs::create_dir(&layer).expect("a folder");
    std::fs::write(layer.join("manifest.toml"), "name = \"mine\"\npriority = 10\n").expect("written");
    let row = |i: usize| format!("p{i}\tNom Numéro{i}\tIRN\town\n");
    let persons: String =
        std::iter::once("id\tname.fr\tcountry\tsource\n".to_owned()).chain((0..2_000).map(row)).collect();
    std::fs::write(layer.join("persons.tsv"), persons).expect("written");
    for args in [
        vec!["export", shown(&archive), "--format", "gdelt2", "-o", shown(&file)],
        vec!["kb", "build", shown(&layer), "-o", shown(&base)],
        vec!["query", shown(&archive), "--format", "csv", "-o", shown(&rows)],
    ] {
        let failed = limited(tight, &args);
        assert_eq!(failed.status.code(), Some(2), "{args:?}: {}", messages(&failed));
        assert!(messages(&failed).starts_with("error: "), "{args:?}: {}", messages(&failed));
    }
    assert!(!file.exists(), "an export that was not finished");
    assert_eq!(std::fs::read(&base).expect("the base"), b"what stood there");
    // Standard output that cannot take it all.
    let script = format!("{tight}; \"$0\" code \"$1\" --format jsonl > \"$2\"");
    let coded = Command::new("bash")
        .args(["-c", &script, DATELINE, shown(&input), shown(&records)])
        .output()
        .expect("bash");
    assert_eq!(coded.status.code(), Some(2), "{}", messages(&coded));
}

#[test]
fn what_cannot_be_written_or_opened_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = reports(folder.path(), 2);
    let nowhere = folder.path().join("none/a.dateline");
    // Nobody can make files in /proc, not even root.
    for place in [shown(&nowhere), "/proc/a.dateline"] {
        let added = dateline(&["add", place, shown(&input)]);
        assert_eq!(added.status.code(), Some(2), "{place}: {}", messages(&added));
        assert!(messages(&added).contains(place), "{}", messages(&added));
    }
    let archive = folder.path().join("a.dateline");
    assert_eq!(dateline(&["add", shown(&archive), shown(&input)]).status.code(), Some(0));
    for place in ["/proc/events.CSV", shown(&folder.path().join("none/events.CSV"))] {
        let export = dateline(&["export", shown(&archive), "--format", "gdelt2", "-o", place]);
        assert_eq!(export.status.code(), Some(2), "{}", messages(&export));
        let rows = dateline(&["query", shown(&archive), "--format", "csv", "-o", place]);
        assert!(rows.status.code() == Some(2) && messages(&rows).contains(place), "{}", messages(&rows));
    }
    let models = Command::new(DATELINE)
        .args(["models", "pull", "fr"])
        .env("DATELINE_MODELS", "/proc/models")
        .output()
        .expect("the command starts");
    assert_eq!(models.status.code(), Some(2), "{}", messages(&models));
    assert!(messages(&models).contains("/proc/models"), "{}", messages(&models));
}

#[test]
fn too_little_memory_costs_no_archive() {
    let folder = tempfile::tempdir().expect("a folder");
    let archive = folder.path().join("a.dateline");
    let first = reports(folder.path(), 100);
    assert_eq!(dateline(&["add", shown(&archive), shown(&first)]).status.code(), Some(0));
    let input = reports(folder.path(), 300);
    let mut failures = 0;
    for kilobytes in [120_000, 180_000, 240_000, 320_000, 480_000] {
        let added = limited(
            &format!("ulimit -c 0; ulimit -v {kilobytes}"),
            &["add", shown(&archive), shown(&input), "--threads", "1"],
        );
        failures += usize::from(!added.status.success());
        let check = dateline(&["archive", "check", shown(&archive)]);
        assert_eq!(out(&check), "good\n", "{kilobytes}: {}", messages(&check));
    }
    assert!(failures > 0, "the limits are too wide to show anything");
    assert_eq!(dateline(&["add", shown(&archive), shown(&input)]).status.code(), Some(0));
    assert_eq!(counted(shown(&archive)), "300,300");
}

#[test]
fn bombs_end_in_a_message_within_bounded_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    // A line of a gigabyte, made on the way: the reader must not hold it.
    let script = "ulimit -c 0; ulimit -v 1500000; { printf '{\"text\": \"'; head -c 1000000000 /dev/zero | tr '\\0' a; printf '\"}\\n{\"id\": \"b\", \"date\": \"2026-03-04\", \
                  \"language\": \"fr\", \"text\": \"La France a condamné les frappes.\"}\\n'; } | \"$0\" code --from jsonl --format jsonl --threads 1 -";
    let coded = Command::new("bash").args(["-c", script, DATELINE]).output().expect("bash starts");
    assert_eq!(coded.status.code(), Some(1), "{}", messages(&coded));
    assert!(messages(&coded).contains("standard input:1: error"), "{}", messages(&coded));
    assert_eq!(out(&coded).lines().count(), 1, "the line behind is coded");
    // Half a gigabyte of blanks in half a megabyte.
    let bomb = folder.path().join("bomb.txt.gz");
    let packed = Command::new("bash")
        .args(["-c", "head -c 500000000 /dev/zero | gzip > \"$0\"", shown(&bomb)])
        .status();
    assert!(packed.expect("gzip").success());
    let deep = folder.path().join("deep.html");
    std::fs::write(&deep, "<div>".repeat(200_000)).expect("written");
    for file in [&bomb, &deep] {
        let coded = limited(
            "ulimit -c 0; ulimit -v 1500000",
            &["code", shown(file), "--threads", "1", "--language", "fr"],
        );
        assert!(
            matches!(coded.status.code(), Some(0 | 1)),
            "{}: {:?} {}",
            file.display(),
            coded.status,
            messages(&coded)
        );
    }
}

#[test]
fn two_writers_wait_for_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let archive = folder.path().join("a.dateline");
    let input = reports(folder.path(), 300);
    let text = std::fs::read_to_string(&input).expect("the reports");
    let halves: Vec<PathBuf> = (0..2)
        .map(|half| {
            let path = folder.path().join(format!("{half}.jsonl"));
            // The middle third is in both.
            let part: String = text.lines().skip(half * 100).take(200).map(|l| format!("{l}\n")).collect();
            std::fs::write(&path, part).expect("written");
            path
        })
        .collect();
    let children: Vec<_> = halves
        .iter()
        .map(|h| {
            Command::new(DATELINE)
                .args(["add", shown(&archive), shown(h)])
                .stderr(Stdio::piped())
                .spawn()
                .expect("starts")
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().expect("ended");
        assert_eq!(output.status.code(), Some(0), "{}", messages(&output));
    }
    assert_eq!(counted(shown(&archive)), "300,300");
    assert_eq!(out(&dateline(&["archive", "check", shown(&archive)])), "good\n");
}

#[test]
fn archives_of_other_versions_are_upgraded_or_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = folder.path().join("old.dateline");
    let packed =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../dateline-archive/tests/fixtures/v1.dateline.gz");
    let unpack =
        Command::new("bash").args(["-c", "gzip -dc \"$0\" > \"$1\"", shown(&packed), shown(&old)]).status();
    assert!(unpack.expect("gzip").success());
    let asked = dateline(&["query", shown(&old)]);
    assert_eq!(asked.status.code(), Some(2));
    assert!(messages(&asked).contains("dateline archive upgrade"), "{}", messages(&asked));
    let upgraded = dateline(&["archive", "upgrade", shown(&old)]);
    assert!(out(&upgraded).contains("3 reports"), "{}{}", out(&upgraded), messages(&upgraded));
    assert_eq!(dateline(&["query", shown(&old)]).status.code(), Some(0));
    // What a later version wrote: the number stands at byte 60 of the file.
    let mut bytes = std::fs::read(&old).expect("the archive");
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    let later = folder.path().join("later.dateline");
    std::fs::write(&later, &bytes).expect("written");
    let input = reports(folder.path(), 1);
    for args in [
        vec!["query", shown(&later)],
        vec!["add", shown(&later), shown(&input)],
        vec!["archive", "upgrade", shown(&later)],
    ] {
        let refused = dateline(&args);
        assert_eq!(refused.status.code(), Some(2), "{args:?}");
        assert!(messages(&refused).contains("use a newer Dateline"), "{args:?}: {}", messages(&refused));
    }
    assert!(std::fs::read(&later).expect("the archive") == bytes, "what is refused is not changed");
}
