//! The dictionaries, indexed by the word that is looked up first.

use dateline_kb::petrarch::{Actor, Agent, Dictionaries, Join, Phrase, Token};
use std::collections::BTreeMap;

/// Names by their first word: the words with how each stands to the next one, and the entry; longest first.
type Names = BTreeMap<String, Vec<(Vec<(String, Join)>, usize)>>;

/// One form of a verb of the dictionaries.
#[derive(Clone, Debug)]
pub(super) struct VerbForm {
    /// Words that stand directly before the inflected one, nearest first.
    pub before: Vec<String>,
    /// Words that stand directly behind it.
    pub behind: Vec<String>,
    /// Its block.
    pub block: usize,
    /// Its place in the block.
    pub verb: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Lexicon {
    pub dictionaries: Dictionaries,
    actors: Names,
    agents: Names,
    /// Verbs by the word as written, longest first.
    written: BTreeMap<String, Vec<VerbForm>>,
    /// Verbs by their dictionary form, for words whose own form is not listed.
    plain: BTreeMap<String, Vec<VerbForm>>,
    synsets: BTreeMap<String, usize>,
    /// Patterns of each block in the order they are tried: most parts first, then as in the file.
    order: Vec<Vec<usize>>,
    discards: Vec<(Vec<String>, bool)>,
}

fn words(phrase: &Phrase) -> Vec<(String, Join)> {
    let text = |t: &Token| match t {
        Token::Word(w) | Token::Head(w) => w.clone(),
        other => other.to_string(),
    };
    phrase.parts.iter().map(|p| (text(&p.token), p.join)).collect()
}

fn add(names: &mut Names, phrase: &Phrase, at: usize) {
    let words = words(phrase);
    if let Some((first, _)) = words.first() {
        names.entry(first.clone()).or_default().push((words, at));
    }
}

fn settle(mut names: Names) -> Names {
    for list in names.values_mut() {
        list.sort_by_key(|(words, at)| (std::cmp::Reverse(words.len()), *at));
    }
    names
}

/// The longest name that the words begin with. Between words joined by a space in the dictionary others may stand.
fn longest(names: &Names, text: &[&str]) -> Option<(usize, usize)> {
    let list = names.get(*text.first()?)?;
    list.iter().find_map(|(name, at)| {
        let mut pos = 1;
        for pair in name.windows(2) {
            let gap = pair[0].1 != Join::Adjoins;
            pos += text[pos..].iter().position(|w| *w == pair[1].0).filter(|p| gap || *p == 0)? + 1;
        }
        Some((pos, *at))
    })
}

/// A form split at the word that is inflected.
fn split(phrase: &Phrase) -> (String, Vec<String>, Vec<String>) {
    let all: Vec<String> = words(phrase).into_iter().map(|(w, _)| w).collect();
    let head = phrase.parts.iter().position(|p| matches!(p.token, Token::Head(_))).unwrap_or(0);
    let before = all[..head].iter().rev().cloned().collect();
    (all.get(head).cloned().unwrap_or_default(), before, all.get(head + 1..).unwrap_or(&[]).to_vec())
}

impl Lexicon {
    pub fn new(dictionaries: Dictionaries) -> Lexicon {
        let (mut actors, mut agents) = (Names::new(), Names::new());
        for (i, actor) in dictionaries.actors.iter().enumerate() {
            actor.names().for_each(|n| add(&mut actors, n, i));
        }
        for (i, agent) in dictionaries.agents.iter().enumerate() {
            agent.names().for_each(|n| add(&mut agents, n, i));
        }
        let mut written: BTreeMap<String, Vec<VerbForm>> = BTreeMap::new();
        let mut plain: BTreeMap<String, Vec<VerbForm>> = BTreeMap::new();
        for (b, block) in dictionaries.verbs.blocks.iter().enumerate() {
            for (v, verb) in block.verbs.iter().enumerate() {
                let (head, before, behind) = split(&verb.phrase);
                let form = VerbForm { before, behind, block: b, verb: v };
                plain.entry(head.clone()).or_default().push(form.clone());
                written.entry(head).or_default().push(form);
                for inflected in &verb.forms {
                    let (head, before, behind) = split(inflected);
                    written.entry(head).or_default().push(VerbForm { before, behind, block: b, verb: v });
                }
            }
        }
        for list in written.values_mut().chain(plain.values_mut()) {
            list.sort_by_key(|f| std::cmp::Reverse(f.before.len() + f.behind.len()));
        }
        let synsets =
            dictionaries.verbs.synsets.iter().enumerate().map(|(i, s)| (s.name.clone(), i)).collect();
        let order = (dictionaries.verbs.blocks.iter())
            .map(|block| {
                let mut order: Vec<usize> = (0..block.patterns.len()).collect();
                order.sort_by_key(|&p| std::cmp::Reverse(block.patterns[p].phrase.parts.len()));
                order
            })
            .collect();
        let discards = (dictionaries.discards.iter())
            .map(|d| (words(&d.phrase).into_iter().map(|(w, _)| w).collect(), d.story))
            .collect();
        Lexicon {
            actors: settle(actors),
            agents: settle(agents),
            dictionaries,
            written,
            plain,
            synsets,
            order,
            discards,
        }
    }

