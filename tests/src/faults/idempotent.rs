//! Faults of idempotent calls: listing keys, changing their status, and reading the caller's user.

use certcentral::Outcome::{Unknown, Unreadable};

use super::Expected::{Failure, Success, Undelivered};
use super::{CALLER, CREATED, Row, error_body, head, row, whole};
use crate::fault::Step;
use crate::fault_check::{ATTEMPTS, Subject};

/// Returns the rows for a call other than *create key*. Redirects to another host lead to `elsewhere`.
///
/// They are the rows for *create key* without successes and without waits, with retries where the call may be repeated,
/// and rows of the call's own successes. Redaction of quotes is the same for all calls: one of them has these rows.
#[must_use]
pub fn rows(subject: Subject, elsewhere: &str) -> Vec<Row> {
    let rows = super::rows(elsewhere).into_iter().filter(|row| !row.key && !is_slow(row));
    let rows = rows.filter(|row| subject == Subject::List || !row.name.contains(" that quotes "));
    let rows = rows.filter(|row| match row.expected {
        Failure(_, Some(status)) => !(200..300).contains(&status),
        Failure(_, None) | Undelivered => true,
        Success(_) => false,
    });
    rows.map(|row| repeated(row, subject)).chain(successes(subject)).collect()
}

/// Reports whether a row takes longer than a moment.
fn is_slow(row: &Row) -> bool {
    let is_slow = |step: &Step| matches!(step, Step::Stall | Step::Drip(_) | Step::Endless(_));
    row.scripts.iter().flatten().any(is_slow)
}

/// Returns the row for a call that is retried if it may be.
fn repeated(row: Row, subject: Subject) -> Row {
    let is_repeated = match row.expected {
        Failure(Unknown, None) | Undelivered => true,
        Failure(_, Some(status)) => (502..=504).contains(&status),
        _ => false,
    };
    let requests = row.requests * if is_repeated { ATTEMPTS as usize } else { 1 };
    // The advice depends on the operation.
    let says = row.says.split(". A key").next().unwrap_or_default().to_owned();
    Row { name: format!("{subject:?}: {}", row.name), subject, requests, says, ..row }
}

/// 2xx responses, and a `429` before one.
fn successes(subject: Subject) -> Vec<Row> {
    let json = "application/json";
    let keys = format!(
        r#"{{"api_keys":[{{"id":184,"user":{{"id":1}},"status":"active","create_date":"","name":"ci","more":"{CREATED}"}}],"page":{{}}}}"#
    );
    let (status, body) = match subject {
        Subject::Create => return Vec::new(),
        Subject::List => (200, keys),
        Subject::SetStatus => (204, String::new()),
        Subject::Me => (200, r#"{"id":1,"more":[]}"#.to_owned()),
    };
    let has_body = !body.is_empty();
    let good = if has_body { whole(status, json, &body) } else { head(status, "") };
    let limited = head(429, "Content-Length: 0\r\nConnection: close\r\n");
    let retried = Row {
        scripts: vec![vec![Step::Read, Step::Send(limited)], vec![Step::Read, Step::Send(good.clone())]],
        requests: 2,
        ..row("429, then a success", Vec::new(), Success(status), false, "")
    };
    let page = format!("<html><body>{CALLER}</body></html>");
    let other = format!(r#"{{"{CALLER}":"{CREATED}"}}"#);
    let unreadable = Failure(Unreadable, Some(200));
    // JSON proves nothing if no body is documented.
    let of_undocumented = Failure(if has_body { Unreadable } else { Unknown }, Some(202));
    let mut rows = vec![
        row("the documented success", good, Success(status), false, ""),
        retried,
        row(
            "202 with a gateway's page",
            whole(202, "text/html", &page),
            Failure(Unknown, Some(202)),
            false,
            "",
        ),
        row("202 with JSON of another form", whole(202, json, &other), of_undocumented, true, ""),
        row("202 with an error", whole(202, json, &error_body()), Failure(Unknown, Some(202)), false, ""),
    ];
    if has_body {
        let cut = [head(200, "Content-Length: 500\r\n"), body.into_bytes()].concat();
        rows.extend([
            row("200 with a gateway's page", whole(200, "text/html", &page), unreadable, false, "not JSON"),
            row(
                "200 with JSON of another form",
                whole(200, json, &other),
                unreadable,
                true,
                "not of the doc",
            ),
            row("200 that breaks off", cut, unreadable, subject == Subject::List, "it broke off"),
        ]);
    }
    rows.into_iter().map(|row| Row { name: format!("{subject:?}: {}", row.name), subject, ..row }).collect()
}
