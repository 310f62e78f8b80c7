//! Building a [`Client`]: where calls go, whose key they carry, and how long they may take.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::HeaderValue;
use reqwest::{Url, redirect, retry};

use crate::config_error::{ConfigError, InvalidApiKey, InvalidBaseUrl};
use crate::environment;
use crate::generated::document::{API_KEY_HEADER, API_KEY_PREFIX, RATE_LIMITS, Server};
use crate::runtime::{
    ApiKey, BaseUrl, ClientHooks, DefaultHeaders, HttpClient, LastResponse, OperationInfo, RateLimits,
    Request, Response, RetryPolicy, SecretBytes, Throttle, Transport, TransportError, authority,
};
use crate::{Client, SecretString};

impl Client {
    /// Starts building a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A client for the API key and the base URL of the environment: see [`API_KEY_VARIABLE`] and
    /// [`BASE_URL_VARIABLE`].
    ///
    /// Without [`BASE_URL_VARIABLE`], calls go to [`Server::FIRST`].
    ///
    /// # Errors
    ///
    /// [`ConfigError`], if [`API_KEY_VARIABLE`] is not set, or if either variable is empty or holds a
    /// value that [`ClientBuilder::build`] refuses.
    ///
    /// [`API_KEY_VARIABLE`]: crate::API_KEY_VARIABLE
    /// [`BASE_URL_VARIABLE`]: crate::BASE_URL_VARIABLE
    pub fn from_env() -> Result<Self, ConfigError> {
        ClientBuilder::from_env()?.build()
    }

    /// This client, with another retry policy: for a call that is to be made differently.
    ///
    /// It shares the connections and what is known of the rate limit.
    #[must_use]
    pub fn with_retry(&self, policy: RetryPolicy) -> Self {
        let mut client = self.clone();
        client.client.policy = policy;
        client
    }

    /// This client, with another limit to how long a call may take in all.
    ///
    /// It shares the connections and what is known of the rate limit.
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        let mut client = self.clone();
        client.client.timeout = timeout;
        client
    }

    /// The URL that the paths of the API are appended to, without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.client.base_url()
    }
}

impl ClientHooks for Client {
    async fn exec(
        &self,
        request: Request,
        operation: &'static OperationInfo,
    ) -> Result<Box<Response>, TransportError> {
        self.client.call(request, operation).await
    }
}

/// How many headers a response may have. More cost every call: the parser makes room for all of them.
const MAX_HEADERS: usize = 256;

impl RateLimits {
    /// The limits that the document states ([`document::RATE_LIMITS`](crate::document::RATE_LIMITS)); none if it
    /// states none. They are those of DigiCert's documentation, per API key, and may change without notice.
    #[must_use]
    pub fn documented() -> Self {
        Self::new(RATE_LIMITS.iter().copied())
    }
}

impl Default for RateLimits {
    fn default() -> Self {
        Self::documented()
    }
}

/// Builds a [`Client`].
///
/// ```
/// use std::time::Duration;
/// use certcentral::Client;
///
/// let client = Client::builder()
///     .base_url("https://api.example.com/v1/")
///     .api_key("not-a-real-key")
///     .timeout(Duration::from_secs(10))
///     .build()?;
/// assert_eq!(client.base_url(), "https://api.example.com/v1");
/// # Ok::<(), certcentral::ConfigError>(())
/// ```
#[must_use]
pub struct ClientBuilder {
    base_url: Option<String>,
    api_key: Option<SecretString>,
    user_agent: String,
    connect_timeout: Duration,
    read_timeout: Duration,
    attempt_timeout: Duration,
    timeout: Duration,
    grace_period: Duration,
    retry: RetryPolicy,
    rate_limits: RateLimits,
    max_response_bytes: usize,
    configure: Option<Configure>,
}

/// A response with a credential of 128 characters takes about 200 bytes, with room here for more fields.
const MIN_RESPONSE_BYTES: usize = 512;

/// The only name that plain HTTP accepts. Loopback addresses are accepted, too, and are not resolved.
const LOOPBACK_NAME: &str = "localhost";

/// What [`LOOPBACK_NAME`] resolves to. Port 0 stands for the port of the URL, or of its scheme.
const LOOPBACK_ADDRESSES: [SocketAddr; 2] = [
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
    SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), 0),
];

