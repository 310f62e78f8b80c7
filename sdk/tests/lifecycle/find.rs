//! `find_keys`: filters by base name, tag and status.

use certcentral::lifecycle::Tag;
use certcentral::types::KeyStatus;

use crate::service::{Service, USER};

#[tokio::test]
async fn keys_are_filtered() {
    let service = Service::start().await;
    let names = ["ci", "[0123456789pv] ci", "[1123456789pv] ci", "[0123456789pv] other", "other"];
    for name in names {
        service.add(name);
    }
    service.state().keys[1].status = "revoked".to_owned();
    service.state().keys[4].user = 5;
    let client = service.client();
    let find = || client.find_keys(USER);
    let (tag, _) = Tag::parse(names[1]).unwrap();
    for (find, expected) in [
        (find(), &[1000, 999, 998, 997][..]),
        (find().base_name("ci"), &[1000, 999]),
        (find().tagged(), &[999, 997]),
        (find().tag(&tag).base_name("ci"), &[999]),
        (find().tagged().status(KeyStatus::Active), &[997]),
        (find().base_name("none"), &[]),
    ] {
        let found: Vec<i64> = find.await.unwrap().iter().map(|found| found.key.id).collect();
        assert_eq!(found, expected);
    }
    let found = find().tag(&tag).base_name("ci").await.unwrap();
    assert_eq!((found[0].tag.as_ref(), found[0].base_name.as_str()), (Some(&tag), "ci"));
}
