//! A run cut into parts gives what one run gives: the same records, the same archive. The French model must be installed.
#![allow(clippy::disallowed_methods)] // starts the command, reads and writes files

use dateline_archive::synthetic::Synthetic;
use dateline_archive::{Archive, Entry, Filter, JsonRows, Page};
use dateline_export::{Coded, RecordReader, Shard, ShardExport};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn dateline(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dateline")).args(args).output().expect("the command starts")
}

fn messages(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The files below a folder with what they hold, by their paths in it.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = dateline::read::files(folder).expect("a folder");
    let inner = |p: &Path| p.strip_prefix(folder).expect("below it").to_owned();
    files.iter().map(|p| (inner(p), std::fs::read(p).expect("read"))).collect()
}

fn lines(folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for path in dateline::read::files(&folder.join("records")).expect("a folder") {
        for row in RecordReader::open(&path).expect("records") {
            all.push(dateline::formats::json_line(&row.outcome.expect("a record").0));
        }
    }
    all.sort();
    all
}

fn reports(path: &Path) {
    let mut text = String::new();
    for i in 0..40 {
        let dead = 3 + i % 7;
        let day = 1 + i % 9;
        text.push_str(&match i {
            5 => "{\"id\":\"broken\"}\n".to_owned(),
            _ => format!(
                "{{\"id\":\"r{i}\",\"date\":\"2026-03-{day:02}\",\"language\":\"fr\",\"publisher\":\"P{}\",\"text\":\"Des hommes \
                 armés ont attaqué un marché de Gao, faisant {dead} morts, a annoncé l'armée malienne.\"}}\n",
                i % 3
            ),
        });
    }
    std::fs::write(path, text).expect("written");
}

#[test]
fn parts_together_are_the_whole_and_the_archive_is_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let input = at("reports.jsonl");
    reports(Path::new(&input));
    let code = |output: &str, shard: &[&str]| {
        dateline(&[&["code", &input, "--format", "parquet", "-o", output], shard].concat())
    };
    let whole = code(&at("whole"), &[]);
    assert_eq!(whole.status.code(), Some(1), "one line is broken: {}", messages(&whole));
    assert!(messages(&whole).contains("part 1/1: 39 reports"), "{}", messages(&whole));
    let mut broken = 0;
    for shard in ["2/3", "1/3", "3/3"] {
        let part = code(&at("parts"), &["--shard", shard]);
        broken += usize::from(messages(&part).contains("reports.jsonl:6: error"));
    }
    assert_eq!(broken, 1, "what gives no report is told by one part");
    let before = contents(Path::new(&at("parts")));
    assert!(before.contains_key(Path::new("records/part-0002-of-0003.parquet")), "{:?}", before.keys());
    assert!(
        before.keys().any(|p| p.starts_with("events/month=2026-03")),
        "events by month: {:?}",
        before.keys()
    );
    code(&at("parts"), &["--shard", "2/3", "--threads", "1"]);
    assert!(contents(Path::new(&at("parts"))) == before, "a job that runs again writes the same bytes");
    let other = code(&at("parts"), &["--shard", "1/4"]);
    assert_eq!(other.status.code(), Some(2), "{}", messages(&other));
    assert!(messages(&other).contains("another number of parts"), "{}", messages(&other));

    let jsonl = dateline(&["code", &input, "--format", "jsonl"]);
    let mut wanted: Vec<String> =
        String::from_utf8(jsonl.stdout).expect("UTF-8").lines().map(str::to_owned).collect();
    wanted.sort();
    assert_eq!(lines(Path::new(&at("whole"))), wanted);
    assert_eq!(lines(Path::new(&at("parts"))), wanted);

    dateline(&["add", &at("a.dateline"), &input]);
    let added = dateline(&["add", &at("b.dateline"), "--from-parquet", &at("parts")]);
    assert_eq!(added.status.code(), Some(0), "{}", messages(&added));
    assert!(messages(&added).contains("39 reports added"), "{}", messages(&added));
    let again = dateline(&["add", &at("b.dateline"), "--from-parquet", &at("whole")]);
    assert!(messages(&again).contains("39 kept already"), "{}", messages(&again));
    for command in ["incidents", "query", "ledger"] {
        let ask = |archive: &str| {
            let more: &[&str] = if command == "ledger" { &["--type", "ASSAULT"] } else { &[] };
            dateline(&[&[command, archive, "--format", "jsonl"], more].concat())
        };
        let (one, parts) = (ask(&at("a.dateline")), ask(&at("b.dateline")));
        assert_eq!(one.status.code(), Some(0), "{}", messages(&one));
        assert!(!one.stdout.is_empty() && one.stdout == parts.stdout, "{command}");
    }
    let recoded = dateline(&["recode", &at("b.dateline")]);
    assert!(messages(&recoded).contains("0 of 39 reports"), "{}", messages(&recoded));
}

