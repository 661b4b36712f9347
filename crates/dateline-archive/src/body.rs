//! Names of reports and events, and the stored form of a record.

use crate::error::{ArchiveError, Result};
use dateline_record::{Producer, Record};
use dateline_types::Report;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Largest record that is read back, in bytes of JSON.
const MOST: u64 = 1 << 30;

/// What says which report it is, and what the input says of it: taken from a report before it is coded, or from a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// 32 hexadecimal digits of the hash of content, given id, address and publisher: two reports with the same key
    /// are the same report.
    pub key: String,
    /// 32 hexadecimal digits of the hash of title, language and date of publication: when it differs, the report has to be
    /// coded anew.
    pub input: String,
}

impl Origin {
    /// The origin of a report whose language is settled.
    #[must_use]
    pub fn of_report(report: &Report) -> Origin {
        Origin {
            key: key(&report.id, &report.content_id, &report.url, &report.publisher),
            input: digest(&[
                report.title.as_deref(),
                report.language.as_deref(),
                report.published.value.as_deref(),
                Some(report.published.evidence.name()),
            ]),
        }
    }

    /// The origin of the report of a record.
    #[must_use]
    pub fn of_record(record: &Record) -> Origin {
        let evidence = serde_json::to_value(record.published.evidence).ok();
        Origin {
            key: key(&record.id, &record.content_id, &record.url, &record.publisher),
            input: digest(&[
                record.title.as_deref(),
                record.language.as_deref(),
                record.published.value.as_deref(),
                evidence.as_ref().and_then(|v| v.as_str()),
            ]),
        }
    }
}

fn key(id: &str, content: &str, url: &Option<String>, publisher: &Option<String>) -> String {
    digest(&[Some(id), Some(content), url.as_deref(), publisher.as_deref()])
}

/// First half of the SHA-256 over texts that may be absent, in hexadecimal.
fn digest(parts: &[Option<&str>]) -> String {
    let mut all = Sha256::new();
    for part in parts {
        match part {
            Some(text) => {
                all.update([1]);
                all.update((text.len() as u64).to_le_bytes());
                all.update(text.as_bytes());
            }
            None => all.update([0]),
        }
    }
    all.finalize().iter().take(16).map(|b| format!("{b:02x}")).collect()
}

/// Lasting name of an event: 16 digits of its report's key and its number there.
#[must_use]
pub fn uid(key: &str, number: i64) -> String {
    format!("{}-{number}", key.get(..16).unwrap_or(key))
}

/// The same as SQL, for a query that reads `report` as `r` and `event` as `e`.
pub(crate) const UID_SQL: &str = "substr(r.key, 1, 16) || '-' || e.number";

/// A name in lower case without diacritics, for comparing.
#[must_use]
pub fn fold(name: &str) -> String {
    name.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// A record without its producer, as it is stored.
pub(crate) fn pack(record: &Record) -> Result<Vec<u8>> {
    let bare = Record { producer: Producer::default(), ..record.clone() };
    let json = serde_json::to_vec(&bare).map_err(std::io::Error::from)?;
    let mut to = ZlibEncoder::new(Vec::with_capacity(json.len() / 4), Compression::new(4));
    to.write_all(&json)?;
    Ok(to.finish()?)
}

/// Reads a stored record; its producer is put back.
pub(crate) fn unpack(key: &str, body: &[u8], producer: &str) -> Result<Record> {
    let damaged = |why: String| ArchiveError::Damaged { key: key.to_owned(), why };
    let mut json = Vec::new();
    ZlibDecoder::new(body).take(MOST).read_to_end(&mut json).map_err(|e| damaged(e.to_string()))?;
    let mut record: Record = serde_json::from_slice(&json).map_err(|e| damaged(e.to_string()))?;
    record.producer = serde_json::from_str(producer).map_err(|e| damaged(e.to_string()))?;
    Ok(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case_and_diacritics() {
        assert_eq!(fold(" Téhéran"), "teheran");
        assert_eq!(fold("Łódź ÉTAT"), "łodz etat");
    }

    #[test]
    fn absent_and_empty_are_two_things() {
        assert_ne!(digest(&[None, Some("a")]), digest(&[Some(""), Some("a")]));
        assert_ne!(digest(&[Some("ab"), Some("c")]), digest(&[Some("a"), Some("bc")]));
        assert_eq!(uid("0123456789abcdef0123456789abcdef", 7), "0123456789abcdef-7");
    }
}
