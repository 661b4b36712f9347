//! Time words and patterns of a language (`times.toml`), and the finder of time expressions.
//!
//! The file names words (months, weekdays, units, parts of the day, feasts ...) and entries: a pattern with a meaning.
//! [`TimeLexicon::find`] says which words form an expression and what it means in the notation below; turning that into days
//! of the calendar needs the report's date and, for some, the tense of the verb, and is done elsewhere.
//!
//! | meaning | says |
//! | --- | --- |
//! | `date [last or next or same]` | the captured day, month, year, weekday, feast, season, part of the day, hour |
//! | `now - n unit`, `then + 1 week`, `time - 1 day` | counted from the report's date, the date told last, or the inner expression |
//! | `range` | from the first to the second date |
//! | `pair` | two days: a range when one follows the other, else two expressions |
//! | `night` | the night between two days |
//! | `ref past`, `ref present`, `ref future` | no more than a vague reference |
//! | `duration [several or half]` | a length of time, of unknown length, or with a half |
//! | `window -`, `window +` | the last or next so many units |
//! | `set` | a repeated time |
//! | `since`, `from`, `until`, `before`, `after`, `by` | bounds the days of the inner expression |
//! | `ahead`, `behind` | the inner expression lies in the future, in the past |
//! | `join` | a day and a time of day |
//! | `edge` | the captured start, middle or end of the inner expression |
//! | `span` | from the first to the second inner expression |
//! | `unknown` | a date that the words do not let us count |
//! | `none` | looks like a time but is none |
//!
//! `approx` may follow each of them.

mod meaning;
mod openings;

pub use meaning::{Base, Frame, Meaning, Steps};

use crate::dates::{Partial, Unit, is_feast};
use crate::error::{PackError, PackFault};
use crate::numbers::{NumberLexicon, line_of, toml_file};
use crate::pattern::{Capture, Matched, Pattern};
use crate::words::{Phrases, Word};
use openings::{Class, Openings};
use serde::Deserialize;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;

#[derive(Clone, Debug)]
struct Rule {
    name: String,
    pattern: Pattern,
    meaning: Meaning,
    approx: bool,
}

/// A time expression found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The words of the expression.
    pub words: Range<usize>,
    /// Those and the words that had to stand around them.
    pub full: Range<usize>,
    /// The entry that matched.
    pub rule: String,
    /// Its meaning.
    pub meaning: Meaning,
    /// About then.
    pub approx: bool,
    /// What its slots matched.
    pub captures: BTreeMap<String, Capture>,
    /// Inner expressions, in the order of the pattern.
    pub inner: Vec<Hit>,
}

impl Hit {
    /// The expression that names the day: itself, or the innermost one of a frame.
    #[must_use]
    pub fn day(&self) -> &Hit {
        match (&self.meaning, self.inner.first()) {
            (Meaning::Frame(frame), Some(inner)) if *frame != Frame::Range => inner.day(),
            _ => self,
        }
    }

    /// Whether it names a time of day without a day.
    #[must_use]
    pub fn is_time_of_day(&self) -> bool {
        match self.meaning {
            Meaning::Date { .. } => Partial::new(&self.captures, false).only_time_of_day(),
            Meaning::Frame(Frame::Edge) => self.inner.first().is_some_and(Hit::is_time_of_day),
            _ => false,
        }
    }

    /// Whether it names a piece of the calendar.
    #[must_use]
    pub fn is_date(&self) -> bool {
        match self.meaning {
            Meaning::Date { .. } => !self.is_time_of_day(),
            Meaning::Shift { .. } | Meaning::Range | Meaning::Pair | Meaning::Night => true,
            Meaning::Frame(_) => self.inner.first().is_some_and(Hit::is_date),
            _ => false,
        }
    }
}

/// The time words and entries of one language.
#[derive(Clone, Debug, Default)]
pub struct TimeLexicon {
    tables: BTreeMap<&'static str, Phrases<String>>,
    lists: BTreeMap<String, Phrases<()>>,
    rules: Vec<Rule>,
    frames: Vec<Rule>,
    rule_openings: Openings,
    frame_openings: Openings,
    verbs: BTreeMap<String, BTreeSet<String>>,
}

