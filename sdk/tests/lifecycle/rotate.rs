//! `rotate_key`, clause by clause.

use std::future::ready;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use certcentral::lifecycle::{
    Cause, KeyOutcome, NotRotatable, RotateError, RotateKey, RotatedKey, Stage, Tag, Unverified,
};
use serde_json::{Value, json};

use crate::service::Operation::{Create, Edit, Get, List, Me, Status};
use crate::service::Reaction::{Answer, Lost, Normal};
use crate::service::{INVALID_KEY, NO_PERMISSION, Operation, Service, is_tagged};

const SOON: Duration = Duration::from_millis(1);

/// Rotates the key `old` of the caller `key` without long waits.
fn rotate_as(service: &Service, key: &str, old: i64) -> RotateKey {
    service.client_of(key).rotate_key(old).poll_interval(SOON).settle_time(SOON)
}

fn rotate(service: &Service, old: i64) -> RotateKey {
    rotate_as(service, crate::service::CALLER, old)
}

async fn stored(rotate: RotateKey) -> RotatedKey {
    rotate.store(|_| ready(Ok::<_, ()>(()))).await.unwrap()
}

async fn unstored(rotate: RotateKey) -> RotateError<()> {
    rotate.store(|key| async move { panic!("stored key {}", key.id) }).await.unwrap_err()
}

#[tokio::test]
async fn new_key_replaces_the_old_one_in_order() {
    let service = Service::start().await;
    let old = service.add("ci");
    let rotated = rotate(&service, old).store(async |key| {
        assert!(is_tagged(&service.key(key.id).name));
        assert_eq!((service.count(Me), service.key(old).status.as_str()), (3, "active"));
        Ok::<_, ()>(())
    });
    let rotated = rotated.await.unwrap();
    let new = service.key(rotated.id);
    assert_eq!((new.name.as_str(), new.role, rotated.name.as_str()), ("ci", Some(102), "ci"));
    assert_eq!((rotated.retired, service.active().len()), (old, 1));
    let operations: Vec<Operation> = service.state().log.iter().map(|(operation, _)| *operation).collect();
    assert_eq!(operations, [Get, List, Create, Me, Me, Me, Get, Status, Get, Edit, List]);
    rotated.client.get_me().await.unwrap();
    assert_eq!(service.state().log.last().unwrap().1, new.value);
}

#[tokio::test]
async fn unsuitable_key_is_not_rotated() {
    for (extra, expected) in [
        (json!({ "status": "revoked" }), NotRotatable::Inactive),
        (json!({ "status": "suspended" }), NotRotatable::Inactive),
        (json!({ "acme_directory_url": "https://acme.example/…" }), NotRotatable::Acme),
        (json!({ "is_legacy": true }), NotRotatable::Legacy),
        (json!({ "id": 7 }), NotRotatable::OtherKey),
        (json!({ "restricted_to_role_id": Value::Null }), NotRotatable::UnknownRole),
    ] {
        let service = Service::start().await;
        let old = service.add("ci");
        service.state().extra = extra;
        let error = unstored(rotate(&service, old)).await;
        assert!(matches!(error.cause(), Cause::NotRotatable(found) if *found == expected), "{error}");
        assert_eq!((error.stage(), error.outcome()), (Stage::Inspect, KeyOutcome::NoKey));
        assert_eq!(service.count(Create), 0);
    }
}

#[tokio::test]
async fn rotated_name_gathers_no_tags() {
    let service = Service::start().await;
    let mut id = service.add("[0123456789pv] [0123456789pv] ci");
    for _ in 0..2 {
        id = stored(rotate(&service, id).keep_tag()).await.id;
        let name = service.key(id).name;
        assert_eq!(Tag::parse(&name).unwrap().1, "ci");
    }
    id = stored(rotate(&service, id)).await.id;
    assert_eq!(service.active(), [(id, "ci".to_owned())]);
}

#[tokio::test]
async fn old_key_stays_if_the_new_one_is_not_accepted() {
    for action in [Unverified::Revoke, Unverified::Keep] {
        let service = Service::start().await;
        let old = service.add("ci");
        service.plan(Me, [Answer(403, INVALID_KEY); 40]);
        let error = unstored(rotate(&service, old).verify(SOON).on_unverified(action)).await;
        assert_eq!((error.stage(), service.key(old).status.as_str()), (Stage::Verify, "active"));
        assert_eq!(service.active().len(), 1 + usize::from(action == Unverified::Keep));
        assert_eq!(error.key().is_some(), action == Unverified::Keep);
    }
}

#[tokio::test]
async fn verification_can_be_skipped() {
    let service = Service::start().await;
    let old = service.add("ci");
    stored(rotate(&service, old).without_verification()).await;
    assert_eq!((service.count(Me), service.active().len()), (0, 1));
}

