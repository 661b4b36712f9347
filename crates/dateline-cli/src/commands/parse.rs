//! `dateline parse`: reports as CoNLL-U.

use crate::args::ParseArgs;
use crate::setup::Setup;
use crate::{Outcome, run};
use anyhow::Result;
use dateline::Desk;
use dateline::formats::visible;
use dateline_types::{Analysis, Report, Upos};
use std::fmt::Write;

pub(crate) fn run(args: &ParseArgs) -> Result<Outcome> {
    let mut setup = Setup::new(&args.setup)?;
    let work = |desk: &Desk, reports: &[Report], _: &[String]| {
        let analyses = desk.coder().analyse_batch(reports);
        reports.iter().zip(&analyses).map(|(r, a)| (conllu(r, a), Vec::new())).collect()
    };
    run::run(&args.input, &mut setup, "", &work)
}

/// One report in CoNLL-U: a document, its paragraphs and sentences. White space is no token there; it stands in MISC.
fn conllu(report: &Report, analysis: &Analysis) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# newdoc id = {}", visible(&report.id));
    let labels = labels(analysis);
    let mut paragraph = None;
    for (i, sentence) in analysis.sentences.iter().enumerate() {
        let words: Vec<u32> = sentence.clone().filter(|t| is_word(analysis, *t)).collect();
        let (Some(&first), Some(&last)) = (words.first(), words.last()) else { continue };
        begin(&mut out, report, analysis, (i, first, last), &mut paragraph);
        for at in 0..words.len() {
            token(&mut out, report, analysis, &labels, &words, at);
        }
        out.push('\n');
    }
    out
}

fn is_word(analysis: &Analysis, token: u32) -> bool {
    let token = &analysis.tokens[token as usize];
    token.upos != Upos::Space && !token.span.is_empty()
}

/// The entity label of each token in IOB notation.
fn labels(analysis: &Analysis) -> Vec<Option<String>> {
    let mut labels = vec![None; analysis.tokens.len()];
    for named in &analysis.named {
        for t in named.tokens.clone() {
            let start = if t == named.tokens.start { "B" } else { "I" };
            labels[t as usize] = Some(format!("{start}-{}", named.label));
        }
    }
    labels
}

/// The comment lines of a sentence: its number, first and last token.
fn begin(
    out: &mut String,
    report: &Report,
    analysis: &Analysis,
    (number, first, last): (usize, u32, u32),
    paragraph: &mut Option<usize>,
) {
    let here = analysis.paragraph_of(first);
    if *paragraph != Some(here) {
        *paragraph = Some(here);
        out.push_str("# newpar\n");
    }
    let span = analysis.tokens[first as usize].span.cover(analysis.tokens[last as usize].span);
    let _ = writeln!(out, "# sent_id = {}-{}", visible(&report.id), number + 1);
    let _ = writeln!(out, "# text = {}", visible(span.of(&report.text)));
}

fn token(
    out: &mut String,
    report: &Report,
    analysis: &Analysis,
    labels: &[Option<String>],
    words: &[u32],
    at: usize,
) {
    let index = words[at];
    let token = &analysis.tokens[index as usize];
    let number = |t: u32| words.binary_search(&t).ok().map(|i| i + 1);
    let mut head = token.head;
    while head != analysis.tokens[head as usize].head && number(head).is_none() {
        head = analysis.tokens[head as usize].head;
    }
    let root = token.head == index;
    let head = if root { 0 } else { number(head).unwrap_or(0) };
    let relation = if head == 0 { "root" } else { &token.deprel };
    let mut misc = Vec::new();
    if let Some(label) = &labels[index as usize] {
        misc.push(format!("Entity={label}"));
    }
    let end = token.span.end as usize;
    let next = words.get(at + 1).map_or(end, |n| analysis.tokens[*n as usize].span.start as usize);
    match &report.text[end..next.max(end)] {
        " " => {}
        "" if at + 1 == words.len() => {}
        "" => misc.push("SpaceAfter=No".to_owned()),
        gap => misc.push(format!("SpacesAfter={}", escaped(gap))),
    }
    let _ = writeln!(
        out,
        "{}\t{}\t{}\t{}\t{}\t{}\t{head}\t{}\t_\t{}",
        at + 1,
        field(token.span.of(&report.text)),
        field(&token.lemma),
        token.upos.name(),
        field(&token.xpos),
        field(&token.feats),
        field(relation),
        if misc.is_empty() { "_".to_owned() } else { misc.join("|") },
    );
}

fn field(text: &str) -> String {
    match text {
        "" => "_".to_owned(),
        text => visible(text).into_owned(),
    }
}

/// White space as CoNLL-U writes it in MISC.
fn escaped(gap: &str) -> String {
    let mut out = String::new();
    for c in gap.chars() {
        match c {
            ' ' => out.push_str("\\s"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '|' => out.push_str("\\p"),
            '\\' => out.push_str("\\\\"),
            c => out.push_str(&visible(&c.to_string())),
        }
    }
    out
}
