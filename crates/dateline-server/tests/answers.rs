//! The interface over a real connection: every route of the description, pages, tags, faults, who may ask.
#![allow(clippy::disallowed_methods)] // tests write archives and open connections

use dateline_archive::synthetic::Synthetic;
use dateline_archive::{Archive, Entry};
use dateline_server::{Access, App, Code, Tokens, router};
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;

struct Server {
    folder: tempfile::TempDir,
    address: SocketAddr,
    _runtime: tokio::runtime::Runtime,
}

impl Server {
    fn new(reports: usize, access: Access) -> Server {
        let folder = tempfile::tempdir().unwrap();
        let path = path(folder.path());
        let entries: Vec<Entry> = Synthetic::new(3).take(reports).collect();
        let mut archive = Archive::open(&path).unwrap();
        archive.put(&entries).unwrap();
        archive.refresh_incidents().unwrap();
        let record = entries[0].record.clone();
        let code: Code =
            Box::new(
                move |text, _, _| {
                    if text == "fault" { Err("no such language".to_owned()) } else { Ok(record.clone()) }
                },
            );
        let app = App::new(&path, Some(code), access).unwrap();
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let routes = router(Arc::new(app));
        runtime.spawn(async move { axum::serve(listener, routes).await });
        Server { folder, address, _runtime: runtime }
    }

    /// Sends a request as it stands; gives status, head and body.
    fn raw(&self, request: &str) -> (u16, String, Vec<u8>) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(answer.len());
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        (status, head.to_lowercase(), answer.get(end + 4..).unwrap_or_default().to_vec())
    }

    fn ask(&self, path: &str, head: &str) -> (u16, String, Vec<u8>) {
        self.raw(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{head}\r\n", self.address))
    }

    fn json(&self, path: &str) -> serde_json::Value {
        let (status, _, body) = self.ask(path, "");
        assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&body));
        serde_json::from_slice(&body).unwrap()
    }

    fn post(&self, body: &str, head: &str) -> (u16, String, Vec<u8>) {
        self.post_to("/api/code", body, head)
    }

    fn post_to(&self, path: &str, body: &str, head: &str) -> (u16, String, Vec<u8>) {
        self.raw(&format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n{head}\r\n{body}",
            self.address,
            body.len()
        ))
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join("a.dateline")
}

const JSON: &str = "Content-Type: application/json\r\n";

#[test]
fn every_route_of_the_description_answers() {
    let server = Server::new(60, Access::default());
    let description = server.json("/api/openapi.json");
    assert_eq!(description["openapi"], "3.1.0");
    let incident = server.json("/api/incidents?limit=1")["rows"][0]["incident"].as_str().unwrap().to_owned();
    let report = server.json("/api/events?limit=1")["rows"][0]["report"].as_str().unwrap().to_owned();
    let event = server.json("/api/events?limit=1")["rows"][0]["event"].clone();
    let mut asked = 0;
    for (path, methods) in description["paths"].as_object().unwrap() {
        let path = path.replace("/incidents/{id}", &format!("/incidents/{incident}"));
        let path = path.replace("{id}", &report);
        if methods.get("post").is_some() {
            let event = event.clone();
            let (body, wanted) = match path.as_str() {
                "/api/code" => (r#"{"text":"Un texte."}"#.to_owned(), 200),
                path if path.ends_with("/events") => {
                    let fix = serde_json::json!({"type": "FIGHT"});
                    (serde_json::json!({"start": 0, "end": 4, "fix": fix, "author": "A"}).to_string(), 201)
                }
                _ => {
                    (serde_json::json!({"event": event, "verdict": "right", "author": "A"}).to_string(), 201)
                }
            };
            assert_eq!(server.post_to(&path, &body, JSON).0, wanted, "{path}");
        }
        if methods.get("get").is_some() {
            let asks = ["search", "entities", "roles"].iter().any(|end| path.ends_with(end));
            let words = if asks { "?q=gouvernement" } else { "" };
            let (status, head, body) = server.ask(&format!("{path}{words}"), "");
            assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&body));
            assert!(head.contains("content-security-policy: default-src 'none'"), "{path}: {head}");
        }
        asked += 1;
    }
    assert!(asked >= 20, "{asked}");
    for page in [
        "/",
        "/events",
        "/dyad?a=IRN&b=USA",
        "/actor",
        "/try",
        "/quotes",
        "/search",
        "/report/x",
        "/incident/x",
        "/corrections",
        "/token",
    ] {
        let (status, _, body) = server.ask(page, "");
        assert!(status == 200 && body.starts_with(b"<!DOCTYPE html>"), "{page}");
    }
}

