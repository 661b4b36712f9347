//! Splits a text into the paragraphs that are coded.

use dateline_types::{Diagnostic, Severity, Span};

/// Longest paragraph, in characters; a longer one is cut at the end of a sentence.
pub const MAX_PARAGRAPH: usize = 20_000;

/// From this length on, in characters, a line is no hard-wrapped line but a paragraph.
const LONG_LINE: usize = 120;

/// The paragraphs of a stretch of text: separated by blank lines; where lines are long, also by single line ends.
/// Spans are trimmed and never empty.
pub(crate) fn split(text: &str, stretch: Span, diagnostics: &mut Vec<Diagnostic>) -> Vec<Span> {
    let mut out = Vec::new();
    let mut block: Vec<Span> = Vec::new();
    for line in lines(text, stretch) {
        match line.trimmed(text) {
            empty if empty.is_empty() => flush(text, &mut block, &mut out),
            full => block.push(full),
        }
    }
    flush(text, &mut block, &mut out);
    out.into_iter().flat_map(|p| bounded(text, p, diagnostics)).collect()
}

/// The lines of a stretch without their ends; "\r\n" counts as one end.
fn lines(text: &str, stretch: Span) -> impl Iterator<Item = Span> + '_ {
    let mut at = stretch.start as usize;
    stretch.of(text).split_inclusive('\n').map(move |line| {
        let span = Span::new(at, at + line.len());
        at += line.len();
        span
    })
}

fn flush(text: &str, block: &mut Vec<Span>, out: &mut Vec<Span>) {
    let long = block.iter().any(|l| l.of(text).chars().nth(LONG_LINE).is_some());
    match block[..] {
        [] => {}
        _ if long => out.extend(block.iter().copied()),
        [first, .., last] => out.push(first.cover(last)),
        [only] => out.push(only),
    }
    block.clear();
}

/// Cuts a paragraph that is too long.
fn bounded(text: &str, paragraph: Span, diagnostics: &mut Vec<Diagnostic>) -> Vec<Span> {
    let mut rest = paragraph;
    let mut out = Vec::new();
    while let Some((limit, _)) = rest.of(text).char_indices().nth(MAX_PARAGRAPH) {
        let cut = cut_place(&rest.of(text)[..limit]);
        out.push(Span::new(rest.start as usize, rest.start as usize + cut).trimmed(text));
        rest = Span::new(rest.start as usize + cut, rest.end as usize).trimmed(text);
    }
    out.push(rest);
    if out.len() > 1 {
        let message = format!(
            "a paragraph of more than {MAX_PARAGRAPH} characters was cut into {}; separate paragraphs by blank lines",
            out.len()
        );
        diagnostics.push(Diagnostic::new("cut-paragraph", Severity::Warning, message).at(paragraph));
    }
    out.retain(|p| !p.is_empty());
    out
}

/// The best byte to cut at: behind the last sentence end of the second half, else its last blank, else the end.
fn cut_place(window: &str) -> usize {
    let mut half = window.len() / 2;
    while !window.is_char_boundary(half) {
        half += 1;
    }
    let tail = &window[half..];
    let mut sentence = None;
    let mut blank = None;
    let mut ended = false;
    for (i, c) in tail.char_indices() {
        if c.is_whitespace() {
            blank = Some(half + i);
            if ended {
                sentence = Some(half + i);
            }
        } else {
            let closes = matches!(c, '»' | '"' | '”' | '’' | ')');
            ended = matches!(c, '.' | '!' | '?' | '…' | '。') || ended && closes;
        }
    }
    sentence.or(blank).unwrap_or(window.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Vec<&str> {
        let mut diagnostics = Vec::new();
        split(text, Span::new(0, text.len()), &mut diagnostics).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn blank_lines_separate() {
        assert_eq!(check("Un.\n\n  Deux\nlignes.\r\n \r\nTrois.\n"), ["Un.", "Deux\nlignes.", "Trois."]);
        assert_eq!(check(" \n\n"), Vec::<&str>::new());
    }

    #[test]
    fn long_lines_are_paragraphs() {
        let long = "Le ministre a annoncé une visite. ".repeat(5);
        let text = format!("Titre\n{long}\nFin.");
        assert_eq!(check(&text), ["Titre", long.trim(), "Fin."]);
    }

    #[test]
    fn a_huge_paragraph_is_cut_at_a_sentence_end() {
        let text = "Des tirs ont visé la base. ".repeat(2000);
        let mut diagnostics = Vec::new();
        let parts = split(&text, Span::new(0, text.len()), &mut diagnostics);
        assert_eq!(diagnostics[0].code, "cut-paragraph");
        for part in &parts {
            assert!(part.of(&text).chars().count() <= MAX_PARAGRAPH && part.of(&text).ends_with("base."));
        }
    }

    proptest::proptest! {
        #[test]
        fn spans_are_ordered_trimmed_and_lose_only_blanks(text in "(?s).{0,200}|[ a\n\r.é]{0,80}") {
            let mut diagnostics = Vec::new();
            let parts = split(&text, Span::new(0, text.len()), &mut diagnostics);
            let mut at = 0;
            for part in parts {
                proptest::prop_assert!(text[at..part.start as usize].trim().is_empty());
                proptest::prop_assert_eq!(part.of(&text).trim(), part.of(&text));
                at = part.end as usize;
            }
            proptest::prop_assert!(text[at..].trim().is_empty());
        }
    }
}
