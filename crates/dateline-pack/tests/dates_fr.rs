//! French date words of headers and date lines.
#![allow(clippy::disallowed_methods)] // a test reads the repository's own tables

use dateline_pack::dates::{date_words, parse_date_words};
use dateline_pack::numbers::NumberLexicon;
use dateline_pack::times::TimeLexicon;
use dateline_types::Days;
use std::path::Path;

fn french() -> (TimeLexicon, NumberLexicon) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/fr");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("the pack has the file");
    let times = TimeLexicon::parse(&read("times.toml"), "times.toml").unwrap_or_else(|e| panic!("{e}"));
    let numbers =
        NumberLexicon::parse(&read("numbers.toml"), "numbers.toml").unwrap_or_else(|e| panic!("{e}"));
    (times, numbers)
}

#[test]
fn dates_with_a_year() {
    let (times, numbers) = french();
    for (text, edtf) in [
        ("4 mars 2026", "2026-03-04"),
        ("21 juil. 2020", "2020-07-21"),
        ("le 3 février 2021 à 14h30", "2021-02-03"),
        ("PARIS, 4 mars 2026 (AFP) -", "2026-03-04"),
        ("Publié le mardi 21 juillet 2020 à 10:15 GMT", "2020-07-21"),
        ("1er août 2019", "2019-08-01"),
        ("30 sept 2026", "2026-09-30"),
        ("21/07/2020", "2020-07-21"),
        ("2020-07-21", "2020-07-21"),
        ("date 2020-07", "2020-07"),
        ("Juillet 2020", "2020-07"),
        ("Mis à jour : 12.03.2021 - 08:00", "2021-03-12"),
    ] {
        let found = parse_date_words(text, &times, &numbers);
        assert_eq!(found, Days::parse_edtf(edtf).map(|d| (edtf.to_owned(), d)), "{text}");
    }
}

#[test]
fn a_missing_year_needs_a_reference() {
    let (times, numbers) = french();
    assert_eq!(parse_date_words("21 juil", &times, &numbers), None);
    assert_eq!(parse_date_words("mardi", &times, &numbers), None);
    let reference = Days::parse_edtf("2021-01-03");
    let found = date_words("BAGDAD, 28 déc (AFP) -", &times, &numbers, reference);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].edtf.as_deref(), Some("2020-12-28"));
    assert_eq!(found[0].span.of("BAGDAD, 28 déc (AFP) -"), "28 déc");
}