type Table = BTreeMap<String, Spanned<Vec<String>>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    months: Table,
    short_months: Table,
    weekdays: Table,
    units: Table,
    parts: Table,
    edges: Table,
    seasons: Table,
    feasts: Table,
    sections: Table,
    noons: Table,
    zones: Table,
    references: Table,
    lists: BTreeMap<String, Vec<String>>,
    verbs: BTreeMap<String, Vec<String>>,
    rules: Rules,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    dates: Vec<Spanned<(String, String)>>,
    frames: Vec<Spanned<(String, String)>>,
}

/// Slots that are no table: numbers of all kinds, and inner expressions.
const NUMERIC: [&str; 12] =
    ["n", "ord", "day", "mm", "yy", "year", "hour", "minute", "decade", "century", "name", "time"];

impl TimeLexicon {
    /// Reads `times.toml`.
    ///
    /// # Errors
    /// The file is not TOML, or has tables, values, patterns or meanings that cannot be read: all of them, with their lines.
    pub fn parse(text: &str, file: &str) -> Result<TimeLexicon, PackError> {
        let data: File = toml_file(text, file)?;
        let mut faults: Vec<PackFault> = Vec::new();
        let mut fault = |at: usize, message: String, mend: &str| {
            faults.push(PackFault::new(file, line_of(text, at), message, mend));
        };
        let mut out = TimeLexicon::default();
        type Valid = fn(&str) -> bool;
        let tables: [(&'static str, &Table, Valid, &str); 11] = [
            ("month", &data.months, |v| v.parse().is_ok_and(|n: u8| (1..=12).contains(&n)), "1 to 12"),
            (
                "short_month",
                &data.short_months,
                |v| v.parse().is_ok_and(|n: u8| (1..=12).contains(&n)),
                "1 to 12",
            ),
            ("weekday", &data.weekdays, |v| v.parse().is_ok_and(|n: u8| (1..=7).contains(&n)), "1 to 7"),
            ("unit", &data.units, |v| Unit::parse(v).is_some(), "day, week, month, year, hour ..."),
            ("part", &data.parts, |v| v.len() == 2, "MO MI AF EV NI DT"),
            ("edge", &data.edges, |v| matches!(v, "start" | "mid" | "end"), "start, mid, end"),
            ("season", &data.seasons, |v| matches!(v, "SP" | "SU" | "FA" | "WI"), "SP SU FA WI"),
            ("feast", &data.feasts, is_feast, "12-25, easter+39, vague"),
            ("section", &data.sections, |v| matches!(v, "quarter" | "half"), "quarter, half"),
            ("noon", &data.noons, |v| v.parse().is_ok_and(|n: u8| n <= 24), "0 to 24"),
            ("zone", &data.zones, |v| matches!(v, "Z" | "local"), "Z, local"),
        ];
        for (name, table, valid, values) in tables {
            let mut phrases = Phrases::default();
            for (value, words) in table {
                if !valid(value) {
                    fault(words.span().start, format!("`{value}` is no {name}"), values);
                }
                for word in words.get_ref() {
                    phrases.add(word, value.clone());
                }
            }
            out.tables.insert(name, phrases);
        }
        for (name, words) in &data.lists {
            let list = out.lists.entry(name.clone()).or_default();
            for word in words {
                list.add(word, ());
            }
        }
        for (name, words) in data.verbs {
            out.verbs.insert(name, words.into_iter().collect());
        }
        for (value, words) in &data.references {
            let meaning = match value.as_str() {
                "past" => Meaning::Ref("PAST_REF"),
                "present" => Meaning::Ref("PRESENT_REF"),
                "future" => Meaning::Ref("FUTURE_REF"),
                _ => {
                    fault(words.span().start, format!("`{value}` is no reference"), "past, present, future");
                    continue;
                }
            };
            for word in words.get_ref() {
                match Pattern::parse(word) {
                    Ok(pattern) => {
                        out.rules.push(Rule { name: word.clone(), pattern, meaning, approx: false });
                    }
                    Err(e) => fault(words.span().start, format!("`{word}`: {e}"), "mend the pattern"),
                }
            }
        }
        for (is_frame, list) in [(false, &data.rules.dates), (true, &data.rules.frames)] {
            for entry in list {
                let (words, says) = entry.get_ref();
                let at = entry.span().start;
                let pattern = match Pattern::parse(words) {
                    Ok(pattern) => pattern,
                    Err(e) => {
                        fault(at, format!("`{words}`: {e}"), "mend the pattern");
                        continue;
                    }
                };
                for slot in pattern.slots() {
                    let name = slot.trim_end_matches('2');
                    let known = NUMERIC.contains(&name)
                        || out.tables.contains_key(name)
                        || out.lists.contains_key(name);
                    if !known || name == "time" && !is_frame {
                        fault(
                            at,
                            format!("`{words}` has the unknown slot {{{slot}}}"),
                            "name a table or list",
                        );
                    }
                }
                if is_frame && !pattern.slots().iter().any(|s| s.trim_end_matches('2') == "time") {
                    fault(
                        at,
                        format!("`{words}` holds no {{time}}"),
                        "name where the inner expression stands",
                    );
                }
                let Some((meaning, approx)) = meaning::read(says) else {
                    fault(at, format!("`{says}` is no meaning"), "see the head of the file");
                    continue;
                };
                let rule = Rule { name: words.clone(), pattern, meaning, approx };
                if is_frame { out.frames.push(rule) } else { out.rules.push(rule) }
            }
        }
        out.index();
        if faults.is_empty() { Ok(out) } else { Err(PackError(faults)) }
    }

    /// Sorts the entries by what they can begin with.
    fn index(&mut self) {
        let class = |slot: &str| {
            let name = slot.trim_end_matches('2');
            match (self.tables.get(name), self.lists.get(name)) {
                (Some(table), _) => Class::Words(table.first_words().collect()),
                (_, Some(list)) => Class::Words(list.first_words().collect()),
                _ if name == "name" => Class::Name,
                _ if name == "time" => Class::Time,
                // Every other slot is a number.
                _ => Class::Number,
            }
        };
        let rules = Openings::new(self.rules.iter().map(|r| &r.pattern), class);
        let frames = Openings::new(self.frames.iter().map(|r| &r.pattern), class);
        (self.rule_openings, self.frame_openings) = (rules, frames);
    }

    /// Whether a lemma stands in one of the lists of `[verbs]`.
    #[must_use]
    pub fn verb(&self, list: &str, lemma: &str) -> bool {
        self.verbs.get(list).is_some_and(|v| v.contains(lemma))
    }

    /// Whether a lower-case word is the name of a day of the week.
    #[must_use]
    pub fn is_weekday(&self, word: &str) -> bool {
        self.tables.get("weekday").is_some_and(|t| t.get(word).is_some())
    }

    /// Whether a lower-case word is the name of a month.
    #[must_use]
    pub fn is_month(&self, word: &str) -> bool {
        ["month", "short_month"].iter().any(|n| self.tables.get(n).is_some_and(|t| t.get(word).is_some()))
    }

    /// Whether a lower-case word is the name of a day, a month, a part of the day or a unit of time.
    #[must_use]
    pub fn is_moment(&self, word: &str) -> bool {
        let tables = ["weekday", "month", "short_month", "part", "unit"];
        tables.iter().any(|n| self.tables.get(n).is_some_and(|t| t.get(word).is_some()))
    }

    /// Whether a lower-case word stands in one of `[lists]`.
    #[must_use]
    pub fn lists(&self, list: &str, word: &str) -> bool {
        self.lists.get(list).is_some_and(|l| l.get(word).is_some())
    }

    /// All time expressions of a stretch of words, in order, without overlaps.
    #[must_use]
    pub fn find(&self, words: &[Word], numbers: &NumberLexicon) -> Vec<Hit> {
        let mut hits = self.plain(words, numbers);
        for _ in 0..4 {
            let (next, changed) = self.framed(words, numbers, hits);
            hits = next;
            if !changed {
                break;
            }
        }
        hits.retain(|h| h.meaning != Meaning::None);
        hits
    }

    /// The expressions that the entries of `dates` match.
    fn plain(&self, words: &[Word], numbers: &NumberLexicon) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let mut best = self.best_at(words, numbers, at);
            let mut from = at;
            // Words outside may open an expression; a longer one that begins inside them is better.
            if let Some(inner) = best.as_ref().map(|(b, _)| b.inner.start) {
                for start in at + 1..=inner {
                    let other = self.best_at(words, numbers, start);
                    if other.as_ref().is_some_and(|(o, _)| best.as_ref().is_none_or(|(b, _)| o.end > b.end)) {
                        (best, from) = (other, start);
                    }
                }
            }
            match best {
                Some((found, rule)) => {
                    let end = found.inner.end.max(at + 1);
                    hits.push(hit(found, from, rule, Vec::new()));
                    at = end;
                }
                None => at += 1,
            }
        }
        hits
    }

    /// The longest match of an entry of `dates` that begins at `at`.
    fn best_at<'l>(
        &'l self,
        words: &[Word],
        numbers: &NumberLexicon,
        at: usize,
    ) -> Option<(Matched, &'l Rule)> {
        let tried = self.rule_openings.at(words, at, numbers, &|_| false);
        if tried.is_empty() {
            return None;
        }
        // Many entries ask the same of the same place: which number or day begins there.
        let known = Known::default();
        let slots = |name: &str, words: &[Word], at: usize| {
            if self.tables.contains_key(name) || self.lists.contains_key(name) {
                return self.slot(numbers, name, words, at);
            }
            known.of(name, at, || self.slot(numbers, name, words, at))
        };
        let mut best: Option<(Matched, &Rule)> = None;
        for rule in tried.into_iter().map(|i| &self.rules[i]) {
            if let Some(found) = rule.pattern.find(words, at, &slots)
                && !counts_something(&found, words)
                && best.as_ref().is_none_or(|(b, _)| found.end > b.end)
            {
                best = Some((found, rule));
            }
        }
        best
    }

    /// Applies the entries of `frames` once over all expressions.
    fn framed(&self, words: &[Word], numbers: &NumberLexicon, hits: Vec<Hit>) -> (Vec<Hit>, bool) {
        let mut starts: BTreeMap<usize, usize> = BTreeMap::new();
        for (i, h) in hits.iter().enumerate() {
            starts.insert(h.words.start, i);
        }
        // Every frame holds an expression, so that none begins behind the last.
        let Some(last) = starts.keys().next_back().copied() else { return (hits, false) };
        let slots = |name: &str, words: &[Word], at: usize| {
            if name.trim_end_matches('2') != "time" {
                return self.slot(numbers, name, words, at);
            }
            starts.get(&at).map(|&i| (hits[i].words.end, Capture::Inner(i))).into_iter().collect()
        };
        let mut out: Vec<Hit> = Vec::new();
        let mut taken = vec![false; hits.len()];
        let mut at = 0;
        let mut changed = false;
        while at <= last {
            let tried = self.frame_openings.at(words, at, numbers, &|at| starts.contains_key(&at));
            let mut best: Option<(Matched, &Rule, Vec<usize>)> = None;
            for rule in tried.into_iter().map(|i| &self.frames[i]) {
                let Some(found) = rule.pattern.find(words, at, &slots) else { continue };
                let inner: Vec<usize> = ["time", "time2"]
                    .iter()
                    .filter_map(|n| match found.captures.get(*n) {
                        Some(Capture::Inner(i)) => Some(*i),
                        _ => None,
                    })
                    .collect();
                let new = inner.iter().all(|&i| {
                    let full = &hits[i].full;
                    !taken[i] && (at < full.start || found.end > full.end)
                });
                let parts: Vec<&Hit> = inner.iter().map(|&i| &hits[i]).collect();
                if new
                    && fits(rule.meaning, &parts)
                    && best.as_ref().is_none_or(|(b, _, _)| found.end > b.end)
                {
                    best = Some((found, rule, inner));
                }
            }
            if let Some((found, rule, inner)) = best {
                changed = true;
                let end = found.inner.end.max(at + 1);
                inner.iter().for_each(|&i| taken[i] = true);
                let parts = inner.iter().map(|&i| hits[i].clone()).collect();
                // Whatever else the frame covers is part of it.
                for (i, h) in hits.iter().enumerate() {
                    taken[i] |= h.words.start >= found.inner.start && h.words.end <= found.inner.end;
                }
                out.push(hit(found, at, rule, parts));
                at = end;
            } else {
                at += 1;
            }
        }
        out.extend(hits.into_iter().zip(taken).filter(|(_, taken)| !taken).map(|(h, _)| h));
        out.sort_by_key(|h| h.words.start);
        (out, changed)
    }

    /// What a slot matches at a place.
    fn slot(&self, numbers: &NumberLexicon, name: &str, words: &[Word], at: usize) -> Matches {
        let name = name.trim_end_matches('2');
        let Some(word) = words.get(at) else { return Vec::new() };
        if let Some(table) = self.tables.get(name) {
            let Some((end, value)) = table.find(words, at) else { return Vec::new() };
            let capture = value.parse().map_or_else(|_| Capture::Text(value.clone()), Capture::Int);
            return vec![(end, capture)];
        }
        if let Some(list) = self.lists.get(name) {
            return list
                .find(words, at)
                .map(|(end, ())| (end, Capture::Text(name.to_owned())))
                .into_iter()
                .collect();
        }
        let glued_letters = words.get(at + 1).is_some_and(|w| w.glued && w.is_letters());
        let int = |low: i64, high: i64, lens: Range<usize>| -> Option<(usize, Capture)> {
            let value: i64 =
                word.form.parse().ok().filter(|_| word.is_digits() && lens.contains(&word.form.len()))?;
            (low..=high).contains(&value).then_some((at + 1, Capture::Int(value)))
        };
        let spelled = |low: i64, high: i64| -> Option<(usize, Capture)> {
            let number = numbers.cardinal(words, at).filter(|n| !n.digits && !n.approx)?;
            let value = number.value as i64;
            (low..=high).contains(&value).then_some((number.end, Capture::Int(value)))
        };
        match name {
            "n" => {
                let Some(n) = numbers.cardinal(words, at) else { return Vec::new() };
                let capture = Capture::Count(n.value, n.approx);
                let end = n.noun.then(|| numbers.after_partitive(words, n.end)).flatten().unwrap_or(n.end);
                vec![(end, capture)]
            }
            "ord" => numbers.ordinal(words, at).map(|(end, v)| (end, Capture::Int(v))).into_iter().collect(),
            "day" => {
                let first = numbers.ordinal(words, at).filter(|(_, v)| *v == 1);
                let first = first.map(|(end, v)| (end, Capture::Int(v)));
                let digits = || int(1, 31, 1..3).filter(|_| !glued_letters);
                first.or_else(digits).or_else(|| spelled(2, 31)).into_iter().collect()
            }
            "mm" => int(1, 12, 1..3).into_iter().collect(),
            "yy" => int(0, 99, 2..3).filter(|_| !glued_letters).into_iter().collect(),
            "year" => {
                let after_mark =
                    word.glued && at > 0 && matches!(words[at - 1].form.as_str(), "," | "$" | "€");
                let decimals =
                    words.get(at + 1).is_some_and(|w| w.glued && matches!(w.form.as_str(), "," | "%" | "€"))
                        && words.get(at + 2).is_some_and(|w| w.glued && w.is_digits());
                int(1000, 2100, 4..5)
                    .filter(|_| !glued_letters && !after_mark && !decimals)
                    .or_else(|| spelled(1900, 2100))
                    .into_iter()
                    .collect()
            }
            "hour" => int(0, 24, 1..3).or_else(|| spelled(0, 24)).into_iter().collect(),
            "minute" => int(0, 59, 2..3).or_else(|| spelled(1, 59)).into_iter().collect(),
            "decade" => {
                let found = int(1000, 2090, 4..5).or_else(|| int(0, 90, 2..3)).or_else(|| spelled(10, 90));
                let full = |v: i64| match v {
                    v if v >= 1000 => v,
                    v if v <= 20 => 2000 + v,
                    v => 1900 + v,
                };
                match found {
                    Some((end, Capture::Int(v))) if v % 10 == 0 => vec![(end, Capture::Int(full(v)))],
                    _ => Vec::new(),
                }
            }
            "century" => {
                let found = numbers.ordinal(words, at).filter(|(_, v)| (1..=21).contains(v));
                found.map(|(end, v)| (end, Capture::Int(v))).into_iter().collect()
            }
            "name" if word.capital && word.is_letters() => vec![(at + 1, Capture::Text(word.form.clone()))],
            _ => Vec::new(),
        }
    }
}

