//! Gold that gives codes only: the sentence, the type of each event and the codes of its two sides, without the words.
//!
//! PLOVER's gold standard records and the validation files of PETRARCH and UniversalPetrarch are of this kind.

use crate::score::{Scores, brief};
use dateline_types::{Event, Extraction, Participant};

/// One coded sentence or report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodedRecord {
    /// The record's own id.
    pub id: String,
    /// Its date as EDTF, if it has one.
    pub date: Option<String>,
    /// BCP 47 language, if it says so.
    pub language: Option<String>,
    /// The kind of thing it tests ("PASSIVE"), if it says so.
    pub phenomenon: Option<String>,
    /// The sentence or report.
    pub text: String,
    /// Its events.
    pub events: Vec<CodedEvent>,
}

/// One event as codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodedEvent {
    /// PLOVER type in capitals; `None` when only a CAMEO code is given.
    pub kind: Option<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// Codes of who acts ("GBRGOV", "~CVL" for a sector without country); empty when not annotated.
    pub actors: Vec<String>,
    /// Codes of who is acted on; empty when not annotated.
    pub recipients: Vec<String>,
}

/// Names that older editions of PLOVER gave its types, with today's.
const OLD_TYPES: [(&str, &str); 4] =
    [("DEMAND", "REQUEST"), ("DISAPPROVE", "ACCUSE"), ("INVESTIGATE", "ACCUSE"), ("FIGHT", "ASSAULT")];

/// Today's name of a PLOVER type.
#[must_use]
pub fn current_type(kind: &str) -> String {
    let upper = kind.trim().to_uppercase();
    OLD_TYPES.iter().find(|(old, _)| *old == upper).map_or(upper.clone(), |(_, new)| (*new).to_owned())
}

/// Scores one record. `kind_of` gives the PLOVER type of a CAMEO code.
///
/// A side that the gold leaves empty asks for nothing. Sides are compared by country (the first three letters of a code),
/// or by sector where the gold knows no country; the row "full codes" compares whole codes.
#[must_use]
pub fn score_coded(
    gold: &CodedRecord,
    x: &Extraction,
    sentences: usize,
    kind_of: &dyn Fn(&str) -> Option<String>,
) -> Scores {
    let mut s = Scores { sentences, ..Scores::default() };
    let inner: Vec<usize> = x.events.iter().filter_map(|e| e.inner).collect();
    let counted: Vec<&Event> = (0..x.events.len())
        .filter(|i| !inner.contains(i) && x.events[*i].kind.is_some())
        .map(|i| &x.events[i])
        .collect();
    let kind =
        |g: &CodedEvent| g.kind.as_deref().map(current_type).or_else(|| g.cameo.as_deref().and_then(kind_of));
    let mut used: Vec<usize> = Vec::new();
    let rows = ["event type", "event type+source", "event type+source+target", "full codes"];
    for g in &gold.events {
        let wanted = kind(g);
        // Plain statements are quotes here, and no events.
        if wanted.is_none() {
            continue;
        }
        let name = wanted.clone().unwrap_or_default();
        for row in rows {
            s.row(row).gold += 1;
        }
        s.typed(&name).gold += 1;
        if let Some(p) = &gold.phenomenon {
            s.phenomenon(p).gold += 1;
        }
        let best = (0..counted.len())
            .filter(|i| !used.contains(i) && counted[*i].kind == wanted)
            .max_by_key(|&i| (sides(g, counted[i], x, false), actor(g, counted[i], x), std::cmp::Reverse(i)));
        let Some(i) = best else {
            let found: Vec<String> = counted.iter().map(|e| brief(e, x)).collect();
            for other in counted.iter().enumerate().filter(|(i, _)| !used.contains(i)).map(|(_, e)| e) {
                s.confuse(&name, other.kind.as_deref().unwrap_or("-"));
            }
            if counted.is_empty() {
                s.confuse(&name, "nothing");
            }
            s.remarks.push(format!("{}: missed {name}; found {found:?} in: {}", gold.id, gold.text));
            continue;
        };
        used.push(i);
        let e = counted[i];
        s.trust.push((e.confidence, sides(g, e, x, false)));
        let right = [true, actor(g, e, x), sides(g, e, x, false), sides(g, e, x, true)];
        for (row, right) in rows.iter().zip(right) {
            let c = s.row(row);
            c.found += 1;
            c.hit += usize::from(right);
            c.right += usize::from(right);
        }
        let c = s.typed(&name);
        (c.found, c.hit, c.right) = (c.found + 1, c.hit + 1, c.right + 1);
        if let Some(p) = &gold.phenomenon {
            let whole = usize::from(right[2]);
            let c = s.phenomenon(p);
            (c.found, c.hit, c.right) = (c.found + 1, c.hit + whole, c.right + whole);
        }
        if !right[2] {
            let wanted = format!("{} > {}", g.actors.join("+"), g.recipients.join("+"));
            s.remarks.push(format!(
                "{}: wants {name} {wanted}, found {} in: {}",
                gold.id,
                brief(e, x),
                gold.text
            ));
        }
    }
    for (i, e) in counted.iter().enumerate() {
        if used.contains(&i) {
            continue;
        }
        for row in rows {
            s.row(row).found += 1;
        }
        s.trust.push((e.confidence, false));
        let name = e.kind.clone().unwrap_or_default();
        s.typed(&name).found += 1;
        if let Some(p) = &gold.phenomenon {
            s.phenomenon(p).found += 1;
        }
        s.false_events += 1;
        s.remarks.push(format!("{}: not in gold: {} in: {}", gold.id, brief(e, x), gold.text));
    }
    s
}

