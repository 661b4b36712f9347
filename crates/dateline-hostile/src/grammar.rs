//! The grammars of dates, times, numbers and quantities, over any text, in every language that has a pack.

use crate::lossy;
use dateline_extract::quantities::quantities;
use dateline_extract::times::times as find_times;
use dateline_pack::Pack;
use dateline_pack::dates::parse_date_words;
use dateline_types::{Analysis, Anchor, DateEvidence, Days, Published, Report, Span};
use std::sync::LazyLock;

/// All built-in packs.
pub(crate) static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(|| {
    let ontology = dateline::assets::ontology().unwrap_or_else(|e| panic!("the built-in ontology: {e}"));
    let languages = dateline::assets::pack_languages();
    let load = |l: &String| dateline::assets::pack(l, &ontology).unwrap_or_else(|e| panic!("pack {l}: {e}"));
    languages.iter().map(load).collect()
});

/// Longest text looked at: the grammars work paragraph by paragraph, so that longer ones say nothing new.
const LONGEST: usize = 4096;

/// The pack and the date of publication that the first byte chooses, and a report of one paragraph with the rest.
fn report(data: &[u8]) -> Option<(&'static Pack, Report)> {
    let (choice, rest) = data.split_first()?;
    let mut text = lossy(&rest[..rest.len().min(LONGEST)]);
    text.retain(|c| c != '\n');
    if text.trim().is_empty() {
        return None;
    }
    let pack = &PACKS[usize::from(*choice) % PACKS.len()];
    let dates =
        ["2020-07-21", "2020-07", "2020", "", "2019-03/2020-07", "9999-12-31", "0001-01-01", "2024-02-29"];
    let date = dates[usize::from(choice / 16) % dates.len()];
    let paragraphs = vec![Span::new(0, text.len())];
    let report = bare(text, &pack.manifest.language, date, paragraphs);
    Some((pack, report))
}

/// A report of which nothing is known but its text, language and date of publication.
pub(crate) fn bare(text: String, language: &str, date: &str, paragraphs: Vec<Span>) -> Report {
    Report {
        id: "input".into(),
        content_id: String::new(),
        url: None,
        publisher: None,
        title: None,
        language: Some(language.to_owned()),
        published: Published::edtf(date, DateEvidence::Given).unwrap_or_else(Published::unknown),
        filed: None,
        paragraphs,
        diagnostics: Vec::new(),
        text,
    }
}

/// Time expressions of a text.
pub fn times(data: &[u8]) {
    let Some((pack, report)) = report(data) else { return };
    let found = find_times(&report, &Analysis::default(), &pack.times, &pack.numbers);
    let mut end = 0;
    for (i, time) in found.iter().enumerate() {
        assert!(!time.span.of(&report.text).is_empty());
        assert!(time.span.start >= end, "expressions do not overlap");
        end = time.span.end;
        assert!(!matches!(time.anchor, Some(Anchor::Time(j)) if j >= i), "anchors stand before");
        if let (Some(a), Some(b)) = (time.days.earliest, time.days.latest) {
            assert!(a < b, "{:?}", time.days);
        }
    }
}

/// Numbers and quantities of a text.
pub fn numbers(data: &[u8]) {
    let Some((pack, report)) = report(data) else { return };
    for quantity in quantities(&report, &Analysis::default(), &[], &pack.quantities, &pack.numbers) {
        assert!(!quantity.span.of(&report.text).is_empty());
        if let (Some(a), Some(b)) = (quantity.min, quantity.max) {
            assert!(a <= b, "{a} {b}");
        }
    }
}

/// Dates in EDTF and dates in words.
pub fn dates(data: &[u8]) {
    let text = lossy(&data[..data.len().min(LONGEST)]);
    if let Some(Days { earliest: Some(a), latest: Some(b) }) = Days::parse_edtf(&text) {
        assert!(a < b, "{text}");
    }
    for pack in PACKS.iter() {
        if let Some((value, days)) = parse_date_words(&text, &pack.times, &pack.numbers) {
            assert!(!value.is_empty());
            if let (Some(a), Some(b)) = (days.earliest, days.latest) {
                assert!(a < b, "{text}");
            }
        }
    }
}
