//! Questions that the tables of counts answer, without looking at an event, or at no more than those that analysts looked at.

use crate::counts::{KEYS, SUMS, TENTHS};
use crate::db::Value;
use crate::filter::Filter;
use crate::query::{Group, Query, is_country, keys, order};

/// The statement that answers a grouped question from a table of counts, when one holds all that is asked.
pub(crate) fn statement(query: &Query) -> Option<(String, Vec<Value<'static>>)> {
    let f = &query.filter;
    // The verdicts whose events are taken away from the counts: they are few.
    let without = match f.review.as_deref() {
        None => None,
        Some("standing") => Some("= 'wrong'"),
        Some("unreviewed") => Some("<> 'unreviewed'"),
        Some(_) => return None,
    };
    let bare = Filter {
        dyad: f.dyad.clone(),
        kind: f.kind.clone(),
        from: f.from,
        until: f.until,
        status: f.status.clone(),
        no_copies: f.no_copies,
        review: f.review.clone(),
        ..Filter::default()
    };
    let dated = f.from.is_some() || f.until.is_some();
    let by_time = query.group.iter().any(|g| matches!(g, Group::Month | Group::Year));
    let first = |d: Option<jiff::civil::Date>| d.is_none_or(|d| d.day() == 1);
    if *f != bare || (dated && !(by_time && first(f.from) && first(f.until))) {
        return None;
    }
    let within = |all: &[Group]| query.group.iter().all(|g| all.contains(g));
    let (table, columns) = if query.group.contains(&Group::Dyad) {
        if f.kind.is_none() && within(&[Group::Dyad, Group::Month, Group::Status]) {
            ("dyad_month", "source, target, month, status")
        } else if !dated && within(&[Group::Dyad, Group::Type, Group::Cameo, Group::Status]) {
            ("dyad_act", "source, target, type, cameo, status")
        } else {
            return None;
        }
    } else if f.dyad.is_none()
        && within(&[Group::Month, Group::Year, Group::Type, Group::Cameo, Group::Status])
    {
        ("month_count", "month, year, type, cameo, status")
    } else {
        return None;
    };
    let mut conditions = vec!["1 = 1".to_owned()];
    let mut values: Vec<Value<'static>> = Vec::new();
    let mut add = |sql: &str, value: String| {
        conditions.push(sql.to_owned());
        values.push(value.into());
    };
    if let Some((a, b)) = &f.dyad {
        if !is_country(a) || !is_country(b) {
            return None;
        }
        add("source = ?", a.clone());
        add("target = ?", b.clone());
    }
    match &f.kind {
        Some(code) if code.starts_with(|c: char| c.is_ascii_digit()) => {
            // A range, so that an index finds it: codes are digits and letters.
            add("cameo >= ?", code.clone());
            add("cameo < ?", format!("{code}~"));
        }
        Some(kind) => add("type = ?", kind.to_uppercase()),
        None => {}
    }
    if let Some(status) = &f.status {
        add("status = ?", status.clone());
    }
    for (day, relation) in [(f.from, ">="), (f.until, "<")] {
        if let Some(day) = day {
            let month = day.to_string().get(..7).unwrap_or_default().to_owned();
            add(&format!("month <> '' AND month {relation} ?"), month);
        }
    }
    let keys = keys(&query.group);
    // What is unknown stands as '' in the tables, and as NULL in answers; a month that is none is '' in both.
    let shown: Vec<String> =
        keys.split(", ")
            .map(|k| {
                if matches!(k, "type" | "cameo" | "year") { format!("nullif({k}, '')") } else { k.to_owned() }
            })
            .collect();
    // Without copies, a group that has nothing else is none.
    let (copies, having) = match f.no_copies {
        true => ("0", "HAVING sum(events) > 0"),
        false => ("CAST(sum(copies) AS BIGINT)", "HAVING sum(events) > 0 OR sum(copies) > 0"),
    };
    let from = match without {
        None => table.to_owned(),
        Some(verdict) => format!("({}) t", less(table, columns, verdict)),
    };
    const GOLDSTEIN: &str = "CAST(sum(goldstein10) AS DOUBLE PRECISION)";
    let whole = |column: &str| format!("CAST(sum({column}) AS BIGINT)");
    let sql = format!(
        "SELECT {}, {}, {copies}, {GOLDSTEIN} / 10.0,
           CASE WHEN sum(events) > 0 THEN {GOLDSTEIN} / 10.0 / CAST(sum(events) AS DOUBLE PRECISION) END, {}, {}, {}, {}
         FROM {from} WHERE {} GROUP BY {keys} {having} ORDER BY {} LIMIT ? OFFSET ?",
        shown.join(", "),
        whole("events"),
        whole("quad1"),
        whole("quad2"),
        whole("quad3"),
        whole("quad4"),
        conditions.join(" AND "),
        order(query, &keys)
    );
    Some((sql, values))
}

/// The rows of a table of counts, and rows that take away the events of a verdict.
fn less(table: &str, columns: &str, verdict: &str) -> String {
    let names: Vec<&str> = SUMS.iter().map(|(name, _)| *name).collect();
    let taken: Vec<String> = SUMS.iter().map(|(name, of)| format!("-({of}) AS {name}")).collect();
    let (pair, dyad) = match columns.starts_with("source") {
        true => (" JOIN pair p ON p.event = e.event", "p.source AS source, p.target AS target, "),
        false => ("", ""),
    };
    format!(
        "SELECT {columns}, {names} FROM {table} UNION ALL SELECT {columns}, {} FROM (
           SELECT {dyad}{KEYS}, e.own AS own, coalesce(e.quad_class, 0) AS quad, {TENTHS} AS tenths
           FROM review v CROSS JOIN event e ON e.report = v.report AND e.number = v.number{pair} WHERE v.verdict {verdict}) q",
        taken.join(", "),
        names = names.join(", "),
    )
}