/// What a slot can match at a place.
type Matches = Vec<(usize, Capture)>;

/// What slots were found to match, by name and place.
#[derive(Default)]
struct Known(RefCell<Vec<(String, usize, Matches)>>);

impl Known {
    fn of(&self, name: &str, at: usize, find: impl Fn() -> Matches) -> Matches {
        let mut all = self.0.borrow_mut();
        if let Some((_, _, found)) = all.iter().find(|(n, a, _)| *a == at && n == name) {
            return found.clone();
        }
        let found = find();
        all.push((name.to_owned(), at, found.clone()));
        found
    }
}

fn hit(found: Matched, at: usize, rule: &Rule, inner: Vec<Hit>) -> Hit {
    let full = inner.iter().fold(at..found.end, |f, h| f.start.min(h.full.start)..f.end.max(h.full.end));
    Hit {
        words: found.inner,
        full,
        rule: rule.name.clone(),
        meaning: rule.meaning,
        approx: rule.approx,
        captures: found.captures,
        inner,
    }
}

/// Whether a frame can hold these expressions.
fn fits(meaning: Meaning, parts: &[&Hit]) -> bool {
    let date = |h: &&Hit| h.is_date();
    let Meaning::Frame(frame) = meaning else { return parts.iter().all(date) };
    let closed = |h: &Hit| matches!(h.meaning, Meaning::Frame(f) if !matches!(f, Frame::Join | Frame::Edge | Frame::Ahead | Frame::Behind));
    match (frame, parts) {
        (Frame::Join, [day, time]) => {
            let joined = matches!(day.meaning, Meaning::Frame(Frame::Join));
            let has_clock = |h: &Hit| h.captures.contains_key("hour");
            day.is_date() && time.is_time_of_day() && (!joined || has_clock(time)) && !has_clock(day.day())
        }
        (Frame::Range, [a, b]) => {
            a.is_date() && b.is_date() && !closed(a) && !closed(b) || a.is_time_of_day() && b.is_time_of_day()
        }
        (Frame::Edge, [inner]) => {
            let small = ["day", "weekday", "edge"].iter().any(|s| inner.day().captures.contains_key(*s));
            let fixed = matches!(inner.meaning, Meaning::Frame(Frame::Edge)) || small;
            (inner.is_date() || inner.is_time_of_day()) && !fixed && !closed(inner)
        }
        (Frame::Since, [inner]) => {
            !closed(inner)
                && (inner.is_date()
                    || inner.is_time_of_day()
                    || matches!(inner.meaning, Meaning::Duration { .. }))
        }
        (_, [inner]) => !closed(inner) && (inner.is_date() || inner.is_time_of_day()),
        _ => false,
    }
}

