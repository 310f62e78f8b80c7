//! A client as a user would write it with reqwest.

use std::process::ExitCode;

use harness::{API_KEY, Created, NAME, USER_ID};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct CreateKey<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    restricted_to_role_id: Option<i64>,
}

#[derive(Deserialize)]
struct CreatedKey {
    id: i64,
    api_key: String,
}

#[derive(Clone)]
struct Client {
    http: reqwest::Client,
    base_url: String,
}

impl Client {
    async fn create_key(&self, user_id: i64, name: &str) -> reqwest::Result<CreatedKey> {
        self.http
            .post(format!("{}/key/user/{user_id}", self.base_url))
            .header("X-DC-DEVKEY", API_KEY)
            .json(&CreateKey { name, restricted_to_role_id: None })
            .send()
            .await?
            .error_for_status()?
            .json()
            .await
    }
}

fn main() -> ExitCode {
    let make = |base_url: &str| Client { http: reqwest::Client::new(), base_url: base_url.to_owned() };
    harness::run(make, async |client: &Client| {
        let created = client.create_key(USER_ID, NAME).await.map_err(|error| error.to_string())?;
        Ok(Created { id: created.id, length: created.api_key.len() })
    })
}
