//! Request bodies that prove whether a request was sent.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// A one-time claim to a request's body. If the connection claims it first, the request is sent; if the call does, when
/// it gives up, the request is never sent.
///
/// The connection runs in another task, so that both may claim the body at the same time.
#[derive(Clone, Default)]
pub(super) struct BodyClaim(Arc<AtomicBool>);

impl BodyClaim {
    /// Claims the body. Returns `false` if it was already claimed.
    pub(super) fn is_first(&self) -> bool {
        !self.0.swap(true, Ordering::AcqRel)
    }
}

/// A request body that the connection must claim. Before that, it sends no part of the request.
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
            Err(io::Error::other("the call has given up"))
        };
        Poll::Ready(Some(frame))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    /// Returns the exact size, so that the request has a `Content-Length`.
    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    /// Returns the frames that the connection gets; `None` stands for an error.
    async fn frames(is_given_up: bool) -> Vec<Option<Bytes>> {
        let claim = BodyClaim::default();
        let mut body = TrackedBody::new(Bytes::from_static(b"{}"), &claim);
        if is_given_up {
            assert!(claim.is_first());
        }
        let mut frames = Vec::new();
        while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            frames.push(frame.ok().and_then(|frame| frame.into_data().ok()));
        }
        assert!(!claim.is_first());
        frames
    }

    #[tokio::test]
    async fn body_is_sent_only_if_the_call_has_not_given_up() {
        assert_eq!(frames(false).await, [Some(Bytes::from_static(b"{}"))]);
        assert_eq!(frames(true).await, [None]);
    }
}
