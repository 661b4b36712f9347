//! Inputs in the order given: files, folders, patterns, standard input; one item a report.

use crate::args::{From, InputArgs};
use dateline::read::{DateWords, Given, Item, Kind, ReadError, files, reports};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Reads the inputs one after the other, holding one report at a time.
pub(crate) struct Inputs<'a> {
    words: &'a [DateWords],
    given: Given,
    from: Option<Kind>,
    todo: VecDeque<PathBuf>,
    open: Option<Box<dyn Iterator<Item = Item> + 'a>>,
}

impl<'a> Inputs<'a> {
    pub fn new(args: &InputArgs, words: &'a [DateWords]) -> Inputs<'a> {
        let given = Given { date: args.date.clone(), language: args.language.clone(), ..Given::default() };
        let from = args.from.map(From::kind);
        Inputs { words, given, from, todo: args.inputs.iter().cloned().collect(), open: None }
    }

    /// The number of files still to be opened; folders and patterns count once until they are reached.
    pub fn left(&self) -> usize {
        self.todo.len()
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
        let input: Box<dyn Read> = match (standard, File::open(path)) {
            (true, _) => Box::new(io::stdin()),
            (false, Ok(file)) => Box::new(file),
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
