//! Analyses a text file, one paragraph a line, and prints how fast it went or what was found.
//!
//! ```text
//! parse convert SOURCE TARGET        converts a published pipeline
//! parse bench MODEL TEXT [ROUNDS]    prints one JSON line: load time, tokens, words, processor seconds,
//!                                    peak memory
//! parse cores MODEL TEXT [ROUNDS]    clock time of one thread and of two that share the model, and their ratio
//! parse show MODEL TEXT              prints the tokens, one a line
//! parse ud MODEL TEXT                prints heads and labels in Universal Dependencies, whatever scheme the model has
//! parse json MODEL TEXT              prints tokens and entities, one JSON array a paragraph
//! ```
#![allow(clippy::disallowed_methods)] // a program that reads files and the clock

use dateline_nlp::{Pipeline, convert, ud};
use std::error::Error;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Lines given to the pipeline at a time.
const BATCH: usize = 64;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["convert", source, target] => std::fs::write(target, convert(Path::new(source))?)?,
        ["bench", model, text] => bench(model, text, 1)?,
        ["bench", model, text, rounds] => bench(model, text, rounds.parse()?)?,
        ["cores", model, text] => cores(model, text, 3)?,
        ["cores", model, text, rounds] => cores(model, text, rounds.parse()?)?,
        ["show", model, text] => show(model, text)?,
        ["ud", model, text] => ud(model, text)?,
        ["json", model, text] => json(model, text)?,
        _ => {
            return Err(
                "give: convert SOURCE TARGET | bench MODEL TEXT [ROUNDS] | cores MODEL TEXT [ROUNDS] | \
                 show MODEL TEXT | ud MODEL TEXT | json MODEL TEXT"
                    .into(),
            );
        }
    }
    Ok(())
}

fn lines(path: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?.replace('’', "'");
    Ok(text.split('\n').filter(|l| !l.is_empty() && !l.starts_with("# ")).map(str::to_owned).collect())
}

fn bench(model: &str, text: &str, rounds: usize) -> Result<(), Box<dyn Error>> {
    let lines = lines(text)?;
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let start = Instant::now();
    let pipeline = Pipeline::open(Path::new(model))?;
    let load = start.elapsed().as_secs_f64();
    let _ = pipeline.process("Une phrase pour commencer.");
    let first = start.elapsed().as_secs_f64();
    let words: usize = lines.iter().map(|l| l.split_whitespace().count()).sum();
    let (mut best, mut all, mut tokens, mut cold) = (f64::MAX, 0.0, 0, 0.0);
    for round in 0..rounds {
        let start = processor_seconds();
        tokens = 0;
        for batch in lines.chunks(BATCH) {
            tokens += pipeline.process_batch(batch).iter().map(|a| a.tokens.len()).sum::<usize>();
        }
        let seconds = processor_seconds() - start;
        if round == 0 {
            cold = seconds;
        }
        best = best.min(seconds);
        all += seconds;
    }
    let mean = all / rounds as f64;
    println!(
        "{{\"load_s\":{load:.4},\"first_s\":{first:.4},\"texts\":{},\"tokens\":{tokens},\"words\":{words},\
         \"cold_s\":{cold:.4},\"mean_s\":{mean:.4},\"best_s\":{best:.4},\"tokens_per_s\":{:.0},\"words_per_s\":{:.0},\"peak_mb\":{:.0}}}",
        lines.len(),
        tokens as f64 / mean,
        words as f64 / mean,
        peak_megabytes()
    );
    Ok(())
}

