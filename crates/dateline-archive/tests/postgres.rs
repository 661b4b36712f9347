//! PostgreSQL beside the file: the same answers to the same questions, and what only a server can do to an archive.
#![allow(clippy::disallowed_methods)] // tests write archives and look at the clock

use dateline_archive::synthetic::{Synthetic, place_name, producer};
use dateline_archive::{
    Added, Archive, ArchiveError, CsvRows, Entry, Filter, Fix, Group, Judgement, Origin, Page, Query, Rows,
    VERSION, Verdict,
};
use dateline_record::{CueRecord, QuoteRecord, SpanRecord, ViaRecord};
use std::path::Path;
use std::time::Duration;
use store::{Place, client};

mod store;

/// Reports with quotes, missing dates, odd names and texts.
fn entries() -> Vec<Entry> {
    let mut all: Vec<Entry> = Synthetic::new(11).take(150).collect();
    for (i, entry) in all.iter_mut().enumerate() {
        let record = &mut entry.record;
        let span = |text: &str| SpanRecord { start: i as u32, end: i as u32 + 3, text: text.to_owned() };
        if i % 3 == 0 {
            record.quotes = vec![QuoteRecord {
                id: "quote1".to_owned(),
                kind: "direct".to_owned(),
                content: vec![span("Nous ÉTIONS là"), span("et Ici")],
                cue: Some(CueRecord { span: span("dit"), lemma: "dire".to_owned() }),
                speaker: Some("ent1".to_owned()),
                speaker_mention: None,
                addressee: None,
                via: Some(ViaRecord { entity: Some("ent2".to_owned()), mention: span("agence") }),
                rule: "synthetic".to_owned(),
                confidence: 0.5,
            }];
        }
        if i % 20 == 7 {
            (record.published.value, record.published.earliest, record.published.latest) = (None, None, None);
        }
        if i % 25 == 3 {
            let date = &mut record.events[0].date;
            (date.edtf, date.earliest, date.latest) = (None, None, None);
            record.events[0].cameo = None;
        }
        if i % 30 == 1 {
            record.title = Some("Zoë l'Été \"et\" le \0 reste".replace('\0', "\u{fffd}"));
            record.publisher = Some("agence UNE".to_owned());
        }
        if i % 30 == 2 {
            (record.events[0].kind, record.events[0].quad_class) = (None, None);
            record.events[0].attribution[0].source = "ent1".to_owned();
        }
    }
    all
}

/// What an archive says, as CSV.
fn csv(ask: impl FnOnce(&mut dyn Rows) -> u64) -> String {
    let mut out = Vec::new();
    ask(&mut CsvRows(&mut out));
    String::from_utf8(out).unwrap()
}

fn filters() -> Vec<Filter> {
    let some = |text: &str| Some(text.to_owned());
    let mut all = vec![
        Filter::default(),
        Filter { actor: some("IRN"), ..Filter::default() },
        Filter { recipient: some("USAGOV"), ..Filter::default() },
        Filter { party: some("gouvernement IRN"), ..Filter::default() },
        Filter { party: some("nobody at all"), ..Filter::default() },
        Filter { kind: some("assault"), ..Filter::default() },
        Filter { kind: some("19"), ..Filter::default() },
        Filter { place: some(&place_name(1).to_uppercase()), ..Filter::default() },
        Filter { place: some("USA"), ..Filter::default() },
        Filter { place: some("9000001"), ..Filter::default() },
        Filter { status: some("denied"), ..Filter::default() },
        Filter { speaker: some("NARRATOR"), ..Filter::default() },
        Filter { speaker: some("IRN"), ..Filter::default() },
        Filter { text: some("REBELLION OR Été"), ..Filter::default() },
        Filter { publisher: some("Agence Une"), ..Filter::default() },
        Filter { review: some("wrong"), ..Filter::default() },
        Filter { review: some("standing"), ..Filter::default() },
        Filter { review: some("unreviewed"), ..Filter::default() },
        Filter { no_copies: true, ..Filter::default() },
        Filter { no_copies: true, kind: some("AID"), ..Filter::default() },
    ];
    for (dyad, date) in [
        ("IRN:USA", ""),
        ("", "2019"),
        ("", "2019-03/2021-02"),
        ("USA:IRN", "2017/.."),
        ("", "../2020-05-17"),
    ] {
        let mut filter = Filter::default();
        if !dyad.is_empty() {
            filter.between(dyad).unwrap();
        }
        if !date.is_empty() {
            filter.on(date).unwrap();
        }
        all.push(filter);
    }
    all
}

