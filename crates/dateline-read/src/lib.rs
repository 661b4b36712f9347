//! Turns bytes into reports.
