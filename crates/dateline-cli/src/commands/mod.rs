//! The subcommands, a file each.

pub(crate) mod add;
mod add_coded;
pub(crate) mod archive;
pub(crate) mod code;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod gold;
pub(crate) mod kb;
pub(crate) mod ledger;
pub(crate) mod manual;
pub(crate) mod models;
pub(crate) mod pack;
pub(crate) mod parse;
pub(crate) mod query;
pub(crate) mod schema;
pub(crate) mod serve;
pub(crate) mod tokens;
pub(crate) mod watch;
