//! Small tables through the whole way: text, merged rows, bytes, queries, linter.

use dateline_kb::{FormKind, Kb, KbError, Layer, Layers, Tables, build, check, normalise};
use dateline_types::Days;
use std::collections::BTreeSet;

const COUNTRIES: &str = "id\twikidata\tname.fr\talias.fr\tname.en\tdemonym.fr\tcapital\tsource
IRN\tQ794\tIran\tRépublique islamique d'Iran\tIran\tiranien|iranienne|iraniens|iraniennes\tg112931\tcldr
IRQ\tQ796\tIrak\t\tIraq\tirakien|irakienne|irakiens|irakiennes\t\tcldr
";
const PLACES: &str = "id\tname.fr\tname.en\talias\tcountry\tfeature\tlat\tlon\tpopulation\tsource
g112931\tTéhéran\tTehran\t\tIRN\tPPLC\t35.69439\t51.42151\t7153309\tgeonames
";
const SEATS: &str = "form.fr\ttarget\tsector\tkind\tplace\tsource
Téhéran\tIRN\tGOV\tcapital\tg112931\tagency reports
";
const PERSONS: &str = "id\tname.en\tname.fr\talias\tgender\tcountry\tsource
Q348144\tHassan Rouhani\tHassan Rohani\tHassan Rowhani\tm\tIRN\twikidata
Q188705\tMahmoud Ahmadinejad\tMahmoud Ahmadinejad\t\tm\tIRN\twikidata
";
const POSTS: &str = "id\tunique\tsector\ttitle.fr\nhead_of_state\tyes\tGOV\tprésident|chef de l'État\n";
const TENURES: &str = "person\tpost\tcountry\tsector\ttitle.en\tstart\tend\tnote\tsource
Q348144\thead_of_state\tIRN\tGOV\tPresident\t2013-08-03\t2021-08-03\t\twikidata
Q188705\thead_of_state\tIRN\tGOV\tPresident\t2005-08-03\t2013-08-03\t\twikidata
";

fn base() -> Layer {
    Layer::of(
        "base",
        0,
        [
            ("countries.tsv", COUNTRIES),
            ("places.tsv", PLACES),
            ("seats.tsv", SEATS),
            ("persons.tsv", PERSONS),
            ("posts.tsv", POSTS),
            ("tenures.tsv", TENURES),
        ],
    )
}

fn open(layers: Vec<Layer>) -> Result<Kb, KbError> {
    Kb::from_bytes(build(&Layers::new(layers))?.0)
}

fn month(text: &str) -> Days {
    Days::parse_edtf(text).unwrap_or_default()
}

#[test]
fn names_seats_demonyms_and_holders_are_found() -> Result<(), KbError> {
    let kb = open(vec![base()])?;
    let words: Vec<String> = ["République", "islamique", "d'", "Iran", "affirme"].map(normalise).into();
    let found =
        kb.longest(&words).map(|m| (m.len, m.forms().map(|f| kb.entity(f.entity).id().to_owned()).collect()));
    assert_eq!(found, Some((4, vec!["IRN".to_owned()])));
    let kinds: Vec<FormKind> = kb.names("Téhéran").iter().map(|f| f.kind).collect();
    assert_eq!(kinds, [FormKind::Name, FormKind::Seat]);
    assert_eq!(kb.demonym("Iraniennes", "fr").len(), 1);
    assert!(kb.demonym("Iraniennes", "es").is_empty());
    for (date, name) in [("2020-07", "Hassan Rohani"), ("2010", "Mahmoud Ahmadinejad")] {
        let held = kb.holders("head_of_state", "IRN", month(date));
        let names: Vec<&str> = held.iter().map(|t| kb.entity(t.person).name("fr")).collect();
        assert_eq!(names, [name], "{date}");
    }
    assert_eq!(kb.holders("head_of_state", "IRN", month("2013")).len(), 2, "a year of change has two");
    let person = kb.names("Rohani")[0];
    assert_eq!(person.kind, FormKind::Family);
    assert_eq!(kb.tenures_of(person.entity, month("2020-07")).len(), 1);
    assert!(kb.tenures_of(person.entity, month("2022")).is_empty());
    assert!(kb.sounding_like("Ruhani").iter().any(|(e, whole)| *e == person.entity && !whole));
    let place = kb.by_id("g112931").and_then(|e| e.place());
    assert_eq!(place.map(|p| (p.geonames, p.feature)), Some((Some(112_931), Some("PPLC"))));
    assert_eq!(kb.by_id("IRN").and_then(|e| e.capital()).map(|c| kb.entity(c).id()), Some("g112931"));
    assert_eq!(kb.by_id("IRN").and_then(|e| e.wikidata()), Some("Q794"));
    assert_eq!(kb.posts_titled("Chef de l’État", "fr").len(), 1);
    assert!(kb.by_id("XXX").is_none());
    Ok(())
}

