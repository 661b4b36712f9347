//! The routes of the interface, as `openapi.json` describes them.

use crate::answer::{Cursor, Form, Problem, formed, rows, tagged};
use crate::app::App;
use crate::question::{Question, behind, page};
use axum::Router;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Json, OriginalUri, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use axum::routing::{get, post};
use dateline_archive::{ArchiveError, Group, Rows};
use serde::Deserialize;
use std::sync::Arc;

const OPENAPI: &str = include_str!("../openapi.json");
/// Longest text that is coded, in bytes.
const TEXT: usize = 200_000;

pub(crate) type Shared = State<Arc<App>>;
pub(crate) type Asked<T> = Result<Query<T>, QueryRejection>;

/// Routes of the interface.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/healthz", get(|| async { "good\n" }))
        .route("/metrics", get(|State(app): Shared| async move { app.metrics.text() }))
        .route("/api/openapi.json", get(openapi))
        .route("/api/summary", get(summary))
        .route("/api/events", get(events))
        .route("/api/counts", get(counts))
        .route("/api/dyads", get(dyads))
        .route("/api/places", get(places))
        .route("/api/claims", get(claims))
        .route("/api/reports", get(reports))
        .route("/api/roles", get(roles))
        .route("/api/incidents", get(incidents))
        .route("/api/incidents/{id}", get(incident))
        .route("/api/reports/{id}", get(report))
        .route("/api/search", get(search))
        .route("/api/quotes", get(quotes))
        .route("/api/entities", get(entities))
        .route("/api/code", post(code))
        .merge(crate::corrections::routes())
        .route(
            "/api/{*rest}",
            get(|| async {
                Problem::new(StatusCode::NOT_FOUND, "there is no such route; see /api/openapi.json")
            }),
        )
}

pub(crate) fn asked<T>(query: Asked<T>) -> Result<T, Problem> {
    query.map(|Query(q)| q).map_err(|e| Problem::new(StatusCode::BAD_REQUEST, e.body_text()))
}

/// A parameter that says nothing is as if it were not there.
pub(crate) fn told(value: &Option<String>) -> Option<String> {
    value.as_deref().map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned)
}

/// Reads the archive off the threads that take connections.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|e| Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, e.to_string())))
}

/// Asks the archive for rows and answers in the form the client accepts.
pub(crate) async fn list(
    app: Arc<App>,
    uri: Uri,
    headers: HeaderMap,
    most: u64,
    cursor: Cursor,
    ask: impl FnOnce(&mut dateline_archive::Archive, &mut dyn Rows) -> Result<u64, ArchiveError> + Send + 'static,
) -> Result<Response, Problem> {
    let form = Form::of(&headers);
    let body = blocking(move || {
        let question = format!("{form:?} {uri}");
        app.answer(&question, || rows(form, most, cursor, |to| app.read(|archive| ask(archive, to))))
    })
    .await?;
    Ok(formed(&headers, form, body.as_slice()))
}

async fn openapi(headers: HeaderMap) -> Response {
    tagged(&headers, "application/json", OPENAPI)
}

async fn summary(
    State(app): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    list(app, uri, headers, 1, Cursor::None, |archive, to| {
        archive.sql(
            "SELECT (SELECT count(*) FROM report) AS reports, (SELECT count(*) FROM report WHERE original <> report) AS copies,
               (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM incident) AS incidents,
               (SELECT min(earliest) FROM report WHERE earliest <> '') AS first, (SELECT max(earliest) FROM report) AS last",
            None,
            to,
        )
    })
    .await
}

async fn events(
    State(app): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    query: Asked<Question>,
) -> Result<Response, Problem> {
    let asked = asked(query)?;
    let (filter, most) = (asked.filter()?, asked.most());
    let question = dateline_archive::Query {
        filter,
        group: Vec::new(),
        limit: Some(most),
        after: asked.after.clone().filter(|a| !a.is_empty()),
        ..dateline_archive::Query::default()
    };
    list(app, uri, headers, most, Cursor::Cell("event"), move |archive, to| archive.query(&question, to))
        .await
}

async fn counts(
    State(app): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    query: Asked<Question>,
) -> Result<Response, Problem> {
    let asked = asked(query)?;
    let names = asked.group.as_deref().unwrap_or("type").split(',');
    let group = names.map(|n| Group::named(n.trim())).collect::<Result<Vec<_>, _>>()?;
    counted(app, uri, headers, &asked, group, asked.largest).await
}

