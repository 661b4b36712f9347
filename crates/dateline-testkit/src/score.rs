//! Scores what the coder found against gold: precision, recall and F1 for each kind of finding.

use crate::gold::{Gold, GoldEvent, GoldSide, GoldSource};
use dateline_types::{Event, Extraction, Participant, QuoteKind, Source, Span};
use std::collections::BTreeMap;
use std::fmt;

/// Counts of one row of the accuracy table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Gold items found.
    pub hit: usize,
    /// Gold items in all.
    pub gold: usize,
    /// Found items that match gold.
    pub right: usize,
    /// Found items in all.
    pub found: usize,
}

impl Count {
    /// Adds other counts.
    pub fn add(&mut self, other: Count) {
        self.hit += other.hit;
        self.gold += other.gold;
        self.right += other.right;
        self.found += other.found;
    }

    /// Share of found items that are right; `None` when nothing was found.
    #[must_use]
    pub fn precision(self) -> Option<f64> {
        (self.found > 0).then(|| self.right as f64 / self.found as f64)
    }

    /// Share of gold items that were found; `None` when there is no gold.
    #[must_use]
    pub fn recall(self) -> Option<f64> {
        (self.gold > 0).then(|| self.hit as f64 / self.gold as f64)
    }

    /// Harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(self) -> Option<f64> {
        let (p, r) = (self.precision()?, self.recall()?);
        Some(if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) })
    }
}

/// The accuracy table of one or more reports.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// Rows by name.
    pub rows: BTreeMap<&'static str, Count>,
    /// Sentences seen.
    pub sentences: usize,
    /// Found events that match no gold event, not even an optional one.
    pub false_events: usize,
    /// One line for each miss and each false event, for a person to read.
    pub remarks: Vec<String>,
    /// Confidence of each counted event, and whether type and actor are right.
    pub trust: Vec<(f32, bool)>,
    /// Events by PLOVER type.
    pub types: BTreeMap<String, Count>,
    /// Events by what their record tests, where the gold says so; a hit has the right type and sides.
    pub phenomena: BTreeMap<String, Count>,
    /// How often gold of a type was missed where an event of another type (or "nothing") was found.
    pub confusions: BTreeMap<(String, String), usize>,
}

impl Scores {
    /// Adds the scores of another report.
    pub fn add(&mut self, other: Scores) {
        for (name, c) in other.rows {
            self.rows.entry(name).or_default().add(c);
        }
        self.sentences += other.sentences;
        self.false_events += other.false_events;
        self.remarks.extend(other.remarks);
        self.trust.extend(other.trust);
        let tables = [(&mut self.types, other.types), (&mut self.phenomena, other.phenomena)];
        for (own, other) in tables {
            for (name, c) in other {
                own.entry(name).or_default().add(c);
            }
        }
        for (pair, n) in other.confusions {
            *self.confusions.entry(pair).or_default() += n;
        }
    }

    /// The row of a PLOVER type.
    pub(crate) fn typed(&mut self, kind: &str) -> &mut Count {
        self.types.entry(kind.to_owned()).or_default()
    }

    /// The row of a phenomenon.
    pub(crate) fn phenomenon(&mut self, name: &str) -> &mut Count {
        self.phenomena.entry(name.to_owned()).or_default()
    }

    /// Notes that gold of one type was taken for another.
    pub(crate) fn confuse(&mut self, gold: &str, found: &str) {
        *self.confusions.entry((gold.to_owned(), found.to_owned())).or_default() += 1;
    }

    pub(crate) fn row(&mut self, name: &'static str) -> &mut Count {
        self.rows.entry(name).or_default()
    }

    fn judge(&mut self, name: &'static str, right: bool) {
        let row = self.row(name);
        row.gold += 1;
        row.found += 1;
        row.hit += usize::from(right);
        row.right += usize::from(right);
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |v: Option<f64>| v.map_or("   –  ".to_owned(), |v| format!("{v:6.3}"));
        writeln!(
            f,
            "| {:<24} | {:>9} | {:>6} | {:>6} | {:>5} | {:>5} |",
            "what", "precision", "recall", "F1", "gold", "found"
        )?;
        writeln!(f, "| {:-<24} | {:->9} | {:->6} | {:->6} | {:->5} | {:->5} |", "", "", "", "", "", "")?;
        for (name, c) in &self.rows {
            writeln!(
                f,
                "| {name:<24} | {:>9} | {} | {} | {:>5} | {:>5} |",
                percent(c.precision()),
                percent(c.recall()),
                percent(c.f1()),
                c.gold,
                c.found
            )?;
        }
        let per = self.false_events as f64 * 1000.0 / self.sentences.max(1) as f64;
        writeln!(
            f,
            "\nfalse events per 1,000 sentences: {per:.0} ({} in {})",
            self.false_events, self.sentences
        )
    }
}

