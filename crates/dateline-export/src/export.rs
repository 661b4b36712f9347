//! Records in, rows out.

use crate::flat;
use crate::format::{Format, Options};
use crate::parquet::{ParquetFile, Table};
use crate::telling::{Key, Telling};
use crate::text::{event_day, happened, number};
use crate::{Result, gdelt, gkg, icews, phoenix, plover, polecat, tables};
use dateline_record::{EventRecord, ParticipantRecord, Record};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// What an export held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Reports read.
    pub reports: u64,
    /// Events of those reports.
    pub events: u64,
    /// Rows written.
    pub rows: u64,
}

/// Which events of a record are wanted.
pub type Wanted<'a> = &'a dyn Fn(&EventRecord) -> bool;

/// Writes records one by one. Reports stream through; with `one_a_day` the rows of the formats that count reports
/// (GDELT events, Phoenix, PETRARCH2, ICEWS) are held until [`Exporter::finish`], and the others keep the keys alone.
pub struct Exporter<'a> {
    format: Format,
    options: Options,
    out: Box<dyn Write + 'a>,
    summary: Summary,
    held: Vec<Telling>,
    at: BTreeMap<Key, usize>,
    first: BTreeMap<Key, (i64, Option<String>)>,
    seen: Seen,
    rows: Table,
    file: Option<ParquetFile>,
}

impl<'a> Exporter<'a> {
    /// Starts an export: writes the header where the format has one.
    ///
    /// # Errors
    /// `out` cannot be written.
    pub fn new(format: Format, options: Options, mut out: Box<dyn Write + 'a>) -> Result<Exporter<'a>> {
        let file = if format == Format::Parquet { Some(ParquetFile::new(&flat::COLUMNS)?) } else { None };
        match format {
            Format::Csv => out.write_all(flat::csv_header().as_bytes())?,
            Format::Icews | Format::Polecat => {
                let names: Vec<&str> = tables::columns(format).into_iter().map(|(n, _)| n).collect();
                out.write_all(format!("{}\n", names.join("\t")).as_bytes())?;
            }
            _ => {}
        }
        Ok(Exporter {
            format,
            options,
            out,
            summary: Summary::default(),
            held: Vec::new(),
            at: BTreeMap::new(),
            first: BTreeMap::new(),
            seen: Seen::new(options),
            rows: Table::new(&flat::COLUMNS),
            file,
        })
    }

    /// Adds the events of a record that `wanted` names; the others are still known as what they promise, deny or demand.
    ///
    /// # Errors
    /// The rows cannot be written.
    pub fn push(&mut self, record: &Record, wanted: Wanted<'_>) -> Result<()> {
        self.summary.reports += 1;
        self.summary.events += record.events.iter().filter(|e| wanted(e)).count() as u64;
        match self.format {
            Format::Gkg => self.line(Some(gkg::row(record))),
            Format::Csv | Format::Parquet | Format::Polecat | Format::Plover => {
                record.events.iter().filter(|e| wanted(e)).try_for_each(|e| self.event(record, e))
            }
            Format::Mentions => {
                Telling::all(record, &self.options, wanted).into_iter().try_for_each(|t| self.mention(&t))
            }
            _ => Telling::all(record, &self.options, wanted).into_iter().try_for_each(|t| self.telling(t)),
        }
    }

    /// Writes what is held and tells what was written.
    ///
    /// # Errors
    /// The rows cannot be written.
    pub fn finish(mut self) -> Result<Summary> {
        for telling in std::mem::take(&mut self.held) {
            let line = self.render(&telling);
            self.line(line)?;
        }
        if let Some(mut file) = self.file.take() {
            file.group(self.rows, &mut self.out)?;
            file.finish(&mut self.out)?;
        }
        self.out.flush()?;
        Ok(self.summary)
    }

    fn line(&mut self, line: Option<String>) -> Result<()> {
        if let Some(line) = line {
            self.out.write_all(line.as_bytes())?;
            self.summary.rows += 1;
        }
        Ok(())
    }

    fn event(&mut self, record: &Record, event: &EventRecord) -> Result<()> {
        let flat = matches!(self.format, Format::Csv | Format::Parquet);
        if !flat && !self.options.all_statuses && !happened(record, event) {
            return Ok(());
        }
        if !self.seen.fresh(record, event) {
            return Ok(());
        }
        match self.format {
            Format::Csv => self.line(Some(flat::csv_line(&flat::row(record, event)))),
            Format::Polecat => self.line(polecat::row(record, event)),
            Format::Plover => self.line(plover::line(record, event)),
            _ => {
                self.rows.push(flat::row(record, event));
                self.summary.rows += 1;
                if self.rows.full()
                    && let Some(file) = self.file.as_mut()
                {
                    file.group(self.rows.take(), &mut self.out)?;
                }
                Ok(())
            }
        }
    }

    fn mention(&mut self, telling: &Telling) -> Result<()> {
        let own = (telling.id, telling.published.clone());
        let (id, first) = match self.options.one_a_day {
            true => self.first.entry(telling.key(true)).or_insert(own).clone(),
            false => own,
        };
        self.line(Some(gdelt::mention(telling, id, first.as_deref())))
    }

    fn telling(&mut self, telling: Telling) -> Result<()> {
        if !self.options.one_a_day {
            let line = self.render(&telling);
            return self.line(line);
        }
        let key = telling.key(true);
        match self.at.get(&key).and_then(|i| self.held.get_mut(*i)) {
            Some(first) => first.add(telling),
            None => {
                self.at.insert(key, self.held.len());
                self.held.push(telling);
            }
        }
        Ok(())
    }

    fn render(&self, telling: &Telling) -> Option<String> {
        match self.format {
            Format::Gdelt1 => Some(gdelt::event(telling, false)),
            Format::Gdelt2 => Some(gdelt::event(telling, true)),
            Format::Phoenix => phoenix::phoenix(telling),
            Format::Petrarch2 => phoenix::petrarch2(telling),
            _ => icews::row(telling),
        }
    }
}

/// Events that one row stands for, in the formats with a row an event: the first told is kept.
pub(crate) struct Seen {
    options: Options,
    keys: BTreeSet<Vec<String>>,
    story: Option<i64>,
}

impl Seen {
    pub(crate) fn new(options: Options) -> Seen {
        Seen { options, keys: BTreeSet::new(), story: None }
    }

