//! Where a published pipeline is read from: a wheel or an unpacked folder.
#![allow(clippy::disallowed_methods)] // reads the files of a published pipeline: that is this module's work

use crate::error::ModelError;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Largest file accepted out of a wheel, in bytes: a guard against archives made to fill the memory.
const LARGEST: u64 = 2 << 30;

/// The files of one pipeline, by their path below the folder that holds `config.cfg`.
pub(crate) enum Source {
    /// An unpacked folder.
    Folder(PathBuf),
    /// A wheel and the folder inside it.
    Wheel(Box<zip::ZipArchive<fs::File>>, String),
}

impl Source {
    /// Opens a wheel or a folder. The folder may also be the package's or one level above it.
    pub(crate) fn open(path: &Path) -> Result<Source, ModelError> {
        let io = |source| ModelError::Io { path: path.to_owned(), source };
        let wrong = |why: &str| ModelError::NotAPipeline { path: path.to_owned(), why: why.into() };
        if fs::metadata(path).map_err(io)?.is_dir() {
            return match folder_with_config(path, 3) {
                Some(folder) => Ok(Source::Folder(folder)),
                None => Err(wrong("there is no config.cfg in it")),
            };
        }
        let file = fs::File::open(path).map_err(io)?;
        let archive = zip::ZipArchive::new(file).map_err(|e| {
            wrong(&format!("it is not a readable wheel ({e}); perhaps the download was cut short"))
        })?;
        let mut configs: Vec<&str> = archive.file_names().filter(|n| n.ends_with("/config.cfg")).collect();
        configs.sort_by_key(|name| (name.len(), name.to_string()));
        match configs.first() {
            Some(name) => {
                let prefix = name.trim_end_matches("config.cfg").to_owned();
                Ok(Source::Wheel(Box::new(archive), prefix))
            }
            None => Err(wrong("there is no config.cfg in the wheel")),
        }
    }

    /// The bytes of a file, `None` when it does not exist.
    pub(crate) fn get(&mut self, name: &str) -> Result<Option<Vec<u8>>, ModelError> {
        match self {
            Source::Folder(folder) => {
                let path = folder.join(name);
                match fs::read(&path) {
                    Ok(bytes) => Ok(Some(bytes)),
                    Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
                    Err(source) => Err(ModelError::Io { path, source }),
                }
            }
            Source::Wheel(archive, prefix) => {
                let damaged = |why: String| ModelError::DamagedSource { file: name.to_owned(), why };
                let entry = match archive.by_name(&format!("{prefix}{name}")) {
                    Ok(entry) => entry,
                    Err(zip::result::ZipError::FileNotFound) => return Ok(None),
                    Err(e) => return Err(damaged(e.to_string())),
                };
                let mut bytes = Vec::new();
                entry.take(LARGEST).read_to_end(&mut bytes).map_err(|e| damaged(e.to_string()))?;
                Ok(Some(bytes))
            }
        }
    }

    /// The bytes of a file that must exist.
    pub(crate) fn need(&mut self, name: &str) -> Result<Vec<u8>, ModelError> {
        self.get(name)?
            .ok_or_else(|| ModelError::DamagedSource { file: name.to_owned(), why: "it is missing".into() })
    }
}

fn folder_with_config(folder: &Path, levels: u32) -> Option<PathBuf> {
    if folder.join("config.cfg").is_file() {
        return Some(folder.to_owned());
    }
    if levels == 0 {
        return None;
    }
    let mut below: Vec<PathBuf> =
        fs::read_dir(folder).ok()?.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.is_dir()).collect();
    below.sort();
    below.iter().find_map(|p| folder_with_config(p, levels - 1))
}
