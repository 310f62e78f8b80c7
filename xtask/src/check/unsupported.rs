//! Features and extensions of OpenAPI that the generator silently ignores.

use std::collections::BTreeSet;

use serde_json::Value;

use super::context::Context;
use crate::diagnostics::Code;
use crate::model::unions;
use crate::spec::{is_in_example, last_keyword};
use crate::spelling::suggest;
use crate::yaml::visit;

/// The supported extensions, each with the object that it belongs to.
const EXTENSIONS: [(&str, &str); 6] = [
    ("x-name", "a server"),
    ("x-recovery", "an operation"),
    ("x-rate-limits", "the document"),
    ("x-enum-varnames", "an enum"),
    ("x-enum-descriptions", "an enum"),
    ("x-secret", "a string"),
];

/// Extensions of the published document, each with the source that replaces it here.
const PUBLISHED: [(&str, &str); 2] = [
    ("x-codeSamples", "put each sample in a file in `openapi/samples/`"),
    ("x-enumDescriptions", "write `x-enum-varnames` and `x-enum-descriptions`"),
];

/// The places where a feature is ignored.
enum Where {
    /// Everywhere, unless the value is empty or `false`.
    Set,
    /// Where the value is `false`.
    False,
    /// In the schema of a component itself, not below it.
    Component,
    /// In a path item.
    PathItem,
    /// In the schema of a parameter.
    ParameterSchema,
}

/// The ignored features, each with its place and the reason.
const DROPPED: &[(&str, Where, &str)] = &[
    ("headers", Where::Set, "the SDK returns all response headers untyped"),
    ("links", Where::Set, "the generator ignores links"),
    ("callbacks", Where::Set, "the client does not serve callbacks"),
    ("xml", Where::Set, "the client only supports JSON"),
    ("readOnly", Where::Set, "the property is also generated for requests"),
    ("writeOnly", Where::Set, "the property is also generated for responses"),
    (
        "deprecated",
        Where::Component,
        "it only applies to operations, parameters and properties, not to types",
    ),
    ("additionalProperties", Where::False, "the types accept unknown properties"),
    ("summary", Where::PathItem, "it is only shown for operations, not for paths"),
    ("description", Where::PathItem, "it is only shown for operations, not for paths"),
    ("description", Where::ParameterSchema, "the parameter's own `description` is shown"),
    ("deprecated", Where::ParameterSchema, "the parameter's own `deprecated` is used"),
    (
        "default",
        Where::ParameterSchema,
        "the client sends no value if the caller sets none, and the service applies its default",
    ),
    ("allowEmptyValue", Where::Set, "the client sends every value, empty or not"),
];

pub(super) fn check(context: &mut Context<'_>) {
    let mut met = Vec::new();
    visit(&context.document.value, "", &mut |pointer, node| {
        // The pointer of a `default` is itself in an example, but its key is a keyword.
        if let (Some(key), Some((owner, _))) = (last_keyword(pointer), pointer.rsplit_once('/'))
            && !is_in_example(owner)
        {
            met.push((pointer.to_owned(), key.to_owned(), node));
        }
    });
    let decisive = alternatives(context);
    for (pointer, key, node) in met {
        if key.starts_with("x-") {
            check_extension(context, &pointer, &key);
        } else if key == "servers" && pointer != "/servers" {
            let message = "servers are only read at the top level: the client has one base URL";
            context.add(
                Code::IgnoredServers,
                &pointer,
                message,
                "move them to the top level of the document",
            );
        } else if let Some((_, _, why)) =
            DROPPED.iter().find(|(dropped, place, _)| *dropped == key && place.holds(&pointer, node))
            && !(key == "additionalProperties" && decisive.contains(owner(&pointer)))
        {
            context.add(
                Code::DroppedFeature,
                &pointer,
                format!("`{key}` has no effect: {why}"),
                "remove it, or state it in the description",
            );
        }
    }
}

/// Returns the pointers of the alternatives of unions. Closed objects can tell these apart.
fn alternatives(context: &Context<'_>) -> BTreeSet<String> {
    let alternatives = unions(&context.document.value).into_iter().flat_map(|union| union.alternatives);
    alternatives.map(|alternative| context.resolve(&alternative.pointer).0).collect()
}

fn owner(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(owner, _)| owner)
}

impl Where {
    fn holds(&self, pointer: &str, node: &Value) -> bool {
        let is_component =
            |depth| pointer.starts_with("/components/") && pointer.matches('/').count() == depth;
        match self {
            // `components/headers` and the like only contain definitions.
            Self::Set => is_set(node) && !is_component(2),
            Self::False => node == false,
            Self::Component => node == true && is_component(4),
            Self::PathItem => {
                is_set(node) && pointer.starts_with("/paths/") && pointer.matches('/').count() == 3
            }
            Self::ParameterSchema => {
                let mut owners = pointer.rsplit('/').skip(1);
                is_set(node) && owners.next() == Some("schema") && owners.nth(1) == Some("parameters")
            }
        }
    }
}

/// Returns true if a value differs from an absent one.
fn is_set(node: &Value) -> bool {
    match node {
        Value::Null | Value::Bool(false) => false,
        Value::Object(object) => !object.is_empty(),
        _ => true,
    }
}

fn check_extension(context: &mut Context<'_>, pointer: &str, key: &str) {
    if key == "x-rate-limits" && pointer != "/x-rate-limits" {
        let message = "`x-rate-limits` is only read at the top level of the document";
        context.add(Code::UnreadExtension, pointer, message, "move it to the top level of the document");
        return;
    }
    if EXTENSIONS.iter().any(|(known, _)| *known == key) {
        return;
    }
    if let Some((_, instead)) = PUBLISHED.iter().find(|(published, _)| *published == key) {
        let message = format!("`{key}` belongs to the published document: nothing reads it here");
        let help = format!("{instead}, and remove this key: `cargo xtask docs` adds it");
        context.add(Code::UnreadExtension, pointer, message, help);
        return;
    }
    if let Some(meant) = suggest(key, EXTENSIONS.map(|(known, _)| known)) {
        let message = format!("unknown extension `{key}`");
        context.add(Code::UnknownExtension, pointer, message, format!("did you mean `{meant}`?"));
        return;
    }
    let known = EXTENSIONS.map(|(known, place)| format!("`{known}` (in {place})")).join(", ");
    let message = format!("nothing reads the extension `{key}`");
    context.add(
        Code::UnreadExtension,
        pointer,
        message,
        format!("remove it; the supported extensions are {known}"),
    );
}