    /// The longest actor the words begin with, and how many words it takes.
    pub fn actor(&self, text: &[&str]) -> Option<(usize, &Actor)> {
        longest(&self.actors, text).map(|(n, at)| (n, &self.dictionaries.actors[at]))
    }

    /// The longest agent the words begin with, and how many words it takes.
    pub fn agent(&self, text: &[&str]) -> Option<(usize, &Agent)> {
        longest(&self.agents, text).map(|(n, at)| (n, &self.dictionaries.agents[at]))
    }

    /// Verbs that a word may be: by its form, else by its lemma; those of several words first.
    pub fn verbs<'a>(&'a self, form: &str, lemma: &str) -> impl Iterator<Item = &'a VerbForm> + use<'a> {
        let written = self.written.get(form).map_or(&[][..], Vec::as_slice);
        let plain = self.plain.get(lemma).map_or(&[][..], Vec::as_slice);
        written.iter().chain(plain)
    }

    /// The patterns of a block in the order they are tried.
    pub fn patterns(&self, block: usize) -> impl Iterator<Item = &dateline_kb::petrarch::Pattern> {
        let patterns = &self.dictionaries.verbs.blocks[block].patterns;
        self.order[block].iter().map(move |&p| &patterns[p])
    }

    /// A discard phrase among the words of a sentence, those that drop the whole story first.
    pub fn discard(&self, text: &[&str]) -> Option<(String, bool)> {
        let here = |(phrase, _): &&(Vec<String>, bool)| {
            !phrase.is_empty()
                && text.windows(phrase.len()).any(|w| w.iter().zip(phrase).all(|(a, b)| a == b))
        };
        let found: Vec<&(Vec<String>, bool)> = self.discards.iter().filter(here).collect();
        let first = found.iter().find(|(_, story)| *story).or(found.first())?;
        Some((first.0.join(" "), first.1))
    }

    /// The members of a synset as runs of words, with the synsets that members name filled in; with the plurals of their last
    /// words unless its name forbids them.
    pub fn members(&self, synset: &str, depth: usize) -> Vec<Vec<String>> {
        let Some(set) = self.synsets.get(synset).map(|&i| &self.dictionaries.verbs.synsets[i]) else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for member in &set.members {
            let mut runs: Vec<Vec<String>> = vec![Vec::new()];
            for part in &member.parts {
                let choices = match &part.token {
                    Token::Synset(name) if depth > 0 => self.members(name, depth - 1),
                    other => vec![vec![other.to_string()]],
                };
                runs = (runs.iter())
                    .flat_map(|run| choices.iter().map(move |c| [run.as_slice(), c].concat()))
                    .collect();
            }
            all.extend(runs);
        }
        if !set.exact {
            let plural = |run: &Vec<String>| {
                let (last, rest) = run.split_last()?;
                Some([rest, &[format!("{last}S")]].concat())
            };
            let plurals: Vec<Vec<String>> = all.iter().filter_map(plural).collect();
            all.extend(plurals);
        }
        all
    }
}
