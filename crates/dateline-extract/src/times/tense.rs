//! The tense that decides whether "mardi" or "en janvier" lies before or after the report.

use dateline_pack::times::TimeLexicon;
use dateline_types::{Analysis, Span, Token, Upos};

/// Where the verb that governs an expression puts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// Before the report, or on its day.
    Past,
    /// Past, but the expression hangs on a noun or on a verb whose object may lie ahead.
    Loose,
    /// Now.
    Present,
    /// After the report, or on its day.
    Future,
    /// Planned at some time: "prévu en juin".
    Planned,
    /// Nothing tells.
    Unknown,
}

/// The tense of the verb that governs a span.
#[must_use]
pub fn tense(analysis: &Analysis, span: Span, lexicon: &TimeLexicon) -> Tense {
    let tokens = analysis.tokens_in(span);
    if tokens.is_empty() {
        return Tense::Unknown;
    }
    let Some(top) = tokens.clone().find(|&t| {
        let head = analysis.tokens[t as usize].head;
        head == t || !tokens.contains(&head)
    }) else {
        return Tense::Unknown;
    };
    let mut nominal = false;
    let mut at = top;
    for step in 0..16 {
        let token = &analysis.tokens[at as usize];
        if step > 0 && !tokens.contains(&at) {
            if is_verb(analysis, at) {
                return of_verb(analysis, at, lexicon, nominal, 0);
            }
            if lexicon.verb("prospective", &token.lemma) {
                return Tense::Planned;
            }
            if lexicon.verb("happened", &token.lemma) {
                return Tense::Past;
            }
            nominal |= matches!(token.upos, Upos::Noun | Upos::Propn);
        }
        if token.head == at {
            break;
        }
        at = token.head;
    }
    nearest(analysis, top, lexicon)
}

/// The tense of the finite verb that stands nearest in the sentence, for sentences without a usable tree.
fn nearest(analysis: &Analysis, token: u32, lexicon: &TimeLexicon) -> Tense {
    let Some(sentence) = analysis.sentences.get(analysis.sentence_of(token)) else { return Tense::Unknown };
    let near = sentence
        .clone()
        .filter(|&t| is_verb(analysis, t) && analysis.tokens[t as usize].upos != Upos::Aux)
        .min_by_key(|&t| (t.abs_diff(token), t > token));
    near.map_or(Tense::Unknown, |t| of_verb(analysis, t, lexicon, false, 0))
}

fn is_verb(analysis: &Analysis, at: u32) -> bool {
    let token = &analysis.tokens[at as usize];
    token.upos == Upos::Verb
        || token.upos == Upos::Aux
        || token.feat("VerbForm").is_some() && !matches!(token.upos, Upos::Noun | Upos::Propn)
        || analysis.children(at).any(|c| analysis.tokens[c as usize].is("cop"))
}

/// The tense of one verb with its auxiliaries.
fn of_verb(analysis: &Analysis, verb: u32, lexicon: &TimeLexicon, nominal: bool, depth: u8) -> Tense {
    let token = &analysis.tokens[verb as usize];
    let prospective = lexicon.verb("prospective", &token.lemma);
    let past = match nominal || lexicon.verb("announcing", &token.lemma) {
        true => Tense::Loose,
        false => Tense::Past,
    };
    let helpers: Vec<&Token> = analysis
        .children(verb)
        .map(|c| &analysis.tokens[c as usize])
        .filter(|t| t.is("aux") || t.is("cop"))
        .collect();
    let finite = |t: &&&Token| t.feat("VerbForm") == Some("Fin") || t.feat("Mood").is_some();
    if let Some(helper) = helpers.iter().find(finite) {
        let participle = token.feat("VerbForm") == Some("Part") || token.upos == Upos::Adj;
        let future = helper.feat("Tense") == Some("Fut");
        let conditional = helper.feat("Mood") == Some("Cnd");
        let imperfect = matches!(helper.feat("Tense"), Some("Imp" | "Past"));
        // "est attendu", "sera reçu": the helper's own tense; "a été tué", "est arrivé": the past.
        let compound = helpers.iter().any(|h| h.feat("VerbForm") == Some("Part"));
        let passive = (token.feat("Voice") == Some("Pass")
            || analysis.children(verb).any(|c| &*analysis.tokens[c as usize].deprel == "nsubj:pass"))
            && !lexicon.verb("moving", &token.lemma);
        // "sont morts", "sont convenus": their auxiliary is that of the passive, or taken for a copula.
        let moved = participle && lexicon.verb("moving", &token.lemma);
        let perfect = !helper.is("cop") && (&*helper.deprel != "aux:pass" || !passive) || compound || moved;
        // The auxiliary of the perfect tells the past even where the model takes the participle for an infinitive.
        let told = &*helper.deprel == "aux:tense" && token.upos == Upos::Verb;
        if prospective && participle && !perfect {
            return Tense::Planned;
        }
        if future {
            return Tense::Future;
        }
        if conditional {
            return if perfect { past } else { Tense::Future };
        }
        if imperfect || perfect && (participle || told) {
            return past;
        }
        return Tense::Present;
    }
    match token.feat("VerbForm") {
        Some("Fin") | None if token.feat("Tense").is_some() || token.feat("Mood").is_some() => {
            let content = |c: u32| {
                let t = &analysis.tokens[c as usize];
                t.is("xcomp") || t.feat("VerbForm") == Some("Inf")
            };
            let modal = prospective && analysis.children(verb).any(content);
            match (token.feat("Mood"), token.feat("Tense")) {
                (Some("Cnd" | "Sub" | "Imp"), _) | (_, Some("Fut")) => Tense::Future,
                (_, Some("Imp" | "Past")) => {
                    if modal && token.feat("Tense") == Some("Imp") {
                        Tense::Future
                    } else {
                        past
                    }
                }
                _ => Tense::Present,
            }
        }
        Some("Inf") => {
            let perfect = helpers.iter().any(|h| lexicon.verb("auxiliary", &h.lemma))
                && helpers.iter().any(|h| h.feat("VerbForm") == Some("Inf"));
            if perfect {
                return past;
            }
            let purpose = analysis.children(verb).any(|c| {
                let t = &analysis.tokens[c as usize];
                (t.is("mark") || t.is("case")) && lexicon.verb("purpose", &t.norm)
            });
            let head = token.head;
            if purpose || head == verb || depth > 6 || !is_verb(analysis, head) {
                return Tense::Future;
            }
            let above = &analysis.tokens[head as usize];
            // "ils étaient trois cents à défiler": as the copula has it.
            let copular = !matches!(above.upos, Upos::Verb | Upos::Aux) && above.feat("VerbForm").is_none();
            match copular || lexicon.verb("actual", &above.lemma) {
                true => of_verb(analysis, head, lexicon, nominal, depth + 1),
                false => Tense::Future,
            }
        }
        Some("Part") => {
            let present = token.feat("Tense") == Some("Pres");
            let helped = helpers.iter().any(|h| h.feat("VerbForm") == Some("Inf"));
            if prospective && !present {
                return Tense::Planned;
            }
            if helped && !present {
                // "être reçu": an infinitive of the passive.
                let passive = helpers.iter().all(|h| &*h.deprel == "aux:pass");
                return if passive { Tense::Future } else { past };
            }
            if present && token.head != verb && depth < 6 {
                let mut head = token.head;
                for _ in 0..6 {
                    if is_verb(analysis, head) {
                        return of_verb(analysis, head, lexicon, nominal, depth + 1);
                    }
                    head = analysis.tokens[head as usize].head;
                }
            }
            past
        }
        _ => Tense::Unknown,
    }
}
