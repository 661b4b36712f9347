//! Rounds against a small server on the loopback: conditional requests, waiting, robots, pages, addresses inside the network.
#![allow(clippy::disallowed_methods)] // the test is a server

use dateline_watch::{Feeds, State, Watch};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

type Log = Arc<Mutex<Vec<String>>>;

/// Serves until the test ends; returns its port and the requests it got, a line each with the version it was asked for.
fn serve(answer: impl Fn(&str, &str) -> String + Send + 'static) -> (u16, Log) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let log = Log::default();
    let kept = Arc::clone(&log);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut reader = BufReader::new(&stream);
            let (mut first, mut version, mut line) = (String::new(), String::new(), String::new());
            reader.read_line(&mut first).expect("a request");
            while reader.read_line(&mut line).is_ok_and(|n| n > 2) {
                if let Some(value) = line.to_lowercase().strip_prefix("if-none-match:") {
                    version = value.trim().to_owned();
                }
                line.clear();
            }
            let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
            kept.lock().expect("the log").push(format!("{path} {version}").trim().to_owned());
            let mut stream = &stream;
            let _ = stream.write_all(answer(&path, &version).as_bytes());
        }
    });
    (port, log)
}

fn ok(kind: &str, more: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n{more}\r\n{body}",
        body.len()
    )
}

fn status(code: &str, more: &str) -> String {
    format!("HTTP/1.1 {code}\r\nContent-Length: 0\r\nConnection: close\r\n{more}\r\n")
}

fn rss(links: &[String]) -> String {
    let item = |link: &String| {
        format!("<item><title>T</title><link>{link}</link><guid>{link}</guid><description>Paris a démenti mardi.</description>
            <pubDate>Tue, 24 Nov 2026 08:00:00 GMT</pubDate></item>")
    };
    let items: String = links.iter().map(item).collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Essai</title>{items}</channel></rss>"
    )
}

fn page() -> String {
    let text =
        "Le ministère a annoncé mardi à Paris que la délégation se rendrait à Alger la semaine prochaine. "
            .repeat(6);
    format!(
        "<html><head><title>T</title></head><body><article><h1>T</h1><p>{text}</p><p>{text}</p></article></body></html>"
    )
}

fn watch(list: &str) -> Watch {
    Watch::new(Feeds::parse(list, "feeds.toml").expect("a list"))
}

#[test]
fn an_entry_is_given_once_and_an_unchanged_feed_is_not_sent_again() {
    let (port, log) = serve(|path, version| match (path, version) {
        ("/robots.txt", _) => status("404 Not Found", ""),
        (_, "\"v1\"") => status("304 Not Modified", ""),
        _ => ok("application/rss+xml", "ETag: \"v1\"\r\n", &rss(&["https://example.org/1".to_owned()])),
    });
    let url = format!("http://127.0.0.1:{port}/rss");
    let mut watch = watch(&format!(
        "delay = \"0s\"\n[[feed]]\nurl = \"{url}\"\npublisher = \"AFP\"\nlanguage = \"fr\"\n"
    ));
    let mut state = State::default();
    assert_eq!(watch.next(&state), Some(0));
    let first = watch.round(&mut state, 1_000, &[]);
    assert_eq!((first.asked, first.items.len(), first.notes.len()), (1, 1, 0), "{:?}", first.notes);
    let report = first.items[0].outcome.as_ref().expect("a report");
    assert_eq!(report.publisher.as_deref(), Some("AFP"));
    assert_eq!(report.published.value.as_deref(), Some("2026-11-24"));
    assert_eq!(watch.round(&mut state, 1_100, &[]).asked, 0, "not due yet");
    assert_eq!(watch.next(&state), Some(1_900));
    let second = watch.round(&mut state, 2_000, &[]);
    assert_eq!((second.asked, second.items.len()), (1, 0));
    assert!(log.lock().expect("the log").contains(&"/rss \"v1\"".to_owned()), "the version is sent back");

    let folder = tempfile::tempdir().expect("a folder");
    let path = State::beside(&folder.path().join("a.dateline"));
    state.save(&path).expect("saved");
    assert_eq!(State::load(&path).expect("a state"), state);
    std::fs::write(&path, "{").expect("written");
    assert!(State::load(&path).expect_err("a fault").to_string().contains("delete it"));
}

#[test]
fn a_feed_that_fails_is_asked_less_and_less_and_one_that_is_gone_never() {
    let (port, log) = serve(|path, _| match path {
        "/robots.txt" => status("404 Not Found", ""),
        "/gone" => status("410 Gone", ""),
        "/busy" => status("503 Busy", "Retry-After: 7200\r\n"),
        _ => status("500 No", ""),
    });
    let feed = |path: &str| format!("[[feed]]\nurl = \"http://127.0.0.1:{port}/{path}\"\n");
    let list = format!("delay = \"0s\"\nevery = \"10m\"\n{}{}{}", feed("fails"), feed("gone"), feed("busy"));
    let mut watch = watch(&list);
    let mut state = State::default();
    let round = watch.round(&mut state, 0, &[]);
    assert_eq!(round.notes.len(), 3, "{:?}", round.notes);
    let next = |state: &State, path: &str| state.feeds[&format!("http://127.0.0.1:{port}/{path}")].next;
    assert_eq!(next(&state, "fails"), 1_200);
    assert_eq!(next(&state, "busy"), 7_200, "as long as the server asks");
    watch.round(&mut state, 1_200, &[]);
    assert_eq!(next(&state, "fails"), 1_200 + 2_400);
    for now in [10_000, 100_000, 1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000, 6_000_000] {
        watch.round(&mut state, now, &[]);
    }
    assert_eq!(next(&state, "fails"), 6_000_000 + 86_400, "a day at most");
    let asked = log.lock().expect("the log").iter().filter(|l| *l == "/gone").count();
    assert_eq!(asked, 1);
}

