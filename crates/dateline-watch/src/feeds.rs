//! The list of feeds: `feeds.toml`.

use crate::WatchError;
use jiff::{SignedDuration, Span};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::PathBuf;
use ureq::http::Uri;

/// Shortest time between two requests for one feed, in seconds.
const LEAST: i64 = 60;

/// The feeds and what holds for all of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feeds {
    /// The archive that takes the reports, beside the list; the command may name another.
    pub archive: Option<PathBuf>,
    /// Time between two requests for a feed ("15m", "1h"); 15 minutes when not given.
    #[serde(default = "quarter")]
    pub every: String,
    /// Time between two requests to one host ("1s").
    #[serde(default = "second")]
    pub delay: String,
    /// Whether the pages behind the entries are fetched.
    #[serde(default)]
    pub pages: bool,
    /// The feeds.
    #[serde(default)]
    pub feed: Vec<Feed>,
}

/// A feed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// Address of the RSS or Atom file.
    pub url: String,
    /// Who publishes it; the feed's own title when not given.
    pub publisher: Option<String>,
    /// Language of its entries; recognised when not given.
    pub language: Option<String>,
    /// Time between two requests, instead of the list's.
    pub every: Option<String>,
    /// Whether the pages behind its entries are fetched, instead of what the list says.
    pub pages: Option<bool>,
}

fn quarter() -> String {
    "15m".to_owned()
}

fn second() -> String {
    "1s".to_owned()
}

/// Seconds of a duration such as "15m" or "1h 30m".
fn seconds(text: &str) -> Option<i64> {
    let duration = match text.parse::<SignedDuration>() {
        Ok(duration) => duration,
        Err(_) => SignedDuration::try_from(text.parse::<Span>().ok()?).ok()?,
    };
    (!duration.is_negative()).then_some(duration.as_secs())
}

impl Feeds {
    /// Reads a list; `name` stands in messages.
    ///
    /// # Errors
    /// It is not TOML, holds no feed, one twice, an address that is none, or a time that is none or below a minute.
    pub fn parse(text: &str, name: &str) -> Result<Feeds, WatchError> {
        let fault = |why: String| WatchError::Feeds(format!("{name}: {why}"));
        let feeds: Feeds = toml::from_str(text).map_err(|e| fault(e.to_string()))?;
        if feeds.feed.is_empty() {
            return Err(fault("no feed; add [[feed]] with url = \"https://...\"".to_owned()));
        }
        if seconds(&feeds.delay).is_none() {
            return Err(fault(format!("`{}` is no time; write delay = \"1s\"", feeds.delay)));
        }
        let mut seen = BTreeSet::new();
        for feed in &feeds.feed {
            if host(&feed.url).is_none() {
                return Err(fault(format!(
                    "`{}` is no address of the web; it begins with https://",
                    feed.url
                )));
            }
            if !seen.insert(&feed.url) {
                return Err(fault(format!("{} stands there twice; leave one out", feed.url)));
            }
            let every = feed.every.as_ref().unwrap_or(&feeds.every);
            match seconds(every) {
                Some(time) if time >= LEAST => {}
                Some(_) => return Err(fault(format!("`{every}` is too often; ask at most every \"1m\""))),
                None => return Err(fault(format!("`{every}` is no time; write every = \"15m\""))),
            }
        }
        Ok(feeds)
    }

    /// Seconds between two requests for a feed.
    #[must_use]
    pub fn interval(&self, feed: &Feed) -> i64 {
        seconds(feed.every.as_ref().unwrap_or(&self.every)).unwrap_or(900).max(LEAST)
    }

    /// Seconds between two requests to one host.
    #[must_use]
    pub fn pause(&self) -> i64 {
        seconds(&self.delay).unwrap_or(1)
    }
}

/// The host of an address with http or https, in lower case.
pub(crate) fn host(url: &str) -> Option<String> {
    let uri: Uri = url.parse().ok()?;
    let web = matches!(uri.scheme_str(), Some("http" | "https"));
    uri.host().filter(|h| web && !h.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_says_what_is_wrong_with_it() {
        let list = "every = \"1h\"\n[[feed]]\nurl = \"https://example.org/rss\"\nevery = \"10m\"\n";
        let feeds = Feeds::parse(list, "feeds.toml").expect("a list");
        assert_eq!(feeds.interval(&feeds.feed[0]), 600);
        let fault = |text: &str| Feeds::parse(text, "feeds.toml").expect_err("a fault").to_string();
        assert!(fault("").contains("no feed"));
        assert!(fault("[[feed]]\nurl = \"file:///etc/passwd\"").contains("no address of the web"));
        assert!(fault("[[feed]]\nurl = \"https://a.org\"\nevery = \"5s\"").contains("too often"));
        assert!(fault("[[feed]]\nurl = \"https://a.org\"\nevery = \"often\"").contains("no time"));
        assert!(fault("[[feed]]\nurl = \"https://a.org\"\ncolour = 1").contains("colour"));
        let twice = "[[feed]]\nurl = \"https://a.org\"\n[[feed]]\nurl = \"https://a.org\"";
        assert!(fault(twice).contains("twice"));
    }

    #[test]
    fn hosts_are_read_without_names_and_ports() {
        assert_eq!(host("https://user:x@News.Example.org:8080/rss").as_deref(), Some("news.example.org"));
        assert_eq!(host("http://[::1]:80/").as_deref(), Some("[::1]"));
        assert_eq!(host("ftp://example.org"), None);
        assert_eq!(host("https:///x"), None);
    }
}