/// Every kind of question, with its answer.
fn answers(archive: &mut Archive) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let page = Page::first(40);
    for filter in filters() {
        let mut told = |what: &str, text: String| all.push((format!("{what} of {filter:?}"), text));
        let list = Query { filter: filter.clone(), limit: Some(500), ..Query::default() };
        told("events", csv(|to| archive.query(&list, to).unwrap()));
        let whole = Query { filter: filter.clone(), ..Query::default() };
        told("all events", csv(|to| archive.query(&whole, to).unwrap()));
        for (name, group) in Group::ALL {
            for more in [vec![], vec![Group::Dyad], vec![Group::Month, Group::Status]] {
                let mut groups = vec![group];
                groups.extend(more.into_iter().filter(|g| *g != group));
                let query = Query {
                    filter: filter.clone(),
                    group: groups,
                    largest: name.len() % 2 == 0,
                    ..Query::default()
                };
                told(name, csv(|to| archive.query(&query, to).unwrap()));
            }
        }
        told("places", csv(|to| archive.places(&filter, &page, to).unwrap()));
        told("claims", csv(|to| archive.claims(&filter, Some("killed"), &page, to).unwrap()));
        told("incidents", csv(|to| archive.incidents(&filter, 2, &page, to).unwrap()));
        told("newest", csv(|to| archive.newest_incidents(&filter, 1, &page, to).unwrap()));
        told("ledger", format!("{:?}", archive.ledger(&filter, None, None).unwrap()));
        told(
            "ledger then",
            format!("{:?}", archive.ledger(&filter, None, "2020-01-01".parse().ok()).unwrap()),
        );
        told("reports", csv(|to| archive.reports(&filter, Some("fr"), &page, to).unwrap()));
    }
    for words in
        ["rébellion", "\"gouvernement IRN\"", "gouv*", "a OR armée", "armée NOT gouvernement", "Zoë ete"]
    {
        all.push((format!("search {words}"), csv(|to| archive.search(words, &page, to).unwrap())));
    }
    for (speaker, text) in [
        (None, None),
        (Some("irn"), None),
        (None, Some("étions")),
        (None, Some("ICI")),
        (Some("x"), Some("y")),
    ] {
        let quotes = csv(|to| archive.quotes(speaker, text, &page, to).unwrap());
        all.push((format!("quotes {speaker:?} {text:?}"), quotes));
    }
    for words in ["gouv", "IRNGOV", "é", "nobody"] {
        all.push((format!("actors {words}"), csv(|to| archive.actors(words, &page, to).unwrap())));
        all.push((format!("roles {words}"), csv(|to| archive.roles(words, &page, to).unwrap())));
    }
    all.push((
        "corrections".to_owned(),
        csv(|to| archive.corrections(None, None, None, None, 99, to).unwrap()),
    ));
    for sql in [
        "SELECT count(*) AS n, sum(own) AS own, max(goldstein) AS g, min(earliest) AS first FROM event",
        "SELECT type, count(*) AS n FROM event GROUP BY type ORDER BY n DESC, type;",
        "SELECT NULL AS none, 'x' AS text, 1.5 AS half -- and no more",
    ] {
        all.push((sql.to_owned(), csv(|to| archive.sql(sql, Some(5), to).unwrap())));
    }
    all
}

