//! Patterns over words: how an entry of `times.toml` says which words it matches.
//!
//! `word` stands for itself, `a|b` for one of several words, `x?` for an optional part, `(a b | c)` for one of several
//! sequences, `{slot}` for a class of words, `[...]` for words that must stand there but are no part of the expression.

use crate::words::{Word, words};
use std::collections::BTreeMap;

/// Deepest nesting of brackets.
const DEEPEST: usize = 16;
/// Most steps of one match: those of real patterns are some hundred, a pattern of many optional parts could take as many as it has
/// subsets.
const MOST_STEPS: u32 = 20_000;

/// A compiled pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern(Vec<Node>);

#[derive(Clone, Debug, PartialEq)]
enum Node {
    Word(String),
    Slot(String),
    Any(Vec<Vec<Node>>),
    Optional(Vec<Node>),
    Outside(Vec<Node>),
}

/// What a slot matched.
#[derive(Clone, Debug, PartialEq)]
pub enum Capture {
    /// A number, of a month, day, year, weekday (Monday is 1), hour ...
    Int(i64),
    /// A count, and whether it is only about so many.
    Count(f64, bool),
    /// The value of a class word ("week", "MO", "12-25").
    Text(String),
    /// Index of an inner expression.
    Inner(usize),
}

/// The words a slot may match at a place: pairs of one past the last word and what was matched, best first.
pub type SlotFinder<'f> = &'f dyn Fn(&str, &[Word], usize) -> Vec<(usize, Capture)>;

/// What a pattern matched.
#[derive(Clone, Debug, PartialEq)]
pub struct Matched {
    /// One past the last word, with the words outside.
    pub end: usize,
    /// First and one past the last word of the expression proper.
    pub inner: std::ops::Range<usize>,
    /// Captures by slot name; a second slot of one kind is named with a 2 ("day2").
    pub captures: BTreeMap<String, Capture>,
}

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Pattern, String> {
        let mut reader = Reader { text, at: 0, open: 0 };
        let mut branches = reader.branches(None)?;
        match branches.len() {
            1 if !branches[0].is_empty() => Ok(Pattern(branches.remove(0))),
            1 => Err("the pattern is empty".to_owned()),
            _ => Err("put alternatives of several words in brackets `( | )`".to_owned()),
        }
    }

    /// The names of all slots.
    #[must_use]
    pub fn slots(&self) -> Vec<&str> {
        fn walk<'a>(nodes: &'a [Node], out: &mut Vec<&'a str>) {
            for node in nodes {
                match node {
                    Node::Word(_) => {}
                    Node::Slot(name) => out.push(name),
                    Node::Any(branches) => branches.iter().for_each(|b| walk(b, out)),
                    Node::Optional(inner) | Node::Outside(inner) => walk(inner, out),
                }
            }
        }
        let mut out = Vec::new();
        walk(&self.0, &mut out);
        out
    }

    /// What a match can begin with.
    #[must_use]
    pub fn first(&self) -> Opening<'_> {
        let mut opening = Opening::new();
        opening.first(&mut vec![&self.0]);
        opening
    }

    /// What can follow in a match whose first part is one word; `any` when the match can end there.
    #[must_use]
    pub fn second(&self, first: First<'_>) -> Opening<'_> {
        let mut opening = Opening::new();
        opening.second(&mut vec![&self.0], first);
        opening
    }

    /// The longest match that begins at `at`.
    #[must_use]
    pub fn find(&self, words: &[Word], at: usize, slots: SlotFinder<'_>) -> Option<Matched> {
        let mut run = Run { words, slots, best: None, left: MOST_STEPS };
        let start = State { at, inner: None, captures: Vec::new() };
        let todo: Vec<(&[Node], bool)> = vec![(&self.0, false)];
        run.step(&todo, start, 0);
        let state = run.best?;
        Some(Matched {
            end: state.at,
            inner: state.inner.map_or(at..at, |(s, e)| s..e),
            captures: state.captures.into_iter().collect(),
        })
    }
}

/// The first part of a match that is one word long: a word of the pattern's own, or a slot.
#[derive(Clone, Copy, Debug)]
pub enum First<'a> {
    /// This word.
    Word(&'a str),
    /// A slot of this name.
    Slot(&'a str),
}

/// What can stand at a place of a match.
#[derive(Debug)]
pub struct Opening<'a> {
    /// These words.
    pub words: Vec<&'a str>,
    /// What slots of these names match.
    pub slots: Vec<&'a str>,
    /// Anything: the match can be over there, or the pattern has too many ways to tell.
    pub any: bool,
    left: u32,
}

