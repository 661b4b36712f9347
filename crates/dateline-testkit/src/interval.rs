//! Bootstrap intervals: how far a figure would move if other reports of the same kind had been annotated.

use crate::score::{Count, Scores};
use std::collections::BTreeMap;

/// The middle 95 % of a figure over resampled reports.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// 2.5th percentile.
    pub low: f64,
    /// 97.5th percentile.
    pub high: f64,
}

/// Times the reports are drawn again.
const DRAWS: usize = 1000;

/// The interval of each row's F1 over reports drawn with replacement; the draws are the same in every run.
#[must_use]
pub fn intervals(reports: &[Scores]) -> BTreeMap<&'static str, Interval> {
    let mut values: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
    if reports.len() < 2 {
        return BTreeMap::new();
    }
    let mut random = Splitmix(0x5eed);
    for _ in 0..DRAWS {
        let mut rows: BTreeMap<&'static str, Count> = BTreeMap::new();
        for _ in 0..reports.len() {
            let one = &reports[random.below(reports.len())];
            for (name, c) in &one.rows {
                rows.entry(name).or_default().add(*c);
            }
        }
        for (name, c) in rows {
            values.entry(name).or_default().extend(c.f1());
        }
    }
    let middle = |mut all: Vec<f64>| {
        all.sort_by(f64::total_cmp);
        let at = |share: f64| all[((all.len() - 1) as f64 * share).round() as usize];
        Interval { low: at(0.025), high: at(0.975) }
    };
    values.into_iter().filter(|(_, v)| !v.is_empty()).map(|(name, v)| (name, middle(v))).collect()
}

/// A small generator with a fixed seed; quality matters little here, repeatability does.
struct Splitmix(u64);

impl Splitmix {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_holds_the_figure_and_repeats() {
        let report = |right: usize| {
            let mut s = Scores::default();
            s.row("event type").add(Count { hit: right, gold: 4, right, found: 4 });
            s
        };
        let all: Vec<Scores> = [4, 2, 3, 4, 1, 3].map(report).to_vec();
        let interval = intervals(&all)["event type"];
        assert!(interval.low < 17.0 / 24.0 && 17.0 / 24.0 < interval.high);
        assert_eq!(interval, intervals(&all)["event type"]);
    }
}
