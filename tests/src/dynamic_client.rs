//! A dynamic client: an SDK's operations and types by their names in the document, with arguments and results as JSON.
//!
//! `cargo xtask codegen` generates an implementation for each SDK; `generated` is the workspace's.

use std::pin::Pin;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// An SDK.
#[derive(Clone, Copy)]
pub struct Sdk {
    /// Creates a client without retries; returns its operations.
    pub connect: fn(base_url: &str, api_key: &str) -> Result<Vec<Operation>, String>,
    /// Returns the types of all schemas.
    pub types: fn() -> Vec<Type>,
}

/// The future of a call.
pub type Call = Pin<Box<dyn Future<Output = Result<Answer, String>> + std::marker::Send>>;

type Send = Box<dyn Fn(Arguments) -> Call + std::marker::Send + Sync>;

/// An operation of an SDK's client.
pub struct Operation {
    /// The `operationId`.
    pub id: &'static str,
    send: Send,
}

impl Operation {
    /// Creates the operation `id`, called by `send`.
    pub fn new(
        id: &'static str,
        send: impl Fn(Arguments) -> Call + std::marker::Send + Sync + 'static,
    ) -> Self {
        Self { id, send: Box::new(send) }
    }

    /// Calls the operation.
    ///
    /// # Errors
    ///
    /// If an argument is missing or not of the SDK's type.
    pub async fn call(&self, arguments: Arguments) -> Result<Answer, String> {
        (self.send)(arguments).await
    }
}

/// The arguments of a call.
#[derive(Clone, Debug, Default)]
pub struct Arguments {
    /// The parameters, by their names in the document.
    pub parameters: Vec<(String, Value)>,
    /// The request body.
    pub body: Option<Value>,
}

impl Arguments {
    /// Returns a parameter that the SDK requires.
    ///
    /// # Errors
    ///
    /// If it is missing or not of the SDK's type.
    pub fn parameter<T: DeserializeOwned>(&self, name: &str) -> Result<T, String> {
        self.optional(name)?.ok_or(format!("the document has no parameter `{name}`"))
    }

    /// Returns an optional parameter.
    ///
    /// # Errors
    ///
    /// If it is not of the SDK's type.
    pub fn optional<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, String> {
        let Some((_, value)) = self.parameters.iter().find(|(known, _)| known == name) else {
            return Ok(None);
        };
        serde_json::from_value(value.clone()).map(Some).map_err(|error| format!("{name}: {error}"))
    }

    /// Returns the request body.
    ///
    /// # Errors
    ///
    /// If it is missing or not of the SDK's type.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, String> {
        let body = self.body.clone().ok_or("the document has no request body")?;
        serde_json::from_value(body).map_err(|error| format!("body: {error}"))
    }
}

/// The result of a call.
#[derive(Debug)]
pub enum Answer {
    /// The call succeeded.
    Success {
        /// The response's status.
        status: u16,
        /// The decoded value, serialized by the SDK.
        value: Value,
    },
    /// The call failed.
    Failure {
        /// The outcome as the SDK displays it, for example `refused`.
        outcome: String,
        /// The response's status, if a response arrived.
        status: Option<u16>,
        /// The decoded error, serialized by the SDK, if it has the documented type.
        value: Option<Value>,
        /// The response's body, if a response arrived.
        body: Option<Vec<u8>>,
        /// The error's message.
        message: String,
    },
}

/// A type of an SDK.
pub struct Type {
    /// The name of its schema in the document.
    pub schema: &'static str,
    /// The JSON Schema that schemars derives from the type.
    pub json_schema: Value,
    /// Deserializes a value and serializes it again.
    pub round_trip: fn(&Value) -> Result<Value, String>,
}

impl Type {
    /// Describes the type `T` of the schema `schema`.
    #[must_use]
    pub fn of<T: JsonSchema + Serialize + DeserializeOwned>(schema: &'static str) -> Self {
        Self {
            schema,
            json_schema: schemars::schema_for!(T).to_value(),
            round_trip: |value| {
                let decoded: T = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
                serde_json::to_value(&decoded).map_err(|error| error.to_string())
            },
        }
    }
}

/// Serializes a decoded value.
pub fn to_json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_else(|error| error.to_string().into())
}
