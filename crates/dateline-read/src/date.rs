//! Finds a written date at a given place of a text: "21 juil. 2020", "2020-07", "21/07/2020", "July 21, 2020".

use crate::words::{DateWords, NumericOrder};
use dateline_types::{Days, Span};
use jiff::civil::Date;

/// A date as written: parts that are not written are `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// The words of the date.
    pub span: Span,
    /// Year with all its figures.
    pub year: Option<i16>,
    /// Month, 1 to 12.
    pub month: Option<i8>,
    /// Day of the month.
    pub day: Option<i8>,
    /// Figures that another language would read as another day ("03/04/2021").
    pub ambiguous: bool,
    /// A year of two figures stands there; it is not used.
    pub short_year: bool,
}

impl Written {
    /// The days meant; `None` when the year is missing. Of an ambiguous date only the year is sure.
    pub fn days(&self) -> Option<Days> {
        let year = self.year?;
        match (self.month, self.day) {
            _ if self.ambiguous => Days::year(year),
            (Some(m), Some(d)) => Date::new(year, m, d).ok().map(Days::on),
            (Some(m), None) => Days::month(year, m),
            _ => Days::year(year),
        }
    }

    /// The days meant when the year is that of a report published on `published`: the last such day
    /// that is not after it.
    pub fn days_near(&self, published: Days) -> Option<Days> {
        if self.year.is_some() {
            return self.days();
        }
        let end = published.latest?;
        let last = end.yesterday().ok()?;
        [0, 1]
            .into_iter()
            .filter_map(|back| Written { year: Some(last.year() - back), ..*self }.days())
            .find(|days| days.earliest.is_some_and(|first| first < end))
    }
}

/// A place in a text that moves right while things are recognised.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    pub text: &'a str,
    pub at: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str, at: usize) -> Cursor<'a> {
        Cursor { text, at }
    }

    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Skips white space that ends no line.
    pub fn blank(&mut self) -> &mut Self {
        let kept = self.rest().trim_start_matches(|c: char| c.is_whitespace() && !matches!(c, '\n' | '\r'));
        self.at = self.text.len() - kept.len();
        self
    }

    /// Skips one of these characters, if it stands here.
    pub fn eat(&mut self, wanted: &[char]) -> bool {
        match self.peek() {
            Some(c) if wanted.contains(&c) => {
                self.at += c.len_utf8();
                true
            }
            _ => false,
        }
    }

    /// Whether the line ends here.
    pub fn at_line_end(&self) -> bool {
        matches!(self.peek(), None | Some('\n' | '\r'))
    }

    fn run(&mut self, kind: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let len = rest.find(|c| !kind(c)).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    /// The letters that stand here.
    pub fn word(&mut self) -> &'a str {
        self.run(char::is_alphabetic)
    }

    /// The ASCII figures that stand here.
    pub fn figures(&mut self) -> &'a str {
        self.run(|c| c.is_ascii_digit())
    }

    /// Skips a phrase of words and single blanks, whatever its case, if it stands here and no word goes on.
    pub fn phrase(&mut self, phrase: &str) -> bool {
        let mut probe = *self;
        for (i, wanted) in phrase.split(' ').enumerate() {
            if i > 0 {
                probe.blank();
            }
            let mut len = 0;
            let mut left = wanted.chars().peekable();
            for c in probe.rest().chars() {
                let mut matched = true;
                for lower in c.to_lowercase() {
                    matched &= left.next_if_eq(&lower).is_some();
                }
                if !matched {
                    break;
                }
                len += c.len_utf8();
                if left.peek().is_none() {
                    break;
                }
            }
            if left.peek().is_some() {
                return false;
            }
            probe.at += len;
        }
        let ends = !probe.peek().is_some_and(char::is_alphanumeric);
        if ends {
            self.at = probe.at;
        }
        ends
    }
}

