//! Mends what a parser can be seen to have got wrong in any language.

use dateline_types::{Analysis, Upos};

/// Heads that are looked at upwards.
const MOST_HEADS: usize = 16;

/// Everything that is mended, in the order it has to be.
#[must_use]
pub fn mend(analysis: Analysis) -> Analysis {
    mend_coordination(mend_inversion(mend_split(analysis)))
}

/// Gives a verb the name or noun before it that the parser took for a sentence of its own: "Paris et Londres | ont promis une
/// aide". No full stop may part them, and the verb may have no subject.
fn mend_split(mut analysis: Analysis) -> Analysis {
    let roots: Vec<u32> = (0..).zip(&analysis.tokens).filter(|(i, t)| t.head == *i).map(|(i, _)| i).collect();
    for pair in roots.windows(2) {
        let (noun, verb) = (pair[0], pair[1]);
        let top = |mut i: u32| {
            for _ in 0..MOST_HEADS {
                i = analysis.tokens[i as usize].head;
            }
            i
        };
        // The first word of the verb's tree, behind the last one of the noun's.
        let Some(opening) = (noun + 1..=verb).find(|&i| top(i) == verb) else { continue };
        let (first, before) = (&analysis.tokens[opening as usize], &analysis.tokens[opening as usize - 1]);
        let nominal = matches!(analysis.tokens[noun as usize].upos, Upos::Noun | Upos::Propn);
        let begins = matches!(first.upos, Upos::Aux | Upos::Verb) && before.upos != Upos::Punct;
        let governed = |t: &dateline_types::Token| t.head == verb && (t.is("nsubj") || t.is("expl"));
        let finite = first.feat("VerbForm") == Some("Fin");
        let together = analysis.paragraph_of(noun) == analysis.paragraph_of(verb);
        if !nominal || !begins || !finite || !together || analysis.tokens.iter().any(governed) {
            continue;
        }
        let passive = analysis.tokens.iter().any(|t| t.head == verb && &*t.deprel == "aux:pass");
        analysis.tokens[noun as usize].head = verb;
        analysis.tokens[noun as usize].deprel = if passive { "nsubj:pass" } else { "nsubj" }.into();
        let sentence = |at: u32| analysis.sentences.iter().position(|s| s.contains(&at));
        if let (Some(a), Some(b)) = (sentence(noun), sentence(verb))
            && a + 1 == b
        {
            analysis.sentences[a].end = analysis.sentences[b].end;
            analysis.sentences.remove(b);
        }
    }
    analysis
}

/// Gives a verb that stands before its subject the noun that was taken for an apposition of its complement, though no comma
/// parts them: "a raconté à l'AFP un survivant".
fn mend_inversion(mut analysis: Analysis) -> Analysis {
    for i in 1..analysis.tokens.len() {
        let token = &analysis.tokens[i];
        let complement = token.head as usize;
        if !token.is("appos") || complement >= i || token.upos == Upos::Punct {
            continue;
        }
        let verb = analysis.tokens[complement].head as usize;
        let oblique = analysis.tokens[complement].is("obl") || analysis.tokens[complement].is("iobj");
        let children = |of: usize| {
            analysis.tokens.iter().enumerate().filter(move |(c, t)| t.head as usize == of && *c != of)
        };
        let unparted = (complement + 1..i)
            .all(|j| analysis.tokens[j].head as usize == i && analysis.tokens[j].upos != Upos::Punct);
        let bare = complement + 1 < i && children(verb).all(|(_, t)| !t.is("nsubj") && !t.is("obj"));
        let introduced = children(complement).any(|(_, t)| t.is("case"));
        if analysis.tokens[verb].upos == Upos::Verb
            && verb < complement
            && oblique
            && unparted
            && bare
            && introduced
        {
            analysis.tokens[i].head = verb as u32;
            analysis.tokens[i].deprel = "nsubj".into();
        }
    }
    analysis
}

/// Gives a finite verb that was joined to an infinitive ("promised to pursue the attackers and thanked Mali") to the clause that
/// governs the infinitive: only like is joined to like.
fn mend_coordination(mut analysis: Analysis) -> Analysis {
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
