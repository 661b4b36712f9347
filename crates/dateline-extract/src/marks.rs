//! Stretches between quotation marks, over paragraphs.

use dateline_pack::Manifest;
use dateline_types::{Report, Span};

/// One stretch of marked words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The words between the marks, trimmed.
    pub inner: Span,
    /// The words with their marks.
    pub outer: Span,
    /// Whether it goes on from the paragraph before, which left its mark open.
    pub continues: bool,
}

/// All outermost stretches of a report, in text order. A mark left open at the end of a paragraph closes there; the next
/// paragraph goes on with the same speech when it begins with an opening mark.
#[must_use]
pub fn stretches(report: &Report, manifest: &Manifest) -> Vec<Stretch> {
    let mut all = Vec::new();
    let mut left_open = false;
    for paragraph in &report.paragraphs {
        let text = paragraph.of(&report.text);
        let base = paragraph.start as usize;
        let mut open: Option<(usize, usize, &str)> = None;
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let width = rest.chars().next().map_or(1, char::len_utf8);
            match open {
                None => {
                    let pair = manifest.quotes.iter().find(|(o, _)| rest.starts_with(o.as_str()));
                    if let Some((o, c)) = pair.filter(|(o, c)| o != c || opens(text, at, o.len())) {
                        open = Some((at, o.len(), c));
                        at += o.len();
                        continue;
                    }
                }
                Some((start, mark, close)) if rest.starts_with(close) => {
                    let inner = Span::new(base + start + mark, base + at).trimmed(&report.text);
                    let outer = Span::new(base + start, base + at + close.len());
                    if !inner.is_empty() {
                        all.push(Stretch { inner, outer, continues: left_open && start == 0 });
                    }
                    open = None;
                    at += close.len();
                    continue;
                }
                Some(_) => {}
            }
            at += width;
        }
        let was_open = left_open;
        left_open = false;
        if let Some((start, mark, _)) = open {
            let inner = Span::new(base + start + mark, base + text.len()).trimmed(&report.text);
            // An opening mark never closed is speech over several paragraphs only if it opens the paragraph or a sentence.
            if inner.len() > 40 {
                let outer = Span::new(base + start, base + text.len());
                all.push(Stretch { inner, outer, continues: was_open && start == 0 });
                left_open = true;
            }
        }
    }
    all
}

/// Whether a mark that both opens and closes stands where speech can begin: at the start, or behind a space or bracket.
fn opens(text: &str, at: usize, width: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + width..].chars().next();
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '\'' | '’' | '-' | '–' | '—'))
        && after.is_some_and(|c| !c.is_whitespace())
}
