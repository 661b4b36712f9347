//! Times and quantities of scrambled texts, with and without a parse: no panic, spans that stand in the text.

mod common;

use dateline_extract::{quantities::quantities, times::times};
use dateline_pack::numbers::NumberLexicon;
use dateline_pack::quantities::QuantityLexicon;
use dateline_pack::times::TimeLexicon;
use dateline_types::{Analysis, Anchor, DateEvidence, Filed, Published, Span};

struct French {
    numbers: NumberLexicon,
    times: TimeLexicon,
    quantities: QuantityLexicon,
}

fn french() -> French {
    let file = |name: &str| common::file(&format!("packs/fr/{name}"));
    French {
        numbers: NumberLexicon::parse(&file("numbers.toml"), "numbers.toml").unwrap(),
        times: TimeLexicon::parse(&file("times.toml"), "times.toml").unwrap(),
        quantities: QuantityLexicon::parse(&file("quantities.toml"), "quantities.toml").unwrap(),
    }
}

#[test]
fn scrambled_texts() {
    let french = french();
    let folder = "crates/dateline-extract/tests";
    let mut pool: Vec<String> = Vec::new();
    for table in ["times_fr.tsv", "quantities_fr.tsv"] {
        for row in common::rows(&format!("{folder}/{table}")) {
            pool.extend(row[0].split(' ').map(str::to_owned));
        }
    }
    let odd = [
        "99999999999999999999",
        "999999",
        "ans",
        "siècles",
        "décennies",
        "trimestre",
        "«",
        "’",
        "\u{202f}",
        "€",
        "%",
    ];
    pool.extend(odd.iter().cycle().take(200).map(|s| (*s).to_owned()));
    let mut seed = 7_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for round in 0..4000 {
        let text: Vec<&str> = (0..12).map(|_| pool[next(pool.len())].as_str()).collect();
        let text = text.join(if round % 7 == 0 { "" } else { " " });
        let date = ["2020-07-21", "2020-07", "2020", "", "2019-03/2020-07", "9999-12-31"][round % 6];
        let report = common::report(&text, date);
        let analysis = Analysis::default();
        let found = times(&report, &analysis, &french.times, &french.numbers);
        for (i, t) in found.iter().enumerate() {
            assert!(!t.span.of(&text).is_empty(), "{text}");
            assert!(!matches!(t.anchor, Some(Anchor::Time(j)) if j >= i), "{text}");
            if let (Some(a), Some(b)) = (t.days.earliest, t.days.latest) {
                assert!(a < b, "{text}: {t:?}");
            }
        }
        for pair in found.windows(2) {
            assert!(pair[0].span.end <= pair[1].span.start, "{text}: {pair:?}");
        }
        for q in quantities(&report, &analysis, &[], &french.quantities, &french.numbers) {
            assert!(!q.span.of(&text).is_empty(), "{text}");
            if let (Some(a), Some(b)) = (q.min, q.max) {
                assert!(a <= b, "{text}: {q:?}");
            }
        }
    }
}

#[test]
fn header_and_date_line_are_times() {
    let french = french();
    let text = " date 2020-07 BAGDAD, 21 juil (AFP) - Une bombe a explosé mardi.";
    let mut report = common::report(text, "2020-07");
    let span = |words: &str| {
        let at = text.find(words).unwrap();
        Span::new(at, at + words.len())
    };
    report.published = Published::edtf("2020-07", DateEvidence::Header).unwrap();
    report.published.span = Some(span("2020-07"));
    let days = Published::edtf("2020-07-21", DateEvidence::Dateline).unwrap().days;
    report.filed = Some(Filed { date: Some((span("21 juil"), days)), ..Filed::default() });
    report.paragraphs = vec![span("Une bombe a explosé mardi.")];
    let found = times(&report, &Analysis::default(), &french.times, &french.numbers);
    let values: Vec<_> = found.iter().map(|t| (t.span.of(text), t.value.as_deref(), t.anchor)).collect();
    assert_eq!(
        values,
        [
            ("2020-07", Some("2020-07"), None),
            ("21 juil", Some("2020-07-21"), None),
            // The date line is more exact than the header.
            ("mardi", Some("2020-07-21"), Some(Anchor::Filed)),
        ]
    );
}
