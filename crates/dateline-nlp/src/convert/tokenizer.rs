//! Turns a published tokenizer into rules for the runtime: patterns without look-around, exceptions, and the
//! token sequences of the special-case pass.

use super::pyregex::{self, Node, Sequence};
use super::thinc::{damaged, get, text, unpack};
use crate::error::ModelError;
use crate::tokenizer::{Infix, Patterns, Piece, Rules, Suffix, Tokenizer};
use rmpv::Value;
use std::collections::BTreeMap;

const FILE: &str = "tokenizer";
/// A class longer than this is worth sharing between alternatives.
const BIG: usize = 80;

/// Reads the `tokenizer` file.
pub(crate) fn convert(bytes: &[u8]) -> Result<Rules, ModelError> {
    let root = unpack(FILE, bytes)?;
    let pattern = |key: &str| get(&root, key).and_then(text).unwrap_or_default();
    let unsupported = |key: &str, why: String| ModelError::Unsupported {
        what: format!("a tokenizer whose {key} holds {why}"),
        advice: "take a pipeline with spaCy's own tokenizer rules".into(),
    };
    let on = |key: &'static str, f: fn(&str) -> Result<Part, String>| {
        f(pattern(key)).map_err(|why| unsupported(key, why))
    };
    let mut patterns = Patterns::default();
    if let Part::Prefixes(list) = on("prefix_search", prefixes)? {
        patterns.prefixes = list;
    }
    if let Part::Suffixes(list) = on("suffix_search", suffixes)? {
        patterns.suffixes = list;
    }
    if let Part::Infix(infix) = on("infix_finditer", infixes)? {
        patterns.infix = infix;
    }
    if let Part::Whole(list) = on("token_match", whole)? {
        patterns.token_match = list;
    }
    if let Part::Url(loose, exact) = on("url_match", url)? {
        patterns.url_loose = loose;
        patterns.url_match = exact;
    }
    let mut exceptions = BTreeMap::new();
    for (key, pieces) in
        get(&root, "exceptions").and_then(Value::as_map).map(Vec::as_slice).unwrap_or_default()
    {
        let key = text(key).ok_or_else(|| damaged(FILE, "an exception without text"))?;
        let mut list = Vec::new();
        for piece in pieces.as_array().map(Vec::as_slice).unwrap_or_default() {
            let attr = |number: u64| {
                let map = piece.as_map()?;
                map.iter().find(|(k, _)| k.as_u64() == Some(number)).and_then(|(_, v)| text(v))
            };
            let orth = attr(65).ok_or_else(|| damaged(FILE, format!("exception {key:?} has no text")))?;
            list.push(Piece { text: orth.to_owned(), norm: attr(67).map(str::to_owned) });
        }
        if list.iter().map(|p| p.text.as_str()).collect::<String>() != key {
            return Err(damaged(FILE, format!("exception {key:?} is not the sum of its tokens")));
        }
        exceptions.insert(key.to_owned(), list);
    }
    let faster = get(&root, "faster_heuristics").and_then(Value::as_bool).unwrap_or(true);
    let mut rules = Rules { patterns, exceptions, specials: Vec::new() };
    let tokenizer = Tokenizer::new(rules.clone()).map_err(|why| unsupported("patterns", why))?;
    rules.specials = tokenizer.special_sequences(faster);
    Ok(rules)
}

enum Part {
    Prefixes(Vec<String>),
    Suffixes(Vec<Suffix>),
    Infix(Infix),
    Whole(Vec<String>),
    Url(String, String),
    None,
}

/// Prefix alternatives, all anchored at the start; neighbours without look-around share one expression, so that
/// the first expression that matches holds the first alternative that matches.
fn prefixes(source: &str) -> Result<Part, String> {
    if source.is_empty() {
        return Ok(Part::None);
    }
    let mut out = Vec::new();
    let mut plain: Vec<Sequence> = Vec::new();
    for alternative in pyregex::parse(source)?.alternatives {
        let Some((Node::Start, rest)) = alternative.split_first() else {
            return Err("a prefix without ^".into());
        };
        if !pyregex::has_look(rest) {
            plain.push(rest.to_vec());
            continue;
        }
        if !plain.is_empty() {
            out.push(format!("^(?:{})", pyregex::write(&std::mem::take(&mut plain))));
        }
        out.push(format!("^(?:{})", pyregex::write(&[rest.to_vec()])));
    }
    if !plain.is_empty() {
        out.push(format!("^(?:{})", pyregex::write(&plain)));
    }
    Ok(Part::Prefixes(out))
}

