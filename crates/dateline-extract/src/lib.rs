//! Finds who did what to whom, when, where and according to whom.
//!
//! A file each: mentions, times, quantities, quotes, triggers, arguments, composition, claims.
#![forbid(unsafe_code)]

pub mod dictionary;
pub mod mentions;
pub mod quantities;
pub mod times;

mod acts;
mod baseline;
mod cast;
mod claims;
mod coref;
mod dates;
mod domestic;
mod events;
mod figures;
mod link;
mod marks;
mod matcher;
mod mend;
mod merge;
mod missing;
mod quotes;
mod stance;
mod tree;

pub use cast::Cast;
pub use events::Ground;
pub use marks::{Stretch, stretches};
pub use matcher::Found;
pub use mend::mend;
pub use missing::Missing;
pub use tree::{Tree, join_cut_sentences};

use dateline_kb::Kb;
use dateline_pack::{Ontology, Pack};
use dateline_types::{Analysis, Extraction, Report};

/// Everything the stages need besides the report: one language's pack, the world, the codes.
#[derive(Clone, Copy)]
pub struct Extractor<'a> {
    /// What Dateline knows of the report's language.
    pub pack: &'a Pack,
    /// Actors and places.
    pub kb: &'a Kb,
    /// Event codes.
    pub ontology: &'a Ontology,
}

impl Extractor<'_> {
    /// Runs all stages over one report.
    #[must_use]
    pub fn extract(&self, report: &Report, analysis: &Analysis) -> Extraction {
        let (entities, mentions) = mentions::mentions(report, analysis, self.pack, self.kb, self.ontology);
        let times = times::times(report, analysis, &self.pack.times, &self.pack.numbers);
        let mut quantities =
            quantities::quantities(report, analysis, &mentions, &self.pack.quantities, &self.pack.numbers);
        let tree = Tree::new(analysis, &self.pack.manifest).with_times(&times);
        let found = matcher::find(&tree, &self.pack.acts, &self.pack.manifest);
        let mut cast = Cast::new(entities, mentions, tree.len());
        let quotes = quotes::quotes(report, &tree, self.pack, self.ontology, &cast, &found);
        let told = quantities.clone();
        let ground = Ground {
            report,
            tree: &tree,
            pack: self.pack,
            ontology: self.ontology,
            quotes: &quotes,
            times: &times,
            quantities: &told,
        };
        let mut events = events::events(&ground, &mut cast, &found);
        domestic::settle(&mut events, &mut cast, &tree, &quotes, self.pack, self.kb, self.ontology);
        figures::settle(&mut quantities, &events, self.ontology);
        let ground = Ground { quantities: &quantities, ..ground };
        let claims = claims::claims(&ground, &events);
        let Cast { entities, mut mentions, .. } = cast;
        mentions.sort_by_key(|m| (m.span, m.entity));
        Extraction { entities, mentions, times, quantities, quotes, events, claims, diagnostics: Vec::new() }
    }
}
