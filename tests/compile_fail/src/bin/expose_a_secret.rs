//! Compiles: `expose_secret()` reads the secret explicitly.

fn main() {
    let secret = certcentral::SecretString::from("not-a-real-key");
    assert_eq!(secret.expose_secret(), "not-a-real-key");
}
