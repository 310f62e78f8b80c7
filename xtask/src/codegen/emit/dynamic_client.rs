//! Emits the tests' dynamic client: all operations and types, selected by name at run time.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::visit_mut::{VisitMut, visit_path_mut};
use syn::{File, Ident, Path, Type, parse_quote};

use crate::codegen::file::Origin;
use crate::codegen::signature::{Argument, Signature};
use crate::model::Api;
use crate::naming::type_name;

/// Emits the dynamic client's file.
pub(in crate::codegen) fn file(api: &Api, signatures: &[Signature<'_>], origin: &Origin<'_>) -> File {
    let sdk = format_ident!("{}", origin.crate_name);
    let calls = signatures.iter().map(|signature| call(signature, &sdk));
    let types = api.schemas.iter().map(|(schema, is_nullable)| {
        let ty = format_ident!("{}", type_name(schema));
        let ty = if *is_nullable { quote!(Option<types::#ty>) } else { quote!(types::#ty) };
        quote!(Type::of::<#ty>(#schema))
    });
    let is_deprecated = api.operations.iter().any(|operation| {
        operation.is_deprecated || operation.parameters.iter().any(|parameter| parameter.is_deprecated)
    });
    let allow =
        is_deprecated.then(|| quote!(#![allow(deprecated, reason = "deprecated operations are tested too")]));
    parse_quote! {
        //! All operations and types of the SDK, for tests that enumerate them from the document.

        #allow

        use conformance::dynamic_client::{Answer, Arguments, Operation, Sdk, Type, to_json};
        use #sdk::{Client, Error, RateLimits, Response, RetryPolicy, types};

        /// The SDK under test.
        pub const SDK: Sdk = Sdk { connect, types };

        /// Returns every operation of a client as a callable value.
        #[must_use]
        #[allow(clippy::too_many_lines, reason = "one entry per operation")]
        pub fn operations(client: &Client) -> Vec<Operation> {
            Vec::from([#(#calls),*])
        }

        fn connect(base_url: &str, api_key: &str) -> Result<Vec<Operation>, String> {
            let builder = Client::builder().base_url(base_url).api_key(api_key);
            let builder = builder.rate_limits(RateLimits::off()).retry(RetryPolicy::off());
            let client = builder.build().map_err(|error| error.to_string())?;
            Ok(operations(&client))
        }

        fn types() -> Vec<Type> {
            Vec::from([#(#types),*])
        }

        fn answer<T: ::serde::Serialize, E: ::serde::Serialize + ::std::fmt::Debug>(
            result: Result<Response<T>, Error<E>>,
        ) -> Answer {
            match result {
                Ok(response) => Answer::Success {
                    status: response.status().as_u16(),
                    value: to_json(&*response),
                },
                Err(error) => Answer::Failure {
                    outcome: error.outcome().to_string(),
                    status: error.status().map(|status| status.as_u16()),
                    body: error.body().map(|body| body.expose_secret().to_vec()),
                    message: error.to_string(),
                    value: match error {
                        Error::ErrorResponse(response) => Some(to_json(&*response)),
                        _ => None,
                    },
                },
            }
        }
    }
}

/// Emits the call of an operation.
fn call(signature: &Signature<'_>, sdk: &Ident) -> TokenStream {
    let operation = signature.operation;
    let (id, method) = (&operation.id, format_ident!("{}", operation.method_name()));
    let value = |Argument { parameter, ty, is_required, .. }: &Argument<'_>| {
        let ty = public_type(ty, sdk);
        match parameter.map(|parameter| &parameter.name) {
            None => quote!(arguments.body::<#ty>()?),
            Some(name) if *is_required => quote!(arguments.parameter::<#ty>(#name)?),
            Some(name) => quote!(arguments.optional::<#ty>(#name)?),
        }
    };
    let required = signature.arguments.iter().filter(|argument| argument.is_required).map(value);
    let setters = signature.arguments.iter().filter(|argument| !argument.is_required).map(|argument| {
        let (setter, value) = (&argument.setters[1], value(argument));
        quote!(.#setter(#value))
    });
    let arguments = if signature.arguments.is_empty() { quote!(_) } else { quote!(arguments) };
    quote! {
        Operation::new(#id, {
            let client = client.clone();
            move |#arguments: Arguments| {
                let client = client.clone();
                Box::pin(async move { Ok(answer(client.#method(#(#required),*)#(#setters)*.await)) })
            }
        })
    }
}

/// Returns a type as another crate names it.
fn public_type(ty: &Type, sdk: &Ident) -> Type {
    let mut ty = ty.clone();
    Outside { sdk }.visit_type_mut(&mut ty);
    ty
}

struct Outside<'a> {
    sdk: &'a Ident,
}

impl VisitMut for Outside<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_path_mut(self, path);
        if let Some(first) = path.segments.first_mut().filter(|segment| segment.ident == "crate") {
            first.ident = self.sdk.clone();
        }
    }
}
