//! Every target over its committed corpus and over random changes of it. `DATELINE_CASES=100000` sets the number of changes a target,
//! `DATELINE_TARGET=html,warc` chooses targets; both print what was done.
#![allow(clippy::disallowed_methods, clippy::print_stdout)] // reads the corpora and two settings

use dateline_hostile::TARGETS;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::path::Path;
use std::time::{Duration, Instant};

/// The corpus of a target, sorted by name of file.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut files: Vec<_> = entries.map(|e| e.unwrap().path()).collect();
    files.sort();
    files.iter().map(|f| std::fs::read(f).unwrap_or_else(|e| panic!("{}: {e}", f.display()))).collect()
}

/// One change of an input.
#[derive(Clone, Debug)]
enum Change {
    /// Writes a byte.
    Set(Index, u8),
    /// Puts bytes in.
    Insert(Index, Vec<u8>),
    /// Takes a stretch out.
    Cut(Index, Index),
    /// Repeats a stretch.
    Repeat(Index, Index, u8),
    /// Goes on with the rest of another input of the corpus.
    Splice(Index, Index, Index),
}

/// What parsers of all kinds act on.
const WORDS: [&str; 28] = [
    "\u{0}",
    "\n",
    "\r\n",
    "\t",
    "\"",
    "'",
    "<",
    ">",
    "</",
    "<![CDATA[",
    "&#x",
    "&amp;",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "|",
    "?",
    "*",
    "\u{202e}",
    "\u{301}",
    "’",
    "99999999999999999999",
    "-1",
    "\u{feff}",
    "=== ",
];

fn change() -> impl Strategy<Value = Change> {
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 1..6),
        prop::sample::select(&WORDS[..]).prop_map(|w| w.as_bytes().to_vec()),
    ];
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, b)| Change::Set(at, b)),
        (any::<Index>(), bytes).prop_map(|(at, b)| Change::Insert(at, b)),
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Change::Cut(a, b)),
        (any::<Index>(), any::<Index>(), 1_u8..40).prop_map(|(a, b, n)| Change::Repeat(a, b, n)),
        (any::<Index>(), any::<Index>(), any::<Index>()).prop_map(|(a, i, b)| Change::Splice(a, i, b)),
    ]
}

/// Longest input made.
const LONGEST: usize = 1 << 14;

fn changed(corpus: &[Vec<u8>], seed: Index, changes: &[Change]) -> Vec<u8> {
    let mut data = seed.get(corpus).clone();
    for change in changes {
        let place = |at: &Index| at.index(data.len() + 1);
        let stretch = |a: &Index, b: &Index| {
            let (a, b) = (place(a), place(b));
            a.min(b)..a.max(b)
        };
        match change {
            Change::Set(at, byte) if !data.is_empty() => {
                let at = at.index(data.len());
                data[at] = *byte;
            }
            Change::Set(..) => {}
            Change::Insert(at, bytes) => {
                let at = place(at);
                data.splice(at..at, bytes.iter().copied());
            }
            Change::Cut(a, b) => {
                let range = stretch(a, b);
                data.drain(range);
            }
            Change::Repeat(a, b, times) => {
                let range = stretch(a, b);
                let room = LONGEST.saturating_sub(data.len()) / range.len().max(1);
                let again = data[range.clone()].repeat(usize::from(*times).min(room));
                data.splice(range.end..range.end, again);
            }
            Change::Splice(at, other, from) => {
                let at = place(at);
                let other = other.get(corpus);
                data.truncate(at);
                data.extend_from_slice(&other[from.index(other.len() + 1)..]);
            }
        }
    }
    data.truncate(LONGEST.max(seed.get(corpus).len()));
    data
}

/// How slow one execution of a target is, beside the others: about so many a default run.
fn cases(name: &str) -> u32 {
    match name {
        "model_file" => 20,
        "pack_file" | "ontology_file" | "tokenizer" | "model_wheel" | "query" | "api_query" | "api_body" => {
            200
        }
        _ => 600,
    }
}

#[test]
fn no_input_breaks_an_entrance() {
    let chosen = std::env::var("DATELINE_TARGET").ok();
    let many: Option<u32> =
        std::env::var("DATELINE_CASES").ok().map(|n| n.parse().expect("a number of cases"));
    for (name, target) in TARGETS {
        if chosen.as_ref().is_some_and(|c| !c.split(',').any(|n| n == name)) {
            continue;
        }
        let corpus = corpus(name);
        assert!(!corpus.is_empty(), "fuzz/corpus/{name} holds nothing");
        for data in &corpus {
            target(data);
        }
        let cases = many.unwrap_or_else(|| cases(name));
        let config = Config { cases, failure_persistence: None, max_shrink_iters: 4096, ..Config::default() };
        // Without a setting the changes are the same in every run; with one they are new each time.
        let mut runner = match many {
            None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
            Some(_) => TestRunner::new(config),
        };
        let start = Instant::now();
        let slowest = std::cell::Cell::new(Duration::ZERO);
        let input = (any::<Index>(), prop::collection::vec(change(), 1..8));
        let outcome = runner.run(&input, |(seed, changes)| {
            let data = changed(&corpus, seed, &changes);
            let begun = Instant::now();
            target(&data);
            slowest.set(slowest.get().max(begun.elapsed()));
            Ok(())
        });
        if let Err(proptest::test_runner::TestError::Fail(why, (seed, changes))) = &outcome {
            let data = changed(&corpus, *seed, changes);
            let path = std::env::temp_dir().join(format!("dateline-{name}"));
            std::fs::write(&path, &data).expect("the input");
            panic!("{name}: {why}\ninput in {}: {:?}", path.display(), String::from_utf8_lossy(&data));
        }
        outcome.unwrap_or_else(|e| panic!("{name}: {e}"));
        let (took, slow) = (start.elapsed().as_secs_f64(), slowest.get().as_secs_f64());
        println!("{name}: {cases} executions in {took:.1} s, the slowest {slow:.3} s");
    }
}
