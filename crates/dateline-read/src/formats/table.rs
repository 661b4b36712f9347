//! CSV and Parquet: one report a row. The columns are told by their names.

use crate::decode::{Decoded, decode};
use crate::error::ReadError;
use crate::source::Item;
use crate::text::{Given, read_text};
use crate::words::DateWords;
use arrow_array::{Array, RecordBatch, StringArray};
use arrow_schema::DataType;
use dateline_types::Report;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::file::reader::ChunkReader;
use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Names of columns, in lower case.
const NAMES: [(&str, &[&str]); 7] = [
    (
        "text",
        &[
            "text",
            "body",
            "content",
            "article",
            "fulltext",
            "full_text",
            "maintext",
            "story",
            "texte",
            "contenu",
            "texto",
            "contenido",
        ],
    ),
    ("title", &["title", "headline", "titre", "titulo", "título"]),
    (
        "date",
        &["date", "published", "publication_date", "date_publish", "pubdate", "published_at", "day", "fecha"],
    ),
    ("id", &["id", "guid", "key", "doc_id", "uid"]),
    ("url", &["url", "link", "source_url", "uri"]),
    ("publisher", &["publisher", "source", "outlet", "domain", "media", "source_domain"]),
    ("language", &["language", "lang", "langue", "idioma"]),
];

/// Where each field stands among the columns.
#[derive(Clone, Debug)]
pub(crate) struct Columns([Option<usize>; 7]);

impl Columns {
    fn of(names: &[String]) -> Result<Columns, ReadError> {
        let lower: Vec<String> =
            names.iter().map(|n| n.trim().trim_start_matches('\u{feff}').to_lowercase()).collect();
        let find = |wanted: &[&str]| wanted.iter().find_map(|w| lower.iter().position(|n| n == w));
        let columns = Columns(NAMES.map(|(_, wanted)| find(wanted)));
        match columns.0[0] {
            Some(_) => Ok(columns),
            None => Err(ReadError::Refused {
                why: format!(
                    "no column holds the text: there are {}; name one of them `text`",
                    names.iter().take(30).cloned().collect::<Vec<_>>().join(", ")
                ),
            }),
        }
    }

    /// The report of a row.
    fn report(
        &self,
        cell: impl Fn(usize) -> Option<String>,
        given: &Given,
        words: &[DateWords],
    ) -> Result<Report, ReadError> {
        let get = |i: usize| self.0[i].and_then(&cell).filter(|c| !c.trim().is_empty());
        let Some(text) = get(0) else {
            return Err(ReadError::Skipped { why: "a row without text".to_owned() });
        };
        let date = get(2);
        let own = Given {
            title: get(1).or_else(|| given.title.clone()),
            date: given
                .date
                .clone()
                .or_else(|| date.as_ref().map(|d| super::html::day(d).unwrap_or_else(|| d.clone()))),
            id: get(3),
            url: get(4).or_else(|| given.url.clone()),
            publisher: get(5).or_else(|| given.publisher.clone()),
            language: given.language.clone().or_else(|| get(6)),
            metadata: None,
        };
        Ok(read_text(Decoded { text, charset: "UTF-8", diagnostics: Vec::new() }, &own, words))
    }
}

/// Longest row, in bytes: a quote that is never closed makes a row of all that follows.
const MAX_ROW: u64 = 32 << 20;

/// An input that ends with an error when one row takes too much of it.
struct Bounded {
    input: Box<dyn Read>,
    row: Rc<Cell<u64>>,
}

impl Read for Bounded {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.row.get() > MAX_ROW {
            let why = format!("a row is longer than {MAX_ROW} bytes; look for a quote that is not closed");
            return Err(io::Error::other(why));
        }
        let got = self.input.read(to)?;
        self.row.set(self.row.get() + got as u64);
        Ok(got)
    }
}

/// The reports of a CSV input.
pub(crate) struct Csv<'a> {
    name: String,
    /// Bytes taken from the input since the last row.
    row: Rc<Cell<u64>>,
    reader: csv::Reader<Bounded>,
    columns: Option<Columns>,
    begun: bool,
    failed: bool,
    given: Given,
    words: &'a [DateWords],
}

impl<'a> Csv<'a> {
    /// `head` is the beginning of the input, which tells what stands between the columns.
    pub(crate) fn new(
        name: &str,
        head: &[u8],
        input: Box<dyn Read>,
        given: Given,
        words: &'a [DateWords],
    ) -> Csv<'a> {
        let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
        let count = |mark: u8| line.iter().filter(|b| **b == mark).count();
        let mark =
            [b',', b';', b'\t', b'|'].into_iter().max_by_key(|m| (count(*m), *m == b',')).unwrap_or(b',');
        let row = Rc::new(Cell::new(0));
        let input = Bounded { input, row: Rc::clone(&row) };
        let reader = csv::ReaderBuilder::new().delimiter(mark).flexible(true).from_reader(input);
        Csv { name: name.to_owned(), row, reader, columns: None, begun: false, failed: false, given, words }
    }
}

