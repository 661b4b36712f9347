//! Reads gold annotations and scores the coder against them.
#![forbid(unsafe_code)]

mod brat;
mod coded;
mod gold;
mod interval;
mod petrarch;
mod plover;
mod reliability;
mod score;

pub use brat::read_brat;
pub use coded::{CodedEvent, CodedRecord, current_type, score_coded};
pub use gold::{Gold, GoldEvent, GoldQuantity, GoldQuote, GoldSide, GoldSource, GoldTime, read};
pub use interval::{Interval, intervals};
pub use petrarch::read_petrarch;
pub use plover::read_plover;
pub use reliability::{Bin, calibrate, calibration_error, reliability};
pub use score::{Count, Scores, score};
