//! What analysts say of events: asked for, and posted.

use crate::answer::{Cursor, Problem, tagged};
use crate::api::{Asked, Shared, asked, blocking, list, told};
use crate::guard::Caller;
use axum::Router;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Extension, Json, OriginalUri, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use dateline_archive::{ArchiveError, Fix, Judgement, Missed, Snapshot, Verdict};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Routes of corrections.
pub(crate) fn routes() -> Router<Arc<crate::App>> {
    Router::new()
        .route("/api/corrections", get(corrections).post(correct))
        .route("/api/reports/{id}/events", get(of_report).post(add))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Which {
    report: Option<String>,
    event: Option<String>,
    author: Option<String>,
    after: Option<String>,
    limit: Option<u64>,
}

async fn corrections(
    State(app): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    query: Asked<Which>,
) -> Result<Response, Problem> {
    let asked = asked(query)?;
    let most = asked.limit.unwrap_or(100).clamp(1, 10_000);
    let before = match told(&asked.after) {
        None => None,
        Some(after) => Some(after.parse::<i64>().map_err(|_| {
            Problem::new(StatusCode::BAD_REQUEST, format!("after: `{after}` is no `next` of this list"))
        })?),
    };
    let (report, event, author) = (told(&asked.report), told(&asked.event), told(&asked.author));
    list(app, uri, headers, most, Cursor::Cell("correction"), move |archive, to| {
        archive.corrections(report.as_deref(), event.as_deref(), author.as_deref(), before, most, to)
    })
    .await
}

/// The events of a report by their lasting names, with what holds of each.
async fn of_report(
    State(app): Shared,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let body = blocking(move || {
        let found = app.read(|archive| {
            let Some(record) = archive.record(&id)? else { return Ok(None) };
            archive.reviews(&id).map(|reviews| Some((record, reviews)))
        })?;
        let (record, reviews) =
            found.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "there is no such report"))?;
        let rows: Vec<Value> = reviews
            .into_iter()
            .map(|(event, id, review)| match review {
                None => json!({"event": event, "id": id, "verdict": null}),
                Some(r) => json!({
                    "event": event, "id": id, "verdict": r.verdict.name(), "added": r.added, "author": r.author, "made": r.made,
                    "note": r.note, "stands": r.stands(&record), "coded": brief(&r.coded),
                    "fixed": r.fixed.as_ref().map(brief),
                }),
            })
            .collect();
        Ok(json!({"rows": rows, "next": null}).to_string().into_bytes())
    })
    .await?;
    Ok(tagged(&headers, "application/json", body))
}

/// An event in a few words.
fn brief(snapshot: &Snapshot) -> Value {
    let event = &snapshot.event;
    let side = |list: &[dateline_record::ParticipantRecord]| -> Vec<Value> {
        let entity = |id: &str| snapshot.entities.iter().find(|e| e.id == id);
        list.iter()
            .map(|p| {
                let entity = entity(&p.entity);
                json!({
                    "entity": p.entity, "name": entity.map(|e| e.name.as_str()), "code": p.code,
                    "country": entity.and_then(|e| e.country.as_deref()), "sector": entity.and_then(|e| e.sector.as_deref()),
                    "words": p.mention.as_ref().map(|m| m.text.as_str()),
                })
            })
            .collect()
    };
    json!({
        "type": event.kind, "mode": event.mode, "cameo": event.cameo, "status": event.status, "date": event.date.edtf,
        "trigger": event.trigger.first().map(|t| json!({"start": t.start, "end": t.end, "text": t.text})),
        "actors": side(&event.actors), "recipients": side(&event.recipients),
    })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Posted {
    event: String,
    verdict: Verdict,
    #[serde(default)]
    fix: Fix,
    author: Option<String>,
    note: Option<String>,
}

/// Who says something: the holder of the token; where none is asked for, who posts says who he is.
fn author(caller: Caller, said: &Option<String>) -> Result<String, Problem> {
    let author = caller.0.or_else(|| told(said));
    author.ok_or_else(|| Problem::new(StatusCode::BAD_REQUEST, "author: say who corrects"))
}

/// The time, as a correction bears it.
fn now() -> Result<String, Problem> {
    #[allow(clippy::disallowed_methods, reason = "a correction bears the time it was made")]
    let made = jiff::Timestamp::now().round(jiff::Unit::Second);
    made.map(|m| m.to_string()).map_err(|e| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()))
}

/// What names something that is not there is another fault than what cannot be meant.
fn refused(error: ArchiveError) -> Problem {
    match error {
        ArchiveError::Query(why)
            if ["there is no event", "there is no report"].iter().any(|w| why.starts_with(w)) =>
        {
            Problem::new(StatusCode::NOT_FOUND, why)
        }
        other => Problem::from(other),
    }
}

fn created(body: String) -> Response {
    let kind = HeaderValue::from_static("application/json");
    (StatusCode::CREATED, [(header::CONTENT_TYPE, kind)], body).into_response()
}

/// Keeps a correction.
async fn correct(
    State(app): Shared,
    Extension(caller): Extension<Caller>,
    posted: Result<Json<Posted>, JsonRejection>,
) -> Result<Response, Problem> {
    let Json(posted) = posted.map_err(|e| Problem::new(e.status(), e.body_text()))?;
    let author = author(caller, &posted.author)?;
    let body = blocking(move || {
        let judgement = Judgement {
            event: posted.event,
            verdict: posted.verdict,
            fix: posted.fix,
            author,
            made: now()?,
            note: told(&posted.note),
        };
        let number = app.write(|archive| archive.correct(&judgement)).map_err(refused)?;
        Ok(json!({
            "correction": number.to_string(), "event": judgement.event, "verdict": judgement.verdict.name(),
            "author": judgement.author, "made": judgement.made, "note": judgement.note,
        })
        .to_string())
    })
    .await?;
    Ok(created(body))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PostedEvent {
    start: u32,
    end: u32,
    fix: Fix,
    author: Option<String>,
    note: Option<String>,
}

/// Keeps an event that the coder missed.
async fn add(
    State(app): Shared,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    posted: Result<Json<PostedEvent>, JsonRejection>,
) -> Result<Response, Problem> {
    let Json(posted) = posted.map_err(|e| Problem::new(e.status(), e.body_text()))?;
    let author = author(caller, &posted.author)?;
    let body = blocking(move || {
        let missed = Missed {
            report: id,
            words: (posted.start, posted.end),
            fix: posted.fix,
            author,
            made: now()?,
            note: told(&posted.note),
        };
        let (number, event) = app.write(|archive| archive.add_event(&missed)).map_err(refused)?;
        Ok(json!({
            "correction": number.to_string(), "event": event, "verdict": "added", "author": missed.author,
            "made": missed.made, "note": missed.note,
        })
        .to_string())
    })
    .await?;
    Ok(created(body))
}
