//! Days packed into numbers, and the partial dates of the tables.

use dateline_types::Days;
use jiff::civil::Date;

/// A day as `year * 10000 + month * 100 + day`, so that days compare as numbers.
pub(crate) type Day = i32;

/// Before every day.
pub(crate) const ALWAYS: Day = i32::MIN;
/// After every day.
pub(crate) const FOREVER: Day = i32::MAX;

fn pack(date: Date) -> Day {
    i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day())
}

/// First and one-past-last day of a range.
pub(crate) fn bounds(days: Days) -> (Day, Day) {
    (days.earliest.map_or(ALWAYS, pack), days.latest.map_or(FOREVER, pack))
}

/// The days a packed range means; open sides stay open.
pub(crate) fn days(start: Day, end: Day) -> Days {
    let date = |d: Day| match d {
        ALWAYS | FOREVER => None,
        d => Date::new((d / 10_000) as i16, (d / 100 % 100) as i8, (d % 100) as i8).ok(),
    };
    Days { earliest: date(start), latest: date(end) }
}

/// First day and one-past-last day a cell such as `2006`, `2006-05` or `2006-05-20` may mean.
pub(crate) fn parse(cell: &str) -> Option<(Day, Day)> {
    if cell.contains('/') || cell.len() > 10 {
        return None;
    }
    // "972": years before 1000 are written without their zero.
    let short = cell.len() < 4 && !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit());
    let padded = if short { format!("{cell:0>4}") } else { cell.to_owned() };
    Days::parse_edtf(&padded).map(bounds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_dates_become_ranges() {
        assert_eq!(parse("2006-05"), Some((20_060_501, 20_060_601)));
        assert_eq!(parse("2006"), Some((20_060_101, 20_070_101)));
        assert_eq!(parse("972"), Some((9_720_101, 9_730_101)));
        assert_eq!(parse("mai"), None);
        let (s, e) = parse("2020-02-29").unwrap_or_default();
        assert_eq!(days(s, e).edtf().as_deref(), Some("2020-02-29"));
        assert_eq!(days(ALWAYS, FOREVER), Days::default());
    }
}
