//! What an expression found in the text means in days.

use super::tense::Tense;
use dateline_pack::dates::{Grain, Moment, Partial, Pick, Reference, Resolved, Unit};
use dateline_pack::pattern::Capture;
use dateline_pack::times::{Base, Frame, Hit, Meaning, Steps};
use dateline_types::{Anchor, Days, TimeKind, TimeMod};
use jiff::ToSpan;
use jiff::civil::Date;

/// The date told last before an expression.
pub struct Told {
    /// Its index among the report's expressions.
    pub index: usize,
    /// What it means.
    pub moment: Moment,
    /// Where it stands.
    pub paragraph: usize,
    /// Where it stands.
    pub sentence: usize,
    /// The year it names, or took from one that did.
    pub year: Option<i16>,
}

/// All that an expression is counted from.
pub struct Scene<'a> {
    /// The report's date.
    pub reference: &'a Reference,
    /// Which date that is.
    pub anchor: Anchor,
    /// The date told last.
    pub told: Option<&'a Told>,
    /// Whether that one stands in the same sentence.
    pub same_sentence: bool,
    /// The tense of the governing verb.
    pub tense: &'a dyn Fn() -> Tense,
}

/// The meaning of an expression.
pub struct Found {
    /// TIMEX3 class.
    pub kind: TimeKind,
    /// TIMEX3/EDTF value.
    pub value: Option<String>,
    /// Modifier.
    pub modifier: Option<TimeMod>,
    /// The days that may be meant.
    pub days: Days,
    /// What it was counted from.
    pub anchor: Option<Anchor>,
    /// The moment, when it is certain.
    pub moment: Option<Moment>,
    /// Whether it took its year from the date told last.
    pub by_year: bool,
}

impl Found {
    fn new(kind: TimeKind) -> Found {
        Found {
            kind,
            value: None,
            modifier: None,
            days: Days::default(),
            anchor: None,
            moment: None,
            by_year: false,
        }
    }

    fn of(resolved: Resolved, anchor: Anchor) -> Found {
        let timed = resolved.moment.as_ref().is_some_and(|m| m.part.is_some() || m.clock.is_some());
        Found {
            value: resolved.value,
            days: resolved.days,
            anchor: resolved.relative.then_some(anchor),
            moment: resolved.moment,
            ..Found::new(if timed { TimeKind::Time } else { TimeKind::Date })
        }
    }
}

/// Resolves an expression; `hint` overrides the tense.
pub fn resolve(hit: &Hit, scene: &Scene<'_>, hint: Option<Pick>) -> Found {
    let mut found = match hit.meaning {
        Meaning::Date { pick } => date(hit, scene, pick.or(hint), pick.is_some()),
        Meaning::Shift { base, steps, unit } => shift(hit, scene, base, steps, unit, hint),
        Meaning::Range | Meaning::Pair => range(hit, scene, hint),
        Meaning::Night => night(hit, scene, hint),
        Meaning::Ref(value) => {
            let days = match value {
                "PAST_REF" => Days { earliest: None, latest: scene.reference.days.latest },
                "PRESENT_REF" => scene.reference.days,
                _ => Days { earliest: scene.reference.days.earliest, latest: None },
            };
            Found { value: Some(value.to_owned()), days, ..Found::new(TimeKind::Date) }
        }
        Meaning::Duration { several, half } => {
            let n = count(hit).map_or(f64::from(u8::from(!half)), |c| c.0) + if half { 0.5 } else { 0.0 };
            let value = unit_of(hit).map(|u| u.duration((!several).then_some(n)));
            Found { value, ..Found::new(TimeKind::Duration) }
        }
        Meaning::Window(sign) => window(hit, scene, sign),
        Meaning::Set => Found { value: Some(set(hit)), ..Found::new(TimeKind::Set) },
        Meaning::Frame(frame) => framed(hit, scene, frame, hint),
        Meaning::Unknown | Meaning::None => Found::new(TimeKind::Date),
    };
    let edge = match hit.captures.get("edge") {
        Some(Capture::Text(edge)) => match edge.as_str() {
            "start" => Some(TimeMod::Start),
            "mid" => Some(TimeMod::Mid),
            _ => Some(TimeMod::End),
        },
        _ => None,
    };
    let approx = hit.approx || hit.captures.contains_key("about") || count(hit).is_some_and(|c| c.1);
    found.modifier = edge.or(found.modifier).or(approx.then_some(TimeMod::Approx));
    found
}

