//! The state of the structure check.

use serde_json::Value;

use crate::check::context::Context;
use crate::check::recovery::Recovery;

pub(super) struct State<'r, 'a> {
    pub(super) context: &'r mut Context<'a>,
    pub(super) recoveries: Vec<Recovery>,
}

impl State<'_, '_> {
    /// Replaces the value at `pointer` by the one that was likely meant, or removes it if there is no guess.
    pub(super) fn recover(&mut self, pointer: &str, meant: Option<Value>) {
        let pointer = pointer.to_owned();
        self.recoveries.push(match meant {
            Some(value) => Recovery::Rewrite { pointer, value },
            None => Recovery::Remove { pointer },
        });
    }
}
