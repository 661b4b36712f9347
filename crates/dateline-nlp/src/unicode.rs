//! Python's character predicates, as spaCy's features use them (Unicode 14).

use crate::unicode_tables::{ALPHA, DIGIT, LOWERED, SPACE, UPPER};

fn within(table: &[(u32, u32)], c: char) -> bool {
    let code = c as u32;
    let i = table.partition_point(|&(_, last)| last < code);
    table.get(i).is_some_and(|&(first, _)| first <= code)
}

/// `str.isalpha` of one character.
pub(crate) fn is_alpha(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { within(&ALPHA, c) }
}

/// `str.isdigit` of one character: decimal digits and superscripts, not fractions.
pub(crate) fn is_digit(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { within(&DIGIT, c) }
}

/// `str.isupper` of one character.
pub(crate) fn is_upper(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_uppercase() } else { within(&UPPER, c) }
}

/// `str.isspace` of one character: white space and U+001C to U+001F.
pub(crate) fn is_space(c: char) -> bool {
    if c.is_ascii() { matches!(c, '\t'..='\r' | '\x1c'..=' ') } else { within(&SPACE, c) }
}

/// `str.lower`: full lower-casing with final sigma.
pub(crate) fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let newer = |c: char| !c.is_ascii() && !within(&LOWERED, c) && c.to_lowercase().next() != Some(c);
    if !text.chars().any(newer) {
        return text.to_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match newer(c) {
            true => out.push(c),
            false => out.extend(c.to_lowercase()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_predicates_are_python_s() {
        assert!(is_alpha('é') && is_alpha('漢') && !is_alpha('\u{301}') && !is_alpha('Ⅷ'));
        assert!(is_digit('²') && !is_digit('½') && is_digit('٣'));
        assert!(is_space('\u{1c}') && is_space('\u{a0}') && !is_space('\u{200b}') && is_space('\u{85}'));
        assert!(is_upper('É') && is_upper('Ⅷ') && !is_upper('ǅ'));
        assert!(('\0'..='\x7f').all(|c| is_space(c) == within(&SPACE, c)));
        assert_eq!(lower("ΟΔΟΣ İ"), "οδος i̇");
        assert_eq!(lower("\u{a7cb}A"), "\u{a7cb}a", "a letter younger than Unicode 14 stays");
    }
}
