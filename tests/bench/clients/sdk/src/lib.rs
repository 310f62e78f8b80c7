//! This SDK, driven as every client is.

use std::process::ExitCode;

use certcentral::{Client, ClientBuilder};
use harness::{API_KEY, Created, NAME, USER_ID};

/// Runs the SDK, with its default settings but for those that `configure` changes.
///
/// # Panics
///
/// If it is told to call what is no server on loopback.
pub fn run(configure: impl FnOnce(ClientBuilder) -> ClientBuilder) -> ExitCode {
    let make = |base_url: &str| {
        let builder = configure(Client::builder().base_url(base_url).api_key(API_KEY));
        builder.build().expect("a server on loopback")
    };
    harness::run(make, async |client: &Client| {
        let call = client.create_key().user_id(USER_ID).body_map(|body| body.name(NAME));
        let created = call.send().await.map_err(|error| error.to_string())?;
        Ok(Created { id: created.id, length: created.api_key.expose_secret().len() })
    })
}