/// The date that starts exactly at byte `at`, in the first of several languages that can read it.
pub(crate) fn date_at(text: &str, at: usize, languages: &[DateWords]) -> Option<Written> {
    let readings: Vec<Written> = languages.iter().filter_map(|w| one(Cursor::new(text, at), w)).collect();
    let mut best = *readings.iter().reduce(|a, b| if b.span.end > a.span.end { b } else { a })?;
    let value = |w: &Written| (w.year, w.month, w.day);
    best.ambiguous = readings.iter().any(|r| r.span == best.span && value(r) != value(&best));
    Some(best)
}

fn one(start: Cursor<'_>, words: &DateWords) -> Option<Written> {
    let mut c = start;
    skip_fillers(&mut c, words, true);
    let first = c.figures();
    let mut found = match first.len() {
        0 => month_first(&mut c, words)?,
        1 | 2 => day_first(&mut c, first, words)?,
        4 => year_first(&mut c, first)?,
        8 => compact(first)?,
        _ => return None,
    };
    if c.peek().is_some_and(char::is_alphanumeric) {
        return None;
    }
    found.span = Span::new(start.at, c.at);
    let sample = Written { year: found.year.or(Some(2000)), ambiguous: false, ..found };
    sample.days().map(|_| found)
}

fn written(year: Option<i16>, month: Option<i8>, day: Option<i8>) -> Written {
    Written { span: Span::default(), year, month, day, ambiguous: false, short_year: false }
}

/// Skips weekdays and empty words before or inside a date.
fn skip_fillers(c: &mut Cursor<'_>, words: &DateWords, weekdays: bool) {
    loop {
        let mut probe = *c;
        let word = probe.word().to_lowercase();
        let known = words.fillers.contains(&word) || weekdays && words.weekdays.contains(&word);
        if word.is_empty() || !known {
            return;
        }
        probe.eat(&['.']);
        probe.eat(&[',']);
        probe.blank();
        *c = probe;
    }
}

fn year_of(figures: &str) -> Option<i16> {
    figures.parse().ok().filter(|y| figures.len() == 4 && (1800..2200).contains(y))
}

fn compact(figures: &str) -> Option<Written> {
    let year = year_of(&figures[..4])?;
    Some(written(Some(year), figures[4..6].parse().ok(), figures[6..].parse().ok()))
}

/// 2020, 2020-07, 2020-07-21, 2020/07/21, 2020-07-21T14:03:00Z (the time of day is skipped).
fn year_first(c: &mut Cursor<'_>, year: &str) -> Option<Written> {
    let mut found = written(Some(year_of(year)?), None, None);
    let Some(sep) = c.peek().filter(|s| matches!(s, '-' | '/' | '.')) else { return Some(found) };
    let mut probe = *c;
    let mut part = || {
        let mut next = probe;
        let figures = if next.eat(&[sep]) { next.figures() } else { "" };
        let value = figures.parse().ok().filter(|_| figures.len() == 2);
        if value.is_some() {
            probe = next;
        }
        value
    };
    found.month = part();
    if found.month.is_some() {
        found.day = part();
        *c = probe;
    }
    if found.day.is_some() && c.peek() == Some('T') {
        c.run(|k| k.is_ascii_alphanumeric() || matches!(k, ':' | '+' | '-' | '.'));
    }
    Some(found)
}

/// 21 juil. 2020, 1er juillet, 21/07/2020, 21.07.2020.
fn day_first(c: &mut Cursor<'_>, day: &str, words: &DateWords) -> Option<Written> {
    let first: i8 = day.parse().ok()?;
    if let Some(sep) = c.peek().filter(|s| matches!(s, '-' | '/' | '.')) {
        let mut probe = *c;
        probe.eat(&[sep]);
        let second = probe.figures();
        if !second.is_empty() && second.len() <= 2 {
            let second: i8 = second.parse().ok()?;
            let (month, day) = match words.order {
                _ if first > 12 => (second, first),
                _ if second > 12 => (first, second),
                NumericOrder::Dmy => (second, first),
                NumericOrder::Mdy => (first, second),
            };
            if !probe.eat(&[sep]) {
                return None;
            }
            let year = probe.figures();
            let mut found = written(year_of(year), Some(month), Some(day));
            found.short_year = year.len() == 2;
            *c = probe;
            return (found.year.is_some() || found.short_year).then_some(found);
        }
    }
    let mut after = *c;
    let ending = after.word().to_lowercase();
    if words.day_endings.contains(&ending) {
        after.eat(&['.']);
        *c = after;
    }
    c.blank().eat(&['-']);
    skip_fillers(c, words, false);
    let month = month_name(c, words)?;
    let year = trailing_year(c, words);
    Some(written(year, Some(month), Some(first)))
}