/// The captured number, and whether it is only about so many.
fn count(hit: &Hit) -> Option<(f64, bool)> {
    match hit.captures.get("n") {
        Some(Capture::Count(n, approx)) => Some((*n, *approx)),
        _ => None,
    }
}

fn unit_of(hit: &Hit) -> Option<Unit> {
    match hit.captures.get("unit") {
        Some(Capture::Text(name)) => Unit::parse(name),
        _ => None,
    }
}

/// Which one of the recurring dates the tense means.
fn by_tense(tense: Tense, weekday: bool) -> Pick {
    match (tense, weekday) {
        (Tense::Past, _) | (Tense::Loose | Tense::Unknown, true) => Pick::OnOrBefore,
        (Tense::Future, _) | (Tense::Present | Tense::Planned, true) => Pick::OnOrAfter,
        _ => Pick::Nearest,
    }
}

fn pick_for(partial: &Partial, scene: &Scene<'_>, hint: Option<Pick>) -> Pick {
    let weekday = partial.weekday.is_some() && partial.month.is_none() && partial.day.is_none();
    hint.unwrap_or_else(|| by_tense((scene.tense)(), weekday))
}

fn date(hit: &Hit, scene: &Scene<'_>, pick: Option<Pick>, explicit: bool) -> Found {
    let partial = Partial::new(&hit.captures, false);
    if partial.only_time_of_day() {
        return time_of_day(&partial, scene);
    }
    // A date without a year, told after one with a year, lies in that year.
    let lately = scene.told.filter(|t| scene.same_sentence || t.year.is_some());
    if let (true, false, Some(told)) = (partial.lacks_year(), explicit, lately)
        && let Some(year) = told.year.filter(|_| pick != Some(Pick::OnOrAfter))
    {
        let now = scene.reference.days.earliest.map(Date::year);
        let past = now.is_some_and(|n| year < n);
        if past && !matches!((scene.tense)(), Tense::Future | Tense::Present) {
            let whole = Partial { year: Some(year), ..partial.clone() };
            let mut found = Found::of(whole.resolve(scene.reference, Pick::Same), scene.anchor);
            if found.moment.is_some() {
                found.anchor = Some(Anchor::Time(told.index));
                found.by_year = true;
                return found;
            }
        }
    }
    Found::of(partial.resolve(scene.reference, pick_for(&partial, scene, pick)), scene.anchor)
}

/// A time of day without a day: on the day told last in the sentence, else on the report's day.
fn time_of_day(partial: &Partial, scene: &Scene<'_>) -> Found {
    let mut found = Found::new(TimeKind::Time);
    let is_day = |m: &&Moment| m.grain == Grain::Day;
    let told = scene.told.filter(|t| scene.same_sentence && t.moment.grain == Grain::Day);
    let (day, anchor) = match told {
        Some(told) => (Some(&told.moment), Some(Anchor::Time(told.index))),
        None => (scene.reference.moment.as_ref().filter(is_day), Some(scene.anchor)),
    };
    match day {
        Some(day) => {
            let moment = Moment { part: partial.part.clone(), clock: partial.clock, ..day.clone() };
            found.value = Some(moment.value());
            found.days = moment.days();
            found.anchor = anchor;
            found.moment = Some(moment);
        }
        None => {
            found.value = partial.resolve(&Reference::default(), Pick::Nearest).value;
            found.days = scene.reference.days;
        }
    }
    found
}

