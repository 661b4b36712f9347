//! Inputs in the order given: files, folders, standard input; one item a report.

use crate::args::{From, InputArgs};
use dateline::read::{DateWords, Given, Kind, Line, ReadError, decode, files, kind, read_line, read_text};
use dateline_types::Report;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Longest line of JSONL, in bytes.
const MAX_LINE: u64 = 64 << 20;
/// How much of an input is looked at to tell its kind.
const PEEK: usize = 1 << 16;

/// One report, or why there is none.
pub(crate) struct Item {
    /// The file, with the line for JSONL ("a.jsonl:3").
    pub origin: String,
    pub outcome: Result<Report, ReadError>,
}

/// Reads the inputs one after the other, holding one report at a time.
pub(crate) struct Inputs<'a> {
    words: &'a [DateWords],
    given: Given,
    from: Option<From>,
    todo: VecDeque<PathBuf>,
    lines: Option<Lines>,
}

/// A JSONL input being read.
struct Lines {
    name: String,
    reader: Box<dyn BufRead>,
    number: usize,
}

impl<'a> Inputs<'a> {
    pub fn new(args: &InputArgs, words: &'a [DateWords]) -> Inputs<'a> {
        let given = Given { date: args.date.clone(), language: args.language.clone(), ..Given::default() };
        Inputs { words, given, from: args.from, todo: args.inputs.iter().cloned().collect(), lines: None }
    }

    /// The number of files still to be opened; folders count once until they are reached.
    pub fn left(&self) -> usize {
        self.todo.len()
    }

    fn open(&mut self, path: &Path) -> Option<Item> {
        let standard = path == Path::new("-");
        let name = if standard { "standard input".to_owned() } else { path.display().to_string() };
        let failed = |source: io::Error| Item {
            origin: name.clone(),
            outcome: Err(ReadError::Io { path: path.to_owned(), source }),
        };
        let reader: Box<dyn Read> = if standard {
            Box::new(io::stdin())
        } else {
            match File::open(path) {
                Ok(file) => Box::new(file),
                Err(e) => return Some(failed(e)),
            }
        };
        let mut reader: Box<dyn BufRead> = Box::new(BufReader::with_capacity(PEEK, reader));
        let kind = match self.from {
            Some(From::Text) => Kind::Text,
            Some(From::Jsonl) => Kind::Jsonl,
            None => match reader.fill_buf() {
                Ok(start) => kind((!standard).then_some(path), start),
                Err(e) => return Some(failed(e)),
            },
        };
        if kind == Kind::Jsonl {
            self.lines = Some(Lines { name, reader, number: 0 });
            return None;
        }
        let mut bytes = Vec::new();
        if let Err(e) = reader.read_to_end(&mut bytes) {
            return Some(failed(e));
        }
        let outcome = decode(&bytes).map(|decoded| read_text(decoded, &self.given, self.words));
        Some(Item { origin: name, outcome })
    }

    /// The next report of the JSONL input that is open; `None` when it has come to its end.
    fn next_line(&mut self) -> Option<Item> {
        let lines = self.lines.as_mut()?;
        loop {
            let mut bytes = Vec::new();
            lines.number += 1;
            let read = (&mut lines.reader).take(MAX_LINE).read_until(b'\n', &mut bytes);
            let origin = format!("{}:{}", lines.name, lines.number);
            let too_long = bytes.len() as u64 == MAX_LINE && !bytes.ends_with(b"\n");
            match read {
                Ok(0) => {
                    self.lines = None;
                    return None;
                }
                Ok(_) if too_long => {
                    let why = format!("the line is longer than {MAX_LINE} bytes");
                    let error = ReadError::Line { line: lines.number, why };
                    let skipped = skip_line(&mut lines.reader);
                    if skipped.is_err() {
                        self.lines = None;
                    }
                    return Some(Item { origin, outcome: Err(error) });
                }
                Ok(_) => {
                    let start = if lines.number == 1 { bytes.strip_prefix(b"\xef\xbb\xbf") } else { None };
                    let bytes = start.unwrap_or(&bytes).trim_ascii();
                    if bytes.is_empty() {
                        continue;
                    }
                    let line = Line { number: lines.number, bytes };
                    return Some(Item { origin, outcome: read_line(line, &self.given, self.words) });
                }
                Err(source) => {
                    let error = ReadError::Io { path: PathBuf::from(&lines.name), source };
                    self.lines = None;
                    return Some(Item { origin, outcome: Err(error) });
                }
            }
        }
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

impl Iterator for Inputs<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.next_line() {
                return Some(item);
            }
            let path = self.todo.pop_front()?;
            if path.is_dir() {
                match files(&path) {
                    Ok(found) => {
                        for file in found.into_iter().rev() {
                            self.todo.push_front(file);
                        }
                    }
                    Err(error) => {
                        return Some(Item { origin: path.display().to_string(), outcome: Err(error) });
                    }
                }
            } else if let Some(item) = self.open(&path) {
                return Some(item);
            }
        }
    }
}
