//! `dateline tokens`: who may ask a server.

use crate::args::{TokensAction, TokensArgs};
use crate::{Outcome, say};
use anyhow::{Result, bail};
use dateline_server::{Scope, Tokens};
use std::io::Write;

pub(crate) fn run(args: &TokensArgs) -> Result<Outcome> {
    let mut out = std::io::stdout().lock();
    match &args.action {
        TokensAction::Add { file, name, write } => {
            let mut tokens = Tokens::read(file)?;
            let scope = if *write { Scope::Write } else { Scope::Read };
            let secret = tokens.add(name, scope)?;
            tokens.write(file)?;
            writeln!(out, "{secret}")?;
            say::note(&format!("{name} may {}; the token is shown this once", scope.name()));
        }
        TokensAction::List { file } => {
            for token in Tokens::read(file)?.all() {
                writeln!(out, "{} {}", token.name, token.scope.name())?;
            }
        }
        TokensAction::Revoke { file, name } => {
            let mut tokens = Tokens::read(file)?;
            if !tokens.revoke(name) {
                bail!("{} has no token of `{name}`; dateline tokens list {0} names them", file.display());
            }
            tokens.write(file)?;
        }
    }
    Ok(Outcome::Done)
}
