//! Mends clauses and coordinations that the parser hung in the wrong place.

use super::{group_start, hang, has, is_finite, is_nominal, is_passive, is_relative};
use dateline_pack::Manifest;
use dateline_types::{Analysis, Upos};

/// Nouns that a relative clause is looked for at, upwards from the word before it.
const MOST_NOUNS: usize = 5;

/// Gives a relative clause behind a comma, which the parser took for an adverbial one, the noun before it: "selon Médecins sans
/// frontières, | qui dénonce un carnage". The noun is the outermost one of those that end at the comma.
pub(super) fn mend_relatives(mut analysis: Analysis) -> Analysis {
    for clause in 2..analysis.tokens.len() as u32 {
        let token = &analysis.tokens[clause as usize];
        let above = token.head;
        let adverbial = token.is("advcl") || token.is("ccomp") || token.is("parataxis");
        if !adverbial || above >= clause || !is_finite(&analysis, clause) {
            continue;
        }
        let relative = analysis.children(clause).find(|&c| {
            let t = &analysis.tokens[c as usize];
            t.is("nsubj") && is_relative(t)
        });
        let Some(comma) = relative.and_then(|r| r.checked_sub(1)) else { continue };
        if &*analysis.tokens[comma as usize].norm != "," || comma <= above {
            continue;
        }
        let nominal = |i: u32| is_nominal(&analysis.tokens[i as usize]);
        let mut at = comma - 1;
        // A closing bracket or mark hangs on what it closes.
        if analysis.tokens[at as usize].upos == Upos::Punct {
            at = analysis.tokens[at as usize].head;
        }
        let mut noun = None;
        for _ in 0..MOST_NOUNS {
            if at <= above || at >= comma {
                break;
            }
            if nominal(at) {
                noun = Some(at);
            }
            at = analysis.tokens[at as usize].head;
        }
        if noun.is_some_and(|noun| hang(&mut analysis, clause, noun)) {
            analysis.tokens[clause as usize].deprel = "acl:relcl".into();
        }
    }
    analysis
}

/// Takes what stands between commas behind a noun out of the clause that it was taken for: "Le Parlement, | qui refuse tout
/// compromis, | a appelé à une trêve", "Les assaillants, | arrivés à l'aube, | ont incendié des greniers". The verb behind the second
/// comma has no subject of its own.
pub(super) fn mend_insertions(mut analysis: Analysis) -> Analysis {
    let comma = |a: &Analysis, i: Option<u32>| i.is_some_and(|i| &*a.tokens[i as usize].norm == ",");
    for verb in 2..analysis.tokens.len() as u32 {
        let token = &analysis.tokens[verb as usize];
        let subject = |relative: bool| {
            analysis.children(verb).find(|&c| {
                let t = &analysis.tokens[c as usize];
                c < verb && t.is("nsubj") && is_relative(t) == relative
            })
        };
        let participle = token.feat("VerbForm") == Some("Part")
            && token.feat("Tense") != Some("Pres")
            && !has(&analysis, verb, &["aux", "cop", "expl"]);
        // The clause begins with its pronoun, or with the participle.
        let opening = match () {
            () if participle => Some(verb),
            () if is_finite(&analysis, verb) => subject(true),
            () => None,
        };
        let (Some(noun), Some(opening)) = (subject(false), opening) else { continue };
        let nominal = is_nominal(&analysis.tokens[noun as usize]);
        if !nominal || noun > opening || !comma(&analysis, opening.checked_sub(1)) {
            continue;
        }
        let over = token.head;
        let joined: &[&str] = if participle { &["conj", "advcl", "ccomp", "parataxis"] } else { &["conj"] };
        let main = analysis.children(verb).chain(analysis.children(over)).find(|&m| {
            m > verb
                && joined.iter().any(|l| analysis.tokens[m as usize].is(l))
                && is_finite(&analysis, m)
                && comma(&analysis, group_start(&analysis, m).checked_sub(1))
                && !has(&analysis, m, &["nsubj", "expl", "mark"])
        });
        let Some(main) = main else { continue };
        let marks: Vec<u32> =
            analysis.children(verb).filter(|&c| c < noun && analysis.tokens[c as usize].is("mark")).collect();
        let passive = is_passive(&analysis, main);
        analysis.tokens[main as usize].deprel = analysis.tokens[verb as usize].deprel.clone();
        analysis.tokens[main as usize].head = if over == verb { main } else { over };
        for mark in marks {
            hang(&mut analysis, mark, main);
        }
        hang(&mut analysis, noun, main);
        analysis.tokens[noun as usize].deprel = if passive { "nsubj:pass" } else { "nsubj" }.into();
        hang(&mut analysis, verb, noun);
        analysis.tokens[verb as usize].deprel = if participle { "acl" } else { "acl:relcl" }.into();
    }
    analysis
}

