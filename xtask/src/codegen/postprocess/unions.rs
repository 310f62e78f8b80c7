//! Makes unions untagged: they serialize as the alternative alone, and decode by what tells the alternatives apart.

use syn::{Attribute, File, Item, parse_quote};

use super::secrets::without_derive;
use crate::codegen::emit;
use crate::model::Union;

pub(super) fn apply(types: &mut File, unions: &[Union]) {
    let items = std::mem::take(&mut types.items);
    for mut item in items {
        let union = match &item {
            Item::Enum(item) => unions.iter().find(|union| item.ident == union.name),
            _ => None,
        };
        if let (Item::Enum(item), Some(_)) = (&mut item, union) {
            for attribute in &mut item.attrs {
                without_derive(attribute, "Deserialize");
            }
            item.attrs.retain(|attribute: &Attribute| !attribute.path().is_ident("serde"));
            item.attrs.push(parse_quote!(#[serde(untagged)]));
            item.attrs.push(parse_quote!(#[non_exhaustive]));
        }
        types.items.push(item);
        types.items.extend(union.map(emit::unions::deserialize).map(Item::Impl));
    }
}
