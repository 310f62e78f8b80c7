//! Telemetry: with the feature `tracing`, a span for each call and an event for each attempt. The guide
//! *Outcomes and retries* lists their attributes.

#[cfg(feature = "tracing")]
pub(super) use on::CallSpan;

#[cfg(not(feature = "tracing"))]
pub(super) use off::CallSpan;

#[cfg(feature = "tracing")]
mod on {
    use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

    use tokio::time::Instant;
    use tracing::field::Empty;
    use tracing::{Instrument as _, Span, debug, info_span, warn};

    use crate::runtime::request_body::BodyClaim;
    use crate::runtime::{OperationInfo, Outcome, RawResponse, Request, TransportError};

    const TARGET: &str = env!("CARGO_CRATE_NAME");

    // Attributes that OpenTelemetry does not define have the crate's name as a prefix.
    const OPERATION: &str = concat!(env!("CARGO_PKG_NAME"), ".operation");
    const OUTCOME: &str = concat!(env!("CARGO_PKG_NAME"), ".outcome");
    const ATTEMPTS: &str = concat!(env!("CARGO_PKG_NAME"), ".attempts");
    const ATTEMPT: &str = concat!(env!("CARGO_PKG_NAME"), ".attempt");
    const DURATION: &str = concat!(env!("CARGO_PKG_NAME"), ".duration");

    /// The span of a call, shared by all clones. It ends with the last clone, and then reports a call that was dropped.
    #[derive(Clone)]
    pub(in crate::runtime) struct CallSpan(Arc<State>);

    struct State {
        span: Span,
        operation: &'static str,
        started: Instant,
        progress: Mutex<Progress>,
    }

    /// The progress of a call.
    struct Progress {
        /// Number of attempts that were started.
        attempts: u32,
        /// Status of the last attempt's response.
        status: Option<u16>,
        /// Outcome of the attempts that have ended.
        outcome: Outcome,
        /// The current attempt, if one has started and not ended.
        current: Option<Current>,
        is_finished: bool,
    }

    /// An attempt that has not ended.
    struct Current {
        /// The claim to the request body, or `None` if there is no body.
        body: Option<BodyClaim>,
    }

    impl CallSpan {
        pub(in crate::runtime) fn of_call(request: &Request, operation: &'static OperationInfo) -> Self {
            // `tracing-opentelemetry` exports integers other than `i64` as strings.
            let span = info_span!(
                target: TARGET,
                "call",
                otel.name = format_args!("{} {}", request.method, operation.path),
                otel.kind = "client",
                otel.status_code = Empty,
                { OPERATION } = operation.operation_id,
                http.request.method = request.method.as_str(),
                url.template = operation.path,
                server.address = request.url.host_str(),
                server.port = request.url.port_or_known_default().map(i64::from),
                http.response.status_code = Empty,
                http.request.resend_count = Empty,
                error.type = Empty,
                { OUTCOME } = Empty,
                { ATTEMPTS } = Empty,
                { DURATION } = Empty,
            );
            let progress = Progress {
                attempts: 0,
                status: None,
                outcome: Outcome::NotSent,
                current: None,
                is_finished: false,
            };
            Self(Arc::new(State {
                span,
                operation: operation.operation_id,
                started: Instant::now(),
                progress: Mutex::new(progress),
            }))
        }

        /// Runs a call inside the span.
        pub(in crate::runtime) async fn observe(
            &self,
            call: impl Future<Output = Result<Box<RawResponse>, TransportError>>,
        ) -> Result<Box<RawResponse>, TransportError> {
            let result = call.instrument(self.0.span.clone()).await;
            if let Err(error) = &result {
                self.0.finish(Some(error.outcome), Some(error.kind()));
            }
            result
        }

        /// Records the start of an attempt. `body` is the claim to the request body, if there is one.
        pub(in crate::runtime) fn sending(&self, body: Option<&BodyClaim>) {
            let mut progress = self.0.progress();
            progress.attempts += 1;
            progress.status = None;
            progress.current = Some(Current { body: body.cloned() });
        }

