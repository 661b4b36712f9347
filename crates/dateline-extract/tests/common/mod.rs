//! Reads the tables and parses of the table tests.
#![allow(clippy::disallowed_methods)] // tests read the repository's own files
#![allow(dead_code)] // each test uses what it needs

use dateline_types::{Analysis, DateEvidence, Published, Report, Span, Token, Upos};
use std::collections::BTreeMap;
use std::path::Path;

/// A file of this repository, by its path from the root.
pub fn file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The rows of a table, by column position, without header and comments.
pub fn rows(path: &str) -> Vec<Vec<String>> {
    let text = file(path);
    let lines = text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).skip(1);
    lines.map(|l| l.split('\t').map(str::to_owned).collect()).collect()
}

/// The parses of a file, by sentence.
pub fn parses(path: &str) -> BTreeMap<String, Analysis> {
    let mut all: BTreeMap<String, Analysis> = BTreeMap::new();
    let (mut text, mut at, mut first) = (String::new(), 0, 0);
    for line in file(path).lines() {
        if let Some(t) = line.strip_prefix("# text = ") {
            (text, at, first) = (t.to_owned(), 0, 0);
            continue;
        }
        let analysis = all.entry(text.clone()).or_default();
        if line.is_empty() {
            let end = analysis.tokens.len() as u32;
            analysis.sentences.push(first..end);
            analysis.paragraphs.clear();
            analysis.paragraphs.push(0..end);
            first = end;
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let chars = cells[1].chars().count();
        at += text[at..].len() - text[at..].trim_start().len();
        let width: usize = text[at..].chars().take(chars).map(char::len_utf8).sum();
        let here = analysis.tokens.len() as u32;
        let head: u32 = cells[6].parse().unwrap();
        let blank = |s: &str| if s == "_" { String::new() } else { s.to_owned() };
        analysis.tokens.push(Token {
            span: Span::new(at, at + width),
            space_after: cells[9] == "_",
            upos: Upos::parse(cells[3]),
            xpos: cells[3].into(),
            feats: blank(cells[5]).into(),
            lemma: blank(cells[2]).into(),
            norm: cells[1].to_lowercase().into(),
            head: if head == 0 { here } else { first + head - 1 },
            deprel: cells[7].into(),
        });
        at += width;
    }
    all
}

/// A report that holds one paragraph.
pub fn report(text: &str, date: &str) -> Report {
    Report {
        id: "test".into(),
        content_id: String::new(),
        url: None,
        publisher: None,
        title: None,
        language: Some("fr".into()),
        text: text.to_owned(),
        published: Published::edtf(date, DateEvidence::Given).unwrap_or_else(Published::unknown),
        filed: None,
        paragraphs: vec![Span::new(0, text.len())],
        diagnostics: Vec::new(),
    }
}