/// A date counted from another one.
fn shift(
    hit: &Hit,
    scene: &Scene<'_>,
    base: Base,
    steps: Steps,
    unit: Option<Unit>,
    hint: Option<Pick>,
) -> Found {
    let inner;
    let told;
    let (from, anchor): (&Reference, Option<Anchor>) = match (base, scene.told) {
        (Base::Inner, _) => {
            inner = hit.inner.first().map(|i| resolve(i, scene, hint));
            let Some(inner) = &inner else { return Found::new(TimeKind::Date) };
            told = Reference { days: inner.days, moment: inner.moment.clone() };
            (&told, inner.anchor)
        }
        (Base::Then, Some(t)) => {
            let moment = Moment { part: None, clock: None, ..t.moment.clone() };
            told = Reference { days: moment.days(), moment: Some(moment) };
            (&told, Some(Anchor::Time(t.index)))
        }
        // "Deux ans plus tard" at the head of a text counts from a date that is not told.
        (Base::Then, None) if !matches!(steps, Steps::Fixed(-1) | Steps::Captured(-1)) => {
            return Found::new(TimeKind::Date);
        }
        _ => (scene.reference, Some(scene.anchor)),
    };
    let mut found = Found { anchor, ..Found::new(TimeKind::Date) };
    let Some(mut unit) = unit.or_else(|| unit_of(hit)) else { return found };
    let captured = count(hit).map_or(1.0, |c| c.0).clamp(0.0, 100_000.0) as i64;
    let mut n = match steps {
        Steps::Fixed(n) => n,
        Steps::Captured(sign) => sign * captured,
        Steps::Several(sign) => {
            let (after, before) = (from.days.latest, from.days.earliest);
            found.days = match sign > 0 {
                true => Days { earliest: after, latest: None },
                false => Days { earliest: None, latest: before },
            };
            found.value = match (base, sign > 0) {
                (Base::Now, true) => Some("FUTURE_REF".to_owned()),
                (Base::Now, false) => Some("PAST_REF".to_owned()),
                _ => None,
            };
            return found;
        }
    };
    if unit == Unit::Hour && n != 0 && n % 24 == 0 {
        (unit, n) = (Unit::Calendar(Grain::Day), n / 24);
    }
    let Some(grain) = unit.grain() else {
        // Some hours before or after: the same day, or the one beside it.
        found.kind = TimeKind::Time;
        found.days = from.days;
        found.value = from.moment.as_ref().map(Moment::value);
        return found;
    };
    let part = match hit.captures.get("part") {
        Some(Capture::Text(part)) => Some(part.clone()),
        _ => None,
    };
    match from.moment.as_ref().and_then(|m| m.shifted(n, grain)) {
        Some(mut moment) => {
            if moment.grain == Grain::Day && part.is_some() {
                moment.part = part;
                found.kind = TimeKind::Time;
            }
            found.days = moment.days();
            found.value = Some(moment.value());
            found.moment = Some(moment);
        }
        None => {
            let near = matches!(grain, Grain::Day | Grain::Weekend) && n.abs() <= 7 || n == 0;
            if let (true, Some(moment)) = (near, &from.moment) {
                found.days = moment.days();
                found.value = Some(moment.value());
            } else {
                found.days = Days {
                    earliest: from.days.earliest.and_then(|d| moved(d, n, grain)),
                    latest: from.days.latest.and_then(|d| moved(d, n, grain)),
                };
            }
            if part.is_some() {
                found.kind = TimeKind::Time;
            }
        }
    }
    found
}

/// A day moved by so many units.
fn moved(day: Date, n: i64, grain: Grain) -> Option<Date> {
    let n = n.clamp(-100_000, 100_000);
    let years = n.clamp(-9000, 9000);
    let length = match grain {
        Grain::Day => n.days(),
        Grain::Weekend | Grain::Week => (7 * n).days(),
        Grain::Month => n.months(),
        Grain::Quarter | Grain::Season => (3 * years).months(),
        Grain::Half => (6 * years).months(),
        Grain::Year => years.years(),
        Grain::Decade => (years.clamp(-900, 900) * 10).years(),
        Grain::Century => (years.clamp(-90, 90) * 100).years(),
    };
    day.checked_add(length).ok()
}

