//! Weights: encoders, tagger, transition scorers, static vectors.

use super::source::Source;
use super::thinc::{Array, Layer, Model, damaged, get, text, unpack};
use crate::encoder::{Column, EncoderShape};
use crate::error::ModelError;
use crate::flat::Writer;
use crate::matrix::{write_maxout, write_plain};
use crate::tile::LANES;
use crate::transition::ScorerShape;
use rmpv::Value;
use std::collections::BTreeMap;

fn unsupported(what: impl Into<String>) -> ModelError {
    ModelError::Unsupported { what: what.into(), advice: "take a published CPU pipeline of spaCy 3".into() }
}

/// The static vectors of a pipeline, `rows` of `width` floats.
pub(crate) struct Vectors {
    width: usize,
    data: Vec<f32>,
}

impl Vectors {
    /// Number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.data.len() / self.width
    }
}

/// Reads the static vectors and writes their keys; `None` when the table is empty.
pub(crate) fn vectors(source: &mut Source, writer: &mut Writer) -> Result<Option<Vectors>, ModelError> {
    const FILE: &str = "vocab/vectors";
    if let Some(cfg) = source.get("vocab/vectors.cfg")?
        && let Some(mode) = super::json("vocab/vectors.cfg", &cfg)?.get("mode").and_then(|m| m.as_str())
        && mode != "default"
    {
        return Err(unsupported(format!("static vectors of mode {mode}")));
    }
    let (Some(bytes), Some(keys)) = (source.get(FILE)?, source.get("vocab/key2row")?) else {
        return Ok(None);
    };
    let bad = || damaged(FILE, "it is not a table of 32-bit floats");
    let header = bytes.get(10..).filter(|_| bytes.starts_with(b"\x93NUMPY\x01\x00")).ok_or_else(bad)?;
    let len = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    let (header, data) = header.split_at_checked(len).ok_or_else(bad)?;
    let header = String::from_utf8_lossy(header);
    let shape = header.split("'shape': (").nth(1).and_then(|s| s.split(')').next()).unwrap_or_default();
    let dims: Vec<usize> = shape.split(',').filter_map(|d| d.trim().parse().ok()).collect();
    let [rows, width] = dims[..] else { return Err(bad()) };
    if rows == 0 || width == 0 {
        return Ok(None);
    }
    if !header.contains("'<f4'") || header.contains("'fortran_order': True") || data.len() != rows * width * 4
    {
        return Err(bad());
    }
    let (words, _) = data.as_chunks::<4>();
    let data = words.iter().map(|w| f32::from_le_bytes(*w)).collect();
    let map = unpack("vocab/key2row", &keys)?;
    let mut rows_by_key = BTreeMap::new();
    for (key, row) in map.as_map().into_iter().flatten() {
        if let (Some(key), Some(row)) = (key.as_u64(), row.as_u64())
            && (row as usize) < rows
        {
            rows_by_key.insert(key, row as u32);
        }
    }
    writer.u64s("vectors.keys", &rows_by_key.keys().copied().collect::<Vec<_>>());
    writer.u32s("vectors.rows", &rows_by_key.values().copied().collect::<Vec<_>>());
    Ok(Some(Vectors { width, data }))
}

fn column(file: &str, name: &str) -> Result<Column, ModelError> {
    Ok(match name {
        "ORTH" => Column::Orth,
        "NORM" => Column::Norm,
        "LOWER" => Column::Lower,
        "PREFIX" => Column::Prefix,
        "SUFFIX" => Column::Suffix,
        "SHAPE" => Column::Shape,
        "SPACY" => Column::Spacy,
        "IS_SPACE" => Column::IsSpace,
        other => return Err(unsupported(format!("the token feature {other} in {file}"))),
    })
}

