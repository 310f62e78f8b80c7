//! A recording server on loopback: records each request and responds with given bytes.

use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

use certcentral::{Client, RateLimits, RetryPolicy};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use crate::dynamic_client::{Operation, Sdk};

/// The caller's API key. Obviously fake.
pub const API_KEY: &str = "not-a-real-caller-key-0123456789";

/// A server that sends the same response to every request.
pub struct RecordingServer {
    address: std::net::SocketAddr,
    response: Arc<Mutex<Vec<u8>>>,
    requests: Arc<Mutex<Vec<Recorded>>>,
    task: JoinHandle<()>,
}

/// A received request.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The method.
    pub method: String,
    /// The path with its query.
    pub target: String,
    /// The headers, in the order received.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Recorded {
    /// Returns the values of a header. Its name is case-insensitive.
    #[must_use]
    pub fn header(&self, name: &str) -> Vec<&str> {
        let headers = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        headers.map(|(_, value)| value.as_str()).collect()
    }
}

impl RecordingServer {
    /// Starts a server that sends `response` and closes the connection.
    ///
    /// # Panics
    ///
    /// If no port is free.
    pub async fn answering(response: impl Into<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a listener has an address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let response = Arc::new(Mutex::new(response.into()));
        let (recorded, current) = (Arc::clone(&requests), Arc::clone(&response));
        let task = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let Ok(Some(request)) = read_request(&mut stream).await else { continue };
                recorded.lock().unwrap_or_else(PoisonError::into_inner).push(request);
                let response = current.lock().unwrap_or_else(PoisonError::into_inner).clone();
                // The client may have closed the connection.
                let _ = stream.write_all(&response).await;
                let _ = stream.shutdown().await;
            }
        });
        Self { address, response, requests, task }
    }

    /// Sends `response` from now on.
    pub fn answer(&self, response: impl Into<Vec<u8>>) {
        *self.response.lock().unwrap_or_else(PoisonError::into_inner) = response.into();
    }

    /// Starts a server that responds with a status and a JSON body.
    pub async fn answering_json(status: u16, body: &str) -> Self {
        Self::answering(response(status, "application/json", body)).await
    }

    /// Returns the base URL, without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns a client of this server without retries and rate limits.
    ///
    /// # Panics
    ///
    /// If the SDK rejects the configuration.
    #[must_use]
    pub fn client(&self) -> Client {
        let builder = Client::builder().base_url(self.base_url()).api_key(API_KEY);
        let builder = builder.rate_limits(RateLimits::off()).retry(RetryPolicy::off());
        match builder.build() {
            Ok(client) => client,
            Err(error) => panic!("{error}"),
        }
    }

    /// Returns an operation of an SDK whose client calls this server.
    ///
    /// # Errors
    ///
    /// If the SDK has no such operation, or rejects the configuration of its client.
    pub fn operation(&self, sdk: Sdk, id: &str) -> Result<Operation, String> {
        let operations = (sdk.connect)(&self.base_url(), API_KEY)?;
        let found = operations.into_iter().find(|operation| operation.id == id);
        found.ok_or(format!("the SDK has no operation `{id}`"))
    }

    /// Removes and returns the requests recorded so far.
    #[must_use]
    pub fn take_requests(&self) -> Vec<Recorded> {
        std::mem::take(&mut *self.requests.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for RecordingServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Creates a runtime for a server and its clients, for tests outside a runtime.
///
/// # Errors
///
/// If the system has no resources for one.
pub fn runtime() -> Result<Runtime, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| error.to_string())
}

/// Returns a complete response.
#[must_use]
pub fn response(status: u16, media_type: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} Status\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    )
}

/// Reads one request with its body; `None` if the client closed the connection before its end.
///
/// # Errors
///
/// If the connection breaks.
pub async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<Option<Recorded>> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
        if let Some(request) = take_request(&mut bytes) {
            return Ok(Some(request));
        }
    }
}

/// Reads one request like [`read_request`], from a blocking stream.
///
/// # Errors
///
/// If the connection breaks.
pub fn read_request_blocking(stream: &mut impl Read) -> std::io::Result<Option<Recorded>> {
    let (mut bytes, mut buffer) = (Vec::new(), [0; 8192]);
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(None);
        }
        bytes.extend_from_slice(&buffer[..count]);
        if let Some(request) = take_request(&mut bytes) {
            return Ok(Some(request));
        }
    }
}

/// Parses `bytes` as one request, if it is complete.
fn take_request(bytes: &mut Vec<u8>) -> Option<Recorded> {
    let (mut recorded, head) = parse_head(bytes)?;
    let length = recorded.header("content-length").first().and_then(|length| length.parse().ok());
    if bytes.len() < head + length.unwrap_or(0) {
        return None;
    }
    recorded.body = bytes.split_off(head);
    Some(recorded)
}

/// Parses the head of a request; returns the request without its body, and the length of the head. `None` if the head
/// is incomplete.
fn parse_head(bytes: &[u8]) -> Option<(Recorded, usize)> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    let Ok(httparse::Status::Complete(head)) = request.parse(bytes) else { return None };
    let headers = request
        .headers
        .iter()
        .map(|header| (header.name.to_owned(), String::from_utf8_lossy(header.value).into_owned()))
        .collect();
    let (method, target) = (request.method?.to_owned(), request.path?.to_owned());
    Some((Recorded { method, target, headers, body: Vec::new() }, head))
}
