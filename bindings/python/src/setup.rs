//! Opens what a coder codes with: knowledge base, packs, models.

use dateline::nlp::Pipeline;
use dateline::nlp::store::{Store, StoreError, find_known};
use dateline::{Coder, Desk, assets};
use std::path::PathBuf;
use std::sync::Arc;

/// The models in a folder, or the user's.
fn store(models: Option<PathBuf>) -> Result<Store, String> {
    match models {
        Some(folder) => Ok(Store::at(folder)),
        None => Store::of_user().map_err(|e| e.to_string()),
    }
}

/// A desk for some languages, or for all that have a pack and an installed model.
pub(crate) fn desk(
    languages: Option<&[String]>,
    kb: Option<PathBuf>,
    models: Option<PathBuf>,
) -> Result<Desk, String> {
    let kb = match kb {
        Some(file) => {
            let open = dateline::kb::load::open(&file);
            Arc::new(open.map_err(|e| format!("knowledge base {}: {e}", file.display()))?)
        }
        None => assets::default_kb(),
    };
    let ontology = assets::ontology().map_err(|e| e.to_string())?;
    let coder = Coder::new(kb, Arc::new(ontology));
    let mut desk = Desk::new(coder, &assets::packs()).map_err(|e| e.to_string())?;
    let store = store(models)?;
    let known: Vec<String> = desk.languages().map(str::to_owned).collect();
    for language in languages.unwrap_or(&known) {
        let Some(language) = desk.pack_language(language).map(str::to_owned) else {
            return Err(format!("there is no pack for language {language}; there are: {}", known.join(", ")));
        };
        let wanted = desk.manifest(&language).map(|m| m.models.clone()).unwrap_or_default();
        match open(&store, &wanted)? {
            Some(model) => desk = desk.with_model(&language, Arc::new(model)),
            None if languages.is_some() => return Err(missing(&store, &language, &wanted)),
            None => {}
        }
    }
    if !known.iter().any(|l| desk.has_model(l)) {
        return Err(missing(&store, &known.join(", "), &[]));
    }
    Ok(desk)
}

/// The first of some models that is installed.
fn open(store: &Store, wanted: &[String]) -> Result<Option<Pipeline>, String> {
    for name in wanted {
        match store.open(name) {
            Ok(model) if model.has_parser() => return Ok(Some(model)),
            Ok(_) => {
                return Err(format!(
                    "the model {name} has no parser, without which nothing can be coded; add it again with its parser"
                ));
            }
            Err(StoreError::NotInstalled { .. }) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    Ok(None)
}

fn missing(store: &Store, language: &str, wanted: &[String]) -> String {
    let name = wanted.iter().find_map(|name| find_known(name).ok()).map_or("fr".to_owned(), |m| m.short);
    format!(
        "no model for language {language} is installed in {}; get one with: dateline.pull([\"{name}\"])",
        store.folder().display()
    )
}

/// Fetches known models; licence and size are told on standard error first. Returns their names in the store.
pub(crate) fn pull(names: &[String], models: Option<PathBuf>) -> Result<Vec<String>, String> {
    let store = store(models)?;
    let pulled = names.iter().map(|name| {
        let known = find_known(name).map_err(|e| e.to_string())?;
        let installed = store.pull(&known, &mut |message| eprintln!("{message}"));
        installed.map(|i| i.name).map_err(|e| e.to_string())
    });
    pulled.collect()
}
