//! A workspace in a temporary directory, with tools that stand in for Node, npm and cargo.

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;
use xtask::workspace::{DOCUMENT, root};

/// Not the workspace's document: that one changes.
pub(super) const FIXTURE: &str = include_str!("../../../tests/fixtures/keys.yaml");

/// Renders as little as a page needs.
pub(super) const NODE: &str = r#"
[ "$1" = --version ] && { echo v20.0.0; exit; }
printf '{"html": "<p>%s</p>", "css": "", "document": {}, "options": {}}' "$(sed -n 's/.*"version": "\(.*\)".*/\1/p' "$2")" > "$3"
"#;

/// Installs a bundle, and counts how often.
pub(super) const NPM: &str = r#"
mkdir -p node_modules/redoc/bundles
echo 'a("https://cdn.redoc.ly/redoc/logo-mini.svg")' > node_modules/redoc/bundles/redoc.standalone.js
echo licences > node_modules/redoc/bundles/redoc.standalone.js.LICENSE.txt
echo once more >> npm-was-here
"#;

/// Writes one page of documentation.
const CARGO: &str = r#"
[ "$1" = metadata ] && { echo '{"target_directory": "/nowhere"}'; exit; }
while [ "$1" != --target-dir ]; do shift; done
mkdir -p "$2/doc/certcentral"
echo '<html lang="en"><head><title>certcentral</title></head></html>' > "$2/doc/certcentral/index.html"
"#;

/// The workspace; it goes when this does.
pub(super) struct Workspace {
    directory: TempDir,
}

impl Workspace {
    /// One with all that a site is made of, and with all tools.
    pub(super) fn new() -> Self {
        let workspace = Self { directory: tempfile::tempdir().unwrap() };
        workspace.write(DOCUMENT, FIXTURE);
        workspace.write("CHANGELOG.md", "# Changelog\n");
        for directory in ["xtask/docs/src/page", "xtask/docs/src/renderer"] {
            for entry in std::fs::read_dir(root().join(directory)).unwrap() {
                let path = entry.unwrap().path();
                let name = format!("{directory}/{}", path.file_name().unwrap().to_str().unwrap());
                workspace.write(&name, &std::fs::read_to_string(path).unwrap());
            }
        }
        for (name, script) in [("node", NODE), ("npm", NPM), ("cargo", CARGO)] {
            workspace.tool(name, script);
        }
        workspace
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(super) fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Puts a script in the place of a tool.
    pub(super) fn tool(&self, name: &str, script: &str) {
        self.write(&format!("bin/{name}"), &format!("#!/bin/sh\nset -e\n{script}"));
        std::fs::set_permissions(self.path(&format!("bin/{name}")), Permissions::from_mode(0o755)).unwrap();
    }

    pub(super) fn without_tool(&self, name: &str) {
        std::fs::remove_file(self.path(&format!("bin/{name}"))).unwrap();
        // The tools that scripts use are in the same directories as a Node that is installed.
        self.write("bin/.alone", "");
    }

    /// The command, as it is started in `from`.
    pub(super) fn command(&self, from: &Path, arguments: &[&str]) -> Command {
        let mut path = self.path("bin").into_os_string();
        if !self.path("bin/.alone").exists() {
            path.push(":/usr/bin:/bin");
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask-docs"));
        command.args(arguments).current_dir(from);
        command.env("CARGO_MANIFEST_DIR", self.path("xtask/docs"));
        command.env("CARGO", self.path("bin/cargo")).env("PATH", path);
        command
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Output {
        self.command(self.directory.path(), arguments).output().unwrap()
    }

    /// What a run that has to fail says.
    pub(super) fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    pub(super) fn built(&self, arguments: &[&str]) {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// The files of a directory, by their paths.
    pub(super) fn files(&self, directory: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut open = vec![self.path(directory)];
        while let Some(directory) = open.pop() {
            for entry in std::fs::read_dir(directory).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    files.insert(path.clone(), std::fs::read(path).unwrap());
                }
            }
        }
        let relative = |path: PathBuf| path.strip_prefix(self.path(directory)).unwrap().to_owned();
        files.into_iter().map(|(path, bytes)| (relative(path), bytes)).collect()
    }
}
