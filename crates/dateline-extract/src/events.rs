//! Puts events together: code, sides, stance, composition, attribution, date, place, magnitude.

mod aim;
mod compose;
mod context;
mod details;
mod joint;
mod spoken;

use crate::acts::{self, Act, Sides};
use crate::cast::Cast;
use crate::dates;
use crate::matcher::Found;
use crate::merge;
use crate::stance::{Stance, stance};
use crate::tree::Tree;
use dateline_pack::{Code, Entry, Ontology, Pack, Pos};
use dateline_types::{
    Attribution, Event, Participant, Quantity, Quote, Report, Source, Status, Tense, TimeExpr, Upos,
};
use details::{confidence, magnitude, place};

/// What the stages before found, on which events are built.
pub struct Ground<'a> {
    /// The report.
    pub report: &'a Report,
    /// Its analysis.
    pub tree: &'a Tree<'a>,
    /// The pack of its language.
    pub pack: &'a Pack,
    /// The codes.
    pub ontology: &'a Ontology,
    /// Quotes, in text order.
    pub quotes: &'a [Quote],
    /// Time expressions, in text order.
    pub times: &'a [TimeExpr],
    /// Quantities, in text order.
    pub quantities: &'a [Quantity],
}

/// All events of a report, in text order; `cast` may grow by participants that were no mentions before.
#[must_use]
pub fn events(ground: &Ground<'_>, cast: &mut Cast, found: &[Found]) -> Vec<Event> {
    let text = &ground.report.text;
    let chosen = acts::choose(ground.tree, ground.pack, cast, text, found);
    let mut sides: Vec<Sides> = chosen
        .iter()
        .map(|act| {
            let entry = &ground.pack.acts.entries[act.found.entry as usize];
            let mut sides = acts::sides(ground.tree, ground.pack, cast, text, &act.found, entry);
            ground.speaking(cast, act, entry, &mut sides);
            ground.speech_pronouns(cast, act, entry, &mut sides);
            sides
        })
        .collect();
    let joined = joint::carriers(ground, &chosen);
    for &(verb, noun) in &joined {
        joint::share(&mut sides, verb, noun);
    }
    let mut builder = Builder {
        ground,
        cast,
        acts: &chosen,
        sides,
        events: Vec::new(),
        of: Vec::new(),
        linked: Vec::new(),
    };
    builder.of = vec![Vec::new(); chosen.len()];
    builder.linked = vec![false; chosen.len()];
    for act in &chosen {
        for &i in &act.inner {
            builder.linked[i] = true;
        }
    }
    for i in 0..chosen.len() {
        builder.build(i, 0);
    }
    builder.obligations();
    builder.no_casualties();
    let of = builder.of;
    let mut events = builder.events;
    let pairs = joint::settle(&mut events, &joined, &of, ground.ontology);
    let merged = merge::merge(events, ground.tree, &pairs, ground.quantities);
    joint::without_repeats(merged)
}

