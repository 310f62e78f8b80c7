//! `revoke_key`: sets the status, and confirms it.

use std::time::Duration;

use certcentral::Outcome;

use crate::service::Operation::{Get, Status};
use crate::service::Reaction::{Answer, Lost, Normal};
use crate::service::{NO_PERMISSION, Service};

const ACTIVE: Reaction =
    Answer(200, r#"{"id":1000,"user":{"id":1234},"status":"active","create_date":"-","name":"ci"}"#);

use crate::service::Reaction;

#[tokio::test]
async fn key_is_revoked_and_confirmed() {
    let service = Service::start().await;
    let id = service.add("ci");
    service.client().revoke_key(id).await.unwrap();
    assert_eq!((service.key(id).status.as_str(), service.count(Get)), ("revoked", 1));
}

#[tokio::test]
async fn failures_and_stale_reads_are_repeated() {
    let service = Service::start().await;
    let id = service.add("ci");
    service.plan(Status, [Answer(500, ""), Normal, Lost, Answer(403, "<p>Blocked")]);
    service.plan(Get, [Normal, ACTIVE, Answer(500, "")]);
    service.client().revoke_key(id).poll_interval(Duration::ZERO).await.unwrap();
    assert_eq!((service.count(Status), service.count(Get)), (4, 4));
}

#[tokio::test]
async fn refusal_is_final() {
    let service = Service::start().await;
    let id = service.add("ci");
    service.plan(Status, [Answer(403, NO_PERMISSION)]);
    let error = service.client().revoke_key(id).await.unwrap_err();
    assert_eq!((error.key_id(), error.outcome()), (id, Outcome::Refused));
    assert_eq!((service.count(Status), service.active().len()), (1, 1));
    let error = service.client().revoke_key(7).await.unwrap_err();
    assert_eq!(error.call_error().unwrap().status().unwrap(), 404);
}

#[tokio::test]
async fn unconfirmed_revocation_is_an_error() {
    let service = Service::start().await;
    let id = service.add("ci");
    service.plan(Get, [ACTIVE; 100]);
    let error = service.client().revoke_key(id).poll_interval(Duration::ZERO).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert!(error.to_string().starts_with("key 1000 was revoked, but the service does not confirm it."));
}
