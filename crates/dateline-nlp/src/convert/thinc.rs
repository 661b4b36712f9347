//! The `model` files of components: thinc's serialised layers, and msgpack helpers.

use crate::error::ModelError;
use rmpv::Value;

/// The error for a file that does not hold what it should.
pub(crate) fn damaged(file: &str, why: impl Into<String>) -> ModelError {
    ModelError::DamagedSource { file: file.to_owned(), why: why.into() }
}

/// Reads one msgpack value that fills the bytes.
pub(crate) fn unpack(file: &str, mut bytes: &[u8]) -> Result<Value, ModelError> {
    rmpv::decode::read_value(&mut bytes).map_err(|e| damaged(file, format!("not msgpack: {e}")))
}

/// The text of a msgpack string or byte string.
pub(crate) fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(s) => s.as_str(),
        Value::Binary(b) => std::str::from_utf8(b).ok(),
        _ => None,
    }
}

/// The value of a key, which may be a string or a byte string.
pub(crate) fn get<'a>(map: &'a Value, key: &str) -> Option<&'a Value> {
    map.as_map()?.iter().find(|(k, _)| text(k) == Some(key)).map(|(_, v)| v)
}

/// A float array with its shape.
#[derive(Clone, Debug, Default)]
pub(crate) struct Array {
    /// Lengths of the dimensions, outermost first.
    pub(crate) shape: Vec<usize>,
    /// Values in C order.
    pub(crate) data: Vec<f32>,
}

/// One layer of a model.
#[derive(Debug)]
pub(crate) struct Layer {
    /// Name of the layer's kind ("maxout").
    pub(crate) name: String,
    attrs: Value,
    params: Vec<(String, Array)>,
    file: String,
}

impl Layer {
    /// A parameter with `dims` dimensions.
    pub(crate) fn param(&self, name: &str, dims: usize) -> Result<&Array, ModelError> {
        let found = self.params.iter().find(|(n, _)| n == name).map(|(_, a)| a);
        match found {
            Some(array) if array.shape.len() == dims => Ok(array),
            Some(array) => {
                Err(damaged(&self.file, format!("{} of {} has shape {:?}", name, self.name, array.shape)))
            }
            None => Err(damaged(&self.file, format!("{} has no {name}", self.name))),
        }
    }

    /// An attribute; attributes are msgpack inside msgpack.
    pub(crate) fn attr(&self, name: &str) -> Option<Value> {
        match get(&self.attrs, name)? {
            Value::Binary(bytes) => rmpv::decode::read_value(&mut bytes.as_slice()).ok(),
            other => Some(other.clone()),
        }
    }

    /// An attribute that is a small number.
    pub(crate) fn number(&self, name: &str) -> Result<u32, ModelError> {
        self.attr(name)
            .and_then(|v| v.as_u64())
            .and_then(|n| u32::try_from(n).ok())
            .ok_or_else(|| damaged(&self.file, format!("{} has no {name}", self.name)))
    }
}

/// The layers of one `model` file.
pub(crate) struct Model {
    file: String,
    layers: Vec<Layer>,
}

impl Model {
    /// Reads a `model` file.
    pub(crate) fn parse(file: &str, bytes: &[u8]) -> Result<Model, ModelError> {
        let root = unpack(file, bytes)?;
        let list = |key: &str| {
            get(&root, key).and_then(Value::as_array).ok_or_else(|| damaged(file, format!("it has no {key}")))
        };
        let (nodes, attrs, params) = (list("nodes")?, list("attrs")?, list("params")?);
        if let Some(shims) = get(&root, "shims").and_then(Value::as_array)
            && shims.iter().any(|s| s.as_array().is_some_and(|s| !s.is_empty()))
        {
            return Err(ModelError::Unsupported {
                what: format!("a model of another framework ({file})"),
                advice: "take a CPU pipeline, such as one named core_news_md".into(),
            });
        }
        if nodes.len() != attrs.len() || nodes.len() != params.len() {
            return Err(damaged(file, "its lists differ in length"));
        }
        let mut layers = Vec::with_capacity(nodes.len());
        for ((node, attrs), params) in nodes.iter().zip(attrs).zip(params) {
            let name = get(node, "name").and_then(text).unwrap_or_default().to_owned();
            let mut arrays = Vec::new();
            for (key, value) in params.as_map().map(Vec::as_slice).unwrap_or_default() {
                if let (Some(key), Some(array)) = (text(key), array(file, value)?) {
                    arrays.push((key.to_owned(), array));
                }
            }
            layers.push(Layer { name, attrs: attrs.clone(), params: arrays, file: file.to_owned() });
        }
        Ok(Model { file: file.to_owned(), layers })
    }

    /// All layers of a kind, in the file's order (breadth first).
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Layer> {
        self.layers.iter().filter(move |l| l.name == name)
    }

    /// The first layer of a kind.
    pub(crate) fn first(&self, name: &str) -> Result<&Layer, ModelError> {
        self.nth(name, 0)
    }

    /// The n-th layer of a kind, from 0.
    pub(crate) fn nth(&self, name: &str, n: usize) -> Result<&Layer, ModelError> {
        self.layers
            .iter()
            .filter(|l| l.name == name)
            .nth(n)
            .ok_or_else(|| damaged(&self.file, format!("it has fewer than {} layers {name}", n + 1)))
    }

    /// The first layer whose name starts so.
    pub(crate) fn starting(&self, start: &str) -> Option<&Layer> {
        self.layers.iter().find(|l| l.name.starts_with(start))
    }

    /// Whether a layer of the kind occurs.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.layers.iter().any(|l| l.name == name)
    }
}

fn array(file: &str, value: &Value) -> Result<Option<Array>, ModelError> {
    let Some(data) = get(value, "data") else { return Ok(None) };
    let kind = get(value, "type").and_then(text).unwrap_or_default();
    let Value::Binary(bytes) = data else { return Err(damaged(file, "an array has no data")) };
    let shape: Option<Vec<usize>> = get(value, "shape")
        .and_then(Value::as_array)
        .and_then(|dims| dims.iter().map(|d| d.as_u64().map(|d| d as usize)).collect());
    let shape = shape.ok_or_else(|| damaged(file, "an array has no shape"))?;
    if kind != "<f4" {
        return Err(ModelError::Unsupported {
            what: format!("numbers of type {kind} in {file}"),
            advice: "take a pipeline with 32-bit floats".into(),
        });
    }
    let len = shape.iter().try_fold(1usize, |n, &d| n.checked_mul(d));
    if len != Some(bytes.len() / 4) || bytes.len() % 4 != 0 {
        return Err(damaged(file, format!("an array of shape {shape:?} has {} bytes", bytes.len())));
    }
    let (words, _) = bytes.as_chunks::<4>();
    Ok(Some(Array { shape, data: words.iter().map(|w| f32::from_le_bytes(*w)).collect() }))
}
