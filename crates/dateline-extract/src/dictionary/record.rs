//! What the dictionaries coded as entities, mentions and events of a report.
//!
//! Times, quantities, quotes and what an act's words say of its reality come from the language's pack all the same: the
//! dictionaries say nothing of them.

use super::outcome::{Coding, NULL, Side};
use super::{DictionaryCoder, DictionaryOptions};
use crate::cast::Cast;
use crate::events::Ground;
use crate::stance::stance;
use crate::{Extractor, Tree, claims, dates, quantities, quotes, times};
use dateline_types::{
    Analysis, Diagnostic, Entity, EntityKind, Event, Extraction, Mention, MentionForm, Participant, Report,
    Resolution, Severity,
};
use std::collections::BTreeMap;

/// Dictionaries tell no more than that a verb fits; nothing measures how sure that is.
const CONFIDENCE: f32 = 0.5;

impl Extractor<'_> {
    /// Runs all stages over one report, with dictionaries in place of the pack's entries and of the knowledge base's actors.
    #[must_use]
    pub fn extract_with(
        &self,
        report: &Report,
        analysis: &Analysis,
        coder: &DictionaryCoder,
        options: &DictionaryOptions,
    ) -> Extraction {
        let times = times::times(report, analysis, &self.pack.times, &self.pack.numbers);
        let tree = Tree::new(analysis, &self.pack.manifest).with_times(&times);
        let dictated = coder.dictate(report, &tree, &self.pack.manifest, options);
        let mut people = People { extractor: *self, by_key: BTreeMap::new(), entities: Vec::new() };
        let mut mentions = Vec::new();
        for side in &dictated.named {
            for entity in people.of(side) {
                mentions.push(mention(side, entity, &tree));
            }
        }
        mentions.sort_by_key(|m| (m.span, m.entity));
        let quantities =
            quantities::quantities(report, analysis, &mentions, &self.pack.quantities, &self.pack.numbers);
        let cast = Cast::new(people.entities.clone(), mentions.clone(), tree.len());
        let quotes = quotes::quotes(report, &tree, self.pack, self.ontology, &cast, &[]);
        let ground = Ground {
            report,
            tree: &tree,
            pack: self.pack,
            ontology: self.ontology,
            quotes: &quotes,
            times: &times,
            quantities: &quantities,
        };
        let mut events = Vec::new();
        for coding in &dictated.codings {
            let sides = [&coding.source, &coding.target].map(|s| people.participants(s, coding, options));
            let [source, target] = sides;
            let both = coding.mutual || coding.reverse.as_deref() == Some(coding.code.as_str());
            events.push(event(&ground, coding, &coding.code, (source.clone(), target.clone()), both));
            if let Some(reverse) = coding.reverse.as_deref().filter(|_| !both) {
                events.push(event(&ground, coding, reverse, (target, source), false));
            }
        }
        let claims = claims::claims(&ground, &events);
        let diagnostics = (dictated.dropped.iter())
            .map(|d| {
                let what = if d.story { "the report" } else { "a sentence" };
                let told = format!("the discard phrase {} dropped {what}; nothing in it was coded", d.phrase);
                Diagnostic::new("discarded", Severity::Note, told)
            })
            .collect();
        let entities = people.entities;
        Extraction { entities, mentions, times, quantities, quotes, events, claims, diagnostics }
    }
}

fn mention(side: &Side, entity: usize, tree: &Tree<'_>) -> Mention {
    let tokens = tree.analysis.tokens_in(side.span);
    Mention {
        span: side.span,
        head: side.head,
        tokens,
        form: if side.code.starts_with(NULL) { MentionForm::Nominal } else { MentionForm::Name },
        entity,
        locative: false,
        rule: "dictionary",
        confidence: CONFIDENCE,
    }
}

/// The entities of a report, one for each code; what no dictionary knows is an entity for each wording.
struct People<'a> {
    extractor: Extractor<'a>,
    by_key: BTreeMap<String, usize>,
    entities: Vec<Entity>,
}

impl People<'_> {
    /// The entities of a side: one for each of its codes.
    fn of(&mut self, side: &Side) -> Vec<usize> {
        side.code.split('/').map(|code| self.one(side, code)).collect()
    }

    fn one(&mut self, side: &Side, code: &str) -> usize {
        let known = code != NULL;
        let key = if known { code.to_owned() } else { format!("\"{}", side.words) };
        if let Some(&entity) = self.by_key.get(&key) {
            return entity;
        }
        let country = code
            .get(..3)
            .filter(|c| self.extractor.kb.by_id(c).is_some_and(|e| e.kind() == dateline_kb::KbKind::Country));
        let sector = (1..code.len() / 3)
            .filter_map(|i| code.get(3 * i..3 * i + 3))
            .find(|s| self.extractor.ontology.role_of_sector(s).is_some());
        let kind = match (known, code.starts_with(NULL), country, code.len()) {
            (true, false, Some(_), 3) => EntityKind::Country,
            (true, true, ..) => EntityKind::RoleGroup,
            _ => EntityKind::Other,
        };
        let resolution = match (known, code.starts_with(NULL)) {
            (true, false) => Resolution::Linked,
            (true, true) => Resolution::Generic,
            _ => Resolution::Unlinked,
        };
        let name =
            if side.entry.is_empty() || kind == EntityKind::RoleGroup { &side.words } else { &side.entry };
        self.entities.push(Entity {
            kind,
            name: name.clone(),
            kb: None,
            country: country.map(str::to_owned),
            sector: sector.map(str::to_owned),
            code: known.then(|| code.to_owned()),
            title: None,
            resolution,
            roles: Vec::new(),
            place: None,
            members: Vec::new(),
        });
        self.by_key.insert(key, self.entities.len() - 1);
        self.entities.len() - 1
    }

    fn participants(
        &mut self,
        sides: &[Side],
        coding: &Coding,
        options: &DictionaryOptions,
    ) -> Vec<Participant> {
        let mut all: Vec<Participant> = Vec::new();
        for side in sides.iter().filter(|s| s.code != NULL || !options.require_dyad) {
            for entity in self.of(side) {
                if all.iter().all(|p| p.entity != entity) {
                    all.push(Participant {
                        entity,
                        mention: Some(side.span),
                        code: self.entities[entity].code.clone(),
                        rule: format!("{} [{}]", side.entry, coding.code),
                    });
                }
            }
        }
        all
    }
}

fn event(
    ground: &Ground<'_>,
    coding: &Coding,
    code: &str,
    (actors, recipients): (Vec<Participant>, Vec<Participant>),
    symmetric: bool,
) -> Event {
    let stance = stance(ground.tree, ground.pack, coding.token);
    let plover = ground.ontology.plover_of(code);
    let kind = plover.map(|(kind, _)| kind.to_owned());
    Event {
        sentence: coding.sentence,
        trigger: vec![coding.trigger],
        token: coding.token,
        quad_class: kind.as_deref().and_then(|k| ground.ontology.quad(k)),
        goldstein: ground.ontology.goldstein(code),
        mode: plover.and_then(|(_, mode)| mode).map(str::to_owned),
        kind,
        contexts: Vec::new(),
        cameo: Some(code.to_owned()),
        actors,
        recipients,
        symmetric,
        status: stance.status,
        tense: stance.tense,
        background: stance.background,
        date: dates::event_date(ground, coding.token, &stance, stance.status),
        place: None,
        magnitude: Vec::new(),
        attribution: ground.attribution(coding.token, stance.unverified),
        inner: None,
        rule: coding.rule.clone(),
        confidence: CONFIDENCE,
    }
}
