//! Sketches of texts: a sample of the hashes of their word runs, by which copies are found.
//!
//! A text is lower-cased, stripped of everything but letters and digits and cut into runs of [`RUN`] words. A run's hash
//! is kept when it falls below a fixed bound (Broder's min-wise sampling modulo a number), so two texts sample the same runs
//! and the share of common hashes estimates the share of common runs, also when one text is part of the other.

use crate::body::fold;

/// Words in a run.
const RUN: usize = 4;
/// One run in so many is sampled for the estimate ...
const SAMPLE: u64 = 4;
/// ... and one in so many is looked up to find candidates.
const INDEX: u64 = 16;
/// Most hashes kept of one text: enough for 4,000 words.
const MOST: usize = 1024;
/// A sketch smaller than this says too little: such texts are copies only when all their words are the same.
pub(crate) const LEAST: usize = 8;
/// Two texts of which the shorter shares this much are copies.
pub(crate) const SHARE: f64 = 0.5;

/// What is kept of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sketch {
    /// Sampled hashes, sorted, each once.
    pub hashes: Vec<u32>,
    /// Hashes to look candidates up by; the last one is that of the whole text.
    pub keys: Vec<i64>,
}

/// The sketch of a text.
pub(crate) fn sketch(text: &str) -> Sketch {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let mut sampled: Vec<u64> = Vec::new();
    for run in words.windows(RUN) {
        let hash = mix(run.iter().fold(SEED, |h, w| word(h, w)));
        if hash.is_multiple_of(SAMPLE) {
            sampled.push(hash);
        }
    }
    sampled.sort_unstable();
    sampled.dedup();
    sampled.truncate(MOST);
    let whole = mix(words.iter().fold(SEED ^ 1, |h, w| word(h, w)));
    let mut keys: Vec<i64> = Vec::new();
    if sampled.len() >= LEAST {
        keys.extend(sampled.iter().filter(|h| h.is_multiple_of(INDEX)).map(|h| (h >> 24) as i64));
    }
    if !words.is_empty() {
        keys.push((whole >> 24) as i64);
    }
    let mut hashes: Vec<u32> = sampled.iter().map(|h| (h >> 32) as u32).collect();
    hashes.sort_unstable();
    hashes.dedup();
    Sketch { hashes, keys }
}

/// Share of the smaller sketch's hashes that the other has too, 0 to 1; 0 when the smaller says too little.
pub(crate) fn share(a: &[u32], b: &[u32]) -> f64 {
    let least = a.len().min(b.len());
    if least < LEAST {
        return 0.0;
    }
    let (mut i, mut j, mut common) = (0, 0, 0_usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    common as f64 / least as f64
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a over a word and its end.
fn word(mut hash: u64, word: &str) -> u64 {
    for byte in word.bytes().chain([0xff]) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// Finalizer of MurmurHash3: every bit of the input moves every bit of the output.
fn mix(mut h: u64) -> u64 {
    h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: std::ops::Range<usize>) -> String {
        words.map(|n| format!("mot{} ", mix(n as u64) % 100_000)).collect()
    }

    #[test]
    fn a_part_shares_all_and_a_stranger_nothing() {
        let long = sketch(&text(0..400));
        let part = sketch(&text(100..250));
        assert!(share(&long.hashes, &part.hashes) > 0.95);
        assert_eq!(share(&long.hashes, &sketch(&text(1000..1400)).hashes), 0.0);
    }

    #[test]
    fn marks_case_and_diacritics_do_not_count() {
        let a = "L’armée a attaqué, mardi, le camp de la Force; le ministre l'a dit.";
        let b = "l'ARMEE a attaque mardi le camp de la force - le ministre l’a dit";
        assert_eq!(sketch(a), sketch(b));
    }

    #[test]
    fn short_texts_are_known_by_all_their_words() {
        let short = sketch("Un mot seul");
        assert_eq!((short.hashes.len(), short.keys.len()), (0, 1));
        assert!(sketch("").keys.is_empty());
    }
}
