//! Puts events together: code, sides, stance, composition, attribution, date, place, magnitude.

use crate::acts::{self, Act, Sides};
use crate::cast::Cast;
use crate::dates;
use crate::matcher::Found;
use crate::merge;
use crate::stance::{Stance, stance};
use crate::tree::Tree;
use dateline_pack::{Code, Entry, Ontology, Operator, Pack, Pos};
use dateline_types::{
    Attribution, EntityKind, Event, EventDate, Participant, Quantity, QuantityKind, Quote, QuoteKind, Report,
    Source, Span, Status, Tense, TimeExpr, Upos,
};

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
    let sides: Vec<Sides> = chosen
        .iter()
        .map(|act| {
            let entry = &ground.pack.acts.entries[act.found.entry as usize];
            let mut sides = acts::sides(ground.tree, ground.pack, cast, text, &act.found, entry);
            ground.speech_pronouns(cast, act, entry, &mut sides);
            sides
        })
        .collect();
    let mut sides = sides;
    let joined = carriers(ground, &chosen);
    for &(verb, noun) in &joined {
        share(&mut sides, verb, noun);
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
    let mut pairs = Vec::new();
    for (verb, noun) in joined {
        let (Some(&v), Some(&n)) = (of[verb].first(), of[noun].first()) else { continue };
        // The word that says more names the act: "air strike" before "killed", "beheaded" before "attack".
        let general = events[n].cameo.as_deref().is_some_and(|c| c.ends_with('0'));
        if !general && events[v].inner.is_none() && events[n].inner.is_none() {
            let code = code_of(&events[n]);
            let mode = events[v].mode.clone();
            recode(&mut events[v], &code, ground.ontology);
            events[v].mode = events[v].mode.clone().or(mode);
        }
        pairs.push((v, n));
    }
    let merged = merge::merge(events, ground.tree, &pairs, ground.quantities);
    without_repeats(merged)
}

/// Drops acts in which nobody takes part when the report tells one of their type before: "the riot" a riot again.
fn without_repeats(events: Vec<Event>) -> Vec<Event> {
    let nobody = |e: &Event| e.actors.is_empty() && e.recipients.is_empty();
    let keep: Vec<bool> = (0..events.len())
        .map(|i| {
            let e = &events[i];
            let told = |(j, o): (usize, &Event)| {
                j != i
                    && o.kind == e.kind
                    && (o.sentence < e.sentence || o.sentence == e.sentence && (!nobody(o) || j < i))
            };
            !(nobody(e) && events.iter().enumerate().any(told))
        })
        .collect();
    let place: Vec<usize> =
        keep.iter().scan(0, |n, k| Some(std::mem::replace(n, *n + usize::from(*k)))).collect();
    let mut kept: Vec<Event> = Vec::new();
    for (i, mut event) in events.into_iter().enumerate() {
        if keep[i] {
            event.inner = event.inner.filter(|n| keep[*n]).map(|n| place[n]);
            kept.push(event);
        }
    }
    kept
}

/// Verbs and the nouns of action that tell the same act with them, as pairs of acts: "an air strike killed 12", "were
/// killed in an attack by rebels".
fn carriers(ground: &Ground<'_>, acts: &[Act]) -> Vec<(usize, usize)> {
    let tree = ground.tree;
    let within = &ground.pack.manifest.within;
    let kind = |i: usize| ground.entry(&acts[i]).code.as_ref().and_then(|c| c.kind.clone());
    let mut pairs = Vec::new();
    for (v, act) in acts.iter().enumerate() {
        let verb = act.found.token;
        if act.operator {
            continue;
        }
        if !tree.is_verbal(verb) {
            let possessive = &ground.pack.manifest.possessive;
            let inner = acts.iter().position(|o| {
                let n = o.found.token;
                !o.operator
                    && tree.head(n) == Some(verb)
                    && !tree.is_verbal(n)
                    && tree.marked_by(n, possessive)
            });
            if let Some(n) = inner.filter(|&n| kind(v).is_some() && kind(v) == kind(n)) {
                pairs.push((v, n));
            }
            continue;
        }
        for (n, other) in acts.iter().enumerate() {
            let noun = other.found.token;
            let plain = !other.operator && !tree.is_verbal(noun) && kind(v).is_some() && kind(v) == kind(n);
            if !plain || tree.sentence(noun) != tree.sentence(verb) || pairs.iter().any(|(_, m)| *m == n) {
                continue;
            }
            let passive = tree.is_passive(verb);
            // "huelga de protesta", "cortaron la carretera en señal de protesta": a noun below the other, through nouns only.
            let through: Vec<u32> =
                tree.ancestors(noun).take(3).take_while(|&a| a == verb || !tree.is_verbal(a)).collect();
            let below = through.last() == Some(&verb) && through.len() > 1;
            let subject = !passive && tree.subject(verb).is_some_and(|(s, _)| s == noun);
            let circumstance = tree.head(noun) == Some(verb)
                && tree.token(noun).is("obl")
                && (within.iter().any(|w| tree.marked_by(noun, w))
                    || passive && ground.pack.manifest.agent.iter().any(|a| tree.marked_by(noun, a)));
            if subject || circumstance || below {
                pairs.push((v, n));
            }
        }
    }
    pairs
}