#[test]
fn pages_are_fetched_where_robots_and_the_guard_allow_it() {
    let ports = Arc::new(Mutex::new(0_u16));
    let known = Arc::clone(&ports);
    let (port, log) = serve(move |path, _| {
        let port = *known.lock().expect("the port");
        match path {
            "/robots.txt" => ok("text/plain", "", "User-agent: *\nDisallow: /private/\n"),
            "/rss" => {
                let own = |path: &str| format!("http://127.0.0.1:{port}/{path}");
                let inside = format!("http://localhost:{port}/secret");
                ok("application/rss+xml", "", &rss(&[own("page"), own("private/page"), inside]))
            }
            "/page" => ok("text/html; charset=utf-8", "", &page()),
            _ => ok("text/html", "", "secret"),
        }
    });
    *ports.lock().expect("the port") = port;
    let mut watch =
        watch(&format!("delay = \"0s\"\npages = true\n[[feed]]\nurl = \"http://127.0.0.1:{port}/rss\"\n"));
    let round = watch.round(&mut State::default(), 0, &[]);
    let texts: Vec<usize> =
        round.items.iter().map(|i| i.outcome.as_ref().map_or(0, |r| r.text.len())).collect();
    assert_eq!(texts.len(), 3, "{:?}", round.notes);
    assert!(texts[0] > 500 && texts[1] < 100 && texts[2] < 100, "{texts:?}");
    assert_eq!(round.notes.len(), 2, "{:?}", round.notes);
    assert!(round.notes[0].contains("robots.txt does not allow"), "{:?}", round.notes);
    let log = log.lock().expect("the log");
    assert!(!log.iter().any(|l| l.contains("secret") || l.contains("private")), "{log:?}");
}

#[test]
fn what_is_no_feed_is_said() {
    let (port, _) = serve(|path, _| match path {
        "/robots.txt" => status("404 Not Found", ""),
        _ => ok("text/html", "", "<html>no feed</html>"),
    });
    let mut watch = watch(&format!("[[feed]]\nurl = \"http://127.0.0.1:{port}/rss\"\n"));
    let mut state = State::default();
    let round = watch.round(&mut state, 0, &[]);
    assert!(round.items.len() == 1 && round.items[0].outcome.is_err());
    assert_eq!(state.feeds.values().next().and_then(|s| s.etag.clone()), None);
}

#[test]
fn a_clock_that_was_set_back_stops_no_feed() {
    let (port, log) = serve(|path, _| match path {
        "/robots.txt" => status("404 Not Found", ""),
        _ => ok("application/rss+xml", "", &rss(&[])),
    });
    let mut watch = watch(&format!("delay = \"0s\"\n[[feed]]\nurl = \"http://127.0.0.1:{port}/rss\"\n"));
    let mut state = State::default();
    let year = 365 * 86_400;
    for (now, asked) in
        [(50 * year, 1), (50 * year + 60, 1), (49 * year, 2), (49 * year + 60, 2), (90 * year, 3), (0, 4)]
    {
        watch.round(&mut state, now, &[]);
        let rounds = log.lock().expect("the log").iter().filter(|l| *l == "/rss").count();
        assert_eq!(rounds, asked, "at {now}");
    }
}

#[test]
fn a_redirection_into_the_network_is_not_followed() {
    let port_of = Arc::new(Mutex::new(0_u16));
    let known = Arc::clone(&port_of);
    let (port, log) = serve(move |path, _| {
        let port = *known.lock().expect("the port");
        match path {
            "/robots.txt" => status("404 Not Found", ""),
            "/rss" => status("302 Found", &format!("Location: http://localhost:{port}/metadata\r\n")),
            _ => ok("application/rss+xml", "", &rss(&["http://example.org/secret".to_owned()])),
        }
    });
    *port_of.lock().expect("the port") = port;
    // The list names 127.0.0.1 itself, not the other name of the same machine.
    let mut watch = watch(&format!("delay = \"0s\"\n[[feed]]\nurl = \"http://127.0.0.1:{port}/rss\"\n"));
    let round = watch.round(&mut State::default(), 0, &[]);
    assert!(round.items.is_empty() && round.notes.len() == 1, "{:?}", round.notes);
    let log = log.lock().expect("the log");
    assert!(!log.iter().any(|l| l.contains("metadata")), "{log:?}");
}
