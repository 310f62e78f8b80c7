//! A secret cannot be written down without being asked for.

fn main() {
    let secret = certcentral::SecretString::from("not-a-real-key");
    let _ = serde_json::to_string(&secret);
}