#[test]
fn a_capital_is_a_seat_without_a_row_of_its_own() -> Result<(), KbError> {
    let mut layer = base();
    layer.files.remove("seats.tsv");
    let kb = open(vec![layer])?;
    let seats = kb.seats("Téhéran", "fr", month("2020-07"));
    let found: Vec<(&str, Option<&str>)> =
        seats.iter().map(|s| (kb.entity(s.entity).id(), s.sector)).collect();
    assert_eq!(found, [("IRN", Some("GOV"))]);
    Ok(())
}

#[test]
fn the_user_layer_wins_adds_and_deletes() -> Result<(), KbError> {
    let own = Layer::of(
        "own",
        10,
        [
            ("persons.tsv", "id\talias\tsource\n-Q188705\t\tx\nQ348144\t+Hassan Ruhany\tx\n"),
            ("tenures.tsv", "person\tpost\tcountry\tsource\n-Q188705\thead_of_state\tIRN\tx\n"),
            ("countries.tsv", "id\tname.fr\tsource\nIRQ\tIraq\tx\n"),
        ],
    );
    let kb = open(vec![own, base()])?;
    assert!(kb.names("Mahmoud Ahmadinejad").is_empty());
    assert!(kb.holders("head_of_state", "IRN", month("2010")).is_empty());
    assert_eq!(kb.names("Hassan Ruhany").len(), 1);
    assert_eq!(kb.names("Hassan Rowhani").len(), 1, "+ keeps what was there");
    assert_eq!(kb.by_id("IRQ").map(|e| e.name("fr")), Some("Iraq"));
    assert_eq!(kb.demonym("irakien", "fr").len(), 1, "empty cells keep the lower layer's");
    Ok(())
}

#[test]
fn all_bad_rows_are_named_with_their_lines() {
    let mut layer = base();
    layer.files.insert(
        "places.tsv".into(),
        "id\tname.fr\tlat\tlon\nx-a\tA\tnorth\t1\nx-b\tB\t1\t2\t3\n\tC\t1\t2\n".into(),
    );
    layer
        .files
        .insert("tenures.tsv".into(), "person\tpost\tcountry\tstart\nQ1\thead_of_state\tIRN\tmai\n".into());
    let Err(KbError::Rows(rows)) = build(&Layers::new(vec![layer])) else { panic!("the rows are bad") };
    let said: Vec<(String, usize, &str)> = rows.iter().map(|r| (r.file.clone(), r.line, r.code)).collect();
    for (file, line, code) in [
        ("base/places.tsv", 2, "bad-number"),
        ("base/places.tsv", 3, "too-many-cells"),
        ("base/places.tsv", 4, "empty-cell"),
        ("base/tenures.tsv", 2, "bad-date"),
        ("base/tenures.tsv", 2, "unknown-reference"),
    ] {
        assert!(said.contains(&(file.to_owned(), line, code)), "{file}:{line} {code} not in {said:?}");
    }
    assert!(rows.iter().all(|r| !r.mend.is_empty()));
}

#[test]
fn the_linter_sees_what_is_readable_but_wrong() {
    let mut layer = base();
    layer.files.insert(
        "tenures.tsv".into(),
        "person\tpost\tcountry\tstart\tend\nQ348144\thead_of_state\tIRN\t2013-08\t2021-08\n\
         Q188705\thead_of_state\tIRN\t2005-08\t2015-08\nQ188705\thead_of_state\tXYZ\t2019\t2018\n\
         Q188705\thead_of_state\tIRQ\t1066\t1067\n"
            .into(),
    );
    layer.files.insert(
        "countries.tsv".into(),
        "id\tname.fr\tcode\nIRN\tIran\tIRN\nIRQ\tIrak\tirq\nMLI\tPrune\tMLI\n".into(),
    );
    let (tables, _) = Tables::parse(&Layers::new(vec![layer]));
    let common = BTreeSet::from(["prune".to_owned()]);
    let codes: BTreeSet<&str> = check(&tables, &common).iter().map(|d| d.code).collect();
    for code in [
        "overlapping-holders",
        "end-before-start",
        "impossible-year",
        "unknown-code",
        "common-word",
        "missing-demonym",
    ] {
        assert!(codes.contains(code), "{code} not in {codes:?}");
    }
}

#[test]
fn foreign_and_cut_bytes_are_refused() -> Result<(), KbError> {
    let (bytes, _) = build(&Layers::new(vec![base()]))?;
    assert_eq!(bytes, build(&Layers::new(vec![base()]))?.0, "same tables, same bytes");
    assert!(Kb::from_bytes(b"hello".to_vec()).is_err());
    assert!(Kb::from_bytes(bytes[..bytes.len() / 2].to_vec()).is_err());
    let mut other = bytes.clone();
    other[8] = 99;
    assert!(Kb::from_bytes(other).is_err());
    // Damage inside the sections: wrong answers at worst, no panic.
    let mut damaged = bytes;
    for i in (200..damaged.len()).step_by(7) {
        damaged[i] ^= 0x55;
    }
    if let Ok(kb) = Kb::from_bytes(damaged) {
        for e in kb.entities() {
            let _ = (e.id().len(), e.names().count(), e.place());
        }
        let _ = kb.tenures().count();
    }
    Ok(())
}
