// E0277 SecretString: a secret has no `Display`.

fn _case(secret: &certcentral::SecretString) {
    println!("{secret}");
}
