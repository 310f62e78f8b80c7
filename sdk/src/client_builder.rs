//! The builder of a [`Client`]: base URL, API key, timeouts, retries, rate limits and the HTTP client.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Url, redirect, retry};

use crate::config_error::{ConfigError, InvalidApiKey, InvalidBaseUrl};
use crate::environment;
use crate::generated::document::{API_KEY, RATE_LIMITS, Server};
use crate::runtime::{
    ApiKey, BaseUrl, DefaultHeaders, HttpClient, RateLimits, RetryPolicy, Throttle, Transport, authority,
    sensitive_header,
};
use crate::{Client, SecretString};

impl Client {
    /// Returns a builder with the default settings.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Builds a client from two environment variables: the API key from [`API_KEY_VARIABLE`], the base URL from
    /// [`BASE_URL_VARIABLE`].
    ///
    /// Without [`BASE_URL_VARIABLE`], the client calls the default [`Server`].
    ///
    /// # Errors
    ///
    /// Returns [`ConfigError`] if [`API_KEY_VARIABLE`] is not set, if either variable is empty or not Unicode, or if
    /// [`ClientBuilder::build`] rejects a value.
    ///
    /// [`API_KEY_VARIABLE`]: crate::API_KEY_VARIABLE
    /// [`BASE_URL_VARIABLE`]: crate::BASE_URL_VARIABLE
    pub fn from_env() -> Result<Self, ConfigError> {
        ClientBuilder::from_env()?.build()
    }

    /// Returns a copy of this client with another retry policy, for example for a single call.
    ///
    /// The copy shares the connections and the rate limits.
    #[must_use]
    pub fn with_retry(&self, policy: RetryPolicy) -> Self {
        let mut client = self.clone();
        client.http.policy = policy;
        client
    }

    /// Returns a copy of this client with another call timeout ([`ClientBuilder::timeout`]), for example for a single
    /// call. With a timeout of zero, every call fails as [`NotSent`](crate::Outcome::NotSent).
    ///
    /// The copy shares the connections and the rate limits.
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        let mut client = self.clone();
        client.http.timeout = timeout;
        client
    }

    /// Returns a copy of this client that calls with another API key.
    ///
    /// The copy shares the connections. It has rate limits of its own, because the service limits each API key: use one
    /// copy and its clones for a key. If the document has no API key, this is a clone.
    ///
    /// # Errors
    ///
    /// Returns [`ConfigError::ApiKey`] if the key is empty or contains characters other than visible ASCII.
    pub fn with_api_key(&self, key: impl Into<SecretString>) -> Result<Self, ConfigError> {
        let Some((header, prefix)) = API_KEY else { return Ok(self.clone()) };
        let transport = self.http.transport.with_api_key(api_key_header(header, prefix, &key.into())?);
        let http = HttpClient {
            throttle: Arc::new(Throttle::new(&transport.rate_limits)),
            transport: Arc::new(transport),
            ..self.http.clone()
        };
        Ok(Self { http })
    }

    /// Returns the base URL, without a trailing slash. The client appends the paths of the API to it.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.http.base_url()
    }
}

/// Maximum number of headers of a response. The parser allocates room for all of them in every call.
const MAX_HEADERS: usize = 256;

impl RateLimits {
    /// Returns the limits that the document states ([`document::RATE_LIMITS`](crate::document::RATE_LIMITS)), or no
    /// limits if it states none.
    ///
    /// They apply to each API key. The service may change them without notice.
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

/// Minimum of `max_response_bytes`. A response with a credential of 128 characters takes about 200 bytes; the rest is
/// room for more fields.
const MIN_RESPONSE_BYTES: usize = 512;

/// The only host name to which the client sends plain HTTP. Loopback addresses are allowed too, and need no resolver.
const LOOPBACK_NAME: &str = "localhost";

/// Addresses of [`LOOPBACK_NAME`]. Port 0 stands for the port of the URL, or the default port of its scheme.
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
    /// Returns a builder with the API key and the base URL of the environment: see [`Client::from_env`].
    ///
    /// # Errors
    ///
    /// Returns [`ConfigError::Variable`] if [`API_KEY_VARIABLE`](crate::API_KEY_VARIABLE) is not set, or if either
    /// variable is empty or not Unicode.
    pub fn from_env() -> Result<Self, ConfigError> {
        environment::read(std::env::var)
    }

