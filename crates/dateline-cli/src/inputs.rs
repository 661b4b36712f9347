//! Inputs in the order given: files, folders, patterns, standard input; one item a report.

use crate::args::{From, InputArgs};
use crate::run::Source;
use dateline::read::{DateWords, Given, Item, Kind, ReadError, files, reports};
use dateline_export::Shard;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Reads the inputs one after the other, holding one report at a time.
pub(crate) struct Inputs<'a> {
    words: &'a [DateWords],
    given: Given,
    from: Option<Kind>,
    todo: VecDeque<PathBuf>,
    open: Option<Box<dyn Iterator<Item = Item> + 'a>>,
    /// Bytes of all files, where every one of them can be seen beforehand.
    total: Option<u64>,
    /// Bytes of the files that are behind, and of the one being read.
    passed: u64,
    size: u64,
    read: Arc<AtomicU64>,
}

/// The inputs of one part of a run: reports whose text falls into it, and its share of what gives no report.
pub(crate) struct Sharded<S>(pub S, pub Shard);

impl<S: Source> Iterator for Sharded<S> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        let shard = self.1;
        self.0.by_ref().find(|item| match &item.outcome {
            Ok(report) => shard.holds(&report.content_id),
            Err(_) => shard.holds(&item.origin),
        })
    }
}

impl<S: Source> Source for Sharded<S> {
    fn measure(&mut self) -> Option<u64> {
        self.0.measure()
    }

    fn position(&self) -> u64 {
        self.0.position()
    }
}

/// Counts the bytes that pass.
struct Counted<R>(R, Arc<AtomicU64>);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let n = self.0.read(to)?;
        self.1.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Bytes of a file, of all files of a folder, or of those a pattern names; `None` for standard input and what is no file.
fn size(path: &Path) -> Option<u64> {
    if path == Path::new("-") {
        return None;
    }
    let sum = |paths: Vec<PathBuf>| paths.iter().filter_map(|p| p.metadata().ok()).map(|m| m.len()).sum();
    if path.is_dir() {
        return files(path).ok().map(sum);
    }
    match matching(path) {
        Some(found) => found.iter().map(|p| size(p)).sum(),
        None => path.metadata().ok().filter(std::fs::Metadata::is_file).map(|m| m.len()),
    }
}

impl<'a> Inputs<'a> {
    pub fn new(args: &InputArgs, words: &'a [DateWords]) -> Inputs<'a> {
        let given = Given { date: args.date.clone(), language: args.language.clone(), ..Given::default() };
        let from = args.from.map(From::kind);
        Inputs {
            words,
            given,
            from,
            todo: args.inputs.iter().cloned().collect(),
            open: None,
            total: None,
            passed: 0,
            size: 0,
            read: Arc::default(),
        }
    }

    /// Puts the files behind a folder or a pattern before the others.
    fn instead(&mut self, found: Vec<PathBuf>) {
        for file in found.into_iter().rev() {
            self.todo.push_front(file);
        }
    }

    fn open(&mut self, path: &Path) -> Option<Item> {
        let standard = path == Path::new("-");
        let name = if standard { "standard input".to_owned() } else { path.display().to_string() };
        self.passed += self.size;
        self.read = Arc::default();
        self.size = if standard { 0 } else { path.metadata().map_or(0, |m| m.len()) };
        let input: Box<dyn Read> = match (standard, File::open(path)) {
            (true, _) => Box::new(io::stdin()),
            (false, Ok(file)) => Box::new(Counted(file, Arc::clone(&self.read))),
            (false, Err(source)) => {
                let error = ReadError::Io { path: path.to_owned(), source };
                return Some(Item { origin: name, outcome: Err(error) });
            }
        };
        let path = (!standard).then_some(path);
        self.open = Some(reports(&name, path, input, self.from, &self.given, self.words));
        None
    }
}

/// The files that a pattern with `*`, `?` or `[...]` names, when no file has that very name.
fn matching(path: &Path) -> Option<Vec<PathBuf>> {
    let pattern = path.to_str().filter(|p| p.contains(['*', '?', '[']))?;
    if path.exists() {
        return None;
    }
    let mut found: Vec<PathBuf> = glob::glob(pattern).ok()?.flatten().collect();
    found.sort();
    (!found.is_empty()).then_some(found)
}

impl Iterator for Inputs<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            match self.open.as_mut().map(Iterator::next) {
                Some(Some(item)) => return Some(item),
                Some(None) => self.open = None,
                None => {}
            }
            let path = self.todo.pop_front()?;
            if path.is_dir() {
                match files(&path) {
                    Ok(found) if found.is_empty() => {
                        let why = "there is no file in this folder (hidden ones are left out)".to_owned();
                        let outcome = Err(ReadError::Refused { why });
                        return Some(Item { origin: path.display().to_string(), outcome });
                    }
                    Ok(found) => self.instead(found),
                    Err(error) => {
                        return Some(Item { origin: path.display().to_string(), outcome: Err(error) });
                    }
                }
            } else if let Some(found) = matching(&path) {
                self.instead(found);
            } else if let Some(item) = self.open(&path) {
                return Some(item);
            }
        }
    }
}

impl Source for Inputs<'_> {
    fn measure(&mut self) -> Option<u64> {
        self.total = self.todo.iter().map(|p| size(p)).sum();
        self.total
    }

    fn position(&self) -> u64 {
        self.passed + self.read.load(Ordering::Relaxed).min(self.size)
    }
}
