//! Spans: half-open byte ranges into the text of one report.

use std::fmt;
use std::ops::Range;

/// A half-open range of UTF-8 byte offsets, on character boundaries, into one text.
///
/// Inside Dateline every offset is a byte offset; the record's code-point offsets are made at the edge
/// (see [`CodePoints`]).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte of the span.
    pub start: u32,
    /// One past the last byte of the span.
    pub end: u32,
}

impl Span {
    /// A span from two byte offsets. `start` must not exceed `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Span {
        debug_assert!(start <= end, "span {start}..{end} runs backwards");
        Span { start: start as u32, end: end as u32 }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a `usize` range, for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text the span covers.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Whether `other` lies wholly inside this span.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span moved right by `by` bytes.
    #[must_use]
    pub fn shifted(self, by: usize) -> Span {
        Span { start: self.start + by as u32, end: self.end + by as u32 }
    }

    /// The span without white space at its two ends.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Span {
        let inner = self.of(text);
        let left = inner.len() - inner.trim_start().len();
        let kept = inner.trim().len();
        let start = self.start as usize + left;
        Span::new(start, start + kept)
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// Turns byte offsets of one text into Unicode code-point offsets.
///
/// Built once for a report; a look-up costs a binary search over the places where the two differ.
#[derive(Debug, Clone)]
pub struct CodePoints {
    /// Byte offset of each multi-byte character, with the code points that stand before it.
    wide: Vec<(u32, u32, u32)>,
}

impl CodePoints {
    /// Indexes a text.
    #[must_use]
    pub fn new(text: &str) -> CodePoints {
        let mut wide = Vec::new();
        for (points, (byte, c)) in text.char_indices().enumerate() {
            if c.len_utf8() > 1 {
                wide.push((byte as u32, points as u32, c.len_utf8() as u32));
            }
        }
        CodePoints { wide }
    }

    /// The number of code points before the byte offset `byte`, which must be a character boundary.
    #[must_use]
    pub fn at(&self, byte: u32) -> u32 {
        match self.wide.partition_point(|w| w.0 < byte) {
            0 => byte,
            n => {
                let (start, points, width) = self.wide[n - 1];
                points + 1 + (byte - start - width)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_count_characters() {
        let text = "L’Iran a tué « 3 » 😀!";
        let index = CodePoints::new(text);
        for (points, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(index.at(byte as u32), points as u32, "at byte {byte}");
        }
        assert_eq!(index.at(text.len() as u32), text.chars().count() as u32);
    }

    #[test]
    fn trimmed_drops_outer_white_space() {
        let text = "a  bc  d";
        assert_eq!(Span::new(1, 7).trimmed(text).of(text), "bc");
    }
}
