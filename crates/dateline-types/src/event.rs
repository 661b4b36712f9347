//! Events: who did what to whom, when, where, how real, and according to whom.

use crate::quote::Source;
use crate::span::Span;
use crate::time::Days;

/// How real the report makes an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Status {
    Asserted,
    Denied,
    Promised,
    Threatened,
    Demanded,
    Hypothetical,
}

impl Status {
    /// All values with their names as written in records, packs and gold.
    pub const ALL: [(&'static str, Status); 6] = [
        ("asserted", Status::Asserted),
        ("denied", Status::Denied),
        ("promised", Status::Promised),
        ("threatened", Status::Threatened),
        ("demanded", Status::Demanded),
        ("hypothetical", Status::Hypothetical),
    ];

    /// Lower-case name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Status::ALL.iter().find(|(_, s)| *s == self).map_or("asserted", |(n, _)| *n)
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Status> {
        Status::ALL.iter().find(|(n, _)| *n == name).map(|(_, s)| *s)
    }
}

/// When the event happens as seen from the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Tense {
    Past,
    Present,
    Future,
}

impl Tense {
    /// Lower-case name, as written in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Tense::Past => "past",
            Tense::Present => "present",
            Tense::Future => "future",
        }
    }
}

/// An entity that takes part in an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Participant {
    /// Index of the entity.
    pub entity: usize,
    /// The words that name it here; `None` when it is implied.
    pub mention: Option<Span>,
    /// CAMEO actor code in this event ("USAMIL").
    pub code: Option<String>,
    /// The syntactic reason, for `explain` (`nsubj`, `passive agent`, `complement with “de”`).
    pub rule: String,
}

/// One link of the chain that says who tells of an event, innermost first.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Who says so.
    pub source: Source,
    /// Medium or agency that passed it on, by entity index.
    pub via: Option<usize>,
    /// The cue's words.
    pub cue: Option<Span>,
    /// Index of the quote the event stands in.
    pub quote: Option<usize>,
}

/// The event's date and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventDate {
    /// EDTF value ("2020-01", "../2020-07"); `None` when nothing is known.
    pub edtf: Option<String>,
    /// The days it may mean.
    pub days: Days,
    /// What it rests on.
    pub basis: DateBasis,
}

/// What an event's date rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateBasis {
    /// A time expression, by index.
    Time(usize),
    /// The report's own date.
    Published,
    /// Nothing.
    #[default]
    None,
}

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Index of the sentence of its main trigger.
    pub sentence: usize,
    /// The words that name the act, best first.
    pub trigger: Vec<Span>,
    /// Main token of the first trigger.
    pub token: u32,
    /// PLOVER type ("ASSAULT"); `None` for CAMEO 01x acts.
    pub kind: Option<String>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts, sorted.
    pub contexts: Vec<String>,
    /// CAMEO code (a string: 010 is not 10).
    pub cameo: Option<String>,
    /// Quad class 1 to 4; `None` for type-less acts.
    pub quad_class: Option<u8>,
    /// Goldstein value of the CAMEO code.
    pub goldstein: Option<f32>,
    /// Who acts.
    pub actors: Vec<Participant>,
    /// Who is acted on.
    pub recipients: Vec<Participant>,
    /// Whether the two sides may be swapped (meetings, clashes).
    pub symmetric: bool,
    /// How real it is.
    pub status: Status,
    /// When, seen from the report.
    pub tense: Tense,
    /// An older event the report recalls.
    pub background: bool,
    /// The event's date.
    pub date: EventDate,
    /// Where: entity index.
    pub place: Option<usize>,
    /// Indices of quantities that measure it.
    pub magnitude: Vec<usize>,
    /// Who says so, innermost first; never empty (the narrator if nobody else).
    pub attribution: Vec<Attribution>,
    /// The act that is promised, threatened, demanded, denied: index of that event.
    pub inner: Option<usize>,
    /// Pack file and entry that fired, with the composition row if one did.
    pub rule: String,
    /// Confidence, 0 to 1.
    pub confidence: f32,
}
