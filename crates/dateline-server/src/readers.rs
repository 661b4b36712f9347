//! Connections that can only read, lent to one answer at a time; when all are lent, the next answer waits.

use dateline_archive::{Archive, ArchiveError, Result};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};

/// Most connections: each has a cache of 64 MB or a process of the server, and more than a few for each core gain nothing.
const MOST: usize = 8;

/// The connections.
pub(crate) struct Readers {
    path: PathBuf,
    pool: Mutex<Pool>,
    free: Condvar,
}

struct Pool {
    idle: Vec<Archive>,
    open: usize,
}

/// A lent connection; it comes back also when the work panics, then closed.
struct Lent<'a> {
    readers: &'a Readers,
    archive: Option<Archive>,
}

impl Readers {
    /// Starts with one connection.
    pub(crate) fn new(path: &Path, first: Archive) -> Readers {
        let pool = Mutex::new(Pool { idle: vec![first], open: 1 });
        Readers { path: path.to_owned(), pool, free: Condvar::new() }
    }

    /// Lets `work` read.
    pub(crate) fn lend<T>(&self, work: impl FnOnce(&mut Archive) -> Result<T>) -> Result<T> {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = loop {
            if let Some(archive) = pool.idle.pop() {
                break Some(archive);
            }
            if pool.open < MOST {
                pool.open += 1;
                break None;
            }
            pool = self.free.wait(pool).unwrap_or_else(PoisonError::into_inner);
        };
        drop(pool);
        let mut lent = Lent { readers: self, archive: idle };
        let mut archive = match lent.archive.take() {
            Some(archive) => archive,
            None => Archive::reader(&self.path)?,
        };
        let result = work(&mut archive);
        // A connection to a server that went away is made anew when it is needed.
        if !result.as_ref().is_err_and(ArchiveError::is_lost) {
            lent.archive = Some(archive);
        }
        result
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut pool = self.readers.pool.lock().unwrap_or_else(PoisonError::into_inner);
        match self.archive.take() {
            Some(archive) => pool.idle.push(archive),
            None => pool.open -= 1,
        }
        drop(pool);
        self.readers.free.notify_one();
    }
}
