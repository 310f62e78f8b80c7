//! Guides: the life of a key, outcomes and retries, secrets, and testing.

#[doc = include_str!("../docs/life_of_a_key.md")]
pub mod life_of_a_key {}

#[doc = include_str!("../docs/outcomes_and_retries.md")]
pub mod outcomes_and_retries {}

#[doc = include_str!("../docs/secrets.md")]
pub mod secrets {}

#[cfg(any(feature = "httpmock", feature = "testing"))]
#[cfg_attr(feature = "testing", doc = include_str!("../docs/testing.md"))]
#[cfg_attr(feature = "httpmock", doc = include_str!("../docs/mock_server.md"))]
pub mod testing {}
