//! Renames the field for unknown properties if the schema has a property of that name. progenitor calls it `extra`.

use quote::{ToTokens as _, format_ident};
use syn::{Field, File, Item};

pub(super) fn apply(types: &mut File) {
    for item in &mut types.items {
        let Item::Struct(item) = item else { continue };
        let names: Vec<_> = item.fields.iter().filter_map(|field| field.ident.clone()).collect();
        for field in item.fields.iter_mut().filter(|field| is_flattened(field)) {
            if let Some(name) = &mut field.ident
                && names.iter().filter(|other| *other == name).count() > 1
            {
                *name = format_ident!("{name}_");
            }
        }
    }
}

fn is_flattened(field: &Field) -> bool {
    let is = |text: String| text.contains("flatten");
    field
        .attrs
        .iter()
        .any(|attribute| attribute.path().is_ident("serde") && is(attribute.to_token_stream().to_string()))
}
