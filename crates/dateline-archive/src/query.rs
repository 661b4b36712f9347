//! Questions: events that meet a filter, counted by groups; their lists stand in [`crate::events`].

use crate::archive::Archive;
use crate::counts::TENTHS;
use crate::db::{Database, Held, Row, Value};
use crate::error::{ArchiveError, Result};
use crate::filter::{Filter, Way};
use crate::materialised;
use crate::page::Page;
use crate::rows::{Cell, Column, Kind, Rows};

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
        if !self.db.one(said, &[], |r| r.get::<bool>(0))? {
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

    /// The statement that counts the events themselves.
    fn counted(&self, query: &Query) -> Result<(String, Vec<Value<'static>>)> {
        let has = |g: Group| query.group.contains(&g);
        let (source, target) =
            (has(Group::Dyad) || has(Group::Actor), has(Group::Dyad) || has(Group::Recipient));
        let (rows, mut values) = match source && target {
            true => self.dyads(query)?,
            false => self.sides(query, source, target)?,
        };
        let mut conditions = vec!["1 = 1".to_owned()];
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
        let keys = keys(&query.group);
        let quad = |n: u8| format!("CAST(sum(CASE WHEN quad = {n} THEN own ELSE 0 END) AS BIGINT)");
        let sql = format!(
            "SELECT {keys}, CAST(sum(own) AS BIGINT), CAST(sum(1 - own) AS BIGINT), {GOLDSTEIN} / 10.0,
               CASE WHEN sum(own) > 0 THEN {GOLDSTEIN} / 10.0 / CAST(sum(own) AS DOUBLE PRECISION) END, {}, {}, {}, {}
             FROM ({rows}) q WHERE {} GROUP BY {keys} ORDER BY {} LIMIT ? OFFSET ?",
            quad(1),
            quad(2),
            quad(3),
            quad(4),
            conditions.join(" AND "),
            order(query, &keys)
        );
        Ok((sql, values))
    }

    /// A row for each dyad of each event.
    fn dyads(&self, query: &Query) -> Result<(String, Vec<Value<'static>>)> {
        let f = &query.filter;
        let of_pairs = Filter {
            actor: f.actor.clone(),
            recipient: f.recipient.clone(),
            party: f.party.clone(),
            speaker: f.speaker.clone(),
            no_copies: f.no_copies,
            ..Filter::default()
        };
        let way = if f.speaker.is_some() { f.way(&*self.db)? } else { Way::Found };
        let sides = query.group.iter().all(|g| matches!(g, Group::Dyad | Group::Actor | Group::Recipient));
        if sides && *f == of_pairs {
            // Nothing is asked of the event that does not stand beside the pair.
            let conditions = f.conditions(&*self.db, way)?;
            let all =
                if conditions.all.is_empty() { "1 = 1".to_owned() } else { conditions.all.join(" AND ") };
            let sql = format!(
                "SELECT e.source AS source, e.target AS target, e.own AS own, e.quad AS quad, e.tenths AS tenths FROM pair e WHERE {all}"
            );
            return Ok((sql, conditions.values));
        }
        let (tail, values) = f.tail(&*self.db, false, Way::Found)?;
        let sql = format!(
            "SELECT m.*, p.source AS source, p.target AS target FROM (SELECT {} {tail}) m CROSS JOIN pair p ON p.event = m.event",
            columns(&query.group)
        );
        Ok((sql, values))
    }

    /// A row for each event, for each of those on one side of it where that is asked for.
    fn sides(&self, query: &Query, source: bool, target: bool) -> Result<(String, Vec<Value<'static>>)> {
        let (tail, values) = query.filter.tail(&*self.db, false, Way::Found)?;
        let name = match (source, target) {
            (true, _) => "source",
            (_, true) => "target",
            _ => return Ok((format!("SELECT {} {tail}", columns(&query.group)), values)),
        };
        let (own, other) = if source { ("actor", "recipient") } else { ("recipient", "actor") };
        let one = |side: &str, only: &str| {
            format!(
                "SELECT m.*, coalesce(a.country, a.code) AS {name} FROM m JOIN participant x ON x.event = m.event AND x.side = '{side}'
                 JOIN actor a ON a.actor = x.actor WHERE coalesce(a.country, a.code) IS NOT NULL {only}"
            )
        };
        // UNION leaves each event once for somebody.
        let sql = format!(
            "WITH m AS (SELECT {} {tail}) {} UNION {}",
            columns(&query.group),
            one(own, ""),
            one(other, "AND m.symmetric = 1")
        );
        Ok((sql, values))
    }

    fn counts(&self, query: &Query, sql: &str, mut values: Vec<Value<'_>>, to: &mut dyn Rows) -> Result<u64> {
        let page = Page { skip: query.skip, most: query.limit, after: None };
        values.extend(page.values().map(Value::from));
        let names = query.group.iter().flat_map(|g| g.columns());
        let mut columns: Vec<Column> = names.map(|n| Column::new(n, Kind::Text)).collect();
        for name in SUMS {
            let kind = if name.starts_with("goldstein") { Kind::Real } else { Kind::Integer };
            columns.push(Column::new(name, kind));
        }
        hand_on(&*self.db, sql, &values, &columns, to)
    }
}

