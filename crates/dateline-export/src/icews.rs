//! ICEWS rows: 20 columns.

use crate::tables;
use crate::telling::Telling;
use crate::text::tabbed;
use crate::who::Who;

/// A row; none without both names, which ICEWS asks for.
pub(crate) fn row(t: &Telling) -> Option<String> {
    let (Some(source), Some(target)) = (&t.source, &t.target) else { return None };
    let name = |code: &str| tables::country(code).map_or("", |c| c.1).to_owned();
    let side = |w: &Who| [w.name.clone(), tables::icews_sector(&w.sector).to_owned(), name(&w.country)];
    let (label, goldstein) = tables::cameo(&t.cameo).unwrap_or_default();
    let mut cells = vec![t.id.to_string(), t.day.clone().unwrap_or_default()];
    cells.extend(side(source));
    cells.extend([label.to_owned(), t.cameo.clone(), goldstein.to_owned()]);
    cells.extend(side(target));
    cells.extend([t.story.to_string(), t.sentence.to_string(), t.publisher.clone().unwrap_or_default()]);
    match &t.place {
        Some(p) => cells.extend([
            if p.is_town() { p.name.clone() } else { String::new() },
            String::new(),
            if p.precision == "admin1" { p.name.clone() } else { String::new() },
            name(&p.country),
            p.lat.to_string(),
            p.lon.to_string(),
        ]),
        None => cells.extend(vec![String::new(); 6]),
    }
    Some(tabbed(&cells))
}
