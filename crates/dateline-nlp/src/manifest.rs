//! What a converted model says about its parts: the JSON section that conversion writes and opening reads.

use crate::encoder::EncoderShape;
use crate::info::ModelInfo;
use crate::lemma::LemmaShape;
use crate::ruler::Rule;
use crate::senter::SenterShape;
use crate::transition::ScorerShape;
use serde::{Deserialize, Serialize};

/// Name of the section.
pub(crate) const SECTION: &str = "manifest";

/// One output of the tagger or morphologizer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TagLabel {
    /// Fine tag, "" from a morphologizer.
    pub(crate) tag: String,
    /// Part of speech, "" from a tagger.
    pub(crate) pos: String,
    /// Features, "" from a tagger.
    pub(crate) feats: String,
}

/// The parts of a model.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// Name and origin.
    pub(crate) info: ModelInfo,
    /// Rows of the static vectors, 0 for none.
    pub(crate) vector_rows: usize,
    /// Shared encoder.
    pub(crate) encoder: EncoderShape,
    /// Outputs of the tagger, or of the morphologizer where there is no tagger.
    pub(crate) tags: Vec<TagLabel>,
    /// Outputs of a morphologizer beside a tagger.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) morphs: Vec<TagLabel>,
    /// Parser.
    pub(crate) parser: Option<ScorerShape>,
    /// Sentence recogniser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) senter: Option<SenterShape>,
    /// Entity recogniser, with its own encoder unless it listens to the shared one.
    pub(crate) ner: Option<(ScorerShape, Option<EncoderShape>)>,
    /// Attribute ruler.
    pub(crate) ruler: Vec<Rule>,
    /// Lemmatizer.
    pub(crate) lemmatizer: LemmaShape,
}
