//! Mends what a parser can be seen to have got wrong in any language.

mod arguments;
mod clauses;
mod words;

use arguments::{mend_agreement, mend_articles, mend_inserted, mend_nominal_root, mend_second_subject};
use clauses::{
    mend_causatives, mend_hearsay, mend_insertions, mend_joints, mend_object_relatives, mend_parted_subjects,
    mend_relatives,
};
use dateline_pack::Manifest;
use dateline_pack::times::TimeLexicon;
use dateline_types::{Analysis, Token, Upos};
use words::mend_capitals;

/// Heads that are looked at upwards.
const MOST_HEADS: usize = 16;

/// Everything that is mended, in the order it has to be: first what words of the pack tell, then what the tree alone does.
#[must_use]
pub fn mend(analysis: Analysis, text: &str, manifest: &Manifest, times: &TimeLexicon) -> Analysis {
    let words = mend_articles(mend_capitals(analysis, text), manifest, times);
    let words = if manifest.null_subject { words } else { mend_inserted(words) };
    let words = mend_object_relatives(mend_causatives(mend_hearsay(words, manifest), manifest), manifest);
    let whole = mend_nominal_root(mend_inversion(mend_split(mend_labels(words, manifest))));
    let parts = mend_relatives(mend_parted_subjects(mend_insertions(mend_agreement(mend_joints(whole)))));
    let clauses = mend_insertion(mend_second_subject(parts));
    mend_days(mend_coordination(mend_shared_noun(clauses)), times)
}

/// Hangs a token on another, unless that one hangs on it, for a tree has no rings. Tells whether it was done.
fn hang(analysis: &mut Analysis, token: u32, on: u32) -> bool {
    let mut above = on;
    while above != token {
        let next = analysis.tokens[above as usize].head;
        if next == above {
            analysis.tokens[token as usize].head = on;
            return true;
        }
        above = next;
    }
    false
}

/// Whether one of the labels stands below a token.
fn has(analysis: &Analysis, of: u32, labels: &[&str]) -> bool {
    analysis.children(of).any(|c| labels.iter().any(|l| analysis.tokens[c as usize].is(l)))
}

/// Whether a verb has an auxiliary of the passive.
fn is_passive(analysis: &Analysis, verb: u32) -> bool {
    analysis.children(verb).any(|c| &*analysis.tokens[c as usize].deprel == "aux:pass")
}

fn is_relative(token: &Token) -> bool {
    token.feat("PronType").is_some_and(|f| f.split(',').any(|f| f == "Rel"))
}

fn is_nominal(token: &Token) -> bool {
    matches!(token.upos, Upos::Noun | Upos::Propn)
}

/// Calls things by the names that other models give them: a finite clause with a relative pronoun below a noun is a relative
/// clause, and an auxiliary of the passive before a participle is one of the passive.
fn mend_labels(mut analysis: Analysis, manifest: &Manifest) -> Analysis {
    for i in 0..analysis.tokens.len() as u32 {
        let token = &analysis.tokens[i as usize];
        if &*token.deprel == "acl" && is_finite(&analysis, i) {
            let relative = analysis.children(i).any(|c| {
                let pronoun = |t: u32| t < i && is_relative(&analysis.tokens[t as usize]);
                pronoun(c) || analysis.children(c).any(pronoun)
            });
            if relative {
                analysis.tokens[i as usize].deprel = "acl:relcl".into();
            }
            continue;
        }
        if &*token.deprel != "aux" || !manifest.passive.iter().any(|l| **l == *token.lemma) {
            continue;
        }
        let verb = token.head;
        if analysis.tokens[verb as usize].feat("VerbForm") != Some("Part") {
            continue;
        }
        analysis.tokens[i as usize].deprel = "aux:pass".into();
        let subjects: Vec<u32> =
            analysis.children(verb).filter(|&c| &*analysis.tokens[c as usize].deprel == "nsubj").collect();
        for subject in subjects {
            analysis.tokens[subject as usize].deprel = "nsubj:pass".into();
        }
    }
    analysis
}

