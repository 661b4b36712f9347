//! Quotes: who said what, in which words, through which medium.

use crate::span::Span;

/// How speech is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteKind {
    /// Between quotation marks.
    Direct,
    /// In a reported clause without marks.
    Indirect,
    /// A reported clause that holds marked words.
    Mixed,
}

impl QuoteKind {
    /// Lower-case name, as written in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            QuoteKind::Direct => "direct",
            QuoteKind::Indirect => "indirect",
            QuoteKind::Mixed => "mixed",
        }
    }
}

/// Who is named as the source of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// An entity of the report, by index.
    Entity(usize),
    /// The report itself.
    Narrator,
    /// Somebody the report does not name ("de source diplomatique", a passive without agent).
    Unnamed,
}

/// The expression that introduces speech.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The cue's words ("a indiqué", "selon").
    pub span: Span,
    /// Its dictionary form.
    pub lemma: String,
    /// The cue's main token.
    pub token: u32,
}

/// One stretch of reported speech.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// How it is reported.
    pub kind: QuoteKind,
    /// The words, without quotation marks; one span a stretch.
    pub content: Vec<Span>,
    /// The expression that introduces it.
    pub cue: Option<Cue>,
    /// Who speaks.
    pub speaker: Source,
    /// The words that name the speaker in the cue clause.
    pub speaker_mention: Option<Span>,
    /// Who is spoken to, by entity index.
    pub addressee: Option<usize>,
    /// Medium or agency that passed the words on ("cité par son site"): entity if known, and its words.
    pub via: Option<(Option<usize>, Span)>,
    /// The rule that found it, for `explain`.
    pub rule: &'static str,
    /// Confidence of the attribution, 0 to 1.
    pub confidence: f32,
}
