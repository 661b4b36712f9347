//! Conversion of a published pipeline to one flat file.

mod config;
mod edits;
mod layers;
mod lemmas;
mod pyregex;
mod rules;
mod source;
mod thinc;
mod tokenizer;

use crate::encoder::EncoderShape;
use crate::error::ModelError;
use crate::flat::Writer;
use crate::info::ModelInfo;
use crate::manifest::{Manifest, SECTION, TagLabel};
use crate::senter::{OUTPUTS, SenterShape, When};
use crate::table;
use crate::tokenizer::Tokenizer;
use config::Config;
use serde_json::Value as Json;
use source::Source;
use std::collections::BTreeMap;
use std::path::Path;
use thinc::{Model, damaged};

/// Architectures whose layers this crate runs.
const ARCHITECTURES: [&str; 13] = [
    "spacy.Tok2Vec.v1",
    "spacy.Tok2Vec.v2",
    "spacy.HashEmbedCNN.v1",
    "spacy.HashEmbedCNN.v2",
    "spacy.MultiHashEmbed.v1",
    "spacy.MultiHashEmbed.v2",
    "spacy.MaxoutWindowEncoder.v1",
    "spacy.MaxoutWindowEncoder.v2",
    "spacy.Tok2VecListener.v1",
    "spacy.Tagger.v1",
    "spacy.Tagger.v2",
    "spacy.TransitionBasedParser.v1",
    "spacy.TransitionBasedParser.v2",
];

/// Converts a published pipeline (a `.whl` file, or an unpacked folder holding `config.cfg` at any of its
/// first three levels) to the bytes of one flat file. Deterministic: same source, same bytes.
///
/// # Errors
/// When the source cannot be read, is damaged, or uses what this crate does not run.
pub fn convert(source: &Path) -> Result<Vec<u8>, ModelError> {
    convert_without(source, &[])
}

/// As [`convert`], but leaves out the components of these names: those that this crate cannot run, or that are not wanted.
/// A pipeline without its parser takes its sentences from its sentence recogniser, and each token is its own head.
///
/// # Errors
/// As [`convert`], and when the pipeline has no component of such a name.
pub fn convert_without(source: &Path, without: &[String]) -> Result<Vec<u8>, ModelError> {
    let mut source = Source::open(source)?;
    let text =
        |name: &str, bytes: Vec<u8>| String::from_utf8(bytes).map_err(|_| damaged(name, "it is not UTF-8"));
    let config = Config::parse(&text("config.cfg", source.need("config.cfg")?)?);
    let meta = json("meta.json", &source.need("meta.json")?)?;
    let plan = Plan::new(&config, &meta, without)?;

    let mut writer = Writer::default();
    let tokenizer_rules = tokenizer::convert(&source.need("tokenizer")?)?;
    Tokenizer::new(tokenizer_rules.clone()).and_then(|t| t.check()).map_err(|why| {
        ModelError::Unsupported {
            what: format!("a tokenizer pattern that does not compile ({why})"),
            advice: "take a pipeline with spaCy's own tokenizer rules".into(),
        }
    })?;
    writer.bytes("tokenizer", to_json(&tokenizer_rules));

    let norms = lemmas::tables("vocab/lookups.bin", source.get("vocab/lookups.bin")?)?;
    if let Some(norms) = norms.get("lexeme_norm") {
        table::write(&mut writer, "lexeme_norm", &lemmas::strings_by_id("vocab/lookups.bin", norms)?);
    }
    let vectors = layers::vectors(&mut source, &mut writer)?;

    let model = |name: &str, source: &mut Source| {
        let file = format!("{name}/model");
        Model::parse(&file, &source.need(&file)?)
    };
    let shared = model(&plan.tok2vec, &mut source)?;
    let encoder = layers::encoder(&mut writer, "tok2vec", &shared, vectors.as_ref())?;

    let tagger = model(&plan.tagger, &mut source)?;
    own_encoder_refused(&plan.tagger, &tagger)?;
    let cfg = format!("{}/cfg", plan.tagger);
    let tags = tag_labels(&cfg, &source.need(&cfg)?, plan.is_morphologizer)?;
    layers::output(&mut writer, "tagger", &tagger, tags.len(), encoder.width)?;

    let morphs = match &plan.morphologizer {
        None => Vec::new(),
        Some(name) => {
            let morphologizer = model(name, &mut source)?;
            own_encoder_refused(name, &morphologizer)?;
            let cfg = format!("{name}/cfg");
            let labels = tag_labels(&cfg, &source.need(&cfg)?, true)?;
            layers::output(&mut writer, "morphologizer", &morphologizer, labels.len(), encoder.width)?;
            labels
        }
    };

    let parser = match &plan.parser {
        None => None,
        Some(name) => {
            let parser = model(name, &mut source)?;
            own_encoder_refused(name, &parser)?;
            let moves = source.need(&format!("{name}/moves"))?;
            Some(layers::scorer(&mut writer, "parser", &parser, &moves, false, encoder.width)?)
        }
    };
    let senter = match &plan.senter {
        None => None,
        Some((name, when)) => {
            let senter = model(name, &mut source)?;
            let own = own_encoder(&mut writer, "senter.tok2vec", &senter, vectors.as_ref())?;
            let width = own.as_ref().map_or(encoder.width, |e| e.width);
            layers::output(&mut writer, "senter", &senter, OUTPUTS, width)?;
            Some(SenterShape { own, when: *when })
        }
    };

    let ner = match &plan.ner {
        None => None,
        Some(name) => {
            let ner = model(name, &mut source)?;
            let own = own_encoder(&mut writer, "ner.tok2vec", &ner, vectors.as_ref())?;
            let width = own.as_ref().map_or(encoder.width, |e| e.width);
            let moves = source.need(&format!("{name}/moves"))?;
            Some((layers::scorer(&mut writer, "ner", &ner, &moves, true, width)?, own))
        }
    };
    let ruler = match &plan.ruler {
        None => Vec::new(),
        Some(name) => {
            let file = format!("{name}/patterns");
            rules::convert(&file, &source.need(&file)?)?
        }
    };
    let lemma_file = plan.lemmatizer.as_ref().map(|n| format!("{n}/lookups/lookups.bin")).unwrap_or_default();
    let lemma_bytes = if lemma_file.is_empty() { None } else { source.get(&lemma_file)? };
    let lemmatizer = lemmas::convert(&mut writer, &lemma_file, lemma_bytes, plan.lemma_kind)?;
    if let Some(name) = plan.edits {
        let lemmas = model(&name, &mut source)?;
        own_encoder_refused(&name, &lemmas)?;
        let files = edits::Files {
            cfg: source.need(&format!("{name}/cfg"))?,
            trees: source.need(&format!("{name}/trees"))?,
            strings: source.need("vocab/strings.json")?,
            name,
        };
        edits::convert(&mut writer, &config, &lemmas, &files, encoder.width)?;
    }
    let manifest = Manifest {
        info: plan.info,
        vector_rows: vectors.map_or(0, |v| v.rows()),
        encoder,
        tags,
        morphs,
        parser,
        senter,
        ner,
        ruler,
        lemmatizer,
    };
    writer.bytes(SECTION, to_json(&manifest));
    Ok(writer.finish())
}

