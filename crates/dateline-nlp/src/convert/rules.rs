//! The attribute ruler's patterns.

use super::pyregex;
use super::thinc::{damaged, get, text, unpack};
use crate::error::ModelError;
use crate::ruler::{Changes, Key, Rule, Test, TokenPattern};
use rmpv::Value;

/// Features as spaCy stores them: sorted by name, "" for "_".
pub(crate) fn feats(source: &str) -> String {
    if source == "_" {
        return String::new();
    }
    let mut parts: Vec<&str> = source.split('|').collect();
    parts.sort_by_key(|p| p.split('=').next());
    parts.join("|")
}

/// Reads the `patterns` file.
pub(crate) fn convert(file: &str, bytes: &[u8]) -> Result<Vec<Rule>, ModelError> {
    let root = unpack(file, bytes)?;
    let list = |value: &Value| value.as_array().cloned().ok_or_else(|| damaged(file, "a list is missing"));
    let mut out = Vec::new();
    for rule in list(&root)? {
        let mut patterns = Vec::new();
        for pattern in list(get(&rule, "patterns").unwrap_or(&Value::Nil))? {
            let tokens = list(&pattern)?;
            patterns.push(tokens.iter().map(|t| token(file, t)).collect::<Result<Vec<_>, _>>()?);
        }
        let mut changes = Changes::default();
        for (key, value) in get(&rule, "attrs").and_then(Value::as_map).into_iter().flatten() {
            let value = text(value).ok_or_else(|| damaged(file, "a value is not text"))?.to_owned();
            let slot = match text(key).unwrap_or_default() {
                "TAG" => &mut changes.tag,
                "POS" => &mut changes.pos,
                "MORPH" => {
                    changes.feats = Some(feats(&value));
                    continue;
                }
                "DEP" => &mut changes.dep,
                "LEMMA" => &mut changes.lemma,
                other => return Err(unsupported(format!("a rule that sets {other}"))),
            };
            *slot = Some(value);
        }
        let index = get(&rule, "index").and_then(Value::as_i64).unwrap_or(0);
        out.push(Rule { patterns, changes, index });
    }
    Ok(out)
}

fn unsupported(what: String) -> ModelError {
    ModelError::Unsupported {
        what: format!("an attribute ruler with {what}"),
        advice: "take a published CPU pipeline of spaCy 3".into(),
    }
}

fn token(file: &str, value: &Value) -> Result<TokenPattern, ModelError> {
    let mut out = TokenPattern::default();
    for (key, value) in value.as_map().ok_or_else(|| damaged(file, "a token pattern is not a map"))? {
        let key = match text(key).unwrap_or_default() {
            "IS_SPACE" => {
                out.is_space =
                    Some(value.as_bool().ok_or_else(|| damaged(file, "IS_SPACE is not a truth value"))?);
                continue;
            }
            "TAG" => Key::Tag,
            "POS" => Key::Pos,
            "DEP" => Key::Dep,
            "LOWER" => Key::Lower,
            "ORTH" | "TEXT" => Key::Orth,
            other => return Err(unsupported(format!("a pattern over {other}"))),
        };
        if let Some(value) = text(value) {
            out.tests.push((key, Test::In(vec![value.to_owned()])));
            continue;
        }
        for (operator, value) in
            value.as_map().ok_or_else(|| damaged(file, "a test is neither text nor map"))?
        {
            let strings = || -> Option<Vec<String>> {
                value.as_array()?.iter().map(|v| text(v).map(str::to_owned)).collect()
            };
            let wrong = || damaged(file, "a test has a wrong value");
            let test = match text(operator).unwrap_or_default() {
                "IN" => Test::In(strings().ok_or_else(wrong)?),
                "NOT_IN" => Test::NotIn(strings().ok_or_else(wrong)?),
                "REGEX" => {
                    let source = text(value).ok_or_else(wrong)?;
                    let parsed =
                        pyregex::parse(source).map_err(|why| unsupported(format!("a pattern with {why}")))?;
                    if parsed.alternatives.iter().any(|a| pyregex::has_look(a)) {
                        return Err(unsupported("a pattern with look-around".into()));
                    }
                    let flags = if parsed.ignore_case { "(?i)" } else { "" };
                    Test::Regex(format!("{flags}{}", pyregex::write(&parsed.alternatives)))
                }
                other => return Err(unsupported(format!("the operator {other}"))),
            };
            out.tests.push((key, test));
        }
    }
    Ok(out)
}
