//! The event ontology: CAMEO codes, PLOVER types and modes, Goldstein values, composition of acts.

use crate::error::{PackError, PackFault};
use crate::table::rows;
use dateline_types::{QuantityKind, Status};
use std::collections::{BTreeMap, BTreeSet};

/// A code as an entry writes it: PLOVER type and mode, CAMEO code, contexts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// PLOVER type; `None` for CAMEO 01x acts.
    pub kind: Option<String>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// CAMEO code (a string: 010 is not 10).
    pub cameo: Option<String>,
    /// PLOVER contexts, sorted.
    pub contexts: Vec<String>,
}

/// One row of the composition table.
#[derive(Clone, Debug)]
pub struct Composition {
    /// The operator's name ("promise").
    pub operator: String,
    /// What inner acts the row is for.
    inner: Inner,
    /// The outer code; `None` keeps the inner act's code.
    pub code: Option<Code>,
    /// Status of the resulting event.
    pub status: Status,
    /// Where the row stands, for `explain`.
    pub rule: String,
}

#[derive(Clone, Debug)]
enum Inner {
    Any,
    Kind(String, Option<String>),
    Cameo(String),
    Quad(u8),
}

/// What an operator does to the act it acts on.
#[derive(Clone, Debug)]
pub struct Operator {
    /// Whether its object carries out the inner act ("accuse X of", "urge X to"), not its subject.
    pub object_control: bool,
    /// Status of the inner act.
    pub inner_status: Status,
    /// Whether the inner act stands as an event of its own beside the outer one.
    pub keeps_inner: bool,
    /// Whether doing it is saying it, so that quoted words beside it are its subject's.
    pub speech: bool,
}

/// The whole ontology.
#[derive(Clone, Debug, Default)]
pub struct Ontology {
    cameo: BTreeMap<String, String>,
    quads: BTreeMap<String, u8>,
    needs_recipient: BTreeSet<String>,
    alone: BTreeSet<String>,
    aimed: BTreeSet<String>,
    domestic: BTreeSet<String>,
    figures: BTreeMap<(String, String), Figure>,
    statuses: BTreeMap<String, Status>,
    modes: BTreeSet<(String, String)>,
    contexts: BTreeSet<String>,
    sector_roles: BTreeMap<String, String>,
    goldstein: BTreeMap<String, f32>,
    from_cameo: BTreeMap<String, (String, Option<String>)>,
    compositions: Vec<Composition>,
    operators: BTreeMap<String, Operator>,
}

/// What so many people on a side of an act are, unless other words say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Whether they are acted on, else they act.
    pub recipient: bool,
    /// What they are counted as.
    pub kind: QuantityKind,
}

/// Reads a figure column: "recipient detained"; empty means none.
fn figure(text: &str, file: &str, line: usize, faults: &mut Vec<PackFault>) -> Option<Figure> {
    if text.is_empty() {
        return None;
    }
    let read = text.split_once(' ').and_then(|(side, kind)| {
        let recipient = match side {
            "recipient" => true,
            "actor" => false,
            _ => return None,
        };
        Some(Figure { recipient, kind: QuantityKind::parse(kind)? })
    });
    if read.is_none() {
        let message = format!("`{text}` is no side and kind of quantity");
        faults.push(PackFault::new(file, line, message, "write actor or recipient and a kind"));
    }
    read
}

