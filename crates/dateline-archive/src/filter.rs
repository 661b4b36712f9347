//! Which events: the conditions of a query, as SQL.

use crate::body::fold;
use crate::db::{Database, Value};
use crate::error::{ArchiveError, Result};
use dateline_types::Days;
use jiff::civil::Date;

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

    /// FROM and WHERE of the events (`e`) that meet the conditions, and their values; with `reports`, each event's report is `r`.
    pub(crate) fn tail(
        &self,
        db: &dyn Database,
        reports: bool,
        way: Way,
    ) -> Result<(String, Vec<Value<'static>>)> {
        let sql = self.conditions(db, way)?;
        let conditions =
            if sql.all.is_empty() { String::new() } else { format!(" WHERE {}", sql.all.join(" AND ")) };
        // CROSS JOIN keeps the order: events are found first, each one's report is looked up.
        let join = if reports { " CROSS JOIN report r ON r.report = e.report" } else { "" };
        // A page of a list that little restricts is read off the index of days, which is in its order already.
        let index = if way == Way::Walked { " INDEXED BY event_day" } else { "" };
        Ok((format!("FROM event e{index}{join}{conditions}"), sql.values))
    }

    /// The conditions on an event `e`.
    pub(crate) fn conditions(&self, db: &dyn Database, way: Way) -> Result<Conditions> {
        let mut sql = Conditions::default();
        for (side, who) in [("actor", &self.actor), ("recipient", &self.recipient)] {
            if let Some(who) = who {
                sql.side(&actors(db, who)?, &[side], self, way);
            }
        }
        if let Some(who) = &self.party {
            sql.side(&actors(db, who)?, &["actor", "recipient"], self, way);
        }
        if let Some((a, b)) = &self.dyad {
            sql.dyad(&actors(db, a)?, &actors(db, b)?, self);
        }
        if let Some(kind) = &self.kind {
            if kind.starts_with(|c: char| c.is_ascii_digit()) {
                sql.add("substr(e.cameo, 1, length(?)) = ?", [kind.clone().into(), kind.clone().into()]);
            } else {
                sql.add("e.type = ?", [kind.to_uppercase().into()]);
            }
        }
        if let Some(place) = &self.place {
            let geonames: Option<i64> = place.parse().ok();
            let rows: Vec<i64> = db.all(
                "SELECT place FROM place WHERE folded = ?1 OR country = ?2 OR kb = ?2 OR geonames = ?3",
                &[fold(place).into(), place.into(), geonames.into()],
                |r| r.get(0),
            )?;
            sql.all.push(format!("e.place IN ({})", list(&rows)));
        }
        if let Some(status) = &self.status {
            sql.add("e.status = ?", [status.clone().into()]);
        }
        if let Some(speaker) = &self.speaker {
            let (said, values) = said_by(db, speaker)?;
            sql.all.push(match way {
                Way::Found => format!("e.event IN (SELECT event FROM attribution WHERE {said})"),
                Way::Walked => {
                    format!("EXISTS (SELECT 1 FROM attribution WHERE attribution.event = e.event AND {said})")
                }
            });
            sql.values.extend(values);
        }
        if let Some(publisher) = &self.publisher {
            sql.add(
                "e.report IN (SELECT report FROM report WHERE lower(publisher) = ?)",
                [publisher.to_ascii_lowercase().into()],
            );
        }
        if let Some(text) = &self.text {
            sql.all.push(with_words(db));
            sql.values.push(db.words(text)?);
        }
        if let Some(review) = &self.review {
            let of =
                |verdicts: &str| format!("IN (SELECT report, number FROM review WHERE verdict {verdicts})");
            sql.all.push(match review.as_str() {
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
            sql.all.push("e.own = 1".to_owned());
        }
        sql.all.extend(days(self, "e.earliest", "e.latest"));
        Ok(sql)
    }

    /// How a page of the events that meet the conditions is best found. Where all conditions are such that many events meet
    /// them, the index of days is walked; a condition that few meet is asked first.
    pub(crate) fn way(&self, db: &dyn Database) -> Result<Way> {
        let wide = Filter {
            actor: self.actor.clone(),
            recipient: self.recipient.clone(),
            party: self.party.clone(),
            speaker: self.speaker.clone(),
            kind: self.kind.clone(),
            from: self.from,
            until: self.until,
            status: self.status.clone(),
            publisher: self.publisher.clone(),
            review: self.review.clone(),
            no_copies: self.no_copies,
            ..Filter::default()
        };
        if *self != wide {
            return Ok(Way::Found);
        }
        let sides = [
            (&self.actor, "'actor'"),
            (&self.recipient, "'recipient'"),
            (&self.party, "'actor', 'recipient'"),
        ];
        let mut narrowing = Vec::new();
        for (who, side) in sides {
            if let Some(who) = who {
                let rows = list(&actors(db, who)?);
                let found = format!("SELECT 1 FROM participant WHERE actor IN ({rows}) AND side IN ({side})");
                narrowing.push((found, Vec::new()));
            }
        }
        if let Some(speaker) = &self.speaker {
            let (said, values) = said_by(db, speaker)?;
            narrowing.push((format!("SELECT 1 FROM attribution WHERE {said}"), values));
        }
        match narrowing.as_slice() {
            [] => Ok(Way::Walked),
            [(found, values)] => {
                let all: Option<i64> = db.one("SELECT max(event) FROM event", &[], |r| r.get(0))?;
                let many = (all.unwrap_or(0) / SHARE).max(1);
                let sql = format!("SELECT count(*) FROM ({found} LIMIT {many}) q");
                let count: i64 = db.one(&sql, values, |r| r.get(0))?;
                Ok(if count >= many { Way::Walked } else { Way::Found })
            }
            _ => Ok(Way::Found),
        }
    }
}

/// One event in so many has to meet a condition for the others to be looked at on the way.
const SHARE: i64 = 20;

/// How events are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Those that meet the narrowest condition first.
    Found,
    /// Along the index of days, each looked at.
    Walked,
}

