//! A view of an analysis as a dependency tree: children, cases, subjects, objects, complements.
//!
//! Everything here speaks Universal Dependencies and asks the pack for words; nothing knows a language.

use dateline_pack::Manifest;
use dateline_types::{Analysis, TimeExpr, Token, Upos};
use std::borrow::Cow;
use std::ops::Range;

/// The tree view of one report's analysis.
pub struct Tree<'a> {
    /// The analysis itself.
    pub analysis: &'a Analysis,
    manifest: &'a Manifest,
    children: Vec<u32>,
    starts: Vec<u32>,
    sentence: Vec<u32>,
    timed: Vec<bool>,
    /// Lower-case dictionary forms.
    low: Vec<Cow<'a, str>>,
}

impl<'a> Tree<'a> {
    /// Indexes an analysis.
    #[must_use]
    pub fn new(analysis: &'a Analysis, manifest: &'a Manifest) -> Tree<'a> {
        let n = analysis.tokens.len();
        let mut starts = vec![0u32; n + 1];
        for (i, token) in analysis.tokens.iter().enumerate() {
            if token.head as usize != i {
                starts[token.head as usize + 1] += 1;
            }
        }
        for i in 0..n {
            starts[i + 1] += starts[i];
        }
        let mut next = starts.clone();
        let mut children = vec![0u32; starts[n] as usize];
        for (i, token) in analysis.tokens.iter().enumerate() {
            let head = token.head as usize;
            if head != i {
                children[next[head] as usize] = i as u32;
                next[head] += 1;
            }
        }
        let mut sentence = vec![0u32; n];
        for (s, range) in analysis.sentences.iter().enumerate() {
            sentence[range.start as usize..range.end as usize].fill(s as u32);
        }
        let low = analysis.tokens.iter().map(|t| lower(&t.lemma)).collect();
        Tree { analysis, manifest, children, starts, sentence, timed: vec![false; n], low }
    }

    /// The same tree, told which words are time expressions: they are nobody's object or subject.
    #[must_use]
    pub fn with_times(mut self, times: &[TimeExpr]) -> Tree<'a> {
        for time in times {
            for t in self.analysis.tokens_in(time.span) {
                if let Some(slot) = self.timed.get_mut(t as usize) {
                    *slot = true;
                }
            }
        }
        self
    }

    /// Whether a word belongs to a time expression.
    #[must_use]
    pub fn is_timed(&self, i: u32) -> bool {
        self.timed[i as usize]
    }

    /// The token at an index.
    #[must_use]
    pub fn token(&self, i: u32) -> &'a Token {
        &self.analysis.tokens[i as usize]
    }

    /// Number of tokens.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.analysis.tokens.len() as u32
    }

    /// Whether there is no token at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.analysis.tokens.is_empty()
    }

    /// Direct dependents in text order.
    #[must_use]
    pub fn children(&self, i: u32) -> &[u32] {
        &self.children[self.starts[i as usize] as usize..self.starts[i as usize + 1] as usize]
    }

    /// Direct dependents with that relation or a subtype of it.
    pub fn with<'s>(&'s self, i: u32, relation: &'s str) -> impl Iterator<Item = u32> + 's {
        self.children(i).iter().copied().filter(move |&c| self.token(c).is(relation))
    }

    /// The head, or `None` for a root.
    #[must_use]
    pub fn head(&self, i: u32) -> Option<u32> {
        let head = self.token(i).head;
        (head != i).then_some(head)
    }

    /// Heads from the token's own up to the root; bounded.
    pub fn ancestors(&self, i: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(self.head(i), |&h| self.head(h)).take(64)
    }

    /// Whether `i` is `top` or stands below it.
    #[must_use]
    pub fn within(&self, i: u32, top: u32) -> bool {
        i == top || self.ancestors(i).any(|a| a == top)
    }

    /// Index of the sentence of a token.
    #[must_use]
    pub fn sentence(&self, i: u32) -> usize {
        self.sentence[i as usize] as usize
    }

    /// Token range of the sentence of a token.
    #[must_use]
    pub fn sentence_range(&self, i: u32) -> Range<u32> {
        self.analysis.sentences.get(self.sentence(i)).cloned().unwrap_or(0..self.len())
    }

    /// First and one-past-last token of the subtree, whose tokens need not be contiguous.
    #[must_use]
    pub fn subtree(&self, top: u32) -> Range<u32> {
        let (mut low, mut high) = (top, top + 1);
        let mut todo = vec![top];
        while let Some(i) = todo.pop() {
            low = low.min(i);
            high = high.max(i + 1);
            todo.extend_from_slice(self.children(i));
        }
        low..high
    }

    /// Lower-case dictionary form, without a copy of it.
    #[must_use]
    pub fn low(&self, i: u32) -> &str {
        &self.low[i as usize]
    }

    /// Lower-case dictionary form.
    #[must_use]
    pub fn lemma(&self, i: u32) -> String {
        self.low(i).to_owned()
    }

    /// The plain preposition that a contraction stands for ("aux" is "à"); `None` for any other word.
    #[must_use]
    pub fn plain_form(&self, i: u32) -> Option<&str> {
        self.manifest.plain_form(&self.token(i).norm)
    }

    /// The plain preposition of a case or mark word: contractions undone ("du" is "de").
    fn plain(&self, i: u32) -> String {
        // The form itself is safer than the model's lemma.
        self.plain_form(i).unwrap_or(&self.token(i).norm).to_owned()
    }

    /// The preposition (with its fixed parts) of a nominal, "" when it has none.
    #[must_use]
    pub fn case(&self, i: u32) -> String {
        self.marker(i, "case")
    }

    /// The conjunction or preposition that introduces a clause, "" when it has none.
    #[must_use]
    pub fn mark(&self, i: u32) -> String {
        self.marker(i, "mark")
    }

    fn marker(&self, i: u32, relation: &str) -> String {
        let mut words: Vec<u32> = Vec::new();
        for c in self.with(i, relation).filter(|&c| c < i) {
            words.push(c);
            words.extend(self.with(c, "fixed"));
        }
        words.sort_unstable();
        words.dedup();
        words.iter().map(|&w| self.plain(w)).collect::<Vec<_>>().join(" ")
    }

    /// Whether one of the token's prepositions or conjunctions is `wanted` (the whole or its last or first word).
    #[must_use]
    pub fn marked_by(&self, i: u32, wanted: &str) -> bool {
        ["case", "mark"].iter().any(|relation| {
            let found = self.marker(i, relation);
            found == wanted
                || found.split(' ').next() == Some(wanted)
                || found.rsplit(' ').next() == Some(wanted)
        })
    }

    /// Whether the token acts as a verb: a verb, or a participle the tagger took for an adjective or noun with an auxiliary.
    #[must_use]
    pub fn is_verbal(&self, i: u32) -> bool {
        let token = self.token(i);
        token.upos == Upos::Verb
            || token.upos == Upos::Aux && token.is("ROOT")
            || token.feat("VerbForm").is_some() && token.upos != Upos::Aux
            || self.children(i).iter().any(|&c| self.token(c).is("aux"))
    }

    /// Whether the verb stands in the passive (auxiliary, passive subject, agent, or a bare participle that modifies a noun).
    #[must_use]
    pub fn is_passive(&self, i: u32) -> bool {
        let token = self.token(i);
        let has = |label: &str| self.children(i).iter().any(|&c| &*self.token(c).deprel == label);
        if self.is_reflexive(i) {
            return self.is_reflexive_passive(i);
        }
        if self.manifest.unaccusative.contains(&self.lemma(i)) {
            return false;
        }
        if has("aux:pass") || has("obl:agent") {
            return true;
        }
        let helped = || {
            self.with(i, "aux")
                .chain(self.with(i, "cop"))
                .any(|a| self.manifest.passive.contains(&self.lemma(a)))
        };
        if token.feat("VerbForm") == Some("Part") && !self.manifest.passive.is_empty() && helped() {
            return true;
        }
        // A bare past participle that modifies a noun or opens a clause. With any other auxiliary the verb is active, whatever
        // voice the model gives it ("est arrivé").
        let participle = token.feat("VerbForm") == Some("Part") && token.feat("Tense") != Some("Pres");
        let auxiliary = self.children(i).iter().any(|&c| self.token(c).is("aux") || self.token(c).is("cop"));
        let modifies =
            token.is("acl") && &*token.deprel != "acl:relcl" || token.is("advcl") || token.is("amod");
        // "fueron secuestradas y golpeadas": a participle joined to a passive one is passive with it.
        let shares = || {
            token.is("conj")
                && self.head(i).is_some_and(|h| h < i && !self.is_reflexive(h) && self.is_passive(h))
                && self.with(i, "nsubj").next().is_none()
        };
        participle && !auxiliary && (modifies || token.feat("Voice") == Some("Pass") || shares())
    }

    /// Whether the verb has an impersonal subject only ("il faut").
    #[must_use]
    pub fn is_impersonal(&self, i: u32) -> bool {
        self.with(i, "expl").any(|c| &*self.token(c).deprel == "expl:subj")
            && self.with(i, "nsubj").next().is_none()
    }

    /// Whether the verb carries a reflexive clitic.
    #[must_use]
    pub fn is_reflexive(&self, i: u32) -> bool {
        // "retirarse" is one word with its pronoun.
        if self.token(i).feat("VerbForm").is_some() && self.token(i).feat("Reflex") == Some("Yes") {
            return true;
        }
        self.children(i).iter().any(|&c| {
            let token = self.token(c);
            token.upos == Upos::Pron
                && (token.is("expl") && &*token.deprel != "expl:subj" || token.feat("Reflex") == Some("Yes"))
                // Before the verb, or joined to its end ("reuniu-se").
                && (c < i || c == i + 1 && !self.token(i).space_after)
        })
    }

    /// Whether a reflexive form is a passive: the language has it, and what is done to stands behind the verb as its subject
    /// ("se firmó el acuerdo") or marked object ("se detuvo a cuatro hombres").
    #[must_use]
    pub fn is_reflexive_passive(&self, i: u32) -> bool {
        let undergoes = |s: u32| {
            let case = self.case(s);
            s > i
                && self.token(s).upos != Upos::Pron
                && (case.is_empty()
                    || self.token(s).is("obj") && self.manifest.object_markers.contains(&case))
        };
        self.manifest.reflexive_passive
            && self.is_reflexive(i)
            && !self.with(i, "nsubj").any(|s| s < i)
            && self.with(i, "nsubj").chain(self.with(i, "obj")).any(undergoes)
    }

    /// Whether a word is a relative pronoun: by its features, or one the pack lists that belongs to a relative clause.
    #[must_use]
    pub fn is_relative(&self, i: u32) -> bool {
        let token = self.token(i);
        let marked = token.feat("PronType").is_some_and(|t| t.split(',').any(|t| t == "Rel"));
        let clause = |&h: &u32| &*self.token(h).deprel == "acl:relcl" && i < h;
        marked
            || self.manifest.relatives.iter().any(|r| **r == *token.norm)
                && self.head(i).as_ref().is_some_and(clause)
    }

    /// The noun a relative pronoun stands for: the head of the relative clause.
    #[must_use]
    pub fn antecedent(&self, pronoun: u32) -> Option<u32> {
        if !self.is_relative(pronoun) {
            return None;
        }
        let clause = std::iter::once(pronoun)
            .chain(self.ancestors(pronoun))
            .find(|&a| &*self.token(a).deprel == "acl:relcl")?;
        self.head(clause)
    }

    /// The grammatical subject's head word, through coordination, control, relatives and participle clauses.
    #[must_use]
    pub fn subject(&self, verb: u32) -> Option<(u32, &'static str)> {
        self.subject_bounded(verb, 8)
    }

    /// The agent of a passive verb.
    fn doer(&self, verb: u32) -> Option<(u32, &'static str)> {
        let agent = self.with(verb, "obl").find(|&c| &*self.token(c).deprel == "obl:agent");
        agent.map(|a| (a, "agent of the passive clause"))
    }

    fn subject_bounded(&self, verb: u32, depth: u8) -> Option<(u32, &'static str)> {
        let depth = depth.checked_sub(1)?;
        let own: Vec<u32> = self.with(verb, "nsubj").filter(|&s| !self.timed[s as usize]).collect();
        if let Some(&subject) = own.iter().find(|&&s| self.is_relative(s))
            && let Some(noun) = self.antecedent(subject)
        {
            return Some((noun, "nsubj of the relative clause"));
        }
        // "a-t-il": of clitics behind the auxiliary the last one is the subject.
        let clitics = own.iter().all(|&s| self.token(s).upos == Upos::Pron);
        if let Some(&subject) = if clitics { own.last() } else { own.first() } {
            return Some((subject, "nsubj"));
        }
        if let Some(subject) = self.with(verb, "expl").find(|&c| &*self.token(c).deprel == "expl:subj") {
            return Some((subject, "clitic subject"));
        }
        let token = self.token(verb);
        let head = self.head(verb)?;
        if token.is("conj") {
            return self.subject_bounded(head, depth).map(|(s, _)| (s, "shared subject"));
        }
        if token.is("xcomp") || token.is("advcl") && self.is_nonfinite(verb) {
            let lemma = self.low(head);
            let controls = !self.manifest.subject_control.iter().any(|v| *v == lemma);
            let perfect = self.with(verb, "aux").next().is_some();
            let reproach = token.is("advcl")
                && self
                    .manifest
                    .reproach
                    .iter()
                    .any(|(m, only)| (perfect || !only) && self.marked_by(verb, m));
            let object = (token.is("xcomp") && controls || reproach).then(|| self.object(head)).flatten();
            if let Some(object) = object.filter(|_| !self.is_reflexive(head)) {
                return Some((object, "object control"));
            }
            // "le convoi a été visé par un drone, tuant deux hommes": not who suffers it goes on.
            let present = token.feat("VerbForm") == Some("Ger") || token.feat("Tense") == Some("Pres");
            if token.is("advcl") && present && self.is_passive(head) {
                return self.doer(head);
            }
            return self.subject_bounded(head, depth).map(|(s, _)| (s, "subject control"));
        }
        // "personas acusadas de ...": behind its noun it tells what was done to it, before it only which.
        if token.is("amod") && verb > head && token.feat("VerbForm") == Some("Part") {
            return Some((head, "modified noun"));
        }
        if token.is("acl") && &*token.deprel != "acl:relcl" && self.token(head).upos != Upos::Verb {
            if token.feat("VerbForm") == Some("Part") {
                // "ont bombardé une raffinerie, tuant six ouvriers": behind a comma it goes on with the clause, not the noun.
                let goes_on = token.feat("Tense") == Some("Pres")
                    && verb.checked_sub(1).is_some_and(|b| &*self.token(b).norm == ",");
                let clause = self.ancestors(verb).find(|&a| self.is_verbal(a)).filter(|_| goes_on);
                if let Some(clause) = clause.filter(|&c| self.is_passive(c)) {
                    return self.doer(clause);
                }
                let subject = clause.and_then(|c| self.subject_bounded(c, depth));
                return subject.map(|(s, _)| (s, "subject control")).or(Some((head, "modified noun")));
            }
            // "la volonté de Téhéran de soutenir": the noun's own complement acts.
            let owner = self.with(head, "nmod").find(|&c| self.marked_by(c, &self.manifest.possessive));
            if let Some(owner) = owner {
                return Some((owner, "owner of the noun"));
            }
            if self.token(head).is("obj") {
                return self
                    .subject_bounded(self.token(head).head, depth)
                    .map(|(s, _)| (s, "subject control"));
            }
        }
        if (token.is("ccomp") || token.is("obl")) && self.is_nonfinite(verb) {
            return self.subject_bounded(head, depth).map(|(s, _)| (s, "subject control"));
        }
        None
    }

    /// Whether the verb is an infinitive or gerund without auxiliary of its own that is finite.
    #[must_use]
    pub fn is_nonfinite(&self, verb: u32) -> bool {
        let finite = |t: &Token| t.feat("VerbForm") == Some("Fin");
        !finite(self.token(verb)) && !self.with(verb, "aux").any(|a| finite(self.token(a)))
    }

    /// The direct object's head word.
    #[must_use]
    pub fn object(&self, verb: u32) -> Option<u32> {
        let object = self.objects(verb).next()?;
        Some(self.antecedent(object).unwrap_or(object))
    }

    /// Head words of the direct objects; where the language marks objects, those with another preposition are left out.
    pub fn objects(&self, verb: u32) -> impl Iterator<Item = u32> + '_ {
        let markers = &self.manifest.object_markers;
        let direct = move |o: &u32| {
            let t = self.token(*o);
            let dative = t.feat("Case") == Some("Dat") || t.feat("Reflex") == Some("Yes");
            let case = self.case(*o);
            markers.is_empty() || !dative && (case.is_empty() || markers.contains(&case))
        };
        let marked = self
            .with(verb, "iobj")
            .filter(move |&o| self.token(o).upos != Upos::Pron && markers.contains(&self.case(o)));
        self.with(verb, "obj").filter(direct).chain(marked).filter(|&o| !self.timed[o as usize])
    }

    /// The head of an expression outside its own words ("la police" for both words of "d'après la police").
    #[must_use]
    pub fn outer_head(&self, words: &[u32]) -> Option<u32> {
        let last = *words.last()?;
        self.ancestors(last).find(|h| !words.contains(h))
    }

    /// The complement's head word with that preposition; clitics count.
    #[must_use]
    pub fn complement(&self, of: u32, preposition: &str) -> Option<u32> {
        let possessive = preposition == self.manifest.possessive;
        self.children(of)
            .iter()
            .copied()
            .find(|&c| {
                let token = self.token(c);
                let nominal = token.is("obl")
                    || token.is("nmod")
                    || token.is("iobj")
                    || token.is("obj")
                    || token.is("advmod")
                    || token.is("xcomp") && !self.is_verbal(c)
                    || token.is("dep");
                if nominal && !self.is_verbal(c) && !self.is_timed(c) && self.marked_by(c, preposition) {
                    return true;
                }
                if token.is("iobj") && preposition == self.manifest.dative && self.case(c).is_empty() {
                    return true;
                }
                token.upos == Upos::Pron
                    && (token.is("iobj") || token.is("obl") || token.is("expl") || token.is("obj"))
                    && self.case(c).is_empty()
                    && self.manifest.clitics.iter().any(|(form, p)| *form == *token.norm && p == preposition)
            })
            .or_else(|| {
                possessive
                    .then(|| {
                        let det = self.with(of, "det").find(|&d| self.token(d).feat("Poss") == Some("Yes"));
                        det.or_else(|| self.with(of, "nmod").find(|&c| &*self.token(c).deprel == "nmod:poss"))
                    })
                    .flatten()
            })
    }

    /// The word itself and what is coordinated with it, in text order.
    #[must_use]
    pub fn coordinated(&self, i: u32) -> Vec<u32> {
        let mut all = vec![i];
        let mut next = 0;
        while next < all.len() && all.len() < 32 {
            let more: Vec<u32> = self
                .with(all[next], "conj")
                .filter(|&c| self.is_verbal(c) == self.is_verbal(i) || self.token(c).upos == Upos::Propn)
                .collect();
            all.extend(more);
            next += 1;
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// A text in lower case; a copy only where it is not already.
pub(crate) fn lower(text: &str) -> Cow<'_, str> {
    let low = |c: char| c.is_ascii() && !c.is_ascii_uppercase() || c.to_lowercase().eq([c]);
    if text.chars().all(low) { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) }
}