type Configure = Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send>;

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            base_url: Server::FIRST.map(String::from),
            api_key: None,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "-rust/", env!("CARGO_PKG_VERSION")).to_owned(),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            attempt_timeout: Duration::from_secs(60),
            timeout: Duration::from_secs(300),
            grace_period: Duration::from_secs(60),
            retry: RetryPolicy::default(),
            rate_limits: RateLimits::default(),
            max_response_bytes: 1024 * 1024,
            configure: None,
        }
    }
}

impl ClientBuilder {
    /// A builder with the API key and the base URL of the environment: see [`Client::from_env`].
    ///
    /// # Errors
    ///
    /// [`ConfigError::Variable`], if [`API_KEY_VARIABLE`](crate::API_KEY_VARIABLE) is not set, or either variable
    /// is empty or not Unicode.
    pub fn from_env() -> Result<Self, ConfigError> {
        environment::read(std::env::var)
    }

    /// Where calls go: one of the document's servers ([`Server`]), or a URL of your own, with or without a
    /// trailing slash. Default: [`Server::FIRST`].
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// The caller's API key. Required.
    pub fn api_key(mut self, key: impl Into<SecretString>) -> Self {
        self.api_key = Some(key.into());
        self
    }

    /// The `User-Agent` header. Default: this crate's name and version, as in `name-rust/1.2.3`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// How long it may take to connect, TLS included. Default: 10 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets how long the body of a response may pause between two pieces. Default: 30 seconds.
    ///
    /// The wait for the head of a response is limited by [`attempt_timeout`](Self::attempt_timeout) alone: a service that
    /// takes long to create a key, or sends its head slowly, is not cut off earlier.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// Sets how long one attempt may take, from connecting to the last byte of the response. Default: 60 seconds.
    ///
    /// The body of a success may take longer: see [`grace_period`](Self::grace_period).
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// Sets how long a call may take in all: its attempts and the waits between them. Default: 5 minutes,
    /// enough to wait for a rate limit to lift.
    ///
    /// The body of a success may take longer: see [`grace_period`](Self::grace_period).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets how long the body of a success (2xx) may take after its head arrived. Default: 60 seconds.
    ///
    /// The body holds the only copy of a created key. So the attempt and call timeouts do not cut it: a body that arrives
    /// after them is read until this period ends. [`read_timeout`](Self::read_timeout) still applies.
    pub fn grace_period(mut self, period: Duration) -> Self {
        self.grace_period = period;
        self
    }

