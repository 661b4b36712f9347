//! The class `Coder`.

use crate::setup;
use crate::stream::{self, Rows, Source};
use crate::work::{Input, Output, Worker};
use dateline::read::{Decoded, Given, read_text};
use pyo3::exceptions::{PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Codes reports: reads who did what to whom, when, where, according to whom.
#[pyclass(module = "dateline", frozen)]
pub(crate) struct Coder {
    worker: Worker,
    given: Arguments,
}

/// What a coder was made from.
struct Arguments {
    languages: Option<Vec<String>>,
    kb: Option<PathBuf>,
    models: Option<PathBuf>,
    threads: Option<NonZeroUsize>,
}

/// One value for all reports, or one for each.
enum Column {
    All(Option<String>),
    Each(Vec<Option<String>>),
}

impl Column {
    /// `name` stands in messages; `count` is the number of reports.
    fn of(name: &str, values: Option<&Bound<'_, PyAny>>, count: usize) -> PyResult<Column> {
        let Some(values) = values.filter(|v| !v.is_none()) else { return Ok(Column::All(None)) };
        if let Some(one) = text(values)? {
            return Ok(Column::All(Some(one)));
        }
        let values: Vec<Bound<'_, PyAny>> = values
            .try_iter()
            .map_err(|_| {
                PyTypeError::new_err(format!("{name}: give one value for all reports, or one for each"))
            })?
            .collect::<PyResult<_>>()?;
        if values.len() != count {
            return Err(PyValueError::new_err(format!(
                "{count} texts, but {} values in {name}",
                values.len()
            )));
        }
        let each = values.iter().enumerate().map(|(i, value)| match text(value)? {
            Some(text) => Ok(Some(text)),
            None if value.is_none() => Ok(None),
            None => Err(PyTypeError::new_err(format!("{name}[{i}] is neither text nor a date nor None"))),
        });
        Ok(Column::Each(each.collect::<PyResult<_>>()?))
    }

    fn get(&self, i: usize) -> Option<String> {
        let value = match self {
            Column::All(one) => one.clone(),
            Column::Each(each) => each.get(i).cloned().flatten(),
        };
        value.filter(|v| !v.trim().is_empty())
    }
}

/// The text of a string, a whole number or a date; a time of day is left out.
fn text(value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Some(text.to_str()?.to_owned()));
    }
    if let Ok(number) = value.extract::<i64>() {
        return Ok(Some(number.to_string()));
    }
    match value.getattr_opt("isoformat")? {
        Some(write) => Ok(Some(write.call0()?.extract::<String>()?.chars().take(10).collect())),
        None => Ok(None),
    }
}

#[pymethods]
impl Coder {
    #[new]
    #[pyo3(signature = (languages=None, *, kb=None, models=None, threads=None))]
    fn new(
        py: Python<'_>,
        languages: Option<Bound<'_, PyAny>>,
        kb: Option<PathBuf>,
        models: Option<PathBuf>,
        threads: Option<usize>,
    ) -> PyResult<Coder> {
        let languages: Option<Vec<String>> = match languages.filter(|l| !l.is_none()) {
            Some(one) if one.cast::<PyString>().is_ok() => Some(vec![one.extract()?]),
            Some(many) => Some(many.extract()?),
            None => None,
        };
        let threads = match threads.map(NonZeroUsize::new) {
            Some(None) => return Err(PyValueError::new_err("threads: at least 1, or None for all cores")),
            Some(some) => some,
            None => None,
        };
        let desk = py.detach(|| setup::desk(languages.as_deref(), kb.clone(), models.clone()));
        let desk = desk.map_err(PyValueError::new_err)?;
        let count =
            threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
        Ok(Coder { worker: Worker::new(desk, count), given: Arguments { languages, kb, models, threads } })
    }

