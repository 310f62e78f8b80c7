//! The renderer, Redoc: installed by npm from its lock file, run by Node.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context as _, bail, ensure};
use serde::Deserialize;

/// The oldest Node that the renderer is run with.
const NODE: u32 = 20;

/// What is installed from.
const LOCK: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// What says that all of it is installed, and from which files: written last, and gone with what is installed.
const INSTALLED: &str = "node_modules/installed-from";

/// The script that renders, and what it imports.
const SCRIPT: &str = "render.mjs";
const IMPORTED: &str = "reading.mjs";

/// What npm is called with: nothing of a package is run, nothing is told to anybody.
const NPM: [&str; 4] = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];

/// The one thing that Redoc's bundle would load from another host, and what it shows in its place.
const LOGO: (&str, &str) = (
    "https://cdn.redoc.ly/redoc/logo-mini.svg",
    "data:image/svg+xml,%3Csvg xmlns=%27http://www.w3.org/2000/svg%27/%3E",
);

/// A document, rendered.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub(super) struct Rendered {
    /// The reference, for the page's body.
    pub(super) html: String,
    /// Its styles, for the page's head.
    pub(super) css: String,
    /// The document as the page's script shows it.
    pub(super) document: serde_json::Value,
    /// The options that it shows it with.
    pub(super) options: serde_json::Value,
}

/// The installed renderer.
#[derive(Debug)]
pub(super) struct Renderer {
    directory: PathBuf,
}

/// Whether a site can be built without the network: whether the renderer is installed, as its lock file has it.
#[must_use]
pub fn is_renderer_installed(root: &Path) -> bool {
    lock(root).is_ok_and(|lock| is_installed(&place(root), &lock))
}

fn place(root: &Path) -> PathBuf {
    root.join("target/renderer")
}

/// The directory of what the renderer is installed from and run with.
pub(super) fn directory(root: &Path) -> PathBuf {
    root.join("xtask/docs/src/renderer")
}

fn own(root: &Path, name: &str) -> PathBuf {
    directory(root).join(name)
}

fn is_installed(place: &Path, lock: &str) -> bool {
    std::fs::read_to_string(place.join(INSTALLED)).is_ok_and(|installed| installed == lock)
}

/// All that decides what is installed.
fn lock(root: &Path) -> anyhow::Result<String> {
    let read = |name| read_text(&own(root, name));
    Ok(LOCK.into_iter().map(read).collect::<anyhow::Result<Vec<_>>>()?.concat())
}

fn read_text(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{}: cannot be read", path.display()))
}

impl Renderer {
    /// Makes sure that Node is there and that the renderer is installed.
    pub(super) fn prepare(root: &Path) -> anyhow::Result<Self> {
        check_node()?;
        let (directory, lock) = (place(root), lock(root)?);
        if !is_installed(&directory, &lock) {
            install(root, &directory, &lock)?;
        }
        Ok(Self { directory })
    }

    /// Renders a document, given as JSON.
    pub(super) fn render(&self, root: &Path, document: &str) -> anyhow::Result<Rendered> {
        // Modules are looked for beside the script that imports them.
        for name in [SCRIPT, IMPORTED] {
            copy_changed(&own(root, name), &self.directory.join(name))?;
        }
        let exchange = tempfile::tempdir().context("a temporary directory cannot be made")?;
        let (input, output) = (exchange.path().join("openapi.json"), exchange.path().join("rendered.json"));
        std::fs::write(&input, document)
            .with_context(|| format!("{}: cannot be written", input.display()))?;
        let node =
            Command::new("node").arg(SCRIPT).args([&input, &output]).current_dir(&self.directory).output();
        let node = node.context("node cannot be run")?;
        ensure!(node.status.success(), "the document cannot be rendered: {SCRIPT} failed\n{}", said(&node));
        let rendered = read_text(&output)?;
        serde_json::from_str(&rendered).with_context(|| format!("what {SCRIPT} wrote cannot be read"))
    }

    /// What a page needs to be more than text: the renderer's script, and its licences.
    pub(super) fn scripts(&self) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
        let bundles = self.directory.join("node_modules/redoc/bundles");
        let script = read_text(&bundles.join("redoc.standalone.js"))?;
        let licences = read_text(&bundles.join("redoc.standalone.js.LICENSE.txt"))?;
        Ok(BTreeMap::from([
            ("redoc.standalone.js".to_owned(), at_home(&script)?.into_bytes()),
            ("redoc.standalone.js.LICENSE.txt".to_owned(), licences.into_bytes()),
        ]))
    }
}

