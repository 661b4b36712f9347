//! The rule lemmatizer that chooses its rules by features (spaCy's Spanish one).

use super::{Lemmatizer, Word};
use crate::hash::string_id;
use crate::unicode::lower;

/// Most pronouns taken off a verb.
const MOST_PRONOUNS: usize = 4;
/// Object pronouns written onto a verb, longest first where one ends another.
const PRONOUNS: [&str; 11] = ["nos", "las", "les", "los", "me", "te", "se", "la", "le", "lo", "os"];

impl Lemmatizer {
    pub(super) fn spanish(&self, word: &Word<'_>) -> String {
        let pos = word.pos.to_ascii_lowercase();
        match pos.as_str() {
            "" | "eol" | "space" => return lower(word.text),
            "adp" | "cconj" | "intj" | "part" | "propn" | "punct" | "sconj" | "sym" | "x" => {
                let lowered = word.starts_sentence && pos != "propn";
                return if lowered { lower(word.text) } else { word.text.to_owned() };
            }
            _ => {}
        }
        let text = lower(word.text);
        if let Some(form) = self.exceptions(string_id(&pos), &text).and_then(|mut f| f.next()) {
            return form.to_owned();
        }
        let rule_pos = if pos == "aux" { "verb" } else { &pos };
        let index = string_id(rule_pos);
        let rule = self.select_rule(rule_pos, word);
        match rule_pos {
            "noun" | "adj" => self.spanish_nominal(&text, word, rule, index),
            "adv" => self.fixed(&["adverbs"], &text).unwrap_or(text),
            "det" => self.spanish_pronominal(&text, "det", index),
            "pron" => self.spanish_pronominal(&text, "pron", index),
            "num" => self.fixed(&["num"], &text).unwrap_or_else(|| number(&text)),
            "verb" if word.has("PronType=Prs") => self.spanish_verb_with_pronouns(&text, word, index),
            "verb" => self.spanish_verb(&text, rule, index),
            _ => text,
        }
    }

    /// The first group of rules whose features the word has; its id.
    fn select_rule(&self, pos: &str, word: &Word<'_>) -> Option<u64> {
        let groups = self.shape.groups.get(&string_id(pos))?;
        groups.iter().find(|(_, needs)| needs.iter().all(|f| word.has(f))).map(|(name, _)| string_id(name))
    }

    /// The replacement of a whole word in the first of the tables that has it.
    fn fixed(&self, tables: &[&str], text: &str) -> Option<String> {
        let all = tables.iter().flat_map(|t| self.rules(string_id(t)));
        all.into_iter().find(|(old, _)| old == text).map(|(_, new)| new.clone())
    }

    /// The results of those rules of a group that change the word.
    fn changed(&self, rule: Option<u64>, text: &str) -> Vec<String> {
        let rules = rule.map(|r| self.rules(r)).unwrap_or_default();
        let forms = rules.iter().map(|(old, new)| replace_end(text, old, new));
        forms.filter(|form| form != text).collect()
    }

    /// The forms with each of the accent rules applied in turn, each to the form itself.
    fn without_accents(&self, form: &str) -> impl Iterator<Item = String> {
        self.rules(string_id("accents")).iter().map(move |(old, new)| form.replace(old.as_str(), new))
    }

    /// The first form that the index has, else the first form, else the text.
    fn first_known(&self, index: u64, forms: Vec<String>, text: &str) -> String {
        let known = forms.iter().position(|f| self.in_index(index, f)).unwrap_or(0);
        forms.into_iter().nth(known).unwrap_or_else(|| text.to_owned())
    }

    fn spanish_nominal(&self, text: &str, word: &Word<'_>, rule: Option<u64>, index: u64) -> String {
        let mut forms = self.changed(rule, text);
        if word.has("Number=Plur") {
            let bare: Vec<String> = forms
                .iter()
                .filter(|f| f.ends_with(['n', 's']))
                .flat_map(|f| self.without_accents(f))
                .collect();
            forms.extend(bare);
        }
        self.first_known(index, forms, text)
    }