/// Whether a match takes a number in words for a day although no month follows: "mercredi six employés".
fn counts_something(found: &Matched, words: &[Word]) -> bool {
    let has = |name: &str| found.captures.contains_key(name);
    let months = ["month", "month2", "short_month", "mm"].iter().any(|n| has(n));
    let last = found.inner.end.checked_sub(1).and_then(|i| words.get(i));
    let spelled = last.is_some_and(|w| !w.is_digits());
    has("weekday")
        && has("day")
        && !months
        && !["part", "time", "year", "day2"].iter().any(|n| has(n))
        && spelled
        && !matches!(found.captures.get("day"), Some(Capture::Int(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;

    #[test]
    fn faults_are_collected() {
        let error = TimeLexicon::parse(
            "months = { 13 = [\"x\"] }\nshort_months = {}\nweekdays = {}\nunits = { day = [\"jour\"] }\nparts = {}\nedges = {}\n\
             seasons = {}\nfeasts = {}\nsections = {}\nnoons = {}\nzones = {}\nreferences = {}\nlists = {}\nverbs = {}\n\
             [rules]\ndates = [[\"{nothing}\", \"date\"], [\"(a\", \"date\"], [\"a\", \"guess\"]]\nframes = []\n",
            "times.toml",
        )
        .unwrap_err();
        let lines: Vec<usize> = error.0.iter().map(|f| f.line).collect();
        assert_eq!(lines, [1, 16, 16, 16], "{error}");
    }

    #[test]
    fn words_alone_are_no_time() {
        let (times, numbers) = (TimeLexicon::default(), NumberLexicon::default());
        assert_eq!(times.find(&words("il a plu", 0), &numbers), []);
    }
}
