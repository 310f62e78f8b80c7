//! Options of issuing and rotating a key.

use std::time::Duration;

use super::telemetry::Stages;

/// Settings of an issue or a rotation.
#[derive(Clone, Debug)]
pub(super) struct Options {
    pub(super) is_exact: bool,
    pub(super) keeps_tag: bool,
    /// Longest verification, or `None` for no verification.
    pub(super) verify: Option<Duration>,
    pub(super) on_unverified: Unverified,
    pub(super) attempts: u32,
    pub(super) deadline: Duration,
    pub(super) settle_time: Duration,
    pub(super) store_timeout: Duration,
    pub(super) poll_interval: Duration,
    pub(super) stages: Stages,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            is_exact: false,
            keeps_tag: false,
            verify: None,
            on_unverified: Unverified::Revoke,
            attempts: 3,
            deadline: Duration::from_secs(300),
            settle_time: Duration::from_secs(5),
            store_timeout: Duration::from_secs(60),
            poll_interval: POLL_INTERVAL,
            stages: Stages::default(),
        }
    }
}

/// Default pause between two reads of something that the service may show late.
pub(super) const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// Action for a new key that the service does not accept in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Unverified {
    /// Keeps it. The error holds its only copy: [`LifecycleError::key`](super::LifecycleError::key).
    Keep,
    /// Revokes it.
    #[default]
    Revoke,
}

/// Error of a closure that stores a key, for [`store_or_unknown`](super::IssueKey::store_or_unknown).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StoreError<E> {
    /// The store holds what it held before. The new key is revoked.
    NotStored(E),
    /// The store may hold the new key. It is not revoked.
    Unknown(E),
}

/// Methods that set the options of both an issue and a rotation.
macro_rules! option_setters {
    () => {
        /// Creates the key with its exact name, without a tag.
        ///
        /// Then only a readable response identifies the key. If the outcome is unknown, the call fails and reports the
        /// keys that may be its own, and revokes none of them.
        pub fn exact_name(mut self) -> Self {
            self.options.is_exact = true;
            self
        }

        /// Keeps the tag in the key's name, for callers who confirm the key themselves.
        pub fn keep_tag(mut self) -> Self {
            self.options.keeps_tag = true;
            self
        }

        /// Sets what happens to a new key that the service does not accept in time. Default: [`Unverified::Revoke`].
        pub fn on_unverified(mut self, action: Unverified) -> Self {
            self.options.on_unverified = action;
            self
        }

        /// Sets the maximum number of requests that create a key. Default: 3. Zero means one.
        ///
        /// Another request follows only if the previous one was lost, and its key revoked if there was one.
        pub fn attempts(mut self, attempts: u32) -> Self {
            self.options.attempts = attempts.max(1);
            self
        }

        /// Sets the time for everything before the key is stored. Default: 5 minutes.
        ///
        /// After that, only clean-up continues. Each of its steps is repeated for about a minute, not counting waits for
        /// rate limits.
        pub fn deadline(mut self, deadline: Duration) -> Self {
            self.options.deadline = deadline;
            self
        }

        /// Sets the wait before the last listing if the outcome of a request is unknown, because the service may execute
        /// it late. Default: 5 seconds.
        pub fn settle_time(mut self, time: Duration) -> Self {
            self.options.settle_time = time;
            self
        }

        /// Sets the time for the closure that stores the key. Default: 60 seconds. After that, the key may be stored.
        pub fn store_timeout(mut self, timeout: Duration) -> Self {
            self.options.store_timeout = timeout;
            self
        }

        /// Sets the pause between two calls that verify the key, and before a failed clean-up is repeated. Default: one
        /// second.
        pub fn poll_interval(mut self, interval: Duration) -> Self {
            self.options.poll_interval = interval;
            self
        }

        /// Sets a function that is called at the beginning of each stage, for example to show the progress.
        pub fn on_stage(mut self, report: impl Fn(Stage) + Send + Sync + 'static) -> Self {
            self.options.stages = Stages::new(report);
            self
        }
    };
}

/// Methods that pass the new key to a closure.
macro_rules! store_methods {
    ($Issued:ident) => {
        /// Passes the new key to `store`, and returns when it is stored and everything else is done.
        ///
        /// `store` must return an error only if the store still holds what it held before. If it cannot know, use
        /// [`store_or_unknown`](Self::store_or_unknown).
        ///
        /// # Errors
        ///
        /// Returns a [`LifecycleError`] with the stage that failed, what may be left behind, and the error of `store`.
        ///
        /// # Cancellation
        ///
        /// Dropping the future stops the work. At most one key may remain whose name begins with a tag, or more if the
        /// service executes requests late: [`Client::find_keys`] finds them.
        pub fn store<F, Fut, E>(
            self,
            store: F,
        ) -> impl Future<Output = Result<$Issued, LifecycleError<E>>> + Send
        where
            F: FnOnce(CreatedKey) -> Fut + Send,
            Fut: Future<Output = Result<(), E>> + Send,
            E: Send,
        {
            self.store_or_unknown(|key| {
                let stored = store(key);
                async { stored.await.map_err(StoreError::NotStored) }
            })
        }

        /// Does the same as [`store`](Self::store), with a closure that can report that it may have stored the key.
        ///
        /// # Errors
        ///
        /// The same as for [`store`](Self::store).
        pub fn store_or_unknown<F, Fut, E>(
            self,
            store: F,
        ) -> impl Future<Output = Result<$Issued, LifecycleError<E>>> + Send
        where
            F: FnOnce(CreatedKey) -> Fut + Send,
            Fut: Future<Output = Result<(), StoreError<E>>> + Send,
            E: Send,
        {
            // The future has many stages: without the box, it is large.
            Box::pin(self.run(store))
        }
    };
}

pub(super) use {option_setters, store_methods};
