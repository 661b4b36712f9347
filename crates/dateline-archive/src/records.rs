//! Whole records out of an archive, one by one, with the events that meet a filter.

use crate::archive::Archive;
use crate::body::unpack;
use crate::db::values;
use crate::error::{ArchiveError, Result};
use crate::filter::{Filter, Way};
use dateline_record::Record;
use std::collections::{BTreeMap, BTreeSet};

/// The record ids of the wanted events of a report.
type Wanted = BTreeSet<String>;

impl Archive {
    /// Hands the records of all reports that have an event meeting the filter to `each`, with the ids of those events;
    /// with a filter that does not restrict, all reports with all their events. By first day of publication, then by key.
    /// One record is in memory at a time.
    ///
    /// # Errors
    /// The archive cannot be read, a record is damaged (its key is named), or what `each` returned.
    pub fn records<E: From<ArchiveError>>(
        &self,
        filter: &Filter,
        mut each: impl FnMut(&Record, &BTreeSet<String>) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let wanted = if *filter == Filter::default() { None } else { Some(self.wanted(filter)?) };
        let sql = "SELECT report FROM report ORDER BY earliest NULLS FIRST, key";
        let order: Vec<i64> = self.db.all(sql, &[], |r| r.get(0))?;
        for report in order {
            let events = match &wanted {
                None => None,
                Some(wanted) => match wanted.get(&report) {
                    None => continue,
                    some => some,
                },
            };
            let Some(record) = self.record_at(report)? else { continue };
            match events {
                Some(events) => each(&record, events)?,
                None => each(&record, &record.events.iter().map(|e| e.id.clone()).collect())?,
            }
        }
        Ok(())
    }

    /// The events that meet a filter, by report.
    fn wanted(&self, filter: &Filter) -> Result<BTreeMap<i64, Wanted>> {
        let (tail, values) = filter.tail(&*self.db, false, Way::Found)?;
        let mut out: BTreeMap<i64, Wanted> = BTreeMap::new();
        self.db.each(&format!("SELECT e.report, e.record_id {tail}"), &values, &mut |row| {
            out.entry(row.get(0)?).or_default().insert(row.get(1)?);
            Ok(true)
        })?;
        Ok(out)
    }

    fn record_at(&self, report: i64) -> Result<Option<Record>> {
        let found: Option<(String, Vec<u8>, String)> = self.db.first(
            "SELECT r.key, r.body, p.json FROM report r JOIN producer p ON p.producer = r.producer WHERE r.report = ?1",
            values![report],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
        )?;
        found.map(|(key, body, producer)| unpack(&key, &body, &producer)).transpose()
    }
}