fn actor(g: &CodedEvent, e: &Event, x: &Extraction) -> bool {
    side(&g.actors, &e.actors, x, false) || e.symmetric && side(&g.actors, &e.recipients, x, false)
}

/// Whether both sides fit; acts without direction fit either way round, or as one joint side.
fn sides(g: &CodedEvent, e: &Event, x: &Extraction, full: bool) -> bool {
    let straight = side(&g.actors, &e.actors, x, full) && side(&g.recipients, &e.recipients, x, full);
    let all: Vec<Participant> = e.actors.iter().chain(&e.recipients).cloned().collect();
    straight
        || e.symmetric
            && (side(&g.actors, &e.recipients, x, full) && side(&g.recipients, &e.actors, x, full)
                || g.recipients.is_empty() && side(&g.actors, &all, x, full))
}

fn side(gold: &[String], found: &[Participant], x: &Extraction, full: bool) -> bool {
    let wanted: Vec<&String> = gold.iter().filter(|c| !matches!(c.as_str(), "" | "---" | "~")).collect();
    wanted.is_empty() || wanted.iter().any(|g| found.iter().any(|p| same(g, p, x, full)))
}

fn same(gold: &str, p: &Participant, x: &Extraction, full: bool) -> bool {
    let e = &x.entities[p.entity];
    let code = e.code.as_deref().unwrap_or("");
    let (country, sector) = match gold.strip_prefix('~') {
        Some(sector) => (None, sector),
        None => (Some(gold.get(..3).unwrap_or(gold)), gold.get(3..).unwrap_or("")),
    };
    let sector_fits = |s: &str| {
        let own = e.sector.as_deref().unwrap_or("");
        s.is_empty() || own == s || !own.is_empty() && s.starts_with(own) || code.contains(s)
    };
    let own = e.country.as_deref().or(code.get(..3)).unwrap_or("");
    match country {
        None => sector_fits(sector),
        Some(c) => {
            let place = own == c || code.get(..3) == Some(c) || c == "IGO" && is_body(own, code);
            place && (!full || sector_fits(sector))
        }
    }
}

/// Whether an entity's country is an international body.
fn is_body(country: &str, code: &str) -> bool {
    code.starts_with("IGO") || matches!(country, "UNO" | "EUU" | "NAT")
}
