//! Runs `cargo xtask diff` as a process, in repositories with revisions, versions and a changelog.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;
use xtask::workspace::DOCUMENT;

/// A fixed document, because the workspace's document changes.
const FIXTURE: &str = include_str!("fixtures/keys.yaml");
const CHANGELOG: &str = "# Changelog\n\n## [Unreleased]\n\n## [1.0.0]\n\n### Added\n\n- All of it.\n";
/// An edit that breaks callers and users of the crate.
const BREAKING: (&str, &str) = ("required: [id, api_key]", "required: [api_key]");
/// An edit that breaks nobody.
const COMPATIBLE: (&str, &str) = ("          in: path\n", "          in: path\n          deprecated: true\n");

/// A workspace in its own repository, and a directory that serves as `PATH`.
struct Workspace {
    directory: TempDir,
    programs: TempDir,
}

impl Workspace {
    /// Creates a workspace and commits the document, the crate's manifest and the changelog.
    fn new() -> Self {
        let workspace =
            Self { directory: tempfile::tempdir().unwrap(), programs: tempfile::tempdir().unwrap() };
        let git = std::env::split_paths(&std::env::var_os("PATH").unwrap())
            .map(|directory| directory.join("git"))
            .find(|program| program.exists())
            .unwrap();
        symlink(git, workspace.programs.path().join("git")).unwrap();
        for name in ["openapi", "xtask", "sdk"] {
            std::fs::create_dir(workspace.path().join(name)).unwrap();
        }
        workspace.write(DOCUMENT, FIXTURE);
        workspace.write("CHANGELOG.md", CHANGELOG);
        workspace.write("sdk/Cargo.toml", "[package]\nname = \"certcentral\"\nversion = \"1.0.0\"\n");
        workspace.git(&["init", "--quiet", "--initial-branch", "main"]);
        workspace.commit("the document");
        workspace
    }

