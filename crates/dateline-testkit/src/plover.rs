//! Reads PLOVER gold standard records: a JSON array, or one record a line.

use crate::coded::{CodedEvent, CodedRecord};
use serde_json::Value;

/// Reads the records of a file.
///
/// # Errors
/// What is wrong, with the number of the record.
pub fn read_plover(text: &str) -> Result<Vec<CodedRecord>, String> {
    let values: Vec<Value> = match serde_json::from_str::<Value>(text) {
        Ok(Value::Array(all)) => all,
        Ok(one @ Value::Object(_)) => vec![one],
        Ok(_) => return Err("the file holds no PLOVER records; it should be an array of objects".into()),
        Err(whole) => {
            let lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
            let all: Result<Vec<Value>, String> = lines
                .map(|(n, l)| serde_json::from_str(l).map_err(|e| format!("line {}: {e}", n + 1)))
                .collect();
            all.map_err(|line| if text.trim_start().starts_with('[') { whole.to_string() } else { line })?
        }
    };
    // Records of one text with several events share their sentence.
    let mut records: Vec<CodedRecord> = Vec::new();
    for (n, value) in values.iter().enumerate() {
        let record =
            record(value).ok_or_else(|| format!("record {}: it has no `text` or no `event`", n + 1))?;
        match records.iter_mut().find(|r| r.text == record.text && r.date == record.date) {
            Some(same) => same.events.extend(record.events),
            None => records.push(record),
        }
    }
    Ok(records)
}

fn record(value: &Value) -> Option<CodedRecord> {
    let string = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let text = string("text")?;
    let event = CodedEvent {
        kind: Some(string("event").or_else(|| string("event_type"))?),
        cameo: None,
        actors: codes(value.get("source").or_else(|| value.get("actor"))),
        recipients: codes(value.get("target").or_else(|| value.get("recipient"))),
    };
    // Some records mark what of a longer passage was coded with braces.
    let text = text.trim_matches(['{', '}', ' ']).replace(['{', '}'], "");
    Some(CodedRecord {
        id: string("id").unwrap_or_default(),
        date: string("date"),
        language: string("language"),
        phenomenon: None,
        text,
        events: vec![event],
    })
}

/// The codes of a side: a list of objects with `code` and `sector`.
fn codes(side: Option<&Value>) -> Vec<String> {
    let Some(Value::Array(list)) = side else { return Vec::new() };
    let part = |v: &Value, key: &str| v.get(key).and_then(Value::as_str).unwrap_or("").replace('*', "");
    let all = list.iter().map(|v| match (part(v, "code"), part(v, "sector")) {
        (code, sector) if code.is_empty() && !sector.is_empty() => format!("~{sector}"),
        (code, sector) => code + &sector,
    });
    all.filter(|c| !c.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORDS: &str = r#"[{"id": "a", "date": "2021-02-03", "language": "en", "event": "DEMAND", "text": "Kenya urged Chad to talk.",
        "source": [{"actorText": "Kenya", "code": "KEN", "sector": "GOV"}], "target": [{"code": "TCD"}]},
        {"id": "b", "date": "2021-02-03", "event": "CONSULT", "text": "Kenya urged Chad to talk.", "source": [{"sector": "CVL"}], "target": ""}]"#;

    #[test]
    fn records_of_one_sentence_are_one() {
        let all = read_plover(RECORDS).unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].events[0].actors, ["KENGOV"]);
        assert_eq!(all[0].events[1].actors, ["~CVL"]);
        assert!(all[0].events[1].recipients.is_empty());
    }

    #[test]
    fn a_broken_line_is_named() {
        assert!(
            read_plover("{\"text\": \"a\", \"event\": \"AID\"}\n{oops").unwrap_err().starts_with("line 2")
        );
    }
}