    fn spanish_pronominal(&self, text: &str, own: &str, index: u64) -> String {
        if let Some(found) = self.fixed(&[own, "det_and_pron_fixed"], text) {
            return found;
        }
        let general = self.rules(string_id("det_and_pron_general"));
        let mut forms: Vec<String> = general
            .iter()
            .map(|(old, new)| replace_end(text, old, new))
            .filter(|form| own == "det" || form != text)
            .collect();
        forms.push(text.to_owned());
        self.first_known(index, forms, text)
    }

    fn spanish_verb(&self, text: &str, rule: Option<u64>, index: u64) -> String {
        let forms = self.changed(rule, text);
        let known = |form: &str| self.in_index(index, form);
        if let Some(form) = forms.iter().find(|f| known(f)) {
            return form.clone();
        }
        for form in &forms {
            for (old, new) in self.rules(string_id("voc_alt_1")) {
                // Only single characters can equal a character of the form.
                if old.chars().count() != 1 {
                    continue;
                }
                for (i, _) in form.match_indices(old.as_str()) {
                    let other = format!("{}{new}{}", &form[..i], &form[i + old.len()..]);
                    if known(&other) {
                        return other;
                    }
                }
            }
            for (old, new) in self.rules(string_id("voc_alt_2")) {
                if form.contains(old.as_str()) {
                    let other = form.replacen(old.as_str(), new, 1);
                    if known(&other) {
                        return other;
                    }
                }
            }
        }
        forms.into_iter().next().unwrap_or_else(|| text.to_owned())
    }

    fn spanish_verb_with_pronouns(&self, text: &str, word: &Word<'_>, index: u64) -> String {
        let mut verb = text;
        let mut pronouns = Vec::new();
        while pronouns.len() < MOST_PRONOUNS
            && let Some((rest, pronoun)) = PRONOUNS.iter().find_map(|p| Some((verb.strip_suffix(p)?, *p)))
        {
            verb = rest;
            pronouns.insert(0, pronoun);
        }
        let mut bare = verb.to_owned();
        for (old, new) in self.rules(string_id("accents")) {
            bare = bare.replace(old.as_str(), new);
        }
        let mut lemma = match self.exceptions(string_id("verb"), &bare).and_then(|mut f| f.next()) {
            Some(form) => form.to_owned(),
            None => self.spanish_verb(&bare, self.select_rule("verb", word), index),
        };
        let pronouns = pronouns.into_iter().map(|pronoun| {
            let exception = self.exceptions(string_id("pron"), pronoun).and_then(|mut f| f.next());
            exception.map_or_else(|| self.spanish_pronominal(pronoun, "pron", index), str::to_owned)
        });
        lemma.push(' ');
        lemma.push_str(&pronouns.collect::<Vec<_>>().join(" "));
        lemma
    }
}

fn replace_end(text: &str, old: &str, new: &str) -> String {
    match text.strip_suffix(old) {
        Some(stem) => format!("{stem}{new}"),
        None => text.to_owned(),
    }
}

/// A numeral without dots between thousands and with a decimal point.
fn number(text: &str) -> String {
    let whole = text.split(',').next().unwrap_or_default();
    let thousands = whole
        .rsplit_once('.')
        .is_some_and(|(_, last)| last.len() == 3 && last.bytes().all(|b| b.is_ascii_digit()));
    let text = if thousands { text.replace('.', "") } else { text.to_owned() };
    text.replace(',', ".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_lose_their_thousands_dots() {
        assert_eq!(number("1.234.567,8"), "1234567.8");
        assert_eq!(number("3.14"), "3.14");
        assert_eq!(number("12,5"), "12.5");
        assert_eq!(replace_end("casas", "s", ""), "casa");
    }
}
