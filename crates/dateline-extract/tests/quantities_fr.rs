//! French quantities, row by row.

mod common;

use dateline_extract::quantities::quantities;
use dateline_pack::numbers::NumberLexicon;
use dateline_pack::quantities::QuantityLexicon;
use std::collections::BTreeMap;

#[test]
fn every_row_holds() {
    let numbers = NumberLexicon::parse(&common::file("packs/fr/numbers.toml"), "numbers.toml");
    let numbers = numbers.unwrap_or_else(|e| panic!("{e}"));
    let lexicon = QuantityLexicon::parse(&common::file("packs/fr/quantities.toml"), "quantities.toml");
    let lexicon = lexicon.unwrap_or_else(|e| panic!("{e}"));
    let folder = "crates/dateline-extract/tests";
    let parses = common::parses(&format!("{folder}/quantities_fr.conllu"));
    let mut expected: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in common::rows(&format!("{folder}/quantities_fr.tsv")) {
        let [sentence, found @ ..] = &row[..] else { panic!("short row: {row:?}") };
        let list = expected.entry(sentence.clone()).or_default();
        if found[0] != "-" {
            let at = sentence.find(&found[0]).unwrap_or_else(|| panic!("{found:?} is not in {sentence:?}"));
            list.push(format!("{at:04}\t{}", found.join("\t")));
        }
    }
    let mut wrong = Vec::new();
    for (text, want) in &mut expected {
        want.sort();
        let analysis =
            parses.get(text).unwrap_or_else(|| panic!("no parse of {text:?}: run tests/parse_fr.py"));
        let report = common::report(text, "2020-07-21");
        let found = quantities(&report, analysis, &[], &lexicon, &numbers);
        let number = |v: Option<f64>| v.map_or(String::new(), |v| v.to_string());
        let got: Vec<String> = found
            .iter()
            .map(|q| {
                let modifier = if q.negated { "none" } else { q.modifier.name() };
                let unit = q.unit.as_deref().unwrap_or("");
                let (min, max) = (number(q.min), number(q.max));
                let (at, span, kind) = (q.span.start, q.span.of(text), q.kind.name());
                format!("{at:04}\t{span}\t{kind}\t{min}\t{max}\t{unit}\t{modifier}")
            })
            .collect();
        if got != *want {
            let rules: Vec<&str> = found.iter().map(|q| q.rule.as_str()).collect();
            wrong.push(format!("{text}\n   want {want:?}\n   got  {got:?} by {rules:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), expected.len(), wrong.join("\n"));
}
