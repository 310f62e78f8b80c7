//! A created key has no `Serialize`.

fn store(created: &certcentral::types::CreatedKey) -> serde_json::Result<String> {
    serde_json::to_string(created)
}

fn main() {
    let _ = store;
}
