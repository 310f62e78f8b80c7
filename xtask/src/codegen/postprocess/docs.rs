//! Adds the documentation that progenitor omits, and replaces its ignored examples by ones that compile.

use std::collections::BTreeMap;

use quote::ToTokens as _;
use syn::{Attribute, Fields, File, ImplItem, Item, ItemImpl, Type, parse_quote};

use crate::codegen::parts::Parts;
use crate::codegen::syntax::{argument_of, doc_text};
use crate::model::Operation;
use crate::naming::method_name;

/// Documents all parts. Examples import `crate_name`, the crate that contains the generated code.
pub(super) fn apply(parts: &mut Parts, operations: &[Operation], crate_name: &str) {
    calls(parts, operations, crate_name);
    properties(&mut parts.types);
    parts.builder.attrs.push(parse_quote!(#![doc = "Call builders: one per operation of the API."]));
    parts.client.attrs.push(parse_quote!(#![doc = "The client, with one method per operation of the API."]));
    parts.types.attrs.push(parse_quote!(#![doc = "Types of the API, one per schema of the document."]));
    parts.httpmock.attrs.push(
        parse_quote!(#![doc = "Typed mocks of the API for tests, an extension of `httpmock::MockServer`."]),
    );
}

/// Documents the call builders, and adds a compiled example to each method of the client.
fn calls(parts: &mut Parts, operations: &[Operation], crate_name: &str) {
    let by_builder: BTreeMap<String, &Operation> =
        operations.iter().map(|operation| (operation.builder(), operation)).collect();
    let by_method: BTreeMap<String, &Operation> =
        operations.iter().map(|operation| (method_name(&operation.id), operation)).collect();
    let mut required = BTreeMap::new();
    for item in &mut parts.builder.items {
        match item {
            Item::Struct(item) => {
                required.insert(item.ident.to_string(), arguments(&item.fields));
            }
            Item::Impl(item) => {
                if let Some(operation) = owner(item).and_then(|builder| by_builder.get(&builder)) {
                    document_builder(item, operation);
                }
            }
            _ => {}
        }
    }
    for item in &mut parts.client.items {
        let Item::Impl(item) = item else { continue };
        for function in &mut item.items {
            let ImplItem::Fn(function) = function else { continue };
            let method = function.sig.ident.to_string();
            if let Some(operation) = by_method.get(&method) {
                let arguments = required.get(&operation.builder()).map_or(&[][..], Vec::as_slice);
                let responses = responses(&operation.responses);
                let example = example(crate_name, &method, arguments);
                replace_example(&mut function.attrs, &format!("{responses}{example}"));
            }
        }
    }
}

/// Returns the names and types of a call's required arguments. `fields` are those of its builder.
fn arguments(fields: &Fields) -> Vec<(String, String)> {
    let fields = fields.iter().filter_map(|field| {
        let ty = argument_of(&field.ty, "Result")?;
        if argument_of(ty, "Option").is_some() {
            return None;
        }
        let ty = ty.to_token_stream().to_string().replace(' ', "");
        Some((field.ident.as_ref()?.to_string(), ty))
    });
    fields.map(|(name, ty)| (name, ty.replace("types::builder::", "types::"))).collect()
}

/// Returns the type of an inherent `impl`.
fn owner(item: &ItemImpl) -> Option<String> {
    let Type::Path(path) = &*item.self_ty else { return None };
    let last = path.path.segments.last().filter(|_| item.trait_.is_none())?;
    Some(last.ident.to_string())
}

const ERRORS: &str = "# Errors\n\nReturns an [`Error`] if the call fails. [`Error::outcome`] states whether the call may have taken effect.";

const CANCELLATION: &str = "# Cancellation

Dropping the future stops the call. A request that was already sent may still take effect, and its response is lost.
To limit the time, set [`ClientBuilder::timeout`](crate::ClientBuilder::timeout) instead of using
`tokio::time::timeout`, or spawn the call and await its handle.
See [the guide](crate::guide::outcomes_and_retries#cancellation).";

/// Returns true for the safe methods (RFC 9110, section 9.2.1). Losing the response of one loses nothing.
fn is_safe(method: &str) -> bool {
    matches!(method, "get" | "head" | "options" | "trace")
}

fn document_builder(item: &mut ItemImpl, operation: &Operation) {
    let parameters = operation.parameters.iter();
    let parameters: BTreeMap<String, &Option<String>> =
        parameters.map(|parameter| (parameter.rust_name(), &parameter.description)).collect();
    for function in &mut item.items {
        let ImplItem::Fn(function) = function else { continue };
        let name = function.sig.ident.to_string();
        let doc = match name.as_str() {
            "new" => "Creates a call with no arguments set.".to_owned(),
            "body" => operation.body_description.clone().unwrap_or_default(),
            "body_map" => {
                "Sets the request body through its builder, which `f` receives and returns.".to_owned()
            }
            "send" if is_safe(&operation.method) => ERRORS.to_owned(),
            "send" => format!("{ERRORS}\n\n{CANCELLATION}"),
            name => parameters.get(name).copied().cloned().flatten().unwrap_or_default(),
        };
        if name == "send" {
            // Keeps progenitor's summary as the first paragraph.
            function.attrs.push(parse_quote!(#[doc = ""]));
        } else {
            function.attrs.retain(|attribute| !attribute.path().is_ident("doc"));
        }
        if !doc.is_empty() {
            function.attrs.push(parse_quote!(#[doc = #doc]));
        }
    }
}

/// Documents the types' builders. A setter gets the description of its property.
fn properties(types: &mut File) {
    let mut docs: BTreeMap<(String, String), Vec<Attribute>> = BTreeMap::new();
    for item in &types.items {
        let Item::Struct(item) = item else { continue };
        for field in &item.fields {
            let Some(name) = &field.ident else { continue };
            let own = field.attrs.iter().filter(|attribute| attribute.path().is_ident("doc"));
            docs.insert((item.ident.to_string(), name.to_string()), own.cloned().collect());
        }
    }
    for item in &mut types.items {
        match item {
            Item::Struct(item) => drop_bare_name(&mut item.attrs, &item.ident.to_string()),
            Item::Enum(item) => drop_bare_name(&mut item.attrs, &item.ident.to_string()),
            Item::Impl(item) if item.trait_.is_none() => {
                for function in &mut item.items {
                    if let ImplItem::Fn(function) = function
                        && function.sig.ident == "builder"
                    {
                        function.attrs.push(parse_quote!(#[doc = "Creates a builder with no fields set."]));
                    }
                }
            }
            Item::Mod(module) if module.ident == "builder" => {
                let items = module.content.iter_mut().flat_map(|(_, items)| items);
                for item in items {
                    document_setters(item, &docs);
                }
            }
            _ => {}
        }
    }
}

/// Removes the type's bare name, which progenitor writes if the document has no description.
fn drop_bare_name(attributes: &mut Vec<Attribute>, name: &str) {
    let bare = format!("`{name}`");
    attributes.retain(|attribute| doc_text(attribute).is_none_or(|doc| doc.trim() != bare));
}

fn document_setters(item: &mut Item, docs: &BTreeMap<(String, String), Vec<Attribute>>) {
    match item {
        Item::Struct(item) => {
            let doc = format!("Builder for [`{0}`](super::{0}).", item.ident);
            item.attrs.insert(0, parse_quote!(#[doc = #doc]));
        }
        Item::Impl(item) if item.trait_.is_none() => {
            let owner = item.self_ty.to_token_stream().to_string();
            for function in &mut item.items {
                let ImplItem::Fn(function) = function else { continue };
                let key = (owner.clone(), function.sig.ident.to_string());
                for doc in docs.get(&key).into_iter().flatten() {
                    function.attrs.push(doc.clone());
                }
            }
        }
        _ => {}
    }
}

/// Returns an example of a call as a consumer writes it.
fn example(crate_name: &str, method: &str, arguments: &[(String, String)]) -> String {
    let (mut parameters, mut setters) = (String::new(), String::new());
    for (name, ty) in arguments {
        parameters.extend([", ", name, ": ", &public_path(crate_name, ty)]);
        setters.extend(["\n    .", name, "(", name, ")"]);
    }
    format!(
        "```no_run\n\
         # async fn example(client: &{crate_name}::Client{parameters}) -> Result<(), Box<dyn std::error::Error>> {{\n\
         let response = client\n    .{method}(){setters}\n    .send()\n    .await?;\n\
         # Ok(())\n\
         # }}\n\
         ```"
    )
}

fn public_path(crate_name: &str, ty: &str) -> String {
    ty.replace("types::", &format!("{crate_name}::types::"))
        .replace(&format!("crate::{crate_name}"), crate_name)
}

/// Lists the documented responses by status.
fn responses(responses: &[(String, String)]) -> String {
    let lines = responses.iter().map(|(status, description)| {
        let words: Vec<&str> = description.split_whitespace().collect();
        format!("- `{status}`: {}\n", words.join(" "))
    });
    format!("Responses:\n{}\n", lines.collect::<String>())
}

fn replace_example(attributes: &mut Vec<Attribute>, example: &str) {
    for attribute in attributes {
        let Some(doc) = doc_text(attribute) else { continue };
        if let Some((before, _)) = doc.split_once("```ignore") {
            let doc = format!("{}\n\n{example}", before.trim_end());
            *attribute = parse_quote!(#[doc = #doc]);
        }
    }
}
