//! The flat file of a converted model: named sections, written once, mapped into memory.
//!
//! Layout, little-endian: a header of 64 bytes (mark, format version, number of sections, length of the whole
//! file, SHA-256 of everything after the header), a directory of 64 bytes a section (name, offset, length in
//! bytes), then the sections, each starting at a multiple of 64.
#![allow(clippy::disallowed_methods)] // opens model files: that is this module's work

use crate::error::ModelError;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::marker::PhantomData;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

#[cfg(target_endian = "big")]
compile_error!("converted models are little-endian and are read in place");

/// First bytes of every converted model.
const MARK: [u8; 8] = *b"DTLNSPCY";
/// Version of the layout and of the sections' meaning.
pub(crate) const FORMAT_VERSION: u32 = 2;
const HEADER: usize = 64;
const ENTRY: usize = 64;
const NAME: usize = 48;

/// Plain numbers that may be read in place.
pub(crate) trait Plain: Copy + 'static {}
impl Plain for u8 {}
impl Plain for u16 {}
impl Plain for u32 {}
impl Plain for u64 {}
impl Plain for f32 {}

/// Collects sections and lays them out.
#[derive(Default)]
pub(crate) struct Writer {
    sections: Vec<(String, Vec<u8>)>,
}

impl Writer {
    /// Adds a section of bytes. Names are at most 48 bytes and used once.
    pub(crate) fn bytes(&mut self, name: impl Into<String>, bytes: Vec<u8>) {
        let name = name.into();
        debug_assert!(name.len() <= NAME && self.sections.iter().all(|(n, _)| *n != name), "section {name}");
        self.sections.push((name, bytes));
    }

    /// Adds a section of floats.
    pub(crate) fn f32s(&mut self, name: impl Into<String>, values: &[f32]) {
        self.bytes(name, values.iter().flat_map(|v| v.to_le_bytes()).collect());
    }

    /// Adds a section of 32-bit numbers.
    pub(crate) fn u32s(&mut self, name: impl Into<String>, values: &[u32]) {
        self.bytes(name, values.iter().flat_map(|v| v.to_le_bytes()).collect());
    }

    /// Adds a section of 64-bit numbers.
    pub(crate) fn u64s(&mut self, name: impl Into<String>, values: &[u64]) {
        self.bytes(name, values.iter().flat_map(|v| v.to_le_bytes()).collect());
    }

    /// The whole file.
    pub(crate) fn finish(self) -> Vec<u8> {
        let mut at = HEADER + ENTRY * self.sections.len();
        let mut directory = Vec::new();
        for (name, bytes) in &self.sections {
            at = at.next_multiple_of(64);
            let mut entry = [0; ENTRY];
            entry[..name.len()].copy_from_slice(name.as_bytes());
            entry[48..56].copy_from_slice(&(at as u64).to_le_bytes());
            entry[56..64].copy_from_slice(&(bytes.len() as u64).to_le_bytes());
            directory.extend_from_slice(&entry);
            at += bytes.len();
        }
        let mut out = vec![0; HEADER];
        out.extend_from_slice(&directory);
        for (_, bytes) in &self.sections {
            out.resize(out.len().next_multiple_of(64), 0);
            out.extend_from_slice(bytes);
        }
        out[..8].copy_from_slice(&MARK);
        out[8..12].copy_from_slice(&FORMAT_VERSION.to_le_bytes());
        out[12..16].copy_from_slice(&(self.sections.len() as u32).to_le_bytes());
        let len = out.len() as u64;
        out[16..24].copy_from_slice(&len.to_le_bytes());
        let hash = Sha256::digest(&out[HEADER..]);
        out[24..56].copy_from_slice(&hash);
        out
    }
}

enum Store {
    Mapped(memmap2::Mmap),
    Owned(Vec<u64>, usize),
}

impl Store {
    fn bytes(&self) -> &[u8] {
        match self {
            Store::Mapped(map) => map,
            Store::Owned(words, len) => &cast::<u8, u64>(words)[..*len],
        }
    }
}

/// Reads a slice of plain numbers as a slice of others.
///
/// # Panics
/// When the slice is not aligned for `T`; callers check.
#[allow(unsafe_code)]
fn cast<T: Plain, S: Plain>(bytes: &[S]) -> &[T] {
    // SAFETY: `Plain` types are numbers without padding for which every bit pattern is valid;
    // `align_to` itself respects length and alignment.
    let (before, values, _) = unsafe { bytes.align_to::<T>() };
    assert!(before.is_empty() || bytes.is_empty(), "a section is not aligned");
    values
}

/// An opened flat file.
pub(crate) struct Flat {
    store: Arc<Store>,
    sections: Vec<(String, usize, usize)>,
    hash: [u8; 32],
}

impl Flat {
    /// Maps a file into memory and checks header, length and directory.
    #[allow(unsafe_code)]
    pub(crate) fn open(path: &Path) -> Result<Flat, ModelError> {
        let io = |source| ModelError::Io { path: path.to_owned(), source };
        let file = File::open(path).map_err(io)?;
        if file.metadata().map_err(io)?.len() < HEADER as u64 {
            return Err(ModelError::NotConverted);
        }
        // SAFETY: the map is read-only and private to this process; a converted model is replaced by renaming
        // a new file over it, never changed in place.
        let map = unsafe { memmap2::Mmap::map(&file) }.map_err(io)?;
        Flat::check(Store::Mapped(map))
    }

