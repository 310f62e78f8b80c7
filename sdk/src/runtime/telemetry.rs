//! Telemetry: with the feature `tracing`, a span for each call and an event for each attempt, with OpenTelemetry's
//! attribute names and types for HTTP. No bodies, no headers, no parameters.

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
    use crate::runtime::{OperationInfo, Outcome, Request, Response, TransportError};

    const TARGET: &str = env!("CARGO_CRATE_NAME");

    // OpenTelemetry has no names for these: they begin with the crate's.
    const OPERATION: &str = concat!(env!("CARGO_PKG_NAME"), ".operation");
    const OUTCOME: &str = concat!(env!("CARGO_PKG_NAME"), ".outcome");
    const ATTEMPTS: &str = concat!(env!("CARGO_PKG_NAME"), ".attempts");
    const ATTEMPT: &str = concat!(env!("CARGO_PKG_NAME"), ".attempt");
    const DURATION: &str = concat!(env!("CARGO_PKG_NAME"), ".duration");

    /// The span of a call. Copies share it. It ends with the last copy, and reports a call that was dropped.
    #[derive(Clone)]
    pub(in crate::runtime) struct CallSpan(Arc<State>);

    struct State {
        span: Span,
        operation: &'static str,
        started: Instant,
        progress: Mutex<Progress>,
    }

    /// How far a call has come.
    struct Progress {
        /// How many attempts have been started.
        attempts: u32,
        /// The status of the last attempt's response.
        status: Option<u16>,
        /// The outcome of the attempts that have ended.
        outcome: Outcome,
        /// The attempt that is under way.
        current: Option<Current>,
        is_finished: bool,
    }

    /// An attempt that is under way.
    struct Current {
        /// The claim to the request body; `None` if there is no body.
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
            call: impl Future<Output = Result<Box<Response>, TransportError>>,
        ) -> Result<Box<Response>, TransportError> {
            let result = call.instrument(self.0.span.clone()).await;
            if let Err(error) = &result {
                self.0.finish(Some(error.outcome), Some(error.kind()));
            }
            result
        }

        /// Notes that the HTTP client gets a request, with a body that the connection has to claim, if there is one.
        pub(in crate::runtime) fn sending(&self, body: Option<&BodyClaim>) {
            let mut progress = self.0.progress();
            progress.attempts += 1;
            progress.status = None;
            progress.current = Some(Current { body: body.cloned() });
        }

        /// Reports what an attempt came to.
        pub(in crate::runtime) fn attempt(
            &self,
            attempt: u32,
            result: &Result<Box<Response>, TransportError>,
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

        /// Reports what a call with a response came to: `None` is a success.
        pub(in crate::runtime) fn outcome(&self, outcome: Option<Outcome>) {
            self.0.finish(outcome, None);
        }
    }

    impl Progress {
        /// Gives the call up, and returns its outcome.
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
            // No code that holds the lock can panic half-way.
            self.progress.lock().unwrap_or_else(PoisonError::into_inner)
        }

        /// Records the result of the call in its span. `error_type` is for failures without a response.
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
    use crate::runtime::{OperationInfo, Outcome, Request, Response, TransportError};

    /// Does nothing.
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
            _: &Result<Box<Response>, TransportError>,
            _: Instant,
        ) {
        }

        #[expect(clippy::unused_self, reason = "as with the feature `tracing`")]
        pub(in crate::runtime) fn outcome(&self, _: Option<Outcome>) {}
    }
}
