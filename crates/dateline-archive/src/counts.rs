//! Counts of events by month, by dyad and month, by dyad and type: kept in step with the events.

use crate::error::Result;
use rusqlite::Transaction;
use std::collections::BTreeSet;

/// A table of counts: its name and its keys.
type Table = (&'static str, &'static [&'static str]);

const MONTHS: Table = ("month_count", &["month", "year", "type", "cameo", "status"]);
const DYADS: Table = ("dyad_month", &["source", "target", "month", "status"]);
const TYPES: Table = ("dyad_type", &["source", "target", "type", "status"]);

/// What an event adds to a row.
struct Share {
    own: i64,
    copied: i64,
    tenths: i64,
    quads: [i64; 4],
}

/// Notes in a report's events whether it is a copy.
pub(crate) fn settle(tx: &Transaction<'_>, report: i64) -> Result<()> {
    tx.prepare_cached(
        "UPDATE event SET own = (SELECT ifnull(r.original, r.report) = r.report FROM report r WHERE r.report = ?1)
         WHERE report = ?1",
    )?
    .execute([report])?;
    Ok(())
}

/// Adds (`sign` 1) or takes away (`sign` -1) all events of a report.
pub(crate) fn count(tx: &Transaction<'_>, report: i64, sign: i64) -> Result<()> {
    let mut events = tx.prepare_cached(
        "SELECT event, status, month, goldstein, quad_class, symmetric, type, cameo, substr(earliest, 1, 4), own
         FROM event WHERE report = ?1",
    )?;
    let mut rows = events.query([report])?;
    while let Some(row) = rows.next()? {
        let text = |i: usize| row.get::<_, Option<String>>(i).map(Option::unwrap_or_default);
        let event: i64 = row.get(0)?;
        let (status, month, kind, cameo, year) = (text(1)?, text(2)?, text(6)?, text(7)?, text(8)?);
        let goldstein: Option<f64> = row.get(3)?;
        let quad: Option<i64> = row.get(4)?;
        let (symmetric, original): (bool, bool) = (row.get(5)?, row.get(9)?);
        let (own, copied) = if original { (sign, 0) } else { (0, sign) };
        let share = Share {
            own,
            copied,
            tenths: (goldstein.unwrap_or(0.0) * 10.0).round() as i64 * own,
            quads: [1, 2, 3, 4].map(|q| if quad == Some(q) { own } else { 0 }),
        };
        add(tx, MONTHS, &[&month, &year, &kind, &cameo, &status], &share, sign)?;
        for (source, target) in dyads(tx, event, symmetric)? {
            add(tx, DYADS, &[&source, &target, &month, &status], &share, sign)?;
            add(tx, TYPES, &[&source, &target, &kind, &status], &share, sign)?;
        }
    }
    Ok(())
}

/// Who acts on whom in an event: countries, else actor codes.
fn dyads(tx: &Transaction<'_>, event: i64, symmetric: bool) -> Result<BTreeSet<(String, String)>> {
    let mut sides = [BTreeSet::new(), BTreeSet::new()];
    let mut find = tx.prepare_cached(
        "SELECT p.side, coalesce(a.country, a.code) FROM participant p JOIN actor a ON a.actor = p.actor
         WHERE p.event = ?1",
    )?;
    let mut people = find.query([event])?;
    while let Some(one) = people.next()? {
        let side: String = one.get(0)?;
        if let Some(code) = one.get::<_, Option<String>>(1)? {
            sides[usize::from(side == "recipient")].insert(code);
        }
    }
    let mut dyads = BTreeSet::new();
    for a in &sides[0] {
        for b in &sides[1] {
            dyads.insert((a.clone(), b.clone()));
            if symmetric {
                dyads.insert((b.clone(), a.clone()));
            }
        }
    }
    Ok(dyads)
}

/// Adds to the row of these keys; a row that counts nothing is taken away.
fn add(tx: &Transaction<'_>, table: Table, values: &[&str], share: &Share, sign: i64) -> Result<()> {
    let (name, keys) = table;
    let marks =
        |from: usize, n: usize| (from..from + n).map(|i| format!("?{i}")).collect::<Vec<_>>().join(", ");
    let n = keys.len();
    let numbers: [i64; 7] = [
        share.own,
        share.copied,
        share.tenths,
        share.quads[0],
        share.quads[1],
        share.quads[2],
        share.quads[3],
    ];
    let whole = values.iter().map(|v| v as &dyn rusqlite::ToSql);
    let whole: Vec<&dyn rusqlite::ToSql> =
        whole.chain(numbers.iter().map(|n| n as &dyn rusqlite::ToSql)).collect();
    tx.prepare_cached(&format!(
        "INSERT INTO {name} VALUES ({})
         ON CONFLICT DO UPDATE SET events = events + excluded.events, copies = copies + excluded.copies,
           goldstein10 = goldstein10 + excluded.goldstein10, quad1 = quad1 + excluded.quad1,
           quad2 = quad2 + excluded.quad2, quad3 = quad3 + excluded.quad3, quad4 = quad4 + excluded.quad4",
        marks(1, n + numbers.len())
    ))?
    .execute(&whole[..])?;
    if sign < 0 {
        tx.prepare_cached(&format!(
            "DELETE FROM {name} WHERE ({}) = ({}) AND events = 0 AND copies = 0",
            keys.join(", "),
            marks(1, n)
        ))?
        .execute(&whole[..n])?;
    }
    Ok(())
}

/// Counts everything anew.
pub(crate) fn count_all(tx: &Transaction<'_>) -> Result<()> {
    for (name, _) in [MONTHS, DYADS, TYPES] {
        tx.execute(&format!("DELETE FROM {name}"), [])?;
    }
    let mut all = tx.prepare("SELECT report FROM report ORDER BY report")?;
    let reports: Vec<i64> = all.query_map([], |r| r.get(0))?.collect::<std::result::Result<_, _>>()?;
    reports.into_iter().try_for_each(|report| count(tx, report, 1))
}

/// The month of an event's days; empty when they are unknown or span more than one.
pub(crate) fn month(earliest: Option<String>, latest: Option<String>) -> String {
    let (Some(from), Some(until)) = (earliest, latest) else { return String::new() };
    let (Ok(first), Ok(end)) = (from.parse::<jiff::civil::Date>(), until.parse::<jiff::civil::Date>()) else {
        return String::new();
    };
    match end.yesterday() {
        Ok(last) if (last.year(), last.month()) == (first.year(), first.month()) => {
            from.get(..7).unwrap_or_default().to_owned()
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::month;

    #[test]
    fn an_event_counts_in_the_month_that_holds_all_its_days() {
        let of = |a: &str, b: &str| month(Some(a.to_owned()), Some(b.to_owned()));
        assert_eq!(of("2020-07-01", "2020-08-01"), "2020-07");
        assert_eq!(of("2020-07-31", "2020-08-02"), "");
        assert_eq!(month(None, Some("2020-07-01".to_owned())), "");
    }
}