impl Ground<'_> {
    fn entry(&self, act: &Act) -> &Entry {
        &self.pack.acts.entries[act.found.entry as usize]
    }

    /// The quotes that hold a token, innermost (shortest) first.
    fn quotes_around(&self, token: u32) -> Vec<usize> {
        let span = self.tree.token(token).span;
        let mut holding: Vec<(u32, usize)> = Vec::new();
        for (i, quote) in self.quotes.iter().enumerate() {
            let inside = quote.content.iter().any(|c| c.contains(span));
            let own_cue = quote.cue.as_ref().is_some_and(|c| c.token == token);
            if inside && !own_cue {
                let length = quote.content.iter().map(|c| c.end - c.start).sum();
                holding.push((length, i));
            }
        }
        holding.sort_unstable();
        holding.into_iter().map(|(_, i)| i).collect()
    }

    pub(crate) fn attribution(&self, token: u32, unverified: bool) -> Vec<Attribution> {
        let mut chain: Vec<Attribution> = Vec::new();
        for i in self.quotes_around(token) {
            let quote = &self.quotes[i];
            let same = |a: &Attribution| {
                a.source == quote.speaker || a.cue.is_some() && a.cue == quote.cue.as_ref().map(|c| c.span)
            };
            if chain.iter().any(same) {
                continue;
            }
            chain.push(Attribution {
                source: quote.speaker,
                via: quote.via.and_then(|(e, _)| e),
                cue: quote.cue.as_ref().map(|c| c.span),
                quote: Some(i),
            });
        }
        if chain.is_empty() {
            let source = if unverified { Source::Unnamed } else { Source::Narrator };
            chain.push(Attribution { source, via: None, cue: None, quote: None });
        }
        chain
    }

    /// A verb that introduces speech and is an act itself has the speaker for its actor: "..., a mis en garde Mme Kallas".
    fn speaking(&self, cast: &Cast, act: &Act, entry: &Entry, sides: &mut Sides) {
        if entry.pos != Pos::Verb || !entry.frame.actor.contains(&dateline_pack::Slot::Subject) {
            return;
        }
        let token = act.found.token;
        let introduced = self
            .quotes
            .iter()
            .find(|q| q.cue.as_ref().is_some_and(|c| c.token == token) && q.speaker_mention.is_some());
        let Some(Quote { speaker: Source::Entity(speaker), speaker_mention, .. }) = introduced else {
            return;
        };
        // Only a speaker behind the verb: one before it is its subject already.
        let behind = speaker_mention.is_some_and(|m| m.start > self.tree.token(token).span.start);
        if !behind || sides.actors.iter().any(|a| a.entity == *speaker) {
            return;
        }
        sides.recipients.retain(|r| r.entity != *speaker);
        sides.actors = vec![Participant {
            entity: *speaker,
            mention: *speaker_mention,
            code: cast.entities[*speaker].code.clone(),
            rule: "speaker".into(),
        }];
    }

    /// "Nous", "vous" and "notre" in speech are the speaker and the one spoken to.
    fn speech_pronouns(&self, cast: &Cast, act: &Act, entry: &Entry, sides: &mut Sides) {
        let token = act.found.token;
        let around = self.quotes_around(token);
        let Some(&quote) = around.first() else { return };
        let quote = &self.quotes[quote];
        let set = |slots: &[dateline_pack::Slot], list: &mut Vec<Participant>| {
            if !list.is_empty() {
                return;
            }
            for slot in slots {
                let Some((t, _)) =
                    crate::matcher::fill(self.tree, &self.pack.manifest, &act.found, entry, slot)
                else {
                    continue;
                };
                let word = self.tree.token(t);
                if word.upos != Upos::Pron && word.upos != Upos::Det {
                    continue;
                }
                let entity = match word.feat("Person") {
                    Some("1") => match quote.speaker {
                        Source::Entity(e) => Some(e),
                        _ => None,
                    },
                    Some("2") => quote.addressee,
                    _ => None,
                };
                if let Some(entity) = entity {
                    list.push(Participant {
                        entity,
                        mention: Some(word.span),
                        code: cast.entities[entity].code.clone(),
                        rule: "pronoun of speech".into(),
                    });
                    return;
                }
            }
        };
        set(&entry.frame.actor, &mut sides.actors);
        set(&entry.frame.recipient, &mut sides.recipients);
    }
}

struct Builder<'g, 'a> {
    ground: &'g Ground<'a>,
    cast: &'g mut Cast,
    acts: &'g [Act],
    sides: Vec<Sides>,
    events: Vec<Event>,
    /// Events already built for each act.
    of: Vec<Vec<usize>>,
    /// Whether an operator acts on the act.
    linked: Vec<bool>,
}

