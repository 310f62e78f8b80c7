//! Checks that every alternative of every union (`oneOf`, `anyOf`) survives a round trip through its type.

use proptest::prelude::*;
use serde_json::{Value, json};
use xtask::yaml::visit;

use crate::checks::Subject;
use crate::schemas::{each, is_same};
use crate::value_strategies::{runner, valid};

/// Generates values of each alternative, at each place of a union, and requires them back unchanged.
#[must_use]
pub fn keep_every_alternative(subject: &Subject<'_>) -> Vec<String> {
    each(subject, |documented, generated| {
        for (place, count) in unions(documented) {
            for index in 0..count {
                let values = valid(&with_alternative(documented, &place, index))?;
                let round_trip = |value: Value| {
                    let returned = (generated.round_trip)(&value).map_err(TestCaseError::fail)?;
                    prop_assert!(is_same(&value, &returned), "{} of {}", returned, value);
                    Ok(())
                };
                let result = runner(50).run(&values, round_trip);
                result.map_err(|error| format!("alternative {index} of `{place}`: {error}"))?;
            }
        }
        Ok(())
    })
}

/// Returns the places of the unions in a schema, each with the number of its alternatives. Those in `$defs` belong to
/// other schemas.
fn unions(schema: &Value) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    visit(schema, "", &mut |pointer, node| {
        let is_union = pointer.ends_with("/oneOf") || pointer.ends_with("/anyOf");
        if let (true, Some(alternatives)) = (is_union && !pointer.starts_with("/$defs"), node.as_array()) {
            found.push((pointer.to_owned(), alternatives.len()));
        }
    });
    found
}

/// Returns the part of a schema whose values contain this alternative of the union at `place`.
fn with_alternative(schema: &Value, place: &str, index: usize) -> Value {
    let mut schema = schema.clone();
    let mut node = &mut schema;
    let mut steps = place.split('/').skip(1);
    while let Some(keyword) = steps.next() {
        match keyword {
            "properties" => {
                let name = steps.next().unwrap_or_default().replace("~1", "/").replace("~0", "~");
                let mut required = node["required"].as_array().cloned().unwrap_or_default();
                required.push(json!(name));
                // The others only take time.
                if let Some(properties) = node["properties"].as_object_mut() {
                    properties.retain(|name, _| required.contains(&json!(name)));
                }
                node["required"] = required.into();
                node = &mut node["properties"][name];
            }
            "items" => {
                node["minItems"] = json!(1);
                node = &mut node["items"];
            }
            "oneOf" | "anyOf" => {
                let chosen = steps.next().and_then(|step| step.parse().ok()).unwrap_or(index);
                node[keyword] = json!([node[keyword][chosen]]);
                node = &mut node[keyword][0];
            }
            keyword => match steps.next().and_then(|step| step.parse::<usize>().ok()) {
                Some(part) => node = &mut node[keyword][part],
                None => node = &mut node[keyword],
            },
        }
    }
    schema
}
