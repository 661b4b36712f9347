//! What is asked: no look ahead in the ledger, the table of dyads says what the events say, old files answer like new ones.
#![allow(clippy::disallowed_methods)] // tests write archives

use dateline_archive::synthetic::{Synthetic, producer};
use dateline_archive::{
    Account, Archive, Entry, Filter, Fix, Group, JsonRows, Judgement, Page, Query, VERSION, Verdict,
    salvage_pages,
};
use flate2::read::GzDecoder;
use jiff::civil::Date;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use store::Place;

mod store;

/// Somebody says that an event is wrong.
fn wrong_by(author: &str, event: String) -> Judgement {
    Judgement {
        event,
        verdict: Verdict::Wrong,
        fix: Fix::default(),
        author: author.to_owned(),
        made: "2026-03-04T10:00:00Z".to_owned(),
        note: None,
    }
}

fn rows(ask: impl FnOnce(&mut JsonRows<&mut Vec<u8>>)) -> Vec<serde_json::Value> {
    let mut out = Vec::new();
    ask(&mut JsonRows::new(&mut out));
    let text = String::from_utf8(out).unwrap();
    text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// The last day on which a report may have been published.
fn last_day(entry: &Entry) -> Option<Date> {
    let latest: Date = entry.record.published.latest.as_ref()?.parse().ok()?;
    latest.yesterday().ok()
}

/// What an account says, without how SQLite numbers rows.
fn said(accounts: &[Account]) -> Vec<(String, String)> {
    let lines = |a: &Account| serde_json::to_string(&a.lines).unwrap();
    accounts.iter().map(|a| (a.incident.uid.clone(), lines(a))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// What was known on a day is what an archive says that ends with that day.
    #[test]
    fn later_reports_change_nothing_of_what_was_known(seed in 0_u64..1_000, cut in 0_usize..60) {
        let entries: Vec<Entry> = Synthetic::new(seed).take(60).collect();
        let mut days: Vec<Date> = entries.iter().filter_map(last_day).collect();
        days.sort();
        let day = days[cut % days.len()];
        let by_then: Vec<Entry> =
            entries.iter().filter(|e| last_day(e).is_some_and(|d| d <= day)).cloned().collect();
        for place in Place::all() {
            let then = place.with(&entries).ledger(&Filter::default(), None, Some(day)).unwrap();
            let alone = place.another().with(&by_then).ledger(&Filter::default(), None, None).unwrap();
            prop_assert_eq!(said(&then), said(&alone));
        }
    }

    /// The tables of counts are kept in step with the events, whatever is asked of them: also where a report is coded anew,
    /// and where an earlier report makes others copies.
    #[test]
    fn the_tables_of_counts_say_what_the_events_say(
        seed in 0_u64..1_000,
        status in any::<bool>(),
        kind in prop_oneof![Just(None), Just(Some("ASSAULT")), Just(Some("19"))],
        dated in any::<bool>(),
        no_copies in any::<bool>(),
        wrong in any::<bool>(),
        largest in any::<bool>(),
        review in prop_oneof![Just(None), Just(Some("standing")), Just(Some("unreviewed"))],
        group in proptest::sample::subsequence(
            vec![Group::Dyad, Group::Month, Group::Year, Group::Type, Group::Cameo, Group::Status], 1..4),
    ) {
        let mut entries: Vec<Entry> = Synthetic::new(seed).take(40).collect();
        entries.reverse();
        for place in Place::all() {
            let mut archive = place.with(&entries);
            let mut new = entries[7].clone();
            new.record.producer = producer("new");
            new.record.events[0].kind = Some("AID".to_owned());
            new.record.events[0].date.earliest = Some("2019-01-01".to_owned());
            new.record.events[0].date.latest = Some("2019-02-01".to_owned());
            archive.put(&[new]).unwrap();
            if wrong {
                for entry in entries.iter().step_by(5) {
                    let event = archive.reviews(&entry.record.id).unwrap()[0].0.clone();
                    archive.correct(&wrong_by("Anna", event)).unwrap();
                }
            }
            let mut filter = Filter { status: status.then(|| "asserted".to_owned()), ..Filter::default() };
            (filter.kind, filter.no_copies) = (kind.map(str::to_owned), no_copies);
            filter.review = review.map(str::to_owned);
            if dated {
                filter.on("2017-03/2022-08").unwrap();
            }
            let query = Query { filter, group: group.clone(), largest, ..Query::default() };
            let table = rows(|to| { archive.query(&query, to).unwrap(); });
            let events = rows(|to| { archive.query_unmaterialised(&query, to).unwrap(); });
            prop_assert_eq!(table, events);
        }
    }
}

#[test]
fn copies_are_no_sources_of_their_own() {
    Place::all().iter().for_each(copies_are_no_sources_in);
}

fn copies_are_no_sources_in(place: &Place) {
    let entries: Vec<Entry> = Synthetic::new(5).take(200).collect();
    let mut archive = place.with(&entries);
    let copies = rows(|to| {
        archive.sql("SELECT count(*) AS n FROM report WHERE original <> report", None, to).unwrap();
    });
    assert!(copies[0]["n"].as_i64().unwrap() > 10, "{copies:?}");
    let incidents = rows(|to| {
        archive.incidents(&Filter::default(), 2, &Page::default(), to).unwrap();
    });
    assert!(!incidents.is_empty());
    let accounts = archive.ledger(&Filter::default(), None, None).unwrap();
    let fresh = |a: &Account| a.lines.iter().filter(|l| l.copy).all(|l| l.relation != "first");
    assert!(accounts.iter().all(fresh), "a copy is never the first to say something");
}

/// An archive of an earlier schema, as it was written then.
fn old(version: i64, folder: &Path) -> PathBuf {
    let packed = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/v{version}.dateline.gz"));
    let mut bytes = Vec::new();
    GzDecoder::new(std::fs::File::open(packed).unwrap()).read_to_end(&mut bytes).unwrap();
    let path = folder.join(format!("v{version}.dateline"));
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn archives_of_every_earlier_schema_are_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let mut answers = Vec::new();
    for version in 1..VERSION {
        let path = old(version, folder.path());
        assert!(Archive::reader(&path).is_err(), "an old file is not changed by reading");
        let mut headless = std::fs::read(&path).unwrap();
        headless[..8192].fill(0);
        let lost = folder.path().join(format!("headless{version}.dateline"));
        std::fs::write(&lost, headless).unwrap();
        let mut saved = Archive::open(&folder.path().join(format!("saved{version}.dateline"))).unwrap();
        assert_eq!(salvage_pages(&lost, &mut saved).unwrap().reports, 3, "version {version}");
        let mut archive = Archive::open(&path).unwrap();
        archive.refresh_incidents().unwrap();
        assert_eq!(archive.check().unwrap(), Vec::<String>::new(), "version {version}");
        assert_eq!(archive.len().unwrap(), 3, "version {version}");
        assert!(!archive.ledger(&Filter::default(), None, None).unwrap().is_empty());
        let mut counts = Vec::new();
        for group in [[Group::Dyad, Group::Month], [Group::Month, Group::Type], [Group::Dyad, Group::Type]] {
            let query = Query { group: group.to_vec(), ..Query::default() };
            let table = rows(|to| {
                archive.query(&query, to).unwrap();
            });
            let counted = rows(|to| {
                archive.query_unmaterialised(&query, to).unwrap();
            });
            assert_eq!(table, counted, "version {version}");
            counts.push(table);
        }
        let incidents: BTreeSet<String> = archive
            .ledger(&Filter::default(), None, None)
            .unwrap()
            .into_iter()
            .map(|a| a.incident.uid)
            .collect();
        answers.push((counts, incidents));
        let wrong = Filter { review: Some("wrong".to_owned()), ..Filter::default() };
        let corrected = rows(|to| {
            archive.query(&Query { filter: wrong, ..Query::default() }, to).unwrap();
        });
        assert_eq!(corrected.len(), usize::from(version >= 4), "corrections outlast the schema");
        drop(archive);
        assert!(Archive::reader(&path).is_ok(), "version {version} is today's now");
    }
    assert!(!answers.is_empty() && answers.windows(2).all(|w| w[0] == w[1]));
}

#[test]
fn archives_of_a_later_schema_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("later.dateline");
    drop(Archive::open(&path).unwrap());
    let mut bytes = std::fs::read(&path).unwrap();
    // PRAGMA user_version stands at byte 60 of the file.
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(&path, bytes).unwrap();
    let error = Archive::open(&path).err().unwrap().to_string();
    assert!(error.contains("99") && error.contains(&VERSION.to_string()), "{error}");
}
