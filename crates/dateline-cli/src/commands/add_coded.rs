//! `dateline add --from-parquet`: records that other jobs coded into an archive.

use super::add::Keeper;
use crate::Outcome;
use crate::args::AddArgs;
use crate::run::Sink;
use crate::say;
use anyhow::Result;
use dateline::read::files;
use dateline_archive::Entry;
use dateline_export::RecordReader;
use dateline_types::Severity;
use std::path::{Path, PathBuf};

/// Records kept in one transaction.
const AT_ONCE: usize = 500;

pub(crate) fn run(args: &AddArgs) -> Result<Outcome> {
    let mut keeper = Keeper::open(&args.archive)?;
    let mut faults = 0_u64;
    let mut fault = |origin: &str, why: &str| {
        eprintln!("{}", say::line(origin, Severity::Error, why));
        faults += 1;
    };
    for input in &args.input.inputs {
        let found = match parquet_files(input) {
            Ok(found) => found,
            Err(why) => {
                fault(&input.display().to_string(), &why);
                continue;
            }
        };
        for path in found {
            let name = path.display().to_string();
            let rows = match RecordReader::open(&path) {
                Ok(rows) => rows,
                Err(why) => {
                    fault(&name, &why);
                    continue;
                }
            };
            let mut waiting = 0;
            for row in rows {
                match row.outcome {
                    Ok((record, remarks)) => {
                        keeper.take(Entry { record, remarks })?;
                        waiting += 1;
                    }
                    Err(why) => fault(&format!("{name}: row {}", row.number), &why),
                }
                if waiting == AT_ONCE {
                    keeper.chunk()?;
                    waiting = 0;
                }
            }
            keeper.chunk()?;
        }
    }
    say::note(&keeper.finish("")?);
    Ok(if faults > 0 { Outcome::SomeFailed } else { Outcome::Done })
}

/// A file as it is; of a folder its Parquet files, in order: those below `records` when it has such a folder, since the events
/// beside them stand in the records already.
fn parquet_files(path: &Path) -> Result<Vec<PathBuf>, String> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let records = path.join("records");
    let folder = if records.is_dir() { records.as_path() } else { path };
    let all = files(folder).map_err(|e| e.to_string())?;
    let found: Vec<PathBuf> =
        all.into_iter().filter(|p| p.extension().is_some_and(|e| e == "parquet")).collect();
    if found.is_empty() {
        return Err(
            "there are no Parquet files in it; write some with: dateline code --format parquet".to_owned()
        );
    }
    Ok(found)
}
