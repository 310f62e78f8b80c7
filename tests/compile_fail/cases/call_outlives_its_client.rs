// compiles: a call does not borrow the client, and accepts a role by its number.

use certcentral::{Client, calls::CreateKey, types::CreateKeyRequest};

fn _case(client: Client) -> CreateKey {
    client.create_key(1234, CreateKeyRequest::new("ci").restricted_to_role_id(102))
}
