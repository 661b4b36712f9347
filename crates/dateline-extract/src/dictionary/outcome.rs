//! What the dictionaries coded.

use super::DictionaryOptions;
use dateline_types::Span;

/// The code of a side that no dictionary knows.
pub(super) const NULL: &str = "---";

/// One member of a side of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Its code ("GONGOV"); `---` where no dictionary knows it. Several codes are joined by `/`.
    pub code: String,
    /// Its words in capitals.
    pub words: String,
    /// Where it stands.
    pub span: Span,
    /// Its head token.
    pub head: u32,
    /// The actor or agents that gave the code, as the dictionaries write them; empty for none.
    pub entry: String,
}

/// One verb with its code and both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coding {
    /// Index of the sentence.
    pub sentence: usize,
    /// The verb.
    pub token: u32,
    /// Its words.
    pub trigger: Span,
    /// Who acts.
    pub source: Vec<Side>,
    /// Who is acted on.
    pub target: Vec<Side>,
    /// Whether each of a compound acts on each other of it.
    pub mutual: bool,
    /// Code of the event.
    pub code: String,
    /// Code of the event that goes back from target to source.
    pub reverse: Option<String>,
    /// The verb and pattern that gave the code, with file and line.
    pub rule: String,
}

/// A sentence that a discard phrase dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DroppedSentence {
    /// Index of the sentence.
    pub sentence: usize,
    /// The phrase.
    pub phrase: String,
    /// Whether it dropped the whole story.
    pub story: bool,
}

/// What the dictionaries made of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dictated {
    /// Verbs with their codes, in text order.
    pub codings: Vec<Coding>,
    /// Everybody the dictionaries know, in text order.
    pub named: Vec<Side>,
    /// Sentences that were dropped.
    pub dropped: Vec<DroppedSentence>,
}

impl Dictated {
    /// All events as source, target and code, in text order, none twice.
    #[must_use]
    pub fn triples(&self, options: &DictionaryOptions) -> Vec<(String, String, String)> {
        let mut all: Vec<(String, String, String)> = Vec::new();
        for triple in self.codings.iter().flat_map(|c| c.triples(options)) {
            if !all.contains(&triple) {
                all.push(triple);
            }
        }
        all
    }
}

impl Coding {
    /// Its events as source, target and code; nobody acts on himself.
    #[must_use]
    pub fn triples(&self, options: &DictionaryOptions) -> Vec<(String, String, String)> {
        let (sources, targets) = (codes(&self.source, options), codes(&self.target, options));
        let mut all = Vec::new();
        let mut ways = vec![(&sources, &targets, &self.code)];
        if let Some(reverse) = &self.reverse {
            ways.push((&targets, &sources, reverse));
        }
        for (from, to, code) in ways {
            for source in from {
                for target in to {
                    let dyad = source != NULL && target != NULL;
                    if source != target && (dyad || !options.require_dyad) {
                        all.push((source.clone(), target.clone(), code.clone()));
                    }
                }
            }
        }
        all
    }
}

/// The codes of a side; members of a compound that no dictionary knows count only where none is known.
fn codes(side: &[Side], options: &DictionaryOptions) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for member in side {
        if member.code == NULL {
            let short = member.words.split(' ').count() <= options.new_actor_length;
            match (short, options.new_actor_length, side.len()) {
                (true, 1.., _) => all.push(format!("\"{}\"", member.words)),
                (false, 1.., _) | (_, _, 1) => all.push(NULL.to_owned()),
                _ => {}
            }
        } else {
            all.extend(member.code.split('/').map(str::to_owned));
        }
    }
    if all.is_empty() {
        all.push(NULL.to_owned());
    }
    all
}
