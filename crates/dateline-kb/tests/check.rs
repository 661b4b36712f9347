//! The linter, the list of changes and the comparison with a second source, over small tables.

use dateline_kb::{ChangeKind, Kb, KbError, Layer, Layers, Tables, build, check, compare, diff};
use dateline_types::Severity;
use std::collections::BTreeSet;

const PERSONS: &str = "id\tname.en\talias\tgender\tcountry\tsource
p-a\tAnna Berg\tthe Baker\tf\tXAA\town
p-b\tBruno Berg\tthe Baker\tm\tXAA\town
p-c\tCarl Dorn\t\tm\tXAA\town
p-d\tCarl Dorn\t\tm\tXBB\town
";
const TENURES: &str = "person\tpost\tcountry\tstart\tend\tsource
p-a\thead_of_state\tXAA\t2010-01-01\t2015-06-01\town
p-b\thead_of_state\tXAA\t2015-03-01\t2020-01-01\town
p-b\tminister\tXAA\t2012-01-01\t2014-01-01\town
p-c\tminister\tXCC\t2012-01-01\t2011-01-01\town
p-d\tminister\tXBB\t1012-01-01\t\town
";

fn tables(persons: &str, tenures: &str) -> Layers {
    let mut layer = Layer::of(
        "base",
        0,
        [
            (
                "countries.tsv",
                "id\tname.fr\tname.en\tdemonym.fr\tdemonym.en\tsource\nXAA\tAlia\tAlia\talien\tAlian\town\nXBB\tBelia\tBelia\t-\t\town\n",
            ),
            (
                "places.tsv",
                "id\tname.en\tcountry\tlat\tlon\tpopulation\tsource\ng1\tMarch\tXAA\t1\t1\t500\tgeonames\ng2\tReading\tXAA\t1\t1\t500000\tgeonames\ng3\tBath\tXAA\t1\t1\t500000\tgeonames\n",
            ),
            (
                "organisations.tsv",
                "id\tcode\tcountry\tsector\tname.en\tsource\no-1\tXYZGOV\tXQQ\tGVO\tOffice\town\n",
            ),
            (
                "posts.tsv",
                "id\tunique\tsector\ttitle.en\nhead_of_state\tyes\tGOV\tpresident\nminister\tno\tGOV\tminister\n",
            ),
            ("words.tsv", "language\tclass\twords\nen\tcommon\tmarch|reading|bath|office\nen\tkept\tbath\n"),
            ("decisions.tsv", "person\tpost\tcountry\twhy\np-b\thead_of_state\tXAA\tours: he said so\n"),
            ("persons.tsv", persons),
            ("tenures.tsv", tenures),
        ],
    );
    layer.languages = vec!["fr".into(), "en".into()];
    Layers::new(vec![layer])
}

#[test]
fn each_fault_is_named_once_with_its_line() {
    let (tables, errors) = Tables::parse(&tables(PERSONS, TENURES));
    assert!(errors.is_empty(), "{errors:?}");
    let remarks = check(&tables, &BTreeSet::from(["belia".to_owned()]));
    let told: Vec<String> =
        remarks.iter().map(|r| format!("{}:{} {} {}", r.file, r.line, r.code, r.message)).collect();
    let want = [
        "base/countries.tsv:3 common-word `Belia` is also a common word",
        "base/countries.tsv:3 missing-demonym XBB has no demonym in en",
        "base/organisations.tsv:2 common-word `Office` is also a common word",
        "base/organisations.tsv:2 unknown-code `GVO` is no PLOVER sector",
        "base/organisations.tsv:2 unknown-code `XYZGOV` begins with no country or body",
        "base/persons.tsv:3 shared-alias `the baker` names both Anna Berg (p-a) and Bruno Berg (p-b) of XAA at one time",
        "base/places.tsv:3 common-word `Reading` is also a common word",
        "base/tenures.tsv:3 overlapping-holders Anna Berg and Bruno Berg are both head_of_state of XAA (line 2)",
        "base/tenures.tsv:5 end-before-start p-c as minister ends before it starts",
        "base/tenures.tsv:5 unknown-code `XCC` is no country or organisation",
        "base/tenures.tsv:6 impossible-year p-d as minister has a year out of 1900 to 2039",
        "persons.tsv:0 shared-family-names 2 family names are borne by several office holders of a country at one time: baker (XAA, 2), berg (XAA, 2)",
    ];
    assert_eq!(told, want);
    let note = remarks.last().map(|r| r.severity);
    assert_eq!(note, Some(Severity::Note));
}

#[test]
fn small_places_lose_names_that_are_words_and_cities_keep_them() -> Result<(), KbError> {
    let kb = Kb::from_bytes(build(&tables(PERSONS, TENURES))?.0)?;
    assert!(kb.names("March").is_empty());
    assert_eq!(kb.names("Reading").len(), 1);
    assert_eq!(kb.by_id("g1").map(|e| e.name("en")), Some("March"));
    Ok(())
}

#[test]
fn changes_are_listed_by_entry() -> Result<(), KbError> {
    let old = Kb::from_bytes(build(&tables(PERSONS, TENURES))?.0)?;
    assert!(diff(&old, &old.clone()).is_empty());
    let persons =
        PERSONS.replace("p-c\tCarl Dorn\t\t", "p-c\tCarl Dorn\tKarl Dorn\t").replace("p-a\t", "p-z\t");
    let tenures = TENURES.replace("2020-01-01", "2021-01-01").replace("p-a\t", "p-z\t");
    let new = Kb::from_bytes(build(&tables(&persons, &tenures))?.0)?;
    let all = diff(&old, &new);
    let told: Vec<String> = all.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "+ p-z Anna Berg",
            "- p-a Anna Berg",
            "~ p-b Bruno Berg\n    - tenure head_of_state XAA 2015-03-01/2020-01-01\n    + tenure head_of_state XAA \
             2015-03-01/2021-01-01",
            "~ p-c Carl Dorn\n    + alias karl dorn",
        ]
    );
    assert_eq!(all[0].kind, ChangeKind::Added);
    Ok(())
}

#[test]
fn a_second_source_confirms_or_contradicts() -> Result<(), KbError> {
    let (tables, _) = Tables::parse(&tables(PERSONS, TENURES));
    let second = "country\tposition_en\tperson_en\twikidata\tstart\tend
alia\tPresident\tAnna Berg\t\t2010-01\t2015-05-20
Alia\tPresident\tBruno Berg\t\t2016-03-01\t2020-01-01
alia\tMinister\tBruno Berg\t\t2012-01-10\t
nowhere\tMinister\tBruno Berg\t\t2012-01-10\t
belia\tKeeper\tCarl Dorn\t\t2022-01-10\t
";
    let found = compare(&tables, "second.tsv", second)?;
    assert_eq!((found.tenures, found.rows, found.both), (5, 5, 3));
    assert_eq!((found.confirmed, found.open, found.conflicts.len()), (1, 1, 1));
    let conflict = &found.conflicts[0];
    assert_eq!((conflict.line, conflict.person.as_str()), (3, "Bruno Berg"));
    assert_eq!(conflict.theirs.edtf().as_deref(), Some("2016-03-01/2020-01-01"));
    assert_eq!(conflict.decision.as_deref(), Some("ours: he said so"));
    assert!(compare(&tables, "second.tsv", "a\tb\n").is_err());
    Ok(())
}
