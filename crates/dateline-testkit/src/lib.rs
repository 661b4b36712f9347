//! Reads gold annotations and scores the coder against them.
#![forbid(unsafe_code)]

mod brat;
mod coded;
mod features;
mod gold;
mod interval;
mod petrarch;
mod plover;
mod reliability;
mod score;

pub use brat::read_brat;
pub use coded::{CodedEvent, CodedRecord, current_type, score_coded};
pub use features::{Feature, Verdict, by_feature};
pub use gold::{Gold, GoldEvent, GoldQuantity, GoldQuote, GoldSide, GoldSource, GoldTime, HELD_OUT, read};
pub use interval::{Interval, intervals};
pub use petrarch::{ValidationSentence, read_petrarch, read_validation};
pub use plover::read_plover;
pub use reliability::{Bin, calibrate, calibration_error, reliability};
pub use score::{Count, Scores, score};
