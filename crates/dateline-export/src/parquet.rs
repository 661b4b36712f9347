//! Rows as Parquet, compressed with Snappy; a row group holds at most 65,536 rows or 16 MB of cells.

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
const GROUP_ROWS: usize = 65_536;
/// Most bytes of cells held before they are written.
const GROUP_BYTES: usize = 16 << 20;

/// Whether so many rows with so many bytes must be written before more are held.
pub(crate) fn full(rows: usize, bytes: usize) -> bool {
    rows >= GROUP_ROWS || bytes >= GROUP_BYTES
}

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
        Ok(ParquetFile { pipe, writer })
    }

    /// Writes rows as one row group.
    pub(crate) fn group(&mut self, rows: Table, out: &mut dyn Write) -> Result<()> {
        if rows.rows > 0 {
            self.writer.write(&rows.finish()?)?;
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

/// The cells of a column in the making.
#[derive(Debug)]
enum Cells {
    Text(StringBuilder),
    Integer(Int64Builder),
    Real(Float64Builder),
    Boolean(BooleanBuilder),
}

impl Cells {
    fn new(kind: Kind) -> Cells {
        // Small at first: an export may hold a table for each of hundreds of months.
        match kind {
            Kind::Text => Cells::Text(StringBuilder::with_capacity(0, 0)),
            Kind::Integer => Cells::Integer(Int64Builder::with_capacity(0)),
            Kind::Real => Cells::Real(Float64Builder::with_capacity(0)),
            Kind::Boolean => Cells::Boolean(BooleanBuilder::with_capacity(0)),
        }
    }

    /// Adds a cell and tells how many bytes it takes. One of another kind than the column's is null.
    fn push(&mut self, cell: Cell) -> usize {
        match (self, cell) {
            (Cells::Text(to), Cell::Text(text)) => {
                to.append_value(&text);
                return 4 + text.len();
            }
            (Cells::Text(to), _) => to.append_null(),
            (Cells::Integer(to), Cell::Integer(n)) => to.append_value(n),
            (Cells::Integer(to), _) => to.append_null(),
            (Cells::Real(to), Cell::Real(x)) => to.append_value(x),
            (Cells::Real(to), _) => to.append_null(),
            (Cells::Boolean(to), Cell::Boolean(b)) => to.append_value(b),
            (Cells::Boolean(to), _) => to.append_null(),
        }
        8
    }

    fn finish(self) -> ArrayRef {
        match self {
            Cells::Text(mut of) => Arc::new(of.finish()),
            Cells::Integer(mut of) => Arc::new(of.finish()),
            Cells::Real(mut of) => Arc::new(of.finish()),
            Cells::Boolean(mut of) => Arc::new(of.finish()),
        }
    }
}

/// Rows in the making, kept as columns: a fraction of the memory that rows of cells take.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Columns,
    cells: Vec<Cells>,
    rows: usize,
    bytes: usize,
}

impl Table {
    pub(crate) fn new(columns: Columns) -> Table {
        let cells = columns.iter().map(|(_, kind)| Cells::new(*kind)).collect();
        Table { columns, cells, rows: 0, bytes: 0 }
    }

    /// Adds a row and tells how many bytes it takes.
    pub(crate) fn push(&mut self, row: Vec<Cell>) -> usize {
        debug_assert_eq!(row.len(), self.cells.len(), "a row has a cell for each column");
        let bytes = self.cells.iter_mut().zip(row).map(|(to, cell)| to.push(cell)).sum();
        self.rows += 1;
        self.bytes += bytes;
        bytes
    }

    /// Whether it must be written before more rows are added.
    pub(crate) fn full(&self) -> bool {
        full(self.rows, self.bytes)
    }

    /// Takes what is held and leaves an empty table.
    pub(crate) fn take(&mut self) -> Table {
        std::mem::replace(self, Table::new(self.columns))
    }

    /// The rows as one batch.
    pub(crate) fn finish(self) -> Result<RecordBatch> {
        let arrays = self.cells.into_iter().map(Cells::finish).collect();
        Ok(RecordBatch::try_new(schema(self.columns), arrays)?)
    }
}
