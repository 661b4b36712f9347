//! What is remembered between rounds, as a JSON file beside the archive.
#![allow(clippy::disallowed_methods)] // this module is where the state is read and written

use crate::WatchError;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, VecDeque};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Entries of a feed that are remembered.
const REMEMBERED: usize = 2_000;

/// The state of all feeds, by address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The feeds.
    pub feeds: BTreeMap<String, FeedState>,
}

/// The state of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedState {
    /// The version the server named last, to be sent back.
    pub etag: Option<String>,
    /// The day of change the server named last, to be sent back.
    pub modified: Option<String>,
    /// When to ask again, in seconds since 1970.
    pub next: i64,
    /// Failures since the last answer.
    pub failures: u32,
    /// The server said that the feed is gone for good.
    #[serde(default)]
    pub gone: bool,
    /// Entries that were given on already: heads of hashes, oldest first.
    pub seen: VecDeque<String>,
}

impl FeedState {
    /// Notes an entry by its address or id; whether it is new.
    pub(crate) fn note(&mut self, entry: &str) -> bool {
        let hash: String = Sha256::digest(entry).iter().take(8).map(|b| format!("{b:02x}")).collect();
        if self.seen.contains(&hash) {
            return false;
        }
        self.seen.push_back(hash);
        if self.seen.len() > REMEMBERED {
            self.seen.pop_front();
        }
        true
    }
}

impl State {
    /// Where the state of an archive stands.
    #[must_use]
    pub fn beside(archive: &Path) -> PathBuf {
        let mut name = archive.as_os_str().to_owned();
        name.push(".feeds.json");
        PathBuf::from(name)
    }

    /// Reads a state; an empty one when there is no file.
    ///
    /// # Errors
    /// The file cannot be read, or is no state; the message says how to begin anew.
    pub fn load(path: &Path) -> Result<State, WatchError> {
        match std::fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|e| {
                WatchError::Feeds(format!("{}: {e}; delete it to ask all feeds anew", path.display()))
            }),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(State::default()),
            Err(source) => Err(WatchError::Io { path: path.display().to_string(), source }),
        }
    }

    /// Writes the state; the file is replaced whole.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), WatchError> {
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        std::fs::write(&part, bytes)
            .and_then(|()| std::fs::rename(&part, path))
            .map_err(|source| WatchError::Io { path: path.display().to_string(), source })
    }
}
