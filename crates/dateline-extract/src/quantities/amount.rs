//! Amounts: numbers, ranges of numbers, sums of money with their sign in front, words that count without a number.

use super::Scan;
use dateline_pack::numbers::exact;
use dateline_types::QuantityMod;

/// An amount before what it counts.
#[derive(Clone, Debug)]
pub struct Amount {
    /// Smallest value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
    /// How exact.
    pub modifier: QuantityMod,
    /// One past its last word, without a partitive.
    pub end: usize,
    /// No more than an article.
    pub article: bool,
    /// Written in digits.
    pub digits: bool,
    /// A word such as "plusieurs".
    pub vague: bool,
    /// A word such as "aucun".
    pub none: bool,
    /// A plain number.
    pub exact_number: bool,
    /// Digits that only number something ("résolution 1701", "F-16"): they count money and percent at most.
    pub numbers_only: bool,
    /// ISO code, when the currency is part of the amount ("$5bn").
    pub currency: Option<String>,
}

impl Amount {
    fn number(value: f64, end: usize) -> Amount {
        Amount {
            low: value,
            high: value,
            modifier: QuantityMod::Exact,
            end,
            article: false,
            digits: false,
            vague: false,
            none: false,
            exact_number: true,
            numbers_only: false,
            currency: None,
        }
    }

    /// With a modifier that stands beside it; one that is vague already stays so.
    pub fn modified(mut self, modifier: QuantityMod) -> Amount {
        if !self.vague && !self.none {
            self.modifier = modifier;
            self.article = false;
        }
        self
    }

    /// Smallest and largest value meant.
    pub fn bounds(&self) -> (Option<f64>, Option<f64>) {
        match self.modifier {
            QuantityMod::AtLeast | QuantityMod::MoreThan | QuantityMod::Several => (Some(self.low), None),
            QuantityMod::AtMost | QuantityMod::LessThan => (None, Some(self.high)),
            QuantityMod::Exact | QuantityMod::Approx => (Some(self.low), Some(self.high)),
        }
    }
}

/// The amount that begins at a word.
pub fn read(scan: &Scan<'_>, at: usize) -> Option<Amount> {
    let words = scan.words;
    let first = words.get(at)?;
    if let Some(amount) = sign_first(scan, at) {
        return Some(amount);
    }
    if let Some(amount) = range(scan, at) {
        return Some(amount);
    }
    if let Some((end, &low)) = scan.lexicon.vague.find(words, at) {
        let counted = scan.numbers.cardinal(words, end).is_some_and(|n| n.digits);
        if !counted {
            let none = low == 0.0;
            let modifier = if none { QuantityMod::Exact } else { QuantityMod::Several };
            return Some(Amount {
                modifier,
                vague: !none,
                none,
                exact_number: false,
                ..Amount::number(low, end)
            });
        }
    }
    let number = scan.numbers.cardinal(words, at)?;
    let mut amount = Amount::number(number.value, number.end);
    amount.article = number.article;
    amount.digits = number.digits;
    if number.approx {
        amount.modifier = QuantityMod::Approx;
    }
    if number.digits {
        let before = at.checked_sub(1).map(|i| &words[i]);
        let in_name = first.glued
            && before.is_some_and(|b| b.is_letters() && !b.form.ends_with('\'') || b.form == "-" && b.glued);
        let glued =
            first.glued && before.is_some_and(|b| matches!(b.form.as_str(), "/" | "," | "." | ":" | "°"));
        let numbered = scan.lexicon.numbered.find_before(words, at).is_some();
        amount.numbers_only = in_name || numbered || glued;
        abbreviated(scan, &mut amount);
        let next = words.get(amount.end);
        let fused = next.is_some_and(|w| w.glued && matches!(w.form.as_str(), "/" | ":" | "-" | "."))
            && words.get(amount.end + 1).is_some_and(|w| w.glued && w.is_digits());
        let ordinal = scan.numbers.ordinal(words, at).is_some_and(|(end, _)| end > number.end);
        amount.numbers_only |= fused || ordinal;
    } else if scan.numbers.ordinal(words, at).is_some_and(|(end, _)| end >= number.end) {
        return None;
    }
    Some(amount)
}

