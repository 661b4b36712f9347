//! Recognises the language of a report among those that have a pack.

use crate::words::DateWords;
use whatlang::{Detector, Lang};

/// A recognised language.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// BCP 47 tag, as the pack writes it.
    pub language: String,
    /// Whether the recogniser is sure of it.
    pub reliable: bool,
}

/// How much of a text is looked at, in characters.
const SAMPLE: usize = 4000;

/// Recognises the language of a text. `None` when no language of `languages` fits: the text is in another one,
/// or too short to tell and more than one language is possible.
#[must_use]
pub fn recognise(text: &str, languages: &[DateWords]) -> Option<Guess> {
    let sample: String = text.chars().take(SAMPLE).collect();
    let find = |lang: Lang| languages.iter().find(|w| w.iso639_3 == lang.code());
    let free = whatlang::detect(&sample);
    if let Some(info) = &free
        && info.is_reliable()
    {
        return find(info.lang()).map(|w| Guess { language: w.language.clone(), reliable: true });
    }
    let allowed: Vec<Lang> = languages.iter().filter_map(|w| Lang::from_code(&w.iso639_3)).collect();
    if allowed.is_empty() {
        return None;
    }
    let info = Detector::with_allowlist(allowed).detect(&sample)?;
    find(info.lang()).map(|w| Guess { language: w.language.clone(), reliable: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::{english, french};

    #[test]
    fn reports_are_told_apart() {
        let both = [english(), french()];
        let french = "Le ministre des Affaires étrangères a rencontré mardi son homologue irakien à Bagdad.";
        let english = "The foreign minister met his Iraqi counterpart in Baghdad on Tuesday, officials said.";
        let german = "Der Außenminister hat am Dienstag in Bagdad seinen irakischen Amtskollegen getroffen.";
        assert_eq!(recognise(french, &both).unwrap().language, "fr");
        assert_eq!(recognise(english, &both).unwrap().language, "en");
        assert_eq!(recognise(german, &both), None);
        assert_eq!(recognise("", &both), None);
    }
}
