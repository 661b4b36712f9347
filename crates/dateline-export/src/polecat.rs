//! POLECAT rows: 40 columns, one row an event.

use crate::tables;
use crate::text::{clean, event_day, published, without};
use crate::who::entity;
use dateline_record::{EntityRecord, EventRecord, ParticipantRecord, Record};

/// A row; none for an event without a PLOVER type.
pub(crate) fn row(record: &Record, event: &EventRecord) -> Option<String> {
    let kind = event.kind.as_deref()?;
    let place = event.place.as_deref().and_then(|id| entity(record, id));
    let geo = place.and_then(|e| e.place.as_ref());
    let name = place.map(|e| e.name.clone()).unwrap_or_default();
    let at = |levels: &[&str]| match geo {
        Some(g) if levels.contains(&g.precision.as_str()) => name.clone(),
        _ => String::new(),
    };
    let quad = match event.quad_class {
        Some(1) => "VERBAL COOPERATION",
        Some(2) => "MATERIAL COOPERATION",
        Some(3) => "VERBAL CONFLICT",
        Some(4) => "MATERIAL CONFLICT",
        _ => "",
    };
    let mut cells = vec![
        format!("{}:{}", record.id, event.id),
        event_day(record, event).unwrap_or_default(),
        kind.to_owned(),
        event.mode.clone().unwrap_or_default(),
        tables::score(kind, event.mode.as_deref()).unwrap_or("").to_owned(),
        quad.to_owned(),
        join(event.contexts.iter().cloned()),
    ];
    cells.extend(side(record, &event.actors));
    cells.extend(side(record, &event.recipients));
    let mentioned = |kinds: &[&str]| {
        join(record.entities.iter().filter(|e| kinds.contains(&e.kind.as_str())).map(|e| e.name.clone()))
    };
    cells.extend([
        name.clone(),
        at(&["city", "site"]),
        String::new(),
        at(&["admin1"]),
        geo.and_then(|g| g.country.clone()).or_else(|| place?.country.clone()).unwrap_or_default(),
        geo.map(|g| g.lat.to_string()).unwrap_or_default(),
        geo.map(|g| g.lon.to_string()).unwrap_or_default(),
        geo.and_then(|g| g.geonames).map(|n| n.to_string()).unwrap_or_default(),
        place.and_then(|e| e.mentions.first()).map(|m| m.text.clone()).unwrap_or_default(),
        geo.and_then(|g| g.feature.clone()).unwrap_or_default(),
        record.publisher.clone().unwrap_or_default(),
        published(record).unwrap_or_default(),
        mentioned(&["person"]),
        mentioned(&["organisation", "armed_group", "media"]),
        mentioned(&["place", "country"]),
        record.language.clone().unwrap_or_default(),
        format!("dateline {}", env!("CARGO_PKG_VERSION")),
    ]);
    let cells = cells.iter().map(|c| clean(c)).map(|c| if c.is_empty() { "None".to_owned() } else { c });
    let mut line = cells.collect::<Vec<_>>().join("\t");
    line.push('\n');
    Some(line)
}

/// Eight cells of a side.
fn side(record: &Record, who: &[ParticipantRecord]) -> Vec<String> {
    let entities: Vec<&EntityRecord> = who.iter().filter_map(|p| entity(record, &p.entity)).collect();
    let of = |get: fn(&EntityRecord) -> Option<String>| join(entities.iter().filter_map(|e| get(e)));
    vec![
        of(|e| Some(e.name.clone())),
        of(|e| e.country.clone()),
        String::new(),
        entities.first().and_then(|e| e.sector.clone()).unwrap_or_default(),
        of(|e| e.sector.clone()),
        of(|e| e.title.clone()),
        join(who.iter().filter_map(|p| p.mention.as_ref()).map(|m| m.text.clone())),
        String::new(),
    ]
}

/// Values joined by "; ".
fn join(values: impl Iterator<Item = String>) -> String {
    values.map(|v| without(&v, &[';'])).collect::<Vec<_>>().join("; ")
}
