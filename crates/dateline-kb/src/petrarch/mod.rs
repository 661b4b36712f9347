//! Dictionaries of PETRARCH and TABARI: actors, agents, discards, verbs and their patterns, without loss.
//!
//! [`Dictionaries::read`] takes the files of a folder (name and text; [`crate::load::dictionaries`] opens them) and tells their
//! kind from the name, else from the content. Every line that is neither blank nor comment is either held in the result or
//! named in [`Dictionaries::unused`] with the reason; [`Dictionaries::files`] counts them.
//!
//! - [`Actor`]: one name with its synonyms (`+`) and its [`DatedCode`]s. [`Actor::code`] gives the code of a day.
//! - [`Agent`]: a role noun, its plurals, and where its code goes: [`Agent::apply`] makes `IRN` and `[~GOV]` into `IRNGOV`.
//! - [`Discard`]: a phrase that drops a sentence or, marked with `+`, a whole story.
//! - [`Verbs`]: [`Synset`]s, and [`VerbBlock`]s with a code, the verbs and the [`Pattern`]s that hold for all of them.
//! - [`Names`] finds the longest actor or agent that begins a run of words.
//!
//! ```
//! use dateline_kb::petrarch::{Dictionaries, Names};
//! let (actors, agents) = ("IRAN [IRN]\n+PERSIA\n", "MINISTER [~GOV]\n");
//! let d = Dictionaries::read([("x.actors", actors), ("x.agents", agents)]);
//! let names = Names::of(&d);
//! let (len, actor) = names.actor(&["Persia", "said"]).unwrap();
//! let (_, agent) = names.agent(&["ministers"]).unwrap();
//! assert_eq!((len, agent.apply(actor.code(None).unwrap())), (1, "IRNGOV".to_owned()));
//! assert!(d.unused.is_empty());
//! ```

mod actors;
mod agents;
mod names;
mod text;
mod verbs;

pub use actors::{Actor, DatedCode};
pub use agents::{Agent, Discard};
pub use names::Names;
pub use text::{Join, Part, Phrase, Token};
pub use verbs::{EventCode, Pattern, Synset, Transformation, Verb, VerbBlock, Verbs};

use crate::KbDiagnostic;
use text::Lines;

/// What a dictionary file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum DictionaryKind {
    Actors,
    Agents,
    Verbs,
    Discards,
}

/// How the lines of one file were taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DictionaryFile {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: DictionaryKind,
    /// Lines that hold something, comments apart.
    pub lines: usize,
    /// Of these, lines named in [`Dictionaries::unused`].
    pub unused: usize,
}

/// All dictionaries of a folder.
#[derive(Clone, Debug, Default)]
pub struct Dictionaries {
    /// The files, in the order they were given.
    pub files: Vec<DictionaryFile>,
    /// Actors, in file order.
    pub actors: Vec<Actor>,
    /// Agents, in file order, markers such as `!PERSON!` filled in.
    pub agents: Vec<Agent>,
    /// Phrases whose sentences or stories are not coded.
    pub discards: Vec<Discard>,
    /// Verbs, synsets and patterns.
    pub verbs: Verbs,
    /// Every line that could not be used: file, 1-based line, the line and why.
    pub unused: Vec<KbDiagnostic>,
}

impl Dictionaries {
    /// Reads dictionary files, given as (name, text).
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Dictionaries {
        let mut all = Dictionaries::default();
        for (name, text) in files {
            all.add(name, text);
        }
        all
    }

    /// Takes over all that others hold.
    pub fn merge(&mut self, others: Dictionaries) {
        self.files.extend(others.files);
        self.actors.extend(others.actors);
        self.agents.extend(others.agents);
        self.discards.extend(others.discards);
        self.verbs.synsets.extend(others.verbs.synsets);
        self.verbs.blocks.extend(others.verbs.blocks);
        self.verbs.transformations.extend(others.verbs.transformations);
        self.unused.extend(others.unused);
    }

    /// Reads one more file.
    pub fn add(&mut self, name: &str, text: &str) {
        let kind = kind_of(name, text);
        let before = self.unused.len();
        let lines = Lines::of(name, text, &mut self.unused);
        let count = lines.all.len() + self.unused.len() - before;
        match kind {
            DictionaryKind::Actors => actors::read(&lines, &mut self.actors, &mut self.unused),
            DictionaryKind::Agents => agents::read(&lines, &mut self.agents, &mut self.unused),
            DictionaryKind::Discards => agents::read_discards(&lines, &mut self.discards),
            DictionaryKind::Verbs => verbs::read(&lines, &mut self.verbs, &mut self.unused),
        }
        self.unused[before..].sort_by_key(|u| u.line);
        let unused = self.unused.len() - before;
        self.files.push(DictionaryFile { name: name.to_owned(), kind, lines: count, unused });
    }
}

