//! WARC: web archives, plain or with a gzip member a record. A damaged record costs itself alone: reading goes on at the
//! next place where a record begins.

use super::html;
use crate::decode::{decode, decode_labelled};
use crate::error::ReadError;
use crate::source::Item;
use crate::text::{Given, read_text};
use crate::words::DateWords;
use brotli_decompressor::Decompressor as Brotli;
use dateline_types::Report;
use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};
use std::collections::BTreeMap;
use std::io::{self, Read};

/// Largest record that is read, in bytes after decompression.
const MAX_RECORD: usize = 32 << 20;
/// Largest compressed record.
const MAX_MEMBER: usize = 32 << 20;
/// Longest head of a record or answer, in bytes.
const MAX_HEAD: usize = 1 << 16;
/// Bytes read at a time.
const STEP: usize = 1 << 18;
const GZIP: &[u8] = b"\x1f\x8b\x08";

/// The reports of a web archive, one after the other.
pub(crate) struct Warc<'a> {
    name: String,
    source: Box<dyn Read>,
    /// What has been read and not used: `window[start..]`; `window[0]` is at byte `offset` of the input.
    window: Vec<u8>,
    start: usize,
    offset: u64,
    ended: bool,
    failed: bool,
    given: Given,
    words: &'a [DateWords],
}

/// A record: its fields by lower-case name, and its content.
struct Record {
    fields: BTreeMap<String, String>,
    content: Vec<u8>,
}

/// What was at the start of the window.
enum Found {
    Record(Record),
    /// A gzip member that holds several records: its content.
    Several(Vec<u8>),
    /// Not enough bytes yet.
    Short,
    Damaged(String),
}

impl<'a> Warc<'a> {
    pub(crate) fn new(name: &str, source: Box<dyn Read>, given: Given, words: &'a [DateWords]) -> Warc<'a> {
        Warc {
            name: name.to_owned(),
            source,
            window: Vec::new(),
            start: 0,
            offset: 0,
            ended: false,
            failed: false,
            given,
            words,
        }
    }

    fn rest(&self) -> &[u8] {
        &self.window[self.start..]
    }

    /// Reads until so many bytes are there or the input ends.
    fn fill(&mut self, least: usize) -> io::Result<()> {
        if self.start > STEP {
            self.window.drain(..self.start);
            self.offset += self.start as u64;
            self.start = 0;
        }
        while !self.ended && self.rest().len() < least {
            let want = STEP.max(least - self.rest().len());
            let got = (&mut self.source).take(want as u64).read_to_end(&mut self.window)?;
            self.ended = got < want;
        }
        Ok(())
    }

    /// The next record, or what is wrong at which byte of the input.
    fn record(&mut self) -> io::Result<Option<Result<Record, (u64, String)>>> {
        let mut least = STEP;
        loop {
            self.fill(least)?;
            while self.window.get(self.start).is_some_and(|b| matches!(b, b'\r' | b'\n')) {
                self.start += 1;
            }
            if self.rest().is_empty() {
                return Ok(None);
            }
            let at = self.offset + self.start as u64;
            let (found, used) = match self.rest().starts_with(GZIP) {
                true => member(self.rest()),
                false => plain(self.rest()),
            };
            match found {
                Found::Record(record) => {
                    self.start += used;
                    return Ok(Some(Ok(record)));
                }
                Found::Several(content) => {
                    self.window.splice(self.start..self.start + used, content);
                }
                Found::Short if !self.ended && least < MAX_MEMBER => least = self.rest().len() * 2,
                Found::Short => {
                    let why = if self.ended { "the input ends within it" } else { "it is too long" };
                    self.resynchronise()?;
                    return Ok(Some(Err((at, why.to_owned()))));
                }
                Found::Damaged(why) => {
                    self.resynchronise()?;
                    return Ok(Some(Err((at, why))));
                }
            }
        }
    }

    /// Moves to the next place where a record begins, behind the present one.
    fn resynchronise(&mut self) -> io::Result<()> {
        self.start += 1;
        loop {
            self.fill(STEP)?;
            let rest = self.rest();
            let begins = |at: usize| {
                let here = &rest[at..];
                here.starts_with(b"WARC/1.") && at > 0 && rest[at - 1] == b'\n'
                    || here.starts_with(GZIP) && begins_record(here)
            };
            if let Some(at) = (0..rest.len()).find(|at| begins(*at)) {
                self.start += at;
                return Ok(());
            }
            if self.ended {
                self.start = self.window.len();
                return Ok(());
            }
            // The end of the window may hold the beginning of a record.
            self.start = self.window.len().saturating_sub(1 << 10).max(self.start + 1);
        }
    }

    fn item(&self, record: &Record) -> Item {
        let field = |name: &str| record.fields.get(name).map(|v| v.trim_matches(['<', '>']).to_owned());
        let url = field("warc-target-uri");
        let origin = format!("{}:{}", self.name, url.as_deref().unwrap_or("a record"));
        let given = Given { url, id: field("warc-record-id"), ..self.given.clone() };
        let outcome = match record.fields.get("warc-type").map(String::as_str) {
            Some("response") => response(&record.content, &given, self.words),
            Some("conversion") => decode(&record.content).map(|text| read_text(text, &given, self.words)),
            Some("resource") => {
                let kind = field("content-type").unwrap_or_default();
                page(&record.content, &kind, &given, self.words)
            }
            kind => skipped(format!("a record of type {}", kind.unwrap_or("unknown"))),
        };
        Item { origin, outcome }
    }
}

impl Iterator for Warc<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if self.failed {
            return None;
        }
        match self.record() {
            Ok(None) => None,
            Ok(Some(Ok(record))) => Some(self.item(&record)),
            Ok(Some(Err((at, why)))) => Some(Item {
                origin: format!("{}: byte {at}", self.name),
                outcome: Err(ReadError::Refused { why: format!("a damaged record: {why}") }),
            }),
            Err(source) => {
                self.failed = true;
                let path = self.name.clone().into();
                Some(Item { origin: self.name.clone(), outcome: Err(ReadError::Io { path, source }) })
            }
        }
    }
}

