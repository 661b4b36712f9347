//! A report: one dated text with what is known of its origin.

use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::time::Days;

/// Where the report's date was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateEvidence {
    /// A header line of the text (" date 2020-07").
    Header,
    /// Metadata of the file or page.
    Metadata,
    /// The date line of the first paragraph ("PARIS, 4 mars 2026 (AFP) -").
    Dateline,
    /// The address of the page.
    Url,
    /// The user or the input record gave it.
    Given,
    /// Nothing says when the report was published.
    Unknown,
}

impl DateEvidence {
    /// Lower-case name, as written in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            DateEvidence::Header => "header",
            DateEvidence::Metadata => "metadata",
            DateEvidence::Dateline => "dateline",
            DateEvidence::Url => "url",
            DateEvidence::Given => "given",
            DateEvidence::Unknown => "unknown",
        }
    }
}

/// When the report was published (the document creation time), as far as known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// EDTF value as found ("2020-07"); `None` when unknown.
    pub value: Option<String>,
    /// The days it may mean.
    pub days: Days,
    /// Where the date was found.
    pub evidence: DateEvidence,
    /// The words that state it, when they stand in the text.
    pub span: Option<Span>,
}

impl Published {
    /// A report without any date.
    #[must_use]
    pub fn unknown() -> Published {
        Published { value: None, days: Days::default(), evidence: DateEvidence::Unknown, span: None }
    }

    /// A date in EDTF; `None` when `value` is not one.
    #[must_use]
    pub fn edtf(value: &str, evidence: DateEvidence) -> Option<Published> {
        let days = Days::parse_edtf(value)?;
        Some(Published { value: Some(value.trim().to_owned()), days, evidence, span: None })
    }
}

/// What a date line such as "BAGDAD, 21 juil (AFP) -" says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filed {
    /// The whole date line with its dash; coding starts behind it.
    pub span: Span,
    /// The place the report was filed from.
    pub place: Option<Span>,
    /// The date words, and the days they mean.
    pub date: Option<(Span, Days)>,
    /// The agency in brackets.
    pub agency: Option<Span>,
}

/// One dated report, ready to be analysed.
///
/// `text` is exactly what the reader produced: every span of every later stage points into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The given id, else the content hash.
    pub id: String,
    /// SHA-256 of `text` in hexadecimal.
    pub content_id: String,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// BCP 47 language tag; `None` when it was neither given nor recognised.
    pub language: Option<String>,
    /// The whole text.
    pub text: String,
    /// When it was published.
    pub published: Published,
    /// The date line, if it has one.
    pub filed: Option<Filed>,
    /// The paragraphs to be coded, in order: without header, date line and outer white space.
    pub paragraphs: Vec<Span>,
    /// What the reader noticed.
    pub diagnostics: Vec<Diagnostic>,
}

/// Whether a text is all in capitals, as headlines of wires are: three words or more, nine of ten letters capital.
#[must_use]
pub fn is_shouted(text: &str) -> bool {
    let cased = |c: &char| c.is_uppercase() || c.is_lowercase();
    let (all, capital) =
        text.chars().filter(cased).fold((0, 0), |(a, u), c| (a + 1, u + usize::from(c.is_uppercase())));
    capital * 10 >= all * 9 && all >= 12 && text.split_whitespace().count() >= 3
}
