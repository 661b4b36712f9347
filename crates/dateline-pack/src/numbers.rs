//! Number words and digit formats of a language (`numbers.toml`), and their reader.

use crate::error::{PackError, PackFault};
use crate::words::{Phrases, Word};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// The number words of one language.
#[derive(Clone, Debug, Default)]
pub struct NumberLexicon {
    cardinals: Phrases<f64>,
    scales: Phrases<f64>,
    counted: Phrases<f64>,
    collectives: Phrases<f64>,
    ordinals: Phrases<f64>,
    file: File,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    cardinals: BTreeMap<String, Spanned<Vec<String>>>,
    scales: BTreeMap<String, Spanned<Vec<String>>>,
    counted: BTreeMap<String, Spanned<Vec<String>>>,
    #[serde(default)]
    collectives: BTreeMap<String, Spanned<Vec<String>>>,
    ordinals: BTreeMap<String, Spanned<Vec<String>>>,
    ordinal_suffixes: Vec<String>,
    articles: Vec<String>,
    joiners: Vec<String>,
    #[serde(default)]
    partitives: Vec<String>,
    group: Vec<String>,
    decimal: Vec<String>,
    #[serde(default)]
    half: Vec<String>,
}

/// A number read from a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// Its value.
    pub value: f64,
    /// One past its last word.
    pub end: usize,
    /// Only about so many ("une dizaine").
    pub approx: bool,
    /// Begins with digits.
    pub digits: bool,
    /// No more than an article ("un", "une").
    pub article: bool,
    /// Ends in a noun that takes a partitive ("20 milliards de", "une dizaine de").
    pub noun: bool,
}

impl NumberLexicon {
    /// Reads `numbers.toml`.
    ///
    /// # Errors
    /// The file is not TOML, a table is missing, a key unknown, or a value is out of place.
    pub fn parse(text: &str, file: &str) -> Result<NumberLexicon, PackError> {
        let data: File = toml_file(text, file)?;
        let mut faults = Vec::new();
        let table = |name: &str,
                     from: &BTreeMap<String, Spanned<Vec<String>>>,
                     low: f64,
                     faults: &mut Vec<_>| {
            let mut phrases = Phrases::default();
            for (key, list) in from {
                let value = key.replace('_', "").parse::<f64>().ok().filter(|v| *v >= low);
                let Some(value) = value else {
                    let line = line_of(text, list.span().start);
                    let message = format!("[{name}] has the value `{key}`");
                    faults.push(PackFault::new(file, line, message, format!("write a number from {low} on")));
                    continue;
                };
                for word in list.get_ref() {
                    phrases.add(word, value);
                }
            }
            phrases
        };
        let out = NumberLexicon {
            cardinals: table("cardinals", &data.cardinals, 0.0, &mut faults),
            scales: table("scales", &data.scales, 100.0, &mut faults),
            counted: table("counted", &data.counted, 1000.0, &mut faults),
            collectives: table("collectives", &data.collectives, 2.0, &mut faults),
            ordinals: table("ordinals", &data.ordinals, 1.0, &mut faults),
            file: data,
        };
        if faults.is_empty() { Ok(out) } else { Err(PackError(faults)) }
    }

    /// Whether a number, cardinal or ordinal, can begin with a word.
    #[must_use]
    pub fn may_begin(&self, word: &Word) -> bool {
        word.is_digits()
            || self.cardinals.begins_with(&word.form)
            || self.scales.begins_with(&word.form)
            || self.ordinals.begins_with(&word.form)
            || self.roman_ordinal(word).is_some()
    }