/// Whether another record follows the one that ends here.
fn another(rest: &[u8]) -> bool {
    rest.trim_ascii_start().starts_with(b"WARC/1.")
}

/// Whether the records of a packed web archive that begins so are packed one by one.
pub(crate) fn packs_each_record(head: &[u8]) -> bool {
    let mut content = Vec::new();
    // The head may end within the member: what came before the end is there all the same.
    let _ = GzDecoder::new(head).take(MAX_RECORD as u64).read_to_end(&mut content);
    match plain(&content) {
        (Found::Record(_), end) => !another(&content[end..]),
        (Found::Short, _) => content.starts_with(b"WARC/1."),
        _ => false,
    }
}

/// Whether compressed bytes begin a record.
fn begins_record(bytes: &[u8]) -> bool {
    let mut start = [0; 7];
    GzDecoder::new(bytes).read_exact(&mut start).is_ok() && start.starts_with(b"WARC/1.")
}

/// A record in a gzip member of its own, and the length of the member.
fn member(bytes: &[u8]) -> (Found, usize) {
    let mut decoder = GzDecoder::new(bytes);
    let mut content = Vec::new();
    let read = (&mut decoder).take(MAX_RECORD as u64 + 1).read_to_end(&mut content);
    match read {
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => (Found::Short, 0),
        Err(e) => (Found::Damaged(format!("its compressed data: {e}")), 0),
        Ok(_) if content.len() > MAX_RECORD => {
            (Found::Damaged(format!("it is longer than {MAX_RECORD} bytes")), 0)
        }
        Ok(_) => {
            let used = bytes.len() - decoder.into_inner().len();
            match plain(&content) {
                (Found::Short, _) => (Found::Damaged("its content is cut short".to_owned()), 0),
                (Found::Record(_), end) if another(&content[end..]) => (Found::Several(content), used),
                (found, _) => (found, used),
            }
        }
    }
}

/// An uncompressed record, and its length.
fn plain(bytes: &[u8]) -> (Found, usize) {
    let damaged = |why: &str| (Found::Damaged(why.to_owned()), 0);
    let mark = b"WARC/1.";
    if !bytes.starts_with(&mark[..mark.len().min(bytes.len())]) {
        return damaged("no record begins here");
    }
    let head = &bytes[..bytes.len().min(MAX_HEAD)];
    let Some((head, body)) = split_head(head) else {
        return if head.len() == MAX_HEAD { damaged("its head does not end") } else { (Found::Short, 0) };
    };
    let fields = fields(head);
    let Some(len) = fields.get("content-length").and_then(|l| l.parse::<usize>().ok()) else {
        return damaged("its head gives no length");
    };
    if len > MAX_RECORD {
        return damaged(&format!("it is longer than {MAX_RECORD} bytes"));
    }
    let Some(content) = bytes.get(body..body + len) else { return (Found::Short, 0) };
    let behind = &bytes[body + len..];
    if !behind.is_empty() && !behind.starts_with(b"\r\n") && !behind.starts_with(b"\n") {
        return damaged("its length is wrong");
    }
    (Found::Record(Record { fields, content: content.to_vec() }), body + len)
}

