//! Quotes: marked and reported speech with its speaker, cue, addressee and medium.

mod reported;

use crate::cast::Cast;
use crate::marks::{Stretch, stretches};
use crate::matcher::{self, Found};
use crate::tree::Tree;
use dateline_pack::{Entry, EntryKind, Ontology, Pack, Pos};
use dateline_types::{Cue, EntityKind, MentionForm, Quote, QuoteKind, Report, Source, Span, Upos};

/// A cue in the text, with what it says of the speaker.
struct Introducer<'a> {
    found: Found,
    entry: &'a Entry,
    /// Cues of the pack come before acts that happen to be spoken (promise, accuse).
    weak: bool,
}

/// Whom a cue names as speaker.
struct Speaker {
    source: Source,
    mention: Option<Span>,
    confidence: f32,
    rule: &'static str,
}

/// All quotes of a report, by start of their content. `acts` are the triggers and operators found in the text.
#[must_use]
pub fn quotes(
    report: &Report,
    tree: &Tree<'_>,
    pack: &Pack,
    ontology: &Ontology,
    cast: &Cast,
    acts: &[Found],
) -> Vec<Quote> {
    let marked = stretches(report, &pack.manifest);
    let cues = introducers(tree, pack, ontology, acts);
    let mut finder = Finder { report, tree, pack, cast, marked, cues, out: Vec::new() };
    finder.direct();
    finder.indirect();
    let mut out = finder.out;
    out.sort_by_key(|q| (q.content.first().map_or(0, |s| s.start), q.kind));
    out
}

fn introducers<'a>(
    tree: &Tree<'_>,
    pack: &'a Pack,
    ontology: &Ontology,
    acts: &[Found],
) -> Vec<Introducer<'a>> {
    let mut all: Vec<Introducer<'a>> = Vec::new();
    for found in matcher::find(tree, &pack.cues, &pack.manifest) {
        if all.iter().any(|c| c.found.token == found.token) {
            continue;
        }
        let entry = &pack.cues.entries[found.entry as usize];
        // "les accusations de Washington selon lesquelles ...": the noun says who speaks.
        let next = found.words.last().map_or(found.token, |w| w + 1);
        if entry.pos == Pos::Adp && next < tree.len() && tree.is_relative(next) {
            continue;
        }
        all.push(Introducer { found, entry, weak: false });
    }
    for found in acts {
        let entry = &pack.acts.entries[found.entry as usize];
        let operator = entry.operator.as_deref().filter(|_| entry.kind == EntryKind::Operator);
        let speech = operator.and_then(|o| ontology.operator(o)).is_some_and(|o| o.speech);
        // "a félicité ses forces pour avoir « rétabli l'ordre »": acts done by words have words of their own.
        let kind = entry.code.as_ref().and_then(|c| c.kind.as_deref());
        let verbal = |k: &str| k == "SUPPORT" || ontology.quad(k) == Some(3);
        let worded = entry.kind == EntryKind::Trigger && kind.is_some_and(verbal);
        let speaks = (speech || worded) && entry.pos == Pos::Verb;
        if speaks && !all.iter().any(|c| c.found.token == found.token) {
            all.push(Introducer { found: found.clone(), entry, weak: true });
        }
    }
    all.sort_by_key(|c| c.found.token);
    all
}

struct Finder<'a> {
    report: &'a Report,
    tree: &'a Tree<'a>,
    pack: &'a Pack,
    cast: &'a Cast,
    marked: Vec<Stretch>,
    cues: Vec<Introducer<'a>>,
    out: Vec<Quote>,
}

