//! The share of validation sentences that come out as their authors expect, by the feature they test.

use crate::petrarch::ValidationSentence;
use std::collections::BTreeMap;

/// How one validation sentence came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Exactly the expected events, or what else was expected.
    Right,
    /// Something else.
    Wrong,
    /// It tests what this coder has no part in (the parse trees of the file).
    LeftOut,
}

impl ValidationSentence {
    /// Judges what was coded: all events as source, target and code, and the discard phrases found (`true` for those that drop
    /// the whole story).
    #[must_use]
    pub fn judge(&self, found: &[(String, String, String)], dropped: &[bool]) -> Verdict {
        let right = match self.error.as_deref() {
            Some("storydiscard") => dropped.contains(&true),
            Some("sentencediscard") => !dropped.is_empty() && !dropped.contains(&true),
            Some("bad_input_parse") => return Verdict::LeftOut,
            Some(_) => found.is_empty(),
            None => {
                let wanted: Vec<(&str, &str, &str)> =
                    self.expected.iter().map(|[s, t, c]| (s.as_str(), t.as_str(), c.as_str())).collect();
                let found: Vec<(&str, &str, &str)> =
                    found.iter().map(|(s, t, c)| (s.as_str(), t.as_str(), c.as_str())).collect();
                wanted.iter().all(|w| found.contains(w)) && found.iter().all(|f| wanted.contains(f))
            }
        };
        if right { Verdict::Right } else { Verdict::Wrong }
    }

    /// The series its id names: PASSIVE of PASSIVE-01; empty where the id has no such form.
    fn series(&self) -> &str {
        let name = self.record.id.split('-').next().unwrap_or("");
        let plain = name.len() > 2 && name.len() < self.record.id.len();
        if plain && name.bytes().all(|b| b.is_ascii_uppercase()) { name } else { "" }
    }
}

/// Counts of one feature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Feature {
    /// Sentences that came out as expected.
    pub right: usize,
    /// All that were judged.
    pub all: usize,
    /// Sentences that test what this coder has no part in.
    pub left_out: usize,
    /// Of those judged, the ones their authors switched off.
    pub off: usize,
}

/// Counts by feature: the sentence's category, or the series its id names where a category holds several (MODIFY is PASSIVE and
/// COMMA); series of one or two sentences stay with their category.
#[must_use]
pub fn by_feature(judged: &[(&ValidationSentence, Verdict)]) -> BTreeMap<String, Feature> {
    let mut series: BTreeMap<&str, usize> = BTreeMap::new();
    for (sentence, _) in judged {
        *series.entry(sentence.series()).or_default() += 1;
    }
    let mut all: BTreeMap<String, Feature> = BTreeMap::new();
    for (sentence, verdict) in judged {
        let category = sentence.record.phenomenon.as_deref().unwrap_or("");
        let own = sentence.series();
        let related = own.starts_with(category) || category.starts_with(own);
        let name = if related || series.get(own).is_none_or(|n| *n < 3) { category } else { own };
        let feature = all.entry(name.to_owned()).or_default();
        match verdict {
            Verdict::LeftOut => feature.left_out += 1,
            _ => {
                feature.all += 1;
                feature.right += usize::from(*verdict == Verdict::Right);
                feature.off += usize::from(sentence.off);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_validation;

    #[test]
    fn sentences_are_judged_whole_and_counted_by_feature() {
        let xml = r##"<Validation><Config option="require_dyad" value="false"/>
<Sentence date="20010203" id="PASSIVE-01" category="MODIFY"><EventCoding sourcecode="A" targetcode="---" eventcode="112"/><Text>x</Text></Sentence>
<Sentence date="20010203" id="PASSIVE-02" category="MODIFY" sentence="false"><EventCoding noevents="True"/><Text>x</Text></Sentence>
<Sentence date="20010203" id="PASSIVE-03" category="MODIFY"><EventCoding error="storydiscard"/><Text>x</Text></Sentence>
<Sentence date="20010203" id="DEMO-1" category="DEMO"><EventCoding error="bad_input_parse"/><Text>x</Text></Sentence>
</Validation>"##;
        let all = read_validation(xml).unwrap();
        assert_eq!(all[0].options, [("require_dyad".to_owned(), "false".to_owned())]);
        let event = || ("A".to_owned(), "---".to_owned(), "112".to_owned());
        let verdicts = [
            all[0].judge(&[event()], &[]),
            all[1].judge(&[event()], &[]),
            all[2].judge(&[], &[true]),
            all[3].judge(&[], &[]),
        ];
        assert_eq!(verdicts, [Verdict::Right, Verdict::Wrong, Verdict::Right, Verdict::LeftOut]);
        let judged: Vec<(&ValidationSentence, Verdict)> = all.iter().zip(verdicts).collect();
        let features = by_feature(&judged);
        assert_eq!(features["PASSIVE"], Feature { right: 2, all: 3, left_out: 0, off: 1 });
        assert_eq!(features["DEMO"], Feature { right: 0, all: 0, left_out: 1, off: 0 });
    }
}
