//! The JSON values that a schema accepts, as far as they tell one schema from another.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::yaml::Node;

/// The depth to which schemas are followed. Schemas can contain themselves.
const DEPTH: usize = 6;

/// A type of JSON values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum JsonType {
    Null,
    Boolean,
    Integer,
    /// A number that may have a fraction.
    Number,
    String,
    Array,
    Object,
}

impl JsonType {
    const ALL: [Self; 7] =
        [Self::Null, Self::Boolean, Self::Integer, Self::Number, Self::String, Self::Array, Self::Object];

    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.is_f64() => Self::Number,
            Value::Number(_) => Self::Integer,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }
}

/// The values of a schema, with all parts of its `allOf`.
pub(super) struct Shape<'a> {
    pub(super) types: BTreeSet<JsonType>,
    /// The values of its `enum`, without `null`.
    pub(super) values: Option<Vec<&'a Value>>,
    /// The schema and its parts, resolved.
    pub(super) parts: Vec<Node<'a>>,
    depth: usize,
}

impl<'a> Shape<'a> {
    pub(super) fn of(schema: &Node<'a>) -> Self {
        Self::below(std::slice::from_ref(schema), DEPTH)
    }

    /// Returns the values that all of these schemas accept.
    fn below(schemas: &[Node<'a>], depth: usize) -> Self {
        let mut shape = Self { types: JsonType::ALL.into(), values: None, parts: Vec::new(), depth };
        if depth == 0 {
            return shape;
        }
        for schema in schemas {
            let schema = schema.resolve();
            let mut own = Self::below(&schema.items_of("allOf"), depth - 1);
            own.narrow(&types(&schema, depth - 1), values(&schema));
            if schema.is_true("nullable") {
                own.types.insert(JsonType::Null);
            }
            shape.narrow(&own.types, own.values);
            shape.parts.extend(own.parts);
            shape.parts.push(schema);
        }
        shape
    }

    fn narrow(&mut self, types: &BTreeSet<JsonType>, values: Option<Vec<&'a Value>>) {
        self.types.retain(|known| types.contains(known));
        self.values = match (self.values.take(), values) {
            (Some(mut known), Some(values)) => {
                known.retain(|value| values.contains(value));
                Some(known)
            }
            (known, values) => known.or(values),
        };
    }

    /// Returns true if every value is of this type.
    pub(super) fn is(&self, only: JsonType) -> bool {
        self.types.iter().eq([&only])
    }

    /// Returns the names of the required properties.
    pub(super) fn required(&self) -> BTreeSet<&'a str> {
        let lists = self.parts.iter().filter_map(|part| part.value.get("required")?.as_array());
        lists.flatten().filter_map(Value::as_str).collect()
    }

    /// Returns the values of a property, if the schema describes it.
    pub(super) fn property(&self, name: &str) -> Option<Self> {
        let described: Vec<_> = self.parts.iter().filter_map(|part| described(part, name)).collect();
        self.inner(&described)
    }

    /// Returns true if no value has the property.
    pub(super) fn forbids(&self, name: &str) -> bool {
        self.parts.iter().any(|part| {
            let is_closed = part.value.get("additionalProperties") == Some(&Value::Bool(false));
            is_closed && described(part, name).is_none()
        })
    }

    /// Returns the values of the items, if the schema describes them.
    pub(super) fn items(&self) -> Option<Self> {
        self.inner(&self.parts.iter().filter_map(|part| part.get("items")).collect::<Vec<_>>())
    }

    fn inner(&self, schemas: &[Node<'a>]) -> Option<Self> {
        (!schemas.is_empty()).then(|| Self::below(schemas, self.depth - 1))
    }
}

fn described<'a>(schema: &Node<'a>, property: &str) -> Option<Node<'a>> {
    let own = schema.get("properties").and_then(|properties| properties.get(property));
    own.or_else(|| schema.get("additionalProperties").filter(|others| others.value.is_object()))
}

/// Returns the types of a schema's values, apart from its `allOf` and `nullable`.
fn types(schema: &Node<'_>, depth: usize) -> BTreeSet<JsonType> {
    let has = |key: &str| schema.value.get(key).is_some();
    match schema.text("type") {
        Some("boolean") => [JsonType::Boolean].into(),
        Some("integer") => [JsonType::Integer].into(),
        Some("number") => [JsonType::Integer, JsonType::Number].into(),
        Some("string") => [JsonType::String].into(),
        Some("array") => [JsonType::Array].into(),
        Some("object") => [JsonType::Object].into(),
        _ if has("enum") => values(schema).into_iter().flatten().map(JsonType::of).collect(),
        _ if has("properties") || has("additionalProperties") => [JsonType::Object].into(),
        _ if has("items") => [JsonType::Array].into(),
        _ => {
            let alternatives = ["oneOf", "anyOf"].map(|key| schema.items_of(key)).into_iter().flatten();
            let alternatives: Vec<_> = alternatives.collect();
            if alternatives.is_empty() {
                return JsonType::ALL.into();
            }
            alternatives.into_iter().flat_map(|one| Shape::below(&[one], depth).types).collect()
        }
    }
}

fn values<'a>(schema: &Node<'a>) -> Option<Vec<&'a Value>> {
    let values = schema.value.get("enum")?.as_array()?;
    Some(values.iter().filter(|value| !value.is_null()).collect())
}
