//! Further lists: reports, claims, and the codes somebody bore over time.

use crate::archive::Archive;
use crate::body::{UID_SQL, fold};
use crate::browse::columns;
use crate::db::Value;
use crate::error::{ArchiveError, Result};
use crate::filter::{Filter, Way};
use crate::page::{Page, Part, descending, parts};
use crate::query::hand_on;
use crate::rows::{Kind, Rows};

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
        page: &Page,
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
        let mut conditions = Vec::new();
        let mut values: Vec<Value<'_>> = Vec::new();
        let mut add = |sql: String, value: Value<'static>| {
            conditions.push(sql);
            values.push(value);
        };
        if let Some(from) = filter.from {
            add("r.earliest >= ?".to_owned(), from.to_string().into());
        }
        if let Some(until) = filter.until {
            add("r.earliest < ?".to_owned(), until.to_string().into());
        }
        if let Some(publisher) = &filter.publisher {
            add("lower(r.publisher) = ?".to_owned(), publisher.to_ascii_lowercase().into());
        }
        if let Some(language) = language {
            add("r.language = ?".to_owned(), language.to_owned().into());
        }
        if let Some(text) = &filter.text {
            let sql = format!("r.report IN (SELECT rowid FROM report_text WHERE {})", self.db.matching());
            add(sql, self.db.words(text)?);
        }
        if filter.no_copies {
            conditions.push("r.original = r.report".to_owned());
        }
        let behind = match &page.after {
            None => vec![Part::whole()],
            Some(key) => {
                let day: Option<Option<String>> =
                    self.db
                        .first("SELECT earliest FROM report WHERE key = ?1", &[key.into()], |r| r.get(0))?;
                let day = day.ok_or_else(|| {
                    ArchiveError::Query(format!("after: `{key}` is no `next` of this list"))
                })?;
                descending("r.earliest", "r.key", day, &[Value::from(key.clone())])
            }
        };
        to.begin(&columns)?;
        let count = parts(&*self.db, &behind, page, &columns, to, |part| {
            let mut conditions: Vec<&str> = conditions.iter().map(String::as_str).collect();
            conditions.push(&part.sql);
            let sql = format!(
                "SELECT r.id, r.key, r.published, r.publisher, r.title, r.language, r.url, r.original <> r.report,
                   (SELECT count(*) FROM event e WHERE e.report = r.report)
                 FROM report r WHERE {} ORDER BY r.earliest DESC NULLS LAST, r.key LIMIT ? OFFSET ?",
                conditions.join(" AND ")
            );
            (sql, values.clone())
        })?;
        to.end()?;
        Ok(count)
    }

    /// What was claimed of events that meet a filter, in the order it was kept. `attribute`: killed, cause, ...
    ///
    /// # Errors
    /// The archive cannot be read, a condition cannot be met, or the rows cannot be written.
    pub fn claims(
        &self,
        filter: &Filter,
        attribute: Option<&str>,
        page: &Page,
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
        let (tail, mut values) = filter.tail(&*self.db, false, Way::Found)?;
        let of_events = match *filter == Filter::default() {
            true => "1 = 1".to_owned(),
            false => format!("c.event IN (SELECT e.event {tail})"),
        };
        let of_attribute = match attribute {
            Some(attribute) => {
                values.push(attribute.to_owned().into());
                "c.attribute = ?"
            }
            None => "1 = 1",
        };
        values.extend(page.values().map(Value::from));
        let sql = format!(
            "SELECT {UID_SQL}, r.id, r.published, r.publisher, c.attribute, c.value, c.min, c.max, c.holder, c.earliest,
               c.relation, c.text, c.start
             FROM claim c CROSS JOIN event e ON e.event = c.event CROSS JOIN report r ON r.report = c.report
             WHERE {of_events} AND {of_attribute} ORDER BY c.report, c.id LIMIT ? OFFSET ?"
        );
        hand_on(&*self.db, &sql, &values, &columns, to)
    }

    /// The codes that somebody of a name, or of a knowledge-base id, bore in events: from when, until when, how often.
    ///
    /// # Errors
    /// The archive cannot be read, or the rows cannot be written.
    pub fn roles(&self, who: &str, page: &Page, to: &mut dyn Rows) -> Result<u64> {
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
        let sql = "SELECT a.name, a.kb, a.country, a.sector, a.code, min(nullif(p.earliest, '')), max(nullif(p.earliest, '')),
               count(*)
             FROM actor a CROSS JOIN participant p ON p.actor = a.actor WHERE a.kb = ?1 OR a.folded = ?2
             GROUP BY a.actor ORDER BY 6 NULLS FIRST, a.code NULLS FIRST, a.actor LIMIT ?3 OFFSET ?4";
        let [most, skip] = page.values();
        hand_on(&*self.db, sql, &[who.into(), fold(who).into(), most.into(), skip.into()], &columns, to)
    }
}
