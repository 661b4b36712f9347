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
mod guard;
mod metrics;
mod question;

pub use app::{App, Code};
pub use guard::{Access, Scope, Token};

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
    #[error("{0} can be reached by others; give --tokens FILE, or listen on 127.0.0.1")]
    Open(SocketAddr),
    /// A list of tokens that cannot be used; the message names the line and the mend.
    #[error("{0}")]
    Tokens(String),
    /// The server ended.
    #[error("the server ended: {0}")]
    Ended(std::io::Error),
}

/// All routes.
pub fn router(app: Arc<App>) -> Router {
    guard::around(api::routes().merge(assets::routes()), app)
}

/// Listens until the process is told to end; `ready` gets the address when connections are taken.
///
/// # Errors
/// [`ServerError::Open`] for an address that is not loopback without tokens; the address cannot be listened on.
pub async fn serve(
    app: Arc<App>,
    address: SocketAddr,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServerError> {
    if !address.ip().is_loopback() && !app.access.is_guarded() {
        return Err(ServerError::Open(address));
    }
    let listen = |source| ServerError::Listen { address, source };
    let listener = tokio::net::TcpListener::bind(address).await.map_err(listen)?;
    ready(listener.local_addr().map_err(listen)?);
    let end = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    axum::serve(listener, router(app)).with_graceful_shutdown(end).await.map_err(ServerError::Ended)
}
