//! `issue_key`, clause by clause.

use std::future::{pending, ready};
use std::time::Duration;

use certcentral::lifecycle::{
    Cause, IssueError, IssueKey, IssuedKey, KeyOutcome, Stage, StoreError, Tag, Unverified,
};
use certcentral::types::{ApiKeyRole, CreateKeyRequest};

use crate::service::Operation::{Create, Edit, Get, List, Me, Status};
use crate::service::Reaction::{
    AfterAnother, Answer, Cut, Late, Lost, LostTwice, Normal, RenamesOldest, Stale, Twice,
};
use crate::service::{INVALID_KEY, NO_PERMISSION, Operation, Service, USER, is_tagged};

const SOON: Duration = Duration::from_millis(1);
const AMPLE: Duration = Duration::from_secs(60);

/// Issues the key `ci` without long waits.
fn issue(service: &Service) -> IssueKey {
    let request = CreateKeyRequest::new("ci");
    service.client().issue_key(USER, request).poll_interval(SOON).settle_time(SOON)
}

/// Stores the key in nothing.
async fn stored(issue: IssueKey) -> IssuedKey {
    issue.store(|_| ready(Ok::<_, ()>(()))).await.unwrap()
}

/// Fails before the key is stored.
async fn unstored(issue: IssueKey) -> IssueError<()> {
    issue.store(|key| async move { panic!("stored key {}", key.id) }).await.unwrap_err()
}

#[tokio::test]
async fn key_is_stored_and_renamed() {
    let service = Service::start().await;
    let mut held = None;
    let request = CreateKeyRequest::new("ci").restricted_to_role_id(ApiKeyRole::Orders);
    let issued = service
        .client()
        .issue_key(USER, request)
        .store(async |key| {
            assert!(is_tagged(&service.key(key.id).name));
            held = Some(key);
            Ok::<_, ()>(())
        })
        .await
        .unwrap();
    let held = held.unwrap();
    let key = service.key(issued.id);
    assert_eq!((held.id, held.api_key.expose_secret()), (issued.id, key.value.as_str()));
    assert_eq!((issued.name.as_str(), key.name.as_str(), key.role), ("ci", "ci", Some(100)));
    assert!(issued.revoked.is_empty() && issued.tag.is_none() && issued.unsettled.is_none());
    let operations: Vec<Operation> = service.state().log.iter().map(|(operation, _)| *operation).collect();
    assert_eq!(operations, [List, Create, Edit, List]);
}

#[tokio::test]
async fn failed_listing_creates_nothing() {
    for answer in [Answer(403, NO_PERMISSION), Answer(500, ""), Answer(200, "<p>Welcome")] {
        let service = Service::start().await;
        service.plan(List, [answer]);
        let error = unstored(issue(&service)).await;
        assert_eq!((error.stage(), error.outcome()), (Stage::List, KeyOutcome::NoKey));
        assert_eq!(service.count(Create), 0);
    }
}

#[tokio::test]
async fn refusal_creates_nothing_and_is_not_repeated() {
    let service = Service::start().await;
    service.plan(Create, [Answer(403, NO_PERMISSION)]);
    let error = unstored(issue(&service)).await;
    assert_eq!((error.stage(), error.outcome()), (Stage::Create, KeyOutcome::NoKey));
    assert_eq!((service.count(Create), service.count(List)), (1, 1));
}

#[tokio::test]
async fn lost_key_is_revoked_and_another_created() {
    let service = Service::start().await;
    service.plan(Create, [Lost]);
    let issued = stored(issue(&service)).await;
    assert_eq!(service.active(), [(issued.id, "ci".to_owned())]);
    assert_eq!(issued.revoked, [1000]);
    assert!(issued.unsettled.is_some());
    let tags: Vec<Option<Tag>> =
        service.state().keys.iter().map(|key| Tag::parse(&key.name).map(|(tag, _)| tag)).collect();
    assert!(tags[0].is_some() && tags[1].is_none());
}

