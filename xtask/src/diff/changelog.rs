//! Checks that the changelog describes the changes. Its format is that of Keep a Changelog.

use std::collections::BTreeSet;

use super::change::{Change, Impact, Kind};

/// A changelog entry: the heading that it is under, and its text on one line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    kind: String,
    text: String,
}

/// Returns a message and a fix for each missing changelog entry.
pub(super) fn missing_entries(
    changes: &[Change],
    breaking: bool,
    (old, new): (&str, &str),
) -> Vec<(String, String)> {
    let known = entries(old);
    let added: Vec<_> = entries(new).into_iter().filter(|entry| !known.contains(entry)).collect();
    let mut missing = Vec::new();
    for (kind, (name, others)) in [
        (Kind::Added, ("Added", &["Changed"][..])),
        (Kind::Changed, ("Changed", &["Fixed", "Security"][..])),
        (Kind::Deprecated, ("Deprecated", &["Changed"][..])),
        (Kind::Removed, ("Removed", &["Changed"][..])),
    ] {
        let counts =
            |change: &&Change| change.kind == kind && change.callers.max(change.users) >= Impact::Compatible;
        let Some(change) = changes.iter().find(counts) else { continue };
        if !added.iter().any(|entry| entry.kind == name || others.contains(&entry.kind.as_str())) {
            let (place, what) = (change.joined_places(), &change.what);
            let place = place.first().map(ToString::to_string).unwrap_or_default();
            missing.push((
                format!("no new entry describes what was {}, such as `{place}: {what}`", name.to_lowercase()),
                format!("add one under `## [Unreleased]`, `### {name}`"),
            ));
        }
    }
    if breaking && !added.iter().any(|entry| entry.text.to_lowercase().contains("breaking")) {
        missing.push((
            "no new entry marks a change as breaking".to_owned(),
            "start the entry of each breaking change with `**Breaking:**`".to_owned(),
        ));
    }
    missing
}

/// Returns the entries under third-level headings, of all versions.
fn entries(text: &str) -> BTreeSet<Entry> {
    let mut entries = BTreeSet::new();
    let mut kind = String::new();
    let mut entry: Option<String> = None;
    let mut finish = |kind: &str, entry: &mut Option<String>| {
        if let Some(text) = entry.take().filter(|_| !kind.is_empty()) {
            entries.insert(Entry { kind: kind.to_owned(), text });
        }
    };
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix('#') {
            finish(&kind, &mut entry);
            kind = heading.strip_prefix("##").map(|name| name.trim().to_owned()).unwrap_or_default();
        } else if let Some(text) = line.strip_prefix("- ").or(line.strip_prefix("* ")) {
            finish(&kind, &mut entry);
            entry = Some(text.trim().to_owned());
        } else if let Some(entry) = &mut entry
            && !line.trim().is_empty()
        {
            entry.push(' ');
            entry.push_str(line.trim());
        }
    }
    finish(&kind, &mut entry);
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "# Changelog\n\n## [Unreleased]\n\n## [1.0.0] - 2026-01-01\n\n### Added\n\n- All of it,\n  and more.\n";

    fn with(lines: &str) -> String {
        OLD.replace("## [Unreleased]\n", &format!("## [Unreleased]\n\n{lines}\n"))
    }

    fn change(kind: Kind, impact: Impact) -> Change {
        let location =
            super::super::change::Location { in_old: false, path: String::new(), line: 1, column: 1 };
        let places = vec![super::super::change::Place::new("it")];
        let (what, why) = ("is another one".to_owned(), None);
        Change { location, places, what, why, kind, callers: impact, users: Impact::None }
    }

    #[test]
    fn change_needs_an_entry_of_its_kind_and_breaking_is_marked() {
        let cases = [
            (Kind::Added, Impact::Compatible, "", 1),
            (Kind::Added, Impact::Compatible, "### Added\n\n- A thing.", 0),
            (Kind::Added, Impact::Compatible, "### Added\n\n- All of it, and more.", 1),
            (Kind::Added, Impact::Compatible, "### Changed\n\n- A thing.", 0),
            (Kind::Added, Impact::Compatible, "### Removed\n\n- A thing.", 1),
            (Kind::Removed, Impact::Breaking, "### Removed\n\n- A thing.", 1),
            (Kind::Removed, Impact::Breaking, "### Removed\n\n- A thing,\n  which is breaking.", 0),
            (Kind::Removed, Impact::Breaking, "### Added\n\n- **Breaking:** a thing.", 1),
            (Kind::Changed, Impact::Breaking, "", 2),
            (Kind::Changed, Impact::Breaking, "- **Breaking:** under no kind.", 2),
            (Kind::Changed, Impact::Breaking, "### Fixed\n\n- **Breaking:** a thing.", 0),
            (Kind::Deprecated, Impact::Compatible, "### Deprecated\n\n- A thing.", 0),
            (Kind::Changed, Impact::Documentation, "", 0),
        ];
        for (kind, impact, lines, count) in cases {
            let missing =
                missing_entries(&[change(kind, impact)], impact == Impact::Breaking, (OLD, &with(lines)));
            assert_eq!(missing.len(), count, "{kind:?} {impact} {lines:?}: {missing:?}");
        }
    }

    #[test]
    fn entries_of_a_new_release_count_like_unreleased_ones() {
        let new =
            OLD.replace("## [1.0.0]", "## [1.1.0] - 2026-02-01\n\n### Added\n\n- A thing.\n\n## [1.0.0]");
        assert_eq!(missing_entries(&[change(Kind::Added, Impact::Compatible)], false, (OLD, &new)), []);
    }
}