/// Who acts on whom how often, the most active first.
async fn dyads(
    State(app): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    query: Asked<Question>,
) -> Result<Response, Problem> {
    counted(app, uri, headers, &asked(query)?, vec![Group::Dyad], true).await
}

async fn counted(
    app: Arc<App>,
    uri: Uri,
    headers: HeaderMap,
    asked: &Question,
    group: Vec<Group>,
    largest: bool,
) -> Result<Response, Problem> {
    let (filter, page) = (asked.filter()?, asked.page()?);
    let question = dateline_archive::Query {
        filter,
        group,
        limit: page.most,
        skip: page.skip,
        largest,
        ..dateline_archive::Query::default()
    };
    let cursor = Cursor::Skip(page.skip);
    list(app, uri, headers, asked.most(), cursor, move |archive, to| archive.query(&question, to)).await
}

async fn places(
    State(app): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    query: Asked<Question>,
) -> Result<Response, Problem> {
    let asked = asked(query)?;
    let (filter, page) = (asked.filter()?, asked.page()?);
    let cursor = Cursor::Skip(page.skip);
    list(app, uri, headers, asked.most(), cursor, move |archive, to| archive.places(&filter, &page, to)).await
}

async fn incidents(
    State(app): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    query: Asked<Question>,
) -> Result<Response, Problem> {
    let asked = asked(query)?;
    let (filter, page) = (asked.filter()?, behind(&asked.after, asked.most()));
    let reports = asked.reports.unwrap_or(1);
    list(app, uri, headers, asked.most(), Cursor::Cell("incident"), move |archive, to| match asked.newest {
        true => archive.newest_incidents(&filter, reports, &page, to),
        false => archive.incidents(&filter, reports, &page, to),
    })
    .await
}

async fn claims(
    State(app): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    query: Asked<Question>,
) -> Result<Response, Problem> {
    let asked = asked(query)?;
    let (filter, page, attribute) = (asked.filter()?, asked.page()?, told(&asked.attribute));
    list(app, uri, headers, asked.most(), Cursor::Skip(page.skip), move |archive, to| {
        archive.claims(&filter, attribute.as_deref(), &page, to)
    })
    .await
}

/// Reports by their own days, publisher, language and words.
async fn reports(
    State(app): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    query: Asked<Question>,
) -> Result<Response, Problem> {
    let asked = asked(query)?;
    let (filter, language) = (asked.filter()?, told(&asked.language));
    let page = behind(&asked.after, asked.most());
    let own = dateline_archive::Filter {
        from: filter.from,
        until: filter.until,
        publisher: filter.publisher.clone(),
        text: filter.text.clone(),
        no_copies: filter.no_copies,
        ..dateline_archive::Filter::default()
    };
    if own != filter {
        let why = "reports are found by date, publisher, language, text and no_copies; ask /api/events for the rest";
        return Err(Problem::new(StatusCode::BAD_REQUEST, why));
    }
    list(app, uri, headers, asked.most(), Cursor::Cell("key"), move |archive, to| {
        archive.reports(&filter, language.as_deref(), &page, to)
    })
    .await
}

/// The ledger of one incident: what was said of it, with what was known on a day.
async fn incident(
    State(app): Shared,
    headers: HeaderMap,
    Path(id): Path<String>,
    query: Asked<Question>,
) -> Result<Response, Problem> {
    let asked = asked(query)?;
    let day = match asked.as_of.as_deref().filter(|d| !d.is_empty()) {
        None => None,
        Some(text) => {
            let mut filter = dateline_archive::Filter::default();
            filter.on(text)?;
            let (Some(from), Some(until)) = (filter.from, filter.until) else {
                return Err(Problem::new(
                    StatusCode::BAD_REQUEST,
                    format!("`{text}` is no day: write 2020-07-21"),
                ));
            };
            if from.tomorrow().ok() != Some(until) {
                return Err(Problem::new(
                    StatusCode::BAD_REQUEST,
                    format!("`{text}` is no day: write 2020-07-21"),
                ));
            }
            Some(from)
        }
    };
    let filter = asked.filter()?;
    let body = blocking(move || {
        let accounts = app.read(|archive| archive.ledger(&filter, Some(&id), day))?;
        let Some(account) = accounts.first() else {
            return Err(Problem::new(StatusCode::NOT_FOUND, "nothing was known of it by then"));
        };
        let i = &account.incident;
        let figures: Vec<_> = i
            .figures
            .iter()
            .map(|f| serde_json::json!({"attribute": f.attribute, "history": f.line()}))
            .collect();
        let value = serde_json::json!({
            "incident": i.uid, "type": i.kind, "cameo": i.cameo, "status": i.status, "actors": i.actors,
            "recipients": i.recipients, "earliest": i.earliest, "latest": i.latest, "place": i.place,
            "country": i.country, "events": i.events, "reports": i.reports, "publishers": i.publishers,
            "sources": i.sources, "figures": figures, "lines": account.lines,
        });
        Ok(value.to_string().into_bytes())
    })
    .await?;
    Ok(tagged(&headers, "application/json", body))
}

