//! Actors: names, synonyms and codes that hold on certain days.

use super::text::{Lines, Phrase, brackets, unusable};
use crate::KbDiagnostic;
use dateline_types::Days;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A code and the days it holds on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedCode {
    /// As written ("IRNGOV", "FRO/BIL", "---").
    pub code: String,
    /// The days; open on both sides where the dictionary gives none.
    pub days: Days,
    /// 1-based line.
    pub line: usize,
}

impl DatedCode {
    /// The codes of a list such as `FRO/BIL/SAM`.
    pub fn each(&self) -> impl Iterator<Item = &str> {
        self.code.split('/')
    }

    /// Whether the actor is to be passed over (`---`, `+++`, `###`).
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.code.as_str(), "---" | "+++" | "###")
    }
}

/// An actor of a dictionary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The file it comes from.
    pub file: String,
    /// 1-based line of its name.
    pub line: usize,
    /// Its first name.
    pub name: Phrase,
    /// Other names, in file order.
    pub synonyms: Vec<Phrase>,
    /// Its codes, in file order.
    pub codes: Vec<DatedCode>,
}

impl Actor {
    /// The code of a day: the first dated code that holds, else the first without dates.
    #[must_use]
    pub fn code(&self, day: Option<Date>) -> Option<&str> {
        let open = |c: &&DatedCode| c.days == Days::default();
        let dated = day.and_then(|d| self.codes.iter().filter(|c| !open(c)).find(|c| c.days.contains(d)));
        dated.or_else(|| self.codes.iter().find(open)).map(|c| c.code.as_str())
    }

    /// What [`Actor::code`] gives over time: runs of days that do not overlap, by start; null codes are left out.
    #[must_use]
    pub fn periods(&self) -> Vec<(Days, &str)> {
        let cuts: BTreeSet<Date> =
            self.codes.iter().flat_map(|c| [c.days.earliest, c.days.latest]).flatten().collect();
        let starts = std::iter::once(None).chain(cuts.iter().copied().map(Some));
        let ends = cuts.iter().copied().map(Some).chain([None]);
        let mut all: Vec<(Days, &str)> = Vec::new();
        for (earliest, latest) in starts.zip(ends) {
            let day = earliest.or_else(|| latest.and_then(|d| d.yesterday().ok()));
            let Some(code) = self.code(day).filter(|c| !matches!(*c, "---" | "+++" | "###")) else {
                continue;
            };
            match all.last_mut() {
                Some((days, last)) if *last == code && days.latest == earliest => days.latest = latest,
                _ => all.push((Days { earliest, latest }, code)),
            }
        }
        all
    }

    /// Name and synonyms.
    pub fn names(&self) -> impl Iterator<Item = &Phrase> {
        std::iter::once(&self.name).chain(&self.synonyms)
    }
}

/// `YYMMDD` (years 31 to 99 are of the twentieth century) or `YYYYMMDD`.
fn day(text: &str) -> Option<Date> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = match text.len() {
        6 => {
            let year: i16 = text[..2].parse().ok()?;
            (if year > 30 { 1900 + year } else { 2000 + year }, &text[2..])
        }
        8 => (text[..4].parse().ok()?, &text[4..]),
        _ => return None,
    };
    Date::new(year, rest[..2].parse().ok()?, rest[2..].parse().ok()?).ok()
}

/// `IRN`, `IRN <950601`, `IRN > 19990816`, `IRN 19950601 - 990815`.
fn dated(text: &str, line: usize) -> Option<DatedCode> {
    let end = text.find(|c: char| c.is_whitespace() || c == '<' || c == '>').unwrap_or(text.len());
    let (code, rest) = (text[..end].to_owned(), text[end..].trim());
    let known = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '+' | '#' | '*');
    if code.is_empty() || !code.chars().all(known) {
        return None;
    }
    let days = match rest.chars().next() {
        None => Days::default(),
        Some('<') => Days { earliest: None, latest: Some(day(rest[1..].trim())?) },
        Some('>') => Days { earliest: Some(day(rest[1..].trim())?.tomorrow().ok()?), latest: None },
        Some(_) => {
            let (from, to) = rest.split_once('-')?;
            let (from, to) = (day(from.trim())?, day(to.trim())?);
            Days::between(from, to.tomorrow().ok().filter(|t| *t > from)?)
        }
    };
    Some(DatedCode { code, days, line })
}

pub(super) fn read(lines: &Lines<'_>, actors: &mut Vec<Actor>, unused: &mut Vec<KbDiagnostic>) {
    let mut now: Option<(Actor, &str)> = None;
    let mut done = |now: Option<(Actor, &str)>, unused: &mut Vec<KbDiagnostic>, told: bool| {
        let Some((actor, text)) = now else { return };
        if !actor.codes.is_empty() {
            actors.push(actor);
        } else if !told {
            unused.push(unusable(lines.file, actor.line, text, "a name without a code"));
        }
    };
    // Whether the name now read has been reported already.
    let mut told = false;
    for line in &lines.all {
        let mut refuse = |why: String| unused.push(unusable(lines.file, line.number, line.text, why));
        let (name, codes) = match brackets(line.text) {
            Ok(found) => found,
            Err(why) => {
                refuse(why.to_owned());
                let starts_one = !line.text.starts_with(['[', '+']);
                if starts_one {
                    done(now.take(), unused, told);
                }
                continue;
            }
        };
        let read: Vec<Option<DatedCode>> = codes.iter().map(|c| dated(c, line.number)).collect();
        let bad = codes.iter().zip(&read).find(|(_, r)| r.is_none()).map(|(c, _)| *c);
        let phrase = Phrase::parse(name.strip_prefix('+').unwrap_or(name));
        let synonym = name.starts_with('+');
        if !name.is_empty() && phrase.is_empty() {
            refuse("an empty name".to_owned());
            continue;
        }
        if let Some(bad) = bad {
            refuse(format!("`{bad}` is no code with dates"));
        } else if (synonym || name.is_empty()) && now.is_none() {
            refuse("no actor stands before it".to_owned());
            continue;
        }
        if !synonym && !name.is_empty() {
            done(now.take(), unused, told);
            told = bad.is_some();
            let actor = Actor {
                file: lines.file.to_owned(),
                line: line.number,
                name: phrase,
                synonyms: Vec::new(),
                codes: Vec::new(),
            };
            now = Some((actor, line.text));
        } else if let Some((actor, _)) = now.as_mut().filter(|_| synonym) {
            actor.synonyms.push(phrase);
        }
        if let Some((actor, _)) = &mut now {
            actor.codes.extend(read.into_iter().flatten());
        }
    }
    done(now, unused, told);
}