/// Suffix alternatives, all anchored at the end. A look-behind of fixed width is matched as text and then not
/// counted; alternatives of one width share an expression. The longest match is the leftmost.
fn suffixes(source: &str) -> Result<Part, String> {
    if source.is_empty() {
        return Ok(Part::None);
    }
    let mut by_width: BTreeMap<usize, Vec<Sequence>> = BTreeMap::new();
    for alternative in pyregex::parse(source)?.alternatives {
        let Some((Node::End, mut rest)) = alternative.split_last() else {
            return Err("a suffix without $".into());
        };
        let mut flat = Sequence::new();
        let mut skip = 0;
        if let Some((Node::Look { behind: true, negative: false, alternatives }, tail)) = rest.split_first() {
            skip = pyregex::same_width(alternatives).ok_or("a look-behind of varying width")?;
            flat.push(Node::Group(alternatives.clone()));
            rest = tail;
        }
        if pyregex::has_look(rest) || rest.iter().any(|n| matches!(n, Node::Start | Node::End)) {
            return Err("a look-around inside a suffix".into());
        }
        flat.extend_from_slice(rest);
        by_width.entry(skip).or_default().push(flat);
    }
    let list = by_width
        .into_iter()
        .map(|(skip, list)| Suffix { pattern: format!("(?:{})$", pyregex::write(&list)), skip })
        .collect();
    Ok(Part::Suffixes(list))
}

/// Infixes: a loose expression without look-around that matches exactly when some infix does, and the exact
/// alternatives in order.
fn infixes(source: &str) -> Result<Part, String> {
    if source.is_empty() {
        return Ok(Part::None);
    }
    let mut loose = Vec::new();
    let mut exact = Vec::new();
    for alternative in pyregex::parse(source)?.alternatives {
        let mut flat = Sequence::new();
        for (i, node) in alternative.iter().enumerate() {
            match node {
                Node::Look { behind, negative: false, alternatives }
                    if (*behind && i == 0) || (!*behind && i + 1 == alternative.len()) =>
                {
                    flat.push(Node::Group(alternatives.clone()));
                }
                Node::Look { .. } => return Err("an unusual look-around in an infix".into()),
                other => flat.push(other.clone()),
            }
        }
        loose.push(flat);
        exact.push(pyregex::write(&[alternative]));
    }
    Ok(Part::Infix(Infix { loose: pyregex::write(&loose), exact }))
}

/// A match of the whole chunk (`token_match`): the alternatives, merged where they begin and end with the same
/// big classes.
fn whole(source: &str) -> Result<Part, String> {
    if source.is_empty() {
        return Ok(Part::None);
    }
    let expression = pyregex::parse(source)?;
    let mut groups: Vec<((Sequence, Sequence), Vec<Sequence>)> = Vec::new();
    for alternative in expression.alternatives {
        let inner = match alternative.as_slice() {
            [Node::Group(list)] if list.len() == 1 => list[0].clone(),
            _ => alternative,
        };
        let [Node::Start, body @ .., Node::End] = inner.as_slice() else {
            return Err("a token_match that is not anchored at both ends".into());
        };
        if pyregex::has_look(body) {
            return Err("a look-around in token_match".into());
        }
        let head = body.iter().take_while(|n| is_big(n)).count();
        let tail = body[head..].iter().rev().take_while(|n| is_big(n)).count();
        let (head, middle, tail) =
            (&body[..head], &body[head..body.len() - tail], &body[body.len() - tail..]);
        let key = (head.to_vec(), tail.to_vec());
        match groups.iter_mut().find(|(k, _)| *k == key) {
            Some((_, list)) => list.push(middle.to_vec()),
            None => groups.push((key, vec![middle.to_vec()])),
        }
    }
    let flags = if expression.ignore_case { "(?i)" } else { "" };
    let write = |s: &Sequence| pyregex::write(std::slice::from_ref(s));
    let list = groups
        .iter()
        .map(|((head, tail), list)| {
            format!("{flags}^{}(?:{}){}$", write(head), pyregex::write(list), write(tail))
        })
        .collect();
    Ok(Part::Whole(list))
}

fn is_big(node: &Node) -> bool {
    match node {
        Node::Class(class) => class.len() > BIG,
        Node::Repeat(node, _) => is_big(node),
        _ => false,
    }
}

/// `url_match`: the exact expression, and a loose one without its negative look-aheads.
fn url(source: &str) -> Result<Part, String> {
    if source.is_empty() {
        return Ok(Part::None);
    }
    let expression = pyregex::parse(source)?;
    if !matches!(expression.alternatives.as_slice(), [only] if only.first() == Some(&Node::Start)) {
        return Err("a url_match without ^".into());
    }
    let loose: Vec<Sequence> =
        expression.alternatives.iter().map(|a| without_looks(a)).collect::<Result<_, _>>()?;
    let flags = if expression.ignore_case { "(?i)" } else { "" };
    Ok(Part::Url(
        format!("{flags}{}", pyregex::write(&loose)),
        format!("{flags}{}", pyregex::write(&expression.alternatives)),
    ))
}

fn without_looks(sequence: &[Node]) -> Result<Sequence, String> {
    let mut out = Sequence::new();
    for node in sequence {
        match node {
            Node::Look { negative: true, .. } => {}
            Node::Look { .. } => return Err("a positive look-around in url_match".into()),
            Node::Group(list) => {
                out.push(Node::Group(list.iter().map(|a| without_looks(a)).collect::<Result<_, _>>()?));
            }
            other => out.push(other.clone()),
        }
    }
    Ok(out)
}
