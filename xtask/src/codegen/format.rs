//! Formats a syntax tree as a source file. The result is the same on every machine.

use std::collections::BTreeSet;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use syn::visit_mut::{VisitMut, visit_path_mut};
use syn::{AttrStyle, Attribute, Item, Path, parse_quote};

use super::file::Origin;
use super::syntax::doc_text;

/// Returns the text of a generated file.
pub(super) fn text(origin: &Origin<'_>, mut file: syn::File) -> String {
    LineComments.visit_file_mut(&mut file);
    Prelude { defined: defined(&file) }.visit_file_mut(&mut file);
    format!("// {}\n\n{}", origin.header(), space_out(&prettyplease::unparse(&file)))
}

/// Replaces the full paths of Rust's prelude by their names, except names that the file defines itself.
struct Prelude {
    defined: BTreeSet<String>,
}

/// Items of the prelude that generated code uses, with their modules.
const PRELUDE: [(&str, &str); 13] = [
    ("boxed", "Box"),
    ("clone", "Clone"),
    ("convert", "From"),
    ("convert", "Into"),
    ("convert", "TryFrom"),
    ("default", "Default"),
    ("future", "Future"),
    ("future", "IntoFuture"),
    ("marker", "Send"),
    ("option", "Option"),
    ("result", "Result"),
    ("string", "String"),
    ("vec", "Vec"),
];

impl VisitMut for Prelude {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_path_mut(self, path);
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let ["std", module, name, rest @ ..] = &names.iter().map(String::as_str).collect::<Vec<_>>()[..]
        else {
            return;
        };
        if PRELUDE.contains(&(module, name)) && !self.defined.contains(*name) {
            let is_variant = matches!(rest.first(), Some(&("Some" | "None" | "Ok" | "Err")));
            let skipped = if is_variant { 3 } else { 2 };
            path.segments = path.segments.iter().skip(skipped).cloned().collect();
            path.leading_colon = None;
        }
    }
}

/// Returns the names of the items in a file and its modules.
fn defined(file: &syn::File) -> BTreeSet<String> {
    fn collect(items: &[Item], names: &mut BTreeSet<String>) {
        for item in items {
            match item {
                Item::Struct(item) => _ = names.insert(item.ident.to_string()),
                Item::Enum(item) => _ = names.insert(item.ident.to_string()),
                Item::Type(item) => _ = names.insert(item.ident.to_string()),
                Item::Mod(module) => collect(module.content.as_ref().map_or(&[], |(_, items)| items), names),
                _ => {}
            }
        }
    }
    let mut names = BTreeSet::new();
    collect(&file.items, &mut names);
    names
}

/// Moves documentation before other attributes, as one attribute per line, each with a leading space and without stray
/// empty lines.
struct LineComments;

impl VisitMut for LineComments {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        let (docs, mut others): (Vec<_>, Vec<_>) =
            std::mem::take(attributes).into_iter().partition(|attribute| doc_text(attribute).is_some());
        let style = docs.first().map_or(AttrStyle::Outer, |attribute| attribute.style);
        let mut lines: Vec<String> = Vec::new();
        for doc in docs.iter().filter_map(doc_text).map(|text| printable(&text)) {
            // A line comment already starts with the space.
            let is_comment = !doc.contains('\n');
            lines.extend(doc.lines().map(|line| {
                let line = if is_comment { line.strip_prefix(' ').unwrap_or(line) } else { line };
                line.trim_end().to_owned()
            }));
            if doc.is_empty() {
                lines.push(String::new());
            }
        }
        let text = label_code(&lines.join("\n"));
        let mut lines: Vec<&str> = text.lines().collect();
        lines.dedup_by(|line, before| line.is_empty() && before.is_empty());
        let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
        let last = lines.iter().rposition(|line| !line.is_empty()).map_or(first, |at| at + 1);
        for line in &lines[first..last] {
            let line = if line.is_empty() { String::new() } else { format!(" {line}") };
            let mut attribute: Attribute = parse_quote!(#[doc = #line]);
            attribute.style = style;
            attributes.push(attribute);
        }
        attributes.append(&mut others);
    }
}

/// Removes the characters that Rust rejects in comments: bare carriage returns, and controls of the text direction.
fn printable(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.replace(['\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}'], "")
        .replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "")
}

/// Labels unlabelled code blocks as `text`. rustdoc would compile them as doctests.
fn label_code(text: &str) -> String {
    let mut labelled = text.to_owned();
    let blocks = Parser::new(text).into_offset_iter().filter_map(|(event, range)| match event {
        Event::Start(Tag::CodeBlock(kind)) => Some((kind, range)),
        _ => None,
    });
    // From the end, so that earlier ranges stay valid.
    for (kind, range) in blocks.collect::<Vec<_>>().into_iter().rev() {
        let block = &text[range.clone()];
        let is_fence = |c: char| c == '`' || c == '~';
        match kind {
            CodeBlockKind::Fenced(label) if label.trim().is_empty() => {
                let fence = block.len() - block.trim_start_matches(is_fence).len();
                labelled.insert_str(range.start + fence, "text");
            }
            CodeBlockKind::Fenced(_) => {}
            CodeBlockKind::Indented => {
                // The range starts after the first line's indentation.
                let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
                let indentation = &text[start..range.start];
                let lines =
                    block.trim_end().lines().map(|line| line.strip_prefix(indentation).unwrap_or(line));
                let fenced = format!("```text\n{}\n```\n", lines.collect::<Vec<_>>().join("\n"));
                labelled.replace_range(start..range.end, &fenced);
            }
        }
    }
    labelled
}

/// Inserts an empty line between items. prettyplease leaves that to rustfmt.
fn space_out(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + text.len() / 20);
    let mut previous = "";
    for line in text.lines() {
        if is_between_items(previous, line) {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        previous = line;
    }
    spaced
}

fn is_between_items(before: &str, line: &str) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_import = |line: &str| line.starts_with("use ") || line.starts_with("pub use ");
    let is_module = |line: &str| line.ends_with(';') && line.starts_with("pub") && line.contains(" mod ");
    let (start, end) = (line.trim_start(), before.trim_start());
    if before.starts_with("//!") && !line.starts_with("//!") {
        return true;
    }
    if line.is_empty() || before.is_empty() || indent(before) != indent(line) || indent(line) > 8 {
        return false;
    }
    if start.starts_with(['}', ')', '.', ']']) || end.starts_with("//") {
        return false;
    }
    let item = ["///", "#[", "pub ", "impl", "fn ", "mod ", "use ", "const "];
    let starts_item = item.iter().any(|word| start.starts_with(word));
    let ends_item = end == "}" || (end.ends_with(';') && indent(before) <= 4);
    let among = (is_import(before) && is_import(line))
        || (is_module(before) && (is_module(line) || start.starts_with("#[")));
    ends_item && starts_item && !among
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unlabelled_code_blocks_are_labelled_as_text() {
        for (description, expected) in [
            ("a\n\n```\nx\n```\nb", "a\n\n```text\nx\n```\nb"),
            ("~~~~\nx\n~~~~", "~~~~text\nx\n~~~~"),
            ("```json\n{}\n```", "```json\n{}\n```"),
            ("a\n\n    x\n\n      y\n\nb", "a\n\n```text\nx\n\n  y\n```\n\nb"),
            ("- a\n\n    more of a", "- a\n\n    more of a"),
            ("`a` ```b```", "`a` ```b```"),
        ] {
            assert_eq!(label_code(description).trim_end(), expected, "{description}");
        }
    }
}
