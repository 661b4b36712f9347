//! What so many people are, where only the act they take part in tells: those who march are participants, those whom the
//! police hold are detained.

use dateline_pack::Ontology;
use dateline_types::{Event, Quantity, QuantityKind};

/// Gives counts without a kind of their own the one of the act on whose side they stand.
pub fn settle(quantities: &mut [Quantity], events: &[Event], ontology: &Ontology) {
    for event in events {
        let Some(figure) = event.kind.as_deref().and_then(|k| ontology.figure(k, event.mode.as_deref()))
        else {
            continue;
        };
        let side = if figure.recipient { &event.recipients } else { &event.actors };
        for &q in &event.magnitude {
            let quantity = &mut quantities[q];
            let theirs = side.iter().filter_map(|p| p.mention).any(|m| m.overlaps(quantity.span));
            if quantity.kind == QuantityKind::Count && theirs {
                quantity.kind = figure.kind;
            }
        }
    }
}
