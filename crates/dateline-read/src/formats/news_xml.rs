//! News XML of agencies: NewsML-G2, NewsML 1, NITF. Entities that a document defines itself are not expanded.

use super::html::day;
use crate::decode::{Decoded, decode};
use crate::error::ReadError;
use crate::source::Item;
use crate::text::{Given, read_text};
use crate::words::DateWords;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Deepest nesting that is read.
const MAX_DEPTH: usize = 1_000;

/// Elements that are one report each.
const ITEMS: [&str; 3] = ["newsItem", "NewsItem", "nitf"];
/// Elements that hold the body.
const BODIES: [&str; 5] = ["body.content", "inlineXML", "inlineData", "DataContent", "body"];

/// One report being gathered.
#[derive(Default)]
struct Draft {
    id: Option<String>,
    title: String,
    /// Title of the document, which stands for a headline that is missing.
    document: String,
    publisher: Option<String>,
    language: Option<String>,
    date: Option<String>,
    line: String,
    paragraphs: Vec<String>,
    loose: String,
    /// Depth of the element that opened it.
    depth: usize,
}

/// The reports of a document, in its order.
pub(crate) fn read_news(name: &str, bytes: &[u8], given: &Given, words: &[DateWords]) -> Vec<Item> {
    let item = |origin: String, outcome| Item { origin, outcome };
    let decoded = match decode(bytes) {
        Ok(decoded) => decoded,
        Err(error) => return vec![item(name.to_owned(), Err(error))],
    };
    let mut items = Vec::new();
    let (drafts, fault) = drafts(&decoded.text);
    for (i, draft) in drafts.into_iter().enumerate() {
        let origin = format!("{name}:{}", draft.id.clone().unwrap_or_else(|| format!("item {}", i + 1)));
        let mut text = draft.paragraphs.join("\n\n");
        if text.trim().is_empty() {
            text = draft.loose.trim().to_owned();
        }
        if text.is_empty() {
            let why = "a news item without text".to_owned();
            items.push(item(origin, Err(ReadError::Skipped { why })));
            continue;
        }
        if !draft.line.trim().is_empty() {
            text = format!("{} - {text}", draft.line.trim().trim_end_matches(['-', '–', '—']).trim_end());
        }
        let own = Given {
            id: draft.id,
            url: given.url.clone(),
            publisher: given.publisher.clone().or(draft.publisher),
            title: [draft.title, draft.document].iter().map(|t| t.trim().to_owned()).find(|t| !t.is_empty()),
            language: given.language.clone().or(draft.language),
            date: given.date.clone(),
            metadata: draft.date,
        };
        let decoded = Decoded { text, charset: decoded.charset, diagnostics: Vec::new() };
        items.push(item(origin, Ok(read_text(decoded, &own, words))));
    }
    if let Some(why) = fault {
        items.push(item(name.to_owned(), Err(ReadError::Refused { why })));
    } else if items.is_empty() {
        let why = "no news item was found in it".to_owned();
        items.push(item(name.to_owned(), Err(ReadError::Refused { why })));
    }
    items
}

