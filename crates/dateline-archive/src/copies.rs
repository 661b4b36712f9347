//! Copies: reports of one text, found when a report is added and joined into groups.
//!
//! Two reports are copies when one has at least half of the shorter one's word runs (see [`crate::sketch`]). Groups are
//! the connected parts of that relation; a group's original is its report published first. All of it is a function of the
//! set of reports, not of the order they were added in.

use crate::counts;
use crate::db::{Database, Value, numbers, values};
use crate::error::Result;
use crate::sketch::{LEAST, SHARE, Sketch, share, sketch};
use crate::writing::Writing;
use std::collections::{BTreeMap, BTreeSet};

/// A hash that so many reports share is a set phrase and finds nobody.
const SET_PHRASE: usize = 4096;
/// Hashes looked up in one statement.
const AT_ONCE: usize = 16;

/// Enters a new report: finds the kept reports it is a copy of, and joins the groups.
pub(crate) fn enter(to: &mut Writing<'_>, report: i64, text: &str) -> Result<()> {
    let sketch = sketch(text);
    let found = candidates(to.db, report, &sketch)?;
    let bytes: Vec<u8> = sketch.hashes.iter().flat_map(|h| h.to_le_bytes()).collect();
    to.db.execute("INSERT INTO sketch (report, hashes) VALUES (?1, ?2)", values![report, bytes])?;
    let keys: Vec<Value<'_>> =
        sketch.keys.iter().flat_map(|k| [Value::from(*k), Value::from(report)]).collect();
    to.db.insert("INSERT INTO shingle (hash, report)", 2, &keys, "ON CONFLICT DO NOTHING")?;
    let copies: Vec<Value<'_>> = (found.iter())
        .flat_map(|(other, share)| {
            [Value::from(report.min(*other)), Value::from(report.max(*other)), Value::from(*share)]
        })
        .collect();
    to.db.insert("INSERT INTO copy (a, b, share)", 3, &copies, "ON CONFLICT DO NOTHING")?;
    to.db.execute("UPDATE report SET original = report WHERE report = ?1", values![report])?;
    if found.is_empty() { Ok(()) } else { settle_report(to, report) }
}

/// The reports that have each hash, at most [`SET_PHRASE`] of each.
fn holders(db: &dyn Database, keys: &[i64]) -> Result<Vec<Vec<i64>>> {
    let one = |i: usize| {
        format!(
            "SELECT * FROM (SELECT {i} AS n, report FROM shingle WHERE hash = ?{} LIMIT {SET_PHRASE}) q{i}",
            i + 1
        )
    };
    let sql = (0..AT_ONCE).map(one).collect::<Vec<_>>().join(" UNION ALL ");
    let mut all = Vec::new();
    for some in keys.chunks(AT_ONCE) {
        let mut held = vec![Vec::new(); some.len()];
        // One statement for all: places that are left over ask for nothing.
        let values: Vec<Value<'_>> = (0..AT_ONCE).map(|i| Value::from(some.get(i).copied())).collect();
        db.each(&sql, &values, &mut |row| {
            let n: i64 = row.get(0)?;
            if let Some(list) = usize::try_from(n).ok().and_then(|n| held.get_mut(n)) {
                list.push(row.get(1)?);
            }
            Ok(true)
        })?;
        all.append(&mut held);
    }
    Ok(all)
}

/// Kept reports whose text is a copy of a sketch's, with the share of word runs.
fn candidates(db: &dyn Database, report: i64, sketch: &Sketch) -> Result<Vec<(i64, f64)>> {
    let mut shared: BTreeSet<i64> = BTreeSet::new();
    let mut whole: BTreeSet<i64> = BTreeSet::new();
    let last = sketch.keys.last();
    for (key, reports) in sketch.keys.iter().zip(holders(db, &sketch.keys)?) {
        if Some(key) == last {
            whole.extend(&reports);
        } else if reports.len() == SET_PHRASE {
            continue;
        }
        shared.extend(reports);
    }
    shared.remove(&report);
    if shared.is_empty() {
        return Ok(Vec::new());
    }
    let others: Vec<i64> = shared.into_iter().collect();
    let mut found = Vec::new();
    let sql = format!("SELECT report, hashes FROM sketch WHERE {} ORDER BY report", db.among("report", "?1"));
    db.each(&sql, values![numbers(&others)], &mut |row| {
        let (other, hashes): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
        let hashes: Vec<u32> = hashes.as_chunks::<4>().0.iter().map(|c| u32::from_le_bytes(*c)).collect();
        let same = whole.contains(&other) && hashes == sketch.hashes;
        let share = if same { 1.0 } else { share(&sketch.hashes, &hashes) };
        debug_assert!(share == 0.0 || same || hashes.len() >= LEAST);
        if share >= SHARE {
            found.push((other, share));
        }
        Ok(true)
    })?;
    Ok(found)
}

/// Settles which report of a report's group is the original, after the group grew or a date changed.
pub(crate) fn settle_report(to: &mut Writing<'_>, report: i64) -> Result<()> {
    let mut group = BTreeSet::from([report]);
    let mut open = vec![report];
    while !open.is_empty() {
        let sql = format!(
            "SELECT b FROM copy WHERE {} UNION SELECT a FROM copy WHERE {}",
            to.db.among("a", "?1"),
            to.db.among("b", "?1")
        );
        let others: Vec<i64> = to.db.all(&sql, values![numbers(&open)], |r| r.get(0))?;
        open = others.into_iter().filter(|other| group.insert(*other)).collect();
    }
    // Groups cannot fall apart, for texts never change: a report is in at most the groups met here.
    let group: Vec<i64> = group.into_iter().collect();
    let sql =
        format!("SELECT latest, key, report, original FROM report WHERE {}", to.db.among("report", "?1"));
    let standing: Vec<(Option<String>, String, i64, Option<i64>)> =
        to.db.all(&sql, values![numbers(&group)], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?;
    let first = standing.iter().min_by_key(|(day, key, ..)| (day.is_none(), day.clone(), key.clone()));
    let Some(original) = first.map(|s| s.2) else { return Ok(()) };
    for (_, _, one, earlier) in &standing {
        if *earlier == Some(original) {
            continue;
        }
        to.open(*one)?;
        to.db.execute("UPDATE report SET original = ?2 WHERE report = ?1", values![one, original])?;
        counts::settle(to.db, *one)?;
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
