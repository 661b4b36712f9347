//! One test for each threat of `SECURITY.md` that no test of a single crate covers.
#![allow(clippy::disallowed_methods)] // writes hostile files and looks at what became of them

use dateline_archive::synthetic::Synthetic;
use dateline_archive::{Archive, CsvRows, Entry, Filter, JsonRows, Query};
use dateline_hostile::TARGETS;
use dateline_read::{Given, Kind, files, reports};
use std::io::{Cursor, Read, Write};
use std::path::Path;

fn items(bytes: &[u8], kind: Kind) -> Vec<dateline_read::Item> {
    let input: Box<dyn Read> = Box::new(Cursor::new(bytes.to_vec()));
    reports("input", None, input, Some(kind), &Given::default(), &[]).collect()
}

fn archive(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("a.dateline");
    let entries: Vec<Entry> = Synthetic::new(1).take(30).collect();
    Archive::open(&path).unwrap().put(&entries).unwrap();
    path
}

/// Everything below a folder, by name.
fn below(folder: &Path) -> Vec<String> {
    let mut all: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    all.sort();
    all
}

#[test]
fn a_wheel_whose_names_climb_out_of_it_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let wheel = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/model_wheel/small");
    // The corpus has a wheel with `../../evil` in it.
    let bytes = std::fs::read(wheel).unwrap();
    assert!(bytes.windows(7).any(|w| w == b"../../e"));
    let inner = folder.path().join("a/b");
    std::fs::create_dir_all(&inner).unwrap();
    let path = inner.join("x.whl");
    std::fs::File::create(&path).unwrap().write_all(&bytes).unwrap();
    assert!(dateline_nlp::convert(&path).is_err());
    assert_eq!((below(folder.path()), below(&inner)), (vec!["a".to_owned()], vec!["x.whl".to_owned()]));
}

#[test]
fn names_inside_a_web_archive_are_never_paths() {
    let head = |url: &str, n: usize| {
        let text = "Téhéran a démenti hier.";
        format!(
            "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: {url}\r\nWARC-Record-ID: ../../{n}\r\nContent-Length: {}\r\n\r\n{text}\r\n\r\n",
            text.len()
        )
    };
    let bytes = [head("file:///etc/passwd", 1), head("../../../etc/shadow", 2)].concat();
    for item in items(bytes.as_bytes(), Kind::Warc) {
        let report = item.outcome.unwrap();
        assert!(!report.text.contains("root:"), "{}", report.text);
    }
}

#[test]
fn entities_of_xml_open_no_file() {
    let xml = "<?xml version=\"1.0\"?><!DOCTYPE nitf [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><nitf><body><body.content><p>Voici : &x;.</p>\
               </body.content></body></nitf>";
    for item in items(xml.as_bytes(), Kind::NewsXml) {
        assert!(!item.outcome.unwrap().text.contains("root:"));
    }
    let rss = "<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss version=\"2.0\"><channel><title>T</title><item><guid>1</guid>\
               <title>&x;</title><description>Paris a démenti. &x;</description></item></channel></rss>";
    for item in items(rss.as_bytes(), Kind::Feed) {
        assert!(item.outcome.map_or(true, |r| !r.text.contains("root:")));
    }
}

#[cfg(unix)]
#[test]
fn links_in_a_folder_lead_into_no_circle() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "Un.").unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
    std::os::unix::fs::symlink("/", folder.path().join("everything")).unwrap();
    assert_eq!(files(folder.path()).unwrap().len(), 1);
}