/// Writes an encoder found in a model.
pub(crate) fn encoder(
    writer: &mut Writer,
    name: &str,
    model: &Model,
    vectors: Option<&Vectors>,
) -> Result<EncoderShape, ModelError> {
    let features = model.first("extract_features")?;
    let names = features.attr("columns");
    let names: Vec<&str> =
        names.as_ref().and_then(Value::as_array).into_iter().flatten().filter_map(text).collect();
    let mut embeds: Vec<(&Layer, u32)> =
        model.all("hashembed").map(|l| Ok((l, l.number("column")?))).collect::<Result<_, ModelError>>()?;
    embeds.sort_by_key(|e| e.1);
    if embeds.len() != names.len() || embeds.iter().enumerate().any(|(i, e)| e.1 as usize != i) {
        return Err(unsupported(format!("an unusual set of embeddings in {name}")));
    }
    let mut columns = Vec::new();
    let mut embed_width = 0;
    for (i, (layer, at)) in embeds.iter().enumerate() {
        let table = layer.param("E", 2)?;
        if i > 0 && table.shape[1] != embed_width {
            return Err(unsupported(format!("embeddings of several widths in {name}")));
        }
        embed_width = table.shape[1];
        columns.push((column(name, names[*at as usize])?, layer.number("seed")?, table.shape[0] as u32));
        writer.f32s(format!("{name}.embed{i}"), &table.data);
    }
    let mut vector_width = 0;
    if let Ok(layer) = model.first("static_vectors")
        && let Some(vectors) = vectors
    {
        let weights = layer.param("W", 2)?;
        if weights.shape[1] != vectors.width {
            return Err(damaged("vocab/vectors", "their width is not the one the model was trained with"));
        }
        vector_width = weights.shape[0];
        let mut projected = Vec::with_capacity(vectors.rows() * vector_width);
        for vector in vectors.data.chunks_exact(vectors.width) {
            for row in weights.data.chunks_exact(vectors.width) {
                let sum: f64 = row.iter().zip(vector).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
                projected.push(sum as f32);
            }
        }
        writer.f32s(format!("{name}.vectors"), &projected);
    }
    let maxouts: Vec<&Layer> = model.all("maxout").collect();
    let norms: Vec<&Layer> = model.all("layernorm").collect();
    if maxouts.len() < 2 || norms.len() != maxouts.len() {
        return Err(unsupported(format!("an unusual encoder in {name}")));
    }
    if model.all("expand_window").any(|w| w.number("window_size").ok() != Some(1)) {
        return Err(unsupported(format!("a window other than 1 in {name}")));
    }
    let depth = maxouts.len() - 1;
    let pad = model.starting("with_array(residual").and_then(|l| l.number("pad").ok());
    if pad.is_some_and(|p| p as usize != depth) || pad.is_none() {
        return Err(unsupported(format!("an unusual padding in {name}")));
    }
    let (mixer, first) = (maxouts[0].param("W", 3)?, maxouts[1].param("W", 3)?);
    let (width, pieces, mixer_pieces) = (first.shape[0], first.shape[1], mixer.shape[1]);
    if width % LANES != 0 || !(2..=3).contains(&pieces) || !(2..=3).contains(&mixer_pieces) {
        return Err(unsupported(format!("{width} units of {pieces} pieces in {name}")));
    }
    let inputs = columns.len() * embed_width + vector_width;
    for (i, (maxout, norm)) in maxouts.iter().zip(&norms).enumerate() {
        let (weights, bias) = (maxout.param("W", 3)?, maxout.param("b", 2)?);
        let (inputs, pieces) = if i == 0 { (inputs, mixer_pieces) } else { (3 * width, pieces) };
        if weights.shape != [width, pieces, inputs] || bias.shape != [width, pieces] {
            return Err(damaged(name, format!("layer {i} has shape {:?}", weights.shape)));
        }
        let layer = if i == 0 { format!("{name}.mixer") } else { format!("{name}.layer{}", i - 1) };
        let row = |o: usize, p: usize| &weights.data[(o * pieces + p) * inputs..][..inputs];
        write_maxout(writer, &layer, (width, pieces, inputs), row, |o, p| bias.data[o * pieces + p]);
        for (param, section) in [("G", "gain"), ("b", "shift")] {
            let values = norm.param(param, 1)?;
            if values.shape != [width] {
                return Err(damaged(name, "a layernorm has another width"));
            }
            writer.f32s(format!("{layer}.{section}"), &values.data);
        }
        if i == 1 {
            // The three thirds of a window's weights side by side, each in the order of the maxout's panels.
            let part = width * pieces;
            let column = |c: usize| {
                let (third, within) = (c / part, c % part);
                let (panel, lane) = (within / (pieces * LANES), within % (pieces * LANES));
                let (piece, l) = (lane / LANES, lane % LANES);
                &row(panel * LANES + l, piece)[third * width..][..width]
            };
            write_plain(writer, &format!("{name}.first"), (3 * part, width), column, |_| 0.0);
        }
    }
    Ok(EncoderShape { columns, embed_width, vector_width, width, depth, pieces, mixer_pieces })
}

/// Writes an output layer over the shared encoder.
pub(crate) fn output(
    writer: &mut Writer,
    name: &str,
    model: &Model,
    labels: usize,
    width: usize,
) -> Result<(), ModelError> {
    let layer = model.first("softmax")?;
    let (weights, bias) = (layer.param("W", 2)?, layer.param("b", 1)?);
    if weights.shape != [labels, width] || bias.shape != [labels] {
        return Err(damaged(name, format!("{labels} labels, but weights of shape {:?}", weights.shape)));
    }
    let row = |o: usize| &weights.data[o * width..][..width];
    write_plain(writer, name, (labels, width), row, |o| bias.data[o]);
    Ok(())
}

