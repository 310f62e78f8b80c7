//! References: each leads to something, and not back to itself.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Report, is_in_example, walk};
use crate::finding::Code;

/// Whether all of them do.
pub(super) fn check(report: &mut Report<'_>) -> bool {
    let document = &report.document.value;
    let mut findings = Vec::new();
    walk(document, "", &mut |pointer, node| {
        let Some(target) = node.get("$ref").and_then(Value::as_str) else { return };
        if is_in_example(pointer) {
            return;
        }
        let mut seen = BTreeSet::new();
        let mut next = Some(target);
        while let Some(target) = next {
            let found = target.strip_prefix('#').and_then(|pointer| document.pointer(pointer));
            let Some(found) = found else {
                let (code, help) = if target.starts_with("#/") {
                    (Code::DanglingReference, "check its spelling, or add its target")
                } else {
                    (Code::ExternalReference, "refer to this document: `#/…`")
                };
                findings.push((
                    code,
                    pointer.to_owned(),
                    format!("the reference `{target}` leads nowhere"),
                    help,
                ));
                return;
            };
            if !seen.insert(target) {
                let message = format!("the reference `{target}` leads back to itself");
                findings.push((Code::CircularReference, pointer.to_owned(), message, "write its target out"));
                return;
            }
            next = found.get("$ref").and_then(Value::as_str);
        }
    });
    let all_lead_somewhere = findings.is_empty();
    for (code, pointer, message, help) in findings {
        report.add(code, &format!("{pointer}/$ref"), message, help);
    }
    all_lead_somewhere
}
