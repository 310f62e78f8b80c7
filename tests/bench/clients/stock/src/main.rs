//! The unmodified client that progenitor generates from the same document.

use std::process::ExitCode;

use harness::{API_KEY, Created, NAME, USER_ID};

mod stock {
    progenitor::generate_api!(spec = "../../../../openapi/certcentral.yaml", interface = Builder);
}

fn main() -> ExitCode {
    let make = |base_url: &str| {
        let mut headers = reqwest::header::HeaderMap::new();
        headers.insert("x-dc-devkey", API_KEY.parse().expect("a valid header value"));
        let http =
            reqwest::Client::builder().default_headers(headers).build().expect("reqwest's defaults build");
        stock::Client::new_with_client(base_url, http)
    };
    harness::run(make, async |client: &stock::Client| {
        let call = client.create_key().user_id(USER_ID).body_map(|body| body.name(NAME));
        let created = call.send().await.map_err(|error| error.to_string())?;
        Ok(Created { id: created.id, length: created.api_key.len() })
    })
}
