//! The same document generates the same bytes: wherever it is and the command is started, whatever the environment
//! holds, however the document is named.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use xtask::workspace::{DOCUMENT, root};

/// Environments of other machines, and of hostile ones. None is a plain one.
const ENVIRONMENTS: [&[(&str, &str)]; 5] = [
    &[],
    &[("LANG", "de_DE.UTF-8"), ("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Asia/Tokyo")],
    &[
        ("TZ", "Pacific/Kiritimati"),
        ("LC_ALL", "C"),
        ("HOME", "/nowhere"),
        ("USER", "somebody"),
        ("PATH", ""),
    ],
    &[
        ("CARGO", "/nowhere/cargo"),
        ("CARGO_HOME", "/nowhere"),
        ("CARGO_TARGET_DIR", "/nowhere"),
        ("CARGO_PKG_NAME", "other"),
        ("CARGO_PKG_VERSION", "9.9.9"),
        ("RUSTFLAGS", "--nonsense"),
        ("RUSTFMT", "false"),
    ],
    &[
        ("SOURCE_DATE_EPOCH", "1"),
        ("NO_COLOR", "1"),
        ("RUST_BACKTRACE", "full"),
        ("COLUMNS", "20"),
        ("TERM", "dumb"),
    ],
];

/// Runs `codegen` in `from` with an environment that holds nothing but `environment`.
fn codegen(from: &Path, arguments: &[&str], environment: &[(&str, &str)]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("codegen").args(arguments).env_clear().envs(environment.iter().copied()).current_dir(from);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Every file below a directory, by its path in it.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            let inner = self::files(&entry.path());
            files.extend(inner.into_iter().map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
        } else {
            files.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// A workspace with our document and nothing else, at the end of a path that ends with `name`.
fn workspace(name: &str) -> (TempDir, std::path::PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let workspace = directory.path().join(name);
    std::fs::create_dir_all(workspace.join("openapi")).unwrap();
    std::fs::create_dir_all(workspace.join("xtask")).unwrap();
    std::fs::copy(root().join(DOCUMENT), workspace.join(DOCUMENT)).unwrap();
    (directory, workspace)
}

#[test]
fn our_own_document_wherever_its_workspace_is() {
    let generated = |name: &str, from: &str, environment: &[(&str, &str)]| {
        let (_directory, workspace) = workspace(name);
        let package = workspace.join("xtask").display().to_string();
        codegen(
            &workspace.join(from),
            &[],
            &[environment, &[("CARGO_MANIFEST_DIR", package.as_str())]].concat(),
        );
        files(&workspace)
    };
    let expected = generated("a", "", &[]);
    assert!(expected.len() > 5, "{:?}", expected.keys());
    for (name, from) in [("a", ""), ("another place/mit Umläuten", "openapi"), ("sdk/src/generated", "xtask")]
    {
        for environment in ENVIRONMENTS {
            assert_eq!(
                generated(name, from, environment),
                expected,
                "{name}, in {from:?}, with {environment:?}"
            );
        }
    }
}

#[test]
fn another_document_however_it_is_named() {
    let generated = |environment: &[(&str, &str)], name: &dyn Fn(&Path) -> String| {
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(directory.path().join("documents/more")).unwrap();
        let fixture = include_str!("fixtures/keys.yaml");
        std::fs::write(directory.path().join("documents/keys.yaml"), fixture).unwrap();
        let (document, out) = (name(directory.path()), directory.path().join("crate"));
        let out = out.display().to_string();
        codegen(&directory.path().join("documents"), &["--document", &document, "--out", &out], environment);
        files(&directory.path().join("crate"))
    };
    let absolute = |path: &Path| path.join("documents/keys.yaml").display().to_string();
    let expected = generated(&[], &absolute);
    assert!(expected.len() > 5, "{:?}", expected.keys());
    for environment in ENVIRONMENTS {
        assert_eq!(generated(environment, &absolute), expected, "{environment:?}");
        for relative in ["keys.yaml", "./keys.yaml", "more/../keys.yaml", "../documents/keys.yaml"] {
            assert_eq!(
                generated(environment, &|_| relative.to_owned()),
                expected,
                "{relative}, {environment:?}"
            );
        }
    }
}
