//! Which events: the conditions of a query, as SQL.

use crate::body::fold;
use crate::error::{ArchiveError, Result};
use dateline_types::Days;
use jiff::civil::Date;
use rusqlite::Connection;
use rusqlite::types::Value;

/// An event whose days are more than this before a range is not looked for: one index answers.
const BACK: i32 = 400;

/// Conditions on events; what is not given does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Who acts: a name, a knowledge-base id, a country (IRN) or a CAMEO actor code (IRNGOV, with all that begin so).
    pub actor: Option<String>,
    /// Who is acted on.
    pub recipient: Option<String>,
    /// Who is on either side.
    pub party: Option<String>,
    /// Who acts on whom, either way when the event is symmetric.
    pub dyad: Option<(String, String)>,
    /// PLOVER type (ASSAULT) or CAMEO code with all below it (19).
    pub kind: Option<String>,
    /// Name of a place, GeoNames id, or country.
    pub place: Option<String>,
    /// First day.
    pub from: Option<Date>,
    /// First day that is no longer meant.
    pub until: Option<Date>,
    /// asserted, denied, promised, threatened, demanded or hypothetical.
    pub status: Option<String>,
    /// Who says so.
    pub speaker: Option<String>,
    /// Words in the report's text or title, in the language of FTS5.
    pub text: Option<String>,
    /// Who published the report.
    pub publisher: Option<String>,
    /// What analysts say: right, wrong, fixed, unreviewed, or standing (all but what is wrong).
    pub review: Option<String>,
    /// Leave out events of reports that are copies.
    pub no_copies: bool,
}

impl Filter {
    /// Restricts to the days of an EDTF date: a day, a month, a year or an interval ("2020-07/2020-09").
    ///
    /// # Errors
    /// The text is no EDTF date.
    pub fn on(&mut self, edtf: &str) -> Result<()> {
        let one = |text: &str| {
            Days::parse_edtf(text).ok_or_else(|| {
                ArchiveError::Query(format!("`{text}` is no date: write 2020-07-21, 2020-07 or 2020"))
            })
        };
        let days = match edtf.split_once('/') {
            Some((from, until)) => {
                let side =
                    |text: &str| if matches!(text, "" | "..") { Ok(Days::default()) } else { one(text) };
                Days { earliest: side(from)?.earliest, latest: side(until)?.latest }
            }
            None => one(edtf)?,
        };
        (self.from, self.until) = (days.earliest, days.latest);
        Ok(())
    }

    /// Restricts to a dyad written with a colon: "IRN:USA".
    ///
    /// # Errors
    /// The text is not two names or codes with a colon between them.
    pub fn between(&mut self, both: &str) -> Result<()> {
        match both.split_once(':') {
            Some((a, b)) if !a.trim().is_empty() && !b.trim().is_empty() => {
                self.dyad = Some((a.trim().to_owned(), b.trim().to_owned()));
                Ok(())
            }
            _ => Err(ArchiveError::Query(format!(
                "`{both}` is no dyad: write two names or codes with a colon between them, IRN:USA"
            ))),
        }
    }

    /// A statement that selects `columns` of the events (`e`) that meet the conditions, without order, and its values.
    pub(crate) fn events_sql(&self, conn: &Connection, columns: &str) -> Result<(String, Vec<Value>)> {
        let (tail, values) = self.tail(conn, false)?;
        Ok((format!("SELECT {columns} {tail}"), values))
    }

