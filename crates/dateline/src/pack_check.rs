//! Runs the test sentences of a pack through the whole chain.

use crate::{Coded, Coder};
use dateline_pack::{Entry, EntryKind, TestSentence};
use dateline_types::{Event, Participant, Published, Report, Source, Span};

/// One test sentence that did not come out as its entry says.
#[derive(Clone, Debug)]
pub struct PackFailure {
    /// File and line with the entry ("triggers/assault.tsv:12 tuer").
    pub rule: String,
    /// The sentence.
    pub sentence: String,
    /// What came out instead.
    pub found: String,
}

/// The outcome of all test sentences of a pack.
#[derive(Clone, Debug, Default)]
pub struct PackCheck {
    /// Entries in the pack.
    pub entries: usize,
    /// Entries without any test sentence.
    pub untested: Vec<String>,
    /// Sentences run.
    pub sentences: usize,
    /// Sentences that failed.
    pub failures: Vec<PackFailure>,
}

/// Sentences coded in one go.
const BATCH: usize = 256;

/// Runs every test sentence of a language's pack; `None` when the coder does not know the language.
#[must_use]
pub fn check_pack(coder: &Coder, language: &str) -> Option<PackCheck> {
    let pack = coder.language(language)?.pack.clone();
    let mut out = PackCheck::default();
    let mut todo: Vec<(&Entry, &TestSentence)> = Vec::new();
    for entry in pack.acts.entries.iter().chain(&pack.cues.entries) {
        out.entries += 1;
        if entry.tests.is_empty() {
            out.untested.push(entry.rule.clone());
        }
        todo.extend(entry.tests.iter().map(|t| (entry, t)));
    }
    out.sentences = todo.len();
    for batch in todo.chunks(BATCH) {
        let reports: Vec<Report> = batch.iter().map(|(_, t)| sentence_report(&t.text, language)).collect();
        for ((entry, test), coded) in batch.iter().zip(coder.code_batch(&reports)) {
            if let Some(found) = judge(entry, test, &coded) {
                out.failures.push(PackFailure {
                    rule: entry.rule.clone(),
                    sentence: test.text.clone(),
                    found,
                });
            }
        }
    }
    Some(out)
}

fn sentence_report(text: &str, language: &str) -> Report {
    Report {
        id: String::new(),
        content_id: String::new(),
        url: None,
        publisher: None,
        title: None,
        language: Some(language.to_owned()),
        text: text.to_owned(),
        published: Published::unknown(),
        filed: None,
        paragraphs: vec![Span::new(0, text.len())],
        diagnostics: Vec::new(),
    }
}

/// What is wrong with the outcome; `None` when it is as the entry says.
fn judge(entry: &Entry, test: &TestSentence, coded: &Coded) -> Option<String> {
    let x = &coded.extraction;
    if entry.kind == EntryKind::Cue {
        let speaks = |wanted: Span| {
            x.quotes.iter().any(|q| match q.speaker {
                Source::Entity(e) => {
                    q.speaker_mention.is_some_and(|m| m.overlaps(wanted))
                        || x.mentions.iter().any(|m| m.entity == e && m.span.overlaps(wanted))
                }
                _ => q.speaker_mention.is_some_and(|m| m.overlaps(wanted)),
            })
        };
        return match test.negative {
            true => (!x.quotes.is_empty()).then(|| "a quote".to_owned()),
            false => (!test.actors.iter().all(|a| speaks(*a))).then(|| quotes(coded, &test.text)),
        };
    }
    let of_entry = |e: &&Event| e.rule.contains(&entry.rule);
    if test.negative {
        let kind = entry.code.as_ref().and_then(|c| c.kind.as_ref());
        let wrong: Vec<&Event> =
            x.events.iter().filter(|e| of_entry(e) || kind.is_some() && e.kind.as_ref() == kind).collect();
        return (!wrong.is_empty()).then(|| events(coded, &test.text));
    }
    let right = x.events.iter().any(|e| {
        let kind = entry.code.as_ref().map(|c| &c.kind);
        let fires = of_entry(&e) || kind == Some(&e.kind) && entry.conditions.status.is_none();
        fires
            && holds(&e.actors, &test.actors, coded, e.symmetric.then_some(&e.recipients))
            && holds(&e.recipients, &test.recipients, coded, e.symmetric.then_some(&e.actors))
    });
    (!right).then(|| events(coded, &test.text))
}

/// Whether every marked span names one of the side's entities.
fn holds(side: &[Participant], wanted: &[Span], coded: &Coded, other: Option<&Vec<Participant>>) -> bool {
    let x = &coded.extraction;
    wanted.iter().all(|w| {
        side.iter().chain(other.into_iter().flatten()).any(|p| {
            p.mention.is_some_and(|m| m.overlaps(*w))
                || x.mentions.iter().any(|m| m.entity == p.entity && m.span.overlaps(*w))
        })
    })
}

fn events(coded: &Coded, text: &str) -> String {
    let x = &coded.extraction;
    let side = |list: &[Participant]| {
        list.iter().map(|p| x.entities[p.entity].name.as_str()).collect::<Vec<_>>().join(" + ")
    };
    let all: Vec<String> = x
        .events
        .iter()
        .map(|e| {
            let words = e.trigger.first().map_or("", |t| t.of(text));
            let kind = e.kind.as_deref().unwrap_or("-");
            format!("{kind} `{words}` [{}] > [{}] ({})", side(&e.actors), side(&e.recipients), e.rule)
        })
        .collect();
    if all.is_empty() { "nothing".to_owned() } else { all.join("; ") }
}

fn quotes(coded: &Coded, text: &str) -> String {
    let x = &coded.extraction;
    let all: Vec<String> = x
        .quotes
        .iter()
        .map(|q| {
            let speaker = match q.speaker {
                Source::Entity(e) => x.entities[e].name.as_str(),
                _ => "unnamed",
            };
            format!("{speaker}: {}", q.content.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … "))
        })
        .collect();
    if all.is_empty() { "no quote".to_owned() } else { all.join("; ") }
}
