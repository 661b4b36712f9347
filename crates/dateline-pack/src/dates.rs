//! The calendar behind time expressions: moments of every size, and how a partial date is completed.
//!
//! [`parse_date_words`] and [`date_words`] read the dates of date lines and page headers with a pack's own words.

use crate::numbers::NumberLexicon;
use crate::pattern::Capture;
use crate::times::{Hit, Meaning, TimeLexicon};
use crate::words::words;
use dateline_types::{Days, Span};
use jiff::civil::{Date, Weekday};
use jiff::{Span as Length, ToSpan};
use std::collections::BTreeMap;

/// The size of a piece of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Grain {
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Season,
    Half,
    Year,
    Decade,
    Century,
}

/// A unit of time, as named in packs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Calendar(Grain),
}

impl Unit {
    /// The unit of that name ("day", "week", "hour").
    #[must_use]
    pub fn parse(name: &str) -> Option<Unit> {
        Some(match name {
            "second" => Unit::Second,
            "minute" => Unit::Minute,
            "hour" => Unit::Hour,
            "day" => Unit::Calendar(Grain::Day),
            "weekend" => Unit::Calendar(Grain::Weekend),
            "week" => Unit::Calendar(Grain::Week),
            "month" => Unit::Calendar(Grain::Month),
            "quarter" => Unit::Calendar(Grain::Quarter),
            "half" => Unit::Calendar(Grain::Half),
            "year" => Unit::Calendar(Grain::Year),
            "decade" => Unit::Calendar(Grain::Decade),
            "century" => Unit::Calendar(Grain::Century),
            _ => return None,
        })
    }

    /// The size of a unit that is a piece of the calendar.
    #[must_use]
    pub fn grain(self) -> Option<Grain> {
        match self {
            Unit::Calendar(grain) => Some(grain),
            _ => None,
        }
    }

    /// A length of `n` such units as ISO 8601 duration ("P3D", "PT48H"); "X" stands for an unknown number.
    #[must_use]
    pub fn duration(self, n: Option<f64>) -> String {
        let number = |factor: f64| match n {
            Some(n) => {
                let v = n * factor;
                if v.fract() == 0.0 { format!("{v:.0}") } else { v.to_string() }
            }
            None => "X".to_owned(),
        };
        match self {
            Unit::Second => format!("PT{}S", number(1.0)),
            Unit::Minute => format!("PT{}M", number(1.0)),
            Unit::Hour => match n {
                Some(n) if n.fract() != 0.0 => {
                    let minutes = format!("{:.0}M", n.fract() * 60.0);
                    match n.trunc() {
                        0.0 => format!("PT{minutes}"),
                        hours => format!("PT{hours:.0}H{minutes}"),
                    }
                }
                _ => format!("PT{}H", number(1.0)),
            },
            Unit::Calendar(Grain::Day) => format!("P{}D", number(1.0)),
            Unit::Calendar(Grain::Weekend) => format!("P{}WE", number(1.0)),
            Unit::Calendar(Grain::Week) => format!("P{}W", number(1.0)),
            Unit::Calendar(Grain::Month) => format!("P{}M", number(1.0)),
            Unit::Calendar(Grain::Quarter) => format!("P{}M", number(3.0)),
            Unit::Calendar(Grain::Season | Grain::Half) => format!("P{}M", number(6.0)),
            Unit::Calendar(Grain::Year) => match n {
                Some(n) if n.fract() != 0.0 => format!("P{:.0}M", n * 12.0),
                _ => format!("P{}Y", number(1.0)),
            },
            Unit::Calendar(Grain::Decade) => format!("P{}Y", number(10.0)),
            Unit::Calendar(Grain::Century) => format!("P{}Y", number(100.0)),
        }
    }
}