    /// Whether the event is told for the first time, as the options count it.
    pub(crate) fn fresh(&mut self, record: &Record, event: &EventRecord) -> bool {
        if !self.options.one_a_day && !self.options.one_a_story {
            return true;
        }
        let story = number(&[&record.id, &record.content_id]);
        if !self.options.one_a_day && self.story != Some(story) {
            self.keys.clear();
        }
        self.story = Some(story);
        let key = |by_day: bool| {
            let day = if by_day { event_day(record, event) } else { None };
            let story = if day.is_some() { String::new() } else { story.to_string() };
            let text = |value: &Option<String>| value.clone().unwrap_or_default();
            let codes = |who: &[ParticipantRecord]| {
                let code = |p: &ParticipantRecord| {
                    let entity = crate::who::entity(record, &p.entity);
                    let code = crate::who::code(p, entity);
                    if code.is_empty() { entity.map(|e| e.name.clone()).unwrap_or_default() } else { code }
                };
                who.iter().map(code).collect::<Vec<_>>().join(";")
            };
            vec![
                text(&day),
                story,
                codes(&event.actors),
                codes(&event.recipients),
                text(&event.cameo),
                text(&event.kind),
                text(&event.mode),
                event.status.clone(),
            ]
        };
        let mut fresh = true;
        if self.options.one_a_story {
            fresh &= self.keys.insert(key(false));
        }
        if self.options.one_a_day {
            fresh &= self.keys.insert(key(true)) || (self.options.one_a_story && key(true) == key(false));
        }
        fresh
    }
}
