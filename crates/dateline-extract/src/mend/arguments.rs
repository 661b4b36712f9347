//! Mends subjects and objects that the parser mixed up.

use super::{hang, has, is_finite, is_nominal, is_passive, is_relative};
use dateline_pack::Manifest;
use dateline_pack::times::TimeLexicon;
use dateline_types::{Analysis, Upos};

/// Makes an object of a noun behind its verb that the parser calls a second subject ("Nous traquerons | les auteurs"), the
/// subject of an infinitive ("annonce avoir repris | le palais") or, being a name, a predicate ("accuse | Alger d'abriter").
pub(super) fn mend_second_subject(mut analysis: Analysis) -> Analysis {
    for i in 1..analysis.tokens.len() as u32 {
        let token = &analysis.tokens[i as usize];
        let verb = token.head;
        // A name behind a verb is no predicate: "accuse | Alger d'abriter ...".
        let name = token.is("xcomp") && token.upos == Upos::Propn && !has(&analysis, i, &["case", "cop"]);
        if &*token.deprel != "nsubj" && !name || verb >= i || !is_nominal(token) {
            continue;
        }
        let v = &analysis.tokens[verb as usize];
        if v.upos != Upos::Verb || has(&analysis, verb, &["obj", "ccomp", "cop", "expl"]) {
            continue;
        }
        let before = analysis.children(verb).any(|c| {
            c < verb && analysis.tokens[c as usize].is("nsubj") && !is_relative(&analysis.tokens[c as usize])
        });
        let infinitive = |t: u32| analysis.tokens[t as usize].feat("VerbForm") == Some("Inf");
        let helpers: Vec<u32> =
            analysis.children(verb).filter(|&c| analysis.tokens[c as usize].is("aux")).collect();
        let passive = helpers.iter().any(|&h| &*analysis.tokens[h as usize].deprel == "aux:pass");
        let unfinished = match helpers.is_empty() {
            true => infinitive(verb),
            false => helpers.iter().all(|&h| infinitive(h)),
        };
        if (before || unfinished || name) && !passive {
            analysis.tokens[i as usize].deprel = "obj".into();
        }
    }
    analysis
}

/// Reads as an article what the parser took for a preposition: the subject behind a verb of saying ("ont indiqué samedi | des
/// sources locales"), or the object behind an adverbial of time or without article ("a rencontré en secret | des émissaires",
/// "ont pilonné dans la nuit | des positions").
pub(super) fn mend_articles(mut analysis: Analysis, manifest: &Manifest, times: &TimeLexicon) -> Analysis {
    for i in 1..analysis.tokens.len() as u32 {
        let token = &analysis.tokens[i as usize];
        if token.upos != Upos::Noun || !(token.is("obl") || token.is("nmod")) || token.head >= i {
            continue;
        }
        let Some(article) = article(&analysis, i, manifest) else { continue };
        let head = &analysis.tokens[token.head as usize];
        let inserted = |verb: u32| {
            let v = &analysis.tokens[verb as usize];
            // A day is no object, whatever the parser calls it.
            let object = |c: u32| {
                let t = &analysis.tokens[c as usize];
                t.is("obj") && !times.is_weekday(&t.norm)
            };
            v.is("parataxis")
                && is_finite(&analysis, verb)
                && !has(&analysis, verb, &["nsubj", "expl"])
                && !analysis.children(verb).any(object)
        };
        let found = match head.upos {
            Upos::Verb if token.is("obl") && inserted(token.head) => Some((token.head, "nsubj")),
            // An adverbial that is a time, or has no article, cannot be what the noun possesses.
            Upos::Noun | Upos::Propn if head.is("obl") && token.is("nmod") && head.head < token.head => {
                let (bare, verb) =
                    (!has(&analysis, token.head, &["det"]) || times.is_moment(&head.norm), head.head);
                let next = token.head + 1 == article;
                let active = analysis.tokens[verb as usize].upos == Upos::Verb
                    && !has(&analysis, verb, &["obj", "ccomp", "expl"])
                    && !is_passive(&analysis, verb);
                let speaks = inserted(verb) && analysis.tokens[token.head as usize].is("obl");
                let named = head.upos == Upos::Propn;
                match () {
                    () if bare && next && active && has(&analysis, verb, &["nsubj"]) => Some((verb, "obj")),
                    // Nor does the name of whom it was said to: "a dit à l'AFP | des élus locaux".
                    () if (bare || named) && next && speaks => Some((verb, "nsubj")),
                    () => None,
                }
            }
            _ => None,
        };
        let Some((verb, label)) = found else { continue };
        // What the parser joined to the noun in between is joined to this one: "... et une source sécuritaire".
        let between = analysis.tokens[i as usize].head;
        let joined: Vec<u32> = analysis
            .children(between)
            .filter(|&c| between != verb && c > i && analysis.tokens[c as usize].is("conj"))
            .collect();
        if !hang(&mut analysis, i, verb) {
            continue;
        }
        analysis.tokens[i as usize].deprel = label.into();
        for c in joined {
            hang(&mut analysis, c, i);
        }
        let word = &mut analysis.tokens[article as usize];
        word.deprel = "det".into();
        word.upos = Upos::Det;
    }
    analysis
}

/// The word before a noun that may be an article as well as a preposition, when nothing else introduces the noun.
fn article(analysis: &Analysis, noun: u32, manifest: &Manifest) -> Option<u32> {
    let mut cases = analysis.children(noun).filter(|&c| analysis.tokens[c as usize].is("case"));
    let only = cases.next().filter(|_| cases.next().is_none())?;
    let known = manifest.partitives.iter().any(|p| **p == *analysis.tokens[only as usize].norm);
    (known && only < noun && !has(analysis, noun, &["det"])).then_some(only)
}

