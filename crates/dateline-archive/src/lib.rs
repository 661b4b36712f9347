//! Records kept in one SQLite file: full text, copies, incidents, ledger, queries.
//!
//! [`Archive`] is the file. [`Archive::put`] keeps records, a transaction a batch: whatever happens, a batch is kept whole
//! or not at all, and a report is kept once. [`Filter`] and [`Query`] ask for events and their counts, [`Archive::ledger`]
//! for who said what when. The tables are described in `src/schema/`.
#![forbid(unsafe_code)]

mod archive;
mod backfill;
mod body;
mod browse;
mod columnar;
mod copies;
mod correction;
mod counts;
mod error;
mod figures;
mod filter;
mod fix;
mod incident;
mod incidents;
mod ledger;
mod lists;
mod materialised;
mod pages;
mod query;
mod recode;
mod records;
mod report;
mod reviewed;
mod rows;
mod salvage;
mod schema;
mod sketch;
mod sql;
pub mod synthetic;
mod words;
mod write;

pub use archive::{Added, Archive, Entry, Known, Revision};
pub use body::{Origin, fold, uid};
pub use browse::Page;
pub use columnar::{ArrowRows, ParquetRows};
pub use correction::{Judgement, Review, Standing, Verdict};
pub use error::{ArchiveError, Result};
pub use figures::{Figure, Step};
pub use filter::Filter;
pub use fix::{Fix, Side, Snapshot};
pub use incident::{Fact, Where, Who, cluster};
pub use incidents::Incident;
pub use ledger::{Account, Line};
pub use query::{Group, Query};
pub use report::report_of;
pub use rows::{Cell, Column, CsvRows, JsonRows, Kind, Rows, TableRows};
pub use salvage::{Salvaged, salvage_pages};
pub use schema::VERSION;
pub use words::expression;
