//! Shortens the paths of types, as imports permit: `crate::types::Name` to `types::Name`, and to `Name` in the module
//! `types`.

use syn::visit_mut::{VisitMut, visit_item_mod_mut, visit_path_mut};
use syn::{File, ItemMod, Path};

pub(in crate::codegen) fn shorten(sdk: &mut File) {
    Shorten { is_in_types: false }.visit_file_mut(sdk);
}

struct Shorten {
    is_in_types: bool,
}

impl VisitMut for Shorten {
    fn visit_item_mod_mut(&mut self, module: &mut ItemMod) {
        visit_item_mod_mut(&mut Self { is_in_types: module.ident == "types" }, module);
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_path_mut(self, path);
        let starts: Vec<_> = path.segments.iter().take(2).map(|segment| &segment.ident).collect();
        if matches!(starts[..], [first, second] if first == "crate" && second == "types") {
            let skipped = if self.is_in_types { 2 } else { 1 };
            path.segments = path.segments.iter().skip(skipped).cloned().collect();
        }
    }
}