#[tokio::test]
async fn foreign_keys_are_never_touched() {
    let service = Service::start().await;
    let foreign: Vec<i64> = ["ci", "ci", "[0123456789pv] ci"].map(|name| service.add(name)).into();
    service.plan(Create, [Lost, Lost]);
    let issued = stored(issue(&service)).await;
    assert!(issued.revoked.len() == 2 && foreign.iter().all(|id| service.key(*id).status == "active"));
}

#[tokio::test]
async fn request_that_was_not_executed_is_repeated() {
    let service = Service::start().await;
    service.plan(Create, [Answer(500, ""), Answer(502, "<p>Bad gateway")]);
    let issued = stored(issue(&service)).await;
    assert_eq!(service.active(), [(issued.id, "ci".to_owned())]);
    assert_eq!(issued.unsettled.unwrap().tags.len(), 2);
}

#[tokio::test]
async fn attempts_are_limited() {
    let service = Service::start().await;
    service.plan(Create, [Lost, Lost, Lost]);
    let error = unstored(issue(&service).attempts(2)).await;
    assert_eq!((error.stage(), service.count(Create)), (Stage::Create, 2));
    assert!(matches!(error.cause(), Cause::Call(_)));
    assert_eq!(error.left_behind().revoked.len(), 2);
    assert!(service.active().is_empty());
}

#[tokio::test]
async fn two_keys_with_one_tag_are_reported_and_not_revoked() {
    let service = Service::start().await;
    service.plan(Create, [LostTwice]);
    let error = unstored(issue(&service)).await;
    assert_eq!((error.outcome(), service.count(Create)), (KeyOutcome::MayExist, 1));
    assert_eq!(error.left_behind().candidates, [999, 1000]);
    assert_eq!(service.active().len(), 2);
}

#[tokio::test]
async fn copied_name_protects_the_copy() {
    let service = Service::start().await;
    service.plan(Create, [Lost]);
    service.state().copies_newest = true;
    let error = unstored(issue(&service)).await;
    assert_eq!((error.left_behind().candidates.len(), service.count(Status)), (2, 0));
}

#[tokio::test]
async fn failed_clean_up_stops_creating() {
    let service = Service::start().await;
    service.plan(Create, [Lost]);
    service.plan(Status, [Answer(403, NO_PERMISSION), Answer(403, NO_PERMISSION)]);
    let error = unstored(issue(&service)).await;
    assert_eq!((error.stage(), service.count(Create)), (Stage::Create, 1));
    assert_eq!(error.left_behind().candidates, [1000]);
    assert_eq!(error.outcome(), KeyOutcome::MayExist);
}

#[tokio::test]
async fn clean_up_is_repeated() {
    let service = Service::start().await;
    service.plan(Create, [Lost]);
    service.plan(Status, [Answer(500, ""), Answer(403, "<p>Blocked"), Lost]);
    service.plan(List, [Normal, Answer(500, ""), Answer(503, "<p>Unavailable")]);
    let issued = stored(issue(&service)).await;
    assert_eq!(service.active(), [(issued.id, "ci".to_owned())]);
}

#[tokio::test]
async fn refusal_by_a_gateway_is_cleaned_up_and_not_repeated() {
    let service = Service::start().await;
    service.plan(Create, [Answer(403, "<p>Blocked")]);
    let error = unstored(issue(&service)).await;
    assert_eq!((service.count(Create), service.count(List)), (1, 3));
    assert_eq!(error.left_behind().unsettled.as_ref().unwrap().tags.len(), 1);
}

#[tokio::test]
async fn second_delivery_is_revoked_at_the_end() {
    let service = Service::start().await;
    service.plan(Create, [Twice]);
    let issued = stored(issue(&service)).await;
    assert_eq!(service.active(), [(issued.id, "ci".to_owned())]);
    assert_eq!((issued.revoked, issued.unsettled.is_some()), (vec![1000], false));
}

