//! An SDK's operations and types, as the tests see them: by the document's names, in JSON.
//!
//! Each SDK comes with a generated view of it (`generated`, for the workspace's) that fills this in.

use std::pin::Pin;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// An SDK.
#[derive(Clone, Copy)]
pub struct Sdk {
    /// Every operation of a client that calls this base URL with this API key, once.
    pub connect: fn(base_url: &str, api_key: &str) -> Result<Vec<Operation>, String>,
    /// The type of every schema.
    pub types: fn() -> Vec<Type>,
}

/// A call, on its way.
pub type Call = Pin<Box<dyn Future<Output = Result<Answer, String>> + std::marker::Send>>;

type Send = Box<dyn Fn(Arguments) -> Call + std::marker::Send + Sync>;

/// An operation of an SDK's client.
pub struct Operation {
    /// Its `operationId`.
    pub id: &'static str,
    send: Send,
}

impl Operation {
    /// The operation `id`, called by `send`.
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

/// What an operation is called with.
#[derive(Clone, Debug, Default)]
pub struct Arguments {
    /// The parameters, by the names that they have in the document.
    pub parameters: Vec<(String, Value)>,
    /// The request body.
    pub body: Option<Value>,
}

impl Arguments {
    /// A parameter that the SDK requires.
    ///
    /// # Errors
    ///
    /// If it is missing or not of the SDK's type.
    pub fn parameter<T: DeserializeOwned>(&self, name: &str) -> Result<T, String> {
        self.optional(name)?.ok_or(format!("the document has no parameter `{name}`"))
    }

    /// A parameter that may be missing.
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

    /// The request body.
    ///
    /// # Errors
    ///
    /// If it is missing or not of the SDK's type.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, String> {
        let body = self.body.clone().ok_or("the document has no request body")?;
        serde_json::from_value(body).map_err(|error| format!("body: {error}"))
    }
}

/// What came of a call.
#[derive(Debug)]
pub enum Answer {
    /// It succeeded.
    Success {
        /// The response's status.
        status: u16,
        /// The decoded value, as the SDK would write it.
        value: Value,
    },
    /// It failed.
    Failure {
        /// What the call may have done, in the SDK's word for it: `refused`, for example.
        outcome: String,
        /// The response's status, if one came.
        status: Option<u16>,
        /// The decoded error, as the SDK would write it, if it is of the documented type.
        value: Option<Value>,
        /// The response's body, if one came.
        body: Option<Vec<u8>>,
        /// What the error says.
        message: String,
    },
}

/// A type of an SDK.
pub struct Type {
    /// The name of its schema in the document.
    pub schema: &'static str,
    /// Its JSON Schema, by schemars.
    pub json_schema: Value,
    /// Decodes a value and writes it again.
    pub round_trip: fn(&Value) -> Result<Value, String>,
}

impl Type {
    /// The type `T` of the schema `schema`.
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

/// A decoded value, as the SDK would write it.
pub fn to_json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_else(|error| error.to_string().into())
}
