//! `dateline query`, `search` and `incidents`: rows from an archive.

use crate::args::{FilterArgs, IncidentsArgs, QueryArgs, RowArgs, RowFormat, SearchArgs};
use crate::{Outcome, say};
use anyhow::{Context, Result, bail};
use dateline_archive::{
    Address, Archive, Cell, Column, CsvRows, Filter, Group, JsonRows, Page, ParquetRows, Query, Rows,
    TableRows,
};
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

/// Columns of an event that people see; files get all of them.
const SHOWN: [&str; 12] = [
    "event",
    "date",
    "type",
    "cameo",
    "status",
    "actor",
    "recipient",
    "place",
    "source",
    "trigger",
    "confidence",
    "incident",
];
/// The states of an event.
const STATUSES: [&str; 6] = ["asserted", "denied", "promised", "threatened", "demanded", "hypothetical"];

/// Opens an archive for reading.
pub(crate) fn reader(path: &Path) -> Result<Archive> {
    let address = Address::of(path);
    if !address.exists() {
        bail!("archive {address} does not exist; make it with: dateline add {address} INPUT...");
    }
    Archive::reader(path).with_context(|| format!("archive {address}"))
}

/// The conditions that the arguments state.
pub(crate) fn filter(args: &FilterArgs) -> Result<Filter> {
    if let Some(status) = &args.status
        && !STATUSES.contains(&status.as_str())
    {
        bail!("there is no status `{status}`; there are: {}", STATUSES.join(", "));
    }
    if let Some(kind) = &args.kind
        && !kind.starts_with(|c: char| c.is_ascii_digit())
    {
        let ontology = dateline::assets::ontology()?;
        if ontology.quad(&kind.to_uppercase()).is_none() {
            let all: Vec<&str> = ontology.types().collect();
            bail!("there is no type `{kind}`; there are: {}, and the CAMEO codes", all.join(", "));
        }
    }
    let mut filter = Filter {
        actor: args.actor.clone(),
        recipient: args.recipient.clone(),
        party: args.party.clone(),
        kind: args.kind.clone(),
        place: args.place.clone(),
        status: args.status.clone(),
        speaker: args.speaker.clone(),
        text: args.text.clone(),
        publisher: args.publisher.clone(),
        review: args.review.clone(),
        no_copies: args.no_copies,
        ..Filter::default()
    };
    if let Some(both) = &args.dyad {
        filter.between(both)?;
    }
    if let Some(date) = &args.date {
        filter.on(date)?;
    }
    Ok(filter)
}

/// Where rows of this form go.
pub(crate) fn rows(args: &RowArgs) -> Result<Box<dyn Rows>> {
    let out: Box<dyn Write + Send> = match &args.output {
        Some(path) => Box::new(BufWriter::new(
            File::create(path).with_context(|| format!("cannot write {}", path.display()))?,
        )),
        None => Box::new(BufWriter::new(io::stdout())),
    };
    if args.format == RowFormat::Parquet && args.output.is_none() && io::stdout().is_terminal() {
        bail!("Parquet is not for a terminal; give a file with --output");
    }
    Ok(match args.format {
        RowFormat::Table => Box::new(TableRows::new(out)),
        RowFormat::Csv => Box::new(CsvRows(out)),
        RowFormat::Jsonl => Box::new(JsonRows::new(out)),
        RowFormat::Parquet => Box::new(ParquetRows::new(out)),
    })
}

pub(crate) fn run(args: &QueryArgs) -> Result<Outcome> {
    let mut archive = reader(&args.archive)?;
    let mut to = rows(&args.rows)?;
    match &args.sql {
        Some(sql) => archive.sql(sql, args.rows.limit, &mut *to)?,
        None => {
            let group = args.group.iter().map(|g| Group::named(g)).collect::<Result<_, _>>()?;
            let query =
                Query { filter: filter(&args.filter)?, group, limit: args.rows.limit, ..Query::default() };
            let narrow = query.group.is_empty() && args.rows.format == RowFormat::Table;
            let count = match narrow {
                true => archive.query(&query, &mut Narrow { to: &mut *to, kept: Vec::new() })?,
                false => archive.query(&query, &mut *to)?,
            };
            if count == 0 {
                say::note("no event meets these conditions");
            }
            count
        }
    };
    Ok(Outcome::Done)
}

pub(crate) fn search(args: &SearchArgs) -> Result<Outcome> {
    let archive = reader(&args.archive)?;
    let count =
        archive.search(&args.words, &Page::first(args.rows.limit.unwrap_or(100)), &mut *rows(&args.rows)?)?;
    if count == 0 {
        say::note("no report has these words");
    }
    Ok(Outcome::Done)
}

pub(crate) fn incidents(args: &IncidentsArgs) -> Result<Outcome> {
    let archive = reader(&args.archive)?;
    if archive.incidents_stale()? {
        say::note(
            "some reports were added without their incidents, as when `dateline add` is interrupted; run it again",
        );
    }
    let filter = filter(&args.filter)?;
    let page = Page { most: args.rows.limit, ..Page::default() };
    let count = archive.incidents(&filter, args.reports, &page, &mut *rows(&args.rows)?)?;
    if count == 0 {
        say::note("no incident meets these conditions");
    }
    Ok(Outcome::Done)
}

/// Passes on the columns that people see.
struct Narrow<'a> {
    to: &'a mut dyn Rows,
    /// Their positions among all columns.
    kept: Vec<usize>,
}

impl Rows for Narrow<'_> {
    fn begin(&mut self, columns: &[Column]) -> dateline_archive::Result<()> {
        self.kept = SHOWN.iter().filter_map(|name| columns.iter().position(|c| c.name == *name)).collect();
        let shown: Vec<Column> = self.kept.iter().map(|i| columns[*i].clone()).collect();
        self.to.begin(&shown)
    }

    fn row(&mut self, cells: &[Cell]) -> dateline_archive::Result<()> {
        let shown: Vec<Cell> = self.kept.iter().map(|i| cells[*i].clone()).collect();
        self.to.row(&shown)
    }

    fn end(&mut self) -> dateline_archive::Result<()> {
        self.to.end()
    }
}
