//! Others are let in with a token and over TLS only; the server ends when it is told to.
#![allow(clippy::disallowed_methods)] // tests write archives and open connections

use dateline_archive::Archive;
use dateline_server::{Access, App, ServerError, Tls, Tokens, Transport, serve};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// A certificate of this machine, and its key, as files.
fn certificate(folder: &Path) -> (PathBuf, PathBuf) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let (certificate, key) = (folder.join("localhost.pem"), folder.join("localhost.key"));
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    (certificate, key)
}

fn app(folder: &Path, access: Access) -> Arc<App> {
    let path = folder.join("a.dateline");
    drop(Archive::open(&path).unwrap());
    Arc::new(App::new(&path, None, access).unwrap())
}

#[tokio::test]
async fn a_certificate_by_file_secures_the_connection() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), Access::default());
    let (certificate, key) = certificate(folder.path());
    let tls = Tls::open(&certificate, &key).unwrap();
    let (told, address) = tokio::sync::oneshot::channel();
    let server = tokio::spawn(serve(app, "127.0.0.1:0".parse().unwrap(), Transport::Secured(tls), |at| {
        told.send(at).unwrap();
    }));
    let address: SocketAddr = address.await.unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(&certificate).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert!(answer.starts_with(b"HTTP/1.1 200 OK"), "{}", String::from_utf8_lossy(&answer));
    // Whoever speaks in the clear gets no answer.
    let mut plain = TcpStream::connect(address).await.unwrap();
    plain.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer).await;
    assert!(!String::from_utf8_lossy(&answer).contains("200 OK"));
    server.abort();
}

#[tokio::test]
async fn an_address_of_others_is_refused_without_tokens_and_without_tls() {
    let folder = tempfile::tempdir().unwrap();
    let open = app(folder.path(), Access::default());
    let everywhere: SocketAddr = "0.0.0.0:0".parse().unwrap();
    let refused = serve(open, everywhere, Transport::Plain, |_| {}).await.unwrap_err();
    assert!(
        matches!(refused, ServerError::Open(_)) && refused.to_string().contains("dateline tokens add"),
        "{refused}"
    );
    let mut tokens = Tokens::default();
    tokens.add("anna", dateline_server::Scope::Read).unwrap();
    let guarded = app(folder.path(), Access::holders(tokens));
    let refused = serve(guarded, everywhere, Transport::Plain, |_| {}).await.unwrap_err();
    assert!(
        matches!(refused, ServerError::Clear(_)) && refused.to_string().contains("--tls-cert"),
        "{refused}"
    );
}

#[test]
fn files_that_are_no_certificate_and_key_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = certificate(folder.path());
    for (a, b, words) in [
        (&key, &key, "localhost.key: no certificate in PEM"),
        (&certificate, &certificate, "localhost.pem"),
        (&folder.path().join("nobody.pem"), &key, "nobody.pem"),
    ] {
        let fault = Tls::open(a, b).err().unwrap().to_string();
        assert!(fault.contains(words), "{fault}");
    }
}