/// July 21, 2020; juillet 2020.
fn month_first(c: &mut Cursor<'_>, words: &DateWords) -> Option<Written> {
    let month = month_name(c, words)?;
    if let Some(year) = trailing_year(c, words) {
        return Some(written(Some(year), Some(month), None));
    }
    let day = c.blank().figures();
    let first: i8 = day.parse().ok().filter(|_| day.len() <= 2)?;
    let mut after = *c;
    let ending = after.word().to_lowercase();
    if words.day_endings.contains(&ending) {
        *c = after;
    }
    Some(written(trailing_year(c, words), Some(month), Some(first)))
}

fn month_name(c: &mut Cursor<'_>, words: &DateWords) -> Option<i8> {
    let mut probe = *c;
    let month = *words.months.get(&probe.word().to_lowercase())?;
    probe.eat(&['.']);
    *c = probe;
    Some(month)
}

/// A year after a month, with the blanks, comma and empty words before it; nothing is skipped when there is none.
fn trailing_year(c: &mut Cursor<'_>, words: &DateWords) -> Option<i16> {
    let mut probe = *c;
    probe.blank().eat(&[',', '-']);
    probe.blank();
    skip_fillers(&mut probe, words, false);
    let year = year_of(probe.figures())?;
    *c = probe;
    Some(year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::{english, french};

    fn read(text: &str) -> Option<(String, &str)> {
        let found = date_at(text, 0, &[french()])?;
        Some((found.days().and_then(Days::edtf).unwrap_or_default(), found.span.of(text)))
    }

    #[test]
    fn french_dates() {
        for (text, value, words) in [
            ("2020-07 Les discussions", "2020-07", "2020-07"),
            ("2020-07-21T14:03:00Z", "2020-07-21", "2020-07-21T14:03:00Z"),
            ("21 juillet 2020", "2020-07-21", "21 juillet 2020"),
            ("mardi 21 juil. 2020, Paris", "2020-07-21", "mardi 21 juil. 2020"),
            ("1er août 2019\n", "2019-08-01", "1er août 2019"),
            ("21/07/2020", "2020-07-21", "21/07/2020"),
            ("21.07.2020 ", "2020-07-21", "21.07.2020"),
            ("Juillet 2020", "2020-07", "Juillet 2020"),
            ("20200721", "2020-07-21", "20200721"),
            ("21 juil (AFP)", "", "21 juil"),
            ("21/07/20", "", "21/07/20"),
        ] {
            assert_eq!(read(text), Some((value.to_owned(), words)), "{text}");
        }
        for text in ["Les 21 juges", "21 morts", "31 février 2020", "2020000 francs", "99/99/2020", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_missing_year_is_the_one_before_publication() {
        let day = |text: &str, published: &str| {
            let found = date_at(text, 0, &[french()]).unwrap();
            found.days_near(Days::parse_edtf(published).unwrap()).and_then(Days::edtf).unwrap()
        };
        assert_eq!(day("21 juil", "2020-07"), "2020-07-21");
        assert_eq!(day("30 décembre", "2021-01-02"), "2020-12-30");
        assert_eq!(day("2 janvier", "2021-01-02"), "2021-01-02");
    }

    #[test]
    fn figures_that_two_languages_read_differently_keep_the_year_only() {
        let both = [english(), french()];
        let found = date_at("03/04/2021", 0, &both).unwrap();
        assert!(found.ambiguous);
        assert_eq!(found.days().and_then(Days::edtf).as_deref(), Some("2021"));
        assert!(!date_at("23/04/2021", 0, &both).unwrap().ambiguous);
        assert_eq!(date_at("July 21, 2020", 0, &both).unwrap().span.len(), 13);
    }
}
