//! Reads the API key and the base URL of a client from environment variables.

use std::env::VarError;

use crate::generated::environment::{API_KEY_VARIABLE, BASE_URL_VARIABLE};
use crate::{ClientBuilder, ConfigError, InvalidVariable, SecretString};

/// Returns a builder with the values that `variable` returns.
pub(crate) fn read(
    variable: impl Fn(&'static str) -> Result<String, VarError>,
) -> Result<ClientBuilder, ConfigError> {
    let read = |name| {
        // As a secret, the value is zeroed even if it is invalid.
        let problem = match variable(name).map(SecretString::from) {
            Ok(value) if value.expose_secret().trim().is_empty() => InvalidVariable::Empty,
            Ok(value) => return Ok(Some(value)),
            Err(VarError::NotPresent) => return Ok(None),
            Err(VarError::NotUnicode(_)) => InvalidVariable::NotUnicode,
        };
        Err(ConfigError::Variable { name, problem })
    };
    let missing = ConfigError::Variable { name: API_KEY_VARIABLE, problem: InvalidVariable::Missing };
    let builder = ClientBuilder::default().api_key(read(API_KEY_VARIABLE)?.ok_or(missing)?);
    Ok(match read(BASE_URL_VARIABLE)? {
        Some(url) => builder.base_url(url.expose_secret()),
        None => builder,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Server;

    fn build(key: Option<&str>, url: Option<&str>) -> Result<String, String> {
        let variable = |name| match name {
            API_KEY_VARIABLE => key.map(str::to_owned).ok_or(VarError::NotPresent),
            BASE_URL_VARIABLE => url.map(str::to_owned).ok_or(VarError::NotPresent),
            other => panic!("unexpected variable: {other}"),
        };
        let client = read(variable).and_then(ClientBuilder::build).map_err(|error| error.to_string())?;
        Ok(client.base_url().to_owned())
    }

    #[test]
    fn base_url_defaults_to_the_first_server() {
        let expected = Server::FIRST.map(|server| server.base_url().to_owned());
        assert_eq!(build(Some("key"), None).ok(), expected);
    }

    #[test]
    fn base_url_may_end_in_a_slash() {
        for url in ["http://127.0.0.1:8080/v2", "http://127.0.0.1:8080/v2/"] {
            assert_eq!(build(Some("key"), Some(url)).unwrap(), "http://127.0.0.1:8080/v2");
        }
    }

    #[test]
    fn error_names_the_missing_or_empty_variable() {
        for (key, url, variable, message) in [
            (None, None, API_KEY_VARIABLE, "found none; set it"),
            (Some(" "), None, API_KEY_VARIABLE, "found an empty string; set it to a value, or unset it"),
            (
                Some("key"),
                Some(""),
                BASE_URL_VARIABLE,
                "found an empty string; set it to a value, or unset it",
            ),
        ] {
            let expected = format!("environment variable {variable}: expected a value, {message}");
            assert_eq!(build(key, url).unwrap_err(), expected);
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

        #[test]
        fn error_never_contains_the_key(
            key in proptest::option::of(proptest::prelude::any::<String>()),
            url in proptest::option::of("\\PC{0,40}"),
        ) {
            let key = key.map(|key| format!("not-a-real-key{key}"));
            if let Err(message) = build(key.as_deref(), url.as_deref()) {
                proptest::prop_assert!(!message.contains("not-a-real-key"), "{}", message);
            }
        }
    }
}
