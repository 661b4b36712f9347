//! Makes a report of a decoded text: header, date line, headline, paragraphs.

use crate::dateline::{self, DateLine};
use crate::decode::Decoded;
use crate::published::{Evidence, decide, filed_days};
use crate::words::DateWords;
use crate::{header, paragraphs};
use dateline_types::{Diagnostic, Filed, Report, Severity, Span};
use sha2::{Digest, Sha256};

/// Longest text of one report, in bytes; the rest is left out with a diagnostic.
pub const MAX_TEXT: usize = 8 << 20;

/// What is known of a report before its text is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Identifier to keep; the content hash when there is none.
    pub id: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// Date of publication in EDTF.
    pub date: Option<String>,
    /// Date of publication in EDTF, as the data beside the text says it; a given date wins over it.
    pub metadata: Option<String>,
}

/// Makes a report of a decoded text. With a given language only its date words are used, else all `languages`.
///
/// A given date wins over what the text says; a contradiction is a diagnostic. A text without any date has
/// an unknown date and a diagnostic that says so.
#[must_use]
pub fn read_text(decoded: Decoded, given: &Given, languages: &[DateWords]) -> Report {
    let Decoded { mut text, mut diagnostics, .. } = decoded;
    if text.len() > MAX_TEXT {
        let cut = (0..=MAX_TEXT).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        text.truncate(cut);
        diagnostics.push(Diagnostic::new(
            "cut-text",
            Severity::Warning,
            format!(
                "the text is longer than {MAX_TEXT} bytes; the rest was left out: give one report a file"
            ),
        ));
    }
    let known: Vec<DateWords> = match &given.language {
        Some(tag) => languages.iter().filter(|w| same_language(&w.language, tag)).cloned().collect(),
        None => Vec::new(),
    };
    let languages = if known.is_empty() { languages } else { &known };

    let header = header::find(&text, languages);
    let head = header.map_or(Span::default(), |h| h.span);
    let mut parts = paragraphs::split(&text, Span::new(0, head.start as usize), &mut diagnostics);
    let above = parts.len();
    parts.extend(paragraphs::split(&text, Span::new(head.end as usize, text.len()), &mut diagnostics));

    let line = find_date_line(&text, &parts, languages);
    let evidence = Evidence {
        given: given.date.as_deref(),
        metadata: given.metadata.as_deref(),
        header: header.map(|h| h.date),
        dateline: line.and_then(|(_, l)| l.date),
        url: given.url.as_deref(),
    };
    let published = decide(&evidence, &mut diagnostics);
    let filed = line.map(|(_, l)| Filed {
        span: l.span,
        place: l.place,
        date: l.date.map(|d| filed_days(&d, &published, &mut diagnostics)),
        agency: l.agency,
    });
    if let Some((i, l)) = line {
        parts[i] = Span::new(l.span.end as usize, parts[i].end as usize).trimmed(&text);
    }
    let headed = above == 1 || line.is_some_and(|(i, _)| i > 0);
    let mut title = given.title.clone();
    if headed && is_headline(parts[0].of(&text)) && parts.len() > 1 {
        let headline = parts.remove(0);
        title = title.or_else(|| Some(headline.of(&text).to_owned()));
    }
    parts.retain(|p| !p.is_empty());
    if parts.is_empty() {
        diagnostics.push(Diagnostic::new("no-text", Severity::Warning, "the report has no text to code"));
    }
    let content_id = hex(&Sha256::digest(&text));
    Report {
        id: given.id.clone().unwrap_or_else(|| content_id.clone()),
        content_id,
        url: given.url.clone(),
        publisher: given.publisher.clone(),
        title,
        language: given.language.clone(),
        text,
        published,
        filed,
        paragraphs: parts,
        diagnostics,
    }
}

/// Whether two BCP 47 tags name the same language, whatever their regions ("fr", "fr-CA").
pub(crate) fn same_language(a: &str, b: &str) -> bool {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    primary(a) == primary(b)
}

/// The date line of the first paragraph, or of a later one when only headlines stand before it.
fn find_date_line(text: &str, parts: &[Span], languages: &[DateWords]) -> Option<(usize, DateLine)> {
    for (i, part) in parts.iter().enumerate().take(3) {
        if let Some(line) = dateline::at(text, part.start as usize, languages)
            && line.span.end <= part.end
        {
            return Some((i, line));
        }
        if !is_headline(part.of(text)) {
            return None;
        }
    }
    None
}