/// A piece of the calendar, with a time of day where one is named.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// Its first day.
    pub first: Date,
    /// Its size.
    pub grain: Grain,
    /// TIMEX3 code of a season ("SU").
    pub season: Option<String>,
    /// TIMEX3 code of a part of the day ("MO", "NI").
    pub part: Option<String>,
    /// Hour, minute, and whether the zone is universal time.
    pub clock: Option<Clock>,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// 0 to 24.
    pub hour: i8,
    /// 0 to 59; `None` when only the hour is said.
    pub minute: i8,
    /// Stated in universal time.
    pub universal: bool,
}

impl Clock {
    /// "T14:30", "T06:00Z".
    #[must_use]
    pub fn value(self) -> String {
        format!("T{:02}:{:02}{}", self.hour, self.minute, if self.universal { "Z" } else { "" })
    }
}

impl Moment {
    /// A moment of that size that contains a day.
    #[must_use]
    pub fn containing(day: Date, grain: Grain) -> Option<Moment> {
        let (y, m) = (day.year(), day.month());
        let back = |n: i64| day.checked_sub(n.days()).ok();
        let from_monday = i64::from(day.weekday().to_monday_zero_offset());
        let first = match grain {
            Grain::Day => day,
            Grain::Week => back(from_monday)?,
            Grain::Weekend => day.checked_add((5 - from_monday).days()).ok()?,
            Grain::Month => Date::new(y, m, 1).ok()?,
            Grain::Quarter => Date::new(y, (m - 1) / 3 * 3 + 1, 1).ok()?,
            Grain::Half => Date::new(y, (m - 1) / 6 * 6 + 1, 1).ok()?,
            Grain::Year | Grain::Season => Date::new(y, 1, 1).ok()?,
            Grain::Decade => Date::new(y.div_euclid(10) * 10, 1, 1).ok()?,
            Grain::Century => Date::new(y.div_euclid(100) * 100, 1, 1).ok()?,
        };
        Some(Moment { first, grain, season: None, part: None, clock: None })
    }

    /// The day itself.
    #[must_use]
    pub fn day(day: Date) -> Moment {
        Moment { first: day, grain: Grain::Day, season: None, part: None, clock: None }
    }

    /// The moment that a range of days is, when it is one day, month or year.
    #[must_use]
    pub fn of(days: Days) -> Option<Moment> {
        let (first, end) = (days.earliest?, days.latest?);
        [Grain::Day, Grain::Month, Grain::Year].into_iter().find_map(|grain| {
            let moment = Moment::containing(first, grain)?;
            (moment.first == first && moment.end() == Some(end)).then_some(moment)
        })
    }

    /// First day behind it.
    fn end(&self) -> Option<Date> {
        let add = |length: Length| self.first.checked_add(length).ok();
        match self.grain {
            Grain::Day => add(1.day()),
            Grain::Weekend => add(2.days()),
            Grain::Week => add(7.days()),
            Grain::Month => add(1.month()),
            Grain::Quarter => add(3.months()),
            Grain::Half => add(6.months()),
            Grain::Season => {
                let next = add(3.months())?;
                Date::new(next.year(), next.month(), season_start(next.month())).ok()
            }
            Grain::Year => add(1.year()),
            Grain::Decade => add(10.years()),
            Grain::Century => add(100.years()),
        }
    }

    /// Its days. The night that begins on a day reaches into the next one.
    #[must_use]
    pub fn days(&self) -> Days {
        Days { earliest: Some(self.first), latest: self.end() }
    }

