//! Acts between known actors that no entry of the pack names: what a pack should learn next.

use crate::Extractor;
use crate::cast::Cast;
use crate::matcher;
use crate::tree::Tree;
use dateline_types::{Analysis, Extraction, Report, Span, Upos};

/// One verb between two actors that nothing codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Dictionary form of the verb.
    pub lemma: String,
    /// The frame an entry would have ("S>O", "S>avec").
    pub frame: String,
    /// The sentence.
    pub sentence: Span,
}

impl Extractor<'_> {
    /// The verbs of a report that have an actor as subject and another as object or complement, and that neither a
    /// trigger nor an operator nor a cue of the pack names. In text order.
    #[must_use]
    pub fn missing(&self, report: &Report, analysis: &Analysis, x: &Extraction) -> Vec<Missing> {
        let tree = Tree::new(analysis, &self.pack.manifest).with_times(&x.times);
        let cast = Cast::new(x.entities.clone(), x.mentions.clone(), tree.len());
        let mut named: Vec<u32> = Vec::new();
        for lexicon in [&self.pack.acts, &self.pack.cues] {
            named
                .extend(matcher::find(&tree, lexicon, &self.pack.manifest).into_iter().flat_map(|f| f.words));
        }
        let somebody = |t: u32| {
            let mention = cast.mention_at(t)?;
            let role = cast.entities[mention.entity].country.is_some()
                || cast.entities[mention.entity].sector.is_some();
            (!mention.locative && role && cast.acts(mention.entity)).then_some(mention.entity)
        };
        let mut all = Vec::new();
        for verb in 0..tree.len() {
            let token = tree.token(verb);
            let lemma = tree.lemma(verb);
            let plain = token.upos == Upos::Verb
                && !self.pack.manifest.auxiliaries.contains(&lemma)
                && !self.pack.factuality.has("modal", &lemma)
                && !named.contains(&verb);
            if !plain {
                continue;
            }
            let passive = tree.is_passive(verb);
            let subject = tree.subject(verb).and_then(|(t, _)| somebody(t));
            let agent =
                self.pack.manifest.agent.iter().find_map(|a| tree.complement(verb, a)).and_then(somebody);
            let object = tree.object(verb).and_then(somebody);
            let other = tree
                .children(verb)
                .iter()
                .copied()
                .filter(|&c| c > verb && !tree.case(c).is_empty())
                .find_map(|c| {
                    let entity = somebody(c)?;
                    Some((tree.case(c), entity))
                });
            let (actor, frame, recipient) = match (passive, subject, agent, object, other) {
                (true, Some(patient), Some(agent), _, _) => (agent, "S>O".to_owned(), patient),
                (false, Some(subject), _, Some(object), _) => (subject, "S>O".to_owned(), object),
                (false, Some(subject), _, None, Some((case, other))) => (subject, format!("S>{case}"), other),
                _ => continue,
            };
            if actor == recipient {
                continue;
            }
            let sentence = tree.analysis.span(tree.sentence_range(verb)).trimmed(&report.text);
            all.push(Missing { lemma, frame, sentence });
        }
        all
    }
}
