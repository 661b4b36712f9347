//! Records with what analysts said of their events.

use crate::archive::Archive;
use crate::correction::{Review, Verdict};
use crate::error::{ArchiveError, Result};
use crate::fix::Snapshot;
use dateline_record::Record;
use std::collections::{BTreeMap, BTreeSet};

impl Archive {
    /// Puts what analysts said into a record of this archive and tells what holds of which event, by id. An event that is
    /// right or fixed becomes what the analyst affirmed, also where a later coding has it otherwise or not at all; one that
    /// is wrong stays as it is. A verdict of wrong ends when a later coding says something else.
    ///
    /// # Errors
    /// The archive cannot be read, or a correction is damaged.
    pub fn reviewed(&self, record: &mut Record) -> Result<BTreeMap<String, Verdict>> {
        let key = crate::Origin::of_record(record).key;
        let report: i64 = self
            .conn
            .prepare_cached("SELECT report FROM report WHERE key = ?1")?
            .query_row([key], |r| r.get(0))?;
        let mut verdicts = BTreeMap::new();
        for review in self.held(report)? {
            let own = review.record_id.as_deref().and_then(|id| record.events.iter().find(|e| e.id == id));
            if review.verdict == Verdict::Wrong {
                if let Some(event) = own
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
        let mut find = self.conn.prepare_cached(
            "SELECT DISTINCT r.key FROM review v JOIN report r ON r.report = v.report WHERE v.verdict <> 'unreviewed'",
        )?;
        let keys = find.query_map([], |r| r.get(0))?;
        Ok(keys.collect::<std::result::Result<_, _>>()?)
    }
}

impl Review {
    /// Whether the event is still coded as it was when the analyst looked at it.
    #[must_use]
    pub fn stands(&self, record: &Record) -> bool {
        let own = self.record_id.as_deref().and_then(|id| record.events.iter().find(|e| e.id == id));
        own.is_some_and(|event| Snapshot::of(record, event).agrees(&self.coded))
    }
}
