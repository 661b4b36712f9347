//! How much one may ask for: a bucket for each holder of a token, and one for each address that comes without.

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};

/// Questions a second, and at once after a pause.
const READS: (u32, u32) = (30, 300);
/// Posts a second, and at once after a pause.
const WRITES: (u32, u32) = (2, 30);
/// Refusals a second for an address, and at once after a pause.
const REFUSALS: (u32, u32) = (1, 20);
/// Refusals between two looks at addresses that have been quiet.
const TIDY: u64 = 1_000;

/// What a request counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Read,
    Write,
    /// It came without a token that is known.
    Refusal,
}

/// The buckets.
pub(crate) struct Limits {
    reads: DefaultKeyedRateLimiter<String>,
    writes: DefaultKeyedRateLimiter<String>,
    refusals: DefaultKeyedRateLimiter<String>,
    refused: AtomicU64,
}

impl Default for Limits {
    fn default() -> Limits {
        let bucket = |(rate, burst): (u32, u32)| {
            let at_least_one = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
            RateLimiter::keyed(Quota::per_second(at_least_one(rate)).allow_burst(at_least_one(burst)))
        };
        Limits {
            reads: bucket(READS),
            writes: bucket(WRITES),
            refusals: bucket(REFUSALS),
            refused: AtomicU64::new(0),
        }
    }
}

impl Limits {
    /// Takes one from the bucket of `who`; when it is empty, seconds until there is one.
    pub(crate) fn take(&self, act: Act, who: &str) -> Result<(), u64> {
        let bucket = match act {
            Act::Read => &self.reads,
            Act::Write => &self.writes,
            Act::Refusal => {
                if self.refused.fetch_add(1, Ordering::Relaxed) % TIDY == TIDY - 1 {
                    self.refusals.retain_recent();
                }
                &self.refusals
            }
        };
        bucket
            .check_key(&who.to_owned())
            .map_err(|full| full.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_for_one_and_not_for_others() {
        let limits = Limits::default();
        let taken = (0..1_000).take_while(|_| limits.take(Act::Write, "anna").is_ok()).count();
        assert!((30..40).contains(&taken), "{taken}");
        assert_eq!(limits.take(Act::Write, "anna"), Err(1));
        assert!(limits.take(Act::Write, "ben").is_ok() && limits.take(Act::Read, "anna").is_ok());
    }
}
