//! A sentence with marks under its words, wrapped to the width of a page.

use crate::style::{Ink, Style};
use dateline::formats::visible;
use dateline_types::Span;
use unicode_width::UnicodeWidthChar;

/// Columns of a line.
const WIDTH: usize = 100;
const INDENT: &str = "    ";

/// A stretch of the text to be marked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub span: Span,
    /// The character that stands under each column of the words.
    pub under: char,
    pub ink: Ink,
}

/// One character of the text as it is shown.
struct Cell {
    shown: String,
    width: usize,
    mark: Option<(char, Ink)>,
    blank: bool,
}

/// The text of a span, each line followed by a line of marks where it has any. Where marks overlap the first one counts.
pub(super) fn marked(text: &str, span: Span, marks: &[Mark], style: Style) -> String {
    let cells: Vec<Cell> = span
        .of(text)
        .char_indices()
        .map(|(i, c)| {
            let at = span.start + i as u32;
            let mark = marks.iter().find(|m| m.span.start <= at && at < m.span.end);
            let blank = c.is_whitespace();
            let shown = if blank { " ".to_owned() } else { visible(c.encode_utf8(&mut [0; 4])).into_owned() };
            let width = shown.chars().map(|c| c.width().unwrap_or(0)).sum();
            Cell { shown, width, mark: mark.map(|m| (m.under, m.ink)), blank }
        })
        .collect();
    let mut out = String::new();
    let mut rest = &cells[..];
    while !rest.is_empty() {
        let (line, after) = rest.split_at(line_end(rest));
        write_line(&mut out, line, style);
        let skip = after.iter().take_while(|c| c.blank).count();
        rest = &after[skip..];
    }
    out
}

/// How many cells fit on a line, cut at a blank where there is one.
fn line_end(cells: &[Cell]) -> usize {
    let mut width = 0;
    let mut blank = None;
    for (i, cell) in cells.iter().enumerate() {
        width += cell.width;
        if width > WIDTH {
            return blank.unwrap_or(i).max(1);
        }
        if cell.blank {
            blank = Some(i);
        }
    }
    cells.len()
}

fn write_line(out: &mut String, cells: &[Cell], style: Style) {
    let mut words = String::new();
    let mut under = String::new();
    let mut start = 0;
    while start < cells.len() {
        let mark = cells[start].mark;
        let len = cells[start..].iter().take_while(|c| c.mark == mark).count();
        let run = &cells[start..start + len];
        let text: String = run.iter().map(|c| c.shown.as_str()).collect();
        let width: usize = run.iter().map(|c| c.width).sum();
        match mark {
            Some((sign, ink)) => {
                words.push_str(&style.paint(ink, &text));
                under.push_str(&style.paint(ink, &sign.to_string().repeat(width)));
            }
            None => {
                words.push_str(&text);
                under.push_str(&" ".repeat(width));
            }
        }
        start += len;
    }
    out.push_str(INDENT);
    out.push_str(words.trim_end());
    out.push('\n');
    if cells.iter().any(|c| c.mark.is_some()) {
        out.push_str(INDENT);
        out.push_str(under.trim_end());
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_under_their_words() {
        let text = "L’armée a tué\ntrois 日本人.";
        let mark = |word: &str, under| {
            let at = text.find(word).unwrap();
            Mark { span: Span::new(at, at + word.len()), under, ink: Ink::Act }
        };
        let marks = [mark("armée", 'A'), mark("tué", '^'), mark("日本人", 'R')];
        let shown = marked(text, Span::new(0, text.len()), &marks, Style { colour: false });
        assert_eq!(shown, "    L’armée a tué trois 日本人.\n      AAAAA   ^^^       RRRRRR\n");
    }

    #[test]
    fn long_text_is_wrapped_and_controls_are_shown() {
        let text = "mot ".repeat(60) + "\u{1b}[2J";
        let shown = marked(&text, Span::new(0, text.len()), &[], Style { colour: false });
        assert!(shown.lines().all(|l| l.chars().count() <= WIDTH + INDENT.len()));
        assert!(shown.ends_with("\\u{1b}[2J\n"));
        let endless = "a".repeat(250);
        let shown = marked(&endless, Span::new(0, 250), &[], Style { colour: false });
        assert_eq!(shown.lines().count(), 3);
    }
}