fn to_json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

fn json(file: &str, bytes: &[u8]) -> Result<Json, ModelError> {
    serde_json::from_slice(bytes).map_err(|e| damaged(file, format!("not JSON: {e}")))
}

/// Which components run, by their names in the pipeline.
struct Plan {
    info: ModelInfo,
    tok2vec: String,
    tagger: String,
    /// Whether `tagger` names a morphologizer.
    is_morphologizer: bool,
    /// A morphologizer beside the tagger.
    morphologizer: Option<String>,
    /// Missing only where it was left out on request.
    parser: Option<String>,
    /// The sentence recogniser, and when it runs.
    senter: Option<(String, When)>,
    ner: Option<String>,
    ruler: Option<String>,
    lemmatizer: Option<String>,
    /// The trainable lemmatizer.
    edits: Option<String>,
    lemma_kind: crate::lemma::Kind,
}

impl Plan {
    fn new(config: &Config, meta: &Json, without: &[String]) -> Result<Plan, ModelError> {
        let of = |key: &str| meta.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
        let spacy_version = of("spacy_version");
        let digits = spacy_version.trim_start_matches(|c: char| !c.is_ascii_digit());
        if !digits.starts_with("3.") {
            return Err(ModelError::SpacyVersion { found: spacy_version });
        }
        let disabled = config.list("nlp", "disabled");
        let pipeline = config.list("nlp", "pipeline");
        if let Some(name) = without.iter().find(|n| !pipeline.contains(n)) {
            return Err(ModelError::UnknownComponent { name: name.clone(), known: pipeline.join(", ") });
        }
        let mut components = Vec::new();
        let mut senter = None;
        let mut by_factory: BTreeMap<String, String> = BTreeMap::new();
        for name in pipeline.into_iter().filter(|n| !without.contains(n)) {
            let section = format!("components.{name}");
            let factory = config.text(&section, "factory").unwrap_or(&name).to_owned();
            let runs = !disabled.contains(&name);
            if !runs && factory != "senter" {
                continue;
            }
            if factory.contains("transformer") {
                return Err(ModelError::Unsupported {
                    what: "a transformer".into(),
                    advice: "take a CPU pipeline, whose name ends in _sm, _md or _lg".into(),
                });
            }
            const KNOWN: [&str; 9] = [
                "tok2vec",
                "tagger",
                "morphologizer",
                "parser",
                "senter",
                "attribute_ruler",
                "lemmatizer",
                "trainable_lemmatizer",
                "ner",
            ];
            if !KNOWN.contains(&factory.as_str()) {
                return Err(ModelError::Unsupported {
                    what: format!("the component {name} ({factory})"),
                    advice: left_out(&name),
                });
            }
            for architecture in config.architectures(&section) {
                if !ARCHITECTURES.contains(&architecture) {
                    return Err(ModelError::Unsupported {
                        what: format!("the architecture {architecture} in {name}"),
                        advice: left_out(&name),
                    });
                }
            }
            if factory == "senter" && senter.is_none() {
                let overwrites = config.text(&section, "overwrite") == Some("true");
                let when = match (runs, by_factory.contains_key("parser")) {
                    (false, _) => When::Off,
                    (true, false) => When::Before,
                    (true, true) => {
                        if overwrites {
                            When::Behind
                        } else {
                            When::Off
                        }
                    }
                };
                senter = Some((name.clone(), when));
            }
            if runs {
                by_factory.entry(factory).or_insert_with(|| name.clone());
                components.push(name);
            }
        }
        let need = |factory: &str| {
            by_factory
                .get(factory)
                .cloned()
                .ok_or_else(|| ModelError::MissingComponent { component: factory.to_owned() })
        };
        let morphologizer = by_factory.get("morphologizer").cloned();
        let (tagger, is_morphologizer, morphologizer) =
            match (by_factory.get("tagger").cloned(), morphologizer) {
                (Some(tagger), morphologizer) => (tagger, false, morphologizer),
                (None, Some(morphologizer)) => (morphologizer, true, None),
                (None, None) => {
                    return Err(ModelError::MissingComponent { component: "tagger or morphologizer".into() });
                }
            };
        let lang = config.text("nlp", "lang").map_or_else(|| of("lang"), str::to_owned);
        let lemmatizer = by_factory.get("lemmatizer").cloned();
        let lemma_kind = match &lemmatizer {
            None => crate::lemma::Kind::None,
            Some(name) => {
                let mode = config.text(&format!("components.{name}"), "mode").unwrap_or("lookup");
                crate::lemma::Kind::of(&lang, mode).ok_or_else(|| ModelError::Unsupported {
                    what: format!("the lemmatizer of mode {mode} for language {lang}"),
                    advice: left_out(name),
                })?
            }
        };
        Ok(Plan {
            info: ModelInfo {
                name: of("name"),
                lang,
                version: of("version"),
                licence: of("license"),
                author: of("author"),
                spacy_version,
                components,
                sha256: String::new(),
            },
            tok2vec: need("tok2vec")?,
            parser: match (by_factory.get("parser"), without.is_empty()) {
                (Some(name), _) => Some(name.clone()),
                (None, true) => return Err(ModelError::MissingComponent { component: "parser".into() }),
                (None, false) => None,
            },
            senter,
            tagger,
            is_morphologizer,
            morphologizer,
            ner: by_factory.get("ner").cloned(),
            ruler: by_factory.get("attribute_ruler").cloned(),
            lemmatizer,
            edits: by_factory.get("trainable_lemmatizer").cloned(),
            lemma_kind,
        })
    }
}

