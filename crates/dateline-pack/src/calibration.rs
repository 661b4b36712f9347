//! Turns the coder's own score of an event into the share of such events that are right, as measured on gold.

use crate::error::PackError;
use serde::Deserialize;

/// The measured points of `calibration.toml`; without any, scores stay as they are.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// Pairs of score and share, both from 0 to 1 and rising; between two points the share is interpolated.
    points: Vec<(f32, f32)>,
}

impl Calibration {
    /// Reads the file.
    ///
    /// # Errors
    /// The file is not TOML, or the points do not rise from 0 to 1.
    pub fn parse(file: &str, text: &str) -> Result<Calibration, PackError> {
        let found: Calibration = toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(0, |s| text[..s.start.min(text.len())].lines().count().max(1));
            PackError::one(file, line, e.message().to_owned(), "write `points = [[0.5, 0.6], [0.9, 0.95]]`")
        })?;
        let inside = found.points.iter().all(|(s, p)| (0.0..=1.0).contains(s) && (0.0..=1.0).contains(p));
        let rising = found.points.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 <= w[1].1);
        if inside && rising {
            return Ok(found);
        }
        let why = "the points do not rise between 0 and 1".to_owned();
        Err(PackError::one(file, 0, why, "let `dateline eval --calibrate` write them"))
    }

    /// The share of right events among those of a score.
    #[must_use]
    pub fn of(&self, score: f32) -> f32 {
        let (Some(first), Some(last)) = (self.points.first(), self.points.last()) else { return score };
        if score <= first.0 {
            return first.1;
        }
        if score >= last.0 {
            return last.1;
        }
        let above = self.points.partition_point(|(s, _)| *s < score).clamp(1, self.points.len() - 1);
        let ((s0, p0), (s1, p1)) = (self.points[above - 1], self.points[above]);
        p0 + (p1 - p0) * (score - s0) / (s1 - s0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_interpolated() {
        let c = Calibration::parse("calibration.toml", "points = [[0.4, 0.2], [0.8, 0.9]]").unwrap();
        assert!((c.of(0.6) - 0.55).abs() < 1e-6);
        assert_eq!((c.of(0.1), c.of(0.99)), (0.2, 0.9));
        assert_eq!(Calibration::default().of(0.3), 0.3);
        assert!(Calibration::parse("calibration.toml", "points = [[0.8, 0.9], [0.4, 0.2]]").is_err());
    }
}
