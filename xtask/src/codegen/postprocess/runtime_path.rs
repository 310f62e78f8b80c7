//! Replaces `progenitor_client` and the bare HTTP client by the SDK's runtime, which protects secrets, limits the size
//! of bodies and determines outcomes.

use syn::visit_mut::{VisitMut, visit_file_mut};
use syn::{File, Path, parse_quote};

pub(super) fn apply(file: &mut File) {
    visit_file_mut(&mut Rename, file);
}

struct Rename;

impl VisitMut for Rename {
    fn visit_path_mut(&mut self, path: &mut Path) {
        syn::visit_mut::visit_path_mut(self, path);
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        match names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["progenitor_client", ..] => {
                let rest = path.segments.iter().skip(1);
                *path = parse_quote!(crate::runtime::#(#rest)::*);
            }
            ["ResponseValue", ..] => path.segments[0].ident = parse_quote!(Response),
            ["reqwest", "Client"] => *path = parse_quote!(crate::runtime::HttpClient),
            _ => {}
        }
    }
}
