//! What people look through: quotes, actors, places on a map.

use crate::archive::Archive;
use crate::body::fold;
use crate::error::Result;
use crate::filter::Filter;
use crate::query::hand_on;
use crate::rows::{Column, Kind, Rows};
use rusqlite::{params, params_from_iter};

fn columns(list: &[(&str, Kind)]) -> Vec<Column> {
    list.iter().map(|(name, kind)| Column::new(name, *kind)).collect()
}

impl Archive {
    /// What was said, last published first. `speaker`: part of a name, or a knowledge-base id; `text`: words of the quote.
    /// Rows behind the first `skip`, at most `most`.
    ///
    /// # Errors
    /// The archive cannot be read, or the rows cannot be written.
    pub fn quotes(
        &self,
        speaker: Option<&str>,
        text: Option<&str>,
        skip: u64,
        most: u64,
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
        let mut find = self.conn.prepare_cached(
            "SELECT r.id, r.key, r.published, r.publisher, a.name, a.code, v.name, q.kind, q.cue, q.text, q.start, q.confidence
             FROM report r JOIN quote q ON q.report = r.report LEFT JOIN actor a ON a.actor = q.speaker
             LEFT JOIN actor v ON v.actor = q.via
             WHERE (?1 IS NULL OR a.kb = ?1 OR instr(a.folded, ?2) > 0) AND (?3 IS NULL OR instr(lower(q.text), lower(?3)) > 0)
             ORDER BY r.earliest DESC, r.key, q.start LIMIT ?5 OFFSET ?4",
        )?;
        let folded = speaker.map(fold);
        let [skip, most] = [skip, most].map(|n| i64::try_from(n).unwrap_or(i64::MAX));
        hand_on(find.query(params![speaker, folded, text, skip, most])?, &columns, to)
    }

    /// Actors whose name begins with, or has, the words, by how many events they take part in.
    ///
    /// # Errors
    /// The archive cannot be read, or the rows cannot be written.
    pub fn actors(&self, words: &str, most: u64, to: &mut dyn Rows) -> Result<u64> {
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
             FROM actor a WHERE instr(a.folded, ?1) > 0 OR a.code = upper(?2) ORDER BY n DESC, a.name LIMIT ?3",
        )?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        hand_on(find.query(params![fold(words), words, most])?, &columns, to)
    }

    /// Places of events that meet a filter, with how many, those with the most first.
    ///
    /// # Errors
    /// The archive cannot be read, a condition cannot be met, or the rows cannot be written.
    pub fn places(&self, filter: &Filter, most: u64, to: &mut dyn Rows) -> Result<u64> {
        let columns = columns(&[
            ("place", Kind::Text),
            ("country", Kind::Text),
            ("lat", Kind::Real),
            ("lon", Kind::Real),
            ("events", Kind::Integer),
        ]);
        let (inner, mut values) = filter.events_sql(&self.conn, "e.place AS place")?;
        values.push(i64::try_from(most).unwrap_or(i64::MAX).into());
        let mut find = self.conn.prepare_cached(&format!(
            "SELECT l.name, l.country, l.lat, l.lon, count(*) AS n FROM ({inner}) x JOIN place l ON l.place = x.place
             GROUP BY l.place ORDER BY n DESC, l.name LIMIT ?"
        ))?;
        hand_on(find.query(params_from_iter(values))?, &columns, to)
    }
}
