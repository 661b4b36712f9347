//! A layer from PETRARCH or TABARI dictionaries.

use super::table::{Table, clean, join};
use super::{Imported, Known, Manifest};
use crate::KbDiagnostic;
use crate::normal::normalise;
use crate::petrarch::{Actor, Dictionaries, Phrase};
use dateline_types::Days;
use std::collections::BTreeSet;

const SOURCE: &str = "PETRARCH dictionary";
/// Sectors whose actors go into the table of armed groups.
const ARMED: [&str; 3] = ["REB", "UAF", "PRM"];
/// Sectors an actor code may carry behind its country.
const SECTORS: [&str; 24] = [
    "GOV", "MIL", "COP", "JUD", "LEG", "SPY", "PTY", "OPP", "REB", "PRM", "UAF", "CVL", "SOC", "REL", "JRN",
    "MED", "EDU", "BUS", "LAB", "AGR", "CRM", "ELI", "REF", "PRE",
];

/// `GAZA_CITY` as print writes it: "Gaza City"; words of up to three letters and dotted ones stay in capitals.
fn print(phrase: &Phrase) -> String {
    let word = |w: &str| {
        if w.contains('.') || w.chars().count() <= 3 && !["THE", "OF", "AND", "AL"].contains(&w) {
            return w.to_owned();
        }
        let mut out = String::new();
        let mut start = true;
        for c in w.chars() {
            match start {
                true => out.push(c),
                false => out.extend(c.to_lowercase()),
            }
            start = !c.is_alphanumeric();
        }
        out
    };
    let words: Vec<String> = phrase.plain().split(' ').map(word).collect();
    clean(&words.join(" "))
}

/// Whether a name is one run of capitals whose case must agree.
fn capitals(name: &str) -> bool {
    !name.contains(' ') && (name.len() <= 3 || name.contains('.'))
}

fn sector(code: &str) -> &'static str {
    let mut parts = (3..code.len()).step_by(3).filter_map(|i| code.get(i..i + 3));
    parts.find_map(|p| SECTORS.iter().find(|s| **s == p)).copied().unwrap_or("")
}

struct Tables<'a> {
    known: &'a Known<'a>,
    ids: BTreeSet<String>,
    countries: Table,
    organisations: Table,
    groups: Table,
}

impl Tables<'_> {
    fn id(&mut self, name: &str) -> String {
        let slug = format!("pd-{}", normalise(name).replace(' ', "-"));
        let mut id = slug.clone();
        let mut n = 1;
        while !self.ids.insert(id.clone()) {
            n += 1;
            id = format!("{slug}-{n}");
        }
        id
    }

    /// Whether the base has a name, or demonym, of a country already.
    fn has(&self, country: &str, name: &str) -> bool {
        let kb = self.known.kb;
        kb.names(name).iter().any(|f| kb.entity(f.entity).id() == country)
    }

    /// Rows of one actor: one for each code and each run of days it holds on.
    fn actor(&mut self, actor: &Actor) -> Result<(), &'static str> {
        let mut names: Vec<String> = actor.names().map(print).collect();
        names.sort_by_key(|n| capitals(n));
        let (first, rest) = names.split_first().ok_or("no name")?;
        let alias = join(rest.iter().filter(|n| !capitals(n)));
        let acronym = join(names.iter().filter(|n| capitals(n)));
        let periods = actor.periods();
        if periods.is_empty() {
            return Err("its code is empty by design; it stands in actors.tsv only");
        }
        for (days, code) in periods {
            for code in code.split('/').filter(|c| !c.is_empty()) {
                let upper = code.to_uppercase();
                let country = upper.get(..3).and_then(|c| self.known.country(c)).unwrap_or("");
                let whole = self.known.kb.by_id(&upper).is_some_and(|e| e.kind() == crate::KbKind::Country);
                if whole && days == Days::default() {
                    let new: Vec<&String> = names.iter().filter(|n| !self.has(&upper, n)).collect();
                    let list = |capital: bool| match join(new.iter().filter(|n| capitals(n) == capital)) {
                        list if list.is_empty() => list,
                        list => format!("+{list}"),
                    };
                    let (alias, acronym) = (list(false), list(true));
                    if new.is_empty() {
                        continue;
                    }
                    if self.ids.insert(upper.clone()) {
                        self.countries.row(&[
                            ("id", &upper),
                            ("alias", &alias),
                            ("acronym", &acronym),
                            ("source", SOURCE),
                        ]);
                        continue;
                    }
                }
                let (start, end) = cells(days);
                let sector = sector(&upper);
                let id = self.id(first);
                let row = [
                    ("id", id.as_str()),
                    ("code", &upper),
                    ("country", country),
                    ("sector", sector),
                    ("name", first),
                    ("acronym", &acronym),
                    ("alias", &alias),
                    ("start", &start),
                    ("end", &end),
                    ("source", SOURCE),
                ];
                match ARMED.contains(&sector) {
                    true => self.groups.row(&row),
                    false => self.organisations.row(&row),
                }
            }
        }
        Ok(())
    }
}

/// First and last day, as cells.
fn cells(days: Days) -> (String, String) {
    let day = |d: Option<jiff::civil::Date>| d.map_or_else(String::new, |d| d.to_string());
    (day(days.earliest), day(days.latest.and_then(|d| d.yesterday().ok())))
}