impl Iterator for Csv<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if self.failed {
            return None;
        }
        let fail = |name: &str, why: String| {
            Some(Item { origin: name.to_owned(), outcome: Err(ReadError::Refused { why }) })
        };
        if !self.begun {
            self.begun = true;
            let names = self
                .reader
                .byte_headers()
                .map(|h| h.iter().map(|c| String::from_utf8_lossy(c).into_owned()).collect::<Vec<_>>());
            match names.map_err(|e| e.to_string()).and_then(|n| Columns::of(&n).map_err(|e| e.to_string())) {
                Ok(columns) => self.columns = Some(columns),
                Err(why) => {
                    self.failed = true;
                    return fail(&self.name, why);
                }
            }
        }
        let columns = self.columns.clone()?;
        let mut row = csv::ByteRecord::new();
        self.row.set(0);
        match self.reader.read_byte_record(&mut row) {
            Ok(false) => None,
            Ok(true) => {
                let line = row.position().map_or(0, csv::Position::line);
                let origin = format!("{}:{line}", self.name);
                let cell = |i: usize| row.get(i).and_then(|c| decode(c).ok()).map(|d| d.text);
                Some(Item { origin, outcome: columns.report(cell, &self.given, self.words) })
            }
            Err(error) => {
                self.failed = error.is_io_error();
                fail(&self.name, error.to_string())
            }
        }
    }
}

/// The reports of a Parquet input.
pub(crate) fn read_parquet<'a, R: ChunkReader + 'static>(
    name: &str,
    input: R,
    given: Given,
    words: &'a [DateWords],
) -> Box<dyn Iterator<Item = Item> + 'a> {
    let name = name.to_owned();
    let refused = |name: String, why: String| {
        Box::new(std::iter::once(Item { origin: name, outcome: Err(ReadError::Refused { why }) }))
    };
    // The schema that Arrow hides in the metadata is not needed, and a damaged one is not told from a good one by its reader.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let builder = match guarded(|| ParquetRecordBatchReaderBuilder::try_new_with_options(input, options)) {
        Ok(builder) => builder,
        Err(e) => return refused(name, format!("this Parquet cannot be read: {e}")),
    };
    let names: Vec<String> = builder.schema().fields().iter().map(|f| f.name().clone()).collect();
    let columns = match Columns::of(&names) {
        Ok(columns) => columns,
        Err(error) => return refused(name, error.to_string()),
    };
    let mut reader = match guarded(|| builder.with_batch_size(256).build()) {
        Ok(reader) => reader,
        Err(e) => return refused(name, format!("this Parquet cannot be read: {e}")),
    };
    let (mut row, mut over) = (0, false);
    // Behind a fault nothing more is asked of the reader.
    let batches = std::iter::from_fn(move || {
        let batch = if over { None } else { guarded(|| reader.next().transpose()).transpose() };
        over |= !matches!(batch, Some(Ok(_)));
        batch
    });
    Box::new(batches.flat_map(move |batch| match batch {
        Ok(batch) => {
            let texts = strings(&batch, &columns);
            (0..batch.num_rows())
                .map(|i| {
                    row += 1;
                    let outcome = columns.report(|c| value(&texts, c, i), &given, words);
                    Item { origin: format!("{name}: row {row}"), outcome }
                })
                .collect::<Vec<_>>()
        }
        Err(e) => {
            let why = format!("behind row {row}: {e}");
            vec![Item { origin: name.clone(), outcome: Err(ReadError::Refused { why }) }]
        }
    }))
}

/// What the reader of Parquet gives; where it panics, as it does on some damaged files, an error.
fn guarded<T, E: std::fmt::Display>(work: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)) {
        Ok(outcome) => outcome.map_err(|e| e.to_string()),
        Err(_) => Err("it is damaged".to_owned()),
    }
}

/// A row of a table, read.
#[derive(Debug)]
pub struct Row {
    /// The id it gives.
    pub id: Option<String>,
    /// The report, or why there is none.
    pub outcome: Result<Report, ReadError>,
}

/// The reports of the rows of a batch, in their order. The columns are told by their names, as in Parquet; what a row does
/// not say is taken from `given`.
///
/// # Errors
/// When no column can hold the texts; the error names the columns there are.
pub fn read_rows(batch: &RecordBatch, given: &Given, words: &[DateWords]) -> Result<Vec<Row>, ReadError> {
    let names: Vec<String> = batch.schema().fields().iter().map(|f| f.name().clone()).collect();
    let columns = Columns::of(&names)?;
    let texts = strings(batch, &columns);
    let rows = (0..batch.num_rows()).map(|i| {
        let cell = |c: usize| value(&texts, c, i);
        let id = columns.0[3].and_then(cell).filter(|id| !id.trim().is_empty());
        Row { id, outcome: columns.report(cell, given, words) }
    });
    Ok(rows.collect())
}

/// What stands in a column of a row.
fn value(texts: &[Option<StringArray>], column: usize, row: usize) -> Option<String> {
    let array = texts.get(column)?.as_ref()?;
    (!array.is_null(row)).then(|| array.value(row).to_owned())
}

/// The columns that are needed, as strings.
fn strings(batch: &RecordBatch, columns: &Columns) -> Vec<Option<StringArray>> {
    (0..batch.num_columns())
        .map(|i| {
            columns.0.contains(&Some(i)).then_some(())?;
            let cast = arrow_cast::cast(batch.column(i), &DataType::Utf8).ok()?;
            cast.as_any().downcast_ref::<StringArray>().cloned()
        })
        .collect()
}