/// The lines before the first empty one, and where what follows begins.
fn split_head(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let crlf = bytes.windows(4).position(|w| w == b"\r\n\r\n").map(|at| (at, at + 4));
    let lf = bytes.windows(2).position(|w| w == b"\n\n").map(|at| (at, at + 2));
    let (end, body) = [crlf, lf].into_iter().flatten().min()?;
    Some((&bytes[..end], body))
}

fn fields(head: &[u8]) -> BTreeMap<String, String> {
    String::from_utf8_lossy(head)
        .lines()
        .skip(1)
        .filter_map(|l| l.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect()
}

fn skipped(why: String) -> Result<Report, ReadError> {
    Err(ReadError::Skipped { why })
}

/// The report in an answer of a server.
fn response(bytes: &[u8], given: &Given, words: &[DateWords]) -> Result<Report, ReadError> {
    let Some((head, body)) = split_head(&bytes[..bytes.len().min(MAX_HEAD)]) else {
        return skipped("an answer without a head".to_owned());
    };
    let status = String::from_utf8_lossy(head).split_whitespace().nth(1).unwrap_or_default().to_owned();
    if status != "200" {
        return skipped(format!("an answer with status {status}"));
    }
    let fields = fields(head);
    let field = |name: &str| fields.get(name).map(|v| v.to_ascii_lowercase()).unwrap_or_default();
    let mut content = bytes[body..].to_vec();
    if field("transfer-encoding").contains("chunked")
        && let Some(whole) = joined(&content)
    {
        content = whole;
    }
    let unpacked = match field("content-encoding").as_str() {
        "gzip" | "x-gzip" if content.starts_with(GZIP) => bounded(GzDecoder::new(content.as_slice())),
        "deflate" => bounded(ZlibDecoder::new(content.as_slice()))
            .or_else(|_| bounded(DeflateDecoder::new(content.as_slice()))),
        "zstd" => zstd::Decoder::new(content.as_slice()).map_err(fault).and_then(bounded),
        "br" => bounded(Brotli::new(content.as_slice(), 1 << 16)),
        _ => Ok(content),
    };
    page(&unpacked?, &field("content-type"), given, words)
}

fn fault(error: io::Error) -> ReadError {
    ReadError::Refused { why: format!("its packed content: {error}") }
}

/// Everything a decoder gives, up to the bound.
fn bounded(decoder: impl Read) -> Result<Vec<u8>, ReadError> {
    let mut out = Vec::new();
    decoder.take(MAX_RECORD as u64 + 1).read_to_end(&mut out).map_err(fault)?;
    match out.len() > MAX_RECORD {
        true => {
            Err(ReadError::Refused { why: format!("its content is longer than {MAX_RECORD} bytes unpacked") })
        }
        false => Ok(out),
    }
}

/// A chunked body put together; `None` when it is not chunked in fact.
fn joined(bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut out, mut rest) = (Vec::with_capacity(bytes.len()), bytes);
    loop {
        let end = rest.windows(2).take(64).position(|w| w == b"\r\n")?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let len = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 2..];
        if len == 0 {
            return Some(out);
        }
        // A body cut short keeps what there is.
        let part = rest.get(..len).unwrap_or(rest);
        out.extend_from_slice(part);
        rest = match rest.get(len..) {
            Some(more) if !more.is_empty() => more.strip_prefix(b"\r\n".as_slice())?,
            _ => return Some(out),
        };
    }
}

/// The report in content of a kind.
fn page(bytes: &[u8], kind: &str, given: &Given, words: &[DateWords]) -> Result<Report, ReadError> {
    let bare = kind.split(';').next().unwrap_or_default().trim();
    let label = kind.split("charset=").nth(1).map(|c| c.trim_matches(['"', '\'', ' ', ';']));
    match bare {
        "text/html" | "application/xhtml+xml" => {
            html::read_html(html::decode_page(bytes, label)?, given, words)
        }
        "text/plain" => Ok(read_text(decode_labelled(bytes, label)?, given, words)),
        "" if html::is_page(bytes) => html::read_html(html::decode_page(bytes, label)?, given, words),
        other => skipped(format!("content of type {}", if other.is_empty() { "unknown" } else { other })),
    }
}
