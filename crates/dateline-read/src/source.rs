//! Any input to reports: what it holds is told from its content, packed inputs are unpacked, one report is held at a time.

use crate::decode::decode;
use crate::error::ReadError;
use crate::foreign::foreign;
use crate::formats::{feed, html, news_xml, table, warc};
use crate::jsonl::{Line, read_line};
use crate::open::Kind;
use crate::text::{Given, read_text};
use crate::words::DateWords;
use dateline_types::Report;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

/// Longest line of JSONL, in bytes.
const MAX_LINE: u64 = 64 << 20;
/// Longest input that holds one document (text, page, feed, XML), in bytes.
const MAX_DOCUMENT: u64 = 64 << 20;
/// Longest Parquet input that does not come as a file, in bytes.
const MAX_PARQUET: u64 = 1 << 30;
/// How much of an input is looked at to tell its kind.
const PEEK: usize = 1 << 16;
/// How many times an input may be packed.
const MAX_LAYERS: usize = 2;

/// One report, or why there is none.
#[derive(Debug)]
pub struct Item {
    /// The input, with the place in it for inputs of many reports ("a.jsonl:3").
    pub origin: String,
    /// The report.
    pub outcome: Result<Report, ReadError>,
}

/// Reads the reports of one input. `name` stands in messages; `path` is given for a file (its ending helps to tell the kind, and
/// Parquet is read from it); `from` is what the user says it holds.
pub fn reports<'a>(
    name: &str,
    path: Option<&Path>,
    input: Box<dyn Read>,
    from: Option<Kind>,
    given: &Given,
    words: &'a [DateWords],
) -> Box<dyn Iterator<Item = Item> + 'a> {
    let item = |outcome| Item { origin: name.to_owned(), outcome };
    let io =
        |source| ReadError::Io { path: path.map_or_else(|| PathBuf::from(name), Path::to_owned), source };
    let (input, head, packed) = match unpack(input) {
        Ok(found) => found,
        Err(error) => {
            let error = match error {
                Fault::Io(source) => io(source),
                Fault::Layers => ReadError::Refused {
                    why: format!("it is packed more than {MAX_LAYERS} times over; unpack it first"),
                },
            };
            return Box::new(std::iter::once(item(Err(error))));
        }
    };
    if let (None | Some(Kind::Text), Some(why)) = (from, foreign(&head)) {
        return Box::new(std::iter::once(item(Err(ReadError::Refused { why: why.to_owned() }))));
    }
    let kind = from.unwrap_or_else(|| crate::open::kind(path, &head));
    let given = given.clone();
    match kind {
        Kind::Jsonl => {
            let input = BufReader::with_capacity(PEEK, input);
            Box::new(Lines { name: name.to_owned(), input, number: 0, over: false, given, words })
        }
        Kind::Warc => Box::new(warc::Warc::new(name, input, given, words)),
        Kind::Csv => Box::new(table::Csv::new(name, &head, input, given, words)),
        Kind::Parquet => {
            #[allow(
                clippy::disallowed_methods,
                reason = "this is the opener of Parquet files, which are read from their end"
            )]
            if let (Some(path), false) = (path, packed)
                && let Ok(file) = std::fs::File::open(path)
            {
                return table::read_parquet(name, file, given, words);
            }
            match whole(input, MAX_PARQUET) {
                Ok(bytes) => table::read_parquet(name, bytes::Bytes::from(bytes), given, words),
                Err(fault) => Box::new(std::iter::once(item(Err(fault.of(io))))),
            }
        }
        Kind::Text | Kind::Html | Kind::Feed | Kind::NewsXml => {
            let bytes = match whole(input, MAX_DOCUMENT) {
                Ok(bytes) => bytes,
                Err(fault) => return Box::new(std::iter::once(item(Err(fault.of(io))))),
            };
            match kind {
                Kind::Feed => Box::new(feed::read_feed(name, &bytes, &given, words).into_iter()),
                Kind::NewsXml => Box::new(news_xml::read_news(name, &bytes, &given, words).into_iter()),
                Kind::Html => {
                    let outcome =
                        html::decode_page(&bytes, None).and_then(|d| html::read_html(d, &given, words));
                    Box::new(std::iter::once(item(outcome)))
                }
                _ => {
                    let outcome = decode(&bytes).map(|decoded| read_text(decoded, &given, words));
                    Box::new(std::iter::once(item(outcome)))
                }
            }
        }
    }
}

