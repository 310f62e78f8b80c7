//! Messages of errors: complete, and without secrets.

use std::future::ready;
use std::time::Duration;

use certcentral::types::CreateKeyRequest;

use crate::service::Operation::{Create, Me, Status};
use crate::service::Reaction::{Answer, Cut, Late, LostTwice};
use crate::service::{CALLER, INVALID_KEY, NO_PERMISSION, Service, USER};

const SOON: Duration = Duration::from_millis(1);
const AUDIT_LOG: &str = "The audit log report (Reports > Build a report > Audit log)";

#[tokio::test]
async fn message_states_what_is_left_and_what_to_do() {
    for (plan, stored, expected) in [
        ((Create, Answer(403, NO_PERMISSION)), Ok(()), "while creating the key: create_key was refused: 403"),
        ((Create, Answer(403, NO_PERMISSION)), Ok(()), "No key is left behind."),
        ((Create, LostTwice), Ok(()), "One or more of the keys 999, 1000 may be this call's"),
        ((Create, LostTwice), Ok(()), "The keys belong to user 1234."),
        ((Create, LostTwice), Ok(()), AUDIT_LOG),
        ((Create, Late), Ok(()), "pass `unsettled` to `Client::sweep`"),
        ((Create, Cut(20, "")), Ok(()), "create_key took effect, but its response cannot be read"),
        ((Me, Answer(403, INVALID_KEY)), Ok(()), "the service did not accept the new key in time."),
        ((Status, Answer(403, NO_PERMISSION)), Err("secret"), "Key 1000 may be active: revoke it"),
        ((Status, Answer(403, NO_PERMISSION)), Err("secret"), "Its name begins with ["),
        (
            (Status, Answer(403, NO_PERMISSION)),
            Err("secret"),
            "while storing the new key: the key could not be",
        ),
    ] {
        let service = Service::start().await;
        service.plan(plan.0, [plan.1; 40]);
        let issue = service.client().issue_key(USER, CreateKeyRequest::new("private name"));
        let issue = issue.attempts(1).poll_interval(SOON).settle_time(SOON);
        let issue = if plan.0 == Me { issue.verify(SOON) } else { issue };
        let error = issue.store(|_| ready(stored)).await.unwrap_err();
        let message = error.to_string();
        assert!(message.contains(expected), "{message}");
        assert_eq!(format!("{error:?}"), message);
        for secret in [CALLER, "not-a-real-key", "secret", "private name"] {
            assert!(!message.contains(secret), "{message}");
        }
    }
}
