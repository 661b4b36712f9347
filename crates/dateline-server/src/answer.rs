//! Answers: JSON or CSV as the client accepts, with a tag of the content; faults as problem+json (RFC 9457).

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dateline_archive::{ArchiveError, ArrowRows, CsvRows, JsonRows, ParquetRows, Rows};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

/// What can go wrong with a request.
#[derive(Debug)]
pub(crate) struct Problem {
    pub status: StatusCode,
    pub detail: String,
    /// Seconds after which it may go better.
    pub retry: Option<u64>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Problem {
        Problem { status, detail: detail.into(), retry: None }
    }
}

impl From<ArchiveError> for Problem {
    fn from(error: ArchiveError) -> Problem {
        if error.is_busy() {
            let why = "somebody else is writing into the archive; try again soon";
            return Problem { retry: Some(2), ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, why) };
        }
        if error.is_lost() {
            // What the server of the database said may name hosts and roles: that is for the operator.
            eprintln!("{error}");
            let why = "the database of the archive does not answer; try again soon";
            return Problem { retry: Some(5), ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, why) };
        }
        let status =
            if error.is_question() { StatusCode::BAD_REQUEST } else { StatusCode::INTERNAL_SERVER_ERROR };
        Problem::new(status, error.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::json!({
            "type": "about:blank",
            "title": self.status.canonical_reason().unwrap_or("Problem"),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        let mut answer = (self.status, body.to_string()).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        answer.headers_mut().insert(header::CONTENT_TYPE, kind);
        if let Some(seconds) = self.retry {
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        answer
    }
}

/// How rows go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Json,
    Csv,
    Arrow,
    Parquet,
}

impl Form {
    /// What the client accepts: the first form named, JSON for anything else.
    pub(crate) fn of(headers: &HeaderMap) -> Form {
        let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or("");
        let named = accept.split(',').find_map(|part| match part.split(';').next().unwrap_or("").trim() {
            "text/csv" => Some(Form::Csv),
            "application/vnd.apache.arrow.stream" => Some(Form::Arrow),
            "application/vnd.apache.parquet" => Some(Form::Parquet),
            "application/json" => Some(Form::Json),
            _ => None,
        });
        named.unwrap_or(Form::Json)
    }

    fn content_type(self) -> &'static str {
        match self {
            Form::Json => "application/json",
            Form::Csv => "text/csv; charset=utf-8",
            Form::Arrow => "application/vnd.apache.arrow.stream",
            Form::Parquet => "application/vnd.apache.parquet",
        }
    }
}

/// Bytes that several may write to.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Where the next page of a list begins.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cursor {
    /// There is one page.
    None,
    /// Behind the row with this cell of the last one.
    Cell(&'static str),
    /// Behind so many rows, and those of this page.
    Skip(u64),
}

/// Runs a question and makes the body of its answer. JSON: {"rows": [...], "next": the cursor of the next page when `most`
/// rows came}.
pub(crate) fn rows(
    form: Form,
    most: u64,
    cursor: Cursor,
    ask: impl FnOnce(&mut dyn Rows) -> dateline_archive::Result<u64>,
) -> Result<Vec<u8>, Problem> {
    let shared = Shared::default();
    let count = match form {
        Form::Json => ask(&mut JsonRows::new(shared.clone()))?,
        Form::Csv => ask(&mut CsvRows(shared.clone()))?,
        Form::Arrow => ask(&mut ArrowRows::new(shared.clone()))?,
        Form::Parquet => ask(&mut ParquetRows::new(shared.clone()))?,
    };
    let bytes = std::mem::take(&mut *shared.0.lock().unwrap_or_else(PoisonError::into_inner));
    if form != Form::Json {
        return Ok(bytes);
    }
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    let next = match cursor {
        _ if count < most => None,
        Cursor::None => None,
        Cursor::Skip(skipped) => Some((skipped + count).to_string()),
        Cursor::Cell(name) => {
            let last = lines.last().and_then(|l| serde_json::from_str::<serde_json::Value>(l).ok());
            last.as_ref().and_then(|l| l.get(name)?.as_str()).map(str::to_owned)
        }
    };
    let next = serde_json::to_string(&next).unwrap_or_else(|_| "null".to_owned());
    Ok(format!("{{\"rows\":[{}],\"next\":{next}}}", lines.join(",")).into_bytes())
}

/// An answer with a tag of its content; 304 without it when the client has that content.
pub(crate) fn tagged(headers: &HeaderMap, kind: &'static str, body: impl AsRef<[u8]>) -> Response {
    let body = body.as_ref();
    let tag: String = Sha256::digest(body).iter().take(12).map(|b| format!("{b:02x}")).collect();
    let tag = format!("W/\"{tag}\"");
    let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or("");
    let same = known.split(',').any(|t| t.trim() == tag);
    let mut answer = match same {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => Response::new(Body::from(body.to_vec())),
    };
    let fields = answer.headers_mut();
    fields.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    fields.insert(header::VARY, HeaderValue::from_static("Accept, Accept-Encoding"));
    if let Ok(value) = HeaderValue::from_str(&tag) {
        fields.insert(header::ETAG, value);
    }
    answer
}

/// The same for rows.
pub(crate) fn formed(headers: &HeaderMap, form: Form, body: impl AsRef<[u8]>) -> Response {
    tagged(headers, form.content_type(), body)
}
