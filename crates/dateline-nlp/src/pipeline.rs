//! The pipeline: open a converted model, analyse texts.

mod bare;

use crate::encoder::{Encoder, EncoderCache};
use crate::error::ModelError;
use crate::flat::Flat;
use crate::info::ModelInfo;
use crate::lemma::{Backoff, Edits, Lemmatizer, Word};
use crate::lexicon::{Lexicon, Tok, Vocabulary};
use crate::manifest::{Manifest, SECTION};
use crate::matrix::{PLAIN, Product};
use crate::ner::{Entity, Ner};
use crate::parser::{Parser, ParserMemory};
use crate::ruler::{Marks, Names, Ruler, RulerWord};
use crate::senter::{Senter, When};
use crate::table::{Keys, Table};
use crate::tokenizer::{Rules, Tokenizer};
use crate::transition::{Precomputed, Scores};
use crate::tree::Tree;
use dateline_types::{Analysis, NamedSpan, Span, Token, Upos};
use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Tokens analysed at a time; a longer text is analysed in parts of so many tokens.
const MOST_TOKENS: usize = 10_000;
/// Tokens after which a group of texts is closed.
const GROUP_TOKENS: usize = 1024;
/// Tokens whose transition features are held at a time, unless one text has more.
const FEATURE_TOKENS: usize = 256;
/// Lemmas kept before they are forgotten.
const MOST_LEMMAS: usize = 60_000;

/// Reads a converted model wholly and compares its content with the SHA-256 in its header.
///
/// # Errors
/// As [`Pipeline::open`], and when the hash does not agree.
pub fn verify(path: &Path) -> Result<ModelInfo, ModelError> {
    let flat = Flat::open(path)?;
    flat.verify()?;
    Ok(Pipeline::new(&flat)?.info)
}

/// A converted model, opened. Shared read-only between threads; results depend on the text alone.
pub struct Pipeline {
    info: ModelInfo,
    tokenizer: Tokenizer,
    vocabulary: Vocabulary,
    encoder: Encoder,
    tagger: Product<PLAIN, false>,
    /// Tag, part of speech and features of each output of the tagger.
    tags: Vec<(u16, u16, u16)>,
    /// A morphologizer beside the tagger, with part of speech and features of each output.
    morphologizer: Option<(Product<PLAIN, false>, Vec<(u16, u16)>)>,
    parser: Option<Parser>,
    senter: Option<Senter>,
    /// Name numbers of the parser's labels.
    deps: Vec<u16>,
    ner: Option<(Ner, Option<Encoder>)>,
    ruler: Ruler,
    lemmatizer: Lemmatizer,
    /// The trainable lemmatizer with its output layer.
    edits: Option<(Edits, Product<PLAIN, false>)>,
    names: Names,
    /// Memory of threads that are not analysing at the moment.
    idle: Mutex<Vec<Memory>>,
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipeline").field("info", &self.info).finish_non_exhaustive()
    }
}

/// What one thread needs to analyse: caches and working memory.
struct Memory {
    lexicon: Lexicon,
    cache: EncoderCache,
    ner_cache: EncoderCache,
    senter_cache: EncoderCache,
    names: Vec<Arc<str>>,
    entity_labels: Vec<Arc<str>>,
    lemmas: HashMap<(u32, u16, u16, bool), Arc<str>>,
    kinds: Vec<(u32, bool)>,
    vectors: Vec<f32>,
    ner_vectors: Vec<f32>,
    senter_vectors: Vec<f32>,
    senter_scores: Vec<f32>,
    tag_scores: Vec<f32>,
    morph_scores: Vec<f32>,
    edit_scores: Vec<f32>,
    features: Precomputed,
    ner_features: Precomputed,
    parser: ParserMemory,
    scores: Scores,
    matches: Vec<(u32, u32)>,
}

/// A text, or a part of a long one, on its way through the pipeline.
struct Part {
    text: usize,
    toks: Vec<Tok>,
}