impl<'a> Finder<'a> {
    fn text(&self) -> &'a str {
        &self.report.text
    }

    /// Speech between marks.
    fn direct(&mut self) {
        let mut last: Option<(usize, Span)> = None;
        for n in 0..self.marked.len() {
            let stretch = self.marked[n];
            let tokens = self.tree.analysis.tokens_in(stretch.inner);
            if tokens.is_empty() {
                continue;
            }
            let words = tokens.clone().filter(|&t| self.tree.token(t).upos != Upos::Punct).count();
            let chosen = self.cue_of(stretch);
            let quote = match chosen {
                Some((c, rule, sure)) => {
                    let speaker = self.speaker(c, stretch.inner);
                    let mut quote = self.quote(QuoteKind::Direct, vec![stretch.inner], c, speaker);
                    quote.rule = rule;
                    quote.confidence *= sure;
                    Some(quote)
                }
                None => self.told_by(stretch, words).or_else(|| self.continued(stretch, words, last)),
            };
            if let Some(quote) = quote {
                last = Some((self.out.len(), stretch.outer));
                self.out.push(quote);
            }
        }
    }

    /// Speech before a verb that is no cue of the pack but stands where one would: "», soupire Milica".
    fn told_by(&self, stretch: Stretch, words: usize) -> Option<Quote> {
        let tree = self.tree;
        let mut at = tree.analysis.tokens_in(stretch.outer).end;
        while at < tree.len() && matches!(&*tree.token(at).norm, "," | "»" | "\"" | "”") {
            at += 1;
        }
        let comma =
            self.text().get(stretch.outer.end as usize..).is_some_and(|t| t.trim_start().starts_with(','));
        let verb = (at < tree.len() && comma && words >= 3).then(|| tree.token(at))?;
        let finite = verb.upos == Upos::Verb && verb.feat("VerbForm") == Some("Fin");
        // Models often take such a verb for a noun; a name right behind it gives it away.
        let taken = matches!(verb.upos, Upos::Noun | Upos::Adj | Upos::X | Upos::Verb);
        let lower = verb.span.of(self.text()).chars().next().is_some_and(char::is_lowercase);
        let same = tree.analysis.paragraph_of(at) == tree.analysis.paragraph_of(at.saturating_sub(1));
        let mention = self
            .cast
            .mentions
            .iter()
            .filter(|m| m.tokens.start > at && m.tokens.start <= at + 3 && !m.locative)
            .min_by_key(|m| m.tokens.start)?;
        let near = tree.sentence(mention.head) == tree.sentence(at);
        let named = taken && lower && mention.tokens.start == at + 1 && mention.form == MentionForm::Name;
        ((finite || named) && same && near).then(|| Quote {
            kind: QuoteKind::Direct,
            content: vec![stretch.inner],
            cue: Some(Cue { span: verb.span, lemma: tree.lemma(at), token: at }),
            speaker: Source::Entity(mention.entity),
            speaker_mention: Some(mention.span),
            addressee: None,
            via: None,
            rule: "verb and name behind the quote",
            confidence: 0.6 * mention.confidence.max(0.3),
        })
    }

    /// Speech without a cue of its own that goes on from the stretch before it.
    fn continued(&self, stretch: Stretch, words: usize, last: Option<(usize, Span)>) -> Option<Quote> {
        let (index, outer) = last?;
        let before = &self.out[index];
        let gap = self.text().get(outer.end as usize..stretch.outer.start as usize)?;
        let starts_sentence = {
            let t = self.tree.analysis.token_at(stretch.inner.start);
            let first = stretch.inner.of(self.text()).chars().next();
            t < self.tree.len() && first.is_some_and(|c| !c.is_lowercase())
        };
        let paragraphs = gap.matches('\n').count();
        let near = stretch.continues
            || (gap.chars().count() < 160 && words >= 5 && starts_sentence && paragraphs <= 4);
        near.then(|| Quote {
            kind: QuoteKind::Direct,
            content: vec![stretch.inner],
            cue: before.cue.clone(),
            speaker: before.speaker,
            speaker_mention: before.speaker_mention,
            addressee: before.addressee,
            via: before.via,
            rule: "goes on from the quote before",
            confidence: before.confidence * 0.8,
        })
    }

    /// The cue that introduces a marked stretch: index, rule, certainty.
    fn cue_of(&self, stretch: Stretch) -> Option<(usize, &'static str, f32)> {
        let tree = self.tree;
        let inside = tree.analysis.tokens_in(stretch.outer);
        let (first, last) = (inside.start, inside.end.saturating_sub(1));
        if last >= tree.len() {
            return None;
        }
        let paragraph = self.report.paragraphs.iter().find(|p| p.contains(stretch.inner)).copied()?;
        let mut best: Option<(usize, &'static str, f32)> = None;
        for (c, cue) in self.cues.iter().enumerate() {
            let at = cue.found.token;
            let span = tree.token(at).span;
            if !paragraph.contains(span) || self.marked.iter().any(|s| s.inner.contains(span)) {
                continue;
            }
            let Some((rule, sure)) = self.relation(cue, at, first, last, stretch) else { continue };
            let sure = if cue.weak { sure * 0.9 } else { sure };
            if best.is_none_or(|(_, _, s)| sure > s) {
                best = Some((c, rule, sure));
            }
        }
        best
    }

    fn relation(
        &self,
        cue: &Introducer<'_>,
        at: u32,
        first: u32,
        last: u32,
        stretch: Stretch,
    ) -> Option<(&'static str, f32)> {
        let tree = self.tree;
        let gap = |from: u32, to: u32| -> Option<(usize, bool)> {
            let text = self.text().get(from as usize..to as usize)?;
            Some((text.split_whitespace().count(), text.contains(['.', '!', '?', '\n'])))
        };
        let span = tree.token(at).span;
        let (start, end) = (stretch.outer.start, stretch.outer.end);
        let same_sentence =
            tree.sentence(at) == tree.sentence(first) || tree.sentence(at) == tree.sentence(last);
        let verb = cue.entry.pos == Pos::Verb;
        let kind = cue.entry.operator.as_deref().unwrap_or("");
        if kind == "cite" {
            return None;
        }
        if span.start >= end {
            let (words, broken) = gap(end, span.start)?;
            if verb && !broken && words <= 5 {
                // "», a indiqué X" or "», a-t-il dit": nothing but auxiliaries and clitics stands between.
                let between = tree.analysis.tokens_in(Span::new(end as usize, span.start as usize));
                let bare = between.clone().all(|t| {
                    let t = tree.token(t);
                    matches!(
                        t.upos,
                        Upos::Punct | Upos::Aux | Upos::Pron | Upos::Adv | Upos::Space | Upos::Part
                    )
                });
                return Some(if bare {
                    ("cue follows the quote", 0.97)
                } else {
                    ("cue behind the quote", 0.6)
                });
            }
            return (same_sentence && !broken && words <= 25).then_some(("cue later in the sentence", 0.5));
        }
        if span.end <= start {
            let between = self.text().get(span.end as usize..start as usize)?;
            let (words, broken) = gap(span.end, start)?;
            if between.trim_end().ends_with(':') && words <= 30 && !between.contains('\n') {
                return Some(("cue before a colon", 0.95 - words as f32 * 0.005));
            }
            if !same_sentence || broken && !between.contains(". ") && words > 25 {
                return None;
            }
            let governs = (first..=last).any(|t| tree.within(t, at));
            let nearness = 0.9 - (words.min(40) as f32) * 0.008;
            return match cue.entry.pos {
                _ if governs => Some(("cue governs the quote", nearness)),
                Pos::Adp => Some(("source phrase in the sentence", 0.7)),
                _ => Some(("cue earlier in the sentence", nearness - 0.2)),
            };
        }
        None
    }

    /// Reported speech without marks, or that holds marked words.
    fn indirect(&mut self) {
        for c in 0..self.cues.len() {
            let cue = &self.cues[c];
            if cue.entry.operator.as_deref() == Some("cite") {
                continue;
            }
            // A cue between marks belongs to the marked speech itself.
            if self.marked.iter().any(|s| s.inner.contains(self.tree.token(cue.found.token).span))
                && (cue.entry.pos == Pos::Adp || self.tree.is_nonfinite(cue.found.token))
            {
                continue;
            }
            let content = match cue.entry.pos {
                // Acts that are spoken report a clause only with its conjunction: "a averti que", "a promis que".
                _ if cue.weak => self.clause(cue).filter(|_| self.reports(cue)),
                Pos::Verb | Pos::Noun | Pos::Adj => self.clause(cue).or_else(|| self.parenthesis(cue)),
                Pos::Adp => self.rest_of_sentence(cue),
            };
            let Some(content) = content else { continue };
            let marked: u32 = self
                .marked
                .iter()
                .filter(|s| content.iter().any(|c| c.overlaps(s.inner)))
                .map(|s| s.inner.end - s.inner.start)
                .sum();
            let whole: u32 = content.iter().map(|s| s.end - s.start).sum();
            // Speech that stands wholly between marks is direct already.
            if whole == 0 || marked * 10 >= whole * 9 {
                continue;
            }
            let kind = if marked > 0 { QuoteKind::Mixed } else { QuoteKind::Indirect };
            let speaker = self.speaker(c, content[0]);
            if matches!(speaker.source, Source::Unnamed)
                && speaker.mention.is_none()
                && self.cues[c].entry.pos != Pos::Verb
            {
                continue;
            }
            let quote = self.quote(kind, content, c, speaker);
            self.out.push(quote);
        }
    }

    /// First token of the cue with its auxiliaries and clitics.
    fn cue_start(&self, found: &Found) -> u32 {
        let tree = self.tree;
        let mut start = found.token;
        while start > 0 {
            let t = tree.token(start - 1);
            let own = tree.head(start - 1) == Some(found.token);
            if own && (t.is("aux") || t.is("expl") || t.upos == Upos::Adv || t.upos == Upos::Pron) {
                start -= 1;
            } else {
                break;
            }
        }
        start
    }

    /// A span without quotation marks, commas and white space at its ends.
    fn clean(&self, span: Span) -> Span {
        let text = span.of(self.text());
        let edge = |c: char| {
            c.is_whitespace()
                || matches!(c, ',' | ';' | ':' | '.')
                || self.pack.manifest.quotes.iter().any(|(o, k)| o.contains(c) || k.contains(c))
        };
        let left = text.len() - text.trim_start_matches(edge).len();
        let kept = text.trim_matches(edge).len();
        Span::new(span.start as usize + left, span.start as usize + left + kept)
    }

    fn speaker(&self, cue: usize, content: Span) -> Speaker {
        let tree = self.tree;
        let Introducer { found, entry, .. } = &self.cues[cue];
        let mut token = None;
        for slot in &entry.frame.actor {
            if let Some((t, _)) = matcher::fill(tree, &self.pack.manifest, found, entry, slot) {
                token = Some(t);
                break;
            }
        }
        let outside = |t: u32| !content.contains(tree.token(t).span);
        let token = token.filter(|&t| outside(t));
        if let Some(t) = token
            && let Some(mention) = self.cast.mention_at(t)
        {
            let confidence = mention.confidence.max(0.3);
            return Speaker {
                source: Source::Entity(mention.entity),
                mention: Some(mention.span),
                confidence,
                rule: "slot of the cue",
            };
        }
        if let Some(mention) = self.nearby(found, entry, content) {
            return Speaker {
                source: Source::Entity(mention.entity),
                mention: Some(mention.span),
                confidence: 0.6 * mention.confidence.max(0.3),
                rule: "nearest mention to the cue",
            };
        }
        // "il", "elles", "they"; not "on", which is nobody named.
        let third = token.is_some_and(|t| {
            let t = tree.token(t);
            t.upos == Upos::Pron && (t.feat("Gender").is_some() || t.feat("Number") == Some("Plur"))
        });
        if third && let Some(before) = self.out.iter().rev().find(|q| matches!(q.speaker, Source::Entity(_)))
        {
            let span = token.map(|t| tree.token(t).span);
            return Speaker {
                source: before.speaker,
                mention: span,
                confidence: 0.5,
                rule: "speaker before",
            };
        }
        let mention = token.map(|t| self.noun_phrase(t));
        Speaker { source: Source::Unnamed, mention, confidence: 0.4, rule: "unnamed" }
    }

    fn noun_phrase(&self, t: u32) -> Span {
        let range = self.tree.subtree(t);
        let clause = self.tree.children(t).iter().find(|&&c| c > t && self.tree.is_verbal(c)).copied();
        let end = clause.map_or(range.end, |c| self.tree.subtree(c).start.max(t + 1));
        self.tree.analysis.span(t..end.max(t + 1)).trimmed(self.text())
    }

    /// The mention on the side of the cue where its speaker belongs, when the parser filled no slot.
    fn nearby(&self, found: &Found, entry: &Entry, content: Span) -> Option<&dateline_types::Mention> {
        let tree = self.tree;
        if entry.pos != Pos::Verb || tree.is_impersonal(found.token) {
            return None;
        }
        let sentence = tree.analysis.span(tree.sentence_range(found.token));
        let cue = tree.token(found.token).span;
        let fits = |m: &&dateline_types::Mention| {
            !m.locative
                // "a annoncé son ministre": whose minister he is does not speak.
                && tree.token(m.head).feat("Poss") != Some("Yes")
                && (self.cast.acts(m.entity) || self.cast.entities[m.entity].kind == EntityKind::Other)
                && sentence.contains(m.span)
                && !content.overlaps(m.span)
                && !self.marked.iter().any(|s| s.inner.contains(m.span))
        };
        let behind = content.start < cue.start;
        if behind {
            let after = self.cast.mentions.iter().filter(fits).filter(|m| m.span.start >= cue.end);
            // "a indiqué à l'AFP un responsable": not whom he told.
            let bare = after.filter(|m| tree.with(m.head, "case").next().is_none());
            let found = bare.min_by_key(|m| m.span.start);
            if let Some(m) = found.filter(|m| m.span.start < cue.end + 60) {
                return Some(m);
            }
        }
        // "Après avoir annoncé que ..., X a admis": the subject of the main clause speaks.
        if tree.is_nonfinite(found.token) {
            let after = self.cast.mentions.iter().filter(fits).filter(|m| m.span.start >= content.end);
            if let Some(m) = after.min_by_key(|m| m.span.start) {
                return Some(m);
            }
        }
        self.cast.surface_subject(tree, found.token).filter(fits)
    }

    fn quote(&self, kind: QuoteKind, content: Vec<Span>, cue: usize, speaker: Speaker) -> Quote {
        let tree = self.tree;
        let Introducer { found, entry, .. } = &self.cues[cue];
        let addressee = entry.frame.recipient.iter().find_map(|slot| {
            let (t, _) = matcher::fill(tree, &self.pack.manifest, found, entry, slot)?;
            let mention = self.cast.mention_at(t)?;
            (!content.iter().any(|c| c.contains(mention.span)) && self.cast.acts(mention.entity))
                .then_some(mention.entity)
        });
        let last = found.words.iter().copied().max().unwrap_or(found.token);
        let mut span = tree.analysis.span(self.cue_start(found)..last + 1);
        if span.len() > 60 || span.of(self.text()).contains('\n') {
            span = tree.token(found.token).span;
        }
        let (speaker, via) = self.through_medium(found, speaker);
        Quote {
            kind,
            content,
            cue: Some(Cue { span, lemma: tree.lemma(found.token), token: found.token }),
            speaker: speaker.source,
            speaker_mention: speaker.mention,
            addressee: addressee.filter(|&a| Source::Entity(a) != speaker.source),
            via,
            rule: speaker.rule,
            confidence: speaker.confidence,
        }
    }

    /// The medium of a quote: "cité par son site" names it; "l'agence Mehr, citant le ministre" turns the speaker into it.
    fn through_medium(&self, cue: &Found, speaker: Speaker) -> (Speaker, Option<(Option<usize>, Span)>) {
        let tree = self.tree;
        for citing in self.cues.iter().filter(|c| c.entry.operator.as_deref() == Some("cite")) {
            let at = citing.found.token;
            if at == cue.token || tree.sentence(at) != tree.sentence(cue.token) {
                continue;
            }
            let agent = self.pack.manifest.agent.iter().find_map(|p| tree.complement(at, p));
            if let Some(agent) = agent {
                let mention = self.cast.mention_at(agent);
                let span = mention.map_or_else(|| self.noun_phrase(agent), |m| m.span);
                return (speaker, Some((mention.map(|m| m.entity), span)));
            }
            if let Some(object) = tree.object(at) {
                let via = match speaker.source {
                    Source::Entity(e) => speaker.mention.map(|s| (Some(e), s)),
                    _ => None,
                };
                // "citant une source militaire": somebody nobody names.
                let inner = match self.cast.mention_at(object) {
                    Some(cited) => Speaker {
                        source: Source::Entity(cited.entity),
                        mention: Some(cited.span),
                        confidence: cited.confidence * 0.9,
                        rule: "cited by the medium",
                    },
                    None => Speaker {
                        source: Source::Unnamed,
                        mention: Some(self.noun_phrase(object)),
                        confidence: 0.5,
                        rule: "cited by the medium, unnamed",
                    },
                };
                return (inner, via);
            }
        }
        (speaker, None)
    }
}