/// A short line without a full stop.
fn is_headline(paragraph: &str) -> bool {
    paragraph.chars().nth(200).is_none()
        && !paragraph.contains(['\n', '\r'])
        && !paragraph.ends_with(['.', ';', ',', ':', '…'])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::french;
    use dateline_types::{DateEvidence, Days};

    fn read(text: &str, date: Option<&str>) -> Report {
        let decoded = crate::decode(text.as_bytes()).unwrap();
        let given = Given { date: date.map(str::to_owned), ..Given::default() };
        read_text(decoded, &given, &[french()])
    }

    fn paragraphs(report: &Report) -> Vec<&str> {
        report.paragraphs.iter().map(|p| p.of(&report.text)).collect()
    }

    fn codes(report: &Report) -> Vec<&str> {
        report.diagnostics.iter().map(|d| d.code).collect()
    }

    #[test]
    fn a_header_in_the_first_line_is_no_text() {
        let report = read(" date 2020-07 Les discussions ont porté sur la paix.\n\nFin.", None);
        assert_eq!(report.published.value.as_deref(), Some("2020-07"));
        assert_eq!(report.published.evidence, DateEvidence::Header);
        assert_eq!(paragraphs(&report), ["Les discussions ont porté sur la paix.", "Fin."]);
        assert_eq!(codes(&report), Vec::<&str>::new());
        assert_eq!(report.id, report.content_id);
    }

    #[test]
    fn a_full_date_line_dates_the_report() {
        let report = read("PARIS, 4 mars 2026 (AFP) - Le ministre a parlé.", None);
        assert_eq!(report.published.evidence, DateEvidence::Dateline);
        assert_eq!(report.published.days, Days::parse_edtf("2026-03-04").unwrap());
        let filed = report.filed.as_ref().unwrap();
        assert_eq!(filed.place.unwrap().of(&report.text), "PARIS");
        assert_eq!(filed.agency.unwrap().of(&report.text), "AFP");
        assert_eq!(paragraphs(&report), ["Le ministre a parlé."]);
    }

    #[test]
    fn a_date_line_takes_its_year_from_the_given_date() {
        let text = "Visite à Bagdad\n\nBAGDAD, 21 juil (AFP) - Le ministre a parlé.";
        let report = read(text, Some("2020-07-22"));
        assert_eq!(report.title.as_deref(), Some("Visite à Bagdad"));
        assert_eq!(report.filed.as_ref().unwrap().date.unwrap().1, Days::parse_edtf("2020-07-21").unwrap());
        assert_eq!(report.published.evidence, DateEvidence::Given);
        assert_eq!(codes(&report), Vec::<&str>::new());
        assert_eq!(paragraphs(&report), ["Le ministre a parlé."]);
    }

    #[test]
    fn without_a_year_nothing_is_guessed() {
        let report = read("BAGDAD, 21 juil (AFP) - Le ministre a parlé.", None);
        assert_eq!(report.published.evidence, DateEvidence::Unknown);
        assert_eq!(report.filed.as_ref().unwrap().date.unwrap().1, Days::default());
        assert_eq!(codes(&report), ["no-date", "date-line-without-year"]);
    }

    #[test]
    fn a_given_date_wins_over_the_header_and_says_so() {
        let report = read("date: 2020-07-21\nLe ministre a parlé.", Some("2021"));
        assert_eq!(report.published.value.as_deref(), Some("2021"));
        assert_eq!(codes(&report), ["date-conflict"]);
        let report = read("Le ministre a parlé.", Some("hier"));
        assert_eq!(codes(&report), ["bad-date", "no-date"]);
    }

    #[test]
    fn a_headline_without_a_date_line_stays_a_paragraph() {
        let report = read("Visite à Bagdad\n\nLe ministre a parlé.", None);
        assert_eq!(report.title, None);
        assert_eq!(paragraphs(&report).len(), 2);
    }

    #[test]
    fn an_empty_text_is_a_report_without_paragraphs() {
        for text in ["", " \n ", "date 2020-07", "(AFP) -"] {
            assert!(codes(&read(text, None)).contains(&"no-text"), "{text:?}");
        }
    }

    #[test]
    fn a_date_behind_the_agency_without_dash_is_text() {
        let report = read("(AFP) 1juil \n", None);
        assert!(report.filed.is_none_or(|f| f.date.is_none()));
    }

    proptest::proptest! {
        #[test]
        fn spans_fit_any_text(text in "( date |Date : |PARIS, |\\(AFP\\) |[0-9]{1,4}[ /-]?|juil |mars |- |\n|é|’|«|\\PC){0,24}") {
            let report = read(&text, None);
            let mut end = 0;
            for p in &report.paragraphs {
                proptest::prop_assert!(p.start >= end && !p.of(&report.text).is_empty());
                end = p.end;
            }
            if let Some(filed) = &report.filed {
                for span in [filed.place, filed.date.map(|d| d.0), filed.agency].into_iter().flatten() {
                    proptest::prop_assert!(filed.span.contains(span) && !span.of(&report.text).is_empty());
                }
            }
        }
    }
}
