//! A fault server on loopback: follows a script for each connection, to simulate faults of networks, proxies and
//! services.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rcgen::{CertificateParams, DistinguishedName, Issuer, KeyPair};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

use crate::recording_server::read_request;

/// A step of a script. After the last one, the server closes the connection.
#[derive(Clone, Debug)]
pub enum Step {
    /// Reads a whole request.
    Read,
    /// Reads the first bytes of a request.
    ReadSome,
    /// Sends bytes.
    Send(Vec<u8>),
    /// Sends bytes one by one, slowly.
    Drip(Vec<u8>),
    /// Repeats these bytes until the client closes the connection or 64 MiB are sent.
    Endless(Vec<u8>),
    /// Sends nothing until the client closes the connection.
    Stall,
    /// Resets the connection.
    Reset,
    /// Closes the connection without ending the TLS session.
    Abandon,
    /// Closes the sending side only.
    HalfClose,
    /// Counts a created key.
    Create,
    /// Pauses.
    Delay(Duration),
    /// Waits for a permit, which the test adds.
    Wait(Arc<Semaphore>),
}

/// The TLS behaviour of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// A certificate that the client trusts.
    Trusted,
    /// A certificate of an unknown authority.
    Untrusted,
    /// A certificate for another name.
    WrongName,
    /// A certificate for hundreds of other names.
    ManyWrongNames,
    /// An expired certificate.
    Expired,
    /// No TLS, although the base URL has the scheme `https`.
    Plaintext,
}

/// Size of an endless body, large enough to tell whether the client stops reading.
pub const ENDLESS: usize = 64 * 1024 * 1024;

/// The server.
pub struct FaultServer {
    address: SocketAddr,
    is_encrypted: bool,
    authority: Option<Vec<u8>>,
    counters: Arc<Counters>,
    task: JoinHandle<()>,
}

impl FaultServer {
    /// Starts a server that follows the first script on the first connection and so on, and the last script on all
    /// further connections.
    ///
    /// # Panics
    ///
    /// If there is no script or no free port, or a certificate cannot be created.
    pub async fn start(scripts: Vec<Vec<Step>>, tls: Option<Tls>) -> Self {
        assert!(!scripts.is_empty(), "expected at least one script");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a listener has an address");
        let (acceptor, authority) = match tls {
            Some(tls) => {
                let (config, authority) = certificate(tls);
                ((tls != Tls::Plaintext).then(|| TlsAcceptor::from(Arc::new(config))), Some(authority))
            }
            None => (None, None),
        };
        let counters = Arc::new(Counters::default());
        let shared = Arc::clone(&counters);
        let task = tokio::spawn(async move {
            let mut connection = 0;
            while let Ok((stream, _)) = listener.accept().await {
                let script = scripts[connection.min(scripts.len() - 1)].clone();
                connection += 1;
                let (acceptor, counters) = (acceptor.clone(), Arc::clone(&shared));
                tokio::spawn(async move {
                    // The client notices these errors, and tests check the client.
                    let _ = serve(stream, acceptor, &script, &counters).await;
                });
            }
        });
        Self { address, is_encrypted: tls.is_some(), authority, counters, task }
    }

    /// Returns the base URL.
    #[must_use]
    pub fn base_url(&self) -> String {
        let scheme = if self.is_encrypted { "https" } else { "http" };
        format!("{scheme}://localhost:{}", self.address.port())
    }

    /// Returns the certificate of the authority that clients must trust, in DER.
    #[must_use]
    pub fn authority(&self) -> Option<&[u8]> {
        self.authority.as_deref()
    }

