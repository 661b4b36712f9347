//! The pipeline's `config.cfg`: sections of keys whose values are JSON.

use serde_json::Value;
use std::collections::BTreeMap;

/// The values of a `config.cfg` by section and key.
pub(crate) struct Config {
    values: BTreeMap<(String, String), Value>,
}

impl Config {
    /// Reads the file. A value that is not JSON (an interpolation such as `${a.b}`) is kept as a string.
    pub(crate) fn parse(text: &str) -> Config {
        let mut values = BTreeMap::new();
        let mut section = String::new();
        for line in text.lines() {
            let line = line.trim();
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                section = name.to_owned();
            } else if let Some((key, value)) = line.split_once('=') {
                let value = value.trim();
                let value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
                values.insert((section.clone(), key.trim().to_owned()), value);
            }
        }
        Config { values }
    }

    /// A value, `None` when absent or null.
    pub(crate) fn get(&self, section: &str, key: &str) -> Option<&Value> {
        self.values.get(&(section.to_owned(), key.to_owned())).filter(|v| !v.is_null())
    }

    /// A string value.
    pub(crate) fn text(&self, section: &str, key: &str) -> Option<&str> {
        self.get(section, key)?.as_str()
    }

    /// A list of strings, empty when absent.
    pub(crate) fn list(&self, section: &str, key: &str) -> Vec<String> {
        let items = self.get(section, key).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(|v| Some(v.as_str()?.to_owned())).collect()
    }

    /// Every `@architectures` at or below a section, with the section's name.
    pub(crate) fn architectures<'a>(&'a self, root: &'a str) -> impl Iterator<Item = &'a str> {
        self.values
            .iter()
            .filter(move |((section, key), _)| {
                key == "@architectures"
                    && section.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
            .filter_map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_json_or_text() {
        let config = Config::parse(
            "[nlp]\nlang = \"fr\"\npipeline = [\"tok2vec\",\"ner\"]\n[a.b]\nw = ${a:c}\n@architectures = \"x.V1\"\nn = null\n",
        );
        assert_eq!(config.text("nlp", "lang"), Some("fr"));
        assert_eq!(config.list("nlp", "pipeline"), ["tok2vec", "ner"]);
        assert_eq!(config.text("a.b", "w"), Some("${a:c}"));
        assert_eq!(config.get("a.b", "n"), None);
        assert_eq!(config.architectures("a").collect::<Vec<_>>(), ["x.V1"]);
        assert_eq!(config.architectures("a.").count(), 0);
    }
}
