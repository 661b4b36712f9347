//! Verb dictionaries: synsets, blocks of verbs with a code, patterns.

use super::text::{Join, Lines, Phrase, Token, brackets, unusable};
use crate::KbDiagnostic;
use std::fmt;

/// An event code, or two: the second one for the event that goes back from target to source. `Display` writes `013:012`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventCode {
    /// As written ("111", "---", "102b").
    pub code: String,
    /// The code of the way back.
    pub reverse: Option<String>,
}

impl EventCode {
    fn parse(text: &str) -> Option<EventCode> {
        let known = |c: &str| !c.is_empty() && c.chars().all(|c| c.is_alphanumeric() || "-+#/*?".contains(c));
        let (code, reverse) = text.split_once(':').map_or((text, None), |(a, b)| (a.trim(), Some(b.trim())));
        (known(code) && reverse.is_none_or(known))
            .then(|| EventCode { code: code.to_owned(), reverse: reverse.map(str::to_owned) })
    }

    /// Whether nothing is coded (`---`, `+++`, `###`, or no code at all).
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.code.as_str(), "" | "---" | "+++" | "###")
    }
}

impl fmt::Display for EventCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)?;
        self.reverse.iter().try_for_each(|r| write!(f, ":{r}"))
    }
}

/// `&NAME` and its members; a member may name another synset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synset {
    /// Its name without `&` and trailing `_`.
    pub name: String,
    /// Whether its name ends in `_`: no plurals are formed of its members.
    pub exact: bool,
    /// 1-based line.
    pub line: usize,
    /// Its members.
    pub members: Vec<Phrase>,
}

/// A verb of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verb {
    /// 1-based line.
    pub line: usize,
    /// As written: `BREAK`, `+BREAK_DOWN`.
    pub phrase: Phrase,
    /// The inflected forms given in braces; none where they are regular.
    pub forms: Vec<Phrase>,
    /// A code of its own, in place of the block's.
    pub code: Option<EventCode>,
}

impl Verb {
    /// The word that is inflected: the one marked with `+`, else the first.
    #[must_use]
    pub fn head(&self) -> &str {
        let word = |t: &Token| matches!(t, Token::Head(_));
        let part = self.phrase.parts.iter().find(|p| word(&p.token)).or(self.phrase.parts.first());
        match part.map(|p| &p.token) {
            Some(Token::Head(w) | Token::Word(w) | Token::Synset(w)) => w,
            _ => "",
        }
    }
}

/// A pattern around the verbs of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// 1-based line.
    pub line: usize,
    /// Words and marks; `*` stands for the verb.
    pub phrase: Phrase,
    /// Its code.
    pub code: EventCode,
}

/// A rule that rewrites one event inside another (`~ a (a b WANT) Q`), as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transformation {
    /// 1-based line.
    pub line: usize,
    /// The rule without `~`.
    pub rule: String,
}

/// Verbs that share a code and patterns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerbBlock {
    /// The file it comes from.
    pub file: String,
    /// 1-based line of its head.
    pub line: usize,
    /// Its name; in files without block heads the verb.
    pub name: String,
    /// The code of its verbs where no pattern fits.
    pub code: EventCode,
    /// Further codes in its head, which nothing uses.
    pub others: Vec<EventCode>,
    /// Its verbs.
    pub verbs: Vec<Verb>,
    /// Its patterns, in file order.
    pub patterns: Vec<Pattern>,
}

/// What verb dictionaries hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verbs {
    /// Synsets, in file order.
    pub synsets: Vec<Synset>,
    /// Blocks, in file order.
    pub blocks: Vec<VerbBlock>,
    /// Rules of newer files.
    pub transformations: Vec<Transformation>,
}

/// What a line that begins with `+` belongs to.
enum Open {
    Nothing,
    Synset,
    /// A block with a head: verbs without code are its members.
    Headed,
    /// A verb that is its own block.
    Bare,
}

struct Reader<'a> {
    lines: &'a Lines<'a>,
    verbs: &'a mut Verbs,
    open: Open,
    headed: bool,
}

type Fault = String;

