//! Shared by the tests.

pub mod models;
