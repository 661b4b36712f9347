//! Lexicon entries: words that name an act, act on another act, or introduce speech.

use crate::error::PackFault;
use crate::ontology::{Code, Ontology};
use crate::quick::QuickMap;
use crate::sentence::TestSentence;
use crate::table::{Row, rows};

/// Word class an entry's head must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pos {
    /// Verbs, participles included.
    Verb,
    /// Nouns.
    Noun,
    /// Adjectives and fixed phrases used like them.
    Adj,
    /// Prepositions.
    Adp,
}

impl Pos {
    fn parse(text: &str) -> Option<Pos> {
        Some(match text {
            "verb" => Pos::Verb,
            "noun" => Pos::Noun,
            "adj" | "adv" => Pos::Adj,
            "adp" => Pos::Adp,
            _ => return None,
        })
    }
}

/// A syntactic place around a trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Subject of an active verb, agent of a passive one.
    Subject,
    /// Object of an active verb, subject of a passive one.
    Object,
    /// Complement introduced by this preposition (or a clause introduced by it).
    Prep(String),
    /// Demonym adjective of a noun.
    Adj,
    /// Country of the place where it happens.
    Loc,
    /// Clause without a marker: infinitive or speech.
    Inf,
}

impl Slot {
    fn parse(text: &str) -> Slot {
        match text {
            "S" => Slot::Subject,
            "O" => Slot::Object,
            "adj" => Slot::Adj,
            "loc" => Slot::Loc,
            "inf" => Slot::Inf,
            prep => Slot::Prep(prep.to_owned()),
        }
    }
}

/// Which slot holds whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Slots of the actor (for cues: the speaker), tried in order.
    pub actor: Vec<Slot>,
    /// Slots of the recipient (for cues: the addressee), tried in order.
    pub recipient: Vec<Slot>,
    /// Slots of the content of an operator or cue.
    pub content: Vec<Slot>,
    /// Whether the two sides may be swapped.
    pub symmetric: bool,
}

impl Frame {
    /// Reads `S|par>O ; C=que|de`.
    ///
    /// # Errors
    /// A sentence that says what is missing.
    pub fn parse(text: &str) -> Result<Frame, String> {
        let mut frame = Frame::default();
        let (sides, content) = text.split_once(';').map_or((text, None), |(s, c)| (s, Some(c.trim())));
        let (actor, recipient) = match sides.split_once("<>") {
            Some(pair) => {
                frame.symmetric = true;
                pair
            }
            None => sides
                .split_once('>')
                .ok_or_else(|| format!("`{text}` has no `>` between actor and recipient"))?,
        };
        let side = |s: &str| -> Vec<Slot> {
            s.split('|').map(str::trim).filter(|s| !s.is_empty() && *s != "-").map(Slot::parse).collect()
        };
        frame.actor = side(actor);
        frame.recipient = side(recipient);
        if let Some(content) = content {
            let content =
                content.strip_prefix("C=").ok_or_else(|| format!("`{content}` should begin with `C=`"))?;
            frame.content = side(content);
        }
        Ok(frame)
    }
}

/// What an entry asks of its sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Slots that only somebody who can act may fill.
    pub acting: Vec<Slot>,
    /// Slots whose head must be one of these lemmas, or people of one of these sectors (three capitals).
    pub among: Vec<(Slot, Vec<String>)>,
    /// Slots whose head must be none of these lemmas.
    pub not_among: Vec<(Slot, Vec<String>)>,
    /// One of these lemmas must stand near.
    pub has: Vec<String>,
    /// None of these lemmas may stand near.
    pub not: Vec<String>,
    /// No event without an actor.
    pub need_actor: bool,
    /// No event without a recipient.
    pub need_recipient: bool,
    /// Status the event starts with.
    pub status: Option<dateline_types::Status>,
    /// Codes only when nothing else in the sentence does.
    pub plain: bool,
    /// An accusation when it stands in somebody's reported speech about the subject; nothing otherwise.
    pub alleged: bool,
}

impl Conditions {
    fn parse(text: &str) -> Result<Conditions, String> {
        let mut c = Conditions::default();
        // Three capitals are a PLOVER sector and keep them.
        let sector = |w: &str| w.len() == 3 && w.bytes().all(|b| b.is_ascii_uppercase());
        let word = |w: &str| if sector(w) { w.to_owned() } else { w.to_lowercase() };
        let list =
            |s: &str| s.split('|').map(|w| word(w.trim())).filter(|w| !w.is_empty()).collect::<Vec<_>>();
        for part in text.split_whitespace() {
            if part == "plain" {
                c.plain = true;
            } else if part == "alleged" {
                c.alleged = true;
            } else if let Some(words) = part.strip_prefix("has:") {
                c.has.extend(list(words));
            } else if let Some(words) = part.strip_prefix("not:") {
                c.not.extend(list(words));
            } else if let Some(need) = part.strip_prefix("need:") {
                c.need_actor |= need.contains('A');
                c.need_recipient |= need.contains('R');
            } else if let Some(status) = part.strip_prefix("status:") {
                c.status = Some(
                    dateline_types::Status::parse(status)
                        .ok_or_else(|| format!("`{status}` is no status"))?,
                );
            } else if let Some((slot, words)) = part.split_once('!') {
                c.not_among.push((Slot::parse(slot), list(words)));
            } else if let Some((slot, words)) = part.split_once('=') {
                match words {
                    "actor" => c.acting.push(Slot::parse(slot)),
                    words => c.among.push((Slot::parse(slot), list(words))),
                }
            } else {
                return Err(format!("`{part}` is no condition"));
            }
        }
        Ok(c)
    }
}

/// What an entry stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// Names an act.
    Trigger,
    /// Acts on another act.
    Operator,
    /// Introduces speech.
    Cue,
}

