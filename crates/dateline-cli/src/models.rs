//! Finds the model for a language, and fetches it when that was asked for.

use crate::say;
use anyhow::{Result, bail};
use dateline_nlp::Pipeline;
use dateline_nlp::store::{Store, StoreError, find_known};
use std::sync::Arc;

/// Refuses a model whose parser was left out: coding needs to know what depends on what.
pub(crate) fn with_parser(model: Pipeline) -> Result<Pipeline> {
    if !model.has_parser() {
        let name = model.info().file_name();
        bail!(
            "the model {name} has no parser, without which nothing can be coded; add it again with its parser"
        );
    }
    Ok(model)
}

/// Opens the first installed model of a language. When there is none, fetches the first known one, or fails with the
/// command that would.
pub(crate) fn open(store: &Store, language: &str, wanted: &[String], pull: bool) -> Result<Arc<Pipeline>> {
    for name in wanted {
        match store.open(name) {
            Ok(model) => return Ok(Arc::new(with_parser(model)?)),
            Err(StoreError::NotInstalled { .. }) => {}
            // One that another version of Dateline converted is fetched anew below.
            Err(_) if pull && find_known(name).is_ok() => break,
            Err(error) => bail!("{error}\nfor a known model: dateline models pull {name}"),
        }
    }
    let Some(known) = wanted.iter().find_map(|name| find_known(name).ok()) else {
        bail!(
            "no model for language {language} is installed; install one with: dateline models add FILE\n\
             (its pack knows: {})",
            wanted.join(", ")
        );
    };
    if !pull {
        bail!(
            "no model for language {language} is installed; get one with: dateline models pull {}\n\
             ({} {}, licence {}, {:.0} MB; or give --pull)",
            known.short,
            known.package,
            known.version,
            known.licence,
            known.size as f64 / 1e6
        );
    }
    let installed = store.pull(&known, &mut |message| say::note(message))?;
    Ok(Arc::new(store.open(&installed.name)?))
}
