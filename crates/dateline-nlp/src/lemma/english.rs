//! spaCy's general rule lemmatizer, with or without the recognition of base forms (English has it).

use super::{Lemmatizer, Word};
use crate::hash::string_id;
use crate::unicode::{is_alpha, lower};

impl Lemmatizer {
    pub(super) fn english(&self, word: &Word<'_>, base_forms: bool) -> String {
        let pos = word.pos.to_ascii_lowercase();
        if matches!(pos.as_str(), "" | "eol" | "space") || (base_forms && is_base_form(word, &pos)) {
            return lower(word.text);
        }
        let id = string_id(&pos);
        if self.rules(id).is_empty() && !self.shape.listed.contains(&id) {
            return if pos == "propn" { word.text.to_owned() } else { lower(word.text) };
        }
        let text = lower(word.text);
        let mut forms: Vec<String> = Vec::new();
        let mut unknown = None;
        for (old, new) in self.rules(id) {
            let Some(stem) = text.strip_suffix(old.as_str()) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if self.in_index(id, &form) {
                forms.insert(0, form);
            } else if !form.chars().all(is_alpha) {
                forms.push(form);
            } else {
                unknown.get_or_insert(form);
            }
        }
        for form in self.exceptions(id, &text).into_iter().flatten() {
            if !forms.iter().any(|f| f == form) {
                forms.insert(0, form.to_owned());
            }
        }
        forms.into_iter().next().or(unknown).unwrap_or_else(|| word.text.to_owned())
    }
}

fn is_base_form(word: &Word<'_>, pos: &str) -> bool {
    let is = |name: &str, value: &str| word.feature(name) == Some(value);
    (pos == "noun" && is("Number", "Sing"))
        || (pos == "verb" && is("VerbForm", "Fin") && is("Tense", "Pres") && word.feature("Number").is_none())
        || is("VerbForm", "Inf")
        || is("VerbForm", "None")
        || is("Degree", "Pos")
}
