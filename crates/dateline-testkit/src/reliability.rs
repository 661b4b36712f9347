//! Whether confidences keep their promise: of events called 80 % sure, 80 % should be right.

/// Events of similar confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// Lowest confidence of the bin; it reaches to the next one's.
    pub from: f32,
    /// Events in it.
    pub events: usize,
    /// Their mean confidence.
    pub mean: f32,
    /// The share that is right.
    pub right: f32,
}

/// The reliability table: ten bins of confidence, empty ones left out.
#[must_use]
pub fn reliability(trust: &[(f32, bool)]) -> Vec<Bin> {
    let bin_of = |c: f32| ((c * 10.0) as usize).min(9);
    (0..10)
        .filter_map(|b| {
            let inside: Vec<&(f32, bool)> = trust.iter().filter(|(c, _)| bin_of(*c) == b).collect();
            let n = inside.len();
            (n > 0).then(|| Bin {
                from: b as f32 / 10.0,
                events: n,
                mean: inside.iter().map(|(c, _)| c).sum::<f32>() / n as f32,
                right: inside.iter().filter(|(_, right)| *right).count() as f32 / n as f32,
            })
        })
        .collect()
}

/// Expected calibration error: how far the share of right events lies from the confidence, weighted by events.
#[must_use]
pub fn calibration_error(trust: &[(f32, bool)]) -> f32 {
    let all = trust.len().max(1) as f32;
    reliability(trust).iter().map(|b| b.events as f32 * (b.mean - b.right).abs()).sum::<f32>() / all
}

/// Points of a rising function from score to share of right events, by pooling neighbours that fall (isotonic regression).
/// Scores are gathered by hundredths, groups of fewer than ten events join their neighbour.
#[must_use]
pub fn calibrate(trust: &[(f32, bool)]) -> Vec<(f32, f32)> {
    let mut sorted = trust.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Groups as (sum of scores, right ones, events).
    let mut groups: Vec<(f32, f32, f32)> = Vec::new();
    let mut last = f32::NEG_INFINITY;
    for (score, right) in sorted {
        let hit = f32::from(u8::from(right));
        match groups.last_mut() {
            Some(group) if group.2 < 10.0 || score - last < 0.005 => {
                *group = (group.0 + score, group.1 + hit, group.2 + 1.0);
            }
            _ => groups.push((score, hit, 1.0)),
        }
        last = score;
        while let [.., a, b] = groups[..] {
            // A small or falling group joins the one before.
            if a.2 >= 10.0 && (a.1 / a.2 < b.1 / b.2 || b.2 < 10.0) {
                break;
            }
            groups.pop();
            if let Some(end) = groups.last_mut() {
                *end = (a.0 + b.0, a.1 + b.1, a.2 + b.2);
            }
        }
    }
    let mut points: Vec<(f32, f32)> = Vec::new();
    for (score, right, n) in groups {
        // One event more on either side keeps small groups from certainty.
        let point = (score / n, (right + 1.0) / (n + 2.0));
        match points.last() {
            Some(last) if point.0 - last.0 < 0.005 || point.1 < last.1 => {}
            _ => points.push(point),
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bin_counts_its_events() {
        let bins = reliability(&[(0.81, true), (0.85, false), (0.2, false)]);
        assert_eq!(bins.len(), 2);
        assert_eq!((bins[1].events, bins[1].right), (2, 0.5));
    }

    #[test]
    fn points_rise() {
        let trust: Vec<(f32, bool)> = (0..200).map(|i| (i as f32 / 200.0, i * 7 % 200 < i)).collect();
        let points = calibrate(&trust);
        assert!(points.len() > 2, "{points:?}");
        assert!(points.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 <= w[1].1), "{points:?}");
    }
}
