//! Tables, dictionaries and records: the knowledge base, what is imported into it, gold, and what exports read.

use crate::{files, lossy};
use dateline_export::{Exporter, Format, Options};
use dateline_kb::import::{GeoNames, Known, Manifest, geonames, opensanctions, petrarch, wikidata};
use dateline_kb::petrarch::Dictionaries;
use dateline_kb::{Kb, Layer, Layers, Tables, build, check};
use dateline_record::Record;
use dateline_types::Days;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A base of two rows a table, for files to be damaged and for imports to refer to.
static SMALL: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let layer = Layer::of(
        "small",
        0,
        [
            (
                "countries.tsv",
                "id\tiso2\tname\tdemonym\tsource\nIRN\tIR\tIran\tIranian\town\nUSA\tUS\tUnited States\tAmerican\town\n",
            ),
            ("persons.tsv", "id\tname\talias\tcountry\tsource\nQ348144\tHassan Rouhani\tRohani\tIRN\town\n"),
        ],
    );
    build(&Layers::new(vec![layer])).unwrap_or_else(|e| panic!("the small base: {e}")).0
});

/// Asks a base everything that is asked of it.
fn look(kb: &Kb) {
    for entity in kb.entities().take(50) {
        let _ = kb.by_id(entity.id()).is_some();
    }
    let _ = kb.prefixes(&["united", "states", "rouhani"]).len();
    for name in ["Rohani", "Iran", "american", "\u{0}"] {
        let _ = (kb.names(name).len(), kb.demonym(name, "en").len(), kb.sounding_like(name).len());
        let _ = (kb.seats(name, "en", Days::default()).len(), kb.posts_of(name).len());
    }
    let _ = (kb.tenures().take(50).count(), kb.posts().take(50).count());
}

/// Folders of tables: checked, built, and what was built is asked.
pub fn kb_tables(data: &[u8]) {
    let tables = files(data).into_iter().map(|(name, text)| {
        let name = if name.is_empty() { "countries.tsv".to_owned() } else { name };
        (name, text)
    });
    let layers = Layers::new(vec![Layer::of("input", 0, tables)]);
    let (parsed, _) = Tables::parse(&layers);
    let _ = check(&parsed, &BTreeSet::new()).len();
    if let Ok((bytes, _)) = build(&layers) {
        let kb = Kb::from_bytes(bytes).unwrap_or_else(|e| panic!("what was built is a base: {e}"));
        assert!(kb.verify().is_ok());
        look(&kb);
    }
}

/// A built base: the input as it is, and the small base with bytes of the input written over its own. What is damaged may give
/// wrong answers, not panics; `verify` tells.
pub fn kb_file(data: &[u8]) {
    let _ = Kb::from_bytes(data.to_vec()).is_ok();
    let mut bytes = SMALL.clone();
    for edit in data.chunks_exact(3).take(8) {
        let at = usize::from(u16::from_le_bytes([edit[0], edit[1]])) % bytes.len();
        bytes[at] = edit[2];
    }
    let damaged = bytes != *SMALL;
    if let Ok(kb) = Kb::from_bytes(bytes) {
        if kb.verify().is_ok() {
            look(&kb);
        } else {
            assert!(damaged);
        }
    }
}

fn manifest() -> Manifest {
    Manifest { name: "input".to_owned(), priority: 10, licence: String::new() }
}

/// PETRARCH and TABARI dictionaries.
pub fn dictionaries(data: &[u8]) {
    let named = files(data);
    let all = named.iter().map(|(n, t)| (if n.is_empty() { "input.actors" } else { n.as_str() }, t.as_str()));
    let read = Dictionaries::read(all);
    let kb = Kb::from_bytes(SMALL.clone()).unwrap_or_else(|e| panic!("the small base: {e}"));
    let _ = petrarch(&read, &Known::of(&kb), &manifest()).lines;
}

/// GeoNames dumps, results of Wikidata queries, lists of OpenSanctions.
pub fn imports(data: &[u8]) {
    let text = lossy(data);
    let kb = Kb::from_bytes(SMALL.clone()).unwrap_or_else(|e| panic!("the small base: {e}"));
    let known = Known::of(&kb);
    let files = [("input.csv", text.as_str())];
    let choice = GeoNames { population: 0, languages: vec!["fr".to_owned(), "en".to_owned()] };
    let _ = geonames(&files, &choice, &known, &manifest()).lines;
    let _ = wikidata(&files, Some(&text), &known, &manifest()).is_ok();
    let _ = opensanctions(&files, &known, &manifest()).is_ok();
}

/// Gold of four kinds.
pub fn gold(data: &[u8]) {
    let text = lossy(data);
    let _ = dateline_testkit::read(&text).is_ok();
    let _ = dateline_testkit::read_plover(&text).is_ok();
    let _ = dateline_testkit::read_petrarch(&text).is_ok();
    let (report, ann) = text.split_once("\n===\n").unwrap_or((&text, ""));
    let _ = dateline_testkit::read_brat(report, ann, "fr").is_ok();
}

/// Records as others may write them, exported in every format.
pub fn records(data: &[u8]) {
    let Ok(record) = serde_json::from_slice::<Record>(data) else { return };
    for (name, format) in Format::ALL {
        let mut out = Vec::new();
        let rows = Exporter::new(format, Options::default(), Box::new(&mut out))
            .and_then(|mut to| to.push(&record, &|_| true).and_then(|()| to.finish()));
        if format != Format::Parquet && rows.is_ok() {
            assert!(std::str::from_utf8(&out).is_ok(), "{name}");
        }
    }
    let _ = dateline_archive::report_of(&record).paragraphs.len();
}
