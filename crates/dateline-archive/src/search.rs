//! Reports found by their words, and incidents by their events.

use crate::archive::Archive;
use crate::body::{fold, unpack};
use crate::browse::columns;
use crate::db::Value;
use crate::error::{ArchiveError, Result};
use crate::filter::{Filter, Way};
use crate::page::{Page, Part, ascending, descending};
use crate::query::cells;
use crate::rows::{Cell, Kind, Rows};

impl Archive {
    /// Reports whose title or text meets a full-text expression, last kept first, with the words around the first of its
    /// terms.
    ///
    /// # Errors
    /// The archive cannot be read, or the expression is none of FTS5.
    pub fn search(&self, text: &str, page: &Page, to: &mut dyn Rows) -> Result<u64> {
        let columns = columns(&[
            ("report", Kind::Text),
            ("key", Kind::Text),
            ("published", Kind::Text),
            ("publisher", Kind::Text),
            ("title", Kind::Text),
            ("copy", Kind::Boolean),
            ("events", Kind::Integer),
            ("text", Kind::Text),
        ]);
        let last = match &page.after {
            None => i64::MAX,
            Some(key) => self.report_row(key)?,
        };
        let sql = format!(
            "SELECT r.id, r.key, r.published, r.publisher, r.title, r.original <> r.report,
               (SELECT count(*) FROM event e WHERE e.report = r.report), r.body
             FROM report_text f CROSS JOIN report r ON r.report = f.rowid WHERE {} AND f.rowid < ?
             ORDER BY f.rowid DESC LIMIT ? OFFSET ?",
            self.db.matching()
        );
        let [most, skip] = page.values();
        let values = [self.db.words(text)?, last.into(), most.into(), skip.into()];
        let producer = "{\"dateline\":\"\",\"model\":null,\"pack\":null,\"ontology\":\"\",\"kb\":null}";
        let mut count = 0;
        to.begin(&columns)?;
        self.db.each(&sql, &values, &mut |row| {
            let mut line = cells(row, &columns[..7])?;
            let (key, body): (String, Vec<u8>) = (row.get(1)?, row.get(7)?);
            let record = unpack(&key, &body, producer)?;
            line.push(Cell::Text(around(&record.text, text)));
            to.row(&line)?;
            count += 1;
            Ok(true)
        })?;
        to.end()?;
        Ok(count)
    }

    /// The row of a report that ends a page.
    fn report_row(&self, key: &str) -> Result<i64> {
        let found = self.db.first("SELECT report FROM report WHERE key = ?1", &[key.into()], |r| r.get(0))?;
        found.ok_or_else(|| ArchiveError::Query(format!("after: `{key}` is no `next` of this list")))
    }

    /// Incidents that have an event of the filter, by first day. Only those with at least `reports` reports.
    ///
    /// # Errors
    /// The archive cannot be read, a condition cannot be met, or the rows cannot be written.
    pub fn incidents(&self, filter: &Filter, reports: u64, page: &Page, to: &mut dyn Rows) -> Result<u64> {
        self.incidents_by("i.earliest NULLS FIRST, i.uid", false, filter, reports, page, to)
    }

    /// The same by last first day.
    ///
    /// # Errors
    /// As [`Archive::incidents`].
    pub fn newest_incidents(
        &self,
        filter: &Filter,
        reports: u64,
        page: &Page,
        to: &mut dyn Rows,
    ) -> Result<u64> {
        self.incidents_by("i.earliest DESC NULLS LAST, i.uid", true, filter, reports, page, to)
    }

