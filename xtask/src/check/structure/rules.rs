//! Rules of single objects that go beyond the kinds of their keys.

use serde_json::Value;

use super::state::State;

use crate::diagnostics::Code;
use crate::spec::{COMPONENTS, CONDITIONS, EXCLUSIVE, Object, TYPES, is_schema};
use crate::spelling::suggest;
use crate::yaml::escape;

impl State<'_, '_> {
    /// Checks the rules of an object. `meant` lists required keys that are present but misspelt.
    pub(super) fn check_rules(&mut self, pointer: &str, node: &Value, object: &Object, meant: &[&str]) {
        if std::ptr::eq(object, &raw const COMPONENTS) {
            self.check_component_names(pointer, node);
        }
        if is_schema(object) {
            self.check_keywords(pointer, node, object);
            self.check_required(pointer, node);
        }
        for (owner, one, other) in &EXCLUSIVE {
            if std::ptr::eq(*owner, object) && node.get(one).is_some() && node.get(other).is_some() {
                let message = format!("{} cannot have both `{one}` and `{other}`", object.name);
                let pointer = format!("{pointer}/{other}");
                self.context.add(Code::ConflictingKeys, &pointer, message, "remove one of them");
            }
        }
        for (owner, key, value, needed) in &CONDITIONS {
            if std::ptr::eq(*owner, object)
                && node.get(key).is_some_and(|written| written == value)
                && node.get(needed).is_none()
                && !meant.contains(needed)
            {
                let message = format!("{} with `{key}: {value}` has no `{needed}`", object.name);
                self.context.missing(
                    Code::MissingKey,
                    pointer,
                    needed,
                    message,
                    format!("add `{needed}: …`"),
                );
            }
        }
    }

    /// Checks that the names of components are valid in references.
    fn check_component_names(&mut self, pointer: &str, components: &Value) {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        for (kind, named) in components.as_object().into_iter().flatten() {
            for name in named.as_object().into_iter().flatten().map(|(name, _)| name) {
                if !name.chars().all(is_allowed) && !kind.starts_with("x-") {
                    let message = format!("`{name}` is not a valid component name");
                    let help = "use letters, digits, `.`, `_` and `-`";
                    let at = format!("{pointer}/{kind}/{}", escape(name));
                    self.context.add(Code::InvalidComponentName, &at, message, help);
                }
            }
        }
    }

    /// Checks that the properties listed in `required` exist.
    fn check_required(&mut self, pointer: &str, schema: &Value) {
        let (Some(required), Some(properties)) = (
            schema.get("required").and_then(Value::as_array),
            schema.get("properties").and_then(Value::as_object),
        ) else {
            return;
        };
        // Another part of a composed schema can define the property.
        let is_composed = ["allOf", "oneOf", "anyOf"]
            .iter()
            .any(|list| schema.get(list).is_some() || pointer.contains(&format!("/{list}/")));
        let mut meant = required.clone();
        for (index, name) in required.iter().enumerate() {
            let Some(name) = name.as_str().filter(|name| !properties.contains_key(*name)) else { continue };
            let neighbour = suggest(name, properties.keys().map(String::as_str));
            if is_composed && neighbour.is_none() {
                continue;
            }
            let message = format!("the required property `{name}` does not exist");
            let help = match neighbour {
                Some(neighbour) => format!("did you mean `{neighbour}`?"),
                None => "describe it in `properties`, or remove it here".to_owned(),
            };
            let at = format!("{pointer}/required/{index}");
            self.context.add(Code::UnknownRequiredProperty, &at, message, help);
            meant[index] = neighbour.map_or(Value::Null, Value::from);
        }
        if meant != *required {
            meant.retain(Value::is_string);
            self.recover(&format!("{pointer}/required"), Some(meant.into()));
        }
    }

    /// Reports keywords that do not apply to the type of the schema.
    fn check_keywords(&mut self, pointer: &str, schema: &Value, object: &Object) {
        let Some(kind) = schema.get("type").and_then(Value::as_str) else { return };
        for (keyword, kinds) in object.keys.iter().map(|key| (key.name, key.types)) {
            if !kinds.is_empty()
                && schema.get(keyword).is_some()
                && !kinds.contains(&kind)
                && TYPES.contains(&kind)
            {
                let message = format!("`{keyword}` does not apply to `type: {kind}`");
                let help = format!("remove it, or write `type: {}`", kinds.join("` or `type: "));
                self.context.add(Code::MisplacedKey, &format!("{pointer}/{keyword}"), message, help);
            }
        }
    }
}
