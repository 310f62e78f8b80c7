//! Code generated from random documents: `check` rejects a document, or its code has no name twice.
//!
//! The test `documents` compiles the code of some of them.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::collections::{BTreeMap, BTreeSet};

use conformance::parallel::in_parallel;
use conformance::random_documents::document;
use syn::visit::{self, Visit};
use syn::{
    FieldsNamed, File, FnArg, Ident, ImplItem, Item, ItemEnum, ItemImpl, ItemMod, ItemTrait, Pat, Signature,
    TraitItem, Type, UseTree,
};
use xtask::check::Checked;
use xtask::codegen::generate;
use xtask::workspace::root;

/// The number of documents.
const SEEDS: u64 = 2000;

#[test]
fn checked_documents_generate_code_without_duplicate_names() {
    let written =
        Names::of(&std::fs::read_to_string(root().join("sdk/src/client_builder.rs")).unwrap()).methods;
    let seeds: Vec<u64> = (0..SEEDS).collect();
    let generated = in_parallel(&seeds, |seed| {
        let document = document(*seed);
        match outcome(&document.to_string(), &written) {
            Ok(is_generated) => Vec::from_iter(is_generated.then_some(())),
            Err(wrong) => panic!("seed {seed}: {wrong}\n{document:#}"),
        }
    });
    assert!(generated.len() > seeds.len() / 3, "only {} documents pass the checks", generated.len());
}

/// Returns true if code is generated from a document, and false if it is rejected. `written` holds the client's
/// hand-written methods.
fn outcome(text: &str, written: &Methods) -> Result<bool, String> {
    let Ok(checked) = Checked::parse(text, "random.json") else { return Ok(false) };
    for file in generate(&checked).map_err(|error| error.to_string())? {
        let code = syn::parse_file(&file.text).map_err(|error| format!("{}: {error}", file.path))?;
        let mut names = Names::default();
        if file.path.ends_with("/client.rs") {
            names.methods.clone_from(written);
        }
        names.visit_file(&code);
        if file.path.ends_with("/calls.rs") && names.methods.len() != checked.api().operations.len() {
            return Err(format!("{}: an operation has no call", file.path));
        }
        if !names.twice.is_empty() {
            return Err(format!("{}: twice: {}", file.path, names.twice.join(", ")));
        }
    }
    Ok(true)
}

/// The methods of each type.
type Methods = BTreeMap<String, BTreeSet<String>>;

/// Finds names that occur twice where Rust permits them once.
#[derive(Default)]
struct Names {
    methods: Methods,
    twice: Vec<String>,
}

impl Names {
    fn of(text: &str) -> Self {
        let mut names = Self::default();
        names.visit_file(&syn::parse_file(text).unwrap());
        names
    }

    fn unique<'a>(&mut self, place: &str, names: impl IntoIterator<Item = &'a Ident>) {
        let mut known = BTreeSet::new();
        self.twice.extend(
            names.into_iter().filter(|name| !known.insert(*name)).map(|name| format!("{place} `{name}`")),
        );
    }

    fn items(&mut self, items: &[Item]) {
        let types = items.iter().filter_map(|item| match item {
            Item::Struct(item) => Some(&item.ident),
            Item::Enum(item) => Some(&item.ident),
            Item::Type(item) => Some(&item.ident),
            Item::Trait(item) => Some(&item.ident),
            Item::Mod(item) => Some(&item.ident),
            _ => None,
        });
        let mut imported = Vec::new();
        for item in items {
            if let Item::Use(item) = item {
                imports(&item.tree, &mut imported);
            }
        }
        self.unique("type", types.chain(imported));
        let values = items.iter().filter_map(|item| match item {
            Item::Fn(item) => Some(&item.sig.ident),
            Item::Const(item) => Some(&item.ident),
            _ => None,
        });
        self.unique("value", values);
    }
}

fn imports<'a>(tree: &'a UseTree, names: &mut Vec<&'a Ident>) {
    match tree {
        UseTree::Path(path) => imports(&path.tree, names),
        UseTree::Group(group) => group.items.iter().for_each(|tree| imports(tree, names)),
        UseTree::Name(name) => names.push(&name.ident),
        UseTree::Rename(rename) => names.push(&rename.rename),
        UseTree::Glob(_) => {}
    }
}

impl<'a> Visit<'a> for Names {
    fn visit_file(&mut self, file: &'a File) {
        self.items(&file.items);
        visit::visit_file(self, file);
    }

    fn visit_item_mod(&mut self, module: &'a ItemMod) {
        self.items(module.content.as_ref().map_or(&[], |(_, items)| items));
        visit::visit_item_mod(self, module);
    }

    fn visit_item_impl(&mut self, item: &'a ItemImpl) {
        if let (None, Type::Path(ty)) = (&item.trait_, &*item.self_ty) {
            let ty = ty.path.segments.last().unwrap().ident.to_string();
            for item in &item.items {
                let ImplItem::Fn(method) = item else { continue };
                if !self.methods.entry(ty.clone()).or_default().insert(method.sig.ident.to_string()) {
                    self.twice.push(format!("method `{ty}::{}`", method.sig.ident));
                }
            }
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_item_trait(&mut self, item: &'a ItemTrait) {
        let methods = item.items.iter().filter_map(|item| match item {
            TraitItem::Fn(method) => Some(&method.sig.ident),
            _ => None,
        });
        self.unique("method", methods);
        visit::visit_item_trait(self, item);
    }

    fn visit_item_enum(&mut self, item: &'a ItemEnum) {
        self.unique("variant", item.variants.iter().map(|variant| &variant.ident));
        visit::visit_item_enum(self, item);
    }

    fn visit_fields_named(&mut self, fields: &'a FieldsNamed) {
        self.unique("field", fields.named.iter().filter_map(|field| field.ident.as_ref()));
        visit::visit_fields_named(self, fields);
    }

    fn visit_signature(&mut self, signature: &'a Signature) {
        let arguments = signature.inputs.iter().filter_map(|argument| match argument {
            FnArg::Typed(argument) => match &*argument.pat {
                Pat::Ident(name) => Some(&name.ident),
                _ => None,
            },
            FnArg::Receiver(_) => None,
        });
        self.unique("argument", arguments);
        visit::visit_signature(self, signature);
    }
}