    /// Sets the rate limits that the client and its clones stay below. Default: [`RateLimits::documented`].
    ///
    /// They hold whatever the retry policy is. A call that would have to wait past its deadline fails at once, as
    /// [`NotSent`](crate::Outcome::NotSent).
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.rate_limits = limits;
        self
    }

    /// Sets how often a call is retried, and after what delay. Default: [`RetryPolicy::default`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Limits how many bytes of a response's body are read. Default: 1 MiB. Minimum: 512 bytes, since a key that
    /// does not fit is lost.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// Adjusts the HTTP client in a `step` of your own: proxies, trusted roots, client certificates.
    ///
    /// Whatever the step does, redirects are not followed, the HTTP client itself sends nothing twice, no bytes are
    /// logged, and the timeouts above apply. Plain HTTP goes through no proxy and to loopback addresses only (or to
    /// the Unix socket or named pipe that the step sets): for `localhost`, resolvers and overrides of the step are
    /// ignored.
    ///
    /// For the rest, the step is trusted:
    ///
    /// - **Default headers** are added to every request. They do not replace a header that the SDK sets: `Host`,
    ///   `User-Agent`, the API key's header, and `Accept` and `Content-Type` where the operation has them. Do not
    ///   set headers that control the connection, the message or its coding (`Accept-Encoding`, `Connection`,
    ///   `Content-Length`, `Expect`, `TE`, `Transfer-Encoding`, `Upgrade`): they are sent as they are. A request with
    ///   a wrong `Content-Length` is cut off or fails, and a compressed response is not decompressed.
    /// - **TLS** is as the step configures it. With `tls_danger_accept_invalid_certs`, or a preconfigured TLS that
    ///   verifies no certificates, whoever answers in the service's name receives the API key. A preconfigured TLS
    ///   (`tls_backend_preconfigured`) replaces all other TLS settings, including trusted roots, client
    ///   certificates, protocol versions and ALPN. Its ALPN must be empty or `http/1.1`, because the SDK uses
    ///   HTTP/1.1.
    pub fn configure_http(
        mut self,
        step: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + 'static,
    ) -> Self {
        self.configure = Some(Box::new(step));
        self
    }

    /// Builds the client. It connects at its first call.
    ///
    /// # Errors
    ///
    /// [`ConfigError`], if there is no API key or it cannot be a header, if the base URL is no absolute
    /// `https://` URL (`http://` is taken for loopback hosts), carries more than a host and a path, or is one that
    /// URL parsers silently correct, if the user agent cannot be a header, if a timeout is zero, if a rate limit is invalid, if
    /// `max_response_bytes` is less than 512, if the crate was built without TLS and the base URL wants it, or if
    /// the HTTP client cannot be built.
    pub fn build(self) -> Result<Client, ConfigError> {
        let base_url =
            BaseUrl::new(check_base_url(self.base_url.as_deref().ok_or(ConfigError::MissingBaseUrl)?)?);
        let api_key = match (API_KEY_HEADER, &self.api_key) {
            (Some(header), Some(key)) => {
                check_api_key(key)?;
                let value = sensitive_header(&[API_KEY_PREFIX, key.expose_secret()])?;
                let key = sensitive_header(&[key.expose_secret()])?;
                Some(ApiKey { header, value, key })
            }
            (Some(_), None) => return Err(ConfigError::MissingApiKey),
            (None, _) => None,
        };
        let user_agent = match HeaderValue::from_str(&self.user_agent) {
            Ok(value) if !self.user_agent.trim().is_empty() => value,
            _ => return Err(ConfigError::UserAgent(self.user_agent)),
        };
        for (name, timeout) in [
            ("connect_timeout", self.connect_timeout),
            ("read_timeout", self.read_timeout),
            ("attempt_timeout", self.attempt_timeout),
            ("timeout", self.timeout),
        ] {
            if timeout.is_zero() {
                return Err(ConfigError::ZeroTimeout(name));
            }
        }
        if self.max_response_bytes < MIN_RESPONSE_BYTES {
            return Err(ConfigError::ResponseLimit {
                limit: self.max_response_bytes,
                minimum: MIN_RESPONSE_BYTES,
            });
        }
        let http = reqwest::Client::builder();
        // Another crate may enable the other backend.
        #[cfg(feature = "rustls")]
        let http = http.tls_backend_rustls();
        #[cfg(all(feature = "native-tls", not(feature = "rustls")))]
        let http = http.tls_backend_native();
        if let Some((requests, window)) = self.rate_limits.invalid() {
            return Err(ConfigError::RateLimit { requests, window });
        }
        let custom = match self.configure {
            Some(step) => step(http),
            None => http,
        };
        let is_encrypted = base_url.is_encrypted();
        if is_encrypted && cfg!(not(any(feature = "rustls", feature = "native-tls"))) {
            return Err(ConfigError::NoTls);
        }
        // A proxy, a resolver or an override would carry the API key of a plain HTTP request to another host.
        // The last override for a host wins, and overrides win over resolvers.
        let custom = if is_encrypted {
            custom
        } else {
            custom.no_proxy().resolve_to_addrs(LOOPBACK_NAME, &LOOPBACK_ADDRESSES)
        };
        // Nor does it meet any TLS: loading trusted roots takes longer than all else here.
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        let custom = if is_encrypted { custom } else { custom.tls_certs_only([]) };
        let http = custom
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .connection_verbose(false)
            .http1_only()
            // A created key is not lost because a gateway malforms a header.
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_max_headers(MAX_HEADERS)
            // Another crate may enable these features of reqwest: they change nothing here.
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .no_hickory_dns()
            .https_only(is_encrypted)
            .connect_timeout(self.connect_timeout)
            .build()
            .map_err(|error| ConfigError::http(&error))?;
        let key = api_key.as_ref().map(|ApiKey { header, value, .. }| (header, value));
        let host = HeaderValue::from_str(&base_url.authority())
            .map_err(|error| ConfigError::BaseUrl(InvalidBaseUrl::NotAUrl(error.to_string())))?;
        let default_headers = DefaultHeaders::new(&host, &user_agent, key);
        let transport = Transport {
            http,
            base_url,
            default_headers,
            api_key,
            user_agent,
            read_timeout: self.read_timeout,
            grace_period: self.grace_period,
            max_response_bytes: self.max_response_bytes,
            last_response: LastResponse::default(),
        };
        let client = HttpClient {
            transport: Arc::new(transport),
            throttle: Arc::new(Throttle::new(&self.rate_limits)),
            policy: self.retry,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
        };
        Ok(Client { client })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is not usable may hold a password.
        let base_url = self.base_url.as_deref().map(check_base_url);
        let base_url = base_url.map(|url| url.map_or_else(|_| "[not usable]".to_owned(), String::from));
        f.debug_struct("ClientBuilder")
            .field("base_url", &base_url.as_deref())
            .field("api_key", &self.api_key)
            .field("user_agent", &self.user_agent)
            .field("connect_timeout", &self.connect_timeout)
            .field("read_timeout", &self.read_timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("timeout", &self.timeout)
            .field("grace_period", &self.grace_period)
            .field("retry", &self.retry)
            .field("rate_limits", &self.rate_limits)
            .field("max_response_bytes", &self.max_response_bytes)
            .finish_non_exhaustive()
    }
}