/// From one date to another within one pattern.
fn range(hit: &Hit, scene: &Scene<'_>, hint: Option<Pick>) -> Found {
    let only = |name: &str| match hit.captures.get(name) {
        Some(Capture::Int(i)) => i8::try_from(*i).ok(),
        _ => None,
    };
    let mut last = Partial::new(&hit.captures, true);
    last.weekday = only("weekday2");
    let mut first = Partial::new(&hit.captures, false);
    first.month = first.month.or(last.month);
    let end = last.resolve(scene.reference, pick_for(&last, scene, hint));
    let year = end.moment.as_ref().map(|m| m.first.year());
    let begin = match (&first.year, &end.moment) {
        (None, Some(end)) => {
            first.year = year;
            let same = first.resolve(scene.reference, Pick::Same);
            match same.moment.as_ref().is_some_and(|m| m.first > end.first) {
                true => {
                    first.year = year.map(|y| y - 1);
                    first.resolve(scene.reference, Pick::Same)
                }
                false => same,
            }
        }
        _ => first.resolve(scene.reference, Pick::Nearest),
    };
    between(begin, end, scene)
}

fn between(begin: Resolved, end: Resolved, scene: &Scene<'_>) -> Found {
    let mut found = Found::new(TimeKind::Date);
    found.anchor = (begin.relative || end.relative).then_some(scene.anchor);
    let days = Days { earliest: begin.days.earliest, latest: end.days.latest };
    let ordered = days.earliest.zip(days.latest).is_none_or(|(a, b)| a < b);
    if ordered {
        found.days = days;
        found.value = match (begin.value, end.value) {
            (Some(a), Some(b)) if a == b => Some(a),
            (Some(a), Some(b)) => Some(format!("{a}/{b}")),
            _ => None,
        };
        found.moment = end.moment;
    }
    found
}

/// The night between two days: named by the first.
fn night(hit: &Hit, scene: &Scene<'_>, hint: Option<Pick>) -> Found {
    let mut second = Partial::new(&hit.captures, true);
    if !hit.captures.contains_key("weekday2") {
        second.weekday = None;
    }
    let resolved = second.resolve(scene.reference, pick_for(&second, scene, hint));
    let mut found = Found::of(resolved, scene.anchor);
    found.kind = TimeKind::Time;
    let day = found.moment.as_ref().filter(|m| m.grain == Grain::Day).map(|m| m.first);
    if let Some(eve) = day.and_then(|d| d.yesterday().ok()) {
        let night = Moment { part: Some("NI".to_owned()), ..Moment::day(eve) };
        found.value = Some(night.value());
        found.days = Days { earliest: Some(eve), latest: found.days.latest };
        found.moment = Some(night);
    }
    found
}

/// The last or next so many units.
fn window(hit: &Hit, scene: &Scene<'_>, sign: i64) -> Found {
    let mut found = Found::new(TimeKind::Duration);
    let (Some(unit), Some((n, _))) = (unit_of(hit), count(hit)) else { return found };
    found.value = Some(unit.duration(Some(n)));
    found.anchor = Some(scene.anchor);
    let days = scene.reference.days;
    let (grain, steps) = match unit.grain() {
        Some(grain) => (grain, n.clamp(0.0, 9000.0).ceil() as i64),
        None => {
            (Grain::Day, if unit == Unit::Hour { (n / 24.0).clamp(0.0, 9000.0).ceil() as i64 } else { 1 })
        }
    };
    found.days = match sign < 0 {
        true => Days { earliest: days.earliest.and_then(|d| moved(d, -steps, grain)), latest: days.latest },
        false => Days { earliest: days.earliest, latest: days.latest.and_then(|d| moved(d, steps, grain)) },
    };
    found
}

/// The TIMEX3 value of a repeated time.
fn set(hit: &Hit) -> String {
    let part = match hit.captures.get("part") {
        Some(Capture::Text(part)) => format!("T{part}"),
        _ => String::new(),
    };
    match hit.captures.get("weekday") {
        Some(Capture::Int(day)) => return format!("XXXX-WXX-{day}{part}"),
        _ if !part.is_empty() => return format!("XXXX-XX-XX{part}"),
        _ => {}
    }
    let unit = unit_of(hit).unwrap_or(Unit::Calendar(Grain::Day));
    unit.duration(Some(count(hit).map_or(1.0, |c| c.0)))
}