/// Scores one report. Events that are the `inner` act of another are not counted as found events of their own.
#[must_use]
pub fn score(name: &str, gold: &Gold, x: &Extraction, sentences: usize) -> Scores {
    let mut s = Scores { sentences, ..Scores::default() };
    events(name, gold, x, &mut s);
    if gold.events_only {
        return s;
    }
    quotes(name, gold, x, &mut s);
    for g in &gold.times {
        let hit = x.times.iter().find(|t| t.span.overlaps(g.span));
        let row = s.row("time");
        row.gold += 1;
        row.hit += usize::from(hit.is_some());
        let value = hit.is_some_and(|t| t.value.as_deref() == Some(&g.value) && t.kind.name() == g.kind);
        let row = s.row("time value");
        row.gold += 1;
        row.hit += usize::from(value);
        if !value {
            let got = hit.map_or("nothing".to_owned(), |t| format!("{:?} {:?}", t.kind, t.value));
            s.remarks.push(format!(
                "{name}:{}: time `{}` is {} {}, found {got}",
                g.line,
                g.span.of(&gold.text),
                g.kind,
                g.value
            ));
        }
    }
    for t in &x.times {
        let g = gold.times.iter().find(|g| g.span.overlaps(t.span));
        let row = s.row("time");
        row.found += 1;
        row.right += usize::from(g.is_some());
        let value = g.is_some_and(|g| t.value.as_deref() == Some(&g.value) && t.kind.name() == g.kind);
        let row = s.row("time value");
        row.found += 1;
        row.right += usize::from(value);
        if g.is_none() {
            s.remarks.push(format!("{name}: time `{}` is not in gold", t.span.of(&gold.text)));
        }
    }
    for g in &gold.quantities {
        let right = |q: &&dateline_types::Quantity| {
            q.span.overlaps(g.span)
                && q.kind == g.kind
                && (g.value.is_none() || q.min == g.value || q.max == g.value)
        };
        let hit = x.quantities.iter().find(right).is_some();
        let row = s.row("quantity");
        row.gold += 1;
        row.hit += usize::from(hit);
        if !hit {
            let got: Vec<String> = x
                .quantities
                .iter()
                .filter(|q| q.span.overlaps(g.span))
                .map(|q| format!("{} {:?}..{:?}", q.kind.name(), q.min, q.max))
                .collect();
            let words = g.span.of(&gold.text);
            s.remarks.push(format!(
                "{name}:{}: quantity `{words}` is {} {:?}, found {got:?}",
                g.line,
                g.kind.name(),
                g.value
            ));
        }
    }
    for q in &x.quantities {
        let right = gold.quantities.iter().any(|g| {
            q.span.overlaps(g.span)
                && q.kind == g.kind
                && (g.value.is_none() || q.min == g.value || q.max == g.value)
        });
        let row = s.row("quantity");
        row.found += 1;
        row.right += usize::from(right);
        if !gold.quantities.iter().any(|g| g.span.overlaps(q.span)) {
            s.remarks.push(format!(
                "{name}: quantity `{}` ({}) is not in gold",
                q.span.of(&gold.text),
                q.kind.name()
            ));
        }
    }
    s
}

