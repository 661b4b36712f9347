//! The scorer that parser and entity recogniser share: sums precomputed token features, scores the moves.

use crate::error::ModelError;
use crate::flat::{Flat, View};
#[cfg(target_arch = "x86_64")]
use crate::kernel::{Kernel, kernel};
use crate::matrix::{PLAIN, Product};
use crate::tile::LANES;
use serde::{Deserialize, Serialize};

/// Most feature slots of a state.
const MOST_SLOTS: usize = 8;

/// What conversion writes about a scorer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ScorerShape {
    /// Width of the token vectors that come in.
    pub(crate) width: usize,
    /// Width after the first linear layer.
    pub(crate) narrow: usize,
    /// Feature slots of a state.
    pub(crate) slots: usize,
    /// Hidden units, a multiple of 8.
    pub(crate) units: usize,
    /// Pieces a unit is the greatest of.
    pub(crate) pieces: usize,
    /// The moves in the order of the scores: action number and label.
    pub(crate) moves: Vec<(u8, String)>,
}

/// An opened scorer.
pub(crate) struct Scorer {
    narrow: Product<PLAIN, false>,
    affine: Product<PLAIN, false>,
    /// Piece after piece, `units` values each.
    bias: View<f32>,
    /// A row like those of `affine`, for empty slots.
    pad: View<f32>,
    /// One row of `padded` move weights a unit.
    upper: View<f32>,
    upper_bias: View<f32>,
    shape: ScorerShape,
    padded: usize,
}

/// Precomputed features of the tokens of several texts.
#[derive(Default)]
pub(crate) struct Precomputed {
    narrow: Vec<f32>,
    rows: Vec<f32>,
}

/// Working memory for one state.
#[derive(Default)]
pub(crate) struct Scores {
    hidden: Vec<f32>,
    /// Scores of the moves, filled up to a multiple of 8.
    pub(crate) moves: Vec<f32>,
}

impl Scorer {
    /// Opens the scorer written under a name.
    pub(crate) fn open(flat: &Flat, name: &str, shape: &ScorerShape) -> Result<Scorer, ModelError> {
        let part = shape.units * shape.pieces;
        let padded = shape.moves.len().next_multiple_of(LANES);
        if shape.slots > MOST_SLOTS || !shape.units.is_multiple_of(LANES) || shape.pieces == 0 {
            return Err(ModelError::Damaged { why: format!("the shape of {name} is impossible") });
        }
        let narrow = Product::open(flat, &format!("{name}.narrow"), shape.narrow, shape.width)?;
        Ok(Scorer {
            narrow,
            affine: Product::open(flat, &format!("{name}.affine"), shape.slots * part, shape.narrow)?,
            bias: flat.exactly(&format!("{name}.bias"), part)?,
            pad: flat.exactly(&format!("{name}.pad"), shape.slots * part)?,
            upper: flat.exactly(&format!("{name}.upper"), shape.units * padded)?,
            upper_bias: flat.exactly(&format!("{name}.upper_bias"), padded)?,
            shape: shape.clone(),
            padded,
        })
    }

    /// Prepares the features of `tokens` token vectors.
    pub(crate) fn precompute(&self, vectors: &[f32], tokens: usize, to: &mut Precomputed) {
        let (width, narrow, wide) = (self.shape.width, self.narrow.stride(), self.affine.stride());
        to.narrow.resize(tokens * narrow, 0.0);
        to.rows.resize(tokens * wide, 0.0);
        self.narrow.run(vectors, width, tokens, &mut to.narrow);
        self.affine.run(&to.narrow, narrow, tokens, &mut to.rows);
    }

    /// Scores a state. `slots` are token numbers among those precomputed, `None` for an empty slot.
    pub(crate) fn score(&self, features: &Precomputed, slots: &[Option<usize>], to: &mut Scores) {
        to.hidden.resize(self.shape.units, 0.0);
        to.moves.resize(self.padded, 0.0);
        #[cfg(target_arch = "x86_64")]
        if kernel() >= Kernel::Avx2 {
            #[allow(unsafe_code)]
            // SAFETY: the kernel is chosen only where the processor has the features the function is compiled for.
            unsafe {
                self.score_avx(&features.rows, slots, to);
            }
            return;
        }
        self.score_with::<false>(&features.rows, slots, to);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma")]
    fn score_avx(&self, rows: &[f32], slots: &[Option<usize>], to: &mut Scores) {
        self.score_with::<true>(rows, slots, to);
    }

    #[inline(always)]
    fn score_with<const FUSED: bool>(&self, rows: &[f32], slots: &[Option<usize>], to: &mut Scores) {
        let (units, part) = (self.shape.units, self.shape.units * self.shape.pieces);
        let wide = self.affine.stride();
        let mut inputs: [&[[f32; LANES]]; MOST_SLOTS + 1] = [&[]; MOST_SLOTS + 1];
        inputs[0] = self.bias.as_chunks().0;
        for (slot, (token, input)) in slots.iter().zip(&mut inputs[1..]).enumerate() {
            let row = match token {
                Some(token) => &rows[token * wide + slot * part..][..part],
                None => &self.pad[slot * part..][..part],
            };
            *input = row.as_chunks().0;
        }
        let inputs = &inputs[..=slots.len()];
        let vectors = units / LANES;
        for (v, hidden) in to.hidden[..units].as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            let mut best = sum_of(inputs, v);
            for piece in 1..self.shape.pieces {
                let other = sum_of(inputs, piece * vectors + v);
                for (best, other) in best.iter_mut().zip(other) {
                    *best = best.max(other);
                }
            }
            *hidden = best;
        }
        let hidden = &to.hidden[..units];
        let mut at = 0;
        while at < self.padded {
            at += match (self.padded - at) / LANES {
                6.. => self.upper_part::<48, FUSED>(hidden, at, &mut to.moves),
                3.. => self.upper_part::<24, FUSED>(hidden, at, &mut to.moves),
                _ => self.upper_part::<8, FUSED>(hidden, at, &mut to.moves),
            };
        }
    }

    /// Scores of the `N` moves from `at` on, whose sums stay in registers over all units.
    #[inline(always)]
    fn upper_part<const N: usize, const FUSED: bool>(
        &self,
        hidden: &[f32],
        at: usize,
        moves: &mut [f32],
    ) -> usize {
        let mut sums = [0.0f32; N];
        sums.copy_from_slice(&self.upper_bias[at..at + N]);
        for (h, weights) in hidden.iter().zip(self.upper.chunks_exact(self.padded)) {
            for (sum, w) in sums.iter_mut().zip(&weights[at..at + N]) {
                *sum = madd::<FUSED>(*h, *w, *sum);
            }
        }
        moves[at..at + N].copy_from_slice(&sums);
        N
    }
}

/// Sum of the inputs' vectors number `at`, in the order of the inputs.
#[inline(always)]
fn sum_of(inputs: &[&[[f32; LANES]]], at: usize) -> [f32; LANES] {
    let mut sum = inputs[0][at];
    for input in &inputs[1..] {
        for (sum, x) in sum.iter_mut().zip(&input[at]) {
            *sum += x;
        }
    }
    sum
}

#[inline(always)]
fn madd<const FUSED: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FUSED || cfg!(target_arch = "aarch64") { a.mul_add(b, c) } else { a * b + c }
}