/// Makes a layer from dictionaries that are read already.
///
/// Actors become rows of `countries.tsv` (other names of countries the base knows), `groups.tsv` and `organisations.tsv`, one row
/// for each code and run of days. Everything stands once more, as written, in `actors.tsv`, `agents.tsv` (the columns of a pack's
/// `roles.tsv`, then the code), `discards.tsv`, `synsets.tsv`, `verbs.tsv`, `patterns.tsv` and `transformations.tsv`, which
/// `kb build` passes over: nothing of the dictionaries is lost.
#[must_use]
pub fn petrarch(dictionaries: &Dictionaries, known: &Known<'_>, manifest: &Manifest) -> Imported {
    let mut out = Imported::new(manifest, SOURCE);
    out.lines = dictionaries.files.iter().map(|f| f.lines).sum();
    out.remarks.clone_from(&dictionaries.unused);
    let columns = ["id", "code", "country", "sector", "name", "acronym", "alias", "start", "end", "source"];
    let mut tables = Tables {
        known,
        ids: BTreeSet::new(),
        countries: Table::new(&["id", "alias", "acronym", "source"]),
        organisations: Table::new(&columns),
        groups: Table::new(&columns),
    };
    for actor in &dictionaries.actors {
        if let Err(why) = tables.actor(actor) {
            let message = format!("`{}`: {why}", actor.name);
            let remark = KbDiagnostic::error("null-code", &actor.file, actor.line, message, "give it a code");
            out.remarks.push(remark.warning());
        }
    }
    out.add("countries.tsv", &tables.countries);
    out.add("organisations.tsv", &tables.organisations);
    out.add("groups.tsv", &tables.groups);
    lists(dictionaries, &mut out);
    verbs(dictionaries, &mut out);
    out
}

fn phrases<'a>(all: impl IntoIterator<Item = &'a Phrase>) -> String {
    join(all.into_iter().map(Phrase::to_string))
}

fn lists(d: &Dictionaries, out: &mut Imported) {
    let mut actors = Table::new(&["name", "synonyms", "code", "start", "end", "file", "line"]);
    for actor in &d.actors {
        for (i, code) in actor.codes.iter().enumerate() {
            let (start, end) = cells(code.days);
            let synonyms = if i == 0 { phrases(&actor.synonyms) } else { String::new() };
            actors.row(&[
                ("name", &actor.name.to_string()),
                ("synonyms", &synonyms),
                ("code", &code.code),
                ("start", &start),
                ("end", &end),
                ("file", &actor.file),
                ("line", &code.line.to_string()),
            ]);
        }
    }
    out.add("actors.tsv", &actors);
    let columns =
        ["singular", "plural", "sector", "cameo", "kind", "post", "inherits", "note", "code", "file", "line"];
    let mut agents = Table::new(&columns);
    for agent in &d.agents {
        let sector = agent.code.get(..3).filter(|s| SECTORS.contains(s)).unwrap_or("");
        let code = if agent.before { format!("{}~", agent.code) } else { format!("~{}", agent.code) };
        agents.row(&[
            ("singular", &agent.name.plain().to_lowercase()),
            ("plural", &join(agent.plurals.iter().map(|p| p.plain().to_lowercase()))),
            ("sector", sector),
            ("cameo", &agent.code),
            ("kind", "person"),
            ("code", &code),
            ("file", &agent.file),
            ("line", &agent.line.to_string()),
        ]);
    }
    out.add("agents.tsv", &agents);
    let mut discards = Table::new(&["phrase", "drops", "file", "line"]);
    for discard in &d.discards {
        discards.row(&[
            ("phrase", &discard.phrase.to_string()),
            ("drops", if discard.story { "story" } else { "sentence" }),
            ("file", &discard.file),
            ("line", &discard.line.to_string()),
        ]);
    }
    out.add("discards.tsv", &discards);
}

fn verbs(d: &Dictionaries, out: &mut Imported) {
    let mut synsets = Table::new(&["name", "exact", "members", "line"]);
    for set in &d.verbs.synsets {
        synsets.row(&[
            ("name", &set.name),
            ("exact", if set.exact { "yes" } else { "" }),
            ("members", &phrases(&set.members)),
            ("line", &set.line.to_string()),
        ]);
    }
    out.add("synsets.tsv", &synsets);
    let mut verbs =
        Table::new(&["block", "code", "other_codes", "verb", "forms", "own_code", "file", "line"]);
    let mut patterns = Table::new(&["block", "pattern", "code", "file", "line"]);
    for block in &d.verbs.blocks {
        for verb in &block.verbs {
            verbs.row(&[
                ("block", &block.name),
                ("code", &block.code.to_string()),
                ("other_codes", &join(block.others.iter().map(ToString::to_string))),
                ("verb", &verb.phrase.to_string()),
                ("forms", &phrases(&verb.forms)),
                ("own_code", &verb.code.as_ref().map_or_else(String::new, ToString::to_string)),
                ("file", &block.file),
                ("line", &verb.line.to_string()),
            ]);
        }
        for pattern in &block.patterns {
            patterns.row(&[
                ("block", &block.name),
                ("pattern", &clean(&pattern.phrase.to_string())),
                ("code", &pattern.code.to_string()),
                ("file", &block.file),
                ("line", &pattern.line.to_string()),
            ]);
        }
    }
    out.add("verbs.tsv", &verbs);
    out.add("patterns.tsv", &patterns);
    let mut rules = Table::new(&["rule", "line"]);
    for rule in &d.verbs.transformations {
        rules.row(&[("rule", &clean(&rule.rule)), ("line", &rule.line.to_string())]);
    }
    out.add("transformations.tsv", &rules);
}
