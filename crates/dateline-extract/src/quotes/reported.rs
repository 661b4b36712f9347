//! What a cue reports without quotation marks: the clause it governs, the words around it, the rest of its sentence.

use super::{Finder, Introducer};
use dateline_pack::{Pos, Slot};
use dateline_types::{Span, Upos};

impl Finder<'_> {
    /// Whether a finite clause with the conjunction of reported clauses hangs on the cue.
    pub(super) fn reports(&self, cue: &Introducer<'_>) -> bool {
        let tree = self.tree;
        tree.children(cue.found.token).iter().any(|&c| {
            c > cue.found.token
                && tree.token(c).is("ccomp")
                && !tree.is_nonfinite(c)
                && tree.with(c, "mark").any(|m| tree.token(m).upos == Upos::Sconj)
        })
    }

    /// The clause a cue governs: "a ajouté que ...".
    pub(super) fn clause(&self, cue: &Introducer<'_>) -> Option<Vec<Span>> {
        let tree = self.tree;
        let at = *cue.found.words.last()?;
        let head = cue.found.token;
        let sentence = tree.sentence_range(head);
        // "dit n'avoir arrêté que deux hommes": an infinitive comes before any conjunction behind it.
        let slots = &cue.entry.frame.content;
        let first =
            slots.iter().filter(|s| **s == Slot::Inf).chain(slots.iter().filter(|s| **s != Slot::Inf));
        for slot in first {
            if *slot == Slot::Inf {
                // "a affirmé avoir tué": the infinitive clause is what is said.
                let clause = tree.children(head).iter().copied().find(|&c| {
                    let t = tree.token(c);
                    c > at
                        && tree.is_verbal(c)
                        && tree.is_nonfinite(c)
                        && (t.is("xcomp") || t.is("ccomp") || t.is("obj"))
                });
                if let Some(clause) = clause {
                    let range = tree.subtree(clause);
                    let end = self.before_remark(clause, range.end);
                    return Some(vec![self.clean(tree.analysis.span(range.start.max(at + 1)..end))]);
                }
            }
            let Slot::Prep(conjunction) = slot else { continue };
            let introduces = |t: u32| {
                let token = tree.token(t);
                let plain = self.pack.manifest.plain_form(&token.norm);
                matches!(token.upos, Upos::Sconj | Upos::Pron | Upos::Adv)
                    && plain.unwrap_or(&token.norm) == conjunction
            };
            // The nearest conjunction behind the cue whose clause hangs on it, else simply the nearest.
            let reach = (at + 1 + 14).min(sentence.end);
            let Some(mark) = (at + 1..reach).find(|&t| introduces(t)).filter(|&m| {
                // A conjunction that opens a clause, or that stands right behind the cue whatever the parser made of it.
                let marks = tree.token(m).is("mark") || m == at + 1 && tree.token(m).upos == Upos::Sconj;
                marks && (tree.within(m, head) || (at + 1..m).all(|t| tree.token(t).upos != Upos::Verb))
            }) else {
                if let Some(said) = self.bare_clause(cue, conjunction) {
                    return Some(said);
                }
                continue;
            };
            let mut end = self.clause_end(head, mark, sentence.end);
            while end > mark + 1
                && matches!(tree.token(end - 1).upos, Upos::Punct | Upos::Space | Upos::Cconj)
            {
                end -= 1;
            }
            if end > mark + 1 {
                return Some(vec![self.clean(tree.analysis.span(mark + 1..end))]);
            }
        }
        None
    }

    /// Where an infinitive clause ends that the report remarks on behind a comma: "avoir tué trente soldats, | un bilan
    /// démenti par Bamako", "avoir exfiltré le président, | dont on ignorait le sort".
    fn before_remark(&self, clause: u32, end: u32) -> u32 {
        let tree = self.tree;
        let comma = (clause + 1..end).find(|&t| {
            let next = t + 1;
            if &*tree.token(t).norm != "," || next >= end {
                return false;
            }
            let token = tree.token(next);
            let noun = tree.head(next).filter(|_| token.upos == Upos::Det);
            // Parsers often take the apposition for a second object.
            let second = |n: u32| {
                let verb = tree.head(n).filter(|_| tree.token(n).is("obj"));
                verb.is_some_and(|v| tree.with(v, "obj").any(|o| o < t))
            };
            let apposed = token.feat("Definite") == Some("Ind")
                && noun.is_some_and(|n| tree.token(n).is("appos") || second(n));
            apposed || tree.is_relative(next)
        });
        comma.unwrap_or(end)
    }

    /// A reported clause whose conjunction is left out: "said it would withdraw".
    fn bare_clause(&self, cue: &Introducer<'_>, conjunction: &str) -> Option<Vec<Span>> {
        if self.pack.manifest.zero.is_empty() || self.pack.manifest.zero != conjunction {
            return None;
        }
        let tree = self.tree;
        let head = cue.found.token;
        let at = *cue.found.words.last()?;
        let clause = tree
            .with(head, "ccomp")
            .find(|&c| c > at && (tree.is_verbal(c) || tree.with(c, "cop").next().is_some()))?;
        let range = tree.subtree(clause);
        let start = range.start.max(at + 1);
        // An addressee or a time may stand between; whatever belongs to the clause begins it.
        let sentence_end = tree.sentence_range(head).end;
        let end = self.clause_end(head, start, sentence_end).min(sentence_end);
        let mut end = end.max(range.end.min(sentence_end));
        while end > start && matches!(tree.token(end - 1).upos, Upos::Punct | Upos::Space | Upos::Cconj) {
            end -= 1;
        }
        (end > start + 1).then(|| vec![self.clean(tree.analysis.span(start..end))])
    }

    /// Where the reported clause ends: at the sentence's end, or where the cue's own clause goes on.
    fn clause_end(&self, cue: u32, mark: u32, sentence_end: u32) -> u32 {
        let tree = self.tree;
        // Another verb coordinated with the cue ends the reported clause ("... et a ajouté que").
        let next = tree
            .with(cue, "conj")
            .filter(|&c| c > mark && tree.is_verbal(c))
            .map(|c| tree.subtree(c).start)
            .min();
        // A parenthetical cue behind ends it too.
        let aside = self
            .cues
            .iter()
            .filter(|c| {
                c.found.token > mark
                    && c.found.token < sentence_end
                    && tree.token(c.found.token).is("parataxis")
            })
            .map(|c| self.cue_start(&c.found))
            .min();
        // "Après avoir annoncé que ..., X a admis": a cue without finite verb ends where the main clause begins.
        let main = (tree.is_nonfinite(cue))
            .then(|| {
                let later = self.cues.iter().map(|c| c.found.token);
                let later = later.filter(|&t| t > mark && t < sentence_end && !tree.is_nonfinite(t)).min()?;
                (mark..later).rev().find(|&t| &*tree.token(t).norm == ",")
            })
            .flatten();
        next.into_iter()
            .chain(main)
            .chain(aside)
            .chain([sentence_end])
            .filter(|&e| e > mark)
            .min()
            .unwrap_or(sentence_end)
    }

    /// What a parenthetical cue refers to: the words before it, and behind it up to the end of the sentence.
    pub(super) fn parenthesis(&self, cue: &Introducer<'_>) -> Option<Vec<Span>> {
        let tree = self.tree;
        // "..., s'est félicité M. Mirzioïev, saluant le courage de son hôte": a participle comments on nothing before it.
        if cue.entry.pos != Pos::Verb || tree.is_nonfinite(cue.found.token) {
            return None;
        }
        let at = cue.found.token;
        let sentence = tree.sentence_range(at);
        let start = self.cue_start(&cue.found);
        if self.closes_marks(start) {
            return None;
        }
        let subject_before = tree.with(at, "nsubj").any(|c| c < at);
        let inverted = tree.children(at).iter().any(|&c| {
            let t = tree.token(c);
            // Parsers often take a subject behind its verb for the object.
            c > at && (t.is("nsubj") || t.is("obj") && !subject_before)
                || &*t.deprel == "expl:subj" && c + 2 >= at && c > start
                // "ont-ils annoncé": the clitic behind the auxiliary.
                || t.is("nsubj") && t.upos == Upos::Pron && t.norm.starts_with('-') && c + 2 >= at && c > start
        });
        let inverted = inverted || self.trails(at, start);
        if !inverted && let Some(said) = self.clause_before(cue) {
            return Some(said);
        }
        if !inverted || start <= sentence.start + 2 {
            return None;
        }
        let before = tree.token(start - 1);
        if before.upos != Upos::Punct {
            return None;
        }
        let mut from = sentence.start;
        // A sentence that was cut behind a closing mark: the words before belong to it.
        while from < start && matches!(tree.token(from).upos, Upos::Space) {
            from += 1;
        }
        let mut content = vec![self.clean(tree.analysis.span(from..start - 1))];
        // Behind the cue's own words, a second half of the speech may follow after a comma.
        let own_end = tree.subtree(at).end.min(sentence.end);
        if own_end < sentence.end && tree.token(own_end).upos == Upos::Punct && own_end + 3 < sentence.end {
            content.push(self.clean(tree.analysis.span(own_end + 1..sentence.end)));
        }
        content.retain(|s| !s.is_empty());
        (!content.is_empty()).then_some(content)
    }

    /// Whether marked speech, and nothing else, ends right before a token but for a comma: the words it comments on are those.
    /// "« soutiendra » l'Ukraine « longtemps », a dit X" has words of its own around the marks.
    fn closes_marks(&self, token: u32) -> bool {
        let tree = self.tree;
        let end = tree.token(token).span.start as usize;
        let from = tree.analysis.span(tree.sentence_range(token)).start as usize;
        self.marked.iter().any(|s| {
            let gap = self.text().get(s.outer.end as usize..end);
            let before = self.text().get(from..s.outer.start as usize).unwrap_or("").trim_end();
            gap.is_some_and(|g| g.chars().all(|c| c.is_whitespace() || c == ','))
                && (before.ends_with(':') || before.chars().all(|c| !c.is_alphanumeric()))
        })
    }

    /// Whether a cue behind a comma comments on the clause before it although the parser took a noun of that clause for its
    /// subject: "Un kamikaze a fait exploser une voiture, tuant dix personnes, a annoncé la police".
    fn trails(&self, cue: u32, start: u32) -> bool {
        let tree = self.tree;
        let comma = start.checked_sub(1).is_some_and(|b| &*tree.token(b).norm == ",");
        let below = tree.head(cue).is_some_and(|h| h < start && tree.is_verbal(h));
        let label = tree.token(cue);
        let loose = label.is("advcl") || label.is("parataxis") || label.is("ccomp") || label.is("conj");
        comma
            && below
            && loose
            && !tree.is_nonfinite(cue)
            && tree.with(cue, "obj").any(|o| {
                o > cue
                    && self.cast.mention_headed(o).is_some_and(|m| self.cast.acts(m.entity) && !m.locative)
            })
    }

    /// The clause before a cue that has its subject in front of it: "Rebels attacked the town, the army said".
    fn clause_before(&self, cue: &Introducer<'_>) -> Option<Vec<Span>> {
        let tree = self.tree;
        if self.pack.manifest.zero.is_empty() {
            return None;
        }
        let at = cue.found.token;
        let sentence = tree.sentence_range(at);
        let clause = tree.children(at).iter().copied().find(|&c| {
            let t = tree.token(c);
            c < at && (t.is("ccomp") || t.is("parataxis") || t.is("dep"))
        });
        // The cue may itself hang on the clause it comments.
        let host = tree
            .head(at)
            .filter(|&h| h < at && (tree.token(at).is("parataxis") || tree.token(at).is("ccomp")));
        let core = clause.or(host)?;
        let subject = tree.subject(at).map(|(s, _)| tree.subtree(s).start).filter(|&s| s > core && s < at);
        let start = subject.unwrap_or_else(|| self.cue_start(&cue.found));
        if start <= sentence.start + 2 || tree.token(start - 1).upos != Upos::Punct {
            return None;
        }
        let mut content = vec![self.clean(tree.analysis.span(sentence.start..start - 1))];
        let own_end = tree
            .children(at)
            .iter()
            .filter(|&&c| c > at && !tree.token(c).is("punct"))
            .map(|&c| tree.subtree(c).end)
            .max()
            .unwrap_or(at + 1)
            .min(sentence.end);
        if host.is_some() && own_end + 3 < sentence.end && tree.token(own_end).upos == Upos::Punct {
            content.push(self.clean(tree.analysis.span(own_end + 1..sentence.end)));
        }
        content.retain(|s| !s.is_empty());
        (!content.is_empty()).then_some(content)
    }

    /// What a source phrase ("selon X") refers to: its sentence without the phrase.
    pub(super) fn rest_of_sentence(&self, cue: &Introducer<'_>) -> Option<Vec<Span>> {
        let tree = self.tree;
        let first = *cue.found.words.first()?;
        let last = *cue.found.words.last()?;
        let sentence = tree.sentence_range(first);
        let noun = tree.outer_head(&cue.found.words).filter(|&h| h > last)?;
        let mut end = tree.subtree(noun).end.min(sentence.end);
        // The phrase ends at its comma, not at whatever the parser hung below it.
        if let Some(comma) = (noun + 1..end).find(|&t| &*tree.token(t).norm == ",") {
            let main_before = first > sentence.start + 2;
            if !main_before {
                end = comma;
            }
        }
        let mut spans = Vec::new();
        if first > sentence.start {
            spans.push(self.clean(tree.analysis.span(sentence.start..first)));
        }
        if end < sentence.end {
            spans.push(self.clean(tree.analysis.span(end..sentence.end)));
        }
        spans.retain(|s| s.len() > 8);
        (!spans.is_empty()).then_some(spans)
    }
}