#[test]
fn the_same_questions_have_the_same_answers() {
    let Some(schema) = Place::schema() else { return };
    let entries = entries();
    let mut told = Vec::new();
    for place in [Place::file(), schema] {
        let mut archive = place.with(&entries[..100]);
        let added: Vec<Added> = entries.chunks(37).map(|some| archive.put(some).unwrap()).collect();
        let mut new = entries[40].clone();
        new.record.producer = producer("new");
        new.record.events[0].kind = Some("PROTEST".to_owned());
        let changed = archive.put(&[new]).unwrap();
        archive.refresh_incidents().unwrap();
        for (entry, verdict) in
            entries.iter().step_by(9).zip([Verdict::Wrong, Verdict::Right].into_iter().cycle())
        {
            let event = archive.reviews(&entry.record.id).unwrap()[0].0.clone();
            archive
                .correct(&Judgement {
                    event,
                    verdict,
                    fix: Fix::default(),
                    author: "Zoë".to_owned(),
                    made: "2026-03-04T10:00:00Z".to_owned(),
                    note: None,
                })
                .unwrap();
        }
        let mut records = Vec::new();
        archive
            .records::<ArchiveError>(&filters()[1], |record, events| {
                records.push((record.clone(), events.clone()));
                Ok(())
            })
            .unwrap();
        let revisions = archive.revisions(&Origin::of_record(&entries[40].record).key).unwrap();
        assert_eq!(archive.check().unwrap(), Vec::<String>::new());
        told.push((added, changed, records, revisions, answers(&mut archive)));
    }
    let (file, server) = (&told[0], &told[1]);
    assert_eq!((&file.0, &file.1), (&server.0, &server.1));
    assert!(file.2 == server.2 && file.3 == server.3);
    assert_eq!(file.4.len(), server.4.len());
    for ((question, file), (_, server)) in file.4.iter().zip(&server.4) {
        assert_eq!(file, server, "{question}");
    }
    let empty = file.4.iter().filter(|(_, text)| text.lines().count() < 2).count();
    assert!(empty * 3 < file.4.len(), "{empty} of {} answers are empty", file.4.len());
}

#[test]
fn a_writer_that_is_cut_off_leaves_nothing_half_kept() {
    let Some(place) = Place::schema() else { return };
    let entries: Vec<Entry> = Synthetic::new(5).take(300).collect();
    let mut archive = place.open();
    let mut operator = client();
    let (mut cut, mut kept) = (0, 0);
    for wait in [0, 20, 60, 120, 200, 300, 450, 700] {
        let mut pid = Vec::new();
        archive.sql("SELECT pg_backend_pid() AS pid", None, &mut CsvRows(&mut pid)).unwrap();
        let pid: i32 = String::from_utf8(pid).unwrap().lines().nth(1).unwrap().parse().unwrap();
        let (back, outcome) = std::thread::scope(|scope| {
            let entries = &entries;
            let writer = scope.spawn(move || {
                let outcome = archive.put(entries);
                (archive, outcome)
            });
            std::thread::sleep(Duration::from_millis(wait));
            operator.execute("SELECT pg_terminate_backend($1)", &[&pid]).unwrap();
            writer.join().unwrap()
        });
        archive = back;
        match outcome {
            Err(error) => {
                assert!(error.is_lost(), "{error}");
                cut += 1;
                assert_eq!(archive.len().unwrap(), kept, "after {wait} ms");
            }
            Ok(_) => kept = 300,
        }
    }
    assert!(cut > 0, "the writer was never cut off in its midst");
    let whole = archive.put(&entries).unwrap();
    assert_eq!(whole.added + whole.same, 300);
    archive.refresh_incidents().unwrap();
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
    println!("{cut} of 8 writers were cut off");
    let file = Place::file().with(&entries);
    let all = Query { group: vec![Group::Dyad, Group::Month], ..Query::default() };
    let counts = |archive: &Archive| csv(|to| archive.query(&all, to).unwrap());
    assert_eq!(counts(&archive), counts(&file));
}