    /// The same from FROM on; with `reports`, each event's report is `r`.
    pub(crate) fn tail(&self, conn: &Connection, reports: bool) -> Result<(String, Vec<Value>)> {
        let mut sql = Conditions::default();
        for (side, who) in [("actor", &self.actor), ("recipient", &self.recipient)] {
            if let Some(who) = who {
                sql.side(&actors(conn, who)?, &[side], self);
            }
        }
        if let Some(who) = &self.party {
            sql.side(&actors(conn, who)?, &["actor", "recipient"], self);
        }
        if let Some((a, b)) = &self.dyad {
            sql.dyad(&actors(conn, a)?, &actors(conn, b)?, self);
        }
        if let Some(kind) = &self.kind {
            if kind.starts_with(|c: char| c.is_ascii_digit()) {
                sql.add("substr(e.cameo, 1, length(?)) = ?", [kind.clone().into(), kind.clone().into()]);
            } else {
                sql.add("e.type = ?", [kind.to_uppercase().into()]);
            }
        }
        if let Some(place) = &self.place {
            let rows = rows(
                conn,
                "SELECT place FROM place WHERE folded = ?1 OR country = ?2 OR kb = ?2 OR geonames = CAST(?2 AS INTEGER)
                   AND ?2 GLOB '[0-9]*'",
                &[fold(place), place.clone()],
            )?;
            sql.0.push(format!("e.place IN ({})", list(&rows)));
        }
        if let Some(status) = &self.status {
            sql.add("e.status = ?", [status.clone().into()]);
        }
        if let Some(speaker) = &self.speaker {
            if matches!(speaker.as_str(), "NARRATOR" | "UNNAMED") {
                sql.add(
                    "e.event IN (SELECT event FROM attribution WHERE source = ?)",
                    [speaker.clone().into()],
                );
            } else {
                let rows = list(&actors(conn, speaker)?);
                sql.0.push(format!("e.event IN (SELECT event FROM attribution WHERE speaker IN ({rows}))"));
            }
        }
        if let Some(publisher) = &self.publisher {
            sql.add(
                "e.report IN (SELECT report FROM report WHERE publisher = ? COLLATE NOCASE)",
                [publisher.clone().into()],
            );
        }
        if let Some(text) = &self.text {
            sql.add(
                "e.report IN (SELECT rowid FROM report_text WHERE report_text MATCH ?)",
                [text.clone().into()],
            );
        }
        if let Some(review) = &self.review {
            let of =
                |verdicts: &str| format!("IN (SELECT report, number FROM review WHERE verdict {verdicts})");
            sql.0.push(match review.as_str() {
                "right" | "wrong" | "fixed" => {
                    format!("(e.report, e.number) {}", of(&format!("= '{review}'")))
                }
                "unreviewed" => format!("(e.report, e.number) NOT {}", of("<> 'unreviewed'")),
                "standing" => format!("(e.report, e.number) NOT {}", of("= 'wrong'")),
                other => {
                    return Err(ArchiveError::Query(format!(
                        "`{other}` is no verdict; there are: right, wrong, fixed, unreviewed, standing"
                    )));
                }
            });
        }
        if self.no_copies {
            sql.0.push("e.own".to_owned());
        }
        for condition in days(self, "e.earliest", "e.latest") {
            sql.0.push(condition);
        }
        let conditions =
            if sql.0.is_empty() { String::new() } else { format!(" WHERE {}", sql.0.join(" AND ")) };
        // CROSS JOIN keeps the order: events are found first, each one's report is looked up.
        let join = if reports { " CROSS JOIN report r ON r.report = e.report" } else { "" };
        Ok((format!("FROM event e{join}{conditions}"), sql.1))
    }
}

/// Conditions that an event's days meet the filter's.
fn days(filter: &Filter, earliest: &str, latest: &str) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(from) = filter.from {
        let back = (0..BACK).try_fold(from, |d, _| d.yesterday()).unwrap_or(from);
        all.push(format!("{earliest} >= '{back}' AND {latest} > '{from}'"));
    }
    if let Some(until) = filter.until {
        all.push(format!("{earliest} < '{until}' AND {earliest} <> ''"));
    }
    all
}

#[derive(Default)]
struct Conditions(Vec<String>, Vec<Value>);

impl Conditions {
    fn add<const N: usize>(&mut self, sql: &str, values: [Value; N]) {
        self.0.push(sql.to_owned());
        self.1.extend(values);
    }

    fn side(&mut self, actors: &[i64], sides: &[&str], filter: &Filter) {
        let sides = sides.iter().map(|s| format!("'{s}'")).collect::<Vec<_>>().join(", ");
        self.0.push(format!("e.event IN ({})", taking_part(actors, &sides, filter)));
    }

    fn dyad(&mut self, a: &[i64], b: &[i64], filter: &Filter) {
        let both = |a: &[i64], b: &[i64]| {
            format!(
                "e.event IN ({} INTERSECT {})",
                taking_part(a, "'actor'", filter),
                taking_part(b, "'recipient'", filter)
            )
        };
        self.0.push(format!("({} OR (e.symmetric AND {}))", both(a, b), both(b, a)));
    }
}

fn taking_part(actors: &[i64], sides: &str, filter: &Filter) -> String {
    let mut sql =
        format!("SELECT event FROM participant WHERE actor IN ({}) AND side IN ({sides})", list(actors));
    for condition in days(filter, "earliest", "latest") {
        sql.push_str(" AND ");
        sql.push_str(&condition);
    }
    sql
}

fn list(rows: &[i64]) -> String {
    rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The rows of all actors that a word may mean.
fn actors(conn: &Connection, who: &str) -> Result<Vec<i64>> {
    let coded = who.len() >= 3
        && who.len() <= 15
        && who.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let prefix = if coded { who } else { "\u{0}" };
    rows(
        conn,
        "SELECT actor FROM actor WHERE kb = ?1 OR folded = ?2 OR country = ?3
           OR (code >= ?3 AND code < ?3 || '~') ORDER BY actor",
        &[who.to_owned(), fold(who), prefix.to_owned()],
    )
}

fn rows(conn: &Connection, sql: &str, values: &[String]) -> Result<Vec<i64>> {
    let mut find = conn.prepare_cached(sql)?;
    let found = find.query_map(rusqlite::params_from_iter(values), |r| r.get(0))?;
    Ok(found.collect::<std::result::Result<_, _>>()?)
}
