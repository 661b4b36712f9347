//! Renderings of records: JSON lines, CSV, and a table for people.

mod csv;
mod escape;
mod jsonl;
mod table;

pub use self::csv::{csv_header, csv_rows};
pub use escape::{is_unsafe, visible};
pub use jsonl::json_line;
pub use table::table;
