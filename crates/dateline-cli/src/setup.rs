//! Builds the desk from the arguments, and gives it the models that the reports need.

use crate::args::{DictionaryArgs, SetupArgs};
use crate::{models, packs, say};
use anyhow::{Context, Result, bail};
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

    /// The same with the dictionaries of the arguments, if they name any. Lines that cannot be used are told.
    pub fn with_dictionaries(mut self, args: &DictionaryArgs) -> Result<Setup> {
        let Some(folder) = &args.dictionaries else { return Ok(self) };
        let files = dateline::kb::load::dictionary_files(folder)
            .with_context(|| format!("dictionaries {}", folder.display()))?;
        self.desk = self.desk.with_dictionaries(&files);
        if let Some(coder) = self.desk.coder().dictionaries() {
            let read = coder.dictionaries();
            for fault in &read.unused {
                say::note(&fault.to_string());
            }
            if read.verbs.blocks.is_empty() || read.actors.is_empty() && read.agents.is_empty() {
                bail!(
                    "{}: verbs, and actors or agents are needed; name a folder of dictionaries (.txt, .actors, .agents, \
                     .verbs, .discards)",
                    folder.display()
                );
            }
        }
        Ok(self)
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
