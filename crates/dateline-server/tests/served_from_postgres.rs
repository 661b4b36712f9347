//! The interface of an archive in PostgreSQL: the answers of a file, corrections, and a server that goes away and comes back.
#![allow(clippy::disallowed_methods)] // tests write archives and open connections

use dateline_archive::Entry;
use dateline_archive::synthetic::Synthetic;
use dateline_server::{Access, App, router};
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use store::Place;

#[path = "../../dateline-archive/tests/store/mod.rs"]
mod store;

struct Server {
    address: SocketAddr,
    _runtime: tokio::runtime::Runtime,
}

impl Server {
    fn new(path: &Path) -> Server {
        let app = App::new(path, None, Access::default()).unwrap();
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let routes = router(Arc::new(app));
        runtime.spawn(async move { axum::serve(listener, routes).await });
        Server { address, _runtime: runtime }
    }

    fn send(&self, request: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head.to_lowercase(), body.to_owned())
    }

    fn ask(&self, path: &str) -> (u16, String, String) {
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nAccept: text/csv\r\nConnection: close\r\n\r\n",
            self.address
        ))
    }

    fn post(&self, path: &str, body: &str) -> (u16, String, String) {
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        ))
    }
}

/// What stands between the archive's connections and the database, and can be cut.
struct Line {
    address: SocketAddr,
    open: Arc<AtomicBool>,
    ends: Arc<Mutex<Vec<TcpStream>>>,
}

impl Line {
    fn to(target: String) -> Line {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (open, ends) = (Arc::new(AtomicBool::new(true)), Arc::new(Mutex::new(Vec::new())));
        let line = Line { address, open: Arc::clone(&open), ends: Arc::clone(&ends) };
        std::thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                if !open.load(Ordering::SeqCst) {
                    continue;
                }
                let far = TcpStream::connect(&target).unwrap();
                for (mut from, mut to) in [
                    (near.try_clone().unwrap(), far.try_clone().unwrap()),
                    (far.try_clone().unwrap(), near.try_clone().unwrap()),
                ] {
                    std::thread::spawn(move || {
                        let _ = std::io::copy(&mut from, &mut to);
                        let _ = to.shutdown(Shutdown::Both);
                    });
                }
                ends.lock().unwrap().extend([near, far]);
            }
        });
        line
    }

    fn cut(&self) {
        self.open.store(false, Ordering::SeqCst);
        for end in self.ends.lock().unwrap().drain(..) {
            let _ = end.shutdown(Shutdown::Both);
        }
    }

    fn mend(&self) {
        self.open.store(true, Ordering::SeqCst);
    }
}

const ROUTES: [&str; 14] = [
    "/api/summary",
    "/api/events?limit=30",
    "/api/events?party=IRN&limit=30",
    "/api/events?text=gouvernement&limit=30",
    "/api/counts?group=dyad,month",
    "/api/counts?group=month,type&date=2019",
    "/api/dyads?party=IRN",
    "/api/places",
    "/api/claims",
    "/api/reports?limit=20",
    "/api/incidents?newest=true&limit=20",
    "/api/search?q=gouv*",
    "/api/quotes",
    "/api/entities?q=gouv",
];

#[test]
fn an_archive_in_a_database_is_served_as_a_file_is() {
    let Some(schema) = Place::schema() else { return };
    let entries: Vec<Entry> = Synthetic::new(3).take(60).collect();
    let file = Place::file();
    drop((file.with(&entries), schema.with(&entries)));
    let text = schema.path.to_str().unwrap();
    let target = text.split('@').nth(1).unwrap().split('/').next().unwrap().to_owned();
    let line = Line::to(target.clone());
    let through = PathBuf::from(text.replace(&target, &line.address.to_string()));
    let (of_file, of_schema) = (Server::new(&file.path), Server::new(&through));
    for route in ROUTES {
        let (wanted, found) = (of_file.ask(route), of_schema.ask(route));
        assert_eq!(wanted.0, 200, "{route}: {}", wanted.2);
        assert_eq!((found.0, found.2), (200, wanted.2), "{route}");
    }
    let name = |csv: &str| csv.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
    let event = name(&of_schema.ask("/api/events?limit=1").2);
    let posted = serde_json::json!({"event": event, "verdict": "wrong", "author": "Zoë"}).to_string();
    let (before, after) = (
        of_schema.ask("/api/summary").1,
        (of_schema.post("/api/corrections", &posted), of_schema.ask("/api/events?review=wrong")),
    );
    assert!(before.contains("etag") && after.0.0 == 201, "{:?}", after.0);
    assert_eq!(name(&after.1.2), event, "answers are kept until the archive changes, and no longer");
    for (path, words) in [
        ("/api/search?q=%22", "unterminated"),
        ("/api/search?q=NEAR(a)", "NEAR"),
        ("/api/quotes?after=x", "no `next`"),
    ] {
        let (status, _, body) = of_schema.ask(path);
        assert!(status == 400 && body.contains(words), "{path}: {status} {body}");
    }

    line.cut();
    for _ in 0..3 {
        let (status, head, body) = of_schema.ask("/api/events?limit=3");
        assert_eq!(status, 503, "{body}");
        assert!(head.contains("application/problem+json") && head.contains("retry-after: 5"), "{head}");
        assert!(body.contains("does not answer") && !body.contains("dateline@"), "{body}");
    }
    assert_eq!(of_schema.post("/api/corrections", &posted).0, 503);
    assert_eq!(of_schema.ask("/healthz").0, 200, "the server itself stands");
    line.mend();
    assert_eq!(of_schema.ask("/api/events?limit=3").0, 200, "and asks again");
    let right = serde_json::json!({"event": event, "verdict": "right", "author": "Zoë"}).to_string();
    assert_eq!(of_schema.post("/api/corrections", &right).0, 201);

    // What ends the connections between two questions is noticed and mended without a word.
    store::client()
        .execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dateline'",
            &[],
        )
        .unwrap();
    assert_eq!(of_schema.ask("/api/events?limit=4").0, 200);
    std::thread::scope(|scope| {
        let asked: Vec<_> = (0..40)
            .map(|n| {
                let (server, route) = (&of_schema, ROUTES[n % ROUTES.len()]);
                scope.spawn(move || server.ask(route).0)
            })
            .collect();
        assert!(asked.into_iter().all(|a| a.join().unwrap() == 200));
    });
}
