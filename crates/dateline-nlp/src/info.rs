//! What a model says about itself.

use serde::{Deserialize, Serialize};

/// A model's name, origin and content hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelInfo {
    /// Package name without the language ("core_news_md").
    pub name: String,
    /// Language code ("fr").
    pub lang: String,
    /// Version of the published pipeline ("3.8.0").
    pub version: String,
    /// Licence as the pipeline states it, "" when it states none.
    pub licence: String,
    /// Author as the pipeline states it, "" when it states none.
    pub author: String,
    /// Requirement on spaCy's own version (">=3.8.0,<3.9.0").
    pub spacy_version: String,
    /// The components that run, in order.
    pub components: Vec<String>,
    /// SHA-256 of the converted content, 64 hexadecimal digits.
    #[serde(default)]
    pub sha256: String,
}

impl ModelInfo {
    /// The name under which a converted model is kept: language, name and version ("fr_core_news_md-3.8.0.dtl").
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}_{}-{}.dtl", self.lang, self.name, self.version)
    }
}
