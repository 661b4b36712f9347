//! Reads brat standoff annotation of quotes: a text file, and beside it an `.ann` file with spans and relations.
//!
//! Spans whose type speaks of a quote or citation are content, those that speak of a source or speaker its speaker; a
//! relation or an event that joins the two tells who says it.

use crate::gold::{Gold, GoldQuote};
use dateline_types::Span;
use std::collections::BTreeMap;

/// Words in type names, lower case: content of a quote, and its speaker.
const CONTENT: [&str; 4] = ["quot", "citation", "cita", "content"];
const SPEAKER: [&str; 4] = ["speaker", "source", "locuteur", "fuente"];
const INDIRECT: [&str; 3] = ["indirect", "reported", "mixed"];

/// Reads one pair of files as gold that holds quotes only.
///
/// # Errors
/// A message with the line of the annotation file.
pub fn read_brat(text: &str, ann: &str, language: &str) -> Result<Gold, String> {
    let mut spans: BTreeMap<&str, (String, Span, usize)> = BTreeMap::new();
    let mut joins: Vec<Vec<&str>> = Vec::new();
    // Offsets count code points.
    let bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    for (n, line) in ann.lines().enumerate().map(|(i, l)| (i + 1, l)) {
        let mut cells = line.split('\t');
        let (Some(id), Some(what)) = (cells.next(), cells.next()) else { continue };
        let mut words = what.split_whitespace();
        match id.as_bytes().first() {
            Some(b'T') => {
                let kind = words.next().unwrap_or("").to_lowercase();
                // Of a span in several pieces, from the first to the last.
                let numbers: Vec<usize> = what.split([' ', ';']).filter_map(|w| w.parse().ok()).collect();
                let (Some(&start), Some(&end)) = (numbers.first(), numbers.last()) else {
                    return Err(format!("line {n}: `{id}` has no offsets"));
                };
                let (Some(&from), Some(&to)) = (bytes.get(start), bytes.get(end)) else {
                    return Err(format!("line {n}: `{id}` reaches behind the end of the text"));
                };
                if from > to {
                    return Err(format!("line {n}: `{id}` ends before it begins"));
                }
                spans.insert(id, (kind, Span::new(from, to), n));
            }
            Some(b'R' | b'E') => {
                joins.push(
                    what.split_whitespace().filter_map(|w| w.split_once(':').map(|(_, id)| id)).collect(),
                );
            }
            _ => {}
        }
    }
    let is = |kind: &str, list: &[&str]| list.iter().any(|w| kind.contains(w));
    let mut gold = Gold { language: language.to_owned(), text: text.to_owned(), ..Gold::default() };
    for (id, (kind, span, line)) in &spans {
        if !is(kind, &CONTENT) || is(kind, &SPEAKER) {
            continue;
        }
        let partner = joins.iter().filter(|j| j.contains(id)).flatten().find_map(|other| {
            spans.get(other).filter(|(kind, _, _)| is(kind, &SPEAKER)).map(|(_, span, _)| *span)
        });
        let direct = !is(kind, &INDIRECT);
        gold.quotes.push(GoldQuote { direct, span: *span, speaker: partner, line: *line });
    }
    gold.quotes.sort_by_key(|q| q.span);
    Ok(gold)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relation_gives_the_speaker() {
        let text = "« Été calme », dit Léa.";
        let ann = "T1\tDirect_Quotation 2 11\tÉté calme\nT2\tSpeaker 19 22\tLéa\nR1\tSaid Arg1:T1 Arg2:T2\n";
        let gold = read_brat(text, ann, "fr").unwrap();
        assert_eq!(gold.quotes.len(), 1);
        assert_eq!(gold.quotes[0].span.of(text), "Été calme");
        assert_eq!(gold.quotes[0].speaker.unwrap().of(text), "Léa");
    }

    #[test]
    fn offsets_outside_the_text_are_named() {
        assert!(read_brat("ab", "T1\tQuote 0 9\tx\n", "fr").unwrap_err().contains("line 1"));
    }
}
