//! Creates a key with reqwest alone.

use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct CreateKey<'a> {
    name: &'a str,
}

#[derive(Deserialize)]
struct CreatedKey {
    id: i64,
    api_key: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let created: CreatedKey = reqwest::Client::new()
        .post("https://www.digicert.com/services/v2/key/user/1234")
        .header("X-DC-DEVKEY", std::env::var("CERTCENTRAL_API_KEY")?)
        .json(&CreateKey { name: "ci" })
        .send()
        .await?
        .error_for_status()?
        .json()
        .await?;
    std::fs::write("key.txt", created.api_key)?;
    println!("created key {}", created.id);
    Ok(())
}
