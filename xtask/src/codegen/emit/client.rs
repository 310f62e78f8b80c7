//! Emits `client.rs`: the client, with one method per operation.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote};
use syn::{File, Type, parse_quote};

use super::arguments::{docs, import, parameter};
use crate::codegen::file::Origin;
use crate::codegen::signature::Signature;
use crate::model::Api;

pub(in crate::codegen) fn file(api: &Api, signatures: &[Signature<'_>], origin: &Origin<'_>) -> File {
    let methods: TokenStream = signatures.iter().map(|signature| method(signature, origin)).collect();
    let imports = ["calls", "types"].map(|module| import(module, &methods));
    let doc = format!(
        "Cheap to clone, share one: a client of the API *{}*.\n\n\
         Clones share connections and rate limits. [`Client::builder`] and [`Client::from_env`] create a client.\n\n\
         {}\n\n\
         Version of the document: {}",
        api.title, api.description, api.version
    );
    parse_quote! {
        //! The client, with one method per operation of the API.

        #(#imports)*

        #[doc = #doc]
        #[derive(Clone, Debug)]
        pub struct Client {
            pub(crate) http: crate::runtime::HttpClient,
        }

        impl Client {
            #methods
        }
    }
}

fn method(signature: &Signature<'_>, origin: &Origin<'_>) -> TokenStream {
    let operation = signature.operation;
    let (name, call) =
        (format_ident!("{}", operation.method_name()), format_ident!("{}", operation.call_name()));
    let required = signature.arguments.iter().filter(|argument| argument.is_required);
    let fields: Vec<_> = required.clone().map(|argument| &argument.field).collect();
    let parameters = required.map(|argument| parameter(&argument.field, &argument.ty));
    let attributes = docs(&doc(signature, origin.crate_name), operation.is_deprecated);
    quote! {
        #(#attributes)*
        pub fn #name(&self #(, #parameters)*) -> calls::#call {
            calls::#call::new(self.clone() #(, #fields)*)
        }
    }
}

/// Returns the documentation of a method.
fn doc(signature: &Signature<'_>, crate_name: &str) -> String {
    let operation = signature.operation;
    let mut parts: Vec<String> = Vec::new();
    if let Some(summary) = &operation.summary {
        parts.push(summary.trim_end_matches(['.', ',']).to_owned());
    }
    parts.extend(operation.description.clone());
    parts.push(format!("Sends `{} {}`.", operation.method.to_uppercase(), operation.path));
    let mut arguments = String::new();
    for argument in &signature.arguments {
        let description = match argument.parameter {
            Some(parameter) => parameter.description.as_deref(),
            None => operation.body_description.as_deref(),
        };
        let kind = if argument.is_required { "" } else { " (optional)" };
        let description = one_line(description.unwrap_or_default());
        let _ = writeln!(arguments, "- `{}`{kind}: {description}", argument.name);
    }
    if !arguments.is_empty() {
        parts.push(format!("Arguments:\n{arguments}"));
    }
    let mut responses = String::new();
    for response in &operation.responses {
        let _ = writeln!(responses, "- `{}`: {}", response.status, one_line(&response.description));
    }
    parts.push(format!("Responses:\n{responses}"));
    parts.push(example(signature, crate_name));
    parts.join("\n\n")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns an example of the call as a consumer writes it.
fn example(signature: &Signature<'_>, crate_name: &str) -> String {
    let required = signature.arguments.iter().filter(|argument| argument.is_required);
    let names: Vec<String> = required.clone().map(|argument| argument.field.to_string()).collect();
    let mut parameters = String::new();
    for argument in required {
        let _ = write!(parameters, ", {}: {}", argument.field, public_path(&argument.ty, crate_name));
    }
    let (method, error) = (signature.operation.method_name(), signature.operation.error_name());
    format!(
        "```no_run\n\
         # async fn example(client: &{crate_name}::Client{parameters}) -> Result<(), {crate_name}::calls::{error}> {{\n\
         let response = client.{method}({}).await?;\n\
         # Ok(())\n\
         # }}\n\
         ```",
        names.join(", ")
    )
}

fn public_path(ty: &Type, crate_name: &str) -> String {
    let text = ty.to_token_stream().to_string().replace(' ', "").replace("crate::", "");
    let types = format!("{crate_name}::types::");
    text.replace("types::", &types).replace("SecretString", &format!("{crate_name}::SecretString"))
}
