//! Compares the keys of the service with the stores of the callers and with what the calls report.

use std::collections::{BTreeMap, HashSet};
use std::sync::PoisonError;
use std::time::Duration;

use certcentral::lifecycle::{Tag, Unsettled};
use certcentral::types::KeyStatus;

use super::{End, Entry, Ledger};
use crate::canary::seen_in;
use crate::key_service::{Call, Key, Reaction, State};

/// The default settle time of the SDK.
const SETTLE_TIME: Duration = Duration::from_secs(5);

/// The number of failed requests after which a call may give up.
const MANY: usize = 5;

/// The result of a run.
#[derive(Debug, Default)]
pub struct Findings {
    /// The differences, with the events of their calls.
    pub differences: Vec<String>,
    /// Numbers of calls and keys, by what became of them.
    pub counts: BTreeMap<&'static str, usize>,
}

impl Findings {
    fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }
}

impl Ledger {
    pub(super) async fn audit(&self) -> Findings {
        let mut findings = Findings::default();
        let entries = std::mem::take(&mut *self.entries.lock().unwrap_or_else(PoisonError::into_inner));
        self.take_violations(&mut findings);
        for entry in &entries {
            let before = findings.differences.len();
            check_texts(entry, &mut findings);
            self.check_end(entry, &mut findings);
            self.check_keys(entry, &mut findings);
            if let Some(unsettled) = entry.end.unsettled() {
                self.sweep(entry.call, unsettled, &mut findings).await;
            }
            self.check_rest(entry, &mut findings).await;
            if findings.differences.len() > before {
                let events = self.service.state().events_of(entry.call);
                findings.differences.push(format!("events of call {}:\n{events}", entry.call));
            }
        }
        self.take_violations(&mut findings);
        findings
    }

    /// Adds violations that the service noticed.
    fn take_violations(&self, findings: &mut Findings) {
        let state = &mut *self.service.state();
        for (call, violation) in std::mem::take(&mut state.registry.violations) {
            let events = state.events_of(call);
            findings.differences.push(format!("call {call} {violation}\n{events}"));
        }
    }

    /// Checks what the call reports of the key that it stored.
    fn check_end(&self, entry: &Entry, findings: &mut Findings) {
        let Entry { call, user, name, role, store, old, .. } = entry;
        let state = self.service.state();
        let registry = &state.registry;
        let mut differ = |what: String| findings.differences.push(format!("call {call}: {what}"));
        if old.is_some() && !registry.has_working_key(*store) {
            differ("the store of a rotated key has no key that works".to_owned());
        }
        for id in entry.end.revoked() {
            let is_revoked = |key: &Key| key.call == Some(*call) && !key.state().is_active;
            if !registry.keys.get(id).is_some_and(is_revoked) {
                differ(format!("the key {id} is not revoked, or not the call's"));
            }
        }
        match &entry.end {
            End::Stored { id, is_tagged, .. } => {
                let Some(key) = registry.keys.get(id) else {
                    return differ(format!("the key {id} does not exist"));
                };
                let state = key.state();
                // A late request may have removed a tag that the call could not remove.
                let is_marked = |(_, rest): (Tag, &str)| *is_tagged && name.starts_with(rest);
                let expected = state.name == *name || Tag::parse(&state.name).is_some_and(is_marked);
                if !state.is_active || !expected || state.role != *role || key.user != *user {
                    differ(format!("the key {id} is stored, but it is {state:?}"));
                }
                if old.is_none() && !registry.stores.secrets(*store).contains(&key.secret) {
                    differ(format!("the key {id} is not in the store"));
                }
                if let Some(old) = old.and_then(|old| registry.keys.get(&old))
                    && old.state().is_active
                {
                    differ(format!("the old key {} is active", old.id));
                }
                findings.count("calls: stored");
            }
            End::Failed { left_behind, is_store_error_changed } => {
                if *is_store_error_changed {
                    differ("the error of the store was changed".to_owned());
                }
                if left_behind.not_retired.is_some_and(|id| Some(id) != *old) {
                    differ("the error names another key as not retired".to_owned());
                }
                findings.count("calls: failed");
            }
            End::Dropped => findings.count("calls: dropped"),
        }
    }

    /// Checks that each active key of the call is in its store, or is reported and has a reason to exist.
    fn check_keys(&self, entry: &Entry, findings: &mut Findings) {
        let state = self.service.state();
        for key in state.registry.keys_of(entry.call) {
            if !key.state().is_active {
                findings.count("keys: revoked");
                continue;
            }
            let is_stored = state.registry.stores.secrets(entry.store).contains(&key.secret);
            let tag = Tag::parse(&key.state().name).map(|(tag, _)| tag);
            let is_reported = match &entry.end {
                // Without a tag, only the name and the time identify the key.
                _ if entry.permits.exact_name => true,
                // `find_keys` finds it.
                End::Dropped => tag.is_some(),
                end => is_named(end, key.id, tag.as_ref()),
            };
            if !is_stored && !is_reported {
                let name = &key.state().name;
                let what = format!("call {}: the key {} ({name}) is lost", entry.call, key.id);
                findings.differences.push(what);
            } else if is_stored {
                findings.count("keys: stored");
            } else if let End::Dropped = entry.end {
                findings.count("keys: left behind by a dropped call");
            } else if entry.permits.exact_name {
                findings.count("keys: left behind with an exact name");
            } else if let Some(reason) = reason(&state, entry, key) {
                findings.count(reason);
            } else {
                let what = format!("call {}: the key {} is left behind", entry.call, key.id);
                findings.differences.push(what);
            }
        }
    }

