// Generated from openapi/certcentral.yaml by `cargo xtask codegen`. Edit the document, not this file.

//! All operations and types of the SDK, for tests that enumerate them from the document.

use conformance::dynamic_client::{Answer, Arguments, Operation, Sdk, Type, to_json};
use certcentral::{Client, Error, RateLimits, Response, RetryPolicy, types};

/// The SDK under test.
pub const SDK: Sdk = Sdk { connect, types };

/// Returns every operation of a client as a callable value.
#[must_use]
pub fn operations(client: &Client) -> Vec<Operation> {
    Vec::from([
        Operation::new(
            "create_key",
            {
                let client = client.clone();
                move |arguments: Arguments| {
                    let client = client.clone();
                    Box::pin(async move {
                        Ok(
                            answer(
                                client
                                    .create_key(
                                        arguments.parameter::<i64>("user_id")?,
                                        arguments.body::<types::CreateKeyRequest>()?,
                                    )
                                    .await,
                            ),
                        )
                    })
                }
            },
        ),
    ])
}

fn connect(base_url: &str, api_key: &str) -> Result<Vec<Operation>, String> {
    let builder = Client::builder().base_url(base_url).api_key(api_key);
    let builder = builder.rate_limits(RateLimits::off()).retry(RetryPolicy::off());
    let client = builder.build().map_err(|error| error.to_string())?;
    Ok(operations(&client))
}

fn types() -> Vec<Type> {
    Vec::from([
        Type::of::<types::CreateKeyRequest>("CreateKeyRequest"),
        Type::of::<types::ApiKeyRole>("ApiKeyRole"),
        Type::of::<types::CreatedKey>("CreatedKey"),
        Type::of::<types::ErrorResponse>("ErrorResponse"),
        Type::of::<types::ErrorDetail>("ErrorDetail"),
    ])
}

fn answer<T: ::serde::Serialize, E: ::serde::Serialize + ::std::fmt::Debug>(
    result: Result<Response<T>, Error<E>>,
) -> Answer {
    match result {
        Ok(response) => {
            Answer::Success {
                status: response.status().as_u16(),
                value: to_json(&*response),
            }
        }
        Err(error) => {
            Answer::Failure {
                outcome: error.outcome().to_string(),
                status: error.status().map(|status| status.as_u16()),
                body: error.body().map(|body| body.expose_secret().to_vec()),
                message: error.to_string(),
                value: match error {
                    Error::ErrorResponse(response) => Some(to_json(&*response)),
                    _ => None,
                },
            }
        }
    }
}