impl Builder<'_, '_> {
    /// Builds the events of one act (and of the acts it acts on) once; returns their indices.
    fn build(&mut self, i: usize, depth: u8) -> Vec<usize> {
        if !self.of[i].is_empty() || depth > 6 {
            return self.of[i].clone();
        }
        // An act under an operator is built by the operator.
        if depth == 0 && self.linked[i] {
            return Vec::new();
        }
        let act = &self.acts[i];
        let entry = self.ground.entry(act);
        let made = match (&entry.operator, act.inner.is_empty()) {
            (Some(operator), false) => self.compose(i, operator.clone(), depth),
            (operator, _) => {
                let code = entry.code.clone().or_else(|| self.uncoded(i, operator.as_deref()?));
                code.and_then(|code| self.simple(i, code)).into_iter().collect()
            }
        };
        self.of[i].clone_from(&made);
        made
    }

    /// The code of a speech act whose content is a clause that no entry codes: "promised to hold elections". Who promises,
    /// threatens or refuses must be known by country or office; so must be who is asked or accused where nobody is named
    /// who asks.
    fn uncoded(&self, i: usize, operator: &str) -> Option<Code> {
        let ground = self.ground;
        let act = &self.acts[i];
        let entry = ground.entry(act);
        let kind = ground.ontology.operator(operator).filter(|o| o.speech && entry.pos == Pos::Verb)?;
        let known = |p: &Participant| {
            let e = &self.cast.entities[p.entity];
            e.country.is_some() || e.sector.as_deref().is_some_and(|s| s != "CVL")
        };
        let sides = &self.sides[i];
        let someone = sides.actors.iter().any(known)
            || kind.object_control && !sides.recipients.is_empty() && ground.tree.is_passive(act.found.token);
        let clause = acts::governs_clause(ground.tree, ground.pack, &act.found, entry);
        (someone && clause)
            .then(|| ground.ontology.compose(operator, &Code::default()))
            .flatten()
            .and_then(|row| row.code.clone())
    }

    /// The event of a plain trigger, or of an operator without inner act.
    fn simple(&mut self, i: usize, code: Code) -> Option<usize> {
        let event = self.event(i, code)?;
        self.events.push(event);
        Some(self.events.len() - 1)
    }

    fn event(&mut self, i: usize, code: Code) -> Option<Event> {
        let ground = self.ground;
        let act = &self.acts[i];
        let entry = ground.entry(act);
        let token = act.found.token;
        let stance = stance(ground.tree, ground.pack, token);
        let mut sides = self.sides[i].clone();
        if let Some(operator) = entry.operator.as_ref().and_then(|o| ground.ontology.operator(o))
            && sides.recipients.is_empty()
        {
            let (tree, pack, text) = (ground.tree, ground.pack, &ground.report.text);
            let control = operator.object_control;
            // Who is named in a promise that nothing codes need not be the one it is made to: "promised to punish the killers".
            let friendly = code.kind.as_deref().and_then(|k| ground.ontology.quad(k)) == Some(1);
            if control || entry.code.is_some() || !friendly {
                sides.recipients =
                    acts::concerned(tree, pack, self.cast, text, &act.found, entry, control, &sides.actors);
            }
        }
        let kind = code.kind.as_deref().unwrap_or("");
        if sides.recipients.is_empty() && ground.ontology.is_aimed(kind) {
            sides.recipients = ground.aimed_at(self.cast, token, &sides.actors);
        }
        let full = context::is_full(&sides, ground.ontology.stands_alone(kind));
        if !self.linked[i] && ground.is_context(self.acts, i, full) {
            return None;
        }
        let attribution = ground.attribution(token, stance.unverified);
        let mut code = code;
        // What an act is for is told with it: "demonstrated to demand reforms", "will visit to mediate".
        if stance.why == "purpose" && !self.linked[i] && self.serves(token) {
            return None;
        }
        if entry.conditions.alleged {
            (code, sides) = self.alleged(&attribution, code, sides)?;
        }
        let missing = entry.conditions.need_recipient && sides.recipients.is_empty();
        if entry.conditions.need_actor && sides.actors.is_empty()
            || missing && !self.may_lack_recipient(&code, stance, &sides)
        {
            return None;
        }
        let mut event = self.draft(i, &code, sides, stance, attribution);
        if let Some(status) = entry.conditions.status {
            event.status = status;
        }
        if event.status == Status::Asserted {
            // An act of promising, threatening or demanding: what it is about is promised, threatened, demanded.
            let row = entry.operator.as_ref().and_then(|o| ground.ontology.compose(o, &Code::default()));
            let plain = event.kind.as_deref().map_or(Status::Asserted, |k| ground.ontology.plain_status(k));
            event.status = row.map_or(plain, |r| r.status);
        }
        // What an operator acts on is made a promise or threat by the operator.
        if !self.linked[i] {
            self.future(&mut event, stance);
        }
        self.unwilling(&mut event, stance);
        // An entry that asks for an actor and for no recipient is sure of its sense without one.
        let sure = entry.conditions.need_actor && !entry.conditions.need_recipient && entry.pos == Pos::Verb;
        self.complete(event, sure)
    }

