//! The files of language packs and of the ontology.

use crate::{files, lossy};
use dateline_pack::pattern::{Capture, Pattern};
use dateline_pack::words::{Word, words};
use dateline_pack::{Frame, Ontology, Pack, PackFiles, TestSentence};
use std::sync::LazyLock;

static ONTOLOGY: LazyLock<Ontology> =
    LazyLock::new(|| dateline::assets::ontology().unwrap_or_else(|e| panic!("the built-in ontology: {e}")));

/// The manifest of a built-in pack.
static MANIFEST: LazyLock<String> =
    LazyLock::new(|| dateline::assets::pack_files("fr").remove("manifest.toml").unwrap_or_default());

static ONTOLOGY_FILES: LazyLock<PackFiles> = LazyLock::new(dateline::assets::ontology_files);

/// A pack of the given files, with the manifest of a built-in one where there is none.
pub fn pack_file(data: &[u8]) {
    let mut pack = PackFiles::new();
    for (name, text) in files(data) {
        let name = if name.is_empty() { "triggers/assault.tsv".to_owned() } else { name };
        pack.insert(name, text);
    }
    pack.entry("manifest.toml".to_owned()).or_insert_with(|| MANIFEST.clone());
    match Pack::load(&pack, &ONTOLOGY) {
        Ok(pack) => assert!(!pack.manifest.language.is_empty()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// An ontology in which the given files stand for the built-in ones.
pub fn ontology_file(data: &[u8]) {
    let given = files(data);
    let find = |name: &str| {
        let own = given.iter().find(|(n, _)| n == name || n.is_empty() && name == "composition.tsv");
        own.map(|(_, text)| text.clone()).or_else(|| ONTOLOGY_FILES.get(name).cloned())
    };
    if let Err(error) = Ontology::load(&find) {
        assert!(!error.to_string().is_empty());
    }
}

/// The small languages of cells: frames, test sentences, and patterns, which are matched against the words behind the first line.
pub fn patterns(data: &[u8]) {
    let text = lossy(&data[..data.len().min(2048)]);
    let _ = Frame::parse(&text);
    let _ = TestSentence::parse_all(&text);
    let (pattern, rest) = text.split_once('\n').unwrap_or((&text, ""));
    if let Ok(pattern) = Pattern::parse(pattern) {
        let _ = (pattern.slots().len(), pattern.first());
        let found = words(rest, 0);
        // Every slot takes one word or two.
        let slots = |_: &str, words: &[Word], at: usize| {
            let ends = (at + 1..=at + 2).filter(|end| *end <= words.len());
            ends.map(|end| (end, Capture::Int(1))).collect()
        };
        // Matches begin anywhere; some places are enough.
        for at in 0..found.len().min(48) {
            if let Some(matched) = pattern.find(&found, at, &slots) {
                assert!(matched.inner.start <= matched.inner.end && matched.inner.end <= matched.end);
                assert!(matched.end <= found.len());
            }
        }
    }
}
