//! The words of dates in one language, as a pack gives them (`packs/<language>/dateline.toml`).

use serde::Deserialize;
use std::collections::BTreeMap;

/// In which order a language writes a date in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NumericOrder {
    /// 21/07/2020.
    #[default]
    Dmy,
    /// 07/21/2020.
    Mdy,
}

/// The words of dates in one language. Words are compared without regard to case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateWords {
    /// BCP 47 tag of the language ("fr").
    pub language: String,
    /// ISO 639-3 code of the language ("fra"), as language recognisers name it.
    pub iso639_3: String,
    /// Phrases that announce the report's date in a header ("date", "publié le").
    pub header: Vec<String>,
    /// Month names and abbreviations, without a final point, with the number of the month.
    pub months: BTreeMap<String, i8>,
    /// Names and abbreviations of the days of the week, without a final point; they are skipped.
    #[serde(default)]
    pub weekdays: Vec<String>,
    /// Endings of the day's number ("er" in "1er").
    #[serde(default)]
    pub day_endings: Vec<String>,
    /// Words inside a date that mean nothing by themselves ("le", Spanish "de").
    #[serde(default)]
    pub fillers: Vec<String>,
    /// Words between a date and a time of day ("à").
    #[serde(default)]
    pub clock: Vec<String>,
    /// Order of dates in figures.
    #[serde(default)]
    pub order: NumericOrder,
}

/// What is wrong with a file of date words.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WordsError(pub String);

impl DateWords {
    /// Lower-cases the words and checks the month numbers. To be called once, after loading.
    ///
    /// # Errors
    /// When a month has no number from 1 to 12, or a list that may not be empty is.
    pub fn checked(mut self) -> Result<DateWords, WordsError> {
        let lower = |words: &mut Vec<String>| words.iter_mut().for_each(|w| *w = w.to_lowercase());
        for words in
            [&mut self.header, &mut self.weekdays, &mut self.day_endings, &mut self.fillers, &mut self.clock]
        {
            lower(words);
            words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        }
        self.months = self.months.into_iter().map(|(w, n)| (w.to_lowercase(), n)).collect();
        if let Some((word, n)) = self.months.iter().find(|(_, n)| !(1..=12).contains(*n)) {
            return Err(WordsError(format!("month `{word}` has number {n}; give 1 to 12")));
        }
        if self.months.is_empty() || self.language.is_empty() {
            return Err(WordsError("`language` and `months` may not be empty".into()));
        }
        Ok(self)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn words(text: &str) -> DateWords {
        toml::from_str::<DateWords>(text).unwrap().checked().unwrap()
    }

    pub(crate) fn french() -> DateWords {
        words(include_str!("../../../packs/fr/dateline.toml"))
    }

    pub(crate) fn english() -> DateWords {
        words(
            r#"
            language = "en"
            iso639_3 = "eng"
            header = ["date"]
            order = "mdy"
            months = { March = 3, July = 7 }
            "#,
        )
    }

    #[test]
    fn months_need_a_number() {
        let wrong = DateWords { months: BTreeMap::from([("mai".into(), 13)]), ..french() };
        assert!(wrong.checked().is_err());
    }
}
