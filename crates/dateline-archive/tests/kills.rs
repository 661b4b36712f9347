//! Killed at any moment, short of room, or cut off from power: no committed report is lost, none is there twice.
#![allow(clippy::disallowed_methods)] // tests start processes and write archives

use dateline_archive::synthetic::Synthetic;
use dateline_archive::{Archive, Entry, Origin};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Reports in one batch of the child.
const BATCH: usize = 8;
/// Reports the child has to add.
const ALL: usize = 240;

fn entries() -> Vec<Entry> {
    Synthetic::new(77).take(ALL).collect()
}

fn keys(entries: &[Entry]) -> Vec<String> {
    entries.iter().map(|e| Origin::of_record(&e.record).key).collect()
}

/// The child's work when `DATELINE_TEST_ARCHIVE` names a file; a test without work otherwise.
#[test]
fn child() {
    let Ok(path) = std::env::var("DATELINE_TEST_ARCHIVE") else { return };
    let mut archive = match Archive::open(Path::new(&path)) {
        Ok(archive) => archive,
        Err(e) => return println!("\nfault {e}"),
    };
    for (i, batch) in entries().chunks(BATCH).enumerate() {
        match archive.put(batch) {
            Ok(_) => println!("\nbatch {i}"),
            Err(e) => return println!("\nfault {e}"),
        }
        std::io::stdout().flush().unwrap();
    }
    match archive.refresh_incidents() {
        Ok(_) => println!("\nall done"),
        Err(e) => println!("\nfault {e}"),
    }
}

/// The child as a command; through a shell when it is given limits.
fn command(path: &Path, limits: Option<&str>) -> Command {
    let me = std::env::current_exe().unwrap();
    let mut command = match limits {
        Some(limits) => {
            let mut shell = Command::new("sh");
            shell.arg("-c").arg(format!("{limits}; exec \"$0\" \"$@\"")).arg(me);
            shell
        }
        None => Command::new(me),
    };
    command.args(["--exact", "child", "--nocapture", "--test-threads=1"]);
    command.env("DATELINE_TEST_ARCHIVE", path).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// What stands in the archive has to be whole batches, each report once.
fn holds(path: &Path, committed: usize, all: &[String]) -> usize {
    let archive = Archive::open(path).unwrap();
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
    let kept = archive.len().unwrap() as usize;
    assert_eq!(kept % BATCH, 0, "a part of a batch is kept");
    assert!(kept >= committed * BATCH, "{kept} reports kept, {committed} batches were committed");
    let found: BTreeSet<&String> = all.iter().filter(|k| archive.record(k).unwrap().is_some()).collect();
    assert_eq!(found.len(), kept, "a report is there twice, or one that nobody added");
    assert!(all.iter().take(kept).all(|k| found.contains(k)), "a committed report is gone");
    kept
}

/// Kills as many children as `DATELINE_KILLS` says, 20 without it, each at another moment of the work.
#[test]
fn killed_at_any_moment_nothing_is_lost_or_doubled() {
    let kills: usize = std::env::var("DATELINE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(20);
    let entries = entries();
    let all = keys(&entries);
    let folder = tempfile::tempdir().unwrap();
    let mut path = folder.path().join("0.dateline");
    let (mut before, mut midway, mut restarts) = (0, 0, 0);
    for kill in 0..kills {
        let mut child = command(&path, None).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        // Waits for some batches, then a part of a batch's time, then kills: SIGKILL cannot be caught.
        let wait = (kill * 7 + 3) % 11;
        let mut committed: Option<usize> = None;
        while committed.map_or(0, |b| b + 1) < before / BATCH + wait {
            match lines.next() {
                Some(line) => {
                    if let Some(batch) = line.strip_prefix("batch ") {
                        committed = Some(batch.parse().unwrap());
                    } else if line == "all done" {
                        break;
                    }
                }
                None => break,
            }
        }
        std::thread::sleep(Duration::from_micros((kill as u64 * 1_777) % 15_000));
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines {
            if let Some(batch) = line.strip_prefix("batch ") {
                committed = Some(batch.parse().unwrap());
            }
        }
        let kept = holds(&path, committed.map_or(0, |b| b + 1).max(before / BATCH), &all);
        midway += usize::from(kept < ALL);
        before = kept;
        if kept == ALL {
            restarts += 1;
            path = folder.path().join(format!("{restarts}.dateline"));
            before = 0;
        }
    }
    assert!(midway * 2 > kills, "only {midway} of {kills} kills came before the end");
    // Taken up again, the work comes to its end, and the archive is the one that was never killed.
    let path = folder.path().join("last.dateline");
    for _ in 0..3 {
        let mut child = command(&path, None).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(30));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let output = command(&path, None).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("all done"));
    assert_eq!(holds(&path, ALL / BATCH, &all), ALL);
    let whole = folder.path().join("whole.dateline");
    let mut archive = Archive::open(&whole).unwrap();
    archive.put(&entries).unwrap();
    archive.refresh_incidents().unwrap();
    println!("{kills} kills, {midway} of them midway, {restarts} archives brought to their end");
    assert_eq!(incidents(&path), incidents(&whole));
}

fn incidents(path: &Path) -> String {
    let mut out = Vec::new();
    let archive = Archive::reader(path).unwrap();
    let mut rows = dateline_archive::JsonRows::new(&mut out);
    archive
        .incidents(&dateline_archive::Filter::default(), 1, &dateline_archive::Page::default(), &mut rows)
        .unwrap();
    String::from_utf8(out).unwrap()
}

/// Writes that fail at some byte, as on a full disk: the system refuses to let a file grow, in the midst of a page too.
#[test]
fn writes_that_fail_lose_nothing_that_was_committed() {
    let all = keys(&entries());
    let folder = tempfile::tempdir().unwrap();
    let mut faults = 0;
    // Blocks of 512 bytes; the limit holds for the archive and for its log.
    for (i, blocks) in [1, 150, 389, 500, 641, 900, 1201, 1600].into_iter().enumerate() {
        let path = folder.path().join(format!("{i}.dateline"));
        let output = command(&path, Some(&format!("trap '' XFSZ; ulimit -f {blocks}"))).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let committed = said.lines().filter(|l| l.starts_with("batch ")).count();
        faults += usize::from(said.lines().any(|l| l.starts_with("fault ")));
        // With room again the same work ends well.
        holds(&path, committed, &all);
        let output = command(&path, None).output().unwrap();
        assert!(String::from_utf8_lossy(&output.stdout).contains("all done"));
        assert_eq!(holds(&path, ALL / BATCH, &all), ALL);
    }
    assert!(faults >= 5, "only {faults} of 8 runs met the limit");
}

/// A file that may not have more pages: the error says that there is no room, and the batch is not kept.
#[test]
fn a_full_archive_says_so_and_keeps_what_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("full.dateline");
    let entries = entries();
    let mut archive = Archive::open(&path).unwrap();
    archive.put(&entries[..BATCH]).unwrap();
    archive.most_pages(100).unwrap();
    let error = entries.chunks(BATCH).find_map(|b| archive.put(b).err()).expect("the file is small");
    assert!(error.is_full(), "{error}");
    let kept = archive.len().unwrap() as usize;
    drop(archive);
    assert_eq!(holds(&path, kept / BATCH, &keys(&entries)), kept);
}

