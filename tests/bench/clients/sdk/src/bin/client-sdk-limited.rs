//! This SDK, for a service whose windows are a hundredth as long: so are its waits.

use std::process::ExitCode;
use std::time::Duration;

use certcentral::{Client, RetryPolicy};
use harness::{API_KEY, Created, NAME, USER_ID};

fn main() -> ExitCode {
    let make = |base_url: &str| {
        let retry = RetryPolicy::default()
            .initial_backoff(Duration::from_millis(5))
            .max_backoff(Duration::from_millis(300));
        let builder = Client::builder().base_url(base_url).api_key(API_KEY).retry(retry);
        builder.build().expect("the base URL is a server on loopback")
    };
    harness::run(make, async |client: &Client| {
        let call = client.create_key().user_id(USER_ID).body_map(|body| body.name(NAME));
        let created = call.send().await.map_err(|error| error.to_string())?;
        Ok(Created { id: created.id, length: created.api_key.expose_secret().len() })
    })
}
