//! Dates with granularity: intervals of days, and the expressions that name them.

use crate::span::Span;
use jiff::civil::Date;

/// A half-open range of days; an open side is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Days {
    /// First day that may be meant.
    pub earliest: Option<Date>,
    /// First day that is no longer meant.
    pub latest: Option<Date>,
}

impl Days {
    /// The range that starts on `from` and ends before `until`.
    #[must_use]
    pub fn between(from: Date, until: Date) -> Days {
        Days { earliest: Some(from), latest: Some(until) }
    }

    /// One single day.
    #[must_use]
    pub fn on(day: Date) -> Days {
        Days { earliest: Some(day), latest: day.tomorrow().ok() }
    }

    /// A whole month of a year; `None` when the numbers name none.
    #[must_use]
    pub fn month(year: i16, month: i8) -> Option<Days> {
        let first = Date::new(year, month, 1).ok()?;
        Some(Days { earliest: Some(first), latest: first.last_of_month().tomorrow().ok() })
    }

    /// A whole year; `None` when it is out of range.
    #[must_use]
    pub fn year(year: i16) -> Option<Days> {
        let first = Date::new(year, 1, 1).ok()?;
        Some(Days { earliest: Some(first), latest: first.last_of_year().tomorrow().ok() })
    }

    /// Whether the two ranges share a day.
    #[must_use]
    pub fn overlaps(self, other: Days) -> bool {
        let before = |end: Option<Date>, start: Option<Date>| match (end, start) {
            (Some(end), Some(start)) => end <= start,
            _ => false,
        };
        !before(self.latest, other.earliest) && !before(other.latest, self.earliest)
    }

    /// Whether a day lies in the range.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.overlaps(Days::on(day))
    }

    /// The range written in EDTF: a day, a month, a year, or an interval with open ends ("../2020-07").
    ///
    /// `None` when both sides are open.
    #[must_use]
    pub fn edtf(self) -> Option<String> {
        let last = self.latest.and_then(|d| d.yesterday().ok());
        match (self.earliest, last) {
            (None, None) => None,
            (None, Some(last)) => Some(format!("../{last}")),
            (Some(first), None) => Some(format!("{first}/..")),
            (Some(first), Some(last)) => {
                let whole_months = first.day() == 1 && last == last.last_of_month();
                let month = |d: Date| format!("{:04}-{:02}", d.year(), d.month());
                Some(if first == last {
                    first.to_string()
                } else if whole_months && month(first) == month(last) {
                    month(first)
                } else if whole_months && first.month() == 1 && last.month() == 12 {
                    match first.year() == last.year() {
                        true => format!("{:04}", first.year()),
                        false => format!("{:04}/{:04}", first.year(), last.year()),
                    }
                } else if whole_months {
                    format!("{}/{}", month(first), month(last))
                } else {
                    format!("{first}/{last}")
                })
            }
        }
    }

    /// Reads the EDTF level-0 dates a report may carry: year, year-month, day, a date-time (its day is kept),
    /// or an interval of them with open ends. `None` when the text is none of these.
    #[must_use]
    pub fn parse_edtf(text: &str) -> Option<Days> {
        let text = text.trim();
        if let Some((from, to)) = text.split_once('/') {
            let open = |s: &str| matches!(s, "" | "..");
            let start = if open(from) { None } else { Days::parse_edtf(from)?.earliest };
            let end = if open(to) { None } else { Days::parse_edtf(to)?.latest };
            return match (start, end) {
                (Some(s), Some(e)) if s >= e => None,
                (None, None) => None,
                _ => Some(Days { earliest: start, latest: end }),
            };
        }
        let day = text.split(['T', ' ']).next()?.trim_end_matches(['?', '~', '%']);
        let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        let parts: Vec<&str> = day.split('-').collect();
        match parts[..] {
            [y] if digits(y, 4) => Days::year(y.parse().ok()?),
            [y, m] if digits(y, 4) && digits(m, 2) => Days::month(y.parse().ok()?, m.parse().ok()?),
            [y, m, d] if digits(y, 4) && digits(m, 2) && digits(d, 2) => {
                Some(Days::on(Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok()?))
            }
            _ => None,
        }
    }
}

/// TIMEX3 class of a time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeKind {
    /// A calendar date of any size, or a vague reference (PAST_REF).
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A repeated time.
    Set,
}

impl TimeKind {
    /// Upper-case TIMEX3 name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            TimeKind::Date => "DATE",
            TimeKind::Time => "TIME",
            TimeKind::Duration => "DURATION",
            TimeKind::Set => "SET",
        }
    }
}

/// TIMEX3 modifier of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeMod {
    /// The beginning of the period ("début janvier").
    Start,
    /// Its middle ("mi-janvier").
    Mid,
    /// Its end ("fin janvier").
    End,
    /// About then.
    Approx,
    /// Before then.
    Before,
    /// After then.
    After,
}

impl TimeMod {
    /// Upper-case name, as written in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            TimeMod::Start => "START",
            TimeMod::Mid => "MID",
            TimeMod::End => "END",
            TimeMod::Approx => "APPROX",
            TimeMod::Before => "BEFORE",
            TimeMod::After => "AFTER",
        }
    }
}

/// What a relative expression was counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// The report's date.
    Published,
    /// The date of the date line.
    Filed,
    /// An earlier expression of the same report, by its index.
    Time(usize),
}

/// A time expression of the text with its normalised value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpr {
    /// Where it stands.
    pub span: Span,
    /// TIMEX3 class.
    pub kind: TimeKind,
    /// TIMEX3/EDTF value ("2020-01", "P3D", "PAST_REF"); `None` when it cannot be resolved without a date.
    pub value: Option<String>,
    /// Modifier of the value.
    pub modifier: Option<TimeMod>,
    /// The days the expression may mean.
    pub days: Days,
    /// What the value was counted from; `None` for an absolute expression.
    pub anchor: Option<Anchor>,
    /// The pack entry that matched, for `explain`.
    pub rule: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edtf_round_trips() {
        for text in [
            "2020",
            "2020-07",
            "2020-07-21",
            "2020-01/2020-07",
            "../2020-07-31",
            "2020-07-01/..",
            "2019/2021",
        ] {
            assert_eq!(Days::parse_edtf(text).and_then(Days::edtf).as_deref(), Some(text));
        }
        assert_eq!(Days::parse_edtf("2020-07-21T14:03:00Z"), Days::parse_edtf("2020-07-21"));
        for bad in ["", "20", "2020-13", "2020-02-30", "juillet", "../..", "2021/2020"] {
            assert_eq!(Days::parse_edtf(bad), None, "{bad}");
        }
    }
}
