//! The tests' view of the client: every operation and every type, callable without being named.

use heck::{ToPascalCase as _, ToSnakeCase as _};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Fields, File, Item, Type, parse_quote};

use super::operations::Operation;
use super::type_name;
use crate::codegen::passes::{Parts, argument_of};
use crate::document::Document;

pub(in crate::codegen) fn file(document: &Document, operations: &[Operation], parts: &Parts) -> File {
    let calls =
        operations.iter().map(|operation| call(operation, &operation.parameters(document), &parts.builder));
    let schemas = document.openapi.components.iter().flat_map(|components| components.schemas.keys());
    let types = schemas.map(|schema| {
        let ty = format_ident!("{}", type_name(schema));
        quote!(Type::of::<types::#ty>(#schema))
    });
    let names = operations.iter().map(|operation| format_ident!("{}", operation.id.to_snake_case()));
    parse_quote! {
        //! Every operation and every type of the SDK, for tests that take their list from the document.

        use certcentral::{Client, types};

        use crate::call::{Arguments, Call, Operation, Type};

        /// Every operation, ready to be called.
        #[must_use]
        pub fn operations() -> Vec<Operation> {
            Vec::from([#(#names()),*])
        }

        /// The type of every schema.
        #[must_use]
        pub fn types() -> Vec<Type> {
            Vec::from([#(#types),*])
        }

        #(#calls)*
    }
}

fn call(operation: &Operation, parameters: &[(String, Option<String>)], builder: &File) -> TokenStream {
    let id = &operation.id;
    let method = format_ident!("{}", id.to_snake_case());
    let name = id.to_pascal_case();
    let structs = builder.items.iter().filter_map(|item| match item {
        Item::Struct(item) if item.ident == name => Some(&item.fields),
        _ => None,
    });
    let setters = structs.flat_map(Fields::iter).filter_map(|field| {
        let setter = field.ident.as_ref()?;
        let ty = built_type(argument_of(&field.ty, "Result")?);
        Some(if setter == "body" {
            quote!(let call = call.body(arguments.body::<#ty>()?);)
        } else {
            let (name, _) = parameters.iter().find(|(name, _)| setter == &name.to_snake_case())?;
            quote!(let call = call.#setter(arguments.parameter::<#ty>(#name)?);)
        })
    });
    quote! {
        fn #method() -> Operation {
            fn send<'a>(client: &'a Client, arguments: &'a Arguments) -> Call<'a> {
                Box::pin(async move {
                    let call = client.#method();
                    #(#setters)*
                    Ok(call.send().await.into())
                })
            }
            Operation::new(#id, send)
        }
    }
}

/// The type that a builder builds, where a call holds the builder.
fn built_type(ty: &Type) -> Type {
    let mut ty = ty.clone();
    if let Type::Path(path) = &mut ty {
        let segments = path.path.segments.iter().filter(|segment| segment.ident != "builder");
        path.path.segments = segments.cloned().collect();
    }
    ty
}
