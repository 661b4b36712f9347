//! What the mention stage sees of a report: tokens in the forms they are compared in, quotation marks, named spans.

use crate::marks::{Stretch, stretches};
use crate::tree::Tree;
use dateline_kb::{Kb, normalise};
use dateline_pack::roles::pieces;
use dateline_pack::{Ontology, Pack};
use dateline_types::{Analysis, Days, Report, Span, Token, Upos, is_shouted};
use std::ops::Range;

/// One report with everything that is looked at again and again.
pub(crate) struct Scene<'a> {
    pub(crate) report: &'a Report,
    pub(crate) pack: &'a Pack,
    pub(crate) kb: &'a Kb,
    pub(crate) ontology: &'a Ontology,
    pub(crate) tree: Tree<'a>,
    /// Normalised form of each token, for the knowledge base; "" for marks.
    pub(crate) norm: Vec<String>,
    /// Lower-case form of each token with plain apostrophes.
    pub(crate) low: Vec<String>,
    /// Lower-case pieces of each token, for role nouns.
    pub(crate) pieces: Vec<Vec<String>>,
    label: Vec<Option<u32>>,
    quoted: Vec<Option<u32>>,
    /// Paragraphs all in capitals.
    shouted: Vec<Span>,
}

/// The determiner of a noun phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Det {
    /// None at all.
    None,
    /// "le", "ce".
    Definite,
    /// "un", "des".
    Indefinite,
    /// "son": the possessor's token.
    Possessive(u32),
    /// "votre".
    PossessiveSecond,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(
        report: &'a Report,
        analysis: &'a Analysis,
        pack: &'a Pack,
        kb: &'a Kb,
        ontology: &'a Ontology,
    ) -> Scene<'a> {
        let words = || analysis.tokens.iter().map(|t| t.span.of(&report.text));
        let mut label = vec![None; analysis.tokens.len()];
        for (n, named) in analysis.named.iter().enumerate() {
            for t in named.tokens.clone() {
                if let Some(slot) = label.get_mut(t as usize) {
                    *slot = Some(n as u32);
                }
            }
        }
        let marks: Vec<Stretch> = stretches(report, &pack.manifest);
        let quoted = analysis
            .tokens
            .iter()
            .map(|t| marks.iter().position(|m| m.inner.contains(t.span)).map(|m| m as u32))
            .collect();
        Scene {
            report,
            pack,
            kb,
            ontology,
            tree: Tree::new(analysis, &pack.manifest),
            norm: words().map(normalise).collect(),
            low: words().map(|w| w.to_lowercase().replace('’', "'")).collect(),
            pieces: words().map(pieces).collect(),
            label,
            quoted,
            shouted: report.paragraphs.iter().copied().filter(|p| is_shouted(p.of(&report.text))).collect(),
        }
    }

    pub(crate) fn len(&self) -> u32 {
        self.tree.len()
    }

    pub(crate) fn token(&self, i: u32) -> &'a Token {
        self.tree.token(i)
    }

    pub(crate) fn word(&self, i: u32) -> &'a str {
        self.token(i).span.of(&self.report.text)
    }

    pub(crate) fn language(&self) -> &'a str {
        &self.pack.manifest.language
    }

    pub(crate) fn days(&self) -> Days {
        self.report.published.days
    }

    /// Whether the token begins with a capital letter.
    pub(crate) fn capital(&self, i: u32) -> bool {
        // In a headline all in capitals only the model can tell, which read it lowered but for known names.
        let span = self.token(i).span;
        let at = self.shouted.partition_point(|s| s.end <= span.start);
        if self.shouted.get(at).is_some_and(|s| s.contains(span)) {
            return self.token(i).upos == Upos::Propn;
        }
        self.word(i).chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase)
    }

    /// Whether the token holds a letter or digit.
    pub(crate) fn wordy(&self, i: u32) -> bool {
        !self.norm[i as usize].is_empty()
    }

    /// Whether the token is an initial ("A.", "J.-P.").
    pub(crate) fn initial(&self, i: u32) -> bool {
        let word = self.word(i);
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        word.ends_with('.') && letters > 0 && letters <= 2 && self.capital(i) && !self.is_title(i)
    }

    /// Whether the token stands before a name as a title.
    pub(crate) fn is_title(&self, i: u32) -> bool {
        self.title(i).is_some()
    }

    pub(crate) fn title(&self, i: u32) -> Option<&'a dateline_pack::names::Title> {
        let form = self.low[i as usize].replace('.', "");
        self.pack.names.titles.iter().find(|t| t.form == form)
    }

    /// The label and tokens of the model's named span over a token.
    pub(crate) fn named(&self, i: u32) -> Option<(&'a str, Range<u32>)> {
        let n = self.label[i as usize]? as usize;
        let named = &self.tree.analysis.named[n];
        Some((self.label_name(&named.label), named.tokens.clone()))
    }

    /// What the pack calls a label of the model: PER, LOC, ORG; other labels stay as they are.
    pub(crate) fn label_name(&self, label: &'a str) -> &'a str {
        let labels = &self.pack.manifest.labels;
        labels.iter().find(|(own, _)| own == label).map_or(label, |(_, name)| name.as_str())
    }

    pub(crate) fn labelled(&self, i: u32, label: &str) -> bool {
        self.named(i).is_some_and(|(l, _)| l == label)
    }

    /// The stretch of marked words over a token.
    pub(crate) fn quote(&self, i: u32) -> Option<u32> {
        self.quoted[i as usize]
    }

    /// Whether the token is the first word of its sentence.
    pub(crate) fn opens(&self, i: u32) -> bool {
        let start = self.tree.sentence_range(i).start;
        (start..i).all(|t| !self.wordy(t))
            || i > 0 && matches!(self.word(i - 1), "«" | "\"" | "“" | ":" | "–" | "—" | "-")
    }

    /// Whether the two tokens belong to one sentence.
    pub(crate) fn together(&self, a: u32, b: u32) -> bool {
        self.tree.sentence(a) == self.tree.sentence(b)
    }

    /// One past the last token of the paragraph: names may run over where a model ends a sentence by mistake.
    pub(crate) fn limit(&self, i: u32) -> u32 {
        let paragraphs = &self.tree.analysis.paragraphs;
        paragraphs.get(self.tree.analysis.paragraph_of(i)).map_or(self.len(), |p| p.end)
    }

    /// The token that heads a range: the first whose own head lies outside, a part of a clause before a root.
    pub(crate) fn head(&self, range: &Range<u32>) -> u32 {
        let outside = |t: &u32| {
            let head = self.token(*t).head;
            (head == *t || !range.contains(&head)) && self.wordy(*t)
        };
        let rank = |t: &u32| {
            let token = self.token(*t);
            match () {
                () if token.is("flat") || token.is("punct") || token.is("case") => 2,
                () if token.head == *t => 1,
                () => 0,
            }
        };
        let tops: Vec<u32> = range.clone().filter(outside).collect();
        tops.iter().copied().min_by_key(|t| (rank(t), *t)).unwrap_or(range.start)
    }

    /// A range without its white space and marks at both ends.
    pub(crate) fn tight(&self, mut range: Range<u32>) -> Range<u32> {
        while range.start < range.end && !self.wordy(range.start) {
            range.start += 1;
        }
        while range.end > range.start && !self.wordy(range.end - 1) {
            range.end -= 1;
        }
        range
    }

    /// The plain preposition behind a contraction ("du" is "de").
    pub(crate) fn plain(&self, i: u32) -> &str {
        let low = self.low[i as usize].as_str();
        self.pack.manifest.plain_form(low).unwrap_or(low)
    }

    /// Whether the token is a determiner, alone or merged with a preposition.
    fn determiner(&self, i: u32) -> bool {
        let token = self.token(i);
        token.upos == Upos::Det || token.feat("Poss") == Some("Yes")
    }

    /// The token before the determiners, numbers and adjectives in front of a noun phrase; and the determiner found.
    pub(crate) fn before(&self, start: u32) -> (Option<u32>, Det) {
        let mut det = Det::None;
        let mut counted = false;
        let floor = self.tree.sentence_range(start).start;
        let mut i = start;
        while i > floor {
            i -= 1;
            let token = self.token(i);
            let low = self.low[i as usize].as_str();
            if self.determiner(i) || low == "l'" {
                det = self.kind_of(i);
                continue;
            }
            if det == Det::None && matches!(token.upos, Upos::Adj | Upos::Num) {
                counted |= token.upos == Upos::Num;
                continue;
            }
            if token.upos == Upos::Space {
                continue;
            }
            // "du", "des", "au": the article hides in the preposition.
            let contracted = token.upos == Upos::Adp && self.plain(i) != low;
            if det == Det::None && (token.feat("Definite") == Some("Def") || contracted) {
                det = Det::Definite;
            }
            return (Some(i), if det == Det::None && counted { Det::Indefinite } else { det });
        }
        (None, if det == Det::None && counted { Det::Indefinite } else { det })
    }

    fn kind_of(&self, i: u32) -> Det {
        let token = self.token(i);
        let low = &self.low[i as usize];
        let names = &self.pack.names;
        if names.possessives_second.contains(low) {
            Det::PossessiveSecond
        } else if names.possessives.iter().any(|p| p.form == *low) {
            Det::Possessive(i)
        } else if token.feat("Definite") == Some("Ind") {
            Det::Indefinite
        } else if token.feat("Definite") == Some("Def")
            || token.feat("PronType") == Some("Dem")
            || low == "l'"
        {
            Det::Definite
        } else {
            Det::Indefinite
        }
    }

    /// Grammatical number of a noun phrase: from its determiner, else its head.
    pub(crate) fn plural(&self, start: u32, head: u32) -> bool {
        let floor = self.tree.sentence_range(start).start;
        let number = |i: u32| self.token(i).feat("Number");
        let det = (floor..start)
            .rev()
            .take(3)
            .take_while(|&i| matches!(self.token(i).upos, Upos::Det | Upos::Adj | Upos::Num | Upos::Adp))
            .find(|&i| self.determiner(i) || self.token(i).feat("Definite").is_some());
        det.and_then(number).or_else(|| number(head)) == Some("Plur")
    }

    /// Grammatical gender of a noun phrase, where something tells it.
    pub(crate) fn gender(&self, start: u32, head: u32) -> Option<char> {
        let gender = |i: u32| match self.token(i).feat("Gender") {
            Some("Masc") => Some('m'),
            Some("Fem") => Some('f'),
            _ => None,
        };
        let det = start.checked_sub(1).filter(|&d| self.determiner(d) && self.together(d, start));
        det.and_then(gender).or_else(|| gender(head))
    }

    /// Whether the words from token `i` on are these pieces.
    pub(crate) fn phrase_pieces(&self, i: u32, wanted: &[String]) -> bool {
        let end = self.tree.sentence_range(i).end;
        let mut left = wanted;
        let mut t = i;
        while t < end && !left.is_empty() {
            let Some(rest) = left.strip_prefix(self.pieces[t as usize].as_slice()) else { return false };
            left = rest;
            t += 1;
        }
        left.is_empty()
    }

    /// Whether the words from token `i` on are the pieces of a phrase; one past its last token.
    pub(crate) fn phrase(&self, i: u32, phrase: &str) -> Option<u32> {
        let mine = self.pieces[i as usize].first();
        if mine.is_some_and(|first| !begins(phrase, first)) {
            return None;
        }
        let wanted = pieces(phrase);
        let mut left = wanted.as_slice();
        let end = self.tree.sentence_range(i).end;
        let mut t = i;
        while t < end && !left.is_empty() {
            let mine = &self.pieces[t as usize];
            if mine.is_empty() && t == i {
                return None;
            }
            left = left.strip_prefix(mine.as_slice())?;
            t += 1;
        }
        left.is_empty().then_some(t)
    }
}

/// Whether a phrase may begin with a piece in lower case, told without cutting it.
fn begins(phrase: &str, piece: &str) -> bool {
    // Nearly all phrases and pieces differ in a plain first letter.
    if let (Some(a), Some(b)) = (phrase.bytes().next(), piece.bytes().next())
        && a.is_ascii_alphanumeric()
        && b.is_ascii()
    {
        return a.eq_ignore_ascii_case(&b);
    }
    let mut letters = phrase.chars().flat_map(char::to_lowercase);
    let Some(first) = piece.chars().next() else { return true };
    // Blanks and hyphens in front of the first piece are no part of it.
    letters.next().is_none_or(|c| c == first || !c.is_alphanumeric())
}