/// Rounds of one thread and of two in turn, after a round that fills the caches. A thread takes the next batch when
/// it is done with one.
fn cores(model: &str, text: &str, rounds: usize) -> Result<(), Box<dyn Error>> {
    let lines = lines(text)?;
    let batches: Vec<Vec<&str>> =
        lines.chunks(BATCH).map(|b| b.iter().map(String::as_str).collect()).collect();
    let pipeline = Pipeline::open(Path::new(model))?;
    let run = |threads: usize| {
        let next = AtomicUsize::new(0);
        let start = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let _ = pipeline.process_batch(batch);
                    }
                });
            }
        });
        start.elapsed().as_secs_f64()
    };
    run(2);
    let mut ratios: Vec<(f64, f64, f64)> = (0..rounds)
        .map(|_| {
            let (one, two) = (run(1), run(2));
            (one / two, one, two)
        })
        .collect();
    ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (ratio, one, two) = ratios[ratios.len() / 2];
    println!(
        "{{\"one_s\":{one:.3},\"two_s\":{two:.3},\"ratio\":{ratio:.2},\"peak_mb\":{:.0}}}",
        peak_megabytes()
    );
    Ok(())
}

/// Processor time this process has taken, which other processes do not disturb as they do the clock; the time of
/// day where the system does not tell.
fn processor_seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = told.split_whitespace().next().and_then(|n| n.parse::<f64>().ok());
    nanoseconds.map_or_else(
        || std::time::UNIX_EPOCH.elapsed().map_or(0.0, |d| d.as_secs_f64()),
        |nanoseconds| nanoseconds / 1e9,
    )
}

/// Highest resident memory of this process, 0 where the system does not tell.
fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

fn show(model: &str, text: &str) -> Result<(), Box<dyn Error>> {
    let pipeline = Pipeline::open(Path::new(model))?;
    for line in lines(text)? {
        let analysis = pipeline.process(&line);
        println!("# {line}");
        for (i, t) in analysis.tokens.iter().enumerate() {
            let start = if analysis.sentences.iter().any(|s| s.start as usize == i) { "^" } else { "" };
            println!(
                "{i}\t{:?}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{start}",
                &line[t.span.range()],
                t.norm,
                t.lemma,
                t.upos.name(),
                t.xpos,
                t.feats,
                t.head,
                t.deprel
            );
        }
        for n in &analysis.named {
            println!("= {}..{}\t{}\t{}", n.tokens.start, n.tokens.end, n.label, {
                let span = analysis.span(n.tokens.clone());
                &line[span.range()]
            });
        }
    }
    Ok(())
}

fn ud(model: &str, text: &str) -> Result<(), Box<dyn Error>> {
    let pipeline = Pipeline::open(Path::new(model))?;
    for line in lines(text)? {
        let mut analysis = pipeline.process(&line);
        if ud::is_clearnlp(pipeline.labels()) {
            ud::from_clearnlp(&mut analysis);
        }
        println!("# text = {line}");
        for (i, t) in analysis.tokens.iter().enumerate() {
            let root = t.head as usize == i;
            let head = if root { 0 } else { t.head + 1 };
            let label = if root { "root" } else { &t.deprel };
            println!("{}\t{}\t{}\t{head}\t{label}", i + 1, &line[t.span.range()], t.upos.name());
        }
        println!();
    }
    Ok(())
}

fn json(model: &str, text: &str) -> Result<(), Box<dyn Error>> {
    let pipeline = Pipeline::open(Path::new(model))?;
    let lines = lines(text)?;
    let texts: Vec<&str> = lines.iter().map(String::as_str).collect();
    for (line, analysis) in texts.iter().zip(pipeline.process_batch(&texts)) {
        let starts: Vec<u32> = analysis.sentences.iter().map(|s| s.start).collect();
        let tokens: Vec<serde_json::Value> = analysis
            .tokens
            .iter()
            .enumerate()
            .map(|(i, t)| {
                serde_json::json!([
                    t.span.of(line),
                    u8::from(t.space_after),
                    &*t.norm,
                    &*t.xpos,
                    t.upos.name(),
                    &*t.feats,
                    t.head,
                    &*t.deprel,
                    u8::from(starts.contains(&(i as u32))),
                    &*t.lemma
                ])
            })
            .collect();
        let named: Vec<serde_json::Value> = analysis
            .named
            .iter()
            .map(|n| serde_json::json!([n.tokens.start, n.tokens.end, &*n.label]))
            .collect();
        println!("{}", serde_json::json!([tokens, named]));
    }
    Ok(())
}
