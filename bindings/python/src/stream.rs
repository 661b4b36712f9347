//! Arrow batches in, Arrow batches out, through the PyCapsule interface.

use crate::work::{Input, Output, Worker};
use arrow_array::{
    Array, BinaryArray, RecordBatch, RecordBatchIterator, RecordBatchReader, StringArray, StructArray,
};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use dateline::read::{Given, Item, ReadError, read_rows, reports};
use dateline_export::{EventRows, RecordRows};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{ArrayIterator, to_array_pycapsules, to_schema_pycapsule, to_stream_pycapsule};
use pyo3_arrow::input::AnyRecordBatch;
use std::io::Cursor;
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// Reports of a file that wait to be coded.
const WAITING: usize = 64;

/// What a row of the result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rows {
    Records,
    Events,
}

impl Rows {
    /// What the argument `rows` says.
    pub(crate) fn named(text: &str) -> Result<Rows, String> {
        one_of("rows", text, [("records", Rows::Records), ("events", Rows::Events)])
    }

    fn schema(self) -> SchemaRef {
        match self {
            Rows::Records => RecordRows::schema(),
            Rows::Events => EventRows::schema(),
        }
    }

    fn batch(self, outputs: Vec<Output>) -> Result<RecordBatch, ArrowError> {
        let outside = |e| ArrowError::ExternalError(Box::new(e));
        match self {
            Rows::Records => {
                let mut to = RecordRows::default();
                for output in outputs {
                    match output {
                        Output::Coded(coded) => to.push(*coded),
                        Output::Failed { name, why } => to.fail(name.as_deref(), &why),
                    }
                }
                to.finish().map_err(outside)
            }
            Rows::Events => {
                let mut to = EventRows::default();
                for output in &outputs {
                    if let Output::Coded(coded) = output {
                        to.push(&coded.record);
                    }
                }
                to.finish().map_err(outside)
            }
        }
    }
}

/// What a row of the data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Reports,
    Files,
}

impl Source {
    /// What the argument `source` says.
    pub(crate) fn named(text: &str) -> Result<Source, String> {
        one_of("source", text, [("reports", Source::Reports), ("files", Source::Files)])
    }

    /// Whether a schema can be read so.
    fn check(self, schema: &SchemaRef) -> Result<(), String> {
        match self {
            Source::Reports => {
                let empty = RecordBatch::new_empty(Arc::clone(schema));
                read_rows(&empty, &Given::default(), &[]).map(|_| ()).map_err(|e| e.to_string())
            }
            Source::Files if schema.column_with_name("content").is_some() => Ok(()),
            Source::Files => Err("there is no column `content` with the bytes of files".to_owned()),
        }
    }
}

/// The value of an argument that takes one of two words.
fn one_of<T: Copy>(argument: &str, text: &str, [one, other]: [(&str, T); 2]) -> Result<T, String> {
    let found = [one, other].into_iter().find(|(name, _)| *name == text);
    found
        .map(|(_, value)| value)
        .ok_or_else(|| format!("{argument}: `{text}` is neither `{}` nor `{}`", one.0, other.0))
}

/// The columns of the results, by the name of the kind of rows: names with their Arrow types.
pub(crate) fn columns() -> Vec<(&'static str, Vec<(String, String)>)> {
    let of = |rows: Rows| {
        let schema = rows.schema();
        schema.fields().iter().map(|f| (f.name().clone(), f.data_type().to_string())).collect()
    };
    vec![("records", of(Rows::Records)), ("events", of(Rows::Events))]
}

/// Codes a batch at once, or a stream as its result is read.
pub(crate) fn code<'py>(
    py: Python<'py>,
    worker: &Worker,
    data: &Bound<'py, PyAny>,
    rows: Rows,
    source: Source,
) -> PyResult<Bound<'py, PyAny>> {
    let single = data.hasattr("__arrow_c_array__")?;
    if !single && !data.hasattr("__arrow_c_stream__")? {
        return Err(PyTypeError::new_err(
            "data: give Arrow data, an object with __arrow_c_stream__ or __arrow_c_array__ (pyarrow, polars, duckdb, pandas 3)",
        ));
    }
    let input = data.extract::<AnyRecordBatch>()?.into_reader()?;
    source.check(&input.schema()).map_err(PyValueError::new_err)?;
    let coding = Coding::new(worker.clone(), input, rows, source);
    if !single {
        return Ok(Bound::new(py, Stream::new(Box::new(coding)))?.into_any());
    }
    let schema = coding.schema();
    let batches = py.detach(|| coding.collect::<Result<Vec<RecordBatch>, ArrowError>>());
    let batches = batches.map_err(|e| PyValueError::new_err(e.to_string()))?;
    let batch = arrow_select::concat::concat_batches(&schema, &batches);
    let batch = batch.map_err(|e| PyValueError::new_err(e.to_string()))?;
    Ok(Bound::new(py, Batch(batch))?.into_any())
}

/// A stream being coded.
struct Coding {
    worker: Worker,
    input: Box<dyn RecordBatchReader + Send>,
    rows: Rows,
    source: Source,
    /// What is left of the batch that was read last, to be coded in pieces.
    rest: Option<RecordBatch>,
    /// The file being read.
    file: Option<Receiver<Item>>,
}

impl Coding {
    fn new(worker: Worker, input: Box<dyn RecordBatchReader + Send>, rows: Rows, source: Source) -> Coding {
        Coding { worker, input, rows, source, rest: None, file: None }
    }

