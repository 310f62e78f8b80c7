//! Unions (`oneOf`, `anyOf`), and the tests that tell which alternative a value matches.

use std::collections::BTreeSet;

use serde_json::Value;

use super::schemas::{Schema, schemas};
use super::shape::{JsonType, Shape};
use crate::naming::type_name;
use crate::yaml::Node;

/// A `oneOf` or `anyOf`.
pub(crate) struct Union {
    /// The JSON pointer of its schema.
    pub(crate) pointer: String,
    /// `oneOf` or `anyOf`.
    pub(crate) key: &'static str,
    /// The name of its type.
    pub(crate) name: String,
    pub(crate) alternatives: Vec<Alternative>,
    /// The pairs of alternatives that no test separates.
    pub(crate) ambiguous: Vec<(usize, usize)>,
}

/// An alternative of a union.
pub(crate) struct Alternative {
    /// Its JSON pointer.
    pub(crate) pointer: String,
    /// The name of its variant.
    pub(crate) variant: String,
    /// The tests that together accept exactly the values of this alternative, among the values of the union.
    pub(crate) tests: Vec<Test>,
}

/// A test of a JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test {
    /// The value is of one of these types.
    Is(BTreeSet<JsonType>),
    /// The value is one of these strings, numbers and booleans.
    Equals(Vec<Value>),
    /// The value has this property.
    Has(String),
    /// The value has this property, and the property passes the test.
    Property(String, Box<Test>),
    /// Every item passes the test.
    Items(Box<Test>),
    Not(Box<Test>),
}

impl Test {
    fn equals(values: &[&Value]) -> Self {
        Self::Equals(values.iter().copied().cloned().collect())
    }

    fn not(self) -> Self {
        Self::Not(Box::new(self))
    }
}

/// Two tests: each accepts all values of one schema and none of another's.
type Separation = (Test, Test);

/// Returns the unions of a document.
pub(crate) fn unions(document: &Value) -> Vec<Union> {
    let root = Node::root(document);
    let nodes = schemas(document).into_iter().filter_map(|Schema { pointer, name, .. }| {
        let node = root.find(&pointer)?;
        let key = ["oneOf", "anyOf"].into_iter().find(|key| node.value.get(key).is_some())?;
        Some(union(&node, key, name))
    });
    nodes.collect()
}

fn union(node: &Node<'_>, key: &'static str, name: String) -> Union {
    let schemas = node.items_of(key);
    let shapes: Vec<Shape<'_>> = schemas.iter().map(Shape::of).collect();
    let tags = tags(node, &schemas);
    let mut tests: Vec<Vec<Test>> = shapes.iter().map(|_| Vec::new()).collect();
    let mut ambiguous = Vec::new();
    for other in 0..shapes.len() {
        for one in 0..other {
            let separation = match &tags {
                Some(tags) => Some((tags[one].clone(), tags[other].clone())),
                None => separate(&shapes[one], &shapes[other])
                    .or_else(|| (key == "anyOf").then(|| listed_first(&shapes[one], &shapes[other]))?),
            };
            let Some((of_one, of_other)) = separation else {
                ambiguous.push((one, other));
                continue;
            };
            for (index, test) in [(one, of_one), (other, of_other)] {
                if !tests[index].contains(&test) {
                    tests[index].push(test);
                }
            }
        }
    }
    let variants = variants(&schemas, &shapes);
    let alternatives = schemas.into_iter().zip(variants).zip(tests);
    let alternatives = alternatives.map(|((schema, variant), tests)| Alternative {
        pointer: schema.pointer,
        variant,
        tests,
    });
    Union { pointer: node.pointer.clone(), key, name, alternatives: alternatives.collect(), ambiguous }
}

/// Returns the test of each alternative's tag, if the union has a `discriminator`.
fn tags(node: &Node<'_>, schemas: &[Node<'_>]) -> Option<Vec<Test>> {
    let discriminator = node.get("discriminator")?;
    let property = discriminator.text("propertyName")?;
    let tests = discriminator_values(node, schemas).into_iter().map(|values| {
        let values = values.into_iter().map(Value::from).collect();
        Test::Property(property.to_owned(), Box::new(Test::Equals(values)))
    });
    Some(tests.collect())
}

/// Returns the pointers of the schemas whose values tell the alternatives of unions apart.
pub(crate) fn tag_pointers(document: &Value, unions: &[Union]) -> BTreeSet<String> {
    let root = Node::root(document);
    let mut pointers = BTreeSet::new();
    for alternative in unions.iter().flat_map(|union| &union.alternatives) {
        let parts = root.find(&alternative.pointer).map(|schema| Shape::of(&schema).parts);
        for test in &alternative.tests {
            match test {
                Test::Equals(_) => pointers.extend([alternative.pointer.clone()]),
                Test::Property(name, test) if matches!(**test, Test::Equals(_)) => {
                    let tags = parts.iter().flatten().filter_map(|part| part.get("properties")?.get(name));
                    pointers.extend(tags.map(|tag| tag.pointer));
                }
                _ => {}
            }
        }
    }
    pointers
}