    /// Creates a workspace whose first commit is tagged `v1.0.0`.
    fn released() -> Self {
        let workspace = Self::new();
        workspace.git(&["tag", "v1.0.0"]);
        workspace
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    fn write(&self, path: &str, text: &str) {
        std::fs::write(self.path().join(path), text).unwrap();
    }

    fn edit(&self, path: &str, (old, new): (&str, &str)) {
        let text = std::fs::read_to_string(self.path().join(path)).unwrap();
        assert!(text.contains(old), "{path} has no {old:?}");
        self.write(path, &text.replacen(old, new, 1));
    }

    fn git(&self, arguments: &[&str]) {
        let identity =
            ["-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"];
        let git =
            Command::new("git").current_dir(self.path()).args(identity).args(arguments).output().unwrap();
        assert!(git.status.success(), "{}", String::from_utf8_lossy(&git.stderr));
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// Installs a script in place of cargo-semver-checks.
    fn install(&self, script: &str) {
        let program = self.programs.path().join("cargo-semver-checks");
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn diff(&self, arguments: &[&str]) -> Outcome {
        diff(self.path(), self.programs.path(), arguments)
    }
}

/// The result of the command.
struct Outcome {
    code: Option<i32>,
    out: String,
    error: String,
}

impl Outcome {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

fn diff(workspace: &Path, programs: &Path, arguments: &[&str]) -> Outcome {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("diff")
        .args(arguments)
        .env("CARGO_MANIFEST_DIR", workspace.join("xtask"))
        .env("PATH", programs)
        // A parent of the temporary directory may be a repository.
        .env("GIT_CEILING_DIRECTORIES", workspace.parent().unwrap())
        .output()
        .unwrap();
    let [out, error] = [stdout, stderr].map(|text| String::from_utf8(text).unwrap());
    Outcome { code: status.code(), out, error }
}

#[test]
fn unchanged_document_is_reported_as_such() {
    let workspace = Workspace::released();
    let outcome = workspace.diff(&[]);
    assert!(
        outcome.out.starts_with("openapi/certcentral.yaml: no changes since v1.0.0\n"),
        "{}",
        outcome.out
    );
    assert_eq!(outcome.code, Some(0));
}

#[test]
fn without_a_release_the_base_is_the_first_document() {
    let workspace = Workspace::new();
    workspace.git(&["rm", "--quiet", "--cached", DOCUMENT]);
    workspace.git(&["commit", "--quiet", "--message", "no document"]);
    workspace.edit(DOCUMENT, COMPATIBLE);
    workspace.commit("the document again, with a compatible change");
    workspace.edit(DOCUMENT, BREAKING);
    let outcome = workspace.diff(&[]);
    assert!(outcome.out.contains(": 2 changes since "), "{}", outcome.out);
    assert!(outcome.out.contains("Nothing was released yet"), "{}", outcome.out);
    assert!(outcome.out.contains(
        "info.version: was 1.0.0, is 1.0.0; worst change: breaking, which requires 2.0.0 or higher"
    ));
    assert_eq!(outcome.code, Some(0));
}

#[test]
fn base_is_the_last_release_or_the_named_revision() {
    let workspace = Workspace::released();
    workspace.edit(DOCUMENT, COMPATIBLE);
    workspace.commit("a compatible change");
    workspace.git(&["tag", "v1.1.0"]);
    workspace.write("notes", "");
    workspace.commit("no release");
    workspace.git(&["tag", "vision"]);
    for (base, count) in [(&[][..], 0), (&["v1.0.0"][..], 1), (&["HEAD~2"][..], 1), (&["main"][..], 0)] {
        let report = workspace.diff(&[base, &["--format", "json"]].concat()).json();
        assert_eq!(report["changes"].as_array().unwrap().len(), count, "{base:?}");
    }
    assert_eq!(workspace.diff(&["--format", "json"]).json()["old"], "v1.1.0");
}

#[test]
fn unknown_revision_is_a_plain_error() {
    let workspace = Workspace::new();
    let cases: [(&[&str], &str); 3] = [
        (&["v9.9.9"], "`v9.9.9` is not a revision in this clone"),
        (&["--", "--all"], "`--all` is not a revision in this clone"),
        (&["v1..v2"], "`v1..v2` is not a revision in this clone"),
    ];
    for (arguments, error) in cases {
        let outcome = workspace.diff(arguments);
        assert!(outcome.error.starts_with(error), "{}", outcome.error);
        assert!(outcome.error.contains("\n  help: "), "{}", outcome.error);
        assert_eq!(outcome.code, Some(1));
    }
}

#[test]
fn revision_without_the_document_is_a_plain_error() {
    let workspace = Workspace::new();
    workspace.git(&["rm", "--quiet", "--cached", DOCUMENT]);
    workspace.git(&["commit", "--quiet", "--message", "no document"]);
    let outcome = workspace.diff(&["HEAD"]);
    assert!(
        outcome.error.starts_with("`HEAD` has no `openapi/certcentral.yaml`\n  help: "),
        "{}",
        outcome.error
    );
    assert_eq!(outcome.code, Some(1));
}

#[test]
fn error_in_a_shallow_clone_names_the_fix() {
    let workspace = Workspace::released();
    workspace.edit(DOCUMENT, COMPATIBLE);
    workspace.commit("a compatible change");
    let clone = tempfile::tempdir().unwrap();
    let origin = format!("file://{}", workspace.path().display());
    let target = clone.path().join("clone");
    workspace.git(&["clone", "--quiet", "--depth", "1", &origin, target.to_str().unwrap()]);
    let shallow = |arguments: &[&str]| diff(&target, workspace.programs.path(), arguments);
    let outcome = shallow(&[]);
    assert!(outcome.error.starts_with("the clone is shallow"), "{}", outcome.error);
    assert!(outcome.error.contains("`git fetch --unshallow --tags`"), "{}", outcome.error);
    assert_eq!(outcome.code, Some(1));
    assert!(shallow(&["v1.0.0"]).error.contains("`git fetch --unshallow --tags`"));
    assert_eq!(shallow(&["HEAD"]).code, Some(0));
}

#[test]
fn missing_git_repository_or_commit_is_reported() {
    let workspace = Workspace::new();
    let nothing = tempfile::tempdir().unwrap();
    let outcome = diff(workspace.path(), nothing.path(), &[]);
    assert!(outcome.error.starts_with("git is not installed"), "{}", outcome.error);
    std::fs::remove_dir_all(workspace.path().join(".git")).unwrap();
    assert!(workspace.diff(&[]).error.contains(": not in a git repository"), "{}", workspace.diff(&[]).error);
    workspace.git(&["init", "--quiet"]);
    assert!(workspace.diff(&[]).error.starts_with("the git repository has no commit"));
}

#[test]
fn dangling_reference_is_reported_with_its_position() {
    let workspace = Workspace::new();
    workspace.edit(DOCUMENT, ("schemas/CreatedKey'", "schemas/CreatedKye'"));
    let outcome = workspace.diff(&[]);
    assert!(outcome.error.contains("openapi/certcentral.yaml:"), "{}", outcome.error);
    assert!(outcome.error.contains("does not exist"), "{}", outcome.error);
    assert_eq!(outcome.code, Some(1));
}

/// A file, a string in it and its replacement.
type Edit = (&'static str, (&'static str, &'static str));

/// The case's name, the edit of the document, other edits, and the expected errors.
type Case = (&'static str, (&'static str, &'static str), Vec<Edit>, Vec<&'static str>);

#[test]
fn versions_and_changelog_must_match_the_changes() {
    let document = |version: &'static str| (DOCUMENT, ("  version: 1.0.0", version));
    let crate_ = |version: &'static str| ("sdk/Cargo.toml", ("version = \"1.0.0\"", version));
    let changelog = |entry: &'static str| ("CHANGELOG.md", ("## [Unreleased]\n", entry));
    let (major, minor) = (document("  version: 2.0.0"), document("  version: 1.1.0"));
    let (crate_major, crate_minor) = (crate_("version = \"2.0.0\""), crate_("version = \"1.1.0\""));
    let entry = changelog("## [Unreleased]\n\n### Changed\n\n- A role is required.\n");
    let breaking_entry = changelog("## [Unreleased]\n\n### Changed\n\n- **Breaking:** a role is required.\n");
    let version = "info.version: expected 2.0.0 or higher, found 1.0.0; worst change since 1.0.0: breaking\n  help: set it to 2.0.0 or higher";
    let of_crate = "sdk/Cargo.toml: expected 2.0.0 or higher, found 1.1.0; worst change since 1.0.0: breaking\n  help: set it to 2.0.0 or higher";
    let no_entry = "CHANGELOG.md: no new entry describes what was changed";
    let not_breaking = "CHANGELOG.md: no new entry marks a change as breaking";
    let cases: [Case; 9] = [
        ("breaking, complete", BREAKING, vec![major, crate_major, breaking_entry], vec![]),
        (
            "breaking, higher version than required",
            BREAKING,
            vec![document("  version: 3.1.0"), crate_major, breaking_entry],
            vec![],
        ),
        (
            "breaking, pre-release",
            BREAKING,
            vec![document("  version: 2.0.0-rc.1"), crate_major, breaking_entry],
            vec![],
        ),
        (
            "breaking, the document's version was not raised",
            BREAKING,
            vec![crate_major, breaking_entry],
            vec![version],
        ),
        (
            "breaking, the crate's version is too low",
            BREAKING,
            vec![major, crate_minor, breaking_entry],
            vec![of_crate],
        ),
        (
            "breaking, not marked in the changelog",
            BREAKING,
            vec![major, crate_major, entry],
            vec![not_breaking],
        ),
        ("breaking, no changelog entry", BREAKING, vec![major, crate_major], vec![no_entry, not_breaking]),
        ("compatible, complete", COMPATIBLE, vec![minor, crate_minor, entry], vec![]),
        (
            "compatible, no changelog entry",
            COMPATIBLE,
            vec![minor, crate_minor],
            vec!["CHANGELOG.md: no new entry describes what was deprecated"],
        ),
    ];
    for (name, edit, edits, problems) in cases {
        let workspace = Workspace::released();
        workspace.edit(DOCUMENT, edit);
        for (path, edit) in edits {
            workspace.edit(path, edit);
        }
        let outcome = workspace.diff(&[]);
        for problem in &problems {
            assert!(
                outcome.out.contains(&format!("\nerror: {problem}")),
                "{name}: no {problem:?} in {}",
                outcome.out
            );
        }
        assert_eq!(outcome.out.matches("\nerror: ").count(), problems.len(), "{name}: {}", outcome.out);
        assert_eq!(outcome.code, Some(i32::from(!problems.is_empty())), "{name}: {}", outcome.out);
    }
}

const FINDS: &str = "echo '--- failure struct_missing: pub struct removed or renamed ---'; echo; echo 'Failed in:'; echo \"  struct Key, in $PWD/sdk/src/lib.rs:3\"; echo '  struct Old, previously in file /t/semver-checks/git-0/1/sdk/src/old.rs:4'; echo '     Summary semver requires new major version: 1 major and 0 minor checks failed' >&2; exit 1";

#[test]
fn findings_of_semver_checks_count_for_the_crate() {
    let workspace = Workspace::released();
    workspace.install(FINDS);
    let outcome = workspace.diff(&["--format", "json"]);
    assert_eq!(outcome.code, Some(1));
    let report = outcome.json();
    assert_eq!(report["crate_check"]["state"], "compared");
    assert_eq!(report["crate_check"]["impact"], "breaking");
    let found = &report["crate_check"]["findings"][0];
    assert_eq!(found["rule"], "struct_missing: pub struct removed or renamed");
    assert_eq!(found["places"][0], "struct Key, in sdk/src/lib.rs:3");
    assert_eq!(found["places"][1], "struct Old, previously in file sdk/src/old.rs:4");
    assert_eq!(report["versions"][0]["admitted"], true);
    assert_eq!(report["versions"][1]["needs"], "2.0.0");
    assert_eq!(report["versions"][1]["admitted"], false);
}

#[test]
fn semver_checks_gets_the_base_and_the_package() {
    let workspace = Workspace::released();
    workspace.install("echo \"$@\" > asked");
    assert_eq!(workspace.diff(&["--require-tools"]).code, Some(0));
    let asked = std::fs::read_to_string(workspace.path().join("asked")).unwrap();
    let head =
        Command::new("git").args(["rev-parse", "HEAD"]).current_dir(workspace.path()).output().unwrap();
    let head = String::from_utf8(head.stdout).unwrap();
    let expected = "semver-checks --color never --release-type patch --package certcentral --baseline-rev ";
    assert_eq!(asked, format!("{expected}{head}"));
}

#[test]
fn without_a_release_semver_checks_needs_a_named_revision() {
    let workspace = Workspace::new();
    workspace.install("echo \"$@\" > asked");
    let asked = || workspace.path().join("asked").exists();
    let outcome = workspace.diff(&["--require-tools"]);
    assert!(outcome.out.contains("cargo-semver-checks runs only if you name a revision"), "{}", outcome.out);
    assert_eq!(workspace.diff(&["--format", "json"]).json()["crate_check"]["state"], "not_asked");
    assert!(!asked());
    workspace.diff(&["main"]);
    assert!(asked());
}

#[test]
fn missing_semver_checks_is_an_error_only_if_required() {
    let workspace = Workspace::released();
    let outcome = workspace.diff(&[]);
    assert!(outcome.out.contains("cargo-semver-checks is not installed"), "{}", outcome.out);
    assert_eq!(outcome.code, Some(0));
    let outcome = workspace.diff(&["--require-tools"]);
    assert!(outcome.error.starts_with("cargo-semver-checks is not installed\n  help: "), "{}", outcome.error);
    assert_eq!(outcome.code, Some(1));
}

#[test]
fn failure_of_semver_checks_is_an_error() {
    let workspace = Workspace::released();
    workspace.install("echo 'error: no such package' >&2; exit 101");
    let outcome = workspace.diff(&[]);
    assert!(
        outcome.error.starts_with("cargo-semver-checks failed:\n  error: no such package"),
        "{}",
        outcome.error
    );
    assert_eq!(outcome.code, Some(1));
}

/// Creates two files in a directory without a repository.
fn files(edit: (&str, &str)) -> (TempDir, [PathBuf; 2]) {
    let directory = tempfile::tempdir().unwrap();
    let paths = ["old.yaml", "new.yaml"].map(|name| directory.path().join(name));
    assert!(FIXTURE.contains(edit.0));
    std::fs::write(&paths[0], FIXTURE).unwrap();
    std::fs::write(&paths[1], FIXTURE.replace(edit.0, edit.1)).unwrap();
    (directory, paths)
}

#[test]
fn two_files_are_compared_without_a_repository() {
    let (directory, [old, new]) = files(BREAKING);
    let compare = |more: &[&str]| {
        let paths = ["--from", old.to_str().unwrap(), "--to", new.to_str().unwrap()];
        diff(directory.path(), directory.path(), &[&paths, more].concat())
    };
    let outcome = compare(&[]);
    assert_eq!(outcome.code, Some(1));
    assert!(
        outcome.out.contains(
            "create_key › response 201 › id: is optional now\n  callers: breaking, crate: breaking – "
        ),
        "{}",
        outcome.out
    );
    std::fs::write(&new, std::fs::read_to_string(&new).unwrap().replace("version: 1.0.0", "version: 2.0.0"))
        .unwrap();
    assert_eq!(compare(&[]).code, Some(0));
    let report = compare(&["--format", "json"]).json();
    assert_eq!(report["crate_check"]["state"], "not_compared");
    assert_eq!(report["admitted"], true);
}

#[test]
fn json_report_has_a_stable_shape() {
    let (directory, [old, new]) = files(BREAKING);
    let paths = ["--from", old.to_str().unwrap(), "--to", new.to_str().unwrap(), "--format", "json"];
    let report = diff(directory.path(), directory.path(), &paths).json();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(report["format"], 1);
    assert_eq!(keys(&report), "format old new changes crate_check versions problems released admitted");
    let change = &report["changes"][0];
    assert_eq!(keys(change), "places what why kind callers crate location");
    assert_eq!(keys(&change["location"]), "in_old path line column");
    assert_eq!(keys(&report["versions"][0]), "of old new impact needs admitted");
    assert_eq!(keys(&report["problems"][0]), "message help");
    assert_eq!(change["places"][0], "create_key › response 201 › id");
    assert_eq!((&change["kind"], &change["callers"]), (&Value::from("changed"), &Value::from("breaking")));
}
