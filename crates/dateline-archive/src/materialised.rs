//! Questions that the tables of counts answer, without looking at an event.

use crate::filter::Filter;
use crate::query::{Group, Query, is_country, keys, order};
use rusqlite::types::Value;

/// The statement that answers a grouped question from a table of counts, when one holds all that is asked.
pub(crate) fn statement(query: &Query) -> Option<(String, Vec<Value>)> {
    let f = &query.filter;
    let bare = Filter {
        dyad: f.dyad.clone(),
        kind: f.kind.clone(),
        from: f.from,
        until: f.until,
        status: f.status.clone(),
        no_copies: f.no_copies,
        ..Filter::default()
    };
    let dated = f.from.is_some() || f.until.is_some();
    let by_time = query.group.iter().any(|g| matches!(g, Group::Month | Group::Year));
    let first = |d: Option<jiff::civil::Date>| d.is_none_or(|d| d.day() == 1);
    if *f != bare || (dated && !(by_time && first(f.from) && first(f.until))) {
        return None;
    }
    let within = |all: &[Group]| query.group.iter().all(|g| all.contains(g));
    let cameo = f.kind.as_deref().is_some_and(|k| k.starts_with(|c: char| c.is_ascii_digit()));
    let table = if query.group.contains(&Group::Dyad) {
        if f.kind.is_none() && within(&[Group::Dyad, Group::Month, Group::Status]) {
            "dyad_month"
        } else if !dated && !cameo && within(&[Group::Dyad, Group::Type, Group::Status]) {
            "dyad_type"
        } else {
            return None;
        }
    } else if f.dyad.is_none()
        && within(&[Group::Month, Group::Year, Group::Type, Group::Cameo, Group::Status])
    {
        "month_count"
    } else {
        return None;
    };
    let mut conditions = vec!["1".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    if let Some((a, b)) = &f.dyad {
        for (column, code) in [("source", a), ("target", b)] {
            if !is_country(code) {
                return None;
            }
            conditions.push(format!("{column} = ?"));
            values.push(code.clone().into());
        }
    }
    if let Some(kind) = &f.kind {
        if cameo {
            conditions.push("substr(cameo, 1, length(?)) = ?".to_owned());
            values.push(kind.clone().into());
            values.push(kind.clone().into());
        } else {
            conditions.push("type = ?".to_owned());
            values.push(kind.to_uppercase().into());
        }
    }
    if let Some(status) = &f.status {
        conditions.push("status = ?".to_owned());
        values.push(status.clone().into());
    }
    if dated {
        conditions.push("month <> ''".to_owned());
    }
    for (day, relation) in [(f.from, ">="), (f.until, "<")] {
        if let Some(day) = day {
            conditions.push(format!("month {relation} ?"));
            values.push(day.to_string().get(..7).unwrap_or_default().to_owned().into());
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
        false => ("sum(copies)", ""),
    };
    let sql = format!(
        "SELECT {}, sum(events), {copies}, sum(goldstein10) / 10.0,
           CASE WHEN sum(events) > 0 THEN sum(goldstein10) / 10.0 / sum(events) END,
           sum(quad1), sum(quad2), sum(quad3), sum(quad4)
         FROM {table} WHERE {} GROUP BY {keys} {having} ORDER BY {} LIMIT ? OFFSET ?",
        shown.join(", "),
        conditions.join(" AND "),
        order(query, &keys)
    );
    Some((sql, values))
}
