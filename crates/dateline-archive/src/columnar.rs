//! Rows in columns: Parquet files and Arrow streams. Text stands in them as it is.

use crate::error::{ArchiveError, Result};
use crate::rows::{Cell, Column, Kind, Rows};
use arrow_array::builder::{BooleanBuilder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::io::Write;
use std::sync::Arc;

/// Rows in one Parquet row group, and in one batch of an Arrow stream.
const GROUP: usize = 1 << 16;

/// Parquet, compressed with Snappy, 65,536 rows a row group.
pub struct ParquetRows<W: Write + Send> {
    out: Option<W>,
    columns: Vec<Column>,
    held: Vec<Vec<Cell>>,
    writer: Option<ArrowWriter<W>>,
}

impl<W: Write + Send> ParquetRows<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> ParquetRows<W> {
        ParquetRows { out: Some(out), columns: Vec::new(), held: Vec::new(), writer: None }
    }

    fn write(&mut self) -> Result<()> {
        let rows = std::mem::take(&mut self.held);
        if let (Some(writer), false) = (self.writer.as_mut(), rows.is_empty()) {
            writer.write(&batch(&self.columns, &rows)?)?;
        }
        Ok(())
    }
}

fn schema(columns: &[Column]) -> Arc<Schema> {
    let fields = columns.iter().map(|c| {
        let kind = match c.kind {
            Kind::Text => DataType::Utf8,
            Kind::Integer => DataType::Int64,
            Kind::Real => DataType::Float64,
            Kind::Boolean => DataType::Boolean,
        };
        Field::new(&c.name, kind, true)
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

fn batch(columns: &[Column], rows: &[Vec<Cell>]) -> Result<RecordBatch> {
    let mut arrays = Vec::new();
    for (i, column) in columns.iter().enumerate() {
        arrays.push(array(column, rows.iter().map(|r| r.get(i).unwrap_or(&Cell::Null)))?);
    }
    Ok(RecordBatch::try_new(schema(columns), arrays)?)
}

fn array<'a>(column: &Column, cells: impl Iterator<Item = &'a Cell>) -> Result<ArrayRef> {
    let mixed = |cell: &Cell| {
        ArchiveError::Query(format!(
            "column `{}` holds `{}` among other kinds of values; cast it",
            column.name,
            cell.text()
        ))
    };
    Ok(match column.kind {
        Kind::Text => {
            let mut to = StringBuilder::new();
            cells.for_each(|c| match c {
                Cell::Null => to.append_null(),
                other => to.append_value(other.text()),
            });
            Arc::new(to.finish())
        }
        Kind::Integer => {
            let mut to = Int64Builder::new();
            for cell in cells {
                match cell {
                    Cell::Null => to.append_null(),
                    Cell::Integer(n) => to.append_value(*n),
                    other => return Err(mixed(other)),
                }
            }
            Arc::new(to.finish())
        }
        Kind::Real => {
            let mut to = Float64Builder::new();
            for cell in cells {
                match cell {
                    Cell::Null => to.append_null(),
                    Cell::Real(x) => to.append_value(*x),
                    Cell::Integer(n) => to.append_value(*n as f64),
                    other => return Err(mixed(other)),
                }
            }
            Arc::new(to.finish())
        }
        Kind::Boolean => {
            let mut to = BooleanBuilder::new();
            for cell in cells {
                match cell {
                    Cell::Null => to.append_null(),
                    Cell::Boolean(b) => to.append_value(*b),
                    other => return Err(mixed(other)),
                }
            }
            Arc::new(to.finish())
        }
    })
}

impl<W: Write + Send> Rows for ParquetRows<W> {
    fn begin(&mut self, columns: &[Column]) -> Result<()> {
        self.columns = columns.to_vec();
        let options = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(format!("dateline {}", env!("CARGO_PKG_VERSION")))
            .build();
        if let Some(out) = self.out.take() {
            self.writer = Some(ArrowWriter::try_new(out, schema(columns), Some(options))?);
        }
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        self.held.push(cells.to_vec());
        if self.held.len() == GROUP {
            self.write()?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        self.write()?;
        if let Some(writer) = self.writer.take() {
            let mut out = writer.into_inner()?;
            out.flush()?;
        }
        Ok(())
    }
}

/// An Arrow IPC stream, 65,536 rows a batch.
pub struct ArrowRows<W: Write> {
    out: Option<W>,
    columns: Vec<Column>,
    held: Vec<Vec<Cell>>,
    writer: Option<StreamWriter<W>>,
}

impl<W: Write> ArrowRows<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> ArrowRows<W> {
        ArrowRows { out: Some(out), columns: Vec::new(), held: Vec::new(), writer: None }
    }

    fn write(&mut self) -> Result<()> {
        let rows = std::mem::take(&mut self.held);
        if let (Some(writer), false) = (self.writer.as_mut(), rows.is_empty()) {
            writer.write(&batch(&self.columns, &rows)?)?;
        }
        Ok(())
    }
}

impl<W: Write> Rows for ArrowRows<W> {
    fn begin(&mut self, columns: &[Column]) -> Result<()> {
        self.columns = columns.to_vec();
        if let Some(out) = self.out.take() {
            self.writer = Some(StreamWriter::try_new(out, &schema(columns))?);
        }
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        self.held.push(cells.to_vec());
        if self.held.len() == GROUP {
            self.write()?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        self.write()?;
        if let Some(mut writer) = self.writer.take() {
            writer.finish()?;
            writer.into_inner()?.flush()?;
        }
        Ok(())
    }
}
