//! Secrets cannot be compared with `==`, whose time reveals the length of their common prefix.

fn main() {
    let secret = certcentral::SecretString::from("not-a-real-key");
    assert!(secret == secret.clone());
}
