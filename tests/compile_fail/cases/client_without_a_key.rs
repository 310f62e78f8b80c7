// E0599 new: a client requires an API key.

fn _case() {
    let _ = certcentral::Client::new("https://host.test");
}