/// Gives a verb the noun that was taken for the sentence, because a relative clause parts them: "Egypt, which backs the army, | called
/// on Sudan to ...".
pub(super) fn mend_parted_subjects(mut analysis: Analysis) -> Analysis {
    for noun in 0..analysis.tokens.len() as u32 {
        let token = &analysis.tokens[noun as usize];
        if token.head != noun || !is_nominal(token) || has(&analysis, noun, &["cop", "nsubj"]) {
            continue;
        }
        let relative = analysis.children(noun).find(|&c| &*analysis.tokens[c as usize].deprel == "acl:relcl");
        let Some(relative) = relative else { continue };
        let main = analysis.children(noun).find(|&m| {
            let t = &analysis.tokens[m as usize];
            let before = group_start(&analysis, m).checked_sub(1);
            m > relative
                && (&*t.deprel == "acl" || t.is("parataxis") || t.is("advcl"))
                && is_finite(&analysis, m)
                && before.is_some_and(|b| &*analysis.tokens[b as usize].norm == ",")
                && !has(&analysis, m, &["nsubj", "expl", "mark"])
        });
        let Some(main) = main else { continue };
        let passive = is_passive(&analysis, main);
        analysis.tokens[main as usize].head = main;
        analysis.tokens[main as usize].deprel = "root".into();
        hang(&mut analysis, noun, main);
        analysis.tokens[noun as usize].deprel = if passive { "nsubj:pass" } else { "nsubj" }.into();
    }
    analysis
}

/// Reads "que" as the relative pronoun it is where the clause below a noun has a subject, no object and a participle that agrees
/// with the noun: "trois personnes | que la police avait arrêtées".
pub(super) fn mend_object_relatives(mut analysis: Analysis, manifest: &Manifest) -> Analysis {
    for clause in 2..analysis.tokens.len() as u32 {
        let token = &analysis.tokens[clause as usize];
        let noun = token.head;
        if !token.is("acl") || noun >= clause || token.feat("VerbForm") != Some("Part") {
            continue;
        }
        let mark = analysis.children(clause).find(|&c| {
            let t = &analysis.tokens[c as usize];
            t.is("mark") && *manifest.plain_form(&t.norm).unwrap_or(&t.norm) == *manifest.complementizer
        });
        let Some(mark) = mark.filter(|_| is_finite(&analysis, clause)) else { continue };
        // The gender that taggers give to participles in the plural is often wrong.
        let same =
            |f: &str| token.feat(f).is_some() && token.feat(f) == analysis.tokens[noun as usize].feat(f);
        let feminine = token.feat("Gender") == Some("Fem") && same("Gender");
        let agree = same("Number") && (token.feat("Number") == Some("Plur") || feminine);
        if !agree
            || !has(&analysis, clause, &["nsubj"])
            || has(&analysis, clause, &["obj", "ccomp", "xcomp", "expl"])
        {
            continue;
        }
        analysis.tokens[clause as usize].deprel = "acl:relcl".into();
        let word = &mut analysis.tokens[mark as usize];
        word.deprel = "obj".into();
        word.upos = Upos::Pron;
        word.feats = "PronType=Rel".into();
    }
    analysis
}

/// Joins to the noun what the parser joined to its adjective ("L'Arabie saoudite | et l'Iran"), and to the verb the participle
/// that it joined to the verb's object ("a limogé son Premier ministre | et dissous le Parlement").
pub(super) fn mend_joints(mut analysis: Analysis) -> Analysis {
    for i in 2..analysis.tokens.len() as u32 {
        let token = &analysis.tokens[i as usize];
        let to = token.head;
        if !token.is("conj") || to >= i {
            continue;
        }
        let joined = &analysis.tokens[to as usize];
        let noun = joined.head;
        let nominal = |t: u32| is_nominal(&analysis.tokens[t as usize]);
        if nominal(i) && joined.upos == Upos::Adj && joined.is("amod") && nominal(noun) && noun < to {
            hang(&mut analysis, i, noun);
            continue;
        }
        let participle = token.upos == Upos::Verb
            && token.feat("VerbForm") == Some("Part")
            && token.feat("Tense") == Some("Past")
            && !has(&analysis, i, &["aux", "nsubj"]);
        let first = &analysis.tokens[noun as usize];
        if !participle || !nominal(to) || !joined.is("obj") || noun >= to || first.upos != Upos::Verb {
            continue;
        }
        let perfect = first.feat("VerbForm") == Some("Part") && has(&analysis, noun, &["aux"]);
        let passive = is_passive(&analysis, noun);
        // The conjunction stands right before the participle: "arrêté le ministre et condamné" has one, "le ministre arrêté
        // et libéré" has another participle before.
        let joint = analysis.tokens[i as usize - 1].upos == Upos::Cconj;
        let own: Vec<u32> =
            analysis.children(noun).filter(|&c| c > i && analysis.tokens[c as usize].is("obj")).collect();
        if !perfect || passive || !joint || own.is_empty() && !has(&analysis, i, &["obj"]) {
            continue;
        }
        hang(&mut analysis, i, noun);
        for object in own {
            hang(&mut analysis, object, i);
        }
    }
    analysis
}

