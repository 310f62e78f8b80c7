//! A secret has no `Display`.

fn main() {
    println!("{}", certcentral::SecretString::from("not-a-real-key"));
}
