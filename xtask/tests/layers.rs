//! The layers of `xtask/src`: a module imports from layers below its own, and no two files import each other.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// The top-level modules, from the highest layer to the lowest. Modules of one layer do not import each other.
const LAYERS: [&[&str]; 7] = [
    &["commands"],
    &["codegen", "diff"],
    &["check"],
    &["model"],
    &["yaml"],
    &["diagnostics"],
    &["naming", "spec", "spelling", "text", "workspace"],
];

/// The path of a module, without `crate`.
type Module = Vec<String>;

/// An import of one file by another.
struct Import {
    from: Module,
    to: Module,
    place: String,
}

impl fmt::Display for Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: `{}` imports `{}`", self.place, self.from.join("::"), self.to.join("::"))
    }
}

/// The source files of `directory`, by module.
fn files(directory: &Path) -> BTreeMap<Module, PathBuf> {
    let mut files = BTreeMap::new();
    let mut open = vec![(directory.to_owned(), Module::new())];
    while let Some((directory, module)) = open.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            let mut module = module.clone();
            module.push(path.file_stem().unwrap().to_str().unwrap().to_owned());
            if path.is_dir() {
                open.push((path, module));
            } else if !matches!(module[..], [ref root] if root == "lib" || root == "main") {
                files.insert(module, path);
            }
        }
    }
    files
}

/// Collects every path of a file, each relative to the crate.
struct Paths {
    /// The module that is visited: the file's, or one inside it.
    module: Module,
    /// The modules that the file declares.
    children: Vec<String>,
    found: Vec<Module>,
}

impl Paths {
    fn add(&mut self, segments: &[String]) {
        let (mut path, mut rest) = match segments[0].as_str() {
            "crate" => (Module::new(), &segments[1..]),
            "self" => (self.module.clone(), &segments[1..]),
            "super" => (self.module.clone(), segments),
            child if self.children.iter().any(|known| known == child) => (self.module.clone(), segments),
            _ => return,
        };
        while rest.first().is_some_and(|segment| segment == "super") {
            path.pop();
            rest = &rest[1..];
        }
        path.extend(rest.iter().cloned());
        self.found.push(path);
    }

    fn add_tree(&mut self, tree: &syn::UseTree, before: &[String]) {
        let with = |ident: &syn::Ident| [before, &[ident.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.add_tree(&path.tree, &with(&path.ident)),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_tree(tree, before)),
            syn::UseTree::Name(name) => self.add(&with(&name.ident)),
            syn::UseTree::Rename(name) => self.add(&with(&name.ident)),
            syn::UseTree::Glob(_) => self.add(before),
        }
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.add_tree(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        // A single segment is a name in scope, or `self`.
        if segments.len() > 1 {
            self.add(&segments);
        }
        visit::visit_path(self, path);
    }

    /// The path in `pub(super)` imports nothing.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }
}

/// Every import between the files, from `use` declarations and from qualified paths.
fn imports(files: &BTreeMap<Module, PathBuf>) -> Vec<Import> {
    let mut imports = Vec::new();
    for (module, path) in files {
        let text = std::fs::read_to_string(path).unwrap();
        let file = syn::parse_file(&text).unwrap();
        let declared = file.items.iter().filter_map(|item| match item {
            syn::Item::Mod(child) if child.content.is_none() => Some(child.ident.to_string()),
            _ => None,
        });
        let mut paths = Paths { module: module.clone(), children: declared.collect(), found: Vec::new() };
        paths.visit_file(&file);
        for mentioned in paths.found {
            // The longest prefix that is a file: the rest of the path is inside of it.
            let to = (1..=mentioned.len()).rev().map(|length| &mentioned[..length]);
            if let Some(to) =
                to.into_iter().find(|prefix| files.contains_key(*prefix)).filter(|to| to != module)
            {
                // Without the compiler's spans: the first line with the name.
                let name = mentioned.last().unwrap();
                let line = text.lines().position(|line| line.contains(name.as_str())).map_or(0, |at| at + 1);
                let place = format!("{}:{line}", path.display());
                imports.push(Import { from: module.clone(), to: to.to_vec(), place });
            }
        }
    }
    imports
}

fn all() -> (BTreeMap<Module, PathBuf>, Vec<Import>) {
    let files = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let imports = imports(&files);
    assert!(imports.len() > 300, "only {} imports found", imports.len());
    (files, imports)
}

fn layer(module: &Module) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module[0].as_str()))
}

#[test]
fn every_module_has_a_layer() {
    let (files, _) = all();
    let missing: Vec<_> = files.keys().filter(|module| layer(module).is_none()).collect();
    assert!(missing.is_empty(), "add to LAYERS: {missing:?}");
}

#[test]
fn modules_import_from_lower_layers_only() {
    let (_, imports) = all();
    let is_upward =
        |import: &&Import| import.from[0] != import.to[0] && layer(&import.from) >= layer(&import.to);
    let upward: Vec<String> = imports.iter().filter(is_upward).map(ToString::to_string).collect();
    assert!(upward.is_empty(), "{}", upward.join("\n"));
}

#[test]
fn no_files_import_each_other() {
    let (_, mut imports) = all();
    // Drops imports of files that import nothing, and by files that nothing imports, until only cycles are left.
    loop {
        let sources: BTreeSet<Module> = imports.iter().map(|import| import.from.clone()).collect();
        let targets: BTreeSet<Module> = imports.iter().map(|import| import.to.clone()).collect();
        let before = imports.len();
        imports.retain(|import| sources.contains(&import.to) && targets.contains(&import.from));
        if imports.len() == before {
            break;
        }
    }
    let cycle: BTreeSet<String> = imports.iter().map(ToString::to_string).collect();
    assert!(cycle.is_empty(), "{}", cycle.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn only_naming_converts_the_case_of_names() {
    let (files, _) = all();
    for (module, path) in files {
        let uses_heck = std::fs::read_to_string(&path).unwrap().contains("use heck::");
        assert_eq!(uses_heck, module == ["naming"], "{}", path.display());
    }
}
