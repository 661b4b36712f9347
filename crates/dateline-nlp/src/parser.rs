//! The arc-eager dependency parser.

use crate::error::ModelError;
use crate::flat::Flat;
use crate::transition::{Precomputed, Scorer, ScorerShape, Scores};
use crate::tree::{self, Tree};

const SHIFT: u8 = 0;
const REDUCE: u8 = 1;
const LEFT: u8 = 2;
const RIGHT: u8 = 3;
const BREAK: u8 = 4;
const NONE: u32 = u32::MAX;

/// Label number of "ROOT" in [`Parser::labels`].
pub(crate) const ROOT: u16 = 0;

/// A move: what it does and the number of its label.
#[derive(Clone, Copy)]
struct Move {
    action: u8,
    label: u16,
}

/// An opened parser.
pub(crate) struct Parser {
    scorer: Scorer,
    moves: Vec<Move>,
    labels: Vec<String>,
    /// By label: the label and the head label it is decorated with ("new||head").
    decorated: Vec<Option<(u16, String)>>,
}

/// Per-thread memory of the parser.
#[derive(Default)]
pub(crate) struct ParserMemory {
    state: State,
    scores: Scores,
    tree: tree::Memory,
}

impl Parser {
    /// Opens the parser written under a name.
    pub(crate) fn open(flat: &Flat, name: &str, shape: &ScorerShape) -> Result<Parser, ModelError> {
        if shape.slots != 8 || shape.moves.iter().any(|m| m.0 > BREAK) {
            return Err(ModelError::Damaged { why: "the parser's shape is impossible".into() });
        }
        let mut labels = vec!["ROOT".to_owned()];
        let mut number = |label: &str| match labels.iter().position(|l| l == label) {
            Some(at) => at as u16,
            None => {
                labels.push(label.to_owned());
                (labels.len() - 1) as u16
            }
        };
        let moves = shape
            .moves
            .iter()
            .map(|(action, label)| Move { action: *action, label: number(label) })
            .collect();
        let mut decorated = Vec::new();
        for (_, label) in &shape.moves {
            if let Some((new, head)) = label.split_once("||") {
                decorated.push((number(label), (number(new), head.to_owned())));
            }
        }
        let decorated = (0..labels.len() as u16)
            .map(|l| decorated.iter().find(|d| d.0 == l).map(|d| d.1.clone()))
            .collect();
        Ok(Parser { scorer: Scorer::open(flat, name, shape)?, moves, labels, decorated })
    }

    /// All labels a tree may carry.
    pub(crate) fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Prepares the features of token vectors.
    pub(crate) fn precompute(&self, vectors: &[f32], tokens: usize, to: &mut Precomputed) {
        self.scorer.precompute(vectors, tokens, to);
    }

    /// Parses one text: its tokens are `base..base + len` of those precomputed; `is_space` tells white space by
    /// token number within the text. `preset` tells where sentences must start, and nowhere else.
    pub(crate) fn parse(
        &self,
        features: &Precomputed,
        (base, len): (usize, usize),
        is_space: impl Fn(usize) -> bool,
        preset: Option<&[bool]>,
        memory: &mut ParserMemory,
    ) -> Tree {
        let ParserMemory { state, scores, tree } = memory;
        state.reset(len);
        state.preset(preset);
        while !state.is_final() {
            let slots = state.slots().map(|t| (t != NONE).then(|| base + t as usize));
            self.scorer.score(features, &slots, scores);
            let valid = state.valid();
            let mut best: Option<(usize, f32)> = None;
            for (i, (m, &score)) in self.moves.iter().zip(&scores.moves).enumerate() {
                if valid[m.action as usize] && best.is_none_or(|(_, s)| score > s) {
                    best = Some((i, score));
                }
            }
            match best {
                Some((i, _)) => state.apply(self.moves[i]),
                None => break,
            }
        }
        let heads = (0..len as u32)
            .map(|i| if state.heads[i as usize] == NONE { i } else { state.heads[i as usize] });
        let mut result =
            Tree { heads: heads.collect(), labels: std::mem::take(&mut state.labels), starts: Vec::new() };
        tree::edges(&mut result, tree);
        let decorated = |label: u16| self.decorated.get(label as usize)?.as_ref();
        if result.labels.iter().any(|&l| decorated(l).is_some()) {
            let label_is = |label: u16, name: &str| self.labels[label as usize] == name;
            tree::deprojectivise(&mut result, tree, decorated, label_is, is_space);
            tree::edges(&mut result, tree);
        }
        result
    }
}