/// Multiplies by a sign right behind the digits, when a currency follows: "20 M€", "5 Md$".
fn abbreviated(scan: &Scan<'_>, amount: &mut Amount) {
    let Some((end, &factor)) = scan.lexicon.abbreviations.find(scan.words, amount.end) else { return };
    let at = scan.numbers.after_partitive(scan.words, end).unwrap_or(end);
    if let Some((end, code)) = scan.lexicon.currencies.find(scan.words, at) {
        amount.low = exact(amount.low * factor);
        amount.high = exact(amount.high * factor);
        amount.currency = Some(code.clone());
        amount.end = end;
    }
}

/// Money with its sign in front: "$5bn", "€ 20 millions".
fn sign_first(scan: &Scan<'_>, at: usize) -> Option<Amount> {
    let (end, code) = scan.lexicon.currencies.find(scan.words, at)?;
    let sign = scan.words[end - 1].form.chars().all(|c| !c.is_alphabetic());
    let number = scan.numbers.cardinal(scan.words, end).filter(|n| n.digits && sign)?;
    let near = scan.words[end].glued || !scan.words[at].glued;
    let mut amount =
        Amount { digits: true, currency: Some(code.clone()), ..Amount::number(number.value, number.end) };
    if let Some((end, &factor)) = scan.lexicon.abbreviations.find(scan.words, amount.end)
        && scan.words[amount.end].glued
    {
        amount.low = exact(amount.low * factor);
        amount.high = exact(amount.high * factor);
        amount.end = end;
    }
    near.then_some(amount)
}

/// A range: "entre 10 et 20", "dix à douze", "10-20".
fn range(scan: &Scan<'_>, at: usize) -> Option<Amount> {
    let words = scan.words;
    scan.lexicon.ranges.iter().find_map(|(before, between)| {
        let mut next = at;
        if !before.is_empty() {
            words.get(next).filter(|w| w.form == *before)?;
            next += 1;
        }
        let first = scan.numbers.cardinal(words, next).filter(|n| !n.article)?;
        // "entre 10 % et 20 %": the sign may stand twice.
        let sign = scan.lexicon.percent.find(words, first.end).map(|(end, ())| end);
        let mut next = sign.unwrap_or(first.end);
        if first.noun {
            next = scan.numbers.after_partitive(words, next).unwrap_or(next);
        }
        words.get(next).filter(|w| w.form == *between && (between != "-" || w.glued))?;
        let second = scan.numbers.cardinal(words, next + 1).filter(|n| !n.article)?;
        if between == "-" && !(first.digits && second.digits && words[next + 1].glued) {
            return None;
        }
        let (mut low, high) = (first.value, second.value);
        if low < 1000.0 && high >= 1000.0 {
            // "10 à 20 millions": both are millions.
            let scale = (next + 1..second.end).rev().find_map(|i| {
                scan.numbers
                    .scale(words, i)
                    .filter(|(end, s)| *end == second.end && **s >= 1000.0)
                    .map(|(_, s)| *s)
            });
            low *= scale.filter(|s| low * s < high).unwrap_or(1.0);
        }
        let changed = before == "de" || before.is_empty();
        let change = changed
            && (at.saturating_sub(4)..at).any(|i| {
                let token = scan.analysis.tokens.get(scan.token(i) as usize);
                token.is_some_and(|t| scan.lexicon.is_change(&t.lemma))
            })
            && !before.is_empty();
        let year = |v: f64, n: usize| {
            words[n].is_digits() && words[n].form.len() == 4 && (1900.0..2100.0).contains(&v)
        };
        if low >= high && !change || year(low, first.end - 1) && year(high, second.end - 1) {
            return None;
        }
        if sign.is_some() && !scan.lexicon.percent.has(words, second.end) {
            return None;
        }
        let mut amount = Amount { digits: second.digits, ..Amount::number(high, second.end) };
        if !change {
            amount.low = low;
            amount.modifier = QuantityMod::Approx;
        }
        abbreviated(scan, &mut amount);
        Some(amount)
    })
}
