//! Counts of events by month, by dyad and month, by dyad and act, and the dyads of each event: kept in step with the events.

use crate::db::{Database, Value, numbers, values};
use crate::error::Result;

/// A table of counts: its name and its keys.
type Table = (&'static str, &'static [&'static str]);

const MONTHS: Table = ("month_count", &["month", "year", "type", "cameo", "status"]);
const DYADS: Table = ("dyad_month", &["source", "target", "month", "status"]);
const ACTS: Table = ("dyad_act", &["source", "target", "type", "cameo", "status"]);

/// What is added up, for a row with `own`, `quad` and `tenths`.
pub(crate) const SUMS: [(&str, &str); 7] = [
    ("events", "own"),
    ("copies", "1 - own"),
    ("goldstein10", "own * tenths"),
    ("quad1", "CASE WHEN quad = 1 THEN own ELSE 0 END"),
    ("quad2", "CASE WHEN quad = 2 THEN own ELSE 0 END"),
    ("quad3", "CASE WHEN quad = 3 THEN own ELSE 0 END"),
    ("quad4", "CASE WHEN quad = 4 THEN own ELSE 0 END"),
];

/// The keys that an event `e` gives, by the names of their columns.
pub(crate) const KEYS: &str =
    "e.month AS month, coalesce(substr(e.earliest, 1, 4), '') AS year, coalesce(e.type, '') AS type,
   coalesce(e.cameo, '') AS cameo, e.status AS status";

/// Ten times the Goldstein value of an event `e`.
pub(crate) const TENTHS: &str = "CAST(round(coalesce(e.goldstein, 0) * 10) AS BIGINT)";

/// Notes in a report's events whether it is a copy.
pub(crate) fn settle(db: &dyn Database, report: i64) -> Result<()> {
    let sql =
        "UPDATE event SET own = (SELECT CASE WHEN coalesce(r.original, r.report) = r.report THEN 1 ELSE 0 END
                 FROM report r WHERE r.report = ?1) WHERE report = ?1";
    db.execute(sql, values![report]).map(drop)
}

/// Adds (`sign` 1) or takes away (`sign` -1) all events of reports.
pub(crate) fn count(db: &dyn Database, reports: &[i64], sign: i64) -> Result<()> {
    let these = db.among("e.report", "?1");
    let values = values![numbers(reports)];
    if sign > 0 {
        pairs(db, &these, values)?;
    }
    sum(db, &these, values, sign)?;
    if sign < 0 {
        let sql = format!("DELETE FROM pair WHERE event IN (SELECT e.event FROM event e WHERE {these})");
        db.execute(&sql, values)?;
    }
    Ok(())
}

/// Counts everything anew.
pub(crate) fn count_all(db: &dyn Database) -> Result<()> {
    for table in [MONTHS.0, DYADS.0, ACTS.0, "pair"] {
        db.execute(&format!("DELETE FROM {table}"), &[])?;
    }
    pairs(db, "1 = 1", &[])?;
    sum(db, "1 = 1", &[], 1)
}

/// Takes away rows that count nothing.
pub(crate) fn tidy(db: &dyn Database) -> Result<()> {
    for (table, _) in [MONTHS, DYADS, ACTS] {
        db.execute(&format!("DELETE FROM {table} WHERE events = 0 AND copies = 0"), &[])?;
    }
    Ok(())
}

/// Notes who acts on whom in events: countries, else actor codes.
fn pairs(db: &dyn Database, these: &str, values: &[Value<'_>]) -> Result<()> {
    let ways = |a: &str, b: &str, only: &str| {
        format!(
            "SELECT e.event, coalesce(s.country, s.code) AS source, coalesce(t.country, t.code) AS target, e.own AS own,
               coalesce(e.quad_class, 0) AS quad, {TENTHS} AS tenths
             FROM event e JOIN participant x ON x.event = e.event AND x.side = '{a}' JOIN actor s ON s.actor = x.actor
             JOIN participant y ON y.event = e.event AND y.side = '{b}' JOIN actor t ON t.actor = y.actor
             WHERE coalesce(s.country, s.code) IS NOT NULL AND coalesce(t.country, t.code) IS NOT NULL {only} AND {these}"
        )
    };
    let sql = format!(
        "INSERT INTO pair (event, source, target, own, quad, tenths) {} UNION {}",
        ways("actor", "recipient", ""),
        ways("recipient", "actor", "AND e.symmetric = 1")
    );
    db.execute(&sql, values).map(drop)
}

fn sum(db: &dyn Database, these: &str, values: &[Value<'_>], sign: i64) -> Result<()> {
    let of_events = format!(
        "SELECT {KEYS}, e.own AS own, coalesce(e.quad_class, 0) AS quad, {TENTHS} AS tenths FROM event e WHERE {these}"
    );
    let of_pairs = format!(
        "SELECT p.source AS source, p.target AS target, {KEYS}, p.own AS own, p.quad AS quad, p.tenths AS tenths
         FROM event e JOIN pair p ON p.event = e.event WHERE {these}"
    );
    for ((table, keys), rows) in [(MONTHS, &of_events), (DYADS, &of_pairs), (ACTS, &of_pairs)] {
        let keys = keys.join(", ");
        let names: Vec<&str> = SUMS.iter().map(|(name, _)| *name).collect();
        let sums: Vec<String> =
            SUMS.iter().map(|(_, of)| format!("{sign} * CAST(sum({of}) AS BIGINT)")).collect();
        let set: Vec<String> = names.iter().map(|n| format!("{n} = {table}.{n} + excluded.{n}")).collect();
        let sql = format!(
            "INSERT INTO {table} ({keys}, {}) SELECT {keys}, {} FROM ({rows}) q WHERE 1 = 1 GROUP BY {keys}
             ON CONFLICT ({keys}) DO UPDATE SET {}",
            names.join(", "),
            sums.join(", "),
            set.join(", ")
        );
        db.execute(&sql, values)?;
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
