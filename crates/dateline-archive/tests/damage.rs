//! Pages of the file that are damaged: what is said is true, and what can be read is saved as it was.
#![allow(clippy::disallowed_methods)] // writes archives and damages them

use dateline_archive::synthetic::Synthetic;
use dateline_archive::{Archive, ArchiveError, Entry, Origin, salvage_pages};
use dateline_record::Producer;
use std::path::Path;

/// Of how many pages one is damaged, in a file of its own; `DATELINE_PAGES=1` damages each.
const EVERY: usize = 5;
/// Bytes of a page.
const PAGE: usize = 8192;

#[test]
fn whichever_page_is_damaged_the_rest_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.dateline");
    let entries: Vec<Entry> = Synthetic::new(9).take(120).collect();
    let mut archive = Archive::open(&path).unwrap();
    archive.put(&entries).unwrap();
    archive.refresh_incidents().unwrap();
    drop(archive);
    let keys: Vec<String> = entries.iter().map(|e| Origin::of_record(&e.record).key).collect();
    let good = std::fs::read(&path).unwrap();
    let pages = good.len() / PAGE;
    let every = std::env::var("DATELINE_PAGES").ok().and_then(|n| n.parse().ok()).unwrap_or(EVERY);
    let (mut looked, mut noticed, mut unreadable, mut saved_all, mut saved_little) = (0, 0, 0, 0, 0);
    let damaged = folder.path().join("damaged.dateline");
    for page in (0..pages).step_by(every) {
        looked += 1;
        let mut bytes = good.clone();
        // Every third page is zeroed, every third holds noise, every third is turned over.
        let here = &mut bytes[page * PAGE..(page + 1) * PAGE];
        match page % 3 {
            0 => here.fill(0),
            1 => here.iter_mut().enumerate().for_each(|(i, b)| *b = (i * 151 + page * 31) as u8),
            _ => here.reverse(),
        }
        std::fs::write(&damaged, &bytes).unwrap();
        let new = folder.path().join(format!("{page}.dateline"));
        let mut to = Archive::open(&new).unwrap();
        let (saved, faults) = match Archive::reader(&damaged) {
            Ok(from) => {
                let faults = from.check().unwrap_or_else(|e| vec![e.to_string()]);
                noticed += usize::from(!faults.is_empty());
                (from.salvage(&mut to).unwrap(), faults)
            }
            Err(error) => {
                assert!(error.is_damage(), "page {page}: {error}");
                unreadable += 1;
                (salvage_pages(&damaged, &mut to).unwrap(), vec![error.to_string()])
            }
        };
        to.refresh_incidents().unwrap();
        assert_eq!(to.check().unwrap(), Vec::<String>::new(), "page {page}");
        for (key, entry) in keys.iter().zip(&entries) {
            if let Some(mut record) = to.record(key).unwrap() {
                // What coded the reports stands on a page of its own, which may be the damaged one.
                if record.producer == Producer::default() {
                    assert!(saved.faults.iter().any(|f| f.contains("recode")), "{:?}", saved.faults);
                    record.producer = entry.record.producer.clone();
                }
                assert_eq!(
                    record, entry.record,
                    "page {page}: a report that is saved is the one that was kept"
                );
            }
        }
        assert_eq!(to.len().unwrap() as usize, saved.reports);
        if faults.is_empty() {
            assert_eq!(saved.reports, entries.len(), "page {page}: nothing was noticed");
        }
        saved_all += usize::from(saved.reports == entries.len());
        saved_little += usize::from(saved.reports * 2 < entries.len());
        drop(to);
        std::fs::remove_file(&new).unwrap();
    }
    println!(
        "{looked} of {pages} pages damaged, one at a time: {noticed} noticed by check, {unreadable} on opening, all reports saved \
         for {saved_all}, less than half for {saved_little}"
    );
    assert_eq!(noticed + unreadable, looked, "damage that nobody noticed");
    // A page holds few reports: whichever it is, most of them are saved.
    assert_eq!(saved_little, 0);
}

#[test]
fn an_archive_that_is_cut_short_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.dateline");
    let mut archive = Archive::open(&path).unwrap();
    archive.put(&Synthetic::new(9).take(60).collect::<Vec<_>>()).unwrap();
    drop(archive);
    let good = std::fs::read(&path).unwrap();
    for part in [1, 100, PAGE, good.len() / 2, good.len() - PAGE] {
        std::fs::write(&path, &good[..part]).unwrap();
        let said = match Archive::reader(&path) {
            Ok(archive) => archive.check().map_or_else(|e| e.to_string(), |f| f.join("\n")),
            Err(error) => error.to_string(),
        };
        assert!(!said.is_empty(), "{part} bytes of {}", good.len());
    }
}

/// A folder that cannot be written still lets its archive be read. Where the test may write everywhere, the log file is
/// made impossible instead: a folder stands in its place.
#[test]
fn an_archive_is_read_where_nothing_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a #1?.dateline");
    let mut archive = Archive::open(&path).unwrap();
    archive.put(&Synthetic::new(9).take(20).collect::<Vec<_>>()).unwrap();
    drop(archive);
    let beside = |ending: &str| Path::new(&format!("{}{ending}", path.display())).to_owned();
    for ending in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(beside(ending));
    }
    std::fs::create_dir(beside("-shm")).unwrap();
    assert_eq!(Archive::reader(&path).unwrap().len().unwrap(), 20);
    // With a log beside it the file alone is not the whole archive.
    std::fs::write(beside("-wal"), [1; 4096]).unwrap();
    assert!(matches!(Archive::reader(&path), Err(ArchiveError::Sqlite(_))));
}
