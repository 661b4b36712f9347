//! Input records: one JSON object a line, with `text` and optionally id, date, language, url, publisher, title.

use crate::decode::decode;
use crate::error::ReadError;
use crate::text::{Given, read_text};
use crate::words::DateWords;
use dateline_types::Report;
use serde::{Deserialize, Deserializer, de};

/// One line of JSONL with its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// 1-based number of the line in its input.
    pub number: usize,
    /// The bytes without the line end.
    pub bytes: &'a [u8],
}

/// The lines of an input that are not blank, with their numbers.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = Line<'_>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes
        .split(|b| *b == b'\n')
        .enumerate()
        .map(|(i, bytes)| Line { number: i + 1, bytes })
        .filter(|l| !l.bytes.trim_ascii().is_empty())
}

#[derive(Deserialize)]
struct Input {
    text: String,
    #[serde(default, deserialize_with = "text_or_number")]
    id: Option<String>,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    publisher: Option<String>,
    #[serde(default)]
    title: Option<String>,
}

/// Accepts an id that is a string or a whole number.
fn text_or_number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    match Option::<serde_json::Value>::deserialize(from)? {
        None | Some(serde_json::Value::Null) => Ok(None),
        Some(serde_json::Value::String(id)) => Ok(Some(id)),
        Some(serde_json::Value::Number(id)) if id.is_i64() || id.is_u64() => Ok(Some(id.to_string())),
        Some(other) => Err(de::Error::custom(format!("`id` is {other}, not a string"))),
    }
}

/// Reads one line. What the line does not say is taken from `defaults`.
///
/// # Errors
/// When the line is no JSON object or has no `text` string; the error names the line.
pub fn read_line(line: Line<'_>, defaults: &Given, languages: &[DateWords]) -> Result<Report, ReadError> {
    let wrong = |why: String| ReadError::Line { line: line.number, why };
    let decoded = decode(line.bytes).map_err(|e| wrong(e.to_string()))?;
    let input: Input = serde_json::from_str(&decoded.text).map_err(|e| wrong(json_fault(&e)))?;
    let or = |own: Option<String>, default: &Option<String>| {
        own.filter(|s| !s.trim().is_empty()).or_else(|| default.clone())
    };
    let given = Given {
        id: input.id.filter(|id| !id.is_empty()),
        url: or(input.url, &defaults.url),
        publisher: or(input.publisher, &defaults.publisher),
        title: or(input.title, &defaults.title),
        language: or(input.language, &defaults.language),
        date: or(input.date, &defaults.date),
        metadata: defaults.metadata.clone(),
    };
    let text = crate::Decoded { text: input.text, ..decoded };
    Ok(read_text(text, &given, languages))
}

/// The message of a JSON error, with the column instead of the line (a record is one line).
fn json_fault(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let end = message.rfind(" at line ").unwrap_or(message.len());
    format!("{} (column {})", &message[..end], error.column())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::french;

    fn check(line: &str) -> Result<Report, String> {
        let line = Line { number: 7, bytes: line.as_bytes() };
        read_line(line, &Given::default(), &[french()]).map_err(|e| e.to_string())
    }

    #[test]
    fn all_fields_are_kept() {
        let report = check(
            r#"{"id": 12, "text": "Le ministre a parlé.", "date": "2020-07-21", "language": "fr",
               "url": "https://example.org/1", "publisher": "Exemple", "title": "Visite", "other": [1]}"#,
        )
        .unwrap();
        assert_eq!(report.id, "12");
        assert_eq!(report.published.value.as_deref(), Some("2020-07-21"));
        assert_eq!(report.language.as_deref(), Some("fr"));
        assert_eq!(report.url.as_deref(), Some("https://example.org/1"));
        assert_eq!(report.publisher.as_deref(), Some("Exemple"));
        assert_eq!(report.title.as_deref(), Some("Visite"));
    }

    #[test]
    fn a_wrong_line_is_named() {
        for (line, says) in [
            ("{\"text\": 3}", "line 7: invalid type"),
            ("{\"id\": \"a\"}", "line 7: missing field `text`"),
            ("{\"text\": \"a\"", "line 7: EOF"),
            ("[]", "line 7: "),
            ("{\"text\": \"\\ud800\"}", "line 7: "),
            (&"[".repeat(100_000), "line 7: "),
        ] {
            let message = check(line).unwrap_err();
            assert!(message.starts_with(says), "{message}");
        }
    }

    #[test]
    fn a_date_that_cannot_be_read_is_said_and_not_used() {
        let report = check(r#"{"text": "Le ministre a parlé.", "date": "21 juillet"}"#).unwrap();
        assert_eq!(report.published.value, None);
        assert_eq!(report.diagnostics[0].code, "bad-date");
    }

    #[test]
    fn blank_lines_count_but_are_left_out() {
        let numbers: Vec<usize> = lines(b"{}\n\n \r\n{}\n").map(|l| l.number).collect();
        assert_eq!(numbers, [1, 4]);
    }
}
