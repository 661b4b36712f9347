//! Agents (role nouns with a sector code) and phrases that discard a sentence or a story.

use super::text::{Lines, Phrase, brackets, unusable};
use crate::KbDiagnostic;
use std::collections::BTreeMap;

/// A role noun of a dictionary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// The file it comes from.
    pub file: String,
    /// 1-based line.
    pub line: usize,
    /// The singular.
    pub name: Phrase,
    /// The plurals: those given in braces, else the regular one; none where the braces are empty.
    pub plurals: Vec<Phrase>,
    /// Its code without `~` ("GOV").
    pub code: String,
    /// Whether the code stands before that of the actor (`[NGO~]`).
    pub before: bool,
}

impl Agent {
    /// The code of an actor in this role: `IRN` becomes `IRNGOV`.
    #[must_use]
    pub fn apply(&self, actor: &str) -> String {
        match self.before {
            true => format!("{}{actor}", self.code),
            false => format!("{actor}{}", self.code),
        }
    }

    /// Singular and plurals.
    pub fn names(&self) -> impl Iterator<Item = &Phrase> {
        std::iter::once(&self.name).chain(&self.plurals)
    }
}

/// A phrase whose presence discards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discard {
    /// The file it comes from.
    pub file: String,
    /// 1-based line.
    pub line: usize,
    /// The phrase.
    pub phrase: Phrase,
    /// Whether the whole story is dropped, not the sentence alone.
    pub story: bool,
}

/// The regular plural of a phrase's last word.
fn plural(name: &str) -> String {
    let sibilant = ["S", "X", "Z", "CH", "SH"].iter().any(|e| name.ends_with(e));
    let stem = name.strip_suffix('Y').filter(|s| !s.ends_with(['A', 'E', 'I', 'O', 'U']));
    match stem {
        Some(stem) => format!("{stem}IES"),
        None if sibilant => format!("{name}ES"),
        None => format!("{name}S"),
    }
}

/// The names that a name with markers stands for: `POLICE!MEN!` is POLICEMAN and POLICEMEN.
fn fill(name: &str, marks: &BTreeMap<String, Vec<String>>) -> Option<Vec<String>> {
    let Some((before, rest)) = name.split_once('!') else { return Some(vec![name.to_owned()]) };
    let (mark, after) = rest.split_once('!')?;
    let mut all = Vec::new();
    for tail in fill(after, marks)? {
        all.extend(marks.get(mark)?.iter().map(|word| format!("{before}{word}{tail}")));
    }
    Some(all)
}

pub(super) fn read(lines: &Lines<'_>, agents: &mut Vec<Agent>, unused: &mut Vec<KbDiagnostic>) {
    let mut marks: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in &lines.all {
        let mut refuse = |why: &str| unused.push(unusable(lines.file, line.number, line.text, why));
        if let Some((mark, words)) = line.text.split_once('=').filter(|_| line.text.starts_with('!')) {
            let words: Vec<String> =
                words.split(',').map(|w| w.trim().to_uppercase()).filter(|w| !w.is_empty()).collect();
            match mark.trim().strip_prefix('!').and_then(|m| m.strip_suffix('!')) {
                Some(mark) if !mark.is_empty() && !words.is_empty() => {
                    marks.insert(mark.to_uppercase(), words);
                }
                _ => refuse("write a marker as !NAME! = WORD, WORD"),
            }
            continue;
        }
        let (left, codes) = match brackets(line.text) {
            Ok((left, codes)) if codes.len() == 1 => (left, codes),
            Ok((_, codes)) => {
                refuse(if codes.is_empty() { "an agent without a code" } else { "more than one code" });
                continue;
            }
            Err(why) => {
                refuse(why);
                continue;
            }
        };
        let (code, before) = match (codes[0].strip_prefix('~'), codes[0].strip_suffix('~')) {
            (Some(code), _) => (code.trim(), false),
            (None, Some(code)) => (code.trim(), true),
            (None, None) => {
                refuse("the code lacks `~`, the place of the actor");
                continue;
            }
        };
        let (name, given) = match left.split_once('{') {
            None => (left, None),
            Some((name, rest)) => match rest.split_once('}') {
                Some((forms, tail)) if tail.trim().is_empty() => (name.trim(), Some(forms)),
                _ => {
                    refuse("a brace is not closed");
                    continue;
                }
            },
        };
        let Some(names) = fill(&name.to_uppercase(), &marks) else {
            refuse("a marker that no line defines");
            continue;
        };
        if code.is_empty() || names.iter().any(|n| Phrase::parse(n).is_empty()) {
            refuse("an empty name or code");
            continue;
        }
        for name in names {
            let plurals = match given {
                Some(forms) => forms.split([',', ' ']).map(Phrase::parse).filter(|p| !p.is_empty()).collect(),
                None if name.ends_with('_') => Vec::new(),
                None => vec![Phrase::parse(&plural(&name))],
            };
            agents.push(Agent {
                file: lines.file.to_owned(),
                line: line.number,
                name: Phrase::parse(&name),
                plurals,
                code: code.to_owned(),
                before,
            });
        }
    }
}

pub(super) fn read_discards(lines: &Lines<'_>, discards: &mut Vec<Discard>) {
    for line in &lines.all {
        let (phrase, story) = match line.text.strip_prefix('+') {
            Some(rest) => (Phrase::parse(rest), true),
            None => (Phrase::parse(line.text), false),
        };
        discards.push(Discard { file: lines.file.to_owned(), line: line.number, phrase, story });
    }
}
