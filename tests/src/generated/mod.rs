// Generated from openapi/certcentral.yaml by `cargo xtask codegen`. Edit the document, not this file.

//! Every operation and every type of the SDK, for tests that take their list from the document.

use certcentral::{Client, types};
use crate::call::{Arguments, Call, Operation, Type};

/// Every operation, ready to be called.
#[must_use]
pub fn operations() -> Vec<Operation> {
    Vec::from([create_key()])
}

/// The type of every schema.
#[must_use]
pub fn types() -> Vec<Type> {
    Vec::from([
        Type::of::<types::CreateKeyRequest>("CreateKeyRequest"),
        Type::of::<types::ApiKeyRole>("ApiKeyRole"),
        Type::of::<types::CreatedKey>("CreatedKey"),
        Type::of::<types::ErrorResponse>("ErrorResponse"),
        Type::of::<types::ErrorDetail>("ErrorDetail"),
    ])
}

fn create_key() -> Operation {
    fn send<'a>(client: &'a Client, arguments: &'a Arguments) -> Call<'a> {
        Box::pin(async move {
            let call = client.create_key();
            let call = call.user_id(arguments.parameter::<i64>("user_id")?);
            let call = call.body(arguments.body::<types::CreateKeyRequest>()?);
            Ok(call.send().await.into())
        })
    }
    Operation::new("create_key", send)
}
