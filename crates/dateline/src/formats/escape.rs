//! Makes report texts harmless for terminals: control and direction-changing characters become visible.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character may change what a terminal or an editor shows around it: controls, direction marks, invisible
/// separators. A plain line feed is one of them.
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}' | '\u{feff}')
}

/// The text with unsafe characters written as `\u{202e}`; line ends and tabs become one space.
///
/// ```
/// assert_eq!(dateline::formats::visible("a\u{1b}[2Jb\r\nc"), "a\\u{1b}[2Jb c");
/// ```
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\t' => out.push(' '),
            c if is_unsafe(c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}
