//! Reads validation files of PETRARCH and UniversalPetrarch: XML with sentences, their text and their event codings.

use crate::coded::{CodedEvent, CodedRecord};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Reads the sentences of a file. Sentences without any coding are kept: nothing should be found there.
///
/// # Errors
/// What is wrong, with the byte at which reading stopped.
pub fn read_petrarch(xml: &str) -> Result<Vec<CodedRecord>, String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut records = Vec::new();
    let mut now: Option<CodedRecord> = None;
    let mut in_text = false;
    loop {
        let event = reader.read_event().map_err(|e| format!("byte {}: {e}", reader.error_position()))?;
        match event {
            Event::Start(e) | Event::Empty(e) => match e.name().as_ref() {
                "Sentence" => {
                    let get = |key: &str| attribute(&e, key);
                    now = Some(CodedRecord {
                        id: get("id").unwrap_or_default(),
                        date: get("date").and_then(|d| edtf(&d)),
                        language: None,
                        phenomenon: get("category"),
                        text: String::new(),
                        events: Vec::new(),
                    });
                }
                "EventCoding" => {
                    if let Some(record) = &mut now
                        && let Some(coding) = coding(&e)
                    {
                        record.events.push(coding);
                    }
                }
                "Text" => in_text = true,
                _ => {}
            },
            Event::Text(t) if in_text => {
                if let Some(record) = &mut now {
                    record.text.push_str(&t.xml_content(quick_xml::XmlVersion::Implicit1_0));
                }
            }
            Event::GeneralRef(r) if in_text => {
                if let Some(record) = &mut now {
                    let plain = quick_xml::escape::resolve_predefined_entity(r.as_ref());
                    record.text.push_str(plain.unwrap_or(" "));
                }
            }
            Event::End(e) => match e.name().as_ref() {
                "Text" => in_text = false,
                "Sentence" => records.extend(now.take().map(clean)),
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(records)
}

fn clean(mut record: CodedRecord) -> CodedRecord {
    record.text = record.text.split_whitespace().collect::<Vec<_>>().join(" ");
    record.text = record.text.trim_start_matches([')', '.', ',', ' ']).to_owned();
    record
}

fn attribute(e: &BytesStart<'_>, key: &str) -> Option<String> {
    let attribute = e.attributes().with_checks(false).flatten().find(|a| a.key.as_ref() == key)?;
    Some(attribute.value.into_owned())
}

/// A coding; `None` where the file says that nothing is to be coded.
fn coding(e: &BytesStart<'_>) -> Option<CodedEvent> {
    let code = attribute(e, "eventcode")?;
    let digits: String = code.chars().take_while(char::is_ascii_digit).collect();
    if digits.is_empty() {
        return None;
    }
    let list = |key: &str| -> Vec<String> {
        let value = attribute(e, key).unwrap_or_default();
        value.split('/').map(str::trim).filter(|c| !c.is_empty() && *c != "---").map(str::to_owned).collect()
    };
    Some(CodedEvent {
        kind: None,
        cameo: Some(digits),
        actors: list("sourcecode"),
        recipients: list("targetcode"),
    })
}

/// "19950101" as "1995-01-01".
fn edtf(date: &str) -> Option<String> {
    let digits = date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_and_codings_are_read() {
        let xml = r#"<Validation><!-- a note --><Sentences><Sentence date="20010203" id="X-1" category="PASSIVE">
<EventCoding sourcecode="~REB" targetcode="MLIMIL" eventcode="190_Fight"/><EventCoding noevents="true"/>
<Text>)Rebels attacked
soldiers &amp; police.</Text></Sentence></Sentences></Validation>"#;
        let all = read_petrarch(xml).unwrap();
        assert_eq!(all[0].text, "Rebels attacked soldiers & police.");
        assert_eq!(all[0].date.as_deref(), Some("2001-02-03"));
        assert_eq!(all[0].events.len(), 1);
        assert_eq!(all[0].events[0].cameo.as_deref(), Some("190"));
        assert_eq!(all[0].events[0].recipients, ["MLIMIL"]);
    }
}
