//! The sentence recogniser: whether a sentence starts at a token, told from the tokens near it.

use crate::encoder::{Encoder, EncoderShape};
use crate::error::ModelError;
use crate::flat::Flat;
use crate::matrix::{PLAIN, Product};
use serde::{Deserialize, Serialize};

/// Outputs: inside a sentence, start of one.
pub(crate) const OUTPUTS: usize = 2;

/// When the recogniser runs in the pipeline as published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum When {
    /// Not at all, or behind the parser without the right to change what it found: used where there is no parser.
    Off,
    /// Before the parser, which must keep to it.
    Before,
    /// Behind the parser, whose sentences it replaces.
    Behind,
}

/// What conversion writes about a sentence recogniser.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SenterShape {
    /// Its own encoder, unless it listens to the shared one.
    pub(crate) own: Option<EncoderShape>,
    /// When it runs.
    pub(crate) when: When,
}

/// An opened sentence recogniser.
pub(crate) struct Senter {
    /// Its own encoder, unless it listens to the shared one.
    pub(crate) own: Option<Encoder>,
    /// Its output layer.
    pub(crate) product: Product<PLAIN, false>,
    /// When it runs.
    pub(crate) when: When,
}

impl Senter {
    /// Opens the recogniser of a model, whose shared encoder has vectors of `shared` floats.
    pub(crate) fn open(
        flat: &Flat,
        shape: &SenterShape,
        shared: usize,
        vector_rows: usize,
    ) -> Result<Senter, ModelError> {
        let own =
            shape.own.as_ref().map(|e| Encoder::open(flat, "senter.tok2vec", e, vector_rows)).transpose()?;
        let width = own.as_ref().map_or(shared, Encoder::width);
        Ok(Senter { own, product: Product::open(flat, "senter", OUTPUTS, width)?, when: shape.when })
    }

    /// Whether each token starts a sentence, from its outputs in rows of the product's stride; the first token always
    /// does.
    pub(crate) fn starts(&self, scores: &[f32]) -> Vec<bool> {
        let rows = scores.chunks_exact(self.product.stride());
        rows.enumerate().map(|(i, row)| i == 0 || row[1] > row[0]).collect()
    }
}
