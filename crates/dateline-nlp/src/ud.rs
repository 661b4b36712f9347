//! Turns ClearNLP dependency trees (the labels of spaCy's English pipelines) into Universal Dependencies.
//!
//! ClearNLP makes prepositions and copulas heads and chains conjuncts; Universal Dependencies make content words heads.
//! Packs and patterns speak Universal Dependencies only, so this is the one place that knows the other scheme.

use dateline_types::{Analysis, Upos};
use std::ops::Range;

/// Labels of the ClearNLP scheme that Universal Dependencies do not have; a model that predicts them speaks ClearNLP.
const MARKERS: [&str; 4] = ["pobj", "dobj", "nsubjpass", "pcomp"];

/// Whether a parser with these labels speaks the ClearNLP scheme.
#[must_use]
pub fn is_clearnlp<'l>(labels: impl IntoIterator<Item = &'l str>) -> bool {
    labels.into_iter().any(|l| MARKERS.contains(&l))
}

/// Labels that only change their name.
const RENAMED: [(&str, &str); 16] = [
    ("nsubjpass", "nsubj:pass"),
    ("csubjpass", "csubj:pass"),
    ("dobj", "obj"),
    ("auxpass", "aux:pass"),
    ("neg", "advmod"),
    ("predet", "det:predet"),
    ("poss", "nmod:poss"),
    ("quantmod", "advmod"),
    ("npadvmod", "obl:npmod"),
    ("relcl", "acl:relcl"),
    ("preconj", "cc:preconj"),
    ("prt", "compound:prt"),
    ("intj", "discourse"),
    ("meta", "dep"),
    ("oprd", "xcomp"),
    ("nn", "compound"),
];

/// Rewrites heads and labels of an analysis in place.
pub fn from_clearnlp(analysis: &mut Analysis) {
    for sentence in analysis.sentences.clone() {
        let mut tree = Sentence::new(analysis, sentence.clone());
        tree.prepositions();
        tree.copulas();
        tree.coordination();
        tree.rename();
        for (i, (head, label)) in tree.arcs.into_iter().enumerate() {
            let token = &mut analysis.tokens[sentence.start as usize + i];
            token.head = sentence.start + head as u32;
            if *token.deprel != *label {
                token.deprel = label.as_str().into();
            }
        }
    }
}

/// One sentence with heads counted from its first token.
struct Sentence<'a> {
    analysis: &'a Analysis,
    range: Range<u32>,
    arcs: Vec<(usize, String)>,
}

