//! Builds an archive of an invented world and measures it: rate of adding, size of the file, times of questions.
//!
//! `cargo run --release --example measure -p dateline-archive -- ARCHIVE [REPORTS]`; 200,000 reports when no number is given. The
//! archive is a file, or a database that `postgres://...` names.
#![allow(clippy::disallowed_methods)] // a measurement looks at the clock and writes a file

use dateline_archive::synthetic::{Synthetic, place_name};
use dateline_archive::{Archive, Cell, Column, Entry, Filter, Group, Page, Query, Rows};
use std::error::Error;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Reports in a transaction.
const BATCH: usize = 500;

/// Counts rows and forgets them.
struct Count(usize);

impl Rows for Count {
    fn begin(&mut self, _: &[Column]) -> dateline_archive::Result<()> {
        Ok(())
    }

    fn row(&mut self, _: &[Cell]) -> dateline_archive::Result<()> {
        self.0 += 1;
        Ok(())
    }

    fn end(&mut self) -> dateline_archive::Result<()> {
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let path = PathBuf::from(args.next().ok_or("usage: measure FILE [REPORTS]")?);
    let reports: usize = args.next().map_or(Ok(200_000), |n| n.parse())?;
    let mut archive = Archive::open(&path)?;
    let start = Instant::now();
    let mut making = Duration::ZERO;
    let mut bytes = 0;
    let mut run = Synthetic::new(2016).take(reports);
    loop {
        let before = Instant::now();
        let batch: Vec<Entry> = run.by_ref().take(BATCH).collect();
        bytes += batch.iter().map(|e| e.record.text.len()).sum::<usize>();
        making += before.elapsed();
        if batch.is_empty() {
            break;
        }
        archive.put(&batch)?;
    }
    let adding = start.elapsed() - making;
    println!("reports          {reports} ({:.0} MB of text)", bytes as f64 / 1e6);
    println!(
        "adding           {:.0} s, {:.0} reports/s",
        adding.as_secs_f64(),
        reports as f64 / adding.as_secs_f64()
    );
    let start = Instant::now();
    let blocks = archive.refresh_incidents()?;
    println!("incidents        {:.1} s, {blocks} blocks", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let batch: Vec<Entry> = Synthetic::new(2016).take(BATCH).collect();
    archive.put(&batch)?;
    println!("adding again     {:.0} reports/s", BATCH as f64 / start.elapsed().as_secs_f64());
    drop(archive);

    let archive = Archive::reader(&path)?;
    println!("size             {:.0} MB", archive.size()? as f64 / 1e6);
    let filter = |actor: Option<&str>, on: &str| -> Result<Filter, Box<dyn Error>> {
        let mut filter = Filter { actor: actor.map(str::to_owned), ..Filter::default() };
        if !on.is_empty() {
            filter.on(on)?;
        }
        Ok(filter)
    };
    let list = |filter: Filter| Query { filter, limit: Some(100), ..Query::default() };
    let dyad = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
    let months = vec![Group::Dyad, Group::Month];
    let text = |words: &str| Filter { text: Some(words.to_owned()), ..Filter::default() };
    let questions: Vec<(&str, Query)> = vec![
        ("actor and day", list(filter(Some("IRNGOV"), "2020-07-21")?)),
        ("actor and month", list(filter(Some("IRNGOV"), "2020-07")?)),
        ("country and month", list(filter(Some("IRN"), "2020-07")?)),
        ("place and year", list(Filter { place: Some(place_name(30)), ..filter(None, "2020")? })),
        (
            "dyad by month",
            Query {
                filter: Filter { dyad: dyad("IRN", "USA"), ..Filter::default() },
                group: months.clone(),
                ..Query::default()
            },
        ),
        (
            "all dyads of a year by month",
            Query { filter: filter(None, "2020")?, group: months.clone(), ..Query::default() },
        ),
        ("all dyads by month", Query { group: months.clone(), ..Query::default() }),
        ("events of a rare word", list(text("lonbu"))),
        ("events of two words", list(text("cabe AND fada"))),
    ];
    for (name, query) in &questions {
        let (time, rows) = time(|| {
            let mut count = Count(0);
            archive.query(query, &mut count).map(|_| count.0)
        })?;
        println!("{name:<29} {:>8.2} ms  {rows} rows", time.as_secs_f64() * 1e3);
    }
    for words in ["lonbu", "cabe AND fada", "\"gouvernement IRN\"", "rébellion"] {
        let (time, rows) = time(|| {
            let mut count = Count(0);
            archive.search(words, &Page::first(20), &mut count).map(|_| count.0)
        })?;
        println!("search {words:<22} {:>8.2} ms  {rows} rows", time.as_secs_f64() * 1e3);
    }
    let slow = Query { group: months, ..Query::default() };
    let start = Instant::now();
    archive.query_unmaterialised(&slow, &mut Count(0))?;
    println!("all dyads from the events     {:>8.0} ms", start.elapsed().as_secs_f64() * 1e3);
    let copies = Query { group: vec![Group::Status], ..Query::default() };
    let mut out = dateline_archive::TableRows::new(std::io::stdout());
    archive.query(&copies, &mut out)?;
    Ok(())
}

/// Median time of eleven runs after a first one, and the number of rows.
fn time(
    mut run: impl FnMut() -> dateline_archive::Result<usize>,
) -> dateline_archive::Result<(Duration, usize)> {
    let rows = run()?;
    let mut times = Vec::new();
    for _ in 0..11 {
        let start = Instant::now();
        run()?;
        times.push(start.elapsed());
    }
    times.sort();
    Ok((times[5], rows))
}