/// What to do about a component that cannot run.
fn left_out(name: &str) -> String {
    format!("take another pipeline, or leave the component out: --without {name}")
}

/// Writes the encoder that a component has for itself alone.
fn own_encoder(
    writer: &mut Writer,
    section: &str,
    model: &Model,
    vectors: Option<&layers::Vectors>,
) -> Result<Option<EncoderShape>, ModelError> {
    match model.has("hashembed") {
        true => Ok(Some(layers::encoder(writer, section, model, vectors)?)),
        false => Ok(None),
    }
}

/// Tagger and parser must listen to the shared encoder.
fn own_encoder_refused(name: &str, model: &Model) -> Result<(), ModelError> {
    match model.has("hashembed") {
        true => Err(ModelError::Unsupported {
            what: format!("an encoder of its own in {name}"),
            advice: "take a pipeline whose tagger and parser share the tok2vec component".into(),
        }),
        false => Ok(()),
    }
}

/// The outputs of a tagger (`labels`) or morphologizer (`labels_morph`, in the file's order).
fn tag_labels(file: &str, bytes: &[u8], is_morphologizer: bool) -> Result<Vec<TagLabel>, ModelError> {
    let cfg = json(file, bytes)?;
    if !is_morphologizer {
        let labels =
            cfg.get("labels").and_then(Json::as_array).ok_or_else(|| damaged(file, "it has no labels"))?;
        let label = |tag: &str| TagLabel { tag: tag.to_owned(), pos: String::new(), feats: String::new() };
        return Ok(labels.iter().filter_map(Json::as_str).map(label).collect());
    }
    let object = |key: &str| {
        cfg.get(key).and_then(Json::as_object).ok_or_else(|| damaged(file, format!("it has no {key}")))
    };
    let (morph, pos) = (object("labels_morph")?, object("labels_pos")?);
    let mut out = Vec::with_capacity(morph.len());
    for (key, feats) in morph {
        let number = pos.get(key).and_then(Json::as_u64).unwrap_or(0);
        let name = if number == 0 { "" } else { crate::hash::symbol_name(number).unwrap_or("") };
        let feats = feats.as_str().unwrap_or_default();
        out.push(TagLabel { tag: String::new(), pos: name.to_owned(), feats: rules::feats(feats) });
    }
    Ok(out)
}
