//! The attribute ruler: patterns over tags, labels and words that overwrite attributes.
//!
//! All matches are found against the attributes before any change; they are applied by rule, so later rules win.

use crate::error::ModelError;
use regex::Regex;
use serde::{Deserialize, Serialize};

/// A test of a string attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Test {
    /// One of these.
    In(Vec<String>),
    /// None of these.
    NotIn(Vec<String>),
    /// Matched somewhere by the expression.
    Regex(String),
}

/// The attribute a test looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Key {
    /// Fine tag.
    Tag,
    /// Universal part of speech.
    Pos,
    /// Dependency label.
    Dep,
    /// Text.
    Orth,
    /// Lower-cased text.
    Lower,
}

/// What one token of a pattern must be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TokenPattern {
    /// Tests that must all hold.
    pub(crate) tests: Vec<(Key, Test)>,
    /// Whether the token must, or must not, be white space.
    pub(crate) is_space: Option<bool>,
}

/// New values; an absent one leaves the attribute as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Changes {
    /// Fine tag.
    pub(crate) tag: Option<String>,
    /// Universal part of speech.
    pub(crate) pos: Option<String>,
    /// Features.
    pub(crate) feats: Option<String>,
    /// Dependency label.
    pub(crate) dep: Option<String>,
    /// Lemma.
    pub(crate) lemma: Option<String>,
}

/// A rule: patterns, what changes, and which token of the match changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rule {
    /// Alternatives, each a sequence of tokens.
    pub(crate) patterns: Vec<Vec<TokenPattern>>,
    /// New values.
    pub(crate) changes: Changes,
    /// Token of the match, counted from its end when negative.
    pub(crate) index: i64,
}

/// Numbers for the strings that attributes can take.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    list: Vec<String>,
}

impl Names {
    /// The number of a string, given when new.
    pub(crate) fn number(&mut self, name: &str) -> u16 {
        match self.list.iter().position(|n| n == name) {
            Some(at) => at as u16,
            None => {
                self.list.push(name.to_owned());
                (self.list.len() - 1) as u16
            }
        }
    }

    /// The string of a number.
    pub(crate) fn name(&self, number: u16) -> &str {
        &self.list[number as usize]
    }

    /// All strings by number.
    pub(crate) fn all(&self) -> &[String] {
        &self.list
    }
}

/// Attributes of one token, as numbers of [`Names`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Marks {
    /// Fine tag.
    pub(crate) tag: u16,
    /// Universal part of speech.
    pub(crate) pos: u16,
    /// Features.
    pub(crate) feats: u16,
    /// Dependency label.
    pub(crate) dep: u16,
    /// Lemma set by a rule.
    pub(crate) lemma: Option<u16>,
}

struct NumberChanges {
    tag: Option<u16>,
    pos: Option<u16>,
    feats: Option<u16>,
    dep: Option<u16>,
    lemma: Option<u16>,
}

enum WordTest {
    In(Vec<String>),
    NotIn(Vec<String>),
    Regex(Regex),
}

/// A token's tests, with those over tags and labels answered beforehand by number.
struct Check {
    tag: Option<Vec<bool>>,
    pos: Option<Vec<bool>>,
    dep: Option<Vec<bool>>,
    words: Vec<(Key, WordTest)>,
    is_space: Option<bool>,
}

struct Pattern {
    rule: usize,
    checks: Vec<Check>,
    target: usize,
}

/// A word as the ruler sees it.
pub(crate) struct RulerWord<'a> {
    /// Text.
    pub(crate) text: &'a str,
    /// Lower-cased text.
    pub(crate) lower: &'a str,
    /// Whether it is white space.
    pub(crate) is_space: bool,
}

/// A compiled ruler.
pub(crate) struct Ruler {
    patterns: Vec<Pattern>,
    changes: Vec<NumberChanges>,
    /// Patterns whose first token may have a pair of tag and part of speech.
    by_class: std::collections::HashMap<(u16, u16), Vec<u32>>,
}

impl Ruler {
    /// Compiles rules. `classes` are the pairs of tag and part of speech that tokens can come with; `names` must
    /// already hold every dependency label and receives the rules' values.
    pub(crate) fn new(
        rules: &[Rule],
        classes: &[(u16, u16)],
        names: &mut Names,
    ) -> Result<Ruler, ModelError> {
        let mut ruler = Ruler { patterns: Vec::new(), changes: Vec::new(), by_class: Default::default() };
        for rule in rules {
            let c = &rule.changes;
            let mut number = |value: &Option<String>| value.as_ref().map(|v| names.number(v));
            ruler.changes.push(NumberChanges {
                tag: number(&c.tag),
                pos: number(&c.pos),
                feats: number(&c.feats),
                dep: number(&c.dep),
                lemma: number(&c.lemma),
            });
        }
        for (at, rule) in rules.iter().enumerate() {
            for pattern in &rule.patterns {
                let len = pattern.len() as i64;
                let target = if rule.index < 0 { len + rule.index } else { rule.index };
                if pattern.is_empty() || !(0..len).contains(&target) {
                    return Err(ModelError::Damaged { why: "a ruler pattern points outside itself".into() });
                }
                let checks = pattern.iter().map(|t| check(t, names)).collect::<Result<_, _>>()?;
                ruler.patterns.push(Pattern { rule: at, checks, target: target as usize });
            }
        }
        for &(tag, pos) in classes {
            let passes = |list: &Option<Vec<bool>>, n: u16| list.as_ref().is_none_or(|l| l[n as usize]);
            let fits = |p: &Pattern| passes(&p.checks[0].tag, tag) && passes(&p.checks[0].pos, pos);
            let list =
                (0..ruler.patterns.len() as u32).filter(|&i| fits(&ruler.patterns[i as usize])).collect();
            ruler.by_class.insert((tag, pos), list);
        }
        Ok(ruler)
    }

