//! Builds the desk from the arguments, and gives it the models that the reports need.

use crate::args::SetupArgs;
use crate::{models, packs};
use anyhow::{Context, Result};
use dateline::{Coder, Desk, assets};
use dateline_nlp::store::Store;
use std::sync::Arc;

/// The desk and where its models come from.
pub(crate) struct Setup {
    pub desk: Desk,
    store: Store,
    model: Option<String>,
    pull: bool,
}

impl Setup {
    pub fn new(args: &SetupArgs) -> Result<Setup> {
        Setup::calibrated(args, true)
    }

    /// As [`Setup::new`]; when not calibrated, events keep the coder's own scores.
    pub fn calibrated(args: &SetupArgs, calibrated: bool) -> Result<Setup> {
        let kb = match &args.kb {
            Some(file) => Arc::new(
                dateline::kb::load::open(file)
                    .with_context(|| format!("knowledge base {}", file.display()))?,
            ),
            None => assets::default_kb(),
        };
        let mut packs = match &args.packs {
            Some(folder) => packs::from_folder(folder)?,
            None => assets::packs(),
        };
        if !calibrated {
            for files in packs.values_mut() {
                files.remove("calibration.toml");
            }
        }
        let coder = Coder::new(kb, Arc::new(assets::ontology()?));
        let desk = Desk::new(coder, &packs)?;
        let mut setup = Setup { desk, store: Store::of_user()?, model: args.model.clone(), pull: args.pull };
        if let Some(name) = &args.model
            && setup.store.find(name).is_ok()
        {
            let model = models::with_parser(setup.store.open(name)?)?;
            let language = model.info().lang.clone();
            setup.desk = setup.desk.with_model(&language, Arc::new(model));
        }
        Ok(setup)
    }

    /// Makes sure that the model of a pack's language is open.
    pub fn ensure(&mut self, language: &str) -> Result<()> {
        if self.desk.has_model(language) {
            return Ok(());
        }
        let wanted = match (&self.model, self.desk.manifest(language)) {
            (Some(name), _) => vec![name.clone()],
            (None, manifest) => manifest.map(|m| m.models.clone()).unwrap_or_default(),
        };
        let model = models::open(&self.store, language, &wanted, self.pull)?;
        self.desk = self.desk.clone().with_model(language, model);
        Ok(())
    }
}