    /// Sets the base URL: one of the document's servers ([`Server`]) or your own URL, with or without a trailing slash.
    /// Default: the default [`Server`].
    ///
    /// It must be an absolute `https://` URL with a host and, optionally, a path. `http://` is allowed for loopback
    /// hosts only. [`InvalidBaseUrl`] lists what [`build`](Self::build) rejects.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets the caller's API key: one or more visible ASCII characters. Required.
    pub fn api_key(mut self, key: impl Into<SecretString>) -> Self {
        self.api_key = Some(key.into());
        self
    }

    /// Sets the `User-Agent` header: visible ASCII characters and spaces, not blank. Default: this crate's name and
    /// version, as in `name-rust/1.2.3`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Sets the timeout for connecting, including the TLS handshake. Default: 10 seconds. Must be greater than zero.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the idle timeout of response bodies: the longest pause between two chunks. Default: 30 seconds. Must be
    /// greater than zero.
    ///
    /// It does not apply to the head of a response, because creating a key may take the service longer: only
    /// [`attempt_timeout`](Self::attempt_timeout) limits that wait.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// Sets the timeout of one attempt, from connecting to the last byte of the response. Default: 60 seconds. Must be
    /// greater than zero.
    ///
    /// The body of a success may take longer: see [`grace_period`](Self::grace_period).
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// Sets the timeout of a call, including all its attempts and the waits between them. Default: 5 minutes, which is
    /// enough to wait for a rate limit to lift. Must be greater than zero.
    ///
    /// The body of a success may take longer: see [`grace_period`](Self::grace_period).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the grace period of the body of a success (2xx), counted from the arrival of its head. Default: 60 seconds.
    /// With zero, only the timeouts apply.
    ///
    /// The body holds the only copy of a created key. The client therefore reads it until both the deadline of the
    /// attempt and the grace period have passed. [`read_timeout`](Self::read_timeout) still applies.
    pub fn grace_period(mut self, period: Duration) -> Self {
        self.grace_period = period;
        self
    }

