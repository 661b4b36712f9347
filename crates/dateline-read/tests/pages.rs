//! The labelled pages: how much of the body is found, how much else, and whether the date is exact. Prints a row a style.
#![allow(clippy::disallowed_methods)] // reads fixtures

use dateline_read::{DateWords, Given, Kind, reports};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

/// Words with how often they occur.
fn bag(text: &str) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        *out.entry(word.to_lowercase()).or_default() += 1;
    }
    out
}

/// F1 of the words of a body.
fn f1(found: &str, wanted: &str) -> f64 {
    let (found, wanted) = (bag(found), bag(wanted));
    let same: usize = wanted.iter().map(|(w, n)| found.get(w).copied().unwrap_or(0).min(*n)).sum();
    let all: usize = found.values().sum::<usize>() + wanted.values().sum::<usize>();
    2.0 * same as f64 / all.max(1) as f64
}

#[test]
fn bodies_and_dates_of_the_labelled_pages_are_found() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read =
        |path: &Path| std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let words: Vec<DateWords> = ["fr", "en", "es"]
        .iter()
        .map(|l| {
            let text = read(&root.join(format!("../../packs/{l}/dateline.toml")));
            toml::from_str::<DateWords>(&text).expect("date words").checked().expect("date words")
        })
        .collect();
    let pages = root.join("tests/pages");
    let labels = read(&pages.join("labels.tsv"));
    let (mut styles, mut dated, mut titled, mut all) = (BTreeMap::<String, Vec<f64>>::new(), 0, 0, 0);
    let mut wrong = Vec::new();
    for row in labels.lines().skip(2) {
        let [name, url, date, title] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let bytes = std::fs::read(pages.join(format!("{name}.html"))).expect("a page");
        let given = Given { url: Some(url.to_owned()), ..Given::default() };
        let mut items = reports(name, None, Box::new(Cursor::new(bytes)), Some(Kind::Html), &given, &words);
        let report = items.next().expect("an item").outcome.unwrap_or_else(|e| panic!("{name}: {e}"));
        let score = f1(&report.text, &read(&pages.join(format!("{name}.txt"))));
        let style = name.split('-').nth(1).unwrap_or_default().to_owned();
        styles.entry(style).or_default().push(score);
        all += 1;
        let found = report.published.value.as_deref();
        match found == Some(date) {
            true => dated += 1,
            false => wrong.push(format!("{name}: {found:?} for {date}")),
        }
        titled += usize::from(report.title.as_deref().is_some_and(|t| t.contains(title)));
    }
    let mean = |scores: &[f64]| scores.iter().sum::<f64>() / scores.len().max(1) as f64;
    for (style, scores) in &styles {
        println!("{style:<14} {:.3}", mean(scores));
    }
    let flat: Vec<f64> = styles.values().flatten().copied().collect();
    println!(
        "{all} pages: F1 of the body {:.3}, {dated} dates exact, {titled} titles; {wrong:?}",
        mean(&flat)
    );
    assert!(all >= 40 && mean(&flat) >= 0.97, "F1 {:.3}", mean(&flat));
    assert!(dated * 100 >= all * 97, "{wrong:?}");
    assert_eq!(titled, all);
}