#[tokio::test]
async fn stale_list_at_the_end_is_repeated() {
    let service = Service::start().await;
    service.plan(Create, [Twice]);
    service.plan(List, [Normal, Stale]);
    let issued = stored(issue(&service).settle_time(AMPLE)).await;
    assert_eq!(service.active(), [(issued.id, "ci".to_owned())]);
    assert!(issued.unsettled.is_none());
}

#[tokio::test]
async fn lists_that_stay_stale_are_reported() {
    let service = Service::start().await;
    service.plan(List, [Normal].into_iter().chain([Stale; 40]));
    let issued = stored(issue(&service)).await;
    assert_eq!(issued.unsettled.unwrap().tags.len(), 1);
}

#[tokio::test]
async fn cut_response_with_a_complete_key_is_stored() {
    for (length, rest) in [(42, ""), (200, "garbage")] {
        let service = Service::start().await;
        service.plan(Create, [Cut(length, rest)]);
        let mut held = String::new();
        let issue = issue(&service).store(async |key| {
            held = key.api_key.expose_secret().to_owned();
            Ok::<_, ()>(())
        });
        let issued = issue.await.unwrap();
        assert_eq!((service.count(Create), held), (1, service.key(issued.id).value));
    }
}

#[tokio::test]
async fn cut_key_is_revoked_and_another_created() {
    let service = Service::start().await;
    service.plan(Create, [Cut(30, "")]);
    let issued = stored(issue(&service)).await;
    assert_eq!(service.active(), [(issued.id, "ci".to_owned())]);
    assert_eq!(issued.revoked, [1000]);
}