/// Redoc's script, without what it would load from elsewhere: its logo, and the source map that is not here.
fn at_home(script: &str) -> anyhow::Result<String> {
    let (address, image) = LOGO;
    let found = script.matches(address).count();
    ensure!(
        found == 1,
        "Redoc's script names {address} {found} times, not once: look at what this version loads, and mend {}",
        file!()
    );
    let without_map =
        script.trim_end().rsplit_once("\n//# sourceMappingURL=").map_or(script, |(code, _)| code);
    Ok(without_map.replace(address, image) + "\n")
}

/// Installs into a directory that says so only when all is there.
fn install(root: &Path, directory: &Path, lock: &str) -> anyhow::Result<()> {
    eprintln!("installing the renderer into {}", directory.display());
    let marker = directory.join(INSTALLED);
    match std::fs::remove_file(&marker) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("{}: cannot be removed", marker.display()));
        }
        _ => {}
    }
    std::fs::create_dir_all(directory).with_context(|| format!("{}: cannot be made", directory.display()))?;
    for name in LOCK {
        copy_changed(&own(root, name), &directory.join(name))?;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let output = output(Command::new(npm).args(NPM).current_dir(directory), npm)?;
    if !output.status.success() {
        let command = format!("npm {}", NPM.join(" "));
        bail!(
            "the renderer cannot be installed: `{command}` failed in {}\n{}\n\
             It takes packages from npm's registry, once: look at the network and at npm's settings, then run the command again.",
            directory.display(),
            said(&output)
        );
    }
    std::fs::write(&marker, lock).with_context(|| format!("{}: cannot be written", marker.display()))
}

fn check_node() -> anyhow::Result<()> {
    let output = output(Command::new("node").arg("--version"), "node")?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    ensure!(
        output.status.success() && major.is_some_and(|major| major >= NODE),
        "node is {}, and the renderer needs {NODE} or newer: install that (https://nodejs.org), and run the command again",
        if version.is_empty() { "of no known version" } else { &version }
    );
    Ok(())
}

/// Runs a tool; if it is not there, says what it is needed for.
fn output(command: &mut Command, tool: impl AsRef<OsStr>) -> anyhow::Result<Output> {
    let tool = tool.as_ref().to_string_lossy();
    command.stdin(Stdio::null()).output().map_err(|error| match error.kind() {
        ErrorKind::NotFound => anyhow::anyhow!(
            "{tool} is not there: the reference is rendered by Redoc, which needs Node {NODE} or newer with npm: \
             install them (https://nodejs.org, or your system's packages), and run the command again"
        ),
        _ => anyhow::Error::from(error).context(format!("{tool} cannot be run")),
    })
}

/// What a tool that failed has said, on both streams.
fn said(output: &Output) -> String {
    let streams = [&output.stderr, &output.stdout].map(|stream| String::from_utf8_lossy(stream));
    let said: Vec<_> =
        streams.iter().map(|stream| stream.trim()).filter(|stream| !stream.is_empty()).collect();
    said.join("\n")
}

/// Copies a file if it is not the same there: whoever runs it at the same time sees the old or the new one.
fn copy_changed(from: &Path, to: &Path) -> anyhow::Result<()> {
    let text = read_text(from)?;
    if std::fs::read_to_string(to).is_ok_and(|there| there == text) {
        return Ok(());
    }
    let directory = to.parent().unwrap_or(Path::new("."));
    let file = tempfile::NamedTempFile::new_in(directory);
    let file = file.with_context(|| format!("{}: cannot be written to", directory.display()))?;
    std::fs::write(file.path(), text)
        .and_then(|()| Ok(file.persist(to)?))
        .map(drop)
        .with_context(|| format!("{}: cannot be written", to.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundle_loses_what_it_loads_from_elsewhere_and_a_bundle_that_loads_something_new_is_refused() {
        let (address, image) = LOGO;
        let script = format!("a({{src:\"{address}\"}})\n//# sourceMappingURL=redoc.standalone.js.map");
        assert_eq!(at_home(&script).unwrap(), format!("a({{src:\"{image}\"}})\n"));
        assert!(at_home("a()").unwrap_err().to_string().contains("0 times"));
        assert!(at_home(&format!("{address}{address}")).unwrap_err().to_string().contains("2 times"));
    }
}
