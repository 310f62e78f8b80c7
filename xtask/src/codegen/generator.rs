//! Runs progenitor, and converts its errors, panics and invalid output into a `GeneratorError`.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use openapiv3::OpenAPI;
use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle, TypeImpl};
use schemars::schema::{InstanceType, SchemaObject};

use super::emit::enumerations;
use super::error::GeneratorError;
use super::lower::Lowered;
use crate::check::Checked;

/// Generates the types, and a client whose methods have the operations' signatures.
pub(super) fn sdk(document: &Checked, lowered: &Lowered) -> Result<syn::File, GeneratorError> {
    let settings = settings(lowered);
    attempt(&settings, &lowered.openapi).map_err(|message| GeneratorError {
        path: document.path.clone(),
        operation: failing_operation(document, &lowered.openapi, &settings),
        message,
    })
}

fn attempt(settings: &GenerationSettings, openapi: &OpenAPI) -> Result<syn::File, String> {
    let tokens = quietly(|| Generator::new(settings).generate_tokens(openapi))?;
    let tokens = tokens.map_err(|error| error.to_string())?;
    syn::parse2(tokens).map_err(|error| format!("progenitor generated invalid Rust: {error}"))
}

/// Returns an error if two types have the same name. progenitor derives names from schemas and properties.
pub(super) fn check_names(document: &Checked, types: &syn::File) -> Result<(), GeneratorError> {
    let mut known = BTreeSet::new();
    for item in &types.items {
        let name = match item {
            syn::Item::Struct(item) => &item.ident,
            syn::Item::Enum(item) => &item.ident,
            _ => continue,
        };
        if !known.insert(name.to_string()) {
            let message = format!(
                "two types would be named `{name}`: rename the schema of that name, or move the inline schema whose \
                 property yields the same name to `components/schemas`"
            );
            return Err(GeneratorError { path: document.path.clone(), operation: None, message });
        }
    }
    Ok(())
}

/// Runs `generate`, and converts a panic into an error.
pub(super) fn guarded<T>(document: &Checked, generate: impl FnOnce() -> T) -> Result<T, GeneratorError> {
    quietly(generate).map_err(|message| GeneratorError {
        path: document.path.clone(),
        operation: None,
        message,
    })
}

/// Runs `work`. Returns the message of a panic instead of printing it.
fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let default_hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !IS_QUIET.get() {
                default_hook(panic);
            }
        }));
    });
    let before = IS_QUIET.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    IS_QUIET.set(before);
    result.map_err(|panic| {
        let message = panic.downcast_ref::<String>().map(String::as_str);
        let message = message.or_else(|| panic.downcast_ref::<&str>().copied());
        message.unwrap_or("panicked without a message").to_owned()
    })
}

thread_local! {
    /// True while this thread does not print panics.
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Returns the first operation on which the generator fails when its path is the document's only one.
fn failing_operation(document: &Checked, openapi: &OpenAPI, settings: &GenerationSettings) -> Option<String> {
    document.api().operations.iter().find_map(|operation| {
        let mut alone = openapi.clone();
        alone.paths.paths.retain(|path, _| *path == operation.path);
        attempt(settings, &alone).err()?;
        let position = document.position(&operation.pointer);
        let (method, path) = (operation.method.to_uppercase(), &operation.path);
        Some(format!("{}:{}:{}: {method} {path}", document.path, position.line, position.column))
    })
}

fn settings(lowered: &Lowered) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Positional);
    for enumeration in enumerations::read(lowered) {
        let path = format!("crate::types::{}", enumeration.name);
        settings.with_replacement(&enumeration.name, path, [TypeImpl::Display].into_iter());
    }
    let secret = SchemaObject {
        instance_type: Some(InstanceType::String.into()),
        format: Some("password".to_owned()),
        extensions: BTreeMap::new(),
        ..SchemaObject::default()
    };
    settings.with_conversion(secret, "crate::SecretString", std::iter::empty());
    settings
}