    /// TIMEX3/EDTF value: "2020-07-21", "2020-W30", "2020-07", "2020-Q3", "2020-SU", "199X", "2020-07-21TMO".
    #[must_use]
    pub fn value(&self) -> String {
        let (y, m) = (self.first.year(), self.first.month());
        let week = || {
            let iso = self.first.iso_week_date();
            format!("{:04}-W{:02}", iso.year(), iso.week())
        };
        let base = match self.grain {
            Grain::Day => self.first.to_string(),
            Grain::Week => week(),
            Grain::Weekend => format!("{}-WE", week()),
            Grain::Month => format!("{y:04}-{m:02}"),
            Grain::Quarter => format!("{y:04}-Q{}", (m - 1) / 3 + 1),
            Grain::Half => format!("{y:04}-H{}", (m - 1) / 6 + 1),
            Grain::Season => {
                let code = self.season.as_deref().unwrap_or("XX");
                format!("{:04}-{code}", if m == 12 { y + 1 } else { y })
            }
            Grain::Year => format!("{y:04}"),
            Grain::Decade => format!("{:03}X", y / 10),
            Grain::Century => format!("{:02}XX", y / 100),
        };
        match (&self.clock, &self.part) {
            (Some(clock), _) if self.grain == Grain::Day => base + &clock.value(),
            (None, Some(part)) if self.grain == Grain::Day => format!("{base}T{part}"),
            _ => base,
        }
    }

    /// The moment `n` units later (earlier when negative), in the size of the unit; `None` when this moment is too coarse.
    #[must_use]
    pub fn shifted(&self, n: i64, unit: Grain) -> Option<Moment> {
        let rank = |g: Grain| if g == Grain::Weekend { Grain::Day } else { g };
        if rank(self.grain) > rank(unit) && !(self.grain == Grain::Week && unit == Grain::Weekend) {
            return None;
        }
        let length = match unit {
            Grain::Day => n.days(),
            Grain::Weekend | Grain::Week => n.checked_mul(7).filter(|d| d.abs() < 1_000_000)?.days(),
            Grain::Month => n.months(),
            Grain::Quarter => n.checked_mul(3).filter(|m| m.abs() < 100_000)?.months(),
            Grain::Half | Grain::Season => n.checked_mul(6).filter(|m| m.abs() < 100_000)?.months(),
            Grain::Year => Some(n).filter(|y| y.abs() < 9000)?.years(),
            Grain::Decade => n.checked_mul(10).filter(|y| y.abs() < 9000)?.years(),
            Grain::Century => n.checked_mul(100).filter(|y| y.abs() < 9000)?.years(),
        };
        Moment::containing(self.first.checked_add(length).ok()?, unit)
    }
}

/// The day of the month on which the season that begins in that month begins.
fn season_start(month: i8) -> i8 {
    match month {
        3 => 20,
        9 => 22,
        _ => 21,
    }
}

/// Which of the recurring days, months or years is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The last one that lies wholly before the reference ("dernier").
    Before,
    /// The first one that lies wholly behind it ("prochain").
    After,
    /// The last one that has begun.
    OnOrBefore,
    /// The first one that is not over.
    OnOrAfter,
    /// The one that begins closest.
    Nearest,
    /// The one of the same year.
    Same,
}

/// The date that expressions are counted from, as exact as it is known.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    /// The days it may mean.
    pub days: Days,
    /// The day, month or year it is; `None` when unknown or an interval.
    pub moment: Option<Moment>,
}

impl Reference {
    /// The reference that a range of days is.
    #[must_use]
    pub fn new(days: Days) -> Reference {
        Reference { days, moment: Moment::of(days) }
    }
}

/// A date as far as its words say it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Partial {
    /// The year.
    pub year: Option<i16>,
    /// The month, 1 to 12.
    pub month: Option<i8>,
    /// The day of the month.
    pub day: Option<i8>,
    /// The day of the week, Monday is 1.
    pub weekday: Option<i8>,
    /// TIMEX3 code of the season.
    pub season: Option<String>,
    /// A feast as the pack writes it ("12-25", "easter+39", "vague").
    pub feast: Option<String>,
    /// Quarter or half of a year, with its number.
    pub section: Option<(Grain, i64)>,
    /// First year of a decade.
    pub decade: Option<i16>,
    /// Number of a century.
    pub century: Option<i16>,
    /// TIMEX3 code of the part of the day.
    pub part: Option<String>,
    /// Time of day.
    pub clock: Option<Clock>,
}

