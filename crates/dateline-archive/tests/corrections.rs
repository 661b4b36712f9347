//! What analysts say stays: through new codings, withdrawals and repair, with author and time; the last word holds.
#![allow(clippy::disallowed_methods)] // tests write archives

use dateline_archive::synthetic::{Synthetic, producer};
use dateline_archive::{
    Archive, ArchiveError, Entry, Filter, Fix, JsonRows, Judgement, Missed, Query, Side, Verdict,
    salvage_pages,
};
use store::Place;

mod store;

struct Case {
    archive: Archive,
    entries: Vec<Entry>,
    place: Place,
}

impl Case {
    fn new(place: Place) -> Case {
        let mut archive = place.open();
        let entries: Vec<Entry> = Synthetic::new(7).take(12).collect();
        archive.put(&entries).unwrap();
        Case { archive, entries, place }
    }

    fn events(&self, filter: Filter) -> Vec<serde_json::Value> {
        let mut out = Vec::new();
        let query = Query { filter, ..Query::default() };
        self.archive.query(&query, &mut JsonRows::new(&mut out)).unwrap();
        String::from_utf8(out).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    }

    /// The first event of a report, by its lasting name.
    fn event(&self, n: usize) -> String {
        self.archive.reviews(&self.entries[n].record.id).unwrap()[0].0.clone()
    }

    fn say(&mut self, event: &str, verdict: Verdict, fix: Fix) -> Result<i64, ArchiveError> {
        self.archive.correct(&Judgement {
            event: event.to_owned(),
            verdict,
            fix,
            author: "Anna".to_owned(),
            made: "2026-03-04T10:00:00Z".to_owned(),
            note: Some(" seen in the agency's own text ".to_owned()),
        })
    }

    fn code_again(&mut self, n: usize, change: impl FnOnce(&mut Entry)) {
        let mut entry = self.entries[n].clone();
        entry.record.producer = producer("new");
        change(&mut entry);
        self.archive.put(&[entry]).unwrap();
    }

    fn with(&self, review: &str) -> usize {
        self.events(Filter { review: Some(review.to_owned()), ..Filter::default() }).len()
    }
}

fn kind(kind: &str) -> Fix {
    Fix { kind: Some(kind.to_owned()), ..Fix::default() }
}

#[test]
fn the_last_word_on_an_event_holds_and_filters_find_it() {
    Place::all().into_iter().map(Case::new).for_each(the_last_word_on_an_event_holds_and_filters_find_it_in);
}