    /// Takes a file's bytes and checks header, length and directory.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Flat, ModelError> {
        let mut words = vec![0u64; bytes.len().div_ceil(8)];
        for (word, chunk) in words.iter_mut().zip(bytes.chunks(8)) {
            let mut eight = [0; 8];
            eight[..chunk.len()].copy_from_slice(chunk);
            *word = u64::from_le_bytes(eight);
        }
        Flat::check(Store::Owned(words, bytes.len()))
    }

    fn check(store: Store) -> Result<Flat, ModelError> {
        let bytes = store.bytes();
        if bytes.len() < HEADER || bytes[..8] != MARK {
            return Err(ModelError::NotConverted);
        }
        let u32_at = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap_or_default());
        let u64_at = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap_or_default());
        let found = u32_at(8);
        if found != FORMAT_VERSION {
            return Err(ModelError::FormatVersion { found, expected: FORMAT_VERSION });
        }
        let damaged = |why: String| ModelError::Damaged { why };
        let len = u64_at(16);
        if len != bytes.len() as u64 {
            return Err(damaged(format!("it has {} bytes instead of {len}", bytes.len())));
        }
        let count = u32_at(12) as usize;
        if count > (bytes.len() - HEADER) / ENTRY {
            return Err(damaged(format!("{count} sections do not fit")));
        }
        let mut sections = Vec::with_capacity(count);
        for i in 0..count {
            let at = HEADER + i * ENTRY;
            let raw = &bytes[at..at + NAME];
            let end = raw.iter().position(|&b| b == 0).unwrap_or(NAME);
            let name = String::from_utf8_lossy(&raw[..end]).into_owned();
            let (offset, size) = (u64_at(at + 48), u64_at(at + 56));
            let fits = offset.checked_add(size).is_some_and(|end| end <= len);
            if !fits || offset % 64 != 0 {
                return Err(damaged(format!("section {name} lies outside the file")));
            }
            sections.push((name, offset as usize, size as usize));
        }
        let hash = bytes[24..56].try_into().unwrap_or_default();
        Ok(Flat { store: Arc::new(store), sections, hash })
    }

    /// SHA-256 of the content as the header gives it, in hexadecimal.
    pub(crate) fn sha256(&self) -> String {
        hex(&self.hash)
    }

    /// Compares the content with the hash in the header.
    pub(crate) fn verify(&self) -> Result<(), ModelError> {
        let found = Sha256::digest(&self.store.bytes()[HEADER..]);
        match found[..] == self.hash[..] {
            true => Ok(()),
            false => Err(ModelError::HashMismatch { expected: self.sha256(), found: hex(&found) }),
        }
    }

    /// Whether a section exists.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.sections.iter().any(|(n, _, _)| n == name)
    }

    /// A section as numbers of type `T`.
    pub(crate) fn view<T: Plain>(&self, name: &str) -> Result<View<T>, ModelError> {
        let found = self.sections.iter().find(|(n, _, _)| n == name);
        let Some(&(_, offset, size)) = found else {
            return Err(ModelError::Damaged { why: format!("section {name} is missing") });
        };
        if size % size_of::<T>() != 0 {
            return Err(ModelError::Damaged { why: format!("section {name} has an odd length") });
        }
        Ok(View { store: Arc::clone(&self.store), offset, size, of: PhantomData })
    }

    /// A section as numbers, which must be `len` of them.
    pub(crate) fn exactly<T: Plain>(&self, name: &str, len: usize) -> Result<View<T>, ModelError> {
        let view = self.view::<T>(name)?;
        match view.len() == len {
            true => Ok(view),
            false => Err(ModelError::Damaged {
                why: format!("section {name} has {} values instead of {len}", view.len()),
            }),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// A section, read in place; keeps the file mapped.
#[derive(Clone)]
pub(crate) struct View<T> {
    store: Arc<Store>,
    offset: usize,
    size: usize,
    of: PhantomData<T>,
}

impl<T: Plain> Deref for View<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        cast(&self.store.bytes()[self.offset..self.offset + self.size])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut writer = Writer::default();
        writer.f32s("weights", &[1.0, -2.5, 3.25]);
        writer.bytes("empty", Vec::new());
        writer.u64s("keys", &[7, u64::MAX]);
        writer.finish()
    }

    #[test]
    fn sections_come_back_as_written() {
        let flat = Flat::from_bytes(&sample()).unwrap();
        assert_eq!(&flat.view::<f32>("weights").unwrap()[..], [1.0, -2.5, 3.25]);
        assert_eq!(&flat.view::<u64>("keys").unwrap()[..], [7, u64::MAX]);
        assert!(flat.view::<u32>("empty").unwrap().is_empty());
        assert!(flat.verify().is_ok());
        assert!(matches!(flat.view::<u8>("none"), Err(ModelError::Damaged { .. })));
        assert!(matches!(flat.exactly::<f32>("weights", 4), Err(ModelError::Damaged { .. })));
    }

    #[test]
    fn every_kind_of_damage_is_told_apart() {
        let whole = sample();
        let open = |bytes: &[u8]| Flat::from_bytes(bytes).map(|_| ());
        assert!(matches!(open(b"PK\x03\x04"), Err(ModelError::NotConverted)));
        for cut in [HEADER, HEADER + 10, whole.len() - 1] {
            assert!(matches!(open(&whole[..cut]), Err(ModelError::Damaged { .. })), "cut at {cut}");
        }
        let mut other = whole.clone();
        other[8] = 99;
        assert!(matches!(open(&other), Err(ModelError::FormatVersion { found: 99, .. })));
        let mut outside = whole.clone();
        outside[HEADER + 56] = 255;
        outside[HEADER + 58] = 255;
        assert!(matches!(open(&outside), Err(ModelError::Damaged { .. })));
        let mut flipped = whole;
        let last = flipped.len() - 1;
        flipped[last] ^= 1;
        let flat = Flat::from_bytes(&flipped).unwrap();
        assert!(matches!(flat.verify(), Err(ModelError::HashMismatch { .. })));
    }
}