    /// The cardinal number that begins at `at`.
    #[must_use]
    pub fn cardinal(&self, words: &[Word], at: usize) -> Option<Number> {
        let first = words.get(at)?;
        let (mut total, mut current, mut last) = (0.0, 0.0, 0.0);
        let mut cap = f64::INFINITY; // next scale word must be smaller
        let mut number =
            Number { value: 0.0, end: at, approx: false, digits: false, article: false, noun: false };
        let mut next = at;
        if first.is_digits() {
            let (value, end) = self.digits(words, at)?;
            current = value;
            number.digits = true;
            next = end;
            number.end = end;
            last = 1.0; // nothing can be added to digits
        }
        loop {
            let here = self.after_joiners(words, next, number.end > at && last >= 20.0, number.end > at);
            let collective = self.collectives.find(words, here).filter(|_| number.end > at && here == next);
            if let Some((end, &value)) = collective {
                current = if current == 0.0 { value } else { current * value };
                number.approx = true;
                (number.noun, number.article) = (true, false);
                number.end = end;
                // "une centaine de milliers"
                if let Some((end, &scale)) = self
                    .after_partitive(words, end)
                    .and_then(|p| self.scale(words, p))
                    .filter(|(_, s)| **s >= 1000.0)
                {
                    current *= scale;
                    number.end = end;
                }
                total += current;
                current = 0.0;
                break;
            }
            let counted = self.counted.find(words, here).filter(|_| number.end > at && current > 0.0);
            if let Some((end, &scale)) = counted.filter(|(_, s)| **s < cap) {
                total += current * scale;
                (current, last, cap) = (0.0, scale, scale);
                (number.noun, number.article) = (true, false);
                next = end;
                number.end = end;
                if let Some(end) = self.half_after(words, end) {
                    total += scale / 2.0;
                    number.end = end;
                    break;
                }
                continue;
            }
            if let Some((end, &scale)) = self.scales.find(words, here).filter(|(_, s)| **s < cap) {
                if scale >= 1000.0 {
                    total += if current == 0.0 { scale } else { current * scale };
                    (current, cap) = (0.0, scale);
                } else if current < scale && !number.digits {
                    current = if current == 0.0 { scale } else { current * scale };
                } else {
                    break;
                }
                last = scale;
                (number.noun, number.article) = (false, false);
                next = end;
                number.end = end;
                continue;
            }
            let Some((end, &value)) = self.cardinals.find(words, here) else { break };
            if number.end > at && !addable(last, value) {
                break;
            }
            number.article = number.end == at && self.file.articles.contains(&words[here].form);
            number.noun = false;
            current += value;
            last = value;
            next = end;
            number.end = end;
        }
        number.value = exact(total + current);
        (number.end > at).then_some(number)
    }

    /// The ordinal number that begins at `at` ("premier", "1er", "XXe", "3ème"): its value and one past its last word.
    #[must_use]
    pub fn ordinal(&self, words: &[Word], at: usize) -> Option<(usize, i64)> {
        let word = words.get(at)?;
        if let Some((end, value)) = self.ordinals.find(words, at) {
            return Some((end, *value as i64));
        }
        if word.is_digits() {
            let suffix =
                words.get(at + 1).filter(|w| w.glued && self.file.ordinal_suffixes.contains(&w.form))?;
            debug_assert!(suffix.glued);
            return Some((at + 2, word.form.parse().ok()?));
        }
        self.roman_ordinal(word).map(|value| (at + 1, value))
    }

    /// The value of a Roman numeral with an ordinal's ending: "XXe".
    fn roman_ordinal(&self, word: &Word) -> Option<i64> {
        self.file.ordinal_suffixes.iter().find_map(|s| roman(word.form.strip_suffix(s.as_str())?))
    }

    /// One past a partitive ("de", "d'") at `at`.
    #[must_use]
    pub fn after_partitive(&self, words: &[Word], at: usize) -> Option<usize> {
        words.get(at).filter(|w| self.file.partitives.contains(&w.form)).map(|_| at + 1)
    }

    /// Whether a form is an article that also counts as one.
    #[must_use]
    pub fn is_article(&self, form: &str) -> bool {
        self.file.articles.iter().any(|a| a == form)
    }

