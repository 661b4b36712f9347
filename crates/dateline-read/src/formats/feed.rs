//! RSS and Atom: one report an entry.

use super::html::fragment;
use crate::boilerplate;
use crate::decode::{Decoded, decode};
use crate::error::ReadError;
use crate::source::Item;
use crate::text::{Given, read_text};
use crate::words::DateWords;

/// The reports of a feed, in its order.
pub(crate) fn read_feed(name: &str, bytes: &[u8], given: &Given, words: &[DateWords]) -> Vec<Item> {
    let one = |outcome| vec![Item { origin: name.to_owned(), outcome }];
    let decoded = match decode(bytes) {
        Ok(decoded) => decoded,
        Err(error) => return one(Err(error)),
    };
    let feed = match feed_rs::parser::parse(decoded.text.as_bytes()) {
        Ok(feed) => feed,
        Err(error) => {
            return one(Err(ReadError::Refused { why: format!("this feed cannot be read: {error}") }));
        }
    };
    let publisher = feed.title.map(|t| t.content.trim().to_owned()).filter(|t| !t.is_empty());
    let mut items = Vec::new();
    for (i, entry) in feed.entries.into_iter().enumerate() {
        let plain = |text: Option<String>| {
            text.map(|t| fragment(&t)).map(|t| boilerplate::without(&t).0).filter(|t| !t.trim().is_empty())
        };
        let title = plain(entry.title.map(|t| t.content));
        let whole = plain(entry.content.and_then(|c| c.body));
        let summary = plain(entry.summary.map(|t| t.content));
        let text = match (whole, summary) {
            (Some(whole), Some(summary)) if summary.len() > whole.len() => summary,
            (Some(text), _) | (None, Some(text)) => text,
            (None, None) => String::new(),
        };
        let url = entry.links.first().map(|l| l.href.clone());
        let origin = format!("{name}:{}", url.clone().unwrap_or_else(|| format!("entry {}", i + 1)));
        if text.trim().is_empty() {
            let why = "an entry without text".to_owned();
            items.push(Item { origin, outcome: Err(ReadError::Skipped { why }) });
            continue;
        }
        let own = Given {
            id: Some(entry.id).filter(|id| !id.is_empty()),
            url,
            publisher: given.publisher.clone().or_else(|| publisher.clone()),
            title,
            language: given.language.clone().or_else(|| entry.language.or_else(|| feed.language.clone())),
            date: given.date.clone(),
            metadata: entry.published.or(entry.updated).map(|d| d.format("%Y-%m-%d").to_string()),
        };
        let decoded = Decoded { text, charset: decoded.charset, diagnostics: Vec::new() };
        items.push(Item { origin, outcome: Ok(read_text(decoded, &own, words)) });
    }
    if items.is_empty() {
        return one(Err(ReadError::Skipped { why: "a feed without entries".to_owned() }));
    }
    items
}
