//! Mends what a parser can be seen to have got wrong in any language.

use dateline_types::{Analysis, Upos};

/// Heads that are looked at upwards.
const MOST_HEADS: usize = 16;

/// Gives a finite verb that was joined to an infinitive ("promised to pursue the attackers and thanked Mali") to the clause that
/// governs the infinitive: only like is joined to like.
#[must_use]
pub fn mend_coordination(mut analysis: Analysis) -> Analysis {
    let mut finite = vec![false; analysis.tokens.len()];
    for (i, token) in analysis.tokens.iter().enumerate() {
        if token.feat("VerbForm") == Some("Fin") {
            finite[i] = true;
            if token.is("aux") || token.is("cop") {
                finite[token.head as usize] = true;
            }
        }
    }
    let bare = |analysis: &Analysis, i: usize| {
        let token = &analysis.tokens[i];
        token.upos == Upos::Verb && token.feat("VerbForm") == Some("Inf") && !finite[i]
    };
    for i in 0..analysis.tokens.len() {
        let head = analysis.tokens[i].head as usize;
        let joined = analysis.tokens[i].is("conj") && analysis.tokens[i].upos == Upos::Verb && finite[i];
        if !joined || !bare(&analysis, head) {
            continue;
        }
        let mut above = head;
        for _ in 0..MOST_HEADS {
            let next = analysis.tokens[above].head as usize;
            if next == above {
                break;
            }
            above = next;
            if finite[above] && above < i {
                analysis.tokens[i].head = above as u32;
                break;
            }
        }
    }
    analysis
}