fn kind_of(name: &str, text: &str) -> DictionaryKind {
    let name = name.to_ascii_lowercase();
    let named = [
        ("discard", DictionaryKind::Discards),
        ("agent", DictionaryKind::Agents),
        ("actor", DictionaryKind::Actors),
        ("verb", DictionaryKind::Verbs),
        ("cameo", DictionaryKind::Verbs),
    ];
    if let Some((_, kind)) = named.iter().find(|(word, _)| name.contains(word)) {
        return *kind;
    }
    let starts = |mark: &str| text.lines().any(|l| l.starts_with(mark));
    match () {
        () if starts("--- ") || starts("- ") => DictionaryKind::Verbs,
        () if text.contains("[~") || text.contains("~]") => DictionaryKind::Agents,
        () if text.contains('[') => DictionaryKind::Actors,
        () => DictionaryKind::Discards,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const ACTORS: &str = "<!-- a head
over two lines [XXX] -->
# a comment [AAA]
GAZA_CITY [PSEGZA] ; place
NARA  # held several offices
+NARA_OKA
+OKA_
\t[JPNOPP < 950601]
\t[JPNGOV 19950601 - 19990815]
\t[JPNELI > 990816]
OLD STATE
\t[RHO <790606]
\t[ZBW]
TRIO [FRO/BIL/SAM]
<! -- sloppy comment -->
LOST
NO_END [ABC
BAD_DATE [ABC 20201340]
";

    #[test]
    fn actors_keep_synonyms_and_dated_codes_in_both_forms() {
        let d = Dictionaries::read([("my.actors", ACTORS)]);
        let of = |n: &str| d.actors.iter().find(|a| a.name.plain() == n).unwrap_or_else(|| panic!("{n}"));
        let nara = of("NARA");
        assert_eq!(nara.synonyms.iter().map(Phrase::to_string).collect::<Vec<_>>(), ["NARA_OKA", "OKA_"]);
        for (day, code) in [
            (date(1995, 5, 31), Some("JPNOPP")),
            (date(1995, 6, 1), Some("JPNGOV")),
            (date(1999, 8, 15), Some("JPNGOV")),
            (date(1999, 8, 16), None),
            (date(1999, 8, 17), Some("JPNELI")),
        ] {
            assert_eq!(nara.code(Some(day)), code, "{day}");
        }
        assert_eq!(of("OLD STATE").code(Some(date(1979, 6, 5))), Some("RHO"));
        assert_eq!(of("OLD STATE").code(None), Some("ZBW"));
        assert_eq!(of("TRIO").codes[0].each().collect::<Vec<_>>(), ["FRO", "BIL", "SAM"]);
        let told: Vec<(usize, &str)> = d.unused.iter().map(|u| (u.line, u.message.as_str())).collect();
        assert_eq!(
            told,
            [
                (16, "`LOST`: a name without a code"),
                (17, "`NO_END [ABC`: a bracket is not closed"),
                (18, "`BAD_DATE [ABC 20201340]`: `ABC 20201340` is no code with dates"),
            ]
        );
        assert_eq!((d.files[0].lines, d.files[0].unused), (14, 3));
    }

    #[test]
    fn agents_make_plurals_and_fill_markers() {
        let text = "!MEN! = MAN, MEN\n\nPOLICE!MEN! [ ~COP] # x\nAIDE {} [~GOV]\nATTORNEY_GENERAL {ATTORNEYS_GENERAL} \
                    [~JUD]\nBODY [NGO~]\nMINISTRY [~GOV]\nBOSS [~ELI]\nHALF [GOV]\nODD!NO! [~GOV]\n";
        let d = Dictionaries::read([("my.agents", text)]);
        let told: Vec<String> = d
            .agents
            .iter()
            .map(|a| format!("{}|{}|{}", a.name.plain(), plain(&a.plurals), a.apply("IRN")))
            .collect();
        assert_eq!(
            told,
            [
                "POLICEMAN|POLICEMANS|IRNCOP",
                "POLICEMEN|POLICEMENS|IRNCOP",
                "AIDE||IRNGOV",
                "ATTORNEY GENERAL|ATTORNEYS GENERAL|IRNJUD",
                "BODY|BODIES|NGOIRN",
                "MINISTRY|MINISTRIES|IRNGOV",
                "BOSS|BOSSES|IRNELI"
            ]
        );
        let lines: Vec<usize> = d.unused.iter().map(|u| u.line).collect();
        assert_eq!(lines, [9, 10]);
    }

    fn plain(phrases: &[Phrase]) -> String {
        phrases.iter().map(Phrase::plain).collect::<Vec<_>>().join(",")
    }

    #[test]
    fn discards_say_what_they_drop() {
        let d = Dictionaries::read([("discards.txt", "# head\nYEARS LATER\n+Cup_Final   # x\n")]);
        let told: Vec<(String, bool)> = d.discards.iter().map(|x| (x.phrase.plain(), x.story)).collect();
        assert_eq!(told, [("YEARS LATER".to_owned(), false), ("CUP FINAL".to_owned(), true)]);
    }

    const VERBS: &str = "&CASH
+GOLD COINS
+&PAPER

&PAPER
+NOTES

--- BREAK  [013:012] ---
BREAK { BROKE BROKEN } # x
+BREAK_DOWN {+BROKE_DOWN +BREAKING_DOWN}
WIRE_+TAP [173]
- * OFF_&CASH  [###] # why
- + WAS_ * BY ^ $ IN_ % [---]
#- disabled [111]
- * {THE DEAL} (WITH &PAPER) [031]
- no code here
~ a (a b WANT) Q
";

    /// The older form: each verb with its code, no heads, `;` before remarks.
    const BARE: &str = "LASH OUT [112] ; x\n- * AT_$ [112] ;y\n+LASHES_OUT\nASK [100]\n";

    #[test]
    fn verbs_keep_blocks_synsets_and_patterns() {
        let d = Dictionaries::read([("my.verbs", VERBS)]);
        let v = &d.verbs;
        let sets: Vec<(&str, String)> =
            v.synsets.iter().map(|s| (s.name.as_str(), plain(&s.members))).collect();
        assert_eq!(sets, [("CASH", "GOLD COINS,&PAPER".to_owned()), ("PAPER", "NOTES".to_owned())]);
        assert_eq!(v.blocks.len(), 1);
        let block = &v.blocks[0];
        assert_eq!((block.name.as_str(), block.code.to_string().as_str()), ("BREAK", "013:012"));
        let verbs: Vec<String> =
            block.verbs.iter().map(|x| format!("{}/{} {}", x.phrase, x.head(), x.forms.len())).collect();
        assert_eq!(verbs, ["BREAK/BREAK 2", "+BREAK_DOWN/BREAK 2", "WIRE_+TAP/TAP 0"]);
        assert_eq!(block.verbs[2].code.as_ref().map(ToString::to_string).as_deref(), Some("173"));
        let patterns: Vec<String> =
            block.patterns.iter().map(|p| format!("{} [{}]", p.phrase, p.code)).collect();
        assert_eq!(
            patterns,
            ["* OFF_&CASH [###]", "+ WAS_ * BY ^ $ IN_ % [---]", "* { THE DEAL } ( WITH &PAPER ) [031]"]
        );
        assert!(block.patterns[1].code.is_null());
        let tokens: Vec<&Token> = block.patterns[1].phrase.parts.iter().map(|p| &p.token).collect();
        assert_eq!((tokens[0], tokens[4], tokens[5]), (&Token::Target, &Token::Skip, &Token::Source));
        assert_eq!(block.patterns[1].phrase.parts[1].join, Join::Exact);
        assert_eq!(v.transformations.len(), 1);
        let lines: Vec<usize> = d.unused.iter().map(|u| u.line).collect();
        assert_eq!(lines, [16], "{:?}", d.unused);
        let d = Dictionaries::read([("old.verbs", BARE)]);
        let told: Vec<(&str, String, usize, usize)> = (d.verbs.blocks.iter())
            .map(|b| (b.name.as_str(), b.code.to_string(), b.verbs.len(), b.patterns.len()))
            .collect();
        assert_eq!(told, [("LASH OUT", "112".to_owned(), 2, 1), ("ASK", "100".to_owned(), 1, 0)]);
        assert!(d.unused.is_empty());
    }

    #[test]
    fn the_kind_is_told_from_the_content_where_the_name_is_silent() {
        for (text, kind) in [
            ("--- GO [010] ---\nGO\n", DictionaryKind::Verbs),
            ("POLICE [~COP]\n", DictionaryKind::Agents),
            ("IRAN [IRN]\n", DictionaryKind::Actors),
            ("YEARS LATER\n", DictionaryKind::Discards),
        ] {
            assert_eq!(kind_of("list.txt", text), kind);
        }
    }

    #[test]
    fn odd_bytes_never_break_the_reader() {
        for text in [
            "[",
            "]",
            "+",
            "&",
            "-",
            "---",
            "- [",
            "{}",
            "!!",
            "!A! =",
            "[~]",
            "_ _",
            "A [<]",
            "A [ABC >]",
            "<!--",
        ] {
            for name in ["x.actors", "x.agents", "x.verbs", "x.discards"] {
                let d = Dictionaries::read([(name, text)]);
                assert!(d.unused.len() <= 1, "{name} {text}: {:?}", d.unused);
            }
        }
    }
}
