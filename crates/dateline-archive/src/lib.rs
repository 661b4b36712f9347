//! Records kept in one SQLite file, or in PostgreSQL: full text, copies, incidents, ledger, queries.
//!
//! [`Archive`] is the file or database; what asks it is written once, in one dialect of SQL (`src/db.rs`). [`Archive::put`] keeps
//! records, a transaction a batch: whatever happens, a batch is kept whole or not at all, and a report is kept once. [`Filter`] and [`Query`] ask for events and their counts, [`Archive::ledger`]
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
mod db;
mod error;
mod events;
mod figures;
mod filter;
mod fix;
mod incident;
mod incidents;
mod keep;
mod ledger;
mod lists;
mod materialised;
mod missed;
mod page;
mod pages;
mod query;
mod recode;
mod records;
mod report;
mod reviewed;
mod rows;
mod salvage;
mod schema;
mod schema_postgres;
mod search;
mod sketch;
mod sql;
pub mod synthetic;
mod words;
mod write;
mod writing;

pub use archive::{Added, Archive, Entry, Known, Revision};
pub use body::{Origin, fold, uid};
pub use columnar::{ArrowRows, ParquetRows};
pub use correction::{Judgement, Review, Standing, Verdict};
pub use db::address::Address;
pub use error::{ArchiveError, Result};
pub use figures::{Figure, Step};
pub use filter::Filter;
pub use fix::{Fix, Side, Snapshot};
pub use incident::{Fact, Where, Who, cluster};
pub use incidents::Incident;
pub use ledger::{Account, Line};
pub use missed::Missed;
pub use page::Page;
pub use query::{Group, Query};
pub use report::report_of;
pub use rows::{Cell, Column, CsvRows, JsonRows, Kind, Rows, TableRows};
pub use salvage::{Salvaged, salvage_pages};
pub use schema::VERSION;
