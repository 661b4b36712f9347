//! Questions: events, their counts, reports and incidents that meet a filter.

use crate::archive::Archive;
use crate::body::{UID_SQL, unpack};
use crate::browse::Page;
use crate::error::{ArchiveError, Result};
use crate::filter::Filter;
use crate::materialised;
use crate::rows::{Cell, Column, Kind, Rows};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params, params_from_iter};

/// What events are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Group {
    /// Country (else actor code) that acts and the one acted on.
    Dyad,
    /// Country (else actor code) that acts.
    Actor,
    /// Country (else actor code) acted on.
    Recipient,
    Month,
    Year,
    Type,
    Cameo,
    Status,
    /// Country of the place.
    Country,
    Publisher,
}

impl Group {
    /// All groups with their names.
    pub const ALL: [(&'static str, Group); 10] = [
        ("dyad", Group::Dyad),
        ("actor", Group::Actor),
        ("recipient", Group::Recipient),
        ("month", Group::Month),
        ("year", Group::Year),
        ("type", Group::Type),
        ("cameo", Group::Cameo),
        ("status", Group::Status),
        ("country", Group::Country),
        ("publisher", Group::Publisher),
    ];

    /// The group of a name ("dyad").
    ///
    /// # Errors
    /// There is no such group; the message names those there are.
    pub fn named(name: &str) -> Result<Group> {
        Group::ALL.iter().find(|(n, _)| *n == name).map(|(_, g)| *g).ok_or_else(|| {
            let names: Vec<&str> = Group::ALL.iter().map(|(n, _)| *n).collect();
            ArchiveError::Query(format!("there is no group `{name}`; there are: {}", names.join(", ")))
        })
    }

    fn columns(self) -> &'static [&'static str] {
        match self {
            Group::Dyad => &["source", "target"],
            Group::Actor => &["source"],
            Group::Recipient => &["target"],
            Group::Month => &["month"],
            Group::Year => &["year"],
            Group::Type => &["type"],
            Group::Cameo => &["cameo"],
            Group::Status => &["status"],
            Group::Country => &["country"],
            Group::Publisher => &["publisher"],
        }
    }
}

/// A question about events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Which events.
    pub filter: Filter,
    /// What to count them by; they are listed when empty.
    pub group: Vec<Group>,
    /// Most rows; all when absent.
    pub limit: Option<u64>,
    /// Only events listed behind the one of this name: where the last page ended.
    pub after: Option<String>,
    /// Groups left out at the beginning.
    pub skip: u64,
    /// Groups with the most events first, instead of by their keys.
    pub largest: bool,
}

/// Counts and sums of a group.
const SUMS: [&str; 8] =
    ["events", "copies", "goldstein", "goldstein_mean", "quad1", "quad2", "quad3", "quad4"];

impl Archive {
    /// Answers a question: rows go to `to`. Events are listed by first day, then by name; groups by their keys.
    ///
    /// # Errors
    /// The archive cannot be read, a condition cannot be met, or the rows cannot be written.
    pub fn query(&self, query: &Query, to: &mut dyn Rows) -> Result<u64> {
        if query.group.is_empty() {
            return self.list(query, to);
        }
        let query = self.plainer(query)?;
        let (sql, values) = match materialised::statement(&query) {
            Some(found) => found,
            None => self.counted(&query)?,
        };
        self.counts(&query, &sql, values, to)
    }

    /// The question without a condition that all events meet: nothing is wrong, or reviewed, where nobody said anything.
    fn plainer(&self, query: &Query) -> Result<Query> {
        let mut plainer = query.clone();
        let said = match query.filter.review.as_deref() {
            Some("standing") => "SELECT EXISTS (SELECT 1 FROM correction WHERE verdict = 'wrong')",
            Some("unreviewed") => "SELECT EXISTS (SELECT 1 FROM correction)",
            _ => return Ok(plainer),
        };
        if !self.conn.query_row(said, [], |r| r.get::<_, bool>(0))? {
            plainer.filter.review = None;
        }
        Ok(plainer)
    }

    /// Answers a grouped question from the events themselves, also where the materialised table could: for checking it.
    ///
    /// # Errors
    /// As [`Archive::query`].
    pub fn query_unmaterialised(&self, query: &Query, to: &mut dyn Rows) -> Result<u64> {
        let (sql, values) = self.counted(query)?;
        self.counts(query, &sql, values, to)
    }