    /// One past the words "and a half" at `at`.
    #[must_use]
    pub fn half_after(&self, words: &[Word], at: usize) -> Option<usize> {
        let joined = words.get(at).filter(|w| self.file.joiners.contains(&w.form) && w.form != "-")?;
        debug_assert!(!joined.form.is_empty());
        words.get(at + 1).filter(|w| self.file.half.contains(&w.form)).map(|_| at + 2)
    }

    /// A word that multiplies, at `at`: "mille", "millions", "milliers".
    #[must_use]
    pub fn scale(&self, words: &[Word], at: usize) -> Option<(usize, &f64)> {
        self.scales
            .find(words, at)
            .or_else(|| self.counted.find(words, at))
            .or_else(|| self.collectives.find(words, at))
    }

    /// A number written in digits, with groups and decimals: its value and one past its last piece.
    fn digits(&self, words: &[Word], at: usize) -> Option<(f64, usize)> {
        let first = &words[at];
        let mut text = first.form.clone();
        let mut end = at + 1;
        let three = |i: usize| words.get(i).is_some_and(|w| w.is_digits() && w.form.len() == 3);
        let glued = |i: usize| words.get(i).is_some_and(|w| w.glued);
        if first.form.len() <= 3 && first.form != "0" {
            loop {
                let mark = words.get(end).filter(|w| w.glued && self.file.group.contains(&w.form));
                let blank =
                    words.get(end).is_some_and(|w| !w.glued && w.span.start - words[end - 1].span.end <= 3);
                if mark.is_some() && three(end + 1) && glued(end + 1) {
                    text.push_str(&words[end + 1].form);
                    end += 2;
                } else if blank && three(end) && self.file.group.iter().any(|g| g == " ") {
                    text.push_str(&words[end].form);
                    end += 1;
                } else {
                    break;
                }
            }
        }
        let mark = words.get(end).filter(|w| w.glued && self.file.decimal.contains(&w.form));
        let fraction = words.get(end + 1).filter(|w| w.glued && w.is_digits());
        if let (Some(_), Some(fraction)) = (mark, fraction) {
            text.push('.');
            text.push_str(&fraction.form);
            end += 2;
        }
        // Beyond a float's exact integers nothing is a number of a report.
        (text.len() <= 15).then(|| text.parse().ok()).flatten().map(|value| (value, end))
    }

    /// The index behind a joiner that a number word may follow.
    fn after_joiners(&self, words: &[Word], at: usize, tens: bool, begun: bool) -> usize {
        let Some(word) = words.get(at).filter(|w| begun && self.file.joiners.contains(&w.form)) else {
            return at;
        };
        let follows =
            self.cardinals.has(words, at + 1) || word.form == "-" && self.scale(words, at + 1).is_some();
        let allowed = if word.form == "-" { word.glued } else { tens };
        if follows && allowed { at + 1 } else { at }
    }
}

/// A large number without the rounding error of its decimals: 8.3 times a million is 8,300,000.
pub fn exact(value: f64) -> f64 {
    if value >= 1000.0 { (value * 100.0).round() / 100.0 } else { value }
}

/// Whether a word of that value can follow one of value `last` within one number ("vingt" + "trois", "cent" + "douze").
fn addable(last: f64, value: f64) -> bool {
    match last {
        l if l >= 100.0 => value < l,
        l if l >= 60.0 => value < 20.0 && value > 0.0,
        l if l >= 20.0 && l % 10.0 == 0.0 => value < 10.0 && value > 0.0,
        10.0 => value < 10.0 && value > 6.0,
        _ => false,
    }
}

/// The value of a lower-case Roman numeral.
fn roman(text: &str) -> Option<i64> {
    let digit = |c| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    };
    if !text.bytes().all(|b| matches!(b, b'i' | b'v' | b'x' | b'l' | b'c')) {
        return None;
    }
    let digits: Vec<i64> = text.chars().map(digit).collect::<Option<_>>()?;
    let sum = digits.iter().enumerate().fold(0, |sum, (i, &d)| match digits.get(i + 1) {
        Some(&next) if next > d => sum - d,
        _ => sum + d,
    });
    (sum > 0).then_some(sum)
}

