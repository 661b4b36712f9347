//! The keyword baseline: what a coder without syntax would find, to set the figures of the real one against.
//!
//! Every word that heads a one-word entry is an event of that entry's code; the nearest mention before it in the sentence
//! acts, the nearest behind it is acted on; all is asserted by the narrator on the report's date.

use crate::Extractor;
use crate::mentions;
use dateline_pack::EntryKind;
use dateline_types::{
    Analysis, Attribution, Event, EventDate, Extraction, Mention, Participant, Report, Source, Status, Tense,
};

impl Extractor<'_> {
    /// Entities and events of the baseline; nothing else.
    #[must_use]
    pub fn baseline(&self, report: &Report, analysis: &Analysis) -> Extraction {
        let (entities, mentions) = mentions::mentions(report, analysis, self.pack, self.kb, self.ontology);
        let mut events = Vec::new();
        for (s, sentence) in analysis.sentences.iter().enumerate() {
            for token in sentence.clone() {
                let t = &analysis.tokens[token as usize];
                let entries = self.pack.acts.with_head(&t.lemma.to_lowercase());
                let plain = entries
                    .iter()
                    .map(|&e| &self.pack.acts.entries[e as usize])
                    .find(|e| e.words.len() == 1 && e.kind == EntryKind::Trigger && e.code.is_some());
                let Some((entry, code)) = plain.and_then(|e| Some((e, e.code.clone()?))) else { continue };
                let here = |m: &&Mention| sentence.contains(&m.head) && !m.locative;
                let before = mentions.iter().filter(here).filter(|m| m.head < token).max_by_key(|m| m.head);
                let behind = mentions.iter().filter(here).filter(|m| m.head > token).min_by_key(|m| m.head);
                let side = |m: Option<&Mention>| -> Vec<Participant> {
                    m.map(|m| Participant {
                        entity: m.entity,
                        mention: Some(m.span),
                        code: entities[m.entity].code.clone(),
                        rule: "nearest mention".into(),
                    })
                    .into_iter()
                    .collect()
                };
                let (actors, recipients) = (side(before), side(behind));
                if actors.is_empty() && recipients.is_empty() {
                    continue;
                }
                events.push(Event {
                    sentence: s,
                    trigger: vec![t.span],
                    token,
                    quad_class: code.kind.as_deref().and_then(|k| self.ontology.quad(k)),
                    goldstein: code.cameo.as_deref().and_then(|c| self.ontology.goldstein(c)),
                    kind: code.kind,
                    mode: code.mode,
                    contexts: code.contexts,
                    cameo: code.cameo,
                    symmetric: entry.frame.symmetric,
                    actors,
                    recipients,
                    status: Status::Asserted,
                    tense: Tense::Past,
                    background: false,
                    date: EventDate {
                        edtf: report.published.value.clone(),
                        days: report.published.days,
                        basis: dateline_types::DateBasis::Published,
                    },
                    place: None,
                    magnitude: Vec::new(),
                    attribution: vec![Attribution {
                        source: Source::Narrator,
                        via: None,
                        cue: None,
                        quote: None,
                    }],
                    inner: None,
                    rule: format!("keyword {}", entry.rule),
                    confidence: 0.3,
                });
            }
        }
        Extraction { entities, mentions, events, ..Extraction::default() }
    }
}
