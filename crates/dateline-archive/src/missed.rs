//! Events that the coder missed: added by analysts, kept as corrections are.
//!
//! Such an event hangs on words of the report's text. It takes the next number of its report, so that its name lasts; it stands
//! in no list of coded events, but in corrected records and in gold.

use crate::archive::Archive;
use crate::body::{uid, unpack};
use crate::correction::{Kept, Verdict, signed};
use crate::db::values;
use crate::error::{ArchiveError, Result};
use crate::fix::{Fix, Snapshot, span};
use crate::salvage::NUMBER;
use dateline_record::{AttributionRecord, EventDateRecord, EventRecord, Record, SpanRecord};

/// Longest trigger, in code points.
const LONGEST: u32 = 200;

/// An event on its way into the archive.
#[derive(Clone, Debug, PartialEq)]
pub struct Missed {
    /// Key or id of the report.
    pub report: String,
    /// The words that tell of it: first code point, and the one behind the last.
    pub words: (u32, u32),
    /// What it is: at least its type or CAMEO code.
    pub fix: Fix,
    /// Who says so.
    pub author: String,
    /// When, RFC 3339 in UTC.
    pub made: String,
    /// Why.
    pub note: Option<String>,
}

impl Archive {
    /// Adds an event that the coder missed. Returns the number of the correction, and the event's lasting name.
    ///
    /// # Errors
    /// There is no such report, the event does not fit it or is there already ([`ArchiveError::Query`] names the mend), or the
    /// archive cannot be written.
    pub fn add_event(&mut self, missed: &Missed) -> Result<(i64, String)> {
        let (author, note) = signed(&missed.author, missed.note.as_deref())?;
        let tx = self.db.transaction()?;
        let found: Option<(i64, String, Vec<u8>, String)> = tx.first(
            "SELECT r.report, r.key, r.body, p.json FROM report r JOIN producer p ON p.producer = r.producer
             WHERE r.key = ?1 OR r.id = ?1 ORDER BY r.report LIMIT 1",
            values![&missed.report],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
        )?;
        let (report, key, body, producer) =
            found.ok_or_else(|| ArchiveError::Query(format!("there is no report `{}`", missed.report)))?;
        let record = unpack(&key, &body, &producer)?;
        let coded = missed.event(&record)?;
        let known = record.events.iter().any(|e| coded.is_of(e))
            || self
                .held(report)?
                .iter()
                .any(|r| r.added && r.verdict != Verdict::Wrong && coded.is_of(&r.coded.event));
        if known {
            return Err(ArchiveError::Query(
                "the report has an event of this type at these words already; correct that one".to_owned(),
            ));
        }
        let number: i64 = tx.one(NUMBER, values![report], |r| r.get(0))?;
        let kept = Kept {
            report,
            number,
            verdict: Verdict::Added,
            author,
            made: &missed.made,
            note,
            coded: &coded,
            fixed: None,
        };
        let row = kept.keep(&*tx)?;
        tx.commit()?;
        Ok((row, uid(&key, number)))
    }
}

impl Missed {
    /// The event, torn out of the record it would stand in.
    fn event(&self, record: &Record) -> Result<Snapshot> {
        let bad = |why: &str| Err(ArchiveError::Query(why.to_owned()));
        let says = |t: &Option<String>| t.as_deref().is_some_and(|t| !matches!(t.trim(), "" | "-"));
        if !says(&self.fix.kind) && !says(&self.fix.cameo) {
            return bad("type: say what was done, such as ASSAULT, or give a CAMEO code");
        }
        let (start, end) = self.words;
        let trigger: SpanRecord = span(record, start, end)?;
        if trigger.text.trim().is_empty() || end - start > LONGEST {
            return bad("words: 1 to 200 characters of the text that tell of the event");
        }
        let sentence = record.sentences.iter().position(|s| s.start <= start && start < s.end).unwrap_or(0);
        let base = EventRecord {
            id: "missed".to_owned(),
            sentence: u32::try_from(sentence).unwrap_or(0),
            trigger: vec![trigger],
            kind: None,
            mode: None,
            contexts: Vec::new(),
            cameo: None,
            quad_class: None,
            goldstein: None,
            actors: Vec::new(),
            recipients: Vec::new(),
            symmetric: false,
            status: "asserted".to_owned(),
            tense: "past".to_owned(),
            background: false,
            date: EventDateRecord { edtf: None, earliest: None, latest: None, basis: "none".to_owned() },
            place: None,
            magnitude: Vec::new(),
            attribution: vec![AttributionRecord {
                source: "NARRATOR".to_owned(),
                via: None,
                cue: None,
                quote: None,
            }],
            inner: None,
            rule: "analyst".to_owned(),
            confidence: 1.0,
        };
        self.fix.apply(record, &base)
    }
}

impl Snapshot {
    /// Whether an event is of the same type, at words that overlap with this one's.
    pub(crate) fn is_of(&self, event: &EventRecord) -> bool {
        let at = |e: &EventRecord| e.trigger.first().map(|t| (t.start, t.end));
        let meet = match (at(&self.event), at(event)) {
            (Some(a), Some(b)) => a.0 < b.1 && b.0 < a.1,
            _ => false,
        };
        meet && self.event.kind == event.kind
            && (self.event.kind.is_some() || self.event.cameo == event.cameo)
    }
}