#[test]
fn what_holds_no_records_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let input = at("reports.jsonl");
    reports(Path::new(&input));
    dateline(&["code", &input, "--format", "parquet", "-o", &at("out")]);
    let events = dateline(&["add", &at("a.dateline"), "--from-parquet", &at("out/events")]);
    assert_eq!(events.status.code(), Some(1), "{}", messages(&events));
    assert!(messages(&events).contains("part-0001-of-0001-00000.parquet: error"), "{}", messages(&events));
    assert!(messages(&events).contains("no column `record`"), "{}", messages(&events));
    let text = dateline(&["add", &at("a.dateline"), "--from-parquet", &input]);
    assert!(messages(&text).contains("this Parquet cannot be read"), "{}", messages(&text));
    let nothing = dateline(&["code", &input, "--format", "parquet"]);
    assert_eq!(nothing.status.code(), Some(2), "{}", messages(&nothing));
    let wrong = dateline(&["code", &input, "--shard", "0/4"]);
    assert_eq!(wrong.status.code(), Some(2), "{}", messages(&wrong));
    assert!(messages(&wrong).contains("from 1/8 to 8/8"), "{}", messages(&wrong));
}

/// All incidents of an archive, as it tells them.
fn incidents(archive: &Archive) -> Vec<u8> {
    let mut rows = Vec::new();
    archive
        .incidents(&Filter::default(), 1, &Page::default(), &mut JsonRows::new(&mut rows))
        .expect("incidents");
    rows
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    #[test]
    fn incidents_are_the_same_however_a_run_is_cut(
        seed in any::<u64>(),
        reports in 20_usize..90,
        parts in 1_u32..7,
        batch in 1_usize..40,
        order in any::<u64>(),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let entries: Vec<Entry> = Synthetic::new(seed).take(reports).collect();
        let mut whole = Archive::open(&folder.path().join("whole.dateline")).expect("an archive");
        whole.put(&entries).expect("kept");
        whole.refresh_incidents().expect("incidents");

        let mut archive = Archive::open(&folder.path().join("parts.dateline")).expect("an archive");
        let mut shards: Vec<Shard> = (1..=parts).filter_map(|i| Shard::new(i, parts)).collect();
        let turn = usize::try_from(order % u64::from(parts)).expect("small");
        shards.rotate_left(turn);
        if order % 2 == 0 {
            shards.reverse();
        }
        for shard in shards {
            let mut to = ShardExport::new(folder.path(), shard).expect("a folder");
            for Entry { record, remarks } in entries.iter().filter(|e| shard.holds(&e.record.content_id)).cloned() {
                let line = dateline::formats::json_line(&record);
                to.push(Coded { record, line, remarks }).expect("written");
            }
            to.finish().expect("written");
            let path = folder.path().join("records").join(format!("{}.parquet", shard.stem()));
            let read: Vec<Entry> = RecordReader::open(&path)
                .expect("records")
                .map(|row| row.outcome.expect("a record"))
                .map(|(record, remarks)| Entry { record, remarks })
                .collect();
            for some in read.chunks(batch) {
                archive.put(some).expect("kept");
            }
            archive.refresh_incidents().expect("incidents");
        }
        prop_assert_eq!(archive.len().expect("read"), whole.len().expect("read"));
        prop_assert_eq!(
            String::from_utf8(incidents(&archive)).expect("UTF-8"),
            String::from_utf8(incidents(&whole)).expect("UTF-8")
        );
    }
}
