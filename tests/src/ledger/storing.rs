//! Behaviour of the stores of callers.

use std::sync::Arc;
use std::time::Duration;

use certcentral::lifecycle::StoreError;
use certcentral::types::CreatedKey;
use fastrand::Rng;
use tokio::time::sleep;

use super::Ledger;
use crate::key_service::Call;

/// The error of a store. The number shows whether it is returned unchanged.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Full(pub(super) u64);

/// Behaviour of a store for one key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Storing {
    delay: Duration,
    stores: bool,
    answers: StoreAnswer,
    /// Identifies the error.
    pub(super) mark: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StoreAnswer {
    Truth,
    Unknown,
    Hangs,
}

impl Storing {
    pub(super) fn random(random: &mut Rng) -> Self {
        let (stores, answers) = match random.u8(..20) {
            0 => (false, StoreAnswer::Truth),
            1 => (random.bool(), StoreAnswer::Unknown),
            2 => (random.bool(), StoreAnswer::Hangs),
            _ => (true, StoreAnswer::Truth),
        };
        Self { delay: Duration::from_millis(random.u64(..2000)), stores, answers, mark: random.u64(..) }
    }

    /// Reports whether the caller cannot know if the key is stored.
    pub(super) fn is_unknown(self) -> bool {
        self.answers != StoreAnswer::Truth
    }

    /// Puts a key into the store of a call.
    pub(super) async fn store(
        self,
        ledger: Arc<Ledger>,
        call: Call,
        store: usize,
        key: CreatedKey,
    ) -> Result<(), StoreError<Full>> {
        ledger.service.state().record(call, format!("storing {}: {self:?}", key.id));
        sleep(self.delay).await;
        if self.stores {
            let state = &mut *ledger.service.state();
            state.record(call, format!("stored {}", key.id));
            state.registry.store(call, store, key.api_key.expose_secret());
        }
        match self.answers {
            StoreAnswer::Truth if self.stores => Ok(()),
            StoreAnswer::Truth => Err(StoreError::NotStored(Full(self.mark))),
            StoreAnswer::Unknown => Err(StoreError::Unknown(Full(self.mark))),
            StoreAnswer::Hangs => std::future::pending().await,
        }
    }
}
