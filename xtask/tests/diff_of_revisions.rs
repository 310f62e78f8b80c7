//! `cargo xtask diff` as its users run it: against revisions of a repository, with versions and a changelog to keep.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;
use xtask::workspace::DOCUMENT;

/// Not the workspace's document: that one changes.
const FIXTURE: &str = include_str!("fixtures/keys.yaml");
const CHANGELOG: &str = "# Changelog\n\n## [Unreleased]\n\n## [1.0.0]\n\n### Added\n\n- All of it.\n";
/// An edit that breaks callers and users.
const BREAKING: (&str, &str) = ("required: [id, api_key]", "required: [api_key]");
/// An edit that breaks nobody.
const COMPATIBLE: (&str, &str) = ("          in: path\n", "          in: path\n          deprecated: true\n");

/// A workspace in a repository of its own, and a directory with the programs that can be found.
struct Workspace {
    directory: TempDir,
    programs: TempDir,
}

impl Workspace {
    /// With the document, the crate's manifest and the changelog, committed.
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

    /// One whose first commit was released as `v1.0.0`.
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

    /// Puts a program in the place of cargo-semver-checks.
    fn install(&self, script: &str) {
        let program = self.programs.path().join("cargo-semver-checks");
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn diff(&self, arguments: &[&str]) -> Said {
        diff(self.path(), self.programs.path(), arguments)
    }
}

/// What the command said.
struct Said {
    code: Option<i32>,
    out: String,
    error: String,
}

impl Said {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

fn diff(workspace: &Path, programs: &Path, arguments: &[&str]) -> Said {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("diff")
        .args(arguments)
        .env("CARGO_MANIFEST_DIR", workspace.join("xtask"))
        .env("PATH", programs)
        // A directory above the temporary ones may be a repository.
        .env("GIT_CEILING_DIRECTORIES", workspace.parent().unwrap())
        .output()
        .unwrap();
    let [out, error] = [stdout, stderr].map(|text| String::from_utf8(text).unwrap());
    Said { code: status.code(), out, error }
}

#[test]
fn without_a_change_it_says_so() {
    let workspace = Workspace::released();
    let said = workspace.diff(&[]);
    assert!(
        said.out.starts_with("openapi/certcentral.yaml says what v1.0.0 said: no change\n"),
        "{}",
        said.out
    );
    assert_eq!(said.code, Some(0));
}

#[test]
fn without_a_release_the_base_is_the_first_commit_that_has_the_document_and_nothing_is_binding() {
    let workspace = Workspace::new();
    workspace.git(&["rm", "--quiet", "--cached", DOCUMENT]);
    workspace.git(&["commit", "--quiet", "--message", "no document"]);
    workspace.edit(DOCUMENT, COMPATIBLE);
    workspace.commit("the document again, with a compatible change");
    workspace.edit(DOCUMENT, BREAKING);
    let said = workspace.diff(&[]);
    assert!(said.out.contains(": 2 changes\n"), "{}", said.out);
    assert!(said.out.contains("Nothing was released yet"), "{}", said.out);
    assert!(said.out.contains(
        "info.version: was 1.0.0, is 1.0.0; worst change: breaking, which asks for 2.0.0 or higher"
    ));
    assert_eq!(said.code, Some(0));
}

#[test]
fn the_base_is_the_last_release_or_the_revision_that_is_named() {
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
fn a_base_that_cannot_be_read_is_a_plain_error() {
    let workspace = Workspace::new();
    let cases: [(&[&str], &str); 3] = [
        (&["v9.9.9"], "`v9.9.9` is no revision that this clone has"),
        (&["--", "--all"], "`--all` is no revision that this clone has"),
        (&["v1..v2"], "`v1..v2` is no revision that this clone has"),
    ];
    for (arguments, error) in cases {
        let said = workspace.diff(arguments);
        assert!(said.error.starts_with(error), "{}", said.error);
        assert!(said.error.contains("\n  help: "), "{}", said.error);
        assert_eq!(said.code, Some(1));
    }
}

#[test]
fn a_revision_without_the_document_is_a_plain_error() {
    let workspace = Workspace::new();
    workspace.git(&["rm", "--quiet", "--cached", DOCUMENT]);
    workspace.git(&["commit", "--quiet", "--message", "no document"]);
    let said = workspace.diff(&["HEAD"]);
    assert!(said.error.starts_with("`HEAD` has no `openapi/certcentral.yaml`\n  help: "), "{}", said.error);
    assert_eq!(said.code, Some(1));
}

#[test]
fn a_shallow_clone_is_told_how_to_get_its_history() {
    let workspace = Workspace::released();
    workspace.edit(DOCUMENT, COMPATIBLE);
    workspace.commit("a compatible change");
    let clone = tempfile::tempdir().unwrap();
    let origin = format!("file://{}", workspace.path().display());
    let target = clone.path().join("clone");
    workspace.git(&["clone", "--quiet", "--depth", "1", &origin, target.to_str().unwrap()]);
    let shallow = |arguments: &[&str]| diff(&target, workspace.programs.path(), arguments);
    let said = shallow(&[]);
    assert!(said.error.starts_with("the clone is shallow"), "{}", said.error);
    assert!(said.error.contains("`git fetch --unshallow --tags`"), "{}", said.error);
    assert_eq!(said.code, Some(1));
    assert!(shallow(&["v1.0.0"]).error.contains("`git fetch --unshallow --tags`"));
    assert_eq!(shallow(&["HEAD"]).code, Some(0));
}

#[test]
fn without_git_or_a_repository_or_a_commit_it_says_what_is_missing() {
    let workspace = Workspace::new();
    let nothing = tempfile::tempdir().unwrap();
    let said = diff(workspace.path(), nothing.path(), &[]);
    assert!(said.error.starts_with("git is not installed"), "{}", said.error);
    std::fs::remove_dir_all(workspace.path().join(".git")).unwrap();
    assert!(workspace.diff(&[]).error.contains(": not in a git repository"), "{}", workspace.diff(&[]).error);
    workspace.git(&["init", "--quiet"]);
    assert!(workspace.diff(&[]).error.starts_with("the git repository has no commit"));
}

#[test]
fn a_reference_that_leads_nowhere_is_refused_at_its_place() {
    let workspace = Workspace::new();
    workspace.edit(DOCUMENT, ("schemas/CreatedKey'", "schemas/CreatedKye'"));
    let said = workspace.diff(&[]);
    assert!(said.error.contains("openapi/certcentral.yaml:"), "{}", said.error);
    assert!(said.error.contains("does not exist"), "{}", said.error);
    assert_eq!(said.code, Some(1));
}

/// A file, and what is replaced in it by what.
type Edit = (&'static str, (&'static str, &'static str));

/// What a case is about, the document's edit, the others, and the errors.
type Case = (&'static str, (&'static str, &'static str), Vec<Edit>, Vec<&'static str>);

/// What is done after the release besides an edit of the document, and what is still wrong.
#[test]
fn versions_and_changelog_have_to_admit_what_changed() {
    let document = |version: &'static str| (DOCUMENT, ("  version: 1.0.0", version));
    let crate_ = |version: &'static str| ("sdk/Cargo.toml", ("version = \"1.0.0\"", version));
    let changelog = |entry: &'static str| ("CHANGELOG.md", ("## [Unreleased]\n", entry));
    let (major, minor) = (document("  version: 2.0.0"), document("  version: 1.1.0"));
    let (crate_major, crate_minor) = (crate_("version = \"2.0.0\""), crate_("version = \"1.1.0\""));
    let told = changelog("## [Unreleased]\n\n### Changed\n\n- A role is required.\n");
    let broken = changelog("## [Unreleased]\n\n### Changed\n\n- **Breaking:** a role is required.\n");
    let version =
        "info.version: 1.0.0 does not admit a breaking change since 1.0.0\n  help: set it to 2.0.0 or higher";
    let of_crate = "sdk/Cargo.toml: 1.1.0 does not admit a breaking change since 1.0.0\n  help: set it to 2.0.0 or higher";
    let unsaid = "CHANGELOG.md: no new entry says what was changed";
    let not_breaking = "CHANGELOG.md: no new entry says that a change is breaking";
    let cases: [Case; 9] = [
        ("breaking, and all is done", BREAKING, vec![major, crate_major, broken], vec![]),
        (
            "breaking, and too high is no mistake",
            BREAKING,
            vec![document("  version: 3.1.0"), crate_major, broken],
            vec![],
        ),
        (
            "breaking, on the way to a release",
            BREAKING,
            vec![document("  version: 2.0.0-rc.1"), crate_major, broken],
            vec![],
        ),
        ("breaking, the document's version is old", BREAKING, vec![crate_major, broken], vec![version]),
        (
            "breaking, the crate's version is too low",
            BREAKING,
            vec![major, crate_minor, broken],
            vec![of_crate],
        ),
        ("breaking, and not called so", BREAKING, vec![major, crate_major, told], vec![not_breaking]),
        ("breaking, and nothing said", BREAKING, vec![major, crate_major], vec![unsaid, not_breaking]),
        ("compatible, and all is done", COMPATIBLE, vec![minor, crate_minor, told], vec![]),
        (
            "compatible, and nothing said",
            COMPATIBLE,
            vec![minor, crate_minor],
            vec!["CHANGELOG.md: no new entry says what was deprecated"],
        ),
    ];
    for (name, edit, edits, problems) in cases {
        let workspace = Workspace::released();
        workspace.edit(DOCUMENT, edit);
        for (path, edit) in edits {
            workspace.edit(path, edit);
        }
        let said = workspace.diff(&[]);
        for problem in &problems {
            assert!(
                said.out.contains(&format!("\nerror: {problem}")),
                "{name}: no {problem:?} in {}",
                said.out
            );
        }
        assert_eq!(said.out.matches("\nerror: ").count(), problems.len(), "{name}: {}", said.out);
        assert_eq!(said.code, Some(i32::from(!problems.is_empty())), "{name}: {}", said.out);
    }
}

const FINDS: &str = "echo '--- failure struct_missing: pub struct removed or renamed ---'; echo; echo 'Failed in:'; echo \"  struct Key, in $PWD/sdk/src/lib.rs:3\"; echo '  struct Old, previously in file /t/semver-checks/git-0/1/sdk/src/old.rs:4'; echo '     Summary semver requires new major version: 1 major and 0 minor checks failed' >&2; exit 1";

#[test]
fn what_the_crate_s_own_tool_finds_counts_for_the_crate() {
    let workspace = Workspace::released();
    workspace.install(FINDS);
    let said = workspace.diff(&["--format", "json"]);
    assert_eq!(said.code, Some(1));
    let report = said.json();
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
fn the_crate_s_own_tool_is_asked_for_the_base_and_the_package() {
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
fn without_a_release_the_crate_s_own_tool_is_asked_where_a_revision_is_named() {
    let workspace = Workspace::new();
    workspace.install("echo \"$@\" > asked");
    let asked = || workspace.path().join("asked").exists();
    let said = workspace.diff(&["--require-tools"]);
    assert!(said.out.contains("cargo-semver-checks is asked where a revision is named"), "{}", said.out);
    assert_eq!(workspace.diff(&["--format", "json"]).json()["crate_check"]["state"], "not_asked");
    assert!(!asked());
    workspace.diff(&["main"]);
    assert!(asked());
}

#[test]
fn a_missing_tool_is_said_and_is_an_error_where_it_is_required() {
    let workspace = Workspace::released();
    let said = workspace.diff(&[]);
    assert!(said.out.contains("cargo-semver-checks is not installed"), "{}", said.out);
    assert_eq!(said.code, Some(0));
    let said = workspace.diff(&["--require-tools"]);
    assert!(said.error.starts_with("cargo-semver-checks is not installed\n  help: "), "{}", said.error);
    assert_eq!(said.code, Some(1));
}

#[test]
fn a_tool_that_fails_is_an_error() {
    let workspace = Workspace::released();
    workspace.install("echo 'error: no such package' >&2; exit 101");
    let said = workspace.diff(&[]);
    assert!(
        said.error.starts_with("cargo-semver-checks failed:\n  error: no such package"),
        "{}",
        said.error
    );
    assert_eq!(said.code, Some(1));
}

/// Two files, and the workspace that they are in: there need not be a repository.
fn files(edit: (&str, &str)) -> (TempDir, [PathBuf; 2]) {
    let directory = tempfile::tempdir().unwrap();
    let paths = ["old.yaml", "new.yaml"].map(|name| directory.path().join(name));
    assert!(FIXTURE.contains(edit.0));
    std::fs::write(&paths[0], FIXTURE).unwrap();
    std::fs::write(&paths[1], FIXTURE.replace(edit.0, edit.1)).unwrap();
    (directory, paths)
}

#[test]
fn two_files_are_compared_without_a_repository_and_keep_their_own_version() {
    let (directory, [old, new]) = files(BREAKING);
    let compare = |more: &[&str]| {
        let paths = ["--from", old.to_str().unwrap(), "--to", new.to_str().unwrap()];
        diff(directory.path(), directory.path(), &[&paths, more].concat())
    };
    let said = compare(&[]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.out.contains(
            "create_key › response 201 › id: is optional now\n  callers: breaking, crate: breaking – "
        ),
        "{}",
        said.out
    );
    std::fs::write(&new, std::fs::read_to_string(&new).unwrap().replace("version: 1.0.0", "version: 2.0.0"))
        .unwrap();
    assert_eq!(compare(&[]).code, Some(0));
    let report = compare(&["--format", "json"]).json();
    assert_eq!(report["crate_check"]["state"], "not_compared");
    assert_eq!(report["admitted"], true);
}

#[test]
fn the_json_report_has_a_shape_that_stays() {
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
