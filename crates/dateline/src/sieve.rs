//! Tells paragraphs in which no entry of a pack can stand, so that the networks need not read them.
//!
//! A paragraph is quiet when it holds no quotation mark and no trigger, operator or cue of the pack under any lemma its
//! words could get. Events and quotes come from the others only: of a quiet paragraph the coder looks at the bare tokens,
//! whether the networks ran over it or not, so that skipping them changes nothing.

use dateline_nlp::Pipeline;
use dateline_pack::{Entry, EntryKind, Ontology, Pack};
use dateline_types::{Analysis, Upos};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// Words remembered before they are forgotten.
const MOST_WORDS: usize = 100_000;

/// Number of a word that entries are made of.
type WordId = u32;

/// The sieve of one language.
pub(crate) struct Sieve {
    /// Numbers of all words of entries.
    ids: HashMap<String, WordId>,
    /// For each word that heads entries, the other words they need: each a list of alternatives.
    needs: HashMap<WordId, Vec<Vec<Vec<WordId>>>>,
    marks: Vec<String>,
    endings: Vec<(String, String)>,
    contractions: Vec<(String, String)>,
    known: Mutex<HashMap<Arc<str>, Arc<[WordId]>>>,
    /// Whether the model's lemmas can be told beforehand at all.
    works: bool,
}

impl Sieve {
    /// The sieve of a pack with its model.
    pub(crate) fn new(pack: &Pack, model: &Pipeline, ontology: &Ontology) -> Sieve {
        let mut sieve = Sieve {
            ids: HashMap::new(),
            needs: HashMap::new(),
            marks: pack.manifest.quotes.iter().flat_map(|(o, c)| [o.clone(), c.clone()]).collect(),
            endings: pack.manifest.lemma_endings.clone(),
            contractions: pack.manifest.contractions.clone(),
            known: Mutex::new(HashMap::new()),
            works: model.possible_lemmas("a").is_some(),
        };
        for entry in pack.acts.entries.iter().chain(&pack.cues.entries) {
            // Where only an operator stands that needs another act and reports nothing, there is nothing to act on.
            let operator = entry.operator.as_deref().filter(|_| entry.kind == EntryKind::Operator);
            let speaks = operator.and_then(|o| ontology.operator(o)).is_some_and(|o| o.speech);
            if operator.is_none() || entry.code.is_some() || speaks {
                sieve.add(entry);
            }
        }
        // "y en avait eu" and "revised upward" change a claim; they hang on figures told beside an act, so that their
        // paragraph is read for the verb at the least.
        for list in ["existence", "revision_up", "revision_down"] {
            for phrase in pack.factuality.phrases(list) {
                let words: Vec<Vec<String>> = phrase.iter().map(|w| vec![w.clone()]).collect();
                sieve.add_words(&words);
            }
        }
        sieve
    }

    fn add(&mut self, entry: &Entry) {
        self.add_words(&entry.words);
    }

    fn add_words(&mut self, words: &[Vec<String>]) {
        let mut number = |word: &String| {
            let next = self.ids.len() as WordId;
            *self.ids.entry(word.clone()).or_insert(next)
        };
        let ids: Vec<Vec<WordId>> =
            words.iter().map(|group| group.iter().map(&mut number).collect()).collect();
        let Some((heads, rest)) = ids.split_first() else { return };
        for head in heads {
            let all = self.needs.entry(*head).or_default();
            let rest = rest.to_vec();
            if !all.contains(&rest) {
                all.push(rest);
            }
        }
    }

    /// The bare tokens of a paragraph when no entry can stand in it; `None` when it must be read.
    pub(crate) fn quiet(&self, model: &Pipeline, text: &str) -> Option<Analysis> {
        if !self.works || self.marks.iter().any(|m| text.contains(m.as_str())) {
            return None;
        }
        let bare = model.tokenize(text);
        let mut here: HashSet<WordId> = HashSet::new();
        for token in bare.tokens.iter().filter(|t| !matches!(t.upos, Upos::Space | Upos::Punct)) {
            here.extend(self.words(model, token.span.of(text), &token.norm).iter());
        }
        let stands =
            |needs: &Vec<Vec<WordId>>| needs.iter().all(|group| group.iter().any(|w| here.contains(w)));
        let loud = here.iter().any(|word| self.needs.get(word).is_some_and(|all| all.iter().any(stands)));
        (!loud).then_some(bare)
    }

    /// The words of entries that a token could be taken for.
    fn words(&self, model: &Pipeline, text: &str, norm: &str) -> Arc<[WordId]> {
        let key = if norm == text { Cow::Borrowed(text) } else { Cow::Owned(format!("{text}\t{norm}")) };
        if let Some(found) = self.known().get(&*key) {
            return Arc::clone(found);
        }
        let norm = norm.to_lowercase();
        let mut forms: BTreeSet<String> = BTreeSet::new();
        for lemma in model.possible_lemmas(text).unwrap_or_default() {
            let lemma = lemma.to_lowercase();
            forms.extend(lemma.split_once(' ').map(|(verb, _)| verb.to_owned()));
            forms.insert(lemma);
        }
        // As the matcher does: endings rewritten, a plural letter more, the preposition in a contraction.
        for (ending, lemma) in &self.endings {
            forms.extend(norm.strip_suffix(ending.as_str()).map(|stem| format!("{stem}{lemma}")));
        }
        forms.extend(norm.strip_suffix(['s', 'x']).map(str::to_owned));
        forms.extend(self.contractions.iter().filter(|(f, _)| *f == norm).map(|(_, plain)| plain.clone()));
        forms.insert(norm);
        let ids: Arc<[WordId]> = forms.iter().filter_map(|f| self.ids.get(f).copied()).collect();
        let mut known = self.known();
        if known.len() >= MOST_WORDS {
            known.clear();
        }
        known.insert(Arc::from(&*key), Arc::clone(&ids));
        ids
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<Arc<str>, Arc<[WordId]>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
