//! Decides when a report was published, from what was given, its header, its date line and its address.

use crate::date::Written;
use dateline_types::{DateEvidence, Days, Diagnostic, Published, Severity, Span};
use jiff::civil::Date;

/// The evidence there is for the date of one report.
pub(crate) struct Evidence<'a> {
    /// EDTF date from the user or the input record.
    pub given: Option<&'a str>,
    /// EDTF date from data beside the text.
    pub metadata: Option<&'a str>,
    /// Date of the header.
    pub header: Option<Written>,
    /// Date of the date line.
    pub dateline: Option<Written>,
    /// Address of the page.
    pub url: Option<&'a str>,
}

/// Days that a date line may lie from the other evidence before that is worth a remark.
const TOLERANCE: i64 = 3;

/// Decides the date of a report: what was given wins, then header, date line, address.
/// Evidence that contradicts the winner becomes a diagnostic; without evidence the date is unknown.
pub(crate) fn decide(evidence: &Evidence<'_>, diagnostics: &mut Vec<Diagnostic>) -> Published {
    let mut found: Vec<Published> = Vec::new();
    if let Some(given) = evidence.given {
        match Published::edtf(given, DateEvidence::Given) {
            Some(date) => found.push(date),
            None => diagnostics.push(Diagnostic::new(
                "bad-date",
                Severity::Warning,
                format!("the given date `{given}` is no EDTF date and was not used; write it as 2020-07-21, 2020-07 or 2020"),
            )),
        }
    }
    found.extend(evidence.metadata.and_then(|date| Published::edtf(date, DateEvidence::Metadata)));
    for (written, kind) in
        [(evidence.header, DateEvidence::Header), (evidence.dateline, DateEvidence::Dateline)]
    {
        let Some(written) = written else { continue };
        remark(&written, kind, diagnostics);
        if let Some(days) = written.days() {
            found.push(Published { value: days.edtf(), days, evidence: kind, span: Some(written.span) });
        }
    }
    if let Some(days) = evidence.url.and_then(in_url) {
        found.push(Published { value: days.edtf(), days, evidence: DateEvidence::Url, span: None });
    }
    let mut found = found.into_iter();
    let Some(first) = found.next() else {
        diagnostics.push(Diagnostic::new(
            "no-date",
            Severity::Warning,
            "nothing says when the report was published; give the date",
        ));
        return Published::unknown();
    };
    for other in found.filter(|o| conflict(&first, o)) {
        let message = format!(
            "the report's date is {} ({}), but {} says {}",
            first.value.as_deref().unwrap_or("unknown"),
            first.evidence.name(),
            other.evidence.name(),
            other.value.as_deref().unwrap_or("unknown"),
        );
        let remark = Diagnostic::new("date-conflict", Severity::Warning, message);
        diagnostics.push(match other.span {
            Some(span) => remark.at(span),
            None => remark,
        });
    }
    first
}

fn remark(written: &Written, kind: DateEvidence, diagnostics: &mut Vec<Diagnostic>) {
    let message = match written {
        w if w.ambiguous => {
            "day and month of this date could be swapped: only its year is used; give the date"
        }
        w if w.short_year => "the year has two figures and was not used; give the date",
        w if w.year.is_none() && kind == DateEvidence::Header => {
            "the date has no year and was not used; give the date"
        }
        _ => return,
    };
    diagnostics.push(Diagnostic::new("unclear-date", Severity::Warning, message).at(written.span));
}

/// Whether two dates are too far apart to be the same report's.
fn conflict(a: &Published, b: &Published) -> bool {
    let slack = match a.evidence == DateEvidence::Dateline || b.evidence == DateEvidence::Dateline {
        true => TOLERANCE,
        false => 0,
    };
    let widen = |days: Days| Days {
        earliest: days.earliest.map(|d| d.saturating_sub(jiff::Span::new().days(slack))),
        latest: days.latest.map(|d| d.saturating_add(jiff::Span::new().days(slack))),
    };
    !widen(a.days).overlaps(b.days)
}

/// A date in the path of an address: ".../2020/07/21/...", ".../2020-07-21...", ".../20200721...".
fn in_url(url: &str) -> Option<Days> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest).split(['?', '#']).next()?;
    let bytes = path.as_bytes();
    (0..bytes.len()).find_map(|at| {
        let fresh = at > 0 && matches!(bytes[at - 1], b'/' | b'-' | b'_');
        let figure = |i: usize| bytes.get(i).filter(|b| b.is_ascii_digit()).map(|b| i16::from(b - b'0'));
        let number = |from: usize, len: usize| {
            (from..from + len).try_fold(0i16, |n, i| Some(n.checked_mul(10)? + figure(i)?))
        };
        let year = number(at, 4).filter(|y| fresh && (1990..2200).contains(y))?;
        let width = usize::from(matches!(bytes.get(at + 4), Some(b'/' | b'-')));
        if width == 1 && bytes[at + 4] != *bytes.get(at + 7)? {
            return None;
        }
        let month = number(at + 4 + width, 2)?;
        let day = number(at + 6 + 2 * width, 2)?;
        if figure(at + 8 + 2 * width).is_some() {
            return None;
        }
        Date::new(year, month as i8, day as i8).ok().map(Days::on)
    })
}

/// The days of a date line: its own year, else the one that fits the report's date.
pub(crate) fn filed_days(
    written: &Written,
    published: &Published,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Span, Days) {
    let days = written.days_near(published.days);
    if days.is_none() && !written.short_year {
        let remark = Diagnostic::new(
            "date-line-without-year",
            Severity::Warning,
            "the date line gives no year and nothing else does; give the date",
        );
        diagnostics.push(remark.at(written.span));
    }
    (written.span, days.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_may_hold_a_day() {
        for (url, day) in [
            ("https://example.org/monde/2020/07/21/visite.html", Some("2020-07-21")),
            ("https://example.org/visite-2020-07-21-suite", Some("2020-07-21")),
            ("https://example.org/a/20200721_12.html", Some("2020-07-21")),
            ("https://example.org/a/202007211.html", None),
            ("https://example.org/2020/13/21", None),
            ("https://example.org/?d=2020/07/21", None),
            ("", None),
        ] {
            assert_eq!(in_url(url).and_then(Days::edtf).as_deref(), day, "{url}");
        }
    }

    #[test]
    fn without_evidence_the_date_is_unknown_and_said_to_be() {
        let mut diagnostics = Vec::new();
        let none = Evidence { given: None, metadata: None, header: None, dateline: None, url: None };
        assert_eq!(decide(&none, &mut diagnostics), Published::unknown());
        assert_eq!(diagnostics[0].code, "no-date");
    }
}