    /// The lemmas that rules can give a word, whatever its tags and its neighbours, as numbers of names.
    pub(crate) fn lemmas(&self, word: &RulerWord<'_>) -> impl Iterator<Item = u16> {
        self.patterns.iter().filter_map(move |p| {
            let lemma = self.changes[p.rule].lemma?;
            p.checks[p.target].fits(word).then_some(lemma)
        })
    }

    /// Applies all rules to one text's tokens.
    pub(crate) fn apply<'a>(
        &self,
        marks: &mut [Marks],
        word: impl Fn(usize) -> RulerWord<'a>,
        matches: &mut Vec<(u32, u32)>,
    ) {
        matches.clear();
        for i in 0..marks.len() {
            let Some(candidates) = self.by_class.get(&(marks[i].tag, marks[i].pos)) else { continue };
            for &candidate in candidates {
                let pattern = &self.patterns[candidate as usize];
                let end = i + pattern.checks.len();
                if end <= marks.len()
                    && pattern.checks.iter().enumerate().all(|(k, c)| c.holds(&marks[i + k], &word(i + k)))
                {
                    matches.push((pattern.rule as u32, (i + pattern.target) as u32));
                }
            }
        }
        matches.sort_unstable();
        for &(rule, token) in matches.iter() {
            let changes = &self.changes[rule as usize];
            let mark = &mut marks[token as usize];
            mark.tag = changes.tag.unwrap_or(mark.tag);
            mark.pos = changes.pos.unwrap_or(mark.pos);
            mark.feats = changes.feats.unwrap_or(mark.feats);
            mark.dep = changes.dep.unwrap_or(mark.dep);
            mark.lemma = changes.lemma.or(mark.lemma);
        }
    }
}

impl Check {
    fn holds(&self, marks: &Marks, word: &RulerWord<'_>) -> bool {
        let passes = |list: &Option<Vec<bool>>, n: u16| {
            list.as_ref().is_none_or(|l| l.get(n as usize).copied().unwrap_or(false))
        };
        self.is_space.is_none_or(|s| s == word.is_space)
            && passes(&self.dep, marks.dep)
            && passes(&self.tag, marks.tag)
            && passes(&self.pos, marks.pos)
            && self.fits(word)
    }

    /// Whether the word itself passes, whatever its tags.
    fn fits(&self, word: &RulerWord<'_>) -> bool {
        self.words.iter().all(|(key, test)| {
            let text = if *key == Key::Orth { word.text } else { word.lower };
            match test {
                WordTest::In(list) => list.iter().any(|s| s == text),
                WordTest::NotIn(list) => !list.iter().any(|s| s == text),
                WordTest::Regex(regex) => regex.is_match(text),
            }
        })
    }
}

fn check(token: &TokenPattern, names: &Names) -> Result<Check, ModelError> {
    let mut out = Check { tag: None, pos: None, dep: None, words: Vec::new(), is_space: token.is_space };
    for (key, test) in &token.tests {
        let test = match test {
            Test::In(list) => WordTest::In(list.clone()),
            Test::NotIn(list) => WordTest::NotIn(list.clone()),
            Test::Regex(source) => WordTest::Regex(
                Regex::new(source)
                    .map_err(|e| ModelError::Damaged { why: format!("a ruler pattern: {e}") })?,
            ),
        };
        let slot = match key {
            Key::Tag => &mut out.tag,
            Key::Pos => &mut out.pos,
            Key::Dep => &mut out.dep,
            Key::Orth | Key::Lower => {
                out.words.push((*key, test));
                continue;
            }
        };
        let answers = names.all().iter().enumerate().map(|(i, name)| {
            let holds = match &test {
                WordTest::In(list) => list.contains(name),
                WordTest::NotIn(list) => !list.contains(name),
                WordTest::Regex(regex) => regex.is_match(name),
            };
            holds && slot.as_ref().is_none_or(|s| s[i])
        });
        let answers = answers.collect();
        *slot = Some(answers);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_come_before_changes_and_later_rules_win() {
        let is = |key, value: &str| (key, Test::In(vec![value.to_owned()]));
        let one = |tests| vec![vec![TokenPattern { tests, is_space: None }]];
        let set = |pos: &str| Changes { pos: Some(pos.to_owned()), ..Changes::default() };
        let rules = [
            Rule { patterns: one(vec![is(Key::Tag, "A")]), changes: set("ADJ"), index: 0 },
            Rule { patterns: one(vec![is(Key::Pos, "ADJ")]), changes: set("VERB"), index: 0 },
            Rule {
                patterns: one(vec![is(Key::Tag, "A"), is(Key::Lower, "x")]),
                changes: set("NUM"),
                index: -1,
            },
        ];
        let mut names = Names::default();
        let (a, empty) = (names.number("A"), names.number(""));
        let ruler = Ruler::new(&rules, &[(a, empty)], &mut names).unwrap();
        let mut marks = vec![Marks { tag: a, pos: empty, feats: empty, dep: empty, lemma: None }; 2];
        let words = ["x", "y"];
        let word = |i: usize| RulerWord { text: words[i], lower: words[i], is_space: false };
        ruler.apply(&mut marks, word, &mut Vec::new());
        assert_eq!(names.name(marks[0].pos), "NUM");
        assert_eq!(names.name(marks[1].pos), "ADJ");
    }
}
