//! What OpenAPI knows, and the generator drops without a word.

use serde_json::Value;

use super::context::Context;
use crate::diagnostics::Code;
use crate::spec::{is_in_example, last_keyword};
use crate::spelling::suggest;
use crate::yaml::visit;

/// Extensions that our own emitter reads, each with where it belongs.
const EXTENSIONS: [(&str, &str); 5] = [
    ("x-name", "a server"),
    ("x-recovery", "an operation"),
    ("x-rate-limits", "the document"),
    ("x-enum-varnames", "an enumeration"),
    ("x-enum-descriptions", "an enumeration"),
];

/// Extensions that the published document has, each with what it is made from.
const PUBLISHED: [(&str, &str); 2] = [
    ("x-codeSamples", "put each sample into a file of `openapi/samples/`"),
    ("x-enumDescriptions", "write `x-enum-varnames` and `x-enum-descriptions`"),
];

/// Where a feature is dropped.
enum Where {
    /// Wherever it says anything.
    Said,
    /// Where it is `false`.
    False,
    /// In a component's own schema.
    Component,
    /// In a path item.
    PathItem,
    /// In a parameter's schema.
    ParameterSchema,
}

/// Features that neither the generator nor our own emitter does anything with.
const DROPPED: &[(&str, Where, &str)] = &[
    (
        "headers",
        Where::Said,
        "headers of responses are not typed: the SDK gives out all of them, as they come",
    ),
    ("links", Where::Said, "links are not generated"),
    ("callbacks", Where::Said, "callbacks are not generated: the client is no server"),
    ("discriminator", Where::Said, "it is not read: a value is what first fits it"),
    ("xml", Where::Said, "XML is not generated"),
    ("readOnly", Where::Said, "the property is generated for requests, too"),
    ("writeOnly", Where::Said, "the property is generated for responses, too"),
    (
        "deprecated",
        Where::Component,
        "it is generated for operations, parameters and properties, not for types",
    ),
    ("additionalProperties", Where::False, "the types take unknown properties"),
    ("summary", Where::PathItem, "it is shown for operations, not for paths"),
    ("description", Where::PathItem, "it is shown for operations, not for paths"),
    ("description", Where::ParameterSchema, "the parameter's own is shown"),
    ("deprecated", Where::ParameterSchema, "the parameter's own is read"),
    (
        "default",
        Where::ParameterSchema,
        "a call without a value sends none, and the service takes what it will",
    ),
    ("allowEmptyValue", Where::Said, "a value is sent as it is, empty or not"),
];

pub(super) fn check(context: &mut Context<'_>) {
    let mut met = Vec::new();
    visit(&context.document.value, "", &mut |pointer, node| {
        // A `default` is no part of a description, and yet a keyword.
        if let (Some(key), Some((owner, _))) = (last_keyword(pointer), pointer.rsplit_once('/'))
            && !is_in_example(owner)
        {
            met.push((pointer.to_owned(), key.to_owned(), node));
        }
    });
    for (pointer, key, node) in met {
        if key.starts_with("x-") {
            check_extension(context, &pointer, &key);
        } else if key == "servers" && pointer != "/servers" {
            let message = "servers are read at the document's top only: this client has one base URL";
            context.add(Code::IgnoredServers, &pointer, message, "move them to the document's top");
        } else if let Some((_, _, why)) =
            DROPPED.iter().find(|(dropped, place, _)| *dropped == key && place.holds(&pointer, node))
        {
            context.add(
                Code::DroppedFeature,
                &pointer,
                format!("`{key}` has no effect: {why}"),
                "remove it, or say it in the description",
            );
        }
    }
}

impl Where {
    fn holds(&self, pointer: &str, node: &Value) -> bool {
        let is_component =
            |depth| pointer.starts_with("/components/") && pointer.matches('/').count() == depth;
        match self {
            // `components/headers` is where they are, and no use of them.
            Self::Said => is_said(node) && !is_component(2),
            Self::False => node == false,
            Self::Component => node == true && is_component(4),
            Self::PathItem => {
                is_said(node) && pointer.starts_with("/paths/") && pointer.matches('/').count() == 3
            }
            Self::ParameterSchema => {
                let mut owners = pointer.rsplit('/').skip(1);
                is_said(node) && owners.next() == Some("schema") && owners.nth(1) == Some("parameters")
            }
        }
    }
}

/// Whether a value says anything that its absence does not.
fn is_said(node: &Value) -> bool {
    match node {
        Value::Null | Value::Bool(false) => false,
        Value::Object(object) => !object.is_empty(),
        _ => true,
    }
}

fn check_extension(context: &mut Context<'_>, pointer: &str, key: &str) {
    if key == "x-rate-limits" && pointer != "/x-rate-limits" {
        let message = "`x-rate-limits` is read at the top of the document only";
        context.add(Code::UnreadExtension, pointer, message, "move it to the top of the document");
        return;
    }
    if EXTENSIONS.iter().any(|(known, _)| *known == key) {
        return;
    }
    if let Some((_, instead)) = PUBLISHED.iter().find(|(published, _)| *published == key) {
        let message = format!("`{key}` belongs into the published document, and nothing reads it here");
        let help = format!("{instead}, and remove this: `cargo xtask docs` adds it");
        context.add(Code::UnreadExtension, pointer, message, help);
        return;
    }
    if let Some(meant) = suggest(key, EXTENSIONS.map(|(known, _)| known)) {
        let message = format!("there is no extension `{key}`");
        context.add(Code::UnknownExtension, pointer, message, format!("did you mean `{meant}`?"));
        return;
    }
    let known = EXTENSIONS.map(|(known, place)| format!("`{known}` of {place}")).join(", ");
    let message = format!("nothing reads the extension `{key}`");
    context.add(Code::UnreadExtension, pointer, message, format!("remove it; what is read is {known}"));
}