/// All reports up to the first fault, and the fault.
fn drafts(text: &str) -> (Vec<Draft>, Option<String>) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().expand_empty_elements = true;
    let mut done = Vec::new();
    let mut open: Option<Draft> = None;
    let mut path: Vec<String> = Vec::new();
    let mut paragraph: Option<String> = None;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                done.extend(open);
                let at = reader.error_position();
                return (done, Some(format!("byte {at}: {error}; mend the XML")));
            }
        };
        match event {
            Event::Eof => {
                done.extend(open);
                return (done, None);
            }
            Event::Start(start) => {
                let name = local(start.name().as_ref());
                path.push(name.clone());
                if path.len() > MAX_DEPTH {
                    return (done, Some(format!("its elements are nested deeper than {MAX_DEPTH}")));
                }
                let inner = open.is_some() && name == "nitf";
                if ITEMS.contains(&name.as_str()) && !inner {
                    done.extend(open.take());
                    open = Some(Draft { depth: path.len(), ..Draft::default() });
                }
                if let Some(draft) = &mut open {
                    draft.starts(&name, &path, &start);
                }
                if name == "p" && within(&path, &BODIES) {
                    paragraph = Some(String::new());
                }
            }
            Event::End(_) => {
                let name = path.pop().unwrap_or_default();
                if name == "p"
                    && let (Some(words), Some(draft)) = (paragraph.take(), &mut open)
                {
                    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                    if !words.is_empty() {
                        draft.paragraphs.push(words);
                    }
                }
                if open.as_ref().is_some_and(|d| path.len() < d.depth) {
                    done.extend(open.take());
                }
            }
            Event::Text(words) => add(&mut open, &mut paragraph, &path, words.as_ref()),
            Event::CData(words) => {
                let inner = super::html::fragment(words.as_ref());
                add(&mut open, &mut paragraph, &path, &inner);
            }
            Event::GeneralRef(name) => {
                let name: &str = name.as_ref();
                let number = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => n.parse().ok(),
                });
                let sign = match (number.and_then(char::from_u32), name) {
                    (Some(c), _) => c.to_string(),
                    (None, "amp") => "&".to_owned(),
                    (None, "lt") => "<".to_owned(),
                    (None, "gt") => ">".to_owned(),
                    (None, "quot") => "\"".to_owned(),
                    (None, "apos") => "'".to_owned(),
                    (None, "nbsp") => " ".to_owned(),
                    (None, _) => String::new(),
                };
                add(&mut open, &mut paragraph, &path, &sign);
            }
            _ => {}
        }
    }
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

fn within(path: &[String], names: &[&str]) -> bool {
    path.iter().any(|p| names.contains(&p.as_str()))
}

/// Puts words where they belong.
fn add(open: &mut Option<Draft>, paragraph: &mut Option<String>, path: &[String], words: &str) {
    if let Some(paragraph) = paragraph {
        paragraph.push_str(words);
        return;
    }
    let Some(draft) = open else { return };
    let last = path.last().map(String::as_str).unwrap_or_default();
    match last {
        "headline" | "HeadLine" | "hl1" if draft.title.is_empty() || last != "headline" => {
            draft.title.push_str(words.trim_matches('\n'));
        }
        "title" => draft.document.push_str(words),
        "firstCreated" | "versionCreated" | "FirstCreated" | "DateId" | "DateAndTime" => {
            draft.date = draft.date.take().or_else(|| day(words));
        }
        "story.date" | "dateline" | "DateLine" | "location"
            if path.iter().any(|p| p == "dateline" || p == "DateLine") =>
        {
            draft.line.push_str(words.trim_matches('\n'));
        }
        "NewsItemId" if draft.id.is_none() => draft.id = Some(words.trim().to_owned()),
        "ProviderId" if draft.publisher.is_none() => draft.publisher = Some(words.trim().to_owned()),
        _ if within(path, &["inlineData", "DataContent", "body.content"]) => draft.loose.push_str(words),
        _ => {}
    }
}

impl Draft {
    /// Takes what the attributes of an element say.
    fn starts(&mut self, name: &str, path: &[String], start: &BytesStart<'_>) {
        let value = |wanted: &str| {
            start.attributes().flatten().find(|a| local(a.key.as_ref()) == wanted).map(|a| {
                quick_xml::escape::unescape(a.value.as_ref())
                    .map_or_else(|_| String::new(), |v| v.into_owned())
            })
        };
        let or = |slot: &mut Option<String>, new: Option<String>| {
            if slot.is_none() {
                *slot = new.filter(|n| !n.trim().is_empty());
            }
        };
        match name {
            "newsItem" => {
                or(&mut self.id, value("guid"));
                or(&mut self.language, value("lang"));
            }
            "nitf" | "NewsComponent" | "html" | "body" => or(&mut self.language, value("lang")),
            "language" => or(&mut self.language, value("tag")),
            "Language" => or(&mut self.language, value("FormalName")),
            "doc-id" => or(&mut self.id, value("id-string")),
            "date.issue" | "date.release" | "story.date" => {
                or(&mut self.date, value("norm").and_then(|d| day(&d)));
            }
            "pubdata" => {
                or(&mut self.date, value("date.publication").and_then(|d| day(&d)));
                or(&mut self.publisher, value("name"));
            }
            "provider" | "infoSource" => or(&mut self.publisher, value("literal")),
            "doc.copyright" => or(&mut self.publisher, value("holder")),
            "Party" if within(path, &["Provider"]) => or(&mut self.publisher, value("FormalName")),
            _ => {}
        }
    }
}
