//! The table of senses fits the built-in packs: every entry it names exists, and every trigger entry belongs to a sense.

use dateline::assets;
use dateline::pack::Pack;
use dateline::pack::senses::Senses;
use std::collections::BTreeMap;

#[test]
fn the_table_of_senses_fits_the_packs() {
    let ontology = assets::ontology().unwrap();
    let packs: BTreeMap<String, Pack> = (assets::packs().iter())
        .map(|(language, files)| (language.clone(), Pack::load(files, &ontology).unwrap()))
        .collect();
    let senses = Senses::parse("senses.tsv", assets::senses(), &ontology).unwrap();
    let by_language: BTreeMap<String, &Pack> = packs.iter().map(|(l, p)| (l.clone(), p)).collect();
    let (coverage, faults) = senses.coverage(&by_language);
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{}", told.join("\n"));
    let named = senses.all.iter().filter(|s| s.is_named()).count();
    assert!(named >= 60 && senses.all.len() >= 250, "{named} of {}", senses.all.len());
    let ambush = coverage.iter().find(|c| c.sense.id == "ambush").unwrap();
    for (language, entry) in [("en", "waylay"), ("es", "emboscada"), ("fr", "tendre embuscade")] {
        assert!(ambush.entries[language].iter().any(|e| e == entry), "{:?}", ambush.entries);
    }
}

#[test]
fn what_does_not_fit_is_told() {
    let ontology = assets::ontology().unwrap();
    let files = BTreeMap::from([
        ("manifest.toml".to_owned(), assets::pack_files("en")["manifest.toml"].clone()),
        (
            "triggers/a.tsv".to_owned(),
            "entry\tpos\tframe\tcode\tif\ttest\nkill\tverb\tS>O\tASSAULT 180\t\t\nmeet\tverb\tS<>O\tCONSULT 040\t\t\n"
                .to_owned(),
        ),
    ]);
    let pack = Pack::load(&files, &ontology).unwrap();
    let table = "sense\tgloss\tcode\txx\nkill\tput to death\tASSAULT\tkill; slay\nwar\twar\tASSAULT 190\t\n";
    let senses = Senses::parse("senses.tsv", table, &ontology).unwrap();
    let packs = BTreeMap::from([("xx".to_owned(), &pack)]);
    let (coverage, faults) = senses.coverage(&packs);
    assert_eq!(coverage[0].entries["xx"], ["kill"]);
    assert!(coverage[1].entries["xx"].is_empty());
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "senses.tsv:2: xx has no entry `slay` with a code of the sense `kill`; write it as the pack's table does, or take it out",
            "senses.tsv:0: xx/triggers/a.tsv:3 meet belongs to no sense; add a row for its code",
        ]
    );
    let bad = Senses::parse("senses.tsv", "sense\tgloss\tcode\nx\ty\tNOTHING\n", &ontology).unwrap_err();
    assert_eq!(
        bad.to_string(),
        "senses.tsv:2: `NOTHING` is no PLOVER type; write TYPE, TYPE/mode, TYPE CAMEO or +context"
    );
}
