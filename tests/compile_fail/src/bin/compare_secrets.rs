//! Secrets cannot be compared byte by byte, in a time that says how far they agree.

fn main() {
    let secret = certcentral::SecretString::from("not-a-real-key");
    assert!(secret == secret.clone());
}
