//! Senses: which entries of the languages say the same, and what a language lacks.

use crate::entry::EntryKind;
use crate::error::{PackError, PackFault};
use crate::ontology::{Code, Ontology};
use crate::{Pack, table};
use std::collections::{BTreeMap, BTreeSet};

/// Columns of the table that are no languages.
const FIXED: [&str; 3] = ["sense", "gloss", "code"];

/// Part of what a code says; what is `None` or empty asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SenseCode {
    /// PLOVER type; `-` for acts without type.
    pub kind: Option<String>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// A context the code has among its own.
    pub context: Option<String>,
}

impl SenseCode {
    /// Reads `TYPE`, `TYPE/mode`, `TYPE CAMEO`, `TYPE/mode CAMEO`, `+context`.
    fn parse(text: &str, ontology: &Ontology) -> Result<SenseCode, String> {
        if let Some(context) = text.strip_prefix('+') {
            let known = ontology.has_context(context);
            let code = SenseCode { context: Some(context.to_owned()), ..SenseCode::default() };
            return if known { Ok(code) } else { Err(format!("`{context}` is no context")) };
        }
        let (head, cameo) = text.split_once(' ').map_or((text, None), |(h, c)| (h, Some(c.trim())));
        let (kind, mode) = head.split_once('/').map_or((head, None), |(k, m)| (k, Some(m)));
        ontology.parse_code(text)?;
        Ok(SenseCode {
            kind: Some(kind.to_owned()),
            mode: mode.map(str::to_owned),
            cameo: cameo.map(str::to_owned),
            context: None,
        })
    }

    /// Whether a code says all this.
    #[must_use]
    pub fn holds(&self, code: &Code) -> bool {
        let kind = code.kind.as_deref().unwrap_or("-");
        self.kind.as_deref().is_none_or(|k| k == kind)
            && self.mode.as_ref().is_none_or(|m| code.mode.as_ref() == Some(m))
            && self.cameo.as_ref().is_none_or(|c| code.cameo.as_ref() == Some(c))
            && self.context.as_ref().is_none_or(|c| code.contexts.contains(c))
    }
}

/// One sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sense {
    /// Its name.
    pub id: String,
    /// What it means, in English.
    pub gloss: String,
    /// Codes it may have.
    pub codes: Vec<SenseCode>,
    /// By language, the entries that express it, as the packs write them, of several spellings of a word one; where all are
    /// empty, its codes decide.
    pub named: BTreeMap<String, Vec<String>>,
    line: usize,
}

impl Sense {
    /// Whether it is told by the entries named for it, not by the code alone.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.named.values().any(|n| !n.is_empty())
    }
}

/// A table of senses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Senses {
    /// All senses in file order.
    pub all: Vec<Sense>,
    file: String,
}

/// The entries of each language that express a sense; a language that lacks it has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage<'a> {
    /// The sense.
    pub sense: &'a Sense,
    /// Entries as written, in the order of the packs' files, by language.
    pub entries: BTreeMap<String, Vec<String>>,
}

impl Senses {
    /// Reads a table with the columns `sense`, `gloss`, `code` and one for each language.
    ///
    /// # Errors
    /// All faults of the table.
    pub fn parse(file: &str, text: &str, ontology: &Ontology) -> Result<Senses, PackError> {
        let mut faults = Vec::new();
        let mut own = Vec::new();
        let mut senses = Senses { all: Vec::new(), file: file.to_owned() };
        let mut ids = BTreeSet::new();
        table::rows(file, text, &FIXED, &mut faults, |row| {
            let mut refuse =
                |message: String, mend: &str| own.push(PackFault::new(file, row.line, message, mend));
            let id = row.get("sense").to_owned();
            if id.is_empty() || !ids.insert(id.clone()) {
                return refuse(
                    format!("the sense `{id}` is empty or stands twice"),
                    "give it a name of its own",
                );
            }
            let codes: Result<Vec<SenseCode>, String> =
                row.get("code").split('|').map(|c| SenseCode::parse(c.trim(), ontology)).collect();
            let codes = match codes {
                Ok(codes) => codes,
                Err(why) => return refuse(why, "write TYPE, TYPE/mode, TYPE CAMEO or +context"),
            };
            let named = (row.columns().iter())
                .filter(|c| !FIXED.contains(c))
                .map(|language| {
                    let cell = row.get(language).split(';').map(str::trim).filter(|e| !e.is_empty());
                    ((*language).to_owned(), cell.map(str::to_owned).collect())
                })
                .collect();
            senses.all.push(Sense { id, gloss: row.get("gloss").to_owned(), codes, named, line: row.line });
        });
        faults.append(&mut own);
        if faults.is_empty() { Ok(senses) } else { Err(PackError(faults)) }
    }

    /// Which entries of packs express each sense, in the order of the senses; and what is wrong with the table: entries it
    /// names that a pack does not have, and trigger entries that belong to no sense.
    #[must_use]
    pub fn coverage(&self, packs: &BTreeMap<String, &Pack>) -> (Vec<Coverage<'_>>, Vec<PackFault>) {
        let mut faults = Vec::new();
        let mut placed: BTreeSet<(&str, usize)> = BTreeSet::new();
        let mut all = Vec::new();
        for sense in &self.all {
            let by_code = !sense.is_named();
            let mut entries: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for (language, pack) in packs {
                let named = sense.named.get(language).map_or(&[][..], Vec::as_slice);
                let mut list: Vec<String> = Vec::new();
                let mut found = vec![false; named.len()];
                for (i, entry) in pack.acts.entries.iter().enumerate() {
                    let fits = |c: &Code| sense.codes.iter().any(|s| s.holds(c));
                    if entry.kind != EntryKind::Trigger || !entry.code.as_ref().is_some_and(fits) {
                        continue;
                    }
                    let written = written(&entry.rule);
                    let names: Vec<usize> =
                        (0..named.len()).filter(|&n| is_same(&named[n], written)).collect();
                    if by_code || !names.is_empty() {
                        names.iter().for_each(|&n| found[n] = true);
                        placed.insert((language, i));
                        if !list.iter().any(|e| e == written) {
                            list.push(written.to_owned());
                        }
                    }
                }
                for (name, _) in named.iter().zip(found).filter(|(_, found)| !found) {
                    faults.push(PackFault::new(
                        &self.file,
                        sense.line,
                        format!("{language} has no entry `{name}` with a code of the sense `{}`", sense.id),
                        "write it as the pack's table does, or take it out",
                    ));
                }
                entries.insert(language.clone(), list);
            }
            all.push(Coverage { sense, entries });
        }
        for (language, pack) in packs {
            for (i, entry) in pack.acts.entries.iter().enumerate() {
                let trigger = entry.kind == EntryKind::Trigger && entry.code.is_some();
                if trigger && !placed.contains(&(language, i)) {
                    faults.push(PackFault::new(
                        &self.file,
                        0,
                        format!("{language}/{} belongs to no sense", entry.rule),
                        "add a row for its code",
                    ));
                }
            }
        }
        (all, faults)
    }
}

/// An entry as its table writes it: what follows file and line in its rule.
fn written(rule: &str) -> &str {
    rule.split_once(' ').map_or(rule, |(_, entry)| entry)
}

/// Whether a name of an entry means one that is written with more spellings of its words: `swap prisoner` is
/// `swap prisoner|captive`.
fn is_same(name: &str, written: &str) -> bool {
    let (a, b): (Vec<&str>, Vec<&str>) = (name.split(' ').collect(), written.split(' ').collect());
    a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| a.split('|').any(|a| b.split('|').any(|b| a == b)))
}