    /// Whether an act stands without the recipient that its entry asks for: help to come is a promise, which needs none.
    fn may_lack_recipient(&self, code: &Code, stance: Stance, sides: &Sides) -> bool {
        let needs = code.kind.as_deref().is_some_and(|k| self.ground.ontology.needs_recipient(k));
        let state = |p: &Participant| self.cast.entities[p.entity].country.is_some();
        let row = self.ground.ontology.compose("future", code);
        let becomes = row.and_then(|r| r.code.as_ref()).is_some_and(|c| c.kind != code.kind);
        needs && becomes && stance.tense == Tense::Future && sides.actors.iter().any(state)
    }

    /// An act that its own side says will not happen is refused: "Syria says it will not accept any more refugees".
    fn unwilling(&self, event: &mut Event, stance: Stance) {
        let told = match event.attribution[0].source {
            Source::Entity(speaker) => {
                let country = &self.cast.entities[speaker].country;
                event.actors.iter().any(|a| {
                    a.entity == speaker
                        || country.is_some() && self.cast.entities[a.entity].country == *country
                })
            }
            _ => false,
        };
        let ahead = stance.tense == Tense::Future || stance.conditional;
        if !told || !ahead || event.status != Status::Denied || !matches!(event.quad_class, Some(1 | 2)) {
            return;
        }
        let code = code_of(event);
        if let Some(row) = self.ground.ontology.compose("refuse", &code)
            && let Some(outer) = &row.code
        {
            recode(event, outer, self.ground.ontology);
            event.rule.push_str(&format!(" + refuse ({})", row.rule));
            event.status = row.status;
        }
    }

    /// Whether the verb over a purpose clause names an act of its own.
    fn serves(&self, token: u32) -> bool {
        let tree = self.ground.tree;
        let over = tree.ancestors(token).take(3).take_while(|&a| a != token);
        let over: Vec<u32> = over.collect();
        self.acts.iter().any(|a| {
            let event = a.operator || self.ground.entry(a).code.is_some();
            event && a.found.words.iter().any(|w| over.contains(w)) && a.found.token != token
        })
    }

    /// Words of misdeed are an accusation when somebody else says them of the actor; otherwise nothing.
    fn alleged(&self, chain: &[Attribution], code: Code, sides: Sides) -> Option<(Code, Sides)> {
        let Source::Entity(speaker) = chain.first()?.source else { return None };
        let accused = sides.actors;
        let country = &self.cast.entities[speaker].country;
        let other = accused.iter().any(|a| {
            a.entity != speaker && (country.is_none() || self.cast.entities[a.entity].country != *country)
        });
        if !other {
            return None;
        }
        let quote = chain.first()?.quote.map(|q| &self.ground.quotes[q]);
        let actor = Participant {
            entity: speaker,
            mention: quote.and_then(|q| q.speaker_mention),
            code: self.cast.entities[speaker].code.clone(),
            rule: "speaker of the allegation".into(),
        };
        Some((code, Sides { actors: vec![actor], recipients: accused }))
    }