#[test]
fn pages_of_events_are_the_list_cut() {
    let server = Server::new(60, Access::default());
    let names = |rows: &serde_json::Value| -> Vec<String> {
        rows["rows"].as_array().unwrap().iter().map(|r| r["event"].as_str().unwrap().to_owned()).collect()
    };
    let whole = names(&server.json("/api/events?limit=1000"));
    assert!(whole.len() >= 50);
    let (mut cut, mut after) = (Vec::new(), String::new());
    loop {
        let page = server.json(&format!("/api/events?limit=7&after={after}"));
        cut.extend(names(&page));
        match page["next"].as_str() {
            Some(next) => after = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(cut, whole);
    let few = server.json("/api/events?type=ASSAULT&limit=1000");
    assert!(few["rows"].as_array().unwrap().iter().all(|r| r["type"] == "ASSAULT"));
}

#[test]
fn answers_come_as_asked_for_and_unchanged_ones_are_not_sent_again() {
    let server = Server::new(30, Access::default());
    let (_, head, body) = server.ask("/api/events", "Accept: application/vnd.apache.arrow.stream\r\n");
    assert!(head.contains("arrow.stream") && body.starts_with(&[0xff; 4]), "{head}");
    let (_, head, body) = server.ask("/api/counts?group=type", "Accept: text/csv\r\n");
    assert!(head.contains("text/csv") && body.starts_with(b"type,events,"), "{head}");
    let (_, head, body) = server.ask("/api/events", "Accept: application/vnd.apache.parquet\r\n");
    assert!(head.contains("parquet") && body.starts_with(b"PAR1"), "{head}");
    let (_, head, _) = server.ask("/api/counts", "");
    let tag = head.lines().find_map(|l| l.strip_prefix("etag: ")).unwrap().to_owned();
    let (status, _, body) =
        server.ask("/api/counts", &format!("If-None-Match: {}\r\n", tag.replace("w/", "W/")));
    assert!(status == 304 && body.is_empty());
    let (_, head, _) = server.ask("/api/events", "Accept-Encoding: gzip\r\n");
    assert!(head.contains("content-encoding: gzip"), "{head}");
    let more: Vec<Entry> = Synthetic::new(9).take(20).collect();
    let before = server.json("/api/summary")["rows"][0]["reports"].clone();
    Archive::open(&path(server.folder.path())).unwrap().put(&more).unwrap();
    assert_ne!(
        server.json("/api/summary")["rows"][0]["reports"],
        before,
        "an answer is kept until the archive changes"
    );
}

#[test]
fn what_cannot_be_answered_is_said_as_a_problem() {
    let server = Server::new(20, Access::default());
    let long = format!("/api/events?actor={}", "a".repeat(2_000));
    for (path, status, words) in [
        ("/api/nothing", 404, "no such route"),
        ("/api/events?colour=red", 400, "colour"),
        ("/api/events?date=soon", 400, "no date"),
        ("/api/events?dyad=IRN", 400, "no dyad"),
        ("/api/events?review=perhaps", 400, "no verdict"),
        ("/api/incidents?after=x", 400, "no `next`"),
        ("/api/quotes?after=x", 400, "no `next`"),
        ("/api/reports?after=x", 400, "no `next`"),
        ("/api/search?q=a&after=x", 400, "no `next`"),
        ("/api/places?after=x", 400, "no `next`"),
        ("/api/reports?actor=IRN", 400, "ask /api/events"),
        ("/api/reports/nobody/events", 404, "no such report"),
        ("/api/events?after=nobody", 400, "no event"),
        ("/api/counts?group=colour", 400, "no group"),
        ("/api/search?q=%22", 400, "unterminated"),
        ("/api/events?text=%22", 400, "unterminated"),
        ("/api/search", 400, "missing field"),
        ("/api/reports/nobody", 404, "no report"),
        ("/api/incidents/nobody", 400, "no incident"),
        (long.as_str(), 400, "longer than"),
    ] {
        let (found, head, body) = server.ask(path, "");
        let body = String::from_utf8_lossy(&body).into_owned();
        assert_eq!(found, status, "{path}: {body}");
        assert!(head.contains("application/problem+json"), "{path}: {head}");
        assert!(body.contains(words), "{path}: {body}");
    }
    let (status, _, body) = server.post(r#"{"text":"fault"}"#, JSON);
    assert!(status == 422 && String::from_utf8_lossy(&body).contains("no such language"));
    assert_eq!(server.post(r#"{"text":""}"#, JSON).0, 400);
    assert_eq!(server.post("{", JSON).0, 400);
    assert_eq!(server.post(&format!("{{\"text\":\"{}\"}}", "a".repeat(2 << 20)), JSON).0, 413);
}

#[test]
fn other_sites_get_nothing() {
    let server = Server::new(5, Access::default());
    let port = server.address.port();
    let rebound = server
        .raw(&format!("GET /api/summary HTTP/1.1\r\nHost: evil.example:{port}\r\nConnection: close\r\n\r\n"));
    assert_eq!(rebound.0, 421, "a name of another site that leads here");
    assert_eq!(server.post(r#"{"text":"x"}"#, "Content-Type: text/plain\r\n").0, 415, "what a form can send");
    assert_eq!(server.post(r#"{"text":"x"}"#, &format!("{JSON}Origin: https://evil.example\r\n")).0, 403);
    let own = format!("{JSON}Origin: http://{}\r\n", server.address);
    assert_eq!(server.post(r#"{"text":"x"}"#, &own).0, 200);
    let (_, head, _) = server.ask("/api/summary", "Origin: https://evil.example\r\n");
    assert!(!head.contains("access-control-allow-origin"), "{head}");
}

#[test]
fn tokens_are_asked_for_and_have_scopes() {
    let hash = |token: &str| Sha256::digest(token).iter().map(|b| format!("{b:02x}")).collect::<String>();
    let list = format!("# who\nreader read {}\neditor write {}\n", hash("r-secret"), hash("w-secret"));
    let server = Server::new(5, Access::holders(Tokens::parse(&list, "tokens").unwrap()));
    assert_eq!(server.ask("/healthz", "").0, 200);
    assert_eq!(server.ask("/", "").0, 200, "the pages ask for the token");
    let (status, head, _) = server.ask("/api/summary", "");
    assert!(status == 401 && head.contains("www-authenticate: bearer"), "{head}");
    assert_eq!(server.ask("/metrics", "").0, 401);
    assert_eq!(server.ask("/api/summary", "Authorization: Bearer wrong\r\n").0, 401);
    assert_eq!(server.ask("/api/summary", "Authorization: Bearer r-secret\r\n").0, 200);
    let post =
        |token: &str| server.post(r#"{"text":"x"}"#, &format!("{JSON}Authorization: Bearer {token}\r\n")).0;
    assert_eq!((post("r-secret"), post("w-secret")), (403, 200));
    let guesses: Vec<u16> =
        (0..40).map(|_| server.ask("/api/summary", "Authorization: Bearer x\r\n").0).collect();
    assert!(guesses.contains(&429), "whoever guesses has to wait");
    assert_eq!(server.ask("/api/summary", "Authorization: Bearer r-secret\r\n").0, 200, "others do not");
}

#[test]
fn corrections_are_kept_with_their_author_and_shown() {
    let hash: String = Sha256::digest("w").iter().map(|b| format!("{b:02x}")).collect();
    let tokens = Tokens::parse(&format!("anna write {hash}"), "tokens").unwrap();
    for (access, head, author) in [
        (Access::default(), JSON.to_owned(), "Zoë"),
        (Access::holders(tokens), format!("{JSON}Authorization: Bearer w\r\n"), "anna"),
    ] {
        let server = Server::new(20, access);
        let json = |path: &str| -> serde_json::Value {
            let (status, _, body) = server.ask(path, &head);
            assert_eq!(status, 200, "{path}");
            serde_json::from_slice(&body).unwrap()
        };
        let row = json("/api/events?limit=1")["rows"][0].clone();
        let (event, report) = (row["event"].as_str().unwrap(), row["report"].as_str().unwrap());
        let body = serde_json::json!({
            "event": event, "verdict": "fixed", "author": "Zoë", "note": "<b>",
            "fix": {"type": "AID", "actors": [{"country": "MLI", "sector": "MIL"}], "date": "2020-07"},
        });
        let (status, _, answer) = server.post_to("/api/corrections", &body.to_string(), &head);
        assert_eq!(status, 201, "{}", String::from_utf8_lossy(&answer));
        assert_eq!(json("/api/events?review=fixed")["rows"][0]["event"], event);
        let of_report = json(&format!("/api/reports/{report}/events"));
        let review = of_report["rows"].as_array().unwrap().iter().find(|r| r["event"] == event).unwrap();
        assert_eq!((&review["author"], &review["stands"]), (&author.into(), &true.into()));
        assert_eq!(review["fixed"]["type"], "AID");
        assert_eq!(review["fixed"]["actors"][0]["code"], "MLIMIL");
        assert_eq!(review["coded"]["type"], row["type"]);
        let listed = json(&format!("/api/corrections?event={event}"));
        assert_eq!(listed["rows"][0]["note"], "<b>");
        for (body, status) in [
            (serde_json::json!({"event": "0123456789abcdef-1", "verdict": "right", "author": "A"}), 404),
            (serde_json::json!({"event": event, "verdict": "maybe", "author": "A"}), 422),
            (
                serde_json::json!({"event": event, "verdict": "fixed", "fix": {"type": "x y"}, "author": "A"}),
                400,
            ),
            (serde_json::json!({"event": event, "verdict": "right", "colour": "red", "author": "A"}), 422),
        ] {
            assert_eq!(server.post_to("/api/corrections", &body.to_string(), &head).0, status, "{body}");
        }
        let body = serde_json::json!({"event": event, "verdict": "wrong"}).to_string();
        let nameless = server.post_to("/api/corrections", &body, &head).0;
        assert_eq!(nameless, if author == "anna" { 201 } else { 400 }, "who corrects is known");
        let missed = serde_json::json!({
            "start": 0, "end": 5, "author": "Zoë", "fix": {"type": "FIGHT", "actors": [{"entity": "ent1"}]},
        });
        let path = format!("/api/reports/{report}/events");
        let (status, _, answer) = server.post_to(&path, &missed.to_string(), &head);
        assert_eq!(status, 201, "{}", String::from_utf8_lossy(&answer));
        let added: serde_json::Value = serde_json::from_slice(&answer).unwrap();
        assert_eq!((&added["verdict"], &added["author"]), (&"added".into(), &author.into()));
        let of_report = json(&path);
        let review =
            of_report["rows"].as_array().unwrap().iter().find(|r| r["event"] == added["event"]).unwrap();
        assert_eq!(
            (&review["added"], &review["id"], &review["stands"]),
            (&true.into(), &serde_json::Value::Null, &true.into())
        );
        assert_eq!(server.post_to(&path, &missed.to_string(), &head).0, 400, "it is there already");
        assert_eq!(server.post_to("/api/reports/nobody/events", &missed.to_string(), &head).0, 404);
        let took = serde_json::json!({"event": added["event"], "verdict": "unreviewed", "author": "Zoë"})
            .to_string();
        assert_eq!(server.post_to("/api/corrections", &took, &head).0, 201, "and can be taken back");
        let elsewhere = format!("{head}Sec-Fetch-Site: cross-site\r\n");
        assert_eq!(server.post_to("/api/corrections", &body, &elsewhere).0, 403);
        assert_eq!(server.post_to("/api/corrections", &body, "Content-Type: text/plain\r\n").0, 415);
    }
}

#[test]
fn lists_are_cut_into_pages_that_make_the_whole() {
    let server = Server::new(60, Access::default());
    for path in [
        "/api/incidents?newest=true&",
        "/api/quotes?",
        "/api/claims?",
        "/api/reports?",
        "/api/dyads?",
        "/api/places?",
        "/api/entities?q=a&",
        "/api/counts?group=month,type&",
        "/api/search?q=gouvernement&",
    ] {
        let whole = server.json(&format!("{path}limit=1000"))["rows"].as_array().unwrap().clone();
        let (mut cut, mut after) = (Vec::new(), String::new());
        loop {
            let page = server.json(&format!("{path}limit=9&after={after}"));
            cut.extend(page["rows"].as_array().unwrap().clone());
            match page["next"].as_str() {
                Some(next) => after = next.to_owned(),
                None => break,
            }
        }
        assert_eq!(cut, whole, "{path}");
        assert!(path.contains("quotes") || !whole.is_empty(), "{path}");
    }
    let dyads = server.json("/api/dyads");
    let events: Vec<i64> =
        dyads["rows"].as_array().unwrap().iter().map(|r| r["events"].as_i64().unwrap()).collect();
    assert!(events.windows(2).all(|w| w[0] >= w[1]), "the most active first: {events:?}");
}

#[test]
fn a_hundred_readers_beside_a_writer_get_their_answers() {
    let server = Server::new(40, Access::default());
    let archive = path(server.folder.path());
    let writer = std::thread::spawn(move || {
        let mut archive = Archive::open(&archive).unwrap();
        for seed in 20..30 {
            let more: Vec<Entry> = Synthetic::new(seed).take(20).collect();
            archive.put(&more).unwrap();
            archive.refresh_incidents().unwrap();
        }
    });
    let event = server.json("/api/events?limit=1")["rows"][0]["event"].clone();
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..100)
            .map(|n| {
                let server = &server;
                scope.spawn(move || {
                    let paths = [
                        "/api/summary",
                        "/api/events?limit=20",
                        "/api/counts?group=dyad",
                        "/api/incidents?limit=5",
                    ];
                    (0..4).all(|i| server.ask(paths[(n + i) % 4], "").0 == 200)
                })
            })
            .collect();
        let body = serde_json::json!({"event": event, "verdict": "right", "author": "A"}).to_string();
        assert_eq!(server.post_to("/api/corrections", &body, JSON).0, 201, "an analyst beside them all");
        assert!(readers.into_iter().all(|r| r.join().unwrap()));
    });
    writer.join().unwrap();
    let (_, _, body) = server.ask("/metrics", "");
    assert!(
        String::from_utf8_lossy(&body).contains("outcome=\"failed\"} 0"),
        "{}",
        String::from_utf8_lossy(&body)
    );
}
