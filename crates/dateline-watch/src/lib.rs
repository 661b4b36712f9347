//! Polls feeds and gives the reports that are new: conditional requests, waiting times that grow with failures, robots.txt.
//!
//! [`Feeds`] is the user's list, [`State`] what is remembered between rounds, [`Watch::round`] asks the feeds that are due.
//! The only part of Dateline that opens connections, and only to what the list names: a page behind an entry is fetched
//! when the list says so, and never from an address inside the network that the list does not name itself.
#![forbid(unsafe_code)]

mod feeds;
mod fetch;
mod robots;
mod round;
mod state;

pub use feeds::{Feed, Feeds};
pub use round::{Round, Watch};
pub use state::{FeedState, State};

/// Why a list of feeds or a state cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The list is not what it should be; the message names the place and the mend.
    #[error("{0}")]
    Feeds(String),
}