    /// Sets the rate limits that the client and its clones stay below. Default: [`RateLimits::documented`]. Each limit
    /// must permit at least one request, in a window longer than zero.
    ///
    /// They apply under every retry policy. A call that would have to wait past its deadline fails at once, as
    /// [`NotSent`](crate::Outcome::NotSent).
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.rate_limits = limits;
        self
    }

    /// Sets the retry policy: how often a call is retried, and after what delay. Default: [`RetryPolicy::default`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the maximum size of a response body, in bytes. Default: 1 MiB (1,048,576 bytes). Minimum: 512 bytes,
    /// because a key that does not fit is lost.
    ///
    /// A larger body is an error, which keeps the first `limit` bytes.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// Sets a function that adjusts the HTTP client: proxies, trusted roots, client certificates. Default: none.
    ///
    /// `step` cannot change the following: the client follows no redirects, the HTTP client retries nothing and logs no
    /// bytes, and the timeouts of this builder apply. Plain HTTP uses no proxy and goes to loopback addresses only (or
    /// to the Unix socket or named pipe that `step` sets): for `localhost`, the client ignores resolvers and overrides.
    ///
    /// Everything else is up to `step`:
    ///
    /// - **Default headers** are added to every request. They do not replace a header that the SDK sets: `Host`,
    ///   `User-Agent`, the API key's header, and `Accept` and `Content-Type` where the operation has them. Do not
    ///   set headers that control the connection, the message or its coding (`Accept-Encoding`, `Connection`,
    ///   `Content-Length`, `Expect`, `TE`, `Transfer-Encoding`, `Upgrade`): the client sends them unchanged. A request
    ///   with a wrong `Content-Length` is cut off or fails, and a compressed response is not decompressed.
    /// - **TLS** is as `step` configures it. With `tls_danger_accept_invalid_certs`, or a preconfigured TLS that
    ///   verifies no certificates, any server that poses as the service receives the API key. A preconfigured TLS
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

    /// Builds the client. It opens no connection before the first call.
    ///
    /// # Errors
    ///
    /// Returns [`ConfigError`] if a setting is missing or invalid: each variant describes one case.
    pub fn build(self) -> Result<Client, ConfigError> {
        let base_url =
            BaseUrl::new(check_base_url(self.base_url.as_deref().ok_or(ConfigError::MissingBaseUrl)?)?);
        let api_key = match (API_KEY, &self.api_key) {
            (Some((header, prefix)), Some(key)) => Some(api_key_header(header, prefix, key)?),
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
        // Selects the backend, because another crate may enable the other one.
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
        // A proxy, a resolver or an override would send the API key of a plain HTTP request to another host.
        // The last override for a host wins, and overrides win over resolvers.
        let custom = if is_encrypted {
            custom
        } else {
            custom.no_proxy().resolve_to_addrs(LOOPBACK_NAME, &LOOPBACK_ADDRESSES)
        };
        // Plain HTTP needs no trusted roots. Loading them takes longer than the rest of this function.
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        let custom = if is_encrypted { custom } else { custom.tls_certs_only([]) };
        let http = custom
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .connection_verbose(false)
            .http1_only()
            // Accepts malformed headers of a gateway, which would otherwise lose a created key.
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_max_headers(MAX_HEADERS)
            // Disables features of reqwest that another crate may enable.
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
            rate_limits: self.rate_limits,
            last_response: Arc::default(),
        };
        let client = HttpClient {
            throttle: Arc::new(Throttle::new(&transport.rate_limits)),
            transport: Arc::new(transport),
            policy: self.retry,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
        };
        Ok(Client { http: client })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An invalid URL may contain a password.
        let base_url = self.base_url.as_deref().map(check_base_url);
        let base_url = base_url.map(|url| url.map_or_else(|_| "[invalid]".to_owned(), String::from));
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

/// Returns the API key and its header.
fn api_key_header(header: HeaderName, prefix: &str, key: &SecretString) -> Result<ApiKey, ConfigError> {
    check_api_key(key)?;
    // Does not fail: visible ASCII is always a valid header value.
    let invalid = ConfigError::ApiKey(InvalidApiKey::NotVisibleAscii(0));
    let values = [prefix, ""].map(|prefix| sensitive_header(&[prefix, key.expose_secret()]));
    let [Some(value), Some(key)] = values else { return Err(invalid) };
    Ok(ApiKey { header, value, key })
}

/// Checks that the API key is valid as a header value.
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

/// Parses the base URL. Rejects a URL that the parser would correct, because the correction may name another host.
fn check_base_url(text: &str) -> Result<Url, ConfigError> {
    let reject = |problem| Err(ConfigError::BaseUrl(problem));
    let text = text.trim();
    // The parser removes line breaks and tabs, and reads a backslash as a slash.
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return reject(InvalidBaseUrl::WhiteSpace);
    }
    if text.contains('\\') {
        return reject(InvalidBaseUrl::Backslash);
    }
    let url = match Url::parse(text) {
        Ok(url) => url,
        Err(error) => return reject(InvalidBaseUrl::NotAUrl(error.to_string())),
    };
    // Comes before the checks whose messages contain parts of the URL: those could show a password.
    if !url.username().is_empty() || url.password().is_some() {
        return reject(InvalidBaseUrl::Credentials);
    }
    if url.query().is_some() || url.fragment().is_some() {
        return reject(InvalidBaseUrl::QueryOrFragment);
    }
    let host = url.host_str().unwrap_or_default().to_owned();
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        "http" => return reject(InvalidBaseUrl::Insecure { host }),
        other => return reject(InvalidBaseUrl::Scheme(other.to_owned())),
    }
    let after_scheme = text.get(url.scheme().len()..).unwrap_or_default();
    let written = match after_scheme.strip_prefix("://") {
        Some(written) if !written.starts_with('/') => written,
        _ => return reject(InvalidBaseUrl::Slashes),
    };
    if !is_as_written(&url, written) {
        return reject(InvalidBaseUrl::NotNormalized { read_as: url.into() });
    }
    if url.path().contains("//") {
        return reject(InvalidBaseUrl::DoubleSlash);
    }
    if url.path() == "/" {
        // The host of a documented server without its path: every call would go to a wrong path.
        let meant = Server::ALL.into_iter().find(|server| {
            Url::parse(server.base_url())
                .is_ok_and(|documented| documented.host() == url.host() && documented.path() != "/")
        });
        if let Some(server) = meant {
            return reject(InvalidBaseUrl::PathMissing { meant: server.base_url() });
        }
    }
    Ok(url)
}

/// Checks that parsing changed nothing. `written` is the given URL after its scheme and the two slashes.
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
        // IPv6 addresses have brackets.
        Some(host) => {
            host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        None => false,
    }
}
