//! What differs between two bases: entries that came, went or changed.

use crate::{EntityIx, FormKind, Kb};
use dateline_types::Days;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What happened to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum ChangeKind {
    Added,
    Removed,
    Changed,
}

/// One entry that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happened to it.
    pub kind: ChangeKind,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// For a changed entry: each fact that is gone ("- ...") or new ("+ ..."), sorted.
    pub facts: Vec<String>,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self.kind {
            ChangeKind::Added => '+',
            ChangeKind::Removed => '-',
            ChangeKind::Changed => '~',
        };
        write!(f, "{mark} {} {}", self.id, self.name)?;
        self.facts.iter().try_for_each(|fact| write!(f, "\n    {fact}"))
    }
}

/// Everything an entry says, one fact a line.
fn facts(kb: &Kb, ix: EntityIx, forms: &BTreeMap<EntityIx, BTreeSet<String>>) -> BTreeSet<String> {
    let e = kb.entity(ix);
    let mut all = forms.get(&ix).cloned().unwrap_or_default();
    all.insert(format!("kind {}", e.kind().name()));
    all.extend(e.names().map(|(l, n)| format!("name.{l} {n}")));
    let texts = [
        ("country", e.country()),
        ("sector", e.sector()),
        ("code", e.code()),
        ("class", e.subkind()),
        ("wikidata", e.wikidata()),
    ];
    all.extend(texts.iter().filter_map(|(k, v)| v.map(|v| format!("{k} {v}"))));
    all.extend(e.days().edtf().map(|d| format!("exists {d}")));
    all.extend(e.capital().map(|c| format!("capital {}", kb.entity(c).id())));
    if let Some(p) = e.place() {
        let feature = p.feature.unwrap_or("-");
        all.insert(format!("place {} {} {feature} {}", p.lat, p.lon, p.population));
    }
    for t in kb.tenures_of(ix, Days::default()) {
        let days = t.days.edtf().unwrap_or_else(|| "always".to_owned());
        all.insert(
            format!("tenure {} {} {days} {}", t.post, t.country, t.title.unwrap_or("")).trim().to_owned(),
        );
    }
    all
}

/// The stored forms of each entity. Family names follow from the names and are left out.
fn forms(kb: &Kb) -> BTreeMap<EntityIx, BTreeSet<String>> {
    let mut all: BTreeMap<EntityIx, BTreeSet<String>> = BTreeMap::new();
    kb.each_form(|key, form| {
        if form.kind == FormKind::Family {
            return;
        }
        let kind = format!("{:?}", form.kind).to_lowercase();
        let language = form.language.map_or_else(String::new, |l| format!(".{l}"));
        let days = match form.kind {
            FormKind::Seat => form.days.edtf().map_or_else(String::new, |d| format!(" {d}")),
            _ => String::new(),
        };
        all.entry(form.entity).or_default().insert(format!("{kind}{language} {key}{days}"));
    });
    all
}

/// Compares two bases entry by entry, by id. Kinds of office are compared by the tenures that use them.
#[must_use]
pub fn diff(old: &Kb, new: &Kb) -> Vec<Change> {
    let (old_forms, new_forms) = (forms(old), forms(new));
    let before: BTreeMap<&str, EntityIx> = old.entities().map(|e| (e.id(), e.ix)).collect();
    let mut all = Vec::new();
    for e in new.entities() {
        let name = e.main_name().to_owned();
        let id = e.id().to_owned();
        let Some(&was) = before.get(e.id()) else {
            all.push(Change { kind: ChangeKind::Added, id, name, facts: Vec::new() });
            continue;
        };
        let (a, b) = (facts(old, was, &old_forms), facts(new, e.ix, &new_forms));
        let gone = a.difference(&b).map(|f| format!("- {f}"));
        let facts: Vec<String> = gone.chain(b.difference(&a).map(|f| format!("+ {f}"))).collect();
        if !facts.is_empty() {
            all.push(Change { kind: ChangeKind::Changed, id, name, facts });
        }
    }
    for e in old.entities().filter(|e| new.by_id(e.id()).is_none()) {
        let (id, name) = (e.id().to_owned(), e.name("en").to_owned());
        all.push(Change { kind: ChangeKind::Removed, id, name, facts: Vec::new() });
    }
    all.sort_by(|a, b| (a.kind, &a.id).cmp(&(b.kind, &b.id)));
    all
}
