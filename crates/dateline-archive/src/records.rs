//! Whole records out of an archive, one by one, with the events that meet a filter.

use crate::archive::Archive;
use crate::body::unpack;
use crate::error::{ArchiveError, Result};
use crate::filter::Filter;
use dateline_record::Record;
use rusqlite::params_from_iter;
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
        let sql = "SELECT report FROM report ORDER BY earliest, key";
        let mut find = self.conn.prepare(sql).map_err(ArchiveError::from)?;
        let order: Vec<i64> =
            find.query_map([], |r| r.get(0)).and_then(Iterator::collect).map_err(ArchiveError::from)?;
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
        let (sql, values) = filter.events_sql(&self.conn, "e.report, e.record_id")?;
        let mut find = self.conn.prepare(&sql)?;
        let mut rows = find.query(params_from_iter(values))?;
        let mut out: BTreeMap<i64, Wanted> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            out.entry(row.get(0)?).or_default().insert(row.get(1)?);
        }
        Ok(out)
    }

    fn record_at(&self, report: i64) -> Result<Option<Record>> {
        let mut find = self.conn.prepare_cached(
            "SELECT r.key, r.body, p.json FROM report r JOIN producer p ON p.producer = r.producer WHERE r.report = ?1",
        )?;
        let mut rows = find.query([report])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let (key, body, producer): (String, Vec<u8>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        unpack(&key, &body, &producer).map(Some)
    }
}
