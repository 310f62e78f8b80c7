//! With the feature `tracing`, a span for an issue or a rotation, and one for each of its stages.

use std::fmt;
use std::sync::Arc;

use super::{LifecycleError, Stage};

/// Reports the stages: to the caller's function, and as spans.
#[derive(Clone, Default)]
pub(super) struct Stages(Option<Arc<dyn Fn(Stage) + Send + Sync>>);

impl Stages {
    pub(super) fn new(report: impl Fn(Stage) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(report)))
    }

    /// Runs a stage inside its span.
    pub(super) async fn observe<F: Future>(&self, stage: Stage, work: F) -> F::Output {
        if let Some(report) = &self.0 {
            report(stage);
        }
        #[cfg(feature = "tracing")]
        let work = tracing::Instrument::instrument(
            work,
            tracing::info_span!(target: TARGET, "stage", { STAGE } = stage.as_str()),
        );
        work.await
    }
}

impl fmt::Debug for Stages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Stages").finish_non_exhaustive()
    }
}

/// Runs an issue or a rotation inside its span, and records how it ended.
#[cfg(feature = "tracing")]
pub(super) async fn observe_work<T, E>(
    operation: &'static str,
    work: impl Future<Output = Result<T, LifecycleError<E>>>,
) -> Result<T, LifecycleError<E>> {
    use tracing::Instrument as _;
    use tracing::field::Empty;

    let span = tracing::info_span!(
        target: TARGET,
        "key_lifecycle",
        otel.name = operation,
        otel.status_code = Empty,
        { OPERATION } = operation,
        { OUTCOME } = Empty,
        { STAGE } = Empty,
    );
    let result = work.instrument(span.clone()).await;
    match &result {
        Ok(_) => {
            span.record(OUTCOME, "success");
        }
        Err(error) => {
            span.record(OUTCOME, error.outcome().as_str());
            span.record(STAGE, error.stage().as_str());
            span.record("otel.status_code", "ERROR");
        }
    }
    result
}

#[cfg(feature = "tracing")]
const TARGET: &str = env!("CARGO_CRATE_NAME");
#[cfg(feature = "tracing")]
const OPERATION: &str = concat!(env!("CARGO_PKG_NAME"), ".operation");
#[cfg(feature = "tracing")]
const OUTCOME: &str = concat!(env!("CARGO_PKG_NAME"), ".outcome");
#[cfg(feature = "tracing")]
const STAGE: &str = concat!(env!("CARGO_PKG_NAME"), ".stage");

/// Replaces the span if the feature `tracing` is off.
#[cfg(not(feature = "tracing"))]
pub(super) async fn observe_work<T, E>(
    _: &'static str,
    work: impl Future<Output = Result<T, LifecycleError<E>>>,
) -> Result<T, LifecycleError<E>> {
    work.await
}