/// An expression inside another.
fn framed(hit: &Hit, scene: &Scene<'_>, frame: Frame, hint: Option<Pick>) -> Found {
    let Some(first) = hit.inner.first() else { return Found::new(TimeKind::Date) };
    let inner_hint = match frame {
        Frame::Since | Frame::Behind => Some(Pick::OnOrBefore),
        Frame::By => Some(Pick::OnOrAfter),
        Frame::Ahead => {
            let partial = Partial::new(&first.day().captures, false);
            Some(by_tense(Tense::Planned, partial.weekday.is_some() && partial.month.is_none()))
        }
        _ => hint,
    };
    match frame {
        Frame::Join => return join(hit, scene, hint),
        Frame::Range => return span(hit, scene, hint),
        _ => {}
    }
    let mut found = resolve(first, scene, inner_hint);
    let days = found.days;
    found.days = match frame {
        Frame::Since | Frame::From if found.kind != TimeKind::Duration => {
            Days { earliest: days.earliest, latest: None }
        }
        Frame::Until => Days { earliest: None, latest: days.latest },
        Frame::Before => Days { earliest: None, latest: days.earliest.or(days.latest) },
        Frame::After => Days { earliest: days.latest.or(days.earliest), latest: None },
        Frame::By => {
            let now = scene.reference.days.earliest;
            let earliest = now.filter(|n| days.latest.is_none_or(|l| *n < l));
            Days { earliest, latest: days.latest }
        }
        _ => days,
    };
    found
}

/// A day and a time of day.
fn join(hit: &Hit, scene: &Scene<'_>, hint: Option<Pick>) -> Found {
    let [day, time] = &hit.inner[..] else { return Found::new(TimeKind::Date) };
    let mut found = resolve(day, scene, hint);
    let inner = time.day();
    let partial = Partial::new(&inner.captures, false);
    found.kind = TimeKind::Time;
    found.modifier = resolve(time, scene, hint).modifier;
    if let Some(moment) = found.moment.as_mut().filter(|m| m.grain == Grain::Day) {
        moment.part = partial.part.or(moment.part.take());
        moment.clock = moment.clock.or(partial.clock);
        found.value = Some(moment.value());
    }
    found
}

/// From the first to the second inner expression.
fn span(hit: &Hit, scene: &Scene<'_>, hint: Option<Pick>) -> Found {
    let [first, last] = &hit.inner[..] else { return Found::new(TimeKind::Date) };
    let end = resolve(last, scene, hint);
    let (mut partial, mut begin) = (Partial::default(), None);
    if matches!(first.meaning, Meaning::Date { pick: None }) && !first.is_time_of_day() {
        partial = Partial::new(&first.captures, false);
        let open = partial.lacks_year() || partial.weekday.is_some() && partial.day.is_none();
        if let Some(moment) = end.moment.as_ref().filter(|_| open) {
            let reference = Reference { days: moment.days(), moment: Some(moment.clone()) };
            begin = Some(partial.resolve(&reference, Pick::OnOrBefore));
        }
    }
    let begin = begin.unwrap_or_else(|| {
        let found = resolve(first, scene, hint);
        let relative = found.anchor.is_some();
        Resolved { moment: found.moment, days: found.days, value: found.value, relative }
    });
    let timed = end.kind == TimeKind::Time && first.is_time_of_day();
    let relative = end.anchor.is_some();
    let end = Resolved { moment: end.moment, days: end.days, value: end.value, relative };
    let same_day = timed && begin.days == end.days;
    let mut found = match same_day {
        true => {
            let value = begin.value.zip(end.value).map(|(a, b)| format!("{a}/{b}"));
            Found { value, days: end.days, moment: end.moment, ..Found::new(TimeKind::Time) }
        }
        false => between(begin, end, scene),
    };
    if timed {
        found.kind = TimeKind::Time;
    }
    debug_assert!(partial.year.is_none() || !partial.lacks_year());
    found
}
