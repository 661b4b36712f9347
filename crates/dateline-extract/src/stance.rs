//! How real a report makes an act: negation, hypothesis, modality, tense, background, press conditional.

use crate::tree::Tree;
use dateline_pack::Pack;
use dateline_types::{Status, Tense, Upos};

/// What the words around an act say of its reality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stance {
    /// Asserted, denied or hypothetical; speech acts refine it later.
    pub status: Status,
    /// Past, present or future.
    pub tense: Tense,
    /// Whether an older event is recalled.
    pub background: bool,
    /// Whether the report gives it as unverified ("aurait tué", "présumé").
    pub unverified: bool,
    /// Whether a conditional in reported speech makes it a future seen from the past.
    pub conditional: bool,
    /// Why, for `explain`.
    pub why: &'static str,
}

impl Stance {
    const PLAIN: Stance = Stance {
        status: Status::Asserted,
        tense: Tense::Past,
        background: false,
        unverified: false,
        conditional: false,
        why: "asserted",
    };
}

/// The stance of the act named by a token.
#[must_use]
pub fn stance(tree: &Tree<'_>, pack: &Pack, token: u32) -> Stance {
    let mut stance = match tree.is_verbal(token) {
        true => verbal(tree, pack, token, 6),
        false => nominal(tree, pack, token),
    };
    if matches!(stance.status, Status::Asserted | Status::Denied) {
        if let Some(why) = hypothetical_clause(tree, pack, token) {
            stance.status = Status::Hypothetical;
            stance.why = why;
        } else if stance.status == Status::Asserted && is_question(tree, token) {
            stance.status = Status::Hypothetical;
            stance.why = "question";
        }
    }
    stance
}

fn verbal(tree: &Tree<'_>, pack: &Pack, verb: u32, depth: u8) -> Stance {
    let mut s = Stance::PLAIN;
    let own = tree.token(verb);
    let aux: Vec<u32> = tree
        .children(verb)
        .iter()
        .copied()
        .filter(|&c| tree.token(c).is("aux") || tree.token(c).is("cop"))
        .collect();
    let finite = std::iter::once(verb)
        .chain(aux.iter().copied())
        .find(|&t| tree.token(t).feat("VerbForm") == Some("Fin"));
    if let Some(finite) = finite {
        let t = tree.token(finite);
        let helps = |list: &str| aux.iter().any(|&a| pack.factuality.has(list, &tree.lemma(a)));
        let conditional = t.feat("Mood") == Some("Cnd") && !helps("modal_auxiliary")
            || pack.manifest.conditional_endings.iter().any(|e| t.norm.ends_with(e.as_str()));
        let compound = finite != verb
            && aux
                .iter()
                .any(|&a| a == finite && &*tree.token(a).deprel != "aux:pass" && !tree.token(a).is("cop"));
        if helps("future_auxiliary") {
            s.tense = Tense::Future;
        } else if helps("conditional_auxiliary") {
            s.tense = Tense::Future;
            s.conditional = true;
            s.status = Status::Hypothetical;
            s.why = "conditional";
        } else if helps("modal_auxiliary") {
            s.status = Status::Hypothetical;
            s.tense = Tense::Future;
            s.why = "modal verb";
        }
        if aux.iter().any(|&a| pack.factuality.has("pluperfect_auxiliary", &tree.token(a).norm)) {
            s.background = true;
        }
        let ending = pack.manifest.future_endings.iter().any(|e| t.norm.ends_with(e.as_str()));
        match t.feat("Tense") {
            _ if s.tense == Tense::Future => {}
            Some("Fut") if !conditional => s.tense = Tense::Future,
            // "signeront" stays a future when the model calls it a present.
            Some("Pres") if ending && !conditional => s.tense = Tense::Future,
            Some("Imp") if compound && !conditional => s.background = true,
            Some("Pres") if !compound => s.tense = Tense::Present,
            _ => {}
        }
        if conditional && compound {
            s.unverified = true;
            s.why = "press conditional";
        } else if conditional {
            s.tense = Tense::Future;
            s.conditional = true;
            s.status = Status::Hypothetical;
            s.why = "conditional";
        }
        // "pidió que dialoguen", "exige que X retire": what the present subjunctive tells is wished, not told.
        if t.feat("Mood") == Some("Sub") && !compound && s.status == Status::Asserted {
            s.status = Status::Hypothetical;
            s.why = "subjunctive";
        }
        if t.feat("Mood") == Some("Imp") {
            s.status = Status::Demanded;
            s.why = "imperative";
        }
    } else if depth > 0 {
        // An infinitive or participle takes what governs it.
        if let Some(head) = tree.head(verb) {
            let marks = tree.mark(verb);
            if pack.factuality.has("negation", &marks) {
                s.status = Status::Denied;
                s.why = "negated clause";
                return s;
            }
            if purpose(tree, pack, verb) {
                s.status = Status::Hypothetical;
                s.tense = Tense::Future;
                s.why = "purpose";
                return s;
            }
            let governed =
                own.is("xcomp") || own.is("ccomp") || own.is("conj") || own.is("advcl") || own.is("obl");
            if governed && tree.is_verbal(head) {
                let lemma = tree.lemma(head);
                let above = verbal(tree, pack, head, depth - 1);
                s.tense = above.tense;
                s.background = above.background;
                if own.is("xcomp") || own.is("ccomp") || own.is("conj") {
                    s.status = above.status;
                    s.unverified = above.unverified;
                    s.conditional = above.conditional;
                    s.why = above.why;
                }
                if own.is("xcomp") || own.is("ccomp") || own.is("obl") {
                    if pack.factuality.has("future", &lemma) && tree.token(head).feat("Tense") == Some("Pres")
                    {
                        s.tense = Tense::Future;
                    } else if pack.factuality.has("modal", &lemma) && !fulfilled(tree, pack, head, &lemma) {
                        s.status = Status::Hypothetical;
                        s.why = "modal verb";
                    }
                }
            }
        }
    }
    if tree.with(verb, "advmod").any(|c| pack.factuality.has("unverified", &tree.token(c).norm)) {
        s.unverified = true;
        s.why = "given as unverified";
    }
    if tree.children(verb).iter().any(|&c| pack.factuality.has("background", &tree.token(c).norm)) {
        s.background = true;
    }
    if negated(tree, pack, verb) && (s.status != Status::Hypothetical || s.why == "conditional") {
        s.status = Status::Denied;
        s.why = "negation";
    }
    s
}

