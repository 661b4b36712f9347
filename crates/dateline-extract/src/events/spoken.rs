//! Acts that are done by saying something no entry names: asking by "must", denying that anybody was hurt.

use super::{Builder, code_of, recode};
use crate::cast::Things;
use crate::dates;
use crate::stance::{Stance, stance};
use dateline_pack::Code;
use dateline_types::{
    Attribution, Event, Participant, Quantity, QuantityKind, Quote, QuoteKind, Source, Span, Status,
};

/// What is said, before it becomes an event.
struct Said<'q> {
    /// The quote, by index and value, and who speaks it.
    quote: (usize, &'q Quote, usize),
    /// The words, and the one that dates and places them.
    words: Vec<Span>,
    token: u32,
    code: Code,
    recipients: Vec<Participant>,
    status: Status,
    stance: Stance,
    inner: Option<usize>,
    rule: String,
}

impl Builder<'_, '_> {
    /// Who says that somebody else must do something asks it of him: "Moscow said Kyiv must withdraw its troops".
    pub(super) fn obligations(&mut self) {
        let ground = self.ground;
        let (tree, pack, text) = (ground.tree, ground.pack, &ground.report.text);
        let must = |t: u32| pack.factuality.has("obligation", &tree.lemma(t));
        for (i, quote) in ground.quotes.iter().enumerate() {
            let Source::Entity(speaker) = quote.speaker else { continue };
            let tokens = quote.content.iter().flat_map(|c| tree.analysis.tokens_in(*c));
            for modal in tokens.filter(|&t| must(t)).collect::<Vec<_>>() {
                // The modal helps its verb, or governs it.
                let helped = tree.head(modal).filter(|_| tree.token(modal).is("aux"));
                let verb = helped.or_else(|| tree.with(modal, "xcomp").find(|&c| tree.is_verbal(c)));
                let Some(verb) = verb else { continue };
                let Some((subject, _)) = tree.subject(if helped.is_some() { verb } else { modal }) else {
                    continue;
                };
                let told = stance(tree, pack, verb);
                let negated =
                    told.status == Status::Denied || stance(tree, pack, modal).status == Status::Denied;
                let mut asked = self.cast.participants(tree, text, subject, "who must", Things::None);
                asked.retain(|p| p.entity != speaker && self.may_be_asked(speaker, p.entity));
                let covered = |e: &Event| e.token == verb || e.token == modal;
                let outer = self.events.iter().any(|e| covered(e) && e.kind.as_deref() == Some("REQUEST"));
                if asked.is_empty() || outer || negated {
                    continue;
                }
                let inner = self.events.iter().position(covered);
                let act = inner.map(|e| code_of(&self.events[e])).unwrap_or_default();
                let Some(row) = ground.ontology.compose("demand", &act) else { continue };
                let Some(code) = row.code.clone() else { continue };
                let rule = format!("factuality.toml obligation “{}” ({})", tree.lemma(modal), row.rule);
                let said = Said {
                    quote: (i, quote, speaker),
                    words: vec![tree.token(modal).span, tree.token(verb).span],
                    token: verb,
                    code,
                    recipients: asked,
                    status: row.status,
                    stance: told,
                    inner,
                    rule,
                };
                if let Some(e) = inner {
                    self.events[e].status = Status::Demanded;
                }
                self.say(said);
            }
        }
    }

    /// Whether a speaker's "must" asks something of an entity: of other states and their forces, not of people at large.
    fn may_be_asked(&self, speaker: usize, entity: usize) -> bool {
        let (home, e) = (&self.cast.entities[speaker].country, &self.cast.entities[entity]);
        let own = home.is_some() && e.country == *home;
        self.cast.acts(entity) && !own && e.sector.as_deref() != Some("CVL")
    }

    /// Who tells that an act had no victims makes a statement of the kind that denies: CAMEO 010, about the act.
    pub(super) fn no_casualties(&mut self) {
        let ground = self.ground;
        for (i, quote) in ground.quotes.iter().enumerate() {
            let (Source::Entity(speaker), Some(cue)) = (quote.speaker, &quote.cue) else { continue };
            let inside = |span: Span| quote.content.iter().any(|c| c.contains(span));
            let none = |q: &Quantity| {
                let casualties =
                    matches!(q.kind, QuantityKind::Killed | QuantityKind::Injured | QuantityKind::Missing);
                q.negated && casualties && inside(q.span)
            };
            let taken = self.acts.iter().any(|a| a.found.token == cue.token);
            if !ground.quantities.iter().any(none) || taken || quote.kind == QuoteKind::Direct {
                continue;
            }
            let inner = (0..self.events.len()).find(|&e| {
                self.events[e].kind.is_some() && self.events[e].trigger.iter().any(|t| inside(*t))
            });
            self.say(Said {
                quote: (i, quote, speaker),
                words: vec![cue.span],
                token: cue.token,
                code: Code { cameo: Some("010".to_owned()), ..Code::default() },
                recipients: Vec::new(),
                status: Status::Asserted,
                stance: stance(ground.tree, ground.pack, cue.token),
                inner,
                rule: format!("statement of no victims (cue “{}”)", cue.lemma),
            });
        }
    }

    /// Adds the event of the speaker; whoever reports his words is its source.
    fn say(&mut self, said: Said<'_>) {
        let ground = self.ground;
        let (index, quote, speaker) = said.quote;
        let mut attribution = ground.attribution(said.token, false);
        attribution.retain(|a| a.quote != Some(index));
        if attribution.is_empty() {
            attribution.push(Attribution { source: Source::Narrator, via: None, cue: None, quote: None });
        }
        let actor = Participant {
            entity: speaker,
            mention: quote.speaker_mention,
            code: self.cast.entities[speaker].code.clone(),
            rule: "speaker".into(),
        };
        let mut event = Event {
            sentence: ground.tree.sentence(said.token),
            trigger: said.words,
            token: said.token,
            kind: None,
            mode: None,
            contexts: Vec::new(),
            cameo: None,
            quad_class: None,
            goldstein: None,
            symmetric: false,
            actors: vec![actor],
            recipients: said.recipients,
            status: said.status,
            tense: said.stance.tense,
            background: said.stance.background,
            date: dates::event_date(ground, said.token, &said.stance, said.status),
            place: None,
            magnitude: Vec::new(),
            attribution,
            inner: said.inner,
            rule: said.rule,
            confidence: 0.6,
        };
        recode(&mut event, &said.code, ground.ontology);
        self.events.push(event);
    }
}
