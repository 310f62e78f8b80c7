//! Documentation: what progenitor leaves out, and examples that compile in the place of ignored ones.

use std::collections::BTreeMap;

use quote::ToTokens as _;
use syn::{Attribute, Fields, File, ImplItem, Item, ItemImpl, Type, parse_quote};

use crate::codegen::parts::Parts;
use crate::codegen::syntax::{argument_of, doc_text};
use crate::model::Operation;
use crate::naming::method_name;

/// `crate_name` is the crate that the generated code is in, for examples.
pub(super) fn apply(parts: &mut Parts, operations: &[Operation], crate_name: &str) {
    calls(parts, operations, crate_name);
    properties(&mut parts.types);
    parts
        .builder
        .attrs
        .push(parse_quote!(#![doc = "Calls: what each operation of the API takes, and how it is sent."]));
    parts
        .client
        .attrs
        .push(parse_quote!(#![doc = "The client, with a method for each operation of the API."]));
    parts.types.attrs.push(parse_quote!(#![doc = "Types of the API: the schemas of the document."]));
    parts.httpmock.attrs.push(
        parse_quote!(#![doc = "Typed mocks of the API, for tests: an extension of `httpmock`'s server."]),
    );
}

/// Documents the builders of calls, and puts a compiled example on the client's methods.
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

/// The parameters that a call cannot do without, with the types that an example gives them: those of its builder's
/// `fields`.
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

/// The type that an `impl` without a trait is of.
fn owner(item: &ItemImpl) -> Option<String> {
    let Type::Path(path) = &*item.self_ty else { return None };
    let last = path.path.segments.last().filter(|_| item.trait_.is_none())?;
    Some(last.ident.to_string())
}

const ERRORS: &str = "# Errors\n\n[`Error`]: why the call failed, and – [`Error::outcome`] – whether it may have taken effect.";

const CANCELLATION: &str = "# Cancellation

Dropping the future stops the call. A request that was already sent may still take effect, and its response is lost.
To limit the time, set [`ClientBuilder::timeout`](crate::ClientBuilder::timeout) instead of using
`tokio::time::timeout`, or spawn the call and await its handle.
See [the guide](crate::guide::outcomes_and_retries#cancellation).";

/// Reports whether a method only reads (RFC 9110, section 9.2.1), so that nothing is lost with its response.
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
            "new" => "Starts a call.".to_owned(),
            "body" => operation.body_description.clone().unwrap_or_default(),
            "body_map" => "The request body, built on the spot.".to_owned(),
            "send" if is_safe(&operation.method) => ERRORS.to_owned(),
            "send" => format!("{ERRORS}\n\n{CANCELLATION}"),
            name => parameters.get(name).copied().cloned().flatten().unwrap_or_default(),
        };
        if name == "send" {
            // What progenitor says of it stays, a line above.
            function.attrs.push(parse_quote!(#[doc = ""]));
        } else {
            function.attrs.retain(|attribute| !attribute.path().is_ident("doc"));
        }
        if !doc.is_empty() {
            function.attrs.push(parse_quote!(#[doc = #doc]));
        }
    }
}

/// Gives the builders of types the descriptions of the properties that they set.
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
                        function.attrs.push(parse_quote!(#[doc = "Starts building a value."]));
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

/// Where the document describes nothing, progenitor writes the name of the type.
fn drop_bare_name(attributes: &mut Vec<Attribute>, name: &str) {
    let bare = format!("`{name}`");
    attributes.retain(|attribute| doc_text(attribute).is_none_or(|doc| doc.trim() != bare));
}

fn document_setters(item: &mut Item, docs: &BTreeMap<(String, String), Vec<Attribute>>) {
    match item {
        Item::Struct(item) => {
            let doc = format!("Builds a [`{0}`](super::{0}).", item.ident);
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

/// A call, as a consumer writes it.
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

/// What the service may answer, status by status.
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