/// Whether a modal verb tells what came to be: "a dû démissionner", "pudo reunirse", but not "devait" or "pourrait".
fn fulfilled(tree: &Tree<'_>, pack: &Pack, modal: u32, lemma: &str) -> bool {
    let token = tree.token(modal);
    let finite = tree.with(modal, "aux").map(|a| tree.token(a)).find(|a| a.feat("VerbForm") == Some("Fin"));
    let perfect = match finite {
        Some(helper) => {
            helper.feat("Tense") == Some("Pres")
                && helper.feat("Mood") == Some("Ind")
                && token.feat("VerbForm") == Some("Part")
        }
        None => token.feat("VerbForm") == Some("Fin") && token.feat("Tense") == Some("Past"),
    };
    perfect && pack.factuality.has("fulfilled", lemma)
}

fn nominal(tree: &Tree<'_>, pack: &Pack, noun: u32) -> Stance {
    let mut s = Stance::PLAIN;
    let case = tree.case(noun);
    if pack.factuality.has("negation", &case)
        || tree.with(noun, "det").any(|d| pack.factuality.has("negation", &tree.lemma(d)))
    {
        s.status = Status::Denied;
        s.why = "negated noun";
        return s;
    }
    // "mis en garde contre tout déploiement"; "toute l'offensive" is one that is under way.
    let mut articles = tree.with(noun, "det");
    let any = articles.next().is_some_and(|d| pack.factuality.has("any", &tree.lemma(d)));
    if any && articles.next().is_none() && tree.token(noun).feat("Number") != Some("Plur") {
        s.status = Status::Hypothetical;
        s.why = "any such act";
    }
    for c in tree.with(noun, "amod") {
        let lemma = tree.lemma(c);
        if pack.factuality.has("unverified", &lemma) {
            s.unverified = true;
            s.why = "given as unverified";
        }
        if pack.factuality.has("upcoming", &lemma) {
            s.tense = Tense::Future;
        }
    }
    if preceded(tree, noun, pack.factuality.phrases("hypothesis")) {
        s.status = Status::Hypothetical;
        s.why = "hypothesis";
    }
    let Some(verb) = governor(tree, noun) else { return s };
    let above = verbal(tree, pack, verb, 4);
    let core = tree.token(noun).is("obj") || tree.token(noun).is("nsubj") || tree.token(noun).is("obl");
    let light = pack.manifest.light.iter().any(|l| *l == tree.lemma(verb));
    if core && light || tree.token(noun).is("nsubj") && &*tree.token(noun).deprel == "nsubj:pass" {
        if above.status != Status::Asserted && s.status == Status::Asserted {
            s.status = above.status;
            s.why = above.why;
        }
        s.unverified |= above.unverified;
        s.conditional = above.conditional;
        s.background |= above.background;
        if s.tense != Tense::Future {
            s.tense = above.tense;
        }
    }
    s
}

/// The verb a noun depends on, directly or through other nouns.
#[must_use]
pub fn governor(tree: &Tree<'_>, noun: u32) -> Option<u32> {
    tree.ancestors(noun).take(4).find(|&a| tree.is_verbal(a))
}

