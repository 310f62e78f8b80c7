//! The first example of the SDK's design, word for word. The test `feel` runs it.

use certcentral::{Client, types::ApiKeyRole};

struct Vault {
    separator: char,
}

impl Vault {
    fn store(&self, id: i64, key: &str) -> std::io::Result<()> {
        use std::io::Write as _;
        writeln!(std::io::stdout(), "{id}{}{key}", self.separator)
    }
}

#[rustfmt::skip]
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
let vault = Vault { separator: ' ' };
let client = Client::from_env()?;                      // CERTCENTRAL_API_KEY, CERTCENTRAL_BASE_URL
let created = client
    .create_key()
    .user_id(1234)
    .body_map(|body| body.name("ci").restricted_to_role_id(ApiKeyRole::ViewOnly))
    .send()
    .await?;
vault.store(created.id, created.api_key.expose_secret())?;
Ok(())
}