/// A date completed with the help of a reference.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolved {
    /// The moment, when it is certain.
    pub moment: Option<Moment>,
    /// The days that may be meant.
    pub days: Days,
    /// The value; absent when the words and the reference do not give one.
    pub value: Option<String>,
    /// Whether the reference was used.
    pub relative: bool,
}

impl Resolved {
    /// The result that a certain moment is.
    #[must_use]
    pub fn certain(moment: Moment, relative: bool) -> Resolved {
        Resolved { days: moment.days(), value: Some(moment.value()), moment: Some(moment), relative }
    }
}

impl Partial {
    /// Gathers what a match captured; `second` takes the slots named with a 2 where they are filled.
    #[must_use]
    pub fn new(captures: &BTreeMap<String, Capture>, second: bool) -> Partial {
        let get = |name: &str| match captures.get(&format!("{name}2")).filter(|_| second) {
            Some(capture) => Some(capture),
            None => captures.get(name),
        };
        let int = |name: &str| match get(name) {
            Some(Capture::Int(i)) => Some(*i),
            _ => None,
        };
        let text = |name: &str| match get(name) {
            Some(Capture::Text(t)) => Some(t.clone()),
            _ => None,
        };
        let small = |name: &str| int(name).and_then(|i| i8::try_from(i).ok());
        let short_year = int("yy").map(|y| if y < 50 { 2000 + y } else { 1900 + y });
        let section = int("ord").zip(text("section")).and_then(|(n, unit)| match Unit::parse(&unit)? {
            Unit::Calendar(g @ (Grain::Quarter | Grain::Half)) => Some((g, n)),
            _ => None,
        });
        let clock = small("hour").or_else(|| small("noon")).map(|hour| Clock {
            hour,
            minute: small("minute").unwrap_or(0),
            universal: text("zone").is_some_and(|z| z == "Z"),
        });
        Partial {
            year: int("year").or(short_year).and_then(|y| i16::try_from(y).ok()),
            month: small("month").or_else(|| small("short_month")).or_else(|| small("mm")),
            day: small("day"),
            weekday: small("weekday"),
            season: text("season"),
            feast: text("feast"),
            section,
            decade: int("decade").and_then(|y| i16::try_from(y).ok()),
            century: int("century").and_then(|y| i16::try_from(y).ok()),
            part: text("part"),
            clock,
        }
    }

    /// Whether it names a time of day and nothing else.
    #[must_use]
    pub fn only_time_of_day(&self) -> bool {
        let rest = Partial { part: None, clock: None, ..self.clone() };
        rest == Partial::default() && (self.part.is_some() || self.clock.is_some())
    }

    /// Whether it recurs every year and lacks the year.
    #[must_use]
    pub fn lacks_year(&self) -> bool {
        let recurs =
            self.month.is_some() || self.season.is_some() || self.feast.is_some() || self.section.is_some();
        recurs && self.year.is_none()
    }

    /// The moment of that year; `None` when the words do not say one or there is no such day.
    fn in_year(&self, year: i16) -> Option<Moment> {
        if let Some(feast) = &self.feast {
            return feast_day(feast, year).map(Moment::day);
        }
        if let Some(season) = &self.season {
            let (y, month) = match season.as_str() {
                "SP" => (year, 3),
                "SU" => (year, 6),
                "FA" => (year, 9),
                _ => (year - 1, 12),
            };
            let first = Date::new(y, month, season_start(month)).ok()?;
            return Some(Moment { grain: Grain::Season, season: Some(season.clone()), ..Moment::day(first) });
        }
        if let Some((grain, n)) = self.section {
            let months = if grain == Grain::Quarter { 3 } else { 6 };
            let month = i8::try_from((n - 1) * months + 1).ok().filter(|m| (1..=12).contains(m))?;
            return Moment::containing(Date::new(year, month, 1).ok()?, grain);
        }
        match (self.month, self.day) {
            (Some(month), Some(day)) => Some(Moment::day(Date::new(year, month, day).ok()?)),
            (Some(month), None) => Moment::containing(Date::new(year, month, 1).ok()?, Grain::Month),
            _ => Moment::containing(Date::new(year, 1, 1).ok()?, Grain::Year),
        }
    }

