// E0061 create_key: a call requires its parameters.

fn _case(client: &certcentral::Client) {
    let _ = client.create_key();
}
