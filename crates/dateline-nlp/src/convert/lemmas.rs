//! Look-up tables: `lookups.bin` files, and from them the lemmatizer's tables.

use super::thinc::{damaged, text, unpack};
use crate::error::ModelError;
use crate::flat::Writer;
use crate::lemma::{Kind, LemmaShape};
use crate::table::{self, form_key};
use rmpv::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The tables of a `lookups.bin` by name; none when the file is missing or empty.
pub(crate) fn tables(file: &str, bytes: Option<Vec<u8>>) -> Result<BTreeMap<String, Value>, ModelError> {
    let mut out = BTreeMap::new();
    let Some(bytes) = bytes.filter(|b| !b.is_empty()) else { return Ok(out) };
    let root = unpack(file, &bytes)?;
    for (name, value) in root.as_map().into_iter().flatten() {
        let name = text(name).ok_or_else(|| damaged(file, "a table has no name"))?;
        let value = match value {
            Value::Binary(inner) => unpack(file, inner)?,
            other => other.clone(),
        };
        out.insert(name.to_owned(), value);
    }
    Ok(out)
}

fn entries<'a>(
    file: &'a str,
    table: Option<&'a Value>,
) -> impl Iterator<Item = Result<(u64, &'a Value), ModelError>> {
    table
        .and_then(Value::as_map)
        .into_iter()
        .flatten()
        .map(|(key, value)| Ok((key.as_u64().ok_or_else(|| damaged(file, "a key is not a number"))?, value)))
}

fn strings(file: &str, value: &Value) -> Result<Vec<String>, ModelError> {
    if let Some(one) = text(value) {
        return Ok(vec![one.to_owned()]);
    }
    let list = value.as_array().ok_or_else(|| damaged(file, "a value is not a list"))?;
    list.iter()
        .map(|v| text(v).map(str::to_owned).ok_or_else(|| damaged(file, "a value is not text")))
        .collect()
}

/// A table from StringStore id to strings.
pub(crate) fn strings_by_id(file: &str, table: &Value) -> Result<BTreeMap<u64, Vec<String>>, ModelError> {
    entries(file, Some(table)).map(|e| e.and_then(|(k, v)| Ok((k, strings(file, v)?)))).collect()
}

/// Writes the lemmatizer's tables and returns the rest of what it knows.
pub(crate) fn convert(
    writer: &mut Writer,
    file: &str,
    bytes: Option<Vec<u8>>,
    kind: Kind,
) -> Result<LemmaShape, ModelError> {
    let tables = tables(file, bytes)?;
    let needed = match kind {
        Kind::None => &[][..],
        Kind::Lookup => &["lemma_lookup"],
        _ => &["lemma_rules"],
    };
    if let Some(missing) = needed.iter().find(|n| !tables.contains_key(**n)) {
        return Err(damaged(file, format!("the lemmatizer has no table {missing}")));
    }
    let mut listed = BTreeSet::new();
    let lookup = match tables.get("lemma_lookup") {
        Some(table) => strings_by_id(file, table)?,
        None => BTreeMap::new(),
    };
    let mut exceptions = BTreeMap::new();
    for entry in entries(file, tables.get("lemma_exc")) {
        let (pos, forms) = entry?;
        for (form, lemmas) in forms.as_map().into_iter().flatten() {
            let form = text(form).ok_or_else(|| damaged(file, "a form is not text"))?;
            let lemmas = strings(file, lemmas)?;
            if !lemmas.is_empty() {
                exceptions.insert(form_key(pos, form), lemmas);
                listed.insert(pos);
            }
        }
    }
    let mut index = BTreeSet::new();
    for entry in entries(file, tables.get("lemma_index")) {
        let (pos, forms) = entry?;
        for form in strings(file, forms)? {
            index.insert(form_key(pos, &form));
            listed.insert(pos);
        }
    }
    let mut rules = BTreeMap::new();
    for entry in entries(file, tables.get("lemma_rules")) {
        let (name, pairs) = entry?;
        let mut list = Vec::new();
        for pair in pairs.as_array().into_iter().flatten() {
            match strings(file, pair)?.as_slice() {
                [old, new] => list.push((old.clone(), new.clone())),
                _ => return Err(damaged(file, "a rule is not a pair")),
            }
        }
        if kind == Kind::RuleByFeatures && list.iter().any(|(old, new)| is_pattern(old) || new.contains('\\'))
        {
            return Err(ModelError::Unsupported {
                what: "lemma rules that are regular expressions".into(),
                advice: "take the published pipeline of that language".into(),
            });
        }
        rules.insert(name, list);
    }
    let mut groups = BTreeMap::new();
    for entry in entries(file, tables.get("lemma_rules_groups")) {
        let (pos, list) = entry?;
        let mut out = Vec::new();
        for group in list.as_array().into_iter().flatten() {
            let parts = group.as_array().filter(|p| p.len() == 2);
            let (name, feats) = parts
                .and_then(|p| Some((text(&p[0])?, &p[1])))
                .ok_or_else(|| damaged(file, "a group of rules is not a pair"))?;
            out.push((name.to_owned(), strings(file, feats)?));
        }
        groups.insert(pos, out);
    }
    table::write(writer, "lemma.lookup", &lookup);
    table::write(writer, "lemma.exceptions", &exceptions);
    writer.u64s("lemma.index", &index.into_iter().collect::<Vec<_>>());
    Ok(LemmaShape { kind, rules, groups, listed: listed.into_iter().collect() })
}

/// Whether a string means anything but itself as a regular expression.
fn is_pattern(text: &str) -> bool {
    text.contains(['\\', '.', '^', '$', '*', '+', '?', '{', '[', '(', '|'])
}
