//! The archive behind the routes: connections that can only read, lent to one answer at a time.

use crate::ServerError;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::readers::Readers;
use crate::tokens::Access;
use dateline_archive::{Address, Archive, ArchiveError};
use dateline_record::Record;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// Codes a posted report: text, date, language. The error is for the person who posted it.
pub type Code = Box<dyn Fn(&str, Option<&str>, Option<&str>) -> Result<Record, String> + Send + Sync>;

/// What the routes share.
pub struct App {
    path: PathBuf,
    readers: Readers,
    pub(crate) code: Option<Code>,
    pub(crate) access: Access,
    pub(crate) limits: Limits,
    pub(crate) metrics: Metrics,
    writer: Mutex<Option<Archive>>,
    kept: Mutex<Kept>,
}

/// What tells one state of the archive from another.
#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// Nothing is known yet.
    Unknown,
    /// Length and time of the file and of its log.
    File([(u64, Option<SystemTime>); 2]),
    /// How often the database was written to.
    Changes(Option<i64>),
}

/// Answers of this state of the archive, by question.
struct Kept {
    state: State,
    answers: BTreeMap<String, Arc<Vec<u8>>>,
    bytes: usize,
}

/// Most bytes of answers kept.
const ROOM: usize = 32 << 20;

/// How long a correction waits for somebody else who writes.
const WAIT: Duration = Duration::from_secs(10);

impl App {
    /// Opens an archive. `code` codes posted texts; without it that route says that there is none.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn new(path: &Path, code: Option<Code>, access: Access) -> Result<App, ServerError> {
        let first = Archive::reader(path)?;
        Ok(App {
            path: path.to_owned(),
            readers: Readers::new(path, first),
            code,
            access,
            limits: Limits::default(),
            metrics: Metrics::default(),
            writer: Mutex::new(None),
            kept: Mutex::new(Kept { state: State::Unknown, answers: BTreeMap::new(), bytes: 0 }),
        })
    }

    #[allow(clippy::disallowed_methods, reason = "only the length and the time are looked at")]
    fn state(&self) -> dateline_archive::Result<State> {
        let Address::File(path) = Address::of(&self.path) else {
            return Ok(State::Changes(self.read(|archive| archive.changes())?));
        };
        let mut log = path.clone().into_os_string();
        log.push("-wal");
        let look = |p: &Path| std::fs::metadata(p).map_or((0, None), |m| (m.len(), m.modified().ok()));
        Ok(State::File([look(&path), look(Path::new(&log))]))
    }

    /// The answer to a question, kept until the archive changes.
    pub(crate) fn answer<E: From<ArchiveError>>(
        &self,
        question: &str,
        make: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Arc<Vec<u8>>, E> {
        let state = self.state()?;
        {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.state == state
                && let Some(answer) = kept.answers.get(question)
            {
                return Ok(Arc::clone(answer));
            }
        }
        let answer = Arc::new(make()?);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.state != state || kept.bytes + answer.len() > ROOM {
            *kept = Kept { state, answers: BTreeMap::new(), bytes: 0 };
        }
        if answer.len() <= ROOM / 4 && kept.answers.insert(question.to_owned(), Arc::clone(&answer)).is_none()
        {
            kept.bytes += answer.len();
        }
        Ok(answer)
    }

    /// Lets `work` read the archive.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&mut Archive) -> dateline_archive::Result<T>,
    ) -> dateline_archive::Result<T> {
        self.readers.lend(work)
    }

    /// Lets `work` write into the archive, one at a time. The connection is opened when it is first needed.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&mut Archive) -> dateline_archive::Result<T>,
    ) -> dateline_archive::Result<T> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let archive = match writer.take() {
            Some(archive) => writer.insert(archive),
            None => {
                let archive = Archive::open(&self.path)?;
                archive.patience(WAIT)?;
                writer.insert(archive)
            }
        };
        let result = work(archive);
        if result.as_ref().is_err_and(ArchiveError::is_lost) {
            *writer = None;
        }
        result
    }
}