impl Pipeline {
    /// Maps a converted model into memory. Header, length and table bounds are checked, the hash is not
    /// (see [`verify`]).
    ///
    /// # Errors
    /// When the file cannot be read, is not a converted model, or is cut short.
    pub fn open(path: &Path) -> Result<Pipeline, ModelError> {
        Pipeline::new(&Flat::open(path)?)
    }

    /// As [`Pipeline::open`] for bytes in memory.
    ///
    /// # Errors
    /// When the bytes are not a whole converted model.
    pub fn from_bytes(bytes: impl AsRef<[u8]>) -> Result<Pipeline, ModelError> {
        Pipeline::new(&Flat::from_bytes(bytes.as_ref())?)
    }

    fn new(flat: &Flat) -> Result<Pipeline, ModelError> {
        let damaged = |why: String| ModelError::Damaged { why };
        let section = flat.view::<u8>(SECTION)?;
        let mut manifest: Manifest =
            serde_json::from_slice(&section).map_err(|e| damaged(format!("its manifest: {e}")))?;
        manifest.info.sha256 = flat.sha256();
        let section = flat.view::<u8>("tokenizer")?;
        let rules: Rules =
            serde_json::from_slice(&section).map_err(|e| damaged(format!("its tokenizer: {e}")))?;
        let encoder = Encoder::open(flat, "tok2vec", &manifest.encoder, manifest.vector_rows)?;
        let parser = manifest.parser.as_ref().map(|p| Parser::open(flat, "parser", p)).transpose()?;
        let senter = manifest
            .senter
            .as_ref()
            .map(|s| Senter::open(flat, s, encoder.width(), manifest.vector_rows))
            .transpose()?;
        let ner = match &manifest.ner {
            None => None,
            Some((scorer, own)) => {
                let own = own.as_ref().map(|e| Encoder::open(flat, "ner.tok2vec", e, manifest.vector_rows));
                Some((Ner::open(flat, "ner", scorer)?, own.transpose()?))
            }
        };
        let mut names = Names::default();
        let tags: Vec<(u16, u16, u16)> = manifest
            .tags
            .iter()
            .map(|t| (names.number(&t.tag), names.number(&t.pos), names.number(&t.feats)))
            .collect();
        let labels = parser.as_ref().map(Parser::labels).unwrap_or_default();
        let deps = match labels.is_empty() {
            true => vec![names.number("")],
            false => labels.iter().map(|l| names.number(l)).collect(),
        };
        let morphs: Vec<(u16, u16)> =
            manifest.morphs.iter().map(|m| (names.number(&m.pos), names.number(&m.feats))).collect();
        let mut classes: Vec<(u16, u16)> = match morphs.is_empty() {
            true => tags.iter().map(|t| (t.0, t.1)).collect(),
            false => tags.iter().flat_map(|t| morphs.iter().map(|m| (t.0, m.0))).collect(),
        };
        classes.sort_unstable();
        classes.dedup();
        let ruler = Ruler::new(&manifest.ruler, &classes, &mut names)?;
        let norms = if flat.has("lexeme_norm.keys") { Some(Table::open(flat, "lexeme_norm")?) } else { None };
        let vectors = match flat.has("vectors.keys") {
            true => Some((Keys::open(flat, "vectors.keys")?, flat.view::<u32>("vectors.rows")?)),
            false => None,
        };
        let edits = match flat.has("edits") {
            true => {
                let section = flat.view::<u8>("edits")?;
                let edits: Edits =
                    serde_json::from_slice(&section).map_err(|e| damaged(format!("its edit trees: {e}")))?;
                let product = Product::open(flat, "edits", edits.labels.len(), encoder.width())?;
                Some((edits, product))
            }
            false => None,
        };
        Ok(Pipeline {
            edits,
            tokenizer: Tokenizer::new(rules).map_err(damaged)?,
            vocabulary: Vocabulary { norms, vectors },
            tagger: Product::open(flat, "tagger", tags.len(), encoder.width())?,
            morphologizer: match morphs.is_empty() {
                true => None,
                false => Some((Product::open(flat, "morphologizer", morphs.len(), encoder.width())?, morphs)),
            },
            encoder,
            tags,
            parser,
            senter,
            deps,
            ner,
            ruler,
            lemmatizer: Lemmatizer::open(flat, manifest.lemmatizer)?,
            names,
            info: manifest.info,
            idle: Mutex::new(Vec::new()),
        })
    }