    /// Completes the date.
    #[must_use]
    pub fn resolve(&self, reference: &Reference, pick: Pick) -> Resolved {
        let mut out = self.resolve_day(reference, pick);
        if let Some(moment) = &mut out.moment {
            if moment.grain == Grain::Day {
                moment.part.clone_from(&self.part);
                moment.clock = self.clock;
                out.value = Some(moment.value());
            }
        } else if self.only_time_of_day() {
            out.value = self.clock.map(Clock::value).or_else(|| Some(format!("T{}", self.part.as_ref()?)));
        }
        out
    }

    fn resolve_day(&self, reference: &Reference, pick: Pick) -> Resolved {
        if let Some(decade) = self.decade {
            let moment = Date::new(decade, 1, 1).ok().and_then(|d| Moment::containing(d, Grain::Decade));
            return moment.map_or_else(Resolved::default, |m| Resolved::certain(m, false));
        }
        if let Some(century) = self.century {
            let first = Date::new(century.saturating_sub(1).saturating_mul(100), 1, 1);
            let moment = first.ok().and_then(|d| Moment::containing(d, Grain::Century));
            return moment.map_or_else(Resolved::default, |m| Resolved::certain(m, false));
        }
        if let Some(year) = self.year {
            if self.feast.as_deref() == Some("vague") {
                let days = Days::year(year).unwrap_or_default();
                return Resolved { days, ..Resolved::default() };
            }
            return self.in_year(year).map_or_else(Resolved::default, |m| Resolved::certain(m, false));
        }
        if self.lacks_year() {
            return self.recurring(reference, pick);
        }
        if let Some(day) = self.day {
            return self.day_of_month(day, reference, pick);
        }
        if let Some(weekday) = self.weekday {
            return weekday_near(weekday, reference, pick);
        }
        Resolved::default()
    }

    /// A date that comes back every year.
    fn recurring(&self, reference: &Reference, pick: Pick) -> Resolved {
        let Some((from, until)) = reference.days.earliest.zip(reference.days.latest) else {
            return Resolved::default();
        };
        // Where only the year of the reference is known, a part of that year is meant.
        let near: Vec<Moment> = match reference.moment.as_ref().map(|m| m.grain) {
            Some(Grain::Year) => self.in_year(from.year()).into_iter().collect(),
            _ => (from.year() - 4..=from.year() + 4).filter_map(|y| self.in_year(y)).collect(),
        };
        // The weekday says which year it was.
        let right = |m: &Moment| {
            self.weekday.is_none_or(|w| m.grain == Grain::Day && m.first.weekday() == from_number(w))
        };
        let moments: Vec<Moment> = match near.iter().any(right) {
            true => near.into_iter().filter(|m| right(m)).collect(),
            false => near,
        };
        choose(&moments, from, until, pick).map_or_else(Resolved::default, |m| Resolved::certain(m, true))
    }

    /// A day of a month that is not named.
    fn day_of_month(&self, day: i8, reference: &Reference, pick: Pick) -> Resolved {
        let Some((from, until)) = reference.days.earliest.zip(reference.days.latest) else {
            return Resolved::default();
        };
        let month = Moment::containing(from, Grain::Month);
        let near = (-2..=2).filter_map(|n| {
            let month = month.as_ref()?.shifted(n, Grain::Month)?.first;
            Some(Moment::day(Date::new(month.year(), month.month(), day).ok()?))
        });
        let right = |m: &Moment| self.weekday.is_none_or(|w| m.first.weekday() == from_number(w));
        let moments: Vec<Moment> = near.filter(right).collect();
        if !matches!(reference.moment.as_ref().map(|m| m.grain), Some(Grain::Day | Grain::Month)) {
            return Resolved { days: reference.days, relative: true, ..Resolved::default() };
        }
        choose(&moments, from, until, pick).map_or_else(Resolved::default, |m| Resolved::certain(m, true))
    }
}

