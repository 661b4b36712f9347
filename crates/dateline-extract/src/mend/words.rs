//! Mends parts of speech.

use super::has;
use dateline_types::{Analysis, Upos};
use std::ops::Range;

/// Makes names of what was taken for verbs although it has a capital inside a sentence: "a accusé | Alger de soutenir ...". A
/// sentence with many capitals, as headlines have, tells nothing by them.
pub(super) fn mend_capitals(mut analysis: Analysis, text: &str) -> Analysis {
    let sentences: Vec<Range<u32>> = analysis.sentences.clone();
    for sentence in sentences {
        let first = |i: u32| analysis.tokens[i as usize].span.of(text).chars().next();
        let capital = |i: u32| first(i).is_some_and(char::is_uppercase);
        let small = sentence.clone().filter(|&i| first(i).is_some_and(char::is_lowercase)).count();
        let large = sentence.clone().filter(|&i| capital(i)).count();
        if small <= 2 * large {
            continue;
        }
        let names: Vec<u32> = (sentence.start + 1..sentence.end)
            .filter(|&i| {
                let token = &analysis.tokens[i as usize];
                let before = &analysis.tokens[i as usize - 1];
                // Behind a mark a quotation may begin.
                let opens = matches!(before.upos, Upos::Punct | Upos::Space | Upos::Sym);
                token.upos == Upos::Verb && token.head != i && capital(i) && !opens
            })
            .collect();
        for i in names {
            let token = &analysis.tokens[i as usize];
            let head = token.head;
            let governed =
                analysis.tokens[i as usize - 1].upos == Upos::Adp || has(&analysis, i, &["case", "mark"]);
            let clause = ["xcomp", "ccomp", "advcl", "acl", "parataxis"].iter().any(|l| token.is(l));
            let verb = analysis.tokens[head as usize].upos == Upos::Verb;
            let label = match () {
                () if !clause => None,
                () if verb && governed => Some("obl"),
                () if !verb => Some("nmod"),
                () if head < i && !has(&analysis, head, &["obj"]) => Some("obj"),
                () => None,
            };
            let token = &mut analysis.tokens[i as usize];
            token.upos = Upos::Propn;
            token.feats = "".into();
            if let Some(label) = label {
                token.deprel = label.into();
            }
        }
    }
    analysis
}
