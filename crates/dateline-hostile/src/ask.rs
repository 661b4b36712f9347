//! Questions from outside: filters and SQL over an archive, requests of the HTTP interface, the list of feeds.

use crate::lossy;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use dateline_archive::synthetic::Synthetic;
use dateline_archive::{Archive, CsvRows, Entry, Filter, Group, JsonRows, Page, Query};
use dateline_server::{Access, App, Code, Tokens, router};
use dateline_watch::Feeds;
use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use tower::ServiceExt;

/// An archive of 40 reports of the invented world, in a folder of its own that lasts as long as the process.
static ARCHIVE: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("a temporary folder: {e}"));
    let path = folder.path().join("a.dateline");
    let entries: Vec<Entry> = Synthetic::new(3).take(40).collect();
    let mut archive = Archive::open(&path).unwrap_or_else(|e| panic!("an archive: {e}"));
    archive.put(&entries).unwrap_or_else(|e| panic!("reports: {e}"));
    archive.refresh_incidents().unwrap_or_else(|e| panic!("incidents: {e}"));
    (folder, path)
});

thread_local! {
    static READER: RefCell<Archive> =
        RefCell::new(Archive::reader(&ARCHIVE.1).unwrap_or_else(|e| panic!("a reader: {e}")));
    static RUNTIME: tokio::runtime::Runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap_or_else(|e| panic!("a runtime: {e}"));
}

static APP: LazyLock<Arc<App>> = LazyLock::new(|| {
    let record = Synthetic::new(3).next().map(|e| e.record);
    let code: Code = Box::new(move |text, _, _| match (&record, text) {
        (Some(record), text) if text != "fault" => Ok(record.clone()),
        _ => Err("no such language".to_owned()),
    });
    Arc::new(App::new(&ARCHIVE.1, Some(code), Access::default()).unwrap_or_else(|e| panic!("an app: {e}")))
});

/// A query: its conditions stand one a line, in the order of the fields of a filter, then groups joined by commas.
pub fn query(data: &[u8]) {
    let text = lossy(&data[..data.len().min(4096)]);
    let mut lines = text.lines().map(|l| (!l.is_empty()).then(|| l.to_owned()));
    let mut next = || lines.next().flatten();
    let mut filter = Filter {
        actor: next(),
        recipient: next(),
        party: next(),
        kind: next(),
        place: next(),
        status: next(),
        speaker: next(),
        text: next(),
        publisher: next(),
        ..Filter::default()
    };
    let (dyad, date, groups, words) = (next(), next(), next(), next());
    // What is refused leaves the filter without that condition.
    let _ = dyad.map(|d| filter.between(&d));
    let _ = date.map(|d| filter.on(&d));
    let group: Vec<Group> =
        groups.iter().flat_map(|g| g.split(',')).filter_map(|g| Group::named(g).ok()).collect();
    READER.with_borrow(|archive| {
        let query = Query { filter: filter.clone(), group, limit: Some(20), ..Query::default() };
        let _ = archive.query(&query, &mut JsonRows::new(Vec::new()));
        let _ = archive.incidents(&filter, 1, &Page::first(20), &mut JsonRows::new(Vec::new()));
        let _ = archive.ledger(&filter, None, None);
        if let Some(words) = words {
            let _ = archive.search(&words, &Page::first(20), &mut JsonRows::new(Vec::new()));
            let _ = archive.actors(&words, &Page::first(20), &mut JsonRows::new(Vec::new()));
        }
    });
}

/// A question in SQL. Whatever it is, the archive is the same behind it.
pub fn sql(data: &[u8]) {
    let text = lossy(&data[..data.len().min(1024)]);
    // Recursive questions end by their count of steps, minutes later; `tests/threats.rs` has one.
    if text.to_ascii_lowercase().contains("recursive") {
        return;
    }
    READER.with_borrow_mut(|archive| {
        let _ = archive.sql(&text, Some(20), &mut CsvRows(Vec::new()));
        let mut count = Vec::new();
        let asked = archive.sql("SELECT count(*) AS n FROM report", None, &mut CsvRows(&mut count));
        assert!(asked.is_ok(), "{asked:?}");
        assert_eq!(lossy(&count).trim(), "n\n40", "{text}");
    });
}

/// Sends a request through all routes and guards. The status is one that the description names.
fn send(method: Method, uri: &str, kind: Option<&str>, body: Vec<u8>) {
    let mut request = Request::builder().method(method).uri(uri).header(header::HOST, "127.0.0.1");
    if let Some(kind) = kind {
        request = request.header(header::CONTENT_TYPE, kind);
    }
    // What is no request never gets past the HTTP library.
    let Ok(request) = request.body(Body::from(body)) else { return };
    RUNTIME.with(|runtime| {
        runtime.block_on(async {
            let Ok(answer) = router(Arc::clone(&APP)).oneshot(request).await;
            let status = answer.status().as_u16();
            assert!(status < 500, "{status} for {uri}");
            assert!(answer.headers().contains_key(header::CONTENT_SECURITY_POLICY), "{uri}");
            let body = to_bytes(answer.into_body(), usize::MAX).await;
            assert!(body.is_ok(), "{uri}");
        });
    });
}

/// The address of a request: path and query.
pub fn api_query(data: &[u8]) {
    let text = lossy(&data[..data.len().min(2048)]);
    send(Method::GET, &format!("/{}", text.trim_start_matches('/')), None, Vec::new());
    send(Method::GET, &format!("/api/events?{text}"), None, Vec::new());
}

/// The body of a post.
pub fn api_body(data: &[u8]) {
    send(Method::POST, "/api/code", Some("application/json"), data.to_vec());
}

/// The list of feeds, and the list of tokens.
pub fn feed_list(data: &[u8]) {
    let text = lossy(data);
    if let Ok(feeds) = Feeds::parse(&text, "feeds.toml") {
        assert!(feeds.feed.iter().all(|f| feeds.interval(f) >= 60));
        assert!(feeds.pause() >= 0);
    }
    if let Ok(tokens) = Tokens::parse(&text, "tokens") {
        assert!(Access::holders(tokens).is_guarded());
    }
}
