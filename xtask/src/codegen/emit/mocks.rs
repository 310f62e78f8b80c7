//! Emits `httpmock.rs`: typed mocks of the operations, for consumers' tests.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote};
use syn::{File, Type, parse_quote};

use super::arguments::{converted, import, parameter};
use crate::codegen::signature::{Argument, Signature};
use crate::model::Response;
use crate::naming::{method_name, unreserved};

pub(in crate::codegen) fn file(signatures: &[Signature<'_>]) -> File {
    let operations: TokenStream = signatures
        .iter()
        .map(|signature| {
            let (when, then) = (when(signature), then(signature));
            quote!(#when #then)
        })
        .collect();
    let imports = [
        import("types", &operations),
        (!signatures.is_empty()).then(|| {
            quote!(
                use crate::runtime::mock;
            )
        }),
    ];
    let names: Vec<_> =
        signatures.iter().map(|signature| format_ident!("{}", signature.operation.method_name())).collect();
    let whens: Vec<_> = signatures.iter().map(|signature| when_name(signature)).collect();
    let thens: Vec<_> = signatures.iter().map(|signature| then_name(signature)).collect();
    let docs: Vec<_> = signatures
        .iter()
        .map(|signature| {
            let method = signature.operation.method_name();
            format!("Mocks [`Client::{method}`](crate::Client::{method}): `config` states the request and the response.")
        })
        .collect();
    parse_quote! {
        //! Typed mocks of the API for tests, an extension of [`httpmock::MockServer`](::httpmock::MockServer).
        //! Requires the feature `httpmock`.
        //!
        //! The guide [*Testing*](crate::guide::testing) shows how to use them.

        pub mod operations {
            //! Requests and responses of the operations, as [`When`](::httpmock::When) and [`Then`](::httpmock::Then)
            //! with typed values.

            #(#imports)*

            #operations
        }

        /// Extends [`MockServer`](::httpmock::MockServer) by a method per operation, which creates a mock of it as
        /// [`MockServer::mock`](::httpmock::MockServer::mock) does.
        pub trait MockServerExt {
            #(
                #[doc = #docs]
                fn #names(
                    &self,
                    config: impl FnOnce(operations::#whens, operations::#thens),
                ) -> ::httpmock::Mock<'_>;
            )*
        }

        impl MockServerExt for ::httpmock::MockServer {
            #(
                fn #names(
                    &self,
                    config: impl FnOnce(operations::#whens, operations::#thens),
                ) -> ::httpmock::Mock<'_> {
                    self.mock(|when, then| {
                        config(operations::#whens::new(when), operations::#thens::new(then));
                    })
                }
            )*
        }
    }
}

fn when_name(signature: &Signature<'_>) -> syn::Ident {
    format_ident!("{}When", signature.operation.call_name())
}

fn then_name(signature: &Signature<'_>) -> syn::Ident {
    format_ident!("{}Then", signature.operation.call_name())
}

