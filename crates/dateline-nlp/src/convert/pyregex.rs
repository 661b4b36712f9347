//! Reads Python regular expressions, as far as tokenizers use them, and writes them for the `regex` crate.

/// A sequence of items.
pub(crate) type Sequence = Vec<Node>;

/// One item of a regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// One literal character.
    Literal(char),
    /// A set of characters, written for the `regex` crate.
    Class(String),
    /// A group of alternatives; capturing or not makes no difference here.
    Group(Vec<Sequence>),
    /// Look-ahead or look-behind.
    Look {
        /// Looks back.
        behind: bool,
        /// Must not match.
        negative: bool,
        /// What is looked for.
        alternatives: Vec<Sequence>,
    },
    /// A repeated item with the repetition as written (`*`, `+?`, `{2,63}`).
    Repeat(Box<Node>, String),
    /// `^`.
    Start,
    /// `$`.
    End,
}

/// A parsed expression: flags and alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expression {
    /// Whether case is ignored.
    pub(crate) ignore_case: bool,
    /// The top-level alternatives in order.
    pub(crate) alternatives: Vec<Sequence>,
}

struct Parser<'a> {
    chars: std::iter::Peekable<std::str::Chars<'a>>,
    ignore_case: bool,
    depth: u32,
}

/// Reads a Python expression.
///
/// # Errors
/// A sentence naming the construct that is not understood.
pub(crate) fn parse(source: &str) -> Result<Expression, String> {
    let mut parser = Parser { chars: source.chars().peekable(), ignore_case: false, depth: 0 };
    let alternatives = parser.alternatives()?;
    match parser.chars.next() {
        None => Ok(Expression { ignore_case: parser.ignore_case, alternatives }),
        Some(c) => Err(format!("unexpected {c:?}")),
    }
}