enum Fault {
    Io(io::Error),
    Layers,
}

/// Why a document was not read whole.
enum Bound {
    Io(io::Error),
    Long(u64),
}

impl Bound {
    fn of(self, io: impl Fn(io::Error) -> ReadError) -> ReadError {
        match self {
            Bound::Io(source) => io(source),
            Bound::Long(most) => {
                ReadError::Refused { why: format!("it is longer than {most} bytes (unpacked); split it") }
            }
        }
    }
}

fn whole(input: Box<dyn Read>, most: u64) -> Result<Vec<u8>, Bound> {
    let mut bytes = Vec::new();
    input.take(most + 1).read_to_end(&mut bytes).map_err(Bound::Io)?;
    if bytes.len() as u64 > most { Err(Bound::Long(most)) } else { Ok(bytes) }
}

/// The beginning of an input, which is put back.
fn peek(mut input: Box<dyn Read>) -> io::Result<(Vec<u8>, Box<dyn Read>)> {
    let mut head = Vec::new();
    (&mut input).take(PEEK as u64).read_to_end(&mut head)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(input))))
}

/// An input, its beginning, and whether something was taken off it.
type Unpacked = (Box<dyn Read>, Vec<u8>, bool);

/// Takes gzip and Zstandard off, except from a web archive whose records are packed one by one.
fn unpack(input: Box<dyn Read>) -> Result<Unpacked, Fault> {
    let (mut head, mut input) = peek(input).map_err(Fault::Io)?;
    for layer in 0.. {
        let next: Box<dyn Read> = if head.starts_with(b"\x1f\x8b\x08") {
            if warc::packs_each_record(&head) {
                return Ok((input, head, layer > 0));
            }
            Box::new(flate2::bufread::MultiGzDecoder::new(BufReader::with_capacity(PEEK, input)))
        } else if head.starts_with(b"\x28\xb5\x2f\xfd") {
            Box::new(zstd::Decoder::new(input).map_err(Fault::Io)?)
        } else {
            return Ok((input, head, layer > 0));
        };
        if layer == MAX_LAYERS {
            return Err(Fault::Layers);
        }
        (head, input) = peek(next).map_err(Fault::Io)?;
    }
    Ok((input, head, true))
}

/// The reports of JSONL.
struct Lines<'a> {
    name: String,
    input: BufReader<Box<dyn Read>>,
    number: usize,
    over: bool,
    given: Given,
    words: &'a [DateWords],
}

impl Iterator for Lines<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.over {
            let mut bytes = Vec::new();
            self.number += 1;
            let read = (&mut self.input).take(MAX_LINE).read_until(b'\n', &mut bytes);
            let item = |outcome| Some(Item { origin: format!("{}:{}", self.name, self.number), outcome });
            match read {
                Ok(0) => self.over = true,
                Ok(_) if bytes.len() as u64 == MAX_LINE && !bytes.ends_with(b"\n") => {
                    let why = format!("the line is longer than {MAX_LINE} bytes");
                    let error = ReadError::Line { line: self.number, why };
                    let item = item(Err(error));
                    self.over = skip_line(&mut self.input).is_err();
                    return item;
                }
                Ok(_) => {
                    let start = if self.number == 1 { bytes.strip_prefix(b"\xef\xbb\xbf") } else { None };
                    let bytes = start.unwrap_or(&bytes).trim_ascii();
                    if bytes.is_empty() {
                        continue;
                    }
                    return item(read_line(Line { number: self.number, bytes }, &self.given, self.words));
                }
                Err(source) => {
                    let item = item(Err(ReadError::Io { path: PathBuf::from(&self.name), source }));
                    self.over = true;
                    return item;
                }
            }
        }
        None
    }
}

/// Reads on to the end of a line without keeping it.
fn skip_line(reader: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        let (used, done) = match buffer.iter().position(|b| *b == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        reader.consume(used);
        if done {
            return Ok(());
        }
    }
}
