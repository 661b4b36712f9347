//! Dependency trees of any shape over any words: what the parser could give, and could not. All that runs behind the parser must
//! stand them.

use crate::grammar::{PACKS, bare};
use crate::lossy;
use dateline::assets;
use dateline_extract::{Extractor, join_cut_sentences, mend};
use dateline_kb::Kb;
use dateline_pack::Ontology;
use dateline_types::{Analysis, NamedSpan, Report, Span, Token, Upos};
use std::sync::{Arc, LazyLock};

static ONTOLOGY: LazyLock<Ontology> =
    LazyLock::new(|| assets::ontology().unwrap_or_else(|e| panic!("the built-in ontology: {e}")));
static BASE: LazyLock<Arc<Kb>> = LazyLock::new(assets::default_kb);

/// Most tokens of a tree.
const MOST: usize = 120;

/// A report and its analysis. The first line names the language; each other line is a token: form, lemma, part of speech, features,
/// head (from 1; 0 for a root), relation, and a label where a named span begins. An empty line ends a sentence, `---` a paragraph.
/// What is missing is empty; a head outside its sentence is taken to be inside, and a ring is cut.
fn read(text: &str) -> (String, Report, Analysis) {
    let mut lines = text.lines();
    let language = lines.next().unwrap_or_default().trim().to_owned();
    let mut all = Analysis::default();
    let mut words = String::new();
    let mut paragraphs: Vec<Span> = Vec::new();
    let (mut opened, mut begun) = (0, 0_u32);
    let mut rows: Vec<(u32, u32)> = Vec::new();
    for line in lines.chain(["---"]) {
        if !line.trim().is_empty() && line != "---" {
            let field: Vec<&str> = line.split('\t').collect();
            let of = |n: usize| field.get(n).copied().unwrap_or("").trim();
            if all.tokens.len() == MOST || of(0).is_empty() {
                continue;
            }
            if all.tokens.len() as u32 > begun {
                words.push(' ');
            }
            let start = words.len();
            words.push_str(of(0));
            let at = all.tokens.len() as u32;
            rows.push((at, of(4).parse().unwrap_or(0)));
            all.tokens.push(Token {
                span: Span::new(start, words.len()),
                space_after: true,
                upos: Upos::parse(of(2)),
                xpos: of(2).into(),
                feats: of(3).into(),
                lemma: of(1).into(),
                norm: of(0).to_lowercase().into(),
                head: at,
                deprel: of(5).into(),
            });
            if !of(6).is_empty() {
                all.named.push(NamedSpan { tokens: at..at + 1, label: of(6).into() });
            }
            continue;
        }
        if let Some(&(start, _)) = rows.first() {
            let count = rows.len() as u32;
            for (at, head) in rows.drain(..) {
                let on = if head == 0 { at } else { start + (head - 1) % count };
                if !reaches(&all, on, at) {
                    all.tokens[at as usize].head = on;
                }
            }
            all.sentences.push(start..start + count);
        }
        if line == "---" && all.tokens.len() as u32 > begun {
            all.paragraphs.push(begun..all.tokens.len() as u32);
            paragraphs.push(Span::new(opened, words.len()));
            words.push_str("\n\n");
            (opened, begun) = (words.len(), all.tokens.len() as u32);
        }
    }
    let report = bare(words, &language, "2026-03-12", paragraphs);
    (language, report, all)
}

/// Whether a token is another, or hangs on it.
fn reaches(analysis: &Analysis, from: u32, to: u32) -> bool {
    let mut at = from;
    loop {
        let head = analysis.tokens[at as usize].head;
        if at == to || head == at {
            return at == to;
        }
        at = head;
    }
}

/// Any tree: it stays one when it is mended, and what is extracted lies inside the text.
pub fn trees(data: &[u8]) {
    let (language, report, analysis) = read(&lossy(&data[..data.len().min(16_384)]));
    let pack = PACKS.iter().find(|p| p.manifest.language == language).unwrap_or(&PACKS[0]);
    let mended = mend(join_cut_sentences(analysis, &report.text), &report.text, &pack.manifest, &pack.times);
    for start in 0..mended.tokens.len() {
        let mut at = start;
        for _ in 0..mended.tokens.len() {
            at = mended.tokens[at].head as usize;
        }
        assert_eq!(mended.tokens[at].head as usize, at, "a ring at token {start}");
    }
    let extractor = Extractor { pack, kb: &BASE, ontology: &ONTOLOGY };
    let found = extractor.extract(&report, &mended);
    for event in &found.events {
        assert!((event.token as usize) < mended.tokens.len());
        for party in event.actors.iter().chain(&event.recipients) {
            assert!(party.entity < found.entities.len());
        }
    }
    for mention in &found.mentions {
        assert!(!mention.span.of(&report.text).is_empty() && mention.entity < found.entities.len());
    }
}