    fn list(&self, query: &Query, to: &mut dyn Rows) -> Result<u64> {
        let (mut tail, mut values) = query.filter.tail(&self.conn, true)?;
        if let Some(uid) = &query.after {
            let (earliest, key, number) = self.position(uid)?;
            let joint = if tail.contains(" WHERE ") { "AND" } else { "WHERE" };
            tail.push_str(&format!(" {joint} (e.earliest, r.key, e.number) > (?, ?, ?)"));
            values.extend([earliest, key, number]);
        }
        values.push(limit(query.limit));
        // A page of a list that little restricts is read off the index of days, which is in its order already.
        let f = &query.filter;
        let wide = Filter {
            kind: f.kind.clone(),
            from: f.from,
            until: f.until,
            status: f.status.clone(),
            publisher: f.publisher.clone(),
            review: f.review.clone(),
            no_copies: f.no_copies,
            ..Filter::default()
        };
        if query.limit.is_some() && *f == wide {
            tail =
                tail.replacen("FROM event e CROSS JOIN", "FROM event e INDEXED BY event_day CROSS JOIN", 1);
        }
        let sql = format!("SELECT e.event {tail} ORDER BY e.earliest, r.key, e.number LIMIT ?");
        let mut find = self.conn.prepare_cached(&sql)?;
        let events: Vec<i64> =
            find.query_map(params_from_iter(values), |r| r.get(0))?.collect::<std::result::Result<_, _>>()?;
        let columns: Vec<Column> = EVENT_COLUMNS.iter().map(|(n, k)| Column::new(n, *k)).collect();
        to.begin(&columns)?;
        let side = |side: &str, what: &str| {
            format!(
                "(SELECT group_concat({what}, '; ') FROM (SELECT p.*, a.name, ifnull(a.code, '') AS code FROM participant p
                 JOIN actor a ON a.actor = p.actor WHERE p.event = e.event AND p.side = '{side}' ORDER BY p.position))"
            )
        };
        let mut find = self.conn.prepare_cached(&format!(
            "SELECT {UID_SQL}, r.id, r.published, r.publisher, r.url, r.language, e.type, e.mode, e.contexts, e.cameo,
               e.quad_class, e.goldstein, e.status, e.tense, e.background, {}, {}, {}, {}, e.symmetric, e.edtf, e.earliest,
               e.latest, l.name, l.country, l.lat, l.lon,
               (SELECT group_concat(source, ' < ') FROM (SELECT source FROM attribution t WHERE t.event = e.event ORDER BY t.position)),
               e.trigger, e.start, e.rule, e.confidence, r.original <> r.report, i.uid,
               (SELECT c.verdict FROM correction c WHERE c.report = e.report AND c.number = e.number ORDER BY c.correction DESC LIMIT 1)
             FROM event e JOIN report r ON r.report = e.report LEFT JOIN place l ON l.place = e.place
             LEFT JOIN incident_event x ON x.event = e.event LEFT JOIN incident i ON i.incident = x.incident
             WHERE e.event = ?1",
            side("actor", "name"),
            side("actor", "code"),
            side("recipient", "name"),
            side("recipient", "code"),
        ))?;
        for event in &events {
            let cells = find.query_row([event], |r| cells(r, &columns))?;
            to.row(&cells)?;
        }
        to.end()?;
        Ok(events.len() as u64)
    }

    /// Where an event stands in a list: first day, key of the report, number.
    fn position(&self, uid: &str) -> Result<(Value, Value, Value)> {
        let unknown = || ArchiveError::Query(format!("there is no event `{uid}`"));
        let (key, number) = uid.rsplit_once('-').ok_or_else(unknown)?;
        let number: i64 = number.parse().map_err(|_| unknown())?;
        self.conn
            .prepare_cached(
                "SELECT e.earliest, r.key, e.number FROM report r JOIN event e ON e.report = r.report
                 WHERE r.key >= ?1 AND r.key < ?1 || 'g' AND e.number = ?2",
            )?
            .query_row(params![key, number], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .optional()?
            .ok_or_else(unknown)
    }

    /// The statement that counts the events themselves.
    fn counted(&self, query: &Query) -> Result<(String, Vec<Value>)> {
        let has = |g: Group| query.group.contains(&g);
        let (source, target) =
            (has(Group::Dyad) || has(Group::Actor), has(Group::Dyad) || has(Group::Recipient));
        let (tail, mut values) = query.filter.tail(&self.conn, false)?;
        let person = |on: bool, name: &str, side: &str| match on {
            true => format!(
                "(SELECT coalesce(a.country, a.code) FROM actor a WHERE a.actor = {side}.actor) AS {name}"
            ),
            false => format!("'' AS {name}"),
        };
        let join = |on: bool, name: &str, side: &str| match on {
            true => format!("JOIN participant {name} ON {name}.event = m.event AND {name}.side = '{side}'"),
            false => String::new(),
        };
        let one = |a: &str, b: &str, condition: &str| {
            format!(
                "SELECT m.*, {}, {} FROM m {} {} {condition}",
                person(source, "source", "x"),
                person(target, "target", "y"),
                join(source, "x", a),
                join(target, "y", b)
            )
        };
        // UNION leaves each event once for a pair; without sides there is nothing to leave out.
        let pairs = match source || target {
            true => format!(
                "{} UNION {}",
                one("actor", "recipient", ""),
                one("recipient", "actor", "WHERE m.symmetric")
            ),
            false => "SELECT * FROM m".to_owned(),
        };
        let mut conditions = vec!["1".to_owned()];
        if source {
            conditions.push("source IS NOT NULL".to_owned());
        }
        if target {
            conditions.push("target IS NOT NULL".to_owned());
        }
        let dated = query.filter.from.is_some() || query.filter.until.is_some();
        if dated && (has(Group::Month) || has(Group::Year)) {
            conditions.push("month <> ''".to_owned());
        }
        if let (Some((a, b)), true) = (&query.filter.dyad, has(Group::Dyad)) {
            for (column, code) in [("source", a), ("target", b)] {
                if is_country(code) {
                    conditions.push(format!("{column} = ?"));
                    values.push(code.clone().into());
                }
            }
        }
        // Each event's row holds what is asked of it and no more.
        let mut columns = vec![
            "e.event AS event",
            "e.symmetric AS symmetric",
            "e.quad_class AS quad",
            "e.own AS own",
            "e.month AS month",
            "CAST(round(ifnull(e.goldstein, 0) * 10) AS INTEGER) AS tenths",
        ];
        for (group, column) in [
            (Group::Year, "substr(e.earliest, 1, 4) AS year"),
            (Group::Type, "e.type AS type"),
            (Group::Cameo, "e.cameo AS cameo"),
            (Group::Status, "e.status AS status"),
            (Group::Country, "(SELECT l.country FROM place l WHERE l.place = e.place) AS country"),
            (Group::Publisher, "(SELECT r.publisher FROM report r WHERE r.report = e.report) AS publisher"),
        ] {
            if has(group) {
                columns.push(column);
            }
        }
        let keys = keys(&query.group);
        let sql = format!(
            "WITH m AS (SELECT {} {tail}), pairs AS ({pairs})
             SELECT {keys}, sum(own), sum(1 - own), sum(own * tenths) / 10.0,
               CASE WHEN sum(own) > 0 THEN sum(own * tenths) / 10.0 / sum(own) END,
               sum(own AND quad IS 1), sum(own AND quad IS 2), sum(own AND quad IS 3), sum(own AND quad IS 4)
             FROM pairs WHERE {} GROUP BY {keys} ORDER BY {} LIMIT ? OFFSET ?",
            columns.join(", "),
            conditions.join(" AND "),
            order(query, &keys)
        );
        Ok((sql, values))
    }

    fn counts(&self, query: &Query, sql: &str, mut values: Vec<Value>, to: &mut dyn Rows) -> Result<u64> {
        values.extend(Page { skip: query.skip, most: query.limit }.values().map(Value::from));
        let names = query.group.iter().flat_map(|g| g.columns());
        let mut columns: Vec<Column> = names.map(|n| Column::new(n, Kind::Text)).collect();
        for name in SUMS {
            let kind = if name.starts_with("goldstein") { Kind::Real } else { Kind::Integer };
            columns.push(Column::new(name, kind));
        }
        hand_on(self.conn.prepare_cached(sql)?.query(params_from_iter(values))?, &columns, to)
    }

    /// Reports whose title or text meets a full-text expression, last kept first, with the words around the first of its
    /// terms.
    ///
    /// # Errors
    /// The archive cannot be read, or the expression is none of FTS5.
    pub fn search(&self, text: &str, page: Page, to: &mut dyn Rows) -> Result<u64> {
        let columns = [
            Column::new("report", Kind::Text),
            Column::new("published", Kind::Text),
            Column::new("publisher", Kind::Text),
            Column::new("title", Kind::Text),
            Column::new("copy", Kind::Boolean),
            Column::new("events", Kind::Integer),
            Column::new("text", Kind::Text),
        ];
        to.begin(&columns)?;
        let mut find = self.conn.prepare_cached(
            "SELECT r.id, r.published, r.publisher, r.title, r.original <> r.report,
               (SELECT count(*) FROM event e WHERE e.report = r.report), r.key, r.body
             FROM report_text f CROSS JOIN report r ON r.report = f.rowid WHERE report_text MATCH ?1
             ORDER BY f.rowid DESC LIMIT ?2 OFFSET ?3",
        )?;
        let [most, skip] = page.values();
        let mut rows = find.query(params![text, most, skip])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            let mut line = cells(row, &columns[..6])?;
            let (key, body): (String, Vec<u8>) = (row.get(6)?, row.get(7)?);
            let record = unpack(
                &key,
                &body,
                "{\"dateline\":\"\",\"model\":null,\"pack\":null,\"ontology\":\"\",\"kb\":null}",
            )?;
            line.push(Cell::Text(around(&record.text, text)));
            to.row(&line)?;
            count += 1;
        }
        to.end()?;
        Ok(count)
    }

    /// Incidents that have an event of the filter, by first day. Only those with at least `reports` reports.
    ///
    /// # Errors
    /// The archive cannot be read, a condition cannot be met, or the rows cannot be written.
    pub fn incidents(&self, filter: &Filter, reports: u64, page: Page, to: &mut dyn Rows) -> Result<u64> {
        self.incidents_by("i.earliest, i.uid", filter, reports, page, to)
    }

    /// The same by last first day.
    ///
    /// # Errors
    /// As [`Archive::incidents`].
    pub fn newest_incidents(
        &self,
        filter: &Filter,
        reports: u64,
        page: Page,
        to: &mut dyn Rows,
    ) -> Result<u64> {
        self.incidents_by("i.earliest DESC, i.uid", filter, reports, page, to)
    }

    fn incidents_by(
        &self,
        order: &str,
        filter: &Filter,
        reports: u64,
        page: Page,
        to: &mut dyn Rows,
    ) -> Result<u64> {
        let columns: Vec<Column> = INCIDENT_COLUMNS.iter().map(|(n, k)| Column::new(n, *k)).collect();
        let (tail, mut values) = filter.tail(&self.conn, false)?;
        values.push(i64::try_from(reports).unwrap_or(i64::MAX).into());
        values.extend(page.values().map(Value::from));
        let of_events = match *filter == Filter::default() {
            true => String::new(),
            false => format!(
                "i.incident IN (SELECT x.incident FROM incident_event x WHERE x.event IN (SELECT e.event {tail})) AND"
            ),
        };
        let mut find = self.conn.prepare_cached(&format!(
            "SELECT i.uid, i.type, i.cameo, i.status, i.actors, i.recipients, i.earliest, i.latest, i.place, i.country,
               i.events, i.reports, i.publishers, i.sources, i.figures
             FROM incident i WHERE {of_events} i.reports >= ? ORDER BY {order} LIMIT ? OFFSET ?"
        ))?;
        to.begin(&columns)?;
        let mut rows = find.query(params_from_iter(values))?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
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
        }
        to.end()?;
        Ok(count)
    }
}

