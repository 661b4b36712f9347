//! Gold: a report with events that somebody vouches for, in the Markdown that `dateline eval` reads (`gold/README.md`).
//!
//! Only events are annotated; the header says so, and the scorer looks at nothing else.

use dateline_record::{EventRecord, ParticipantRecord, Record};
use std::collections::BTreeSet;
use std::fmt::Write;

/// How an event stands in gold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Somebody vouches for it.
    Sure,
    /// Nobody looked at it: neither a miss nor a hit counts.
    Optional,
    /// There is no such event.
    Absent,
}

/// The gold of one report. The acts inside others (what is promised, denied ...) stand in it only when somebody vouches for them.
///
/// # Errors
/// The text, or the trigger of an event somebody vouches for, cannot be quoted in Markdown; the message says which.
pub fn gold(record: &Record, mark: &dyn Fn(&EventRecord) -> Mark) -> Result<String, String> {
    if record.text.lines().any(|l| l.starts_with("```")) || record.text.contains('\r') {
        return Err("a line of its text begins like the end of a Markdown block".to_owned());
    }
    let title = record.title.as_deref().unwrap_or(&record.id).replace(['\n', '\r'], " ");
    let mut out = format!("# {}\n\n", title.trim());
    if let Some(language) = &record.language {
        let _ = writeln!(out, "- language: {language}");
    }
    if let Some(date) = &record.published.value {
        let _ = writeln!(out, "- date: {date}");
    }
    let _ =
        write!(out, "- half: corrected\n- annotated: events\n\n```text\n{}\n```\n\n## Events\n", record.text);
    let inner: BTreeSet<&str> = record.events.iter().filter_map(|e| e.inner.as_deref()).collect();
    let mut events: Vec<&EventRecord> = record.events.iter().collect();
    events.sort_by_key(|e| e.trigger.first().map(|t| t.start));
    for event in events {
        let mark = mark(event);
        if mark == Mark::Absent || (mark == Mark::Optional && inner.contains(event.id.as_str())) {
            continue;
        }
        match lines(record, event, mark) {
            Some(lines) => out.push_str(&lines),
            None if mark == Mark::Optional => {}
            None => return Err(format!("the trigger of {} cannot stand between backticks", event.id)),
        }
    }
    Ok(out)
}

fn lines(record: &Record, event: &EventRecord, mark: Mark) -> Option<String> {
    let trigger = event.trigger.first()?;
    let quoted = words(record, trigger.start, trigger.end)?;
    let mode = event.mode.as_deref().map_or(String::new(), |m| format!("/{m}"));
    let mut out = format!("\n- {quoted} {}{mode}", event.kind.as_deref().unwrap_or("-"));
    for part in [event.cameo.as_deref(), Some(event.status.as_str())].into_iter().flatten() {
        let _ = write!(out, " {part}");
    }
    if event.symmetric {
        out.push_str(" symmetric");
    }
    if mark == Mark::Optional {
        out.push_str(" optional");
    }
    out.push('\n');
    for other in event.trigger.iter().skip(1) {
        if let Some(quoted) = words(record, other.start, other.end) {
            let _ = writeln!(out, "  - also: {quoted}");
        }
    }
    for (name, sides) in [("actor", &event.actors), ("recipient", &event.recipients)] {
        for side in sides {
            if let Some(side) = side_of(record, side) {
                let _ = writeln!(out, "  - {name}: {side}");
            }
        }
    }
    if let Some(says) = says(record, event) {
        let _ = writeln!(out, "  - says: {says}");
    }
    if let Some(date) = &event.date.edtf {
        let _ = writeln!(out, "  - date: {date}");
    }
    Some(out)
}

fn side_of(record: &Record, side: &ParticipantRecord) -> Option<String> {
    let entity = record.entities.iter().find(|e| e.id == side.entity);
    let named = side.mention.as_ref().and_then(|m| words(record, m.start, m.end));
    let country = entity.and_then(|e| e.country.as_deref());
    let sector = entity.and_then(|e| e.sector.as_deref());
    let code = match (country, sector) {
        (None, None) => None,
        (country, sector) => {
            Some(format!("{}{}", country.unwrap_or("-"), sector.map_or(String::new(), |s| format!(":{s}"))))
        }
    };
    let parts: Vec<String> = [named, code].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Who says so, where gold has a form for it.
fn says(record: &Record, event: &EventRecord) -> Option<String> {
    let link = event.attribution.first()?;
    match link.source.as_str() {
        "NARRATOR" => Some("narrator".to_owned()),
        "UNNAMED" => Some("unnamed".to_owned()),
        id => {
            let entity = record.entities.iter().find(|e| e.id == id)?;
            let at = link.cue.as_ref().or(event.trigger.first()).map_or(0, |c| c.start);
            let near = entity.mentions.iter().min_by_key(|m| m.start.abs_diff(at))?;
            words(record, near.start, near.end)
        }
    }
}

/// The words between two offsets in backticks, with their number where they stand in the text more than once.
fn words(record: &Record, start: u32, end: u32) -> Option<String> {
    let mut bytes = record.text.char_indices().map(|(at, _)| at).chain([record.text.len()]);
    let from = bytes.nth(start as usize)?;
    let until = if end > start { bytes.nth((end - start - 1) as usize)? } else { return None };
    let words = record.text.get(from..until)?;
    if words.contains(['`', '\n']) {
        return None;
    }
    let found: Vec<usize> = record.text.match_indices(words).map(|(at, _)| at).collect();
    let number = found.iter().position(|at| *at == from)?;
    Some(if found.len() == 1 { format!("`{words}`") } else { format!("`{words}`#{}", number + 1) })
}
