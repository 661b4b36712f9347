//! The pages and the HTTP interface of an archive: one process, assets built in, nothing fetched from elsewhere.
//!
//! [`App`] is the archive with what the answers need, [`router`] the routes, [`serve`] the whole. Answers are read from
//! connections that cannot write; each sees whole batches of the writer beside it. The interface is described by
//! `openapi.json`, which is served too.
#![forbid(unsafe_code)]

mod answer;
mod api;
mod app;
mod assets;
mod corrections;
mod guard;
mod limits;
mod listen;
mod metrics;
mod question;
mod readers;
mod tokens;

pub use app::{App, Code};
pub use listen::Tls;
pub use tokens::{Access, Scope, Token, Tokens};

use axum::Router;
use std::net::SocketAddr;
use std::sync::Arc;

/// Why the server cannot run.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The archive cannot be read.
    #[error(transparent)]
    Archive(#[from] dateline_archive::ArchiveError),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// An address that others can reach needs tokens.
    #[error(
        "{0} can be reached by others; give --tokens FILE (dateline tokens add FILE NAME), or listen on 127.0.0.1"
    )]
    Open(SocketAddr),
    /// Tokens must not go over the network in the clear.
    #[error(
        "{0} can be reached by others, who would send their tokens in the clear; give --tls-cert FILE and --tls-key FILE, \
         or --behind-proxy when a proxy before it speaks TLS"
    )]
    Clear(SocketAddr),
    /// A certificate or key that cannot be used; the message names the file.
    #[error("{0}")]
    Tls(String),
    /// A list of tokens that cannot be used; the message names the line and the mend.
    #[error("{0}")]
    Tokens(String),
}

/// All routes.
pub fn router(app: Arc<App>) -> Router {
    guard::around(api::routes().merge(assets::routes()), app)
}

/// How connections are secured.
#[derive(Clone, Default)]
pub enum Transport {
    /// Not at all: for this machine alone.
    #[default]
    Plain,
    /// By a proxy before this server.
    Proxied,
    /// By this server.
    Secured(Tls),
}

/// Listens until the process is told to end; `ready` gets the address when connections are taken.
///
/// # Errors
/// [`ServerError::Open`] for an address that is not loopback without tokens, [`ServerError::Clear`] without TLS; the address
/// cannot be listened on.
pub async fn serve(
    app: Arc<App>,
    address: SocketAddr,
    transport: Transport,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServerError> {
    if !address.ip().is_loopback() {
        if !app.access.is_guarded() {
            return Err(ServerError::Open(address));
        }
        if matches!(transport, Transport::Plain) {
            return Err(ServerError::Clear(address));
        }
    }
    let listen = |source| ServerError::Listen { address, source };
    let listener = tokio::net::TcpListener::bind(address).await.map_err(listen)?;
    ready(listener.local_addr().map_err(listen)?);
    let tls = match transport {
        Transport::Secured(tls) => Some(tls),
        Transport::Plain | Transport::Proxied => None,
    };
    listen::run(listener, router(app), tls, told_to_end()).await;
    Ok(())
}

/// Waits for Ctrl-C or the signal that ends a service.
async fn told_to_end() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    if let Ok(mut ended) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            () = interrupted => {}
            _ = ended.recv() => {}
        }
        return;
    }
    interrupted.await;
}
