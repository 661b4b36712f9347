//! Builds, merges and queries the knowledge base of actors and places.
//!
//! Tables ([`Layer`]s of tab-separated text) are merged and [`build`]t into one flat run of bytes, which a [`Kb`] reads
//! without copying: from bytes linked into a program or from a file. Every name, seat and tenure carries its dates.
//!
//! ```
//! use dateline_kb::{Kb, Layer, Layers, build, normalise};
//! let layer = Layer::of("default", 0, [
//!     ("countries.tsv", "id\tname.fr\tdemonym.fr\tsource\nIRN\tIran\tiranien|iranienne|iraniens|iraniennes\tcldr\n"),
//! ]);
//! let (bytes, _) = build(&Layers::new(vec![layer]))?;
//! let kb = Kb::from_bytes(bytes)?;
//! let words = ["l", "iran", "a"].map(normalise);
//! let found = kb.longest(&words[1..]).unwrap();
//! assert_eq!(kb.entity(found.forms().next().unwrap().entity).id(), "IRN");
//! # Ok::<(), dateline_kb::KbError>(())
//! ```

mod check;
mod compare;
mod day;
mod diff;
mod error;
mod flat;
pub mod import;
mod kb;
mod layers;
pub mod load;
mod normal;
pub mod petrarch;
mod record;
mod tables;
mod write;

pub use check::check;
pub use compare::{Comparison, Conflict, compare};
pub use diff::{Change, ChangeKind, diff};
pub use error::{KbDiagnostic, KbError};
pub use kb::{Kb, Match};
pub use layers::{Layer, Layers};
pub use normal::{family_name, normalise, stands_alone, variant_key};
pub use record::{EntityIx, Form, FormKind, KbEntity, KbKind, KbPlace, Post, Tenure};
pub use tables::Tables;

/// Version of the flat layout; bytes of another version are refused.
pub const FORMAT_VERSION: u32 = 1;

/// Merges layers and writes the flat base.
///
/// Returns the bytes and every warning of the parser. The linter's remarks are [`check`]'s.
///
/// # Errors
/// [`KbError::Rows`] with all rows that cannot be used.
pub fn build(layers: &Layers) -> Result<(Vec<u8>, Vec<KbDiagnostic>), KbError> {
    let (tables, diagnostics) = Tables::parse(layers);
    let (errors, rest): (Vec<_>, Vec<_>) =
        diagnostics.into_iter().partition(|d| d.severity == dateline_types::Severity::Error);
    match errors.is_empty() {
        true => Ok((tables.to_bytes(), rest)),
        false => Err(KbError::Rows(errors)),
    }
}
