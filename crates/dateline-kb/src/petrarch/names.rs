//! Finds actors and agents at the start of a run of words.

use super::{Actor, Agent, Dictionaries, Phrase};
use std::collections::BTreeMap;

type Index = BTreeMap<String, Vec<(Vec<String>, usize)>>;

/// The names of actors and agents, ready to be looked up. Words of a name must follow one another; case does not count.
pub struct Names<'a> {
    dictionaries: &'a Dictionaries,
    actors: Index,
    agents: Index,
}

fn add(index: &mut Index, phrase: &Phrase, at: usize) {
    let words: Vec<String> = phrase.plain().split(' ').map(str::to_owned).collect();
    index.entry(words[0].clone()).or_default().push((words, at));
}

/// Longest names first; of two equal ones the first of the file.
fn settle(mut index: Index) -> Index {
    for names in index.values_mut() {
        names.sort_by_key(|(words, at)| (std::cmp::Reverse(words.len()), *at));
    }
    index
}

fn longest<W: AsRef<str>>(index: &Index, words: &[W]) -> Option<(usize, usize)> {
    let first = words.first()?.as_ref().to_uppercase();
    let same = |name: &[String]| {
        name.len() <= words.len()
            && name[1..].iter().zip(&words[1..]).all(|(a, b)| *a == b.as_ref().to_uppercase())
    };
    index.get(&first)?.iter().find(|(name, _)| same(name)).map(|(name, at)| (name.len(), *at))
}

impl<'a> Names<'a> {
    /// Indexes the names of dictionaries.
    #[must_use]
    pub fn of(dictionaries: &'a Dictionaries) -> Names<'a> {
        let (mut actors, mut agents) = (Index::new(), Index::new());
        for (i, actor) in dictionaries.actors.iter().enumerate() {
            actor.names().for_each(|n| add(&mut actors, n, i));
        }
        for (i, agent) in dictionaries.agents.iter().enumerate() {
            agent.names().for_each(|n| add(&mut agents, n, i));
        }
        Names { dictionaries, actors: settle(actors), agents: settle(agents) }
    }

    /// The longest actor that the words begin with, and how many words it takes.
    #[must_use]
    pub fn actor<W: AsRef<str>>(&self, words: &[W]) -> Option<(usize, &'a Actor)> {
        longest(&self.actors, words).map(|(len, at)| (len, &self.dictionaries.actors[at]))
    }

    /// The longest agent, singular or plural, that the words begin with, and how many words it takes.
    #[must_use]
    pub fn agent<W: AsRef<str>>(&self, words: &[W]) -> Option<(usize, &'a Agent)> {
        longest(&self.agents, words).map(|(len, at)| (len, &self.dictionaries.agents[at]))
    }
}
