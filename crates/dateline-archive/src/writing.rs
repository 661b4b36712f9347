//! A batch on its way into the archive: what is looked up once, and counted at its end.

use crate::counts;
use crate::db::{Database, numbers, values};
use crate::error::Result;
use crate::incidents::BLOCK_SQL;
use std::collections::{BTreeMap, BTreeSet};

/// Rows of the database by what they hold.
type Rows = BTreeMap<Vec<Option<String>>, i64>;

/// A batch in a transaction.
pub(crate) struct Writing<'a> {
    pub db: &'a (dyn Database + 'a),
    /// Reports whose events are in no table of counts: they are counted at the end.
    open: BTreeSet<i64>,
    /// Whether nothing is in the tables of counts.
    uncounted: bool,
    /// Whether counts were taken away.
    taken: bool,
    pub actors: Rows,
    pub places: Rows,
    pub producers: BTreeMap<String, i64>,
}

impl<'a> Writing<'a> {
    /// A batch of nothing yet.
    pub(crate) fn new(db: &'a (dyn Database + 'a)) -> Writing<'a> {
        Writing {
            db,
            open: BTreeSet::new(),
            uncounted: false,
            taken: false,
            actors: Rows::new(),
            places: Rows::new(),
            producers: BTreeMap::new(),
        }
    }

    /// A batch whose counts somebody else makes.
    pub(crate) fn of_uncounted(db: &'a (dyn Database + 'a)) -> Writing<'a> {
        Writing { uncounted: true, ..Writing::new(db) }
    }

    /// Says that a report is new.
    pub(crate) fn is_new(&mut self, report: i64) {
        self.open.insert(report);
    }

    /// Has to be called before events of a report change: takes them out of the counts, and notes that their incidents are no
    /// longer right.
    pub(crate) fn open(&mut self, report: i64) -> Result<()> {
        if !self.uncounted && self.open.insert(report) {
            self.taken = true;
            mark(self.db, &[report])?;
            counts::count(self.db, &[report], -1)?;
        }
        Ok(())
    }

    /// Counts what is open.
    pub(crate) fn finish(self) -> Result<()> {
        let open: Vec<i64> = self.open.into_iter().collect();
        if !open.is_empty() {
            mark(self.db, &open)?;
            counts::count(self.db, &open, 1)?;
        }
        if self.taken { counts::tidy(self.db) } else { Ok(()) }
    }
}

/// Notes that the incidents of the events of reports are no longer right.
pub(crate) fn mark(db: &dyn Database, reports: &[i64]) -> Result<()> {
    let sql = format!(
        "INSERT INTO stale (block) SELECT DISTINCT {BLOCK_SQL} FROM event e WHERE {} ON CONFLICT DO NOTHING",
        db.among("e.report", "?1")
    );
    db.execute(&sql, values![numbers(reports)]).map(drop)
}