/// One line of a lexicon.
#[derive(Clone, Debug)]
pub struct Entry {
    /// File and line with the entry ("triggers/assault.tsv:12 tuer"), for `explain`.
    pub rule: String,
    /// Words, head first; each with its alternative spellings (lemmas, lower case).
    pub words: Vec<Vec<String>>,
    /// Whether the head must be reflexive.
    pub reflexive: bool,
    /// Class of the head.
    pub pos: Pos,
    /// Which slot holds whom.
    pub frame: Frame,
    /// Trigger, operator or cue.
    pub kind: EntryKind,
    /// Operator name ("promise"), or the cue's kind ("say").
    pub operator: Option<String>,
    /// Its code; operators without one code only with an inner act.
    pub code: Option<Code>,
    /// What it asks of its sentence.
    pub conditions: Conditions,
    /// Its test sentences.
    pub tests: Vec<TestSentence>,
}

/// All entries of one kind of table, found by head word.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// All entries in file order.
    pub entries: Vec<Entry>,
    by_head: QuickMap<Vec<u32>>,
}

impl Lexicon {
    /// Indices of the entries whose head is `lemma` (lower case), longest expressions first.
    #[must_use]
    pub fn with_head(&self, lemma: &str) -> &[u32] {
        self.by_head.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// All head lemmas, sorted.
    pub fn heads(&self) -> impl Iterator<Item = &str> {
        let mut heads: Vec<&str> = self.by_head.keys().map(String::as_str).collect();
        heads.sort_unstable();
        heads.into_iter()
    }

    /// Reads one table of triggers or operators into the lexicon.
    pub fn add_acts(&mut self, file: &str, text: &str, ontology: &Ontology, faults: &mut Vec<PackFault>) {
        let mut own = Vec::new();
        rows(file, text, &["entry", "pos", "frame", "code", "if", "test"], faults, |row| {
            match act(file, row, ontology) {
                Ok(entry) => self.push(entry),
                Err((message, mend)) => own.push(PackFault::new(file, row.line, message, mend)),
            }
        });
        faults.append(&mut own);
    }

    /// Reads a table of speech cues into the lexicon.
    pub fn add_cues(&mut self, file: &str, text: &str, faults: &mut Vec<PackFault>) {
        let mut own = Vec::new();
        rows(file, text, &["entry", "pos", "frame", "kind", "test"], faults, |row| match base(file, row) {
            Ok(mut entry) => {
                entry.kind = EntryKind::Cue;
                entry.operator = Some(row.get("kind").to_owned());
                self.push(entry);
            }
            Err((message, mend)) => own.push(PackFault::new(file, row.line, message, mend)),
        });
        faults.append(&mut own);
    }

    fn push(&mut self, entry: Entry) {
        let index = self.entries.len() as u32;
        for head in &entry.words[0] {
            let list = self.by_head.entry(head.clone()).or_default();
            list.push(index);
        }
        self.entries.push(entry);
        let entries = &self.entries;
        for head in entries[index as usize].words[0].clone() {
            if let Some(list) = self.by_head.get_mut(&head) {
                list.sort_by_key(|&i| {
                    let e = &entries[i as usize];
                    (std::cmp::Reverse(e.words.len() * 2 + usize::from(e.reflexive)), e.conditions.plain, i)
                });
            }
        }
    }
}

type Fault = (String, &'static str);

fn base(file: &str, row: &Row<'_>) -> Result<Entry, Fault> {
    let text = row.get("entry").replace('’', "'").to_lowercase();
    let (reflexive, text) = match text.strip_prefix("se ").or_else(|| text.strip_prefix("s'")) {
        Some(rest) if row.get("pos") == "verb" => (true, rest.to_owned()),
        _ => (false, text),
    };
    let words: Vec<Vec<String>> = text
        .replace('\'', "' ")
        .split_whitespace()
        .map(|w| w.split('|').filter(|w| !w.is_empty()).map(str::to_owned).collect())
        .collect();
    if words.is_empty() || words.iter().any(Vec::is_empty) {
        return Err(("the entry is empty".into(), "write the dictionary form"));
    }
    let pos = Pos::parse(row.get("pos"))
        .ok_or_else(|| (format!("`{}` is no word class", row.get("pos")), "write verb, noun, adj or adp"))?;
    let frame =
        Frame::parse(row.get("frame")).map_err(|m| (m, "see the frame notation in packs/README.md"))?;
    let tests =
        TestSentence::parse_all(row.get("test")).map_err(|m| (m, "mark [A actor] and [R recipient]"))?;
    Ok(Entry {
        rule: format!("{file}:{} {}", row.line, row.get("entry")),
        words,
        reflexive,
        pos,
        frame,
        kind: EntryKind::Trigger,
        operator: None,
        code: None,
        conditions: Conditions::default(),
        tests,
    })
}

fn act(file: &str, row: &Row<'_>, ontology: &Ontology) -> Result<Entry, Fault> {
    let mut entry = base(file, row)?;
    let mut code = row.get("code");
    if let Some(rest) = code.strip_prefix('=') {
        let (operator, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        if !ontology.has_operator(operator) {
            return Err((format!("`{operator}` is no operator"), "use one of composition.tsv"));
        }
        entry.kind = EntryKind::Operator;
        entry.operator = Some(operator.to_owned());
        code = rest.trim();
    }
    if !code.is_empty() {
        entry.code = Some(ontology.parse_code(code).map_err(|m| (m, "see ontology/"))?);
    } else if entry.operator.is_none() {
        return Err(("the entry has no code".into(), "write TYPE/mode CAMEO"));
    }
    entry.conditions =
        Conditions::parse(row.get("if")).map_err(|m| (m, "see the conditions in packs/README.md"))?;
    Ok(entry)
}
