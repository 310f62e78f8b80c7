//! The Rust types of operations: reads the signatures of progenitor's methods, one per operation.
//!
//! The code that makes the calls is ours. progenitor decides the types of arguments and results.

use std::collections::{BTreeMap, BTreeSet};

use quote::format_ident;
use syn::{
    File, FnArg, GenericArgument, Ident, ImplItem, Item, Pat, PathArguments, ReturnType, Type, parse_quote,
};

use super::secret_types::{mentioned, secret_types};
use super::syntax::{argument_of, arguments_of};
use crate::model::{Operation, Parameter};
use crate::naming::{setter_names, unreserved};

/// An operation with its Rust types.
pub(super) struct Signature<'a> {
    pub(super) operation: &'a Operation,
    /// The required parameters and the optional ones, each in the document's order. The body follows the last required
    /// parameter.
    pub(super) arguments: Vec<Argument<'a>>,
    /// The type of successes: `()` if they have no body.
    pub(super) success: Type,
    /// The type of documented errors: `()` if they have no body, or if there are none.
    pub(super) error: Type,
}

/// A parameter or the body of an operation.
pub(super) struct Argument<'a> {
    /// The parameter, or `None` for the body.
    pub(super) parameter: Option<&'a Parameter>,
    /// The name in Rust.
    pub(super) name: String,
    /// The name of the call's field. It differs from `name` if the call itself needs that name.
    pub(super) field: Ident,
    /// The names of the setters: one takes a value, the other an `Option`.
    pub(super) setters: [Ident; 2],
    /// The type. That of an optional parameter is without its `Option`.
    pub(super) ty: Type,
    pub(super) is_required: bool,
    /// True if the type contains a secret.
    pub(super) is_secret: bool,
}

/// Names of the methods that every call has.
const RESERVED: [&str; 5] = ["new", "send", "with_timeout", "with_retry", "into_future"];

/// Reads the methods of progenitor's client.
pub(super) fn read<'a>(client: &File, operations: &'a [Operation]) -> Vec<Signature<'a>> {
    let secret = secret_types(&client.items);
    let implementations = client.items.iter().filter_map(|item| match item {
        Item::Impl(item) => Some(&item.items),
        _ => None,
    });
    let methods = implementations.flatten().filter_map(|item| match item {
        ImplItem::Fn(method) => Some((method.sig.ident.to_string(), &method.sig)),
        _ => None,
    });
    let methods: BTreeMap<_, _> = methods.collect();
    operations
        .iter()
        .filter_map(|operation| signature(operation, methods.get(&operation.method_name())?, &secret))
        .collect()
}

fn signature<'a>(
    operation: &'a Operation,
    method: &syn::Signature,
    secret: &BTreeSet<String>,
) -> Option<Signature<'a>> {
    let mut types: Vec<(String, Type)> = method.inputs.iter().filter_map(typed).collect();
    let mut take = |name: &str| {
        let index = types.iter().position(|(known, _)| known == name)?;
        Some(types.remove(index).1)
    };
    let parameters = operation.parameters.iter().map(Some).chain([None]);
    let names: Vec<String> = parameters
        .clone()
        .map(|parameter| parameter.map_or_else(|| "body".to_owned(), Parameter::rust_name))
        .collect();
    let setters = setter_names(&names, &RESERVED);
    let mut arguments = Vec::new();
    for ((parameter, name), setters) in parameters.zip(names).zip(setters) {
        let ty = match (take(&name), parameter) {
            (Some(ty), _) => ty,
            (None, None) => continue,
            (None, Some(_)) => return None,
        };
        let optional = argument_of(&ty, "Option");
        arguments.push(Argument {
            parameter,
            field: format_ident!("{}", unreserved(&name, &["client"])),
            setters: setters.map(|name| format_ident!("{name}")),
            name,
            ty: owned(optional.unwrap_or(&ty)),
            is_required: optional.is_none(),
            is_secret: !mentioned(&ty, secret).is_empty(),
        });
    }
    arguments.sort_by_key(|argument| !argument.is_required);
    let ReturnType::Type(_, output) = &method.output else { return None };
    let [success, error] = arguments_of(output, "Result")[..] else { return None };
    Some(Signature {
        operation,
        arguments,
        success: owned(argument_of(success, "ResponseValue")?),
        error: owned(argument_of(error, "Error")?),
    })
}

fn typed(argument: &FnArg) -> Option<(String, Type)> {
    let FnArg::Typed(argument) = argument else { return None };
    let Pat::Ident(name) = &*argument.pat else { return None };
    Some((name.ident.to_string(), (*argument.ty).clone()))
}

/// Returns the owned form of an argument's type, for example `String` for `&str`.
fn owned(ty: &Type) -> Type {
    match ty {
        Type::Reference(reference) => match &*reference.elem {
            Type::Path(path) if path.path.is_ident("str") => parse_quote!(::std::string::String),
            Type::Slice(slice) => {
                let item = &slice.elem;
                parse_quote!(::std::vec::Vec<#item>)
            }
            ty => ty.clone(),
        },
        Type::Path(path) => {
            let mut path = path.clone();
            for segment in &mut path.path.segments {
                let PathArguments::AngleBracketed(arguments) = &mut segment.arguments else { continue };
                for argument in &mut arguments.args {
                    if let GenericArgument::Type(ty) = argument {
                        *ty = owned(ty);
                    }
                }
            }
            Type::Path(path)
        }
        ty => ty.clone(),
    }
}
