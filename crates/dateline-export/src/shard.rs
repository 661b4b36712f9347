//! Which part of a run a job does, when several jobs share it.

use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// One of several parts of a run, written `2/8`. Which part a report belongs to depends on its text alone, not on the order
/// or the names of the inputs; copies of a text come into one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: u32,
    of: u32,
}

/// Most parts of a run.
const MOST: u32 = 9999;

impl Shard {
    /// The whole of a run.
    pub const WHOLE: Shard = Shard { number: 1, of: 1 };

    /// Part `number`, counted from 1, of `of`; `None` when there is no such part.
    #[must_use]
    pub fn new(number: u32, of: u32) -> Option<Shard> {
        (number >= 1 && number <= of && of <= MOST).then_some(Shard { number, of })
    }

    /// Whether what is named by `key` belongs to this part: the content id of a report, or where an input stands that gives
    /// no report. Every key belongs to exactly one part.
    #[must_use]
    pub fn holds(self, key: &str) -> bool {
        let hash = Sha256::digest(key.as_bytes());
        let number = hash.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        number % u64::from(self.of) == u64::from(self.number) - 1
    }

    /// How the files of this part begin: `part-0002-of-0008`.
    #[must_use]
    pub fn stem(self) -> String {
        format!("part-{:04}{}", self.number, self.ending())
    }

    /// What the names of the files of all parts of one run have in common.
    pub(crate) fn ending(self) -> String {
        format!("-of-{:04}", self.of)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let parts = text.split_once('/').and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
        parts.and_then(|(i, n)| Shard::new(i, n)).ok_or_else(|| {
            format!("write the number of the part and how many there are, from 1/8 to 8/8; at most {MOST}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_in_one_part() {
        let all: Vec<Shard> = (1..=7).filter_map(|i| Shard::new(i, 7)).collect();
        let mut sizes = [0; 7];
        for key in 0..7000 {
            let found: Vec<usize> = (0..7).filter(|i| all[*i].holds(&format!("report {key}"))).collect();
            assert_eq!(found.len(), 1);
            sizes[found[0]] += 1;
        }
        assert!(sizes.iter().all(|n| (850..1150).contains(n)), "{sizes:?}");
        assert!(Shard::WHOLE.holds("anything"));
    }

    #[test]
    fn parts_are_read_as_written() {
        assert_eq!("3/8".parse(), Ok(Shard { number: 3, of: 8 }));
        assert_eq!(Shard { number: 3, of: 8 }.to_string(), "3/8");
        assert_eq!(Shard { number: 3, of: 8 }.stem(), "part-0003-of-0008");
        for wrong in ["0/8", "9/8", "3", "3/", "a/b", "1/100000", "-1/2"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
