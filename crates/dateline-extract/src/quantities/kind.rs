//! What became of the people counted: from the words beside the noun and the verb that governs it.

use super::Scan;
use dateline_types::{QuantityKind, Upos};

/// A kind, what says so, and one past the words that belong to the expression.
pub struct Ruled {
    /// The kind.
    pub kind: QuantityKind,
    /// The verb, noun or adjective.
    pub by: String,
    /// One past the last word of the expression.
    pub end: usize,
}

/// The kind of so many people: words `start..end`, the noun at `noun`.
pub fn of_people(scan: &Scan<'_>, start: usize, noun: usize, end: usize) -> Option<Ruled> {
    marked(scan, end)
        .or_else(|| behind_gerund(scan, start, end))
        .or_else(|| governed(scan, start, noun, end))
        .or_else(|| beside(scan, start, end))
        .or_else(|| opening(scan, start, end))
}

fn ruled(kind: QuantityKind, by: &str, end: usize) -> Ruled {
    Ruled { kind, by: by.to_owned(), end }
}

/// A participle or adjective right behind the noun: "12 soldats tués", "deux civils grièvement blessés".
fn marked(scan: &Scan<'_>, end: usize) -> Option<Ruled> {
    for at in end..end + 3 {
        if let Some((after, &kind)) = scan.lexicon.marked.find(scan.words, at) {
            return Some(ruled(kind, &scan.words[after - 1].form, after));
        }
        let word = scan.words.get(at)?;
        let token = scan.analysis.tokens.get(scan.token(at) as usize)?;
        if !word.is_letters() || !matches!(token.upos, Upos::Adj | Upos::Adv) {
            return None;
        }
    }
    None
}

/// The participle right before, when the tree gives its object to an earlier verb: "tuant quatre personnes et en blessant une dizaine".
fn behind_gerund(scan: &Scan<'_>, start: usize, end: usize) -> Option<Ruled> {
    let before = scan.analysis.tokens.get(scan.token(start.checked_sub(1)?) as usize)?;
    let gerund = before.upos == Upos::Verb
        && before.feat("Tense") == Some("Pres")
        && before.feat("VerbForm") == Some("Part");
    let kind = scan.lexicon.patient.get(before.lemma.as_ref()).filter(|_| gerund)?;
    Some(ruled(*kind, &before.lemma, end))
}

/// The verb or noun of action in the tree.
fn governed(scan: &Scan<'_>, start: usize, noun: usize, end: usize) -> Option<Ruled> {
    let (lexicon, analysis) = (scan.lexicon, scan.analysis);
    let tokens = scan.token(start)..scan.token(end - 1) + 1;
    let mut at = scan.token(noun);
    // "une dizaine de civils": the noun of number is the head.
    for _ in 0..6 {
        let head = analysis.tokens.get(at as usize)?.head;
        if head == at || !tokens.contains(&head) {
            break;
        }
        at = head;
    }
    for _ in 0..4 {
        let token = &analysis.tokens[at as usize];
        let head = &analysis.tokens[token.head as usize];
        let nominal = matches!(head.upos, Upos::Noun | Upos::Num | Upos::Propn | Upos::Pron);
        if token.is("conj") && nominal && token.head != at {
            at = token.head;
        } else {
            break;
        }
    }
    let token = &analysis.tokens[at as usize];
    if token.head == at {
        return None;
    }
    let verb = &analysis.tokens[token.head as usize];
    let children: Vec<_> = analysis.children(token.head).map(|c| &analysis.tokens[c as usize]).collect();
    let passive = children.iter().any(|c| &*c.deprel == "aux:pass" || &*c.deprel == "nsubj:pass");
    let lemma = verb.lemma.to_lowercase();
    let undergoes =
        token.is("obj") && !passive || &*token.deprel == "nsubj:pass" || token.is("nsubj") && passive;
    if undergoes && let Some(&kind) = lexicon.patient.get(&lemma) {
        return Some(ruled(kind, &lemma, end));
    }
    if token.is("nsubj")
        && let Some(found) = as_subject(scan, token.head, end)
    {
        return Some(found);
    }
    // "ils étaient 300.000 à défiler"
    let below = analysis.children(at).find(|&c| analysis.tokens[c as usize].feat("VerbForm") == Some("Inf"));
    if let Some(found) = below.filter(|_| token.upos == Upos::Num).and_then(|c| as_subject(scan, c, end)) {
        return Some(found);
    }
    // "a coûté la vie à 14 personnes"
    if token.is("obl") || token.is("iobj") {
        let object = children.iter().find(|c| c.is("obj")).map(|o| format!("{lemma} {}", o.lemma));
        if let Some((name, &kind)) = object.and_then(|n| Some((n.clone(), lexicon.action.get(&n)?))) {
            return Some(ruled(kind, &name, end));
        }
    }
    if (token.is("nmod") || token.is("obl:arg"))
        && verb.upos == Upos::Noun
        && let Some(&kind) = lexicon.action.get(&lemma)
    {
        return Some(ruled(kind, &lemma, end));
    }
    None
}

