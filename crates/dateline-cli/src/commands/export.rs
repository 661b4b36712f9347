//! `dateline export`: records of an archive, or of `dateline code --format jsonl`, in the formats of others.

use super::query::{filter, reader};
use crate::args::{ExportArgs, ExportFormat};
use crate::{Outcome, say};
use anyhow::{Context, Result, bail};
use dateline_archive::{Address, Filter, Verdict};
use dateline_export::{Exporter, FileExport, FolderExport, Format, Options, Summary, Wanted};
use dateline_record::Record;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read};
use std::path::Path;

/// Largest line of records that is read, in bytes.
const MOST: u64 = 256 << 20;

/// Where rows go.
enum To {
    Stream(Exporter<'static>),
    File(FileExport),
    Folder(FolderExport),
}

impl To {
    fn new(args: &ExportArgs, format: Format) -> Result<To> {
        let options = Options {
            one_a_day: args.one_a_day,
            one_a_story: args.one_a_story,
            all_statuses: args.all_statuses,
        };
        if args.by_month {
            let Some(folder) = &args.output else {
                bail!("--by-month writes a folder; name it with --output");
            };
            if format != Format::Parquet {
                bail!("--by-month is for Parquet; leave it out, or write --format parquet");
            }
            let to = FolderExport::new(options, folder);
            return Ok(To::Folder(to.with_context(|| format!("cannot write {}", folder.display()))?));
        }
        Ok(match &args.output {
            Some(path) => To::File(
                FileExport::new(format, options, path)
                    .with_context(|| format!("cannot write {}", path.display()))?,
            ),
            None if format == Format::Parquet && io::stdout().is_terminal() => {
                bail!("Parquet is not for a terminal; give a file with --output")
            }
            None => To::Stream(Exporter::new(format, options, Box::new(BufWriter::new(io::stdout())))?),
        })
    }

    fn push(&mut self, record: &Record, wanted: Wanted<'_>) -> Result<()> {
        match self {
            To::Stream(to) => to.push(record, wanted)?,
            To::File(to) => to.push(record, wanted)?,
            To::Folder(to) => to.push(record, wanted)?,
        }
        Ok(())
    }

    fn finish(self) -> Result<Summary> {
        Ok(match self {
            To::Stream(to) => to.finish()?,
            To::File(to) => to.finish()?,
            To::Folder(to) => to.finish()?,
        })
    }
}

pub(crate) fn run(args: &ExportArgs) -> Result<Outcome> {
    let filter = filter(&args.filter)?;
    let kept = args.source != Path::new("-") && is_archive(&args.source)?;
    let format = match args.format {
        ExportFormat::Rows(format) => format,
        ExportFormat::Gold if kept => return super::gold::run(args, &filter),
        ExportFormat::Gold => {
            bail!("gold comes from an archive; make one with: dateline add ARCHIVE INPUT...")
        }
    };
    let mut to = To::new(args, format)?;
    let failed = if kept {
        let archive = reader(&args.source)?;
        archive.records::<anyhow::Error>(&filter, |record, wanted| {
            if !args.corrected {
                return to.push(record, &|event| wanted.contains(&event.id));
            }
            let mut record = record.clone();
            let verdicts = archive.reviewed(&mut record)?;
            to.push(&record, &|event| {
                let verdict = verdicts.get(&event.id);
                (wanted.contains(&event.id) || verdict.is_some()) && verdict != Some(&Verdict::Wrong)
            })
        })?;
        0
    } else if args.corrected {
        bail!("corrections stand in archives; make one with: dateline add ARCHIVE INPUT...");
    } else if filter == Filter::default() {
        lines(&args.source, &mut to)?
    } else {
        bail!("conditions need an archive; make one with: dateline add ARCHIVE INPUT...");
    };
    let summary = to.finish()?;
    let Summary { reports, events, rows } = summary;
    say::note(&format!("{rows} rows from {events} events of {reports} reports"));
    Ok(if failed > 0 { Outcome::SomeFailed } else { Outcome::Done })
}

/// Whether a source is an archive: the address of a database, or a file by its first bytes.
fn is_archive(path: &Path) -> Result<bool> {
    if Address::of(path).file().is_none() {
        return Ok(true);
    }
    let mut head = Vec::new();
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    file.take(16).read_to_end(&mut head).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(head == b"SQLite format 3\0")
}

/// Reads records, one a line; returns how many lines are none.
fn lines(path: &Path, to: &mut To) -> Result<u64> {
    let name = path.display();
    let mut input: Box<dyn BufRead> = match path == Path::new("-") {
        true => Box::new(io::stdin().lock()),
        false => Box::new(BufReader::new(File::open(path).with_context(|| format!("cannot read {name}"))?)),
    };
    let (mut failed, mut number, mut line) = (0, 0_u64, Vec::new());
    loop {
        line.clear();
        number += 1;
        if (&mut input)
            .take(MOST)
            .read_until(b'\n', &mut line)
            .with_context(|| format!("cannot read {name}"))?
            == 0
        {
            return Ok(failed);
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice::<Record>(&line) {
            Ok(record) => to.push(&record, &|_| true)?,
            Err(error) => {
                failed += 1;
                say::note(&format!(
                    "{name}:{number}: error: no record: {error}; write records with: dateline code --format jsonl"
                ));
            }
        }
    }
}