    /// Returns the number of complete requests.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.counters.requests.load(Ordering::SeqCst)
    }

    /// Returns the number of bytes sent of an endless body.
    #[must_use]
    pub fn endless_bytes(&self) -> usize {
        self.counters.sent.load(Ordering::SeqCst)
    }

    /// Returns the number of clients that closed the connection while the server stalled.
    #[must_use]
    pub fn gone(&self) -> usize {
        self.counters.gone.load(Ordering::SeqCst)
    }

    /// Returns the number of created keys.
    #[must_use]
    pub fn keys(&self) -> usize {
        self.counters.keys.load(Ordering::SeqCst)
    }

    /// Waits until the server waits for a permit. Returns once per wait.
    ///
    /// # Panics
    ///
    /// If that takes longer than a minute.
    pub async fn is_waiting(&self) {
        let waits = tokio::time::timeout(Duration::from_secs(60), self.counters.waits.notified());
        waits.await.expect("the server waits for a permit");
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[derive(Default)]
struct Counters {
    requests: AtomicUsize,
    sent: AtomicUsize,
    gone: AtomicUsize,
    keys: AtomicUsize,
    waits: Notify,
}

async fn serve(
    stream: TcpStream,
    acceptor: Option<TlsAcceptor>,
    script: &[Step],
    counters: &Counters,
) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    if script.iter().any(|step| matches!(step, Step::Reset)) {
        // Makes closing the socket send a reset.
        stream.set_zero_linger()?;
    }
    match acceptor {
        Some(acceptor) => follow(acceptor.accept(stream).await?, script, counters).await,
        None => follow(stream, script, counters).await,
    }
}

async fn follow(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    script: &[Step],
    Counters { requests, sent, gone, keys, waits }: &Counters,
) -> std::io::Result<()> {
    for step in script {
        match step {
            Step::Read => {
                if read_request(&mut stream).await?.is_none() {
                    return Ok(());
                }
                requests.fetch_add(1, Ordering::SeqCst);
            }
            Step::ReadSome => {
                stream.read_exact(&mut [0; 10]).await?;
            }
            Step::Send(bytes) => {
                stream.write_all(bytes).await?;
                stream.flush().await?;
            }
            Step::Drip(bytes) => {
                for byte in bytes {
                    stream.write_all(&[*byte]).await?;
                    stream.flush().await?;
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            }
            Step::Endless(bytes) => {
                while sent.fetch_add(bytes.len(), Ordering::SeqCst) < ENDLESS {
                    stream.write_all(bytes).await?;
                }
            }
            Step::Stall => {
                let mut rest = Vec::new();
                let _ = stream.read_to_end(&mut rest).await;
                gone.fetch_add(1, Ordering::SeqCst);
                return Ok(());
            }
            Step::Reset | Step::Abandon => return Ok(()),
            Step::HalfClose => stream.shutdown().await?,
            Step::Create => {
                keys.fetch_add(1, Ordering::SeqCst);
            }
            Step::Delay(time) => tokio::time::sleep(*time).await,
            Step::Wait(gate) => {
                waits.notify_one();
                gate.acquire().await.expect("the semaphore is never closed").forget();
            }
        }
    }
    stream.shutdown().await
}

/// Creates a server's configuration and the certificate of the authority that clients trust.
fn certificate(tls: Tls) -> (ServerConfig, Vec<u8>) {
    let authority = |name: &str| {
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let certificate = params.self_signed(&key).expect("a certificate");
        (Issuer::new(params, key), certificate.der().to_vec())
    };
    let (trusted, trusted_der) = authority("an authority for tests");
    let (other, _) = authority("another authority for tests");
    let names = match tls {
        Tls::WrongName => vec!["elsewhere.test".to_owned()],
        Tls::ManyWrongNames => (0..600).map(|number| format!("elsewhere-{number}.test")).collect(),
        _ => vec!["localhost".to_owned()],
    };
    let mut params = CertificateParams::new(names).expect("names");
    params.distinguished_name = DistinguishedName::new();
    if tls == Tls::Expired {
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(2020, 2, 1);
    }
    let key = KeyPair::generate().expect("a key");
    let issuer = if tls == Tls::Untrusted { &other } else { &trusted };
    let certificate = params.signed_by(&key, issuer).expect("a certificate");
    let key = PrivatePkcs8KeyDer::from(key.serialize_der());
    // Explicit, because a build with several providers has no default.
    let provider = Arc::new(aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider's protocols")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key.into())
        .expect("a configuration");
    // Makes a client that offers HTTP/2 fail: the server accepts the offer, but its scripts speak HTTP/1.1.
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    (config, trusted_der)
}
