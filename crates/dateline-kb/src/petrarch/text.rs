//! Lines without their comments, and phrases with the marks that dictionaries put between words.

use crate::KbDiagnostic;
use std::fmt;

/// How a word stands to the next one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Join {
    /// A space: other words may stand between.
    #[default]
    Loose,
    /// `_`: the next word follows directly.
    Adjoins,
    /// `_` before a space or the end: exactly this word, no longer one that begins so.
    Exact,
}

/// What stands at a place of a phrase.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Token {
    /// A word, in capitals.
    Word(String),
    /// A word marked with `+` as the verb of a verb phrase.
    Head(String),
    /// `&NAME`: any member of a synset.
    Synset(String),
    /// `*`: the verb of the block.
    Verb,
    /// `$`: the source.
    Source,
    /// `+`: the target.
    Target,
    /// `^`: an actor that is passed over.
    Skip,
    /// `%`: both parts of a compound actor, each source and target.
    Compound,
    /// One of `{ } ( )`: noun phrase and prepositional phrase of newer pattern files.
    Bracket(char),
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Word(w) => f.write_str(w),
            Token::Head(w) => write!(f, "+{w}"),
            Token::Synset(w) => write!(f, "&{w}"),
            Token::Verb => f.write_str("*"),
            Token::Source => f.write_str("$"),
            Token::Target => f.write_str("+"),
            Token::Skip => f.write_str("^"),
            Token::Compound => f.write_str("%"),
            Token::Bracket(c) => write!(f, "{c}"),
        }
    }
}

/// One place of a phrase.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// What stands there.
    pub token: Token,
    /// How it stands to the next part.
    pub join: Join,
}

/// Words and marks of one entry. `Display` writes them as the dictionary does.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase {
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

impl Phrase {
    /// Reads `GAZA_CITY`, `* OFF_&CASH`, `WIRE_+TAP`.
    #[must_use]
    pub fn parse(text: &str) -> Phrase {
        let mut parts = Vec::new();
        let spaced: String = text
            .chars()
            .flat_map(|c| match c {
                '{' | '}' | '(' | ')' => vec![' ', c, ' '],
                c => vec![c],
            })
            .collect();
        for run in spaced.split_whitespace() {
            let words: Vec<&str> = run.split('_').collect();
            for (i, word) in words.iter().enumerate().filter(|(_, w)| !w.is_empty()) {
                let rest = &words[i + 1..];
                let join = match rest.iter().any(|w| !w.is_empty()) {
                    true => Join::Adjoins,
                    false if !rest.is_empty() => Join::Exact,
                    false => Join::Loose,
                };
                parts.push(Part { token: token(word), join });
            }
        }
        Phrase { parts }
    }

    /// The words alone, one space between.
    #[must_use]
    pub fn plain(&self) -> String {
        let words: Vec<String> = self
            .parts
            .iter()
            .map(|p| match &p.token {
                Token::Head(w) => w.clone(),
                t => t.to_string(),
            })
            .collect();
        words.join(" ")
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

fn token(word: &str) -> Token {
    let upper = |w: &str| w.to_uppercase();
    match word {
        "*" => Token::Verb,
        "$" => Token::Source,
        "+" => Token::Target,
        "^" => Token::Skip,
        "%" => Token::Compound,
        "{" | "}" | "(" | ")" => Token::Bracket(word.chars().next().unwrap_or('(')),
        w => match (w.strip_prefix('&'), w.strip_prefix('+')) {
            (Some(name), _) if !name.is_empty() => Token::Synset(upper(name)),
            (_, Some(head)) => Token::Head(upper(head)),
            _ => Token::Word(upper(w)),
        },
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, part) in self.parts.iter().enumerate() {
            write!(f, "{}", part.token)?;
            let last = i + 1 == self.parts.len();
            match part.join {
                Join::Loose if last => {}
                Join::Loose => f.write_str(" ")?,
                Join::Exact if last => f.write_str("_")?,
                Join::Exact => f.write_str("_ ")?,
                Join::Adjoins => f.write_str("_")?,
            }
        }
        Ok(())
    }
}

/// A line without its comment.
pub(super) struct Line<'a> {
    pub(super) number: usize,
    /// Trimmed; never empty.
    pub(super) text: &'a str,
}

/// The lines of a file that hold something.
pub(super) struct Lines<'a> {
    pub(super) file: &'a str,
    pub(super) all: Vec<Line<'a>>,
}

impl<'a> Lines<'a> {
    /// Drops blank lines and comments: `#` and `;` outside brackets to the end of the line, `<!-- ... -->` over lines.
    pub(super) fn of(file: &'a str, text: &'a str, unused: &mut Vec<KbDiagnostic>) -> Lines<'a> {
        let mut all = Vec::new();
        let mut remark: Option<usize> = None;
        for (i, raw) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let number = i + 1;
            let line = raw.trim();
            if remark.is_some() || line.starts_with("<!") {
                remark = (!line.contains("-->")).then(|| remark.unwrap_or(number));
                continue;
            }
            let line = bare(line);
            if !line.is_empty() {
                all.push(Line { number, text: line });
            }
        }
        if let Some(number) = remark {
            unused.push(unusable(
                file,
                number,
                "<!--",
                "a comment is not closed; the rest of the file is lost",
            ));
        }
        Lines { file, all }
    }
}

/// A line up to its comment.
fn bare(line: &str) -> &str {
    let mut depth = 0usize;
    for (at, c) in line.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            '#' | ';' if depth == 0 => return line[..at].trim_end(),
            _ => {}
        }
    }
    line
}

/// The remark on a line that could not be used.
pub(super) fn unusable(file: &str, line: usize, text: &str, why: impl fmt::Display) -> KbDiagnostic {
    let message = format!("`{}`: {why}", text.trim());
    KbDiagnostic::error("unused-line", file, line, message, "correct the line or leave it out").warning()
}

/// The text before the first bracket, and what stands in each pair of brackets.
pub(super) fn brackets(line: &str) -> Result<(&str, Vec<&str>), &'static str> {
    let Some(first) = line.find('[') else {
        return if line.contains(']') { Err("a bracket is not opened") } else { Ok((line, Vec::new())) };
    };
    let mut found = Vec::new();
    let mut rest = &line[first..];
    while let Some(inner) = rest.strip_prefix('[') {
        let Some(end) = inner.find(']') else { return Err("a bracket is not closed") };
        found.push(inner[..end].trim());
        rest = inner[end + 1..].trim_start();
    }
    match rest.is_empty() {
        true => Ok((line[..first].trim(), found)),
        false => Err("something follows the code"),
    }
}
