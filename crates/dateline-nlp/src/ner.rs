//! The transition-based named-entity recogniser: one move a token.

use crate::error::ModelError;
use crate::flat::Flat;
use crate::transition::{Precomputed, Scorer, ScorerShape, Scores};

const BEGIN: u8 = 1;
const IN: u8 = 2;
const LAST: u8 = 3;
const UNIT: u8 = 4;
const OUT: u8 = 5;

/// An opened recogniser.
pub(crate) struct Ner {
    scorer: Scorer,
    moves: Vec<(u8, u16)>,
    labels: Vec<String>,
}

/// An entity: token numbers, half-open, and the number of the label.
pub(crate) type Entity = (u32, u32, u16);

impl Ner {
    /// Opens the recogniser written under a name.
    pub(crate) fn open(flat: &Flat, name: &str, shape: &ScorerShape) -> Result<Ner, ModelError> {
        if shape.slots != 3 || shape.moves.iter().any(|m| !(BEGIN..=OUT).contains(&m.0)) {
            return Err(ModelError::Damaged { why: "the entity recogniser's shape is impossible".into() });
        }
        let mut labels: Vec<String> = Vec::new();
        let mut moves = Vec::new();
        for (action, label) in &shape.moves {
            let at = labels.iter().position(|l| l == label).unwrap_or(labels.len());
            if at == labels.len() {
                labels.push(label.clone());
            }
            moves.push((*action, at as u16));
        }
        Ok(Ner { scorer: Scorer::open(flat, name, shape)?, moves, labels })
    }

    /// All labels.
    pub(crate) fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Prepares the features of token vectors.
    pub(crate) fn precompute(&self, vectors: &[f32], tokens: usize, to: &mut Precomputed) {
        self.scorer.precompute(vectors, tokens, to);
    }

    /// Finds the entities of one text, whose tokens are `base..base + len` of those precomputed. `starts` tells
    /// sentence starts and `is_space` white space, by token number within the text.
    pub(crate) fn find(
        &self,
        features: &Precomputed,
        (base, len): (usize, usize),
        starts: &[bool],
        is_space: impl Fn(usize) -> bool,
        scores: &mut Scores,
    ) -> Vec<Entity> {
        let mut found = Vec::new();
        let mut open: Option<(usize, u16)> = None;
        for i in 0..len {
            let previous = open.map(|_| base + i - 1);
            let slots = [Some(base + i), open.map(|(start, _)| base + start), previous];
            self.scorer.score(features, &slots, scores);
            let ends = i + 1 == len || starts[i + 1];
            let outside = open.is_none();
            let may_start = outside && !is_space(i);
            let mut best: Option<(u8, u16, f32)> = None;
            for (&(action, label), &score) in self.moves.iter().zip(&scores.moves) {
                if best.is_some_and(|(_, _, s)| score <= s) {
                    continue;
                }
                let named = || !self.labels[label as usize].is_empty();
                let same = || open.is_some_and(|(_, l)| l == label);
                let valid = match action {
                    BEGIN => may_start && !ends && named(),
                    IN => !ends && same(),
                    LAST => same(),
                    UNIT => may_start && named(),
                    _ => outside,
                };
                if valid {
                    best = Some((action, label, score));
                }
            }
            match best {
                Some((BEGIN, label, _)) => open = Some((i, label)),
                Some((LAST, label, _)) => {
                    if let Some((start, _)) = open.take() {
                        found.push((start as u32, i as u32 + 1, label));
                    }
                }
                Some((UNIT, label, _)) => found.push((i as u32, i as u32 + 1, label)),
                _ => {}
            }
        }
        found
    }
}
