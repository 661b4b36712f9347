//! Plain text for the models: one character for one, and the way back to the original bytes.

use dateline_kb::{FormKind, Kb, KbKind, normalise};
use dateline_types::{Analysis, Span, Upos, is_shouted};

/// A paragraph as the models want it: typographic apostrophes made plain, each other white space (line ends of
/// wrapped lines, no-break spaces) one space, and so a mark that an elided word is glued to. Characters stand one for one, bytes do not.
pub(crate) struct Plain {
    /// The plain text.
    pub text: String,
    /// Byte offsets in `text` behind which the original is longer, with the bytes it is longer by from there on.
    longer: Vec<(u32, u32)>,
    /// Byte offsets in `text` of apostrophes that were parted from a quotation.
    parted: Vec<u32>,
}

impl Plain {
    /// Makes a paragraph plain. One that is all in capitals, as headlines of wires are, is lowered but for the names that
    /// the knowledge base has: the models know no other text.
    pub fn new(original: &str, kb: &Kb) -> Plain {
        match is_shouted(original) {
            true => Plain::typed(&lowered(original, kb)).measured(original),
            false => Plain::typed(original),
        }
    }

    /// The same with the lengths of another text of as many characters.
    fn measured(mut self, original: &str) -> Plain {
        let (mut at, mut by) = (0, 0);
        self.longer.clear();
        for (plain, c) in self.text.chars().zip(original.chars()) {
            at += plain.len_utf8() as u32;
            if plain.len_utf8() < c.len_utf8() {
                by += (c.len_utf8() - plain.len_utf8()) as u32;
                self.longer.push((at, by));
            }
        }
        self
    }

    fn typed(original: &str) -> Plain {
        let mut text = String::with_capacity(original.len());
        let mut longer = Vec::new();
        let mut parted = Vec::new();
        let mut by = 0;
        let mut chars = original.chars().peekable();
        // Whether a letter with an apostrophe stands right before.
        let (mut letter, mut elided) = (false, false);
        while let Some(c) = chars.next() {
            // "d'\"actes terroristes\"": models make one word of it all; the mark is looked for in the report's own text.
            let glued = elided
                && matches!(c, '"' | '“' | '«')
                && chars.peek().is_some_and(|n| n.is_alphanumeric() || n.is_whitespace());
            let plain = match c {
                '’' => '\'',
                _ if glued => ' ',
                c if c.is_whitespace() => ' ',
                c => c,
            };
            if glued {
                parted.push(text.len() as u32 - 1);
            }
            text.push(plain);
            elided = letter && plain == '\'';
            letter = c.is_alphabetic();
            if plain.len_utf8() < c.len_utf8() {
                by += (c.len_utf8() - plain.len_utf8()) as u32;
                longer.push((text.len() as u32, by));
            }
        }
        Plain { text, longer, parted }
    }

    /// The byte offset in the original of a byte offset in the plain text.
    pub fn back(&self, offset: u32) -> u32 {
        match self.longer.partition_point(|(at, _)| *at <= offset) {
            0 => offset,
            n => offset + self.longer[n - 1].1,
        }
    }

    /// Moves the spans of an analysis of the plain text to the original, and gives elided words back the apostrophe that models
    /// part from them when a blank follows.
    pub fn restore(&self, analysis: &mut Analysis) {
        let mut first = 0;
        for &at in &self.parted {
            let tokens = &mut analysis.tokens;
            first += tokens[first..].partition_point(|t| t.span.start < at);
            let Some([.., word, mark]) = tokens.get_mut(..=first) else { continue };
            if (mark.span.start, mark.span.end, word.span.end) == (at, at + 1, at) {
                word.norm = format!("{}'", word.norm).into();
                (mark.upos, mark.deprel) = (Upos::Punct, "punct".into());
            }
        }
        if self.longer.is_empty() {
            return;
        }
        for token in &mut analysis.tokens {
            token.span = Span { start: self.back(token.span.start), end: self.back(token.span.end) };
        }
    }
}

/// Least number of population of a town whose name is written large again in a lowered headline: smaller ones are often
/// common words too.
const KNOWN_TOWN: u32 = 100_000;