/// Gives a verb the nouns before it where the parser took the first for the whole sentence: "Israël et le Hamas | ont conclu".
pub(super) fn mend_nominal_root(mut analysis: Analysis) -> Analysis {
    for verb in 1..analysis.tokens.len() as u32 {
        let token = &analysis.tokens[verb as usize];
        let noun = token.head;
        if !token.is("conj") || token.upos != Upos::Verb || noun >= verb || !is_finite(&analysis, verb) {
            continue;
        }
        let root = &analysis.tokens[noun as usize];
        if root.head != noun || !is_nominal(root) || has(&analysis, noun, &["cop"]) {
            continue;
        }
        let between = |label: &str| {
            analysis.children(verb).find(|&c| c > noun && c < verb && analysis.tokens[c as usize].is(label))
        };
        let (Some(joint), Some(subject)) = (between("cc"), between("nsubj")) else { continue };
        // The conjunction joins two nouns only where it stands right before the second one's phrase.
        let first = analysis.children(subject).filter(|&c| c > joint).min().unwrap_or(subject).min(subject);
        let nominal = is_nominal(&analysis.tokens[subject as usize]);
        if joint + 1 != first
            || !nominal
            || (noun + 1..joint).any(|t| &*analysis.tokens[t as usize].norm == ",")
        {
            continue;
        }
        let label = analysis.tokens[subject as usize].deprel.clone();
        let below: Vec<u32> = analysis.children(noun).filter(|&c| c > verb && c != noun).collect();
        analysis.tokens[verb as usize].head = verb;
        analysis.tokens[verb as usize].deprel = "root".into();
        for c in below {
            hang(&mut analysis, c, verb);
        }
        hang(&mut analysis, noun, verb);
        analysis.tokens[noun as usize].deprel = label;
        hang(&mut analysis, subject, noun);
        analysis.tokens[subject as usize].deprel = "conj".into();
        hang(&mut analysis, joint, subject);
    }
    analysis
}

/// Gives a participle behind a comma the noun it agrees with, where it does not agree with the subject that the parser gave it:
/// "ont expulsé sept responsables, | accusés d'ingérence".
pub(super) fn mend_agreement(mut analysis: Analysis) -> Analysis {
    for i in 2..analysis.tokens.len() as u32 {
        let token = &analysis.tokens[i as usize];
        let verb = token.head;
        let comma = &*analysis.tokens[i as usize - 1].norm == ",";
        let participle = token.feat("VerbForm") == Some("Part") && token.feat("Tense") != Some("Pres");
        if !token.is("advcl")
            || verb >= i
            || !comma
            || !participle
            || has(&analysis, i, &["aux", "nsubj", "mark"])
        {
            continue;
        }
        let agrees = |with: u32| {
            let with = &analysis.tokens[with as usize];
            ["Number", "Gender"].iter().all(|f| match (token.feat(f), with.feat(f)) {
                (Some(a), Some(b)) => a == b,
                _ => true,
            })
        };
        let subject = analysis.children(verb).find(|&c| c < verb && analysis.tokens[c as usize].is("nsubj"));
        let object = analysis
            .children(verb)
            .filter(|&c| c > verb && c < i && analysis.tokens[c as usize].is("obj"))
            .last();
        let (Some(subject), Some(object)) = (subject, object) else { continue };
        if !agrees(subject) && agrees(object) && hang(&mut analysis, i, object) {
            analysis.tokens[i as usize].deprel = "acl".into();
        }
    }
    analysis
}

/// Gives the verb what the parser hung on its auxiliary: "La junte a, dans un communiqué, | annoncé"; and makes a subject of the
/// object of an inserted verb of saying that has none: "ont été tués, a fait savoir | l'état-major".
pub(super) fn mend_inserted(mut analysis: Analysis) -> Analysis {
    for i in 0..analysis.tokens.len() as u32 {
        let token = &analysis.tokens[i as usize];
        let head = &analysis.tokens[token.head as usize];
        let verb = head.head;
        if token.is("nsubj") && head.is("aux") && verb != token.head && i < verb {
            if !has(&analysis, verb, &["nsubj"]) {
                let passive = is_passive(&analysis, verb);
                hang(&mut analysis, i, verb);
                analysis.tokens[i as usize].deprel = if passive { "nsubj:pass" } else { "nsubj" }.into();
            }
            continue;
        }
        let inserted = token.is("obj")
            && token.head < i
            && head.is("parataxis")
            && verb < token.head
            && is_nominal(token)
            && has(&analysis, i, &["det"])
            && is_finite(&analysis, token.head)
            && !has(&analysis, token.head, &["nsubj", "ccomp", "xcomp", "expl"]);
        // A comma stands right before the clause of saying, which begins with its verb.
        let begins = || {
            let own = |t: u32| {
                analysis.tokens[t as usize].head == token.head
                    && analysis.tokens[t as usize].upos != Upos::Punct
            };
            let start = (0..token.head).rev().take_while(|&t| own(t)).last().unwrap_or(token.head);
            start.checked_sub(1).is_some_and(|b| &*analysis.tokens[b as usize].norm == ",")
        };
        if inserted && begins() {
            analysis.tokens[i as usize].deprel = "nsubj".into();
        }
    }
    analysis
}
