//! Taking connections: with TLS or without, so many at a time, each with bounded patience, until the process is told to end.

use crate::ServerError;
use crate::guard::Peer;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Connections at a time; further ones wait.
const MOST: usize = 1_024;
/// Longest time for a handshake, and for the head of a request.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest time for the answers under way when the process is told to end.
const FAREWELL: Duration = Duration::from_secs(10);

/// A certificate with its key.
#[derive(Clone)]
pub struct Tls(TlsAcceptor);

impl Tls {
    /// Reads a certificate with those that vouch for it, and its key, both in PEM.
    ///
    /// # Errors
    /// A file cannot be read or holds no such thing, or the key is not the certificate's.
    pub fn open(certificate: &Path, key: &Path) -> Result<Tls, ServerError> {
        let fault = |path: &Path, why: String| ServerError::Tls(format!("{}: {why}", path.display()));
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect)
            .map_err(|e| fault(certificate, e.to_string()))?;
        if chain.is_empty() {
            return Err(fault(certificate, "no certificate in PEM".to_owned()));
        }
        let own = PrivateKeyDer::from_pem_file(key).map_err(|e| fault(key, e.to_string()))?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|c| c.with_no_client_auth().with_single_cert(chain, own))
            .map_err(|e| fault(certificate, e.to_string()))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Tls(TlsAcceptor::from(Arc::new(config))))
    }
}

/// Answers until `end`.
pub(crate) async fn run(
    listener: TcpListener,
    routes: Router,
    tls: Option<Tls>,
    end: impl Future<Output = ()>,
) {
    let room = Arc::new(Semaphore::new(MOST));
    let graceful = GracefulShutdown::new();
    let mut end = std::pin::pin!(end);
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut end => break,
        };
        let Ok((stream, from)) = accepted else {
            // Out of file handles, most likely: some will be free soon.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let (routes, tls, watcher) = (routes.clone(), tls.clone(), graceful.watcher());
        tokio::spawn(async move {
            let _ = stream.set_nodelay(true);
            match tls {
                None => talk(stream, from, routes, watcher).await,
                Some(Tls(tls)) => {
                    if let Ok(Ok(stream)) = timeout(PATIENCE, tls.accept(stream)).await {
                        talk(stream, from, routes, watcher).await;
                    }
                }
            }
            drop(place);
        });
    }
    let _ = timeout(FAREWELL, graceful.shutdown()).await;
}

async fn talk(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    from: SocketAddr,
    routes: Router,
    watcher: Watcher,
) {
    let routes = routes.layer(axum::Extension(Peer(from.ip())));
    let talk = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes));
    // A connection that breaks concerns nobody but the other end.
    let _ = watcher.watch(talk).await;
}