fn the_last_word_on_an_event_holds_and_filters_find_it_in(mut case: Case) {
    let all = case.events(Filter::default()).len();
    let event = case.event(0);
    case.say(&event, Verdict::Wrong, Fix::default()).unwrap();
    assert_eq!((case.with("wrong"), case.with("standing"), case.with("unreviewed")), (1, all - 1, all - 1));
    case.say(&event, Verdict::Fixed, kind("AID")).unwrap();
    assert_eq!((case.with("wrong"), case.with("fixed"), case.with("standing")), (0, 1, all));
    let row = case.events(Filter { review: Some("fixed".to_owned()), ..Filter::default() }).remove(0);
    assert_eq!((row["event"].as_str(), row["review"].as_str()), (Some(event.as_str()), Some("fixed")));
    case.say(&event, Verdict::Unreviewed, Fix::default()).unwrap();
    assert_eq!((case.with("fixed"), case.with("unreviewed")), (0, all));
    let mut out = Vec::new();
    let id = case.entries[0].record.id.clone();
    case.archive.corrections(Some(&id), None, None, None, 9, &mut JsonRows::new(&mut out)).unwrap();
    let lines: Vec<serde_json::Value> =
        String::from_utf8(out).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let verdicts: Vec<&str> = lines.iter().map(|l| l["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["unreviewed", "fixed", "wrong"], "nothing is lost");
    assert_eq!(lines[0]["holds"], true);
    assert_eq!(lines[1]["holds"], false);
    assert_eq!(
        (lines[1]["author"].as_str(), lines[1]["note"].as_str()),
        (Some("Anna"), Some("seen in the agency's own text"))
    );
    let change = case.archive.sql(
        "UPDATE correction SET verdict = 'right'",
        None,
        &mut JsonRows::new(&mut Vec::new()),
    );
    assert!(change.is_err(), "there is no way to change one");
}

#[test]
fn a_new_coding_overwrites_nothing_an_analyst_said() {
    Place::all().into_iter().map(Case::new).for_each(a_new_coding_overwrites_nothing_an_analyst_said_in);
}

fn a_new_coding_overwrites_nothing_an_analyst_said_in(mut case: Case) {
    let names: Vec<String> = (0..3).map(|n| case.event(n)).collect();
    let side = Side { country: Some("MLI".to_owned()), sector: Some("REB".to_owned()), ..Side::default() };
    case.say(&names[0], Verdict::Right, Fix::default()).unwrap();
    case.say(&names[1], Verdict::Fixed, Fix { actors: Some(vec![side]), ..kind("PROTEST") }).unwrap();
    case.say(&names[2], Verdict::Wrong, Fix::default()).unwrap();
    let before: Vec<_> = (0..3).map(|n| case.entries[n].record.events[0].clone()).collect();
    // The first changes its type, the second goes altogether, the third changes its type.
    case.code_again(0, |e| e.record.events[0].kind = Some("YIELD".to_owned()));
    case.code_again(1, |e| {
        e.record.events.clear();
        e.record.claims.clear();
    });
    case.code_again(2, |e| e.record.events[0].kind = Some("YIELD".to_owned()));

    let corrected = |n: usize| {
        let mut record = case.archive.record(&case.entries[n].record.id).unwrap().unwrap();
        let verdicts = case.archive.reviewed(&mut record).unwrap();
        (record, verdicts)
    };
    let (first, verdicts) = corrected(0);
    assert_eq!(first.events[0].kind, before[0].kind, "what was affirmed stands, not what was coded later");
    assert_eq!(verdicts.values().collect::<Vec<_>>(), [&Verdict::Right]);
    let reviews = case.archive.reviews(&first.id).unwrap();
    let now = case.archive.record(&first.id).unwrap().unwrap();
    assert!(!reviews[0].2.as_ref().unwrap().stands(&now), "it is said that the coding differs now");
    let (second, verdicts) = corrected(1);
    assert_eq!(second.events.len(), 1, "an affirmed event is there although the coding lost it");
    let event = &second.events[0];
    assert_eq!(
        (event.kind.as_deref(), event.cameo.as_deref(), event.quad_class),
        (Some("PROTEST"), None, None)
    );
    let actor = second.entities.iter().find(|e| e.id == event.actors[0].entity).unwrap();
    assert_eq!(
        (actor.country.as_deref(), actor.sector.as_deref(), actor.code.as_deref()),
        (Some("MLI"), Some("REB"), Some("MLIREB"))
    );
    assert_eq!(event.recipients.len(), before[1].recipients.len());
    assert_eq!(verdicts.len(), 1);
    let (third, verdicts) = corrected(2);
    assert_eq!(third.events[0].kind.as_deref(), Some("YIELD"));
    assert!(verdicts.is_empty(), "another event was called wrong");
    let mut seen = 0;
    case.archive
        .reviewed_records::<ArchiveError>(|_, _| {
            seen += 1;
            Ok(())
        })
        .unwrap();
    assert_eq!(seen, 3);
}

#[test]
fn repair_carries_corrections_over() {
    let mut case = Case::new(Place::file());
    let (first, second) = (case.event(0), case.event(1));
    case.say(&first, Verdict::Wrong, Fix::default()).unwrap();
    case.say(&second, Verdict::Fixed, kind("AID")).unwrap();
    case.code_again(1, |e| {
        e.record.events.clear();
        e.record.claims.clear();
    });
    let mut new = Archive::open(&case.place.folder().join("new.dateline")).unwrap();
    assert_eq!(case.archive.salvage(&mut new).unwrap().faults, Vec::<String>::new());
    // The same from the pages alone, without the first one.
    let path = case.place.folder().join("pages.dateline");
    let whole = rusqlite::Connection::open(case.place.folder().join("a.dateline")).unwrap();
    whole.execute("VACUUM INTO ?1", [path.to_str()]).unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[..8192].fill(0);
    std::fs::write(&path, bytes).unwrap();
    let mut paged = Archive::open(&case.place.folder().join("paged.dateline")).unwrap();
    assert_eq!(salvage_pages(&path, &mut paged).unwrap().faults, Vec::<String>::new());
    for n in 0..2 {
        let told = |archive: &Archive| {
            let mut record = archive.record(&case.entries[n].record.id).unwrap().unwrap();
            let verdicts = archive.reviewed(&mut record).unwrap();
            (record, verdicts)
        };
        assert_eq!(told(&new), told(&case.archive));
        assert_eq!(told(&paged), told(&case.archive));
    }
}

#[test]
fn what_cannot_be_meant_is_refused_with_the_mend() {
    Place::all().into_iter().map(Case::new).for_each(what_cannot_be_meant_is_refused_with_the_mend_in);
}

fn what_cannot_be_meant_is_refused_with_the_mend_in(mut case: Case) {
    let event = case.event(0);
    let side = |side: Side| Fix { actors: Some(vec![side]), ..Fix::default() };
    for (fix, words) in [
        (kind("assault"), "PLOVER type"),
        (Fix { cameo: Some("19x".to_owned()), ..Fix::default() }, "two to four digits"),
        (Fix { status: Some("maybe".to_owned()), ..Fix::default() }, "one of asserted"),
        (Fix { date: Some("soon".to_owned()), ..Fix::default() }, "write 2020-07-21"),
        (side(Side { entity: Some("ent99".to_owned()), ..Side::default() }), "no entity `ent99`"),
        (side(Side { words: Some((5, 9_999_999)), ..Side::default() }), "not within the text"),
        (side(Side::default()), "a side needs"),
        (Fix::default(), "nothing differs"),
    ] {
        let fault = case.say(&event, Verdict::Fixed, fix).unwrap_err();
        assert!(fault.is_question() && fault.to_string().contains(words), "{fault}");
    }
    assert!(case.say(&event, Verdict::Right, kind("AID")).unwrap_err().to_string().contains("`fixed`"));
    assert!(
        case.say("0123456789abcdef-1", Verdict::Right, Fix::default())
            .unwrap_err()
            .to_string()
            .contains("no event")
    );
    assert!(case.say("x", Verdict::Right, Fix::default()).is_err());
    assert!(
        case.archive
            .query(
                &Query {
                    filter: Filter { review: Some("x".to_owned()), ..Filter::default() },
                    ..Query::default()
                },
                &mut JsonRows::new(&mut Vec::new())
            )
            .is_err()
    );
}

#[test]
fn a_missed_event_is_kept_as_corrections_are() {
    Place::all().into_iter().map(Case::new).for_each(a_missed_event_is_kept_in);
}

fn a_missed_event_is_kept_in(mut case: Case) {
    let report = case.entries[0].record.id.clone();
    let trigger = case.entries[0].record.events[0].trigger[0].clone();
    let missed = |start: u32, end: u32, fix: Fix| Missed {
        report: case.entries[0].record.id.clone(),
        words: (start, end),
        fix,
        author: "Zoë".to_owned(),
        made: "2026-03-05T10:00:00Z".to_owned(),
        note: None,
    };
    let side = Side { country: Some("MLI".to_owned()), sector: Some("REB".to_owned()), ..Side::default() };
    let own = Side { entity: Some("ent2".to_owned()), ..Side::default() };
    let fix = Fix {
        cameo: Some("190".to_owned()),
        date: Some("2020-07-21".to_owned()),
        actors: Some(vec![side]),
        recipients: Some(vec![own]),
        ..kind("FIGHT")
    };
    let same = kind(case.entries[0].record.events[0].kind.as_deref().unwrap());
    for (bad, words) in [
        (missed(3, 3, fix.clone()), "not within the text"),
        (missed(3, 9_999_999, fix.clone()), "not within the text"),
        (missed(0, 300, fix.clone()), "1 to 200 characters"),
        (missed(0, 3, Fix::default()), "type: say what was done"),
        (missed(0, 3, kind("fight")), "PLOVER type"),
        (missed(trigger.start, trigger.end, same), "already"),
        (Missed { report: "nobody".to_owned(), ..missed(0, 3, fix.clone()) }, "no report"),
        (Missed { author: " ".to_owned(), ..missed(0, 3, fix.clone()) }, "author"),
    ] {
        let fault = case.archive.add_event(&bad).unwrap_err();
        assert!(fault.is_question() && fault.to_string().contains(words), "{fault}");
    }
    let missed = missed(0, 3, fix);
    let (_, name) = case.archive.add_event(&missed).unwrap();
    assert!(case.archive.add_event(&missed).unwrap_err().to_string().contains("already"), "once is enough");
    assert!(name.ends_with("-2"), "{name}");
    let corrected = |case: &Case| {
        let mut record = case.archive.record(&report).unwrap().unwrap();
        let verdicts = case.archive.reviewed(&mut record).unwrap();
        (record, verdicts)
    };
    let (record, verdicts) = corrected(&case);
    assert_eq!((record.events.len(), verdicts.values().collect::<Vec<_>>()), (2, vec![&Verdict::Added]));
    let event = &record.events[1];
    assert_eq!(
        (event.kind.as_deref(), event.cameo.as_deref(), event.rule.as_str()),
        (Some("FIGHT"), Some("190"), "analyst")
    );
    assert_eq!((event.trigger[0].start, event.trigger[0].end), (0, 3));
    assert_eq!(event.actors[0].code.as_deref(), Some("MLIREB"));
    assert_eq!(event.recipients[0].entity, "ent2");
    let standing = case.archive.reviews(&report).unwrap();
    let review = standing[1].2.as_ref().unwrap();
    assert!(standing[1].0 == name && standing[1].1.is_none() && review.added && review.stands(&record));
    assert_eq!(case.events(Filter::default()).len(), 12, "it is no coded event");

    // A new coding takes the next number and touches nothing; one that finds the event too has it once.
    case.code_again(0, |e| {
        let mut more = e.record.events[0].clone();
        more.id = "event2".to_owned();
        more.kind = Some("FIGHT".to_owned());
        (more.trigger[0].start, more.trigger[0].end) = (0, 2);
        e.record.events.push(more);
    });
    assert!(case.archive.reviews(&report).unwrap().iter().any(|r| r.0.ends_with("-3")));
    let (record, verdicts) = corrected(&case);
    assert_eq!((record.events.len(), verdicts.len()), (2, 1));
    assert_eq!(record.events[1].trigger[0].end, 3, "as the analyst said it");
    case.code_again(0, |e| e.record.title = Some("again".to_owned()));

    // Others may say that it is otherwise, or wrong, or take it back; all of it stays.
    case.say(&name, Verdict::Fixed, kind("PROTEST")).unwrap();
    let (record, _) = corrected(&case);
    assert_eq!(record.events[1].kind.as_deref(), Some("PROTEST"));
    assert_eq!(record.events[1].actors[0].code.as_deref(), Some("MLIREB"), "the rest is as it was added");
    assert!(case.say(&name, Verdict::Added, Fix::default()).is_err());
    case.say(&name, Verdict::Wrong, Fix::default()).unwrap();
    assert_eq!(corrected(&case).0.events.len(), 1);
    case.say(&name, Verdict::Right, Fix::default()).unwrap();
    assert_eq!(corrected(&case).0.events.len(), 2);
    case.say(&name, Verdict::Unreviewed, Fix::default()).unwrap();
    assert_eq!(corrected(&case).0.events.len(), 1);
    let mut out = Vec::new();
    case.archive.corrections(None, Some(&name), None, None, 9, &mut JsonRows::new(&mut out)).unwrap();
    let said = String::from_utf8(out).unwrap();
    let verdicts: Vec<String> = said
        .lines()
        .map(|l| {
            serde_json::from_str::<serde_json::Value>(l).unwrap()["verdict"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(verdicts, ["unreviewed", "right", "wrong", "fixed", "added"]);
    assert_eq!(case.archive.check().unwrap(), Vec::<String>::new());
}