/// The state of an arc-eager parse.
#[derive(Default)]
struct State {
    len: u32,
    next: u32,
    stack: Vec<u32>,
    rebuffer: Vec<u32>,
    heads: Vec<u32>,
    labels: Vec<u16>,
    unshiftable: Vec<bool>,
    starts: Vec<bool>,
    /// Whether sentences start where `starts` says at the beginning, and nowhere else.
    fixed: bool,
    /// Newest arc to a left or right child, by head: an index into `arcs`.
    left: Vec<u32>,
    right: Vec<u32>,
    /// Child and the arc that was newest before.
    arcs: Vec<(u32, u32)>,
}

impl State {
    fn reset(&mut self, len: usize) {
        self.len = len as u32;
        self.next = 0;
        self.stack.clear();
        self.rebuffer.clear();
        self.arcs.clear();
        for list in [&mut self.heads, &mut self.left, &mut self.right] {
            list.clear();
            list.resize(len, NONE);
        }
        self.labels.clear();
        self.labels.resize(len, ROOT);
        for list in [&mut self.unshiftable, &mut self.starts] {
            list.clear();
            list.resize(len, false);
        }
    }

    fn preset(&mut self, preset: Option<&[bool]>) {
        self.fixed = preset.is_some();
        if let Some(preset) = preset {
            self.starts.copy_from_slice(preset);
        }
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_len() == 0
    }

    fn buffer_len(&self) -> usize {
        (self.len - self.next) as usize + self.rebuffer.len()
    }

    fn stack_at(&self, depth: usize) -> u32 {
        if depth < self.stack.len() { self.stack[self.stack.len() - 1 - depth] } else { NONE }
    }

    fn buffer_at(&self, i: usize) -> u32 {
        if i < self.rebuffer.len() {
            return self.rebuffer[self.rebuffer.len() - 1 - i];
        }
        let at = self.next + (i - self.rebuffer.len()) as u32;
        if at < self.len { at } else { NONE }
    }

    fn child(&self, newest: &[u32], head: u32) -> u32 {
        if head == NONE {
            return NONE;
        }
        match newest[head as usize] {
            NONE => NONE,
            arc => self.arcs[arc as usize].0,
        }
    }

    fn slots(&self) -> [u32; 8] {
        let (b0, s0) = (self.buffer_at(0), self.stack_at(0));
        [
            b0,
            self.buffer_at(1),
            s0,
            self.stack_at(1),
            self.stack_at(2),
            self.child(&self.left, b0),
            self.child(&self.left, s0),
            self.child(&self.right, s0),
        ]
    }

    fn valid(&self) -> [bool; 5] {
        let (b0, b1) = (self.buffer_at(0), self.buffer_at(1));
        let (depth, buffer) = (self.stack.len(), self.buffer_len());
        let starts = |t: u32| t != NONE && self.starts[t as usize];
        let stuck = b0 != NONE && self.unshiftable[b0 as usize];
        let arc = depth > 0 && buffer > 0 && !starts(b0);
        [
            depth == 0 || (buffer >= 2 && !starts(b0) && !stuck),
            depth > 0 && !(self.fixed && depth == 1 && buffer > 0 && !starts(b0)),
            arc,
            arc,
            !self.fixed && buffer >= 2 && b1 == b0.wrapping_add(1) && !starts(b1),
        ]
    }

    fn apply(&mut self, m: Move) {
        let (b0, s0) = (self.buffer_at(0), self.stack_at(0));
        match m.action {
            SHIFT => self.push(),
            REDUCE => {
                if self.heads[s0 as usize] == NONE && self.stack.len() > 1 {
                    self.unshiftable[s0 as usize] = true;
                    self.rebuffer.push(s0);
                }
                self.stack.pop();
            }
            LEFT => {
                self.add_arc(b0, s0, m.label);
                self.unshiftable[b0 as usize] = false;
                self.stack.pop();
            }
            RIGHT => {
                self.add_arc(s0, b0, m.label);
                self.push();
            }
            _ => {
                let next = self.buffer_at(1);
                self.starts[next as usize] = true;
            }
        }
    }

    fn push(&mut self) {
        match self.rebuffer.pop() {
            Some(token) => self.stack.push(token),
            None if self.next < self.len => {
                self.stack.push(self.next);
                self.next += 1;
            }
            None => {}
        }
    }

    fn add_arc(&mut self, head: u32, child: u32, label: u16) {
        let old = self.heads[child as usize];
        if old != NONE {
            // spaCy deletes an arc from its list only where it is the newest one.
            let newest = if old > child { &mut self.left } else { &mut self.right };
            let arc = newest[old as usize];
            if arc != NONE && self.arcs[arc as usize].0 == child {
                newest[old as usize] = self.arcs[arc as usize].1;
            }
        }
        let newest = if head > child { &mut self.left } else { &mut self.right };
        self.arcs.push((child, newest[head as usize]));
        newest[head as usize] = (self.arcs.len() - 1) as u32;
        self.heads[child as usize] = head;
        self.labels[child as usize] = label;
    }
}