    /// What the model says about itself.
    #[must_use]
    pub fn info(&self) -> &ModelInfo {
        &self.info
    }

    /// The labels its parser can give, in the model's order.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.parser.as_ref().map(Parser::labels).unwrap_or_default().iter().map(String::as_str)
    }

    /// Whether it finds the heads of tokens. A pipeline whose parser was left out does not.
    #[must_use]
    pub fn has_parser(&self) -> bool {
        self.parser.is_some()
    }

    /// Analyses one text, which becomes one paragraph. Spans are byte offsets into `text`, which must be shorter
    /// than 4 GiB. A text of more than 10,000 tokens is analysed in parts of that many.
    #[must_use]
    pub fn process(&self, text: &str) -> Analysis {
        self.process_batch(&[text]).pop().unwrap_or_default()
    }

    /// Analyses several texts, each on its own, faster than one by one. The results are the same as those of
    /// [`Pipeline::process`] and stand in the order of the texts.
    #[must_use]
    pub fn process_batch(&self, texts: &[&str]) -> Vec<Analysis> {
        let mut memory = self.take_memory();
        let mut out: Vec<Analysis> = texts.iter().map(|_| Analysis::default()).collect();
        let mut group: Vec<Part> = Vec::new();
        let mut size = 0;
        for (text, source) in texts.iter().enumerate() {
            let mut toks = memory.lexicon.tokenise(&self.tokenizer, &self.vocabulary, source);
            while !toks.is_empty() {
                let rest = if toks.len() > MOST_TOKENS { toks.split_off(MOST_TOKENS) } else { Vec::new() };
                size += toks.len();
                group.push(Part { text, toks });
                toks = rest;
                if size >= GROUP_TOKENS {
                    self.analyse(&mut memory, &group, &mut out);
                    group.clear();
                    size = 0;
                }
            }
            if memory.lexicon.is_full() {
                self.analyse(&mut memory, &group, &mut out);
                group.clear();
                size = 0;
                memory.forget();
            }
        }
        self.analyse(&mut memory, &group, &mut out);
        self.give_back(memory);
        out
    }

    /// The shared encoder's vector of every token of a text, in the order of the tokens of [`Pipeline::process`]:
    /// rows of equal length, one after the other. The number of tokens gives the length of a row.
    #[must_use]
    pub fn token_vectors(&self, text: &str) -> Vec<f32> {
        let mut memory = self.take_memory();
        let toks = memory.lexicon.tokenise(&self.tokenizer, &self.vocabulary, text);
        memory.kinds.clear();
        memory.kinds.extend(toks.iter().map(|t| (t.kind, t.space)));
        let lexicon = &memory.lexicon;
        let features = |kind: u32| {
            let kind = lexicon.kind(kind);
            (kind.features, kind.vector)
        };
        let mut out = Vec::new();
        self.encoder.run(&mut memory.cache, &[toks.len()], &memory.kinds, features, &mut out);
        if memory.lexicon.is_full() {
            memory.forget();
        }
        self.give_back(memory);
        out
    }

    fn take_memory(&self) -> Memory {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.unwrap_or_else(|| {
            let arcs = |list: &[String]| list.iter().map(|s| Arc::from(s.as_str())).collect();
            Memory {
                lexicon: Lexicon::default(),
                cache: EncoderCache::default(),
                ner_cache: EncoderCache::default(),
                senter_cache: EncoderCache::default(),
                names: arcs(self.names.all()),
                entity_labels: arcs(self.ner.as_ref().map(|(n, _)| n.labels()).unwrap_or_default()),
                lemmas: HashMap::new(),
                kinds: Vec::new(),
                vectors: Vec::new(),
                ner_vectors: Vec::new(),
                senter_vectors: Vec::new(),
                senter_scores: Vec::new(),
                tag_scores: Vec::new(),
                morph_scores: Vec::new(),
                edit_scores: Vec::new(),
                features: Precomputed::default(),
                ner_features: Precomputed::default(),
                parser: ParserMemory::default(),
                scores: Scores::default(),
                matches: Vec::new(),
            }
        })
    }

    fn give_back(&self, mut memory: Memory) {
        memory.shrink();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
    }

    /// Runs a group of texts through all components.
    fn analyse(&self, memory: &mut Memory, group: &[Part], out: &mut [Analysis]) {
        if group.is_empty() {
            return;
        }
        memory.kinds.clear();
        memory.kinds.extend(group.iter().flat_map(|p| p.toks.iter().map(|t| (t.kind, t.space))));
        let lengths: Vec<usize> = group.iter().map(|p| p.toks.len()).collect();
        let lexicon = &memory.lexicon;
        let features = |kind: u32| {
            let kind = lexicon.kind(kind);
            (kind.features, kind.vector)
        };
        self.encoder.run(&mut memory.cache, &lengths, &memory.kinds, features, &mut memory.vectors);
        if let Some((_, Some(own))) = &self.ner {
            own.run(&mut memory.ner_cache, &lengths, &memory.kinds, features, &mut memory.ner_vectors);
        }
        if let Some(Senter { own: Some(own), .. }) = self.working_senter() {
            own.run(&mut memory.senter_cache, &lengths, &memory.kinds, features, &mut memory.senter_vectors);
        }
        let mut first = 0;
        let mut base = 0;
        while first < group.len() {
            let mut last = first;
            let mut tokens = 0;
            while last < group.len() && (last == first || tokens + lengths[last] <= FEATURE_TOKENS) {
                tokens += lengths[last];
                last += 1;
            }
            self.decide(memory, &group[first..last], base, tokens, out);
            base += tokens;
            first = last;
        }
    }

    /// Tags, parses, recognises entities and lemmatizes texts whose token vectors start at token `base`.
    fn decide(&self, memory: &mut Memory, parts: &[Part], base: usize, tokens: usize, out: &mut [Analysis]) {
        let width = self.encoder.width();
        let vectors = &memory.vectors[base * width..(base + tokens) * width];
        let output = |product: &Product<PLAIN, false>, scores: &mut Vec<f32>| {
            scores.resize(tokens * product.stride(), 0.0);
            product.run(vectors, width, tokens, scores);
        };
        output(&self.tagger, &mut memory.tag_scores);
        if let Some((product, _)) = &self.morphologizer {
            output(product, &mut memory.morph_scores);
        }
        if let Some((_, product)) = &self.edits {
            output(product, &mut memory.edit_scores);
        }
        if let Some(senter) = self.working_senter() {
            let (all, width) = match &senter.own {
                Some(own) => (&memory.senter_vectors, own.width()),
                None => (&memory.vectors, width),
            };
            memory.senter_scores.resize(tokens * senter.product.stride(), 0.0);
            let vectors = &all[base * width..(base + tokens) * width];
            senter.product.run(vectors, width, tokens, &mut memory.senter_scores);
        }
        if let Some(parser) = &self.parser {
            parser.precompute(vectors, tokens, &mut memory.features);
        }
        if let Some((ner, own)) = &self.ner {
            let (all, width) = match own {
                Some(own) => (&memory.ner_vectors, own.width()),
                None => (&memory.vectors, width),
            };
            let vectors = &all[base * width..(base + tokens) * width];
            ner.precompute(vectors, tokens, &mut memory.ner_features);
        }
        let mut at = 0;
        for part in parts {
            let len = part.toks.len();
            let lexicon = &memory.lexicon;
            let kind = |i: usize| lexicon.kind(part.toks[i].kind);
            let is_space = |i: usize| kind(i).features.is_space;
            let told = self.working_senter().map(|senter| {
                let stride = senter.product.stride();
                (senter.when, senter.starts(&memory.senter_scores[at * stride..(at + len) * stride]))
            });
            let tree = match (&self.parser, told) {
                (Some(parser), told) => {
                    let preset = told.as_ref().filter(|t| t.0 == When::Before).map(|t| t.1.as_slice());
                    let mut tree =
                        parser.parse(&memory.features, (at, len), is_space, preset, &mut memory.parser);
                    if let Some((When::Behind, starts)) = told {
                        tree.starts = starts;
                    }
                    tree
                }
                (None, told) => Tree {
                    heads: (0..len as u32).collect(),
                    labels: vec![0; len],
                    starts: told.map_or_else(|| (0..len).map(|i| i == 0).collect(), |t| t.1),
                },
            };
            let entities = match &self.ner {
                Some((ner, _)) => {
                    ner.find(&memory.ner_features, (at, len), &tree.starts, is_space, &mut memory.scores)
                }
                None => Vec::new(),
            };
            let mut marks: Vec<Marks> = (0..len)
                .map(|i| {
                    let scores = &memory.tag_scores[(at + i) * self.tagger.stride()..][..self.tags.len()];
                    let (tag, mut pos, mut feats) = self.tags[best(scores)];
                    if let Some((product, morphs)) = &self.morphologizer {
                        let scores = &memory.morph_scores[(at + i) * product.stride()..][..morphs.len()];
                        (pos, feats) = morphs[best(scores)];
                    }
                    Marks { tag, pos, feats, dep: self.deps[tree.labels[i] as usize], lemma: None }
                })
                .collect();
            let word = |i: usize| {
                let kind = kind(i);
                RulerWord { text: &kind.text, lower: &kind.lower, is_space: kind.features.is_space }
            };
            self.ruler.apply(&mut marks, word, &mut memory.matches);
            self.write(memory, part, at, &tree, (&marks, &entities), &mut out[part.text]);
            at += len;
        }
    }

    /// Appends the tokens, sentences and entities of a text, whose scores start at token `at`, to its analysis.
    fn write(
        &self,
        memory: &mut Memory,
        part: &Part,
        at: usize,
        tree: &Tree,
        (marks, entities): (&[Marks], &[Entity]),
        out: &mut Analysis,
    ) {
        let toks = &part.toks;
        let base = out.tokens.len() as u32;
        let end = base + toks.len() as u32;
        out.tokens.reserve_exact(toks.len());
        for (i, (tok, mark)) in toks.iter().zip(marks).enumerate() {
            let lemma = match mark.lemma {
                Some(lemma) => Arc::clone(&memory.names[lemma as usize]),
                None if self.edits.is_some() => self.edited(memory, tok.kind, at + i),
                None => self.lemma(memory, tok.kind, mark, tree.starts[i]),
            };
            let name = |n: u16| Arc::clone(&memory.names[n as usize]);
            out.tokens.push(Token {
                span: Span { start: tok.start, end: tok.end },
                space_after: tok.space,
                upos: Upos::parse(self.names.name(mark.pos)),
                xpos: name(mark.tag),
                feats: name(mark.feats),
                lemma,
                norm: Arc::clone(&memory.lexicon.kind(tok.kind).norm),
                head: base + tree.heads[i],
                deprel: name(mark.dep),
            });
            if i == 0 || tree.starts[i] {
                if let Some(last) = out.sentences.last_mut() {
                    last.end = base + i as u32;
                }
                out.sentences.push(base + i as u32..end);
            }
        }
        out.named.extend(entities.iter().map(|&(start, stop, label)| NamedSpan {
            tokens: base + start..base + stop,
            label: Arc::clone(&memory.entity_labels[label as usize]),
        }));
        out.paragraphs.clear();
        out.paragraphs.push(0..end);
    }

    /// The sentence recogniser where it has a say.
    fn working_senter(&self) -> Option<&Senter> {
        self.senter.as_ref().filter(|s| s.when != When::Off || self.parser.is_none())
    }

    /// The lemma of the trainable lemmatizer.
    fn edited(&self, memory: &Memory, kind: u32, at: usize) -> Arc<str> {
        let kind = memory.lexicon.kind(kind);
        let chosen = self.edits.as_ref().and_then(|(edits, product)| {
            let scores = &memory.edit_scores[at * product.stride()..][..edits.labels.len()];
            edits.choose(scores, &kind.text)
        });
        match (chosen, self.edits.as_ref().map(|(edits, _)| edits.backoff)) {
            (Some(lemma), _) => lemma.into(),
            (None, Some(Backoff::Orth)) => Arc::clone(&kind.text),
            (None, Some(Backoff::Lower)) => Arc::clone(&kind.lower),
            (None, Some(Backoff::Norm)) => Arc::clone(&kind.norm),
            (None, _) => "".into(),
        }
    }

    fn lemma(&self, memory: &mut Memory, kind: u32, mark: &Marks, starts_sentence: bool) -> Arc<str> {
        let starts_sentence = starts_sentence && self.lemmatizer.minds_sentences();
        let key = (kind, mark.pos, mark.feats, starts_sentence);
        if let Some(lemma) = memory.lemmas.get(&key) {
            return Arc::clone(lemma);
        }
        let word = Word {
            text: &memory.lexicon.kind(kind).text,
            pos: self.names.name(mark.pos),
            feats: self.names.name(mark.feats),
            starts_sentence,
        };
        let lemma: Arc<str> = self.lemmatizer.lemma(&word).into();
        if memory.lemmas.len() >= MOST_LEMMAS {
            memory.lemmas.clear();
        }
        memory.lemmas.insert(key, Arc::clone(&lemma));
        lemma
    }
}