/// Gives verbs back what the parser hung on the name of a day that stands between: "ont arrêté mercredi | six employés",
/// "a annoncé mardi | le ministre", "ont été tués jeudi | à Gao".
fn mend_days(mut analysis: Analysis, times: &TimeLexicon) -> Analysis {
    for day in 0..analysis.tokens.len() as u32 {
        let token = &analysis.tokens[day as usize];
        let verb = token.head;
        if verb == day || !times.is_weekday(&token.norm) || analysis.tokens[verb as usize].upos != Upos::Verb
        {
            continue;
        }
        if token.is("obj") || token.is("xcomp") || token.is("nsubj") {
            analysis.tokens[day as usize].deprel = "obl:mod".into();
        }
        let below: Vec<u32> = analysis.children(day).filter(|&c| c > day).collect();
        for c in below {
            let t = &analysis.tokens[c as usize];
            let nominal = is_nominal(t);
            let date = times.is_month(&t.norm) || times.is_weekday(&t.norm);
            let clause = t.is("acl") || t.is("conj") || t.is("cc") || t.is("punct");
            if !nominal || date || clause || verb > day {
                continue;
            }
            let has = |of: u32, label: &str| {
                analysis.children(of).any(|d| analysis.tokens[d as usize].is(label) && d != day)
            };
            let label = match () {
                () if has(c, "case") => "obl",
                () if !has(verb, "nsubj") && !has(verb, "expl") => "nsubj",
                () if !has(verb, "obj") => "obj",
                () => continue,
            };
            if hang(&mut analysis, c, verb) {
                analysis.tokens[c as usize].deprel = label.into();
            }
        }
    }
    analysis
}

/// Gives a verb the name or noun before it that the parser took for a sentence of its own: "Paris et Londres | ont promis une
/// aide". No mark may part them but the comma that closes a relative clause, and the verb may have no subject.
fn mend_split(mut analysis: Analysis) -> Analysis {
    let roots: Vec<u32> = (0..).zip(&analysis.tokens).filter(|(i, t)| t.head == *i).map(|(i, _)| i).collect();
    let mut joined = false;
    for pair in roots.windows(2) {
        let (noun, verb) = (pair[0], pair[1]);
        let top = |mut i: u32| {
            for _ in 0..MOST_HEADS {
                i = analysis.tokens[i as usize].head;
            }
            i
        };
        // The first word of the verb's tree, behind the last one of the noun's.
        let word = |i: u32| analysis.tokens[i as usize].upos != Upos::Punct;
        let Some(opening) = (noun + 1..=verb).find(|&i| word(i) && top(i) == verb) else { continue };
        let (first, before) = (&analysis.tokens[opening as usize], &analysis.tokens[opening as usize - 1]);
        let nominal = is_nominal(&analysis.tokens[noun as usize]);
        let begins = matches!(first.upos, Upos::Aux | Upos::Verb) && first.feat("VerbForm") == Some("Fin");
        let together = analysis.paragraph_of(noun) == analysis.paragraph_of(verb);
        // "Washington, qui soutient Kiev, | a livré des missiles": the comma closes the relative clause.
        let relative = |c: u32| c < opening && &*analysis.tokens[c as usize].deprel == "acl:relcl";
        let closed = &*before.norm == "," && analysis.children(noun).any(relative);
        if !nominal || !begins || before.upos == Upos::Punct && !closed || !together {
            continue;
        }
        let below =
            |label: fn(&Token) -> bool| analysis.children(verb).any(|c| label(&analysis.tokens[c as usize]));
        if below(|t| t.is("nsubj") || t.is("expl")) {
            continue;
        }
        let label = if below(|t| &*t.deprel == "aux:pass") { "nsubj:pass" } else { "nsubj" };
        if hang(&mut analysis, noun, verb) {
            analysis.tokens[noun as usize].deprel = label.into();
            joined = true;
        }
    }
    // A sentence that lost its root to the next one is a part of that one.
    if joined {
        let mut whole: Vec<std::ops::Range<u32>> = Vec::with_capacity(analysis.sentences.len());
        for sentence in std::mem::take(&mut analysis.sentences) {
            let open = whole.last().is_some_and(|last| {
                last.clone().any(|i| sentence.contains(&analysis.tokens[i as usize].head))
            });
            match whole.last_mut().filter(|_| open) {
                Some(last) => last.end = sentence.end,
                None => whole.push(sentence),
            }
        }
        analysis.sentences = whole;
    }
    analysis
}

/// Gives a verb the noun that was taken for an apposition of its complement, though no comma parts them: its subject in
/// "a raconté à l'AFP un survivant", its object in "a condamné à douze ans de prison l'ancien ministre".
fn mend_inversion(mut analysis: Analysis) -> Analysis {
    for i in 1..analysis.tokens.len() {
        let token = &analysis.tokens[i];
        let complement = token.head as usize;
        if !token.is("appos") || complement >= i {
            continue;
        }
        let oblique = &analysis.tokens[complement];
        let verb = oblique.head as usize;
        let fits = analysis.tokens[verb].upos == Upos::Verb
            && verb < complement
            && (oblique.is("obl") || oblique.is("iobj"))
            && complement + 1 < i
            && (complement + 1..i).all(|t| {
                let token = &analysis.tokens[t];
                // "douze ans de prison | l'ancien ministre": what belongs to either may stand between.
                let above = &analysis.tokens[token.head as usize];
                let inside = |h: usize| h == i || h == complement;
                let near = inside(token.head as usize) || inside(above.head as usize);
                near && token.upos != Upos::Punct
            });
        let has = |of: usize, label: fn(&Token) -> bool| {
            analysis.children(of as u32).any(|c| label(&analysis.tokens[c as usize]))
        };
        let free = !has(verb, |t| t.is("obj") || t.is("ccomp") || &*t.deprel == "aux:pass");
        if !fits || !free || !has(complement, |t| t.is("case")) {
            continue;
        }
        let subject = has(verb, |t| t.is("nsubj"));
        let named = has(i, |t| t.is("det"));
        if !subject || named {
            hang(&mut analysis, i as u32, verb as u32);
            analysis.tokens[i].deprel = if subject { "obj" } else { "nsubj" }.into();
        }
    }
    analysis
}

