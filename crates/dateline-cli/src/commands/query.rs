//! `dateline query`, `search` and `incidents`: rows from an archive.

use crate::args::{FilterArgs, IncidentsArgs, QueryArgs, RowArgs, RowFormat, SearchArgs};
use crate::{Outcome, say};
use anyhow::{Context, Result, anyhow, bail};
use dateline_archive::{
    Address, Archive, Cell, Column, CsvRows, Filter, Group, JsonRows, Page, ParquetRows, Query, Rows,
    TableRows,
};
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

/// Columns of an event that people see; files get all of them.
const SHOWN: [&str; 11] = [
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
];
/// The states of an event.
const STATUSES: [&str; 6] = ["asserted", "denied", "promised", "threatened", "demanded", "hypothetical"];

/// What full-text search takes.
const EXPRESSION: &str = "write words, or \"a phrase\", pref*, a AND b, a OR b, NEAR(a b, 5)";

/// Opens an archive for reading.
pub(crate) fn reader(path: &Path) -> Result<Archive> {
    let address = Address::of(path);
    if !address.exists() {
        bail!("archive {address} does not exist; make it with: dateline add {address} INPUT...");
    }
    Archive::reader(path).map_err(|error| {
        let what = match error.is_damage() {
            true => "this is no archive, or a damaged one (`dateline archive repair` saves what can be read)",
            false => "archive",
        };
        anyhow::Error::new(error).context(format!("{address}: {what}"))
    })
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
        Some(sql) => archive.sql(sql, args.rows.limit, &mut *to).map_err(|error| {
            let said = error.to_string();
            let hint = match () {
                () if said.contains("not authorized") => "--sql answers one SELECT and changes nothing",
                () if error.is_question() => {
                    "tables and columns: dateline query ARCHIVE --sql \"SELECT name, sql FROM sqlite_schema\" --format csv"
                }
                () => return error.into(),
            };
            anyhow!("{said}\n{hint}")
        })?,
        None => {
            let group = args.group.iter().map(|g| Group::named(g)).collect::<Result<_, _>>()?;
            let query =
                Query { filter: filter(&args.filter)?, group, limit: args.rows.limit, ..Query::default() };
            let count = match query.group.is_empty() {
                true => archive.query(&query, &mut Shown::new(&mut *to, &args.rows, &SHOWN))?,
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
    let page = Page::first(args.rows.limit.unwrap_or(100));
    let mut to = rows(&args.rows)?;
    let mut shown =
        Shown::new(&mut *to, &args.rows, &["report", "published", "publisher", "title", "events", "text"]);
    let count =
        archive.search(&args.words, &page, &mut shown).map_err(|error| match error.is_question() {
            true => anyhow!("`{}` cannot be read: {error}\n{EXPRESSION}", args.words),
            false => error.into(),
        })?;
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

/// A table for people: those of its columns that they see, without those in which nothing stands, ids that are hashes cut short. Rows for
/// programs pass as they are.
struct Shown<'a> {
    to: &'a mut dyn Rows,
    wanted: Option<&'a [&'a str]>,
    columns: Vec<Column>,
    /// Positions of the wanted columns among all.
    kept: Vec<usize>,
    lines: Vec<Vec<Cell>>,
}

impl<'a> Shown<'a> {
    fn new(to: &'a mut dyn Rows, args: &RowArgs, wanted: &'a [&'a str]) -> Shown<'a> {
        let wanted = (args.format == RowFormat::Table).then_some(wanted);
        Shown { to, wanted, columns: Vec::new(), kept: Vec::new(), lines: Vec::new() }
    }
}

impl Rows for Shown<'_> {
    fn begin(&mut self, columns: &[Column]) -> dateline_archive::Result<()> {
        let Some(wanted) = self.wanted else { return self.to.begin(columns) };
        self.kept = wanted.iter().filter_map(|name| columns.iter().position(|c| c.name == *name)).collect();
        self.columns = self.kept.iter().map(|i| columns[*i].clone()).collect();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> dateline_archive::Result<()> {
        if self.wanted.is_none() {
            return self.to.row(cells);
        }
        let cut = |cell: &Cell| match cell {
            Cell::Text(text) => Cell::Text(short(text)),
            other => other.clone(),
        };
        self.lines.push(self.kept.iter().map(|i| cut(&cells[*i])).collect());
        Ok(())
    }

    fn end(&mut self) -> dateline_archive::Result<()> {
        if self.wanted.is_none() {
            return self.to.end();
        }
        let told = |i: usize| self.lines.is_empty() || self.lines.iter().any(|l| !l[i].text().is_empty());
        let full: Vec<usize> = (0..self.columns.len()).filter(|i| told(*i)).collect();
        let columns: Vec<Column> = full.iter().map(|i| self.columns[*i].clone()).collect();
        self.to.begin(&columns)?;
        for line in std::mem::take(&mut self.lines) {
            let cells: Vec<Cell> = full.iter().map(|i| line[*i].clone()).collect();
            self.to.row(&cells)?;
        }
        self.to.end()
    }
}

/// The beginning of an id that is a hash, which is enough to name its report (`dateline archive show`); any other text as it is.
pub(crate) fn short(id: &str) -> String {
    let hash = id.len() == 64 && id.bytes().all(|b| b.is_ascii_hexdigit());
    if hash { id[..16].to_owned() } else { id.to_owned() }
}
