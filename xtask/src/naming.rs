//! Rust names: creates every identifier of the generated code.

use heck::{ToPascalCase as _, ToShoutySnakeCase as _, ToSnakeCase as _};
use serde_json::Value;

/// Returns the name of a schema's type, or of an operation's call builder. Matches progenitor's.
pub(crate) fn type_name(name: &str) -> String {
    identifier(name, str::to_pascal_case)
}

/// Returns the name of an operation's method, or of a parameter's setter. Matches progenitor's.
pub(crate) fn method_name(name: &str) -> String {
    identifier(name, str::to_snake_case)
}

/// Names that the file of the calls imports.
const IMPORTED: [&str; 10] = [
    "Client",
    "Duration",
    "Error",
    "ErrorBody",
    "Method",
    "Operation",
    "OperationInfo",
    "Pin",
    "Response",
    "RetryPolicy",
];

/// Returns the name of an operation's call.
pub(crate) fn call_name(operation_id: &str) -> String {
    let name = type_name(operation_id);
    // The name of a keyword ends with an underscore.
    let is_taken = IMPORTED.contains(&name.as_str()) || name.ends_with('_');
    if is_taken { format!("{}Call", name.trim_end_matches('_')) } else { name }
}

/// Returns the name of an operation's error.
pub(crate) fn error_name(operation_id: &str) -> String {
    format!("{}Error", call_name(operation_id))
}

/// Returns the names of each field's setters: one takes a value, the other an `Option`. A setter with a `reserved` name
/// gets an underscore.
pub(crate) fn setter_names(fields: &[String], reserved: &[&str]) -> Vec<[String; 2]> {
    let setters: Vec<String> = fields.iter().map(|field| unreserved(field, reserved)).collect();
    let pairs = setters.iter().map(|setter| {
        let optional = format!("set_{}", setter.trim_matches('_'));
        let optional = if setters.contains(&optional) { format!("{optional}_") } else { optional };
        [setter.clone(), optional]
    });
    pairs.collect()
}

/// Appends an underscore to a name that is reserved.
pub(crate) fn unreserved(name: &str, reserved: &[&str]) -> String {
    if reserved.contains(&name) { format!("{name}_") } else { name.to_owned() }
}

/// Returns the name of a property's field, without the suffix that a keyword gets. Matches progenitor's.
pub(crate) fn field_name(name: &str) -> String {
    name.to_snake_case()
}

/// Returns the name of the variant for an enumeration's value that has no entry in `x-enum-varnames`.
pub(crate) fn variant_name(value: &Value) -> String {
    match value.as_str() {
        Some(text) => type_name(text),
        None => format!("Value{}", value.to_string().replace('-', "Minus").replace('.', "_")),
    }
}

/// Returns the name of a server's variant: its `x-name`, or else the host in `PascalCase`.
pub(crate) fn server_name(url: &str, x_name: Option<&str>) -> String {
    let host = || url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
    x_name.map_or_else(|| host().to_pascal_case(), str::to_owned)
}

/// Returns the name of the crate that is generated from the document with this file stem.
pub(crate) fn crate_name(stem: &str) -> String {
    method_name(stem)
}

/// Returns the prefix of a crate's environment variables, without the underscore.
pub(crate) fn environment_prefix(crate_name: &str) -> String {
    crate_name.to_shouty_snake_case()
}

/// Returns true if `name` is a valid Rust identifier.
pub(crate) fn is_identifier(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok()
}

/// Returns true if `name` is a valid variant name.
pub(crate) fn is_variant_name(name: &str) -> bool {
    is_identifier(name) && name.starts_with(|c: char| c.is_ascii_uppercase())
}

fn identifier(name: &str, to_case: impl Fn(&str) -> String) -> String {
    let name = to_case(&name.replace('\'', "").replace(|c: char| !(c.is_alphanumeric() || c == '_'), "-"));
    let name = match name.chars().next() {
        None => to_case("x"),
        Some(first) if first.is_alphabetic() => name,
        Some(_) => format!("_{name}"),
    };
    if is_identifier(&name) && name != "gen" { name } else { format!("{name}_") }
}
