//! The hashes that name strings and embedding rows in spaCy models.

use std::collections::HashMap;
use std::sync::LazyLock;

static SYMBOLS: LazyLock<HashMap<&'static str, u64>> = LazyLock::new(|| {
    include_str!("../data/symbols.tsv")
        .lines()
        .filter_map(|line| {
            let (number, name) = line.split_once('\t')?;
            Some((name, number.parse().ok()?))
        })
        .collect()
});

/// Longest name in the table of symbols, in bytes.
const LONGEST_SYMBOL: usize = 17;

/// The id of a string in spaCy's StringStore: 0 for "", the number of a symbol, else a 64-bit hash.
pub(crate) fn string_id(text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    if text.len() <= LONGEST_SYMBOL
        && let Some(&number) = SYMBOLS.get(text)
    {
        return number;
    }
    murmur64a(text.as_bytes(), 1)
}

/// The name of a symbol by its number.
pub(crate) fn symbol_name(number: u64) -> Option<&'static str> {
    SYMBOLS.iter().find(|&(_, &n)| n == number).map(|(&name, _)| name)
}

/// MurmurHash64A.
pub(crate) fn murmur64a(bytes: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    const R: u32 = 47;
    let mut h = seed ^ (bytes.len() as u64).wrapping_mul(M);
    let (blocks, tail) = bytes.as_chunks::<8>();
    for block in blocks {
        let mut k = u64::from_le_bytes(*block).wrapping_mul(M);
        k ^= k >> R;
        h ^= k.wrapping_mul(M);
        h = h.wrapping_mul(M);
    }
    if !tail.is_empty() {
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        h ^= u64::from_le_bytes(last);
        h = h.wrapping_mul(M);
    }
    h ^= h >> R;
    h = h.wrapping_mul(M);
    h ^ (h >> R)
}

/// The four rows of a hash embedding with `rows` rows for an id: MurmurHash3 x64 128 of its eight bytes.
pub(crate) fn embedding_rows(id: u64, seed: u32, rows: u32) -> [usize; 4] {
    let mix = |mut k: u64| {
        k = (k ^ (k >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        k = (k ^ (k >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        k ^ (k >> 33)
    };
    let seed = u64::from(seed);
    let mut h1 = id.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    h1 ^= seed ^ 8;
    let mut h2 = seed ^ 8;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = mix(h1);
    h2 = mix(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 as u32, (h1 >> 32) as u32, h2 as u32, (h2 >> 32) as u32].map(|key| (key % rows) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_numbers_and_other_strings_hashes() {
        assert_eq!(string_id(""), 0);
        assert_eq!(string_id("X"), 101);
        assert_eq!(string_id("mark"), 423);
        assert_eq!(symbol_name(92), Some("NOUN"));
        assert_eq!(string_id("avoir"), 11_059_948_118_366_003_969);
        assert_eq!(string_id("Soleimani"), 15_727_427_681_906_908_296);
        assert_eq!(string_id("président"), 413_933_255_203_149_520);
        assert!(SYMBOLS.keys().all(|name| name.len() <= LONGEST_SYMBOL));
    }

    #[test]
    fn embedding_rows_are_thinc_s() {
        const ALL: u32 = u32::MAX;
        let keys = |a: [u32; 4]| a.map(|k| (k % ALL) as usize);
        assert_eq!(
            embedding_rows(423, 8, ALL),
            keys([1_871_752_220, 1_335_300_221, 660_144_682, 2_002_950_332])
        );
        assert_eq!(
            embedding_rows(string_id("avoir"), 8, ALL),
            keys([3_168_328_124, 1_681_987_333, 2_605_008_538, 375_497_352])
        );
    }
}
