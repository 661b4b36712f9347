//! Records with what analysts said of their events.

use crate::archive::Archive;
use crate::correction::{Review, Verdict};
use crate::error::{ArchiveError, Result};
use crate::fix::Snapshot;
use dateline_record::{EventRecord, Record};
use std::collections::{BTreeMap, BTreeSet};

impl Archive {
    /// Puts what analysts said into a record of this archive and tells what holds of which event, by id. An event that was added
    /// stands there, unless it was taken back or called wrong since. An event that is
    /// right or fixed becomes what the analyst affirmed, also where a later coding has it otherwise or not at all; one that
    /// is wrong stays as it is. A verdict of wrong ends when a later coding says something else.
    ///
    /// # Errors
    /// The archive cannot be read, or a correction is damaged.
    pub fn reviewed(&self, record: &mut Record) -> Result<BTreeMap<String, Verdict>> {
        let key = crate::Origin::of_record(record).key;
        let report: i64 =
            self.db.one("SELECT report FROM report WHERE key = ?1", &[key.into()], |r| r.get(0))?;
        let mut verdicts = BTreeMap::new();
        for review in self.held(report)? {
            let own = review.own(record);
            if review.verdict == Verdict::Wrong {
                if let Some(event) = own
                    && !review.added
                    && review.stands(record)
                {
                    verdicts.insert(event.id.clone(), Verdict::Wrong);
                }
                continue;
            }
            let id = own.map_or_else(|| format!("event{}", record.events.len() + 1), |e| e.id.clone());
            review.fixed.as_ref().unwrap_or(&review.coded).weave(record, &id);
            verdicts.insert(id, review.verdict);
        }
        Ok(verdicts)
    }

    /// Hands all records with a reviewed event to `each`, corrected, with what holds of which event; by key.
    ///
    /// # Errors
    /// The archive cannot be read, a record is damaged, or what `each` returned.
    pub fn reviewed_records<E: From<ArchiveError>>(
        &self,
        mut each: impl FnMut(&Record, &BTreeMap<String, Verdict>) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let keys: BTreeSet<String> = self.reviewed_keys()?;
        for key in keys {
            let Some(mut record) = self.record(&key)? else { continue };
            let verdicts = self.reviewed(&mut record)?;
            each(&record, &verdicts)?;
        }
        Ok(())
    }

    fn reviewed_keys(&self) -> Result<BTreeSet<String>> {
        let keys: Vec<String> = self.db.all(
            "SELECT DISTINCT r.key FROM review v JOIN report r ON r.report = v.report WHERE v.verdict <> 'unreviewed'",
            &[],
            |r| r.get(0),
        )?;
        Ok(keys.into_iter().collect())
    }
}

impl Review {
    /// Whether the event is still coded as it was when the analyst looked at it; always of one that an analyst added.
    #[must_use]
    pub fn stands(&self, record: &Record) -> bool {
        let own = self.own(record);
        self.added || own.is_some_and(|event| Snapshot::of(record, event).agrees(&self.coded))
    }

    /// The event in a record. One that an analyst added is that of a later coding which found it too.
    fn own<'a>(&self, record: &'a Record) -> Option<&'a EventRecord> {
        match &self.record_id {
            Some(id) => record.events.iter().find(|e| e.id == *id),
            None if self.added => record.events.iter().find(|e| self.coded.is_of(e)),
            None => None,
        }
    }
}
