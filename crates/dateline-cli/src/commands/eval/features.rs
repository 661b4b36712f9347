//! The share of validation sentences that dictionaries code as their authors expect, by feature.

use dateline::dictionary::{Dictated, DictionaryOptions};
use dateline::formats::visible;
use dateline_testkit::{Feature, ValidationSentence, Verdict, by_feature};
use serde_json::{Value, json};
use std::io::{self, Write};

/// A validation sentence with what was coded.
pub(super) struct Sentence {
    asked: ValidationSentence,
    found: Vec<(String, String, String)>,
    /// Entries that coded, for the list of misses.
    rules: Vec<String>,
    dropped: Vec<bool>,
}

impl Sentence {
    pub(super) fn new(asked: ValidationSentence, coded: &Dictated, options: &DictionaryOptions) -> Sentence {
        Sentence {
            asked,
            found: coded.triples(options),
            rules: coded.codings.iter().map(|c| c.rule.clone()).collect(),
            dropped: coded.dropped.iter().map(|d| d.story).collect(),
        }
    }

    fn verdict(&self) -> Verdict {
        self.asked.judge(&self.found, &self.dropped)
    }

    fn miss(&self) -> String {
        let wanted: Vec<String> =
            self.asked.expected.iter().map(|[s, t, c]| format!("{s} > {t} [{c}]")).collect();
        let found: Vec<String> = self.found.iter().map(|(s, t, c)| format!("{s} > {t} [{c}]")).collect();
        let wanted = self.asked.error.clone().unwrap_or_else(|| wanted.join(", "));
        let off = if self.asked.off { " (switched off by its authors)" } else { "" };
        format!(
            "{}{off}: wants {}; found {} by {} in: {}",
            self.asked.record.id,
            if wanted.is_empty() { "nothing" } else { &wanted },
            if found.is_empty() { "nothing".to_owned() } else { found.join(", ") },
            if self.rules.is_empty() { "no entry".to_owned() } else { self.rules.join("; ") },
            self.asked.record.text
        )
    }
}

/// Prints the table, as text or as one JSON object.
pub(super) fn show(
    out: &mut impl Write,
    sentences: &[Sentence],
    as_json: bool,
    misses: bool,
) -> io::Result<()> {
    let judged: Vec<(&ValidationSentence, Verdict)> =
        sentences.iter().map(|s| (&s.asked, s.verdict())).collect();
    let features = by_feature(&judged);
    let whole = features.values().fold(Feature::default(), |a, f| Feature {
        right: a.right + f.right,
        all: a.all + f.all,
        left_out: a.left_out + f.left_out,
        off: a.off + f.off,
    });
    let wrong = || sentences.iter().filter(|s| s.verdict() == Verdict::Wrong);
    if as_json {
        let row = |f: &Feature| json!({"right": f.right, "all": f.all, "share": share(f), "left_out": f.left_out, "off": f.off});
        let by: serde_json::Map<String, Value> = features.iter().map(|(n, f)| (n.clone(), row(f))).collect();
        let missed: Vec<String> = wrong().map(Sentence::miss).collect();
        return writeln!(out, "{}", json!({"all": row(&whole), "features": by, "misses": missed}));
    }
    if misses {
        for sentence in wrong() {
            writeln!(out, "{}", visible(&sentence.miss()))?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{:<12} {:>8} {:>8} {:>8}", "feature", "right", "all", "share")?;
    for (name, f) in features.iter().map(|(n, f)| (n.as_str(), f)).chain([("all", &whole)]) {
        let share = share(f).map_or_else(|| "-".to_owned(), |s| format!("{:.0} %", 100.0 * s));
        writeln!(out, "{:<12} {:>8} {:>8} {share:>8}", visible(name), f.right, f.all)?;
    }
    if whole.left_out > 0 {
        writeln!(out, "left out: {} that test the parse trees of the file", whole.left_out)?;
    }
    if whole.off > 0 {
        writeln!(out, "of all, {} were switched off by their authors", whole.off)?;
    }
    Ok(())
}

fn share(f: &Feature) -> Option<f64> {
    (f.all > 0).then(|| f.right as f64 / f.all as f64)
}