/// Emits the type for the expected request.
fn when(signature: &Signature<'_>) -> TokenStream {
    let operation = signature.operation;
    let name = when_name(signature);
    let method = format_ident!("{}", operation.method.to_uppercase());
    let doc = format!("Expected request of [`Client::{0}`](crate::Client::{0}).", operation.method_name());
    let any = path(signature, None);
    let matchers = signature.arguments.iter().map(|argument| matcher(signature, argument));
    quote! {
        #[doc = #doc]
        pub struct #name(::httpmock::When);

        impl #name {
            /// Expects the operation with any arguments.
            pub fn new(inner: ::httpmock::When) -> Self {
                Self(mock::path(inner.method(::httpmock::Method::#method), &[#(#any),*]))
            }

            /// Returns the untyped expectation, for what this type cannot express.
            pub fn into_inner(self) -> ::httpmock::When {
                self.0
            }

            #(#matchers)*
        }
    }
}

fn matcher(signature: &Signature<'_>, argument: &Argument<'_>) -> TokenStream {
    let ty = &argument.ty;
    let name = format_ident!("{}", unreserved(&argument.name, &["new", "into_inner"]));
    let Some(known) = argument.parameter else {
        return quote! {
            /// Expects this body.
            pub fn body(self, value: &#ty) -> Self {
                Self(self.0.json_body_obj(value))
            }
        };
    };
    let wire = &known.name;
    let value = format_ident!("value");
    let doc = format!("Expects this value of the {} parameter `{wire}`.", known.location);
    let expectation = match known.location.as_str() {
        "path" => {
            let path = path(signature, Some(wire));
            quote!(mock::path(self.0, &[#(#path),*]))
        }
        "query" => quote!(mock::query(self.0, #wire, value.as_ref())),
        _ => quote!(mock::header(self.0, #wire, value.as_ref())),
    };
    if known.location == "path" {
        let (parameter, converted) = (parameter(&value, ty), converted(&value, ty));
        return quote! {
            #[doc = #doc]
            pub fn #name(self, #parameter) -> Self {
                let value: #ty = #converted;
                Self(#expectation)
            }
        };
    }
    let (doc, parameter) = if argument.is_required {
        (doc, quote!(value: impl ::std::convert::Into<#ty>))
    } else {
        (
            format!("{doc} With `None`, expects that it is missing."),
            quote!(value: impl ::std::convert::Into<::std::option::Option<#ty>>),
        )
    };
    let converted = if argument.is_required {
        quote!(::std::option::Option::Some(value.into()))
    } else {
        quote!(value.into())
    };
    quote! {
        #[doc = #doc]
        pub fn #name(self, #parameter) -> Self {
            let value: ::std::option::Option<#ty> = #converted;
            Self(#expectation)
        }
    }
}

/// Emits the parts of the path: constants, and `None` for any value. The parameter called `fixed` has the value
/// `value`.
fn path(signature: &Signature<'_>, fixed: Option<&str>) -> Vec<TokenStream> {
    let mut parts = Vec::new();
    for (constant, parameter) in signature.operation.path_parts() {
        if !constant.is_empty() {
            parts.push(quote!(mock::Part::Constant(#constant)));
        }
        if let Some(parameter) = parameter {
            parts.push(if Some(parameter) == fixed {
                quote!(mock::Part::Value(&value))
            } else {
                quote!(mock::Part::Any)
            });
        }
    }
    parts
}

/// Emits the type for the response.
fn then(signature: &Signature<'_>) -> TokenStream {
    let operation = signature.operation;
    let name = then_name(signature);
    let doc = format!("Response of [`Client::{0}`](crate::Client::{0}).", operation.method_name());
    let responses = operation.responses.iter().filter_map(|response| respond(signature, response));
    quote! {
        #[doc = #doc]
        pub struct #name(::httpmock::Then);

        impl #name {
            /// Responds as [`into_inner`](Self::into_inner) states.
            pub fn new(inner: ::httpmock::Then) -> Self {
                Self(inner)
            }

            /// Returns the untyped response, for what this type cannot express.
            pub fn into_inner(self) -> ::httpmock::Then {
                self.0
            }

            #(#responses)*
        }
    }
}

fn respond(signature: &Signature<'_>, response: &Response) -> Option<TokenStream> {
    let (name, range) = match response.status.as_str() {
        "2XX" => ("success".to_owned(), Some((200_u16, 299_u16))),
        "4XX" => ("client_error".to_owned(), Some((400, 499))),
        "5XX" => ("server_error".to_owned(), Some((500, 599))),
        "default" => ("error".to_owned(), Some((400, 599))),
        status if status.starts_with(['1', '3']) => return None,
        status => {
            (method_name(http::StatusCode::from_bytes(status.as_bytes()).ok()?.canonical_reason()?), None)
        }
    };
    let name = format_ident!("{name}");
    let is_success = response.status.starts_with('2');
    let ty: &Type = if is_success { &signature.success } else { &signature.error };
    let has_value = response.has_body && ty.to_token_stream().to_string() != "()";
    let value = has_value.then(|| quote!(value: &#ty,));
    let body = has_value.then(|| quote!(.header("content-type", "application/json").json_body_obj(value)));
    let description = response.description.trim();
    Some(if let Some((first, last)) = range {
        let doc = format!(
            "Responds with a status from {first} to {last}: {description}\n\n# Panics\n\nIf the status is another one."
        );
        let message = format!("expected a status from {first} to {last}");
        quote! {
            #[doc = #doc]
            pub fn #name(self, status: u16, #value) -> Self {
                assert!((#first..=#last).contains(&status), #message);
                Self(self.0.status(status)#body)
            }
        }
    } else {
        let status: u16 = response.status.parse().ok()?;
        let doc = format!("Responds with `{status}`: {description}");
        quote! {
            #[doc = #doc]
            pub fn #name(self, #value) -> Self {
                Self(self.0.status(#status)#body)
            }
        }
    })
}
