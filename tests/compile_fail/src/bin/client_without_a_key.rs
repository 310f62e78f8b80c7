//! A client requires an API key.

fn main() {
    let _ = certcentral::Client::new("https://host.test");
}
