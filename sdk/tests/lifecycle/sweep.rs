//! `sweep`: requests that are executed after their call failed.

use std::future::ready;
use std::time::Duration;

use certcentral::lifecycle::{SweepError, Unsettled};
use certcentral::types::CreateKeyRequest;

use crate::service::Operation::{Create, List, Status};
use crate::service::Reaction::{Answer, Late};
use crate::service::{NO_PERMISSION, Service, USER};

const SOON: Duration = Duration::from_millis(1);

/// Issues a key after a request that is late, and returns the key's ID.
async fn issue_after_a_late_request(service: &Service) -> (i64, Unsettled) {
    service.plan(Create, [Late]);
    let issue = service.client().issue_key(USER, CreateKeyRequest::new("ci"));
    let issue = issue.poll_interval(SOON).settle_time(SOON);
    let issued = issue.store(|_| ready(Ok::<_, ()>(()))).await.unwrap();
    (issued.id, issued.unsettled.unwrap())
}

#[tokio::test]
async fn late_key_is_revoked_and_sweeping_can_be_repeated() {
    let service = Service::start().await;
    let (id, unsettled) = issue_after_a_late_request(&service).await;
    let client = service.client();
    assert!(client.sweep(&unsettled).await.unwrap().revoked.is_empty());
    service.execute_late();
    assert_eq!(client.sweep(&unsettled).await.unwrap().revoked, [999]);
    assert!(client.sweep(&unsettled).await.unwrap().revoked.is_empty());
    assert_eq!(service.active(), [(id, "ci".to_owned())]);
}

#[tokio::test]
async fn keys_that_share_a_tag_are_reported() {
    let service = Service::start().await;
    let (_, unsettled) = issue_after_a_late_request(&service).await;
    service.execute_late();
    service.state().copies_newest = true;
    let swept = service.client().sweep(&unsettled).await.unwrap();
    assert_eq!((swept.revoked, swept.ambiguous), (vec![], vec![999, 998]));
    // Somebody has revoked one of them: the other one may still be a copy.
    let revoke = service.client().revoke_key(999);
    revoke.await.unwrap();
    assert_eq!(service.client().sweep(&unsettled).await.unwrap().ambiguous, [998]);
}

#[tokio::test]
async fn known_keys_are_not_touched() {
    let service = Service::start().await;
    let (id, unsettled) = issue_after_a_late_request(&service).await;
    service.state().keys[0].name = unsettled.tags[0].mark("ci");
    assert_eq!(unsettled.known, [id]);
    assert!(service.client().sweep(&unsettled).await.unwrap().revoked.is_empty());
}

#[tokio::test]
async fn failures_are_reported() {
    let service = Service::start().await;
    let (_, unsettled) = issue_after_a_late_request(&service).await;
    service.execute_late();
    service.plan(List, [Answer(403, NO_PERMISSION)]);
    let error = service.client().sweep(&unsettled).await.unwrap_err();
    assert!(matches!(error, SweepError::List(_)), "{error}");
    service.plan(Status, [Answer(403, NO_PERMISSION)]);
    let error = service.client().sweep(&unsettled).await.unwrap_err();
    assert!(matches!(&error, SweepError::Revoke(error) if error.key_id() == 999), "{error}");
}

#[test]
fn unsettled_requests_survive_a_restart() {
    let json = r#"{"user_id":7,"tags":["0123456789pv"],"known":[1],
        "since":{"secs_since_epoch":0,"nanos_since_epoch":0},"until":{"secs_since_epoch":9,"nanos_since_epoch":0}}"#;
    let unsettled: Unsettled = serde_json::from_str(json).unwrap();
    let written = serde_json::to_string(&unsettled).unwrap();
    assert_eq!(serde_json::from_str::<Unsettled>(&written).unwrap(), unsettled);
    assert!(serde_json::from_str::<Unsettled>(&json.replace("pv", "pw")).is_err());
}
