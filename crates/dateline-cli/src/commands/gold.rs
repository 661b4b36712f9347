//! `dateline export --format gold`: what analysts said of an archive's events, as gold that `dateline eval` reads.

use super::query::reader;
use crate::args::ExportArgs;
use crate::{Outcome, say};
use anyhow::{Context, Result, bail};
use dateline_archive::{Filter, Origin, Verdict};
use dateline_export::{Mark, gold};
use std::fs;

pub(crate) fn run(args: &ExportArgs, filter: &Filter) -> Result<Outcome> {
    let Some(folder) = &args.output else {
        bail!("gold is a file for each report; name a folder with --output");
    };
    if *filter != Filter::default() || args.by_month || args.one_a_day || args.one_a_story {
        bail!("gold holds all reports that somebody corrected; leave out conditions and the options of rows");
    }
    let archive = reader(&args.source)?;
    fs::create_dir_all(folder).with_context(|| format!("cannot write {}", folder.display()))?;
    let (mut written, mut events, mut failed) = (0_usize, 0_usize, 0_usize);
    archive.reviewed_records::<anyhow::Error>(|record, verdicts| {
        let key = Origin::of_record(record).key;
        let text = gold(record, &|event| match verdicts.get(&event.id) {
            None | Some(Verdict::Unreviewed) => Mark::Optional,
            Some(Verdict::Wrong) => Mark::Absent,
            Some(Verdict::Right | Verdict::Fixed | Verdict::Added) => Mark::Sure,
        });
        match text {
            Ok(text) => {
                let name = folder.join(format!("{}-{}.md", plain(&record.id), key.get(..8).unwrap_or(&key)));
                fs::write(&name, text).with_context(|| format!("cannot write {}", name.display()))?;
                (written, events) = (written + 1, events + verdicts.len());
            }
            Err(why) => {
                failed += 1;
                say::note(&format!("report {}: left out: {why}", record.id));
            }
        }
        Ok(())
    })?;
    say::note(&format!(
        "{written} reports with {events} reviewed events; score them: dateline eval {}",
        folder.display()
    ));
    Ok(if failed > 0 { Outcome::SomeFailed } else { Outcome::Done })
}

/// An id as part of the name of a file.
fn plain(id: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' };
    id.chars().take(40).map(kept).collect()
}