impl Reader<'_> {
    fn line(&mut self, number: usize, text: &str) -> Result<(), Fault> {
        if text.starts_with("---") {
            return self.head(number, text);
        }
        if let Some(rest) = text.strip_prefix('~') {
            self.open = Open::Nothing;
            self.verbs.transformations.push(Transformation { line: number, rule: rest.trim().to_owned() });
            return Ok(());
        }
        if let Some(rest) = text.strip_prefix('-') {
            return self.pattern(number, rest);
        }
        if let Some(rest) = text.strip_prefix('&') {
            let name = Phrase::parse(rest);
            let (Some(last), 1) = (name.parts.last(), name.parts.len()) else {
                return Err("a synset is named by one word".to_owned());
            };
            let (name, exact) = (last.token.to_string(), last.join == Join::Exact);
            self.verbs.synsets.push(Synset { name, exact, line: number, members: Vec::new() });
            self.open = Open::Synset;
            return Ok(());
        }
        if let (Open::Synset, Some(rest)) = (&self.open, text.strip_prefix('+')) {
            let member = Phrase::parse(rest);
            if member.is_empty() {
                return Err("an empty member".to_owned());
            }
            if let Some(synset) = self.verbs.synsets.last_mut() {
                synset.members.push(member);
            }
            return Ok(());
        }
        self.verb(number, text)
    }

    fn head(&mut self, number: usize, text: &str) -> Result<(), Fault> {
        let inner = text.trim_start_matches('-').trim();
        let end = inner.rfind(']').map(|e| e + 1);
        let inner = match end {
            Some(e) if inner[e..].chars().all(|c| c == '-' || c.is_whitespace()) => &inner[..e],
            Some(_) => return Err("something follows the code".to_owned()),
            None => inner.trim_end_matches('-').trim(),
        };
        let (name, codes) = brackets(inner).map_err(str::to_owned)?;
        if name.is_empty() {
            return Err("a block without a name".to_owned());
        }
        let code = match codes.first() {
            None => EventCode::default(),
            Some(c) => EventCode::parse(c).ok_or_else(|| format!("`{c}` is no event code"))?,
        };
        self.block(number, name, code);
        if let (Some(more), Some(block)) =
            (codes.get(1..).filter(|m| !m.is_empty()), self.verbs.blocks.last_mut())
        {
            for c in more {
                let code = EventCode::parse(c).ok_or_else(|| format!("`{c}` is no event code"))?;
                block.others.push(code);
            }
        }
        (self.open, self.headed) = (Open::Headed, true);
        Ok(())
    }

    fn block(&mut self, line: usize, name: &str, code: EventCode) {
        self.verbs.blocks.push(VerbBlock {
            file: self.lines.file.to_owned(),
            line,
            name: name.trim_end_matches('_').to_uppercase(),
            code,
            others: Vec::new(),
            verbs: Vec::new(),
            patterns: Vec::new(),
        });
    }

    fn pattern(&mut self, line: usize, text: &str) -> Result<(), Fault> {
        let (left, codes) = brackets(text).map_err(str::to_owned)?;
        let [code] = codes[..] else {
            let why = if codes.is_empty() { "a pattern without a code" } else { "more than one code" };
            return Err(why.to_owned());
        };
        let code = EventCode::parse(code).ok_or_else(|| format!("`{code}` is no event code"))?;
        let phrase = Phrase::parse(left);
        if !phrase.parts.iter().any(|p| p.token == Token::Verb) {
            return Err("a pattern without `*`, the place of the verb".to_owned());
        }
        if matches!(self.open, Open::Synset) {
            self.open = if self.headed { Open::Headed } else { Open::Bare };
        }
        let block = self.verbs.blocks.last_mut().ok_or("no verb stands before it")?;
        block.patterns.push(Pattern { line, phrase, code });
        Ok(())
    }

    fn verb(&mut self, line: usize, text: &str) -> Result<(), Fault> {
        let (left, codes) = brackets(text).map_err(str::to_owned)?;
        let code = match codes[..] {
            [] => None,
            [c] => Some(EventCode::parse(c).ok_or_else(|| format!("`{c}` is no event code"))?),
            _ => return Err("more than one code".to_owned()),
        };
        let (name, forms) = match left.split_once('{') {
            None => (left, ""),
            Some((name, rest)) => match rest.split_once('}') {
                Some((forms, tail)) if tail.trim().is_empty() => (name, forms),
                _ => return Err("a brace is not closed".to_owned()),
            },
        };
        let phrase = Phrase::parse(name);
        if phrase.is_empty()
            || !phrase.parts.iter().all(|p| matches!(p.token, Token::Word(_) | Token::Head(_)))
        {
            return Err("no verb".to_owned());
        }
        let forms = forms.split_whitespace().map(Phrase::parse).filter(|p| !p.is_empty()).collect();
        // In files without heads each verb opens a block; `+` adds one to the block that is open.
        let adds = text.starts_with('+') && !self.verbs.blocks.is_empty();
        let own = match code {
            _ if self.headed => code,
            code if adds => code,
            code => {
                self.block(line, &phrase.plain(), code.unwrap_or_default());
                None
            }
        };
        self.open = if self.headed { Open::Headed } else { Open::Bare };
        let block = self.verbs.blocks.last_mut().ok_or("no block stands before it")?;
        block.verbs.push(Verb { line, phrase, forms, code: own });
        Ok(())
    }
}

pub(super) fn read(lines: &Lines<'_>, verbs: &mut Verbs, unused: &mut Vec<KbDiagnostic>) {
    let mut reader = Reader { lines, verbs, open: Open::Nothing, headed: false };
    for line in &lines.all {
        if let Err(why) = reader.line(line.number, line.text) {
            unused.push(unusable(lines.file, line.number, line.text, why));
        }
    }
}
