//! One record as one line of JSON.

use super::escape::is_unsafe;
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};
use std::io::{self, Write};

/// One record as one line of JSON, without a line end. Characters that could change what a terminal shows are written
/// as `\uXXXX`, which reads back as the same text.
#[must_use]
pub fn json_line<T: Serialize>(record: &T) -> String {
    let mut out = Vec::new();
    let mut to = Serializer::with_formatter(&mut out, Safe(CompactFormatter));
    match record.serialize(&mut to) {
        Ok(()) => String::from_utf8(out).unwrap_or_default(),
        Err(e) => unreachable!("records are plain data: {e}"),
    }
}

/// Compact JSON whose strings hold no unsafe character.
struct Safe(CompactFormatter);

impl Formatter for Safe {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut start = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| is_unsafe(*c)) {
            self.0.write_string_fragment(writer, &fragment[start..at])?;
            write!(writer, "\\u{:04x}", u32::from(c))?;
            start = at + c.len_utf8();
        }
        self.0.write_string_fragment(writer, &fragment[start..])
    }
}

#[cfg(test)]
mod tests {
    use super::json_line;

    #[test]
    fn unsafe_characters_are_escaped_and_read_back() {
        let text = "a\u{1b}[31m \u{202e}b\u{9b} « é » 😀 \"\\\n";
        let line = json_line(&text);
        assert_eq!(line, r#""a\u001b[31m \u202eb\u009b « é » 😀 \"\\\n""#);
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}
