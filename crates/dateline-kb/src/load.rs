//! Reads layers and built bases from disk: the only place of this crate that touches files.
#![allow(clippy::disallowed_methods)] // An opener: folders of tables and built files come in here and nowhere else.

use crate::petrarch::Dictionaries;
use crate::{Kb, KbError, Layer, Layers};
use std::collections::BTreeMap;
use std::path::Path;

fn io(path: &Path, source: std::io::Error) -> KbError {
    KbError::Io { path: path.display().to_string(), source }
}

/// Reads one folder of tables; `manifest.toml` gives name, priority and languages.
///
/// # Errors
/// The folder or a table cannot be read, a table is not UTF-8, or the manifest is not TOML.
pub fn layer(folder: &Path) -> Result<Layer, KbError> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(|e| io(folder, e))? {
        let path = entry.map_err(|e| io(folder, e))?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        if name.ends_with(".tsv") || name == "manifest.toml" {
            files.insert(name, std::fs::read_to_string(&path).map_err(|e| io(&path, e))?);
        }
    }
    let folder_name = folder.file_name().and_then(|n| n.to_str()).unwrap_or("layer").to_owned();
    let (name, priority, languages) = match files.get("manifest.toml") {
        None => (folder_name, 0, Vec::new()),
        Some(text) => {
            let table: toml::Table = text.parse().map_err(|e: toml::de::Error| {
                io(&folder.join("manifest.toml"), std::io::Error::other(e.message().to_owned()))
            })?;
            let name = table.get("name").and_then(toml::Value::as_str).map_or(folder_name, str::to_owned);
            let languages = table.get("languages").and_then(toml::Value::as_array);
            let languages =
                languages.into_iter().flatten().filter_map(toml::Value::as_str).map(str::to_owned);
            let priority = table.get("priority").and_then(toml::Value::as_integer).unwrap_or(0);
            (name, priority, languages.collect())
        }
    };
    Ok(Layer { name, priority, languages, files })
}

/// Reads several folders into layers, ordered by priority.
///
/// # Errors
/// As [`layer`].
pub fn layers<P: AsRef<Path>>(folders: &[P]) -> Result<Layers, KbError> {
    folders.iter().map(|f| layer(f.as_ref())).collect::<Result<Vec<_>, _>>().map(Layers::new)
}

/// The texts of PETRARCH and TABARI dictionaries by name: a folder's files, or one file. Bytes that are no UTF-8 are read as Latin-1.
///
/// # Errors
/// The folder or a file cannot be read.
pub fn dictionary_files(path: &Path) -> Result<BTreeMap<String, String>, KbError> {
    let mut paths = vec![path.to_owned()];
    if path.is_dir() {
        paths = Vec::new();
        for entry in std::fs::read_dir(path).map_err(|e| io(path, e))? {
            paths.push(entry.map_err(|e| io(path, e))?.path());
        }
        let known = |e: &str| matches!(e, "txt" | "actors" | "agents" | "verbs" | "discards");
        paths.retain(|p| p.is_file() && p.extension().and_then(|e| e.to_str()).is_some_and(known));
    }
    let mut files = BTreeMap::new();
    for path in paths {
        let text = match String::from_utf8(std::fs::read(&path).map_err(|e| io(&path, e))?) {
            Ok(text) => text,
            Err(e) => e.as_bytes().iter().map(|&b| char::from(b)).collect(),
        };
        files.insert(path.file_name().and_then(|n| n.to_str()).unwrap_or("dictionary").to_owned(), text);
    }
    Ok(files)
}

/// Reads the dictionaries that [`dictionary_files`] finds, in the order of their names.
///
/// # Errors
/// As there.
pub fn dictionaries(path: &Path) -> Result<Dictionaries, KbError> {
    let files = dictionary_files(path)?;
    Ok(Dictionaries::read(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))))
}

/// Maps a built base into memory: only the pages that are looked at are read.
///
/// # Errors
/// The file cannot be read, or [`KbError::Format`]; a file whose name indexes do not match their checksums is refused.
#[allow(unsafe_code)]
pub fn open(file: &Path) -> Result<Kb, KbError> {
    let opened = std::fs::File::open(file).map_err(|e| io(file, e))?;
    if opened.metadata().map_err(|e| io(file, e))?.len() == 0 {
        return Err(KbError::Format(format!("{} is empty", file.display())));
    }
    // SAFETY: the map is read-only and private to this process; `kb build` replaces a base by renaming a new file over
    // it, never changes one in place.
    let map = unsafe { memmap2::Mmap::map(&opened) }.map_err(|e| io(file, e))?;
    let kb = Kb::from_bytes(map)?;
    kb.verify()?;
    Ok(kb)
}
