//! Emits the tests' dynamic client: all operations and types, selected by name at run time.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::visit_mut::{VisitMut, visit_path_mut};
use syn::{Fields, File, Ident, Item, Path, Type, parse_quote};

use crate::codegen::file::Origin;
use crate::codegen::parts::Parts;
use crate::codegen::syntax::argument_of;
use crate::model::{Api, Operation, Parameter};
use crate::naming::{method_name, type_name};

/// Emits the dynamic client's file.
pub(in crate::codegen) fn file(api: &Api, parts: &Parts, origin: &Origin<'_>) -> File {
    let sdk = format_ident!("{}", origin.crate_name);
    let builders: BTreeMap<String, &Fields> = parts
        .builder
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Struct(item) => Some((item.ident.to_string(), &item.fields)),
            _ => None,
        })
        .collect();
    let calls = api.operations.iter().map(|operation| {
        let fields = builders.get(&operation.builder()).copied();
        call(operation, fields, &sdk)
    });
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

/// Emits the call of an operation. `fields` are those of its builder.
fn call(operation: &Operation, fields: Option<&Fields>, sdk: &Ident) -> TokenStream {
    let id = &operation.id;
    let method = format_ident!("{}", method_name(id));
    let setters = fields.into_iter().flat_map(Fields::iter).filter_map(|field| {
        let setter = field.ident.as_ref()?;
        let built = argument_of(&field.ty, "Result")?;
        let optional = argument_of(built, "Option");
        let ty = built_type(optional.unwrap_or(built), sdk);
        Some(match operation.parameters.iter().find(|parameter| *setter == parameter.rust_name()) {
            None => quote!(let call = call.body(arguments.body::<#ty>()?);),
            Some(Parameter { name, .. }) => {
                if optional.is_some() {
                    quote! {
                        let call = match arguments.optional::<#ty>(#name)? {
                            Some(value) => call.#setter(value),
                            None => call,
                        };
                    }
                } else {
                    quote!(let call = call.#setter(arguments.parameter::<#ty>(#name)?);)
                }
            }
        })
    });
    let setters: Vec<_> = setters.collect();
    let arguments = if setters.is_empty() { quote!(_) } else { quote!(arguments) };
    quote! {
        Operation::new(#id, {
            let client = client.clone();
            move |#arguments: Arguments| {
                let client = client.clone();
                Box::pin(async move {
                    let call = client.#method();
                    #(#setters)*
                    Ok(answer(call.send().await))
                })
            }
        })
    }
}

/// Returns the type of a call's field as another crate names it. If the field holds a builder, returns the type that
/// it builds.
fn built_type(ty: &Type, sdk: &Ident) -> Type {
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
        let segments = path.segments.iter().filter(|segment| segment.ident != "builder");
        path.segments = segments.cloned().collect();
        if let Some(first) = path.segments.first_mut().filter(|segment| segment.ident == "crate") {
            first.ident = self.sdk.clone();
        }
    }
}
