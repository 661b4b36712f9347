//! The header of a text: " date 2020-07 Les discussions ...", "Date : 21 juillet 2020", "21 juil. 2020" as a line.

use crate::date::{Cursor, Written, date_at};
use crate::words::DateWords;
use dateline_types::Span;

/// A date header found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// Everything that is header and no text to code.
    pub span: Span,
    /// The date it gives.
    pub date: Written,
}

/// Among how many first lines a header is looked for.
const LINES: usize = 3;
/// A line before the header (a headline) is at most this long, in bytes.
const HEADLINE: usize = 240;
/// Longest time of day behind a date ("à 14h30 GMT"), in bytes.
const CLOCK: usize = 24;

/// Finds a header among the first lines: a header word with a date, or a line that is only a date.
pub(crate) fn find(text: &str, languages: &[DateWords]) -> Option<Header> {
    let mut start = 0;
    let mut seen = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let at = start;
        start += line.len();
        if line.trim().is_empty() {
            continue;
        }
        if let Some(header) = in_line(text, at, seen == 0, languages) {
            return Some(header);
        }
        seen += 1;
        if seen == LINES || line.len() > HEADLINE {
            return None;
        }
    }
    None
}

fn in_line(text: &str, at: usize, first: bool, languages: &[DateWords]) -> Option<Header> {
    let mut c = Cursor::new(text, at);
    c.blank();
    let start = c.at;
    let announced = languages.iter().flat_map(|w| &w.header).any(|phrase| {
        let mut probe = c;
        let found = probe.phrase(phrase);
        if found {
            probe.blank().eat(&[':', '=']);
            probe.blank();
            c = probe;
        }
        found
    });
    let date = date_at(text, c.at, languages)?;
    c.at = date.span.end as usize;
    skip_clock(&mut c, languages);
    let whole = {
        let mut end = c;
        end.blank().eat(&['.', ';']);
        end.blank();
        end.at_line_end().then_some(end.at)
    };
    let sure = announced || date.day.is_some() || date.month.is_some();
    let end = match whole {
        Some(end) if sure => end,
        _ if announced && first => {
            let mut end = c;
            end.eat(&[':', ';', ',', '.']);
            end.at
        }
        _ => return None,
    };
    Some(Header { span: Span::new(start, end), date })
}

/// Skips a time of day behind the date, if the line ends with it.
fn skip_clock(c: &mut Cursor<'_>, languages: &[DateWords]) {
    let mut probe = *c;
    probe.blank().eat(&[',', '-', '|']);
    probe.blank();
    if let Some(word) = languages.iter().flat_map(|w| &w.clock).find(|w| probe.clone().phrase(w)) {
        probe.phrase(word);
        probe.blank();
    }
    let hours = probe.figures();
    if (1..=2).contains(&hours.len()) && probe.eat(&['h', 'H', ':', '.']) {
        let rest = probe.rest();
        let tail = rest.find(['\n', '\r']).unwrap_or(rest.len());
        if tail <= CLOCK && !rest[..tail].contains(['«', '"']) {
            c.at = probe.at + tail;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::french;
    use dateline_types::Days;

    fn check(text: &str) -> Option<(String, &str)> {
        let header = find(text, &[french()])?;
        let rest = &text[header.span.end as usize..];
        Some((header.date.days().and_then(Days::edtf).unwrap_or_default(), rest.trim()))
    }

    #[test]
    fn header_forms() {
        for text in [
            " date 2020-07-21 Les discussions",
            "date: 2020-07-21\nLes discussions",
            "Date : 21 juillet 2020\n\nLes discussions",
            "DATE 21/07/2020 Les discussions",
            "DATE=21/07/2020\r\nLes discussions",
            "21 juil. 2020\nLes discussions",
            "Publié le mardi 21 juillet 2020 à 14h30 GMT\nLes discussions",
        ] {
            assert_eq!(check(text), Some(("2020-07-21".into(), "Les discussions")), "{text}");
        }
        assert_eq!(check(" date 2020-07 Les discussions").unwrap().0, "2020-07");
    }

    #[test]
    fn a_header_may_stand_under_a_headline() {
        let header = find("Visite à Téhéran\n21 juillet 2020\nLes discussions", &[french()]).unwrap();
        assert_eq!(header.date.days().and_then(Days::edtf).as_deref(), Some("2020-07-21"));
    }

    #[test]
    fn a_sentence_is_no_header() {
        for text in [
            "Date limite dépassée",
            "21 juillet 2020 restera un jour de deuil",
            "En 2020 ...",
            "2020\nLes discussions",
            "",
        ] {
            assert_eq!(check(text), None, "{text}");
        }
    }
}
