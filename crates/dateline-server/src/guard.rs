//! What stands around all routes: who may ask, how much, and what a browser may do with the answers.

use crate::ServerError;
use crate::answer::Problem;
use crate::app::App;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

/// Largest body of a request, in bytes.
const BODY: usize = 1 << 20;
/// Longest time for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the holder of a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Read the archive.
    Read,
    /// Also post texts to be coded.
    Write,
}

/// A token: only its hash is kept.
#[derive(Clone, Debug)]
pub struct Token {
    /// Whose it is, for people.
    pub name: String,
    /// What it allows.
    pub scope: Scope,
    hash: [u8; 32],
}

/// Who may ask.
#[derive(Clone, Debug, Default)]
pub struct Access(Vec<Token>);

impl Access {
    /// Reads a list: a line each with name, read or write, and the SHA-256 of the token in hexadecimal digits
    /// (`printf %s TOKEN | sha256sum`). Lines that begin with `#` are comments. `file` stands in messages.
    ///
    /// # Errors
    /// A line is not of that form, or there is none.
    pub fn parse(text: &str, file: &str) -> Result<Access, ServerError> {
        let mut tokens = Vec::new();
        for (i, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fault = |why: &str| {
                ServerError::Tokens(format!(
                    "{file}:{}: {why}; write: NAME read|write SHA256-OF-THE-TOKEN",
                    i + 1
                ))
            };
            let [name, scope, digits] = line.split_whitespace().collect::<Vec<_>>()[..] else {
                return Err(fault("not three words"));
            };
            let scope = match scope {
                "read" => Scope::Read,
                "write" => Scope::Write,
                _ => return Err(fault("the second word is neither read nor write")),
            };
            tokens.push(Token {
                name: name.to_owned(),
                scope,
                hash: bytes(digits).ok_or_else(|| fault("no hash of 64 digits"))?,
            });
        }
        if tokens.is_empty() {
            return Err(ServerError::Tokens(format!(
                "{file}: no token; write: NAME read|write SHA256-OF-THE-TOKEN"
            )));
        }
        Ok(Access(tokens))
    }

    /// Whether tokens are asked for.
    #[must_use]
    pub fn is_guarded(&self) -> bool {
        !self.0.is_empty()
    }

    /// What a token allows.
    fn scope(&self, token: &str) -> Option<Scope> {
        let hash: [u8; 32] = Sha256::digest(token).into();
        // All are looked at, and compared whole, whatever fits.
        let mut found = None;
        for own in &self.0 {
            let differ = own.hash.iter().zip(&hash).fold(0, |d, (a, b)| d | (a ^ b));
            if differ == 0 {
                found = Some(own.scope);
            }
        }
        found
    }
}

fn bytes(digits: &str) -> Option<[u8; 32]> {
    let mut out = [0; 32];
    if digits.len() != 64 {
        return None;
    }
    for (i, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some(out)
}

/// Puts the guards around routes.
pub(crate) fn around(routes: Router<Arc<App>>, app: Arc<App>) -> Router {
    routes
        .layer(DefaultBodyLimit::max(BODY))
        .layer(CompressionLayer::new().gzip(true))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, PATIENCE))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), check))
        .with_state(app)
}

async fn check(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    #[allow(clippy::disallowed_methods, reason = "answers are timed for /metrics")]
    let start = std::time::Instant::now();
    let mut answer = match refusal(&app, &request) {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    };
    let fields = answer.headers_mut();
    for (name, value) in [
        (
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
             base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        fields.insert(name, HeaderValue::from_static(value));
    }
    let micros = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    app.metrics.count(answer.status().as_u16(), micros);
    answer
}

/// Why a request is not answered.
fn refusal(app: &App, request: &Request) -> Option<Problem> {
    let headers = request.headers();
    let posted = !matches!(*request.method(), Method::GET | Method::HEAD);
    if posted {
        // A form of another site can neither send JSON nor hide where it comes from.
        let json =
            header_text(headers, header::CONTENT_TYPE).is_some_and(|t| t.starts_with("application/json"));
        if !json {
            let why = "post JSON, with Content-Type: application/json";
            return Some(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, why));
        }
        let origin = header_text(headers, header::ORIGIN);
        let host = header_text(headers, header::HOST).unwrap_or_default();
        if origin.is_some_and(|o| o.split_once("://").is_none_or(|(_, h)| h != host)) {
            return Some(Problem::new(StatusCode::FORBIDDEN, "the request comes from another site"));
        }
    }
    if !app.access.is_guarded() {
        // Another site's name that leads to this machine (DNS rebinding) is not this server's.
        let host = header_text(headers, header::HOST).unwrap_or_default();
        let name = host
            .rsplit_once(':')
            .map_or(host, |(name, port)| if port.bytes().all(|b| b.is_ascii_digit()) { name } else { host });
        if !matches!(name, "localhost" | "127.0.0.1" | "[::1]") {
            return Some(Problem::new(StatusCode::MISDIRECTED_REQUEST, "ask for this server as localhost"));
        }
        return None;
    }
    if matches!(request.uri().path(), "/healthz") {
        return None;
    }
    let token = header_text(headers, header::AUTHORIZATION).and_then(|v| v.strip_prefix("Bearer "));
    match token.and_then(|t| app.access.scope(t.trim())) {
        None => Some(Problem::new(StatusCode::UNAUTHORIZED, "send a token: Authorization: Bearer TOKEN")),
        Some(Scope::Read) if posted => Some(Problem::new(StatusCode::FORBIDDEN, "this token may only read")),
        Some(_) => None,
    }
}

fn header_text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|v| v.to_str().ok())
}
