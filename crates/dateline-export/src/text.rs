//! Cells, days and stable numbers.

use dateline_record::{EventRecord, Record};
use sha2::{Digest, Sha256};

/// A text that comes from outside as a cell: line ends, tabs and other controls become spaces, characters that change
/// the direction of writing are dropped, and ends are trimmed.
pub(crate) fn clean(text: &str) -> String {
    let kept = text.chars().filter(|c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'));
    let spaced = kept.map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c });
    spaced.collect::<String>().trim().to_owned()
}

/// A cleaned text without the given separators.
pub(crate) fn without(text: &str, separators: &[char]) -> String {
    clean(text).replace(separators, " ")
}

/// Cells joined by tabs, with a line end.
pub(crate) fn tabbed(cells: &[String]) -> String {
    let mut line = cells.iter().map(|c| clean(c)).collect::<Vec<_>>().join("\t");
    line.push('\n');
    line
}

/// A number of 63 bits made from texts, the same on every run: the head of their SHA-256.
pub(crate) fn number(parts: &[&str]) -> i64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    let head = digest.iter().take(8).fold(0_u64, |n, b| n << 8 | u64::from(*b));
    i64::try_from(head >> 1).unwrap_or(i64::MAX)
}

/// A day as YYYY-MM-DD, when the text is one.
pub(crate) fn day(text: Option<&str>) -> Option<String> {
    let text = text?;
    text.parse::<jiff::civil::Date>().ok().filter(|_| text.len() == 10).map(|_| text.to_owned())
}

/// The first day a report may have been published.
pub(crate) fn published(record: &Record) -> Option<String> {
    day(record.published.earliest.as_deref())
}

/// The first day an event may have happened, else the first day its report may have been published.
pub(crate) fn event_day(record: &Record, event: &EventRecord) -> Option<String> {
    day(event.date.earliest.as_deref()).or_else(|| published(record))
}

/// YYYYMMDD of a day; empty when there is none.
pub(crate) fn compact(day: Option<&str>) -> String {
    day.map(|d| d.replace('-', "")).unwrap_or_default()
}

/// YYYYMMDD000000 of a day; empty when there is none.
pub(crate) fn stamp(day: Option<&str>) -> String {
    day.map(|d| format!("{}000000", d.replace('-', ""))).unwrap_or_default()
}

/// The host of a url without `www.`, else the publisher.
pub(crate) fn source_name(record: &Record) -> String {
    let host = record.url.as_deref().and_then(|u| u.split_once("://")).map(|(_, rest)| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        let host = host.rsplit('@').next().unwrap_or("").split(':').next().unwrap_or("");
        host.strip_prefix("www.").unwrap_or(host).to_owned()
    });
    host.filter(|h| !h.is_empty()).or_else(|| record.publisher.clone()).unwrap_or_default()
}

/// Whether the report tells an event as having happened: not denied, not hypothetical, and not what another act
/// promises, threatens or demands.
pub(crate) fn happened(record: &Record, event: &EventRecord) -> bool {
    match event.status.as_str() {
        "asserted" => true,
        "denied" | "hypothetical" => false,
        _ => !record.events.iter().any(|e| e.inner.as_deref() == Some(&event.id)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_stable_and_cells_hold_no_separator() {
        assert_eq!(number(&["a", "b"]), number(&["a", "b"]));
        assert_ne!(number(&["a", "b"]), number(&["ab", ""]));
        assert!(number(&["x"]) >= 0);
        assert_eq!(clean(" a\tb\nc\u{202e} "), "a b c");
        assert_eq!(compact(day(Some("2020-07-21")).as_deref()), "20200721");
        assert_eq!(day(Some("2020-07")), None);
    }
}
