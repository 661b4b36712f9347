//! The date line at the head of a report: "BAGDAD, 21 juil (AFP) -", "Paris (AFP) –", "(AFP) -".

use crate::date::{Cursor, Written, date_at};
use crate::words::DateWords;
use dateline_types::Span;

/// A date line as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DateLine {
    /// The whole date line with its dash.
    pub span: Span,
    /// The place, without its country.
    pub place: Option<Span>,
    /// The date, perhaps without a year.
    pub date: Option<Written>,
    /// The words in brackets.
    pub agency: Option<Span>,
}

/// Longest place name, in bytes.
const PLACE: usize = 60;
/// Longest text in brackets, in bytes.
const BRACKET: usize = 48;
const DASHES: [char; 5] = ['-', '–', '—', '‒', '―'];

/// The date line that starts exactly at byte `at`.
///
/// A place alone is not enough: there must be a date or an agency, and a dash or the end of the line
/// (an agency with a date may do without).
pub(crate) fn at(text: &str, at: usize, languages: &[DateWords]) -> Option<DateLine> {
    let mut c = Cursor::new(text, at);
    let mut line = DateLine { span: Span::default(), place: None, date: None, agency: None };
    let mut places = 0;
    let mut closed = None;
    loop {
        c.blank();
        if line.date.is_none()
            && let Some(date) = date_at(text, c.at, languages)
        {
            c.at = date.span.end as usize;
            line.date = Some(date);
        } else if c.eat(&[',']) {
            continue;
        } else if let Some(words) = bracket(&mut c) {
            let mut after = c;
            match after.blank().peek() {
                Some(',') if line.place.is_some() && line.date.is_none() => {}
                _ if line.agency.is_some() => return None,
                _ => {
                    line.agency = Some(words);
                    closed = Some(c.at);
                }
            }
        } else if let Some(end) = dash(&c) {
            let enough = line.date.is_some() || line.agency.is_some();
            return enough.then(|| finish(line, at, end));
        } else if line.agency.is_none()
            && line.date.is_none()
            && places < 3
            && let Some(place) = place(&mut c)
        {
            places += 1;
            line.place = line.place.or(Some(place));
        } else {
            break;
        }
    }
    let end = closed?;
    // What stands behind the bracket belongs to the text, unless a dash closed it in.
    line.date = line.date.filter(|d| d.span.end as usize <= end);
    line.place = line.place.filter(|p| p.end as usize <= end);
    let agency_ends = line.agency.is_some_and(|a| a.end as usize + 1 == end);
    let whole_line = Cursor::new(text, end).blank().at_line_end();
    (agency_ends && (line.date.is_some() || whole_line)).then(|| finish(line, at, end))
}

fn finish(line: DateLine, start: usize, end: usize) -> DateLine {
    DateLine { span: Span::new(start, end), ..line }
}

/// The words between brackets that start here.
fn bracket(c: &mut Cursor<'_>) -> Option<Span> {
    let mut probe = *c;
    if !probe.eat(&['(']) {
        return None;
    }
    let start = probe.at;
    let len = probe.rest().find([')', '(', '\n', '\r']).filter(|len| (1..=BRACKET).contains(len))?;
    probe.at += len;
    let end = probe.at;
    if !probe.eat(&[')']) {
        return None;
    }
    *c = probe;
    Some(Span::new(start, end))
}

/// Where the dash that closes a date line ends, if it stands here (also ".-" and "--").
fn dash(c: &Cursor<'_>) -> Option<usize> {
    let mut probe = *c;
    probe.eat(&['.']);
    let mut found = false;
    while probe.eat(&DASHES) {
        found = true;
    }
    found.then_some(probe.at)
}

/// A place name that starts here: capitalised words up to a comma, a bracket or a dash.
fn place(c: &mut Cursor<'_>) -> Option<Span> {
    let rest = c.rest();
    if !rest.starts_with(char::is_uppercase) {
        return None;
    }
    let mut end = None;
    let mut before = ' ';
    for (i, k) in rest.char_indices() {
        let next_blank = rest[i + k.len_utf8()..].starts_with(char::is_whitespace);
        let hyphen = k == '-' && !(before.is_whitespace() || next_blank);
        let name = k.is_alphabetic() || matches!(k, ' ' | '\u{a0}' | '/' | '\'' | '’' | '.') || hyphen;
        if !name {
            let stops = k == ',' || k == '(' || DASHES.contains(&k);
            end = stops.then_some(i);
            break;
        }
        if i > PLACE {
            return None;
        }
        before = k;
    }
    let span = Span::new(c.at, c.at + end?).trimmed(c.text);
    let words = span.of(c.text);
    let capitals = words.split_whitespace().filter(|w| w.starts_with(char::is_uppercase)).count();
    if capitals * 2 < words.split_whitespace().count() {
        return None;
    }
    c.at = span.end as usize;
    Some(span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::french;
    use dateline_types::Days;

    fn check(text: &str) -> Option<(&str, &str, &str, &str)> {
        let line = at(text, 0, &[french()])?;
        let of = |s: Option<Span>| s.map_or("", |s| s.of(text));
        let rest = text[line.span.end as usize..].trim();
        Some((of(line.place), of(line.date.map(|d| d.span)), of(line.agency), rest))
    }

    #[test]
    fn agency_forms() {
        for (text, place, date, agency) in [
            ("PARIS, 4 mars 2026 (AFP) - Le", "PARIS", "4 mars 2026", "AFP"),
            ("BAGDAD, 21 juil (AFP) - Le", "BAGDAD", "21 juil", "AFP"),
            ("(AFP) - Le", "", "", "AFP"),
            ("Paris (AFP) – Le", "Paris", "", "AFP"),
            ("TÉHÉRAN, 5 mai 2021 (Reuters) Le", "TÉHÉRAN", "5 mai 2021", "Reuters"),
            ("TÉHÉRAN, 5 mai 2021 (Reuters)\nLe", "TÉHÉRAN", "5 mai 2021", "Reuters"),
            ("GAO (Mali), 5 mai (AFP) -- Le", "GAO", "5 mai", "AFP"),
            ("GAO, Mali, mardi 5 mai – Le", "GAO", "mardi 5 mai", ""),
            ("Abou-Dhabi, 5 mai (Xinhua) — Le", "Abou-Dhabi", "5 mai", "Xinhua"),
            ("KIEV/MOSCOU, 5 mai (Reuters).- Le", "KIEV/MOSCOU", "5 mai", "Reuters"),
        ] {
            assert_eq!(check(text), Some((place, date, agency, "Le")), "{text}");
        }
    }

    #[test]
    fn sentences_are_no_date_lines() {
        for text in [
            "PARIS - Le ministre",
            "Le président (LR) a dit",
            "Bagdad, la capitale (Irak) est calme",
            "L'Iran, l'Irak - deux voisins",
            "Mardi 5 mai, des hommes armés ont attaqué",
            "5 mai 2021 : des hommes armés",
            "(",
            "",
        ] {
            assert_eq!(check(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_line_without_year_has_no_days_yet() {
        let line = at("BAGDAD, 21 juil (AFP) -", 0, &[french()]).unwrap();
        let date = line.date.unwrap();
        assert_eq!(date.days(), None);
        assert_eq!(date.days_near(Days::year(2020).unwrap()).and_then(Days::edtf).unwrap(), "2020-07-21");
    }
}
