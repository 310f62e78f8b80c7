//! The SDK's operations and types, as the tests see them: by the document's names, in JSON.

use std::fmt::Debug;
use std::pin::Pin;

use certcentral::{Client, Error, Outcome, ResponseValue};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A call, on its way.
pub type Call<'a> = Pin<Box<dyn Future<Output = Result<Answer, String>> + std::marker::Send + 'a>>;

type Send = for<'a> fn(&'a Client, &'a Arguments) -> Call<'a>;

/// An operation of the SDK.
pub struct Operation {
    /// Its `operationId`.
    pub id: &'static str,
    send: Send,
}

impl Operation {
    pub(crate) fn new(id: &'static str, send: Send) -> Self {
        Self { id, send }
    }

    /// Calls the operation.
    ///
    /// # Errors
    ///
    /// If an argument is missing or not of the SDK's type.
    pub async fn call(&self, client: &Client, arguments: &Arguments) -> Result<Answer, String> {
        (self.send)(client, arguments).await
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
    pub(crate) fn parameter<T: DeserializeOwned>(&self, name: &str) -> Result<T, String> {
        let (_, value) = self
            .parameters
            .iter()
            .find(|(known, _)| known == name)
            .ok_or(format!("the document has no parameter `{name}`"))?;
        serde_json::from_value(value.clone()).map_err(|error| format!("{name}: {error}"))
    }

    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, String> {
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
        /// What the call may have done.
        outcome: Outcome,
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

impl<T: Serialize, E: Serialize + Debug> From<Result<ResponseValue<T>, Error<E>>> for Answer {
    fn from(result: Result<ResponseValue<T>, Error<E>>) -> Self {
        let to_json =
            |value: Result<Value, serde_json::Error>| value.unwrap_or_else(|e| e.to_string().into());
        match result {
            Ok(response) => Self::Success {
                status: response.status().as_u16(),
                value: to_json(serde_json::to_value(&*response)),
            },
            Err(error) => Self::Failure {
                outcome: error.outcome(),
                status: error.status().map(|status| status.as_u16()),
                body: error.body().map(|body| body.expose_secret().to_vec()),
                message: error.to_string(),
                value: match error {
                    Error::ErrorResponse(response) => Some(to_json(serde_json::to_value(&*response))),
                    _ => None,
                },
            },
        }
    }
}

/// A type of the SDK.
pub struct Type {
    /// The name of its schema in the document.
    pub schema: &'static str,
    /// Its JSON Schema, by schemars.
    pub json_schema: Value,
    /// Decodes a value and writes it again.
    pub round_trip: fn(&Value) -> Result<Value, String>,
}

impl Type {
    pub(crate) fn of<T: JsonSchema + Serialize + DeserializeOwned>(schema: &'static str) -> Self {
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
