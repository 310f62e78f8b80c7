// E0061 new: a type requires its required properties.

fn _case() {
    let _ = certcentral::types::CreateKeyRequest::new();
}