        /// Reports the result of an attempt.
        pub(in crate::runtime) fn attempt(
            &self,
            attempt: u32,
            result: &Result<Box<RawResponse>, TransportError>,
            started: Instant,
        ) {
            let (outcome, status, error_type) = match result {
                Ok(response) => {
                    let is_success = response.status.is_success();
                    let error_type = (!is_success).then(|| response.status.as_str());
                    (response.outcome(), Some(response.status.as_u16()), error_type)
                }
                Err(error) => (error.outcome, None, Some(error.kind())),
            };
            debug!(
                target: TARGET,
                parent: &self.0.span,
                {
                    http.response.status_code = status.map(i64::from),
                    { ATTEMPT } = i64::from(attempt),
                    error.type = error_type,
                    { DURATION } = started.elapsed().as_secs_f64(),
                },
                "attempt"
            );
            let mut progress = self.0.progress();
            progress.current = None;
            progress.status = status;
            if progress.outcome != Outcome::Unknown {
                progress.outcome = outcome;
            }
        }

        /// Records the outcome of a call with a response; `None` is a success.
        pub(in crate::runtime) fn outcome(&self, outcome: Option<Outcome>) {
            self.0.finish(outcome, None);
        }
    }

    impl Progress {
        /// Gives up the call, so that its request is no longer sent, and returns its outcome.
        fn give_up(&self) -> Outcome {
            let is_sent = self
                .current
                .as_ref()
                .is_some_and(|Current { body }| body.as_ref().is_none_or(|body| !body.is_first()));
            if is_sent { Outcome::Unknown } else { self.outcome }
        }
    }

    impl State {
        fn progress(&self) -> MutexGuard<'_, Progress> {
            // No code that holds the lock panics while the state is inconsistent.
            self.progress.lock().unwrap_or_else(PoisonError::into_inner)
        }

        /// Records the result of the call in its span. Failures without a response have an `error_type`.
        fn finish(&self, outcome: Option<Outcome>, error_type: Option<&str>) {
            let (attempts, status) = {
                let mut progress = self.progress();
                progress.is_finished = true;
                (i64::from(progress.attempts), progress.status)
            };
            let span = &self.span;
            span.record(ATTEMPTS, attempts);
            if attempts > 1 {
                span.record("http.request.resend_count", attempts - 1);
            }
            span.record(DURATION, self.started.elapsed().as_secs_f64());
            span.record("http.response.status_code", status.map(i64::from));
            let Some(outcome) = outcome else {
                span.record(OUTCOME, "success");
                return;
            };
            let status_text = status.map(|status| status.to_string());
            let error_type = match (error_type, &status_text) {
                (Some(error_type), _) => error_type,
                (None, Some(status)) if !status.starts_with('2') => status,
                (None, _) => "unreadable_response",
            };
            let outcome_text = outcome.to_string();
            span.record(OUTCOME, &outcome_text);
            span.record("error.type", error_type);
            span.record("otel.status_code", "ERROR");
            let message = match outcome {
                Outcome::Unknown => "the call may have taken effect",
                Outcome::Unreadable => "the call took effect, and its response cannot be read",
                Outcome::NotSent | Outcome::Refused => return,
            };
            warn!(
                target: TARGET,
                parent: span,
                {
                    { OPERATION } = self.operation,
                    { OUTCOME } = outcome_text,
                    { ATTEMPTS } = attempts,
                    http.response.status_code = status.map(i64::from),
                    error.type = error_type,
                },
                "{message}"
            );
        }
    }

    impl Drop for State {
        fn drop(&mut self) {
            let outcome = {
                let progress = self.progress();
                if progress.is_finished {
                    return;
                }
                progress.give_up()
            };
            self.finish(Some(outcome), Some("cancelled"));
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use tokio::time::Instant;

    use crate::runtime::request_body::BodyClaim;
    use crate::runtime::{OperationInfo, Outcome, RawResponse, Request, TransportError};

    /// Replaces the span if the feature `tracing` is off. Does nothing.
    #[derive(Clone)]
    pub(in crate::runtime) struct CallSpan;

    impl CallSpan {
        pub(in crate::runtime) fn of_call(_: &Request, _: &'static OperationInfo) -> Self {
            Self
        }

        #[expect(clippy::unused_self, reason = "as with the feature `tracing`")]
        pub(in crate::runtime) fn observe<C>(&self, call: C) -> C {
            call
        }

        #[expect(clippy::unused_self, reason = "as with the feature `tracing`")]
        pub(in crate::runtime) fn sending(&self, _: Option<&BodyClaim>) {}

        #[expect(clippy::unused_self, reason = "as with the feature `tracing`")]
        pub(in crate::runtime) fn attempt(
            &self,
            _: u32,
            _: &Result<Box<RawResponse>, TransportError>,
            _: Instant,
        ) {
        }

        #[expect(clippy::unused_self, reason = "as with the feature `tracing`")]
        pub(in crate::runtime) fn outcome(&self, _: Option<Outcome>) {}
    }
}
