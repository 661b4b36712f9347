//! What stands beside an export: which codes it is in and how it was made.

use crate::export::Summary;
use crate::format::{Format, Options};
use crate::tables;
use serde_json::{Value, json};

/// The sidecar of an export as JSON text with a line end.
#[must_use]
pub fn sidecar(format: Format, options: &Options, summary: &Summary) -> String {
    let columns = tables::columns(format);
    let empty: Vec<&str> = columns.iter().filter(|(_, filled)| !filled).map(|(n, _)| *n).collect();
    let names: Vec<&str> = columns.iter().map(|(n, _)| *n).collect();
    let quad = match format {
        Format::Gdelt1 | Format::Gdelt2 => {
            "GDELT: 1 roots 01-05, 2 roots 06-08, 3 roots 09-13, 4 roots 14-20"
        }
        Format::Phoenix => {
            "Phoenix: 0 roots 01-02, 1 roots 03-05, 2 roots 06-08, 3 roots 09-13 and 16, 4 the others"
        }
        Format::Csv | Format::Parquet | Format::Polecat | Format::Plover => {
            "PLOVER; SANCTION is material conflict"
        }
        _ => "none",
    };
    let none = Value::Null;
    let cameo = json!("CAMEO, numbering of manual 1.1b3 (2012)");
    let goldstein = json!(
        "Goldstein scale keyed to CAMEO 1.1b3, as the ICEWS data use it; 155, 176, 1834, 1951 and 1952 take their parent's value"
    );
    let (cameo, goldstein) = match format {
        Format::Mentions | Format::Petrarch2 => (cameo, none),
        Format::Gkg => (Value::Null, none),
        Format::Polecat => (Value::Null, json!("none; Intensity is the PLOVER score of type and mode")),
        Format::Plover => (cameo, json!("none; event_scale is the PLOVER score of type and mode")),
        _ => (cameo, goldstein),
    };
    let value = json!({
        "format": format.name(),
        "producer": format!("dateline {}", env!("CARGO_PKG_VERSION")),
        "cameo": cameo,
        "goldstein": goldstein,
        "quad_class": quad,
        "encoding": if format == Format::Parquet { "Parquet" } else { "UTF-8" },
        "header": matches!(format, Format::Csv | Format::Icews | Format::Polecat),
        "one_a_day": options.one_a_day,
        "one_a_story": options.one_a_story,
        "all_statuses": options.all_statuses || matches!(format, Format::Csv | Format::Parquet),
        "reports": summary.reports,
        "events": summary.events,
        "rows": summary.rows,
        "columns": names,
        "left_empty": empty,
    });
    format!("{value:#}\n")
}
