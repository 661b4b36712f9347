//! GDELT events (1.0: 58 columns, 2.0: 61) and mentions (16).

use crate::geo::Geo;
use crate::tables;
use crate::telling::Telling;
use crate::text::{compact, stamp, tabbed};
use crate::who::{Who, parts};

/// A row of events; `second` for GDELT 2.0.
pub(crate) fn event(t: &Telling, second: bool) -> String {
    let day = compact(t.day.as_deref());
    let piece = |n: usize| day.get(..n).unwrap_or("").to_owned();
    let mut cells = vec![t.id.to_string(), day.clone(), piece(6), piece(4), fraction(&day)];
    cells.extend(actor(&t.source));
    cells.extend(actor(&t.target));
    let code = t.cameo.as_str();
    cells.extend([
        u8::from(t.lead).to_string(),
        code.to_owned(),
        code.get(..3).unwrap_or(code).to_owned(),
        code.get(..2).unwrap_or(code).to_owned(),
        tables::quad(code).map_or("", |q| q.0).to_owned(),
        tables::cameo(code).map_or("", |c| c.1).to_owned(),
        t.mentions.to_string(),
        t.publishers.len().to_string(),
        t.stories.len().to_string(),
        String::new(),
    ]);
    let of = |w: &Option<Who>| w.as_ref().and_then(|w| w.place.clone());
    for place in [of(&t.source), of(&t.target), t.place.clone()] {
        cells.extend(geo(place.as_ref(), second));
    }
    let added = t.published.as_deref();
    cells.push(if second { stamp(added) } else { compact(added) });
    cells.push(t.url.clone().unwrap_or_else(|| t.report.clone()));
    tabbed(&cells)
}

/// Ten cells of an actor.
fn actor(who: &Option<Who>) -> Vec<String> {
    let Some(who) = who else { return vec![String::new(); 10] };
    let (country, group, roles) = parts(&who.code);
    let name = who.name.to_uppercase();
    let cells = [&who.code, &name, country, group, "", "", "", roles[0], roles[1], roles[2]];
    cells.iter().map(|c| (*c).to_owned()).collect()
}

/// Seven cells of a place; eight in GDELT 2.0.
fn geo(place: Option<&Geo>, second: bool) -> Vec<String> {
    let mut cells = match place {
        Some(p) => vec![
            p.kind().to_owned(),
            p.name.clone(),
            p.fips().to_owned(),
            p.adm1(),
            p.lat.to_string(),
            p.lon.to_string(),
            String::new(),
        ],
        None => vec![String::new(); 7],
    };
    if second {
        cells.insert(4, String::new());
    }
    cells
}

/// Year and share of the year, to four places: (month * 30 + day) / 365.
fn fraction(day: &str) -> String {
    let number = |a: usize, b: usize| day.get(a..b).and_then(|p| p.parse::<u32>().ok());
    match (number(0, 4), number(4, 6), number(6, 8)) {
        (Some(y), Some(m), Some(d)) => format!("{:.4}", f64::from(y) + f64::from(m * 30 + d) / 365.0),
        _ => String::new(),
    }
}

/// A row of mentions: `id` and `first` are those of the event's row.
pub(crate) fn mention(t: &Telling, id: i64, first: Option<&str>) -> String {
    let start = |w: &Option<Who>| w.as_ref().and_then(|w| w.start).map(|s| s.to_string()).unwrap_or_default();
    let percent = (t.confidence.clamp(0.0, 1.0) * 100.0).round();
    tabbed(&[
        id.to_string(),
        stamp(first),
        stamp(t.published.as_deref()),
        if t.url.is_some() { "1" } else { "2" }.to_owned(),
        t.host.clone(),
        t.url.clone().unwrap_or_else(|| t.report.clone()),
        t.sentence.to_string(),
        start(&t.source),
        start(&t.target),
        t.start.map(|s| s.to_string()).unwrap_or_default(),
        "1".to_owned(),
        percent.to_string(),
        t.length.to_string(),
        String::new(),
        String::new(),
        String::new(),
    ])
}
