//! Reads the revision that the working tree is compared with, and its files, from git.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail, ensure};

use crate::workspace::DOCUMENT;

/// The glob pattern of release tags.
const RELEASES: &str = "v[0-9]*";

/// A revision to compare with.
pub(super) struct Baseline {
    root: PathBuf,
    /// The name given by the caller, or a tag or commit.
    pub(super) name: String,
    /// The commit's hash.
    pub(super) commit: String,
    /// The tag of the last release, if any.
    pub(super) release: Option<String>,
}

impl Baseline {
    /// Finds the revision: the one given, the last release, or the first commit that has the document.
    ///
    /// # Errors
    ///
    /// If git is missing, `root` is in no repository, the revision does not exist, or the clone is shallow.
    pub(super) fn find(root: &Path, given: Option<&str>) -> anyhow::Result<Self> {
        let inside = git(root, &["rev-parse", "--is-inside-work-tree"])?;
        ensure!(
            inside.is_some(),
            "{}: not in a git repository, so there is no old document\n  help: compare two files with `--from` and `--to`",
            root.display()
        );
        ensure!(
            git(root, &["rev-parse", "--verify", "--quiet", "HEAD"])?.is_some(),
            "the git repository has no commit, so there is no old document\n  help: commit `{DOCUMENT}`"
        );
        let shallow = git(root, &["rev-parse", "--is-shallow-repository"])?.as_deref() == Some("true");
        let release = git(root, &["describe", "--tags", "--abbrev=0", "--match", RELEASES, "HEAD"])?;
        let name = match (given, &release) {
            (Some(given), _) => given.to_owned(),
            (None, _) if shallow => bail!(
                "the clone is shallow, so the last release is unknown\n  help: run `git fetch --unshallow --tags`, or name a revision"
            ),
            (None, Some(release)) => release.clone(),
            (None, None) => first_with_document(root)?,
        };
        let verify = ["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")];
        let Some(commit) = git(root, &verify)? else {
            let help = if shallow {
                "the clone is shallow: run `git fetch --unshallow --tags`"
            } else {
                "name a commit, a branch or a tag; run `git fetch --tags` for those of the remote"
            };
            bail!("`{name}` is not a revision in this clone\n  help: {help}");
        };
        Ok(Self { root: root.to_path_buf(), name, commit, release })
    }

    /// Reads the document at this revision.
    ///
    /// # Errors
    ///
    /// If the revision does not contain it, or git fails.
    pub(super) fn document(&self) -> anyhow::Result<String> {
        self.file(DOCUMENT)?.with_context(|| {
            format!("`{}` has no `{DOCUMENT}`\n  help: name a revision that contains it", self.name)
        })
    }

    /// Reads a file at this revision, if it exists.
    pub(super) fn file(&self, path: &str) -> anyhow::Result<Option<String>> {
        // `./` is relative to the workspace, which may be a directory of a larger repository.
        git(&self.root, &["cat-file", "blob", &format!("{}:./{path}", self.commit)])
    }
}

fn first_with_document(root: &Path) -> anyhow::Result<String> {
    let document = format!("./{DOCUMENT}");
    let added = ["log", "--diff-filter=A", "--reverse", "--format=%h", "--", &document];
    let commits = git(root, &added)?.unwrap_or_default();
    let first = commits.lines().next().map(str::to_owned);
    first.with_context(|| {
        format!(
            "no commit has `{DOCUMENT}`\n  help: commit it, or compare two files with `--from` and `--to`"
        )
    })
}

/// Runs git, and returns its output without the final line break, or `None` if it fails.
fn git(root: &Path, arguments: &[&str]) -> anyhow::Result<Option<String>> {
    let output = Command::new("git").arg("-C").arg(root).args(arguments).output();
    let output = output.map_err(|error| match error.kind() {
        ErrorKind::NotFound => anyhow::anyhow!(
            "git is not installed, but the old document comes from git\n  help: install git, or compare two files with `--from` and `--to`"
        ),
        _ => anyhow::Error::new(error).context("git cannot be started"),
    })?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        // Git's own message for this failure includes the fix.
        ensure!(!message.contains("dubious ownership"), "{}", message.trim());
        return Ok(None);
    }
    let text = String::from_utf8(output.stdout).context("expected UTF-8 from git")?;
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}
