//! What people look through: quotes, actors, places on a map.

use crate::archive::Archive;
use crate::body::fold;
use crate::error::Result;
use crate::filter::Filter;
use crate::query::hand_on;
use crate::rows::{Column, Kind, Rows};
use rusqlite::{params, params_from_iter};

/// A part of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Rows left out at the beginning.
    pub skip: u64,
    /// Most rows; all when absent.
    pub most: Option<u64>,
}

impl Page {
    /// The first rows.
    #[must_use]
    pub fn first(most: u64) -> Page {
        Page { skip: 0, most: Some(most) }
    }

    /// The values of LIMIT and OFFSET.
    pub(crate) fn values(self) -> [i64; 2] {
        let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        [self.most.map_or(-1, whole), whole(self.skip)]
    }
}

pub(crate) fn columns(list: &[(&str, Kind)]) -> Vec<Column> {
    list.iter().map(|(name, kind)| Column::new(name, *kind)).collect()
}

impl Archive {
    /// What was said, last published first. `speaker`: part of a name, or a knowledge-base id; `text`: words of the quote.
    ///
    /// # Errors
    /// The archive cannot be read, or the rows cannot be written.
    pub fn quotes(
        &self,
        speaker: Option<&str>,
        text: Option<&str>,
        page: Page,
        to: &mut dyn Rows,
    ) -> Result<u64> {
        let columns = columns(&[
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
        let (from, order) = match (speaker, text) {
            (None, None) => ("report r CROSS JOIN quote q ON q.report = r.report", "r.earliest DESC"),
            _ => ("quote q CROSS JOIN report r ON r.report = q.report", "r.earliest DESC"),
        };
        let speakers = match speaker {
            Some(_) => "q.speaker IN (SELECT actor FROM actor WHERE kb = ?1 OR instr(folded, ?2) > 0)",
            None => "(?1 IS NULL AND ?2 IS NULL)",
        };
        let mut find = self.conn.prepare_cached(&format!(
            "SELECT r.id, r.key, r.published, r.publisher, a.name, a.code, v.name, q.kind, q.cue, q.text, q.start, q.confidence
             FROM {from} LEFT JOIN actor a ON a.actor = q.speaker LEFT JOIN actor v ON v.actor = q.via
             WHERE {speakers} AND (?3 IS NULL OR instr(lower(q.text), lower(?3)) > 0)
             ORDER BY {order}, r.key, q.start LIMIT ?4 OFFSET ?5"
        ))?;
        let folded = speaker.map(fold);
        let [most, skip] = page.values();
        hand_on(find.query(params![speaker, folded, text, most, skip])?, &columns, to)
    }

    /// Actors whose name begins with, or has, the words, by how many events they take part in.
    ///
    /// # Errors
    /// The archive cannot be read, or the rows cannot be written.
    pub fn actors(&self, words: &str, page: Page, to: &mut dyn Rows) -> Result<u64> {
        let columns = columns(&[
            ("name", Kind::Text),
            ("kb", Kind::Text),
            ("kind", Kind::Text),
            ("country", Kind::Text),
            ("sector", Kind::Text),
            ("code", Kind::Text),
            ("events", Kind::Integer),
        ]);
        let mut find = self.conn.prepare_cached(
            "SELECT a.name, a.kb, a.kind, a.country, a.sector, a.code,
               (SELECT count(*) FROM participant p WHERE p.actor = a.actor) AS n
             FROM actor a WHERE instr(a.folded, ?1) > 0 OR a.code = upper(?2) ORDER BY n DESC, a.name, a.actor
             LIMIT ?3 OFFSET ?4",
        )?;
        let [most, skip] = page.values();
        hand_on(find.query(params![fold(words), words, most, skip])?, &columns, to)
    }

    /// Places of events that meet a filter, with how many, those with the most first.
    ///
    /// # Errors
    /// The archive cannot be read, a condition cannot be met, or the rows cannot be written.
    pub fn places(&self, filter: &Filter, page: Page, to: &mut dyn Rows) -> Result<u64> {
        let columns = columns(&[
            ("place", Kind::Text),
            ("country", Kind::Text),
            ("lat", Kind::Real),
            ("lon", Kind::Real),
            ("events", Kind::Integer),
        ]);
        let (inner, mut values) = filter.events_sql(&self.conn, "e.place AS place")?;
        values.extend(page.values().map(Into::into));
        let mut find = self.conn.prepare_cached(&format!(
            "SELECT l.name, l.country, l.lat, l.lon, count(*) AS n FROM ({inner}) x JOIN place l ON l.place = x.place
             GROUP BY l.place ORDER BY n DESC, l.name, l.place LIMIT ? OFFSET ?"
        ))?;
        hand_on(find.query(params_from_iter(values))?, &columns, to)
    }
}