/// Writes the scorer of a parser or entity recogniser.
pub(crate) fn scorer(
    writer: &mut Writer,
    name: &str,
    model: &Model,
    moves: &[u8],
    is_ner: bool,
    width: usize,
) -> Result<ScorerShape, ModelError> {
    let moves = move_order(&format!("{name}/moves"), moves, is_ner)?;
    if model.all("linear").count() != 2 {
        return Err(unsupported(format!("a {name} without upper layer")));
    }
    let affine = model.first("precomputable_affine")?;
    let (weights, bias, pad) = (affine.param("W", 4)?, affine.param("b", 2)?, affine.param("pad", 4)?);
    let [slots, units, pieces, narrow] = weights.shape[..] else { return Err(damaged(name, "wrong shape")) };
    let (upper, lower) = (model.nth("linear", 0)?, model.nth("linear", 1)?);
    let check = |array: &Array, shape: &[usize], what: &str| match array.shape == shape {
        true => Ok(()),
        false => Err(damaged(name, format!("{what} has shape {:?} instead of {shape:?}", array.shape))),
    };
    let (upper_w, upper_b) = (upper.param("W", 2)?, upper.param("b", 1)?);
    let (lower_w, lower_b) = (lower.param("W", 2)?, lower.param("b", 1)?);
    check(bias, &[units, pieces], "the bias")?;
    check(pad, &[1, slots, units, pieces], "the padding")?;
    check(upper_w, &[moves.len(), units], "the upper layer")?;
    check(upper_b, &[moves.len()], "the upper bias")?;
    check(lower_w, &[narrow, width], "the lower layer")?;
    check(lower_b, &[narrow], "the lower bias")?;
    if units % LANES != 0 || slots != if is_ner { 3 } else { 8 } {
        return Err(unsupported(format!("{slots} features and {units} units in {name}")));
    }
    let row = |o: usize| &lower_w.data[o * width..][..width];
    write_plain(writer, &format!("{name}.narrow"), (narrow, width), row, |o| lower_b.data[o]);
    // Output of the affine layer: slot after slot, piece after piece, unit after unit.
    let place = |c: usize| {
        let (slot, within) = (c / (units * pieces), c % (units * pieces));
        let (piece, unit) = (within / units, within % units);
        (slot * units + unit) * pieces + piece
    };
    let columns = slots * units * pieces;
    let row = |c: usize| &weights.data[place(c) * narrow..][..narrow];
    write_plain(writer, &format!("{name}.affine"), (columns, narrow), row, |_| 0.0);
    let by_piece = |data: &[f32]| (0..data.len()).map(|c| data[place(c)]).collect::<Vec<f32>>();
    writer.f32s(format!("{name}.pad"), &by_piece(&pad.data));
    writer.f32s(format!("{name}.bias"), &by_piece(&bias.data));
    let padded = moves.len().next_multiple_of(LANES);
    let mut by_unit = vec![0.0; units * padded];
    for (m, row) in upper_w.data.chunks_exact(units).enumerate() {
        for (u, w) in row.iter().enumerate() {
            by_unit[u * padded + m] = *w;
        }
    }
    writer.f32s(format!("{name}.upper"), &by_unit);
    let mut constants = upper_b.data.clone();
    constants.resize(padded, 0.0);
    writer.f32s(format!("{name}.upper_bias"), &constants);
    Ok(ScorerShape { width, narrow, slots, units, pieces, moves })
}

/// The moves in spaCy's order: by action, then by falling frequency and label; those added without training
/// (negative frequency) after all others.
fn move_order(file: &str, bytes: &[u8], is_ner: bool) -> Result<Vec<(u8, String)>, ModelError> {
    let root = unpack(file, bytes)?;
    let source = get(&root, "moves").and_then(text).ok_or_else(|| damaged(file, "it has no moves"))?;
    let json = super::json(file, source.as_bytes())?;
    let mut trained = Vec::new();
    let mut added = Vec::new();
    for (action, labels) in json.as_object().ok_or_else(|| damaged(file, "the moves are not a map"))? {
        let action: u8 = action.parse().map_err(|_| damaged(file, format!("the action {action}")))?;
        if action > 5 {
            return Err(damaged(file, format!("the action {action}")));
        }
        for (label, frequency) in labels.as_object().into_iter().flatten() {
            let frequency = frequency.as_i64().unwrap_or(0);
            if is_ner && (action == 0 || (action == 5 && !label.is_empty())) {
                continue;
            }
            let list = if frequency < 0 { &mut added } else { &mut trained };
            list.push((action, frequency, label.clone()));
        }
    }
    trained.sort_by(|a, b| (a.0, b.1, &b.2).cmp(&(b.0, a.1, &a.2)));
    added.sort_by(|a, b| (b.1, &b.2).cmp(&(a.1, &a.2)));
    Ok(trained.into_iter().chain(added).map(|(action, _, label)| (action, label)).collect())
}
