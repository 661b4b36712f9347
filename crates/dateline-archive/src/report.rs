//! Back from a kept record to the report it was made from, to code it anew.

use dateline_record::{Evidence, Record, SpanRecord};
use dateline_types::{DateEvidence, Days, Filed, Published, Report, Span};

/// The report a record was made from: its text, date, date line and paragraphs. Diagnostics are left behind; the first
/// [`Entry::remarks`](crate::Entry) of the record are the reader's.
#[must_use]
pub fn report_of(record: &Record) -> Report {
    let mut bytes: Vec<usize> = record.text.char_indices().map(|(at, _)| at).collect();
    bytes.push(record.text.len());
    let span = |s: &SpanRecord| {
        let at = |point: u32| bytes.get(point as usize).copied().unwrap_or(record.text.len());
        Span::new(at(s.start), at(s.end).max(at(s.start)))
    };
    let days = |earliest: &Option<String>, latest: &Option<String>| Days {
        earliest: earliest.as_ref().and_then(|d| d.parse().ok()),
        latest: latest.as_ref().and_then(|d| d.parse().ok()),
    };
    Report {
        id: record.id.clone(),
        content_id: record.content_id.clone(),
        url: record.url.clone(),
        publisher: record.publisher.clone(),
        title: record.title.clone(),
        language: record.language.clone(),
        text: record.text.clone(),
        published: Published {
            value: record.published.value.clone(),
            days: days(&record.published.earliest, &record.published.latest),
            evidence: match record.published.evidence {
                Evidence::Header => DateEvidence::Header,
                Evidence::Metadata => DateEvidence::Metadata,
                Evidence::Dateline => DateEvidence::Dateline,
                Evidence::Url => DateEvidence::Url,
                Evidence::Given => DateEvidence::Given,
                Evidence::Unknown => DateEvidence::Unknown,
            },
            span: record.published.span.as_ref().map(span),
        },
        filed: record.filed.as_ref().map(|f| Filed {
            span: span(&f.span),
            place: f.place.as_ref().map(span),
            date: f.date.as_ref().map(|d| (span(&d.span), days(&d.earliest, &d.latest))),
            agency: f.agency.as_ref().map(span),
        }),
        paragraphs: record.paragraphs.iter().map(span).collect(),
        diagnostics: Vec::new(),
    }
}