/// How groups are ordered; the column behind the keys counts events.
pub(crate) fn order(query: &Query, keys: &str) -> String {
    let counted = keys.split(", ").count() + 1;
    if query.largest { format!("{counted} DESC, {keys}") } else { keys.to_owned() }
}

/// Whether a code is that of a country.
pub(crate) fn is_country(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())
}

pub(crate) fn keys(groups: &[Group]) -> String {
    groups.iter().flat_map(|g| g.columns()).copied().collect::<Vec<_>>().join(", ")
}

fn limit(most: Option<u64>) -> Value {
    most.and_then(|n| i64::try_from(n).ok()).unwrap_or(-1).into()
}

/// Longest word shown whole around a term that was found, in characters.
const LONGEST_WORD: usize = 60;

/// The words around the first term of an expression that stands in a text.
fn around(text: &str, expression: &str) -> String {
    let folded: Vec<(usize, String)> =
        text.split_word_bounds_simple().map(|(at, word)| (at, crate::body::fold(word))).collect();
    let terms: Vec<String> = expression
        .split(|c: char| !c.is_alphanumeric())
        .filter(|t| !t.is_empty() && !matches!(*t, "AND" | "OR" | "NOT" | "NEAR"))
        .map(crate::body::fold)
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

/// Hands the rows of a statement on; how many there were.
pub(crate) fn hand_on(mut rows: rusqlite::Rows<'_>, columns: &[Column], to: &mut dyn Rows) -> Result<u64> {
    to.begin(columns)?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        to.row(&cells(row, columns)?)?;
        count += 1;
    }
    to.end()?;
    Ok(count)
}

/// The cells of a row; a boolean is kept as a number in the archive.
pub(crate) fn cells(row: &rusqlite::Row<'_>, columns: &[Column]) -> rusqlite::Result<Vec<Cell>> {
    let mut all = Vec::with_capacity(columns.len());
    for (i, column) in columns.iter().enumerate() {
        all.push(match row.get::<_, Value>(i)? {
            Value::Null => Cell::Null,
            Value::Integer(n) if column.kind == Kind::Boolean => Cell::Boolean(n != 0),
            Value::Integer(n) if column.kind == Kind::Real => Cell::Real(n as f64),
            Value::Integer(n) => Cell::Integer(n),
            Value::Real(x) => Cell::Real(x),
            Value::Text(text) => Cell::Text(text),
            Value::Blob(bytes) => Cell::Text(bytes.iter().map(|b| format!("{b:02x}")).collect()),
        });
    }
    Ok(all)
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
