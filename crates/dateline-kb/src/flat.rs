//! The flat layout: a head, a table of sections, then the sections; all numbers little-endian.
//!
//! Strings are stored once and referred to by number. Nothing is decoded on opening.

use crate::{FORMAT_VERSION, KbError};
use std::sync::Arc;

/// First bytes of a knowledge base.
pub(crate) const MAGIC: &[u8; 8] = b"DATELKB\0";
/// "No such thing" among references.
pub(crate) const NONE: u32 = u32::MAX;
/// Numbers in an entity record.
pub(crate) const ENTITY: usize = 13;
/// Numbers in a form record: entity, kind and language, detail.
pub(crate) const FORM: usize = 3;
/// Numbers in a detail record: start, end, place, sector, seat kind.
pub(crate) const DETAIL: usize = 5;
/// Numbers in a tenure record: person, post, country, sector, title, start, end, note.
pub(crate) const TENURE: usize = 8;
/// Numbers in a post record: id, unique, sector.
pub(crate) const POST: usize = 3;
/// Bytes before the table of sections: magic, version, hash.
pub(crate) const HEAD: usize = 8 + 4 + 32;

/// The sections, in file order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Section {
    /// Ends of the strings in `Text`.
    Strings,
    /// All strings, one behind the other.
    Text,
    /// Entity records, in the order of their ids.
    Entities,
    /// (language, name) pairs of entities.
    Names,
    /// Places: GeoNames id, latitude and longitude in 1e-5 degrees, admin1, feature, population.
    Places,
    /// Form records.
    Forms,
    /// Details of forms; the first stands for "none".
    Details,
    /// fst: normalised form to form records.
    FormIndex,
    /// Persons of the variant keys.
    Variants,
    /// fst: variant key to persons.
    VariantIndex,
    /// Tenures, by country, post, start.
    Tenures,
    /// Tenure numbers in the order of their persons.
    ByPerson,
    /// fst: country, 0, post to tenures.
    TenureIndex,
    /// Posts, by id.
    Posts,
    /// Post numbers of the titles.
    Titles,
    /// fst: language, 0, normalised title to posts.
    TitleIndex,
}

/// How many sections there are.
pub(crate) const SECTIONS: usize = 16;

/// Bytes that a knowledge base reads from.
#[derive(Clone)]
pub(crate) enum Bytes {
    /// Linked into the program.
    Static(&'static [u8]),
    /// Owned, or mapped by the caller.
    Shared(Arc<dyn AsRef<[u8]> + Send + Sync>),
}

impl Bytes {
    pub(crate) fn get(&self) -> &[u8] {
        match self {
            Bytes::Static(b) => b,
            Bytes::Shared(b) => (**b).as_ref(),
        }
    }
}

/// A part of the bytes that an fst can own.
#[derive(Clone)]
pub(crate) struct Part {
    bytes: Bytes,
    start: usize,
    end: usize,
}

impl AsRef<[u8]> for Part {
    fn as_ref(&self) -> &[u8] {
        self.bytes.get().get(self.start..self.end).unwrap_or_default()
    }
}

/// Where the sections lie.
#[derive(Clone)]
pub(crate) struct Layout {
    pub(crate) bytes: Bytes,
    sections: [(usize, usize); SECTIONS],
}

impl Layout {
    /// Reads head and table of sections.
    pub(crate) fn open(bytes: Bytes) -> Result<Layout, KbError> {
        let bad = |what: &str| KbError::Format(what.to_owned());
        let all = bytes.get();
        if all.len() < HEAD + SECTIONS * 8 {
            return Err(bad("the file is too short"));
        }
        if &all[..8] != MAGIC {
            return Err(bad("the file does not begin as one"));
        }
        let version = number(all, 8);
        if version != FORMAT_VERSION {
            return Err(KbError::Format(format!(
                "layout version {version}, this program reads {FORMAT_VERSION}"
            )));
        }
        let mut sections = [(0, 0); SECTIONS];
        for (i, section) in sections.iter_mut().enumerate() {
            let start = number(all, HEAD + i * 8) as usize;
            let len = number(all, HEAD + i * 8 + 4) as usize;
            let end = start.checked_add(len).filter(|&e| e <= all.len());
            *section = (start, end.ok_or_else(|| bad("the file is cut off"))?);
        }
        Ok(Layout { bytes, sections })
    }

    pub(crate) fn part(&self, section: Section) -> Part {
        let (start, end) = self.sections[section as usize];
        Part { bytes: self.bytes.clone(), start, end }
    }

    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader { bytes: self.bytes.get(), sections: &self.sections }
    }

    pub(crate) fn hash(&self) -> &[u8] {
        &self.bytes.get()[12..HEAD]
    }
}

fn number(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

/// Reads numbers and strings of sections. Damaged bytes give zeros and empty strings, never a panic.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    sections: &'a [(usize, usize); SECTIONS],
}

impl<'a> Reader<'a> {
    /// The `i`-th number of a section.
    pub(crate) fn u32(&self, section: Section, i: usize) -> u32 {
        let (start, end) = self.sections[section as usize];
        match start + i * 4 {
            at if at + 4 <= end => number(self.bytes, at),
            _ => 0,
        }
    }

    /// How many numbers a section holds.
    pub(crate) fn len(&self, section: Section) -> usize {
        let (start, end) = self.sections[section as usize];
        (end - start) / 4
    }

    /// A string by its number.
    pub(crate) fn text(&self, id: u32) -> &'a str {
        let end = self.u32(Section::Strings, id as usize) as usize;
        let start = match id {
            0 => 0,
            id => self.u32(Section::Strings, id as usize - 1) as usize,
        };
        let base = self.sections[Section::Text as usize].0;
        self.bytes.get(base + start..base + end).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
    }
}