    /// An act still to come: cooperation becomes agreement, a side's own announced violence a threat.
    fn future(&self, event: &mut Event, stance: Stance) {
        if stance.tense != Tense::Future || !matches!(event.status, Status::Asserted | Status::Hypothetical) {
            return;
        }
        let told = matches!(event.attribution[0].source, Source::Entity(_));
        let speaks_for_actor = match event.attribution[0].source {
            Source::Entity(speaker) => {
                let country = &self.cast.entities[speaker].country;
                event.actors.iter().any(|a| {
                    a.entity == speaker
                        || country.is_some() && self.cast.entities[a.entity].country == *country
                })
            }
            _ => false,
        };
        if stance.conditional && !told
            || matches!(stance.why, "hypothesis" | "question" | "modal verb" | "purpose")
        {
            return;
        }
        let hostile = event.quad_class == Some(4);
        let operator = if hostile && speaks_for_actor { "threaten" } else { "future" };
        let code = code_of(event);
        if let Some(row) = self.ground.ontology.compose(operator, &code) {
            if let Some(outer) = &row.code {
                recode(event, outer, self.ground.ontology);
                event.rule.push_str(&format!(" + {operator} ({})", row.rule));
            }
            event.status = row.status;
        }
    }

    fn draft(
        &mut self,
        i: usize,
        code: &Code,
        sides: Sides,
        stance: Stance,
        attribution: Vec<Attribution>,
    ) -> Event {
        let ground = self.ground;
        let act = &self.acts[i];
        let entry = ground.entry(act);
        let token = act.found.token;
        let first = act.found.words[0];
        let last = act.found.words[act.found.words.len() - 1];
        let mut event = Event {
            sentence: ground.tree.sentence(token),
            trigger: vec![ground.tree.analysis.span(first..last + 1)],
            token,
            kind: None,
            mode: None,
            contexts: Vec::new(),
            cameo: None,
            quad_class: None,
            goldstein: None,
            symmetric: entry.frame.symmetric,
            actors: sides.actors,
            recipients: sides.recipients,
            status: stance.status,
            tense: stance.tense,
            background: stance.background,
            date: dates::event_date(ground, token, &stance, stance.status),
            place: place(ground, self.cast, token),
            magnitude: Vec::new(),
            attribution,
            inner: None,
            rule: entry.rule.clone(),
            confidence: 0.0,
        };
        recode(&mut event, code, ground.ontology);
        event.magnitude = magnitude(ground, &event);
        let score = confidence(self.cast, &event, stance, entry);
        event.confidence = (ground.pack.calibration.of(score) * 100.0).round() / 100.0;
        event
    }

    /// Lets an event stand only if somebody takes part in it as the ontology asks. `sure` entries need no recipient.
    fn complete(&self, event: Event, sure: bool) -> Option<Event> {
        let kind = event.kind.as_deref().unwrap_or("");
        let needs = !sure && self.ground.ontology.needs_recipient(kind) && event.recipients.is_empty();
        let nobody = event.actors.is_empty() && event.recipients.is_empty();
        let alone = nobody && self.ground.ontology.stands_alone(kind) && event.status == Status::Asserted;
        (!needs && (!nobody || alone)).then_some(event)
    }
}

fn code_of(event: &Event) -> Code {
    Code {
        kind: event.kind.clone(),
        mode: event.mode.clone(),
        cameo: event.cameo.clone(),
        contexts: event.contexts.clone(),
    }
}

fn recode(event: &mut Event, code: &Code, ontology: &Ontology) {
    event.kind.clone_from(&code.kind);
    event.mode.clone_from(&code.mode);
    event.cameo.clone_from(&code.cameo);
    if !code.contexts.is_empty() || event.contexts.is_empty() {
        event.contexts.clone_from(&code.contexts);
    }
    event.quad_class = code.kind.as_deref().and_then(|k| ontology.quad(k));
    event.goldstein = code.cameo.as_deref().and_then(|c| ontology.goldstein(c));
}
