//! Copies: reports of one text, found when a report is added and joined into groups.
//!
//! Two reports are copies when one has at least half of the shorter one's word runs (see [`crate::sketch`]). Groups are
//! the connected parts of that relation; a group's original is its report published first. All of it is a function of the
//! set of reports, not of the order they were added in.

use crate::error::Result;
use crate::sketch::{LEAST, SHARE, Sketch, share, sketch};
use crate::{counts, incidents};
use rusqlite::{Transaction, params};
use std::collections::{BTreeMap, BTreeSet};

/// A hash that so many reports share is a set phrase and finds nobody.
const SET_PHRASE: usize = 4096;

/// Enters a new report: finds the kept reports it is a copy of, and joins the groups.
pub(crate) fn enter(tx: &Transaction<'_>, report: i64, text: &str) -> Result<()> {
    let sketch = sketch(text);
    let found = candidates(tx, report, &sketch)?;
    let bytes: Vec<u8> = sketch.hashes.iter().flat_map(|h| h.to_le_bytes()).collect();
    tx.prepare_cached("INSERT INTO sketch (report, hashes) VALUES (?1, ?2)")?
        .execute(params![report, bytes])?;
    for key in &sketch.keys {
        tx.prepare_cached("INSERT OR IGNORE INTO shingle (hash, report) VALUES (?1, ?2)")?
            .execute(params![key, report])?;
    }
    for (other, share) in &found {
        tx.prepare_cached("INSERT OR IGNORE INTO copy (a, b, share) VALUES (?1, ?2, ?3)")?
            .execute(params![report.min(*other), report.max(*other), share])?;
    }
    tx.prepare_cached("UPDATE report SET original = report WHERE report = ?1")?.execute([report])?;
    if !found.is_empty() {
        settle_report(tx, report)?;
    }
    Ok(())
}

/// Kept reports whose text is a copy of a sketch's, with the share of word runs.
fn candidates(tx: &Transaction<'_>, report: i64, sketch: &Sketch) -> Result<Vec<(i64, f64)>> {
    let mut shared: BTreeSet<i64> = BTreeSet::new();
    let mut whole: BTreeSet<i64> = BTreeSet::new();
    let last = sketch.keys.last();
    for key in &sketch.keys {
        let mut find = tx.prepare_cached("SELECT report FROM shingle WHERE hash = ?1 LIMIT ?2")?;
        let reports: Vec<i64> = find
            .query_map(params![key, SET_PHRASE as i64], |r| r.get(0))?
            .collect::<std::result::Result<_, _>>()?;
        if Some(key) == last {
            whole.extend(&reports);
        } else if reports.len() == SET_PHRASE {
            continue;
        }
        shared.extend(reports);
    }
    shared.remove(&report);
    let mut found = Vec::new();
    for other in shared {
        let hashes: Vec<u8> = tx
            .prepare_cached("SELECT hashes FROM sketch WHERE report = ?1")?
            .query_row([other], |r| r.get(0))?;
        let hashes: Vec<u32> = hashes.as_chunks::<4>().0.iter().map(|c| u32::from_le_bytes(*c)).collect();
        let same = whole.contains(&other) && hashes == sketch.hashes;
        let share = if same { 1.0 } else { share(&sketch.hashes, &hashes) };
        debug_assert!(share == 0.0 || same || hashes.len() >= LEAST);
        if share >= SHARE {
            found.push((other, share));
        }
    }
    Ok(found)
}

/// Settles which report of a report's group is the original, after the group grew or a date changed.
pub(crate) fn settle_report(tx: &Transaction<'_>, report: i64) -> Result<()> {
    let mut group = BTreeSet::from([report]);
    let mut open = vec![report];
    while let Some(one) = open.pop() {
        let mut find =
            tx.prepare_cached("SELECT b FROM copy WHERE a = ?1 UNION SELECT a FROM copy WHERE b = ?1")?;
        for other in find.query_map([one], |r| r.get::<_, i64>(0))? {
            let other = other?;
            if group.insert(other) {
                open.push(other);
            }
        }
    }
    // Groups cannot fall apart, for texts never change: a report is in at most the groups met here.
    let mut standing: Vec<(Option<String>, String, i64, Option<i64>)> = Vec::new();
    for one in &group {
        standing.push(
            tx.prepare_cached("SELECT latest, key, report, original FROM report WHERE report = ?1")?
                .query_row([one], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?,
        );
    }
    let first = standing.iter().min_by_key(|(day, key, ..)| (day.is_none(), day.clone(), key.clone()));
    let Some(original) = first.map(|s| s.2) else { return Ok(()) };
    for (_, _, one, earlier) in &standing {
        if *earlier == Some(original) {
            continue;
        }
        // The new or changed report itself is counted by its writer.
        let counted = *one != report;
        if counted {
            counts::count(tx, *one, -1)?;
        }
        tx.prepare_cached("UPDATE report SET original = ?2 WHERE report = ?1")?
            .execute(params![one, original])?;
        counts::settle(tx, *one)?;
        if counted {
            counts::count(tx, *one, 1)?;
        }
        incidents::mark(tx, *one)?;
    }
    Ok(())
}

/// Groups among some reports only, as if the others did not exist: the original of each.
pub(crate) fn among(
    reports: &BTreeMap<i64, (Option<String>, String)>,
    edges: &[(i64, i64)],
) -> BTreeMap<i64, i64> {
    let mut parent: BTreeMap<i64, i64> = reports.keys().map(|r| (*r, *r)).collect();
    fn root(parent: &BTreeMap<i64, i64>, mut one: i64) -> i64 {
        while let Some(up) = parent.get(&one).filter(|up| **up != one) {
            one = *up;
        }
        one
    }
    let rank = |r: i64| reports.get(&r).map(|(day, key)| (day.is_none(), day.clone(), key.clone()));
    for (a, b) in edges {
        if !(reports.contains_key(a) && reports.contains_key(b)) {
            continue;
        }
        let (a, b) = (root(&parent, *a), root(&parent, *b));
        if a != b {
            let (first, second) = if rank(a) <= rank(b) { (a, b) } else { (b, a) };
            parent.insert(second, first);
        }
    }
    reports.keys().map(|r| (*r, root(&parent, *r))).collect()
}
