//! `dateline watch`: feeds into an archive, again and again.

use super::add::{Keeper, coded};
use crate::args::{InputArgs, WatchArgs};
use crate::run::{Ready, run_items};
use crate::setup::Setup;
use crate::{Outcome, say};
use anyhow::{Context, Result, bail};
use dateline_archive::Address;
use dateline_watch::{Feeds, State, Watch};
use std::time::Duration;

/// Longest sleep between two looks at the clock, in seconds: a clock that jumps is noticed soon.
const NAP: i64 = 60;

pub(crate) fn run(args: &WatchArgs) -> Result<Outcome> {
    let name = args.feeds.display().to_string();
    let text = std::fs::read_to_string(&args.feeds).with_context(|| format!("cannot read {name}"))?;
    let feeds = Feeds::parse(&text, &name)?;
    let folder = args.feeds.parent().map(std::path::Path::to_owned).unwrap_or_default();
    // An address of a database stands in no folder.
    let listed = feeds.archive.as_ref().map(|a| match Address::of(a).file() {
        Some(file) => folder.join(file),
        None => a.clone(),
    });
    let Some(path) = args.archive.clone().or(listed) else {
        bail!("no archive to add to; give --archive FILE, or write archive = \"news.dateline\" into {name}");
    };
    let mut setup = Setup::new(&args.setup)?;
    // Beside the archive, or beside the list where the archive is no file.
    let remembered = State::beside(Address::of(&path).file().unwrap_or(&args.feeds));
    let mut state = State::load(&remembered)?;
    let mut keeper = Keeper::open(&path)?;
    let mut watch = Watch::new(feeds);
    let input = InputArgs {
        inputs: Vec::new(),
        from: None,
        date: None,
        language: None,
        threads: args.threads,
        verbose: args.verbose,
    };
    let words = setup.desk.words().to_vec();
    let mut outcome = Outcome::Done;
    loop {
        let now = jiff::Timestamp::now().as_second();
        let round = watch.round(&mut state, now, &words);
        round.notes.iter().for_each(|note| say::note(note));
        let mut failed = !round.notes.is_empty();
        if round.asked > 0 {
            failed |= run_items(&input, &mut setup, &coded, &mut keeper, Ready(round.items.into_iter()))?
                == Outcome::SomeFailed;
            // Only when the reports are kept are their entries remembered.
            state.save(&remembered)?;
            say::note(&keeper.finish(&format!("{} feeds asked: ", round.asked))?);
        }
        if failed {
            outcome = Outcome::SomeFailed;
        }
        let Some(next) = watch.next(&state).filter(|_| !args.once) else { return Ok(outcome) };
        let wait = (next - jiff::Timestamp::now().as_second()).clamp(1, NAP);
        std::thread::sleep(Duration::from_secs(wait.unsigned_abs()));
    }
}
