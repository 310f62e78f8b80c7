//! Unknown keys: suggests the key that was likely meant, or the object that the key belongs to.

use serde_json::Value;

use super::state::State;

use crate::check::recovery::Recovery;
use crate::diagnostics::Code;
use crate::spec::{OBJECTS, OTHER_VERSIONS, Object, SYNONYMS};
use crate::spelling::suggest;

impl State<'_, '_> {
    /// Reports a key that the object does not have. Returns the key that was likely meant.
    pub(super) fn unknown(
        &mut self,
        pointer: &str,
        name: &str,
        owner: &Value,
        object: &'static Object,
    ) -> Option<&'static str> {
        let message = format!("`{name}` is not a key of {}", object.name);
        let other = OTHER_VERSIONS.iter().find(|(key, ..)| *key == name);
        if let Some((_, version, instead)) = other {
            let message = format!("{message}: it belongs to OpenAPI {version}");
            self.context.fault(Code::OtherVersion, pointer, message, *instead);
            self.recover(pointer, None);
            return None;
        }
        if matches!(name, "ref" | "$Ref" | "Ref") && owner[name].as_str().is_some_and(|to| to.contains('#')) {
            self.context.fault(Code::UnknownKey, pointer, message, "did you mean `$ref`?");
            self.recoveries.push(Recovery::Rename { pointer: pointer.to_owned(), name: "$ref" });
            return Some("$ref");
        }
        let homes: Vec<&str> =
            OBJECTS.iter().filter(|home| home.key(name).is_some()).map(|home| home.name).collect();
        let absent = object.keys.iter().map(|key| key.name).filter(|key| owner.get(key).is_none());
        let is_typo = |meant: &&str| homes.is_empty() || strsim::osa_distance(name, meant) == 1;
        if let Some(meant) = synonym(name, object).or_else(|| suggest(name, absent)).filter(is_typo) {
            self.context.fault(Code::UnknownKey, pointer, message, format!("did you mean `{meant}`?"));
            self.recoveries.push(Recovery::Rename { pointer: pointer.to_owned(), name: meant });
            return Some(meant);
        }
        if let Some(twin) = suggest(name, object.keys.iter().map(|key| key.name)).filter(|_| homes.is_empty())
        {
            let help = format!("remove it: `{twin}` is already present");
            self.context.fault(Code::UnknownKey, pointer, message, help);
            return None;
        }
        let help = match (name, homes.as_slice()) {
            (_, homes)
                if object.key("schema").is_some()
                    && homes.contains(&"a schema")
                    && !homes.contains(&"a parameter") =>
            {
                "move it into the `schema`".to_owned()
            }
            ("schema", _) => {
                "move it below `content` and a media type, such as `application/json`".to_owned()
            }
            ("$ref", _) => "write the object here: a reference is not allowed".to_owned(),
            (_, []) if object.keys.len() > MANY => "remove it, or check its spelling".to_owned(),
            (_, []) => {
                let keys: Vec<_> = object.keys.iter().map(|key| format!("`{}`", key.name)).collect();
                format!("remove it; the keys of {} are: {}", object.name, keys.join(", "))
            }
            (_, homes) if homes.len() > 4 => {
                "remove it, or move it to the object that it belongs to".to_owned()
            }
            (_, homes) => {
                format!("move it to the object that it belongs to ({}), or remove it", homes.join(", "))
            }
        };
        let code = if homes.is_empty() { Code::UnknownKey } else { Code::MisplacedKey };
        self.context.fault(code, pointer, message, help);
        None
    }
}

/// The maximum number of keys to list in a help text.
const MANY: usize = 13;

/// Returns the key of `object` that `name` is a common synonym of.
fn synonym(name: &str, object: &Object) -> Option<&'static str> {
    let (_, meant) =
        SYNONYMS.iter().find(|(synonym, meant)| *synonym == name && object.key(meant).is_some())?;
    Some(meant)
}