/// Power cut: of the log, what was not yet on the disk is missing or torn. Whatever part of it is left, the archive is that of
/// some batch, and never of one before the last that was on the disk.
#[test]
fn a_log_torn_by_a_power_cut_gives_whole_batches() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.dateline");
    let log = folder.path().join("a.dateline-wal");
    let entries: Vec<Entry> = entries().into_iter().take(BATCH * 6).collect();
    let all = keys(&entries);
    let mut archive = Archive::open(&path).unwrap();
    let mut ends = vec![std::fs::metadata(&log).unwrap().len()];
    for batch in entries.chunks(BATCH) {
        archive.put(batch).unwrap();
        ends.push(std::fs::metadata(&log).unwrap().len());
    }
    let (base, bytes) = (std::fs::read(&path).unwrap(), std::fs::read(&log).unwrap());
    assert!(ends.windows(2).all(|w| w[0] < w[1]), "the log was written back between batches: {ends:?}");
    let cut = folder.path().join("cut.dateline");
    let mut state = 5_u64;
    for round in 0..120 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = (ends[0] + (state >> 20) % (bytes.len() as u64 - ends[0] + 1)) as usize;
        let mut torn = bytes[..at].to_vec();
        if round % 2 == 1 {
            // The end of the file is there, but its blocks never were written.
            torn.resize(bytes.len(), 0);
        }
        std::fs::write(&cut, &base).unwrap();
        std::fs::write(folder.path().join("cut.dateline-wal"), &torn).unwrap();
        let _ = std::fs::remove_file(folder.path().join("cut.dateline-shm"));
        let committed = ends.iter().filter(|e| **e <= at as u64).count() - 1;
        assert_eq!(holds(&cut, committed, &all), committed * BATCH);
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.path().join(format!("cut.dateline{suffix}")));
        }
    }
}

/// Readers beside the writer see whole batches, and never a state that goes back.
#[test]
fn readers_beside_the_writer_see_whole_batches() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.dateline");
    let entries = entries();
    let mut archive = Archive::open(&path).unwrap();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    let reader = Archive::reader(&path).unwrap();
                    let (mut last, mut looks) = (0, 0);
                    while !done.load(std::sync::atomic::Ordering::SeqCst) || looks == 0 {
                        let seen = reader.len().unwrap();
                        assert_eq!(seen as usize % BATCH, 0);
                        assert!(seen >= last);
                        (last, looks) = (seen, looks + 1);
                    }
                    looks
                })
            })
            .collect();
        for batch in entries.chunks(BATCH) {
            archive.put(batch).unwrap();
        }
        done.store(true, std::sync::atomic::Ordering::SeqCst);
        for reader in readers {
            assert!(reader.join().unwrap() > 0);
        }
    });
    assert_eq!(Archive::reader(&path).unwrap().len().unwrap() as usize, ALL);
}
