//! tok2vec: hash embeddings, mixer and window encoder; one vector a token.
//!
//! The mixer's output and the three products of the first layer depend only on a token's type (its text, norm
//! and following space), so they are cached by type. The other layers compute rows in pairs (`window.rs`).

use crate::error::ModelError;
use crate::flat::{Flat, View};
use crate::hash::embedding_rows;
use crate::matrix::{PLAIN, Product, finish};
use crate::tile::LANES;
use crate::window::{Window, WindowMemory};
use serde::{Deserialize, Serialize};

/// Rows encoded at a time: bounds the memory and keeps the rows in the processor's cache.
const BLOCK_ROWS: usize = 1024;
/// Types whose products are kept: 31 MB for each encoder of width 96.
const CACHED_TYPES: usize = 8192;

/// A column of token features.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Column {
    /// Id of the text.
    Orth,
    /// Id of the norm.
    Norm,
    /// Id of the lower-cased text.
    Lower,
    /// Id of the first character.
    Prefix,
    /// Id of the last three characters.
    Suffix,
    /// Id of the shape.
    Shape,
    /// Whether one space follows.
    Spacy,
    /// Whether the token is white space.
    IsSpace,
}

/// The features of a token type, as StringStore ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Features {
    /// Id of the text.
    pub(crate) orth: u64,
    /// Id of the norm.
    pub(crate) norm: u64,
    /// Id of the lower-cased text.
    pub(crate) lower: u64,
    /// Id of the first character.
    pub(crate) prefix: u64,
    /// Id of the last three characters.
    pub(crate) suffix: u64,
    /// Id of the shape.
    pub(crate) shape: u64,
    /// Whether the token is white space.
    pub(crate) is_space: bool,
}

/// What conversion writes about an encoder.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct EncoderShape {
    /// Columns with seed and number of rows of their hash embedding.
    pub(crate) columns: Vec<(Column, u32, u32)>,
    /// Width of an embedding row.
    pub(crate) embed_width: usize,
    /// Width of a row of the projected static vectors, 0 for none.
    pub(crate) vector_width: usize,
    /// Width of the output.
    pub(crate) width: usize,
    /// Number of encoder layers.
    pub(crate) depth: usize,
    /// Pieces of the layers.
    pub(crate) pieces: usize,
    /// Pieces of the mixer.
    pub(crate) mixer_pieces: usize,
}

/// The mixer: the maxout of a type's embeddings, normalised.
struct Mixer {
    product: Maxout,
    gain: View<f32>,
    shift: View<f32>,
}

/// The first layer: its products side by side, for the row before, the row itself and the row after.
struct First {
    products: Product<PLAIN, false>,
    bias: View<f32>,
    gain: View<f32>,
    shift: View<f32>,
}

enum Maxout {
    Two(Product<2, true>),
    Three(Product<3, true>),
}

impl Maxout {
    fn run(&self, input: &[f32], stride: usize, rows: usize, output: &mut [f32]) {
        match self {
            Maxout::Two(p) => p.run(input, stride, rows, output),
            Maxout::Three(p) => p.run(input, stride, rows, output),
        }
    }
}

enum Layer {
    Two(Window<2>),
    Three(Window<3>),
}

impl Layer {
    fn run(&self, from: &[f32], pairs: &[u32], to: &mut [f32], memory: &mut WindowMemory) {
        match self {
            Layer::Two(w) => w.run(from, pairs, to, memory),
            Layer::Three(w) => w.run(from, pairs, to, memory),
        }
    }
}

/// An opened encoder.
pub(crate) struct Encoder {
    shape: EncoderShape,
    tables: Vec<View<f32>>,
    vectors: Option<View<f32>>,
    mixer: Mixer,
    first: First,
    /// The layers behind the first.
    layers: Vec<Layer>,
    uses_space: bool,
}

/// Per-thread memory of an encoder: cached types and working rows.
#[derive(Default)]
pub(crate) struct EncoderCache {
    /// By key of a type: its slot, or 0.
    slots: Vec<u32>,
    /// By slot, from 1: whose it is and when it was used.
    kept: Vec<Kept>,
    /// The slot looked at last when room was needed.
    hand: usize,
    /// Number of the block of rows.
    block: u32,
    embedded: Vec<f32>,
    products: Vec<f32>,
    rows: Vec<f32>,
    next: Vec<f32>,
    inputs: Vec<f32>,
    /// One row of maxout.
    units: Vec<f32>,
    window: WindowMemory,
    /// First rows of the pairs to compute.
    pairs: Vec<u32>,
    row_slots: Vec<u32>,
    /// Keys and slots of the types to compute.
    missing: Vec<(u32, u32)>,
}

