//! Dumps of spaCy's decisions and their comparison with a pipeline's.

use crate::common::models;
use dateline_nlp::Pipeline;
use flate2::read::GzDecoder;
use serde_json::Value;
use std::io::Read;
use std::path::Path;

/// Largest difference allowed in a component of a token vector.
const TOLERANCE: f64 = 1e-4;

fn dump(file: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/{file}.jsonl.gz"));
    let file = std::fs::File::open(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.lines().map(|l| serde_json::from_str(l).expect("a line of the dump is JSON")).collect()
}

fn string(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

/// Compares a language's model with its dump of at least `least` paragraphs.
pub fn check(lang: &str, model: &str, least: usize) {
    compare(&format!("{lang}/dump.{model}"), model, least, |version| models::pipeline(model, version));
}

/// Compares a pipeline with a dump, decision for decision.
#[allow(clippy::too_many_lines)]
pub fn compare(file: &str, model: &str, least: usize, open: impl Fn(&str) -> Pipeline) {
    let lines = dump(file);
    let (header, paragraphs) = lines.split_first().expect("the dump has a header");
    assert_eq!(header["format_version"], 1, "a dump of another format");
    assert_eq!(header["model"], model, "a dump of another model");
    assert!(paragraphs.len() >= least, "only {} paragraphs", paragraphs.len());
    let columns: Vec<usize> = header["columns"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|c| c.as_u64().unwrap_or(0) as usize)
        .collect();
    let pipeline = open(string(&header["model_version"]));
    let texts: Vec<&str> = paragraphs.iter().map(|p| string(&p[1])).collect();
    let analyses = pipeline.process_batch(&texts);
    let mut wrong = Vec::new();
    let (mut tokens, mut entities, mut worst) = (0, 0, 0f64);
    for (paragraph, found) in paragraphs.iter().zip(&analyses) {
        let (line, text) = (&paragraph[0], string(&paragraph[1]));
        let expected = paragraph[2].as_array().expect("a list of tokens");
        let texts: Vec<&str> = found.tokens.iter().map(|t| t.span.of(text)).collect();
        let wanted: Vec<&str> = expected.iter().map(|t| string(&t[0])).collect();
        if texts != wanted {
            let at =
                texts.iter().zip(&wanted).position(|(a, b)| a != b).unwrap_or(texts.len().min(wanted.len()));
            wrong.push(format!(
                "line {line}: token {at}: {:?} instead of {:?}",
                texts.get(at),
                wanted.get(at)
            ));
            continue;
        }
        tokens += texts.len();
        for (i, (token, want)) in found.tokens.iter().zip(expected).enumerate() {
            let starts = found.sentences.iter().any(|s| s.start as usize == i);
            let ours = [
                ("space", u8::from(token.space_after).to_string()),
                ("norm", token.norm.to_string()),
                ("tag", token.xpos.to_string()),
                ("pos", token.upos.name().to_owned()),
                ("features", token.feats.to_string()),
                ("head", token.head.to_string()),
                ("label", token.deprel.to_string()),
                ("sentence start", u8::from(starts).to_string()),
                ("lemma", token.lemma.to_string()),
            ];
            for (k, (what, ours)) in ours.into_iter().enumerate() {
                let want = match &want[k + 1] {
                    // A recogniser may leave the first token unmarked; the sentences of a text begin there all the same.
                    _ if what == "sentence start" && i == 0 => "1".to_owned(),
                    Value::String(s) => s.clone(),
                    other => other.to_string(),
                };
                if ours != want {
                    let text = texts[i];
                    wrong.push(format!(
                        "line {line}: {what} of token {i} {text:?}: {ours:?} instead of {want:?}"
                    ));
                }
            }
        }
        let named: Vec<(u64, u64, &str)> = found
            .named
            .iter()
            .map(|n| (u64::from(n.tokens.start), u64::from(n.tokens.end), &*n.label))
            .collect();
        let wanted: Vec<(u64, u64, &str)> = paragraph[3]
            .as_array()
            .into_iter()
            .flatten()
            .map(|e| (e[0].as_u64().unwrap_or(0), e[1].as_u64().unwrap_or(0), string(&e[2])))
            .collect();
        entities += wanted.len();
        if named != wanted {
            wrong.push(format!("line {line}: entities {named:?} instead of {wanted:?}"));
        }
        let vectors = pipeline.token_vectors(text);
        let width = vectors.len() / texts.len().max(1);
        for (i, (row, want)) in
            vectors.chunks_exact(width.max(1)).zip(paragraph[4].as_array().into_iter().flatten()).enumerate()
        {
            let wide = || row.iter().map(|x| f64::from(*x));
            let mut differences: Vec<f64> =
                columns.iter().enumerate().map(|(k, &c)| f64::from(row[c]) - number(&want[k])).collect();
            let n = width as f64;
            differences.push((wide().sum::<f64>() - number(&want[columns.len()])) / n.sqrt());
            let squares = number(&want[columns.len() + 1]);
            differences.push(wide().map(|x| x * x).sum::<f64>().sqrt() - squares.sqrt());
            for difference in differences {
                worst = worst.max(difference.abs());
                if difference.abs().is_nan() || difference.abs() > TOLERANCE {
                    wrong.push(format!("line {line}: vector of token {i} differs by {difference}"));
                }
            }
        }
    }
    println!(
        "{model}: {} paragraphs, {tokens} tokens, {entities} entities, vectors within {worst:.1e}",
        texts.len()
    );
    let shown: Vec<&String> = wrong.iter().take(25).collect();
    assert!(wrong.is_empty(), "{model}: {} differences from spaCy, the first being {shown:#?}", wrong.len());
}
