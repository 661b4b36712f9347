//! Plain text for the models: one character for one, and the way back to the original bytes.

use dateline_types::{Analysis, Span};

/// A paragraph as the models want it: typographic apostrophes made plain, each other white space (line ends of
/// wrapped lines, no-break spaces) one space. Characters stand one for one, bytes do not.
pub(crate) struct Plain {
    /// The plain text.
    pub text: String,
    /// Byte offsets in `text` behind which the original is longer, with the bytes it is longer by from there on.
    longer: Vec<(u32, u32)>,
}

impl Plain {
    /// Makes a paragraph plain.
    pub fn new(original: &str) -> Plain {
        let mut text = String::with_capacity(original.len());
        let mut longer = Vec::new();
        let mut by = 0;
        for c in original.chars() {
            let plain = match c {
                '’' => '\'',
                c if c.is_whitespace() => ' ',
                c => c,
            };
            text.push(plain);
            if plain.len_utf8() < c.len_utf8() {
                by += (c.len_utf8() - plain.len_utf8()) as u32;
                longer.push((text.len() as u32, by));
            }
        }
        Plain { text, longer }
    }

    /// The byte offset in the original of a byte offset in the plain text.
    pub fn back(&self, offset: u32) -> u32 {
        match self.longer.partition_point(|(at, _)| *at <= offset) {
            0 => offset,
            n => offset + self.longer[n - 1].1,
        }
    }

    /// Moves the spans of an analysis of the plain text to the original.
    pub fn restore(&self, analysis: &mut Analysis) {
        if self.longer.is_empty() {
            return;
        }
        for token in &mut analysis.tokens {
            token.span = Span { start: self.back(token.span.start), end: self.back(token.span.end) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_point_into_the_original_text() {
        let original = "L’Iran n’a «\u{202f}pas\u{a0}» tué\r\n20\u{a0}000 hommes";
        let plain = Plain::new(original);
        assert_eq!(plain.text, "L'Iran n'a « pas » tué  20 000 hommes");
        assert_eq!(plain.text.chars().count(), original.chars().count());
        for ((byte, c), (wide, d)) in plain.text.char_indices().zip(original.char_indices()) {
            assert_eq!(plain.back(byte as u32), wide as u32, "at {c:?} for {d:?}");
        }
        assert_eq!(plain.back(plain.text.len() as u32), original.len() as u32);
    }
}