/// The first verb behind people that open their sentence, when it has no other subject: the tree lost the real one.
fn opening(scan: &Scan<'_>, start: usize, end: usize) -> Option<Ruled> {
    let analysis = scan.analysis;
    let (first, last) = (scan.token(start), scan.token(end - 1));
    let sentence = analysis.sentences.get(analysis.sentence_of(first))?.clone();
    if (sentence.start..first).any(|t| analysis.tokens[t as usize].upos == Upos::Verb) {
        return None;
    }
    let verb = (last + 1..sentence.end).find(|&t| analysis.tokens[t as usize].upos == Upos::Verb)?;
    if analysis.children(verb).any(|c| analysis.tokens[c as usize].is("nsubj") && c != last) {
        return None;
    }
    as_subject(scan, verb, end)
}

/// The kind of the subject of a verb.
fn as_subject(scan: &Scan<'_>, verb: u32, end: usize) -> Option<Ruled> {
    let (lexicon, analysis) = (scan.lexicon, scan.analysis);
    let token = &analysis.tokens[verb as usize];
    let children: Vec<_> = analysis.children(verb).map(|c| &analysis.tokens[c as usize]).collect();
    let lemma = token.lemma.to_lowercase();
    let passive = children.iter().any(|c| &*c.deprel == "aux:pass");
    if let Some(&kind) = lexicon.patient.get(&lemma).filter(|_| passive) {
        return Some(ruled(kind, &lemma, end));
    }
    let reflexive =
        children.iter().any(|c| c.feat("Reflex") == Some("Yes") || c.is("expl") && c.upos == Upos::Pron);
    let object = children.iter().find(|c| c.is("obj")).map(|o| format!("{lemma} {}", o.lemma));
    let names = [object, reflexive.then(|| format!("se {lemma}")), Some(lemma)];
    names.into_iter().flatten().find_map(|n| lexicon.subject.get(&n).map(|&kind| ruled(kind, &n, end)))
}

/// The words beside the expression, for sentences whose tree is wrong: "tuant 15 personnes", "15 personnes ont été tuées".
fn beside(scan: &Scan<'_>, start: usize, end: usize) -> Option<Ruled> {
    let (lexicon, analysis) = (scan.lexicon, scan.analysis);
    // An adverb or a time may stand between: "ont tué mardi au moins douze soldats".
    let adverbial = |at: usize| {
        let token = analysis.tokens.get(scan.token(at) as usize);
        token.is_some_and(|t| t.upos == Upos::Adv || t.upos == Upos::Noun && &*t.deprel == "obl:mod")
    };
    if let Some(before) = (0..start).rev().take(4).find(|&at| !adverbial(at)) {
        let index = scan.token(before);
        let token = analysis.tokens.get(index as usize)?;
        let passive = analysis.children(index).any(|c| &*analysis.tokens[c as usize].deprel == "aux:pass");
        let gerund = token.feat("Tense") == Some("Pres") || token.feat("VerbForm") != Some("Part");
        let perfect = analysis.children(index).any(|c| &*analysis.tokens[c as usize].deprel == "aux:tense");
        if token.upos == Upos::Verb
            && !passive
            && (gerund || perfect)
            && let Some(&kind) = lexicon.patient.get(token.lemma.as_ref())
        {
            return Some(ruled(kind, &token.lemma, end));
        }
    }
    let mut helped = false;
    let from = lexicon.after.find(scan.words, end).map_or(end, |(after, _)| after);
    for at in from..from + 6 {
        let word = scan.words.get(at)?;
        let token = analysis.tokens.get(scan.token(at) as usize)?;
        if helped && let Some((_, &kind)) = lexicon.marked.find(scan.words, at) {
            let active = token.feat("Voice") == Some("Act");
            return (!active).then(|| ruled(kind, &word.form, end));
        }
        if let Some(&kind) = lexicon.subject.get(token.lemma.as_ref()).filter(|_| token.upos == Upos::Verb) {
            return Some(ruled(kind, &token.lemma, end));
        }
        // "ont tué" is no passive: two forms of the auxiliary must stand before the participle, or one that is no "avoir".
        helped |= token.upos == Upos::Aux && token.feat("VerbForm") == Some("Part") || token.is("aux:pass");
        if !matches!(token.upos, Upos::Aux | Upos::Adv | Upos::Pron) {
            return None;
        }
    }
    None
}