#[tokio::test]
async fn old_key_stays_if_the_store_fails() {
    let service = Service::start().await;
    let old = service.add("ci");
    let error = rotate(&service, old).store(|_| ready(Err("disk full"))).await.unwrap_err();
    assert_eq!(error.outcome(), KeyOutcome::NoKey);
    assert_eq!(service.active(), [(old, "ci".to_owned())]);
    assert_eq!(error.into_store_error(), Some("disk full"));
}

#[tokio::test]
async fn key_that_cannot_be_retired_is_reported() {
    let service = Service::start().await;
    let old = service.add("ci");
    service.plan(Status, [Answer(400, NO_PERMISSION)]);
    let error = rotate(&service, old).store(|_| ready(Ok::<_, ()>(()))).await.unwrap_err();
    assert_eq!((error.stage(), error.outcome()), (Stage::Retire, KeyOutcome::Stored));
    let left = error.left_behind();
    assert_eq!((left.not_retired, left.new_key), (Some(old), Some(999)));
    assert_eq!(left.tag.as_ref().unwrap().mark("ci"), service.key(999).name);
    assert!(error.to_string().contains("revoke the old key 1000"), "{error}");
    assert_eq!((service.active().len(), service.count(Edit)), (2, 0));
}

#[tokio::test]
async fn retiring_is_repeated() {
    let service = Service::start().await;
    let old = service.add("ci");
    service.plan(Status, [Answer(500, ""), Answer(404, "<p>Not found"), Lost]);
    service.plan(Get, [Normal, Answer(500, "")]);
    let rotated = stored(rotate(&service, old)).await;
    assert_eq!(service.active(), [(rotated.id, "ci".to_owned())]);
}

#[tokio::test]
async fn concurrent_rotation_is_detected() {
    let service = Service::start().await;
    let old = service.add("ci");
    let error = rotate(&service, old).store(async |_| {
        stored(rotate(&service, old)).await;
        Ok::<_, ()>(())
    });
    let error = error.await.unwrap_err();
    assert!(matches!(error.cause(), Cause::AlreadyRevoked));
    assert_eq!((error.left_behind().new_key, error.left_behind().not_retired), (Some(999), None));
    assert_eq!(service.active().len(), 2);
}

#[tokio::test]
async fn own_key_is_rotated_with_the_new_one() {
    let service = Service::start().await;
    let old = service.add("ci");
    let own = service.key(old).value;
    let rotated = stored(rotate_as(&service, &own, old)).await;
    assert_eq!(service.active(), [(rotated.id, "ci".to_owned())]);
    rotated.client.get_me().await.unwrap();
    let state = service.state();
    let last: Vec<bool> = state.log.iter().rev().take(3).map(|(_, key)| *key == own).collect();
    assert_eq!(last, [false; 3]);
}

#[tokio::test]
async fn new_key_may_be_refused_for_a_while() {
    let service = Service::start().await;
    let old = service.add("ci");
    let own = service.key(old).value;
    service.plan(Edit, [Answer(403, INVALID_KEY); 3]);
    let rotated = stored(rotate_as(&service, &own, old)).await;
    assert_eq!(service.active(), [(rotated.id, "ci".to_owned())]);
}

#[tokio::test]
async fn callers_key_is_tried_again_if_the_new_one_lacks_permission() {
    let service = Service::start().await;
    let old = service.add("ci");
    service.plan(Status, [Answer(403, "<p>Blocked")]);
    service.state().read_only = "not-a-real-key-999".to_owned();
    let rotated = stored(rotate(&service, old)).await;
    assert_eq!(service.active(), [(rotated.id, "ci".to_owned())]);
}

#[tokio::test]
async fn refusal_of_both_keys_is_reported() {
    let service = Service::start().await;
    let old = service.add("ci");
    service.plan(Status, [Answer(403, NO_PERMISSION); 100]);
    let error = rotate(&service, old).store(|_| ready(Ok::<_, ()>(()))).await.unwrap_err();
    assert_eq!((error.stage(), error.outcome()), (Stage::Retire, KeyOutcome::Stored));
}

#[tokio::test]
async fn lost_key_is_revoked_and_the_old_one_retired_later() {
    let service = Service::start().await;
    let old = service.add("ci");
    service.plan(Create, [Lost]);
    let rotated = stored(rotate(&service, old)).await;
    assert_eq!(rotated.revoked, [999]);
    assert_eq!(service.active(), [(rotated.id, "ci".to_owned())]);
}

#[tokio::test]
async fn stages_are_reported_in_order() {
    let service = Service::start().await;
    let old = service.add("ci");
    let stages = Arc::new(Mutex::new(Vec::new()));
    let reported = Arc::clone(&stages);
    stored(rotate(&service, old).on_stage(move |stage| reported.lock().unwrap().push(stage))).await;
    let expected = [
        Stage::Inspect,
        Stage::List,
        Stage::Create,
        Stage::Verify,
        Stage::Store,
        Stage::Retire,
        Stage::Confirm,
        Stage::Sweep,
    ];
    assert_eq!(*stages.lock().unwrap(), expected);
}