/// Returns the values of a union's discriminator for each alternative.
pub(crate) fn discriminator_values(node: &Node<'_>, schemas: &[Node<'_>]) -> Vec<Vec<String>> {
    let mapping = node.get("discriminator").map(|node| node.members_of("mapping")).unwrap_or_default();
    let values = schemas.iter().map(|schema| {
        let Some(name) = reference(schema) else { return Vec::new() };
        let target = schema.text("$ref").unwrap_or_default();
        let mapped =
            mapping.iter().filter(|(_, to)| to.value.as_str().is_some_and(|to| to == target || to == name));
        let mapped: Vec<String> = mapped.map(|(value, _)| (*value).to_owned()).collect();
        if mapped.is_empty() { vec![name.to_owned()] } else { mapped }
    });
    values.collect()
}

/// Returns tests that separate two schemas, if they accept no common value.
fn separate(one: &Shape<'_>, other: &Shape<'_>) -> Option<Separation> {
    if one.types.is_disjoint(&other.types) {
        return Some((Test::Is(one.types.clone()), Test::Is(other.types.clone())));
    }
    if one.types.contains(&JsonType::Null) || other.types.contains(&JsonType::Null) {
        return None;
    }
    if let (Some(one), Some(other)) = (&one.values, &other.values) {
        let is_common = one.iter().any(|value| other.iter().any(|other| is_equal(value, other)));
        return (!is_common).then(|| (Test::equals(one), Test::equals(other)));
    }
    let are = |only| one.is(only) && other.is(only);
    if are(JsonType::Array) {
        // Both schemas accept the empty array. It decodes into the first alternative, and loses nothing.
        let (one, other) = separate(&one.items()?, &other.items()?)?;
        return Some((Test::Items(Box::new(one)), Test::Items(Box::new(other))));
    }
    if !are(JsonType::Object) {
        return None;
    }
    by_common_property(one, other).or_else(|| {
        let of_one = by_required_property(one, other).map(|test| (test.clone(), test.not()));
        of_one.or_else(|| by_required_property(other, one).map(|test| (test.clone().not(), test)))
    })
}

/// Compares the properties that both schemas require. Prefers tags.
fn by_common_property(one: &Shape<'_>, other: &Shape<'_>) -> Option<Separation> {
    let (required, other_required) = (one.required(), other.required());
    let mut separations = required.intersection(&other_required).filter_map(|name| {
        let (of_one, of_other) = separate(&one.property(name)?, &other.property(name)?)?;
        let property = |test| Test::Property((*name).to_owned(), Box::new(test));
        Some((property(of_one), property(of_other)))
    });
    let first = separations.next()?;
    let is_tag =
        |(test, _): &Separation| matches!(test, Test::Property(_, test) if matches!(**test, Test::Equals(_)));
    if is_tag(&first) { Some(first) } else { Some(separations.find(is_tag).unwrap_or(first)) }
}

/// Looks for a property that `one` requires, and that `other` forbids or describes differently.
fn by_required_property(one: &Shape<'_>, other: &Shape<'_>) -> Option<Test> {
    one.required().into_iter().find_map(|name| {
        if other.forbids(name) {
            return Some(Test::Has(name.to_owned()));
        }
        let (of_one, _) = separate(&one.property(name)?, &other.property(name)?)?;
        Some(Test::Property(name.to_owned(), Box::new(of_one)))
    })
}

/// Separates a list of values from a schema that also accepts them: a listed value matches the list.
fn listed_first(one: &Shape<'_>, other: &Shape<'_>) -> Option<Separation> {
    let is_scalar = |shape: &Shape<'_>| {
        !shape.types.iter().any(|known| matches!(known, JsonType::Null | JsonType::Array | JsonType::Object))
    };
    if !(is_scalar(one) && is_scalar(other)) {
        return None;
    }
    match (&one.values, &other.values) {
        (Some(values), None) => Some((Test::equals(values), Test::equals(values).not())),
        (None, Some(values)) => Some((Test::equals(values).not(), Test::equals(values))),
        _ => None,
    }
}

fn is_equal(one: &Value, other: &Value) -> bool {
    one == other || one.as_f64().is_some_and(|one| other.as_f64() == Some(one))
}

/// Names the variants: after the referenced schema, or else after the JSON type if no other alternative has it.
fn variants(schemas: &[Node<'_>], shapes: &[Shape<'_>]) -> Vec<String> {
    let names: Vec<Option<String>> = schemas
        .iter()
        .zip(shapes)
        .map(|(schema, shape)| match reference(schema) {
            Some(name) => Some(type_name(name)),
            None => shape.types.last().map(|last| format!("{last:?}")),
        })
        .collect();
    let is_unique = |name: &Option<String>| names.iter().filter(|other| *other == name).count() == 1;
    let names = names.iter().enumerate().map(|(index, name)| match name {
        Some(known) if is_unique(name) => known.clone(),
        _ => format!("Variant{index}"),
    });
    names.collect()
}

/// Returns the name of the component that a schema refers to, directly or as the only part of an `allOf`.
fn reference<'a>(schema: &Node<'a>) -> Option<&'a str> {
    let only = match schema.items_of("allOf").as_slice() {
        [only] => only.clone(),
        _ => schema.clone(),
    };
    only.text("$ref")?.strip_prefix(crate::spec::SCHEMAS)
}
