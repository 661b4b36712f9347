//! What is told of the command itself: completions for shells, manual pages, the reference. All are made from the arguments.

use crate::Outcome;
use crate::args::Cli;
use anyhow::{Context, Result};
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::{self, Write};
use std::path::Path;

/// Prints the completions of a shell.
pub(crate) fn completions(shell: Shell) -> Result<Outcome> {
    // The generator panics where it cannot write: a closed pipe is no fault.
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "dateline", &mut out);
    io::stdout().write_all(&out)?;
    Ok(Outcome::Done)
}

/// Writes a manual page a subcommand into `folder`, or prints the reference.
pub(crate) fn run(folder: Option<&Path>) -> Result<Outcome> {
    match folder {
        Some(folder) => {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
            clap_mangen::generate_to(Cli::command(), folder)
                .with_context(|| format!("cannot write into {}", folder.display()))?;
        }
        None => io::stdout().write_all(clap_markdown::help_markdown_command(&Cli::command()).as_bytes())?,
    }
    Ok(Outcome::Done)
}