/// Whether a token or an auxiliary of it is a finite verb.
fn is_finite(analysis: &Analysis, i: u32) -> bool {
    let finite = |t: &Token| t.feat("VerbForm") == Some("Fin");
    let token = &analysis.tokens[i as usize];
    matches!(token.upos, Upos::Verb | Upos::Aux)
        && (finite(token)
            || analysis.children(i).any(|c| {
                let t = &analysis.tokens[c as usize];
                (t.is("aux") || t.is("cop")) && finite(t)
            }))
}

/// First token of a verb with its auxiliaries and clitics.
fn group_start(analysis: &Analysis, verb: u32) -> u32 {
    let helps = |c: &u32| {
        let t = &analysis.tokens[*c as usize];
        *c < verb
            && (t.is("aux")
                || t.is("cop")
                || t.is("expl")
                || t.upos == Upos::Pron && !t.is("nsubj")
                || t.is("advmod"))
    };
    let mut start = verb;
    while let Some(before) =
        start.checked_sub(1).filter(|b| analysis.tokens[*b as usize].head == verb && helps(b))
    {
        start = before;
    }
    start
}

/// Takes a clause of speech out of the clause it is inserted into: "L'Arménie, a souligné le ministre, a libéré dix soldats".
/// A comma parts the subject from the verb of saying, and the verb behind the second comma has no subject of its own.
fn mend_insertion(mut analysis: Analysis) -> Analysis {
    let comma = |a: &Analysis, i: u32| &*a.tokens[i as usize].norm == ",";
    for verb in 0..analysis.tokens.len() as u32 {
        if !is_finite(&analysis, verb) || analysis.tokens[verb as usize].upos != Upos::Verb {
            continue;
        }
        let start = group_start(&analysis, verb);
        let subject = analysis.children(verb).find(|&c| c < verb && analysis.tokens[c as usize].is("nsubj"));
        let (Some(subject), Some(before)) = (subject, start.checked_sub(1)) else { continue };
        // One comma between the subject and the verb: two would enclose an apposition.
        if !comma(&analysis, before)
            || (subject + 1..before).any(|t| comma(&analysis, t))
            || subject >= before
        {
            continue;
        }
        let speaker = analysis.children(verb).find(|&c| {
            let t = &analysis.tokens[c as usize];
            let bare = analysis.children(c).all(|d| !analysis.tokens[d as usize].is("case"));
            c > verb && (t.is("obj") || t.is("nsubj") || t.is("obl")) && bare
        });
        let Some(speaker) = speaker else { continue };
        let paragraph = analysis.paragraph_of(verb);
        let limit = (speaker + 12).min(analysis.tokens.len() as u32);
        let Some(second) = (speaker + 1..limit).find(|&t| comma(&analysis, t)) else { continue };
        let main = analysis.children(verb).find(|&m| {
            m > second
                && analysis.paragraph_of(m) == paragraph
                && analysis.tokens[m as usize].upos == Upos::Verb
                && is_finite(&analysis, m)
                && group_start(&analysis, m) == second + 1
                && !analysis.children(m).any(|c| analysis.tokens[c as usize].is("nsubj"))
        });
        let Some(main) = main else { continue };
        let passive = is_passive(&analysis, main);
        let above = analysis.tokens[verb as usize].head;
        let label = analysis.tokens[verb as usize].deprel.clone();
        analysis.tokens[main as usize].head = if above == verb { main } else { above };
        analysis.tokens[main as usize].deprel = label;
        hang(&mut analysis, verb, main);
        analysis.tokens[verb as usize].deprel = "parataxis".into();
        hang(&mut analysis, subject, main);
        analysis.tokens[subject as usize].deprel = if passive { "nsubj:pass" } else { "nsubj" }.into();
        analysis.tokens[speaker as usize].deprel = "nsubj".into();
    }
    analysis
}

