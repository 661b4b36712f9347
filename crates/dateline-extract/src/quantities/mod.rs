//! Quantities: money, casualties, weapons, distances, percentages, counts of people and things.
//!
//! A quantity is an amount (a number, a range, or a word such as "plusieurs"), with its modifiers, and what it counts. Which
//! nouns count, and which verbs make people killed, injured or detained, stands in the pack; the tree says which verb governs.

mod amount;
mod kind;

use amount::Amount;
use dateline_pack::numbers::NumberLexicon;
use dateline_pack::quantities::{Counted, QuantityLexicon};
use dateline_pack::words::{Word, words};
use dateline_types::{Analysis, Mention, Quantity, QuantityKind, QuantityMod, Report, Span, Upos};
use std::ops::Range;

/// All quantities of a report in text order.
#[must_use]
pub fn quantities(
    report: &Report,
    analysis: &Analysis,
    mentions: &[Mention],
    lexicon: &QuantityLexicon,
    numbers: &NumberLexicon,
) -> Vec<Quantity> {
    let mut out = Vec::new();
    for paragraph in &report.paragraphs {
        let words = words(paragraph.of(&report.text), paragraph.start as usize);
        let scan = Scan { words: &words, analysis, mentions, lexicon, numbers };
        let mut found: Vec<Quantity> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match scan.quantity(at, found.last()) {
                Some((quantity, end)) => {
                    found.push(quantity);
                    at = end.max(at + 1);
                }
                None => at += 1,
            }
        }
        scan.share(&mut found);
        for quantity in scan.tallies() {
            if found.iter().all(|q| !q.span.overlaps(quantity.span)) {
                found.push(quantity);
            }
        }
        found.sort_by_key(|q| q.span);
        out.extend(found);
    }
    out
}

/// One paragraph being read.
struct Scan<'a> {
    words: &'a [Word],
    analysis: &'a Analysis,
    mentions: &'a [Mention],
    lexicon: &'a QuantityLexicon,
    numbers: &'a NumberLexicon,
}

/// What an amount counts.
struct Object {
    kind: QuantityKind,
    unit: Option<String>,
    /// One past its last word.
    end: usize,
    /// The word that is counted.
    head: usize,
    rule: String,
}