/// Makes a subject of whom something was heard from, behind a verb whose own subject is nobody: "a-t-on appris | de sources
/// sécuritaires", "apprend-on auprès | du gouvernorat".
pub(super) fn mend_hearsay(mut analysis: Analysis, manifest: &Manifest) -> Analysis {
    if manifest.hearsay_subjects.is_empty() {
        return analysis;
    }
    for subject in 1..analysis.tokens.len() as u32 {
        let token = &analysis.tokens[subject as usize];
        let verb = token.head;
        let nobody = manifest.hearsay_subjects.iter().any(|s| **s == *token.norm);
        if !nobody || !token.is("nsubj") || analysis.tokens[verb as usize].upos != Upos::Verb {
            continue;
        }
        let nominal = |i: u32| is_nominal(&analysis.tokens[i as usize]);
        let listed = |i: u32| {
            let norm = &analysis.tokens[i as usize].norm;
            manifest.hearsay.iter().any(|h| **h == **norm || manifest.plain_form(norm) == Some(h))
        };
        let below = |of: u32| {
            analysis.children(of).filter(|&c| c > verb && nominal(c) && analysis.tokens[c as usize].is("obl"))
        };
        let direct = below(verb)
            .find(|&c| analysis.children(c).any(|d| analysis.tokens[d as usize].is("case") && listed(d)));
        let through = || {
            let adverb = analysis
                .children(verb)
                .find(|&c| c > verb && analysis.tokens[c as usize].upos == Upos::Adv && listed(c));
            adverb.and_then(|a| below(a).next())
        };
        let Some(source) = direct.or_else(through) else { continue };
        let cases: Vec<u32> =
            analysis.children(source).filter(|&c| analysis.tokens[c as usize].is("case")).collect();
        let clitics: Vec<u32> = analysis
            .children(verb)
            .filter(|&c| {
                analysis.tokens[c as usize].upos == Upos::Pron && analysis.tokens[c as usize].is("nsubj")
            })
            .collect();
        // The euphonic "-t" hangs on the auxiliary.
        for t in subject.saturating_sub(2)..subject {
            let above = analysis.tokens[t as usize].head;
            let helper =
                analysis.tokens[above as usize].is("aux") && analysis.tokens[above as usize].head == verb;
            if analysis.tokens[t as usize].upos == Upos::Pron && helper {
                hang(&mut analysis, t, verb);
            }
        }
        for c in cases {
            analysis.tokens[c as usize].deprel = "dep".into();
        }
        for c in clitics {
            analysis.tokens[c as usize].deprel = "dep".into();
        }
        hang(&mut analysis, source, verb);
        analysis.tokens[source as usize].deprel = "nsubj".into();
        if analysis.tokens[verb as usize].is("advcl") {
            analysis.tokens[verb as usize].deprel = "parataxis".into();
        }
    }
    analysis
}

/// Reads a reflexive verb of causing before an infinitive as an auxiliary of the passive: "s'est fait | arrêter".
pub(super) fn mend_causatives(mut analysis: Analysis, manifest: &Manifest) -> Analysis {
    for i in 1..analysis.tokens.len() as u32 {
        let token = &analysis.tokens[i as usize];
        let verb = token.head;
        if !manifest.causatives.iter().any(|c| **c == *token.lemma)
            || !(token.is("dep") || token.is("aux"))
            || verb != i + 1
            || analysis.tokens[verb as usize].feat("VerbForm") != Some("Inf")
        {
            continue;
        }
        let of = |label: &str| -> Vec<u32> {
            analysis.children(verb).filter(|&c| c < i && analysis.tokens[c as usize].is(label)).collect()
        };
        let (own, subjects) = (of("expl"), of("nsubj"));
        if own.is_empty() {
            continue;
        }
        for c in own {
            hang(&mut analysis, c, i);
        }
        for c in subjects {
            analysis.tokens[c as usize].deprel = "nsubj:pass".into();
        }
        analysis.tokens[i as usize].deprel = "aux:pass".into();
    }
    analysis
}