    fn incidents_by(
        &self,
        order: &str,
        newest: bool,
        filter: &Filter,
        reports: u64,
        page: &Page,
        to: &mut dyn Rows,
    ) -> Result<u64> {
        let columns = columns(&INCIDENT_COLUMNS);
        let (tail, mut values) = filter.tail(&*self.db, false, Way::Found)?;
        values.push(i64::try_from(reports).unwrap_or(i64::MAX).into());
        let of_events = match *filter == Filter::default() {
            true => String::new(),
            false => format!(
                "i.incident IN (SELECT x.incident FROM incident_event x WHERE x.event IN (SELECT e.event {tail})) AND"
            ),
        };
        let behind = match &page.after {
            None => vec![Part::whole()],
            Some(uid) => {
                let day: Option<Option<String>> =
                    self.db
                        .first("SELECT earliest FROM incident WHERE uid = ?1", &[uid.into()], |r| r.get(0))?;
                let day = day.ok_or_else(|| {
                    ArchiveError::Query(format!(
                        "after: `{uid}` is no `next` of this list, or no longer: incidents are made anew when reports come; begin \
                         with the first page"
                    ))
                })?;
                let name = Value::from(uid.clone());
                match newest {
                    true => descending("i.earliest", "i.uid", day, &[name]),
                    false => ascending("i.earliest", "i.uid", day, name),
                }
            }
        };
        let [most, skip] = page.values();
        let mut count = 0_i64;
        to.begin(&columns)?;
        for part in behind {
            let sql = format!(
                "SELECT i.uid, i.type, i.cameo, i.status, i.actors, i.recipients, i.earliest, i.latest, i.place, i.country,
                   i.events, i.reports, i.publishers, i.sources, i.figures
                 FROM incident i WHERE {of_events} i.reports >= ? AND {} ORDER BY {order} LIMIT ? OFFSET ?",
                part.sql
            );
            let mut values = values.clone();
            values.extend(part.values);
            values.extend([Value::from(most - count), Value::from(skip)]);
            self.db.each(&sql, &values, &mut |row| {
                let mut line = cells(row, &columns)?;
                if let Some(Cell::Text(json)) = line.last() {
                    let figures: Vec<crate::figures::Figure> =
                        serde_json::from_str(json).map_err(std::io::Error::from)?;
                    let text: Vec<String> =
                        figures.iter().map(|f| format!("{}: {}", f.attribute, f.line())).collect();
                    let last = line.len() - 1;
                    line[last] = if text.is_empty() { Cell::Null } else { Cell::Text(text.join("; ")) };
                }
                to.row(&line)?;
                count += 1;
                Ok(true)
            })?;
            if count >= most {
                break;
            }
        }
        to.end()?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}

/// Longest word shown whole around a term that was found, in characters.
const LONGEST_WORD: usize = 60;

/// The words around the first term of an expression that stands in a text.
fn around(text: &str, expression: &str) -> String {
    let folded: Vec<(usize, String)> =
        text.split_word_bounds_simple().map(|(at, word)| (at, fold(word))).collect();
    let terms: Vec<String> = expression
        .split(|c: char| !c.is_alphanumeric())
        .filter(|t| !t.is_empty() && !matches!(*t, "AND" | "OR" | "NOT" | "NEAR"))
        .map(fold)
        .collect();
    let hit = folded.iter().position(|(_, w)| terms.contains(w)).unwrap_or(0);
    let from = folded.get(hit.saturating_sub(8)).map_or(0, |w| w.0);
    let until = folded.get(hit + 9).map_or(text.len(), |w| w.0);
    let cut = |word: &str| match word.char_indices().nth(LONGEST_WORD) {
        Some((at, _)) => format!("{}…", word.get(..at).unwrap_or_default()),
        None => word.to_owned(),
    };
    let words = text.get(from..until).unwrap_or_default().split_whitespace();
    words.map(cut).collect::<Vec<_>>().join(" ")
}

/// Cuts a text into words.
trait Words {
    fn split_word_bounds_simple(&self) -> impl Iterator<Item = (usize, &str)>;
}

impl Words for str {
    fn split_word_bounds_simple(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut at = 0;
        self.split_inclusive(|c: char| !c.is_alphanumeric()).map(move |piece| {
            let start = at;
            at += piece.len();
            (start, piece.trim_end_matches(|c: char| !c.is_alphanumeric()))
        })
    }
}

/// Columns of a list of incidents.
const INCIDENT_COLUMNS: [(&str, Kind); 15] = [
    ("incident", Kind::Text),
    ("type", Kind::Text),
    ("cameo", Kind::Text),
    ("status", Kind::Text),
    ("actors", Kind::Text),
    ("recipients", Kind::Text),
    ("earliest", Kind::Text),
    ("latest", Kind::Text),
    ("place", Kind::Text),
    ("country", Kind::Text),
    ("events", Kind::Integer),
    ("reports", Kind::Integer),
    ("publishers", Kind::Integer),
    ("sources", Kind::Integer),
    ("figures", Kind::Text),
];
