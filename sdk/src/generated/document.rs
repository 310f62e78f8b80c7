// Generated from openapi/certcentral.yaml by `cargo xtask codegen`. Edit the document, not this file.

//! Facts about the API from the document: title, version, API key header, rate limits and servers.

use std::time::Duration;
use reqwest::header::HeaderName;

/// Title of the document (`info.title`).
pub const TITLE: &str = "DigiCert CertCentral Services API – API keys";

/// Version of the document (`info.version`), not of this crate.
pub const VERSION: &str = "1.1.0";

/// Name of the header that carries the caller's API key: `X-DC-DEVKEY` (`securitySchemes`).
///
/// API key of the caller, a user whose access role permits the request.
pub const API_KEY_HEADER: HeaderName = HeaderName::from_static("x-dc-devkey");

/// Name of the header that carries the caller's API key, and the prefix of its value, for example `Bearer `.
pub(crate) const API_KEY: Option<(HeaderName, &str)> = Some((API_KEY_HEADER, ""));

/// Rate limits per API key (`x-rate-limits`): the number of requests permitted in a rolling time window.
pub const RATE_LIMITS: &[(u32, Duration)] = &[
    (100, Duration::from_secs(5)),
    (1000, Duration::from_secs(180)),
];

/// A server listed in the document (`servers`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Server {
    /// CertCentral in the United States, for accounts at www.digicert.com
    ///
    /// `https://www.digicert.com/services/v2`
    UnitedStates,
    /// CertCentral in Europe, for accounts at certcentral.digicert.eu
    ///
    /// `https://certcentral.digicert.eu/services/v2`
    Europe,
}

impl Server {
    /// All servers, in the document's order.
    pub const ALL: [Self; 2] = [Self::UnitedStates, Self::Europe];

    /// The document's first server, or `None` if it lists none.
    pub(crate) const FIRST: Option<Self> = Some(Self::UnitedStates);

    /// Returns the base URL, without a trailing slash.
    #[must_use]
    pub const fn base_url(self) -> &'static str {
        match self {
            Self::UnitedStates => "https://www.digicert.com/services/v2",
            Self::Europe => "https://certcentral.digicert.eu/services/v2",
        }
    }
}

/// Returns the document's first server.
impl Default for Server {
    fn default() -> Self {
        Self::UnitedStates
    }
}

impl From<Server> for String {
    fn from(server: Server) -> Self {
        server.base_url().to_owned()
    }
}
