//! What a query string asks: the filters of `dateline query` by the same names.

use crate::answer::Problem;
use crate::api::told;
use axum::http::StatusCode;
use dateline_archive::{Filter, Page};
use serde::Deserialize;

/// Rows of a page when the client does not say.
const PAGE: u64 = 100;
/// Most rows of a page.
const MOST: u64 = 10_000;
/// Longest value of a parameter, in bytes.
const LONGEST: usize = 1_000;

/// Parameters of lists of events, incidents, counts and places.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Question {
    actor: Option<String>,
    recipient: Option<String>,
    party: Option<String>,
    dyad: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    place: Option<String>,
    date: Option<String>,
    status: Option<String>,
    speaker: Option<String>,
    text: Option<String>,
    publisher: Option<String>,
    review: Option<String>,
    #[serde(default)]
    no_copies: bool,
    /// Groups, joined by commas.
    pub group: Option<String>,
    /// Cursor.
    pub after: Option<String>,
    limit: Option<u64>,
    /// Least number of reports of an incident.
    pub reports: Option<u64>,
    /// Newest incidents first.
    #[serde(default)]
    pub newest: bool,
    /// What a claim is about.
    pub attribute: Option<String>,
    /// Language of reports.
    pub language: Option<String>,
    /// Groups with the most events first.
    #[serde(default)]
    pub largest: bool,
    /// What was known at the end of this day.
    pub as_of: Option<String>,
}

impl Question {
    /// Rows wanted.
    pub(crate) fn most(&self) -> u64 {
        self.limit.unwrap_or(PAGE).clamp(1, MOST)
    }

    /// The part of a list whose rows have no names: `after` is the number of rows that came before.
    pub(crate) fn page(&self) -> Result<Page, Problem> {
        page(&self.after, self.most())
    }

    /// The conditions.
    pub(crate) fn filter(&self) -> Result<Filter, Problem> {
        let bad = |why: String| Problem::new(StatusCode::BAD_REQUEST, why);
        let all = [
            &self.actor,
            &self.recipient,
            &self.party,
            &self.dyad,
            &self.kind,
            &self.place,
            &self.date,
            &self.status,
            &self.speaker,
            &self.text,
            &self.publisher,
            &self.review,
            &self.after,
        ];
        if all.into_iter().flatten().any(|v| v.len() > LONGEST) {
            return Err(bad(format!("a parameter is longer than {LONGEST} bytes")));
        }
        let mut filter = Filter {
            actor: told(&self.actor),
            recipient: told(&self.recipient),
            party: told(&self.party),
            kind: told(&self.kind),
            place: told(&self.place),
            status: told(&self.status),
            speaker: told(&self.speaker),
            text: told(&self.text),
            publisher: told(&self.publisher),
            review: told(&self.review),
            no_copies: self.no_copies,
            ..Filter::default()
        };
        if let Some(both) = told(&self.dyad) {
            filter.between(&both)?;
        }
        if let Some(date) = told(&self.date) {
            filter.on(&date)?;
        }
        Ok(filter)
    }
}

/// A page behind the row of a name.
pub(crate) fn behind(after: &Option<String>, most: u64) -> Page {
    Page { most: Some(most), after: told(after), ..Page::default() }
}

/// A page behind a cursor.
pub(crate) fn page(after: &Option<String>, most: u64) -> Result<Page, Problem> {
    let skip = match told(after) {
        None => 0,
        Some(after) => after.parse().map_err(|_| {
            Problem::new(StatusCode::BAD_REQUEST, format!("after: `{after}` is no `next` of this list"))
        })?,
    };
    Ok(Page { skip, ..Page::first(most) })
}