impl Scan<'_> {
    /// The quantity that begins at a word, and one past its last word.
    fn quantity(&self, at: usize, former: Option<&Quantity>) -> Option<(Quantity, usize)> {
        let lead = self.lexicon.modifiers.find(self.words, at);
        let amount = match lead {
            Some((end, modifier)) => {
                let amount = amount::read(self, end).map(|a| a.modified(*modifier));
                amount.or_else(|| amount::read(self, at))?
            }
            None => amount::read(self, at)?,
        };
        let object = self.object(at, &amount, former)?;
        let mut end = object.end;
        let mut amount = amount;
        if let Some((after, modifier)) = self.lexicon.after.find(self.words, end)
            && amount.modifier == QuantityMod::Exact
        {
            amount = amount.modified(*modifier);
            end = after;
        }
        Some((self.make(at..end, &amount, object), end))
    }

    /// Builds the quantity over a range of words.
    fn make(&self, range: Range<usize>, amount: &Amount, object: Object) -> Quantity {
        let span = self.words[range.start].span.cover(self.words[range.end - 1].span);
        let head = self.token(object.head);
        let counted = self.words[object.head].span;
        let of = self
            .mentions
            .iter()
            .find(|m| m.head == head && m.span.overlaps(counted))
            .or_else(|| self.mentions.iter().find(|m| m.span.contains(counted)))
            .map(|m| m.entity);
        let (min, max) = amount.bounds();
        Quantity {
            span,
            kind: object.kind,
            min,
            max,
            unit: object.unit,
            modifier: amount.modifier,
            negated: amount.none,
            head,
            of,
            rule: object.rule,
        }
    }

    /// What stands behind an amount.
    fn object(&self, start: usize, amount: &Amount, former: Option<&Quantity>) -> Option<Object> {
        let lexicon = self.lexicon;
        if let Some(object) = self.measured(amount) {
            return (!amount.article && !amount.none).then_some(object);
        }
        if amount.numbers_only {
            return None;
        }
        let mut at = self.numbers.after_partitive(self.words, amount.end).unwrap_or(amount.end);
        // "5 des 12 suspects": the part counts, the whole names what.
        let whole =
            lexicon.out_of.find(self.words, amount.end).filter(|_| amount.exact_number && !amount.article);
        if let Some(whole) = whole.and_then(|(end, ())| self.numbers.cardinal(self.words, end)) {
            at = self.numbers.after_partitive(self.words, whole.end).unwrap_or(whole.end);
        }
        let noun_at = |at: usize| lexicon.nouns.find(self.words, at);
        let mut steps = 0;
        while noun_at(at).is_none() && steps < 3 && self.is_between(at) {
            at += 1;
            steps += 1;
        }
        let word = self.words.get(at)?;
        // A unit glued to digits is fine ("30km"), any other letters are not ("14h", "3G").
        let known = noun_at(at).filter(|_| {
            let elided = at > 0 && self.words[at - 1].form.ends_with('\'');
            !word.glued || elided || amount.digits
        });
        let people = if known.is_none() { self.people_named(at) } else { None };
        let Some((end, counted)) = known.or_else(|| people.as_ref().map(|c| (at + 1, c))) else {
            let elliptic = self.of_them(start, amount);
            let elliptic = elliptic.or_else(|| self.elliptic(start, amount, at, steps));
            let elliptic = elliptic.or_else(|| self.part(start, amount, at, former));
            return elliptic.or_else(|| self.unlisted(amount, at));
        };
        if lexicon.area.has(self.words, end) || word.glued && lexicon.is_excluded(&word.form) {
            return None;
        }
        let mut object = Object {
            kind: counted.kind,
            unit: Some(counted.lemma.clone()),
            end: self.with_adjectives(at, end),
            head: at,
            rule: counted.lemma.clone(),
        };
        if counted.people {
            let ruled = kind::of_people(self, start, at, end);
            if let Some(ruled) = &ruled {
                object.kind = ruled.kind;
                object.end = object.end.max(ruled.end);
                object.rule = format!("{} + {}", counted.lemma, ruled.by);
            }
            let part = self.is_part(start);
            if let Some(former) = former.filter(|_| part && ruled.is_none()) {
                object.kind = former.kind;
                object.rule = format!("{} as part of {}", counted.lemma, former.rule);
            }
        }
        self.is_news(start, amount, &object, counted.people).then_some(object)
    }

    /// Money, percent.
    fn measured(&self, amount: &Amount) -> Option<Object> {
        let lexicon = self.lexicon;
        let object = |kind, unit: &str, end: usize, rule: &str| Object {
            kind,
            unit: Some(unit.to_owned()),
            end,
            head: end - 1,
            rule: rule.to_owned(),
        };
        if let Some(code) = &amount.currency {
            return Some(object(QuantityKind::Money, code, amount.end, code));
        }
        if let Some((end, ())) = lexicon.percent.find(self.words, amount.end) {
            return Some(object(QuantityKind::Percent, "%", end, "percent"));
        }
        let at = self.numbers.after_partitive(self.words, amount.end).unwrap_or(amount.end);
        let (end, code) = lexicon.currencies.find(self.words, at)?;
        Some(object(QuantityKind::Money, code, end, code))
    }

    /// A plural noun that names a people or a group and stands in no list: "des centaines de Serbes".
    fn people_named(&self, at: usize) -> Option<Counted> {
        let word = self.words.get(at).filter(|w| w.capital && !w.glued)?;
        let index = self.token_of(word.span);
        let token = self.analysis.tokens.get(index as usize)?;
        let plural = matches!(token.upos, Upos::Noun | Upos::Propn) && token.feat("Number") == Some("Plur");
        let named = self.mentions.iter().any(|m| m.head == index && m.tokens.len() == 1 && !m.locative);
        let lemma = token.lemma.to_lowercase();
        (plural && named).then_some(Counted { kind: QuantityKind::Count, people: true, lemma })
    }

    /// A part of people told before: "onze d'entre eux ont été interpellés".
    fn of_them(&self, start: usize, amount: &Amount) -> Option<Object> {
        let (end, ()) = self.lexicon.of_them.find(self.words, amount.end).filter(|_| !amount.article)?;
        let ruled = kind::of_people(self, start, amount.end - 1, end)?;
        Some(Object { kind: ruled.kind, unit: None, end, head: amount.end - 1, rule: ruled.by })
    }

    /// A number without a noun whose verb says what it counts: "15 ont été tuées", "deux autres ont été blessés".
    fn elliptic(&self, start: usize, amount: &Amount, at: usize, others: usize) -> Option<Object> {
        let next = self.words.get(at);
        let fused = amount.digits && next.is_some_and(|w| w.glued && w.is_letters());
        if amount.article || amount.none || fused || amount.vague && others == 0 {
            return None;
        }
        let ends = self.words.get(at).is_none_or(|w| {
            let token = self.analysis.tokens.get(self.token_of(w.span) as usize);
            let told =
                |u| matches!(u, Upos::Aux | Upos::Verb | Upos::Pron | Upos::Adv | Upos::Punct | Upos::Adp);
            token.is_none_or(|t| told(t.upos) || others > 0 && !matches!(t.upos, Upos::Noun | Upos::Propn))
        });
        if !ends || others == 0 && !amount.exact_number {
            return None;
        }
        let ruled = kind::of_people(self, start, at - 1, at)?;
        Some(Object { kind: ruled.kind, unit: None, end: at, head: at - 1, rule: ruled.by })
    }

    /// A part of a whole told before, with an adjective alone: "une vingtaine de blessés, dont six graves".
    fn part(&self, start: usize, amount: &Amount, at: usize, former: Option<&Quantity>) -> Option<Object> {
        let former = former.filter(|_| amount.exact_number && !amount.article && self.is_part(start))?;
        let word = self.words.get(at).filter(|w| !w.glued)?;
        let token = self.analysis.tokens.get(self.token_of(word.span) as usize)?;
        let agrees = token.upos == Upos::Adj && token.feat("Number") == Some("Plur");
        agrees.then(|| Object {
            kind: former.kind,
            unit: former.unit.clone(),
            end: at + 1,
            head: at,
            rule: format!("part of {}", former.rule),
        })
    }

    /// A counted noun that no list holds: only behind digits or large numbers.
    fn unlisted(&self, amount: &Amount, at: usize) -> Option<Object> {
        let word = self.words.get(at).filter(|w| !w.glued && w.is_letters() && !w.capital)?;
        let counts = amount.digits && amount.low >= 2.0 || amount.low >= 20.0 && amount.exact_number;
        let token = self.analysis.tokens.get(self.token_of(word.span) as usize)?;
        let plural = token.upos == Upos::Noun && token.feat("Number") != Some("Sing");
        if !counts || !plural || self.lexicon.is_excluded(&word.form) || amount.article {
            return None;
        }
        let unit = token.lemma.to_lowercase();
        let end = self.with_adjectives(at, at + 1);
        Some(Object {
            kind: QuantityKind::Count,
            unit: Some(unit),
            end,
            head: at,
            rule: "plain count".to_owned(),
        })
    }

    /// Whether the quantity says something: not "les deux pays", "aucun accord", "plusieurs pays", "un homme".
    fn is_news(&self, start: usize, amount: &Amount, object: &Object, people: bool) -> bool {
        let human = !matches!(
            object.kind,
            QuantityKind::Count
                | QuantityKind::Weapons
                | QuantityKind::Distance
                | QuantityKind::Money
                | QuantityKind::Percent
        );
        if amount.none {
            return human;
        }
        if amount.article {
            let harmed = matches!(object.kind, QuantityKind::Killed | QuantityKind::Injured);
            return harmed && (people || object.head == amount.end);
        }
        if amount.vague && object.kind == QuantityKind::Count {
            return amount.low >= 20.0;
        }
        let before = start.checked_sub(1).map(|i| self.words[i].form.as_str());
        let definite = before.is_some_and(|b| self.lexicon.is_definite(b));
        let known = definite && object.kind == QuantityKind::Count && (!amount.digits || amount.low < 10.0);
        !known
    }

    /// The end of an expression with the adjectives that agree with its noun behind it.
    fn with_adjectives(&self, noun: usize, end: usize) -> usize {
        let head = self.token(noun);
        let mut end = end;
        while let Some(word) = self.words.get(end).filter(|w| w.is_letters() || w.form == "-" && w.glued) {
            let index = self.token_of(word.span);
            let Some(token) = self.analysis.tokens.get(index as usize) else { break };
            let own = token.head == head && (token.is("amod") || token.is("acl") && token.upos == Upos::Adj);
            if !own || !matches!(token.upos, Upos::Adj | Upos::Verb) {
                break;
            }
            end += 1;
        }
        end
    }

    /// Whether a word may stand between a number and its noun.
    fn is_between(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|w| self.lexicon.is_between(&w.form))
    }

    /// Whether the amount at `start` is told as a part of the one before.
    fn is_part(&self, start: usize) -> bool {
        self.lexicon.including.find_before(self.words, start).is_some()
    }

    /// Gives people that are only counted the kind of those they are joined to: "deux civils et un soldat ont péri".
    fn share(&self, found: &mut [Quantity]) {
        let plain = |q: &Quantity| {
            q.kind == QuantityKind::Count && q.unit.as_ref() == Some(&q.rule) && self.people(q)
        };
        for i in 1..found.len() {
            let between = found[i - 1].span.end..found[i].span.start;
            let at = self.words.partition_point(|w| w.span.start < between.start);
            let joined = self.lexicon.joined.find(self.words, at);
            let adjacent = joined
                .is_some_and(|(end, ())| self.words.get(end).is_some_and(|w| w.span.start == between.end));
            if !adjacent {
                continue;
            }
            let (left, right) = found.split_at_mut(i);
            let (a, b) = (&mut left[i - 1], &mut right[0]);
            let human = |q: &Quantity| self.people(q) && !matches!(q.kind, QuantityKind::Count);
            if plain(a) && human(b) {
                (a.kind, a.rule) = (b.kind, format!("{} with {}", a.rule, b.rule));
            } else if plain(b) && human(a) {
                (b.kind, b.rule) = (a.kind, format!("{} with {}", b.rule, a.rule));
            }
        }
    }

    /// Whether a quantity counts nouns of persons.
    fn people(&self, q: &Quantity) -> bool {
        let Some(head) = self.analysis.tokens.get(q.head as usize) else { return false };
        let at = self.words.partition_point(|w| w.span.end <= head.span.start);
        self.lexicon.nouns.find(self.words, at).is_some_and(|(_, counted)| counted.people)
    }

    /// Numbers that stand apart from their noun: "le nombre de morts est passé à 30", "porte à 30 le nombre de morts".
    fn tallies(&self) -> Vec<Quantity> {
        let (words, lexicon) = (self.words, self.lexicon);
        let mut out = Vec::new();
        for at in 0..words.len() {
            let Some((end, ())) = lexicon.tally.find(words, at) else { continue };
            let start = (end..end + 3).find(|&i| lexicon.nouns.has(words, i));
            let Some((noun, (after, counted))) = start.and_then(|i| Some((i, lexicon.nouns.find(words, i)?)))
            else {
                continue;
            };
            let mut object = Object {
                kind: counted.kind,
                unit: Some(counted.lemma.clone()),
                end: after,
                head: noun,
                rule: format!("number of {}", counted.lemma),
            };
            if counted.people {
                match kind::of_people(self, at, noun, after) {
                    Some(ruled) => object.kind = ruled.kind,
                    None if counted.kind == QuantityKind::Count => continue,
                    None => {}
                }
            }
            let stops = |w: &Word| matches!(w.form.as_str(), "." | ";" | "!" | "?");
            let stop = (after..words.len()).find(|&i| stops(&words[i])).unwrap_or(words.len());
            let ahead = (after..stop.min(after + 12)).find_map(|i| {
                let (next, ()) = lexicon.tally_before.find(words, i)?;
                self.alone(next)
            });
            // "a porté à 30 le nombre de morts": right before the article.
            let back =
                || (at.saturating_sub(6)..at).find_map(|i| self.alone(i).filter(|(_, e, _)| *e + 2 >= at));
            if let Some((from, end, amount)) = ahead.or_else(back) {
                out.push(self.make(from..end, &amount, object));
            }
        }
        out
    }

    /// A number with its modifiers that counts nothing by itself: its first word, one past its last, the amount.
    fn alone(&self, at: usize) -> Option<(usize, usize, Amount)> {
        let lead = self.lexicon.modifiers.find(self.words, at);
        let amount = match lead {
            Some((end, modifier)) => amount::read(self, end)?.modified(*modifier),
            None => amount::read(self, at)?,
        };
        let free = !amount.article && !amount.vague && self.measured(&amount).is_none();
        let next = self.words.get(amount.end);
        let counts = next.is_some_and(|w| {
            w.glued && w.is_letters()
                || self.lexicon.is_excluded(&w.form)
                || self.lexicon.nouns.has(self.words, amount.end)
        });
        (free && !counts).then_some((at, amount.end, amount))
    }

    /// The token of a word.
    fn token(&self, word: usize) -> u32 {
        self.token_of(self.words[word].span)
    }

    fn token_of(&self, span: Span) -> u32 {
        self.analysis.token_at(span.start)
    }
}