impl<'a> Opening<'a> {
    fn new() -> Opening<'a> {
        Opening { words: Vec::new(), slots: Vec::new(), any: false, left: MOST_STEPS }
    }

    /// Takes the first node of the open sequences (innermost last); without one, anything can follow.
    fn next(&mut self, todo: &mut Vec<&'a [Node]>) -> Option<&'a Node> {
        while todo.last().is_some_and(|nodes| nodes.is_empty()) {
            todo.pop();
        }
        let node = todo.pop().and_then(<[Node]>::split_first).filter(|_| self.left > 0);
        self.left = self.left.saturating_sub(1);
        let Some((node, rest)) = node else {
            self.any = true;
            return None;
        };
        todo.push(rest);
        Some(node)
    }

    /// Notes what the sequences can begin with.
    fn first(&mut self, todo: &mut Vec<&'a [Node]>) {
        let Some(node) = self.next(todo) else { return };
        match node {
            Node::Word(word) => self.words.push(word),
            Node::Slot(name) => self.slots.push(name),
            _ => inside(node, todo, &mut |todo| self.first(todo)),
        }
    }

    /// Notes what the sequences can have behind a first part.
    fn second(&mut self, todo: &mut Vec<&'a [Node]>, first: First<'_>) {
        let Some(node) = self.next(todo) else { return };
        match (node, first) {
            (Node::Word(word), First::Word(wanted)) if word == wanted => self.first(todo),
            (Node::Slot(name), First::Slot(wanted)) if name == wanted => self.first(todo),
            (Node::Word(_) | Node::Slot(_), _) => {}
            _ => inside(node, todo, &mut |todo| self.second(todo, first)),
        }
    }
}

/// Goes each way through a node that holds others.
fn inside<'a>(node: &'a Node, todo: &[&'a [Node]], go: &mut dyn FnMut(&mut Vec<&'a [Node]>)) {
    let mut with = |nodes: Option<&'a [Node]>| go(&mut todo.iter().copied().chain(nodes).collect());
    match node {
        Node::Word(_) | Node::Slot(_) => {}
        Node::Any(branches) => branches.iter().for_each(|branch| with(Some(branch))),
        Node::Optional(nodes) => {
            with(Some(nodes));
            with(None);
        }
        Node::Outside(nodes) => with(Some(nodes)),
    }
}

#[derive(Clone)]
struct State {
    at: usize,
    inner: Option<(usize, usize)>,
    captures: Vec<(String, Capture)>,
}

struct Run<'w, 'f> {
    words: &'w [Word],
    slots: SlotFinder<'f>,
    best: Option<State>,
    /// Steps that may still be taken.
    left: u32,
}

impl Run<'_, '_> {
    /// Whether a sequence can begin with the word at a place; told for those that begin with a word of their own, or with one of
    /// several.
    fn may_begin(&self, nodes: &[Node], at: usize) -> bool {
        match nodes.first() {
            Some(Node::Word(form)) => self.words.get(at).is_some_and(|w| w.form == *form),
            Some(Node::Any(branches)) => branches.iter().any(|b| self.may_begin(b, at)),
            _ => true,
        }
    }

    /// Matches the stack of open sequences (innermost last), each with whether it lies outside the expression.
    fn step(&mut self, todo: &[(&[Node], bool)], state: State, depth: usize) {
        if depth > 64 || self.left == 0 {
            return;
        }
        self.left -= 1;
        let open = todo.iter().rposition(|(nodes, _)| !nodes.is_empty()).map_or(0, |last| last + 1);
        if todo[..open].last().is_some_and(|(nodes, _)| !self.may_begin(nodes, state.at)) {
            return;
        }
        let mut todo = todo[..open].to_vec();
        let Some((nodes, outside)) = todo.pop() else {
            if self.best.as_ref().is_none_or(|b| b.at < state.at) && state.inner.is_some() {
                self.best = Some(state);
            }
            return;
        };
        todo.push((&nodes[1..], outside));
        let consumed = |mut state: State, end: usize| {
            if !outside {
                state.inner = Some((state.inner.map_or(state.at, |i| i.0), end));
            }
            state.at = end;
            state
        };
        match &nodes[0] {
            Node::Word(form) => {
                if self.words.get(state.at).is_some_and(|w| w.form == *form) {
                    let end = state.at + 1;
                    self.step(&todo, consumed(state, end), depth + 1);
                }
            }
            Node::Slot(name) => {
                for (end, capture) in (self.slots)(name, self.words, state.at) {
                    let mut next = consumed(state.clone(), end);
                    next.captures.push((name.clone(), capture));
                    self.step(&todo, next, depth + 1);
                }
            }
            Node::Any(branches) => {
                for branch in branches {
                    if !self.may_begin(branch, state.at) {
                        continue;
                    }
                    let mut todo = todo.clone();
                    todo.push((branch, outside));
                    self.step(&todo, state.clone(), depth + 1);
                }
            }
            Node::Optional(inner) => {
                if self.may_begin(inner, state.at) {
                    let mut with = todo.clone();
                    with.push((inner, outside));
                    self.step(&with, state.clone(), depth + 1);
                }
                self.step(&todo, state, depth + 1);
            }
            Node::Outside(inner) => {
                todo.push((inner, true));
                self.step(&todo, state, depth + 1);
            }
        }
    }
}

