//! What people look through: quotes, actors, places on a map.

use crate::archive::Archive;
use crate::body::fold;
use crate::db::Value;
use crate::error::{ArchiveError, Result};
use crate::filter::{Filter, Way};
use crate::page::{Page, Part, descending, parts};
use crate::query::hand_on;
use crate::rows::{Column, Kind, Rows};

pub(crate) fn columns(list: &[(&str, Kind)]) -> Vec<Column> {
    list.iter().map(|(name, kind)| Column::new(name, *kind)).collect()
}

impl Archive {
    /// What was said, last published first. `speaker`: part of a name, or a knowledge-base id; `text`: words of the quote. The
    /// first column is its name.
    ///
    /// # Errors
    /// The archive cannot be read, or the rows cannot be written.
    pub fn quotes(
        &self,
        speaker: Option<&str>,
        text: Option<&str>,
        page: &Page,
        to: &mut dyn Rows,
    ) -> Result<u64> {
        let columns = columns(&[
            ("quote", Kind::Text),
            ("report", Kind::Text),
            ("key", Kind::Text),
            ("published", Kind::Text),
            ("publisher", Kind::Text),
            ("speaker", Kind::Text),
            ("speaker_code", Kind::Text),
            ("via", Kind::Text),
            ("kind", Kind::Text),
            ("cue", Kind::Text),
            ("text", Kind::Text),
            ("start", Kind::Integer),
            ("confidence", Kind::Real),
        ]);
        // All quotes are read off the index of days; those of a speaker, or with words, are few and found first.
        let from = match (speaker, text) {
            (None, None) => "report r CROSS JOIN quote q ON q.report = r.report",
            _ => "quote q CROSS JOIN report r ON r.report = q.report",
        };
        let mut conditions = Vec::new();
        let mut values: Vec<Value<'_>> = Vec::new();
        if let Some(speaker) = speaker {
            conditions.push("q.speaker IN (SELECT actor FROM actor WHERE kb = ? OR instr(folded, ?) > 0)");
            values.extend([Value::from(speaker), Value::from(fold(speaker))]);
        }
        if let Some(text) = text {
            conditions.push("instr(lower(q.text), ?) > 0");
            values.push(Value::from(text.to_ascii_lowercase()));
        }
        let behind = match &page.after {
            None => vec![Part::whole()],
            Some(name) => {
                let (day, key, start, id) = self.place_of_quote(name)?;
                let rest = [Value::from(key), Value::from(start), Value::from(id)];
                descending("r.earliest", "r.key, q.start, q.id", day, &rest)
            }
        };
        to.begin(&columns)?;
        let count = parts(&*self.db, &behind, page, &columns, to, |part| {
            let mut conditions: Vec<&str> = conditions.clone();
            conditions.push(&part.sql);
            let sql = format!(
                "SELECT substr(r.key, 1, 16) || '-' || q.id, r.id, r.key, r.published, r.publisher, a.name, a.code, v.name, q.kind,
                   q.cue, q.text, q.start, q.confidence
                 FROM {from} LEFT JOIN actor a ON a.actor = q.speaker LEFT JOIN actor v ON v.actor = q.via
                 WHERE {} ORDER BY r.earliest DESC NULLS LAST, r.key, q.start, q.id LIMIT ? OFFSET ?",
                conditions.join(" AND ")
            );
            (sql, values.clone())
        })?;
        to.end()?;
        Ok(count)
    }

    /// Where a quote stands in the list: day, key of the report, first code point, id.
    fn place_of_quote(&self, name: &str) -> Result<(Option<String>, String, i64, String)> {
        let unknown = || ArchiveError::Query(format!("after: `{name}` is no `next` of this list"));
        let (key, id) = name.split_once('-').filter(|(key, _)| key.len() == 16).ok_or_else(unknown)?;
        self.db
            .first(
                "SELECT r.earliest, r.key, q.start, q.id FROM report r JOIN quote q ON q.report = r.report
                 WHERE r.key >= ?1 AND r.key < ?1 || 'g' AND q.id = ?2",
                &[Value::from(key), Value::from(id)],
                |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
            )?
            .ok_or_else(unknown)
    }

    /// Actors whose name begins with, or has, the words, by how many events they take part in.
    ///
    /// # Errors
    /// The archive cannot be read, or the rows cannot be written.
    pub fn actors(&self, words: &str, page: &Page, to: &mut dyn Rows) -> Result<u64> {
        let columns = columns(&[
            ("name", Kind::Text),
            ("kb", Kind::Text),
            ("kind", Kind::Text),
            ("country", Kind::Text),
            ("sector", Kind::Text),
            ("code", Kind::Text),
            ("events", Kind::Integer),
        ]);
        let sql = "SELECT a.name, a.kb, a.kind, a.country, a.sector, a.code,
               (SELECT count(*) FROM participant p WHERE p.actor = a.actor) AS n
             FROM actor a WHERE instr(a.folded, ?1) > 0 OR a.code = ?2 ORDER BY n DESC, a.name, a.actor LIMIT ?3 OFFSET ?4";
        let [most, skip] = page.values();
        let code = words.to_ascii_uppercase();
        let values = [Value::from(fold(words)), Value::from(code), Value::from(most), Value::from(skip)];
        hand_on(&*self.db, sql, &values, &columns, to)
    }

    /// Places of events that meet a filter, with how many, those with the most first.
    ///
    /// # Errors
    /// The archive cannot be read, a condition cannot be met, or the rows cannot be written.
    pub fn places(&self, filter: &Filter, page: &Page, to: &mut dyn Rows) -> Result<u64> {
        let columns = columns(&[
            ("place", Kind::Text),
            ("country", Kind::Text),
            ("lat", Kind::Real),
            ("lon", Kind::Real),
            ("events", Kind::Integer),
        ]);
        let (tail, mut values) = filter.tail(&*self.db, false, Way::Found)?;
        values.extend(page.values().map(Value::from));
        let sql = format!(
            "SELECT l.name, l.country, l.lat, l.lon, count(*) AS n FROM (SELECT e.place AS place {tail}) x
             JOIN place l ON l.place = x.place GROUP BY l.place ORDER BY n DESC, l.name, l.place LIMIT ? OFFSET ?"
        );
        hand_on(&*self.db, &sql, &values, &columns, to)
    }
}