impl Memory {
    /// Forgets all token types and what hangs on their numbers.
    fn forget(&mut self) {
        self.lexicon = Lexicon::default();
        self.cache.forget();
        self.ner_cache.forget();
        self.senter_cache.forget();
        self.lemmas = HashMap::new();
    }

    /// Gives back the memory that an unusually long text took.
    fn shrink(&mut self) {
        if self.vectors.capacity() > 4 * GROUP_TOKENS * 96 {
            self.kinds = Vec::new();
            self.vectors = Vec::new();
            self.ner_vectors = Vec::new();
            self.senter_vectors = Vec::new();
            self.senter_scores = Vec::new();
            self.tag_scores = Vec::new();
            self.morph_scores = Vec::new();
            self.edit_scores = Vec::new();
            self.features = Precomputed::default();
            self.ner_features = Precomputed::default();
            self.parser = ParserMemory::default();
            self.matches = Vec::new();
        }
    }
}

/// The first of the greatest scores.
fn best(scores: &[f32]) -> usize {
    let greater = |a: f32, b: f32| if a > b { a } else { b };
    let (eights, rest) = scores.as_chunks::<8>();
    let mut lanes = [f32::NEG_INFINITY; 8];
    for eight in eights {
        lanes = std::array::from_fn(|l| greater(lanes[l], eight[l]));
    }
    let greatest = lanes.iter().chain(rest).fold(f32::NEG_INFINITY, |a, &b| greater(a, b));
    scores.iter().position(|&score| score == greatest).unwrap_or(0)
}
