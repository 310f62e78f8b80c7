//! Guides: what there is to know beyond the single items.

#[doc = include_str!("../docs/outcomes_and_retries.md")]
pub mod outcomes_and_retries {}

#[doc = include_str!("../docs/secrets.md")]
pub mod secrets {}

#[cfg(feature = "httpmock")]
#[doc = include_str!("../docs/testing.md")]
pub mod testing {}
