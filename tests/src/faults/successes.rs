//! 2xx responses without a usable key. A documented status proves that a key exists; an undocumented one proves it only
//! if its body is JSON or the beginning of JSON. With the documented error body, no status proves it.

use certcentral::Outcome::{self, Unknown, Unreadable};

use super::{CREATED, Expected, Row, created, error_body, head, row, whole};

pub(super) fn rows() -> Vec<Row> {
    let (json, html, text) = ("application/json", "text/html", "text/plain");
    let page = "<html><head><title>Blocked</title></head><body>Incident ID: 1-2</body></html>".to_owned();
    let with_key = format!("<html><body>{CREATED}</body></html>");
    let cut = |status, body: &str| [head(status, "Content-Length: 500\r\n"), body.into()].concat();
    let other_form = format!(r#"{{"data":{}}}"#, created());
    let empty_key = format!(r#"{{"id":184,"api_key":"","note":"{CREATED}"}}"#);
    let success = |name: &str, status, sends, outcome: Outcome, key| {
        let expected = Expected::Failure(outcome, Some(status));
        row(format!("{status} {name}"), sends, expected, key, "")
    };
    let mut rows = vec![
        success("with a gateway's page", 200, whole(200, html, &page), Unknown, false),
        success("with a page that holds a key", 200, whole(200, html, &with_key), Unknown, true),
        success("with a page that says it is JSON", 200, whole(200, json, &page), Unknown, false),
        success("with a page that is cut", 200, cut(200, &page), Unknown, false),
        success("empty", 200, whole(200, json, ""), Unknown, false),
        success("empty, no media type", 200, head(200, "Content-Length: 0\r\n"), Unknown, false),
        success("text", 202, whole(202, text, "Accepted."), Unknown, false),
        success("plain key", 202, whole(202, text, CREATED), Unknown, true),
        success("no content", 205, head(205, "Content-Length: 0\r\n"), Unknown, false),
        success("JSON of another form", 200, whole(200, json, &other_form), Unreadable, true),
        success("JSON of another form, as text", 200, whole(200, text, &other_form), Unreadable, true),
        success("JSON that is cut", 200, whole(200, json, &created()[..60]), Unreadable, true),
        success("JSON that breaks off", 200, cut(200, &created()), Unreadable, true),
        success("with a gateway's page", 201, whole(201, html, &page), Unreadable, false),
        success("with a page that is cut", 201, cut(201, &page), Unreadable, false),
        success("empty, no media type", 201, head(201, "Content-Length: 0\r\n"), Unreadable, false),
        success("empty key", 201, whole(201, json, &empty_key), Unreadable, true),
        success("empty key", 200, whole(200, json, &empty_key), Unreadable, true),
    ];
    rows.extend([200, 201, 202, 299].map(|status| {
        success("with the documented error", status, whole(status, json, &error_body()), Unknown, false)
    }));
    rows.push(row(
        "201 with a key and errors",
        whole(201, json, &created().replace("184", "184,\"errors\":[{\"code\":\"a\",\"message\":\"b\"}]")),
        Expected::Success(201),
        true,
        "",
    ));
    rows
}
