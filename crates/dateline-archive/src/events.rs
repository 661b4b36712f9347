//! Lists of events that meet a filter.

use crate::archive::Archive;
use crate::body::UID_SQL;
use crate::browse::columns;
use crate::db::{Value, numbers};
use crate::error::{ArchiveError, Result};
use crate::filter::Way;
use crate::query::{Query, cells};
use crate::rows::{Cell, Kind, Rows};
use std::collections::BTreeMap;

/// Events of which all is asked in one statement.
const AT_ONCE: usize = 200;

impl Archive {
    /// Lists events by first day, then by name.
    pub(crate) fn list(&self, query: &Query, to: &mut dyn Rows) -> Result<u64> {
        let way = if query.limit.is_some() { query.filter.way(&*self.db)? } else { Way::Found };
        let (mut tail, mut values) = query.filter.tail(&*self.db, true, way)?;
        if let Some(uid) = &query.after {
            let (earliest, key, number) = self.position(uid)?;
            let joint = if tail.contains(" WHERE ") { "AND" } else { "WHERE" };
            // Unknown days stand first.
            let behind = match &earliest {
                Some(_) => "(e.earliest, r.key, e.number) > (?, ?, ?)",
                None => "(e.earliest IS NOT NULL OR (r.key, e.number) > (?, ?))",
            };
            tail.push_str(&format!(" {joint} {behind}"));
            values.extend(earliest.map(Value::from));
            values.extend([Value::from(key), Value::from(number)]);
        }
        let most = query.limit.and_then(|n| i64::try_from(n).ok()).unwrap_or(i64::MAX);
        values.push(most.into());
        let sql = format!("SELECT e.event {tail} ORDER BY e.earliest NULLS FIRST, r.key, e.number LIMIT ?");
        let events: Vec<i64> = self.db.all(&sql, &values, |r| r.get(0))?;
        let columns = columns(&EVENT_COLUMNS);
        to.begin(&columns)?;
        let side = |side: &str, what: &str| {
            format!(
                "(SELECT string_agg({what}, '; ' ORDER BY p.position) FROM participant p JOIN actor a ON a.actor = p.actor
                  WHERE p.event = e.event AND p.side = '{side}')"
            )
        };
        let sql = format!(
            "SELECT {UID_SQL}, r.id, r.published, r.publisher, r.url, r.language, e.type, e.mode, e.contexts, e.cameo,
               e.quad_class, e.goldstein, e.status, e.tense, e.background, {}, {}, {}, {}, e.symmetric, e.edtf, e.earliest,
               e.latest, l.name, l.country, l.lat, l.lon,
               (SELECT string_agg(t.source, ' < ' ORDER BY t.position) FROM attribution t WHERE t.event = e.event),
               e.trigger, e.start, e.rule, e.confidence, r.original <> r.report, i.uid,
               (SELECT c.verdict FROM correction c WHERE c.report = e.report AND c.number = e.number ORDER BY c.correction DESC LIMIT 1),
               e.event
             FROM event e JOIN report r ON r.report = e.report LEFT JOIN place l ON l.place = e.place
             LEFT JOIN incident_event x ON x.event = e.event LEFT JOIN incident i ON i.incident = x.incident
             WHERE {}",
            side("actor", "a.name"),
            side("actor", "coalesce(a.code, '')"),
            side("recipient", "a.name"),
            side("recipient", "coalesce(a.code, '')"),
            self.db.among("e.event", "?1"),
        );
        let mut count = 0;
        for some in events.chunks(AT_ONCE) {
            let mut rows: BTreeMap<i64, Vec<Cell>> = BTreeMap::new();
            self.db.each(&sql, &[numbers(some)], &mut |row| {
                rows.insert(row.get(columns.len())?, cells(row, &columns)?);
                Ok(true)
            })?;
            // In the order of the list; what went away meanwhile is left out.
            for cells in some.iter().filter_map(|event| rows.get(event)) {
                to.row(cells)?;
                count += 1;
            }
        }
        to.end()?;
        Ok(count)
    }

    /// Where an event stands in a list: first day, key of the report, number.
    fn position(&self, uid: &str) -> Result<(Option<String>, String, i64)> {
        let unknown = || ArchiveError::Query(format!("there is no event `{uid}`"));
        let (key, number) = uid.rsplit_once('-').ok_or_else(unknown)?;
        let number: i64 = number.parse().map_err(|_| unknown())?;
        self.db
            .first(
                "SELECT e.earliest, r.key, e.number FROM report r JOIN event e ON e.report = r.report
                 WHERE r.key >= ?1 AND r.key < ?1 || 'g' AND e.number = ?2",
                &[key.into(), number.into()],
                |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
            )?
            .ok_or_else(unknown)
    }
}

/// Columns of a list of events.
const EVENT_COLUMNS: [(&str, Kind); 35] = [
    ("event", Kind::Text),
    ("report", Kind::Text),
    ("published", Kind::Text),
    ("publisher", Kind::Text),
    ("url", Kind::Text),
    ("language", Kind::Text),
    ("type", Kind::Text),
    ("mode", Kind::Text),
    ("contexts", Kind::Text),
    ("cameo", Kind::Text),
    ("quad_class", Kind::Integer),
    ("goldstein", Kind::Real),
    ("status", Kind::Text),
    ("tense", Kind::Text),
    ("background", Kind::Boolean),
    ("actor", Kind::Text),
    ("actor_code", Kind::Text),
    ("recipient", Kind::Text),
    ("recipient_code", Kind::Text),
    ("symmetric", Kind::Boolean),
    ("date", Kind::Text),
    ("earliest", Kind::Text),
    ("latest", Kind::Text),
    ("place", Kind::Text),
    ("place_country", Kind::Text),
    ("lat", Kind::Real),
    ("lon", Kind::Real),
    ("source", Kind::Text),
    ("trigger", Kind::Text),
    ("start", Kind::Integer),
    ("rule", Kind::Text),
    ("confidence", Kind::Real),
    ("copy", Kind::Boolean),
    ("incident", Kind::Text),
    ("review", Kind::Text),
];
