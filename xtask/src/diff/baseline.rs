//! The revision that the working tree is compared with, and its files, from git.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail, ensure};

use crate::workspace::DOCUMENT;

/// What a release's tag looks like, as git matches it.
const RELEASES: &str = "v[0-9]*";

/// A revision to compare with.
pub(super) struct Baseline {
    root: PathBuf,
    /// What it is called: as it was given, a tag, or a commit.
    pub(super) name: String,
    /// The commit's hash.
    pub(super) commit: String,
    /// The last release before the working tree, if there is one.
    pub(super) release: Option<String>,
}

impl Baseline {
    /// Finds the revision: the one given, the last release, or the first commit that has the document.
    ///
    /// # Errors
    ///
    /// If there is no git, no repository, no such revision, or too little history to look for one.
    pub(super) fn find(root: &Path, given: Option<&str>) -> anyhow::Result<Self> {
        let inside = git(root, &["rev-parse", "--is-inside-work-tree"])?;
        ensure!(
            inside.is_some(),
            "{}: not in a git repository, which is where the old document comes from\n  help: compare two files with `--from` and `--to`",
            root.display()
        );
        ensure!(
            git(root, &["rev-parse", "--verify", "--quiet", "HEAD"])?.is_some(),
            "the git repository has no commit, and so no old document\n  help: commit `{DOCUMENT}`"
        );
        let shallow = git(root, &["rev-parse", "--is-shallow-repository"])?.as_deref() == Some("true");
        let release = git(root, &["describe", "--tags", "--abbrev=0", "--match", RELEASES, "HEAD"])?;
        let name = match (given, &release) {
            (Some(given), _) => given.to_owned(),
            (None, _) if shallow => bail!(
                "the clone is shallow: the last release cannot be looked for\n  help: `git fetch --unshallow --tags`, or name a revision"
            ),
            (None, Some(release)) => release.clone(),
            (None, None) => first_with_document(root)?,
        };
        let verify = ["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")];
        let Some(commit) = git(root, &verify)? else {
            let help = if shallow {
                "the clone is shallow: `git fetch --unshallow --tags`"
            } else {
                "name a commit, a branch or a tag; `git fetch --tags` gets the remote's"
            };
            bail!("`{name}` is no revision that this clone has\n  help: {help}");
        };
        Ok(Self { root: root.to_path_buf(), name, commit, release })
    }

    /// The document at this revision.
    ///
    /// # Errors
    ///
    /// If the revision does not have it.
    pub(super) fn document(&self) -> anyhow::Result<String> {
        self.file(DOCUMENT)?.with_context(|| {
            format!("`{}` has no `{DOCUMENT}`\n  help: name a revision that has it", self.name)
        })
    }

    /// A file at this revision, if it is there.
    pub(super) fn file(&self, path: &str) -> anyhow::Result<Option<String>> {
        // Relative to the workspace, which may be a directory of a larger repository.
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

/// What git answers, without the last line's end; nothing if it fails.
fn git(root: &Path, arguments: &[&str]) -> anyhow::Result<Option<String>> {
    let output = Command::new("git").arg("-C").arg(root).args(arguments).output();
    let output = output.map_err(|error| match error.kind() {
        ErrorKind::NotFound => anyhow::anyhow!(
            "git is not installed, and the old document comes from it\n  help: install git, or compare two files with `--from` and `--to`"
        ),
        _ => anyhow::Error::new(error).context("git cannot be started"),
    })?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        // Git says how to mend this one.
        ensure!(!message.contains("dubious ownership"), "{}", message.trim());
        return Ok(None);
    }
    let text = String::from_utf8(output.stdout).context("git answers with what is not UTF-8")?;
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}
