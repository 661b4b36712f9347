//! Every entrance of Dateline that takes bytes from outside, as a function from bytes to nothing.
//!
//! A function may refuse its input; it may not panic, and what it accepts must be sound: spans inside the text, tables that come
//! back, answers with a status. The fuzzers of `fuzz/` drive them with coverage, `tests/corpora.rs` with the committed corpora and
//! with random changes of them. [`TARGETS`] names them all.
#![forbid(unsafe_code)]
#![allow(clippy::disallowed_methods)] // archives and models are files

pub mod ask;
pub mod grammar;
pub mod model;
pub mod pack;
pub mod read;
pub mod tables;
pub mod tree;

/// A target: its name, which is that of its corpus and of its fuzzer, and the function.
pub type Target = (&'static str, fn(&[u8]));

/// All targets, by name.
pub const TARGETS: [Target; 30] = [
    ("any_input", read::any_input),
    ("api_body", ask::api_body),
    ("api_query", ask::api_query),
    ("csv", read::csv),
    ("dates", grammar::dates),
    ("dictionaries", tables::dictionaries),
    ("feed", read::feed),
    ("feed_list", ask::feed_list),
    ("gold", tables::gold),
    ("html", read::html),
    ("imports", tables::imports),
    ("jsonl", read::jsonl),
    ("kb_file", tables::kb_file),
    ("kb_tables", tables::kb_tables),
    ("model_file", model::model_file),
    ("model_wheel", model::model_wheel),
    ("news_xml", read::news_xml),
    ("numbers", grammar::numbers),
    ("ontology_file", pack::ontology_file),
    ("pack_file", pack::pack_file),
    ("parquet", read::parquet),
    ("patterns", pack::patterns),
    ("query", ask::query),
    ("records", tables::records),
    ("sql", ask::sql),
    ("text", read::text),
    ("times", grammar::times),
    ("tokenizer", model::tokenizer),
    ("trees", tree::trees),
    ("warc", read::warc),
];

/// The text of an input; what is no UTF-8 becomes the replacement character, as in every reader that takes text.
pub(crate) fn lossy(data: &[u8]) -> String {
    String::from_utf8_lossy(data).into_owned()
}

/// The input cut at a line of its own that holds `=== name`: files by name. What stands before the first such line has the name "".
pub(crate) fn files(data: &[u8]) -> Vec<(String, String)> {
    let text = lossy(data);
    let mut all = vec![(String::new(), String::new())];
    for line in text.split_inclusive('\n') {
        if let Some(name) = line.strip_prefix("=== ") {
            all.push((name.trim().to_owned(), String::new()));
        } else if let Some((_, content)) = all.last_mut() {
            content.push_str(line);
        }
    }
    all
}
