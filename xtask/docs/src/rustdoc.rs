//! The crate's rustdoc, as a part of the site.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};
use serde::Deserialize;
use xtask::workspace::CRATE;

use super::checksums::script_hash;
use super::site::Files;

/// Where the pages are in a site.
pub(super) const DIRECTORY: &str = "rust";

/// What rustdoc puts on every page, and links into the site are put in the place of.
const PLACE: &str = "<!-- links into the site -->";

/// The page of the directory, which leads to the crate's.
const START: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
<meta http-equiv="refresh" content="0; url={crate}/index.html">
<title>{crate}</title>
</head>
<body><p><a href="{crate}/index.html">{crate}</a></p></body>
</html>
"#;

/// What `cargo metadata` says of directories.
#[derive(Deserialize)]
struct Metadata {
    target_directory: PathBuf,
    /// Said by cargo 1.91 and newer.
    build_directory: Option<PathBuf>,
}

/// Builds the crate's documentation, with all of its features.
pub(super) fn build(root: &Path) -> anyhow::Result<Files> {
    // Of its own: no other crate is in its search, and nothing of an earlier build.
    let target = tempfile::tempdir().context("a temporary directory cannot be made")?;
    let place = target.path().join("place.html");
    std::fs::write(&place, PLACE).with_context(|| format!("{}: cannot be written", place.display()))?;
    let mut cargo = cargo(root);
    cargo.args(["rustdoc", "--quiet", "--package", CRATE, "--lib", "--all-features", "--locked"]);
    cargo.arg("--target-dir").arg(target.path());
    // Dependencies are where they always are (before 1.91, cargo does not know this, and builds them again).
    cargo.env("CARGO_BUILD_BUILD_DIR", build_directory(root)?);
    cargo.env_remove("RUSTDOCFLAGS").env_remove("CARGO_ENCODED_RUSTDOCFLAGS");
    cargo.args(["--", "--html-before-content"]).arg(&place);
    // With all dependencies, the first time, it takes a minute.
    eprintln!("documenting {CRATE}");
    let output = cargo.output().context("cargo cannot be run")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "the crate's documentation cannot be built: `cargo rustdoc` failed\n{said}"
    );
    let mut files = Files::new();
    read(&target.path().join("doc"), DIRECTORY, &mut files)?;
    let start = format!("{DIRECTORY}/{CRATE}/index.html");
    ensure!(files.contains_key(&start), "`cargo rustdoc` has written no {start}");
    // Its pages lead there, and it is what somebody types; rustdoc has no page for it.
    files.insert(format!("{DIRECTORY}/index.html"), START.replace("{crate}", CRATE).into_bytes());
    Ok(files)
}

fn cargo(root: &Path) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    cargo.current_dir(root);
    cargo
}

fn build_directory(root: &Path) -> anyhow::Result<PathBuf> {
    let output = cargo(root)
        .args(["metadata", "--no-deps", "--format-version=1", "--locked"])
        .output()
        .context("cargo cannot be run")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "`cargo metadata` failed\n{said}");
    let metadata: Metadata =
        serde_json::from_slice(&output.stdout).context("`cargo metadata` cannot be read")?;
    Ok(metadata.build_directory.unwrap_or(metadata.target_directory))
}

/// Reads a directory of rustdoc's; `path` is what it is called in the site.
fn read(directory: &Path, path: &str, files: &mut Files) -> anyhow::Result<()> {
    let unreadable = || format!("{}: cannot be read", directory.display());
    for entry in std::fs::read_dir(directory).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{path}/{name}");
        if entry.file_type().with_context(unreadable)?.is_dir() {
            read(&entry.path(), &path, files)?;
        } else if !name.starts_with('.') {
            let bytes = std::fs::read(entry.path()).with_context(unreadable)?;
            let is_page = Path::new(&name).extension().is_some_and(|extension| extension == "html");
            let bytes =
                if is_page { page(&path, &String::from_utf8_lossy(&bytes))?.into_bytes() } else { bytes };
            files.insert(path, bytes);
        }
    }
    Ok(())
}

