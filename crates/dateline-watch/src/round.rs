//! One round: the feeds that are due are asked, their new entries become reports.

use crate::feeds::{Feed, Feeds, host};
use crate::fetch::{Answer, Web};
use crate::robots::Robots;
use crate::state::{FeedState, State};
use dateline_read::{DateWords, Given, Item, Kind, reports};
use dateline_types::Report;
use std::collections::BTreeSet;
use std::io::Cursor;
use std::time::Duration;

/// Longest time between two requests for a feed that fails, in seconds.
const LONGEST: i64 = 86_400;
/// Longest wait that a server's wish leads to, in seconds (see `fetch`).
const MOST_WAIT: i64 = 7 * 86_400;
/// Most pages fetched for one feed in a round.
const PAGES: usize = 100;

/// What a round brought.
#[derive(Debug, Default)]
pub struct Round {
    /// New reports, and entries that cannot be read.
    pub items: Vec<Item>,
    /// What a person should know: feeds that fail, pages that may not be fetched.
    pub notes: Vec<String>,
    /// Feeds asked.
    pub asked: usize,
}

/// Asks feeds.
pub struct Watch {
    feeds: Feeds,
    web: Web,
    hosts: BTreeSet<String>,
}

impl Watch {
    /// Begins to watch; no connection is opened yet.
    #[must_use]
    pub fn new(feeds: Feeds) -> Watch {
        let named = feeds.feed.iter().filter_map(|f| host(&f.url)).collect();
        Watch { web: Web::new(named), feeds, hosts: BTreeSet::new() }
    }

    /// When the next feed is due, in seconds since 1970; `None` when all are gone.
    #[must_use]
    pub fn next(&self, state: &State) -> Option<i64> {
        let due = |f: &Feed| match state.feeds.get(&f.url) {
            Some(s) if s.gone => None,
            Some(s) => Some(s.next),
            None => Some(0),
        };
        self.feeds.feed.iter().filter_map(due).min()
    }

    /// Asks all feeds that are due at `now` (seconds since 1970). The state is to be saved when the reports are kept: an
    /// entry is given on once.
    pub fn round(&mut self, state: &mut State, now: i64, words: &[DateWords]) -> Round {
        let mut round = Round::default();
        let mut robots = Robots::default();
        for feed in self.feeds.feed.clone() {
            let own = state.feeds.entry(feed.url.clone()).or_default();
            let every = self.feeds.interval(&feed);
            // A time that no rule would have set comes from a clock that was set back since.
            let possible = now.saturating_add(every.max(MOST_WAIT));
            if own.gone || (own.next > now && own.next <= possible) {
                continue;
            }
            round.asked += 1;
            match self.ask(&feed, own, &mut robots, now) {
                Ok(Some(answer)) => {
                    let taken = self.entries(&feed, &answer, own, &mut robots, &mut round, now, words);
                    if taken {
                        (own.etag, own.modified) = (answer.etag, answer.modified);
                    }
                    (own.failures, own.next) = (0, now + every);
                }
                Ok(None) => (own.failures, own.next) = (0, now + every),
                Err((why, wait)) => {
                    own.failures = own.failures.saturating_add(1);
                    let grown = every.saturating_mul(1 << own.failures.min(10)).min(LONGEST).max(every);
                    own.next = now + wait.unwrap_or(0).max(grown);
                    let next =
                        jiff::Timestamp::from_second(own.next).map(|t| t.to_string()).unwrap_or_default();
                    let then = if own.gone {
                        "it is not asked again".to_owned()
                    } else {
                        format!("asked again at {next}")
                    };
                    round.notes.push(format!("{}: {why}; {then}", feed.url));
                }
            }
        }
        round
    }

    /// The answer of a feed; `None` when nothing changed.
    fn ask(
        &mut self,
        feed: &Feed,
        own: &mut FeedState,
        robots: &mut Robots,
        now: i64,
    ) -> Result<Option<Answer>, (String, Option<i64>)> {
        robots.allowed(&self.web, &feed.url, now).map_err(|why| (why, None))?;
        self.pace(&feed.url, robots);
        let answer = self
            .web
            .get(&feed.url, own.etag.as_deref(), own.modified.as_deref(), now)
            .map_err(|why| (why, None))?;
        match answer.status {
            200 => Ok(Some(answer)),
            304 => Ok(None),
            410 => {
                own.gone = true;
                Err(("the server says that it is gone for good".to_owned(), None))
            }
            status => Err((format!("status {status}"), answer.retry)),
        }
    }

    /// Puts the new entries of a feed into the round; whether the feed could be read.
    #[allow(clippy::too_many_arguments)]
    fn entries(
        &mut self,
        feed: &Feed,
        answer: &Answer,
        own: &mut FeedState,
        robots: &mut Robots,
        round: &mut Round,
        now: i64,
        words: &[DateWords],
    ) -> bool {
        let given =
            Given { publisher: feed.publisher.clone(), language: feed.language.clone(), ..Given::default() };
        let body = Box::new(Cursor::new(answer.body.clone()));
        let pages = feed.pages.unwrap_or(self.feeds.pages);
        let (mut fetched, mut good) = (0, true);
        for item in reports(&feed.url, None, body, Some(Kind::Feed), &given, words) {
            let report = match &item.outcome {
                Ok(report) => report,
                Err(error) => {
                    good &= matches!(error, dateline_read::ReadError::Skipped { .. });
                    round.items.push(item);
                    continue;
                }
            };
            let entry = report.url.clone().unwrap_or_else(|| report.id.clone());
            if !own.note(&entry) {
                continue;
            }
            let page = match report.url.as_deref().filter(|_| pages && fetched < PAGES) {
                Some(url) => {
                    fetched += 1;
                    self.page(url, report, robots, now, words).unwrap_or_else(|why| {
                        round.notes.push(format!("{url}: {why}; the feed's own text is kept"));
                        None
                    })
                }
                None => None,
            };
            round.items.push(page.unwrap_or(item));
        }
        good
    }

    /// The report of the page behind an entry, when it says more than the entry does.
    fn page(
        &mut self,
        url: &str,
        entry: &Report,
        robots: &mut Robots,
        now: i64,
        words: &[DateWords],
    ) -> Result<Option<Item>, String> {
        robots.allowed(&self.web, url, now)?;
        self.pace(url, robots);
        let answer = self.web.get(url, None, None, now)?;
        if answer.status != 200 {
            return Err(format!("status {}", answer.status));
        }
        let given = Given {
            id: Some(entry.id.clone()),
            url: Some(url.to_owned()),
            publisher: entry.publisher.clone(),
            title: entry.title.clone(),
            language: entry.language.clone(),
            date: None,
            metadata: entry.published.value.clone(),
        };
        let mut found =
            reports(url, None, Box::new(Cursor::new(answer.body)), Some(Kind::Html), &given, words);
        let Some(item) = found.next() else { return Ok(None) };
        let more = item.outcome.as_ref().is_ok_and(|page| page.text.len() > entry.text.len());
        Ok(more.then_some(item))
    }

    /// Waits until a host may be asked again.
    fn pace(&mut self, url: &str, robots: &Robots) {
        let Some(host) = host(url) else { return };
        let wait = self.feeds.pause().max(robots.delay(url));
        if !self.hosts.insert(host) && wait > 0 {
            std::thread::sleep(Duration::from_secs(wait.unsigned_abs()));
        }
    }
}
