//! Actors as event formats name them.

use crate::geo::Geo;
use crate::tables;
use crate::text::clean;
use dateline_record::{EntityRecord, ParticipantRecord, Record};

/// An actor or recipient.
#[derive(Clone, Debug, Default)]
pub(crate) struct Who {
    /// CAMEO code ("IRNGOV"); empty when nothing is known.
    pub code: String,
    pub name: String,
    pub sector: String,
    pub country: String,
    pub place: Option<Geo>,
    /// First code point of the words that name them.
    pub start: Option<u32>,
}

/// The entity of an id.
pub(crate) fn entity<'a>(record: &'a Record, id: &str) -> Option<&'a EntityRecord> {
    record.entities.iter().find(|e| e.id == id)
}

impl Who {
    pub(crate) fn new(record: &Record, who: &ParticipantRecord) -> Who {
        let entity = entity(record, &who.entity);
        let raw = who.mention.as_ref().map(|m| m.text.clone());
        Who {
            code: code(who, entity),
            name: clean(&entity.map(|e| e.name.clone()).or(raw).unwrap_or_default()),
            sector: entity.and_then(|e| e.sector.clone()).unwrap_or_default(),
            country: entity.and_then(|e| e.country.clone()).unwrap_or_default(),
            place: entity.and_then(Geo::new),
            start: who.mention.as_ref().map(|m| m.start),
        }
    }

    /// What tells two actors apart: the code, else the name.
    pub(crate) fn key(&self) -> &str {
        if self.code.is_empty() { &self.name } else { &self.code }
    }
}

/// The CAMEO code of a participant: the one it has in the event, else the entity's, else country and role. Trios that
/// CAMEO does not know are written as it would.
pub(crate) fn code(who: &ParticipantRecord, entity: Option<&EntityRecord>) -> String {
    let own = who.code.clone().or_else(|| entity?.code.clone());
    let code = own.unwrap_or_else(|| {
        let country = entity.and_then(|e| e.country.as_deref()).unwrap_or("");
        let role = entity.and_then(|e| e.sector.as_deref()).map_or("", tables::role);
        format!("{country}{role}")
    });
    let mut out = String::new();
    for trio in trios(&code) {
        match tables::trio(trio) {
            Some((_, "-")) => {}
            Some((_, written)) => out.push_str(written),
            None => out.push_str(trio),
        }
    }
    out
}

/// The trios of a code; a rest of another length stands last.
pub(crate) fn trios(code: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = code;
    while let Some((head, tail)) = rest.split_at_checked(3).filter(|(_, t)| !t.is_empty()) {
        out.push(head);
        rest = tail;
    }
    if !rest.is_empty() {
        out.push(rest);
    }
    out
}

/// A code in the parts of GDELT: country or region, known group, and up to three roles.
pub(crate) fn parts(code: &str) -> (&str, &str, [&str; 3]) {
    let (mut country, mut group, mut roles, mut n) = ("", "", [""; 3], 0);
    for trio in trios(code) {
        match tables::trio(trio) {
            Some(("role", _)) => {
                if let Some(slot) = roles.get_mut(n) {
                    *slot = trio;
                }
                n += 1;
            }
            Some(_) if country.is_empty() => country = trio,
            None if country.is_empty() && tables::country(trio).is_some() => country = trio,
            _ if group.is_empty() => group = trio,
            _ => {}
        }
    }
    (country, group, roles)
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn codes_fall_into_parts() {
        assert_eq!(parts("IRNGOV"), ("IRN", "", ["GOV", "", ""]));
        assert_eq!(parts("IGOUNOMIL"), ("", "UNO", ["IGO", "MIL", ""]));
        assert_eq!(parts("IGOEUREEC"), ("EUR", "EEC", ["IGO", "", ""]));
        assert_eq!(parts(""), ("", "", [""; 3]));
    }
}