impl Ontology {
    /// Reads the ontology from its files: `get("plover.tsv")` gives the text of one.
    ///
    /// # Errors
    /// All faults of all files, with file and line.
    pub fn load(get: &dyn Fn(&str) -> Option<String>) -> Result<Ontology, PackError> {
        let mut o = Ontology::default();
        let mut faults = Vec::new();
        let mut table =
            |name: &str,
             needs: &[&str],
             each: &mut dyn FnMut(&crate::table::Row<'_>, &mut Vec<PackFault>)| {
                match get(name) {
                    Some(text) => {
                        let mut own = Vec::new();
                        rows(name, &text, needs, &mut faults, |r| each(r, &mut own));
                        faults.append(&mut own);
                    }
                    None => faults.push(PackFault::new(
                        name,
                        0,
                        "the file is missing",
                        "restore it from the release",
                    )),
                }
            };
        table("plover.tsv", &["type", "quad", "recipient", "status"], &mut |r, faults| {
            match r.get("quad").parse() {
                Ok(quad @ 1..=4) => drop(o.quads.insert(r.get("type").to_owned(), quad)),
                _ => faults.push(PackFault::new(
                    "plover.tsv",
                    r.line,
                    "quad is not 1 to 4",
                    "write the quad class",
                )),
            }
            match Status::parse(r.get("status")) {
                Some(status) => drop(o.statuses.insert(r.get("type").to_owned(), status)),
                None => faults.push(PackFault::new(
                    "plover.tsv",
                    r.line,
                    "no such status",
                    "write asserted, promised ...",
                )),
            }
            if r.get("alone") == "yes" {
                o.alone.insert(r.get("type").to_owned());
            }
            if let Some(figure) = figure(r.get("figure"), "plover.tsv", r.line, faults) {
                o.figures.insert((r.get("type").to_owned(), String::new()), figure);
            }
            if r.get("aim") == "yes" {
                o.aimed.insert(r.get("type").to_owned());
            }
            if r.get("recipient") == "required" {
                o.needs_recipient.insert(r.get("type").to_owned());
            }
        });
        table("modes.tsv", &["type", "mode"], &mut |r, faults| {
            if let Some(figure) = figure(r.get("figure"), "modes.tsv", r.line, faults) {
                o.figures.insert((r.get("type").to_owned(), r.get("mode").to_owned()), figure);
            }
            o.modes.insert((r.get("type").to_owned(), r.get("mode").to_owned()));
        });
        table("contexts.tsv", &["context"], &mut |r, _| {
            o.contexts.insert(r.get("context").to_owned());
        });
        table("sectors.tsv", &["sector", "cameo"], &mut |r, _| {
            if r.get("domestic") == "yes" {
                o.domestic.insert(r.get("sector").to_owned());
            }
            o.sector_roles.insert(r.get("sector").to_owned(), r.get("cameo").to_owned());
        });
        table("cameo.tsv", &["code", "name", "goldstein", "plover", "mode"], &mut |r, faults| {
            let code = r.get("code").to_owned();
            o.cameo.insert(code.clone(), r.get("name").to_owned());
            match r.get("goldstein") {
                "" => {}
                value => match value.parse() {
                    Ok(value) => drop(o.goldstein.insert(code.clone(), value)),
                    Err(_) => faults.push(PackFault::new(
                        "cameo.tsv",
                        r.line,
                        format!("`{value}` is no Goldstein value"),
                        "write a number between -10 and 10",
                    )),
                },
            }
            if !r.get("plover").is_empty() {
                let mode = Some(r.get("mode").to_owned()).filter(|m| !m.is_empty());
                o.from_cameo.insert(code, (r.get("plover").to_owned(), mode));
            }
        });
        table("operators.tsv", &["operator", "control", "inner_status", "inner"], &mut |r, faults| {
            let Some(inner_status) = Status::parse(r.get("inner_status")) else {
                faults.push(PackFault::new(
                    "operators.tsv",
                    r.line,
                    "no such status",
                    "write asserted, promised ...",
                ));
                return;
            };
            let object_control = r.get("control") == "object";
            let keeps_inner = r.get("inner") == "event";
            let speech = r.get("speech") == "yes";
            o.operators.insert(
                r.get("operator").to_owned(),
                Operator { object_control, inner_status, keeps_inner, speech },
            );
        });
        let mut raw = Vec::new();
        table("composition.tsv", &["operator", "inner", "code", "status"], &mut |r, _| {
            let cells = ["operator", "inner", "code", "status"].map(|c| r.get(c).to_owned());
            raw.push((r.line, cells));
        });
        for (line, [operator, inner, code, status]) in raw {
            let fault = |m: String, mend: &str| PackFault::new("composition.tsv", line, m, mend);
            let inner = match inner.as_str() {
                "*" => Inner::Any,
                q if q.starts_with("quad") => Inner::Quad(q[4..].parse().unwrap_or(0)),
                c if c.starts_with(|c: char| c.is_ascii_digit()) => Inner::Cameo(c.to_owned()),
                k => match k.split_once('/') {
                    Some((k, m)) => Inner::Kind(k.to_owned(), Some(m.to_owned())),
                    None => Inner::Kind(k.to_owned(), None),
                },
            };
            let code = match code.as_str() {
                "inner" => None,
                text => match o.parse_code(text) {
                    Ok(code) => Some(code),
                    Err(message) => {
                        faults.push(fault(message, "use codes of plover.tsv, modes.tsv and cameo.tsv"));
                        continue;
                    }
                },
            };
            let Some(status) = Status::parse(&status) else {
                faults
                    .push(fault(format!("`{status}` is no status"), "write asserted, promised, denied ..."));
                continue;
            };
            if !o.operators.contains_key(&operator) {
                faults.push(fault(format!("`{operator}` is no operator"), "add it to operators.tsv"));
            }
            o.compositions.push(Composition {
                operator,
                inner,
                code,
                status,
                rule: format!("composition.tsv:{line}"),
            });
        }
        if faults.is_empty() { Ok(o) } else { Err(PackError(faults)) }
    }

