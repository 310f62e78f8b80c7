//! This SDK with its feature `tracing`, and a subscriber that takes every span and every event.

use std::process::ExitCode;

use certcentral::Client;
use harness::{API_KEY, Created, NAME, USER_ID};
use tracing_subscriber::prelude::*;

fn main() -> ExitCode {
    tracing_subscriber::registry().init();
    let make = |base_url: &str| {
        Client::builder()
            .base_url(base_url)
            .api_key(API_KEY)
            .build()
            .expect("the base URL is a server on loopback")
    };
    harness::run(make, async |client: &Client| {
        let call = client.create_key().user_id(USER_ID).body_map(|body| body.name(NAME));
        let created = call.send().await.map_err(|error| error.to_string())?;
        Ok(Created { id: created.id, length: created.api_key.expose_secret().len() })
    })
}