fn events(name: &str, gold: &Gold, x: &Extraction, s: &mut Scores) {
    let inner: Vec<usize> = x.events.iter().filter_map(|e| e.inner).collect();
    let counted: Vec<usize> = (0..x.events.len()).filter(|i| !inner.contains(i)).collect();
    let touches =
        |g: &GoldEvent, e: &Event| g.triggers.iter().any(|t| e.trigger.iter().any(|u| u.overlaps(*t)));
    let same_type = |g: &GoldEvent, e: &Event| {
        g.kind == e.kind && (g.kind.is_some() || e.cameo.as_deref().is_some_and(|c| c.starts_with("01")))
    };
    let mut used: Vec<usize> = Vec::new();
    let tested = |s: &mut Scores, count: Count| {
        if !gold.phenomenon.is_empty() {
            s.phenomenon(&gold.phenomenon).add(count);
        }
    };
    for g in &gold.events {
        // The best of the events that touch a trigger and have the type.
        let best = counted
            .iter()
            .copied()
            .filter(|i| !used.contains(i) && touches(g, &x.events[*i]) && same_type(g, &x.events[*i]))
            .max_by_key(|&i| {
                let e = &x.events[i];
                (
                    side_matches(&g.actors, &e.actors, x),
                    side_matches(&g.recipients, &e.recipients, x),
                    std::cmp::Reverse(i),
                )
            });
        if let Some(i) = best {
            used.push(i);
        }
        if g.optional {
            continue;
        }
        s.row("event type").gold += 1;
        s.row("event type+actor").gold += 1;
        tested(s, Count { gold: 1, ..Count::default() });
        let kind_name = g.kind.as_deref().unwrap_or("01x");
        s.typed(kind_name).gold += 1;
        let words = g.triggers[0].of(&gold.text);
        let Some(i) = best else {
            let near: Vec<String> = counted
                .iter()
                .filter(|i| touches(g, &x.events[**i]))
                .map(|i| brief(&x.events[*i], x))
                .collect();
            let others: Vec<&str> = counted
                .iter()
                .filter(|i| touches(g, &x.events[**i]))
                .map(|i| x.events[*i].kind.as_deref().unwrap_or("01x"))
                .collect();
            s.confuse(kind_name, others.first().unwrap_or(&"nothing"));
            s.remarks.push(format!(
                "{name}:{}: missed {} `{words}`, found there {near:?}",
                g.line,
                g.kind.as_deref().unwrap_or("-")
            ));
            continue;
        };
        let e = &x.events[i];
        for row in ["event type", "event type+actor"] {
            let c = s.row(row);
            c.found += 1;
        }
        s.typed(kind_name).add(Count { hit: 1, gold: 0, right: 1, found: 1 });
        let c = s.row("event type");
        c.hit += 1;
        c.right += 1;
        let swapped = g.symmetric
            && side_matches(&g.actors, &e.recipients, x)
            && side_matches(&g.recipients, &e.actors, x);
        let actor = side_matches(&g.actors, &e.actors, x) || swapped || g.symmetric && mixed_matches(g, e, x);
        s.trust.push((e.confidence, actor));
        let c = s.row("event type+actor");
        c.hit += usize::from(actor);
        c.right += usize::from(actor);
        let recipient =
            side_matches(&g.recipients, &e.recipients, x) || swapped || g.symmetric && mixed_matches(g, e, x);
        s.judge("recipient", recipient);
        s.judge("status", g.status == e.status);
        if !g.cameo.is_empty() {
            s.judge("cameo", e.cameo.as_ref().is_some_and(|c| g.cameo.contains(c)));
        }
        if let Some(date) = &g.date {
            s.judge("event date", e.date.edtf.as_deref() == Some(date));
        }
        if let Some(says) = &g.says {
            let first = e.attribution.first().map_or(Source::Narrator, |a| a.source);
            let right = match (says, first) {
                (GoldSource::Narrator, Source::Narrator) | (GoldSource::Unnamed, Source::Unnamed) => true,
                (GoldSource::Words(span), Source::Entity(e)) => names(x, e, *span),
                (GoldSource::Words(_), Source::Unnamed) => false,
                _ => false,
            };
            s.judge("attribution", right);
            if !right {
                s.remarks.push(format!("{name}:{}: `{words}` is attributed to {first:?}", g.line));
            }
        }
        let whole = usize::from(actor && recipient && g.status == e.status);
        tested(s, Count { hit: whole, gold: 0, right: whole, found: 1 });
        if !actor || !recipient || g.status != e.status {
            s.remarks.push(format!("{name}:{}: `{words}` found as {}", g.line, brief(e, x)));
        }
    }
    for i in counted {
        if used.contains(&i) {
            continue;
        }
        for row in ["event type", "event type+actor"] {
            s.row(row).found += 1;
        }
        s.false_events += 1;
        tested(s, Count { found: 1, ..Count::default() });
        let e = &x.events[i];
        s.trust.push((e.confidence, false));
        s.typed(e.kind.as_deref().unwrap_or("01x")).found += 1;
        s.remarks.push(format!("{name}: not in gold: `{}` {}", e.trigger[0].of(&gold.text), brief(e, x)));
    }
}

