//! Counts of dyads by month, kept in step with the events.

use crate::error::Result;
use rusqlite::{Transaction, params};
use std::collections::BTreeSet;

/// Adds (`sign` 1) or takes away (`sign` -1) all events of a report.
pub(crate) fn count(tx: &Transaction<'_>, report: i64, sign: i64) -> Result<()> {
    let original: bool = tx
        .prepare_cached("SELECT ifnull(original, report) = report FROM report WHERE report = ?1")?
        .query_row([report], |r| r.get(0))?;
    let mut events = tx.prepare_cached(
        "SELECT event, status, earliest, latest, goldstein, quad_class, symmetric FROM event WHERE report = ?1",
    )?;
    let mut rows = events.query([report])?;
    while let Some(row) = rows.next()? {
        let event: i64 = row.get(0)?;
        let status: String = row.get(1)?;
        let month = month(row.get(2)?, row.get(3)?);
        let goldstein: Option<f64> = row.get(4)?;
        let quad: Option<i64> = row.get(5)?;
        let symmetric: bool = row.get(6)?;
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
                dyads.insert((a, b));
                if symmetric {
                    dyads.insert((b, a));
                }
            }
        }
        let (own, copied) = if original { (sign, 0) } else { (0, sign) };
        let tenths = (goldstein.unwrap_or(0.0) * 10.0).round() as i64;
        let quads: Vec<i64> = (1..=4).map(|q| if quad == Some(q) { own } else { 0 }).collect();
        for (source, target) in dyads {
            tx.prepare_cached(
                "INSERT INTO dyad_month VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                 ON CONFLICT DO UPDATE SET events = events + excluded.events, copies = copies + excluded.copies,
                   goldstein10 = goldstein10 + excluded.goldstein10, quad1 = quad1 + excluded.quad1,
                   quad2 = quad2 + excluded.quad2, quad3 = quad3 + excluded.quad3, quad4 = quad4 + excluded.quad4",
            )?
            .execute(params![
                source, target, month, status, own, copied, tenths * own, quads[0], quads[1], quads[2], quads[3]
            ])?;
            if sign < 0 {
                tx.prepare_cached(
                    "DELETE FROM dyad_month WHERE source = ?1 AND target = ?2 AND month = ?3 AND status = ?4
                     AND events = 0 AND copies = 0",
                )?
                .execute(params![source, target, month, status])?;
            }
        }
    }
    Ok(())
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