/// A type in the cache.
#[derive(Clone, Copy)]
struct Kept {
    key: u32,
    /// Block of rows in which it was used last.
    block: u32,
    /// Whether it was used again since it came or since the hand passed.
    again: bool,
}

impl EncoderCache {
    /// Forgets all types (their numbers are given anew).
    pub(crate) fn forget(&mut self) {
        self.slots.clear();
        self.kept.clear();
        self.hand = 0;
    }

    /// The slot of a type, which is put among the missing where it has none yet.
    fn slot(&mut self, key: u32) -> u32 {
        let slot = self.slots[key as usize];
        if let Some(kept) = (slot as usize).checked_sub(1).and_then(|at| self.kept.get_mut(at)) {
            kept.again |= kept.block != self.block;
            kept.block = self.block;
            return slot;
        }
        let kept = Kept { key, block: self.block, again: false };
        if self.kept.len() < CACHED_TYPES {
            self.kept.push(kept);
            self.hand = self.kept.len() - 1;
        } else {
            // A block has fewer types than the cache holds, so one of them is of an earlier block.
            loop {
                self.hand = (self.hand + 1) % CACHED_TYPES;
                let old = &mut self.kept[self.hand];
                if old.block == self.block {
                    continue;
                }
                if !std::mem::take(&mut old.again) {
                    self.slots[old.key as usize] = 0;
                    *old = kept;
                    break;
                }
            }
        }
        let slot = self.hand as u32 + 1;
        self.slots[key as usize] = slot;
        self.missing.push((key, slot));
        slot
    }
}

/// A part of a text to encode: token rows `from..to`, of `len` tokens that start at `base`.
struct Segment {
    base: usize,
    len: usize,
    from: usize,
    to: usize,
    row: usize,
}

impl Encoder {
    /// Opens the encoder written under a name; `vector_rows` is the number of static vectors.
    pub(crate) fn open(
        flat: &Flat,
        name: &str,
        shape: &EncoderShape,
        vector_rows: usize,
    ) -> Result<Encoder, ModelError> {
        let (width, pieces) = (shape.width, shape.pieces);
        if width == 0 || width % LANES != 0 || shape.depth == 0 || shape.columns.iter().any(|c| c.2 == 0) {
            return Err(ModelError::Damaged { why: format!("the shape of {name} is impossible") });
        }
        let tables = shape
            .columns
            .iter()
            .enumerate()
            .map(|(i, c)| flat.exactly(&format!("{name}.embed{i}"), c.2 as usize * shape.embed_width))
            .collect::<Result<_, _>>()?;
        let vectors = match shape.vector_width {
            0 => None,
            w => Some(flat.exactly(&format!("{name}.vectors"), vector_rows * w)?),
        };
        let inputs = shape.columns.len() * shape.embed_width + shape.vector_width;
        let pieces_of = |name: &str, n: usize| ModelError::Damaged { why: format!("{name} has {n} pieces") };
        let mixer = format!("{name}.mixer");
        let layers = (1..shape.depth).map(|i| {
            let name = format!("{name}.layer{i}");
            match pieces {
                2 => Ok(Layer::Two(Window::open(flat, &name, width)?)),
                3 => Ok(Layer::Three(Window::open(flat, &name, width)?)),
                n => Err(pieces_of(&name, n)),
            }
        });
        Ok(Encoder {
            tables,
            vectors,
            mixer: Mixer {
                product: match shape.mixer_pieces {
                    2 => Maxout::Two(Product::open(flat, &mixer, width, inputs)?),
                    3 => Maxout::Three(Product::open(flat, &mixer, width, inputs)?),
                    n => return Err(pieces_of(&mixer, n)),
                },
                gain: flat.exactly(&format!("{mixer}.gain"), width)?,
                shift: flat.exactly(&format!("{mixer}.shift"), width)?,
            },
            first: First {
                products: Product::open(flat, &format!("{name}.first"), 3 * width * pieces, width)?,
                bias: flat.exactly(&format!("{name}.layer0.b"), width * pieces)?,
                gain: flat.exactly(&format!("{name}.layer0.gain"), width)?,
                shift: flat.exactly(&format!("{name}.layer0.shift"), width)?,
            },
            layers: layers.collect::<Result<_, ModelError>>()?,
            uses_space: shape.columns.iter().any(|c| c.0 == Column::Spacy),
            shape: shape.clone(),
        })
    }