pub(crate) fn brief(e: &Event, x: &Extraction) -> String {
    let side = |list: &[Participant]| {
        list.iter().map(|p| x.entities[p.entity].name.clone()).collect::<Vec<_>>().join(" + ")
    };
    format!(
        "{} {} {}: {} > {} [{}]",
        e.kind.as_deref().unwrap_or("-"),
        e.cameo.as_deref().unwrap_or(""),
        e.status.name(),
        side(&e.actors),
        side(&e.recipients),
        e.rule
    )
}

/// Whether an entity is named by words that overlap a span.
fn names(x: &Extraction, entity: usize, span: Span) -> bool {
    x.mentions.iter().any(|m| m.entity == entity && m.span.overlaps(span))
        || x.mentions.iter().filter(|m| m.span.overlaps(span)).any(|m| {
            let (a, b) = (&x.entities[m.entity], &x.entities[entity]);
            a.kb.is_some() && a.kb == b.kb
        })
}

fn one(g: &GoldSide, p: &Participant, x: &Extraction) -> bool {
    let e = &x.entities[p.entity];
    let by_words = g.span.is_some_and(|s| p.mention.is_some_and(|m| m.overlaps(s)) || names(x, p.entity, s));
    let by_code =
        g.country.is_some() && e.country == g.country && (g.sector.is_none() || e.sector == g.sector);
    by_words || by_code
}

/// Whether at least one gold side is matched, or both lists are empty.
fn side_matches(gold: &[GoldSide], found: &[Participant], x: &Extraction) -> bool {
    match (gold.is_empty(), found.is_empty()) {
        (true, true) => true,
        (true, false) | (false, true) => false,
        _ => gold.iter().any(|g| found.iter().any(|p| one(g, p, x))),
    }
}

fn mixed_matches(g: &GoldEvent, e: &Event, x: &Extraction) -> bool {
    let all: Vec<Participant> = e.actors.iter().chain(&e.recipients).cloned().collect();
    side_matches(&g.actors, &all, x) && (g.recipients.is_empty() || side_matches(&g.recipients, &all, x))
}

fn quotes(name: &str, gold: &Gold, x: &Extraction, s: &mut Scores) {
    let overlap = |a: Span, b: Span| {
        let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
        f64::from(shared) / f64::from((a.end - a.start).max(b.end - b.start).max(1))
    };
    let row_of = |direct: bool| if direct { "quote direct" } else { "quote indirect" };
    for g in &gold.quotes {
        let fits = |q: &&dateline_types::Quote| {
            (q.kind == QuoteKind::Direct) == g.direct && q.content.iter().any(|c| overlap(*c, g.span) > 0.5)
        };
        let found = x.quotes.iter().find(fits);
        let row = s.row(row_of(g.direct));
        row.gold += 1;
        row.hit += usize::from(found.is_some());
        let words: String = g.span.of(&gold.text).chars().take(50).collect();
        let Some(q) = found else {
            s.remarks.push(format!("{name}:{}: missed quote `{words}`", g.line));
            continue;
        };
        let right = match (g.speaker, q.speaker) {
            (Some(span), Source::Entity(e)) => names(x, e, span),
            (None, Source::Unnamed) => true,
            (Some(span), Source::Unnamed) => q.speaker_mention.is_some_and(|m| m.overlaps(span)),
            _ => false,
        };
        s.judge("quote speaker", right);
        if !right {
            s.remarks.push(format!(
                "{name}:{}: speaker of `{words}` is {:?} [{}]",
                g.line,
                speaker(q, x),
                q.rule
            ));
        }
    }
    for q in &x.quotes {
        let direct = q.kind == QuoteKind::Direct;
        let right = gold
            .quotes
            .iter()
            .any(|g| g.direct == direct && q.content.iter().any(|c| overlap(*c, g.span) > 0.5));
        let row = s.row(row_of(direct));
        row.found += 1;
        row.right += usize::from(right);
        if !right {
            let words: String = q.content[0].of(&gold.text).chars().take(60).collect();
            s.remarks.push(format!(
                "{name}: quote not in gold: {:?} `{words}` by {:?}",
                q.kind,
                speaker(q, x)
            ));
        }
    }
}

fn speaker(q: &dateline_types::Quote, x: &Extraction) -> String {
    match q.speaker {
        Source::Entity(e) => x.entities[e].name.clone(),
        Source::Narrator => "narrator".into(),
        Source::Unnamed => "unnamed".into(),
    }
}
