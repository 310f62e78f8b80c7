//! There is no client without an API key.

fn main() {
    let _ = certcentral::Client::new("https://host.test");
}
