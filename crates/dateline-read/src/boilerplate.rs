//! Lines of web pages that are no part of a report: "Lire aussi ...", "Read more". The words are data.

use std::sync::LazyLock;

/// Longest line that is left out, in characters: a sentence of the report may begin with the same words.
const LONGEST: usize = 160;

static LINES: LazyLock<Vec<String>> = LazyLock::new(|| {
    include_str!("../data/boilerplate.tsv")
        .lines()
        .skip(1)
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'))
        .map(|(_, words)| words.to_lowercase())
        .collect()
});

/// Whether a line is no part of the report.
pub(crate) fn is_boilerplate(line: &str) -> bool {
    let bare = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(').replace('’', "'");
    if bare.chars().count() > LONGEST {
        return false;
    }
    let lower = bare.to_lowercase();
    LINES.iter().any(|words| {
        lower
            .strip_prefix(words.as_str())
            .is_some_and(|rest| words.ends_with(':') || !rest.chars().next().is_some_and(char::is_alphabetic))
    })
}

/// The text without such lines, and how many there were.
pub(crate) fn without(text: &str) -> (String, usize) {
    let mut left_out = 0;
    let kept: Vec<&str> = text
        .lines()
        .filter(|line| {
            let drop = is_boilerplate(line);
            left_out += usize::from(drop);
            !drop
        })
        .collect();
    (kept.join("\n"), left_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_page_are_left_out_and_sentences_stay() {
        let text = "Le ministre a démissionné.\nLire aussi : La crise au Mali\n» À lire aussi : Ce que l’on sait\nPublicité\n\
                    Publicités interdites : le Sénat a voté.\nRead more: Why it matters\nReaders were evacuated.";
        let (kept, left_out) = without(text);
        assert_eq!(
            kept,
            "Le ministre a démissionné.\nPublicités interdites : le Sénat a voté.\nReaders were evacuated."
        );
        assert_eq!(left_out, 4);
    }
}
