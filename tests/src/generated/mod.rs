// Generated from openapi/certcentral.yaml by `cargo xtask codegen`. Edit the document, not this file.

//! All operations and types of the SDK, for tests that enumerate them from the document.

use conformance::dynamic_client::{Answer, Arguments, Operation, Sdk, Type, to_json};
use certcentral::{Client, Error, RateLimits, Response, RetryPolicy, types};

/// The SDK under test.
pub const SDK: Sdk = Sdk { connect, types };

/// Returns every operation of a client as a callable value.
#[must_use]
#[allow(clippy::too_many_lines, reason = "one entry per operation")]
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
        Operation::new(
            "list_keys",
            {
                let client = client.clone();
                move |arguments: Arguments| {
                    let client = client.clone();
                    Box::pin(async move {
                        Ok(
                            answer(
                                client
                                    .list_keys()
                                    .set_user_id(arguments.optional::<i64>("user_id")?)
                                    .await,
                            ),
                        )
                    })
                }
            },
        ),
        Operation::new(
            "get_key",
            {
                let client = client.clone();
                move |arguments: Arguments| {
                    let client = client.clone();
                    Box::pin(async move {
                        Ok(
                            answer(
                                client.get_key(arguments.parameter::<i64>("key_id")?).await,
                            ),
                        )
                    })
                }
            },
        ),
        Operation::new(
            "edit_key",
            {
                let client = client.clone();
                move |arguments: Arguments| {
                    let client = client.clone();
                    Box::pin(async move {
                        Ok(
                            answer(
                                client
                                    .edit_key(
                                        arguments.parameter::<i64>("key_id")?,
                                        arguments.body::<types::EditKeyRequest>()?,
                                    )
                                    .await,
                            ),
                        )
                    })
                }
            },
        ),
        Operation::new(
            "update_key_status",
            {
                let client = client.clone();
                move |arguments: Arguments| {
                    let client = client.clone();
                    Box::pin(async move {
                        Ok(
                            answer(
                                client
                                    .update_key_status(
                                        arguments.parameter::<i64>("key_id")?,
                                        arguments.body::<types::UpdateKeyStatusRequest>()?,
                                    )
                                    .await,
                            ),
                        )
                    })
                }
            },
        ),
        Operation::new(
            "list_api_key_roles",
            {
                let client = client.clone();
                move |_: Arguments| {
                    let client = client.clone();
                    Box::pin(async move {
                        Ok(answer(client.list_api_key_roles().await))
                    })
                }
            },
        ),
        Operation::new(
            "get_me",
            {
                let client = client.clone();
                move |_: Arguments| {
                    let client = client.clone();
                    Box::pin(async move { Ok(answer(client.get_me().await)) })
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
        Type::of::<types::KeyList>("KeyList"),
        Type::of::<types::Key>("Key"),
        Type::of::<types::KeyUser>("KeyUser"),
        Type::of::<types::KeyStatus>("KeyStatus"),
        Type::of::<types::EditKeyRequest>("EditKeyRequest"),
        Type::of::<types::UpdateKeyStatusRequest>("UpdateKeyStatusRequest"),
        Type::of::<types::ApiKeyRoleList>("ApiKeyRoleList"),
        Type::of::<types::NamedApiKeyRole>("NamedApiKeyRole"),
        Type::of::<types::User>("User"),
        Type::of::<types::AccessRole>("AccessRole"),
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
