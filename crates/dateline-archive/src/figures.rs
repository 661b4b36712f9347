//! The figures given for an incident: their span, and the order in which they changed.

use crate::error::Result;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One attribute of an incident and the figures given for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What is counted: killed, injured, ...
    pub attribute: String,
    /// Smallest figure given.
    pub min: Option<f64>,
    /// Largest figure given.
    pub max: Option<f64>,
    /// Each figure that differs from the one before, in order of publication.
    pub history: Vec<Step>,
}

/// A figure when it was new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// As claimed: "27", ">=70", "20..30".
    pub value: String,
    /// EDTF day of publication; null when unknown.
    pub published: Option<String>,
    /// Who gave it: a name, NARRATOR or UNNAMED.
    pub holder: String,
    /// Who published it.
    pub publisher: Option<String>,
}

impl Figure {
    /// "27 → 73 → 135".
    #[must_use]
    pub fn line(&self) -> String {
        self.history.iter().map(|s| s.value.as_str()).collect::<Vec<_>>().join(" → ")
    }
}

/// The figures claimed of events, sorted by attribute.
pub(crate) fn figures(conn: &Connection, events: &[i64], until: Option<&str>) -> Result<Vec<Figure>> {
    let mut find = conn.prepare_cached(
        "SELECT c.attribute, c.value, c.min, c.max, r.published, c.holder, r.publisher, r.latest, r.key, c.start, c.id
         FROM claim c JOIN report r ON r.report = c.report
         WHERE c.event = ?1 AND (c.min IS NOT NULL OR c.max IS NOT NULL) AND (?2 IS NULL OR r.latest <= ?2)",
    )?;
    let mut found: Vec<(Rank, Claimed)> = Vec::new();
    for event in events {
        let mut rows = find.query(rusqlite::params![event, until])?;
        while let Some(row) = rows.next()? {
            let latest: Option<String> = row.get(7)?;
            let rank = (latest.is_none(), latest, row.get(8)?, row.get(9)?, row.get(10)?);
            let step = Step {
                value: row.get(1)?,
                published: row.get(4)?,
                holder: row.get(5)?,
                publisher: row.get(6)?,
            };
            found.push((rank, Claimed { attribute: row.get(0)?, min: row.get(2)?, max: row.get(3)?, step }));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let mut all: BTreeMap<String, Figure> = BTreeMap::new();
    for (_, claimed) in found {
        let figure = all.entry(claimed.attribute.clone()).or_insert_with(|| Figure {
            attribute: claimed.attribute.clone(),
            min: None,
            max: None,
            history: Vec::new(),
        });
        for value in [claimed.min, claimed.max].into_iter().flatten() {
            figure.min = Some(figure.min.map_or(value, |m| m.min(value)));
            figure.max = Some(figure.max.map_or(value, |m| m.max(value)));
        }
        if figure.history.last().is_none_or(|last| last.value != claimed.step.value) {
            figure.history.push(claimed.step);
        }
    }
    Ok(all.into_values().collect())
}

/// Order of publication, then of the text.
type Rank = (bool, Option<String>, String, i64, String);

struct Claimed {
    attribute: String,
    min: Option<f64>,
    max: Option<f64>,
    step: Step,
}
