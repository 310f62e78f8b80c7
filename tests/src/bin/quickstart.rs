//! The first example of the SDK's design, word for word. The test `quickstart` runs it.

use certcentral::{
    Client,
    types::{ApiKeyRole, CreateKeyRequest},
};

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
    .create_key(1234, CreateKeyRequest::new("ci").restricted_to_role_id(ApiKeyRole::ViewOnly))
    .await?;
vault.store(created.id, created.api_key.expose_secret())?;
Ok(())
}