/// A page of rustdoc's with links into the site, and with a policy that lets it load nothing from elsewhere.
fn page(path: &str, html: &str) -> anyhow::Result<String> {
    let up = "../".repeat(path.matches('/').count());
    // In a corner that rustdoc leaves empty; the page ends above it.
    let links = format!(
        "<style>main{{padding-bottom:3rem}}</style><nav aria-label=\"Site\" style=\"position:fixed;right:0;bottom:0;\
         z-index:1;padding:.25rem .75rem;background:var(--sidebar-background-color);border-top-left-radius:.5rem\">\
         <a href=\"{up}index.html\">API reference</a> · <a href=\"{up}changelog.html\">Changelog</a></nav>"
    );
    let policy = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {}; style-src 'self' \
         'unsafe-inline'; font-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'\">",
        scripts(html)
    );
    // Before anything that it has to hold for.
    let head = html.split_once("<head>");
    let (before, after) =
        head.with_context(|| format!("{path}: rustdoc has written a page without `<head>`"))?;
    Ok(format!("{before}<head>{policy}{}", with_links_to_docs_rs(&after.replace(PLACE, &links))))
}

/// Links to other crates' items, which rustdoc leaves as they were written when it does not know where those are.
fn with_links_to_docs_rs(html: &str) -> String {
    const PATH: &str = " href=\"::";
    let mut parts = html.split(PATH);
    let mut linked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let path = part.split_once('"').and_then(|(path, rest)| Some((path.split_once("::")?, rest)));
        let link = path.map(|((name, item), rest)| {
            format!(" href=\"https://docs.rs/{name}/latest/{name}/?search={item}\"{rest}")
        });
        linked.push_str(&link.unwrap_or_else(|| format!("{PATH}{part}")));
    }
    linked
}

/// The scripts that a page may run: files of the site, and those that are in the page.
fn scripts(html: &str) -> String {
    let hashes = |start, end| -> BTreeSet<String> { between(html, start, end).map(script_hash).collect() };
    let mut sources = vec!["'self'".to_owned()];
    sources.extend(hashes("<script>", "</script>"));
    let handlers = hashes(" onclick=\"", "\"");
    if !handlers.is_empty() {
        sources.push("'unsafe-hashes'".to_owned());
        sources.extend(handlers);
    }
    sources.join(" ")
}

fn between<'a>(html: &'a str, start: &str, end: &str) -> impl Iterator<Item = &'a str> {
    html.split(start).skip(1).filter_map(move |rest| rest.split_once(end)).map(|(found, _)| found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_allows_its_own_scripts_alone_and_leads_back() {
        let html = format!("<html><head><script>a()</script></head><body>{PLACE}<p></p></body></html>");
        let page = page("rust/certcentral/index.html", &html).unwrap();
        let policy = format!("script-src 'self' {};", script_hash("a()"));
        assert!(page.find(&policy).unwrap() < page.find("<script>").unwrap(), "{page}");
        assert!(page.contains("href=\"../../index.html\"") && !page.contains(PLACE), "{page}");
    }

    #[test]
    fn items_of_other_crates_are_looked_up_on_docs_rs() {
        let html = with_links_to_docs_rs("<a href=\"::httpmock::When\">When</a><a href=\"#a\">a</a>");
        let link = "https://docs.rs/httpmock/latest/httpmock/?search=When";
        assert_eq!(html, format!("<a href=\"{link}\">When</a><a href=\"#a\">a</a>"));
    }

    #[test]
    fn handlers_that_are_in_a_page_are_allowed_by_their_text() {
        assert_eq!(scripts("<a></a>"), "'self'");
        let handler = script_hash("history.back();");
        assert_eq!(
            scripts("<a onclick=\"history.back();\"></a>"),
            format!("'self' 'unsafe-hashes' {handler}")
        );
    }
}
