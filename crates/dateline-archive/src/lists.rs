//! Further lists: reports, claims, and the codes somebody bore over time.

use crate::archive::Archive;
use crate::body::{UID_SQL, fold};
use crate::browse::{Page, columns};
use crate::error::Result;
use crate::filter::Filter;
use crate::query::hand_on;
use crate::rows::{Kind, Rows};
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};

impl Archive {
    /// Reports, last published first. Of a filter its days (of publication), publisher and full-text expression count, and
    /// whether copies are left out; `language`: BCP 47.
    ///
    /// # Errors
    /// The archive cannot be read, the expression is none of FTS5, or the rows cannot be written.
    pub fn reports(
        &self,
        filter: &Filter,
        language: Option<&str>,
        page: Page,
        to: &mut dyn Rows,
    ) -> Result<u64> {
        let columns = columns(&[
            ("report", Kind::Text),
            ("key", Kind::Text),
            ("published", Kind::Text),
            ("publisher", Kind::Text),
            ("title", Kind::Text),
            ("language", Kind::Text),
            ("url", Kind::Text),
            ("copy", Kind::Boolean),
            ("events", Kind::Integer),
        ]);
        let mut conditions = vec!["1".to_owned()];
        let mut values: Vec<Value> = Vec::new();
        let mut add = |sql: &str, value: &str| {
            conditions.push(sql.to_owned());
            values.push(value.to_owned().into());
        };
        if let Some(from) = filter.from {
            add("r.earliest >= ?", &from.to_string());
        }
        if let Some(until) = filter.until {
            add("r.earliest < ?", &until.to_string());
        }
        if let Some(publisher) = &filter.publisher {
            add("r.publisher = ? COLLATE NOCASE", publisher);
        }
        if let Some(language) = language {
            add("r.language = ?", language);
        }
        if let Some(text) = &filter.text {
            add("r.report IN (SELECT rowid FROM report_text WHERE report_text MATCH ?)", text);
        }
        if filter.no_copies {
            conditions.push("r.original = r.report".to_owned());
        }
        values.extend(page.values().map(Value::from));
        let mut find = self.conn.prepare_cached(&format!(
            "SELECT r.id, r.key, r.published, r.publisher, r.title, r.language, r.url, r.original <> r.report,
               (SELECT count(*) FROM event e WHERE e.report = r.report)
             FROM report r WHERE {} ORDER BY r.earliest DESC, r.key LIMIT ? OFFSET ?",
            conditions.join(" AND ")
        ))?;
        hand_on(find.query(params_from_iter(values))?, &columns, to)
    }

    /// What was claimed of events that meet a filter, in the order it was kept. `attribute`: killed, cause, ...
    ///
    /// # Errors
    /// The archive cannot be read, a condition cannot be met, or the rows cannot be written.
    pub fn claims(
        &self,
        filter: &Filter,
        attribute: Option<&str>,
        page: Page,
        to: &mut dyn Rows,
    ) -> Result<u64> {
        let columns = columns(&[
            ("event", Kind::Text),
            ("report", Kind::Text),
            ("published", Kind::Text),
            ("publisher", Kind::Text),
            ("attribute", Kind::Text),
            ("value", Kind::Text),
            ("min", Kind::Real),
            ("max", Kind::Real),
            ("holder", Kind::Text),
            ("stated", Kind::Text),
            ("relation", Kind::Text),
            ("text", Kind::Text),
            ("start", Kind::Integer),
        ]);
        let (inner, mut values) = filter.events_sql(&self.conn, "e.event")?;
        values.extend([attribute.map(str::to_owned).into(), attribute.map(str::to_owned).into()]);
        values.extend(page.values().map(Value::from));
        let of_events = match *filter == Filter::default() {
            true => "1".to_owned(),
            false => format!("c.event IN ({inner})"),
        };
        let mut find = self.conn.prepare_cached(&format!(
            "SELECT {UID_SQL}, r.id, r.published, r.publisher, c.attribute, c.value, c.min, c.max, c.holder, c.earliest,
               c.relation, c.text, c.start
             FROM claim c CROSS JOIN event e ON e.event = c.event CROSS JOIN report r ON r.report = c.report
             WHERE {of_events} AND (? IS NULL OR c.attribute = ?) ORDER BY c.report, c.id LIMIT ? OFFSET ?"
        ))?;
        hand_on(find.query(params_from_iter(values))?, &columns, to)
    }

    /// The codes that somebody of a name, or of a knowledge-base id, bore in events: from when, until when, how often.
    ///
    /// # Errors
    /// The archive cannot be read, or the rows cannot be written.
    pub fn roles(&self, who: &str, page: Page, to: &mut dyn Rows) -> Result<u64> {
        let columns = columns(&[
            ("name", Kind::Text),
            ("kb", Kind::Text),
            ("country", Kind::Text),
            ("sector", Kind::Text),
            ("code", Kind::Text),
            ("first", Kind::Text),
            ("last", Kind::Text),
            ("events", Kind::Integer),
        ]);
        let mut find = self.conn.prepare_cached(
            "SELECT a.name, a.kb, a.country, a.sector, a.code, min(nullif(p.earliest, '')), max(nullif(p.earliest, '')), count(*)
             FROM actor a CROSS JOIN participant p ON p.actor = a.actor WHERE a.kb = ?1 OR a.folded = ?2
             GROUP BY a.actor ORDER BY 6, a.code, a.actor LIMIT ?3 OFFSET ?4",
        )?;
        let [most, skip] = page.values();
        hand_on(find.query(params![who, fold(who), most, skip])?, &columns, to)
    }
}