#[test]
fn writers_take_turns_and_readers_see_whole_batches() {
    let Some(place) = Place::schema() else { return };
    let entries: Vec<Entry> = Synthetic::new(6).take(160).collect();
    drop(place.open());
    std::thread::scope(|scope| {
        for start in 0..2 {
            let (entries, place) = (&entries, &place);
            scope.spawn(move || {
                let mut archive = place.open();
                // Both bring all reports, in another order.
                for i in 0..20 {
                    let at = (i + start * 10) % 20 * 8;
                    archive.put(&entries[at..at + 8]).unwrap();
                }
            });
        }
        let reader = Archive::reader(&place.path).unwrap();
        let mut last = 0;
        while last < 160 {
            let seen = reader.len().unwrap();
            assert!(seen.is_multiple_of(8) && seen >= last);
            last = seen;
        }
    });
    let mut archive = place.open();
    archive.refresh_incidents().unwrap();
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
    for group in
        [vec![Group::Dyad, Group::Month], vec![Group::Month, Group::Type], vec![Group::Dyad, Group::Type]]
    {
        let query = Query { group, ..Query::default() };
        let table = csv(|to| archive.query(&query, to).unwrap());
        assert_eq!(table, csv(|to| archive.query_unmaterialised(&query, to).unwrap()));
    }
    archive.patience(Duration::from_millis(100)).unwrap();
    let mut other = client();
    let mut held = other.transaction().unwrap();
    held.execute("SELECT pg_advisory_xact_lock(1146375246, hashtext($1))", &[&place.name()]).unwrap();
    let busy = archive.put(&Synthetic::new(9).take(1).collect::<Vec<_>>()).unwrap_err();
    assert!(busy.is_busy(), "{busy}");
    held.rollback().unwrap();
    archive.put(&Synthetic::new(9).take(1).collect::<Vec<_>>()).unwrap();
}

#[test]
fn what_is_no_archive_of_today_is_refused() {
    let Some(place) = Place::schema() else { return };
    let said =
        |outcome: Result<Archive, ArchiveError>| outcome.err().map(|e| e.to_string()).unwrap_or_default();
    assert!(said(Archive::reader(&place.path)).contains("dateline add"));
    let archive = place.open();
    assert!(archive.changes().unwrap().is_some() && archive.size().unwrap() > 0);
    let mut sql = client();
    sql.batch_execute(&format!("UPDATE {}.dateline SET version = 99", place.name())).unwrap();
    for outcome in [Archive::open(&place.path), Archive::reader(&place.path)] {
        let said = said(outcome);
        assert!(said.contains("99") && said.contains(&VERSION.to_string()), "{said}");
    }
    let other = Place::schema().unwrap();
    sql.batch_execute(&format!("CREATE TABLE {}.report (x INT)", other.name())).unwrap();
    assert!(said(Archive::open(&other.path)).contains("another program"));
    let none = format!("{}x", place.path.display());
    assert!(said(Archive::open(Path::new(&none))).contains("names no schema"));
}

#[test]
fn readers_cannot_write_and_questions_have_bounds() {
    let Some(place) = Place::schema() else { return };
    drop(place.with(&Synthetic::new(2).take(10).collect::<Vec<_>>()));
    let mut reader = Archive::reader(&place.path).unwrap();
    assert!(reader.put(&Synthetic::new(3).take(1).collect::<Vec<_>>()).is_err());
    let mut writer = place.open();
    for sql in [
        "DELETE FROM report",
        "SELECT 1; DELETE FROM report",
        "WITH gone AS (DELETE FROM report RETURNING report) SELECT * FROM gone",
        "SELECT $1",
        "SELEC 1",
        "SELECT * FROM nowhere",
        "SELECT 1/0",
        "SELECT setval('event_event_seq', 1)",
        "COPY report TO STDOUT",
        "SELECT FROM report",
        "",
    ] {
        let fault = writer.sql(sql, None, &mut CsvRows(Vec::new())).unwrap_err();
        assert!(fault.is_question(), "{sql}: {fault:?}");
    }
    assert_eq!(writer.len().unwrap(), 10);
    assert!(writer.most_pages(10).unwrap_err().to_string().contains("pg_dump"));
    let mut to = Place::file().open();
    assert!(writer.salvage(&mut to).unwrap_err().is_question());
    for words in ["\"", "NEAR(a b)", "a AND"] {
        assert!(writer.search(words, &Page::first(1), &mut CsvRows(Vec::new())).unwrap_err().is_question());
    }
}

#[test]
fn no_message_has_the_password() {
    for address in ["postgres://anna:secret@127.0.0.1:1/news", "postgres://anna:secret@127.0.0.1:x/news"] {
        let fault = Archive::open(Path::new(address)).err().unwrap();
        assert!(!format!("{fault} {fault:?}").contains("secret"), "{fault:?}");
        assert!(fault.to_string().contains("anna:***@"), "{fault}");
    }
}
