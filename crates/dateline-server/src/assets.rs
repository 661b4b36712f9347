//! The pages: one document for all of them, its script and its style, built in.

use crate::answer::tagged;
use crate::app::App;
use axum::Router;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use std::sync::Arc;

const PAGE: &str = include_str!("../ui/src/index.html");
const SCRIPT: &str = include_str!("../ui/dist/app.js");
const STYLE: &str = include_str!("../ui/dist/app.css");

/// Where the pages stand; the script shows the one of the address.
const PAGES: [&str; 11] = [
    "/",
    "/events",
    "/dyad",
    "/incident/{id}",
    "/actor",
    "/report/{id}",
    "/search",
    "/corrections",
    "/try",
    "/quotes",
    "/token",
];

/// Routes of pages and assets.
pub(crate) fn routes() -> Router<Arc<App>> {
    let mut routes = Router::new()
        .route("/app.js", get(|headers: HeaderMap| serve(headers, "text/javascript; charset=utf-8", SCRIPT)))
        .route("/app.css", get(|headers: HeaderMap| serve(headers, "text/css; charset=utf-8", STYLE)));
    for page in PAGES {
        routes =
            routes.route(page, get(|headers: HeaderMap| serve(headers, "text/html; charset=utf-8", PAGE)));
    }
    routes
}

async fn serve(headers: HeaderMap, kind: &'static str, text: &'static str) -> Response {
    tagged(&headers, kind, text)
}