/// Joins sentences that a model cut inside a clause: the next one begins in lower case and the former does not end, or a
/// hyphen holds them together ("chef d'état | -major").
#[must_use]
pub fn join_cut_sentences(mut analysis: Analysis, text: &str) -> Analysis {
    let ends = |i: u32| {
        let word = analysis.tokens[i as usize].span.of(text);
        word.ends_with(['.', '!', '?', '…', ':', ';'])
    };
    let mut joined: Vec<Range<u32>> = Vec::with_capacity(analysis.sentences.len());
    let mut halves: Vec<(u32, u32)> = Vec::new();
    for sentence in &analysis.sentences {
        let paragraph = analysis.paragraph_of(sentence.start);
        let first = analysis.tokens[sentence.start as usize..sentence.end as usize]
            .iter()
            .find(|t| t.upos != Upos::Space)
            .and_then(|t| t.span.of(text).chars().next());
        let continues = first.is_some_and(|c| c.is_lowercase() || matches!(c, ',' | ')' | ']'));
        let start = sentence.start;
        let word = |i: u32| &analysis.tokens[i as usize];
        let hyphen = |i: u32| matches!(&*word(i).norm, "-" | "‐" | "‑");
        let glued = |i: u32| i > 0 && i < sentence.end && word(i - 1).span.end == word(i).span.start;
        let first_half = match glued(start) {
            true if hyphen(start) && glued(start + 1) => start.checked_sub(1),
            true if hyphen(start - 1) => start.checked_sub(2),
            _ => None,
        };
        match joined.last_mut() {
            Some(last)
                if (continues || first_half.is_some())
                    && last.end == sentence.start
                    && analysis.paragraph_of(last.start) == paragraph
                    && last.end > last.start
                    && !ends(last.end - 1) =>
            {
                last.end = sentence.end;
                if let Some(half) = first_half.filter(|h| last.contains(h)) {
                    halves.extend(sentence.clone().filter(|&i| word(i).head == i).map(|root| (root, half)));
                }
            }
            _ => joined.push(sentence.clone()),
        }
    }
    for (root, half) in halves {
        let token = &mut analysis.tokens[root as usize];
        token.head = half;
        token.deprel = "flat".into();
    }
    analysis.sentences = joined;
    analysis
}