#[tokio::test]
async fn unreadable_response_with_another_id_is_not_stored() {
    let service = Service::start().await;
    service.plan(Create, [AfterAnother(r#"{"id":1000,"api_key":"not-a-real-foreign-key","#)]);
    let issued = stored(issue(&service)).await;
    assert_eq!(issued.revoked, [999]);
    assert_eq!(service.active(), [(1000, "foreign".to_owned()), (issued.id, "ci".to_owned())]);
}

#[tokio::test]
async fn unreadable_response_with_an_existing_id_is_not_stored() {
    let service = Service::start().await;
    service.add("ci");
    service.plan(Create, [Answer(201, r#"{"id":1000,"api_key":"not-a-real-foreign-key","#)]);
    let error = unstored(issue(&service).exact_name()).await;
    assert_eq!((error.outcome(), service.active().len()), (KeyOutcome::MayExist, 1));
}

#[tokio::test]
async fn existing_key_that_is_given_a_tag_is_not_touched() {
    let service = Service::start().await;
    let foreign = service.add("foreign");
    service.plan(Create, [RenamesOldest]);
    let issued = stored(issue(&service)).await;
    assert!(is_tagged(&service.key(foreign).name) && issued.revoked.is_empty());
    assert_eq!(service.key(foreign).status, "active");
}

#[tokio::test]
async fn response_that_names_an_existing_key_is_not_trusted() {
    let service = Service::start().await;
    let foreign = service.add("foreign");
    service.plan(Create, [Answer(201, r#"{"id":1000,"api_key":"not-a-real-foreign-key"}"#)]);
    let issued = stored(issue(&service)).await;
    assert_eq!(service.active(), [(foreign, "foreign".to_owned()), (issued.id, "ci".to_owned())]);
}

#[tokio::test]
async fn failed_store_revokes_the_key_and_returns_its_error() {
    let service = Service::start().await;
    let error = issue(&service).store(|_| ready(Err("disk full"))).await.unwrap_err();
    assert_eq!((error.stage(), error.outcome()), (Stage::Store, KeyOutcome::NoKey));
    assert_eq!((error.store_error(), error.left_behind().new_key), (Some(&"disk full"), None));
    assert_eq!(error.into_store_error(), Some("disk full"));
    assert!(service.active().is_empty());
}

#[tokio::test]
async fn key_that_may_be_stored_is_not_revoked() {
    let service = Service::start().await;
    let unknown = issue(&service).store_or_unknown(|_| ready(Err(StoreError::Unknown("?"))));
    let hangs = issue(&service).store_timeout(SOON).store(|_| pending::<Result<(), &str>>());
    for (error, stored) in [(unknown.await, Some("?")), (hangs.await, None)] {
        let error = error.unwrap_err();
        assert_eq!((error.stage(), error.outcome()), (Stage::Store, KeyOutcome::MayExist));
        let left = error.left_behind();
        let key = service.key(left.new_key.unwrap());
        assert!(left.may_be_stored && key.status == "active");
        assert_eq!(Tag::parse(&key.name).unwrap().0, left.tag.clone().unwrap());
        assert_eq!(error.into_store_error(), stored);
    }
}

#[tokio::test]
async fn key_that_cannot_be_revoked_after_a_failed_store_is_reported() {
    let service = Service::start().await;
    service.plan(Status, [Answer(403, NO_PERMISSION)]);
    let error = issue(&service).store(|_| ready(Err(()))).await.unwrap_err();
    let left = error.left_behind();
    assert_eq!((left.new_key, left.may_be_stored), (Some(1000), false));
    let swept = service.client().sweep(left.unsettled.as_ref().unwrap()).await.unwrap();
    assert_eq!(swept.revoked, [1000]);
}

#[tokio::test]
async fn failed_renaming_is_reported_in_the_result() {
    let service = Service::start().await;
    service.plan(Edit, [Answer(403, NO_PERMISSION)]);
    let issued = stored(issue(&service)).await;
    let name = service.key(issued.id).name;
    assert_eq!((Tag::parse(&name).unwrap().0, issued.name), (issued.tag.unwrap(), name));
}

#[tokio::test]
async fn lost_response_to_the_renaming_is_resolved() {
    let service = Service::start().await;
    service.plan(Edit, [Lost, Answer(500, ""), Lost]);
    let issued = stored(issue(&service)).await;
    assert_eq!((issued.tag, service.key(issued.id).name.as_str()), (None, "ci"));
}

#[tokio::test]
async fn renaming_that_is_seen_in_the_last_list_is_reported() {
    let service = Service::start().await;
    service.plan(Edit, [Lost, Answer(403, NO_PERMISSION)]);
    let issued = stored(issue(&service)).await;
    assert_eq!((issued.tag, issued.name.as_str()), (None, "ci"));
}

#[tokio::test]
async fn role_is_read_before_a_renaming_without_one() {
    let service = Service::start().await;
    stored(issue(&service)).await;
    assert_eq!((service.count(Get), service.key(1000).role), (1, Some(0)));
}

#[tokio::test]
async fn tag_is_kept_on_request() {
    let service = Service::start().await;
    let issued = stored(issue(&service).keep_tag()).await;
    assert_eq!(issued.tag.unwrap().mark("ci"), service.key(issued.id).name);
    assert_eq!(service.count(Edit), 0);
}

#[tokio::test]
async fn requested_name_loses_its_tags() {
    let service = Service::start().await;
    let request = CreateKeyRequest::new("[0123456789pv] [0123456789pv] ci");
    let issued = stored(service.client().issue_key(USER, request)).await;
    assert_eq!((issued.name.as_str(), service.key(issued.id).name.as_str()), ("ci", "ci"));
}

#[tokio::test]
async fn exact_name_revokes_nothing_after_an_unknown_outcome() {
    let service = Service::start().await;
    service.add("ci");
    service.plan(Create, [Lost]);
    let error = unstored(issue(&service).exact_name()).await;
    assert_eq!((error.outcome(), service.count(Create)), (KeyOutcome::MayExist, 1));
    assert_eq!(error.left_behind().candidates, [999]);
    assert_eq!((service.active().len(), service.count(Status)), (2, 0));
}

#[tokio::test]
async fn exact_name_may_appear_after_an_unknown_outcome() {
    let service = Service::start().await;
    service.plan(Create, [Late]);
    let error = unstored(issue(&service).exact_name()).await;
    assert_eq!(
        (error.outcome(), error.left_behind().lost_name.as_deref()),
        (KeyOutcome::MayExist, Some("ci"))
    );
}

#[tokio::test]
async fn work_can_be_spawned() {
    let service = Service::start().await;
    let rotated = service.add("ci");
    let issue = issue(&service).store(async |_| Ok::<_, ()>(()));
    tokio::spawn(issue).await.unwrap().unwrap();
    let rotate = service.client().rotate_key(rotated).poll_interval(SOON);
    tokio::spawn(rotate.store(async |_| Ok::<_, ()>(()))).await.unwrap().unwrap();
}

#[tokio::test]
async fn exact_name_is_used_from_the_start() {
    let service = Service::start().await;
    let issued = stored(issue(&service).exact_name()).await;
    let operations: Vec<Operation> = service.state().log.iter().map(|(operation, _)| *operation).collect();
    assert_eq!((operations.as_slice(), issued.tag), (&[List, Create][..], None));
    assert_eq!(service.active(), [(1000, "ci".to_owned())]);
}

#[tokio::test]
async fn key_is_verified_before_it_is_stored() {
    let service = Service::start().await;
    let rejected = Answer(403, INVALID_KEY);
    let unclear = [Answer(502, "<p>Bad gateway"), Answer(200, "<p>Welcome"), Answer(429, NO_PERMISSION)];
    let accepted = [Normal, Answer(403, NO_PERMISSION)];
    service.plan(Me, [rejected].into_iter().chain(accepted).chain([rejected]).chain(unclear).chain(accepted));
    let client = service.client();
    let issue = client.issue_key(USER, CreateKeyRequest::new("ci")).poll_interval(SOON).verify(AMPLE);
    stored(issue).await;
    assert_eq!(service.count(Me), 10);
    let state = service.state();
    assert!(state.log.iter().all(|(operation, key)| (*operation == Me) == key.ends_with("-1000")));
}

#[tokio::test]
async fn unverified_key_is_revoked_or_kept() {
    for action in [Unverified::Revoke, Unverified::Keep] {
        let service = Service::start().await;
        service.plan(Me, [Answer(403, INVALID_KEY); 40]);
        let error = unstored(issue(&service).verify(SOON).on_unverified(action)).await;
        assert_eq!((error.stage(), error.left_behind().is_unverified), (Stage::Verify, true));
        let is_kept = action == Unverified::Keep;
        assert_eq!(error.left_behind().new_key, is_kept.then_some(1000));
        assert_eq!(service.active().len(), usize::from(is_kept));
        let key = error.key().map(|key| key.api_key.expose_secret());
        assert_eq!(key, is_kept.then_some("not-a-real-key-1000"));
    }
}

#[tokio::test]
async fn nothing_is_created_after_the_deadline() {
    let service = Service::start().await;
    let error = unstored(issue(&service).deadline(Duration::ZERO)).await;
    assert_eq!((error.stage(), error.outcome()), (Stage::List, KeyOutcome::NoKey));
    assert!(service.state().log.is_empty());
}

#[tokio::test]
async fn late_request_is_revoked_after_the_settle_time() {
    let service = Service::start().await;
    service.plan(Create, [Late]);
    let issue = issue(&service).store(async |_| {
        service.execute_late();
        Ok::<_, ()>(())
    });
    let issued = issue.await.unwrap();
    assert_eq!(service.active(), [(issued.id, "ci".to_owned())]);
}

#[tokio::test]
#[should_panic(expected = "the store panics")]
async fn panic_of_the_store_propagates() {
    let service = Service::start().await;
    let panics = async |_| -> Result<(), ()> { panic!("the store panics") };
    issue(&service).store(panics).await.unwrap();
}
