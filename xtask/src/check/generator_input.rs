//! Reads the document into the generator's model of OpenAPI.

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::yaml::escape;

/// Reads the document into the generator's model.
///
/// On failure, returns the pointer of the smallest part that fails on its own, and a message. The errors of the
/// model have no position.
pub(super) fn read(value: &Value) -> Result<OpenAPI, (String, String)> {
    let error = match serde_json::from_value::<OpenAPI>(value.clone()) {
        Ok(openapi) => return Ok(openapi),
        Err(error) => error,
    };
    if value.pointer("/info/version").is_some_and(|version| !version.is_string()) {
        return Err(("/info/version".to_owned(), "`version` must be a string: put it in quotes".to_owned()));
    }
    for (pointer, fault) in candidates(value) {
        if let Some(error) = fault {
            return Err((pointer, format!("not valid OpenAPI 3.0: {error}")));
        }
    }
    Err((String::new(), format!("not valid OpenAPI 3.0: {error}")))
}

/// Reads every part that can be read on its own. Returns the pointer of each, and its error if it has one.
fn candidates(value: &Value) -> Vec<(String, Option<serde_json::Error>)> {
    fn read<T: serde::de::DeserializeOwned>(value: &Value) -> Option<serde_json::Error> {
        serde_json::from_value::<T>(value.clone()).err()
    }
    type Read = fn(&Value) -> Option<serde_json::Error>;
    let components: [(&str, Read); 8] = [
        ("schemas", read::<openapiv3::ReferenceOr<openapiv3::Schema>>),
        ("responses", read::<openapiv3::ReferenceOr<openapiv3::Response>>),
        ("parameters", read::<openapiv3::ReferenceOr<openapiv3::Parameter>>),
        ("examples", read::<openapiv3::ReferenceOr<openapiv3::Example>>),
        ("requestBodies", read::<openapiv3::ReferenceOr<openapiv3::RequestBody>>),
        ("headers", read::<openapiv3::ReferenceOr<openapiv3::Header>>),
        ("securitySchemes", read::<openapiv3::ReferenceOr<openapiv3::SecurityScheme>>),
        ("links", read::<openapiv3::ReferenceOr<openapiv3::Link>>),
    ];
    let entries = |pointer: &str| {
        let object = value.pointer(pointer).and_then(Value::as_object);
        let pointer = pointer.to_owned();
        object
            .into_iter()
            .flatten()
            .map(move |(name, part)| (format!("{pointer}/{}", escape(name)), part.clone()))
    };
    let mut found = Vec::new();
    for (kind, read) in components {
        for (pointer, part) in entries(&format!("/components/{kind}")) {
            let fault = read(&part);
            found.push((pointer, fault));
        }
    }
    for (path_pointer, _) in entries("/paths") {
        for (pointer, part) in entries(&path_pointer) {
            if pointer.ends_with("/parameters") {
                continue;
            }
            for (pointer, response) in entries(&format!("{pointer}/responses")) {
                found.push((pointer, read::<openapiv3::ReferenceOr<openapiv3::Response>>(&response)));
            }
            let items = part.get("parameters").and_then(Value::as_array);
            for (index, parameter) in items.into_iter().flatten().enumerate() {
                let fault = read::<openapiv3::ReferenceOr<openapiv3::Parameter>>(parameter);
                found.push((format!("{pointer}/parameters/{index}"), fault));
            }
            if part.is_object() {
                found.push((pointer, read::<openapiv3::Operation>(&part)));
            }
        }
    }
    found.push(("/info".to_owned(), value.get("info").and_then(read::<openapiv3::Info>)));
    found.push(("/servers".to_owned(), value.get("servers").and_then(read::<Vec<openapiv3::Server>>)));
    found
}
