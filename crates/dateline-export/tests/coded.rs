//! Coded reports go through Parquet and come out as they went in; what could not be coded keeps its row and says why.
#![allow(clippy::disallowed_methods)] // tests write files

use dateline_export::{Coded, EventRows, RecordReader, RecordRows};
use dateline_record::Record;
use parquet::arrow::ArrowWriter;
use std::path::Path;

fn records() -> Vec<(Record, String)> {
    let text = include_str!("fixtures/records.jsonl");
    text.lines().map(|l| (serde_json::from_str(l).expect("a record"), l.to_owned())).collect()
}

fn write(path: &Path, batch: &arrow_array::RecordBatch) {
    let file = std::fs::File::create(path).expect("a file");
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).expect("a writer");
    writer.write(batch).expect("written");
    writer.close().expect("closed");
}

#[test]
fn records_come_out_as_they_went_in_and_failures_say_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("records.parquet");
    let mut rows = RecordRows::default();
    for (i, (record, line)) in records().into_iter().enumerate() {
        if i == 1 {
            rows.fail(Some("poison"), "the row has no text");
        }
        rows.push(Coded { record, line, remarks: i });
    }
    rows.fail(None, "it is no web page");
    write(&path, &rows.finish().expect("a batch"));
    let read: Vec<_> = RecordReader::open(&path).expect("records").collect();
    let wanted = records();
    assert_eq!(read.len(), wanted.len() + 2);
    assert!(read.iter().zip(1..).all(|(row, n)| row.number == n));
    let (good, bad): (Vec<_>, Vec<_>) = read.into_iter().map(|r| r.outcome).partition(Result::is_ok);
    let good: Vec<_> = good.into_iter().map(Result::unwrap).collect();
    assert_eq!(good, wanted.into_iter().enumerate().map(|(i, (r, _))| (r, i)).collect::<Vec<_>>());
    let bad: Vec<String> = bad.into_iter().map(Result::unwrap_err).collect();
    assert_eq!(bad, ["it was not coded: the row has no text", "it was not coded: it is no web page"]);
}

#[test]
fn files_and_records_of_another_kind_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("events.parquet");
    let mut events = EventRows::default();
    records().iter().for_each(|(record, _)| events.push(record));
    let batch = events.finish().expect("a batch");
    assert_eq!(batch.num_rows(), records().iter().map(|(r, _)| r.events.len()).sum::<usize>());
    write(&path, &batch);
    let refused = RecordReader::open(&path).err().expect("events are no records");
    assert!(refused.contains("no column `record`"), "{refused}");
    let missing = RecordReader::open(&folder.path().join("none")).err().expect("it is not there");
    assert!(missing.contains("cannot be read"), "{missing}");

    let mut rows = RecordRows::default();
    let (record, line) = records().remove(0);
    let newer = line.replace("dateline.report/1", "dateline.report/9");
    rows.push(Coded { record: record.clone(), line: newer, remarks: 0 });
    rows.push(Coded { record, line: line[..line.len() / 2].to_owned(), remarks: 0 });
    write(&path, &rows.finish().expect("a batch"));
    let said: Vec<String> =
        RecordReader::open(&path).expect("rows").map(|r| r.outcome.expect_err("no record")).collect();
    assert!(said[0].contains("of format dateline.report/9"), "{}", said[0]);
    assert!(said[1].contains("it holds no record: EOF"), "{}", said[1]);
}