/// Gives each of two tellings of one act the sides that only the other knows.
fn share(sides: &mut [Sides], verb: usize, noun: usize) {
    let (v, n) = (sides[verb].clone(), sides[noun].clone());
    let free = |from: &[Participant], other: &[Participant]| -> Vec<Participant> {
        from.iter().filter(|p| !other.iter().any(|q| q.entity == p.entity)).cloned().collect()
    };
    if v.actors.is_empty() {
        sides[verb].actors = free(&n.actors, &v.recipients);
    }
    if v.recipients.is_empty() {
        sides[verb].recipients = free(&n.recipients, &sides[verb].actors);
    }
    sides[noun] = sides[verb].clone();
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

    fn attribution(&self, token: u32, unverified: bool) -> Vec<Attribution> {
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
            (Some(_), true) | (None, _) => match entry.code.clone() {
                Some(code) => self.simple(i, code).into_iter().collect(),
                None => Vec::new(),
            },
        };
        self.of[i].clone_from(&made);
        made
    }

    /// Who says that somebody else must do something asks it of him: "Moscow said Kyiv must withdraw its troops".
    fn obligations(&mut self) {
        let ground = self.ground;
        let tree = ground.tree;
        let must = |t: u32| ground.pack.factuality.has("obligation", &tree.lemma(t));
        for (i, quote) in ground.quotes.iter().enumerate() {
            let Source::Entity(speaker) = quote.speaker else { continue };
            let tokens = quote.content.iter().flat_map(|c| tree.analysis.tokens_in(*c));
            for modal in tokens.filter(|&t| must(t)).collect::<Vec<_>>() {
                // The modal helps its verb, or governs it.
                let helped = tree.head(modal).filter(|_| tree.token(modal).is("aux"));
                let verb = helped.or_else(|| tree.with(modal, "xcomp").find(|&c| tree.is_verbal(c)));
                let Some(verb) = verb else { continue };
                let negated = stance(tree, ground.pack, modal).status == Status::Denied
                    || stance(tree, ground.pack, verb).status == Status::Denied;
                let subject = if helped.is_some() { tree.subject(verb) } else { tree.subject(modal) };
                let Some((subject, _)) = subject else { continue };
                let text = &ground.report.text;
                let asked =
                    self.cast.participants(tree, text, subject, "who must", crate::cast::Things::None);
                let home = self.cast.entities[speaker].country.clone();
                let asked: Vec<Participant> = asked
                    .into_iter()
                    .filter(|p| {
                        let e = &self.cast.entities[p.entity];
                        let own = home.is_some() && e.country == home;
                        p.entity != speaker
                            && self.cast.acts(p.entity)
                            && !own
                            && e.sector.as_deref() != Some("CVL")
                    })
                    .collect();
                let covered = |e: &Event| e.token == verb || e.token == modal;
                let outer = self.events.iter().any(|e| covered(e) && e.kind.as_deref() == Some("REQUEST"));
                if asked.is_empty() || outer || negated {
                    continue;
                }
                let inner = self.events.iter().position(covered);
                let composed =
                    inner.and_then(|e| ground.ontology.compose("demand", &code_of(&self.events[e])).cloned());
                let plain = Code {
                    kind: Some("REQUEST".to_owned()),
                    cameo: Some("100".to_owned()),
                    ..Code::default()
                };
                let (code, rule) = match composed {
                    Some(row) => (row.code.clone().unwrap_or(plain), row.rule.clone()),
                    None => (plain, "demand".to_owned()),
                };
                let stance = stance(tree, ground.pack, verb);
                let actor = Participant {
                    entity: speaker,
                    mention: quote.speaker_mention,
                    code: self.cast.entities[speaker].code.clone(),
                    rule: "who says that they must".into(),
                };
                let mut event = Event {
                    sentence: tree.sentence(verb),
                    trigger: vec![tree.token(modal).span, tree.token(verb).span],
                    token: verb,
                    kind: None,
                    mode: None,
                    contexts: Vec::new(),
                    cameo: None,
                    quad_class: None,
                    goldstein: None,
                    symmetric: false,
                    actors: vec![actor],
                    recipients: asked,
                    status: Status::Demanded,
                    tense: Tense::Present,
                    background: false,
                    date: dates::event_date(ground, modal, &stance, Status::Demanded),
                    place: None,
                    magnitude: Vec::new(),
                    attribution: ground.attribution(verb, false),
                    inner,
                    rule: format!("factuality.toml obligation “{}” ({rule})", tree.lemma(modal)),
                    confidence: 0.6,
                };
                event.attribution.retain(|a| a.quote != Some(i));
                if event.attribution.is_empty() {
                    let source = Source::Narrator;
                    event.attribution.push(Attribution { source, via: None, cue: None, quote: None });
                }
                recode(&mut event, &code, ground.ontology);
                if let Some(e) = inner {
                    self.events[e].status = Status::Demanded;
                }
                self.events.push(event);
            }
        }
    }

    /// Who tells that an act had no victims makes a statement of the kind that denies: CAMEO 010, about the act.
    fn no_casualties(&mut self) {
        let ground = self.ground;
        for (i, quote) in ground.quotes.iter().enumerate() {
            let (Source::Entity(speaker), Some(cue)) = (quote.speaker, &quote.cue) else { continue };
            let inside = |span: Span| quote.content.iter().any(|c| c.contains(span));
            let none = ground.quantities.iter().any(|q| {
                let casualties =
                    matches!(q.kind, QuantityKind::Killed | QuantityKind::Injured | QuantityKind::Missing);
                q.negated && casualties && inside(q.span)
            });
            let taken = self.acts.iter().any(|a| a.found.token == cue.token);
            if !none || taken || quote.kind == QuoteKind::Direct {
                continue;
            }
            let about = (0..self.events.len()).find(|&e| {
                self.events[e].kind.is_some() && self.events[e].trigger.iter().any(|t| inside(*t))
            });
            let actor = Participant {
                entity: speaker,
                mention: quote.speaker_mention,
                code: self.cast.entities[speaker].code.clone(),
                rule: "speaker of the statement".into(),
            };
            let status = Status::Asserted;
            let stance = stance(ground.tree, ground.pack, cue.token);
            let attribution = ground
                .attribution(cue.token, false)
                .into_iter()
                .filter(|a| a.quote != Some(i))
                .collect::<Vec<_>>();
            let narrator = Attribution { source: Source::Narrator, via: None, cue: None, quote: None };
            let mut event = Event {
                sentence: ground.tree.sentence(cue.token),
                trigger: vec![cue.span],
                token: cue.token,
                kind: None,
                mode: None,
                contexts: Vec::new(),
                cameo: None,
                quad_class: None,
                goldstein: None,
                symmetric: false,
                actors: vec![actor],
                recipients: Vec::new(),
                status,
                tense: stance.tense,
                background: stance.background,
                date: dates::event_date(ground, cue.token, &stance, status),
                place: None,
                magnitude: Vec::new(),
                attribution: if attribution.is_empty() { vec![narrator] } else { attribution },
                inner: about,
                rule: format!("statement of no victims (cue “{}”)", cue.lemma),
                confidence: 0.6,
            };
            let code = Code { cameo: Some("010".to_owned()), ..Code::default() };
            recode(&mut event, &code, ground.ontology);
            self.events.push(event);
        }
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
            sides.recipients =
                acts::concerned(tree, pack, self.cast, text, &act.found, entry, control, &sides.actors);
        }
        let attribution = ground.attribution(token, stance.unverified);
        let mut code = code;
        // What an act is for is told with it: "demonstrated to demand reforms", "will visit to mediate".
        if stance.why == "purpose" && self.serves(token) {
            return None;
        }
        if entry.conditions.alleged {
            (code, sides) = self.alleged(&attribution, code, sides)?;
        }
        if entry.conditions.need_actor && sides.actors.is_empty()
            || entry.conditions.need_recipient && sides.recipients.is_empty()
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
        self.complete(event)
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

    /// An operator with inner acts: one outer event for each, after the composition table.
    fn compose(&mut self, i: usize, operator: String, depth: u8) -> Vec<usize> {
        let ontology = self.ground.ontology;
        let Some(kind) = ontology.operator(&operator).cloned() else { return Vec::new() };
        let inner_acts = self.acts[i].inner.clone();
        let mut made = Vec::new();
        for j in inner_acts {
            self.share_sides(i, j, &kind);
            let inner = self.build(j, depth + 1);
            for n in inner {
                if let Some(outer) = self.compose_one(i, &operator, &kind, n) {
                    made.push(outer);
                }
            }
        }
        if made.is_empty() {
            let entry = self.ground.entry(&self.acts[i]);
            if let Some(code) = entry.code.clone() {
                made.extend(self.simple(i, code));
            }
        }
        made
    }

    /// Gives the inner act the sides that the operator controls.
    fn share_sides(&mut self, i: usize, j: usize, kind: &Operator) {
        let (outer, inner) = (self.sides[i].clone(), &mut self.sides[j]);
        let verb = self.ground.entry(&self.acts[j]).pos == Pos::Verb
            && self.ground.tree.is_nonfinite(self.acts[j].found.token);
        let noun = self.ground.entry(&self.acts[j]).pos != Pos::Verb;
        let controller = if kind.object_control { &outer.recipients } else { &outer.actors };
        if (verb || noun && inner.actors.is_empty()) && !controller.is_empty() {
            let taken: Vec<usize> = inner.recipients.iter().map(|r| r.entity).collect();
            let free: Vec<Participant> =
                controller.iter().filter(|c| !taken.contains(&c.entity)).cloned().collect();
            if !free.is_empty() && (inner.actors.is_empty() || verb) {
                inner.actors = free;
            }
        }
        // "promettre une aide à X": the operator's recipient is the inner act's.
        if inner.recipients.is_empty() && !kind.object_control {
            inner.recipients = outer
                .recipients
                .iter()
                .filter(|r| !inner.actors.iter().any(|a| a.entity == r.entity))
                .cloned()
                .collect();
        }
    }

    fn compose_one(&mut self, i: usize, operator: &str, kind: &Operator, n: usize) -> Option<usize> {
        let ground = self.ground;
        let act = &self.acts[i];
        let token = act.found.token;
        let inner = self.events[n].clone();
        let row = ground.ontology.compose(operator, &code_of(&inner))?.clone();
        let outer_stance = stance(ground.tree, ground.pack, token);
        let rule = format!("{} × {} ({})", ground.entry(act).rule, inner.rule, row.rule);
        let words =
            ground.tree.analysis.span(act.found.words[0]..act.found.words[act.found.words.len() - 1] + 1);
        let Some(code) = row.code else {
            // Operator and act are one event.
            let event = &mut self.events[n];
            event.status = row.status;
            if outer_stance.status == Status::Denied {
                event.status = if row.status == Status::Denied { Status::Asserted } else { Status::Denied };
            } else if outer_stance.status == Status::Hypothetical {
                event.status = Status::Hypothetical;
            }
            event.tense = outer_stance.tense;
            event.trigger.insert(0, words);
            event.rule = rule;
            if matches!(row.status, Status::Asserted | Status::Denied) {
                event.date = dates::event_date(ground, token, &outer_stance, event.status);
            }
            return Some(n);
        };
        let mut sides = self.sides[i].clone();
        if sides.recipients.is_empty() {
            let from = |list: &[Participant]| -> Vec<Participant> {
                list.iter().filter(|p| !sides.actors.iter().any(|a| a.entity == p.entity)).cloned().collect()
            };
            // What is asked of or alleged against somebody concerns who would do it; what is promised, who would get it.
            let mut found = if kind.object_control { from(&inner.actors) } else { from(&inner.recipients) };
            if found.is_empty() {
                found = if kind.object_control { from(&inner.recipients) } else { from(&inner.actors) };
            }
            sides.recipients = found;
        }
        if sides.actors.is_empty() && !kind.object_control {
            sides.actors.clone_from(&inner.actors);
            sides.recipients.retain(|r| !inner.actors.iter().any(|a| a.entity == r.entity));
        }
        let attribution = ground.attribution(token, outer_stance.unverified);
        let mut event = self.draft(i, &code, sides, outer_stance, attribution);
        event.status = match outer_stance.status {
            Status::Asserted | Status::Demanded => row.status,
            other => other,
        };
        event.rule = rule;
        event.trigger = vec![words, inner.trigger.first().copied().unwrap_or(words)];
        event.magnitude.clone_from(&inner.magnitude);
        event.inner = Some(n);
        event.confidence = (event.confidence * inner.confidence.max(0.5)).min(0.99);
        {
            let inner = &mut self.events[n];
            if kind.keeps_inner && inner.status != Status::Denied {
                inner.status = kind.inner_status;
            }
            // What is promised, asked or threatened has no date but its own.
            if kind.inner_status != Status::Asserted
                && !matches!(inner.date.basis, dateline_types::DateBasis::Time(_))
            {
                inner.date = EventDate::default();
                inner.tense = Tense::Future;
            }
            if matches!(operator, "accuse") && !event.actors.is_empty() {
                let source = Source::Entity(event.actors[0].entity);
                if inner.attribution.first().is_none_or(|a| a.source != source) {
                    let keep = inner.attribution.iter().filter(|a| a.source != Source::Narrator).cloned();
                    let first = Attribution { source, via: None, cue: Some(words), quote: None };
                    inner.attribution = std::iter::once(first).chain(keep.collect::<Vec<_>>()).collect();
                }
            }
        }
        let event = self.complete(event)?;
        self.events.push(event);
        Some(self.events.len() - 1)
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

    /// Lets an event stand only if somebody takes part in it as the ontology asks.
    fn complete(&self, event: Event) -> Option<Event> {
        let kind = event.kind.as_deref().unwrap_or("");
        let needs = self.ground.ontology.needs_recipient(kind) && event.recipients.is_empty();
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

/// Where the act happens: a place named as a place below the trigger, or below the verb that carries it.
fn place(ground: &Ground<'_>, cast: &Cast, token: u32) -> Option<usize> {
    let tree = ground.tree;
    let mut tops = vec![token];
    tops.extend(crate::stance::governor(tree, token).filter(|_| !tree.is_verbal(token)));
    for top in tops {
        let below = tree.subtree(top);
        let mut best: Option<(usize, usize)> = None;
        for m in cast.mentions.iter().filter(|m| m.locative && below.contains(&m.head)) {
            if !matches!(cast.entities[m.entity].kind, EntityKind::Place | EntityKind::Country) {
                continue;
            }
            // No other verb may stand between the place and the act.
            let path: Vec<u32> = tree.ancestors(m.head).take_while(|&a| a != top).collect();
            if path.iter().any(|&a| tree.is_verbal(a)) || !tree.within(m.head, top) {
                continue;
            }
            if best.is_none_or(|(length, _)| path.len() < length) {
                best = Some((path.len(), m.entity));
            }
        }
        if let Some((_, entity)) = best {
            return Some(entity);
        }
    }
    None
}

/// Quantities that measure the act: those of its sides, and those that hang on its trigger.
fn magnitude(ground: &Ground<'_>, event: &Event) -> Vec<usize> {
    let tree = ground.tree;
    let spans: Vec<Span> = event.actors.iter().chain(&event.recipients).filter_map(|p| p.mention).collect();
    let mut all = Vec::new();
    for (i, q) in ground.quantities.iter().enumerate() {
        if q.head >= tree.len() || tree.sentence(q.head) != event.sentence {
            continue;
        }
        let in_side = spans.iter().any(|s| s.overlaps(q.span));
        let below = tree
            .ancestors(q.head)
            .take_while(|&a| a == event.token || !tree.is_verbal(a))
            .any(|a| a == event.token)
            || tree.within(q.head, event.token)
                && tree.ancestors(q.head).take_while(|&a| a != event.token).all(|a| !tree.is_verbal(a));
        if in_side || below {
            all.push(i);
        }
    }
    all
}

fn confidence(cast: &Cast, event: &Event, stance: Stance, entry: &Entry) -> f32 {
    let sides = event.actors.iter().chain(&event.recipients);
    let mut c: f32 = if entry.words.len() > 1 || entry.pos == Pos::Verb { 0.85 } else { 0.75 };
    let linked =
        |p: &Participant| cast.entities[p.entity].kb.is_some() || cast.entities[p.entity].country.is_some();
    let sides: Vec<&Participant> = sides.collect();
    if sides.is_empty() || !sides.iter().any(|p| linked(p)) {
        c *= 0.8;
    }
    if event.actors.is_empty() {
        c *= 0.85;
    }
    if stance.unverified {
        c *= 0.7;
    }
    if entry.conditions.plain {
        c *= 0.7;
    }
    (c * 100.0).round() / 100.0
}
