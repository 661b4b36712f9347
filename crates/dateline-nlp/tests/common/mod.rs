//! Shared by the tests.

pub mod dumps;
pub mod models;
