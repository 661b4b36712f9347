//! What is put in comes out as it was; the same report is kept once; a new coding touches only what changed.
#![allow(clippy::disallowed_methods)] // tests write archives

use dateline_archive::synthetic::{Synthetic, producer};
use dateline_archive::{Added, Archive, Entry, Known, Origin};
use store::Place;

mod store;

fn count(archive: &mut Archive, sql: &str) -> i64 {
    let mut rows = Vec::new();
    archive.sql(sql, None, &mut dateline_archive::JsonRows::new(&mut rows)).unwrap();
    let line: serde_json::Value = serde_json::from_slice(&rows).unwrap();
    line.as_object().unwrap().values().next().unwrap().as_i64().unwrap()
}

#[test]
fn records_come_out_as_they_went_in_and_are_kept_once() {
    Place::all().iter().for_each(records_come_out_as_they_went_in_and_are_kept_once_in);
}

fn records_come_out_as_they_went_in_and_are_kept_once_in(place: &Place) {
    let mut archive = place.open();
    let entries: Vec<Entry> = Synthetic::new(1).take(60).collect();
    let first = archive.put(&entries).unwrap();
    assert_eq!(first, Added { added: 60, ..Added::default() });
    let again = archive.put(&entries).unwrap();
    assert_eq!(again, Added { same: 60, ..Added::default() });
    assert_eq!(archive.len().unwrap(), 60);
    for entry in &entries {
        let origin = Origin::of_record(&entry.record);
        assert_eq!(archive.record(&origin.key).unwrap().as_ref(), Some(&entry.record));
        assert_eq!(archive.known(&origin, &entry.record.producer).unwrap(), Known::Current);
        assert_eq!(archive.known(&origin, &producer("other")).unwrap(), Known::Outdated);
    }
    let mut other = entries[0].record.clone();
    other.id = "another".to_owned();
    assert_eq!(archive.known(&Origin::of_record(&other), &other.producer).unwrap(), Known::New);
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_report_given_back_by_its_record_is_the_same_report() {
    let entry = Synthetic::new(4).next().unwrap();
    let report = dateline_archive::report_of(&entry.record);
    assert_eq!(Origin::of_report(&report), Origin::of_record(&entry.record));
    let words: Vec<&str> = report.paragraphs.iter().map(|p| p.of(&report.text)).collect();
    let wanted: Vec<&str> = entry.record.paragraphs.iter().map(|p| p.text.as_str()).collect();
    assert_eq!(words, wanted);
}

#[test]
fn a_new_producer_alone_touches_no_event() {
    Place::all().iter().for_each(a_new_producer_alone_touches_no_event_in);
}

fn a_new_producer_alone_touches_no_event_in(place: &Place) {
    let mut archive = place.open();
    let mut entries: Vec<Entry> = Synthetic::new(2).take(20).collect();
    archive.put(&entries).unwrap();
    let before = count(&mut archive, "SELECT sum(event * 31 + number) FROM event");
    assert_eq!(archive.outdated(|_| producer("new")).unwrap().len(), 20);
    for entry in &mut entries {
        entry.record.producer = producer("new");
    }
    let sum = archive.put(&entries).unwrap();
    assert_eq!(sum, Added { changed: 20, ..Added::default() });
    assert!(archive.outdated(|_| producer("new")).unwrap().is_empty());
    assert_eq!(count(&mut archive, "SELECT count(*) FROM revision"), 0);
    assert_eq!(count(&mut archive, "SELECT sum(event * 31 + number) FROM event"), before);
    let key = Origin::of_record(&entries[3].record).key;
    assert_eq!(archive.record(&key).unwrap().as_ref(), Some(&entries[3].record));
}

#[test]
fn events_keep_their_names_and_the_log_says_what_changed() {
    Place::all().iter().for_each(events_keep_their_names_and_the_log_says_what_changed_in);
}

fn events_keep_their_names_and_the_log_says_what_changed_in(place: &Place) {
    let mut archive = place.open();
    let mut entry = Synthetic::new(3).next().unwrap();
    let mut second = entry.record.events[0].clone();
    second.id = "event2".to_owned();
    second.kind = Some("PROTEST".to_owned());
    second.trigger[0].start += 1;
    entry.record.events.push(second);
    archive.put(std::slice::from_ref(&entry)).unwrap();
    let key = Origin::of_record(&entry.record).key;

    // The new coding finds a third event in front, changes the code of the first and keeps the second.
    let mut new = entry.clone();
    new.record.producer = producer("new");
    let mut third = entry.record.events[0].clone();
    third.kind = Some("AID".to_owned());
    (third.trigger[0].start, third.trigger[0].end) = (0, 1);
    new.record.events.insert(0, third);
    for (i, event) in new.record.events.iter_mut().enumerate() {
        event.id = format!("event{}", i + 1);
    }
    new.record.events[1].goldstein = Some(1.0);
    new.record.claims[0].about.event = Some("event2".to_owned());
    let sum = archive.put(std::slice::from_ref(&new)).unwrap();
    assert_eq!((sum.changed, sum.revised_events), (1, 2));
    let log = archive.revisions(&key).unwrap();
    let short = &key[..16];
    let said: Vec<(String, &str)> = log.iter().map(|r| (r.event.clone(), r.action.as_str())).collect();
    assert_eq!(said, [(format!("{short}-3"), "added"), (format!("{short}-1"), "changed")]);
    assert!(log[1].before.as_ref().unwrap() != log[1].after.as_ref().unwrap());
    assert!(log[1].after.as_ref().unwrap().contains("\"goldstein\":1.0"));

    // Back again: the third goes, its number is not used again.
    let mut back = entry.clone();
    back.record.producer = producer("newer");
    archive.put(&[back]).unwrap();
    let actions: Vec<(String, String)> =
        archive.revisions(&key).unwrap().into_iter().skip(2).map(|r| (r.event, r.action)).collect();
    assert_eq!(
        actions,
        [(format!("{short}-3"), "withdrawn".to_owned()), (format!("{short}-1"), "changed".to_owned())]
    );
    new.record.producer = producer("newest");
    archive.put(&[new]).unwrap();
    assert!(
        archive
            .revisions(&key)
            .unwrap()
            .iter()
            .any(|r| r.event == format!("{short}-4") && r.action == "added")
    );
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
    drop(archive);
    let mut archive = Archive::reader(&place.path).unwrap();
    assert_eq!(count(&mut archive, "SELECT count(*) FROM event"), 3);
    assert_eq!(count(&mut archive, "SELECT sum(events) FROM dyad_month"), 3);
}

#[test]
fn other_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text");
    std::fs::write(&text, "no database ".repeat(1000)).unwrap();
    assert!(Archive::open(&text).is_err());
    assert!(Archive::reader(&folder.path().join("none")).is_err());
}
