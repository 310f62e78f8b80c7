// Generated from openapi/certcentral.yaml by `cargo xtask codegen`. Edit the document, not this file.

//! What the document says besides its operations and schemas.

use std::time::Duration;
use reqwest::header::HeaderName;

/// The document's title (`info.title`).
pub const TITLE: &str = "DigiCert CertCentral Services API – create key";

/// The document's version (`info.version`): that of the API's description, not of this crate.
pub const VERSION: &str = "1.0.0";

/// The header that carries the caller's API key: `X-DC-DEVKEY` (`securitySchemes`).
///
/// API key of the caller, a user who may create keys for the user in the path.
pub const API_KEY_HEADER: Option<HeaderName> = Some(
    HeaderName::from_static("x-dc-devkey"),
);

/// What is before the API key in its header.
pub(crate) const API_KEY_PREFIX: &str = "";

/// The rate limits of the service, for each API key: so many requests in a rolling window of time
/// (`x-rate-limits`).
pub const RATE_LIMITS: &[(u32, Duration)] = &[
    (100, Duration::from_secs(5)),
    (1000, Duration::from_secs(180)),
];

/// A server that the document names (`servers`).
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
    /// Every server, in the document's order.
    pub const ALL: [Self; 2] = [Self::UnitedStates, Self::Europe];

    /// The first server of the document; `None` where it names none.
    pub const FIRST: Option<Self> = Some(Self::UnitedStates);

    /// The base URL, without a trailing slash.
    #[must_use]
    pub const fn base_url(self) -> &'static str {
        match self {
            Self::UnitedStates => "https://www.digicert.com/services/v2",
            Self::Europe => "https://certcentral.digicert.eu/services/v2",
        }
    }
}

/// The first server of the document.
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
