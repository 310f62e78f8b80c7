//! The body of a request, which is sent only if the call has not given up before the connection asks for it.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// Decides once whether the connection gets a request's body, or the call gives up and the request is never sent.
///
/// The connection runs in another task, and may ask for the body just when the call gives up.
#[derive(Clone, Default)]
pub(super) struct BodyClaim(Arc<AtomicBool>);

impl BodyClaim {
    /// Claims the body, and returns whether nobody did before.
    pub(super) fn is_first(&self) -> bool {
        !self.0.swap(true, Ordering::AcqRel)
    }
}

/// A request body that the connection has to claim. Until then, nothing of the request was sent.
pub(super) struct TrackedBody {
    bytes: Option<Bytes>,
    claim: BodyClaim,
}

impl TrackedBody {
    pub(super) fn new(bytes: Bytes, claim: &BodyClaim) -> Self {
        Self { bytes: Some(bytes), claim: claim.clone() }
    }
}

impl Body for TrackedBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let Some(bytes) = self.bytes.take() else { return Poll::Ready(None) };
        let frame = if self.claim.is_first() {
            Ok(Frame::data(bytes))
        } else {
            Err(io::Error::other("the call was given up"))
        };
        Poll::Ready(Some(frame))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    /// Exact, so that the request has a `Content-Length`.
    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    /// The pieces of a body that the connection gets after the call did or did not give up.
    async fn pieces(is_given_up: bool) -> Vec<Option<Bytes>> {
        let claim = BodyClaim::default();
        let mut body = TrackedBody::new(Bytes::from_static(b"{}"), &claim);
        if is_given_up {
            assert!(claim.is_first());
        }
        let mut pieces = Vec::new();
        while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            pieces.push(frame.ok().and_then(|frame| frame.into_data().ok()));
        }
        assert!(!claim.is_first());
        pieces
    }

    #[tokio::test]
    async fn body_is_sent_only_if_the_call_has_not_given_up() {
        assert_eq!(pieces(false).await, [Some(Bytes::from_static(b"{}"))]);
        assert_eq!(pieces(true).await, [None]);
    }
}