/// Reads the notation.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// Brackets that are open.
    open: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn blanks(&mut self) {
        while self.peek() == Some(' ') {
            self.at += 1;
        }
    }

    /// Sequences separated by ` | `, up to `close`.
    fn branches(&mut self, close: Option<char>) -> Result<Vec<Vec<Node>>, String> {
        let mut all = vec![Vec::new()];
        loop {
            self.blanks();
            match self.peek() {
                None if close.is_none() => return Ok(all),
                None => return Err(format!("`{}` is missing", close.unwrap_or(')'))),
                c if c == close => {
                    self.at += 1;
                    return Ok(all);
                }
                Some('|') => {
                    self.at += 1;
                    all.push(Vec::new());
                }
                Some(')' | ']' | '}') => return Err("a bracket closes that was never opened".to_owned()),
                Some(_) => {
                    let nodes = self.choice()?;
                    all.last_mut().expect("there is always one branch").extend(nodes);
                }
            }
        }
    }

    /// Parts bound by `|` without blanks, with an optional `?` behind.
    fn choice(&mut self) -> Result<Vec<Node>, String> {
        let mut parts = vec![self.part()?];
        while self.peek() == Some('|') && self.text[self.at + 1..].chars().next().is_some_and(|c| c != ' ') {
            self.at += 1;
            parts.push(self.part()?);
        }
        let nodes = if parts.len() == 1 { parts.remove(0) } else { vec![Node::Any(parts)] };
        if self.peek() == Some('?') {
            self.at += 1;
            return Ok(vec![Node::Optional(nodes)]);
        }
        Ok(nodes)
    }

    /// What stands in brackets, whose first has been seen.
    fn inside(&mut self, close: char) -> Result<Vec<Vec<Node>>, String> {
        if self.open == DEEPEST {
            return Err(format!("brackets are nested deeper than {DEEPEST}"));
        }
        self.at += 1;
        self.open += 1;
        let branches = self.branches(Some(close))?;
        self.open -= 1;
        Ok(branches)
    }

    fn part(&mut self) -> Result<Vec<Node>, String> {
        match self.peek() {
            Some('(') => Ok(vec![Node::Any(self.inside(')')?)]),
            Some('[') => {
                let branches = self.inside(']')?;
                let nodes = match branches.len() {
                    1 => branches.into_iter().next().unwrap_or_default(),
                    _ => vec![Node::Any(branches)],
                };
                Ok(vec![Node::Outside(nodes)])
            }
            Some('{') => {
                let rest = &self.text[self.at + 1..];
                let end = rest.find('}').ok_or("`}` is missing")?;
                self.at += end + 2;
                Ok(vec![Node::Slot(rest[..end].to_owned())])
            }
            _ => {
                let rest = &self.text[self.at..];
                let end = rest.find([' ', '|', '?', '(', ')', '[', ']', '{', '}']).unwrap_or(rest.len());
                let pieces = words(&rest[..end], 0);
                if pieces.is_empty() {
                    return Err(format!("nothing to match before `{}`", &rest[end..]));
                }
                self.at += end;
                Ok(pieces.into_iter().map(|w| Node::Word(w.form)).collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(name: &str, words: &[Word], at: usize) -> Vec<(usize, Capture)> {
        let word = words.get(at).filter(|w| w.is_digits() && name == "n");
        word.map(|w| (at + 1, Capture::Int(w.form.parse().unwrap_or(0)))).into_iter().collect()
    }

    fn found(pattern: &str, text: &str) -> Option<String> {
        let cut = words(text, 0);
        let pattern = Pattern::parse(pattern).unwrap();
        let m = (0..cut.len()).find_map(|at| pattern.find(&cut, at, &numbers))?;
        let span = cut[m.inner.start].span.cover(cut[m.inner.end - 1].span);
        Some(format!("{}/{}", span.of(text), m.captures.len()))
    }

    #[test]
    fn notation() {
        assert_eq!(found("il y a {n} jour|jours", "tué il y a 3 jours").as_deref(), Some("il y a 3 jours/1"));
        assert_eq!(found("[depuis|dès] (le {n} | hier)", "dès le 4").as_deref(), Some("le 4/1"));
        assert_eq!(found("avant-hier|hier soir?", "avant-hier soir").as_deref(), Some("avant-hier soir/0"));
        assert_eq!(found("{n} mars {n}?", "le 4 mars 2026").as_deref(), Some("4 mars 2026/1"));
        assert_eq!(found("[a] b", "b"), None);
        let deep = "(".repeat(2_000);
        for bad in ["", "(a", "a)", "{n", "a | b", "?", &deep] {
            assert!(Pattern::parse(bad).is_err(), "{bad}");
        }
        // So many optional parts have more subsets than there is time for: the match gives up.
        assert_eq!(found(&format!("{}b", "a? ".repeat(40)), &"a ".repeat(40)), None);
    }
}