    async fn sweep(&self, call: Call, unsettled: &Unsettled, findings: &mut Findings) {
        match self.client_of(call).sweep(unsettled).await {
            Ok(swept) => {
                for _ in swept.revoked {
                    findings.count("keys: swept");
                }
            }
            Err(error) => findings.differences.push(format!("call {call}: {error}")),
        }
    }

    /// Checks what remains after the sweep.
    async fn check_rest(&self, entry: &Entry, findings: &mut Findings) {
        let Entry { call, user, store, .. } = entry;
        let rest: Vec<(i64, bool)> = {
            let state = self.service.state();
            let keys = state.registry.keys_of(*call).filter(|key| key.state().is_active);
            let stored = state.registry.stores.secrets(*store);
            keys.filter(|key| !stored.contains(&key.secret))
                .map(|key| (key.id, is_ambiguous(&state, &entry.end, key)))
                .collect()
        };
        match &entry.end {
            End::Dropped if !rest.is_empty() && !entry.permits.exact_name => {
                let client = self.client_of(*call);
                let found = client.find_keys(*user).tagged().status(KeyStatus::Active).await;
                let found: HashSet<i64> =
                    found.map(|found| found.iter().map(|found| found.key.id).collect()).unwrap_or_default();
                for (id, _) in rest.iter().filter(|(id, _)| !found.contains(id)) {
                    findings.differences.push(format!("call {call}: `find_keys` does not find the key {id}"));
                }
            }
            _ if entry.permits.exact_name => {}
            End::Dropped => {}
            end => {
                let left = rest.iter().filter(|(_, is_ambiguous)| !is_ambiguous);
                for (id, _) in left.filter(|(id, _)| !is_named(end, *id, None)) {
                    findings.differences.push(format!("call {call}: the sweep left the key {id}"));
                }
            }
        }
    }
}

/// Returns the reason why a call that ended may leave an active key that is not stored.
fn reason(state: &State, entry: &Entry, key: &Key) -> Option<&'static str> {
    let Entry { end, permits, .. } = entry;
    if let End::Failed { left_behind, .. } = end
        && left_behind.new_key == Some(key.id)
    {
        if left_behind.may_be_stored && permits.unknown_store {
            return Some("keys: may be stored");
        }
        if left_behind.is_unverified && permits.unverified_key {
            return Some("keys: unverified");
        }
    }
    if is_ambiguous(state, end, key) {
        return Some("keys: ambiguous");
    }
    if entry.old.is_some() && matches!(end, End::Stored { id, .. } if *id == key.id) {
        return Some("keys: overwritten by another rotation");
    }
    if state.outage_of(entry.call).is_some_and(|outage| outage.start < entry.ended) {
        return Some("keys: left behind in an outage");
    }
    if key.troubles >= MANY {
        return Some("keys: left behind after a failed revocation");
    }
    let listed = *state.registry.listed.get(&entry.call)?;
    let is_late = key.created() + Reaction::STALENESS >= listed;
    (is_late && listed >= key.requested + SETTLE_TIME).then_some("keys: executed late")
}

/// Reports whether another key has the tag of the key, apart from those that the call holds or revoked: then nothing
/// proves whose the keys are.
fn is_ambiguous(state: &State, end: &End, key: &Key) -> bool {
    let tag_of = |key: &Key| Tag::parse(key.first_name()).map(|(tag, _)| tag);
    let Some(tag) = tag_of(key) else { return false };
    let held = match end {
        End::Stored { id, .. } => Some(*id),
        End::Failed { left_behind, .. } => left_behind.new_key.filter(|_| left_behind.may_be_stored),
        End::Dropped => None,
    };
    let is_known = |key: &Key| held == Some(key.id) || end.revoked().contains(&key.id);
    let keys = state.registry.keys_of_user(key.user).filter(|key| !is_known(key));
    keys.filter(|key| tag_of(key).as_ref() == Some(&tag)).count() > 1
}

fn check_texts(entry: &Entry, findings: &mut Findings) {
    for text in &entry.texts {
        if let Some(form) = seen_in(text) {
            findings.differences.push(format!("call {} leaks a key as {form} in {text}", entry.call));
        }
    }
}

/// Reports whether the end of a call names a key, by ID or by tag.
fn is_named(end: &End, id: i64, tag: Option<&Tag>) -> bool {
    let has_tag = |unsettled: &Unsettled| tag.is_some_and(|tag| unsettled.tags.contains(tag));
    let is_unsettled = end.unsettled().is_some_and(has_tag);
    match end {
        End::Stored { id: stored, .. } => is_unsettled || *stored == id,
        End::Failed { left_behind, .. } => {
            is_unsettled || left_behind.new_key == Some(id) || left_behind.candidates.contains(&id)
        }
        End::Dropped => false,
    }
}
