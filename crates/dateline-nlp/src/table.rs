//! Look-up tables laid out flat: sorted 64-bit keys and, for each, a list of strings.

use crate::error::ModelError;
use crate::flat::{Flat, View, Writer};
use crate::hash::murmur64a;
use std::collections::BTreeMap;

/// The key of a form under a part of speech (given by its StringStore id).
pub(crate) fn form_key(pos: u64, form: &str) -> u64 {
    let mut bytes = Vec::with_capacity(8 + form.len());
    bytes.extend_from_slice(&pos.to_le_bytes());
    bytes.extend_from_slice(form.as_bytes());
    murmur64a(&bytes, 1)
}

/// Writes a table of string lists.
pub(crate) fn write(writer: &mut Writer, name: &str, entries: &BTreeMap<u64, Vec<String>>) {
    let mut offsets = vec![0u32];
    let mut pool = Vec::new();
    for list in entries.values() {
        pool.extend_from_slice(list.join("\0").as_bytes());
        offsets.push(pool.len() as u32);
    }
    writer.u64s(format!("{name}.keys"), &entries.keys().copied().collect::<Vec<_>>());
    writer.u32s(format!("{name}.offsets"), &offsets);
    writer.bytes(format!("{name}.text"), pool);
}

/// An opened table of string lists.
pub(crate) struct Table {
    keys: View<u64>,
    offsets: View<u32>,
    text: View<u8>,
}

impl Table {
    /// Opens the table written under a name.
    pub(crate) fn open(flat: &Flat, name: &str) -> Result<Table, ModelError> {
        let keys = flat.view::<u64>(&format!("{name}.keys"))?;
        let offsets = flat.exactly(&format!("{name}.offsets"), keys.len() + 1)?;
        Ok(Table { keys, offsets, text: flat.view(&format!("{name}.text"))? })
    }

    /// The strings of a key.
    pub(crate) fn get(&self, key: u64) -> Option<impl Iterator<Item = &str>> {
        let at = self.keys.binary_search(&key).ok()?;
        let range = self.offsets[at] as usize..self.offsets[at + 1] as usize;
        let text = std::str::from_utf8(self.text.get(range)?).ok()?;
        Some(text.split('\0'))
    }

    /// The first string of a key.
    pub(crate) fn first(&self, key: u64) -> Option<&str> {
        self.get(key)?.next()
    }
}

/// An opened set of keys.
pub(crate) struct Keys(View<u64>);

impl Keys {
    /// Opens the set written as a section of sorted keys.
    pub(crate) fn open(flat: &Flat, name: &str) -> Result<Keys, ModelError> {
        Ok(Keys(flat.view(name)?))
    }

    /// Whether the set holds a key.
    pub(crate) fn has(&self, key: u64) -> bool {
        self.find(key).is_some()
    }

    /// The place of a key among the sorted keys.
    pub(crate) fn find(&self, key: u64) -> Option<usize> {
        self.0.binary_search(&key).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_found_by_key() {
        let mut writer = Writer::default();
        let list = |s: &[&str]| s.iter().map(|s| s.to_string()).collect::<Vec<_>>();
        let key = form_key(100, "vont");
        write(&mut writer, "t", &BTreeMap::from([(key, list(&["aller", "va"])), (3, list(&["x"]))]));
        writer.u64s("set", &[1, 5, 9]);
        let flat = Flat::from_bytes(&writer.finish()).unwrap();
        let table = Table::open(&flat, "t").unwrap();
        assert_eq!(table.get(key).unwrap().collect::<Vec<_>>(), ["aller", "va"]);
        assert_eq!((table.first(3), table.first(4)), (Some("x"), None));
        let keys = Keys::open(&flat, "set").unwrap();
        assert!(keys.has(5) && !keys.has(6));
    }
}
