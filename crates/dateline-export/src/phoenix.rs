//! Phoenix (26 columns) and PETRARCH2 rows.

use crate::tables;
use crate::telling::Telling;
use crate::text::{compact, tabbed, without};
use crate::who::trios;

/// A row of Phoenix; none without both actor codes, which Phoenix asks for.
pub(crate) fn phoenix(t: &Telling) -> Option<String> {
    let (source, target) = (Telling::code(&t.source), Telling::code(&t.target));
    if source.is_empty() || target.is_empty() {
        return None;
    }
    let day = compact(t.published.as_deref());
    let piece = |a: usize, b: usize| day.get(a..b).unwrap_or("").to_owned();
    let mut cells = vec![
        format!("{}_{}", t.id, env!("CARGO_PKG_VERSION")),
        day.clone(),
        piece(0, 4),
        piece(4, 6),
        piece(6, 8),
    ];
    for code in [source, target] {
        let parts = trios(code);
        let at = |n: usize| parts.get(n).copied().unwrap_or("").to_owned();
        cells.extend([code.to_owned(), at(0), at(1), parts.get(2..).unwrap_or_default().join(";")]);
    }
    let code = t.cameo.as_str();
    cells.extend([
        code.to_owned(),
        code.get(..2).unwrap_or(code).to_owned(),
        tables::quad(code).map_or("", |q| q.1).to_owned(),
        tables::cameo(code).map_or("", |c| c.1).to_owned(),
        String::new(),
    ]);
    match &t.place {
        Some(p) => cells.extend([
            p.lat.to_string(),
            p.lon.to_string(),
            if p.precision == "country" { String::new() } else { p.name.clone() },
            p.admin1.clone(),
            p.country.clone(),
        ]),
        None => cells.extend(vec![String::new(); 5]),
    }
    let publishers: Vec<String> =
        t.publishers.iter().filter(|p| !p.is_empty()).map(|p| without(p, &[';'])).collect();
    cells.extend([t.ids.join(";"), t.urls.join(";"), publishers.join(";")]);
    Some(tabbed(&cells))
}

/// A row of PETRARCH2: eight cells, seven where the report has no url. None where neither side has a code.
pub(crate) fn petrarch2(t: &Telling) -> Option<String> {
    let side = |code: &str| if code.is_empty() { "---".to_owned() } else { code.to_owned() };
    let (source, target) = (side(Telling::code(&t.source)), side(Telling::code(&t.target)));
    if source == "---" && target == "---" {
        return None;
    }
    let mut cells = vec![
        compact(t.published.as_deref()),
        source,
        target,
        t.cameo.clone(),
        String::new(),
        t.ids.join(";"),
    ];
    if !t.urls.is_empty() {
        cells.push(t.urls.join(";"));
    }
    cells.push(t.publisher.clone().unwrap_or_else(|| "NULL".to_owned()));
    Some(tabbed(&cells))
}
