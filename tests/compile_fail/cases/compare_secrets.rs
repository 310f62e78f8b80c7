// E0369 SecretString: the time of `==` reveals the length of the common prefix.

fn _case(secret: &certcentral::SecretString) -> bool {
    *secret == secret.clone()
}
