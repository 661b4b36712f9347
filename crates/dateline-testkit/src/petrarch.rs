//! Reads validation files of PETRARCH and UniversalPetrarch: XML with sentences, their text and their event codings.

use crate::coded::{CodedEvent, CodedRecord};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A sentence of a validation file with all that it says of how it is to be coded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValidationSentence {
    /// What any coder is asked for.
    pub record: CodedRecord,
    /// Source, target and code of each event, as written.
    pub expected: Vec<[String; 3]>,
    /// What keeps the sentence from being coded ("storydiscard"), if anything shall.
    pub error: Option<String>,
    /// Whether its authors switched it off.
    pub off: bool,
    /// Options of the coder that hold from here on, by name, set since the sentence before.
    pub options: Vec<(String, String)>,
}

/// Reads the sentences of a file for any coder. Sentences without any coding are kept: nothing should be found there.
///
/// # Errors
/// What is wrong, with the byte at which reading stopped.
pub fn read_petrarch(xml: &str) -> Result<Vec<CodedRecord>, String> {
    Ok(read_validation(xml)?.into_iter().map(|s| s.record).collect())
}

/// Reads the sentences of a file with all that it says of how PETRARCH is to code them with the dictionaries beside it.
///
/// # Errors
/// What is wrong, with the byte at which reading stopped.
pub fn read_validation(xml: &str) -> Result<Vec<ValidationSentence>, String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut records = Vec::new();
    let mut now: Option<ValidationSentence> = None;
    let mut options = Vec::new();
    let mut in_text = false;
    loop {
        let event = reader.read_event().map_err(|e| format!("byte {}: {e}", reader.error_position()))?;
        match event {
            Event::Start(e) | Event::Empty(e) => match e.name().as_ref() {
                "Sentence" => {
                    let get = |key: &str| attribute(&e, key);
                    let record = CodedRecord {
                        id: get("id").unwrap_or_default(),
                        date: get("date").and_then(|d| edtf(&d)),
                        language: None,
                        phenomenon: get("category"),
                        text: String::new(),
                        events: Vec::new(),
                    };
                    let off = get("sentence").is_some_and(|v| v.eq_ignore_ascii_case("false"));
                    let options = std::mem::take(&mut options);
                    now = Some(ValidationSentence { record, off, options, ..ValidationSentence::default() });
                }
                "Config" => options.extend(attribute(&e, "option").zip(attribute(&e, "value"))),
                "EventCoding" => {
                    if let Some(now) = &mut now {
                        now.record.events.extend(coding(&e));
                        now.error = now.error.take().or(attribute(&e, "error"));
                        let [source, target, code] =
                            ["sourcecode", "targetcode", "eventcode"].map(|key| attribute(&e, key));
                        now.expected.extend(
                            code.map(|c| [source.unwrap_or_default(), target.unwrap_or_default(), c]),
                        );
                    }
                }
                "Text" => in_text = true,
                _ => {}
            },
            Event::Text(t) if in_text => {
                if let Some(ValidationSentence { record, .. }) = &mut now {
                    record.text.push_str(&t.xml_content(quick_xml::XmlVersion::Implicit1_0));
                }
            }
            Event::GeneralRef(r) if in_text => {
                if let Some(ValidationSentence { record, .. }) = &mut now {
                    let plain = quick_xml::escape::resolve_predefined_entity(r.as_ref());
                    record.text.push_str(plain.unwrap_or(" "));
                }
            }
            Event::End(e) => match e.name().as_ref() {
                "Text" => in_text = false,
                "Sentence" => {
                    records.extend(now.take().map(|s| ValidationSentence { record: clean(s.record), ..s }))
                }
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
