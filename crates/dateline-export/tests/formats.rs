//! Every format of the same three records: the bytes as they were looked at, and what comes back when they are read again.
//!
//! `fixtures/records.jsonl` was written by `dateline code --format jsonl` from three reports.
#![allow(clippy::disallowed_methods)] // reads fixtures and what was exported

use arrow_array::cast::AsArray;
use dateline_export::{Exporter, FileExport, FolderExport, Format, Options, columns, sidecar_path};
use dateline_record::Record;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::File;
use std::path::Path;

fn records() -> Vec<Record> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/records.jsonl");
    let text = std::fs::read_to_string(path).expect("the fixture");
    text.lines().map(|l| serde_json::from_str(l).expect("a record")).collect()
}

fn written(format: Format, options: Options) -> String {
    let mut out = Vec::new();
    let mut exporter = Exporter::new(format, options, Box::new(&mut out)).expect("a header");
    for record in records() {
        exporter.push(&record, &|_| true).expect("rows");
    }
    exporter.finish().expect("an end");
    String::from_utf8(out).expect("UTF-8")
}

/// Rows as cells by name of column.
fn rows(format: Format, options: Options) -> Vec<Vec<(String, String)>> {
    let names: Vec<&str> = columns(format).into_iter().map(|(n, _)| n).collect();
    let text = written(format, options);
    let head = usize::from(matches!(format, Format::Icews | Format::Polecat));
    if head == 1 {
        assert_eq!(text.lines().next().expect("a header").split('\t').collect::<Vec<_>>(), names);
    }
    let cells = |line: &str| {
        let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        assert_eq!(cells.len(), names.len(), "{format}: {line}");
        names.iter().map(|n| (*n).to_owned()).zip(cells).collect()
    };
    text.lines().skip(head).map(cells).collect()
}

fn cell<'a>(row: &'a [(String, String)], name: &str) -> &'a str {
    &row.iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("no column {name}")).1
}

#[test]
fn every_format_has_the_width_its_readers_expect() {
    let widths = [
        (Format::Gdelt1, 58),
        (Format::Gdelt2, 61),
        (Format::Mentions, 16),
        (Format::Gkg, 27),
        (Format::Phoenix, 26),
        (Format::Icews, 20),
        (Format::Polecat, 40),
    ];
    for (format, width) in widths {
        assert_eq!(columns(format).len(), width, "{format}");
        assert!(!rows(format, Options::default()).is_empty(), "{format}");
    }
}

#[test]
fn the_rows_are_as_they_were_looked_at() {
    for (name, format) in Format::ALL {
        if format != Format::Parquet {
            insta::assert_snapshot!(name, written(format, Options::default()));
        }
    }
}

#[test]
fn a_row_of_gdelt_says_what_the_record_says() {
    let rows = rows(Format::Gdelt2, Options::default());
    let attack = rows.iter().find(|r| cell(r, "EventCode") == "180").expect("the killing near Gao");
    for (name, value) in [
        ("SQLDATE", "20260303"),
        ("Actor1Type1Code", "UAF"),
        ("Actor2Name", "CIVILS"),
        ("EventRootCode", "18"),
        ("QuadClass", "4"),
        ("GoldsteinScale", "-9"),
        ("ActionGeo_FullName", "Gao"),
        ("ActionGeo_CountryCode", "ML"),
        ("DATEADDED", "20260304000000"),
        ("SOURCEURL", "https://www.example.org/afrique/gao-1?x=1"),
    ] {
        assert_eq!(cell(attack, name), value, "{name}");
    }
    let meetings = rows.iter().filter(|r| cell(r, "EventCode") == "040").count();
    assert_eq!(meetings, 4, "a meeting goes both ways, in each of two reports");
    assert!(rows.iter().all(|r| cell(r, "EventCode") != "190"), "an attack that is denied did not happen");
}

#[test]
fn mentions_point_at_the_rows_of_their_events() {
    let ids = |format: Format| -> Vec<String> {
        rows(format, Options::default()).iter().map(|r| cell(r, "GLOBALEVENTID").to_owned()).collect()
    };
    assert_eq!(ids(Format::Mentions), ids(Format::Gdelt2));
}

