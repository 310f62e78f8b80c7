//! A secret cannot be printed without being asked for.

fn main() {
    println!("{}", certcentral::SecretString::from("not-a-real-key"));
}
