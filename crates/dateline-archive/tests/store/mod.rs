//! The stores that tests run over: a file, and a schema of a PostgreSQL database where `DATELINE_TEST_POSTGRES` names one.
#![allow(clippy::disallowed_methods, dead_code)] // tests write archives; each uses a part of this

use dateline_archive::{Archive, Entry};
use postgres::{Client, NoTls};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

/// Where an archive of a test stands, until this goes.
pub struct Place {
    /// What [`Archive::open`] takes.
    pub path: PathBuf,
    folder: Option<tempfile::TempDir>,
    schema: Option<String>,
}

/// The address of the database for tests.
pub fn server() -> Option<String> {
    static SAID: Once = Once::new();
    let address = std::env::var("DATELINE_TEST_POSTGRES").ok().filter(|a| !a.is_empty());
    if address.is_none() {
        SAID.call_once(|| {
            // Past what the test harness holds back.
            let _ = std::io::stderr().write_all(
                b"note: DATELINE_TEST_POSTGRES is not set, so PostgreSQL is not tested; scripts/test-postgres.sh does it\n",
            );
        });
    }
    address
}

/// A connection of the test's own.
pub fn client() -> Client {
    Client::connect(&server().unwrap(), NoTls).unwrap()
}

impl Place {
    /// A file.
    pub fn file() -> Place {
        let folder = tempfile::tempdir().unwrap();
        Place { path: folder.path().join("a.dateline"), folder: Some(folder), schema: None }
    }

    /// An empty schema; none without a server.
    pub fn schema() -> Option<Place> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let address = server()?;
        let schema = format!("t{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
        client().batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
        let joint = if address.contains('?') { '&' } else { '?' };
        let path = PathBuf::from(format!("{address}{joint}options=-csearch_path%3D{schema}"));
        Some(Place { path, folder: None, schema: Some(schema) })
    }

    /// One of each kind.
    pub fn all() -> Vec<Place> {
        [Some(Place::file()), Place::schema()].into_iter().flatten().collect()
    }

    /// A place of the same kind.
    pub fn another(&self) -> Place {
        match self.schema {
            Some(_) => Place::schema().unwrap(),
            None => Place::file(),
        }
    }

    /// Whether it is a file.
    pub fn is_file(&self) -> bool {
        self.schema.is_none()
    }

    /// The name of the schema.
    pub fn name(&self) -> &str {
        self.schema.as_deref().unwrap_or("")
    }

    /// The archive, for writing.
    pub fn open(&self) -> Archive {
        Archive::open(&self.path).unwrap()
    }

    /// The archive with these reports and their incidents.
    pub fn with(&self, entries: &[Entry]) -> Archive {
        let mut archive = self.open();
        archive.put(entries).unwrap();
        archive.refresh_incidents().unwrap();
        archive
    }

    /// The folder of a file.
    pub fn folder(&self) -> &Path {
        self.folder.as_ref().unwrap().path()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(schema) = &self.schema {
            let _ = client().batch_execute(&format!("DROP SCHEMA {schema} CASCADE"));
        }
    }
}
