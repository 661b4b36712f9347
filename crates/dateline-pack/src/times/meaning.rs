//! What an entry of `times.toml` means, and how its notation is read.

use crate::dates::{Pick, Unit};

/// What a shift is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// The report's date.
    Now,
    /// The date told last.
    Then,
    /// The inner expression.
    Inner,
}

/// By how many units a shift goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steps {
    /// So many, negative for earlier.
    Fixed(i64),
    /// The captured number; the sign is 1 or -1.
    Captured(i64),
    /// An unknown number; the sign is 1 or -1.
    Several(i64),
}

/// How an expression changes the one inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Frame {
    Since,
    From,
    Until,
    Before,
    After,
    By,
    Ahead,
    Behind,
    Join,
    Edge,
    Range,
}

/// The meaning of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A date from the captured parts.
    Date {
        /// Which one; `None` lets the tense of the verb decide.
        pick: Option<Pick>,
    },
    /// A date counted from another one.
    Shift {
        /// Counted from.
        base: Base,
        /// How far.
        steps: Steps,
        /// In which unit; `None` for the captured one.
        unit: Option<Unit>,
    },
    /// From the first to the second captured date.
    Range,
    /// Two captured days, the second with the month.
    Pair,
    /// The night between two captured days.
    Night,
    /// A vague reference with its TIMEX3 value.
    Ref(&'static str),
    /// A length of time.
    Duration {
        /// Of unknown length: "plusieurs jours".
        several: bool,
        /// And a half: "un an et demi"; without a number half a unit.
        half: bool,
    },
    /// A date that the words do not let us count ("la veille du départ").
    Unknown,
    /// The last (-1) or next (1) units.
    Window(i64),
    /// A repeated time.
    Set,
    /// A change of the inner expression.
    Frame(Frame),
    /// No time at all.
    None,
}

/// Reads a meaning; the flag says `approx`.
pub(super) fn read(says: &str) -> Option<(Meaning, bool)> {
    let mut parts: Vec<&str> = says.split_whitespace().collect();
    let approx = parts.last() == Some(&"approx");
    if approx {
        parts.pop();
    }
    let sign = |s: &str| match s {
        "+" => Some(1),
        "-" => Some(-1),
        _ => None,
    };
    let frame = |f| Meaning::Frame(f);
    let meaning = match parts[..] {
        ["date"] => Meaning::Date { pick: None },
        ["date", "last"] => Meaning::Date { pick: Some(Pick::Before) },
        ["date", "next"] => Meaning::Date { pick: Some(Pick::After) },
        ["date", "same"] => Meaning::Date { pick: Some(Pick::Same) },
        ["date", "past"] => Meaning::Date { pick: Some(Pick::OnOrBefore) },
        ["date", "future"] => Meaning::Date { pick: Some(Pick::OnOrAfter) },
        ["range"] => Meaning::Range,
        ["pair"] => Meaning::Pair,
        ["night"] => Meaning::Night,
        ["ref", "past"] => Meaning::Ref("PAST_REF"),
        ["ref", "present"] => Meaning::Ref("PRESENT_REF"),
        ["ref", "future"] => Meaning::Ref("FUTURE_REF"),
        ["duration"] => Meaning::Duration { several: false, half: false },
        ["duration", "several"] => Meaning::Duration { several: true, half: false },
        ["duration", "half"] => Meaning::Duration { several: false, half: true },
        ["unknown"] => Meaning::Unknown,
        ["window", s] => Meaning::Window(sign(s)?),
        ["set"] => Meaning::Set,
        ["none"] => Meaning::None,
        ["since"] => frame(Frame::Since),
        ["from"] => frame(Frame::From),
        ["until"] => frame(Frame::Until),
        ["before"] => frame(Frame::Before),
        ["after"] => frame(Frame::After),
        ["by"] => frame(Frame::By),
        ["ahead"] => frame(Frame::Ahead),
        ["behind"] => frame(Frame::Behind),
        ["join"] => frame(Frame::Join),
        ["edge"] => frame(Frame::Edge),
        ["span"] => frame(Frame::Range),
        [base, s, steps, unit] => {
            let base = match base {
                "now" => Base::Now,
                "then" => Base::Then,
                "time" => Base::Inner,
                _ => return None,
            };
            let steps = match steps {
                "n" => Steps::Captured(sign(s)?),
                "several" => Steps::Several(sign(s)?),
                n => Steps::Fixed(n.parse::<i64>().ok().filter(|n| (0..1000).contains(n))? * sign(s)?),
            };
            let unit = match unit {
                "unit" => None,
                name => Some(Unit::parse(name)?),
            };
            Meaning::Shift { base, steps, unit }
        }
        _ => return None,
    };
    Some((meaning, approx))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meanings_are_read() {
        assert_eq!(
            read("now - n unit approx"),
            Some((Meaning::Shift { base: Base::Now, steps: Steps::Captured(-1), unit: None }, true))
        );
        assert_eq!(
            read("then + 1 week").map(|m| m.0),
            Some(Meaning::Shift { base: Base::Then, steps: Steps::Fixed(1), unit: Unit::parse("week") })
        );
        assert_eq!(read("sometime"), None);
        assert_eq!(read("now * 1 day"), None);
    }
}