fn negated(tree: &Tree<'_>, pack: &Pack, verb: u32) -> bool {
    let weak = |t: u32| pack.factuality.has("negation_weak", &tree.token(t).norm);
    let holders = std::iter::once(verb).chain(tree.with(verb, "aux"));
    let by_adverb = holders.flat_map(|h| tree.children(h).iter().copied()).any(|c| {
        let t = tree.token(c);
        let adverb = t.is("advmod") || t.is("cc") || t.is("obl") && t.upos == Upos::Adv;
        adverb
            && !weak(c)
            && (t.feat("Polarity") == Some("Neg") || pack.factuality.has("negation_adverb", &t.norm))
    });
    // "aucun soldat n'a été tué", "personne n'a été blessé": the argument carries the negation.
    let by_argument = ["nsubj", "obj"].iter().any(|relation| {
        tree.with(verb, relation).any(|a| {
            pack.factuality.has("negation_argument", &tree.token(a).norm)
                || tree.with(a, "det").any(|d| pack.factuality.has("negation_argument", &tree.lemma(d)))
                || coordinated_negatively(tree, pack, a)
        })
    });
    by_adverb || by_argument || joined_negatively(tree, pack, verb)
}

/// "ni Moscou ni Pékin n'ont condamné": the conjunctions of the argument negate.
fn coordinated_negatively(tree: &Tree<'_>, pack: &Pack, argument: u32) -> bool {
    tree.coordinated(argument).into_iter().flat_map(|a| tree.children(a).iter().copied()).any(|c| {
        let joins = tree.token(c).is("cc") || tree.token(c).upos == Upos::Cconj;
        joins && pack.factuality.has("negation", &tree.token(c).norm)
    })
}

/// "neither banned nor arrested": the conjunction right before a coordinated verb negates it, wherever the parser hangs it.
fn joined_negatively(tree: &Tree<'_>, pack: &Pack, verb: u32) -> bool {
    let Some(head) = tree.head(verb).filter(|&h| tree.token(verb).is("conj") && h < verb) else {
        return false;
    };
    (head + 1..verb).rev().find(|&t| tree.token(t).upos == Upos::Cconj).is_some_and(|t| {
        pack.factuality.has("negation", &tree.token(t).norm)
            || pack.factuality.has("negation_adverb", &tree.token(t).norm)
    })
}

fn hypothetical_clause(tree: &Tree<'_>, pack: &Pack, token: u32) -> Option<&'static str> {
    let mut at = Some(token);
    let mut steps = 0;
    while let Some(t) = at {
        let token = tree.token(t);
        let clause = token.is("advcl")
            || token.is("ccomp")
            || token.is("xcomp")
            || token.is("acl")
            || tree.is_verbal(t);
        if clause {
            let hypothesis = tree.children(t).iter().any(|&c| {
                let m = tree.token(c);
                c < t && (m.is("mark") || m.is("advmod")) && pack.factuality.has("hypothesis", &m.norm)
            });
            if hypothesis || preceded(tree, t, pack.factuality.phrases("hypothesis")) {
                return Some("hypothesis");
            }
        }
        steps += 1;
        // A hypothesis reaches down to the verb it governs, not through a clause of assertion.
        at = tree.head(t).filter(|_| {
            steps < 6
                && (token.is("xcomp")
                    || token.is("obj")
                    || token.is("obl")
                    || token.is("conj")
                    || token.is("nsubj")
                    || token.is("nmod"))
        });
    }
    None
}

/// Whether an infinitive states a purpose: a purpose word marks it, or a purpose phrase stands before it.
fn purpose(tree: &Tree<'_>, pack: &Pack, verb: u32) -> bool {
    let token = tree.token(verb);
    let adjunct = token.is("advcl") || token.is("acl");
    let marked = |list: &str| tree.with(verb, "mark").any(|m| pack.factuality.has(list, &tree.token(m).norm));
    marked("purpose")
        || adjunct && marked("purpose_mark")
        || preceded(tree, verb, pack.factuality.phrases("purpose"))
}

/// Whether one of the phrases ends right before the word (or before its determiner and marks).
fn preceded(tree: &Tree<'_>, word: u32, phrases: &[Vec<String>]) -> bool {
    if phrases.is_empty() {
        return false;
    }
    let start = tree.sentence_range(word).start;
    let low = word.saturating_sub(9).max(start);
    // "afin qu'" is "afin que".
    let forms: Vec<(&str, Option<&str>)> =
        (low..word).map(|t| (tree.token(t).norm.as_ref(), tree.plain_form(t))).collect();
    phrases.iter().any(|phrase| {
        (0..forms.len()).any(|at| {
            let rest = &forms[at..];
            let fits = rest.len() >= phrase.len()
                && phrase.iter().zip(rest).all(|(p, (f, plain))| {
                    p == f
                        || *plain == Some(p.as_str())
                        || p.trim_end_matches('\'') == f.trim_end_matches('\'')
                });
            fits && rest.len() - phrase.len() <= 2
        })
    })
}

fn is_question(tree: &Tree<'_>, token: u32) -> bool {
    let sentence = tree.sentence_range(token);
    (sentence.start..sentence.end)
        .rev()
        .find(|&t| !matches!(&*tree.token(t).norm, "»" | "\"" | "”" | "\n"))
        .is_some_and(|t| tree.token(t).norm.ends_with('?'))
}
