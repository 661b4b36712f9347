//! What stands around all routes: who may ask, how much, and what a browser may do with the answers.

use crate::answer::Problem;
use crate::app::App;
use crate::limits::Act;
use crate::tokens::Scope;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

/// Largest body of a request, in bytes.
const BODY: usize = 1 << 20;
/// Longest time for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub IpAddr);

/// Whose request it is: the name of the token; none where no token is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Caller(pub Option<String>);

/// Puts the guards around routes.
pub(crate) fn around(routes: Router<Arc<App>>, app: Arc<App>) -> Router {
    routes
        .layer(DefaultBodyLimit::max(BODY))
        .layer(CompressionLayer::new().gzip(true))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, PATIENCE))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), check))
        .with_state(app)
}

async fn check(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    #[allow(clippy::disallowed_methods, reason = "answers are timed for /metrics")]
    let start = std::time::Instant::now();
    let mut answer = match admit(&app, &request) {
        Err(problem) => problem.into_response(),
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
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

/// Whose request it is, or why it is not answered.
fn admit(app: &App, request: &Request) -> Result<Caller, Problem> {
    let headers = request.headers();
    let posted = !matches!(*request.method(), Method::GET | Method::HEAD);
    if posted {
        own_site(headers)?;
    }
    if !app.access.is_guarded() {
        // Another site's name that leads to this machine (DNS rebinding) is not this server's.
        let host = text(headers, header::HOST).unwrap_or_default();
        let name = host
            .rsplit_once(':')
            .map_or(host, |(name, port)| if port.bytes().all(|b| b.is_ascii_digit()) { name } else { host });
        if !matches!(name, "localhost" | "127.0.0.1" | "[::1]") {
            return Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, "ask for this server as localhost"));
        }
        return Ok(Caller(None));
    }
    // The pages hold nothing of the archive; what they show they ask for with a token.
    let path = request.uri().path();
    if !(path == "/metrics" || path.starts_with("/api/")) {
        return Ok(Caller(None));
    }
    let token = text(headers, header::AUTHORIZATION).and_then(|v| v.strip_prefix("Bearer "));
    let Some(holder) = token.and_then(|t| app.access.holder(t.trim())) else {
        let peer = request.extensions().get::<Peer>().map_or_else(String::new, |p| p.0.to_string());
        app.limits.take(Act::Refusal, &peer).map_err(too_much)?;
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "send a token: Authorization: Bearer TOKEN"));
    };
    app.limits.take(if posted { Act::Write } else { Act::Read }, &holder.name).map_err(too_much)?;
    if posted && holder.scope == Scope::Read {
        return Err(Problem::new(StatusCode::FORBIDDEN, "this token may only read"));
    }
    Ok(Caller(Some(holder.name)))
}

/// Refuses what another site can make a browser send: a form cannot send JSON, and a script cannot hide where it is from.
fn own_site(headers: &HeaderMap) -> Result<(), Problem> {
    let json = text(headers, header::CONTENT_TYPE).is_some_and(|t| t.starts_with("application/json"));
    if !json {
        let why = "post JSON, with Content-Type: application/json";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, why));
    }
    let host = text(headers, header::HOST).unwrap_or_default();
    let origin = text(headers, header::ORIGIN);
    let elsewhere = origin.is_some_and(|o| o.split_once("://").is_none_or(|(_, h)| h != host));
    let site = headers.get("sec-fetch-site").and_then(|v| v.to_str().ok());
    if elsewhere || site.is_some_and(|s| !matches!(s, "same-origin" | "none")) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "the request comes from another site"));
    }
    Ok(())
}

fn too_much(seconds: u64) -> Problem {
    let why = format!("too many requests; ask again in {seconds} s");
    Problem { retry: Some(seconds), ..Problem::new(StatusCode::TOO_MANY_REQUESTS, why) }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|v| v.to_str().ok())
}
