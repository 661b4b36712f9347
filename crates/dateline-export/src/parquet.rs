//! Rows as Parquet, compressed with Snappy; a row group holds at most 65,536 rows.

use crate::Result;
use crate::flat::{Cell, Kind};
use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::Compression;
use ::parquet::file::properties::WriterProperties;
use arrow_array::builder::{BooleanBuilder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

/// Most rows held before they are written.
pub(crate) const GROUP: usize = 65_536;

/// Bytes that the writer has made and that were not yet handed on.
#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Pipe {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Names of columns with what they hold.
pub(crate) type Columns = &'static [(&'static str, Kind)];

/// Writes one Parquet file, a row group at a time.
pub(crate) struct ParquetFile {
    columns: Columns,
    pipe: Pipe,
    writer: ArrowWriter<Pipe>,
}

impl ParquetFile {
    pub(crate) fn new(columns: Columns) -> Result<ParquetFile> {
        let options = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(format!("dateline {}", env!("CARGO_PKG_VERSION")))
            .build();
        let pipe = Pipe::default();
        let writer = ArrowWriter::try_new(pipe.clone(), schema(columns), Some(options))?;
        Ok(ParquetFile { columns, pipe, writer })
    }

    /// Writes rows as one row group.
    pub(crate) fn group(&mut self, rows: &[Vec<Cell>], out: &mut dyn Write) -> Result<()> {
        if !rows.is_empty() {
            self.writer.write(&batch(self.columns, rows)?)?;
            self.writer.flush()?;
        }
        Ok(out.write_all(&self.pipe.take())?)
    }

    /// Writes the end of the file.
    pub(crate) fn finish(self, out: &mut dyn Write) -> Result<()> {
        self.writer.close()?;
        out.write_all(&self.pipe.take())?;
        Ok(out.flush()?)
    }
}

/// The schema of columns: all of them may be null.
pub(crate) fn schema(columns: Columns) -> Arc<Schema> {
    let fields = columns.iter().map(|(name, kind)| {
        let kind = match kind {
            Kind::Text => DataType::Utf8,
            Kind::Integer => DataType::Int64,
            Kind::Real => DataType::Float64,
            Kind::Boolean => DataType::Boolean,
        };
        Field::new(*name, kind, true)
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// Rows as one batch.
pub(crate) fn batch(columns: Columns, rows: &[Vec<Cell>]) -> Result<RecordBatch> {
    let arrays = columns.iter().enumerate().map(|(i, (_, kind))| array(*kind, i, rows)).collect();
    Ok(RecordBatch::try_new(schema(columns), arrays)?)
}

fn array(kind: Kind, column: usize, rows: &[Vec<Cell>]) -> ArrayRef {
    let cells = rows.iter().map(|r| r.get(column).unwrap_or(&Cell::Null));
    match kind {
        Kind::Text => {
            let mut to = StringBuilder::new();
            cells.for_each(|c| to.append_option(if let Cell::Text(t) = c { Some(t) } else { None }));
            Arc::new(to.finish())
        }
        Kind::Integer => {
            let mut to = Int64Builder::new();
            cells.for_each(|c| to.append_option(if let Cell::Integer(n) = c { Some(*n) } else { None }));
            Arc::new(to.finish())
        }
        Kind::Real => {
            let mut to = Float64Builder::new();
            cells.for_each(|c| to.append_option(if let Cell::Real(x) = c { Some(*x) } else { None }));
            Arc::new(to.finish())
        }
        Kind::Boolean => {
            let mut to = BooleanBuilder::new();
            cells.for_each(|c| to.append_option(if let Cell::Boolean(b) = c { Some(*b) } else { None }));
            Arc::new(to.finish())
        }
    }
}
