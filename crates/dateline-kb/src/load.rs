//! Reads layers and built bases from disk: the only place of this crate that touches files.
#![allow(clippy::disallowed_methods)] // An opener: folders of tables and built files come in here and nowhere else.

use crate::{Kb, KbError, Layer, Layers};
use std::collections::BTreeMap;
use std::path::Path;

fn io(path: &Path, source: std::io::Error) -> KbError {
    KbError::Io { path: path.display().to_string(), source }
}

/// Reads one folder of tables; `manifest.toml` gives name and priority.
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
    let (name, priority) = match files.get("manifest.toml") {
        None => (folder_name, 0),
        Some(text) => {
            let table: toml::Table = text.parse().map_err(|e: toml::de::Error| {
                io(&folder.join("manifest.toml"), std::io::Error::other(e.message().to_owned()))
            })?;
            let name = table.get("name").and_then(toml::Value::as_str).map_or(folder_name, str::to_owned);
            (name, table.get("priority").and_then(toml::Value::as_integer).unwrap_or(0))
        }
    };
    Ok(Layer { name, priority, files })
}

/// Reads several folders into layers, ordered by priority.
///
/// # Errors
/// As [`layer`].
pub fn layers<P: AsRef<Path>>(folders: &[P]) -> Result<Layers, KbError> {
    folders.iter().map(|f| layer(f.as_ref())).collect::<Result<Vec<_>, _>>().map(Layers::new)
}

/// Opens a built base from a file.
///
/// # Errors
/// The file cannot be read, or [`KbError::Format`]; a file whose name indexes do not match their checksums is refused.
pub fn open(file: &Path) -> Result<Kb, KbError> {
    let kb = Kb::from_bytes(std::fs::read(file).map_err(|e| io(file, e))?)?;
    kb.verify()?;
    Ok(kb)
}
