//! The rule lemmatizer that falls back on a table (spaCy's French one).

use super::{Lemmatizer, Word};
use crate::hash::string_id;
use crate::unicode::{is_alpha, lower};

/// Parts of speech that go by rules; others go by the table alone.
const BY_RULE: [&str; 11] =
    ["noun", "verb", "adj", "adp", "adv", "aux", "cconj", "det", "pron", "punct", "sconj"];

impl Lemmatizer {
    pub(super) fn french(&self, word: &Word<'_>) -> String {
        let pos = word.pos.to_ascii_lowercase();
        if matches!(pos.as_str(), "" | "eol" | "space") {
            return lower(word.text);
        }
        if !BY_RULE.contains(&pos.as_str()) || self.shape.rules.is_empty() {
            return self.look_up(word.text).unwrap_or(word.text).to_owned();
        }
        let pos = string_id(&pos);
        let text = lower(word.text);
        if self.in_index(pos, &text) {
            return text;
        }
        if let Some(form) = self.exceptions(pos, &text).and_then(|mut forms| forms.next()) {
            return form.to_owned();
        }
        let mut unknown = None;
        for (old, new) in self.rules(pos) {
            let Some(stem) = text.strip_suffix(old.as_str()) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if self.in_index(pos, &form) || !form.chars().all(is_alpha) {
                return form;
            }
            unknown.get_or_insert(form);
        }
        unknown.unwrap_or_else(|| self.look_up(&text).unwrap_or(&text).to_owned())
    }
}
