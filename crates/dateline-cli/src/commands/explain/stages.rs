//! What the single stages made.

use super::View;
use super::marks::{Mark, marked};
use crate::style::Ink;
use dateline::formats::visible;
use dateline_types::{Anchor, Span};
use std::fmt::Write;

/// Date, date line and paragraphs.
pub(super) fn report(view: &View<'_>, out: &mut String) {
    let r = view.report;
    if let Some(span) = r.published.span {
        let _ = writeln!(out, "date        {}", view.words(span));
    }
    if let Some(filed) = &r.filed {
        let _ = writeln!(out, "date line   {}", view.words(filed.span));
        for (label, span) in [("  place", filed.place), ("  agency", filed.agency)] {
            if let Some(span) = span {
                let _ = writeln!(out, "{label:<11} {}", view.words(span));
            }
        }
        if let Some((span, days)) = filed.date {
            let value = days.edtf().unwrap_or_else(|| "year unknown".to_owned());
            let _ = writeln!(out, "  date      {} = {value}", view.words(span));
        }
    }
    for (i, paragraph) in r.paragraphs.iter().enumerate() {
        let _ = writeln!(out, "paragraph {}", i + 1);
        out.push_str(&marked(&r.text, *paragraph, &[], view.style));
    }
    for d in &r.diagnostics {
        let _ = writeln!(out, "{} [{}] {}", d.severity.name(), d.code, visible(&d.message));
    }
    out.push('\n');
}

/// Tokens with lemma, tag, relation and head, a line each.
pub(super) fn tokens(view: &View<'_>, out: &mut String) {
    let analysis = &view.coded.analysis;
    for (i, range) in analysis.sentences.iter().enumerate() {
        let _ = writeln!(out, "{}", view.style.paint(Ink::Faint, &format!("[{}]", i + 1)));
        for t in range.clone() {
            let token = &analysis.tokens[t as usize];
            let head = match token.head == t {
                true => "–".to_owned(),
                false => {
                    visible(analysis.tokens[token.head as usize].span.of(&view.report.text)).into_owned()
                }
            };
            let _ = writeln!(
                out,
                "    {} {} {:<6} {:<14} {} {}",
                pad(&visible(token.span.of(&view.report.text)), 18),
                pad(&visible(&token.lemma), 16),
                token.upos.name(),
                token.deprel,
                pad(&head, 16),
                token.feats,
            );
        }
        out.push('\n');
    }
}

fn pad(text: &str, width: usize) -> String {
    use unicode_width::UnicodeWidthStr;
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// The sentences with the spans of one stage marked, and a line for each of its results.
fn by_sentence(view: &View<'_>, found: &[(Span, String)], out: &mut String) {
    let analysis = &view.coded.analysis;
    let text = &view.report.text;
    for (i, range) in analysis.sentences.iter().enumerate() {
        let sentence = analysis.span(range.clone()).trimmed(text);
        if sentence.is_empty() {
            continue;
        }
        let here: Vec<&(Span, String)> =
            found.iter().filter(|(s, _)| s.start >= sentence.start && s.start < sentence.end).collect();
        let marks: Vec<Mark> =
            found.iter().map(|(span, _)| Mark { span: *span, under: '^', ink: Ink::Other }).collect();
        let _ = writeln!(out, "{}", view.style.paint(Ink::Faint, &format!("[{}]", i + 1)));
        out.push_str(&marked(text, sentence, &marks, view.style));
        for (span, line) in here {
            let _ = writeln!(out, "      {}  {line}", view.words(*span));
        }
        out.push('\n');
    }
}

/// Mentions and what they are linked to.
pub(super) fn mentions(view: &View<'_>, out: &mut String) {
    let x = &view.coded.extraction;
    let found: Vec<(Span, String)> = (x.mentions.iter())
        .map(|m| {
            let entity = x.entities.get(m.entity);
            let kind = entity.map_or("", |e| e.kind.name());
            let resolution = entity.map_or("", |e| e.resolution.name());
            let kb = entity.and_then(|e| e.kb.as_deref()).unwrap_or("–");
            let place = if m.locative { ", as a place" } else { "" };
            let line = format!(
                "ent{} {}  {kind}, {}, {resolution} {kb}{place}  rule {}  confidence {:.2}",
                m.entity + 1,
                view.entity(m.entity),
                m.form.name(),
                m.rule,
                m.confidence
            );
            (m.span, line)
        })
        .collect();
    by_sentence(view, &found, out);
}

/// Time expressions with value and anchor.
pub(super) fn times(view: &View<'_>, out: &mut String) {
    let found: Vec<(Span, String)> = (view.coded.extraction.times.iter().enumerate())
        .map(|(i, t)| {
            let value = t.value.as_deref().unwrap_or("unresolved");
            let modifier = t.modifier.map(|m| format!(" {}", m.name())).unwrap_or_default();
            let days = t.days.edtf().map(|d| format!(" = {d}")).unwrap_or_default();
            let anchor = match t.anchor {
                None => String::new(),
                Some(Anchor::Published) => ", from the report's date".to_owned(),
                Some(Anchor::Filed) => ", from the date line".to_owned(),
                Some(Anchor::Time(a)) => format!(", from time{}", a + 1),
            };
            (
                t.span,
                format!("time{} {} {value}{modifier}{days}{anchor}  rule {}", i + 1, t.kind.name(), t.rule),
            )
        })
        .collect();
    by_sentence(view, &found, out);
}

/// Quantities with kind, range and unit.
pub(super) fn quantities(view: &View<'_>, out: &mut String) {
    let found: Vec<(Span, String)> = (view.coded.extraction.quantities.iter().enumerate())
        .map(|(i, q)| {
            let side = |v: Option<f64>| v.map_or("?".to_owned(), |v| v.to_string());
            let range = match q.min == q.max {
                true => side(q.min),
                false => format!("{}..{}", side(q.min), side(q.max)),
            };
            let unit = q.unit.as_deref().map(|u| format!(" {}", visible(u))).unwrap_or_default();
            let of = q.of.map(|e| format!(" of {}", view.entity(e))).unwrap_or_default();
            let line = format!(
                "qty{} {} {range}{unit}, {}{of}  rule {}",
                i + 1,
                q.kind.name(),
                q.modifier.name(),
                q.rule
            );
            (q.span, line)
        })
        .collect();
    by_sentence(view, &found, out);
}

/// Quotes with speaker, cue and medium.
pub(super) fn quotes(view: &View<'_>, out: &mut String) {
    let text = &view.report.text;
    for (i, q) in view.coded.extraction.quotes.iter().enumerate() {
        let head = view.style.paint(Ink::Strong, &format!("quote{} {}", i + 1, q.kind.name()));
        let _ = writeln!(out, "{head}");
        for content in &q.content {
            out.push_str(&marked(text, *content, &[], view.style));
        }
        let mention = q.speaker_mention.map(|s| format!(" {}", view.words(s))).unwrap_or_default();
        view.line(out, "speaker", &format!("{}{mention}", view.source(q.speaker)));
        if let Some(cue) = &q.cue {
            view.line(out, "cue", &format!("{} ({})", view.words(cue.span), visible(&cue.lemma)));
        }
        if let Some(to) = q.addressee {
            view.line(out, "to", &view.entity(to));
        }
        if let Some((entity, span)) = q.via {
            let name = entity.map(|e| view.entity(e)).unwrap_or_default();
            view.line(out, "via", format!("{} {name}", view.words(span)).trim_end());
        }
        view.line(out, "rule", &format!("{}  confidence {:.2}", q.rule, q.confidence));
        out.push('\n');
    }
}
