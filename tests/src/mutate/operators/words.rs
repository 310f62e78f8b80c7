//! Operators that change values and names: types, numbers, statuses, paths, hosts, strings.

use serde_json::json;

use crate::mutate::{Edit, Place};

pub(super) fn type_(place: &Place<'_>) -> Vec<Edit> {
    let types = ["string", "integer", "number", "boolean", "array", "object", "null", "text"];
    let is_type = place.key() == "type" && place.owner() != "properties";
    if is_type { others(place, &types) } else { Vec::new() }
}

pub(super) fn format_(place: &Place<'_>) -> Vec<Edit> {
    let formats = ["password", "int32", "int64", "uint64", "date-time", "uuid", "double", "text"];
    if place.key() == "format" { others(place, &formats) } else { Vec::new() }
}

pub(super) fn reference(place: &Place<'_>) -> Vec<Edit> {
    if place.key() != "$ref" {
        return Vec::new();
    }
    let mut targets: Vec<String> =
        place.schemas().map(|name| format!("#/components/schemas/{name}")).collect();
    targets.extend(["#/components/schemas/", "#/nowhere", "#", "other.yaml", ""].map(str::to_owned));
    let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
    others(place, &targets)
}

pub(super) fn number(place: &Place<'_>) -> Vec<Edit> {
    let Some(value) = place.node.as_i64() else { return Vec::new() };
    let mut values = vec![json!(value + 1), json!(value - 1), json!(value.saturating_mul(1000) - 1)];
    values.extend([json!(-value), json!(0), json!(1.5), json!(i64::MAX)]);
    values.retain(|other| other != place.node);
    values.into_iter().map(|value| place.replaced(value)).collect()
}

pub(super) fn status(place: &Place<'_>) -> Vec<Edit> {
    let statuses = ["200", "201", "204", "302", "400", "401", "409", "418", "500", "503", "600", "99"];
    let ranges = ["2XX", "4XX", "5XX", "5xx", "default", "Created"];
    if place.owner() == "responses" { names(place, &[&statuses[..], &ranges].concat()) } else { Vec::new() }
}

pub(super) fn method(place: &Place<'_>) -> Vec<Edit> {
    let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "POST", "query"];
    let is_path_item = place.parent().is_some_and(|parent| parent.owner() == "paths");
    if is_path_item { names(place, &methods) } else { Vec::new() }
}

pub(super) fn path(place: &Place<'_>) -> Vec<Edit> {
    if place.owner() != "paths" {
        return Vec::new();
    }
    let path = place.key();
    let mut paths = vec![format!("{path}/"), format!("/{path}"), path[1..].to_owned(), path.to_uppercase()];
    paths.extend([
        format!("{path}?a=b"),
        format!("{path}#a"),
        format!("{path}/{{more}}"),
        format!("/v2{path}"),
    ]);
    paths.push(path.replace(['{', '}'], ""));
    paths.push(path.replace('}', ""));
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        let inside = segment.trim_matches(['{', '}']);
        paths.push(path.replace(&format!("/{segment}"), ""));
        paths.push(path.replace(inside, &format!("{inside}s")));
        paths.push(path.replace(inside, &format!("{inside} ")));
        paths.push(path.replace(inside, &inside.replace('_', "-")));
    }
    paths.retain(|other| *other != path);
    names(place, &paths.iter().map(String::as_str).collect::<Vec<_>>())
}

pub(super) fn media_type(place: &Place<'_>) -> Vec<Edit> {
    let types = [
        "application/xml",
        "text/plain",
        "application/problem+json",
        "*/*",
        "application/json; charset=utf-8",
        "application/jsn",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "Application/JSON",
        "json",
    ];
    if place.owner() == "content" { names(place, &types) } else { Vec::new() }
}

pub(super) fn header(place: &Place<'_>) -> Vec<Edit> {
    if place.parent().is_none_or(|scheme| scheme.owner() != "securitySchemes") {
        return Vec::new();
    }
    match place.key().as_str() {
        "name" => {
            others(place, &["X-API-Key", "Authorization", "x-dc-devkey", "X DC", "", "Content-Type", "Häder"])
        }
        "in" => others(place, &["query", "cookie", "body"]),
        "type" => others(place, &["http", "oauth2", "openIdConnect", "mutualTLS"]),
        _ => Vec::new(),
    }
}

pub(super) fn host(place: &Place<'_>) -> Vec<Edit> {
    let Some(url) = place.node.as_str().filter(|_| place.is_below("servers") && place.key() == "url") else {
        return Vec::new();
    };
    let (_, rest) = url.split_once("://").unwrap_or_default();
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let urls = [
        format!("https://www.example.com/{path}"),
        format!("https://{host}"),
        format!("https://{host}/v3"),
        format!("http://{rest}"),
        format!("https://{host}:8443/{path}"),
        format!("{url}/"),
        format!("//{rest}"),
        format!("/{path}"),
        rest.to_owned(),
        format!("{url}?a=b"),
        format!("https://{{region}}.{rest}"),
        format!("https://user@{rest}"),
        format!("https:/{rest}"),
        format!("https://{}", rest.to_uppercase()),
    ];
    others(place, &urls.iter().map(String::as_str).collect::<Vec<_>>())
}

pub(super) fn description(place: &Place<'_>) -> Vec<Edit> {
    if is_prose(place) { edited(place) } else { Vec::new() }
}

pub(super) fn example(place: &Place<'_>) -> Vec<Edit> {
    if place.is_example() { edited(place) } else { Vec::new() }
}

pub(super) fn extension(place: &Place<'_>) -> Vec<Edit> {
    if place.is_extension() { edited(place) } else { Vec::new() }
}

pub(super) fn text(place: &Place<'_>) -> Vec<Edit> {
    let is_other = is_prose(place) || place.is_example() || place.is_extension();
    if is_other { Vec::new() } else { edited(place) }
}

fn is_prose(place: &Place<'_>) -> bool {
    let is_prose = matches!(place.key().as_str(), "description" | "summary" | "title");
    is_prose
        && !matches!(place.owner().as_str(), "properties")
        && !place.is_example()
        && !place.is_extension()
}

/// Edits the node, a string, in several ways.
fn edited(place: &Place<'_>) -> Vec<Edit> {
    let Some(text) = place.node.as_str() else { return Vec::new() };
    let first = text.split_whitespace().next().unwrap_or_default();
    let changed = [
        String::new(),
        format!("{}x", text.trim_end()),
        text.replacen(first, "", 1),
        text.to_uppercase(),
        text.to_lowercase(),
        format!("{}\n\n# More \"\\ ```", text.trim_end()),
    ];
    let mut changed: Vec<&str> = changed.iter().map(String::as_str).collect();
    changed.sort_unstable();
    changed.dedup();
    others(place, &changed)
}

/// Replaces the node by each of `texts`.
fn others(place: &Place<'_>, texts: &[&str]) -> Vec<Edit> {
    let others = texts.iter().filter(|text| **text != *place.node);
    others.map(|text| place.replaced(*text)).collect()
}

/// Renames the node to each of `names`.
fn names(place: &Place<'_>, names: &[&str]) -> Vec<Edit> {
    let parent = place.parent().and_then(|parent| parent.node.as_object().cloned()).unwrap_or_default();
    let others = names.iter().filter(|name| !parent.contains_key(**name));
    others.filter_map(|name| place.renamed(name)).collect()
}