/// The moment meant among several in order of time.
fn choose(moments: &[Moment], from: Date, until: Date, pick: Pick) -> Option<Moment> {
    let end = |m: &Moment| m.end().unwrap_or(m.first);
    let found = match pick {
        Pick::Before => moments.iter().rev().find(|m| end(m) <= from),
        Pick::After => moments.iter().find(|m| m.first >= until),
        Pick::OnOrBefore => moments.iter().rev().find(|m| m.first < until),
        Pick::OnOrAfter => moments.iter().find(|m| end(m) > from),
        Pick::Same => moments.iter().find(|m| m.first.year() == from.year()),
        Pick::Nearest => moments.iter().min_by_key(|m| (days_between(m, from, until), m.first > from)),
    };
    // A weekday may leave no date on the side that the tense asks for.
    let nearest = || moments.iter().min_by_key(|m| (days_between(m, from, until), m.first > from));
    found.or_else(|| nearest().filter(|_| !matches!(pick, Pick::Before | Pick::After))).cloned()
}

/// Days between a moment and a reference; 0 when they touch.
fn days_between(moment: &Moment, from: Date, until: Date) -> i32 {
    let gap = |a: Date, b: Date| a.until(b).map_or(i32::MAX, |s| s.get_days());
    let end = moment.end().unwrap_or(moment.first);
    if end <= from {
        gap(end, from) + 1
    } else if moment.first >= until {
        gap(until, moment.first) + 1
    } else {
        0
    }
}

/// The day of the week of that number.
fn from_number(weekday: i8) -> Weekday {
    Weekday::from_monday_one_offset(weekday).unwrap_or(Weekday::Monday)
}

/// A day of the week near the reference. When only its month or year is known, that is all that can be said.
fn weekday_near(weekday: i8, reference: &Reference, pick: Pick) -> Resolved {
    let Some(moment) = &reference.moment else {
        return Resolved { days: reference.days, relative: true, ..Resolved::default() };
    };
    if moment.grain != Grain::Day {
        return Resolved { days: reference.days, value: Some(moment.value()), relative: true, moment: None };
    }
    let near = (-7..=7).filter_map(|n| moment.first.checked_add(i64::from(n).days()).ok());
    let near: Vec<Moment> = near.filter(|d| d.weekday() == from_number(weekday)).map(Moment::day).collect();
    let until = moment.first.tomorrow().unwrap_or(moment.first);
    let found = choose(&near, moment.first, until, pick);
    found.map_or_else(Resolved::default, |m| Resolved::certain(m, true))
}

/// The day of a feast in a year: "12-25", "easter", "easter+39", "easter-2".
fn feast_day(feast: &str, year: i16) -> Option<Date> {
    if let Some(shift) = feast.strip_prefix("easter") {
        let shift: i64 = if shift.is_empty() { 0 } else { shift.parse().ok()? };
        return easter(year)?.checked_add(shift.days()).ok();
    }
    let (month, day) = feast.split_once('-')?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Whether a pack's notation of a feast can be read.
pub(crate) fn is_feast(feast: &str) -> bool {
    feast == "vague" || feast_day(feast, 2024).is_some()
}

/// Easter Sunday of the Gregorian calendar.
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    Date::new(year, month as i8, day as i8).ok()
}

/// A date found in a header or date line.
#[derive(Clone, Debug, PartialEq)]
pub struct DateWords {
    /// Where it stands.
    pub span: Span,
    /// EDTF value ("2026-03-04", "2026-03", "2026"); `None` when the year is missing and no reference helps.
    pub edtf: Option<String>,
    /// The days it means.
    pub days: Days,
}