    /// The first `count` rows of what is left; another batch is read when nothing is.
    fn piece(&mut self, count: usize) -> Result<Option<RecordBatch>, ArrowError> {
        loop {
            if let Some(batch) = self.rest.take().filter(|b| b.num_rows() > 0) {
                let count = count.min(batch.num_rows());
                let piece = batch.slice(0, count);
                self.rest = Some(batch.slice(count, batch.num_rows() - count));
                return Ok(Some(piece));
            }
            match self.input.next() {
                Some(batch) => self.rest = Some(batch?),
                None => return Ok(None),
            }
        }
    }

    /// The next inputs to be coded together; none at the end.
    fn inputs(&mut self) -> Result<Vec<Input>, ArrowError> {
        match self.source {
            Source::Reports => {
                let Some(piece) = self.piece(self.worker.at_once())? else { return Ok(Vec::new()) };
                let rows = read_rows(&piece, &Given::default(), self.worker.desk().words());
                let rows = rows.map_err(|e| ArrowError::SchemaError(e.to_string()))?;
                Ok(rows
                    .into_iter()
                    .map(|row| Input { name: row.id, outcome: row.outcome.map_err(|e| e.to_string()) })
                    .collect())
            }
            Source::Files => {
                let mut inputs = Vec::new();
                while inputs.len() < self.worker.at_once() {
                    match self.file.as_ref().map(Receiver::recv) {
                        Some(Ok(Item { outcome: Err(ReadError::Skipped { .. }), .. })) => {}
                        Some(Ok(item)) => inputs.push(Input {
                            name: Some(item.origin),
                            outcome: item.outcome.map_err(|e| e.to_string()),
                        }),
                        Some(Err(_)) => self.file = None,
                        None => match self.piece(1)? {
                            Some(row) => self.file = Some(self.open(&row)?),
                            None => break,
                        },
                    }
                }
                Ok(inputs)
            }
        }
    }

    /// Reads the file in a row on a thread of its own, which ends when nobody wants its reports any more.
    fn open(&self, row: &RecordBatch) -> Result<Receiver<Item>, ArrowError> {
        let path: Option<StringArray> = column(row, "path", &DataType::Utf8)?;
        let name = path.filter(|a| !a.is_null(0)).map_or("content".to_owned(), |a| a.value(0).to_owned());
        let content: Option<BinaryArray> = column(row, "content", &DataType::Binary)?;
        let content = content.filter(|a| !a.is_null(0)).map_or(Vec::new(), |a| a.value(0).to_vec());
        let words = self.worker.desk().words().to_vec();
        let (to, from) = sync_channel(WAITING);
        std::thread::Builder::new().name("dateline-read".to_owned()).spawn(move || {
            // The ending of the name helps to tell what it holds; Parquet would be looked for under it.
            let path = (!content.starts_with(b"PAR1")).then(|| Path::new(&name));
            let input = Box::new(Cursor::new(content));
            for item in reports(&name, path, input, None, &Given::default(), &words) {
                if to.send(item).is_err() {
                    break;
                }
            }
        })?;
        Ok(from)
    }
}

/// A column of a batch as an array of one type; `None` without it.
fn column<A: Array + Clone + 'static>(
    batch: &RecordBatch,
    name: &str,
    to: &DataType,
) -> Result<Option<A>, ArrowError> {
    let Some(array) = batch.column_by_name(name) else { return Ok(None) };
    Ok(arrow_cast::cast(array, to)?.as_any().downcast_ref::<A>().cloned())
}

impl Iterator for Coding {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let inputs = match self.inputs() {
            Ok(inputs) if inputs.is_empty() => return None,
            Ok(inputs) => inputs,
            Err(error) => return Some(Err(error)),
        };
        let outputs = self.worker.code(inputs).map_err(ArrowError::ComputeError);
        Some(outputs.and_then(|outputs| self.rows.batch(outputs)))
    }
}

impl RecordBatchReader for Coding {
    fn schema(&self) -> SchemaRef {
        self.rows.schema()
    }
}

/// A coded record batch, for any Arrow library.
#[pyclass(module = "dateline", frozen)]
pub(crate) struct Batch(RecordBatch);

#[pymethods]
impl Batch {
    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.0.schema().as_ref())
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyTuple>> {
        let field = whole(&self.0.schema());
        to_array_pycapsules(py, field.into(), &StructArray::from(self.0.clone()), requested_schema)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let one = RecordBatchIterator::new([Ok(self.0.clone())], self.0.schema());
        capsule(py, Box::new(one), requested_schema)
    }
}

/// A stream of coded record batches, for any Arrow library; it can be read once.
#[pyclass(module = "dateline", frozen)]
pub(crate) struct Stream {
    schema: SchemaRef,
    batches: Mutex<Option<Box<dyn RecordBatchReader + Send>>>,
}

impl Stream {
    fn new(batches: Box<dyn RecordBatchReader + Send>) -> Stream {
        Stream { schema: batches.schema(), batches: Mutex::new(Some(batches)) }
    }
}

#[pymethods]
impl Stream {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.schema.as_ref())
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let batches = self.batches.lock().unwrap_or_else(PoisonError::into_inner).take();
        let read = || PyValueError::new_err("this stream was read already; code the data again");
        capsule(py, batches.ok_or_else(read)?, requested_schema)
    }
}

/// The field that stands for a whole batch.
fn whole(schema: &Schema) -> Field {
    Field::new_struct("", schema.fields().clone(), false)
}

fn capsule<'py>(
    py: Python<'py>,
    batches: Box<dyn RecordBatchReader + Send>,
    requested_schema: Option<Bound<'py, PyCapsule>>,
) -> PyArrowResult<Bound<'py, PyCapsule>> {
    let field = whole(&batches.schema());
    let arrays = batches.map(|batch| batch.map(|b| Arc::new(StructArray::from(b)) as Arc<dyn Array>));
    to_stream_pycapsule(py, Box::new(ArrayIterator::new(arrays, field.into())), requested_schema)
}
