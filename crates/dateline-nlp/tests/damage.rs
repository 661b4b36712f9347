//! A damaged or foreign model is refused with an error that says what is wrong and what to do.
#![allow(clippy::disallowed_methods)] // writes the broken models it then opens

use dateline_nlp::{ModelError, Pipeline, convert, convert_without, verify};
use std::fs;
use std::path::Path;

const CONFIG: &str = r#"
[nlp]
lang = "fr"
pipeline = ["tok2vec","morphologizer","parser"]
disabled = []
[components.tok2vec]
factory = "tok2vec"
[components.tok2vec.model]
@architectures = "spacy.Tok2Vec.v2"
[components.morphologizer]
factory = "morphologizer"
[components.parser]
factory = "parser"
"#;

const META: &str = r#"{"lang":"fr","name":"test","version":"1.0.0","spacy_version":">=3.8.0,<3.9.0"}"#;

/// Converts a folder with this configuration and meta data; returns the message.
fn refusal(config: &str, meta: &str, check: impl Fn(&ModelError) -> bool) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("config.cfg"), config).expect("written");
    fs::write(folder.path().join("meta.json"), meta).expect("written");
    let error = convert(folder.path()).expect_err("such a pipeline is refused");
    assert!(check(&error), "{error:?}");
    error.to_string()
}

#[test]
fn another_version_of_spacy_is_refused() {
    let meta = META.replace(">=3.8.0,<3.9.0", ">=2.3.0,<2.4.0");
    let message = refusal(CONFIG, &meta, |e| matches!(e, ModelError::SpacyVersion { .. }));
    assert!(message.contains(">=2.3.0") && message.contains("take the release"), "{message}");
    refusal(CONFIG, "{}", |e| matches!(e, ModelError::SpacyVersion { .. }));
}

#[test]
fn a_missing_component_is_named() {
    let config = CONFIG.replace(",\"parser\"]", "]");
    let message = refusal(
        &config,
        META,
        |e| matches!(e, ModelError::MissingComponent { component } if component == "parser"),
    );
    assert!(message.contains("no parser"), "{message}");
    let config = CONFIG.replace("disabled = []", "disabled = [\"tok2vec\"]");
    refusal(
        &config,
        META,
        |e| matches!(e, ModelError::MissingComponent { component } if component == "tok2vec"),
    );
}

#[test]
fn transformers_and_unknown_parts_are_refused() {
    let config = CONFIG.replace("factory = \"tok2vec\"", "factory = \"transformer\"");
    let message = refusal(&config, META, |e| matches!(e, ModelError::Unsupported { .. }));
    assert!(message.contains("transformer") && message.contains("_sm"), "{message}");
    let config = CONFIG.replace("spacy.Tok2Vec.v2", "spacy.TorchBiLSTMEncoder.v1");
    let message = refusal(&config, META, |e| matches!(e, ModelError::Unsupported { .. }));
    assert!(message.contains("TorchBiLSTMEncoder"), "{message}");
    let config = CONFIG.replace("factory = \"parser\"", "factory = \"textcat\"");
    let message = refusal(&config, META, |e| matches!(e, ModelError::Unsupported { .. }));
    assert!(message.contains("textcat") && message.contains("--without parser"), "{message}");
}

#[test]
fn a_component_that_cannot_run_may_be_left_out() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config =
        CONFIG.replace("\"parser\"]", "\"parser\",\"lemmatizer\"]").replace("lang = \"fr\"", "lang = \"ru\"")
            + "[components.lemmatizer]\nfactory = \"lemmatizer\"\nmode = \"pymorphy3\"\n";
    fs::write(folder.path().join("config.cfg"), config).expect("written");
    fs::write(folder.path().join("meta.json"), META).expect("written");
    let message = convert(folder.path()).expect_err("refused").to_string();
    assert!(message.contains("pymorphy3") && message.contains("--without lemmatizer"), "{message}");
    // Without it conversion goes on to the first file, which is not there.
    let error = convert_without(folder.path(), &["lemmatizer".to_owned()]).expect_err("no files");
    assert!(!error.to_string().contains("pymorphy3"), "{error}");
    let error = convert_without(folder.path(), &["tagger".to_owned()]).expect_err("no such component");
    let wanted = |e: &ModelError| matches!(e, ModelError::UnknownComponent { name, .. } if name == "tagger");
    assert!(wanted(&error) && error.to_string().contains("morphologizer, parser, lemmatizer"), "{error}");
}

#[test]
fn missing_and_broken_files_are_named() {
    let message = refusal(CONFIG, META, |e| matches!(e, ModelError::DamagedSource { .. }));
    assert!(message.contains("tokenizer") && message.contains("missing"), "{message}");
    let message = refusal(CONFIG, "{", |e| matches!(e, ModelError::DamagedSource { .. }));
    assert!(message.contains("meta.json"), "{message}");
}

#[test]
fn what_is_no_pipeline_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let error = convert(folder.path()).expect_err("an empty folder");
    assert!(matches!(error, ModelError::NotAPipeline { .. }), "{error:?}");
    let wheel = folder.path().join("cut.whl");
    fs::write(&wheel, b"PK\x03\x04 the beginning of a wheel").expect("written");
    let error = convert(&wheel).expect_err("half a wheel");
    assert!(matches!(&error, ModelError::NotAPipeline { .. }), "{error:?}");
    assert!(error.to_string().contains("cut short"), "{error}");
    let error = convert(&folder.path().join("nothing")).expect_err("no such file");
    assert!(matches!(error, ModelError::Io { .. }), "{error:?}");
}

#[test]
fn what_is_not_converted_cannot_be_opened() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("model.dtl");
    assert!(matches!(Pipeline::open(&path), Err(ModelError::Io { .. })));
    for bytes in [&b""[..], b"DTLNSPCY", &[0; 4096]] {
        fs::write(&path, bytes).expect("written");
        assert!(matches!(Pipeline::open(&path), Err(ModelError::NotConverted)));
        assert!(matches!(verify(Path::new(&path)), Err(ModelError::NotConverted)));
    }
}
