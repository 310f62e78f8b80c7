//! What can be seen of a call from outside: with the feature `tracing`, a span for the call and an event for
//! each attempt, with the names that OpenTelemetry gives to HTTP's attributes. No bodies, no headers.

#[cfg(feature = "tracing")]
pub(super) use on::CallSpan;

#[cfg(not(feature = "tracing"))]
pub(super) use off::CallSpan;

#[cfg(feature = "tracing")]
mod on {
    use tokio::time::Instant;
    use tracing::field::Empty;
    use tracing::{Instrument as _, Span, debug, info_span};

    use crate::runtime::{OperationInfo, Outcome, Request, Response, TransportError};

    // OpenTelemetry has no names for these: they begin with the crate's.
    const OPERATION: &str = concat!(env!("CARGO_PKG_NAME"), ".operation");
    const OUTCOME: &str = concat!(env!("CARGO_PKG_NAME"), ".outcome");
    const ATTEMPTS: &str = concat!(env!("CARGO_PKG_NAME"), ".attempts");
    const ATTEMPT: &str = concat!(env!("CARGO_PKG_NAME"), ".attempt");
    const DURATION: &str = concat!(env!("CARGO_PKG_NAME"), ".duration");

    /// The span of a call. It ends with its last copy.
    #[derive(Clone)]
    pub(in crate::runtime) struct CallSpan {
        span: Span,
        started: Instant,
    }

    impl CallSpan {
        pub(in crate::runtime) fn of_call(request: &Request, operation: &'static OperationInfo) -> Self {
            let span = info_span!(
                "call",
                otel.name = format_args!("{} {}", request.method, operation.path),
                otel.kind = "client",
                { OPERATION } = operation.operation_id,
                http.request.method = request.method.as_str(),
                url.template = operation.path,
                server.address = request.url.host_str(),
                server.port = request.url.port_or_known_default(),
                http.response.status_code = Empty,
                http.request.resend_count = Empty,
                error.type = Empty,
                { OUTCOME } = Empty,
                { ATTEMPTS } = Empty,
                { DURATION } = Empty,
            );
            Self { span, started: Instant::now() }
        }

        pub(in crate::runtime) async fn observe(
            &self,
            call: impl Future<Output = Result<Response, TransportError>>,
        ) -> Result<Response, TransportError> {
            let result = call.instrument(self.span.clone()).await;
            let attempts = match &result {
                Ok(response) => response.attempts,
                Err(error) => error.attempts,
            };
            self.span.record(ATTEMPTS, attempts);
            self.span.record("http.request.resend_count", attempts.saturating_sub(1));
            self.span.record(DURATION, self.started.elapsed().as_secs_f64());
            if let Some(kind) = error_type(&result) {
                self.span.record("error.type", kind);
            }
            match &result {
                Ok(response) => {
                    self.span.record("http.response.status_code", response.status.as_u16());
                }
                Err(error) => self.outcome(Some(error.outcome)),
            }
            result
        }

        /// What the call came to: `None` is a success.
        pub(in crate::runtime) fn outcome(&self, outcome: Option<Outcome>) {
            let outcome = outcome.map_or_else(|| "success".to_owned(), |outcome| outcome.to_string());
            self.span.record(OUTCOME, outcome);
        }

        pub(in crate::runtime) fn attempt(
            &self,
            attempt: u32,
            result: &Result<Response, TransportError>,
            started: Instant,
        ) {
            debug!(
                parent: &self.span,
                http.response.status_code = result.as_ref().ok().map(|response| response.status.as_u16()),
                { ATTEMPT } = attempt,
                error.type = error_type(result),
                { DURATION } = started.elapsed().as_secs_f64(),
                "attempt"
            );
        }
    }

    /// OpenTelemetry's `error.type`: the status, or what went wrong without one.
    fn error_type(result: &Result<Response, TransportError>) -> Option<String> {
        match result {
            Ok(response) if response.status.is_success() => None,
            Ok(response) => Some(response.status.as_str().to_owned()),
            Err(error) => Some(error.kind().to_owned()),
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use tokio::time::Instant;

    use crate::runtime::{OperationInfo, Outcome, Request, Response, TransportError};

    /// Sees nothing.
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
        pub(in crate::runtime) fn outcome(&self, _: Option<Outcome>) {}

        #[expect(clippy::unused_self, reason = "as with the feature `tracing`")]
        pub(in crate::runtime) fn attempt(&self, _: u32, _: &Result<Response, TransportError>, _: Instant) {}
    }
}