/// All dates in a text that words name by day, month or year: "4 mars 2026", "21 juil. 2020", "2020-07".
///
/// A missing year is completed to the date nearest to `reference`; without one the date stays without a value.
#[must_use]
pub fn date_words(
    text: &str,
    times: &TimeLexicon,
    numbers: &NumberLexicon,
    reference: Option<Days>,
) -> Vec<DateWords> {
    let cut = words(text, 0);
    let reference = reference.map(Reference::new).unwrap_or_default();
    let read = |hit: Hit| {
        let day = hit.day();
        let Meaning::Date { .. } = day.meaning else { return None };
        let partial = Partial { clock: None, part: None, ..Partial::new(&day.captures, false) };
        if partial.month.is_none() && partial.year.is_none() {
            return None;
        }
        let resolved = partial.resolve(&reference, Pick::Nearest);
        let span = cut[day.words.start].span.cover(cut[day.words.end - 1].span);
        Some(DateWords { span, edtf: resolved.days.edtf(), days: resolved.days })
    };
    times.find(&cut, numbers).into_iter().filter_map(read).collect()
}

/// The first date in a text that names its year: "le 3 février 2021 à 14h30" gives ("2021-02-03", that day).
#[must_use]
pub fn parse_date_words(text: &str, times: &TimeLexicon, numbers: &NumberLexicon) -> Option<(String, Days)> {
    date_words(text, times, numbers, None).into_iter().find_map(|d| Some((d.edtf?, d.days)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_is_computed() {
        assert_eq!(easter(2020), Some(date(2020, 4, 12)));
        assert_eq!(easter(2024), Some(date(2024, 3, 31)));
        assert_eq!(feast_day("easter+39", 2020), Some(date(2020, 5, 21)));
    }

    #[test]
    fn partial_dates_are_completed() {
        let on = Reference::new(Days::on(date(2020, 7, 21))); // a Tuesday
        let month = Reference::new(Days::month(2020, 7).unwrap());
        let value = |p: &Partial, r: &Reference, pick| p.resolve(r, pick).value;
        let tuesday = Partial { weekday: Some(2), ..Partial::default() };
        assert_eq!(value(&tuesday, &on, Pick::OnOrBefore).as_deref(), Some("2020-07-21"));
        assert_eq!(value(&tuesday, &on, Pick::Before).as_deref(), Some("2020-07-14"));
        assert_eq!(value(&tuesday, &on, Pick::After).as_deref(), Some("2020-07-28"));
        assert_eq!(value(&tuesday, &month, Pick::OnOrBefore).as_deref(), Some("2020-07"));
        let january = Partial { month: Some(1), ..Partial::default() };
        assert_eq!(value(&january, &month, Pick::OnOrBefore).as_deref(), Some("2020-01"));
        assert_eq!(value(&january, &month, Pick::OnOrAfter).as_deref(), Some("2021-01"));
        let july = Partial { month: Some(7), ..Partial::default() };
        assert_eq!(value(&july, &month, Pick::Before).as_deref(), Some("2019-07"));
        let leap = Partial { month: Some(2), day: Some(30), ..Partial::default() };
        assert_eq!(value(&leap, &on, Pick::Nearest), None);
    }

    #[test]
    fn moments_shift_in_their_unit() {
        let day = Moment::day(date(2020, 7, 21));
        let shifted = |n, unit| day.shifted(n, unit).map(|m| m.value());
        assert_eq!(shifted(-1, Grain::Week).as_deref(), Some("2020-W29"));
        assert_eq!(shifted(-2, Grain::Month).as_deref(), Some("2020-05"));
        assert_eq!(shifted(0, Grain::Weekend).as_deref(), Some("2020-W30-WE"));
        assert_eq!(shifted(-3, Grain::Decade).as_deref(), Some("199X"));
        assert_eq!(Moment::containing(day.first, Grain::Month).unwrap().shifted(1, Grain::Day), None);
    }
}
