//! What `cargo xtask docs` does: the published reference, as a static site.

mod changelog;
mod changes;
mod checksums;
mod command;
mod page;
mod published;
mod renderer;
mod rustdoc;
pub mod samples;
mod schemas;
mod serve;
mod site;

use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;
use xtask::check::Checked;
use xtask::workspace::DOCUMENT;

use page::Pages;
use renderer::Renderer;
use samples::Sample;

pub use command::run;
pub use published::{published, to_json, to_yaml};
pub use renderer::is_renderer_installed;
pub use schemas::{schema_path, schemas};
pub use site::{Files, write};

/// The directory of the samples, relative to the workspace's root.
pub const SAMPLES: &str = "openapi/samples";

/// The script file that gives pages the document: they cannot fetch, opened as files.
const DOCUMENT_SCRIPT: &str = "openapi.js";

/// Builds the whole site of the workspace at `root`, in memory.
///
/// # Errors
///
/// [`Diagnostics`](xtask::diagnostics::Diagnostics) if the document is wrong; if a sample is, if a tool is missing, or if anything cannot be read.
pub fn build(root: &Path) -> anyhow::Result<Files> {
    let content = Content::read(root)?;
    let mut files = content.reference(root)?;
    files.extend(build_rust(root)?);
    Ok(files)
}

/// Builds the part of the site that is about the crate: its rustdoc.
///
/// # Errors
///
/// If cargo cannot build it.
pub fn build_rust(root: &Path) -> anyhow::Result<Files> {
    rustdoc::build(root)
}

/// What the site is made of, read and found right.
#[derive(Debug)]
pub struct Content {
    document: Checked,
    samples: Vec<Sample>,
    changelog: String,
}

impl Content {
    /// Reads the document, the samples and the changelog of the workspace at `root`.
    ///
    /// # Errors
    ///
    /// [`Diagnostics`](xtask::diagnostics::Diagnostics) if the document is wrong; if a sample is, or if anything cannot be read.
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let document = Checked::read(&root.join(DOCUMENT), DOCUMENT)?.deny_warnings()?;
        let samples = samples::read(&document, &root.join(SAMPLES))?;
        let changelog = std::fs::read_to_string(root.join(changelog::CHANGELOG));
        let changelog = changelog.with_context(|| format!("{}: cannot be read", changelog::CHANGELOG))?;
        Ok(Self { document, samples, changelog })
    }

    /// What can be downloaded: the published document, the JSON Schemas of its components, and their checksums.
    ///
    /// # Errors
    ///
    /// If something cannot be written in its format.
    pub fn downloads(&self) -> anyhow::Result<Files> {
        let published = self.published();
        let mut files = Files::new();
        files.insert("openapi.yaml".to_owned(), to_yaml(&published, &self.document.path)?.into_bytes());
        files.insert("openapi.json".to_owned(), to_json(&published)?.into_bytes());
        for (name, schema) in schemas(&self.document) {
            files.insert(schema_path(&name), to_json(&schema)?.into_bytes());
        }
        let checksums = checksums::checksums(&files);
        files.insert("SHA256SUMS".to_owned(), checksums.into_bytes());
        Ok(files)
    }

    /// The site without the crate's part.
    ///
    /// # Errors
    ///
    /// If the renderer cannot be installed or run, or anything else of it not be read.
    pub fn reference(&self, root: &Path) -> anyhow::Result<Files> {
        let published = self.published();
        let mut files = self.downloads()?;
        let json = to_json(&published)?;
        let schemas = schemas(&self.document);
        let pages = Pages::read(root, &published, &schemas.keys().collect::<Vec<_>>())?;
        let renderer = Renderer::prepare(root)?;
        let shown = renderer.render(root, &json)?;
        let reference = pages.reference(&shown)?;
        let changelog = pages.text("Changelog", &changelog::to_html(&self.changelog))?;
        files.insert("index.html".to_owned(), reference.into_bytes());
        files.insert("changelog.html".to_owned(), changelog.into_bytes());
        files.insert(
            DOCUMENT_SCRIPT.to_owned(),
            format!("const openapi = {};\nconst options = {};\n", shown.document, shown.options).into_bytes(),
        );
        files.extend(renderer.scripts()?);
        files.extend(pages.assets);
        Ok(files)
    }

    fn published(&self) -> Value {
        published(&self.document, &self.samples)
    }
}