/// Whether the API key can be a header, as it is.
fn check_api_key(key: &SecretString) -> Result<(), ConfigError> {
    let text = key.expose_secret();
    let problem = if text.is_empty() {
        InvalidApiKey::Empty
    } else if text.ends_with(['\n', '\r']) {
        InvalidApiKey::TrailingLineBreak
    } else if let Some(at) = text.find(|c: char| !c.is_ascii_graphic()) {
        InvalidApiKey::NotVisibleAscii(at)
    } else {
        return Ok(());
    };
    Err(ConfigError::ApiKey(problem))
}

/// A header's value that is marked sensitive, its memory zeroed when the last copy of it goes.
fn sensitive_header(parts: &[&str]) -> Result<HeaderValue, ConfigError> {
    let owner = Bytes::from_owner(SecretBytes::from(parts.concat().into_bytes()));
    let mut value = HeaderValue::from_maybe_shared(owner)
        // Visible ASCII always is a header value.
        .map_err(|_| ConfigError::ApiKey(InvalidApiKey::NotVisibleAscii(0)))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Parses the base URL. Refuses whatever the parser would correct, because the correction may be another host.
fn check_base_url(text: &str) -> Result<Url, ConfigError> {
    let refuse = |problem| Err(ConfigError::BaseUrl(problem));
    let text = text.trim();
    // The parser removes line breaks and tabs, and reads a backslash as a slash.
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return refuse(InvalidBaseUrl::WhiteSpace);
    }
    if text.contains('\\') {
        return refuse(InvalidBaseUrl::Backslash);
    }
    let url = match Url::parse(text) {
        Ok(url) => url,
        Err(error) => return refuse(InvalidBaseUrl::NotAUrl(error.to_string())),
    };
    // Checked first, so that no message repeats a password.
    if !url.username().is_empty() || url.password().is_some() {
        return refuse(InvalidBaseUrl::Credentials);
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refuse(InvalidBaseUrl::QueryOrFragment);
    }
    let host = url.host_str().unwrap_or_default().to_owned();
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        "http" => return refuse(InvalidBaseUrl::Insecure { host }),
        other => return refuse(InvalidBaseUrl::Scheme(other.to_owned())),
    }
    let after_scheme = text.get(url.scheme().len()..).unwrap_or_default();
    let written = match after_scheme.strip_prefix("://") {
        Some(written) if !written.starts_with('/') => written,
        _ => return refuse(InvalidBaseUrl::Slashes),
    };
    if !is_as_written(&url, written) {
        return refuse(InvalidBaseUrl::NotNormalized { read_as: url.into() });
    }
    if url.path().contains("//") {
        return refuse(InvalidBaseUrl::DoubleSlash);
    }
    if url.path() == "/" {
        // The bare host of a documented server: every call would miss.
        let meant = Server::ALL.into_iter().find(|server| {
            Url::parse(server.base_url())
                .is_ok_and(|documented| documented.host() == url.host() && documented.path() != "/")
        });
        if let Some(server) = meant {
            return refuse(InvalidBaseUrl::PathMissing { meant: server.base_url() });
        }
    }
    Ok(url)
}

/// Compares a URL with what was `written` after its scheme and the two slashes.
fn is_as_written(url: &Url, written: &str) -> bool {
    let (written_authority, written_path) = written.split_at(written.find('/').unwrap_or(written.len()));
    let host = url.host_str().unwrap_or_default();
    let with_port = url.port_or_known_default().map(|port| format!("{host}:{port}"));
    let is_same_host = [Some(authority(url)), with_port]
        .into_iter()
        .flatten()
        .any(|read| read.eq_ignore_ascii_case(written_authority));
    is_same_host && (written_path.is_empty() || written_path == url.path())
}

fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        Some(LOOPBACK_NAME) => true,
        // IPv6 addresses are in brackets.
        Some(host) => {
            host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        None => false,
    }
}