/// Reads a TOML file into `T`; the error names file and line.
pub(crate) fn toml_file<T: serde::de::DeserializeOwned>(text: &str, file: &str) -> Result<T, PackError> {
    toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(0, |s| line_of(text, s.start));
        PackError::one(file, line, e.message().to_owned(), "compare with the same file of another pack")
    })
}

/// The 1-based line of a byte offset.
pub(crate) fn line_of(text: &str, byte: usize) -> usize {
    text.get(..byte.min(text.len())).map_or(0, |before| before.matches('\n').count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;

    const FILE: &str = r#"
cardinals = { 0 = ["zéro"], 1 = ["un", "une"], 2 = ["deux"], 3 = ["trois"], 4 = ["quatre"], 6 = ["six"], 7 = ["sept"], 10 = ["dix"], 11 = ["onze"], 12 = ["douze"], 16 = ["seize"], 20 = ["vingt"], 60 = ["soixante"], 80 = ["quatre-vingt"] }
scales = { 100 = ["cent", "cents"], 1000 = ["mille"] }
counted = { 1_000_000 = ["million", "millions"], 1_000_000_000 = ["milliards"] }
collectives = { 10 = ["dizaine"], 100 = ["centaine"], 1000 = ["milliers"] }
ordinals = { 1 = ["premier"] }
ordinal_suffixes = ["er", "e"]
articles = ["un", "une"]
joiners = ["et", "-"]
partitives = ["de", "d'"]
group = [".", " "]
decimal = [",", "."]
half = ["demi"]
"#;

    #[test]
    fn numbers_of_every_form() {
        let lexicon = NumberLexicon::parse(FILE, "numbers.toml").unwrap();
        for (text, value, rest) in [
            ("14.600 décès", 14600.0, "décès"),
            ("14 600 décès", 14600.0, "décès"),
            ("3,5 millions", 3.5e6, ""),
            ("20 milliards de", 20e9, "de"),
            ("une dizaine de", 10.0, "de"),
            ("vingt-trois", 23.0, ""),
            ("soixante et onze", 71.0, ""),
            ("quatre-vingt-dix-sept", 97.0, ""),
            ("deux mille seize", 2016.0, ""),
            ("deux cent mille trois cents", 200_300.0, ""),
            ("dix mille", 10_000.0, ""),
            ("un million et demi", 1.5e6, ""),
            ("un million deux cent mille", 1.2e6, ""),
            ("trois et deux", 3.0, "et deux"),
            ("deux trois", 2.0, "trois"),
            ("une centaine de milliers de", 100_000.0, "de"),
            ("2020 300", 2020.0, "300"),
            ("mille", 1000.0, ""),
        ] {
            let cut = words(text, 0);
            let number = lexicon.cardinal(&cut, 0).unwrap();
            assert_eq!(number.value, value, "{text}");
            let left = cut.get(number.end).map_or("", |w| &text[w.span.start as usize..]);
            assert_eq!(left, rest, "{text}");
        }
        assert!(lexicon.cardinal(&words("millions de", 0), 0).is_none());
        assert_eq!(lexicon.ordinal(&words("XXe", 0), 0), Some((1, 20)));
        assert_eq!(lexicon.ordinal(&words("1er mai", 0), 0), Some((2, 1)));
    }

    #[test]
    fn faults_name_their_line() {
        let bad = FILE.replace("1000 = [\"mille\"]", "1 = [\"mille\"]");
        let error = NumberLexicon::parse(&bad, "numbers.toml").unwrap_err();
        assert_eq!((error.0[0].file.as_str(), error.0[0].line), ("numbers.toml", 3));
    }
}
