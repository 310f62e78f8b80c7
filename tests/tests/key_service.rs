//! The simulated service and its virtual time.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::time::Duration;

use certcentral::Outcome;
use certcentral::types::{ApiKeyRole, CreateKeyRequest, EditKeyRequest, KeyStatus, UpdateKeyStatusRequest};
use conformance::canary::CALLER;
use conformance::key_service::{Answers, Executes, KeyService, Reaction, in_virtual_time};
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn keys_are_created_edited_revoked_and_listed() {
    in_virtual_time(1, async {
        let service = KeyService::start(1, |_, _, _| Reaction::default());
        service.state().registry.register(CALLER, 0);
        let client = service.client_builder(CALLER).build().unwrap();
        let request = CreateKeyRequest::new("ci").restricted_to_role_id(ApiKeyRole::Orders);
        let created = client.create_key(7, request).await.unwrap();
        client.edit_key(created.id, EditKeyRequest::new("cd")).await.unwrap();
        let status = UpdateKeyStatusRequest::new(KeyStatus::Revoked);
        client.update_key_status(created.id, status).await.unwrap();
        let keys = client.list_keys().user_id(7).await.unwrap();
        let key = &keys.api_keys[0];
        assert_eq!((key.id, key.name.as_str(), &key.status), (created.id, "cd", &KeyStatus::Revoked));
        // An edit without a role removes it.
        assert_eq!(key.restricted_to_role_id, Some(ApiKeyRole::Unrestricted));
        assert!(client.list_keys().user_id(8).await.unwrap().api_keys.is_empty());
        assert_eq!(client.get_key(1).await.unwrap_err().status().unwrap(), 404);
    });
}

#[test]
fn clock_stands_still_while_data_is_in_a_socket() {
    in_virtual_time(1, async {
        let service = KeyService::start(1, |_, _, _| Reaction { latency: SECOND, ..Reaction::default() });
        service.state().registry.register(CALLER, 0);
        let client = service.client_builder(CALLER).build().unwrap();
        let start = Instant::now();
        for _ in 0..100 {
            client.get_me().await.unwrap();
        }
        let took = start.elapsed();
        // The client waits a millisecond before it uses a connection that was idle.
        assert!((100 * SECOND..101 * SECOND).contains(&took), "{took:?}");
    });
}

#[test]
fn late_request_is_listed_after_its_execution() {
    in_virtual_time(1, async {
        let late = Reaction {
            executes: Executes::After(60 * SECOND),
            answers: Answers::Close,
            ..Reaction::default()
        };
        let service = KeyService::start(1, move |_, _, _| late);
        service.state().registry.register(CALLER, 0);
        let client = service.client_builder(CALLER).build().unwrap();
        let error = client.create_key(7, CreateKeyRequest::new("ci")).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown);
        service.set_plan(|_, _, _| Reaction { staleness: 3 * SECOND, ..Reaction::default() });
        for (wait, keys) in [(59, 0), (3, 0), (2, 1)] {
            sleep(wait * SECOND).await;
            assert_eq!(client.list_keys().user_id(7).await.unwrap().api_keys.len(), keys);
        }
    });
}

#[test]
fn new_key_is_accepted_after_a_while() {
    in_virtual_time(1, async {
        let service = KeyService::start(1, |_, _, _| Reaction::default());
        service.state().registry.register(CALLER, 0);
        service.state().registry.acceptance = 20 * SECOND;
        let client = service.client_builder(CALLER).build().unwrap();
        let created = client.create_key(7, CreateKeyRequest::new("ci")).await.unwrap();
        let client = service.client_builder(created.api_key.expose_secret()).build().unwrap();
        assert_eq!(client.get_me().await.unwrap_err().status().unwrap(), 403);
        sleep(20 * SECOND).await;
        assert!(client.get_me().await.is_ok());
    });
}
