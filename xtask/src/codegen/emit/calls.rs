//! Emits `calls.rs`: a type per operation that holds the arguments of a call and makes it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{File, parse_quote};

use super::arguments::{converted, docs, import, initializer, parameter, setters};
use super::operations::info;
use crate::codegen::signature::{Argument, Signature};
use crate::model::Parameter;

pub(in crate::codegen) fn file(signatures: &[Signature<'_>]) -> File {
    let calls: TokenStream = signatures.iter().map(call).collect();
    let types = import("types", &calls);
    let imports = (!signatures.is_empty()).then(|| {
        quote! {
            use std::pin::Pin;
            use std::time::Duration;

            use reqwest::Method;

            use crate::Client;
            use crate::runtime::{Error, ErrorBody, Operation, OperationInfo, Response, RetryPolicy};
            #types
        }
    });
    parse_quote! {
        //! Calls: one type per operation of the API, with the type of its error.
        //!
        //! A call is created by a method of [`Client`], and is made when it is awaited.

        #imports

        #calls
    }
}

const CANCELLATION: &str = "# Cancellation

Dropping the future stops the call. A request that was already sent may still take effect, and its response is lost.
To limit the time, use [`with_timeout`](Self::with_timeout) instead of `tokio::time::timeout`, or spawn the call and
await its handle. See [the guide](crate::guide::outcomes_and_retries#cancellation).";

fn call(signature: &Signature<'_>) -> TokenStream {
    let Signature { operation, arguments, success, error } = signature;
    let name = format_ident!("{}", operation.call_name());
    let error_name = format_ident!("{}", operation.error_name());
    let method = operation.method_name();
    let fields: Vec<_> = arguments.iter().map(|argument| &argument.field).collect();
    let types =
        arguments.iter().map(
            |Argument { ty, is_required, .. }| {
                if *is_required { quote!(#ty) } else { quote!(::std::option::Option<#ty>) }
            },
        );
    let types: Vec<_> = types.collect();
    let required: Vec<_> = arguments.iter().filter(|argument| argument.is_required).collect();
    let parameters = required.iter().map(|argument| parameter(&argument.field, &argument.ty));
    let values = arguments.iter().map(|argument| {
        let value = if argument.is_required {
            converted(&argument.field, &argument.ty)
        } else {
            quote!(::std::option::Option::None)
        };
        initializer(&argument.field, &value)
    });
    let optional = arguments.iter().filter(|argument| !argument.is_required).map(|argument| {
        let deprecated = argument.parameter.is_some_and(|parameter| parameter.is_deprecated);
        let doc = argument.parameter.map_or_else(
            || operation.body_description.clone().unwrap_or_else(|| "Body of the request.".to_owned()),
            |Parameter { location, name, description, .. }| {
                description.clone().unwrap_or_else(|| format!("Sets the {location} parameter `{name}`."))
            },
        );
        let attributes = docs(&doc, deprecated);
        setters(&argument.setters, &argument.field, &argument.ty, &attributes)
    });
    let summary = format!("Call of [`Client::{method}`]. Await it, or call [`send`](Self::send).");
    let error_summary = format!("Error of [`Client::{method}`].");
    let cancellation = (!is_safe(&operation.method)).then(|| quote!(#[doc = ""] #[doc = #CANCELLATION]));
    let request = request(signature);
    let info = info(operation);
    quote! {
        #[doc = #error_summary]
        pub type #error_name = Error<#error>;

        #[doc = #summary]
        #[derive(Clone, Debug)]
        #[must_use = "a call is made only when it is awaited"]
        pub struct #name {
            client: Client,
            #(#fields: #types,)*
        }

        impl #name {
            pub(super) fn new(client: Client #(, #parameters)*) -> Self {
                Self { client, #(#values),* }
            }

            #(#optional)*

            /// Sets the timeout of this call with all its attempts, instead of the client's
            /// ([`ClientBuilder::timeout`](crate::ClientBuilder::timeout)).
            pub fn with_timeout(mut self, timeout: Duration) -> Self {
                self.client = self.client.with_timeout(timeout);
                self
            }

            /// Sets the retry policy of this call, instead of the client's
            /// ([`ClientBuilder::retry`](crate::ClientBuilder::retry)).
            pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
                self.client = self.client.with_retry(policy);
                self
            }

            /// Sends the request, and returns the decoded response.
            ///
            /// # Errors
            ///
            /// Returns an [`Error`] if the call fails. [`Error::outcome`] states whether the call may have taken effect.
            #cancellation
            pub async fn send(self) -> ::std::result::Result<Response<#success>, #error_name> {
                let Self { client, #(#fields),* } = self;
                #request
                client.http.send::<Self>(request).await
            }
        }

        impl ::std::future::IntoFuture for #name {
            type Output = ::std::result::Result<Response<#success>, #error_name>;
            type IntoFuture = Pin<::std::boxed::Box<dyn ::std::future::Future<Output = Self::Output> + ::std::marker::Send>>;

            fn into_future(self) -> Self::IntoFuture {
                ::std::boxed::Box::pin(self.send())
            }
        }

        impl Operation for #name {
            type Success = #success;
            type Error = #error;

            const INFO: OperationInfo = #info;
        }
    }
}

/// Emits the statement that builds the request.
fn request(signature: &Signature<'_>) -> TokenStream {
    let operation = signature.operation;
    let method = format_ident!("{}", operation.method.to_uppercase());
    let mut links = Vec::new();
    for (constant, parameter) in operation.path_parts() {
        if !constant.is_empty() {
            links.push(quote!(.path(#constant)));
        }
        let argument = parameter.and_then(|name| {
            signature.arguments.iter().find(|argument| {
                argument.parameter.is_some_and(|known| known.location == "path" && known.name == name)
            })
        });
        if let (Some(name), Some(field)) = (parameter, argument.map(|argument| &argument.field)) {
            links.push(quote!(.path_parameter(#name, &#field)));
        }
    }
    for argument in &signature.arguments {
        let field = &argument.field;
        let Some(parameter) = argument.parameter else {
            let json = format_ident!("{}", if argument.is_secret { "secret_json" } else { "json" });
            links.push(quote!(.#json(&#field)));
            continue;
        };
        let name = &parameter.name;
        match (parameter.location.as_str(), argument.is_required) {
            ("query", _) => links.push(quote!(.query(#name, &#field))),
            ("header", true) => links.push(quote!(.header(#name, Some(&#field)))),
            ("header", false) => links.push(quote!(.header(#name, #field.as_ref()))),
            _ => {}
        }
    }
    quote!(let request = client.http.request(Method::#method) #(#links)*;)
}

/// Returns true for the safe methods (RFC 9110, section 9.2.1). Losing the response of one loses nothing.
fn is_safe(method: &str) -> bool {
    matches!(method, "get" | "head" | "options" | "trace")
}