    /// What `pickle` makes the same coder from: only the arguments travel.
    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyDict>)> {
        let named = PyDict::new(py);
        named.set_item("kb", self.given.kb.as_ref())?;
        named.set_item("models", self.given.models.as_ref())?;
        named.set_item("threads", self.given.threads.map(NonZeroUsize::get))?;
        Ok((PyTuple::new(py, [self.given.languages.clone()])?, named))
    }

    fn __repr__(&self) -> String {
        format!("<dateline.Coder of {} on {} threads>", self.languages().join(", "), self.worker.threads())
    }

    /// The languages whose models are open.
    #[getter]
    fn languages(&self) -> Vec<String> {
        let desk = self.worker.desk();
        desk.languages().filter(|l| desk.has_model(l)).map(str::to_owned).collect()
    }

    /// The number of threads.
    #[getter]
    fn threads(&self) -> usize {
        self.worker.threads()
    }

    /// The records of reports as lines of JSON, in the order of the texts.
    #[pyo3(signature = (texts, dates=None, *, ids=None, languages=None, urls=None, publishers=None, titles=None))]
    #[allow(clippy::too_many_arguments, reason = "they are the arguments of a Python method, given by name")]
    fn code_json(
        &self,
        py: Python<'_>,
        texts: &Bound<'_, PyAny>,
        dates: Option<&Bound<'_, PyAny>>,
        ids: Option<&Bound<'_, PyAny>>,
        languages: Option<&Bound<'_, PyAny>>,
        urls: Option<&Bound<'_, PyAny>>,
        publishers: Option<&Bound<'_, PyAny>>,
        titles: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Vec<String>> {
        if texts.cast::<PyString>().is_ok() {
            return Err(PyTypeError::new_err("texts: give a list of texts, [text] for one"));
        }
        let mut all: Vec<String> = Vec::new();
        for (i, item) in texts.try_iter()?.enumerate() {
            let item = item?;
            let item = item.cast::<PyString>().map_err(|_| {
                let kind = item.get_type().name().map_or_else(|_| "?".to_owned(), |n| n.to_string());
                PyTypeError::new_err(format!("texts[{i}] is no text but {kind}"))
            })?;
            all.push(item.to_str()?.to_owned());
        }
        let column = |name: &str, values| Column::of(name, values, all.len());
        let columns = [
            column("dates", dates)?,
            column("ids", ids)?,
            column("languages", languages)?,
            column("urls", urls)?,
            column("publishers", publishers)?,
            column("titles", titles)?,
        ];
        let lines = py.detach(|| {
            let [dates, ids, languages, urls, publishers, titles] = &columns;
            let inputs = all.into_iter().enumerate().map(|(i, text)| {
                let given = Given {
                    id: ids.get(i),
                    url: urls.get(i),
                    publisher: publishers.get(i),
                    title: titles.get(i),
                    language: languages.get(i),
                    date: dates.get(i),
                    metadata: None,
                };
                let decoded = Decoded { text, charset: "UTF-8", diagnostics: Vec::new() };
                let report = read_text(decoded, &given, self.worker.desk().words());
                Input { name: None, outcome: Ok(report) }
            });
            let outputs = self.worker.code(inputs.collect())?;
            let lines = outputs.into_iter().enumerate().map(|(i, output)| match output {
                Output::Coded(coded) => Ok(coded.line),
                Output::Failed { why, .. } => Err(format!("texts[{i}]: {why}")),
            });
            lines.collect::<Result<Vec<String>, String>>()
        });
        lines.map_err(PyRuntimeError::new_err)
    }

    /// The records of reports as plain objects, in the order of the texts.
    #[pyo3(signature = (texts, dates=None, *, ids=None, languages=None, urls=None, publishers=None, titles=None))]
    #[allow(clippy::too_many_arguments, reason = "they are the arguments of a Python method, given by name")]
    fn code<'py>(
        &self,
        py: Python<'py>,
        texts: &Bound<'py, PyAny>,
        dates: Option<&Bound<'py, PyAny>>,
        ids: Option<&Bound<'py, PyAny>>,
        languages: Option<&Bound<'py, PyAny>>,
        urls: Option<&Bound<'py, PyAny>>,
        publishers: Option<&Bound<'py, PyAny>>,
        titles: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let lines = self.code_json(py, texts, dates, ids, languages, urls, publishers, titles)?;
        let loads = py.import("json")?.getattr("loads")?;
        lines.iter().map(|line| loads.call1((line,))).collect()
    }

    /// Codes Arrow data: a record batch to a record batch, a stream to a stream.
    #[pyo3(signature = (data, *, rows="records", source="reports"))]
    fn code_arrow<'py>(
        &self,
        py: Python<'py>,
        data: &Bound<'py, PyAny>,
        rows: &str,
        source: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let rows = Rows::named(rows).map_err(PyValueError::new_err)?;
        let source = Source::named(source).map_err(PyValueError::new_err)?;
        stream::code(py, &self.worker, data, rows, source)
    }
}
