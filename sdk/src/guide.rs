//! Guides: outcomes and retries, secrets, and testing with the mock.

#[doc = include_str!("../docs/outcomes_and_retries.md")]
pub mod outcomes_and_retries {}

#[doc = include_str!("../docs/secrets.md")]
pub mod secrets {}

#[cfg(feature = "httpmock")]
#[doc = include_str!("../docs/testing.md")]
pub mod testing {}
