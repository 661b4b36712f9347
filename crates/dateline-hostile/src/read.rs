//! The readers, one function a format, and the entrance that tells the format from the content.

use dateline_read::{DateWords, Given, Kind, reports};
use dateline_types::{Report, Span};
use std::io::{Cursor, Read};
use std::sync::LazyLock;

/// The words of dates of all built-in packs.
static WORDS: LazyLock<Vec<DateWords>> = LazyLock::new(|| {
    let words = dateline::assets::packs().into_values().filter_map(|files| {
        let words: DateWords = toml::from_str(files.get("dateline.toml")?).ok()?;
        words.checked().ok()
    });
    words.collect()
});

/// Most reports looked at: an input of many short lines is no different from one of some.
const MOST: usize = 200;

fn read(data: &[u8], kind: Option<Kind>) {
    let input: Box<dyn Read> = Box::new(Cursor::new(data.to_vec()));
    for item in reports("input", None, input, kind, &Given::default(), &WORDS).take(MOST) {
        match item.outcome {
            Ok(report) => sound(&report),
            Err(error) => assert!(!error.to_string().is_empty(), "a refusal says why"),
        }
    }
}

/// Every span of a report lies inside its text and begins and ends between characters; paragraphs follow each other.
fn sound(report: &Report) {
    let inside = |span: Span| {
        assert!(span.start <= span.end && span.end as usize <= report.text.len(), "{span:?}");
        assert!(
            report.text.is_char_boundary(span.start as usize)
                && report.text.is_char_boundary(span.end as usize),
            "{span:?} cuts a character"
        );
    };
    report.published.span.into_iter().for_each(inside);
    if let Some(filed) = &report.filed {
        inside(filed.span);
        [filed.place, filed.date.map(|d| d.0), filed.agency].into_iter().flatten().for_each(inside);
    }
    let mut end = 0;
    for paragraph in &report.paragraphs {
        inside(*paragraph);
        assert!(paragraph.start >= end && !paragraph.is_empty(), "paragraphs follow each other");
        end = paragraph.end;
    }
    assert!(!report.content_id.is_empty());
    for diagnostic in &report.diagnostics {
        assert!(!diagnostic.message.is_empty());
    }
}

/// An input of any kind, also packed.
pub fn any_input(data: &[u8]) {
    read(data, None);
}

/// A text.
pub fn text(data: &[u8]) {
    read(data, Some(Kind::Text));
}

/// Objects, one a line.
pub fn jsonl(data: &[u8]) {
    read(data, Some(Kind::Jsonl));
}

/// A web page.
pub fn html(data: &[u8]) {
    read(data, Some(Kind::Html));
}

/// A web archive.
pub fn warc(data: &[u8]) {
    read(data, Some(Kind::Warc));
}

/// RSS or Atom.
pub fn feed(data: &[u8]) {
    read(data, Some(Kind::Feed));
}

/// NewsML-G2, NewsML 1 or NITF.
pub fn news_xml(data: &[u8]) {
    read(data, Some(Kind::NewsXml));
}

/// Comma-separated values.
pub fn csv(data: &[u8]) {
    read(data, Some(Kind::Csv));
}

/// Parquet.
pub fn parquet(data: &[u8]) {
    read(data, Some(Kind::Parquet));
}