/// Gives a verb the noun right before it that the parser joined to a complement of the clause before: "Portugal sent tents
/// to Libya and Croatia | sent doctors".
fn mend_shared_noun(mut analysis: Analysis) -> Analysis {
    for noun in 1..analysis.tokens.len() as u32 {
        let token = &analysis.tokens[noun as usize];
        if !token.is("conj") || !is_nominal(token) {
            continue;
        }
        let joined = token.head;
        let oblique = &analysis.tokens[joined as usize];
        let complement = (oblique.is("obl") || oblique.is("obj") || oblique.is("nmod")) && joined < noun;
        let verb = (noun + 1..(noun + 5).min(analysis.tokens.len() as u32)).find(|&v| {
            analysis.tokens[v as usize].upos == Upos::Verb
                && is_finite(&analysis, v)
                && group_start(&analysis, v) == noun + 1
        });
        let Some(verb) = verb.filter(|_| complement) else { continue };
        let own = analysis.children(verb).any(|c| {
            let t = &analysis.tokens[c as usize];
            t.is("nsubj") || t.is("expl") || t.is("mark")
        });
        let clause = analysis.tokens[verb as usize].is("conj") || analysis.tokens[verb as usize].head == verb;
        // The verb may be that of a relative clause of the noun.
        if own || !clause || !hang(&mut analysis, noun, verb) {
            continue;
        }
        analysis.tokens[noun as usize].deprel = "nsubj".into();
    }
    analysis
}

/// Mood and tense of a verb's finite word, and whether that is an auxiliary.
fn form(analysis: &Analysis, verb: usize) -> (Option<&str>, Option<&str>, bool) {
    let helper = analysis
        .children(verb as u32)
        .map(|c| &analysis.tokens[c as usize])
        .find(|t| (t.is("aux") || t.is("cop")) && t.feat("VerbForm") == Some("Fin"));
    let token = helper.unwrap_or(&analysis.tokens[verb]);
    (token.feat("Mood"), token.feat("Tense"), helper.is_some())
}

/// Joins like to like. A finite verb that was joined to an infinitive goes to the clause that governs it ("promised to pursue
/// the attackers and thanked Mali"), and one without auxiliary that was joined to a reported act with an auxiliary goes to the
/// verb that reports it ("said that thirty people had been killed and urged both sides to talk"; "a juré qu'il n'irait pas en
/// prison et s'est rendu à Belgrade").
fn mend_coordination(mut analysis: Analysis) -> Analysis {
    let mut finite = vec![false; analysis.tokens.len()];
    let mut helped = vec![false; analysis.tokens.len()];
    for (i, token) in analysis.tokens.iter().enumerate() {
        let auxiliary = token.is("aux") || token.is("cop");
        if auxiliary {
            helped[token.head as usize] = true;
        }
        if token.feat("VerbForm") == Some("Fin") {
            finite[i] = true;
            if auxiliary {
                finite[token.head as usize] = true;
            }
        }
    }
    for i in 0..analysis.tokens.len() {
        let token = &analysis.tokens[i];
        let head = token.head as usize;
        let to = &analysis.tokens[head];
        if !token.is("conj") || token.upos != Upos::Verb || to.upos != Upos::Verb {
            continue;
        }
        let bare = to.feat("VerbForm") == Some("Inf") && !finite[head];
        // "a accusé Alger de soutenir des groupes et | rappelé son ambassadeur": a participle goes on with one.
        let past = |t: usize| {
            let t = &analysis.tokens[t];
            t.feat("VerbForm") == Some("Part") && t.feat("Tense") == Some("Past")
        };
        if bare && past(i) && !finite[i] && !helped[i] && !has(&analysis, i as u32, &["nsubj"]) {
            let mut above = head;
            for _ in 0..MOST_HEADS {
                above = analysis.tokens[above].head as usize;
                if above < head && past(above) && finite[above] && helped[above] {
                    hang(&mut analysis, i as u32, above as u32);
                    break;
                }
            }
            continue;
        }
        if !finite[i] {
            continue;
        }
        if bare {
            let mut above = head;
            for _ in 0..MOST_HEADS {
                let next = analysis.tokens[above].head as usize;
                if next == above {
                    break;
                }
                above = next;
                if finite[above] && above < i {
                    hang(&mut analysis, i as u32, above as u32);
                    break;
                }
            }
            continue;
        }
        let over = to.head as usize;
        let tense = |t: usize| analysis.tokens[t].feat("Tense");
        let alone = |t: usize| finite[t] && !helped[t] && analysis.tokens[t].upos == Upos::Verb;
        let subject = analysis.children(i as u32).any(|c| analysis.tokens[c as usize].is("nsubj"));
        let reported = to.is("ccomp") && over < head && !subject;
        let simple = helped[head] && alone(i) && alone(over) && tense(i) == tense(over);
        let perfect = helped[i] && helped[over] && form(&analysis, i) == form(&analysis, over);
        if reported && (simple || perfect && form(&analysis, head) != form(&analysis, i)) {
            hang(&mut analysis, i as u32, over as u32);
        }
    }
    analysis
}
