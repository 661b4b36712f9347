//! Maps from words to what a pack says of them, asked for every word of every report.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map by word. Its order means nothing.
pub(crate) type QuickMap<T> = HashMap<String, T, BuildHasherDefault<WordHasher>>;

/// FNV-1a: the words are short, and those stored are the pack's own, so that nobody can choose them to collide.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WordHasher(u64);

impl Default for WordHasher {
    fn default() -> Self {
        WordHasher(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
