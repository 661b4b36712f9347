//! What can be wrong with a model, and what to do about it.

use std::path::PathBuf;

/// Why a model could not be converted, opened or verified. Every message says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// A file could not be read or written.
    #[error("cannot read {path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The source is neither a wheel nor the folder of a spaCy pipeline.
    #[error("{path} is not a spaCy pipeline: {why}; give the .whl file or the folder that holds config.cfg")]
    NotAPipeline {
        /// The file or folder.
        path: PathBuf,
        /// What is missing or wrong.
        why: String,
    },
    /// The pipeline needs another spaCy than the versions this crate reproduces.
    #[error(
        "the pipeline is made for spaCy {found}, not for 3.0 to 3.8; take the release of the model for spaCy 3.8"
    )]
    SpacyVersion {
        /// The requirement in the pipeline's `meta.json`.
        found: String,
    },
    /// The pipeline lacks a component that an analysis needs.
    #[error(
        "the pipeline has no {component}; take a pipeline with tok2vec, tagger or morphologizer, and parser"
    )]
    MissingComponent {
        /// The component looked for.
        component: String,
    },
    /// A component that was to be left out is not there.
    #[error("the pipeline has no component {name} to leave out; its components are {known}")]
    UnknownComponent {
        /// The name asked for.
        name: String,
        /// The components, separated by commas.
        known: String,
    },
    /// The pipeline uses something this crate does not run, such as a transformer.
    #[error("the pipeline uses {what}, which is not supported; {advice}")]
    Unsupported {
        /// The component, architecture or setting.
        what: String,
        /// What to take instead.
        advice: String,
    },
    /// A file of the published pipeline cannot be understood.
    #[error("{file} of the pipeline is damaged: {why}; fetch the model again")]
    DamagedSource {
        /// The file inside the wheel or folder.
        file: String,
        /// What is wrong with it.
        why: String,
    },
    /// The file is not a converted model at all.
    #[error(
        "not a converted model: the file does not start with its mark; convert the published pipeline first"
    )]
    NotConverted,
    /// The file was converted by another version of Dateline.
    #[error(
        "the converted model has format version {found}, this program reads {expected}; convert the published pipeline again"
    )]
    FormatVersion {
        /// Version in the file.
        found: u32,
        /// Version this crate reads and writes.
        expected: u32,
    },
    /// The converted file is cut short or its tables do not fit together.
    #[error("the converted model is damaged: {why}; convert the published pipeline again")]
    Damaged {
        /// What is wrong.
        why: String,
    },
    /// The content does not have the SHA-256 written in the header.
    #[error(
        "the converted model is damaged: its content has SHA-256 {found}, the header says {expected}; convert the published pipeline again"
    )]
    HashMismatch {
        /// In the header.
        expected: String,
        /// Of the content.
        found: String,
    },
}
