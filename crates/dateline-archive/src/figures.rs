//! The figures given for an incident: their span, and the order in which they changed.

use crate::db::{Database, numbers, values};
use crate::error::Result;
use crate::incidents::AT_ONCE;
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

/// Figures claimed of events, by event.
pub(crate) type Claims = BTreeMap<i64, Vec<(Rank, Claimed)>>;

/// The figures claimed of events; `until`: only in reports that were surely published before that day.
pub(crate) fn claims(db: &dyn Database, events: &[i64], until: Option<&str>) -> Result<Claims> {
    let sql = format!(
        "SELECT c.attribute, c.value, c.min, c.max, r.published, c.holder, r.publisher, r.latest, r.key, c.start, c.id, c.event
         FROM claim c JOIN report r ON r.report = c.report
         WHERE {} AND (c.min IS NOT NULL OR c.max IS NOT NULL) AND (?2 IS NULL OR r.latest <= ?2)",
        db.among("c.event", "?1")
    );
    let mut all = Claims::new();
    for some in events.chunks(AT_ONCE) {
        db.each(&sql, values![numbers(some), until], &mut |row| {
            let latest: Option<String> = row.get(7)?;
            let rank = (latest.is_none(), latest, row.get(8)?, row.get(9)?, row.get(10)?);
            let step = Step {
                value: row.get(1)?,
                published: row.get(4)?,
                holder: row.get(5)?,
                publisher: row.get(6)?,
            };
            let claimed = Claimed { attribute: row.get(0)?, min: row.get(2)?, max: row.get(3)?, step };
            all.entry(row.get(11)?).or_default().push((rank, claimed));
            Ok(true)
        })?;
    }
    Ok(all)
}

/// The figures claimed of some events, sorted by attribute.
pub(crate) fn figures(claims: &Claims, events: &[i64]) -> Vec<Figure> {
    let mut found: Vec<(Rank, Claimed)> =
        events.iter().filter_map(|e| claims.get(e)).flatten().cloned().collect();
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
    all.into_values().collect()
}

/// Order of publication, then of the text.
pub(crate) type Rank = (bool, Option<String>, String, i64, String);

/// A figure that somebody claims.
#[derive(Clone, Debug)]
pub(crate) struct Claimed {
    attribute: String,
    min: Option<f64>,
    max: Option<f64>,
    step: Step,
}
