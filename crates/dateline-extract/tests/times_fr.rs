//! French time expressions, row by row.

mod common;

use dateline_extract::times::times;
use dateline_pack::numbers::NumberLexicon;
use dateline_pack::times::TimeLexicon;
use std::collections::BTreeMap;

#[test]
fn every_row_holds() {
    let numbers = NumberLexicon::parse(&common::file("packs/fr/numbers.toml"), "numbers.toml");
    let numbers = numbers.unwrap_or_else(|e| panic!("{e}"));
    let lexicon = TimeLexicon::parse(&common::file("packs/fr/times.toml"), "times.toml");
    let lexicon = lexicon.unwrap_or_else(|e| panic!("{e}"));
    let folder = "crates/dateline-extract/tests";
    let parses = common::parses(&format!("{folder}/times_fr.conllu"));
    let mut expected: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for row in common::rows(&format!("{folder}/times_fr.tsv")) {
        let [sentence, dct, found @ ..] = &row[..] else { panic!("short row: {row:?}") };
        let list = expected.entry((sentence.clone(), dct.clone())).or_default();
        if found[0] != "-" {
            let mut cells = found.to_vec();
            cells.resize(4, String::new());
            list.push(cells.join("\t"));
        }
    }
    let mut wrong = Vec::new();
    for ((text, dct), want) in &expected {
        let analysis =
            parses.get(text).unwrap_or_else(|| panic!("no parse of {text:?}: run tests/parse_fr.py"));
        let report = common::report(text, dct);
        let found = times(&report, analysis, &lexicon, &numbers);
        let got: Vec<String> = found
            .iter()
            .map(|t| {
                let modifier = t.modifier.map_or("", |m| m.name());
                let value = t.value.as_deref().unwrap_or("");
                format!("{}\t{}\t{value}\t{modifier}", t.span.of(text), t.kind.name())
            })
            .collect();
        if got != *want {
            let rules: Vec<&str> = found.iter().map(|t| t.rule.as_str()).collect();
            wrong.push(format!("{text} [{dct}]\n   want {want:?}\n   got  {got:?} by {rules:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), expected.len(), wrong.join("\n"));
}