/// A text in capitals in lower case, names large; as many characters, none longer than it was.
fn lowered(text: &str, kb: &Kb) -> String {
    let mut out: Vec<char> = text
        .chars()
        .map(|c| {
            let mut low = c.to_lowercase();
            match (low.next(), low.next()) {
                (Some(l), None) if l.len_utf8() <= c.len_utf8() => l,
                _ => c,
            }
        })
        .collect();
    // Words as ranges of characters.
    let mut words: Vec<std::ops::Range<usize>> = Vec::new();
    for (i, c) in out.iter().enumerate() {
        match words.last_mut() {
            Some(last) if c.is_alphanumeric() && last.end == i => last.end = i + 1,
            _ if c.is_alphanumeric() => words.push(i..i + 1),
            _ => {}
        }
    }
    let upper: Vec<char> = text.chars().collect();
    let forms: Vec<String> =
        words.iter().map(|w| normalise(&out[w.clone()].iter().collect::<String>())).collect();
    let mut at = 0;
    while at < words.len() {
        let end = words.len().min(at + 6);
        let found = kb.prefixes(&forms[at..end]);
        let named = found.iter().rev().find_map(|m| {
            let kinds: Vec<_> = m.forms().filter(|f| names(kb, f.entity, f.kind)).map(|f| f.kind).collect();
            let short = kinds.iter().find(|k| **k == FormKind::Acronym && m.len == 1);
            short.or(kinds.first()).map(|kind| (m.len, *kind))
        });
        let (len, kind) = named.unwrap_or((0, FormKind::Name));
        for (n, word) in words[at..at + len].iter().enumerate() {
            let large = if kind == FormKind::Acronym { word.len() } else { 1 };
            if n == 0 || word.len() > 3 {
                out[word.start..word.start + large].copy_from_slice(&upper[word.start..word.start + large]);
            }
        }
        at += len.max(1);
    }
    if let Some(first) = words.first() {
        out[first.start] = upper[first.start];
    }
    out.into_iter().collect()
}

/// Whether a form is a proper name that is hardly anything else.
fn names(kb: &Kb, entity: dateline_kb::EntityIx, kind: FormKind) -> bool {
    let entity = kb.entity(entity);
    let small = entity.kind() == KbKind::Place && entity.place().is_none_or(|p| p.population < KNOWN_TOWN);
    matches!(kind, FormKind::Name | FormKind::Alias | FormKind::Acronym | FormKind::Seat) && !small
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_point_into_the_original_text() {
        let original = "L’Iran n’a «\u{202f}pas\u{a0}» tué\r\n20\u{a0}000 hommes";
        let plain = Plain::typed(original);
        assert_eq!(plain.text, "L'Iran n'a « pas » tué  20 000 hommes");
        assert_eq!(plain.text.chars().count(), original.chars().count());
        for ((byte, c), (wide, d)) in plain.text.char_indices().zip(original.char_indices()) {
            assert_eq!(plain.back(byte as u32), wide as u32, "at {c:?} for {d:?}");
        }
        assert_eq!(plain.back(plain.text.len() as u32), original.len() as u32);
    }

    #[test]
    fn an_elided_word_is_parted_from_a_quotation() {
        let original = "accusé d’\"actes\" et l'“opération” dite 'x'\"";
        let plain = Plain::typed(original);
        assert_eq!(plain.text, "accusé d' actes\" et l' opération” dite 'x'\"");
        assert_eq!(plain.back(plain.text.len() as u32), original.len() as u32);
    }

    #[test]
    fn headlines_in_capitals_are_lowered_but_for_names() {
        let kb = crate::assets::default_kb();
        let headline = "L’ONU CONDAMNE LES FRAPPES DE LA RUSSIE À KIEV";
        let plain = Plain::new(headline, &kb);
        assert_eq!(plain.text, "L'Onu condamne les frappes de la Russie à Kiev");
        assert_eq!(plain.back(plain.text.len() as u32), headline.len() as u32);
        assert_eq!(Plain::new("ONU et OTAN", &kb).text, "ONU et OTAN");
    }
}
