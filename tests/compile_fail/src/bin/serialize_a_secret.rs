//! A secret has no `Serialize`.

fn main() {
    let secret = certcentral::SecretString::from("not-a-real-key");
    let _ = serde_json::to_string(&secret);
}