async fn report(State(app): Shared, headers: HeaderMap, Path(id): Path<String>) -> Result<Response, Problem> {
    let body = blocking(move || {
        let record = app.read(|archive| archive.record(&id))?;
        let record = record
            .ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, format!("there is no report `{id}`")))?;
        serde_json::to_vec(&record)
            .map_err(|e| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()))
    })
    .await?;
    Ok(tagged(&headers, "application/json", body))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Search {
    q: String,
    after: Option<String>,
    limit: Option<u64>,
}

impl Search {
    /// Most rows.
    fn most(&self, usual: u64) -> Result<u64, Problem> {
        if self.q.trim().is_empty() || self.q.len() > 1_000 {
            let why = "q: words to look for, 1,000 bytes at most";
            return Err(Problem::new(StatusCode::BAD_REQUEST, why));
        }
        Ok(self.limit.unwrap_or(usual).clamp(1, 1_000))
    }
}

async fn search(
    State(app): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    query: Asked<Search>,
) -> Result<Response, Problem> {
    let asked = asked(query)?;
    let most = asked.most(50)?;
    let page = behind(&asked.after, most);
    let cursor = Cursor::Cell("key");
    list(app, uri, headers, most, cursor, move |archive, to| archive.search(&asked.q, &page, to)).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Quotes {
    speaker: Option<String>,
    text: Option<String>,
    after: Option<String>,
    limit: Option<u64>,
}

async fn quotes(
    State(app): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    query: Asked<Quotes>,
) -> Result<Response, Problem> {
    let asked = asked(query)?;
    let most = asked.limit.unwrap_or(50).clamp(1, 1_000);
    let (speaker, text, page) = (told(&asked.speaker), told(&asked.text), behind(&asked.after, most));
    list(app, uri, headers, most, Cursor::Cell("quote"), move |archive, to| {
        archive.quotes(speaker.as_deref(), text.as_deref(), &page, to)
    })
    .await
}

async fn entities(
    State(app): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    query: Asked<Search>,
) -> Result<Response, Problem> {
    let asked = asked(query)?;
    let most = asked.most(20)?;
    let page = page(&asked.after, most)?;
    let cursor = Cursor::Skip(page.skip);
    list(app, uri, headers, most, cursor, move |archive, to| archive.actors(&asked.q, &page, to)).await
}

/// The codes somebody bore over time: q is the whole name, or a knowledge-base id.
async fn roles(
    State(app): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    query: Asked<Search>,
) -> Result<Response, Problem> {
    let asked = asked(query)?;
    let most = asked.most(50)?;
    let page = page(&asked.after, most)?;
    let cursor = Cursor::Skip(page.skip);
    list(app, uri, headers, most, cursor, move |archive, to| archive.roles(&asked.q, &page, to)).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Posted {
    text: String,
    date: Option<String>,
    language: Option<String>,
}

async fn code(
    State(app): Shared,
    headers: HeaderMap,
    posted: Result<Json<Posted>, JsonRejection>,
) -> Result<Response, Problem> {
    let Json(posted) = posted.map_err(|e| Problem::new(e.status(), e.body_text()))?;
    if posted.text.trim().is_empty() || posted.text.len() > TEXT {
        return Err(Problem::new(StatusCode::BAD_REQUEST, format!("text: a report of at most {TEXT} bytes")));
    }
    let body = blocking(move || {
        let Some(code) = &app.code else {
            return Err(Problem::new(StatusCode::NOT_IMPLEMENTED, "this server codes no texts"));
        };
        let (date, language) = (told(&posted.date), told(&posted.language));
        let record = code(&posted.text, date.as_deref(), language.as_deref())
            .map_err(|why| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, why))?;
        serde_json::to_vec(&record)
            .map_err(|e| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()))
    })
    .await?;
    Ok(tagged(&headers, "application/json", body))
}
