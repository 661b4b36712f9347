//! Word classes: lists of words with a name, which tables write as `@name` instead of the list.

use crate::error::{PackError, PackFault};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The lists of `classes.toml`, by name.
#[derive(Clone, Debug, Default)]
pub struct Classes(BTreeMap<String, Vec<String>>);

impl Classes {
    /// Reads the file: top-level keys with lists of lemmas.
    ///
    /// # Errors
    /// The file is not TOML or a value is no list of strings.
    pub fn parse(file: &str, text: &str) -> Result<Classes, PackError> {
        toml::from_str(text).map(Classes).map_err(|e| {
            let line = e.span().map_or(0, |s| text[..s.start.min(text.len())].lines().count().max(1));
            PackError::one(file, line, e.message().to_owned(), "write `name = [\"word\", ...]`")
        })
    }

    /// A table with every `@name` in its lines of data replaced by the words of the class, joined by `|`.
    #[must_use]
    pub fn expand<'t>(&self, file: &str, text: &'t str, faults: &mut Vec<PackFault>) -> Cow<'t, str> {
        if !file.ends_with(".tsv") || !text.contains('@') {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len() * 2);
        for (n, line) in text.split_inclusive('\n').enumerate() {
            // The test sentences, in the last column, are text.
            let data = line.rfind('\t').unwrap_or(0);
            if line.starts_with('#') || !line[..data].contains('@') {
                out.push_str(line);
                continue;
            }
            let mut parts = line[..data].split('@');
            out.push_str(parts.next().unwrap_or(""));
            for part in parts {
                let end = part.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(part.len());
                match self.0.get(&part[..end]) {
                    Some(words) => out.push_str(&words.join("|")),
                    // `post@XXX` limits a post to a country; such a name has no blank, tab, bar or sign before it.
                    None if out.ends_with(|c: char| c.is_alphanumeric()) => {
                        out.push('@');
                        out.push_str(&part[..end]);
                    }
                    None => faults.push(PackFault::new(
                        file,
                        n + 1,
                        format!("`@{}` is no word class", &part[..end]),
                        "name one of classes.toml",
                    )),
                }
                out.push_str(&part[end..]);
            }
            out.push_str(&line[data..]);
        }
        Cow::Owned(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_stand_for_their_words() {
        let classes = Classes::parse("classes.toml", "road = [\"rue\", \"pont\"]").unwrap();
        let mut faults = Vec::new();
        let table = "bloquer @road\tverb\tO=@road|site\tA a écrit à x@road.fr.\nx\tpost@FRA\t\n";
        let out = classes.expand("a.tsv", table, &mut faults);
        assert_eq!(out, "bloquer rue|pont\tverb\tO=rue|pont|site\tA a écrit à x@road.fr.\nx\tpost@FRA\t\n");
        assert!(faults.is_empty());
        let _ = classes.expand("a.tsv", "x @none\tverb\t\n", &mut faults);
        assert_eq!(faults.len(), 1);
    }
}
