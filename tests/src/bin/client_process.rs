//! Builds a client in the environment of this process, and prints the error.

fn main() {
    let client =
        certcentral::Client::builder().base_url("https://localhost").api_key("not-a-real-key").build();
    match client {
        Ok(_) => println!("a client"),
        Err(error) => println!("{error}"),
    }
}