#[test]
fn one_a_day_counts_reports_and_one_a_story_does_not_join_them() {
    let day = rows(Format::Gdelt2, Options { one_a_day: true, ..Options::default() });
    let meeting: Vec<_> = day.iter().filter(|r| cell(r, "EventCode") == "040").collect();
    assert_eq!(meeting.len(), 2, "one row each way");
    assert_eq!(cell(meeting[0], "NumArticles"), "2");
    assert_eq!(cell(meeting[0], "NumSources"), "2");
    let story = rows(Format::Gdelt2, Options { one_a_story: true, ..Options::default() });
    assert_eq!(story.iter().filter(|r| cell(r, "EventCode") == "040").count(), 4);
    let all = rows(Format::Gdelt2, Options { all_statuses: true, ..Options::default() });
    assert!(all.len() > story.len(), "denied and promised acts too");
}

#[test]
fn plover_lines_are_objects_with_what_the_manual_requires() {
    let text = written(Format::Plover, Options::default());
    assert!(!text.is_empty());
    for line in text.lines() {
        let object: serde_json::Value = serde_json::from_str(line).expect("JSON");
        for name in ["id", "date", "actor", "event"] {
            assert!(!object[name].is_null(), "{name} in {line}");
        }
    }
}

#[test]
fn csv_reads_back_with_names_that_hold_commas_and_quotes() {
    let mut record = records().remove(0);
    record.publisher = Some("=HYPERLINK(\"x\"), Inc.\nsecond".to_owned());
    let mut out = Vec::new();
    let mut exporter = Exporter::new(Format::Csv, Options::default(), Box::new(&mut out)).expect("a header");
    exporter.push(&record, &|_| true).expect("rows");
    exporter.finish().expect("an end");
    let mut reader = csv::Reader::from_reader(out.as_slice());
    let header = reader.headers().expect("a header").clone();
    let at = header.iter().position(|n| n == "publisher").expect("the column");
    let read: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows");
    assert_eq!(read.len(), record.events.len());
    assert_eq!(&read[0][at], "'=HYPERLINK(\"x\"), Inc. second", "no formula, no line end");
}

#[test]
fn parquet_by_month_reads_back_and_an_earlier_export_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("events");
    let mut export = FolderExport::new(Options::default(), &to).expect("the folder");
    for record in records() {
        export.push(&record, &|_| true).expect("rows");
    }
    let summary = export.finish().expect("an end");
    assert_eq!((summary.reports, summary.events, summary.rows), (3, 11, 11));
    let part = to.join("month=2026-03/part-00000.parquet");
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(part).expect("the part"))
        .expect("Parquet")
        .build()
        .expect("a reader");
    let batches: Vec<_> = reader.collect::<Result<_, _>>().expect("rows");
    assert_eq!(batches.iter().map(|b| b.num_rows()).sum::<usize>(), 11);
    let types = batches[0].column_by_name("type").expect("the column").as_string::<i32>();
    assert_eq!(types.value(0), "ASSAULT");
    let refused = FolderExport::new(Options::default(), &to).err().expect("a refusal").to_string();
    assert!(refused.contains("earlier export"), "{refused}");
}

#[test]
fn a_file_appears_when_it_is_whole_with_its_sidecar() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("events.CSV");
    let mut export = FileExport::new(Format::Gdelt1, Options::default(), &path).expect("a file");
    assert!(!path.exists());
    for record in records() {
        export.push(&record, &|event| event.cameo.as_deref() == Some("111")).expect("rows");
    }
    let summary = export.finish().expect("an end");
    assert_eq!((summary.events, summary.rows), (1, 1), "only the event that was wanted");
    assert_eq!(std::fs::read_to_string(&path).expect("the file").lines().count(), 1);
    let sidecar = std::fs::read_to_string(sidecar_path(&path)).expect("the sidecar");
    let sidecar: serde_json::Value = serde_json::from_str(&sidecar).expect("JSON");
    assert!(sidecar["cameo"].as_str().expect("text").contains("1.1b3"), "{sidecar}");
    assert!(sidecar["goldstein"].as_str().expect("text").contains("1.1b3"), "{sidecar}");
    assert_eq!(sidecar["columns"].as_array().expect("names").len(), 58);
}
