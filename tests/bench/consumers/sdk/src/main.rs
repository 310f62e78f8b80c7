//! Creates a key with the SDK.

use certcentral::Client;
use certcentral::types::CreateKeyRequest;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let created = Client::from_env()?.create_key(1234, CreateKeyRequest::new("ci")).await?;
    std::fs::write("key.txt", created.api_key.expose_secret())?;
    println!("created key {}", created.id);
    Ok(())
}
