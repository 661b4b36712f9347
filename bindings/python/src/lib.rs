//! The native part of the Python package `dateline`: reports in, records out, without the interpreter's lock.
//!
//! `coder.rs` is the class; `setup.rs` opens what it codes with; `work.rs` codes many reports on all cores; `stream.rs`
//! does it for Arrow batches.

mod coder;
mod setup;
mod stream;
mod work;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::path::PathBuf;

#[pymodule]
fn _dateline(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", dateline::VERSION)?;
    module.add("COLUMNS", stream::columns())?;
    module.add_class::<coder::Coder>()?;
    module.add_class::<stream::Batch>()?;
    module.add_class::<stream::Stream>()?;
    module.add_function(wrap_pyfunction!(pull, module)?)
}

/// Fetches language models with pip, checks their SHA-256 and converts them.
#[pyfunction]
#[pyo3(signature = (names, *, models=None))]
fn pull(py: Python<'_>, names: Vec<String>, models: Option<PathBuf>) -> PyResult<Vec<String>> {
    py.detach(|| setup::pull(&names, models)).map_err(PyValueError::new_err)
}
