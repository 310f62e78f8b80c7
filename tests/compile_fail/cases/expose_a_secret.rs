// compiles: `expose_secret()` reads the secret explicitly.

fn _case(secret: &certcentral::SecretString) -> &str {
    secret.expose_secret()
}
