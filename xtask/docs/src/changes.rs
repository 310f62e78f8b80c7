//! Changes of the files that a site is made of.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::Context as _;
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::changelog::CHANGELOG;
use super::page;

/// Editors save in several steps: a change is over when nothing more has come for as long as this.
const QUIET: Duration = Duration::from_millis(100);

/// What the site is made of is watched for as long as this lives.
#[derive(Debug)]
pub(super) struct Changes {
    _watcher: RecommendedWatcher,
    changed: Receiver<()>,
}

impl Changes {
    /// Watches the document, the samples, the changelog, and the pages' templates, styles and scripts.
    pub(super) fn watch(root: &Path) -> anyhow::Result<Self> {
        let (sender, changed) = channel();
        let root = root.canonicalize().with_context(|| format!("{}: cannot be found", root.display()))?;
        let of_site: Vec<PathBuf> = vec![
            root.join("openapi"),
            root.join(CHANGELOG),
            page::directory(&root),
            super::renderer::directory(&root),
        ];
        let is_of_site = {
            let of_site = of_site.clone();
            move |path: &PathBuf| of_site.iter().any(|part| path.starts_with(part))
        };
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            // Reading them is an event, too.
            let is_change =
                event.is_ok_and(|event| !event.kind.is_access() && event.paths.iter().any(&is_of_site));
            if is_change {
                // Nobody waits any more when the process ends.
                let _ = sender.send(());
            }
        })
        .context("files cannot be watched")?;
        for part in of_site {
            // A file that is replaced is another one: its directory stays.
            let (place, mode) = match part.parent() {
                Some(parent) if part.is_file() => (parent, RecursiveMode::NonRecursive),
                _ => (part.as_path(), RecursiveMode::Recursive),
            };
            watcher.watch(place, mode).with_context(|| format!("{}: cannot be watched", part.display()))?;
        }
        Ok(Self { _watcher: watcher, changed })
    }

    /// Waits until something has changed, and nothing more does; `false` if that cannot happen any more.
    pub(super) fn wait(&self) -> bool {
        if self.changed.recv().is_err() {
            return false;
        }
        loop {
            match self.changed.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }
}
