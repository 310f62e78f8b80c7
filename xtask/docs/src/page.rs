//! The site's own pages: templates, filled in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use serde_json::Value as Json;

use super::renderer::Rendered;
use super::schemas::schema_path;

/// The directory of the templates and of what they load.
pub(super) fn directory(root: &Path) -> PathBuf {
    root.join("xtask/docs/src/page")
}

/// The templates: the other files beside them are part of the site.
const TEMPLATES: &str = "html";

/// Templates, and what all pages have in common.
pub(super) struct Pages {
    environment: Environment<'static>,
    common: Value,
    /// The files that pages load, as they are.
    pub(super) assets: BTreeMap<String, Vec<u8>>,
}

impl Pages {
    /// Reads the templates and what they load.
    pub(super) fn read(root: &Path, published: &Json, schemas: &[&String]) -> anyhow::Result<Self> {
        let directory = directory(root);
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let mut assets = BTreeMap::new();
        for (name, bytes) in files(&directory)? {
            if Path::new(&name).extension().is_some_and(|extension| extension == TEMPLATES) {
                let text = String::from_utf8(bytes).with_context(|| format!("{name}: is not UTF-8"))?;
                environment
                    .add_template_owned(name.clone(), text)
                    .with_context(|| format!("{name}: is no template"))?;
            } else {
                assets.insert(name, bytes);
            }
        }
        let text = |pointer: &str| published.pointer(pointer).and_then(Json::as_str).unwrap_or_default();
        let common = context! {
            title => text("/info/title"),
            version => text("/info/version"),
            description => summary(text("/info/description")),
            schemas => schemas.iter().map(|&name| context! { name, path => schema_path(name) }).collect::<Value>(),
        };
        Ok(Self { environment, common, assets })
    }

    /// The reference.
    pub(super) fn reference(&self, rendered: &Rendered) -> anyhow::Result<String> {
        let Rendered { html, css, .. } = rendered;
        self.page("reference.html", context! { html, css })
    }

    /// A page of text: `heading` is plain text, `content` is HTML.
    pub(super) fn text(&self, heading: &str, content: &str) -> anyhow::Result<String> {
        self.page("text.html", context! { heading, content })
    }

    fn page(&self, template: &str, own: Value) -> anyhow::Result<String> {
        let page = self.environment.get_template(template);
        let page = page.and_then(|page| page.render(context! { ..own, ..self.common.clone() }));
        Ok(page.with_context(|| format!("{template}: cannot be filled in"))? + "\n")
    }
}

/// The files of a directory that has no others in it, by their names.
fn files(directory: &Path) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let unreadable = || format!("{}: cannot be read", directory.display());
    for entry in std::fs::read_dir(directory).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        let (name, path) = (entry.file_name().to_string_lossy().into_owned(), entry.path());
        let bytes = std::fs::read(&path).with_context(|| format!("{}: cannot be read", path.display()))?;
        files.insert(name, bytes);
    }
    Ok(files)
}

/// The first paragraph of a text in Markdown, as plain text on one line.
fn summary(markdown: &str) -> String {
    use pulldown_cmark::{Event, Parser, TagEnd};

    let mut summary = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) => summary.push_str(&text),
            Event::SoftBreak | Event::HardBreak => summary.push(' '),
            Event::End(TagEnd::Paragraph) => break,
            _ => {}
        }
    }
    summary
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_the_first_paragraph_without_markup() {
        assert_eq!(summary("Create `a` [key](x),\n**once**.\n\nMore."), "Create a key, once.");
        assert_eq!(summary(""), "");
    }
}
