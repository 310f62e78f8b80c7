//! The stores of callers: with one slot, which a new key overwrites, or with a history.

use std::collections::HashMap;

/// The stores, by number.
#[derive(Default)]
pub struct Stores {
    stores: Vec<Store>,
    /// The guarded stores that a key was ever put into.
    guarded: HashMap<String, Vec<usize>>,
}

struct Store {
    has_history: bool,
    is_guarded: bool,
    secrets: Vec<String>,
}

impl Stores {
    /// Adds a store and returns its number. A guarded store must always have a key that works.
    pub fn add(&mut self, has_history: bool, is_guarded: bool) -> usize {
        self.stores.push(Store { has_history, is_guarded, secrets: Vec::new() });
        self.stores.len() - 1
    }

    /// Puts a key into a store.
    pub fn put(&mut self, store: usize, secret: &str) {
        let Store { has_history, is_guarded, secrets } = &mut self.stores[store];
        if !*has_history {
            secrets.clear();
        }
        secrets.push(secret.to_owned());
        if *is_guarded {
            self.guarded.entry(secret.to_owned()).or_default().push(store);
        }
    }

    /// Returns the keys in a store.
    #[must_use]
    pub fn secrets(&self, store: usize) -> &[String] {
        &self.stores[store].secrets
    }

    /// Returns the guarded stores that a key was ever put into.
    #[must_use]
    pub fn guarded_with(&self, secret: &str) -> Vec<usize> {
        self.guarded.get(secret).cloned().unwrap_or_default()
    }
}
