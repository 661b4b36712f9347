//! The openers: files and folders to bytes, bytes to reports by their kind.
#![allow(clippy::disallowed_methods, reason = "this module opens the files a user names")]

use crate::decode::decode;
use crate::error::ReadError;
use crate::text::{Given, read_text};
use crate::words::DateWords;
use dateline_types::Report;
use std::path::{Path, PathBuf};

/// What an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One report, as text.
    Text,
    /// One report a line, as JSON objects.
    Jsonl,
    /// A web page.
    Html,
    /// A web archive.
    Warc,
    /// RSS or Atom.
    Feed,
    /// NewsML-G2, NewsML 1 or NITF.
    NewsXml,
    /// Comma-separated values with a line of names.
    Csv,
    /// Parquet.
    Parquet,
}

/// Tells the kind of an input by its first bytes, and where they leave it open by the ending of its name (that of a packed
/// file without `.gz` or `.zst`).
#[must_use]
pub fn kind(path: Option<&Path>, bytes: &[u8]) -> Kind {
    let name =
        path.and_then(Path::file_name).and_then(|n| n.to_str()).unwrap_or_default().to_ascii_lowercase();
    let name = name.trim_end_matches(".gz").trim_end_matches(".zst");
    let ends = |endings: &[&str]| endings.iter().any(|e| name.ends_with(e));
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if start.starts_with(b"PAR1") {
        return Kind::Parquet;
    }
    if start.starts_with(b"WARC/1.") || start.starts_with(b"\x1f\x8b\x08") || ends(&[".warc"]) {
        return Kind::Warc;
    }
    if ends(&[".txt", ".text"]) {
        return Kind::Text;
    }
    let head = String::from_utf8_lossy(&start[..start.len().min(4096)]).to_ascii_lowercase();
    match root(&head) {
        Some("rss" | "feed" | "rdf") => return Kind::Feed,
        Some("newsitem" | "newsmessage" | "packageitem" | "newsml" | "nitf") => return Kind::NewsXml,
        _ => {}
    }
    if crate::formats::html::is_page(start) || head.starts_with('<') && ends(&[".html", ".htm", ".xhtml"]) {
        return Kind::Html;
    }
    if ends(&[".jsonl", ".ndjson"]) || start.starts_with(b"{\"") || start.starts_with(b"{ \"") {
        return Kind::Jsonl;
    }
    if ends(&[".csv", ".tsv"]) || is_table(&head) {
        return Kind::Csv;
    }
    Kind::Text
}

/// Whether the first line reads as names of columns, with more lines behind it: short words between separators, one of them `text`.
fn is_table(head: &str) -> bool {
    let Some((line, rest)) = head.split_once('\n') else { return false };
    let is_name = |cell: &str| {
        let cell = cell.trim().trim_matches('"');
        !cell.is_empty()
            && cell.len() <= 30
            && cell.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    let told = |separator: char| {
        let mut cells = line.split(separator);
        line.contains(separator)
            && cells.clone().all(is_name)
            && cells.any(|c| c.trim().trim_matches('"') == "text")
    };
    !rest.trim().is_empty() && [',', ';', '\t'].into_iter().any(told)
}

/// The name of the first element of an XML document, without its prefix.
fn root(mut text: &str) -> Option<&str> {
    loop {
        text = text.trim_start();
        let end = if text.starts_with("<?") {
            "?>"
        } else if text.starts_with("<!--") {
            "-->"
        } else if text.starts_with("<!") {
            let subset = text.find('[').is_some_and(|at| at < text.find('>').unwrap_or(text.len()));
            if subset { "]>" } else { ">" }
        } else {
            let name = text.strip_prefix('<')?;
            let name = &name[..name.find(|c: char| !c.is_alphanumeric() && c != ':').unwrap_or(name.len())];
            return name.rsplit(':').next();
        };
        text = &text[text.find(end)? + end.len()..];
    }
}

/// The files behind a path: the file itself, or all files of a folder and its folders, sorted by path.
/// Hidden files and folders are left out; symbolic links to folders are not followed.
///
/// # Errors
/// When the path or a folder below it cannot be read.
pub fn files(path: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| ReadError::Io { path, source }
    };
    let about = std::fs::metadata(path).map_err(io(path))?;
    if !about.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut out = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(io(&folder))? {
            let entry = entry.map_err(io(&folder))?;
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let kind = entry.file_type().map_err(io(&entry.path()))?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() || entry.path().is_file() {
                out.push(entry.path());
            }
        }
    }
    out.sort();
    Ok(out)
}

/// The bytes of a file.
///
/// # Errors
/// When the file cannot be read.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    std::fs::read(path).map_err(|source| ReadError::Io { path: path.to_owned(), source })
}

/// Reads a file that holds one report as text.
///
/// # Errors
/// When the file cannot be read or is no text.
pub fn read_file(path: &Path, given: &Given, languages: &[DateWords]) -> Result<Report, ReadError> {
    let decoded = decode(&read_bytes(path)?)?;
    Ok(read_text(decoded, given, languages))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_walked_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path();
        std::fs::create_dir_all(base.join("b/c")).unwrap();
        for name in ["z.txt", "a.txt", "b/c/1.jsonl", ".hidden", "b/2"] {
            std::fs::write(base.join(name), "x").unwrap();
        }
        let found = files(base).unwrap();
        let names: Vec<_> = found.iter().map(|p| p.strip_prefix(base).unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["a.txt", "b/2", "b/c/1.jsonl", "z.txt"]);
        assert!(files(&base.join("none")).is_err());
    }

    #[test]
    fn the_kind_is_told_by_name_then_by_content() {
        assert_eq!(kind(Some(Path::new("a.JSONL")), b"x"), Kind::Jsonl);
        assert_eq!(kind(Some(Path::new("a.txt")), b"{\"text\""), Kind::Text);
        assert_eq!(kind(None, b"\n {\"text\": 1}"), Kind::Jsonl);
        assert_eq!(kind(None, b" date 2020-07"), Kind::Text);
        assert_eq!(kind(None, b"ID;date;text\r\n1;2026-03-04;x"), Kind::Csv);
        assert_eq!(kind(None, b"text, date\n"), Kind::Text);
        assert_eq!(kind(None, b"Paris, un text\nUne suite."), Kind::Text);
        let nested = b"<?xml version='1.0'?><!-- x --><n:newsMessage><html>";
        assert_eq!(kind(None, nested), Kind::NewsXml);
        assert_eq!(kind(None, b"<!DOCTYPE nitf [<!ENTITY a 'b'>]>\n<nitf>"), Kind::NewsXml);
        assert_eq!(kind(None, b"<rdf:RDF xmlns='x'>"), Kind::Feed);
        assert_eq!(kind(Some(Path::new("a")), b"<!DOCTYPE html><title>rss</title>"), Kind::Html);
    }
}