impl Parser<'_> {
    fn eat(&mut self, c: char) -> bool {
        self.chars.next_if_eq(&c).is_some()
    }

    fn alternatives(&mut self) -> Result<Vec<Sequence>, String> {
        self.depth += 1;
        if self.depth > 40 {
            return Err("groups nested too deeply".into());
        }
        let mut out = vec![self.sequence()?];
        while self.eat('|') {
            out.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(out)
    }

    fn sequence(&mut self) -> Result<Sequence, String> {
        let mut out = Sequence::new();
        while let Some(&c) = self.chars.peek() {
            if matches!(c, '|' | ')') {
                break;
            }
            self.chars.next();
            let node = match c {
                '^' => Node::Start,
                '$' => Node::End,
                '.' => Node::Class("[^\\n]".into()),
                '[' => self.class()?,
                '(' => match self.group()? {
                    Some(node) => node,
                    None => continue,
                },
                '\\' => self.escape()?,
                _ => Node::Literal(c),
            };
            out.push(self.repeated(node)?);
        }
        Ok(out)
    }

    fn repeated(&mut self, node: Node) -> Result<Node, String> {
        let mut sign = match self.chars.peek() {
            Some(&c @ ('*' | '+' | '?')) => {
                self.chars.next();
                c.to_string()
            }
            Some('{') => {
                let inside: String = self.chars.clone().skip(1).take_while(|&c| c != '}').collect();
                let counts = !inside.is_empty() && inside.chars().all(|c| c.is_ascii_digit() || c == ',');
                if !counts {
                    return Ok(node);
                }
                for _ in 0..inside.chars().count() + 2 {
                    self.chars.next();
                }
                match inside.strip_prefix(',') {
                    Some(most) => format!("{{0,{most}}}"),
                    None => format!("{{{inside}}}"),
                }
            }
            _ => return Ok(node),
        };
        if self.eat('?') {
            sign.push('?');
        }
        if matches!(self.chars.peek(), Some('+' | '*')) {
            return Err("a possessive repetition".into());
        }
        Ok(Node::Repeat(Box::new(node), sign))
    }

    /// After "(": a group, a look-around, or flags (`None`).
    fn group(&mut self) -> Result<Option<Node>, String> {
        let mut look = None;
        if self.eat('?') {
            match self.chars.next() {
                Some(':') => {}
                Some('=') => look = Some((false, false)),
                Some('!') => look = Some((false, true)),
                Some('<') => match self.chars.next() {
                    Some('=') => look = Some((true, false)),
                    Some('!') => look = Some((true, true)),
                    _ => return Err("a named group".into()),
                },
                Some(first) => {
                    let mut flag = Some(first);
                    while let Some(c) = flag.filter(|&c| c != ')') {
                        match c {
                            'u' => {}
                            'i' => self.ignore_case = true,
                            _ => return Err(format!("the flag {c:?}")),
                        }
                        flag = self.chars.next();
                    }
                    return Ok(None);
                }
                None => return Err("a group without end".into()),
            }
        }
        let alternatives = self.alternatives()?;
        if !self.eat(')') {
            return Err("a group without end".into());
        }
        Ok(Some(match look {
            Some((behind, negative)) => Node::Look { behind, negative, alternatives },
            None => Node::Group(alternatives),
        }))
    }

    fn escape(&mut self) -> Result<Node, String> {
        let c = self.chars.next().ok_or("a backslash at the end")?;
        if let Some(set) = shorthand(c) {
            return Ok(Node::Class(format!("[{set}]")));
        }
        Ok(Node::Literal(self.escaped(c)?))
    }

    /// The character that a backslash and `c` stand for.
    fn escaped(&mut self, c: char) -> Result<char, String> {
        let digits = match c {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            'n' => return Ok('\n'),
            't' => return Ok('\t'),
            'r' => return Ok('\r'),
            'f' => return Ok('\x0c'),
            'v' => return Ok('\x0b'),
            c if c.is_ascii_alphanumeric() => return Err(format!("the escape \\{c}")),
            c => return Ok(c),
        };
        let hex: String = self.chars.by_ref().take(digits).collect();
        let code = u32::from_str_radix(&hex, 16).map_err(|e| e.to_string())?;
        // A surrogate can only be the end of a range here; its neighbour outside the block is equivalent.
        let code = if (0xD800..=0xDFFF).contains(&code) { 0xD7FF } else { code };
        char::from_u32(code).ok_or_else(|| format!("the escape \\{c}{hex}"))
    }

    fn class(&mut self) -> Result<Node, String> {
        let mut out = String::from("[");
        if self.eat('^') {
            out.push('^');
        }
        let mut first = true;
        loop {
            let c = self.chars.next().ok_or("a class without end")?;
            if c == ']' && !first {
                out.push(']');
                return Ok(Node::Class(out));
            }
            first = false;
            let start = if c == '\\' {
                let e = self.chars.next().ok_or("a backslash at the end")?;
                if let Some(set) = shorthand(e) {
                    out.push_str(set);
                    continue;
                }
                self.escaped(e)?
            } else {
                c
            };
            push_char(&mut out, start);
            let mut ahead = self.chars.clone();
            if ahead.next() == Some('-') && ahead.next().is_some_and(|c| c != ']') {
                self.chars.next();
                let c = self.chars.next().ok_or("a class without end")?;
                let end = if c == '\\' {
                    let e = self.chars.next().ok_or("a backslash at the end")?;
                    self.escaped(e)?
                } else {
                    c
                };
                out.push('-');
                push_char(&mut out, end);
            }
        }
    }
}

/// The inside of the class that a Python shorthand stands for.
fn shorthand(c: char) -> Option<&'static str> {
    Some(match c {
        'd' => "\\p{Nd}",
        'D' => "\\P{Nd}",
        'w' => "\\p{L}\\p{N}_",
        'W' => "[^\\p{L}\\p{N}_]",
        's' => "\\s\\x1c-\\x1f",
        'S' => "[^\\s\\x1c-\\x1f]",
        _ => return None,
    })
}

