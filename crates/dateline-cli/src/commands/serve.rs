//! `dateline serve`: the pages and the HTTP interface of an archive.

use crate::args::ServeArgs;
use crate::setup::Setup;
use crate::{Outcome, say};
use anyhow::{Context, Result, anyhow, bail};
use dateline::read::{Given, Kind, reports};
use dateline_archive::Address;
use dateline_server::{Access, App, Code, Tls, Transport};
use std::io::Cursor;
use std::sync::{Arc, Mutex, PoisonError};

pub(crate) fn run(args: &ServeArgs) -> Result<Outcome> {
    let archive = Address::of(&args.archive);
    if !archive.exists() {
        bail!("archive {archive} does not exist; make it with: dateline add {archive} INPUT...");
    }
    let access = match &args.tokens {
        None => Access::default(),
        Some(path) => Access::file(path)?,
    };
    let transport = match (&args.tls_cert, &args.tls_key) {
        (Some(certificate), Some(key)) => Transport::Secured(Tls::open(certificate, key)?),
        _ if args.behind_proxy => Transport::Proxied,
        _ => Transport::Plain,
    };
    let scheme = if matches!(transport, Transport::Secured(_)) { "https" } else { "http" };
    let setup = Mutex::new(Setup::new(&args.setup)?);
    let code: Code = Box::new(move |text, date, language| code(&setup, text, date, language));
    let app = App::new(&args.archive, Some(code), access).with_context(|| format!("archive {archive}"))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime
        .block_on(dateline_server::serve(Arc::new(app), args.listen, transport, |address| {
            say::note(&format!("{archive} at {scheme}://{address}/ (end with Ctrl-C)"));
        }))
        .map_err(|error| match error.to_string() {
            said if said.contains("in use") => anyhow!(
                "{said}\nanother server has this port; choose another: --listen {}:{}",
                args.listen.ip(),
                args.listen.port().wrapping_add(1)
            ),
            _ => error.into(),
        })?;
    Ok(Outcome::Done)
}

/// Codes a posted text. One at a time: the models are shared.
fn code(
    setup: &Mutex<Setup>,
    text: &str,
    date: Option<&str>,
    language: Option<&str>,
) -> Result<dateline_record::Record, String> {
    if let Some(date) = date {
        dateline_types::Days::parse_edtf(date)
            .ok_or_else(|| format!("`{date}` is no date: write 2020-07-21"))?;
    }
    let mut setup = setup.lock().unwrap_or_else(PoisonError::into_inner);
    let given =
        Given { date: date.map(str::to_owned), language: language.map(str::to_owned), ..Given::default() };
    let words = setup.desk.words().to_vec();
    let body = Box::new(Cursor::new(text.as_bytes().to_vec()));
    let item = reports("posted", None, body, Some(Kind::Text), &given, &words).next();
    let mut report = item.ok_or("the text is empty")?.outcome.map_err(|e| e.to_string())?;
    if let Some(language) = setup.desk.settle_language(&mut report) {
        setup.ensure(&language).map_err(|e| format!("{e:#}"))?;
    }
    setup.desk.records(&[report]).pop().ok_or_else(|| "nothing was coded".to_owned())
}
