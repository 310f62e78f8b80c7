// E0277 SecretString: a secret has no `Serialize`.

fn _case(secret: &certcentral::SecretString) -> serde_json::Result<String> {
    serde_json::to_string(secret)
}
