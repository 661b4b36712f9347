//! The trainable lemmatizer: its edit trees and output layer.

use super::config::Config;
use super::layers;
use super::thinc::{Model, damaged, get, text, unpack};
use super::{json, to_json};
use crate::error::ModelError;
use crate::flat::Writer;
use crate::hash::{string_id, symbol_name};
use crate::lemma::{Backoff, EditTree, Edits};
use rmpv::Value;
use std::collections::HashMap;

/// Number that stands for "no tree".
const NO_TREE: u64 = u32::MAX as u64;

/// The files of the component.
pub(crate) struct Files {
    /// Name of the component.
    pub(crate) name: String,
    /// Its `cfg`.
    pub(crate) cfg: Vec<u8>,
    /// Its `trees`.
    pub(crate) trees: Vec<u8>,
    /// `vocab/strings.json`.
    pub(crate) strings: Vec<u8>,
}

/// Writes the lemmatizer as section "edits" and product "edits".
pub(crate) fn convert(
    writer: &mut Writer,
    config: &Config,
    model: &Model,
    files: &Files,
    width: usize,
) -> Result<(), ModelError> {
    let file = format!("{}/trees", files.name);
    let strings: Vec<String> =
        serde_json::from_slice(&files.strings).map_err(|e| damaged("vocab/strings.json", e.to_string()))?;
    let by_id: HashMap<u64, &str> = strings.iter().map(|s| (string_id(s), s.as_str())).collect();
    let root = unpack(&file, &files.trees)?;
    let list =
        get(&root, "trees").and_then(Value::as_array).ok_or_else(|| damaged(&file, "it has no trees"))?;
    let mut trees = Vec::with_capacity(list.len());
    for tree in list {
        let number = |key: &str| get(tree, key).and_then(Value::as_u64);
        let string = |key: &str| -> Result<String, ModelError> {
            if let Some(text) = get(tree, key).and_then(text) {
                return Ok(text.to_owned());
            }
            let id = number(key).ok_or_else(|| damaged(&file, format!("a tree has no {key}")))?;
            let known = by_id.get(&id).copied().or_else(|| symbol_name(id));
            match (id, known) {
                (0, _) => Ok(String::new()),
                (_, Some(known)) => Ok(known.to_owned()),
                _ => Err(damaged("vocab/strings.json", format!("a string of {file} is missing"))),
            }
        };
        trees.push(match number("prefix_len") {
            None => EditTree::Replace { old: string("orig")?, new: string("subst")? },
            Some(before) => {
                let after = number("suffix_len").ok_or_else(|| damaged(&file, "a tree has no suffix_len"))?;
                let below = |key: &str| number(key).filter(|&n| n != NO_TREE).map(|n| n as u32);
                EditTree::Match {
                    before: before as usize,
                    after: after as usize,
                    left: below("prefix_tree"),
                    right: below("suffix_tree"),
                }
            }
        });
    }
    let cfg = format!("{}/cfg", files.name);
    let labels = json(&cfg, &files.cfg)?;
    let labels: Vec<u32> = labels
        .get("labels")
        .and_then(|l| l.as_array())
        .ok_or_else(|| damaged(&cfg, "it has no labels"))?
        .iter()
        .filter_map(|l| l.as_u64().map(|l| l as u32))
        .collect();
    if labels.iter().any(|&l| l as usize >= trees.len()) {
        return Err(damaged(&cfg, "a label has no tree"));
    }
    let section = format!("components.{}", files.name);
    let backoff = match config.get(&section, "backoff").and_then(|b| b.as_str()) {
        Some("orth") => Backoff::Orth,
        Some("lower") => Backoff::Lower,
        Some("norm") => Backoff::Norm,
        None => Backoff::Empty,
        Some(other) => {
            return Err(ModelError::Unsupported {
                what: format!("the backoff {other} of the trainable lemmatizer"),
                advice: "take a pipeline whose lemmatizer backs off to orth".into(),
            });
        }
    };
    let tries = config.get(&section, "top_k").and_then(|k| k.as_u64()).unwrap_or(1).max(1) as usize;
    layers::output(writer, "edits", model, labels.len(), width)?;
    writer.bytes("edits", to_json(&Edits { trees, labels, tries, backoff }));
    Ok(())
}
