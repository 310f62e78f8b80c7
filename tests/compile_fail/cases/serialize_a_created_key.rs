// E0277 CreatedKey: a created key has no `Serialize`.

fn _case(created: &certcentral::types::CreatedKey) -> serde_json::Result<String> {
    serde_json::to_string(created)
}