    /// Reads `TYPE/mode CAMEO context+context`; `-` stands for "no type".
    ///
    /// # Errors
    /// A sentence that names the unknown part.
    pub fn parse_code(&self, text: &str) -> Result<Code, String> {
        let mut code = Code::default();
        for (i, part) in text.split_whitespace().enumerate() {
            if i == 0 {
                if part == "-" {
                    continue;
                }
                let (kind, mode) = part.split_once('/').map_or((part, None), |(k, m)| (k, Some(m)));
                if !self.quads.contains_key(kind) {
                    return Err(format!("`{kind}` is no PLOVER type"));
                }
                if let Some(mode) = mode {
                    if !self.modes.contains(&(kind.to_owned(), mode.to_owned())) {
                        return Err(format!("`{mode}` is no mode of {kind}"));
                    }
                    code.mode = Some(mode.to_owned());
                }
                code.kind = Some(kind.to_owned());
            } else if part.starts_with(|c: char| c.is_ascii_digit()) {
                if !self.cameo.contains_key(part) {
                    return Err(format!("`{part}` is no CAMEO code"));
                }
                code.cameo = Some(part.to_owned());
            } else {
                for context in part.split('+') {
                    if !self.contexts.contains(context) {
                        return Err(format!("`{context}` is no PLOVER context"));
                    }
                    code.contexts.push(context.to_owned());
                }
            }
        }
        code.contexts.sort();
        code.contexts.dedup();
        Ok(code)
    }

    /// Whether PLOVER knows a context.
    #[must_use]
    pub fn has_context(&self, context: &str) -> bool {
        self.contexts.contains(context)
    }

    /// The PLOVER types, sorted.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        self.quads.keys().map(String::as_str)
    }

    /// Quad class of a PLOVER type.
    #[must_use]
    pub fn quad(&self, kind: &str) -> Option<u8> {
        self.quads.get(kind).copied()
    }

    /// Goldstein value of a CAMEO code, or of its nearest parent that has one.
    #[must_use]
    pub fn goldstein(&self, cameo: &str) -> Option<f32> {
        (2..=cameo.len()).rev().find_map(|n| self.goldstein.get(&cameo[..n]).copied())
    }

    /// The CAMEO role that stands behind a country for a PLOVER sector (`JRN` is `MED`); `None` for an unknown sector.
    #[must_use]
    pub fn role_of_sector(&self, sector: &str) -> Option<&str> {
        self.sector_roles.get(sector).map(String::as_str)
    }

    /// Whether PLOVER asks for a recipient with this type.
    #[must_use]
    pub fn needs_recipient(&self, kind: &str) -> bool {
        self.needs_recipient.contains(kind)
    }

    /// Whether an act of this type stands even if nobody is named who takes part.
    #[must_use]
    pub fn stands_alone(&self, kind: &str) -> bool {
        self.alone.contains(kind)
    }

    /// Whether an act of this type may be aimed at whoever is asked for something by it: protests.
    #[must_use]
    pub fn is_aimed(&self, kind: &str) -> bool {
        self.aimed.contains(kind)
    }

    /// What so many people are who take part in an act of a type and mode, and on which side.
    #[must_use]
    pub fn figure(&self, kind: &str, mode: Option<&str>) -> Option<Figure> {
        let of = |mode: &str| self.figures.get(&(kind.to_owned(), mode.to_owned())).copied();
        mode.and_then(of).or_else(|| of(""))
    }

    /// Whether people of a sector belong to the country they act in unless something else is said.
    #[must_use]
    pub fn is_domestic(&self, sector: &str) -> bool {
        self.domestic.contains(sector)
    }

    /// The status of an event of a type that the report tells plainly: a demand is demanded, a promise promised.
    #[must_use]
    pub fn plain_status(&self, kind: &str) -> Status {
        self.statuses.get(kind).copied().unwrap_or(Status::Asserted)
    }

    /// The label of a CAMEO code.
    #[must_use]
    pub fn cameo_name(&self, code: &str) -> Option<&str> {
        self.cameo.get(code).map(String::as_str)
    }

    /// PLOVER type and mode that a CAMEO code maps to.
    #[must_use]
    pub fn plover_of(&self, cameo: &str) -> Option<(&str, Option<&str>)> {
        self.from_cameo.get(cameo).map(|(k, m)| (k.as_str(), m.as_deref()))
    }

    /// Whether the composition table knows an operator.
    #[must_use]
    pub fn has_operator(&self, operator: &str) -> bool {
        self.operators.contains_key(operator)
    }

    /// What an operator does to its inner act.
    #[must_use]
    pub fn operator(&self, operator: &str) -> Option<&Operator> {
        self.operators.get(operator)
    }

    /// The row of the composition table for an operator and an inner act: the first that fits, in table order.
    #[must_use]
    pub fn compose(&self, operator: &str, inner: &Code) -> Option<&Composition> {
        self.compositions.iter().filter(|c| c.operator == operator).find(|c| match &c.inner {
            Inner::Any => true,
            Inner::Quad(q) => inner.kind.as_deref().and_then(|k| self.quad(k)) == Some(*q),
            Inner::Cameo(prefix) => inner.cameo.as_deref().is_some_and(|c| c.starts_with(prefix.as_str())),
            Inner::Kind(kind, mode) => {
                inner.kind.as_ref() == Some(kind)
                    && mode.as_ref().is_none_or(|m| inner.mode.as_ref() == Some(m))
            }
        })
    }
}
