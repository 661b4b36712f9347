//! The routes of the interface, as `openapi.json` describes them.

use crate::answer::{Form, Problem, formed, rows, tagged};
use crate::app::App;
use crate::question::Question;
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

type Shared = State<Arc<App>>;
type Asked<T> = Result<Query<T>, QueryRejection>;

/// Routes of the interface.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/healthz", get(|| async { "good\n" }))
        .route("/metrics", get(|State(app): Shared| async move { app.metrics.text() }))
        .route("/api/openapi.json", get(openapi))
        .route("/api/summary", get(summary))
        .route("/api/events", get(events))
        .route("/api/counts", get(counts))
        .route("/api/places", get(places))
        .route("/api/incidents", get(incidents))
        .route("/api/incidents/{id}", get(incident))
        .route("/api/reports/{id}", get(report))
        .route("/api/search", get(search))
        .route("/api/quotes", get(quotes))
        .route("/api/actors", get(actors))
        .route("/api/code", post(code))
        .route(
            "/api/{*rest}",
            get(|| async {
                Problem::new(StatusCode::NOT_FOUND, "there is no such route; see /api/openapi.json")
            }),
        )
}

fn asked<T>(query: Asked<T>) -> Result<T, Problem> {
    query.map(|Query(q)| q).map_err(|e| Problem::new(StatusCode::BAD_REQUEST, e.body_text()))
}

/// Reads the archive off the threads that take connections.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|e| Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, e.to_string())))
}

/// Asks the archive for rows and answers in the form the client accepts.
async fn list(
    app: Arc<App>,
    uri: Uri,
    headers: HeaderMap,
    most: u64,
    cursor: Option<&'static str>,
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
    list(app, uri, headers, 1, None, |archive, to| {
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
    };
    list(app, uri, headers, most, Some("event"), move |archive, to| archive.query(&question, to)).await
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
    let (filter, most) = (asked.filter()?, asked.most());
    let question = dateline_archive::Query { filter, group, limit: Some(most), after: None };
    list(app, uri, headers, most, None, move |archive, to| archive.query(&question, to)).await
}

async fn places(
    State(app): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    query: Asked<Question>,
) -> Result<Response, Problem> {
    let asked = asked(query)?;
    let (filter, most) = (asked.filter()?, asked.most());
    list(app, uri, headers, most, None, move |archive, to| archive.places(&filter, most, to)).await
}

async fn incidents(
    State(app): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    query: Asked<Question>,
) -> Result<Response, Problem> {
    let asked = asked(query)?;
    let (filter, most) = (asked.filter()?, asked.most());
    let reports = asked.reports.unwrap_or(1);
    list(app, uri, headers, most, None, move |archive, to| match asked.newest {
        true => archive.newest_incidents(&filter, reports, Some(most), to),
        false => archive.incidents(&filter, reports, Some(most), to),
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
    limit: Option<u64>,
}

async fn search(
    State(app): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    query: Asked<Search>,
) -> Result<Response, Problem> {
    let asked = asked(query)?;
    let most = asked.limit.unwrap_or(50).clamp(1, 1_000);
    if asked.q.trim().is_empty() || asked.q.len() > 1_000 {
        return Err(Problem::new(StatusCode::BAD_REQUEST, "q: words to look for, 1,000 bytes at most"));
    }
    list(app, uri, headers, most, None, move |archive, to| archive.search(&asked.q, most, to)).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Quotes {
    speaker: Option<String>,
    text: Option<String>,
    skip: Option<u64>,
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
    let told = |v: Option<String>| v.filter(|t| !t.trim().is_empty());
    let (speaker, text, skip) = (told(asked.speaker), told(asked.text), asked.skip.unwrap_or(0));
    list(app, uri, headers, most, None, move |archive, to| {
        archive.quotes(speaker.as_deref(), text.as_deref(), skip, most, to)
    })
    .await
}

async fn actors(
    State(app): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    query: Asked<Search>,
) -> Result<Response, Problem> {
    let asked = asked(query)?;
    let most = asked.limit.unwrap_or(20).clamp(1, 1_000);
    list(app, uri, headers, most, None, move |archive, to| archive.actors(&asked.q, most, to)).await
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
        let told =
            |v: &Option<String>| v.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
        let (date, language) = (told(&posted.date), told(&posted.language));
        let record = code(&posted.text, date.as_deref(), language.as_deref())
            .map_err(|why| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, why))?;
        serde_json::to_vec(&record)
            .map_err(|e| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()))
    })
    .await?;
    Ok(tagged(&headers, "application/json", body))
}
