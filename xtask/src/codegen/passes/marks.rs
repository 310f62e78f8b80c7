//! Takes out the marks that other passes were told by, when they are through.

use syn::visit_mut::{VisitMut, visit_file_mut};
use syn::{Attribute, File, parse_quote};

use crate::codegen::format::doc_text;
use crate::codegen::prepare::take_marks;

pub(super) fn remove(types: &mut File) {
    visit_file_mut(&mut Remove, types);
}

struct Remove;

impl VisitMut for Remove {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        for attribute in attributes.iter_mut() {
            let Some(mut text) = doc_text(attribute) else { continue };
            if !take_marks(&mut text).is_empty() {
                *attribute = parse_quote!(#[doc = #text]);
            }
        }
        attributes.retain(|attribute| doc_text(attribute).is_none_or(|text| !text.is_empty()));
    }
}
