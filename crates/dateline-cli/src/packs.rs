//! Reads packs from a folder.

use anyhow::{Context, Result, bail};
use dateline::pack::PackFiles;
use std::collections::BTreeMap;
use std::path::Path;

/// The packs below a folder, as files by language. A pack is a folder with a `manifest.toml`, named by its language.
pub(crate) fn from_folder(folder: &Path) -> Result<BTreeMap<String, PackFiles>> {
    let mut packs = BTreeMap::new();
    let paths = dateline::read::files(folder)?;
    for path in paths {
        let inner = path.strip_prefix(folder).unwrap_or(&path);
        let parts: Vec<String> =
            inner.components().map(|p| p.as_os_str().to_string_lossy().into_owned()).collect();
        let [language, rest @ ..] = &parts[..] else { continue };
        let known = path.extension().is_some_and(|e| e == "tsv" || e == "toml");
        if rest.is_empty() || !known {
            continue;
        }
        let bytes = dateline::read::read_bytes(&path)?;
        let text = String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))?;
        packs.entry(language.clone()).or_insert_with(PackFiles::new).insert(rest.join("/"), text);
    }
    packs.retain(|_, files| files.contains_key("manifest.toml"));
    if packs.is_empty() {
        bail!("{} holds no pack; a pack is a folder with a manifest.toml", folder.display());
    }
    Ok(packs)
}