    /// Floats in a token's vector.
    pub(crate) fn width(&self) -> usize {
        self.shape.width
    }

    /// Encodes texts. `lengths` are their numbers of tokens; `kinds` holds, for all their tokens, the type's
    /// number and whether a space follows; `features` gives a type's features and its row in the static
    /// vectors. `out` receives one row of [`Encoder::width`] a token.
    pub(crate) fn run(
        &self,
        cache: &mut EncoderCache,
        lengths: &[usize],
        kinds: &[(u32, bool)],
        features: impl Fn(u32) -> (Features, Option<u32>),
        out: &mut Vec<f32>,
    ) {
        out.resize(kinds.len() * self.shape.width, 0.0);
        let halo = self.shape.depth;
        let mut segments: Vec<Segment> = Vec::new();
        let mut rows = 0;
        let mut base = 0;
        for &len in lengths {
            let mut from = 0;
            while from < len {
                let room = BLOCK_ROWS.saturating_sub(rows + 2 * halo);
                if room == 0 || (room < len - from && room < BLOCK_ROWS / 4) {
                    self.encode_block(cache, &segments, rows, kinds, &features, out);
                    segments.clear();
                    rows = 0;
                    continue;
                }
                let to = len.min(from + room);
                segments.push(Segment { base, len, from, to, row: rows });
                rows += to - from + 2 * halo;
                from = to;
            }
            base += len;
        }
        self.encode_block(cache, &segments, rows, kinds, &features, out);
    }

    fn encode_block(
        &self,
        cache: &mut EncoderCache,
        segments: &[Segment],
        rows: usize,
        kinds: &[(u32, bool)],
        features: impl Fn(u32) -> (Features, Option<u32>),
        out: &mut [f32],
    ) {
        if segments.is_empty() {
            return;
        }
        let (width, halo) = (self.shape.width, self.shape.depth);
        self.find_slots(cache, segments, rows, kinds, &features);
        cache.rows.resize((rows + 1) * width, 0.0);
        cache.next.resize((rows + 1) * width, 0.0);
        for segment in segments {
            let count = segment.to - segment.from + 2 * halo;
            self.first_layer(cache, segment.row, count);
        }
        for (layer, reach) in self.layers.iter().zip(2..) {
            cache.pairs.clear();
            for segment in segments {
                let count = segment.to - segment.from + 2 * halo;
                // The token of the first row, up to `halo` before the text, is even where the pair of an odd one starts.
                let odd = (segment.from + halo + reach) % 2;
                let pairs = (reach - odd..count - reach).step_by(2);
                cache.pairs.extend(pairs.map(|row| (segment.row + row) as u32));
            }
            layer.run(&cache.rows, &cache.pairs, &mut cache.next, &mut cache.window);
            std::mem::swap(&mut cache.rows, &mut cache.next);
        }
        for segment in segments {
            let n = (segment.to - segment.from) * width;
            let source = (segment.row + halo) * width;
            let target = (segment.base + segment.from) * width;
            out[target..target + n].copy_from_slice(&cache.rows[source..source + n]);
        }
    }

    /// The key of a token in the cache.
    fn key(&self, (kind, space): (u32, bool)) -> u32 {
        kind * 2 + u32::from(space && self.uses_space)
    }

    /// Fills `row_slots` (0 for padding) and computes the types that are not cached.
    fn find_slots(
        &self,
        cache: &mut EncoderCache,
        segments: &[Segment],
        rows: usize,
        kinds: &[(u32, bool)],
        features: impl Fn(u32) -> (Features, Option<u32>),
    ) {
        let halo = self.shape.depth as isize;
        let width = self.shape.width;
        let size = self.first.products.stride();
        if cache.embedded.is_empty() {
            cache.embedded = vec![0.0; (CACHED_TYPES + 1) * width];
            cache.products = vec![0.0; (CACHED_TYPES + 1) * size];
        }
        let highest = kinds.iter().map(|&k| self.key(k)).max().unwrap_or(0) as usize;
        if cache.slots.len() <= highest {
            cache.slots.resize(highest + 1, 0);
        }
        cache.units.resize(width, 0.0);
        cache.block = cache.block.wrapping_add(1);
        cache.missing.clear();
        cache.row_slots.clear();
        cache.row_slots.resize(rows, 0);
        for segment in segments {
            let count = segment.to - segment.from + 2 * halo as usize;
            for i in 0..count {
                let token = segment.from as isize + i as isize - halo;
                if token >= 0 && token < segment.len as isize {
                    let key = self.key(kinds[segment.base + token as usize]);
                    cache.row_slots[segment.row + i] = cache.slot(key);
                }
            }
        }
        self.embed_missing(cache, features);
    }

