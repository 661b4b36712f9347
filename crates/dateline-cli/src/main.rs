//! The `dateline` command.
//!
//! Reads downward: parse the arguments, call one function a subcommand. Exit status: 0 done, 1 some input failed,
//! 2 wrong usage or set-up.
#![forbid(unsafe_code)]
#![allow(clippy::disallowed_methods)] // a binary: opening files is its work

mod args;
mod commands;
mod inputs;
mod models;
mod packs;
mod run;
mod say;
mod setup;
mod store;
mod style;

use args::{Cli, Command};
use clap::Parser;
use std::process::ExitCode;

/// How a subcommand came out when nothing was wrong with its set-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything was done.
    Done,
    /// Some input failed; the rest was done.
    SomeFailed,
}

fn main() -> ExitCode {
    let cli = Cli::parse_from(store::placed(std::env::args_os()));
    let result = match cli.command {
        Command::Code(args) => commands::code::run(&args),
        Command::Explain(args) => commands::explain::run(&args),
        Command::Parse(args) => commands::parse::run(&args),
        Command::Models(args) => commands::models::run(&args),
        Command::Pack(args) => commands::pack::run(&args),
        Command::Eval(args) => commands::eval::run(&args),
        Command::Kb(args) => commands::kb::run(&args),
        Command::Add(args) => commands::add::run(&args),
        Command::Recode(args) => commands::add::recode(&args),
        Command::Query(args) => commands::query::run(&args),
        Command::Search(args) => commands::query::search(&args),
        Command::Incidents(args) => commands::query::incidents(&args),
        Command::Ledger(args) => commands::ledger::run(&args),
        Command::Watch(args) => commands::watch::run(&args),
        Command::Serve(args) => commands::serve::run(&args),
        Command::Tokens(args) => commands::tokens::run(&args),
        Command::Export(args) => commands::export::run(&args),
        Command::Archive(args) => commands::archive::run(&args),
        Command::Schema => commands::schema::run(),
        Command::Completions { shell } => commands::manual::completions(shell),
        Command::Manual { folder } => commands::manual::run(folder.as_deref()),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeFailed) => ExitCode::from(1),
        Err(error) if say::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            say::error(&error);
            ExitCode::from(2)
        }
    }
}
