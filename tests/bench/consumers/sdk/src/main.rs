//! Creates a key with the SDK.

use certcentral::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let created =
        Client::from_env()?.create_key().user_id(1234).body_map(|body| body.name("ci")).send().await?;
    std::fs::write("key.txt", created.api_key.expose_secret())?;
    println!("created key {}", created.id);
    Ok(())
}