fn push_char(out: &mut String, c: char) {
    if c.is_ascii() && !c.is_ascii_alphanumeric() {
        out.push_str(&format!("\\x{:02X}", c as u32));
    } else {
        out.push(c);
    }
}

/// Writes alternatives for the `regex` crate (or `fancy-regex`, where look-arounds remain).
pub(crate) fn write(alternatives: &[Sequence]) -> String {
    let mut out = String::new();
    write_alternatives(&mut out, alternatives);
    out
}

fn write_alternatives(out: &mut String, alternatives: &[Sequence]) {
    for (i, sequence) in alternatives.iter().enumerate() {
        if i > 0 {
            out.push('|');
        }
        sequence.iter().for_each(|node| write_node(out, node));
    }
}

fn write_node(out: &mut String, node: &Node) {
    match node {
        Node::Literal(c) => push_char(out, *c),
        Node::Class(class) => out.push_str(class),
        Node::Group(alternatives) => {
            out.push_str("(?:");
            write_alternatives(out, alternatives);
            out.push(')');
        }
        Node::Look { behind, negative, alternatives } => {
            out.push_str("(?");
            out.push_str(if *behind { "<" } else { "" });
            out.push(if *negative { '!' } else { '=' });
            write_alternatives(out, alternatives);
            out.push(')');
        }
        Node::Repeat(node, sign) => {
            write_node(out, node);
            out.push_str(sign);
        }
        Node::Start => out.push('^'),
        Node::End => out.push('$'),
    }
}

/// How many characters a sequence matches, when that is fixed and it holds no anchor or look-around.
pub(crate) fn width(sequence: &[Node]) -> Option<usize> {
    sequence.iter().map(node_width).sum()
}

fn node_width(node: &Node) -> Option<usize> {
    match node {
        Node::Literal(_) | Node::Class(_) => Some(1),
        Node::Group(alternatives) => same_width(alternatives),
        Node::Repeat(node, sign) => {
            let times: usize = sign.strip_prefix('{')?.strip_suffix('}')?.parse().ok()?;
            Some(node_width(node)? * times)
        }
        Node::Look { .. } | Node::Start | Node::End => None,
    }
}

/// The width all alternatives share.
pub(crate) fn same_width(alternatives: &[Sequence]) -> Option<usize> {
    let first = width(alternatives.first()?)?;
    alternatives.iter().all(|a| width(a) == Some(first)).then_some(first)
}

/// Whether a look-around occurs anywhere in the sequence.
pub(crate) fn has_look(sequence: &[Node]) -> bool {
    sequence.iter().any(|node| match node {
        Node::Look { .. } => true,
        Node::Group(alternatives) => alternatives.iter().any(|a| has_look(a)),
        Node::Repeat(node, _) => has_look(std::slice::from_ref(node)),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(source: &str) -> String {
        write(&parse(source).unwrap().alternatives)
    }

    #[test]
    fn classes_and_literals_are_escaped_for_the_regex_crate() {
        assert_eq!(round(r"^\+(?![0-9])|a{|[[\]&&-]"), r"^\x2B(?![0-9])|a\x7B|[\x5B\x5D\x26\x26\x2D]");
        assert_eq!(round(r"(a|b)c*?y{2,}x{,3}"), "(?:a|b)c*?y{2,}x{0,3}");
        assert_eq!(round(r"\d[\w-][\u00a1-\uffff]"), "[\\p{Nd}][\\p{L}\\p{N}_\\x2D][\u{a1}-\u{ffff}]");
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert!(parse(r"(a)\1").unwrap_err().contains("escape"));
        assert!(parse("(?P<x>a)").is_err());
        assert!(parse("(a").is_err());
        assert!(parse("[a").is_err());
    }

    #[test]
    fn widths_are_known_where_fixed() {
        let of = |source: &str| same_width(&parse(source).unwrap().alternatives);
        assert_eq!(of("[ab]c|dé"), Some(2));
        assert_eq!(of("a|bc"), None);
        assert_eq!(of("a+"), None);
        assert!(parse("(?iu)a").unwrap().ignore_case);
    }
}