/// Ten times the sum of the Goldstein values of a group.
const GOLDSTEIN: &str = "CAST(sum(own * tenths) AS DOUBLE PRECISION)";

/// What is asked of each event `e` for groups, and no more.
fn columns(groups: &[Group]) -> String {
    let mut columns = vec![
        "e.event AS event".to_owned(),
        "e.symmetric AS symmetric".to_owned(),
        "e.quad_class AS quad".to_owned(),
        "e.own AS own".to_owned(),
        "e.month AS month".to_owned(),
        format!("{TENTHS} AS tenths"),
    ];
    for (group, column) in [
        (Group::Year, "substr(e.earliest, 1, 4) AS year"),
        (Group::Type, "e.type AS type"),
        (Group::Cameo, "e.cameo AS cameo"),
        (Group::Status, "e.status AS status"),
        (Group::Country, "(SELECT l.country FROM place l WHERE l.place = e.place) AS country"),
        (Group::Publisher, "(SELECT r.publisher FROM report r WHERE r.report = e.report) AS publisher"),
    ] {
        if groups.contains(&group) {
            columns.push(column.to_owned());
        }
    }
    columns.join(", ")
}

/// How groups are ordered; the column behind the keys counts events.
pub(crate) fn order(query: &Query, keys: &str) -> String {
    let counted = keys.split(", ").count() + 1;
    let rising = keys.split(", ").map(|k| format!("{k} NULLS FIRST")).collect::<Vec<_>>().join(", ");
    if query.largest { format!("{counted} DESC, {rising}") } else { rising }
}

/// Whether a code is that of a country.
pub(crate) fn is_country(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())
}

pub(crate) fn keys(groups: &[Group]) -> String {
    groups.iter().flat_map(|g| g.columns()).copied().collect::<Vec<_>>().join(", ")
}

/// Hands the rows of a statement on; how many there were.
pub(crate) fn hand_on(
    db: &dyn Database,
    sql: &str,
    values: &[Value<'_>],
    columns: &[Column],
    to: &mut dyn Rows,
) -> Result<u64> {
    to.begin(columns)?;
    let mut count = 0;
    db.each(sql, values, &mut |row| {
        to.row(&cells(row, columns)?)?;
        count += 1;
        Ok(true)
    })?;
    to.end()?;
    Ok(count)
}

/// The cells of a row; a boolean is kept as a number in the archive.
pub(crate) fn cells(row: &Row<'_>, columns: &[Column]) -> Result<Vec<Cell>> {
    let mut all = Vec::with_capacity(columns.len());
    for (i, column) in columns.iter().enumerate() {
        all.push(match row.held(i)? {
            Held::Null => Cell::Null,
            Held::Integer(n) if column.kind == Kind::Boolean => Cell::Boolean(n != 0),
            Held::Integer(n) if column.kind == Kind::Real => Cell::Real(n as f64),
            Held::Integer(n) => Cell::Integer(n),
            Held::Real(x) => Cell::Real(x),
            Held::Text(text) => Cell::Text(text.to_owned()),
            Held::Blob(bytes) => Cell::Text(bytes.iter().map(|b| format!("{b:02x}")).collect()),
        });
    }
    Ok(all)
}