impl<'a> Sentence<'a> {
    fn new(analysis: &'a Analysis, range: Range<u32>) -> Sentence<'a> {
        let tokens = &analysis.tokens[range.start as usize..range.end as usize];
        let arcs = tokens
            .iter()
            .enumerate()
            .map(|(i, t)| {
                let inside = range.contains(&t.head);
                // ClearNLP's own `nmod` is a loose compound; the name is needed for nominal modifiers below.
                let label = if &*t.deprel == "nmod" { "compound" } else { &t.deprel };
                (if inside { (t.head - range.start) as usize } else { i }, label.to_owned())
            })
            .collect();
        Sentence { analysis, range, arcs }
    }

    fn len(&self) -> usize {
        self.arcs.len()
    }

    fn upos(&self, i: usize) -> Upos {
        self.analysis.tokens[self.range.start as usize + i].upos
    }

    fn lemma(&self, i: usize) -> &str {
        &self.analysis.tokens[self.range.start as usize + i].lemma
    }

    fn label(&self, i: usize) -> &str {
        &self.arcs[i].1
    }

    fn children(&self, i: usize) -> Vec<usize> {
        (0..self.len()).filter(|&c| c != i && self.arcs[c].0 == i).collect()
    }

    fn child(&self, i: usize, label: &str) -> Option<usize> {
        (0..self.len()).find(|&c| c != i && self.arcs[c].0 == i && self.arcs[c].1 == label)
    }

    fn set(&mut self, i: usize, head: usize, label: &str) {
        self.arcs[i] = (head, label.to_owned());
    }

    /// Whether a word heads a clause or modifies as one: its complements are obliques, a noun's are nominal modifiers.
    fn is_predicate(&self, i: usize) -> bool {
        matches!(self.upos(i), Upos::Verb | Upos::Aux | Upos::Adj | Upos::Adv)
            || self.children(i).iter().any(|&c| matches!(self.label(c), "nsubj" | "nsubjpass" | "cop"))
    }

    /// Prepositions become case or mark of what they introduce; chains ("out of", "from under") from the inside out.
    fn prepositions(&mut self) {
        for p in (0..self.len()).rev() {
            let label = self.label(p).to_owned();
            if !matches!(label.as_str(), "prep" | "agent" | "dative" | "pcomp" | "conj")
                || label == "pcomp" && !matches!(self.upos(p), Upos::Adp | Upos::Sconj)
                || label == "conj" && self.upos(p) != Upos::Adp
            {
                continue;
            }
            let head = self.arcs[p].0;
            let inner = self.child(p, "pobj").or_else(|| self.child(p, "pcomp")).or_else(|| {
                // An inner preposition has been turned already: its object hangs here as oblique or clause.
                self.children(p)
                    .into_iter()
                    .find(|&c| c > p && matches!(self.label(c), "obl" | "nmod" | "advcl" | "acl"))
            });
            let Some(object) = inner else {
                if label == "dative" {
                    self.set(p, head, "iobj");
                } else if label != "conj" {
                    self.set(p, head, "advmod");
                }
                continue;
            };
            let clause = self.label(object) == "pcomp" && matches!(self.upos(object), Upos::Verb | Upos::Aux)
                || matches!(self.label(object), "advcl" | "acl");
            let predicate = self.is_predicate(head) || self.arcs[head].0 == head;
            let outer = match (label.as_str(), clause, predicate) {
                ("conj", _, _) => "conj",
                ("agent", _, _) => "obl:agent",
                (_, true, true) => "advcl",
                (_, true, false) => "acl",
                (_, false, true) => "obl",
                (_, false, false) => "nmod",
            };
            for c in self.children(p) {
                if c != object {
                    let own = self.label(c).to_owned();
                    self.set(c, object, &own);
                }
            }
            self.set(object, head, outer);
            self.set(p, object, if clause { "mark" } else { "case" });
        }
        for i in 0..self.len() {
            if self.label(i) == "dative" {
                let head = self.arcs[i].0;
                self.set(i, head, "iobj");
            }
        }
    }

    /// The predicate of "be" becomes head of its clause; "be" becomes its copula.
    fn copulas(&mut self) {
        for v in 0..self.len() {
            if self.lemma(v) != "be" || matches!(self.label(v), "aux" | "auxpass" | "cop") {
                continue;
            }
            let children = self.children(v);
            let existential = children.iter().any(|&c| self.label(c) == "expl");
            let attribute = children.iter().copied().find(|&c| matches!(self.label(c), "attr" | "acomp"));
            if existential {
                if let Some(a) = attribute {
                    self.set(a, v, "nsubj");
                }
                continue;
            }
            let has_subject = children.iter().any(|&c| matches!(self.label(c), "nsubj" | "csubj"));
            let predicate = attribute.or_else(|| {
                let verbal =
                    children.iter().any(|&c| matches!(self.label(c), "dobj" | "obj" | "xcomp" | "ccomp"));
                let place = children.iter().copied().find(|&c| c > v && self.label(c) == "obl");
                place.filter(|_| has_subject && !verbal)
            });
            let Some(p) = predicate else { continue };
            let (head, label) = self.arcs[v].clone();
            for c in children {
                if c != p {
                    let own = self.label(c).to_owned();
                    self.set(c, p, &own);
                }
            }
            let root = head == v;
            self.set(p, if root { p } else { head }, &label);
            self.set(v, p, "cop");
        }
        for i in 0..self.len() {
            if matches!(self.label(i), "attr" | "acomp") {
                let head = self.arcs[i].0;
                self.set(i, head, "xcomp");
            }
        }
    }

    /// Conjuncts hang on the first of their row; a conjunction hangs on the conjunct behind it.
    fn coordination(&mut self) {
        for i in 0..self.len() {
            let mut steps = 0;
            while self.label(i) == "conj" && self.label(self.arcs[i].0) == "conj" && steps < 64 {
                let first = self.arcs[self.arcs[i].0].0;
                self.set(i, first, "conj");
                steps += 1;
            }
        }
        for i in 0..self.len() {
            if self.label(i) != "cc" {
                continue;
            }
            let head = self.arcs[i].0;
            let next = (i + 1..self.len()).find(|&c| self.label(c) == "conj" && self.arcs[c].0 == head);
            // Inside a row the conjunction hangs on a later conjunct whose row now hangs on the first.
            let next = next.or_else(|| {
                let first = self.arcs[head].0;
                (i + 1..self.len()).find(|&c| {
                    self.label(c) == "conj" && self.arcs[c].0 == first && self.label(head) == "conj"
                })
            });
            if let Some(next) = next {
                self.set(i, next, "cc");
            }
        }
    }

    fn rename(&mut self) {
        for i in 0..self.len() {
            let label = self.label(i).to_owned();
            if let Some((_, to)) = RENAMED.iter().find(|(from, _)| *from == label) {
                self.arcs[i].1 = (*to).to_owned();
            } else if label == "aux" && self.upos(i) == Upos::Part {
                self.arcs[i].1 = "mark".to_owned();
            } else if label == "pobj" {
                self.arcs[i].1 = "obl".to_owned();
            } else if label == "pcomp" {
                self.arcs[i].1 = "advcl".to_owned();
            } else if label == "ROOT" && self.arcs[i].0 != i {
                self.arcs[i].1 = "parataxis".to_owned();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_types::{Span, Token};

    /// Words as `form/lemma/UPOS/head/label`, head counted from 1, 0 for the root.
    fn convert(words: &str) -> Vec<(usize, String)> {
        let mut analysis = Analysis::default();
        let mut at = 0;
        for (i, word) in words.split_whitespace().enumerate() {
            let cells: Vec<&str> = word.split('/').collect();
            let head: u32 = cells[3].parse().unwrap();
            analysis.tokens.push(Token {
                span: Span::new(at, at + cells[0].len()),
                space_after: true,
                upos: Upos::parse(cells[2]),
                xpos: "".into(),
                feats: "".into(),
                lemma: cells[1].into(),
                norm: cells[0].to_lowercase().into(),
                head: if head == 0 { i as u32 } else { head - 1 },
                deprel: cells[4].into(),
            });
            at += cells[0].len() + 1;
        }
        let n = analysis.tokens.len() as u32;
        analysis.sentences.push(0..n);
        analysis.paragraphs.push(0..n);
        from_clearnlp(&mut analysis);
        analysis
            .tokens
            .iter()
            .enumerate()
            .map(|(i, t)| (if t.head as usize == i { 0 } else { t.head as usize + 1 }, t.deprel.to_string()))
            .collect()
    }

    fn check(words: &str, expected: &str) {
        let found: Vec<String> = convert(words).iter().map(|(h, l)| format!("{h}/{l}")).collect();
        assert_eq!(found.join(" "), expected, "{words}");
    }

    #[test]
    fn passive_with_agent() {
        check(
            "Soldiers/soldier/NOUN/3/nsubjpass were/be/AUX/3/auxpass killed/kill/VERB/0/ROOT by/by/ADP/3/agent rebels/rebel/NOUN/4/pobj",
            "3/nsubj:pass 3/aux:pass 0/ROOT 5/case 3/obl:agent",
        );
    }

    #[test]
    fn prepositions_and_chains() {
        check(
            "He/he/PRON/2/nsubj spoke/speak/VERB/0/ROOT to/to/ADP/2/prep members/member/NOUN/3/pobj of/of/ADP/4/prep parliament/parliament/NOUN/5/pobj",
            "2/nsubj 0/ROOT 4/case 2/obl 6/case 4/nmod",
        );
        check(
            "They/they/PRON/2/nsubj came/come/VERB/0/ROOT out/out/ADP/2/prep of/of/ADP/3/prep Gaza/Gaza/PROPN/4/pobj",
            "2/nsubj 0/ROOT 5/case 5/case 2/obl",
        );
        check(
            "He/he/PRON/2/nsubj left/leave/VERB/0/ROOT after/after/ADP/2/prep meeting/meet/VERB/3/pcomp Putin/Putin/PROPN/4/dobj",
            "2/nsubj 0/ROOT 4/mark 2/advcl 4/obj",
        );
    }

    #[test]
    fn copulas_and_existentials() {
        check("He/he/PRON/2/nsubj is/be/AUX/0/ROOT president/president/NOUN/2/attr", "3/nsubj 3/cop 0/ROOT");
        check(
            "He/he/PRON/2/nsubj was/be/AUX/0/ROOT in/in/ADP/2/prep Paris/Paris/PROPN/3/pobj",
            "4/nsubj 4/cop 4/case 0/ROOT",
        );
        check(
            "There/there/PRON/2/expl was/be/VERB/0/ROOT an/a/DET/4/det attack/attack/NOUN/2/attr",
            "2/expl 0/ROOT 4/det 2/nsubj",
        );
    }

    #[test]
    fn datives_possessives_relatives() {
        check(
            "It/it/PRON/2/nsubj gave/give/VERB/0/ROOT Kyiv/Kyiv/PROPN/2/dative arms/arm/NOUN/2/dobj",
            "2/nsubj 0/ROOT 2/iobj 2/obj",
        );
        check(
            "It/it/PRON/2/nsubj gave/give/VERB/0/ROOT arms/arm/NOUN/2/dobj to/to/ADP/2/dative Kyiv/Kyiv/PROPN/4/pobj",
            "2/nsubj 0/ROOT 2/obj 5/case 2/obl",
        );
        check(
            "Iran/Iran/PROPN/3/poss 's/'s/PART/1/case envoy/envoy/NOUN/5/nsubj who/who/PRON/5/nsubj left/leave/VERB/0/ROOT",
            "3/nmod:poss 1/case 5/nsubj 5/nsubj 0/ROOT",
        );
    }

    #[test]
    fn coordination_hangs_on_the_first() {
        check(
            "Paris/Paris/PROPN/6/nsubj ,/,/PUNCT/1/punct London/London/PROPN/1/conj and/and/CCONJ/3/cc Berlin/Berlin/PROPN/3/conj agreed/agree/VERB/0/ROOT",
            "6/nsubj 1/punct 1/conj 5/cc 1/conj 0/ROOT",
        );
    }

    #[test]
    fn any_tree_keeps_one_root_and_no_cycle() {
        let found = convert("a/be/AUX/2/prep b/be/AUX/1/pobj c/be/AUX/0/ROOT d/x/NOUN/3/attr e/y/ADP/4/prep");
        for start in 0..found.len() {
            let mut at = start;
            for _ in 0..found.len() {
                if found[at].0 == 0 {
                    break;
                }
                at = found[at].0 - 1;
            }
        }
    }
}