    /// Mixer output and first-layer products of the types in `missing`, which hold the last slots.
    fn embed_missing(&self, cache: &mut EncoderCache, features: impl Fn(u32) -> (Features, Option<u32>)) {
        let n = cache.missing.len();
        if n == 0 {
            return;
        }
        let (width, embed) = (self.shape.width, self.shape.embed_width);
        let inputs = self.tables.len() * embed + self.shape.vector_width;
        cache.inputs.clear();
        cache.inputs.resize(n * inputs, 0.0);
        for (&(key, _), row) in cache.missing.iter().zip(cache.inputs.chunks_exact_mut(inputs)) {
            let (f, vector) = features(key / 2);
            let (columns, last) = row.split_at_mut(self.tables.len() * embed);
            for ((table, &(column, seed, rows)), target) in
                self.tables.iter().zip(&self.shape.columns).zip(columns.chunks_exact_mut(embed))
            {
                let id = match column {
                    Column::Orth => f.orth,
                    Column::Norm => f.norm,
                    Column::Lower => f.lower,
                    Column::Prefix => f.prefix,
                    Column::Suffix => f.suffix,
                    Column::Shape => f.shape,
                    Column::Spacy => u64::from(key % 2),
                    Column::IsSpace => u64::from(f.is_space),
                };
                let table: &[f32] = table;
                for at in embedding_rows(id, seed, rows) {
                    for (x, e) in target.iter_mut().zip(&table[at * embed..(at + 1) * embed]) {
                        *x += e;
                    }
                }
            }
            if let (Some(vectors), Some(at)) = (&self.vectors, vector) {
                let from = at as usize * last.len();
                if let Some(vector) = vectors.get(from..from + last.len()) {
                    last.copy_from_slice(vector);
                }
            }
        }
        cache.next.resize(cache.next.len().max(n * width), 0.0);
        self.mixer.product.run(&cache.inputs, inputs, n, &mut cache.next);
        let rows = &mut cache.rows;
        rows.resize(rows.len().max(n * width), 0.0);
        let zeros = vec![0.0; width];
        for (row, to) in cache.next.chunks_exact(width).zip(rows.chunks_exact_mut(width)) {
            finish([row], 1, (&self.mixer.gain, &self.mixer.shift), &zeros, &mut cache.units, to);
        }
        let size = self.first.products.stride();
        cache.inputs.resize(n * size, 0.0);
        self.first.products.run(rows, width, n, &mut cache.inputs);
        let computed = rows.chunks_exact(width).zip(cache.inputs.chunks_exact(size));
        for (&(_, slot), (embedded, products)) in cache.missing.iter().zip(computed) {
            let slot = slot as usize;
            cache.embedded[slot * width..(slot + 1) * width].copy_from_slice(embedded);
            cache.products[slot * size..(slot + 1) * size].copy_from_slice(products);
        }
    }

    /// Sums the cached products of the first layer for the inner rows of a segment and adds the residual.
    fn first_layer(&self, cache: &mut EncoderCache, row: usize, count: usize) {
        let (width, pieces) = (self.shape.width, self.shape.pieces);
        let part = width * pieces;
        let size = self.first.products.stride();
        let First { bias, gain, shift, .. } = &self.first;
        for r in row + 1..row + count - 1 {
            let slot = |at: usize| cache.row_slots[at] as usize;
            let before = &cache.products[slot(r - 1) * size..][..part];
            let here = &cache.products[slot(r) * size + part..][..part];
            let after = &cache.products[slot(r + 1) * size + 2 * part..][..part];
            let embedded = &cache.embedded[slot(r) * width..][..width];
            let target = &mut cache.rows[r * width..(r + 1) * width];
            finish([before, here, after, bias], pieces, (gain, shift), embedded, &mut cache.units, target);
        }
    }
}