#[test]
fn sql_reads_this_file_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = archive(folder.path());
    let before = std::fs::read(&path).unwrap();
    let other = folder.path().join("other.db").display().to_string();
    let mut archive = Archive::reader(&path).unwrap();
    for sql in [
        "DELETE FROM report".to_owned(),
        "UPDATE report SET text = ''".to_owned(),
        "DROP TABLE report".to_owned(),
        "CREATE TABLE x (a)".to_owned(),
        "CREATE TEMP TABLE x (a)".to_owned(),
        format!("ATTACH '{other}' AS o"),
        format!("VACUUM INTO '{other}'"),
        "PRAGMA query_only = OFF".to_owned(),
        "PRAGMA writable_schema = ON".to_owned(),
        "SELECT load_extension('x')".to_owned(),
        "SELECT writefile('x', 'y')".to_owned(),
        "SELECT readfile('/etc/passwd')".to_owned(),
        "SELECT 1; DELETE FROM report".to_owned(),
        "BEGIN IMMEDIATE".to_owned(),
        "SELECT zeroblob(1000000000)".to_owned(),
    ] {
        let mut out = Vec::new();
        let answer = archive.sql(&sql, None, &mut CsvRows(&mut out));
        assert!(answer.is_err() || sql.starts_with("SELECT 1;"), "{sql}: {}", String::from_utf8_lossy(&out));
    }
    assert!(!Path::new(&other).exists());
    let mut out = Vec::new();
    archive.sql("SELECT count(*) AS n FROM report", None, &mut CsvRows(&mut out)).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "n\n30\n");
    drop(archive);
    assert!(std::fs::read(&path).unwrap() == before);
}

#[test]
fn conditions_are_values_and_never_sql() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::reader(&archive(folder.path())).unwrap();
    for hostile in [
        "'; DROP TABLE report; --",
        "\" OR 1=1 --",
        "x' UNION SELECT text FROM report --",
        "%",
        "IRN') OR ('1'='1",
    ] {
        let own = || Some(hostile.to_owned());
        for filter in [
            Filter { actor: own(), ..Filter::default() },
            Filter { recipient: own(), ..Filter::default() },
            Filter { party: own(), ..Filter::default() },
            Filter { dyad: Some((hostile.to_owned(), hostile.to_owned())), ..Filter::default() },
            Filter { kind: own(), ..Filter::default() },
            Filter { place: own(), ..Filter::default() },
            Filter { status: own(), ..Filter::default() },
            Filter { speaker: own(), ..Filter::default() },
            Filter { publisher: own(), ..Filter::default() },
        ] {
            let mut out = Vec::new();
            let found = archive
                .query(&Query { filter: filter.clone(), ..Query::default() }, &mut JsonRows::new(&mut out))
                .unwrap();
            assert_eq!(found, 0, "{filter:?}");
        }
    }
    assert_eq!(archive.len().unwrap(), 30);
}

/// Texts made to make matching slow: they come to an end. (How fast is a question for benchmarks.)
#[test]
fn texts_made_to_be_slow_come_to_an_end() {
    let unit = [
        "le ",
        "1.",
        "a-",
        "(",
        "l'",
        "www.",
        "1er ",
        "mardi ",
        "entre 3 et ",
        "des dizaines de ",
        "@",
        "\u{301}",
        "http://a.",
        "«",
        "<p>",
        "[",
    ];
    for (name, target) in TARGETS
        .iter()
        .filter(|(n, _)| ["times", "numbers", "dates", "tokenizer", "text", "html", "patterns"].contains(n))
    {
        for unit in unit {
            let text = format!("\u{2}{}", unit.repeat(8_000 / unit.len()));
            target(text.as_bytes());
            assert!(!name.is_empty());
        }
    }
    for pattern in [
        "(a? a? a? a? a? a? a? a? a? a? a? a? a? a? a? a? a? a? a? a? a? a? a? a? a? a? a? a? a? a? b)\n",
        "[((((((((a | a) | a) | a)?)?)?)?)?]\n",
    ] {
        let text = format!("{pattern}{}", "a ".repeat(60));
        dateline_hostile::pack::patterns(text.as_bytes());
    }
    dateline_hostile::pack::patterns("(".repeat(2_000).as_bytes());
}