/// A condition on an attribution: who speaks.
fn said_by(db: &dyn Database, speaker: &str) -> Result<(String, Vec<Value<'static>>)> {
    match speaker {
        "NARRATOR" | "UNNAMED" => Ok(("source = ?".to_owned(), vec![speaker.to_owned().into()])),
        _ => Ok((format!("speaker IN ({})", list(&actors(db, speaker)?)), Vec::new())),
    }
}

/// A condition on an event `e`: its report has the words of the next parameter.
pub(crate) fn with_words(db: &dyn Database) -> String {
    format!("e.report IN (SELECT rowid FROM report_text WHERE {})", db.matching())
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

/// Conditions, to be joined by AND, and their values.
#[derive(Default)]
pub(crate) struct Conditions {
    pub all: Vec<String>,
    pub values: Vec<Value<'static>>,
}

impl Conditions {
    fn add<const N: usize>(&mut self, sql: &str, values: [Value<'static>; N]) {
        self.all.push(sql.to_owned());
        self.values.extend(values);
    }

    fn side(&mut self, actors: &[i64], sides: &[&str], filter: &Filter, way: Way) {
        let sides = sides.iter().map(|s| format!("'{s}'")).collect::<Vec<_>>().join(", ");
        self.all.push(match way {
            Way::Found => format!("e.event IN ({})", taking_part(actors, &sides, filter)),
            Way::Walked => format!(
                "EXISTS (SELECT 1 FROM participant WHERE participant.event = e.event AND side IN ({sides}) AND actor IN ({}))",
                list(actors)
            ),
        });
    }

    fn dyad(&mut self, a: &[i64], b: &[i64], filter: &Filter) {
        let both = |a: &[i64], b: &[i64]| {
            format!(
                "e.event IN ({} INTERSECT {})",
                taking_part(a, "'actor'", filter),
                taking_part(b, "'recipient'", filter)
            )
        };
        self.all.push(format!("({} OR (e.symmetric = 1 AND {}))", both(a, b), both(b, a)));
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
    match rows {
        // PostgreSQL has no empty lists.
        [] => "-1".to_owned(),
        _ => rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    }
}

/// The rows of all actors that a word may mean.
fn actors(db: &dyn Database, who: &str) -> Result<Vec<i64>> {
    let coded = who.len() >= 3
        && who.len() <= 15
        && who.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let prefix = if coded { who } else { "\u{0}" };
    db.all(
        "SELECT actor FROM actor WHERE kb = ?1 OR folded = ?2 OR country = ?3
           OR (code >= ?3 AND code < ?3 || '~') ORDER BY actor",
        &[who.into(), fold(who).into(), prefix.into()],
        |r| r.get(0),
    )
}
