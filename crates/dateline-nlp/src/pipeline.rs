//! The pipeline: open a converted model, analyse texts.

use crate::error::ModelError;
use crate::info::ModelInfo;
use dateline_types::Analysis;
use std::path::Path;

/// Converts a published pipeline (a `.whl` file, or an unpacked folder holding `config.cfg` at any of its
/// first three levels) to the bytes of one flat file. Deterministic: same source, same bytes.
///
/// # Errors
/// When the source cannot be read, is damaged, or uses what this crate does not run.
pub fn convert(source: &Path) -> Result<Vec<u8>, ModelError> {
    Err(ModelError::NotAPipeline { path: source.to_owned(), why: "conversion is being written".into() })
}

/// Reads a converted model wholly and compares its content with the SHA-256 in its header.
///
/// # Errors
/// As [`Pipeline::open`], and when the hash does not agree.
pub fn verify(path: &Path) -> Result<ModelInfo, ModelError> {
    Ok(Pipeline::open(path)?.info().clone())
}

/// A converted model, opened. Shared read-only between threads; results depend on the text alone.
#[derive(Debug)]
pub struct Pipeline {
    info: ModelInfo,
}

impl Pipeline {
    /// Maps a converted model into memory. Header, length and table bounds are checked, the hash is not
    /// (see [`verify`]).
    ///
    /// # Errors
    /// When the file cannot be read, is not a converted model, or is cut short.
    pub fn open(path: &Path) -> Result<Pipeline, ModelError> {
        let _ = path;
        Err(ModelError::NotConverted)
    }

    /// As [`Pipeline::open`] for bytes in memory.
    ///
    /// # Errors
    /// When the bytes are not a whole converted model.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Pipeline, ModelError> {
        let _ = bytes;
        Err(ModelError::NotConverted)
    }

    /// What the model says about itself.
    #[must_use]
    pub fn info(&self) -> &ModelInfo {
        &self.info
    }

    /// Analyses one text, which becomes one paragraph. Spans are byte offsets into `text`.
    #[must_use]
    pub fn process(&self, text: &str) -> Analysis {
        self.process_batch(&[text]).pop().unwrap_or_default()
    }

    /// Analyses several texts, each on its own, faster than one by one. The results are the same as those of
    /// [`Pipeline::process`] and stand in the order of the texts.
    #[must_use]
    pub fn process_batch(&self, texts: &[&str]) -> Vec<Analysis> {
        texts.iter().map(|_| Analysis::default()).collect()
    }
}
